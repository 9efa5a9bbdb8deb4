//! The lists of phrases that a language table of a rule holds.

use std::{collections::BTreeMap, sync::OnceLock};

use bitcode::{Decode, Encode};

use crate::{
    finding::Severity,
    phrase::{self, Phrase},
    problem::Placed,
};

/// A list of phrases in a language table of a rule.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Encode, Decode)]
pub enum List {
    /// `phrases` and the phrases of `swap`.
    Phrases,
    /// `unless`.
    Unless,
    /// `needs`, or one of the lists in it.
    Needs(Group),
    /// `when`.
    When,
    /// `headings`.
    Headings,
    /// `says`.
    Says,
    /// `then`.
    Then,
    /// `first`.
    First,
    /// `next`.
    Next,
    /// `asks`.
    Asks,
    /// One of the lists in `items`.
    Items(Group),
    /// `owners`.
    Owners,
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
    /// One of the lists in `values`.
    Values(Group),
}

/// Which of several lists under one key, as the place of its name in [`Rule::groups`](super::Rule::groups).
pub type Group = u32;

impl List {
    /// The kinds of check that it belongs to, by name.
    pub fn checks(self) -> &'static [&'static str] {
        match self {
            Self::Phrases => &["forbid"],
            Self::Unless => &["forbid", "follow"],
            Self::Needs(_) | Self::When | Self::Headings => &["require"],
            Self::Says | Self::Then => &["follow"],
            Self::First | Self::Next => &["order"],
            Self::Asks | Self::Items(_) | Self::Owners => &["once"],
            Self::About | Self::Contact | Self::Except | Self::Always | Self::Limited => &["cover"],
            Self::Values(_) => &["agree"],
        }
    }

    /// Its key in a language table.
    pub fn key(self) -> &'static str {
        match self {
            Self::Phrases => "phrases",
            Self::Unless => "unless",
            Self::Needs(_) => "needs",
            Self::When => "when",
            Self::Headings => "headings",
            Self::Says => "says",
            Self::Then => "then",
            Self::First => "first",
            Self::Next => "next",
            Self::Asks => "asks",
            Self::Items(_) => "items",
            Self::Owners => "owners",
            Self::About => "about",
            Self::Contact => "contact",
            Self::Except => "except",
            Self::Always => "always",
            Self::Limited => "limited",
            Self::Values(_) => "values",
        }
    }

    /// Every list, one of each key.
    const ALL: [Self; 18] = [
        Self::Phrases,
        Self::Unless,
        Self::Needs(0),
        Self::When,
        Self::Headings,
        Self::Says,
        Self::Then,
        Self::First,
        Self::Next,
        Self::Asks,
        Self::Items(0),
        Self::Owners,
        Self::About,
        Self::Contact,
        Self::Except,
        Self::Always,
        Self::Limited,
        Self::Values(0),
    ];

    /// The kinds of check that a key of a language table belongs to, by name; none if it holds no list.
    pub fn checks_of(key: &str) -> &'static [&'static str] {
        Self::ALL.into_iter().find(|list| list.key() == key).map_or(&[], Self::checks)
    }

    /// The list that it is an alternative to, or itself.
    pub fn alternative(self) -> Self {
        match self {
            Self::Contact => Self::About,
            Self::Items(_) => Self::Items(0),
            list => list,
        }
    }

    /// Which of several lists under its key it is.
    pub fn group(&mut self) -> Option<&mut Group> {
        match self {
            Self::Needs(group) | Self::Items(group) | Self::Values(group) => Some(group),
            _ => None,
        }
    }

    /// Whether its phrases only have a say in what others of the check have found.
    pub fn waits(self) -> bool {
        matches!(self, Self::Unless | Self::Then | Self::First | Self::Asks | Self::Owners)
    }

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
    pub(super) phrase: OnceLock<Phrase>,
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

/// The phrases of a check in one language, list by list; a list that is there is not empty.
#[derive(Clone, Default, Debug)]
pub struct Lists {
    lists: BTreeMap<List, Vec<Saying>>,
    /// Keys of the front matter that say what a document needs as well.
    pub front_matter: Vec<String>,
}

impl Lists {
    /// No phrases yet.
    pub const fn new() -> Self {
        Self { lists: BTreeMap::new(), front_matter: Vec::new() }
    }

    /// One list.
    pub fn get(&self, list: List) -> &[Saying] {
        self.lists.get(&list).map_or(&[], Vec::as_slice)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (List, &[Saying])> {
        self.lists.iter().map(|(&list, sayings)| (list, sayings.as_slice()))
    }

    /// Adds phrases to a list.
    pub fn add(&mut self, list: List, sayings: impl IntoIterator<Item = Saying>) {
        let mut sayings = sayings.into_iter().peekable();
        if sayings.peek().is_some() {
            self.lists.entry(list).or_default().extend(sayings);
        }
    }

    /// Keeps those that a check takes.
    pub(super) fn retain(&mut self, takes: impl Fn(List) -> bool) {
        self.lists.retain(|list, _| takes(*list));
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }
}
