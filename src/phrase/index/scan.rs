//! One sentence against all phrases: its words name the candidates, the matcher tries those, negation is judged.

use std::{ops::Range, sync::Arc};

use super::{Entry, Index, Match, PhraseId};
use crate::phrase::{
    flat::Packed,
    machine::{Machine, Memory, Region},
    word::Words,
};

/// How many words before a match a negator reaches.
const REACH: usize = 6;

/// An entry that may match, and the first and the last word it may begin with.
type Candidate = (u32, u32, u32);

/// The working memory of a scan; made to be used again.
#[derive(Default, Debug)]
pub struct Scratch {
    /// By batch: whether it is looked for. All are if `None`.
    batches: Option<Arc<[bool]>>,
    memory: Memory,
    candidates: Vec<Candidate>,
    /// The negators of the sentence, once looked for.
    negators: Option<Vec<(usize, usize)>>,
}

impl Scratch {
    /// Nothing scanned yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says which batches are looked for from now on: by their places, those it says nothing of not; all if `None`.
    pub fn look_for(&mut self, batches: Option<Arc<[bool]>>) {
        self.batches = batches;
    }

    /// How many states the matcher has entered since this memory was made.
    pub fn steps(&self) -> u64 {
        self.memory.steps
    }

    fn begin(&mut self, words: usize) {
        self.candidates.clear();
        self.negators = None;
        self.memory.begin(words);
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
        scratch.begin(words.len());
        self.gather(words, scratch);
        let mut candidates = std::mem::take(&mut scratch.candidates);
        candidates.sort_unstable();
        for starts in candidates.chunk_by(|one, other| one.0 == other.0) {
            self.search(starts[0].0, starts, words, scratch, found);
        }
        scratch.candidates = candidates;
    }

    /// Gathers what the words and values of a sentence call to mind.
    fn gather(&self, words: &Words, scratch: &mut Scratch) {
        let wide = words.values().iter().any(|placed| placed.end > placed.start + 1);
        let Scratch { batches, memory, candidates, .. } = scratch;
        let machine = Machine { tables: &self.tables, words, memory };
        let mut consider = |at: usize, triggers: &[u32]| {
            for &trigger in triggers {
                let batch = self.triggers.batch(trigger).0 as usize;
                if batches.as_ref().is_some_and(|batches| !batches.get(batch).copied().unwrap_or_default()) {
                    continue;
                }
                let Some(candidate) = self.triggers.pull(trigger, at, words, wide) else { continue };
                let (entry, first, last) = candidate;
                if first < last || machine.may_start(self.entries.at(entry as usize).program, last as usize) {
                    candidates.push(candidate);
                }
            }
        };
        for at in 0..words.len() {
            consider(at, words.triggers(at));
        }
        for (kind, at) in words.kinds() {
            consider(at, self.value_triggers(kind));
        }
    }

    /// The same as [`scan`](Self::scan), by trying every phrase at every word.
    #[cfg(test)]
    pub(super) fn try_everything(&self, words: &Words, scratch: &mut Scratch, found: &mut Vec<Match>) {
        scratch.begin(words.len());
        let all = [(0, 0, narrow(words.len() - 1))];
        (0..narrow(self.entries.len())).for_each(|entry| self.search(entry, &all, words, scratch, found));
    }

    /// `starts`: where matches may begin, ascending.
    fn search(&self, entry: u32, starts: &[Candidate], words: &Words, scratch: &mut Scratch, found: &mut Vec<Match>) {
        let phrases = self.phrases_of.get(entry);
        let entry = self.entries.at(entry as usize);
        let Scratch { memory, negators, .. } = scratch;
        let mut machine = Machine { tables: &self.tables, words, memory };
        let mut rest = starts.iter().peekable();
        let mut next = |machine: &Machine<'_>, from: usize| {
            let mut at = from;
            loop {
                let &&(_, first, last) = rest.peek()?;
                at = at.max(first as usize);
                if at > last as usize {
                    rest.next();
                } else if machine.may_start(entry.program, at) {
                    return Some(at);
                } else {
                    at += 1;
                }
            }
        };
        let mut start = next(&machine, 0);
        if start.is_none() {
            return;
        }
        let region = machine.region(entry.program);
        while let Some(at) = start {
            start = next(&machine, at + 1);
            let Some(end) = machine.find(entry.program, region, at) else { continue };
            let (first, end) = if entry.set { tightest(&mut machine, &entry, region, at..end) } else { (at, end) };
            if self.is_negated(&mut machine, negators, first, end) != entry.negated {
                continue;
            }
            start = next(&machine, end);
            let context = self.context(&machine, first, end);
            let (start, end) = (narrow(first), narrow(end));
            found.extend(phrases.iter().map(|&phrase| PhraseId::unpack(phrase)).map(|phrase| Match {
                phrase,
                start,
                end,
                context,
            }));
        }
        machine.release(region);
    }

    /// The words of the context that the last match made use of.
    fn context(&self, machine: &Machine<'_>, start: usize, end: usize) -> u64 {
        let inside = start..end.min(machine.words.context()).min(u64::BITS as usize);
        inside.filter(|&at| machine.memory.used[at]).fold(0, |context, at| context | 1 << at)
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
