//! What calls a phrase to mind: the rarest word of each way to say it, and where a match may then begin.

use super::BatchId;
use crate::phrase::{
    classes::ClassId,
    flat::{Flat, Keeper, Kept, Packed},
    ways::{Neighbour, Way, Width},
    word::Words,
};

/// A word of some class that calls an entry to mind.
#[derive(Clone, Copy, Debug)]
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

impl Packed<7> for Trigger {
    fn pack(self) -> [u32; 7] {
        let Self { class, entry, batch, before, near } = self;
        [class, entry, batch.0, before.0, before.1, near.0, near.1]
    }

    #[inline]
    fn unpack([class, entry, batch, least, most, first, end]: [u32; 7]) -> Self {
        Self { class, entry, batch: BatchId(batch), before: (least, most), near: (first, end) }
    }
}

/// All triggers of an index, those that are kept and those that are added each in the order of their classes.
#[derive(Clone, Default, Debug)]
pub(in super::super) struct Triggers {
    all: Flat<Trigger, 7>,
    neighbours: Flat<Neighbour, 4>,
    /// By class, where those of its words start that are kept; the last is the end.
    kept: Flat<u32, 1>,
    /// By class, where those of its words start that are added; the last is the end. Filled by [`file`](Self::file).
    added: Vec<u32>,
}

impl Triggers {
    /// Adds the ways to say an entry.
    pub(super) fn add(&mut self, (entry, batch): (u32, BatchId), mut ways: Vec<Way>) {
        ways.sort_unstable();
        ways.dedup();
        for Way { class, before, neighbours, .. } in ways {
            let first = narrow(self.neighbours.len());
            neighbours.into_iter().for_each(|neighbour| self.neighbours.push(neighbour));
            self.all.push(Trigger { class, entry, batch, before, near: (first, narrow(self.neighbours.len())) });
        }
    }

    /// Puts those that are added in the order of their classes, to be found by them.
    pub(super) fn file(&mut self, classes: usize) {
        self.all.sort_added_by_key(|trigger| (trigger.class, trigger.entry));
        self.added.clear();
        for at in self.all.kept()..self.all.len() {
            self.added.resize(self.all.at(at).class as usize + 1, narrow(at));
        }
        self.added.resize(classes + 1, narrow(self.all.len()));
    }

    /// Keeps them, filed and none of them kept before.
    pub(super) fn keep(&self, keeper: &mut Keeper) {
        let mut starts = Flat::<u32, 1>::default();
        self.added.iter().for_each(|&start| starts.push(start));
        keeper.keep(&self.all);
        keeper.keep(&self.neighbours);
        keeper.keep(&starts);
    }

    /// What was kept.
    pub(super) fn take(kept: &mut Kept) -> Option<Self> {
        Some(Self { all: kept.take()?, neighbours: kept.take()?, kept: kept.take()?, added: Vec::new() })
    }

    /// Those of the words of a class.
    pub(super) fn of(&self, class: ClassId) -> impl Iterator<Item = u32> + use<> {
        let class = class as usize;
        let kept = if class + 1 < self.kept.len() { self.kept.at(class)..self.kept.at(class + 1) } else { 0..0 };
        kept.chain(self.added[class]..self.added[class + 1])
    }

    /// The entry of a trigger.
    pub(super) fn entry(&self, trigger: u32) -> u32 {
        self.all.at(trigger as usize).entry
    }

    /// The batch of a trigger's entry.
    #[inline]
    pub(super) fn batch(&self, trigger: u32) -> BatchId {
        self.all.at(trigger as usize).batch
    }

    /// The entry of a trigger whose word stands at `at`, and the first and the last word that a match may begin with, if
    /// one may. `wide`: some value spans more than a word, so a gap that skips it is longer than it says, and distances
    /// say nothing.
    pub(super) fn pull(&self, trigger: u32, at: usize, words: &Words, wide: bool) -> Option<(u32, u32, u32)> {
        let trigger = self.all.at(trigger as usize);
        let last = narrow(at).checked_sub(trigger.before.0)?;
        if wide {
            return Some((trigger.entry, if trigger.before.1 == 0 { last } else { 0 }, last));
        }
        let near = self.neighbours.row(trigger.near.0 as usize..trigger.near.1 as usize);
        let stands = |neighbour: &[u32; 4]| {
            let neighbour = Neighbour::unpack(*neighbour);
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
