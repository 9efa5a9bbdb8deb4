//! What stands in the items of a phrase: its words, what it forbids, how wide its gaps and sets are.

use std::ops::Range;

use super::loose::{each, widened};
use crate::phrase::{Alt, GAP, Item, Node, Phrase, WITHIN};

/// The words that stand in items as they are, each with the list it is of.
pub(super) fn gather(items: &[Node], list: Option<&str>, found: &mut Vec<(String, Option<String>)>) {
    for node in items {
        match &node.item {
            Item::Word(word) => found.push((word.clone(), list.map(str::to_owned))),
            Item::Choice(alts) | Item::Optional(alts) => alts.iter().for_each(|alt| gather(alt, list, found)),
            Item::Set(members, _) => members.iter().for_each(|member| gather(&member.items, list, found)),
            Item::Stem(_) | Item::Prefix(_) | Item::List(_) | Item::Value(_) | Item::Gap(..) | Item::Not(_) => {}
        }
    }
}

/// The words of which any form is wanted.
pub(super) fn gather_stems(items: &[Node], found: &mut Vec<String>) {
    for node in items {
        match &node.item {
            Item::Stem(word) => found.push(word.clone()),
            Item::Choice(alts) | Item::Optional(alts) => alts.iter().for_each(|alt| gather_stems(alt, found)),
            _ => {}
        }
    }
}

/// What a phrase forbids: where each `!` stands, and what must not.
pub(super) fn bars(items: &[Node]) -> Vec<(Range<usize>, Vec<Alt>)> {
    let mut found = Vec::new();
    for node in items {
        match &node.item {
            Item::Not(alts) => found.push((node.range.clone(), alts.clone())),
            Item::Gap(_, alts) if !alts.is_empty() => found.push((node.range.clone(), alts.clone())),
            Item::Choice(alts) | Item::Optional(alts) => found.extend(alts.iter().flat_map(|alt| bars(alt))),
            Item::Set(members, _) => {
                for member in members.iter().filter(|member| !member.items.is_empty()) {
                    if member.excluded {
                        found.push((range_of(&member.items), vec![member.items.clone()]));
                    } else {
                        found.extend(bars(&member.items));
                    }
                }
            }
            _ => {}
        }
    }
    found
}

fn range_of(items: &[Node]) -> Range<usize> {
    items[0].range.start..items[items.len() - 1].range.end
}

/// A phrase without one `!`.
pub(super) fn lift(phrase: &Phrase, bar: &Range<usize>) -> Phrase {
    let mut change = |node: &Node| match node.item.clone() {
        Item::Not(_) if node.range == *bar => None,
        Item::Gap(most, _) if node.range == *bar => Some(Item::Gap(most, Vec::new())),
        Item::Set(members, within) => {
            let kept = members.into_iter().filter(|member| !member.excluded || range_of(&member.items) != *bar);
            Some(Item::Set(kept.collect(), within))
        }
        item => Some(item),
    };
    Phrase { items: each(&phrase.items, &mut change), ..phrase.clone() }
}

/// The gaps and sets of a phrase: where each stands, how wide it is, and whether it is a set.
pub(super) fn limits(items: &[Node]) -> Vec<(Range<usize>, u32, bool)> {
    let mut found = Vec::new();
    for node in items {
        match &node.item {
            Item::Gap(most, _) => found.push((node.range.clone(), most.unwrap_or(GAP), false)),
            Item::Choice(alts) | Item::Optional(alts) => found.extend(alts.iter().flat_map(|alt| limits(alt))),
            Item::Set(members, within) => {
                found.push((node.range.clone(), within.unwrap_or(WITHIN), true));
                found.extend(members.iter().flat_map(|member| limits(&member.items)));
            }
            _ => {}
        }
    }
    found
}

/// A phrase with another width of one gap or set.
pub(super) fn resized(phrase: &Phrase, at: &Range<usize>, width: u32) -> Phrase {
    let mut change = |node: &Node| Some(if node.range == *at { widened(&node.item, width) } else { node.item.clone() });
    Phrase { items: each(&phrase.items, &mut change), ..phrase.clone() }
}
