//! The matcher: programs run over the words of one sentence by backtracking that never visits a state twice.
//!
//! A state is a step of a program and a word. Which of its ways leads to an end does not depend on how it was reached,
//! so a state that failed once has failed for good: the work is bounded by steps × words × the widest gap.

use foldhash::HashMap;

use super::{
    classes::ClassId,
    tables::{ListId, Op, ProgramId, Tables},
    word::Words,
};

/// A state and the place of the one before it.
#[derive(Clone, Copy, Debug)]
struct State {
    pc: u32,
    at: u32,
    from: u32,
}

/// A stretch of [`Memory::visited`] that belongs to one run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Region {
    base: usize,
    stamp: u32,
}

/// What the matcher remembers while it reads a sentence; made to be used again.
#[derive(Default, Debug)]
pub(super) struct Memory {
    visited: Vec<u32>,
    before: Vec<State>,
    top: usize,
    stamp: u32,
    stacks: Vec<Vec<State>>,
    /// Where the longer entries of a list end, by list and word.
    pub lists: HashMap<(ListId, u32), (u32, u32)>,
    pub ends: Vec<u32>,
    /// Whether an excluded member of a set stands in the sentence.
    pub barred: HashMap<u32, bool>,
    /// The words that the last match used, not skipped.
    pub used: Vec<bool>,
    pub table: Vec<u32>,
    /// All states ever entered.
    pub steps: u64,
}

/// The matcher at one sentence.
pub(super) struct Machine<'a> {
    pub tables: &'a Tables,
    pub words: &'a Words,
    pub memory: &'a mut Memory,
}

/// Where a list's entries end that start at one word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ends {
    single: bool,
    longer: (u32, u32),
}

impl Ends {
    pub(super) fn is_empty(self) -> bool {
        !self.single && self.longer.0 == self.longer.1
    }
}

impl Memory {
    /// Forgets the last sentence.
    pub(super) fn begin(&mut self, words: usize) {
        self.lists.clear();
        self.barred.clear();
        self.ends.clear();
        self.used.clear();
        self.used.resize(words, false);
        self.top = 0;
    }
}

