//! The phrase language: what an author writes, made into what can be found.
//!
//! ```text
//! phrase   = ["-"] ["^"] item+ ["$"]
//! item     = word | "~" word | word "*" | "@" name | value | gap | not | set | "(" alt ("|" alt)+ ")" | "[" alt ("|" alt)* "]"
//! alt      = item+                     any nesting
//! not      = "!" (word | "(" alt ("|" alt)* ")")
//! gap      = ".." [number] [not]
//! set      = "{" alt ("&" ["!"] alt)+ "}" [number]
//! value    = "<" name [op literal] ">"        op: < <= = >= >
//! ```
//!
//! A phrase goes through [`parse`] to a [`Phrase`], through an [`IndexBuilder`] into programs over the classes of
//! words it names, and into the [`Index`] of its language, which finds all phrases of a sentence in one scan.

mod ast;
mod classes;
mod emit;
mod flat;
mod grammar;
mod habits;
pub mod index;
mod lists;
mod lower;
mod machine;
mod rows;
mod sets;
mod spelling;
mod tables;
#[cfg(test)]
mod tests;
mod ways;
pub mod word;

use std::ops::Range;

pub use ast::{Alt, Item, Member, Node, Phrase};
pub use index::{
    BatchId, Cue, Index, IndexBuilder, LanguageError, ListError, Match, PhraseId, ScopeId, Scratch, StoredBuilder,
};
pub use word::{Word, Words};

/// The words that a bare gap may skip.
pub const GAP: u32 = 5;
/// The words that a set may span where it does not say.
pub const WITHIN: u32 = 12;

/// A mistake in a phrase.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{message}")]
pub struct PhraseError {
    /// Where, in bytes of the phrase's text.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// The cure.
    pub help: Option<String>,
}

impl PhraseError {
    pub(crate) fn new(range: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { range, message: message.into(), help: Some(help.into()) }
    }
}

/// Looks for the stemmer of this name.
///
/// # Errors
/// The names there are, if this is none of them.
pub fn stemmers(name: &str) -> Result<(), Vec<String>> {
    spelling::algorithm(name).map(drop)
}

/// Reads a phrase; all its mistakes come back at once.
pub fn parse(text: &str) -> Result<Phrase, Vec<PhraseError>> {
    grammar::parse(text)
}

/// What can be read of a phrase, and all its mistakes.
pub fn salvage(text: &str) -> (Phrase, Vec<PhraseError>) {
    grammar::salvage(text)
}
