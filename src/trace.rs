//! How far the phrases of a rule got in a text: where a phrase is not found, its parts are looked for.
//!
//! [`Tracer::trace`] finds the phrases that came near, in one reading. [`Tracer::hurdles`] then asks of one of them what
//! keeps it from matching: demands are given up one by one until it does, see [`near`].

mod experiment;
mod hurdle;
mod items;
mod lists;
mod loose;
mod near;
mod parts;
mod stopped;
mod value;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

pub(crate) use experiment::blanked;
pub use hurdle::Hurdle;
pub use lists::Entry;
pub use parts::Got;

use crate::{
    fold::fold,
    language::Language,
    parse::{Given, Hit, Reading},
    phrase::{Index, IndexBuilder, Node},
    rule::{List, Rule, Said},
    ruleset::RuleSet,
    source::{Source, Span},
};

/// One of so many elements must stand in a sentence for a phrase to have come near.
const LEAST: usize = 3;

/// The phrases of one rule in the language of one document, with all their parts.
#[derive(Debug)]
pub struct Tracer<'r> {
    source: &'r Source,
    rules: &'r RuleSet,
    given: &'r Given,
    rule: &'r Rule,
    language: Arc<Language>,
    reading: Reading<'r>,
    said: Vec<Said<'r>>,
    /// By phrase: the bytes of its elements, and the ways it is said as places of these.
    shapes: Vec<Shape>,
    /// By phrase of the index behind the cues.
    sought: Vec<Sought>,
    cues: usize,
    index: Index,
    lists: lists::Named,
}

/// What a phrase is made of.
type Shape = (Vec<Range<usize>>, Vec<Vec<usize>>);

/// What finding a part says.
#[derive(Debug)]
struct Sought {
    /// The phrase, as its place in `said`.
    place: usize,
    got: Got,
    next: Option<Node>,
    /// Whether it was looked for where it is negated although the phrase wants it otherwise, or the other way round.
    flipped: bool,
}

/// How far a phrase got in a sentence.
#[derive(Clone, Debug)]
pub struct Trace<'r> {
    /// The phrase.
    pub said: Said<'r>,
    /// How far it got.
    pub got: Got,
    /// The sentence, as its place in the document.
    pub sentence: u32,
    /// What of it stands in the text, in bytes of the source.
    pub span: Span,
    /// Whether it stands there negated although it should not, or the other way round.
    pub flipped: bool,
    hit: Hit,
    /// What was to follow.
    next: Option<Node>,
    /// Its elements: the bytes of each in the phrase, and the first place where it stands in the sentence.
    elements: Vec<(Range<usize>, Option<Hit>)>,
    score: u32,
}

