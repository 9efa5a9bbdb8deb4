//! One sentence against all phrases: its words name the candidates, the matcher tries those, negation is judged.

use std::ops::Range;

use super::{
    Entry, Index, Match,
    starts::{MOST_PLACES, Places, next},
};
use crate::phrase::{
    classes::ClassId,
    machine::{Machine, Memory, Region},
    word::Words,
};

/// How many words before a match a negator reaches.
const REACH: usize = 6;

/// The working memory of a scan; made to be used again.
#[derive(Default, Debug)]
pub struct Scratch {
    memory: Memory,
    /// By class and by entry, the last sentence they were seen in.
    classes: Vec<u32>,
    entries: Vec<u32>,
    sentence: u32,
    /// By class, where it stands in the last sentence it was seen in, should that be short.
    places: Vec<Places>,
    candidates: Vec<u32>,
    /// The candidates that have what they need, and where they may begin.
    tried: Vec<(u32, Places)>,
    /// The negators of the sentence, once looked for.
    negators: Option<Vec<(usize, usize)>>,
}

impl Scratch {
    /// Nothing scanned yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many states the matcher has entered since this memory was made.
    pub fn steps(&self) -> u64 {
        self.memory.steps
    }

    fn begin(&mut self, index: &Index, words: usize) {
        if self.sentence == u32::MAX {
            *self = Self::default();
        }
        self.sentence += 1;
        grow(&mut self.classes, index.filed.len());
        grow(&mut self.entries, index.entries.len());
        if self.places.len() < index.filed.len() {
            self.places.resize(index.filed.len(), 0);
        }
        self.candidates.clear();
        self.tried.clear();
        self.negators = None;
        self.memory.begin(words);
    }
}

fn grow(stamps: &mut Vec<u32>, length: usize) {
    if stamps.len() < length {
        stamps.resize(length, 0);
    }
}

impl Index {
    /// Adds all matches of all phrases in one sentence, those of one phrase not overlapping, negation judged.
    ///
    /// # Panics
    /// If the words were pushed with another index.
    pub fn scan(&self, words: &Words, scratch: &mut Scratch, found: &mut Vec<Match>) {
        if words.is_empty() {
            return;
        }
        assert!(words.belongs_to(self), "the words were pushed with this index");
        scratch.begin(self, words.len());
        for at in 0..words.len() {
            self.vote(words.witnesses(at), at, scratch);
        }
        let mut wide = false;
        for placed in words.values() {
            wide |= placed.end > placed.start + 1;
            self.vote(self.value_classes(&placed.value), placed.start, scratch);
        }
        let short = words.len() <= MOST_PLACES;
        let mut tried = std::mem::take(&mut scratch.tried);
        for &candidate in &scratch.candidates {
            let starts = self.entries[candidate as usize].starts(scratch, wide, short);
            tried.extend((starts != 0).then_some((candidate, starts)));
        }
        tried.sort_unstable();
        for &(candidate, starts) in &tried {
            self.search(&self.entries[candidate as usize], short.then_some(starts), words, scratch, found);
        }
        scratch.tried = tried;
    }

    /// The same as [`scan`](Self::scan), by trying every phrase at every word.
    #[cfg(test)]
    pub(super) fn try_everything(&self, words: &Words, scratch: &mut Scratch, found: &mut Vec<Match>) {
        scratch.begin(self, words.len());
        self.entries.iter().for_each(|entry| self.search(entry, None, words, scratch, found));
    }

    fn vote(&self, classes: &[ClassId], at: usize, scratch: &mut Scratch) {
        let place = 1 << (at % MOST_PLACES);
        for &class in classes {
            let stamp = &mut scratch.classes[class as usize];
            if *stamp == scratch.sentence {
                scratch.places[class as usize] |= place;
                continue;
            }
            *stamp = scratch.sentence;
            scratch.places[class as usize] = place;
            for &entry in self.filed[class as usize].iter().flatten() {
                let stamp = &mut scratch.entries[entry as usize];
                if *stamp != scratch.sentence {
                    *stamp = scratch.sentence;
                    scratch.candidates.push(entry);
                }
            }
        }
    }

