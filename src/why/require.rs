//! `require`: which needs are met, which are not, and why nothing was needed.

use super::{Because, Court, Reason, Require};
use crate::{
    lint,
    parse::Hit,
    rule::{List, file::Part},
    ruleset::Slot,
};

/// How many near misses are told of a need.
const NEAREST: usize = 2;

impl Court<'_> {
    /// Why nothing is missing, or not here.
    pub(super) fn satisfied(&self, (min_words, declared, part): (u32, bool, Part)) -> Vec<Reason> {
        let reason = |require: Require| Reason::new(Because::Require(require));
        let document = &self.reading.document;
        if let Some(finding) = self.run(&self.hits).first() {
            let mut reasons = vec![reason(Require::ToldAt(finding.span)).at(finding.span)];
            reasons.extend(self.needs());
            return reasons;
        }
        if declared && !document.declared {
            return vec![reason(Require::Guessed)];
        }
        let words = lint::words(document);
        if words < min_words as usize {
            return vec![reason(Require::TooShort { words, least: min_words })];
        }
        let lists = self.check.lists(&document.language);
        let known = |key: &str| lists.front_matter.iter().any(|known| known == key);
        if let Some((key, _)) = document.front_matter.iter().find(|(key, value)| known(key) && !value.is_empty()) {
            return vec![reason(Require::FrontMatter((*key).to_owned()))];
        }
        let asked: Vec<(Slot, Hit)> = self.of(|list| list == List::When).collect();
        if !lists.get(List::When).is_empty() && !asked.iter().any(|(_, hit)| self.outside(hit).is_none()) {
            let mut reasons = vec![reason(Require::NotAsked)];
            for (slot, hit) in asked.iter().take(NEAREST) {
                reasons.extend(self.uncounted(*slot, hit));
            }
            if asked.is_empty() {
                reasons.extend(self.near(|list| list == List::When, |_| true, NEAREST));
            }
            return reasons;
        }
        let needs = self.needs();
        if needs.is_empty() && part != Part::Document { vec![reason(Require::NoPart)] } else { needs }
    }

    /// What is missing, what came near to it, and what is there.
    pub(super) fn missing(&self) -> Vec<Reason> {
        let reason = |require: Require| Reason::new(Because::Require(require));
        let document = &self.reading.document;
        let asked = self.of(|list| list == List::When).find(|(_, hit)| self.outside(hit).is_none());
        let mut reasons = self.needs();
        reasons.extend(asked.map(|(slot, hit)| self.said(slot, &hit, Because::Require(Require::Asked))));
        let lists = self.check.lists(&document.language);
        let empty =
            |(key, value): &&(&str, &str)| value.is_empty() && lists.front_matter.iter().any(|known| known == key);
        let key = document.front_matter.iter().find(empty);
        reasons.extend(key.map(|(key, _)| reason(Require::EmptyKey((*key).to_owned()))));
        reasons
    }

    /// Each need: where it is met, or what comes nearest to it.
    fn needs(&self) -> Vec<Reason> {
        let lists = self.check.lists(&self.reading.document.language);
        let needs: Vec<List> =
            lists.iter().map(|(list, _)| list).filter(|list| matches!(list, List::Needs(_))).collect();
        let mut reasons = Vec::new();
        for need in needs {
            let said: Vec<(Slot, Hit)> = self.of(|list| list == need).collect();
            let meets =
                |(slot, hit): &&(Slot, Hit)| self.lacks(&[(*slot, *hit)]).iter().all(|lacking| *lacking != need);
            let met = said.iter().find(meets);
            if let Some((slot, hit)) = met {
                reasons.push(self.said(*slot, hit, Because::Require(Require::Met(self.name(need)))));
                continue;
            }
            reasons.push(Reason::new(Because::Require(Require::Missing(self.name(need)))));
            reasons.extend(said.iter().take(NEAREST).filter_map(|(slot, hit)| self.uncounted(*slot, hit)));
            if said.is_empty() {
                reasons.extend(self.near(|list| list == need, |_| true, NEAREST));
            }
        }
        reasons
    }

    /// The needs that are not met if no more were found than this.
    fn lacks(&self, hits: &[(Slot, Hit)]) -> Vec<List> {
        lint::missing(self.case.rules, self.reading, (self.case.rule, self.at), hits)
    }

    /// Words that would do, and why they do not.
    fn uncounted(&self, slot: Slot, hit: &Hit) -> Option<Reason> {
        let name = self.name(slot.list);
        let part = match self.check.kind {
            crate::rule::CheckKind::Require { part, .. } => part,
            _ => return None,
        };
        let require = match self.outside(hit) {
            Some(outside) => Require::Uncounted(name, outside),
            None => Require::OtherPart(name, part),
        };
        Some(self.said(slot, hit, Because::Require(require)))
    }
}
