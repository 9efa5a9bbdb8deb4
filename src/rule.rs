//! A rule that can run: what a rule file says, with everything that can be wrong in it found out.

pub mod cover;
pub mod example;
pub mod file;
pub mod forbid;
pub mod message;
mod phrases;
mod read;

pub use cover::Cover;
pub use example::Example;
pub use forbid::Forbid;
pub use message::Template;
pub use phrases::Said;
pub use read::{read, stored};

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use toml::value::Date;

use crate::{
    document::{Block, Document, Kind},
    finding::Severity,
    phrase::{self, Phrase},
    problem::Placed,
    source::{Source, Span},
};

/// A rule, checked.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name, the stem of its file.
    pub id: Arc<str>,
    /// Whether it came from a file of the user's.
    pub custom: bool,
    /// Whether its phrases are just those that the program was built with.
    pub stored: bool,
    /// The rule in a few words.
    pub title: String,
    /// How grave a finding is where phrase and configuration say nothing else.
    pub severity: Severity,
    /// Who says so.
    pub source: Option<String>,
    /// Where to read more.
    pub url: Option<String>,
    /// Names that select the rule together with others.
    pub tags: Vec<String>,
    /// Why it matters.
    pub why: Option<String>,
    /// What to write instead.
    pub instead: Option<String>,
    /// The message of a finding; the title where there is none.
    pub message: Option<Template>,
    /// The kinds of document it judges; all if empty.
    pub kinds: Vec<Kind>,
    /// Which files it judges; all if empty.
    pub files: Vec<glob::Pattern>,
    /// Its own word lists.
    pub words: Words,
    /// When somebody last looked at the rule.
    pub reviewed: Option<Date>,
    /// When somebody should look at it again, and where the file says so.
    pub review_by: Option<(Date, Span)>,
    /// What it judges, one or several ways.
    pub checks: Vec<Check>,
    /// The examples of its own file, in the order of the languages' codes, bad before good; of a stored rule they are
    /// read when they are first asked for.
    pub(crate) own_examples: OnceLock<Vec<Example>>,
    /// Those of files that extend it.
    pub(crate) more_examples: Vec<Example>,
    /// The file it was read from.
    pub file: Arc<Source>,
}

impl Rule {
    /// Whether the rule belongs to the default set if its severity does: it judges lines, not whole documents.
    pub fn judges_lines(&self) -> bool {
        self.checks.iter().all(Check::judges_lines)
    }

    /// Its examples: those of its own file, in the order of the languages' codes, bad before good, then those of files
    /// that extend it.
    pub fn examples(&self) -> impl Iterator<Item = &Example> {
        let own = self.own_examples.get_or_init(|| read::examples(&self.file));
        own.iter().chain(&self.more_examples)
    }

    /// The codes of the languages it speaks, sorted.
    pub fn languages(&self) -> Vec<&str> {
        let mut codes: Vec<_> = self.checks.iter().flat_map(Check::languages).map(AsRef::as_ref).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Whether it judges this document of this file.
    pub fn applies(&self, document: &Document<'_>, file: &str) -> bool {
        self.judges_kind(document.kind) && (self.files.is_empty() || self.files.iter().any(|glob| reaches(glob, file)))
    }

    /// Whether it judges documents of this kind.
    pub fn judges_kind(&self, kind: Kind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }
}

/// Whether a glob matches a path, or the end of it from any folder on: paths are given from wherever the tool was started.
fn reaches(glob: &glob::Pattern, path: &str) -> bool {
    let options = glob::MatchOptions { require_literal_separator: true, ..Default::default() };
    let path = path.replace('\\', "/");
    let folders = path.match_indices('/').map(|(at, _)| at + 1);
    std::iter::once(0).chain(folders).any(|start| glob.matches_with(&path[start..], options))
}

/// What kind of judgement a rule makes.
#[derive(Clone, Debug)]
pub enum Check {
    /// These words must not be prescribed.
    Forbid(Forbid),
    /// Help must be reachable for so many hours of the week.
    Cover(Cover),
}

impl Check {
    /// Whether it judges single lines, not whole documents.
    pub fn judges_lines(&self) -> bool {
        match self {
            Self::Forbid(_) | Self::Cover(_) => true,
        }
    }

    /// The languages it has words for.
    pub fn languages(&self) -> Vec<&Arc<str>> {
        match self {
            Self::Forbid(forbid) => forbid.languages.keys().collect(),
            Self::Cover(cover) => cover.languages.keys().collect(),
        }
    }

    /// The lists of phrases it has in a language.
    pub fn lists(&self) -> &'static [List] {
        match self {
            Self::Forbid(_) => &[List::Phrases, List::Unless],
            Self::Cover(_) => &[List::About, List::Contact, List::Except, List::Always, List::Limited],
        }
    }

    /// One of its lists in one language.
    pub fn sayings(&self, language: &str, list: List) -> &[Saying] {
        match self {
            Self::Forbid(forbid) => forbid.sayings(language, list),
            Self::Cover(cover) => cover.sayings(language, list),
        }
    }
}