impl<'r> Tracer<'r> {
    /// Makes the phrases of a rule ready for a document; `None` if the rule says nothing in its language. Only phrases of
    /// lists that are `wanted` are looked for.
    pub fn new(
        (rules, rule): (&'r RuleSet, &'r Rule),
        source: &'r Source,
        given: &'r Given,
        wanted: impl Fn(&Said<'_>) -> bool,
    ) -> Option<Self> {
        let place = rules.read(source, given).index;
        let language = Arc::clone(&rules.languages()[place]);
        let code = &rules.languages()[place].code;
        let said: Vec<Said<'r>> = rule.said(code).filter(wanted).collect();
        let rows = said.iter().map(|said| said.saying.phrase().items.as_slice());
        let lists = lists::named(rule, &language, rows);
        let language = Arc::new(lists::lean(rule, &language, &lists));
        let mut builder = IndexBuilder::new(Arc::clone(&language)).ok()?;
        let (own, loose) = experiment::scopes(rule, &lists, &mut builder)?;
        let cues = builder.cues();
        let (mut sought, mut shapes) = (Vec::new(), Vec::new());
        for (place, said) in said.iter().enumerate() {
            let wanted = said.saying.phrase();
            let parts::Parts { parts, elements, ways } = parts::parts(wanted);
            for parts::Part { phrase, got, next } in parts {
                let topic = said.list.is_topic() || got == Got::Label;
                if said.list.is_topic() && got == Got::Label {
                    continue;
                }
                let scope = if matches!(got, Got::Loosely | Got::Strung | Got::Element(_)) { loose } else { own };
                // A part may be too little to look for: only what may be left out, only function words.
                let add = if topic { IndexBuilder::add_topic } else { IndexBuilder::add };
                if add(&mut builder, &phrase, scope).is_ok() {
                    sought.push(Sought { place, got, next, flipped: phrase.negated != wanted.negated });
                }
            }
            shapes.push((elements, ways));
        }
        let index = builder.build();
        let reading = rules.read_with(source, &index, given);
        let tracer = Self { source, rules, given, rule, language, reading, said, shapes, sought, cues, index, lists };
        (!tracer.said.is_empty()).then_some(tracer)
    }

    /// How far the phrases got, the nearest first, each phrase once a sentence.
    pub fn trace(&self) -> Vec<Trace<'r>> {
        let mut traces: Vec<Trace<'r>> = Vec::new();
        let mut elements: BTreeMap<(usize, u32), BTreeMap<usize, Hit>> = BTreeMap::new();
        for hit in &self.reading.hits {
            let Some(Sought { place, got, next, flipped }) =
                (hit.phrase.0 as usize).checked_sub(self.cues).map(|at| &self.sought[at])
            else {
                continue;
            };
            match got {
                Got::Element(element) => {
                    let found = elements.entry((*place, hit.sentence)).or_default().entry(*element).or_insert(*hit);
                    *found = if hit.span.start() < found.span.start() { *hit } else { *found };
                }
                Got::Label if !self.in_label(hit) => {}
                _ => traces.push(self.started(*place, hit, *got, *flipped, next.clone())),
            }
        }
        for ((place, _), found) in &elements {
            traces.extend(self.scattered(*place, found));
        }
        for trace in &mut traces {
            let place = self.place(trace.said);
            if let Some(found) = elements.get(&(place, trace.sentence)) {
                trace.elements = self.way(place, found);
            }
        }
        traces.sort_by_key(|trace| (Reverse(trace.score), Reverse(trace.span.len()), trace.sentence, trace.flipped));
        let mut seen = BTreeSet::new();
        traces.retain(|trace| trace.score > 0);
        traces.retain(|trace| seen.insert((self.place(trace.said), trace.sentence)));
        traces
    }

