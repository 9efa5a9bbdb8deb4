//! The ways a phrase can be said: of each, the rarest word it cannot be said without, how far a match reaches around
//! that word, and what else must then stand where. A word of a sentence calls to mind the ways that it is the rarest of.

use bitcode::{Decode, Encode};

use super::{
    classes::{ClassId, Test},
    flat::Packed,
    lists::Compiler,
    lower::Step,
};

/// The most neighbours that a way is told by.
const MOST: usize = 4;
/// The most words that a neighbour may be one of.
const SPREAD: u32 = 6;
/// A distance that no sentence has.
const FAR: u32 = 1 << 20;

/// A number of words, at least and at most.
pub(super) type Width = (u32, u32);

/// A way to say a row of steps.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode)]
pub(super) struct Way {
    /// What its rarest word is of.
    pub class: ClassId,
    /// The words of a match before that one.
    pub before: Width,
    /// The words of a match after it.
    pub after: Width,
    /// The words that must stand near it, the rarest first.
    pub neighbours: Vec<Neighbour>,
}

/// A word that must stand near another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode)]
pub(super) struct Neighbour {
    /// How common it is; only the order matters.
    cost: u32,
    /// What it is of.
    pub class: ClassId,
    /// Its distance from the other, negative before it, at least and at most.
    pub from: i32,
    pub to: i32,
}

impl Packed<4> for Neighbour {
    fn pack(self) -> [u32; 4] {
        [self.cost, self.class, self.from.cast_unsigned(), self.to.cast_unsigned()]
    }

    #[inline]
    fn unpack([cost, class, from, to]: [u32; 4]) -> Self {
        Self { cost, class, from: from.cast_signed(), to: to.cast_signed() }
    }
}

impl Way {
    /// A single word of a class.
    pub(super) fn word(class: ClassId) -> Self {
        Self { class, before: (0, 0), after: (0, 0), neighbours: Vec::new() }
    }
}

impl Compiler {
    /// All ways to say a row; `None` if it can be said without any word that could be told.
    pub(super) fn ways(&mut self, row: &[Step]) -> Option<Vec<Way>> {
        let costs = row.iter().enumerate().filter_map(|(at, step)| Some((self.step_cost(step)?, at)));
        let (_, rarest) = costs.min()?;
        let ways = self.step_ways(&row[rarest])?;
        let width = |row: &[Step]| self.width(row);
        let (before, after) = (width(&row[..rarest]), width(&row[rarest + 1..]));
        let mut placed = Vec::with_capacity(ways.len());
        for mut way in ways {
            self.neighbours(row, rarest, &mut way);
            way.before = sum(way.before, before);
            way.after = sum(way.after, after);
            placed.push(way);
        }
        Some(placed)
    }

    /// How common the words are that tell a row; only the order matters.
    pub(super) fn row_cost(&self, row: &[Step]) -> Option<u32> {
        row.iter().filter_map(|step| self.step_cost(step)).min()
    }

    fn step_cost(&self, step: &Step) -> Option<u32> {
        match step {
            Step::Class(tests) => Some(self.cost(tests)),
            Step::List(list) => self.tables.made_of(*list).cost,
            Step::Value(..) => Some(super::emit::NUMBER),
            Step::Set(set) => {
                let members = &self.tables.sets[*set as usize].members;
                members.iter().filter_map(|&list| self.tables.made_of(list).cost).min()
            }
            Step::Choice(rows) => {
                rows.iter().try_fold(0u32, |cost, row| Some(cost.saturating_add(self.row_cost(row)?)))
            }
            _ => None,
        }
    }

    fn step_ways(&mut self, step: &Step) -> Option<Vec<Way>> {
        match step {
            Step::Class(tests) => Some(vec![Way::word(self.classes.class(tests.clone()))]),
            Step::List(list) => self.list_ways(*list),
            Step::Value(_, kind) => {
                let test = self.classes.test(Test::Value(*kind));
                let class = self.classes.class(vec![test]);
                Some(vec![Way { after: (0, FAR), ..Way::word(class) }])
            }
            Step::Set(set) => self.set_ways(*set),
            Step::Choice(rows) => {
                let mut all = Vec::new();
                for row in rows {
                    all.extend(self.ways(row)?);
                }
                Some(all)
            }
            _ => None,
        }
    }

    fn list_ways(&self, list: u32) -> Option<Vec<Way>> {
        let single = self.tables.lists[list as usize].class.map(Way::word);
        let longer = self.tables.made_of(list).longer.as_ref()?;
        Some(single.into_iter().chain(longer.iter().cloned()).collect())
    }

    /// The ways of the rarest member, anywhere in the set.
    fn set_ways(&mut self, set: u32) -> Option<Vec<Way>> {
        let set = &self.tables.sets[set as usize];
        let cost = |&&list: &&u32| self.tables.made_of(list).cost.unwrap_or(u32::MAX);
        let (rarest, room) = (*set.members.iter().min_by_key(cost)?, set.within);
        let mut ways = self.list_ways(rarest)?;
        for way in &mut ways {
            (way.before.1, way.after.1) = (way.before.1 + room, way.after.1 + room);
        }
        Some(ways)
    }

    /// Notes what the words of a row's other steps say of the surroundings of a way of its step `at`.
    fn neighbours(&mut self, row: &[Step], at: usize, way: &mut Way) {
        let mut away = sum(way.after, (1, 1));
        for step in &row[at + 1..] {
            self.neighbour(step, (away.0.cast_signed(), away.1.cast_signed()), way);
            away = sum(away, self.step_width(step));
        }
        let mut away = way.before;
        for step in row[..at].iter().rev() {
            away = sum(away, self.step_width(step));
            self.neighbour(step, (-away.1.cast_signed(), -away.0.cast_signed()), way);
        }
        way.neighbours.sort_unstable();
        way.neighbours.truncate(MOST);
    }

    fn neighbour(&mut self, step: &Step, (from, to): (i32, i32), way: &mut Way) {
        if let Step::Class(tests) = step
            && from.abs_diff(to) < SPREAD
        {
            let class = self.classes.class(tests.clone());
            way.neighbours.push(Neighbour { cost: self.cost(tests), class, from, to });
        }
    }
}

fn sum(one: Width, other: Width) -> Width {
    (one.0.saturating_add(other.0).min(FAR), one.1.saturating_add(other.1).min(FAR))
}
