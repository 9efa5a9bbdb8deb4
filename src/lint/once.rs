//! `once`, judged: what a customer is asked for again.

use std::collections::HashMap;

use super::found::{Flag, Found};
use crate::{
    finding::Related,
    parse::Hit,
    rule::{Group, List},
    ruleset::Slot,
    source::Span,
};

/// The customer is asked for something.
#[derive(Clone, Copy)]
struct Asking {
    /// Which script of the document.
    script: usize,
    /// What for.
    item: Group,
    /// Whose it is: the entry of `owners`; `None` for the customer's own.
    owner: Option<u32>,
    /// From the first word of the asking to the item.
    span: Span,
    block: u32,
}

/// Every asking for what was asked for before, in the same script and of the same owner. `names`: what the items are
/// called.
pub(super) fn check(found: Found<'_>, name: impl Fn(Group) -> String) -> Vec<Flag> {
    let mut first: HashMap<(usize, Group, Option<u32>), Asking> = HashMap::new();
    let mut flags = Vec::new();
    for asking in askings(found) {
        let before = *first.entry((asking.script, asking.item, asking.owner)).or_insert(asking);
        if before.block != asking.block {
            let related = Related { span: before.span, message: "asked for here already".to_owned() };
            flags.push(Flag { item: Some(name(asking.item)), related: vec![related], ..Flag::at(asking.span) });
        }
    }
    flags
}

/// All askings, in order.
fn askings(found: Found<'_>) -> Vec<Asking> {
    let mut by_sentence: HashMap<u32, Vec<(Slot, Hit)>> = HashMap::new();
    for (slot, hit) in found.hits.iter().filter(|(_, hit)| found.looks_at(hit)) {
        by_sentence.entry(hit.sentence).or_default().push((*slot, *hit));
    }
    let mut askings: Vec<Asking> = by_sentence.values().flat_map(|hits| asked(found, hits)).collect();
    askings.sort_unstable_by_key(|asking| (asking.span, asking.item));
    askings
}

/// What one sentence asks for.
fn asked(found: Found<'_>, hits: &[(Slot, Hit)]) -> Vec<Asking> {
    let of = |list: List| hits.iter().filter(move |(slot, _)| slot.list == list);
    if of(List::Asks).next().is_none() {
        return Vec::new();
    }
    let mut askings: Vec<Asking> = Vec::new();
    for (slot, item) in longest(hits) {
        let List::Items(group) = slot.list else { continue };
        let gap = |other: &Hit| distance(other.span, item.span);
        let owner = of(List::Owners).min_by_key(|(_, owner)| gap(owner)).map(|(slot, _)| slot.entry);
        let after = |ask: &Hit| ask.span.start() > item.span.start();
        let Some((_, ask)) = of(List::Asks).min_by_key(|(_, ask)| (after(ask), gap(ask))) else { continue };
        let block = found.document.sentences[item.sentence as usize].block;
        askings.push(Asking {
            script: found.document.scripts.partition_point(|&start| start <= block),
            item: group,
            owner,
            span: Span::new(ask.span.start().min(item.span.start()), ask.span.end().max(item.span.end())),
            block,
        });
    }
    askings
}

/// The items of a sentence, without those that stand inside a longer one: "phone number" is no "number".
fn longest(hits: &[(Slot, Hit)]) -> impl Iterator<Item = &(Slot, Hit)> {
    let items = move || hits.iter().filter(|(slot, _)| matches!(slot.list, List::Items(_)));
    items().filter(move |(_, item)| {
        !items().any(|(_, other)| other.span.contains(item.span) && other.span.len() > item.span.len())
    })
}

fn distance(left: Span, right: Span) -> usize {
    let gap = |first: Span, second: Span| second.start().saturating_sub(first.end());
    gap(left, right).max(gap(right, left))
}

#[cfg(test)]
mod tests {
    use crate::{
        document::Kind,
        lint::tests::{findings, finds},
    };

    const RULE: &str = "message = \"{item}\"\n[check.once]\n[language.en]\nasks = [\"(what is|may i have|ask for|enter)\", \"please\"]\nowners = [\"~daughter\", \"~husband\"]\nitems = { name = [\"[full] name\"], phone = [\"[phone] number\"], account = [\"account [number]\"] }";

    #[track_caller]
    fn again(text: &str, expected: &[&str]) {
        finds(RULE, Kind::Script, text, expected);
    }

    #[test]
    fn the_second_asking_is_flagged_from_its_first_word_to_the_item() {
        again(
            "Agent: May I have your name?\n\nCustomer: Kim.\n\nBilling: And what is your full name, please?",
            &["what is your full name <- May I have your name"],
        );
        let said: Vec<_> = findings(RULE, Kind::Script, "1. Ask for the name.\n2. Ask for the name.\n");
        assert_eq!(said.iter().map(|(_, message)| message.as_str()).collect::<Vec<_>>(), ["name"]);
    }

    #[test]
    fn a_recorded_voice_and_a_later_agent_are_one_script() {
        again(
            "IVR: Enter your account number.\n\nAgent: Account number, please.",
            &["Account number, please <- Enter your account number"],
        );
    }

    #[test]
    fn other_items_other_owners_and_reading_back_are_no_asking_again() {
        again("Agent: What is your name?\n\nAgent: What is your phone number?", &[]);
        again("Agent: What is your name?\n\nAgent: What is your daughter's name?", &[]);
        again("Agent: What is your name?\n\nAgent: Your name is Kim, then.", &[]);
        again("Customer: What is your name?\n\nAgent: Kim. What is your name?", &[]);
        again("Agent: What is your account number?\n\nAgent: What is your phone number?", &[]);
    }

    #[test]
    fn two_scripts_in_a_file_are_two() {
        again("## Call 1\n\nAgent: What is your name?\n\n## Call 2\n\nAgent: What is your name?\n", &[]);
        again(
            "## Start\n\nAgent: What is your name?\n\n## End\n\nAgent: What is your name?\n",
            &["What is your name <- What is your name"],
        );
    }

    #[test]
    fn one_turn_asks_once() {
        again("Agent: What is your name? Your full name, please.", &[]);
    }
}
