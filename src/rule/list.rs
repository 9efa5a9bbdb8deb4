//! The lists of phrases that a language table of a rule holds.

use std::collections::BTreeMap;

use crate::{finding::Severity, phrase::Phrase, problem::Placed};

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
    /// The kinds of check that it belongs to, by name.
    pub fn checks(self) -> &'static [&'static str] {
        match self {
            Self::Phrases | Self::Unless => &["forbid"],
            Self::About | Self::Contact | Self::Except | Self::Always | Self::Limited => &["cover"],
        }
    }

    /// Its key in a language table.
    pub fn key(self) -> &'static str {
        match self {
            Self::Phrases => "phrases",
            Self::Unless => "unless",
            Self::About => "about",
            Self::Contact => "contact",
            Self::Except => "except",
            Self::Always => "always",
            Self::Limited => "limited",
        }
    }

    /// Whether it is the main list of a check.
    pub fn is_main(self) -> bool {
        matches!(self, Self::Phrases | Self::About)
    }

    /// The list that it is an alternative to, or itself.
    pub fn group(self) -> Self {
        if self == Self::Contact { Self::About } else { self }
    }

    /// Whether its phrases tell what a text is about, so that a label alone may hold them.
    pub fn is_topic(self) -> bool {
        matches!(self, Self::About | Self::Contact | Self::Except)
    }
}

/// A phrase of a rule.
#[derive(Clone, Debug)]
pub struct Saying {
    /// The phrase, read.
    pub phrase: Phrase,
    /// The phrase as written.
    pub written: Placed,
    /// A severity of its own.
    pub severity: Option<Severity>,
    /// What to say instead.
    pub swap: Option<String>,
}

/// The phrases of a check in one language, list by list; a list that is there is not empty.
#[derive(Clone, Default, Debug)]
pub struct Lists(BTreeMap<List, Vec<Saying>>);

impl Lists {
    /// No phrases yet.
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// One list.
    pub fn get(&self, list: List) -> &[Saying] {
        self.0.get(&list).map_or(&[], Vec::as_slice)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (List, &[Saying])> {
        self.0.iter().map(|(&list, sayings)| (list, sayings.as_slice()))
    }

    /// Adds phrases to a list.
    pub fn add(&mut self, list: List, sayings: impl IntoIterator<Item = Saying>) {
        let mut sayings = sayings.into_iter().peekable();
        if sayings.peek().is_some() {
            self.0.entry(list).or_default().extend(sayings);
        }
    }

    /// Those that a check of this kind takes.
    pub(super) fn of(&self, takes: impl Fn(List) -> bool) -> Self {
        Self(self.0.iter().filter(|(list, _)| takes(**list)).map(|(list, sayings)| (*list, sayings.clone())).collect())
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
