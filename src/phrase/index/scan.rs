//! One sentence against all phrases: its words name the candidates, the matcher tries those, negation is judged.

use std::ops::Range;

use super::{Entry, Index, Match};
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
    candidates: Vec<u32>,
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
        self.candidates.clear();
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
            self.vote(words.witnesses(at), scratch);
        }
        for placed in words.values() {
            self.vote(self.value_classes(&placed.value), scratch);
        }
        let mut candidates = std::mem::take(&mut scratch.candidates);
        candidates.sort_unstable();
        for &candidate in &candidates {
            let entry = &self.entries[candidate as usize];
            let seen = |class: &ClassId| scratch.classes[*class as usize] == scratch.sentence;
            if entry.also.iter().all(|set| set.iter().any(seen)) {
                self.search(entry, words, scratch, found);
            }
        }
        scratch.candidates = candidates;
    }

    /// The same as [`scan`](Self::scan), by trying every phrase at every word.
    #[cfg(test)]
    pub(super) fn try_everything(&self, words: &Words, scratch: &mut Scratch, found: &mut Vec<Match>) {
        scratch.begin(self, words.len());
        self.entries.iter().for_each(|entry| self.search(entry, words, scratch, found));
    }

    fn vote(&self, classes: &[ClassId], scratch: &mut Scratch) {
        for &class in classes {
            let stamp = &mut scratch.classes[class as usize];
            if *stamp == scratch.sentence {
                continue;
            }
            *stamp = scratch.sentence;
            for &entry in self.filed[class as usize].iter().flatten() {
                let stamp = &mut scratch.entries[entry as usize];
                if *stamp != scratch.sentence {
                    *stamp = scratch.sentence;
                    scratch.candidates.push(entry);
                }
            }
        }
    }

    fn search(&self, entry: &Entry, words: &Words, scratch: &mut Scratch, found: &mut Vec<Match>) {
        let Scratch { memory, negators, .. } = scratch;
        let mut machine = Machine { tables: &self.tables, words, memory };
        let Some(mut at) = (0..words.len()).find(|&at| machine.may_start(entry.program, at)) else { return };
        let region = machine.region(entry.program);
        while at < words.len() {
            let Some(end) = machine.find(entry.program, region, at) else {
                at += 1;
                continue;
            };
            let (start, end) = if entry.set { tightest(&mut machine, entry, region, at..end) } else { (at, end) };
            let negated = self.is_negated(&mut machine, negators, start, end);
            if negated != entry.negated {
                at += 1;
                continue;
            }
            let (start, end) = (narrow(start), narrow(end));
            found.extend(entry.phrases.iter().map(|&phrase| Match { phrase, start, end }));
            at = end as usize;
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
