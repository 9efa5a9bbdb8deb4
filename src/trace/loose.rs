//! Phrases made looser, one demand less at a time: what a text lacks is what must be given up for it to match.

use crate::phrase::{Alt, Item, Member, Node, Phrase};

/// The widest gap and set; a sentence is never longer.
const WIDE: u32 = 400;

/// A demand of a phrase that can be given up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Demand {
    /// What a `!` forbids.
    Bars,
    /// `^`.
    Start,
    /// `$`.
    End,
    /// These very forms of its words.
    Forms,
    /// How values compare.
    Values,
    /// How wide gaps and sets are.
    Widths,
    /// That nothing else stands between its words.
    Touching,
}

impl Demand {
    /// All demands that leave the words one after the other.
    pub(super) const INNER: [Self; 6] = [Self::Bars, Self::Start, Self::End, Self::Forms, Self::Values, Self::Widths];

    /// The phrase without this demand.
    pub(super) fn drop(self, phrase: &Phrase) -> Phrase {
        let like = |items: Alt| Phrase { items, ..phrase.clone() };
        match self {
            Self::Start => Phrase { start: false, ..phrase.clone() },
            Self::End => Phrase { end: false, ..phrase.clone() },
            Self::Bars => like(each(&phrase.items, &mut unbar)),
            Self::Forms => like(each(&phrase.items, &mut unform)),
            Self::Values => like(each(&phrase.items, &mut unvalue)),
            Self::Widths => like(each(&phrase.items, &mut widen)),
            Self::Touching => like(apart(&phrase.items)),
        }
    }
}

/// The phrase without some demands.
pub(super) fn without(phrase: &Phrase, demands: impl IntoIterator<Item = Demand>) -> Phrase {
    demands.into_iter().fold(phrase.clone(), |phrase, demand| demand.drop(&phrase))
}

/// The items, each changed or left out, down to the innermost; what must not stand there is left alone.
pub(super) fn each(items: &[Node], change: &mut dyn FnMut(&Node) -> Option<Item>) -> Alt {
    let mut changed = Alt::new();
    for node in items {
        let Some(item) = change(node) else { continue };
        let mut inner = |alts: &[Alt]| -> Vec<Alt> {
            alts.iter().map(|alt| each(alt, change)).filter(|alt| !alt.is_empty()).collect()
        };
        let item = match item {
            Item::Choice(alts) => Item::Choice(inner(&alts)),
            Item::Optional(alts) => Item::Optional(inner(&alts)),
            Item::Set(members, within) => {
                let mut member = |member: Member| {
                    let items = if member.excluded { member.items } else { each(&member.items, change) };
                    Member { items, ..member }
                };
                Item::Set(members.into_iter().map(&mut member).collect(), within)
            }
            item => item,
        };
        changed.push(Node { item, range: node.range.clone() });
    }
    changed
}

fn unbar(node: &Node) -> Option<Item> {
    match node.item.clone() {
        Item::Not(_) => None,
        Item::Gap(most, _) => Some(Item::Gap(most, Vec::new())),
        Item::Set(members, within) => {
            let members = members.into_iter().filter(|member| !member.excluded).collect();
            Some(Item::Set(members, within))
        }
        item => Some(item),
    }
}

/// A word in any of its forms.
pub(super) fn unform(node: &Node) -> Option<Item> {
    Some(match node.item.clone() {
        Item::Word(word) if word.chars().all(char::is_alphabetic) => Item::Stem(word),
        item => item,
    })
}

fn unvalue(node: &Node) -> Option<Item> {
    Some(match node.item.clone() {
        Item::Value(test) => Item::Value(crate::value::ValueTest { compare: None, names: Vec::new(), ..test }),
        item => item,
    })
}

fn widen(node: &Node) -> Option<Item> {
    Some(widened(&node.item, WIDE))
}

/// A gap or a set with another width.
pub(super) fn widened(item: &Item, width: u32) -> Item {
    match item.clone() {
        Item::Gap(_, not) => Item::Gap(Some(width), not),
        Item::Set(members, _) => Item::Set(members, Some(width)),
        item => item,
    }
}

/// The items with anything between them.
fn apart(items: &[Node]) -> Alt {
    let mut row = Alt::new();
    for node in items.iter().filter(|node| !matches!(node.item, Item::Optional(_))) {
        let is_gap = |node: &Node| matches!(node.item, Item::Gap(..) | Item::Not(_));
        if row.last().is_some_and(|last| !is_gap(last)) && !is_gap(node) {
            row.push(Node { item: Item::Gap(Some(WIDE), Vec::new()), range: node.range.start..node.range.start });
        }
        row.push(node.clone());
    }
    row
}
