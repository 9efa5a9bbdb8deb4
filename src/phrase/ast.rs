//! What a phrase says, item by item, each with its place in the phrase's text.

use std::{
    fmt::{self, Write as _},
    ops::Range,
    sync::Arc,
};

use crate::value::ValueTest;

/// A phrase as an author wrote it. Two phrases are equal if they say the same, however they are spaced.
#[derive(Clone, Debug)]
pub struct Phrase {
    pub(crate) text: Arc<str>,
    /// Written with a `-` in front: it matches only where it is negated.
    pub negated: bool,
    /// Written with `^`: it begins where a sentence begins.
    pub start: bool,
    /// Written with `$`: it ends where a sentence ends.
    pub end: bool,
    /// What it matches, in order.
    pub items: Vec<Node>,
}

/// A row of items that stand one after the other.
pub type Alt = Vec<Node>;

/// An item and its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its bytes in the phrase's text.
    pub range: Range<usize>,
    /// What it is.
    pub item: Item,
}

/// One item of a phrase.
#[derive(Clone, PartialEq, Debug)]
pub enum Item {
    /// `word`.
    Word(String),
    /// `~word`: any form of it.
    Stem(String),
    /// `word*`: words that begin so.
    Prefix(String),
    /// `@name`: a word list.
    List(String),
    /// `<name op literal>`.
    Value(ValueTest),
    /// `..12`, up to so many words, none of which starts one of the second.
    Gap(Option<u32>, Vec<Alt>),
    /// `!(a|b)`: the next word starts none of these.
    Not(Vec<Alt>),
    /// `{a & !b}10`: all members within so many words, and none of the excluded in the sentence.
    Set(Vec<Member>, Option<u32>),
    /// `(a|b)`.
    Choice(Vec<Alt>),
    /// `[a|b]`.
    Optional(Vec<Alt>),
}

/// A member of a set.
#[derive(Clone, PartialEq, Debug)]
pub struct Member {
    /// Whether it must not occur.
    pub excluded: bool,
    /// Its items.
    pub items: Alt,
}

impl Phrase {
    /// The phrase as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The names of the word lists it uses, in order, each with its place in the text.
    pub fn lists(&self) -> impl Iterator<Item = (&str, Range<usize>)> {
        let mut found = Vec::new();
        gather_lists(&self.items, &mut found);
        found.into_iter()
    }

    /// The value tests it holds, in order.
    pub fn values(&self) -> impl Iterator<Item = &ValueTest> {
        let mut found = Vec::new();
        gather_values(&self.items, &mut found);
        found.into_iter()
    }
}

fn gather_lists<'p>(row: &'p [Node], found: &mut Vec<(&'p str, Range<usize>)>) {
    for node in row {
        match &node.item {
            Item::List(name) => found.push((name, node.range.clone())),
            Item::Choice(alts) | Item::Optional(alts) | Item::Not(alts) | Item::Gap(_, alts) => {
                alts.iter().for_each(|alt| gather_lists(alt, found));
            }
            Item::Set(members, _) => members.iter().for_each(|member| gather_lists(&member.items, found)),
            Item::Value(_) | Item::Word(_) | Item::Stem(_) | Item::Prefix(_) => {}
        }
    }
}

fn gather_values<'p>(row: &'p [Node], found: &mut Vec<&'p ValueTest>) {
    for node in row {
        match &node.item {
            Item::Value(test) => found.push(test),
            Item::Choice(alts) | Item::Optional(alts) => alts.iter().for_each(|alt| gather_values(alt, found)),
            Item::Set(members, _) => members.iter().for_each(|member| gather_values(&member.items, found)),
            Item::Gap(..) | Item::Not(_) | Item::Word(_) | Item::Stem(_) | Item::Prefix(_) | Item::List(_) => {}
        }
    }
}

impl PartialEq for Phrase {
    fn eq(&self, other: &Self) -> bool {
        (self.negated, self.start, self.end) == (other.negated, other.start, other.end) && self.items == other.items
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.item == other.item
    }
}

