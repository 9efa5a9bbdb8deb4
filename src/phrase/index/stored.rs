//! A builder as the program keeps it: what the built-in phrases of a language were compiled to when it was built.

use std::sync::Arc;

use bitcode::{Decode, Encode};
use foldhash::HashMap;

use super::{BatchId, Cue, Entry, IndexBuilder, PhraseId, Triggers};
use crate::{
    language::Language,
    phrase::{
        classes::{ClassId, Classes, Test, TestId},
        lists::Compiler,
        tables::{Head, List, ListId, Made, Op, Set, Tables},
    },
    value,
};

/// A builder, in two parts: the second is read only where something is added.
#[derive(Clone, Copy, Debug)]
pub struct StoredBuilder<T> {
    /// What the finished index needs.
    pub index: T,
    /// What adding a phrase needs besides.
    pub rest: T,
}

/// What the index is made of, each thing at the place it is known by.
#[derive(Encode, Decode)]
struct StoredIndex {
    tests: Vec<Test>,
    /// By test.
    classes: Vec<Vec<ClassId>>,
    /// How many classes there are.
    count: ClassId,
    programs: Vec<Box<[Op]>>,
    heads: Vec<Head>,
    lists: Vec<List>,
    sets: Vec<Set>,
    /// As a phrase writes them, without the angle brackets.
    values: Vec<String>,
    entries: Vec<Entry>,
    triggers: Triggers,
    cues: Vec<(PhraseId, Cue)>,
    topics: Vec<PhraseId>,
    phrases: u32,
    neg: Option<ListId>,
    openers: Option<ListId>,
}

/// What adding a phrase asks for besides.
#[derive(Encode, Decode)]
struct StoredRest {
    classes: Vec<Vec<TestId>>,
    made_of: Vec<Made>,
    /// The language's lists, by name.
    named: Vec<(String, ListId)>,
}

impl IndexBuilder {
    /// The builder, to be read again by [`restore`](Self::restore).
    pub fn store(&self) -> StoredBuilder<Vec<u8>> {
        let tables = &self.compiler.tables;
        let mut triggers = self.triggers.clone();
        triggers.file(self.compiler.classes.len());
        let (tests, classes_of_tests, classes) = self.compiler.classes.in_order();
        let values = tables.values.iter().map(|test| test.to_string().trim_matches(['<', '>']).to_owned());
        let index = StoredIndex {
            tests,
            classes: classes_of_tests,
            count: ClassId::try_from(classes.len()).expect("places of classes are that narrow"),
            programs: tables.programs.clone(),
            heads: tables.heads.clone(),
            lists: tables.lists.clone(),
            sets: tables.sets.clone(),
            values: values.collect(),
            entries: self.entries.clone(),
            triggers,
            cues: self.cues.clone(),
            topics: self.topics.clone(),
            phrases: self.phrases,
            neg: self.neg,
            openers: self.openers,
        };
        let rest = StoredRest { classes, made_of: tables.made_of.clone(), named: self.compiler.compiled_lists() };
        StoredBuilder { index: bitcode::encode(&index), rest: bitcode::encode(&rest) }
    }

    /// The builder of a language as it was stored, the language not having changed since; `None` if this is no builder.
    /// If it is not to be `open`, nothing can be added.
    pub fn restore(language: Arc<Language>, stored: StoredBuilder<&[u8]>, open: bool) -> Option<Self> {
        let index: StoredIndex = bitcode::decode(stored.index).ok()?;
        let mut compiler = Compiler::new(&language);
        compiler.classes = Classes::restore(index.tests, index.classes, index.count);
        let Tables { programs, heads, lists, sets, values, .. } = &mut compiler.tables;
        (*programs, *heads, *lists, *sets) = (index.programs, index.heads, index.lists, index.sets);
        *values = index.values.iter().map(|test| value::parse_test(test).ok()).collect::<Option<_>>()?;
        let mut builder = Self {
            language,
            compiler,
            known: HashMap::default(),
            batch: BatchId::default(),
            entries: index.entries,
            triggers: index.triggers,
            cues: index.cues,
            topics: index.topics,
            phrases: index.phrases,
            neg: index.neg,
            openers: index.openers,
        };
        if open {
            builder.open(bitcode::decode(stored.rest).ok()?);
        }
        Some(builder)
    }

    /// Remembers where everything is, so that it is found again when it is added again.
    fn open(&mut self, rest: StoredRest) {
        self.compiler.classes.remember(rest.classes);
        self.compiler.tables.remember(rest.made_of);
        self.compiler.remember_lists(rest.named);
        let entries = self.entries.iter().enumerate();
        self.known = entries.map(|(at, entry)| ((entry.program, entry.negated, entry.batch), at)).collect();
    }

    /// How many phrases the language's own cues are; they come first.
    pub fn cues(&self) -> usize {
        self.cues.len()
    }

    /// Takes phrases out of the search; their ids stay taken. No phrase can be added afterwards.
    pub fn silence(&mut self, off: impl Fn(PhraseId) -> bool) {
        for entry in &mut self.entries {
            entry.phrases.retain(|&phrase| !off(phrase));
        }
        self.triggers.retain(|entry| !self.entries[entry as usize].phrases.is_empty());
    }
}
