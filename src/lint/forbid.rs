//! `forbid`, judged: what is said where it must not be, and not cleared.

use super::found::{Found, any_in, sentences};
use crate::{
    parse::Hit,
    rule::{List, file::Reach},
    ruleset::Slot,
};

/// The words to flag.
pub(super) fn check(found: Found<'_>, reach: Reach) -> Vec<(Slot, Hit)> {
    let clearing = sentences(found.all(List::Unless));
    let cleared = |hit: &Hit| {
        let block = &found.block(hit).sentences;
        let range = match reach {
            Reach::Sentences(more) => hit.sentence..hit.sentence.saturating_add(more).saturating_add(1).min(block.end),
            Reach::Block => block.clone(),
        };
        any_in(&clearing, &range)
    };
    found.judged(List::Phrases).filter(|(_, hit)| !cleared(hit)).copied().collect()
}
