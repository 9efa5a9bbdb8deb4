//! The matcher: programs run over the words of one sentence by backtracking that never visits a state twice.
//!
//! A state is a step of a program and a word. Which of its ways leads to an end does not depend on how it was reached,
//! so a state that failed once has failed for good: the work is bounded by steps × words × the widest gap.

use std::sync::Arc;

use foldhash::HashMap;

use super::{
    classes::ClassId,
    tables::{ListId, Op, Ops, ProgramId, Tables},
    word::Words,
};

mod ends;

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
    /// Room for what is being gathered.
    found: Vec<Vec<u32>>,
    /// The longer entries of a list that may start with a form: places in `starters`, by list and form.
    starters_of: HashMap<u64, (u32, u32)>,
    starters: Vec<ProgramId>,
    /// The forms that `starters` speaks of.
    age: Option<Arc<()>>,
    /// Where the longer entries of a list end, by list and word.
    lists: HashMap<u64, (u32, u32)>,
    pub ends: Vec<u32>,
    /// Whether an excluded member of a set stands in the sentence.
    pub barred: HashMap<u32, bool>,
    /// Whether an entry of a list stands in the sentence.
    pub stands: HashMap<ListId, bool>,
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

impl Memory {
    /// Forgets the last sentence.
    pub(super) fn begin(&mut self, words: usize) {
        self.lists.clear();
        self.barred.clear();
        self.stands.clear();
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
        memory.top += self.tables.programs.get(program).len() * (self.words.len() + 1);
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
        if !self.may_start(program, start) {
            return None;
        }
        let ops = tables.programs.get(program);
        let mut stack = self.memory.stacks.pop().unwrap_or_default();
        let mut end = None;
        let mut next = Some(State { pc: 0, at: narrow(start), from: u32::MAX });
        while let Some(state) = next.or_else(|| stack.pop()) {
            next = None;
            if !self.enter(state, region) {
                continue;
            }
            if Op::of(ops, state.pc) == Op::Accept {
                if (state.at as usize) > self.words.context() && state.at as usize > start {
                    self.retrace(ops, region, state, start);
                    end = Some(state.at as usize);
                    break;
                }
            } else {
                next = self.expand(ops, state, &mut stack);
            }
        }
        stack.clear();
        self.memory.stacks.push(stack);
        end
    }

    /// Whether a match of the program may begin at a word, by that word alone.
    #[inline]
    pub(super) fn may_start(&self, program: ProgramId, at: usize) -> bool {
        let head = self.tables.heads.at(program as usize);
        head.first.is_none_or(|first| self.is(at, first)) && (!head.bound || self.starts(at))
    }

    fn place(&self, region: Region, state: State) -> usize {
        region.base + state.pc as usize * (self.words.len() + 1) + state.at as usize
    }

    /// Whether the state is new to the run.
    #[inline]
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

    /// The best state that follows; what else follows is put on the stack, the best on top.
    fn expand(&mut self, ops: Ops<'_>, state: State, stack: &mut Vec<State>) -> Option<State> {
        let at = state.at as usize;
        let from = state.pc * (narrow(self.len()) + 1) + state.at;
        let to = |pc: u32, at: usize| State { pc, at: narrow(at), from };
        let next = state.pc + 1;
        let first = stack.len();
        match Op::of(ops, state.pc) {
            Op::Class(class) => return self.is(at, class).then(|| to(next, at + 1)),
            Op::Not(list) => return self.ends(list, at).is_empty().then(|| to(next, at)),
            Op::Fork(first, second) => {
                let (first, second) = self.chosen(ops, at, first, second);
                stack.extend(first.map(|_| to(second, at)));
                return Some(to(first.unwrap_or(second), at));
            }
            Op::Jump(pc) => return Some(to(pc, at)),
            Op::Start => return self.starts(at).then(|| to(next, at)),
            Op::End => return self.stops(at).then(|| to(next, at)),
            Op::Value(test) => {
                let test = &self.tables.values[test as usize];
                stack.extend(self.words.ends_of(at, test).map(|end| to(next, end)));
            }
            Op::List(list) => self.ends(list, at).each_backwards(self.memory, at, |end| stack.push(to(next, end))),
            Op::Gap(most, not) => {
                self.gap(at, most, not, |at| stack.push(to(next, at)));
                stack[first..].reverse();
            }
            Op::Set(set) => stack.extend(self.set_ends(set, at).into_iter().rev().map(|end| to(next, end))),
            Op::Accept => {}
        }
        None
    }

    /// The first of the ways of a fork that does not fail at its first word, and what is left of the fork behind it; or
    /// what is left alone.
    fn chosen(&self, ops: Ops<'_>, at: usize, mut first: u32, mut second: u32) -> (Option<u32>, u32) {
        let form = self.words.form(at);
        while let Op::Class(class) = Op::of(ops, first)
            && !form.is_some_and(|form| self.words.is_form(form, class))
        {
            match Op::of(ops, second) {
                Op::Fork(next, rest) => (first, second) = (next, rest),
                _ => return (None, second),
            }
        }
        (Some(first), second)
    }

    /// All places a gap from `at` may lead to, the nearest first.
    fn gap(&mut self, at: usize, most: u32, not: Option<ListId>, mut go: impl FnMut(usize)) {
        let mut here = at;
        go(here);
        for _ in 0..most {
            if here >= self.len() || not.is_some_and(|list| !self.ends(list, here).is_empty()) {
                break;
            }
            here = self.words.after(here);
            go(here);
            self.memory.steps += 1;
        }
    }

    /// Whether the word is of the class.
    #[inline]
    pub(super) fn is(&self, at: usize, class: ClassId) -> bool {
        self.words.is(at, class)
    }

    fn starts(&self, at: usize) -> bool {
        at == 0 || at == self.words.context() || self.words.as_slice().get(at).is_some_and(|word| word.opens)
    }

    fn stops(&self, at: usize) -> bool {
        at == self.len() || (at > 0 && self.words.as_slice()[at - 1].closes)
    }

    /// Notes the words used on the way to `last`, and frees the states on it: they did not fail.
    fn retrace(&mut self, ops: Ops<'_>, region: Region, last: State, start: usize) {
        self.memory.used[start..last.at as usize].fill(false);
        let mut state = last;
        loop {
            let place = self.place(region, state);
            self.memory.visited[place] = 0;
            if state.from == u32::MAX {
                return;
            }
            let before = self.memory.before[region.base + state.from as usize];
            match Op::of(ops, before.pc) {
                Op::Class(_) | Op::Value(_) => {
                    self.memory.used[before.at as usize..state.at as usize].fill(true);
                }
                Op::List(list) => self.retrace_entry(list, before.at as usize, state.at as usize),
                Op::Set(set) => self.retrace_set(set, before.at as usize, state.at as usize),
                _ => {}
            }
            state = before;
        }
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("a sentence has fewer than 2^32 words")
}
