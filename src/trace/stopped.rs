//! What stands where a phrase stopped, or where its words are that stand apart.

use std::ops::Range;

use super::{Got, Hurdle, Trace, Tracer, items::gather_stems, near::trimmed, value::test, words};
use crate::{
    fold::fold,
    parse::Hit,
    phrase::{Item, Node, Phrase},
    source::Span,
    valued::{demand, meaning},
};

/// Words with so many letters in common at their front may be of one family.
const FAMILY: usize = 4;

impl Tracer<'_> {
    /// What stands where a phrase stopped.
    pub(super) fn stopped(&self, trace: &Trace<'_>) -> Vec<Hurdle> {
        let Some(next) = &trace.next else { return Vec::new() };
        let (block, sentence) = (self.block(&trace.hit), self.sentence(trace.sentence));
        let rest = trace.hit.end as usize..sentence.end;
        let text = block.prose.text();
        let word = words(text.get(rest.clone()).unwrap_or_default()).next().map(str::to_owned);
        let wanted = trace.said.saying.phrase().text()[next.range.clone()].to_owned();
        let mut hurdles = self.forms(word.as_deref().unwrap_or_default(), std::slice::from_ref(next));
        if let Some(test) = test(next) {
            let starts =
                text[rest.clone()].char_indices().filter(|(_, c)| c.is_alphanumeric()).map(|(at, _)| rest.start + at);
            let value = starts.take(40).find_map(|at| self.value_at(block, at));
            if let Some((at, value)) = value {
                let (span, wanted) = (block.prose.span(at), demand(test));
                hurdles.push(if value.kind() == test.kind {
                    Hurdle::Value { span, meaning: meaning(&value), wanted }
                } else {
                    Hurdle::Kind { span, kind: value.kind().name(), wanted: test.to_string() }
                });
            }
        }
        hurdles.extend(self.begun_entry(trace, next).filter(|_| hurdles.is_empty()));
        hurdles.extend(word.as_deref().filter(|_| hurdles.is_empty()).and_then(|word| self.family(word, next)));
        if hurdles.is_empty() {
            hurdles.push(Hurdle::Instead { word, wanted });
        }
        hurdles.extend(trace.flipped.then(|| self.beginning_sign(trace)));
        hurdles
    }

    /// The entry of the list that is wanted next which begins where a phrase stopped, and goes on longest.
    fn begun_entry(&self, trace: &Trace<'_>, next: &Node) -> Option<Hurdle> {
        let Item::List(list) = &next.item else { return None };
        let (block, sentence) = (self.block(&trace.hit), self.sentence(trace.sentence));
        let text = block.prose.text();
        let start = trimmed(text, trace.hit.end as usize..sentence.end).start;
        let mut tried: Vec<(Phrase, bool)> = Vec::new();
        let mut of: Vec<(&super::Entry, usize)> = Vec::new();
        for entry in self.lists.get(list)? {
            for length in 1..entry.phrase.items.len() {
                let items = entry.phrase.items[..length].to_vec();
                let beginning = Phrase { items, end: false, ..entry.phrase.clone() };
                tried.extend([(Phrase { negated: true, ..beginning.clone() }, false), (beginning, false)]);
                of.extend([(entry, length), (entry, length)]);
            }
        }
        let hits = self.try_out(&tried, trace.sentence);
        let here = hits
            .iter()
            .zip(&of)
            .filter_map(|(hits, of)| Some((hits.iter().find(|hit| hit.start as usize == start)?, of)));
        let (hit, (entry, length)) = here.max_by_key(|(hit, _)| hit.span.len())?;
        let word = words(text.get(hit.end as usize..sentence.end)?).next().map(str::to_owned);
        let wanted = entry.phrase.text().get(entry.phrase.items[*length].range.clone())?.to_owned();
        let (list, entry) = (list.clone(), entry.phrase.text().to_owned());
        Some(Hurdle::Entry { list, entry, found: hit.span, word, wanted })
    }

    /// The negation before the beginning of a phrase that stopped.
    fn beginning_sign(&self, trace: &Trace<'_>) -> Hurdle {
        if trace.said.saying.phrase().negated { Hurdle::NotNegated } else { Hurdle::Negated { by: Vec::new() } }
    }

    /// Which elements of a phrase stand in a sentence, and where the others are.
    pub(super) fn scattered_over(&self, trace: &Trace<'_>) -> Vec<Hurdle> {
        let phrase = trace.said.saying.phrase();
        let wanted = |range: &Range<usize>| phrase.text()[range.clone()].to_owned();
        let there = trace.elements.iter().filter_map(|(range, hit)| Some((range, (*hit)?)));
        let mut hurdles: Vec<Hurdle> =
            there.clone().map(|(range, hit)| Hurdle::Present { wanted: wanted(range), span: hit.span }).collect();
        for (range, _) in trace.elements.iter().filter(|(_, hit)| hit.is_none()) {
            hurdles.push(Hurdle::Missing { wanted: wanted(range), elsewhere: self.elsewhere(trace, range) });
        }
        if trace.elements.iter().all(|(_, hit)| hit.is_some()) {
            hurdles.push(Hurdle::Order);
        } else {
            let forms: Vec<Hurdle> = there.flat_map(|(_, hit)| self.forms(self.text(&hit), &phrase.items)).collect();
            hurdles.extend(forms);
        }
        hurdles
    }

    /// Where an element stands in the sentence before or after.
    fn elsewhere(&self, trace: &Trace<'_>, range: &Range<usize>) -> Option<Span> {
        let place = self.place(trace.said);
        let is_it = |got: &Got| matches!(got, Got::Element(at) if self.shapes[place].0[*at] == *range);
        let hits = self.reading.hits.iter().filter(|hit| {
            let sought = (hit.phrase.0 as usize).checked_sub(self.cues).map(|at| &self.sought[at]);
            sought.is_some_and(|sought| sought.place == place && is_it(&sought.got))
        });
        let block = |sentence: u32| self.reading.document.sentences[sentence as usize].block;
        let beside =
            |hit: &&Hit| hit.sentence.abs_diff(trace.sentence) == 1 && block(hit.sentence) == block(trace.sentence);
        let near = hits.filter(beside);
        near.min_by_key(|hit| hit.sentence < trace.sentence).map(|hit| hit.span)
    }

    /// A word that begins like the word wanted, and is none of its forms.
    fn family(&self, found: &str, next: &Node) -> Option<Hurdle> {
        let mut stems = Vec::new();
        gather_stems(std::slice::from_ref(next), &mut stems);
        let alike = |wanted: &&String| {
            fold(wanted).chars().zip(fold(found).chars()).take_while(|(left, right)| left == right).count() >= FAMILY
        };
        let wanted = stems.iter().find(alike)?.clone();
        Some(Hurdle::Family { found: found.to_owned(), wanted })
    }
}