/// Written so that it is read as the same phrase: by any blanks that tell it from a habit of other languages.
impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.negated { "-" } else { "" })?;
        if self.start {
            f.write_str("^")?;
            write_blank(f, &self.items)?;
        }
        write_row(f, &self.items)?;
        f.write_str(if self.end { " $" } else { "" })
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.item {
            Item::Word(word) => f.write_str(word),
            Item::Stem(word) => write!(f, "~{word}"),
            Item::Prefix(word) => write!(f, "{word}*"),
            Item::List(name) => write!(f, "@{name}"),
            Item::Value(test) => write!(f, "{test}"),
            Item::Gap(max, not) => write_gap(f, *max, not),
            Item::Not(alts) => write_not(f, alts),
            Item::Set(members, within) => write_set(f, members, *within),
            Item::Choice(alts) => write_alts(f, "(", alts, ")"),
            Item::Optional(alts) => write_alts(f, "[", alts, "]"),
        }
    }
}

fn write_row(f: &mut fmt::Formatter<'_>, items: &[Node]) -> fmt::Result {
    for (at, node) in items.iter().enumerate() {
        if at > 0 {
            write_blank(f, &items[at..])?;
        }
        write!(f, "{node}")?;
    }
    Ok(())
}

/// The blank before items, unless a hyphen that begins them would be a minus behind it: `<percent>-free`.
fn write_blank(f: &mut fmt::Formatter<'_>, items: &[Node]) -> fmt::Result {
    let clings = first_word(items)
        .and_then(|word| word.strip_prefix('-'))
        .is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    f.write_str(if clings { "" } else { " " })
}

fn first_word(items: &[Node]) -> Option<&str> {
    match &items.first()?.item {
        Item::Word(word) | Item::Prefix(word) => Some(word),
        _ => None,
    }
}

/// The one item that alternatives are.
fn only_item(alts: &[Alt]) -> Option<&Item> {
    match alts {
        [alt] if alt.len() == 1 => Some(&alt[0].item),
        _ => None,
    }
}

fn write_alts(f: &mut fmt::Formatter<'_>, open: &str, alts: &[Alt], close: &str) -> fmt::Result {
    f.write_str(open)?;
    // `(?` would open a group of a regular expression, `[a-z]` be a range of characters.
    let group = alts.first().and_then(|alt| first_word(alt)).is_some_and(|word| word.starts_with('?'));
    let range = matches!(only_item(alts), Some(Item::Word(word)) if word.find('-').is_some_and(|at| at > 0));
    f.write_str(if group || range { " " } else { "" })?;
    for (at, alt) in alts.iter().enumerate() {
        f.write_str(if at == 0 { "" } else { "|" })?;
        write_row(f, alt)?;
    }
    f.write_str(close)
}

fn write_gap(f: &mut fmt::Formatter<'_>, max: Option<u32>, not: &[Alt]) -> fmt::Result {
    f.write_str("..")?;
    if let Some(max) = max {
        write!(f, "{max}")?;
    }
    if not.is_empty() { Ok(()) } else { write_not(f, not) }
}

fn write_not(f: &mut fmt::Formatter<'_>, alts: &[Alt]) -> fmt::Result {
    match only_item(alts) {
        // In brackets `a/b` would be taken for alternatives.
        Some(Item::Word(word) | Item::Stem(word) | Item::Prefix(word)) if word.contains('/') => {
            write!(f, "!{}", alts[0][0])
        }
        _ => write_alts(f, "!(", alts, ")"),
    }
}

fn write_set(f: &mut fmt::Formatter<'_>, members: &[Member], within: Option<u32>) -> fmt::Result {
    f.write_char('{')?;
    // Two braces together would open a placeholder.
    let nested =
        |member: &Member| !member.excluded && matches!(member.items[..], [Node { item: Item::Set(..), .. }, ..]);
    f.write_str(if members.first().is_some_and(nested) { " " } else { "" })?;
    for (at, member) in members.iter().enumerate() {
        if at > 0 {
            f.write_str(" &")?;
            write_blank(f, if member.excluded { &[] } else { &member.items })?;
        }
        f.write_str(if member.excluded { "!" } else { "" })?;
        write_row(f, &member.items)?;
    }
    f.write_char('}')?;
    within.map_or(Ok(()), |within| write!(f, "{within}"))
}
