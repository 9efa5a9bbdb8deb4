//! `forbid`, judged: what is said where it must not be, and not cleared.

use std::cmp::Reverse;

use crate::{
    document::Document,
    finding::Severity,
    parse::Hit,
    rule::{List, Scope, file::Reach},
    ruleset::Slot,
};

/// The words to flag, at most one match a sentence: the leftmost, of these the longest, of these the gravest.
pub fn check(
    scope: &Scope,
    reach: Reach,
    document: &Document<'_>,
    found: &[(Slot, Hit)],
    severity: impl Fn(Slot) -> Severity,
) -> Vec<(Slot, Hit)> {
    let mut clearing: Vec<u32> =
        found.iter().filter(|(slot, _)| slot.list == List::Unless).map(|(_, hit)| hit.sentence).collect();
    clearing.sort_unstable();
    let flagged = |(slot, hit): &&(Slot, Hit)| {
        slot.list == List::Phrases && looked_at(scope, document, *hit) && !cleared(reach, document, *hit, &clearing)
    };
    let mut flagged: Vec<_> = found.iter().filter(flagged).copied().collect();
    flagged.sort_by_key(|(slot, hit)| (hit.sentence, hit.span.start(), Reverse(hit.span.end()), *slot));
    flagged.dedup_by(|next, kept| {
        if next.1.span == kept.1.span && severity(next.0) > severity(kept.0) {
            *kept = *next;
        }
        next.1.sentence == kept.1.sentence
    });
    flagged
}

fn looked_at(scope: &Scope, document: &Document<'_>, hit: Hit) -> bool {
    let block = document.block_of(document.sentences[hit.sentence as usize]);
    scope.holds(document, block, hit.span)
}

/// Whether an `unless` stands in the sentence, or within reach of it in the same block. `clearing` is ascending.
fn cleared(reach: Reach, document: &Document<'_>, hit: Hit, clearing: &[u32]) -> bool {
    let block = &document.block_of(document.sentences[hit.sentence as usize]).sentences;
    let (start, end) = match reach {
        Reach::Sentences(more) => (hit.sentence, hit.sentence.saturating_add(more).saturating_add(1).min(block.end)),
        Reach::Block => (block.start, block.end),
    };
    let next = clearing.partition_point(|&sentence| sentence < start);
    clearing.get(next).is_some_and(|&sentence| sentence < end)
}
