//! What was found of the phrases of a check, and what clears it: `forbid`, `follow` and `order`.

use std::cmp::Reverse;

use super::{Because, Court, Reason, speaks};
use crate::{
    finding::Finding,
    parse::Hit,
    phrase::Phrase,
    rule::{CheckKind, List},
    ruleset::Slot,
    trace::{self, Tracer},
    value::{self, ValueTest},
    valued::{demand, meaning},
};

impl Court<'_> {
    /// What a phrase found.
    pub(super) fn said(&self, slot: Slot, hit: &Hit, because: Because) -> Reason {
        let saying = self.case.rules.saying(slot, &self.reading.document.language);
        Reason::new(because).at(hit.span).by(saying.map(|saying| &saying.written))
    }

    /// What a phrase found, and what made it match: values, entries of lists, negation, and that it counts.
    pub(super) fn found(&self, slot: Slot, hit: &Hit) -> Vec<Reason> {
        let mut reasons = vec![self.said(slot, hit, Because::Found(self.name(slot.list)))];
        let Some(saying) = self.case.rules.saying(slot, &self.reading.document.language) else { return reasons };
        reasons.extend(self.values(hit, saying.phrase()));
        let case = self.case;
        let same = |said: &crate::rule::Said<'_>| {
            said.check == self.at && said.list == slot.list && said.entry == slot.entry as usize
        };
        if let Some(tracer) = Tracer::new((case.rules, case.rule()), case.source, case.given, same) {
            let traces = tracer.trace();
            if let Some(trace) = traces.iter().find(|trace| trace.span == hit.span && trace.got == trace::Got::Whole) {
                for (list, entry, span) in tracer.entries(trace.said, (hit.sentence, hit.span)) {
                    reasons.push(Reason::new(Because::Entry(list)).at(span).by(Some(&entry.written)));
                }
                let members = trace.members();
                let set = (members.len() > 1).then(|| Reason::new(Because::Members(members)).at(hit.span));
                reasons.extend(set);
                let by = tracer.signs_of(trace);
                let signed = Because::Signed { by: by.clone(), wanted: saying.phrase().negated };
                reasons.extend((!by.is_empty()).then(|| Reason::new(signed).at(hit.span)));
            }
        }
        reasons
    }

    /// The values in a hit that compare as its phrase demands.
    fn values(&self, hit: &Hit, phrase: &Phrase) -> Vec<Reason> {
        let document = &self.reading.document;
        let block = document.block_of(document.sentences[hit.sentence as usize]);
        let words = self.case.rules.index_of(self.reading.index).value_words();
        let passes = |test: &ValueTest| {
            test.compare.as_ref()?;
            let (value, at) = value::find(block.prose.text(), hit.start as usize..hit.end as usize, words, test)?;
            let wanted = demand(test);
            Some(Reason::new(Because::Passes { meaning: meaning(&value), wanted }).at(block.prose.span(at)))
        };
        phrase.values().filter_map(passes).collect()
    }

    /// The phrases behind a finding; what it says, where there are none.
    pub(super) fn behind(&self, finding: &Finding) -> Vec<Reason> {
        let behind: Vec<(Slot, Hit)> = super::behind(self.case.rules, finding, &self.hits).copied().collect();
        let mut reasons = Vec::new();
        for (slot, hit) in &behind {
            reasons.extend(self.found(*slot, hit));
            let severity =
                self.case.rules.saying(*slot, &self.reading.document.language).and_then(|said| said.severity);
            reasons.extend(severity.map(|severity| Reason::new(Because::Grave(severity)).at(hit.span)));
            let heard = self.heard(hit).filter(|_| self.is_main(slot.list));
            reasons.extend(heard.map(|heard| Reason::new(Because::Heard(heard)).at(hit.span)));
        }
        let sentence = behind.iter().find(|(slot, _)| self.is_main(slot.list)).map(|(_, hit)| hit.sentence);
        let line = matches!(self.check.kind, CheckKind::Forbid { .. } | CheckKind::Follow { .. });
        let other = |(slot, hit): &(Slot, Hit)| {
            self.is_main(slot.list) && Some(hit.sentence) == sentence && !hit.span.overlaps(finding.span)
        };
        for (slot, hit) in self.hits.iter().filter(|one| line && other(one) && self.outside(&one.1).is_none()) {
            reasons.push(self.said(*slot, hit, Because::Found(self.name(slot.list))));
            reasons.push(Reason::new(Because::SameSentence).at(finding.span));
        }
        if reasons.is_empty() {
            reasons.push(Reason::new(Because::Told(finding.message.clone())).at(finding.span));
        }
        // Of these the reasons behind tell more.
        let related = finding.related.iter().filter(|_| self.check.kind == CheckKind::Once);
        reasons.extend(related.map(|related| Reason::new(Because::Told(related.message.clone())).at(related.span)));
        reasons
    }

    /// Why nothing comes of what was found in the sentences asked about; or what came near there.
    pub(super) fn cleared(&self) -> Vec<Reason> {
        let mut main: Vec<(Slot, Hit)> = self.of(|list| self.is_main(list)).filter(|(_, hit)| self.here(hit)).collect();
        // A sentence has one finding at most.
        main.sort_by_key(|(_, hit)| (hit.sentence, self.outside(hit).is_some(), Reverse(hit.span.len())));
        main.dedup_by_key(|(_, hit)| hit.sentence);
        if main.is_empty() {
            return self.nearest(
                |list| self.is_main(list),
                self.check.kind.main(),
                |sentence| self.wanted.contains(&sentence),
            );
        }
        main.iter().flat_map(|(slot, hit)| self.cleared_by(*slot, hit)).collect()
    }

    /// Why nothing comes of words that were found.
    fn cleared_by(&self, slot: Slot, hit: &Hit) -> Vec<Reason> {
        let mut reasons = self.found(slot, hit);
        if let Some(outside) = self.outside(hit) {
            reasons.push(Reason::new(Because::Outside(outside)).at(hit.span));
            return reasons;
        }
        let speaks_with = |hits: &[(Slot, Hit)]| self.run(hits).iter().any(|finding| finding.span.overlaps(hit.span));
        if speaks_with(&self.hits) {
            // Something outside the check keeps it from being heard; or it is heard on another line.
            if hit.span.overlaps(self.place) {
                return reasons.into_iter().map(Reason::speaking).collect();
            }
            reasons.push(Reason::new(Because::SameSentence).at(hit.span));
            return reasons;
        }
        let mut lists: Vec<List> = self.hits.iter().map(|(slot, _)| slot.list).collect();
        lists.dedup();
        for list in lists.into_iter().filter(|list| !speaks(&self.check.kind, *list)) {
            let rest: Vec<_> = self.hits.iter().filter(|(slot, _)| slot.list != list).copied().collect();
            if !speaks_with(&rest) {
                continue;
            }
            let decides = |one: &&(Slot, Hit)| {
                let mut with = [rest.as_slice(), &[**one]].concat();
                with.sort_unstable();
                one.0.list == list && !speaks_with(&with)
            };
            for (slot, hit) in self.hits.iter().filter(decides) {
                reasons.push(self.said(*slot, hit, Because::Clears(self.name(slot.list))));
            }
            return reasons;
        }
        let other = self.run(&self.hits).into_iter().find(|finding| self.same_sentence(finding, hit));
        let because =
            if other.is_some() || self.check.kind != CheckKind::Order { Because::SameSentence } else { Because::Free };
        reasons.push(Reason::new(because).at(other.map_or(hit.span, |finding| finding.span)));
        reasons
    }

    fn same_sentence(&self, finding: &Finding, hit: &Hit) -> bool {
        let document = &self.reading.document;
        document.sentence_span(document.sentences[hit.sentence as usize]).overlaps(finding.span)
    }
}