/// A list of phrases in a language table of a rule.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum List {
    /// `phrases` and the phrases of `swap`.
    Phrases,
    /// `unless`.
    Unless,
    /// `about`.
    About,
    /// `contact`.
    Contact,
    /// `except`.
    Except,
    /// `always`.
    Always,
    /// `limited`.
    Limited,
}

impl List {
    /// Whether its phrases tell what a text is about, so that a label alone may hold them.
    pub fn is_topic(self) -> bool {
        matches!(self, Self::About | Self::Contact | Self::Except)
    }
}

/// A phrase of a rule.
#[derive(Clone, Debug)]
pub struct Saying {
    /// The phrase as written.
    pub written: Placed,
    /// A severity of its own.
    pub severity: Option<Severity>,
    /// What to say instead.
    pub swap: Option<String>,
    /// The phrase, read; that of a stored rule when it is first asked for.
    phrase: OnceLock<Phrase>,
}

impl Saying {
    /// The phrase, read.
    ///
    /// # Panics
    /// If it cannot be read, which has been found out when its rule was read or the program was built.
    pub fn phrase(&self) -> &Phrase {
        self.phrase
            .get_or_init(|| phrase::parse(&self.written.text).expect("the phrase was read once without mistakes"))
    }
}

/// The word lists of a rule, by name.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Entries added to the language's list of that name.
    pub add: BTreeMap<String, Vec<Saying>>,
    /// Entries taken instead of the language's list of that name.
    pub replace: BTreeMap<String, Vec<Saying>>,
}

impl Words {
    /// Whether the rule has no lists of its own.
    pub fn is_empty(&self) -> bool {
        self.add.is_empty() && self.replace.is_empty()
    }
}

/// Where a check looks: whose words, in which blocks, and what the text does with them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scope {
    /// Whose words.
    pub speaker: file::Voice,
    /// In which kinds of block; all if `None`.
    pub places: Option<Vec<file::Place>>,
    /// What the text does with them.
    pub stances: file::Stances,
}

impl Scope {
    /// Whether words at `span`, which stands in `block`, are looked at.
    pub fn holds(&self, document: &Document<'_>, block: &Block<'_>, span: Span) -> bool {
        use crate::document::Speaker;
        let speaker = match self.speaker {
            file::Voice::Agent => block.speaker == Speaker::Agent,
            file::Voice::Customer => block.speaker == Speaker::Customer,
            file::Voice::Any => true,
        };
        let place = self.places.as_ref().is_none_or(|places| places.iter().any(|place| place.is(block.kind)));
        speaker && place && self.stances.0.contains(&document.stance(block, span))
    }
}

/// What adds to a rule from a file of its own.
#[derive(Clone, Debug)]
pub struct Extension {
    /// The id of the rule it adds to.
    pub base: Placed,
    /// The severity the rule gets.
    pub severity: Option<Severity>,
    /// Tags the rule gets besides its own.
    pub tags: Vec<String>,
    /// Word lists the rule gets.
    pub words: Words,
    /// Sayings that its `forbid` gets, by language.
    pub forbid: BTreeMap<Arc<str>, forbid::Sayings>,
    /// Sayings that its `cover` gets, by language.
    pub cover: BTreeMap<Arc<str>, cover::CoverSayings>,
    /// Examples of them.
    pub examples: Vec<Example>,
}

impl Rule {
    /// Takes in what an extension adds.
    pub fn extend(&mut self, more: Extension) {
        self.severity = more.severity.unwrap_or(self.severity);
        self.tags.extend(more.tags);
        for (lists, added) in [(&mut self.words.add, more.words.add), (&mut self.words.replace, more.words.replace)] {
            for (name, entries) in added {
                lists.entry(name).or_default().extend(entries);
            }
        }
        self.stored = false;
        self.more_examples.extend(more.examples);
        for check in &mut self.checks {
            match check {
                Check::Forbid(forbid) => forbid.extend(more.forbid.clone()),
                Check::Cover(cover) => cover.extend(more.cover.clone()),
            }
        }
    }
}

/// What a rule file turned out to be.
#[derive(Clone, Debug)]
pub enum Loaded {
    /// A rule.
    Rule(Rule),
    /// An addition to a rule.
    Extension(Extension),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn matches(glob: &str, path: &str, expected: bool) {
        assert_eq!(reaches(&glob::Pattern::new(glob).unwrap(), path), expected, "{glob} {path}");
    }

    #[test]
    fn a_glob_reaches_a_file_from_any_folder_on() {
        matches("scripts/**", "scripts/calls/a.md", true);
        matches("scripts/**", "/home/me/scripts/a.md", true);
        matches("scripts/**", "policies/a.md", false);
        matches("*.md", "policies/a.md", true);
        matches("scripts/*.md", "scripts/calls/a.md", false);
        matches("scripts/**/*.md", "scripts/calls/a.md", true);
    }
}
