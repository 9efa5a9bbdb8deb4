//! Phrases in the form they are matched in: programs over classes of words, lists, sets and value tests.

use bitcode::{Decode, Encode};
use foldhash::HashMap;

use super::{
    classes::{ClassId, TestId},
    flat::{Flat, Packed, option, optional},
    rows::Rows,
    ways::{Way, Width},
};
use crate::value::ValueTest;

pub(super) type ProgramId = u32;
pub(super) type ListId = u32;
pub(super) type SetId = u32;

/// A step of a program. A program has no loops: every step leads further down.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Op {
    /// The word is of the class.
    Class(ClassId),
    /// A value that passes the test of that number starts here.
    Value(u32),
    /// An entry of the list starts here.
    List(ListId),
    /// Up to so many words, none of which starts an entry of the list.
    Gap(u32, Option<ListId>),
    /// No entry of the list starts here.
    Not(ListId),
    /// The members of the set stand here.
    Set(SetId),
    /// Go on at the first, failing that at the second.
    Fork(u32, u32),
    /// Go on there.
    Jump(u32),
    /// A sentence begins here.
    Start,
    /// A sentence ends here.
    End,
    /// Found.
    Accept,
}

/// The steps of a program, as they are kept.
pub(super) type Ops<'a> = &'a [[u32; 3]];

impl Op {
    /// A step of a program.
    #[inline]
    pub(super) fn of(ops: Ops<'_>, pc: u32) -> Self {
        Self::unpack(ops[pc as usize])
    }
}

impl Packed<3> for Op {
    fn pack(self) -> [u32; 3] {
        match self {
            Self::Class(class) => [0, class, 0],
            Self::Value(test) => [1, test, 0],
            Self::List(list) => [2, list, 0],
            Self::Gap(most, not) => [3, most, optional(not)],
            Self::Not(list) => [4, list, 0],
            Self::Set(set) => [5, set, 0],
            Self::Fork(first, second) => [6, first, second],
            Self::Jump(pc) => [7, pc, 0],
            Self::Start => [8, 0, 0],
            Self::End => [9, 0, 0],
            Self::Accept => [10, 0, 0],
        }
    }

    #[inline]
    fn unpack([step, first, second]: [u32; 3]) -> Self {
        match step {
            0 => Self::Class(first),
            1 => Self::Value(first),
            2 => Self::List(first),
            3 => Self::Gap(first, option(second)),
            4 => Self::Not(first),
            5 => Self::Set(first),
            6 => Self::Fork(first, second),
            7 => Self::Jump(first),
            8 => Self::Start,
            9 => Self::End,
            _ => Self::Accept,
        }
    }
}

/// A word list or a choice: words of one class, and entries of several words.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Encode, Decode)]
pub(super) struct List {
    /// The entries of one word.
    pub class: Option<ClassId>,
    /// What the first word of a longer entry is of; `None` if it may be anything.
    pub starts: Option<ClassId>,
    /// The longer entries.
    pub entries: Vec<ProgramId>,
}

impl List {
    /// Whether it has no entry at all.
    pub(super) fn is_empty(&self) -> bool {
        self.class.is_none() && self.entries.is_empty()
    }
}

/// A set: members in any order within so many words.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Encode, Decode)]
pub(super) struct Set {
    pub members: Vec<ListId>,
    pub excluded: Vec<ListId>,
    pub within: u32,
}

/// Everything the matcher reads, each thing once.
#[derive(Default, Debug)]
pub(super) struct Tables {
    pub programs: Rows<Op, 3>,
    /// By program: what a match begins with.
    pub heads: Flat<Head, 2>,
    pub lists: Vec<List>,
    pub sets: Vec<Set>,
    pub values: Vec<ValueTest>,
    known_programs: HashMap<Vec<Op>, ProgramId>,
    known_lists: HashMap<List, ListId>,
    known_sets: HashMap<Set, SetId>,
    /// What lists were made of, for compiling what uses them.
    made_of: HashMap<ListId, Made>,
}

/// What a match of a program begins with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    /// What its first word is of; `None` if it may be anything.
    pub first: Option<ClassId>,
    /// Whether it begins where a sentence begins.
    pub bound: bool,
}

impl Packed<2> for Head {
    fn pack(self) -> [u32; 2] {
        [optional(self.first), self.bound.into()]
    }

    #[inline]
    fn unpack([first, bound]: [u32; 2]) -> Self {
        Self { first: option(first), bound: bound != 0 }
    }
}

/// What the compiler knows of a list.
#[derive(Clone, Default, Debug, Encode, Decode)]
pub(super) struct Made {
    /// The tests of its single words.
    pub tests: Vec<TestId>,
    /// The tests of the first words of its longer entries; `None` if they may be anything.
    pub starts: Option<Vec<TestId>>,
    /// The ways to say its longer entries; `None` if one of them can be said without any word.
    pub longer: Option<Vec<Way>>,
    /// How common the words are that tell its entries.
    pub cost: Option<u32>,
    /// The fewest and the most words of a match.
    pub width: Width,
}

impl Tables {
    /// What a list was made of.
    pub(super) fn made_of(&self, list: ListId) -> &Made {
        &self.made_of[&list]
    }

    /// Takes up what a stored list was made of.
    pub(super) fn remember(&mut self, list: ListId, made: Made) {
        self.made_of.insert(list, made);
    }

    pub(super) fn program(&mut self, ops: Vec<Op>, first: Option<ClassId>) -> ProgramId {
        if let Some(&known) = self.known_programs.get(&ops) {
            return known;
        }
        self.heads.push(Head { first, bound: ops.first() == Some(&Op::Start) });
        let id = self.programs.push(ops.iter().copied());
        self.known_programs.insert(ops, id);
        id
    }

    pub(super) fn list(&mut self, list: List, made: Made) -> ListId {
        if let Some(&known) = self.known_lists.get(&list) {
            return known;
        }
        let id = narrow(self.lists.len());
        self.lists.push(list.clone());
        self.made_of.insert(id, made);
        self.known_lists.insert(list, id);
        id
    }

    pub(super) fn set(&mut self, set: Set) -> SetId {
        if let Some(&known) = self.known_sets.get(&set) {
            return known;
        }
        let id = narrow(self.sets.len());
        self.sets.push(set.clone());
        self.known_sets.insert(set, id);
        id
    }

    pub(super) fn value(&mut self, test: &ValueTest) -> u32 {
        let known = self.values.iter().position(|known| known == test);
        narrow(known.unwrap_or_else(|| {
            self.values.push(test.clone());
            self.values.len() - 1
        }))
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("fewer than 2^32 things are compiled")
}
