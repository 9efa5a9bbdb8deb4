//! Classes of words: what an item of a phrase accepts, and which classes a word of a text belongs to.

use std::cmp::Ordering;

use foldhash::HashMap;

use super::{
    emit::commonness,
    flat::{Flat, Keeper, Kept},
    rows::Rows,
    spelling::Spelling,
};
use crate::{fold::fold, value::ValueKind};

/// A test that one word passes or not, as its place among all tests.
pub(super) type TestId = u32;
/// A set of tests of which a word passes one, as its place among all classes.
pub(super) type ClassId = u32;

/// What is asked of one word.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
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

/// All tests and classes, each once. What was stored is only looked up; what is added to it is known besides.
#[derive(Default, Debug)]
pub(super) struct Classes {
    stored: StoredClasses,
    /// By place, how common the words of a stored test are likely to be; empty where nothing is to be added.
    guesses: Vec<u32>,
    tests: HashMap<Test, TestId>,
    classes: HashMap<Vec<TestId>, ClassId>,
    /// The classes each test opens, besides those stored.
    of_test: HashMap<TestId, Vec<ClassId>>,
    /// How many classes there are.
    count: ClassId,
    longest_prefix: usize,
}

/// Tests and the classes they open, to be looked up.
#[derive(Clone, Default, Debug)]
pub(super) struct StoredClasses {
    /// The tests in their order: what is asked, told by a letter, and the text.
    texts: String,
    /// By test in this order: where its text ends.
    ends: Flat<u32, 1>,
    /// By test in this order: its place.
    ids: Flat<TestId, 1>,
    /// By place: the classes it opens.
    of_test: Rows<ClassId, 1>,
    count: ClassId,
    longest_prefix: u32,
}

impl Classes {
    pub(super) fn test(&mut self, test: Test) -> TestId {
        if let Some(known) = self.find(&test) {
            return known;
        }
        if let Test::Prefix(prefix) = &test {
            self.longest_prefix = self.longest_prefix.max(prefix.len());
        }
        let next = narrow(self.stored.ids.len() + self.tests.len());
        self.guesses.resize(next as usize + 1, 0);
        self.guesses[next as usize] = commonness(&test);
        self.tests.insert(test, next);
        next
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
            self.of_test.entry(test).or_default().push(class);
        }
        self.classes.insert(tests, class);
        class
    }

    /// All tests and the classes they open, to be stored, and by place how common the words of each are.
    pub(super) fn store(&self) -> (StoredClasses, Vec<u32>) {
        let mut tests: Vec<_> = self.tests.iter().collect();
        tests.sort_unstable_by(|(left, _), (right, _)| left.key().cmp(&right.key()));
        let mut stored = StoredClasses {
            count: self.count,
            longest_prefix: narrow(self.longest_prefix),
            ..StoredClasses::default()
        };
        for id in 0..narrow(tests.len()) {
            stored.of_test.push(self.of_test.get(&id).into_iter().flatten().copied());
        }
        for (test, &id) in tests {
            let (letter, text) = test.key();
            stored.texts.push(char::from(letter));
            stored.texts.push_str(text);
            stored.ends.push(narrow(stored.texts.len()));
            stored.ids.push(id);
        }
        (stored, self.guesses.clone())
    }

    /// What was stored.
    pub(super) fn restore(stored: StoredClasses) -> Self {
        let (count, longest_prefix) = (stored.count, stored.longest_prefix as usize);
        Self { stored, count, longest_prefix, ..Self::default() }
    }

    /// Takes up how common the words of the stored tests are, for more to be added.
    pub(super) fn remember(&mut self, guesses: Vec<u32>) {
        self.guesses = guesses;
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
        let mut found = Vec::new();
        self.collect(&Test::Value(kind), &mut found);
        found
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
        if let Some(test) = self.find(test) {
            found.extend_from_slice(self.stored.of_test.get(test).as_flattened());
            found.extend(self.of_test.get(&test).into_iter().flatten());
        }
    }

    fn find(&self, test: &Test) -> Option<TestId> {
        self.stored.find(test).or_else(|| self.tests.get(test).copied())
    }
}

impl StoredClasses {
    /// Keeps all but the texts and the two numbers, which it gives.
    pub(super) fn keep(self, keeper: &mut Keeper) -> (String, ClassId, u32) {
        keeper.keep(&self.ends);
        keeper.keep(&self.ids);
        self.of_test.keep(keeper);
        (self.texts, self.count, self.longest_prefix)
    }

    /// What was kept.
    pub(super) fn take((texts, count, longest_prefix): (String, ClassId, u32), kept: &mut Kept) -> Option<Self> {
        Some(Self { texts, ends: kept.take()?, ids: kept.take()?, of_test: Rows::take(kept)?, count, longest_prefix })
    }

    fn find(&self, test: &Test) -> Option<TestId> {
        let key = test.key();
        let compare = |at: usize| -> Ordering {
            let start = at.checked_sub(1).map_or(0, |before| self.ends.at(before) as usize);
            let text = &self.texts[start..self.ends.at(at) as usize];
            (text.as_bytes()[0], &text[1..]).cmp(&key)
        };
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = low.midpoint(high);
            match compare(middle) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return Some(self.ids.at(middle)),
            }
        }
        None
    }
}

impl Test {
    /// A letter for what is asked, and the text.
    fn key(&self) -> (u8, &str) {
        match self {
            Self::Word(text) => (b'a', text),
            Self::Stem(text) => (b'b', text),
            Self::Prefix(text) => (b'c', text),
            Self::Value(kind) => (b'd', kind.name()),
        }
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("fewer than 2^32 tests")
}
