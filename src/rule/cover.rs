//! `cover`: help is reachable for so many hours of the week, over all channels together.

use std::{collections::BTreeMap, sync::Arc};

use super::{List, Saying, Scope};

/// A check that counts the hours in which help is reachable.
#[derive(Clone, Debug)]
pub struct Cover {
    /// Where it looks for schedules.
    pub scope: Scope,
    /// How many hours of the week there must be.
    pub hours: u32,
    /// How many there should be; fewer are an advice.
    pub ideal: u32,
    /// The words, by the code of the language.
    pub languages: BTreeMap<Arc<str>, CoverSayings>,
}

/// What `cover` knows of one language.
#[derive(Clone, Debug, Default)]
pub struct CoverSayings {
    /// What counts as help.
    pub about: Vec<Saying>,
    /// What tells that help is meant without naming it.
    pub contact: Vec<Saying>,
    /// What does not, whatever else is said.
    pub except: Vec<Saying>,
    /// What means every hour of the week.
    pub always: Vec<Saying>,
    /// What means office hours.
    pub limited: Vec<Saying>,
}

impl Cover {
    /// One list in one language.
    pub fn sayings(&self, language: &str, list: List) -> &[Saying] {
        let Some(sayings) = self.languages.get(language) else { return &[] };
        match list {
            List::About => &sayings.about,
            List::Contact => &sayings.contact,
            List::Except => &sayings.except,
            List::Always => &sayings.always,
            List::Limited => &sayings.limited,
            List::Phrases | List::Unless => &[],
        }
    }

    /// Takes in the words of another one.
    pub fn extend(&mut self, more: BTreeMap<Arc<str>, CoverSayings>) {
        for (language, sayings) in more {
            let own = self.languages.entry(language).or_default();
            own.about.extend(sayings.about);
            own.contact.extend(sayings.contact);
            own.except.extend(sayings.except);
            own.always.extend(sayings.always);
            own.limited.extend(sayings.limited);
        }
    }
}

impl CoverSayings {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        [&self.about, &self.contact, &self.except, &self.always, &self.limited].iter().all(|list| list.is_empty())
    }
}
