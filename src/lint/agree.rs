//! `agree`, judged: values of one name that differ.

use std::sync::Arc;

use super::found::{Flag, Found};
use crate::{
    document::{Block, BlockId},
    fact::{self, Fact},
    finding::{Related, Severity},
    parse::Hit,
    phrase::Phrase,
    rule::{Group, List},
    ruleset::Slot,
    value::ValueWords,
};

/// How much is read of a heading, or of what leads an item, in characters; each of many values is held against it.
const LONGEST_LABEL: usize = 200;

/// The values of a document that a check holds against each other, in the order of the text.
pub(super) fn facts<'p>(
    found: Found<'_>,
    words: &ValueWords,
    phrase: impl Fn(Slot) -> Option<&'p Phrase>,
    (rule, severity): (usize, Severity),
    name: impl Fn(Group) -> Arc<str>,
) -> Vec<Fact> {
    let one = |(slot, hit): &(Slot, Hit)| {
        let List::Values(group) = slot.list else { return None };
        let (value, written) = found.value(hit, phrase(*slot)?, words)?;
        let (block, sentence) = (found.block(hit), found.document.sentences[hit.sentence as usize]);
        let label = label(found, block, hit);
        let said = if label.is_empty() { Fact::words(&block.prose.text()[sentence.range()]) } else { Vec::new() };
        let written = written.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Fact { rule, severity, name: name(group), label, said, value, written, span: hit.span, message: None })
    };
    let mut facts: Vec<Fact> = found.hits.iter().filter(|(_, hit)| found.looks_at(hit)).filter_map(one).collect();
    facts.sort_by(|left, right| (&left.name, left.span).cmp(&(&right.name, right.span)));
    facts.dedup_by(|next, kept| next.name == kept.name && next.span.overlaps(kept.span));
    facts.sort_by_key(|fact| fact.span);
    facts
}

/// Every value that differs from the first of its name and label.
pub(super) fn check(facts: &[Fact]) -> Vec<Flag> {
    let flag = |(at, first): (usize, usize)| {
        let (fact, first) = (&facts[at], &facts[first]);
        let related = Related { span: first.span, message: format!("here it is {}", first.written) };
        Flag {
            value: Some(fact.written.clone()),
            item: Some(fact.name.to_string()),
            text: Some(fact.against(first)),
            related: vec![related],
            ..Flag::at(fact.span)
        }
    };
    fact::differing(facts).into_iter().map(flag).collect()
}

/// The words of the headings of a cell, or of a label or of what leads an item before a dash; of a label without those
/// that the phrase itself asks for: they are what the value is of.
fn label(found: Found<'_>, block: &Block<'_>, hit: &Hit) -> Vec<String> {
    if let Some(cell) = block.cell {
        let headings = [cell.row_heading, cell.column_heading].into_iter().flatten();
        let text = |at: BlockId| opening(found.document.blocks[at as usize].prose.text());
        return headings.flat_map(|at| Fact::words(text(at))).collect();
    }
    let before = opening(&block.prose.text()[..hit.start as usize]);
    let lead = || [" – ", " — ", " - "].iter().find_map(|dash| before.find(dash)).filter(|_| block.list.is_some());
    let Some(label) = &block.label else {
        return Fact::words(&before[..lead().unwrap_or(0)]);
    };
    free(Fact::words(block.prose.text().get(..label.end as usize).unwrap_or_default()), hit.context)
}

/// As much of a text as may be a label.
fn opening(text: &str) -> &str {
    text.char_indices().nth(LONGEST_LABEL).map_or(text, |(end, _)| &text[..end])
}

/// The words whose bits are not set.
fn free(words: impl IntoIterator<Item = String>, used: u64) -> Vec<String> {
    let is_free =
        |(at, _): &(usize, String)| u32::try_from(*at).map_or(true, |at| used.checked_shr(at).unwrap_or(0) & 1 == 0);
    words.into_iter().enumerate().filter(is_free).map(|(_, word)| word).collect()
}

#[cfg(test)]
mod tests {
    use crate::{
        document::Kind,
        lint::tests::{findings, finds},
    };

    const RULE: &str = "[check.agree]\n[language.en]\nvalues = { refund = [\"(refund|refunds) .. <duration>\"], reply = [\"(reply|response) .. <duration>\"] }";

    #[track_caller]
    fn differ(text: &str, expected: &[&str]) {
        finds(RULE, Kind::Policy, text, expected);
    }

    #[test]
    fn a_value_that_differs_from_the_first_is_flagged() {
        differ(
            "Refunds within 30 days.\n\nA refund takes 14 days.\n",
            &["refund takes 14 days <- Refunds within 30 days"],
        );
        let said = findings(RULE, Kind::Policy, "Refunds within 30 days.\n\nA refund takes 14 days.\n");
        assert_eq!(said[0].1, "refund: 14 days here, but 30 days elsewhere");
    }

    #[test]
    fn equal_lengths_agree_and_business_days_never_equal_calendar_ones() {
        differ("Refunds within 2 weeks.\n\nA refund takes 14 days.\n", &[]);
        differ(
            "Refunds within 2 days.\n\nA refund takes 2 business days.\n",
            &["refund takes 2 business days <- Refunds within 2 days"],
        );
    }

    #[test]
    fn other_names_and_other_labels_are_other_things() {
        differ("Refunds within 30 days.\n\nA reply within 2 days.\n", &[]);
        differ("- Gold: refund in 10 days\n- Silver: refund in 20 days\n", &[]);
        differ("- Gold – refund in 10 days\n- Silver – refund in 20 days\n", &[]);
        differ("| Tier | Refund |\n|---|---|\n| Gold | 10 days |\n| Silver | 20 days |\n", &[]);
        differ("Refunds take 30 days.\n\n- Gold: refund in 10 days\n", &[]);
    }

    #[test]
    fn words_of_a_label_that_the_phrase_asks_for_part_nothing() {
        differ("Refund: 30 days\n\nA refund takes 14 days.\n", &["refund takes 14 days <- 30 days"]);
        differ("Gold refund: 30 days\n\nSilver refund: 14 days\n", &[]);
        differ("Refund for gold: 30 days\n\nRefund for silver: 14 days\n", &[]);
    }

    #[test]
    fn a_label_that_only_says_what_the_sentence_says_is_the_same_thing() {
        differ(
            "Refunds have a window of 30 days.\n\nRefund window: 14 days\n",
            &["14 days <- Refunds have a window of 30 days"],
        );
    }
}
