//! Classes of words: what an item of a phrase accepts, and which classes a word of a text belongs to.

use std::collections::hash_map::Entry;

use bitcode::{Decode, Encode};
use foldhash::HashMap;

use super::{emit::commonness, spelling::Spelling};
use crate::{fold::fold, value::ValueKind};

/// A test that one word passes or not, as its place among all tests.
pub(super) type TestId = u32;
/// A set of tests of which a word passes one, as its place among all classes.
pub(super) type ClassId = u32;

/// What is asked of one word.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Encode, Decode)]
pub(super) enum Test {
    /// It is this word, folded (distinct words: with their accents).
    Word(String),
    /// Its folded stem is this.
    Stem(String),
    /// Folded, it begins so.
    Prefix(String),
    /// A value of this kind begins with it.
    Value(ValueKind),
}

/// All tests and classes, each once.
#[derive(Default, Debug)]
pub(super) struct Classes {
    tests: HashMap<Test, TestId>,
    classes: HashMap<Vec<TestId>, ClassId>,
    /// How many classes there are.
    count: ClassId,
    /// By test: how common its words are likely to be.
    guesses: Vec<u32>,
    /// The classes each test opens.
    of_test: Vec<Vec<ClassId>>,
    longest_prefix: usize,
}

impl Classes {
    pub(super) fn test(&mut self, test: Test) -> TestId {
        if let Test::Prefix(prefix) = &test {
            self.longest_prefix = self.longest_prefix.max(prefix.len());
        }
        let next = TestId::try_from(self.tests.len()).expect("fewer than 2^32 tests");
        match self.tests.entry(test) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                self.of_test.push(Vec::new());
                self.guesses.push(commonness(new.key()));
                *new.insert(next)
            }
        }
    }

    /// The class of these tests.
    pub(super) fn class(&mut self, mut tests: Vec<TestId>) -> ClassId {
        tests.sort_unstable();
        tests.dedup();
        if let Some(&class) = self.classes.get(&tests) {
            return class;
        }
        let class = self.count;
        self.count = class.checked_add(1).expect("fewer than 2^32 classes");
        for &test in &tests {
            self.of_test[test as usize].push(class);
        }
        self.classes.insert(tests, class);
        class
    }

    /// All tests, the classes that each opens, and all classes, each in the order of its place.
    pub(super) fn in_order(&self) -> (Vec<Test>, Vec<Vec<ClassId>>, Vec<Vec<TestId>>) {
        let mut tests: Vec<_> = self.tests.iter().map(|(test, id)| (id, test.clone())).collect();
        tests.sort_unstable();
        let mut classes: Vec<_> = self.classes.iter().map(|(tests, id)| (id, tests.clone())).collect();
        classes.sort_unstable();
        let tests = tests.into_iter().map(|(_, test)| test).collect();
        (tests, self.of_test.clone(), classes.into_iter().map(|(_, class)| class).collect())
    }

    /// Tests and the classes that each opens, so many in all, in the order of their places. What the classes are is
    /// [remembered](Self::remember) where more are to come.
    pub(super) fn restore(tests: Vec<Test>, of_test: Vec<Vec<ClassId>>, count: ClassId) -> Self {
        let longest =
            tests.iter().filter_map(|test| if let Test::Prefix(prefix) = test { Some(prefix.len()) } else { None });
        Self {
            longest_prefix: longest.max().unwrap_or(0),
            guesses: tests.iter().map(commonness).collect(),
            tests: tests.into_iter().zip(0..).collect(),
            classes: HashMap::default(),
            count,
            of_test,
        }
    }

    /// Takes up what the classes are, in the order of their places.
    pub(super) fn remember(&mut self, classes: Vec<Vec<TestId>>) {
        self.classes = classes.into_iter().zip(0..).collect();
    }

    /// How common the words of a test are likely to be; only the order matters.
    pub(super) fn guess(&self, test: TestId) -> u32 {
        self.guesses[test as usize]
    }

    pub(super) fn len(&self) -> usize {
        self.count as usize
    }

    /// The classes that a value of this kind opens.
    pub(super) fn of_value(&self, kind: ValueKind) -> Vec<ClassId> {
        self.tests.get(&Test::Value(kind)).map_or(Vec::new(), |&test| self.of_test[test as usize].clone())
    }

    /// The classes of a lower-case word, sorted. `bare`: the text has no accents, so a bare word may mean an accented one.
    pub(super) fn of_word(&self, word: &str, bare: bool, spelling: &Spelling, found: &mut Vec<ClassId>) {
        let key = spelling.key(word);
        let folded = fold(word);
        let stem = spelling.stem(word);
        if bare {
            for accented in spelling.accented(&key) {
                self.collect(&Test::Word(accented.clone()), found);
            }
        }
        let ends = folded.char_indices().map(|(at, c)| at + c.len_utf8());
        for end in ends.take_while(|&end| end <= self.longest_prefix) {
            self.collect(&Test::Prefix(folded[..end].to_owned()), found);
        }
        self.collect(&Test::Word(key), found);
        self.collect(&Test::Stem(stem), found);
        found.sort_unstable();
        found.dedup();
    }

    fn collect(&self, test: &Test, found: &mut Vec<ClassId>) {
        if let Some(&test) = self.tests.get(test) {
            found.extend_from_slice(&self.of_test[test as usize]);
        }
    }
}
