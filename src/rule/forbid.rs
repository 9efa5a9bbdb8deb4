//! `forbid`: these words must not be prescribed.

use std::{collections::BTreeMap, sync::Arc};

use super::{List, Saying, Scope, file::Reach};

/// A check that forbids words.
#[derive(Clone, Debug)]
pub struct Forbid {
    /// Where it looks for the words.
    pub scope: Scope,
    /// Where else in the same block an `unless` may stand.
    pub reach: Reach,
    /// The words, by the code of the language.
    pub languages: BTreeMap<Arc<str>, Sayings>,
}

/// What `forbid` knows of one language.
#[derive(Clone, Debug, Default)]
pub struct Sayings {
    /// What must not be said.
    pub phrases: Vec<Saying>,
    /// What clears it.
    pub unless: Vec<Saying>,
}

impl Forbid {
    /// One list in one language.
    pub fn sayings(&self, language: &str, list: List) -> &[Saying] {
        match (self.languages.get(language), list) {
            (Some(sayings), List::Phrases) => &sayings.phrases,
            (Some(sayings), List::Unless) => &sayings.unless,
            _ => &[],
        }
    }

    /// Takes in the words of another one.
    pub fn extend(&mut self, more: BTreeMap<Arc<str>, Sayings>) {
        for (language, sayings) in more {
            let own = self.languages.entry(language).or_default();
            own.phrases.extend(sayings.phrases);
            own.unless.extend(sayings.unless);
        }
    }
}

impl Sayings {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty() && self.unless.is_empty()
    }
}
