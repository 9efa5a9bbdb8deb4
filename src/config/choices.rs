//! What a configuration chooses: for a folder, anew for some files in it, and anew on a command line.

use std::{fmt, sync::Arc};

use super::{FailOn, FileGlob, RuleSettings};
use crate::{
    document::Kind,
    problem::Placed,
    source::{Source, Span},
};

/// Choices, of which those made later stand in for those made before.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Rule files besides the built-in ones.
    pub rules: Vec<FileGlob>,
    /// Language files besides the built-in ones.
    pub languages: Vec<FileGlob>,
    /// Ids, tags or `ALL`: the rules that are on instead of the default set.
    pub select: Option<Said<Vec<Placed>>>,
    /// Ids, tags or `ALL`: the rules that are off.
    pub ignore: Option<Said<Vec<Placed>>>,
    /// From which severity on a run fails; `warning` if not given.
    pub fail_on: Option<Said<FailOn>>,
    /// The language of documents that do not say theirs.
    pub lang: Option<Said<Placed>>,
    /// The kind of documents that do not say theirs.
    pub kind: Option<Said<Kind>>,
    /// What is said of single rules, each once.
    pub settings: Vec<RuleSettings>,
}

/// A value, and who says it.
#[derive(Clone, Debug)]
pub struct Said<T> {
    /// The value.
    pub value: T,
    /// Who says it.
    pub by: Origin,
}

/// Where something was said.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The file, or the command line.
    pub source: Arc<Source>,
    /// The place in it.
    pub span: Span,
    /// Whether it is said of some files only.
    pub overriding: bool,
}

impl Choices {
    /// These rules only: ids, tags or `ALL`, as an option of a command line says it.
    pub fn selecting(option: &str, words: &[impl AsRef<str>]) -> Self {
        Self { select: Said::typed(option, words), ..Self::default() }
    }

    /// These choices, and `later` ones: their rule and language files are added, what they say of a rule stands in for
    /// what has been said of it setting by setting, and so does every other key.
    #[must_use]
    pub fn then(mut self, later: Self) -> Self {
        self.rules.extend(later.rules);
        self.languages.extend(later.languages);
        for settings in later.settings {
            match self.settings.iter_mut().find(|known| known.id.text == settings.id.text) {
                Some(known) => known.take(settings),
                None => self.settings.push(settings),
            }
        }
        Self {
            select: later.select.or(self.select),
            ignore: later.ignore.or(self.ignore),
            fail_on: later.fail_on.or(self.fail_on),
            lang: later.lang.or(self.lang),
            kind: later.kind.or(self.kind),
            ..self
        }
    }

    /// The same choices, but for one rule alone, which is on and as grave as it says itself.
    #[must_use]
    pub fn alone(&self, rule: &Placed) -> Self {
        let mut alone = Self { select: Some(Said::only(rule.clone())), ignore: None, ..self.clone() };
        alone.settings.iter_mut().for_each(RuleSettings::forget_level);
        alone
    }

    /// From which severity on a run fails.
    pub fn fail_on(&self) -> FailOn {
        self.fail_on.as_ref().map_or_else(FailOn::default, |said| said.value)
    }

    /// Whether they bring rules or languages of their own.
    pub fn brings_files(&self) -> bool {
        !(self.rules.is_empty() && self.languages.is_empty())
    }

    /// Whether they say anything of rules or languages, so that a rule set must be made for them.
    pub fn touch_rules(&self) -> bool {
        let Self { select, ignore, settings, .. } = self;
        self.brings_files() || select.is_some() || ignore.is_some() || !settings.is_empty()
    }
}

impl Said<Vec<Placed>> {
    /// The words of a command-line option; `None` if there are none.
    pub fn typed(option: &str, words: &[impl AsRef<str>]) -> Option<Self> {
        let mut words = words.iter().map(|word| Placed::typed(option, word.as_ref()));
        let mut said = Self::only(words.next()?);
        said.value.extend(words);
        Some(said)
    }

    fn only(word: Placed) -> Self {
        let by = Origin { source: Arc::clone(&word.source), span: word.span, overriding: false };
        Self { value: vec![word], by }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { source, span, overriding } = self;
        if source.name() == Placed::COMMAND_LINE {
            return f.write_str("command line");
        }
        write!(f, "{}:{}", source.name(), source.position(span.start()).line)?;
        if *overriding { f.write_str(", override") } else { Ok(()) }
    }
}
