//! A builder as the program keeps it: what the built-in phrases of a language were compiled to when it was built.

use std::sync::Arc;

use foldhash::HashMap;
use serde::{Deserialize, Serialize};

use super::{Cue, Entry, IndexBuilder, PhraseId};
use crate::{
    language::Language,
    phrase::{
        classes::{ClassId, Test, TestId},
        lists::Compiler,
        tables::{List, ListId, Made, Op, Set},
    },
    value,
};

/// Everything of a builder that its language file does not say, each thing at the place it is known by.
#[derive(Serialize, Deserialize)]
struct Stored {
    tests: Vec<Test>,
    classes: Vec<Vec<TestId>>,
    programs: Vec<(Vec<Op>, Option<ClassId>)>,
    lists: Vec<(List, Made)>,
    sets: Vec<Set>,
    /// As a phrase writes them, without the angle brackets.
    values: Vec<String>,
    /// The language's lists, by name.
    named: Vec<(String, ListId)>,
    entries: Vec<Entry>,
    filed: Vec<(ClassId, usize)>,
    cues: Vec<(PhraseId, Cue)>,
    topics: Vec<PhraseId>,
    phrases: u32,
    neg: Option<ListId>,
    openers: Option<ListId>,
}

impl IndexBuilder {
    /// The builder, to be read again by [`restore`](Self::restore).
    ///
    /// # Panics
    /// Never: what a builder holds can be written.
    pub fn store(&self) -> Vec<u8> {
        let Compiler { classes, tables, .. } = &self.compiler;
        let (tests, classes) = classes.in_order();
        let programs = tables.programs.iter().map(|ops| ops.to_vec()).zip(tables.firsts.iter().copied());
        let values = tables.values.iter().map(|test| test.to_string().trim_matches(['<', '>']).to_owned());
        let stored = Stored {
            tests,
            classes,
            programs: programs.collect(),
            lists: tables.lists.iter().cloned().zip(tables.made_of.iter().cloned()).collect(),
            sets: tables.sets.clone(),
            values: values.collect(),
            named: self.compiler.compiled_lists(),
            entries: self.entries.clone(),
            filed: self.filed.clone(),
            cues: self.cues.clone(),
            topics: self.topics.clone(),
            phrases: self.phrases,
            neg: self.neg,
            openers: self.openers,
        };
        postcard::to_allocvec(&stored).expect("a builder is made of what can be written")
    }

    /// The builder of a language as it was stored; `None` if it was not stored by this program.
    pub fn restore(language: Arc<Language>, stored: &[u8]) -> Option<Self> {
        let stored: Stored = postcard::from_bytes(stored).ok()?;
        let mut compiler = Compiler::new(&language);
        for test in stored.tests {
            compiler.classes.test(test);
        }
        for class in stored.classes {
            compiler.classes.class(class);
        }
        for (ops, first) in stored.programs {
            compiler.tables.program(ops, first);
        }
        for (list, made) in stored.lists {
            compiler.tables.list(list, made);
        }
        for set in stored.sets {
            compiler.tables.set(set);
        }
        for test in stored.values {
            compiler.tables.value(&value::parse_test(&test).ok()?);
        }
        compiler.remember_lists(stored.named);
        let known: HashMap<_, _> =
            stored.entries.iter().enumerate().map(|(at, entry)| ((entry.program, entry.negated), at)).collect();
        Some(Self {
            language,
            compiler,
            known,
            entries: stored.entries,
            filed: stored.filed,
            cues: stored.cues,
            topics: stored.topics,
            phrases: stored.phrases,
            neg: stored.neg,
            openers: stored.openers,
        })
    }

    /// How many phrases the language's own cues are; they come first.
    pub fn cues(&self) -> usize {
        self.cues.len()
    }

    /// Takes phrases out of the search; their ids stay taken. No phrase can be added afterwards.
    pub fn silence(&mut self, off: impl Fn(PhraseId) -> bool) {
        for entry in &mut self.entries {
            entry.phrases.retain(|&phrase| !off(phrase));
            if entry.phrases.is_empty() {
                entry.needs.clear();
            }
        }
        self.filed.retain(|&(_, entry)| !self.entries[entry].phrases.is_empty());
    }
}
