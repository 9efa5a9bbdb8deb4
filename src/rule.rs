//! A rule that can run: what a rule file says, with everything that can be wrong in it found out.

pub mod check;
pub mod example;
pub mod extension;
pub mod file;
pub mod list;
pub mod message;
mod phrases;
mod read;
mod spoken;

pub use check::{Check, CheckKind, Scope};
pub use example::Example;
pub use extension::Extension;
pub use list::{Group, List, Lists, Saying};
pub use message::Template;
pub use phrases::{Said, Slot};
pub use read::{read, salvage, stored};
pub use spoken::Spoken;

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use toml::value::Date;

use crate::{
    document::{Document, Kind},
    finding::Severity,
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
    /// The names of the lists in `needs`, `items` and `values`; empty for a `needs` that is one list.
    pub groups: Vec<Arc<str>>,
    /// The examples of its own file, in the order of the languages' codes, bad before good; of a stored rule they are
    /// read when they are first asked for.
    pub(crate) own_examples: OnceLock<Vec<Example>>,
    /// Those of files that extend it.
    pub(crate) more_examples: Vec<Example>,
    /// The file it was read from.
    pub file: Arc<Source>,
    /// The files that extend it.
    pub extended_by: Vec<Arc<Source>>,
}

impl Rule {
    /// Whether it says anything in the language of this code.
    pub fn speaks(&self, code: &str) -> bool {
        self.checks.iter().any(|check| check.speaks(code))
    }

    /// Whether the rule belongs to the default set if its severity does: it judges lines, not whole documents.
    pub fn judges_lines(&self) -> bool {
        self.checks.iter().all(|check| check.kind.judges_lines())
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

/// What a rule file turned out to be.
#[derive(Clone, Debug)]
pub enum Loaded {
    /// A rule.
    Rule(Box<Rule>),
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
