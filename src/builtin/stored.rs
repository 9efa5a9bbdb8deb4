//! What the rule and language files come to, in a form that is read without parsing: written when the program is built,
//! kept in it.
//!
//! A file is kept as the tree of its TOML, every value with its place, so that the same types read it as read the file;
//! the phrases of a language are kept as the index they are compiled to.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// All files, each to be read when it is needed.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Stored<'a> {
    /// The trees of the rules, in the order of the files' names.
    #[serde(borrow)]
    pub rules: Vec<&'a [u8]>,
    /// The languages, in the order of the files' names.
    pub languages: Vec<StoredLanguage<'a>>,
}

/// A language.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct StoredLanguage<'a> {
    /// The tree of its file.
    pub file: &'a [u8],
    /// Its cues and the phrases of all rules, compiled.
    pub index: &'a [u8],
}

/// A table of TOML: its keys and values, with their places.
pub(crate) type Tree<'a> = Vec<(At, &'a str, At, Node<'a>)>;

/// The place of a key or value: its first byte, and the byte after its last.
pub(crate) type At = (usize, usize);

/// A value of TOML.
#[derive(Serialize, Deserialize)]
pub(crate) enum Node<'a> {
    /// A string, escapes read.
    String(&'a str),
    /// A number, date or truth, as written.
    Bare(&'a str),
    /// An array.
    Array(#[serde(borrow)] Vec<(At, Self)>),
    /// A table.
    Table(#[serde(borrow)] Tree<'a>),
}

/// What a stored table says.
pub(crate) fn read(stored: &[u8]) -> DeTable<'_> {
    table(postcard::from_bytes(stored).expect("a stored tree is read as it was written"))
}

fn table(tree: Tree<'_>) -> DeTable<'_> {
    let entry = |(key_at, key, value_at, node): (At, _, At, _)| {
        (Spanned::new(key_at.0..key_at.1, Cow::Borrowed(key)), value(value_at, node))
    };
    tree.into_iter().map(entry).collect()
}

fn value(at: At, node: Node<'_>) -> Spanned<DeValue<'_>> {
    let value = match node {
        Node::String(string) => DeValue::String(string.into()),
        Node::Bare(text) => DeValue::parse(text).expect("a stored value was one of TOML").into_inner(),
        Node::Array(array) => DeValue::Array(array.into_iter().map(|(at, node)| value(at, node)).collect()),
        Node::Table(tree) => DeValue::Table(table(tree)),
    };
    Spanned::new(at.0..at.1, value)
}
