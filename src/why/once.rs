//! `once`: what is asked for, of whom, and where it was asked for before.

use super::{Because, Court, Once, Reason};
use crate::{
    parse::Hit,
    rule::{Group, List},
    ruleset::Slot,
    source::Span,
};

impl Court<'_> {
    /// Why nothing comes of what is asked for in the sentences asked about.
    pub(super) fn asked_once(&self) -> Vec<Reason> {
        let reason = |once: Once, span: Span| Reason::new(Because::Once(once)).at(span);
        let here: Vec<(Slot, Hit)> = self.of(|list| self.is_main(list)).filter(|(_, hit)| self.here(hit)).collect();
        if here.is_empty() {
            return self.nearest(
                |list| self.is_main(list),
                "asks` or `items",
                |sentence| self.wanted.contains(&sentence),
            );
        }
        let mut reasons = Vec::new();
        for (slot, hit) in &here {
            reasons.push(self.said(*slot, hit, Because::Found(self.name(slot.list))));
            if let Some(outside) = self.outside(hit) {
                reasons.push(Reason::new(Because::Outside(outside)).at(hit.span));
            }
        }
        let counts = |(_, hit): &&(Slot, Hit)| self.outside(hit).is_none();
        for (slot, hit) in here.iter().filter(counts) {
            match slot.list {
                List::Items(group) => reasons.push(reason(self.of_item(group, hit), hit.span)),
                _ => {
                    let item =
                        self.of(|list| matches!(list, List::Items(_))).any(|(_, item)| item.sentence == hit.sentence);
                    reasons.extend((!item).then(|| reason(Once::NoItem, hit.span)));
                }
            }
        }
        let no_item = |reason: &Reason| reason.because == Because::Once(Once::NoItem);
        if reasons.iter().any(no_item) {
            reasons.extend(self.near(
                |list| matches!(list, List::Items(_)),
                |sentence| self.wanted.contains(&sentence),
                1,
            ));
        }
        let not_asked = |reason: &Reason| matches!(reason.because, Because::Once(Once::NotAsked(_)));
        if reasons.iter().any(not_asked) {
            reasons.extend(self.near(|list| list == List::Asks, |sentence| self.wanted.contains(&sentence), 1));
        }
        reasons
    }

    /// Why an item is not asked for again here.
    fn of_item(&self, group: Group, hit: &Hit) -> Once {
        let name = self.name(List::Items(group)).trim_start_matches("items.").to_owned();
        let in_sentence = |sentence: u32| self.hits.iter().filter(move |(_, hit)| hit.sentence == sentence).copied();
        if !in_sentence(hit.sentence).any(|(slot, ask)| slot.list == List::Asks && self.outside(&ask).is_none()) {
            return Once::NotAsked(name);
        }
        let longer = in_sentence(hit.sentence).find(|(slot, other)| {
            matches!(slot.list, List::Items(_)) && other.span.contains(hit.span) && other.span.len() > hit.span.len()
        });
        if let Some((slot, _)) = longer {
            return Once::Longer(self.name(slot.list).trim_start_matches("items.").to_owned());
        }
        let mut others: Vec<Hit> = self.of(|list| list == List::Items(group)).map(|(_, hit)| hit).collect();
        others.retain(|other| {
            other.sentence != hit.sentence && self.outside(other).is_none() && self.is_asked(other.sentence)
        });
        others.sort_unstable_by_key(|other| other.span);
        let before: Vec<Hit> = others.iter().filter(|other| other.span < hit.span).copied().collect();
        let apart = |other: &Hit| {
            self.parted(hit, other, in_sentence(hit.sentence).chain(in_sentence(other.sentence)).collect())
        };
        let after = others.iter().filter(|other| other.span > hit.span);
        let kept = before.iter().rev().chain(after).find_map(apart);
        let again = others.iter().find(|other| {
            other.span > hit.span && self.findings.iter().any(|finding| finding.span.overlaps(other.span))
        });
        match (again, kept, others.is_empty()) {
            (Some(again), _, _) if before.is_empty() => Once::First(name, again.span),
            (_, Some(kept), _) => kept,
            (_, None, true) => Once::Only(name),
            (_, None, false) => Once::Counted,
        }
    }

    fn is_asked(&self, sentence: u32) -> bool {
        self.of(|list| list == List::Asks).any(|(_, ask)| ask.sentence == sentence && self.outside(&ask).is_none())
    }

    /// What keeps two askings for one item apart.
    fn parted(&self, hit: &Hit, other: &Hit, mut hits: Vec<(Slot, Hit)>) -> Option<Once> {
        if self.script(hit) != self.script(other) {
            return Some(Once::OtherScript(other.span));
        }
        if self.block_id(hit) == self.block_id(other) {
            return Some(Once::SameBlock(other.span));
        }
        hits.sort_unstable();
        let owner = |of: &Hit| {
            let owners = hits.iter().filter(|(slot, hit)| slot.list == List::Owners && hit.sentence == of.sentence);
            owners.min_by_key(|(_, owner)| owner.span.start().abs_diff(of.span.start())).map(|(_, owner)| owner.span)
        };
        let ownerless: Vec<_> = hits.iter().filter(|(slot, _)| slot.list != List::Owners).copied().collect();
        let again = |hits: &[(Slot, Hit)]| self.run(hits).iter().any(|finding| finding.span.overlaps(hit.span));
        let owned = !again(&hits) && again(&ownerless);
        owned.then(|| Once::OtherOwner { before: other.span, owner: owner(hit), other: owner(other) })
    }
}
