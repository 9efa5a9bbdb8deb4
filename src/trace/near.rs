//! What keeps a phrase from matching where it came near: which of its demands must be given up, and for the sake of
//! which words.

use std::ops::Range;

use super::{
    Got, Hurdle, Trace, Tracer,
    items::{bars, gather, lift, limits, resized},
    loose::{Demand, without},
    words,
};
use crate::{
    document::Block,
    fold::fold,
    parse::Hit,
    phrase::{Alt, Item, Node, Phrase},
    source::Span,
    valued::{demand, meaning},
};

/// How much wider than written a gap or set is tried.
const WIDER: u32 = 60;

impl Tracer<'_> {
    /// What keeps a phrase from matching, in the order of the text as far as there is one; empty if it matches.
    pub fn hurdles(&self, trace: &Trace<'_>) -> Vec<Hurdle> {
        match trace.got {
            Got::Whole if !trace.flipped => Vec::new(),
            Got::Whole => vec![self.sign(trace, &[], trace.span)],
            Got::Label => vec![Hurdle::Label],
            Got::Loosely => self.demands(trace, &[]),
            Got::Strung => self.demands(trace, &[Demand::Touching]),
            Got::Items { .. } => self.stopped(trace),
            Got::Element(_) => self.scattered_over(trace),
        }
    }

    /// The fewest demands that must be given up, each with what stands against it.
    fn demands(&self, trace: &Trace<'_>, given_up: &[Demand]) -> Vec<Hurdle> {
        let phrase = trace.said.saying.phrase();
        let kinds: Vec<Demand> =
            Demand::INNER.into_iter().filter(|kind| kind.drop(phrase) != *phrase || *kind == Demand::Forms).collect();
        let mut sets: Vec<Vec<Demand>> = vec![Vec::new()];
        for kind in kinds {
            let more: Vec<_> = sets.iter().map(|set| [set.as_slice(), &[kind]].concat()).collect();
            sets.extend(more);
        }
        sets.sort_by_key(Vec::len);
        let with = |set: &Vec<Demand>| [set.as_slice(), given_up].concat();
        let mut tried = Vec::new();
        for set in &sets {
            let looser = without(phrase, with(set));
            let other = Phrase { negated: !looser.negated, ..looser.clone() };
            let forms = set.contains(&Demand::Forms);
            tried.extend([(looser, forms), (other, forms)]);
        }
        let hits = self.try_out(&tried, trace.sentence);
        let at = hits.iter().position(|hits| hits.iter().any(|hit| hit.span.overlaps(trace.span)));
        let Some(at) = at else { return Vec::new() };
        let hit = *hits[at].iter().find(|hit| hit.span.overlaps(trace.span)).expect("one overlaps");
        let set = with(&sets[at / 2]);
        let mut hurdles: Vec<Hurdle> =
            set.iter().flat_map(|kind| self.stands_against(*kind, &set, trace, &hit)).collect();
        if at % 2 == 1 {
            hurdles.push(self.sign(trace, &set, hit.span));
        }
        hurdles
    }

    /// What stands against one demand, the others of a set being given up.
    fn stands_against(&self, kind: Demand, set: &[Demand], trace: &Trace<'_>, hit: &Hit) -> Vec<Hurdle> {
        let (block, sentence) = (self.block(hit), self.sentence(hit.sentence));
        let phrase = trace.said.saying.phrase();
        let rest: Vec<Demand> = set.iter().copied().filter(|other| *other != kind).collect();
        let place = |range: Range<usize>| {
            let range = trimmed(block.prose.text(), range);
            (!range.is_empty()).then(|| block.prose.span(range))
        };
        match kind {
            Demand::Start => vec![Hurdle::NotFirst { before: place(sentence.start..hit.start as usize) }],
            Demand::End => vec![Hurdle::NotLast { after: place(hit.end as usize..sentence.end) }],
            Demand::Forms => {
                let forms = self.forms(self.text(hit), &phrase.items);
                if forms.is_empty() { accents(self.text(hit), &phrase.items) } else { forms }
            }
            Demand::Values => {
                let failing = self.failing(block, hit.start as usize..hit.end as usize, phrase);
                let told = failing.into_iter().map(|(at, value, test)| Hurdle::Value {
                    span: block.prose.span(at),
                    meaning: meaning(&value),
                    wanted: demand(&test),
                });
                told.collect()
            }
            Demand::Bars => self.bars(trace, &rest),
            Demand::Widths => self.widths(trace, &rest),
            Demand::Touching => self.between(trace),
        }
    }

    /// The negation that stands against a phrase some of whose demands are given up, or the want of one.
    fn sign(&self, trace: &Trace<'_>, set: &[Demand], span: Span) -> Hurdle {
        let phrase = trace.said.saying.phrase();
        if phrase.negated {
            return Hurdle::NotNegated;
        }
        let looser = without(phrase, set.iter().copied());
        Hurdle::Negated { by: self.negators(&(looser, set.contains(&Demand::Forms)), (trace.sentence, span)) }
    }

    /// The words that negate a phrase or, where it is found, keep it negated or cancel each other: those without which
    /// it would be the other way round.
    pub(super) fn negators(&self, phrase: &(Phrase, bool), (sentence, span): (u32, Span)) -> Vec<Span> {
        let Ok(neg) = crate::phrase::parse("@neg") else { return Vec::new() };
        let other = Phrase { negated: true, ..neg.clone() };
        let mut by: Vec<Span> =
            self.try_out(&[(neg, false), (other, false)], sentence).into_iter().flatten().map(|hit| hit.span).collect();
        by.retain(|by| by.start() < span.end());
        by.sort_unstable_by_key(|by| (by.end() <= span.start(), std::cmp::Reverse(by.start())));
        by.dedup();
        let flipped = (Phrase { negated: !phrase.0.negated, ..phrase.0.clone() }, phrase.1);
        let stands = |phrase: &(Phrase, bool), taken: &[Span]| {
            self.without_words(phrase, sentence, taken).iter().any(|hit| hit.span.overlaps(span))
        };
        let (now, other) = if stands(phrase, &[]) { (phrase, &flipped) } else { (&flipped, phrase) };
        // A word that the phrase itself spells is no negation: without it, nothing stands there at all.
        by.retain(|by| {
            let taken = std::slice::from_ref(by);
            !stands(now, taken) && stands(other, taken)
        });
        by.sort_unstable();
        by
    }

    /// The words behind a phrase's being negated, or negated twice; for one that is found.
    pub fn signs_of(&self, trace: &Trace<'_>) -> Vec<Span> {
        self.negators(&(trace.said.saying.phrase().clone(), false), (trace.sentence, trace.span))
    }

    /// The `!` that forbid, and the words that they forbid.
    fn bars(&self, trace: &Trace<'_>, rest: &[Demand]) -> Vec<Hurdle> {
        let phrase = without(trace.said.saying.phrase(), rest.iter().copied());
        let forms = rest.contains(&Demand::Forms);
        let all = bars(&phrase.items);
        let lifted: Vec<_> = all.iter().map(|(range, _)| (lift(&phrase, range), forms)).collect();
        let with_sign = lifted.iter().flat_map(|(lifted, forms)| {
            [(lifted.clone(), *forms), (Phrase { negated: !lifted.negated, ..lifted.clone() }, *forms)]
        });
        let hits = self.try_out(&with_sign.collect::<Vec<_>>(), trace.sentence);
        let frees = |at: &usize| hits[2 * at..2 * at + 2].iter().flatten().any(|hit| hit.span.overlaps(trace.span));
        let mut guilty: Vec<usize> = (0..all.len()).filter(frees).collect();
        if guilty.is_empty() {
            guilty = (0..all.len()).collect();
        }
        let told = |at: usize| {
            let (range, alts) = &all[at];
            let like = |items: &Alt, negated| {
                (Phrase { negated, start: false, end: false, items: items.clone(), ..phrase.clone() }, false)
            };
            let tried: Vec<_> = alts.iter().flat_map(|alt| [like(alt, false), like(alt, true)]).collect();
            let found = self.try_with_labels(&tried, trace.sentence).into_iter().flatten().map(|hit| hit.span);
            let word =
                found.min_by_key(|word| (!word.overlaps(trace.span), word.start() < trace.span.start(), word.start()));
            Hurdle::Barred { bar: phrase.text()[range.clone()].trim_start_matches('!').to_owned(), word }
        };
        let hurdles: Vec<Hurdle> = guilty.into_iter().map(told).collect();
        let sure = hurdles.iter().any(|hurdle| matches!(hurdle, Hurdle::Barred { word: Some(_), .. }));
        hurdles.into_iter().filter(|hurdle| !sure || matches!(hurdle, Hurdle::Barred { word: Some(_), .. })).collect()
    }

    /// The gaps and sets that are too narrow, and how wide they would have to be.
    fn widths(&self, trace: &Trace<'_>, rest: &[Demand]) -> Vec<Hurdle> {
        let phrase = without(trace.said.saying.phrase(), rest.iter().copied());
        let forms = rest.contains(&Demand::Forms);
        let widths = limits(&phrase.items);
        let frees = |at: &usize| {
            let tried: Vec<_> = (widths[*at].1 + 1..=widths[*at].1 + WIDER)
                .flat_map(|wide| {
                    let wider = resized(&phrase, &widths[*at].0, wide);
                    [(wider.clone(), forms), (Phrase { negated: !wider.negated, ..wider }, forms)]
                })
                .collect();
            let hits = self.try_out(&tried, trace.sentence);
            let first = hits.iter().position(|hits| hits.iter().any(|hit| hit.span.overlaps(trace.span)))?;
            u32::try_from(first / 2).ok().map(|more| (*at, widths[*at].1 + 1 + more))
        };
        let told = |at: usize, needs: Option<u32>| Hurdle::Narrow {
            written: if widths[at].2 {
                format!("}}{}", widths[at].1)
            } else {
                phrase.text()[widths[at].0.clone()].to_owned()
            },
            needs,
            set: widths[at].2,
        };
        let alone: Vec<Hurdle> =
            (0..widths.len()).filter_map(|at| frees(&at)).map(|(at, needs)| told(at, Some(needs))).take(1).collect();
        if alone.is_empty() { (0..widths.len()).map(|at| told(at, None)).collect() } else { alone }
    }

    /// The words of the text that part words of the phrase that should touch.
    fn between(&self, trace: &Trace<'_>) -> Vec<Hurdle> {
        let phrase = trace.said.saying.phrase();
        let block = self.block(&trace.hit);
        let there: Vec<_> = trace.elements.iter().filter_map(|(range, hit)| Some((range, (*hit)?))).collect();
        let mut hurdles = Vec::new();
        for pair in there.windows(2) {
            let ((left, before), (right, after)) = (&pair[0], &pair[1]);
            let words_between = (before.end as usize) < after.start as usize;
            let gap = phrase.items.iter().any(|node| {
                matches!(node.item, Item::Gap(..)) && node.range.start >= left.end && node.range.end <= right.start
            });
            if !words_between || gap {
                continue;
            }
            let range = trimmed(block.prose.text(), before.end as usize..after.start as usize);
            if range.is_empty() {
                continue;
            }
            hurdles.push(Hurdle::Between {
                count: words(&block.prose.text()[range.clone()]).count(),
                words: block.prose.span(range),
                after: phrase.text()[(*left).clone()].to_owned(),
                before: phrase.text()[(*right).clone()].to_owned(),
            });
        }
        hurdles
    }

    /// Words of a text that are other forms of words that stand among the items, or in the lists that they name.
    pub(super) fn forms(&self, text: &str, items: &[Node]) -> Vec<Hurdle> {
        let mut written: Vec<(String, Option<String>)> = Vec::new();
        gather(items, None, &mut written);
        for name in super::lists::names(items) {
            for entry in self.lists.get(&name).into_iter().flatten() {
                gather(&entry.phrase.items, Some(&name), &mut written);
            }
        }
        let others = words(text).filter(|found| !written.iter().any(|(word, _)| fold(word) == fold(found)));
        let form = |found: &str| {
            let stems = self.index.covers(found);
            let of =
                |(word, _): &&(String, Option<String>)| self.index.covers(word).iter().any(|stem| stems.contains(stem));
            let (wanted, list) = written.iter().find(of)?.clone();
            Some(Hurdle::Form { found: found.to_owned(), wanted, list })
        };
        others.filter_map(form).collect()
    }

    pub(super) fn block(&self, hit: &Hit) -> &Block<'_> {
        let document = &self.reading.document;
        document.block_of(document.sentences[hit.sentence as usize])
    }

    pub(super) fn sentence(&self, at: u32) -> Range<usize> {
        self.reading.document.sentences[at as usize].range()
    }
}

/// Words of a text that have other accents than the same words among the items.
fn accents(text: &str, items: &[Node]) -> Vec<Hurdle> {
    let mut written = Vec::new();
    gather(items, None, &mut written);
    let other = |found: &str| {
        let same = |(word, _): &&(String, Option<String>)| {
            fold(word) == fold(found) && word.to_lowercase() != found.to_lowercase()
        };
        let wanted = written.iter().find(same)?.0.clone();
        Some(Hurdle::Accent { found: found.to_owned(), wanted })
    };
    words(text).filter_map(other).collect()
}

/// A range without the signs and blanks at its ends.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(inside) = text.get(range.clone()) else { return range.start..range.start };
    let is_word = |c: char| c.is_alphanumeric();
    let Some(first) = inside.find(is_word) else { return range.start..range.start };
    let last = inside.rfind(is_word).map_or(first, |at| at + inside[at..].chars().next().map_or(1, char::len_utf8));
    range.start + first..range.start + last
}
