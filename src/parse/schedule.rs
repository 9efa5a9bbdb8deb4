//! Weekly hours found in a document, read with the headings of their cell or the label of their run-in: the real table
//! of opening hours has the days in one cell and the times in the next.

use std::ops::Range;

use crate::{
    document::Block,
    source::Span,
    value::{Value, ValueWords, read, week::Week},
};

/// Weekly hours that a sentence gives.
#[derive(Clone, PartialEq, Debug)]
pub struct Schedule {
    /// The sentence, as its place in [`Document::sentences`](crate::document::Document::sentences).
    pub sentence: u32,
    /// Its words in the source, without headings and label.
    pub span: Span,
    /// The hours.
    pub week: Week,
}

/// The hours in a text that end behind `own`, as byte ranges; the part before `own` is heading or label.
fn hours(text: &str, own: usize, words: &ValueWords) -> Vec<(Range<usize>, Week)> {
    let mut found = Vec::new();
    let mut covered = 0;
    let mut inside = false;
    for (at, c) in text.char_indices() {
        let starts = c.is_alphanumeric() && !inside;
        inside = c.is_alphanumeric();
        let raw = || text[at..].split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        if !starts || at < covered || !(c.is_ascii_digit() || words.may_start(raw())) {
            continue;
        }
        for (value, length) in read(text, at, words) {
            covered = covered.max(at + length);
            if let Value::Hours(week) = value {
                found.push((at..at + length, *week));
            }
        }
    }
    found.retain(|(range, _)| range.end > own);
    found
}

/// The hours of a sentence that has a label or stands in a cell, in the block's prose.
pub(super) fn with_context(
    block: &Block<'_>,
    (headings, label): (&[&str], Option<Range<usize>>),
    sentence: Range<usize>,
    words: &ValueWords,
) -> Vec<(Range<usize>, Week)> {
    let text = &block.prose.text()[sentence.clone()];
    for heading in headings {
        let joined = format!("{heading}: {text}");
        let own = joined.len() - text.len();
        let found = hours(&joined, own, words);
        if found.first().is_some_and(|(range, _)| range.start < own) {
            let moved = |at: usize| at.saturating_sub(own) + sentence.start;
            return found.into_iter().map(|(range, week)| (moved(range.start)..moved(range.end), week)).collect();
        }
    }
    let start = label.as_ref().map_or(sentence.start, |label| label.start.min(sentence.start));
    let own = label.map_or(0, |label| label.end.saturating_sub(start)).min(sentence.end - start);
    let text = &block.prose.text()[start..sentence.end];
    let first = text.len() - text[own..].trim_start_matches([':', ' ', '\u{a0}']).len();
    let moved = |range: Range<usize>| {
        let from = if range.start < own { first.min(range.end) } else { range.start };
        from + start..range.end + start
    };
    hours(text, own, words).into_iter().map(|(range, week)| (moved(range), week)).collect()
}
