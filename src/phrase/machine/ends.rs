//! Where the entries of a word list end that start at some word; looked for once a sentence.

use std::{ops::Range, sync::Arc};

use super::{Machine, Memory, Region, State, narrow};
use crate::phrase::tables::{ListId, Op, ProgramId};

/// Where a list's entries end that start at one word.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Ends {
    single: bool,
    longer: (u32, u32),
}

impl Ends {
    pub(in super::super) fn is_empty(self) -> bool {
        !self.single && self.longer.0 == self.longer.1
    }

    /// The ends, the nearest first.
    pub(in super::super) fn each_backwards(self, memory: &Memory, at: usize, mut go: impl FnMut(usize)) {
        if self.single {
            go(at + 1);
        }
        for &end in &memory.ends[self.longer.0 as usize..self.longer.1 as usize] {
            go(end as usize);
        }
    }
}

impl Machine<'_> {
    /// Where the entries of a list end that start at a word.
    pub(in super::super) fn ends(&mut self, list: ListId, at: usize) -> Ends {
        let tables = self.tables;
        let entry = &tables.lists[list as usize];
        let single = entry.class.is_some_and(|class| self.is(at, class));
        let longer =
            !entry.entries.is_empty() && at < self.len() && entry.starts.is_none_or(|starts| self.is(at, starts));
        if !longer {
            return Ends { single, longer: (0, 0) };
        }
        let key = u64::from(list) << 32 | u64::from(narrow(at));
        if let Some(&longer) = self.memory.lists.get(&key) {
            return Ends { single, longer };
        }
        let starters = self.starters(list, at);
        if starters.is_empty() {
            return Ends { single, longer: (0, 0) };
        }
        let mut found = self.memory.found.pop().unwrap_or_default();
        for place in starters {
            let program = self.memory.starters[place];
            if self.may_start(program, at) {
                self.find_all(program, at, &mut found);
            }
        }
        found.sort_unstable();
        found.dedup();
        let start = narrow(self.memory.ends.len());
        self.memory.ends.append(&mut found);
        self.memory.found.push(found);
        let longer = (start, narrow(self.memory.ends.len()));
        self.memory.lists.insert(key, longer);
        Ends { single, longer }
    }

    /// The longer entries of a list that may start with a word, by its form, as places in [`Memory::starters`].
    fn starters(&mut self, list: ListId, at: usize) -> Range<usize> {
        let Some(form) = self.words.form(at) else { return 0..0 };
        let memory = &mut *self.memory;
        if !memory.age.as_ref().is_some_and(|age| Arc::ptr_eq(age, self.words.age())) {
            memory.age = Some(Arc::clone(self.words.age()));
            memory.starters.clear();
            memory.starters_of.clear();
        }
        let key = u64::from(list) << 32 | u64::from(form.id);
        if let Some(&(start, end)) = memory.starters_of.get(&key) {
            return start as usize..end as usize;
        }
        let (tables, words) = (self.tables, self.words);
        let may = |program: &&ProgramId| {
            tables.heads.at(**program as usize).first.is_none_or(|first| words.is_form(form, first))
        };
        let start = memory.starters.len();
        memory.starters.extend(tables.lists[list as usize].entries.iter().filter(may));
        let end = memory.starters.len();
        memory.starters_of.insert(key, (narrow(start), narrow(end)));
        start..end
    }

    /// All ends of a program's matches from one word.
    fn find_all(&mut self, program: ProgramId, start: usize, found: &mut Vec<u32>) {
        self.run(program, start, |_, _, state| {
            found.extend((state.at as usize > start).then_some(state.at));
            false
        });
    }

    /// Notes the words that an entry of a list uses that stands at `start..end`; those that it skips are not used.
    pub(in super::super) fn retrace_entry(&mut self, list: ListId, start: usize, end: usize) {
        let single = self.tables.lists[list as usize].class.filter(|_| end == start + 1);
        let is_single = single.is_some_and(|class| self.is(start, class));
        let mut starters = if is_single { 0..0 } else { self.starters(list, start) };
        let found = starters.any(|place| {
            let program = self.memory.starters[place];
            self.may_start(program, start)
                && self.run(program, start, |machine, region, state| {
                    let is_end = state.at as usize == end;
                    if is_end {
                        machine.retrace(machine.tables.programs.get(program), region, state, start);
                    }
                    is_end
                })
        });
        if !found {
            self.memory.used[start..end].fill(true);
        }
    }

    /// Runs a program from one word, until one of its ends is `enough`; whether one is.
    fn run(
        &mut self,
        program: ProgramId,
        start: usize,
        mut enough: impl FnMut(&mut Self, Region, State) -> bool,
    ) -> bool {
        let tables = self.tables;
        let ops = tables.programs.get(program);
        let region = self.region(program);
        let mut stack = self.memory.stacks.pop().unwrap_or_default();
        let mut next = Some(State { pc: 0, at: narrow(start), from: u32::MAX });
        let mut found = false;
        while let Some(state) = next.or_else(|| stack.pop()).filter(|_| !found) {
            next = None;
            if !self.enter(state, region) {
            } else if Op::of(ops, state.pc) == Op::Accept {
                found = enough(self, region, state);
            } else {
                next = self.expand(ops, state, &mut stack);
            }
        }
        stack.clear();
        self.memory.stacks.push(stack);
        self.release(region);
        found
    }
}
