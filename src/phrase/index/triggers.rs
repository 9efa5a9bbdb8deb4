//! What calls a phrase to mind: the rarest word of each way to say it, and where a match may then begin.

use std::ops::Range;

use bitcode::{Decode, Encode};

use super::BatchId;
use crate::phrase::{
    classes::ClassId,
    ways::{Neighbour, Way, Width},
    word::Words,
};

/// A word of some class that calls an entry to mind.
#[derive(Clone, Copy, Debug, Encode, Decode)]
struct Trigger {
    class: ClassId,
    entry: u32,
    /// The batch of the entry.
    batch: BatchId,
    /// The words of a match before it.
    before: Width,
    /// What must stand near it, as a range of [`Triggers::neighbours`].
    near: Width,
}

/// All triggers of an index.
#[derive(Clone, Default, Debug, Encode, Decode)]
pub(in super::super) struct Triggers {
    all: Vec<Trigger>,
    neighbours: Vec<Neighbour>,
    /// By class, those of its words; the last is the end. Filled by [`file`](Self::file).
    starts: Vec<u32>,
}

impl Triggers {
    /// Adds the ways to say an entry.
    pub(super) fn add(&mut self, (entry, batch): (u32, BatchId), mut ways: Vec<Way>) {
        ways.sort_unstable();
        ways.dedup();
        for Way { class, before, neighbours, .. } in ways {
            let first = narrow(self.neighbours.len());
            self.neighbours.extend(neighbours);
            self.all.push(Trigger { class, entry, batch, before, near: (first, narrow(self.neighbours.len())) });
        }
    }

    /// Keeps those of some entries.
    pub(super) fn retain(&mut self, keep: impl Fn(u32) -> bool) {
        self.all.retain(|trigger| keep(trigger.entry));
    }

    /// Puts them in the order of their classes, to be found by them.
    pub(super) fn file(&mut self, classes: usize) {
        let order = |trigger: &Trigger| (trigger.class, trigger.entry);
        if !self.all.is_sorted_by_key(order) {
            self.all.sort_by_key(order);
        }
        self.starts = vec![0];
        for (at, trigger) in self.all.iter().enumerate() {
            self.starts.resize(trigger.class as usize + 1, narrow(at));
        }
        self.starts.resize(classes + 1, narrow(self.all.len()));
    }

    /// Those of the words of a class.
    pub(in super::super) fn of(&self, class: ClassId) -> Range<u32> {
        self.starts[class as usize]..self.starts[class as usize + 1]
    }

    /// The batch of a trigger's entry.
    #[inline]
    pub(super) fn batch(&self, trigger: u32) -> BatchId {
        self.all[trigger as usize].batch
    }

    /// The entry of a trigger whose word stands at `at`, and the first and the last word that a match may begin with, if
    /// one may. `wide`: some value spans more than a word, so a gap that skips it is longer than it says, and distances
    /// say nothing.
    pub(super) fn pull(&self, trigger: u32, at: usize, words: &Words, wide: bool) -> Option<(u32, u32, u32)> {
        let trigger = &self.all[trigger as usize];
        let last = narrow(at).checked_sub(trigger.before.0)?;
        if wide {
            return Some((trigger.entry, if trigger.before.1 == 0 { last } else { 0 }, last));
        }
        let near = &self.neighbours[trigger.near.0 as usize..trigger.near.1 as usize];
        let stands = |neighbour: &Neighbour| {
            let least = at.saturating_add_signed(neighbour.from as isize);
            let most = at.checked_add_signed(neighbour.to as isize);
            most.is_some_and(|most| (least..=most).any(|at| words.is(at, neighbour.class)))
        };
        let first = narrow(at).saturating_sub(trigger.before.1);
        near.iter().all(stands).then_some((trigger.entry, first, last))
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("there are fewer than 2^32 of anything here")
}
