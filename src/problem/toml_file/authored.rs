//! What a kind of file knows of its own keys and words, so that whoever writes one wrong is told the right one.

use serde::de::DeserializeOwned;
use toml::de::DeTable;

/// A TOML file that a person writes.
pub trait Authored: DeserializeOwned {
    /// How the value under these keys is written, such as `tags = ["billing"]`.
    fn example(keys: &[&str]) -> Option<String> {
        let _ = keys;
        None
    }

    /// The keys, from the top, under which tables stand; `*` is any key.
    fn tables() -> &'static [&'static [&'static str]] {
        &[]
    }

    /// What to do about a key that the table under these keys does not have.
    fn stranger(stranger: &Stranger<'_>) -> Cure {
        Cure::OneOf(stranger.known.iter().map(|&known| known.to_owned()).collect())
    }

    /// The word that somebody who wrote this one under `key` had in mind, if it is an everyday one for it.
    fn synonym(key: &str, word: &str) -> Option<&'static str> {
        let _ = (key, word);
        None
    }
}

/// A key that its table does not have.
#[derive(Clone, Copy, Debug)]
pub struct Stranger<'s> {
    /// The keys that lead to the table.
    pub keys: &'s [&'s str],
    /// The key.
    pub word: &'s str,
    /// The keys that the table has.
    pub known: &'s [&'s str],
    /// The whole file.
    pub file: &'s DeTable<'s>,
}

/// What to do about a word that is not known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cure {
    /// This, in a sentence.
    Say(String),
    /// Write one of these.
    OneOf(Vec<String>),
}

impl Authored for toml::Table {}
