//! What nearly clears words, and why it does not.

use super::{Because, Court, Reason, Short};
use crate::{
    finding::Finding,
    parse::Hit,
    rule::{
        CheckKind, List,
        file::{Reach, Side, Within},
    },
    ruleset::Slot,
};

/// How many words are told that nearly clear others.
const MOST: usize = 2;
/// How near a phrase must have come to be told; see [`Trace::score`](crate::trace::Trace::score).
const NEAR: u32 = 500;
/// How many sentences away words are still told.
const FAR: u32 = 12;

impl Court<'_> {
    /// Words that would clear a finding if they stood elsewhere or counted; else the phrases that came near in its
    /// sentence.
    pub(super) fn short_of(&self, finding: &Finding) -> Vec<Reason> {
        let behind = super::behind(self.case.rules, finding, &self.hits).find(|(slot, _)| self.is_main(slot.list));
        let Some((_, said)) = behind.copied() else { return Vec::new() };
        let clears = |list: List| matches!(list, List::Unless | List::Then | List::First);
        let mut others: Vec<(Slot, Hit)> = self
            .of(clears)
            .filter(|(slot, hit)| match self.check.kind {
                CheckKind::Order => true,
                _ if slot.list == List::Unless && self.block_id(hit) != self.block_id(&said) => {
                    hit.sentence.abs_diff(said.sentence) <= 1
                }
                _ => hit.sentence.abs_diff(said.sentence) <= FAR,
            })
            .collect();
        others.sort_by_key(|(_, hit)| (hit.sentence.abs_diff(said.sentence), hit.span));
        let told = |(slot, hit): &(Slot, Hit)| {
            let short = self.short(slot.list, &said, hit)?;
            Some(self.said(*slot, hit, Because::Short(self.name(slot.list), short)))
        };
        let mut reasons: Vec<Reason> = others.iter().filter_map(told).take(MOST).collect();
        if reasons.is_empty() {
            let most = match self.check.kind {
                CheckKind::Follow { within: Within::Sentences(most), .. } => most,
                CheckKind::Forbid { reach: Reach::Sentences(most) } => most,
                _ => 2,
            };
            let near = said.sentence.saturating_sub(most)..=said.sentence.saturating_add(most);
            reasons = self.nearer(clears, |sentence| near.contains(&sentence), (1, NEAR));
            for list in [List::Then, List::First] {
                if !self.check.lists(&self.reading.document.language).get(list).is_empty() && reasons.is_empty() {
                    reasons.push(Reason::new(Because::Never(list.key().to_owned())));
                }
            }
        }
        reasons
    }

    /// Why words do not clear others.
    fn short(&self, list: List, said: &Hit, hit: &Hit) -> Option<Short> {
        let outside = self.outside(hit).filter(|_| list != List::Unless);
        if let Some(outside) = outside {
            return Some(Short::Outside(outside));
        }
        let sentences = hit.sentence.abs_diff(said.sentence);
        let same_block = self.block_id(hit) == self.block_id(said);
        match self.check.kind {
            CheckKind::Forbid { .. } if !same_block => Some(Short::Block),
            CheckKind::Forbid { .. } if hit.sentence < said.sentence => Some(Short::Before),
            CheckKind::Forbid { reach: Reach::Sentences(reach) } => Some(Short::Far { key: "reach", sentences, reach }),
            CheckKind::Follow { .. } if hit.span.overlaps(said.span) => Some(Short::Inside),
            CheckKind::Follow { side: Side::After, .. } if hit.sentence < said.sentence => {
                Some(Short::Side(Side::After))
            }
            CheckKind::Follow { side: Side::Before, .. } if hit.sentence > said.sentence => {
                Some(Short::Side(Side::Before))
            }
            CheckKind::Follow { within: Within::Sentences(reach), .. } if sentences > reach => {
                Some(Short::Far { key: "within", sentences, reach })
            }
            CheckKind::Follow { within: Within::Sentences(_), .. } => Some(Short::Block),
            CheckKind::Follow { within, .. } => Some(Short::Within(within)),
            CheckKind::Order if self.script(hit) != self.script(said) => Some(Short::Script),
            CheckKind::Order => Some(Short::Later),
            _ => None,
        }
    }

    pub(super) fn block_id(&self, hit: &Hit) -> u32 {
        self.reading.document.sentences[hit.sentence as usize].block
    }

    /// Which conversation of the file a hit belongs to.
    pub(super) fn script(&self, hit: &Hit) -> usize {
        self.reading.document.script(self.block_id(hit))
    }
}