    fn started(&self, place: usize, hit: &Hit, got: Got, flipped: bool, next: Option<Node>) -> Trace<'r> {
        let share = |part: usize, of: usize| u32::try_from(part * 800 / of.max(1)).unwrap_or(800);
        let score = match got {
            Got::Whole if flipped => 980,
            Got::Whole => 1000,
            Got::Label => 950,
            Got::Loosely => 920,
            Got::Strung => {
                let extra = words(self.text(hit))
                    .count()
                    .saturating_sub(self.shapes[place].1.iter().map(Vec::len).max().unwrap_or(0));
                860_u32
                    .saturating_sub(u32::try_from(extra * 20).unwrap_or(860) + if flipped { 300 } else { 0 })
                    .max(300)
            }
            Got::Items { matched, of } if matched * 3 < of && !self.says_something(hit) => share(matched, of) / 2,
            Got::Items { matched, of } => share(matched, of),
            Got::Element(_) => 0,
        };
        let (span, elements) = (hit.span, Vec::new());
        Trace { said: self.said[place], got, sentence: hit.sentence, span, flipped, hit: *hit, next, elements, score }
    }

    /// A phrase of which some elements stand in a sentence, one of which says something.
    fn scattered(&self, place: usize, found: &BTreeMap<usize, Hit>) -> Option<Trace<'r>> {
        let elements = self.way(place, found);
        let there: Vec<&Hit> = elements.iter().filter_map(|(_, hit)| hit.as_ref()).collect();
        there.iter().find(|hit| self.says_something(hit))?;
        let first = *there.iter().min_by_key(|hit| hit.span)?;
        if there.len() * LEAST < elements.len() {
            return None;
        }
        let share = u32::try_from(there.len() * 700 / elements.len()).unwrap_or(700);
        // The words in order, with others between them, are told otherwise.
        let in_order = there.is_sorted_by_key(|hit| hit.span);
        let score = match (there.len() < elements.len(), in_order) {
            (true, _) => share,
            (false, true) => 300,
            (false, false) => 840,
        };
        let trace = self.started(place, first, Got::Element(0), false, None);
        (elements.len() > 1).then_some(Trace { elements, score, ..trace })
    }

    /// The elements of a phrase, in the way to say it of which most stands in a sentence.
    fn way(&self, place: usize, found: &BTreeMap<usize, Hit>) -> Vec<(Range<usize>, Option<Hit>)> {
        let (elements, ways) = &self.shapes[place];
        let there = |way: &&Vec<usize>| way.iter().filter(|at| found.contains_key(at)).count();
        let best = ways.iter().rev().max_by_key(|way| (there(way) * 1000) / way.len().max(1));
        let element = |&at: &usize| (elements[at].clone(), found.get(&at).copied());
        best.into_iter().flatten().map(element).collect()
    }

    /// Whether words that were found are more than function words.
    fn says_something(&self, hit: &Hit) -> bool {
        let plain =
            |word: &str| self.language.file.function_words.iter().any(|known| fold(known.get_ref()) == fold(word));
        words(self.text(hit)).any(|word| !plain(word))
    }

    fn place(&self, said: Said<'_>) -> usize {
        let key = |said: &Said<'_>| (said.check, said.list, said.entry);
        self.said.iter().position(|known| key(known) == key(&said)).expect("the trace is of one of these")
    }

    fn in_label(&self, hit: &Hit) -> bool {
        let document = &self.reading.document;
        let label = &document.block_of(document.sentences[hit.sentence as usize]).label;
        label.as_ref().is_some_and(|label| hit.start < label.end && hit.end <= label.end)
    }

    /// The words of a hit, as they are read.
    fn text(&self, hit: &Hit) -> &str {
        let document = &self.reading.document;
        let text = document.block_of(document.sentences[hit.sentence as usize]).prose.text();
        &text[hit.start as usize..hit.end as usize]
    }

    /// The entries of the lists that a phrase names which stand inside some words of a sentence.
    pub fn entries(&self, said: Said<'_>, (sentence, span): (u32, Span)) -> Vec<(String, Entry, Span)> {
        let names = lists::names(&said.saying.phrase().items);
        let mut found: Vec<(String, Entry, Span)> = Vec::new();
        for name in names {
            let Some(entries) = self.lists.get(&name) else { continue };
            let phrases: Vec<_> = entries.iter().map(|entry| (entry.phrase.clone(), false)).collect();
            let hits = self.try_out(&phrases, sentence);
            let inside = hits.iter().enumerate().flat_map(|(at, hits)| hits.iter().map(move |hit| (at, hit.span)));
            let longest = inside.filter(|(_, at)| span.contains(*at)).max_by_key(|(_, at)| at.len());
            if let Some((at, words)) = longest.filter(|_| found.iter().all(|(known, ..)| *known != name)) {
                found.push((name, entries[at].clone(), words));
            }
        }
        found
    }
}

impl Trace<'_> {
    /// How near it came; more is nearer.
    pub fn score(&self) -> u32 {
        self.score
    }

    /// What of it stands there, as a hit.
    pub fn hit(&self) -> &Hit {
        &self.hit
    }

    /// Where the members of its set stand; none if it has no set.
    pub fn members(&self) -> Vec<Span> {
        let set = |node: &Node| matches!(node.item, crate::phrase::Item::Set(..));
        let has = self.said.saying.phrase().items.iter().any(set);
        let mut there: Vec<Span> =
            self.elements.iter().filter(|_| has).filter_map(|(_, hit)| Some((*hit)?.span)).collect();
        there.sort_unstable();
        there
    }
}

/// Whether a list of phrases belongs to a check.
pub fn of_check(check: usize, list: impl Fn(List) -> bool) -> impl Fn(&Said<'_>) -> bool {
    move |said| said.check == check && list(said.list)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|word| !word.is_empty())
}