impl Machine<'_> {
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// Room for a run of this program.
    pub(super) fn region(&mut self, program: ProgramId) -> Region {
        let memory = &mut *self.memory;
        if memory.stamp == u32::MAX {
            memory.visited.fill(0);
            memory.stamp = 0;
        }
        memory.stamp += 1;
        let base = memory.top;
        memory.top += self.tables.programs[program as usize].len() * (self.words.len() + 1);
        if memory.visited.len() < memory.top {
            memory.visited.resize(memory.top, 0);
            memory.before.resize(memory.top, State { pc: 0, at: 0, from: 0 });
        }
        Region { base, stamp: memory.stamp }
    }

    /// Gives the room back.
    pub(super) fn release(&mut self, region: Region) {
        self.memory.top = region.base;
    }

    /// The end of the best match that starts at a word, its used words noted.
    pub(super) fn find(&mut self, program: ProgramId, region: Region, start: usize) -> Option<usize> {
        let tables = self.tables;
        let ops = &tables.programs[program as usize];
        if !self.may_start(program, start) {
            return None;
        }
        let mut stack = self.memory.stacks.pop().unwrap_or_default();
        stack.push(State { pc: 0, at: narrow(start), from: u32::MAX });
        let mut end = None;
        while let Some(state) = stack.pop() {
            if !self.enter(state, region) {
                continue;
            }
            if ops[state.pc as usize] == Op::Accept {
                if (state.at as usize) > self.words.context() && state.at as usize > start {
                    self.retrace(ops, region, state, start);
                    end = Some(state.at as usize);
                    break;
                }
            } else {
                self.expand(ops, state, &mut stack);
            }
        }
        stack.clear();
        self.memory.stacks.push(stack);
        end
    }

    /// Whether a match of the program may begin at a word, by that word alone.
    pub(super) fn may_start(&self, program: ProgramId, at: usize) -> bool {
        let program = program as usize;
        let bound = self.tables.programs[program].first() == Some(&Op::Start);
        (!bound || self.starts(at)) && self.tables.firsts[program].is_none_or(|first| self.is(at, first))
    }

    fn place(&self, region: Region, state: State) -> usize {
        region.base + state.pc as usize * (self.words.len() + 1) + state.at as usize
    }

    /// Whether the state is new to the run.
    fn enter(&mut self, state: State, region: Region) -> bool {
        let place = self.place(region, state);
        if self.memory.visited[place] == region.stamp {
            return false;
        }
        self.memory.visited[place] = region.stamp;
        self.memory.before[place] = state;
        self.memory.steps += 1;
        true
    }

    /// Puts the states that follow on the stack, the best on top.
    fn expand(&mut self, ops: &[Op], state: State, stack: &mut Vec<State>) {
        let at = state.at as usize;
        let from = state.pc * (narrow(self.len()) + 1) + state.at;
        let mut go = |pc: u32, at: usize| stack.push(State { pc, at: narrow(at), from });
        let next = state.pc + 1;
        match ops[state.pc as usize] {
            Op::Class(class) if self.is(at, class) => go(next, at + 1),
            Op::Value(test) => {
                let test = &self.tables.values[test as usize];
                self.words
                    .values_at(at)
                    .filter(|placed| test.accepts(&placed.value))
                    .for_each(|placed| go(next, placed.end));
            }
            Op::List(list) => self.ends(list, at).each_backwards(self.memory, at, |end| go(next, end)),
            Op::Gap(most, not) => {
                let first = stack.len();
                self.gap(at, most, not, |at| stack.push(State { pc: next, at: narrow(at), from }));
                stack[first..].reverse();
            }
            Op::Not(list) if self.ends(list, at).is_empty() => go(next, at),
            Op::Set(set) => self.set_ends(set, at).into_iter().rev().for_each(|end| go(next, end)),
            Op::Fork(first, second) => {
                go(second, at);
                go(first, at);
            }
            Op::Jump(to) => go(to, at),
            Op::Start if self.starts(at) => go(next, at),
            Op::End if self.stops(at) => go(next, at),
            Op::Class(_) | Op::Not(_) | Op::Start | Op::End | Op::Accept => {}
        }
    }

    /// All places a gap from `at` may lead to, the nearest first.
    fn gap(&mut self, at: usize, most: u32, not: Option<ListId>, mut go: impl FnMut(usize)) {
        let mut here = at;
        go(here);
        for _ in 0..most {
            if here >= self.len() || not.is_some_and(|list| !self.ends(list, here).is_empty()) {
                break;
            }
            here = self.words.values_at(here).map(|placed| placed.end).max().unwrap_or(here + 1);
            go(here);
            self.memory.steps += 1;
        }
    }

    /// Whether the word is of the class.
    pub(super) fn is(&self, at: usize, class: ClassId) -> bool {
        self.words.is(at, class)
    }

    fn starts(&self, at: usize) -> bool {
        at == 0 || at == self.words.context() || self.words.as_slice().get(at).is_some_and(|word| word.opens)
    }

    fn stops(&self, at: usize) -> bool {
        at == self.len() || (at > 0 && self.words.as_slice()[at - 1].closes)
    }

    /// Where the entries of a list end that start at a word.
    pub(super) fn ends(&mut self, list: ListId, at: usize) -> Ends {
        let tables = self.tables;
        let entry = &tables.lists[list as usize];
        let single = entry.class.is_some_and(|class| self.is(at, class));
        let longer =
            !entry.entries.is_empty() && at < self.len() && entry.starts.is_none_or(|starts| self.is(at, starts));
        if !longer {
            return Ends { single, longer: (0, 0) };
        }
        if let Some(&longer) = self.memory.lists.get(&(list, narrow(at))) {
            return Ends { single, longer };
        }
        let mut found = Vec::new();
        for &program in &entry.entries {
            self.find_all(program, at, &mut found);
        }
        found.sort_unstable();
        found.dedup();
        let start = narrow(self.memory.ends.len());
        self.memory.ends.extend(found);
        let longer = (start, narrow(self.memory.ends.len()));
        self.memory.lists.insert((list, narrow(at)), longer);
        Ends { single, longer }
    }

    /// All ends of a program's matches from one word.
    fn find_all(&mut self, program: ProgramId, start: usize, found: &mut Vec<u32>) {
        let tables = self.tables;
        let ops = &tables.programs[program as usize];
        if !self.may_start(program, start) {
            return;
        }
        let region = self.region(program);
        let mut stack = self.memory.stacks.pop().unwrap_or_default();
        stack.push(State { pc: 0, at: narrow(start), from: u32::MAX });
        while let Some(state) = stack.pop() {
            if !self.enter(state, region) {
            } else if ops[state.pc as usize] == Op::Accept {
                found.extend((state.at as usize > start).then_some(state.at));
            } else {
                self.expand(ops, state, &mut stack);
            }
        }
        self.memory.stacks.push(stack);
        self.release(region);
    }

    /// Notes the words used on the way to `last`, and frees the states on it: they did not fail.
    fn retrace(&mut self, ops: &[Op], region: Region, last: State, start: usize) {
        self.memory.used[start..last.at as usize].fill(false);
        let mut state = last;
        loop {
            let place = self.place(region, state);
            self.memory.visited[place] = 0;
            if state.from == u32::MAX {
                return;
            }
            let before = self.memory.before[region.base + state.from as usize];
            match ops[before.pc as usize] {
                Op::Class(_) | Op::Value(_) | Op::List(_) => {
                    self.memory.used[before.at as usize..state.at as usize].fill(true);
                }
                Op::Set(set) => self.retrace_set(set, before.at as usize, state.at as usize),
                _ => {}
            }
            state = before;
        }
    }
}

impl Ends {
    /// The ends, the nearest first.
    pub(super) fn each_backwards(self, memory: &Memory, at: usize, mut go: impl FnMut(usize)) {
        if self.single {
            go(at + 1);
        }
        for &end in &memory.ends[self.longer.0 as usize..self.longer.1 as usize] {
            go(end as usize);
        }
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("a sentence has fewer than 2^32 words")
}
