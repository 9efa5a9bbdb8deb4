//! The parts and variations of a phrase that are looked for by themselves where the phrase is not found.

use crate::phrase::{Alt, Item, Member, Node, Phrase};

/// How many ways a phrase is spelled out at most.
const WAYS: usize = 64;
/// The widest gap and set; a sentence is never longer.
const WIDE: u32 = 400;

/// How far a phrase got, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Got {
    /// It matches.
    Whole,
    /// It would, were it not for a negation, or for want of one.
    Sign,
    /// It would, were it not for a `!`.
    Barred,
    /// It would, if it need not begin the sentence.
    Start,
    /// It would, if it need not end the sentence.
    End,
    /// It would, with other forms of its words.
    Forms,
    /// It would, with wider gaps and sets.
    Apart,
    /// So many of its items match, and what follows does not.
    Items {
        /// The items that match.
        matched: usize,
        /// All of them.
        of: usize,
    },
    /// A member of its set stands there.
    Member(usize),
}

/// A phrase to look for, and what it says of the whole if it is found.
pub(super) struct Part {
    pub phrase: Phrase,
    pub got: Got,
    /// The item that was to follow.
    pub next: Option<Node>,
}

/// What to look for instead of a phrase.
pub(super) fn parts(phrase: &Phrase) -> Vec<Part> {
    let like = |items: Alt| Phrase { items, ..phrase.clone() };
    let part = |phrase: Phrase, got: Got| Part { phrase, got, next: None };
    let mut parts =
        vec![part(phrase.clone(), Got::Whole), part(Phrase { negated: !phrase.negated, ..phrase.clone() }, Got::Sign)];
    let mut vary = |varied: Phrase, got: Got| {
        if varied != *phrase {
            parts.extend(signs(part(varied, got)));
        }
    };
    vary(like(each(&phrase.items, &mut unbar)), Got::Barred);
    vary(Phrase { start: false, ..phrase.clone() }, Got::Start);
    vary(Phrase { end: false, ..phrase.clone() }, Got::End);
    vary(like(each(&phrase.items, &mut loosen)), Got::Forms);
    vary(like(each(&each(&phrase.items, &mut widen), &mut unbar)), Got::Apart);
    for row in ways(&phrase.items) {
        for matched in (1..row.len()).filter(|&at| !matches!(row[at - 1].item, Item::Gap(..))) {
            let beginning = Phrase { end: false, ..like(row[..matched].to_vec()) };
            let next = row[matched..].iter().find(|node| !matches!(node.item, Item::Gap(_, ref not) if not.is_empty()));
            let got = Got::Items { matched, of: row.len() };
            parts.extend(signs(Part { phrase: beginning, got, next: next.cloned() }));
        }
        for node in &row {
            let Item::Set(members, _) = &node.item else { continue };
            for (at, member) in members.iter().enumerate().filter(|(_, member)| !member.excluded) {
                let alone = Phrase { start: false, end: false, ..like(member.items.clone()) };
                parts.extend(signs(part(alone, Got::Member(at))));
            }
        }
    }
    parts
}

/// A part as it is, and negated: where it stands does not matter for how far a phrase got.
fn signs(part: Part) -> [Part; 2] {
    let other = Phrase { negated: !part.phrase.negated, ..part.phrase.clone() };
    let (got, next) = (part.got, part.next.clone());
    [part, Part { phrase: other, got, next }]
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

/// The items, each changed or left out, down to the innermost; what must not stand there is left alone.
fn each(items: &[Node], change: &mut dyn FnMut(Item) -> Option<Item>) -> Alt {
    let inner = |alts: &[Alt], change: &mut dyn FnMut(Item) -> Option<Item>| -> Vec<Alt> {
        alts.iter().map(|alt| each(alt, change)).filter(|alt| !alt.is_empty()).collect()
    };
    let mut changed = Alt::new();
    for node in items {
        let item = match &node.item {
            Item::Choice(alts) => Item::Choice(inner(alts, change)),
            Item::Optional(alts) => Item::Optional(inner(alts, change)),
            Item::Set(members, within) => {
                let member = |member: &Member| Member {
                    items: if member.excluded { member.items.clone() } else { each(&member.items, change) },
                    ..member.clone()
                };
                Item::Set(members.iter().map(member).collect(), *within)
            }
            item => item.clone(),
        };
        changed.extend(change(item).map(|item| Node { item, range: node.range.clone() }));
    }
    changed
}

fn unbar(item: Item) -> Option<Item> {
    match item {
        Item::Not(_) => None,
        Item::Gap(most, _) => Some(Item::Gap(most, Vec::new())),
        Item::Set(members, within) => {
            let members = members.into_iter().filter(|member| !member.excluded).collect();
            Some(Item::Set(members, within))
        }
        item => Some(item),
    }
}

fn loosen(item: Item) -> Option<Item> {
    Some(match item {
        Item::Word(word) => Item::Stem(word),
        item => item,
    })
}

fn widen(item: Item) -> Option<Item> {
    Some(match item {
        Item::Gap(_, not) => Item::Gap(Some(WIDE), not),
        Item::Set(members, _) => Item::Set(members, Some(WIDE)),
        item => item,
    })
}
