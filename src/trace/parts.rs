//! The parts and variations of a phrase that are looked for by themselves where the phrase is not found.

use std::ops::Range;

use super::loose::{Demand, without};
use crate::phrase::{Alt, Item, Node, Phrase};

/// How many ways a phrase is spelled out at most.
const WAYS: usize = 64;

/// How far a phrase got.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Got {
    /// It stands there; or would, were it not for a negation, or for want of one.
    Whole,
    /// It stands in the label that the text is read with, and does not touch the text.
    Label,
    /// Its words stand there one after the other, but it demands more of them.
    Loosely,
    /// Its words stand there in order, with others between them.
    Strung,
    /// So many of its items match, and what follows does not.
    Items {
        /// The items that match.
        matched: usize,
        /// All of them.
        of: usize,
    },
    /// One of its elements stands there.
    Element(usize),
}

/// A phrase to look for, and what it says of the whole if it is found.
pub(super) struct Part {
    pub phrase: Phrase,
    pub got: Got,
    /// The item that was to follow.
    pub next: Option<Node>,
}

/// Everything to look for instead of a phrase.
pub(super) struct Parts {
    pub parts: Vec<Part>,
    /// The elements that must all stand there: words, values, members of sets; as bytes of the phrase.
    pub elements: Vec<Range<usize>>,
    /// The ways to say the phrase, as places in `elements`.
    pub ways: Vec<Vec<usize>>,
}

/// What to look for instead of a phrase.
pub(super) fn parts(phrase: &Phrase) -> Parts {
    let like = |items: Alt| Phrase { items, ..phrase.clone() };
    let mut parts = signs(phrase.clone(), Got::Whole, None);
    parts.push(Part { phrase: phrase.clone(), got: Got::Label, next: None });
    let loose = without(phrase, Demand::INNER);
    let strung = Demand::Touching.drop(&loose);
    if loose != *phrase {
        parts.extend(signs(loose.clone(), Got::Loosely, None));
    }
    if strung != loose {
        parts.extend(signs(strung, Got::Strung, None));
    }
    let (mut elements, mut found) = (Vec::new(), Vec::new());
    for row in ways(&phrase.items) {
        for matched in (1..row.len()).filter(|&at| !matches!(row[at - 1].item, Item::Gap(..))) {
            let beginning = Phrase { end: false, ..like(row[..matched].to_vec()) };
            let next = row[matched..].iter().find(|node| !matches!(node.item, Item::Gap(_, ref not) if not.is_empty()));
            parts.extend(signs(beginning, Got::Items { matched, of: row.len() }, next));
        }
        let mut way = Vec::new();
        for items in elements_of(&row) {
            let range = items[0].range.start..items[items.len() - 1].range.end;
            let known = elements.iter().position(|known| *known == range);
            let at = known.unwrap_or_else(|| {
                let alone = Phrase { start: false, end: false, ..like(items) };
                parts.extend(signs(without(&alone, Demand::INNER), Got::Element(elements.len()), None));
                elements.push(range);
                elements.len() - 1
            });
            way.push(at);
        }
        found.push(way);
    }
    Parts { parts, elements, ways: found }
}

/// A part as it is, and negated: where it stands does not matter for how far a phrase got.
fn signs(phrase: Phrase, got: Got, next: Option<&Node>) -> Vec<Part> {
    let other = Phrase { negated: !phrase.negated, ..phrase.clone() };
    [phrase, other].into_iter().map(|phrase| Part { phrase, got, next: next.cloned() }).collect()
}

/// The elements of a row that must stand in a text.
fn elements_of(row: &[Node]) -> Vec<Alt> {
    let mut elements = Vec::new();
    for node in row {
        match &node.item {
            Item::Set(members, _) => elements.extend(
                members
                    .iter()
                    .filter(|member| !member.excluded && !member.items.is_empty())
                    .map(|one| one.items.clone()),
            ),
            Item::Gap(..) | Item::Not(_) | Item::Optional(_) => {}
            _ => elements.push(vec![node.clone()]),
        }
    }
    elements
}

/// The rows that a phrase with choices between rows stands for; choices between single items stay.
fn ways(items: &[Node]) -> Vec<Alt> {
    let mut rows = vec![Alt::new()];
    for node in items {
        match &node.item {
            Item::Choice(alts) if alts.iter().any(|alt| alt.len() > 1) && rows.len() * alts.len() <= WAYS => {
                let longer = |row: &Alt| alts.iter().map(|alt| [row.as_slice(), alt].concat()).collect::<Vec<_>>();
                rows = rows.iter().flat_map(longer).collect();
            }
            _ => rows.iter_mut().for_each(|row| row.push(node.clone())),
        }
    }
    rows
}
