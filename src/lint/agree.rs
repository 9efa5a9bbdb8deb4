//! `agree`, judged: values of one name that differ.

use super::found::{Flag, Found};
use crate::{
    document::Block,
    finding::Related,
    parse::Hit,
    phrase::Phrase,
    rule::{Group, List},
    ruleset::Slot,
    source::Span,
    value::{Value, ValueWords},
};

/// Two words are taken for the same from so many letters on: labels inflect.
const STEM: usize = 4;

/// A value and what it is the value of.
struct Place<'a> {
    name: Group,
    /// The words of the headings, the label or the lead that it stands under, folded.
    label: Vec<String>,
    sentence: &'a str,
    value: Value,
    /// The value as written.
    written: &'a str,
    span: Span,
}

/// Every value that differs from the first of its name and label. `phrase`: what a hit is a match of.
pub(super) fn check<'a>(
    found: Found<'a>,
    words: &ValueWords,
    phrase: impl Fn(Slot) -> Option<&'a Phrase>,
    name: impl Fn(Group) -> String,
) -> Vec<Flag> {
    let judged = found.hits.iter().filter(|(_, hit)| found.looks_at(hit));
    let mut places: Vec<Place<'_>> =
        judged.filter_map(|(slot, hit)| place(found, *slot, hit, phrase(*slot)?, words)).collect();
    places.sort_by_key(|place| (place.name, place.span));
    places.dedup_by(|next, kept| next.name == kept.name && next.span.overlaps(kept.span));
    let mut flags = Vec::new();
    for (at, place) in places.iter().enumerate() {
        let first = places[..at].iter().find(|first| first.name == place.name && comparable(first, place));
        let Some(first) = first.filter(|first| first.value != place.value) else { continue };
        let related = Related { span: first.span, message: format!("here it is {}", first.written) };
        flags.push(Flag {
            value: Some(place.written.to_owned()),
            item: Some(name(place.name)),
            text: Some(format!("{}: {} here, but {} elsewhere", name(place.name), place.written, first.written)),
            related: vec![related],
            ..Flag::at(place.span)
        });
    }
    flags
}

fn place<'a>(found: Found<'a>, slot: Slot, hit: &Hit, phrase: &Phrase, words: &ValueWords) -> Option<Place<'a>> {
    let List::Values(name) = slot.list else { return None };
    let block = found.block(hit);
    let text = block.prose.text();
    let (value, written) = found.value(hit, phrase, words)?;
    let sentence = &text[found.document.sentences[hit.sentence as usize].range()];
    let label = label(found, block, hit);
    Some(Place { name, label, sentence, value, written, span: hit.span })
}

/// Whether two places speak of the same thing: their labels are the same, or one has none and its sentence says what
/// the other's label does.
fn comparable(left: &Place<'_>, right: &Place<'_>) -> bool {
    match (left.label.as_slice(), right.label.as_slice()) {
        ([], label) => says(left.sentence, label),
        (label, []) => says(right.sentence, label),
        (left, right) => left == right,
    }
}

fn says(sentence: &str, label: &[String]) -> bool {
    let said = folded(sentence);
    label.iter().all(|word| said.iter().any(|other| alike(word, other)))
}

fn alike(left: &str, right: &str) -> bool {
    let same = left.chars().zip(right.chars()).take_while(|(left, right)| left == right).count();
    left == right || same >= STEM
}

/// The words of the headings of a cell, of a label, or of what leads an item before a dash.
fn label(found: Found<'_>, block: &Block<'_>, hit: &Hit) -> Vec<String> {
    if let Some(cell) = block.cell {
        let headings = [cell.row_heading, cell.column_heading].into_iter().flatten();
        return headings.flat_map(|at| folded(found.document.blocks[at as usize].prose.text())).collect();
    }
    let before = &block.prose.text()[..hit.start as usize];
    let lead = || [" – ", " — ", " - "].iter().find_map(|dash| before.find(dash)).filter(|_| block.list.is_some());
    let end = block.label.as_ref().map(|label| label.end as usize).or_else(lead).unwrap_or(0);
    folded(block.prose.text().get(..end).unwrap_or_default())
}

fn folded(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
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
    fn a_label_that_only_says_what_the_sentence_says_is_the_same_thing() {
        differ(
            "Refunds have a window of 30 days.\n\nRefund window: 14 days\n",
            &["14 days <- Refunds have a window of 30 days"],
        );
    }
}
