//! What calls a phrase to mind: the rarest word of each way to say it, and where a match may then begin.

use std::ops::Range;

use crate::phrase::{
    classes::ClassId,
    ways::{Neighbour, Way, Width},
    word::Words,
};

/// A word of some class that calls an entry to mind.
#[derive(Debug)]
pub(super) struct Trigger {
    pub entry: u32,
    /// The words of a match before it.
    before: Width,
    /// What must stand near it.
    neighbours: Box<[Neighbour]>,
}

/// All triggers of an index.
#[derive(Debug)]
pub(in crate::phrase) struct Triggers {
    all: Vec<Trigger>,
    /// By class, those of its words; the last entry is the end.
    starts: Vec<u32>,
}

impl Trigger {
    pub(super) fn new(entry: u32, way: Way) -> Self {
        Self { entry, before: way.before, neighbours: way.neighbours.into() }
    }

    /// Where a match may begin if the word stands at `at`. `wide`: some value spans more than a word, so a gap that
    /// skips it is longer than it says, and distances say nothing.
    pub(super) fn starts(&self, at: usize, words: &Words, wide: bool) -> Option<(u32, u32)> {
        let last = u32::try_from(at).ok()?.checked_sub(self.before.0)?;
        if wide {
            return Some((if self.before.1 == 0 { last } else { 0 }, last));
        }
        let first = (last + self.before.0).saturating_sub(self.before.1);
        let stands = |neighbour: &Neighbour| {
            let place = |away: i32| at.saturating_add_signed(away as isize);
            let reach = if neighbour.to < 0 && at < neighbour.to.unsigned_abs() as usize {
                return false;
            } else {
                place(neighbour.to)
            };
            (place(neighbour.from)..=reach).any(|at| words.is(at, neighbour.class))
        };
        self.neighbours.iter().all(stands).then_some((first, last))
    }
}

impl Triggers {
    pub(super) fn new(mut all: Vec<(ClassId, Trigger)>, classes: usize) -> Self {
        all.sort_by_key(|(class, trigger)| (*class, trigger.entry));
        let place = |class: usize| all.partition_point(|(own, _)| (*own as usize) < class);
        let starts =
            (0..=classes).map(|class| u32::try_from(place(class)).expect("fewer than 2^32 triggers")).collect();
        Self { all: all.into_iter().map(|(_, trigger)| trigger).collect(), starts }
    }

    /// Those of the words of a class.
    pub(in crate::phrase) fn of(&self, class: ClassId) -> Range<u32> {
        self.starts[class as usize]..self.starts[class as usize + 1]
    }

    pub(super) fn get(&self, at: u32) -> &Trigger {
        &self.all[at as usize]
    }
}