    /// `starts`: where matches may begin, if that is known.
    fn search(
        &self,
        entry: &Entry,
        starts: Option<Places>,
        words: &Words,
        scratch: &mut Scratch,
        found: &mut Vec<Match>,
    ) {
        let Scratch { memory, negators, .. } = scratch;
        let mut machine = Machine { tables: &self.tables, words, memory };
        let next = |machine: &Machine<'_>, mut at: usize| loop {
            at = starts.map_or(Some(at), |starts| next(starts, at)).filter(|&at| at < words.len())?;
            if machine.may_start(entry.program, at) {
                return Some(at);
            }
            at += 1;
        };
        let mut start = next(&machine, 0);
        if start.is_none() {
            return;
        }
        let region = machine.region(entry.program);
        while let Some(at) = start {
            start = next(&machine, at + 1);
            let Some(end) = machine.find(entry.program, region, at) else { continue };
            let (first, end) = if entry.set { tightest(&mut machine, entry, region, at..end) } else { (at, end) };
            if self.is_negated(&mut machine, negators, first, end) != entry.negated {
                continue;
            }
            start = next(&machine, end);
            let (first, end) = (narrow(first), narrow(end));
            found.extend(entry.phrases.iter().map(|&phrase| Match { phrase, start: first, end }));
        }
        machine.release(region);
    }

    /// Whether an odd number of negators stands before a match in its clause, or among the words it skips.
    fn is_negated(
        &self,
        machine: &mut Machine<'_>,
        known: &mut Option<Vec<(usize, usize)>>,
        start: usize,
        end: usize,
    ) -> bool {
        let negators = known.get_or_insert_with(|| self.negators(machine));
        if negators.is_empty() {
            return false;
        }
        let reach = self.clause(machine, start);
        let used = &machine.memory.used;
        let counts = |&&(from, to): &&(usize, usize)| {
            if from < start { to > reach } else { from < end && !used[from] }
        };
        negators.iter().filter(counts).count() % 2 == 1
    }

    fn negators(&self, machine: &mut Machine<'_>) -> Vec<(usize, usize)> {
        let Some(list) = self.neg else { return Vec::new() };
        let mut found = Vec::new();
        let mut at = 0;
        while at < machine.len() {
            let mut longest = at;
            machine.ends(list, at).each_backwards(machine.memory, at, |end| longest = longest.max(end));
            if longest > at {
                found.push((at, longest));
            }
            at = longest.max(at + 1);
        }
        found
    }

    /// The first word that a negator can reach a match from.
    fn clause(&self, machine: &mut Machine<'_>, start: usize) -> usize {
        let mut at = start;
        while at > 0 && start - at < REACH {
            let opens = self.openers.is_some_and(|list| !machine.ends(list, at).is_empty());
            if opens || machine.words.as_slice()[at].breaks {
                break;
            }
            at -= 1;
        }
        at
    }
}

impl Entry {
    /// Where its matches may begin; in a sentence that is not short, whether anywhere.
    fn starts(&self, scratch: &Scratch, wide: bool, short: bool) -> Places {
        let mut starts = Places::MAX;
        for need in &self.needs {
            let seen = need.classes.iter().filter(|&&class| scratch.classes[class as usize] == scratch.sentence);
            let places = seen.fold(0, |places, &class| places | scratch.places[class as usize]);
            starts &= match short {
                true => need.starts(places, wide),
                false if places == 0 => 0,
                false => Places::MAX,
            };
            if starts == 0 {
                break;
            }
        }
        starts
    }
}

/// The shortest of the matches that start within the first.
fn tightest(machine: &mut Machine<'_>, entry: &Entry, region: Region, first: Range<usize>) -> (usize, usize) {
    let mut best = first.clone();
    for start in first.start + 1..first.end {
        let end = machine.find(entry.program, region, start);
        if let Some(end) = end.filter(|end| end - start < best.len()) {
            best = start..end;
        }
    }
    machine.find(entry.program, region, best.start);
    (best.start, best.end)
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("a sentence has fewer than 2^32 words")
}
