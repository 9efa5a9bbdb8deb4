//! A builder as the program keeps it: what the built-in phrases of a language were compiled to when it was built.

use std::sync::Arc;

use bitcode::{Decode, Encode};
use foldhash::HashMap;

use super::{BatchId, Cue, IndexBuilder, PhraseId, SILENT, Triggers};
use crate::{
    language::Language,
    phrase::{
        classes::{ClassId, Classes, StoredClasses},
        flat::{Keeper, Kept},
        lists::{Compiler, StoredList},
        rows::Rows,
        tables::{List, ListId, Set, Tables},
    },
    value,
};

/// A builder, in parts: the last is read only where something is added.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StoredBuilder<T> {
    /// What the finished index needs and is made anew.
    pub index: T,
    /// What the finished index needs and reads where it lies; best at an address that four divides.
    pub flat: T,
    /// What adding a phrase needs besides.
    pub rest: T,
}

/// What the index is made of beside [flat values](crate::phrase::flat), each thing at the place it is known by.
#[derive(Encode, Decode)]
struct StoredIndex {
    classes: (String, ClassId, u32),
    lists: Vec<List>,
    sets: Vec<Set>,
    /// As a phrase writes them, without the angle brackets.
    values: Vec<String>,
    entry_of: Vec<u32>,
    cues: Vec<(PhraseId, Cue)>,
    topics: Vec<PhraseId>,
    neg: Option<ListId>,
    openers: Option<ListId>,
}

/// What adding a phrase asks for besides.
#[derive(Encode, Decode)]
struct StoredRest {
    /// How common the words of each test are.
    guesses: Vec<u32>,
    /// The language's lists, by name, and what each was made of.
    lists: Vec<(String, StoredList)>,
}

impl IndexBuilder {
    /// The builder of a language file and whatever was added to it, to be read again by [`restore`](Self::restore).
    pub fn store(&self) -> StoredBuilder<Vec<u8>> {
        let tables = &self.compiler.tables;
        let mut triggers = self.triggers.clone();
        triggers.file(self.compiler.classes.len());
        let (classes, guesses) = self.compiler.classes.store();
        let values = tables.values.iter().map(|test| test.to_string().trim_matches(['<', '>']).to_owned());
        let mut flat = Keeper::default();
        let index = StoredIndex {
            classes: classes.keep(&mut flat),
            lists: tables.lists.clone(),
            sets: tables.sets.clone(),
            values: values.collect(),
            entry_of: self.entry_of.clone(),
            cues: self.cues.clone(),
            topics: self.topics.clone(),
            neg: self.neg,
            openers: self.openers,
        };
        tables.programs.keep(&mut flat);
        flat.keep(&tables.heads);
        flat.keep(&self.entries);
        triggers.keep(&mut flat);
        let rest = StoredRest { guesses, lists: self.compiler.store_lists() };
        StoredBuilder { index: bitcode::encode(&index), flat: flat.bytes(), rest: bitcode::encode(&rest) }
    }

    /// The builder of a language as it was stored, the language not having changed since; `None` if this is no builder.
    /// If it is not to be `open`, nothing can be added. What is added twice, once before it was stored, is kept twice.
    pub fn restore(language: Arc<Language>, stored: StoredBuilder<&'static [u8]>, open: bool) -> Option<Self> {
        let index: StoredIndex = bitcode::decode(stored.index).ok()?;
        let mut compiler = Compiler::new(&language);
        let mut flat = Kept::new(stored.flat);
        compiler.classes = Classes::restore(StoredClasses::take(index.classes, &mut flat)?);
        let Tables { programs, heads, lists, sets, values, .. } = &mut compiler.tables;
        (*programs, *heads) = (Rows::take(&mut flat)?, flat.take()?);
        (*lists, *sets) = (index.lists, index.sets);
        *values = index.values.iter().map(|test| value::parse_test(test).ok()).collect::<Option<_>>()?;
        if open {
            let rest: StoredRest = bitcode::decode(stored.rest).ok()?;
            compiler.classes.remember(rest.guesses);
            compiler.remember_lists(rest.lists);
        }
        Some(Self {
            language,
            compiler,
            known: HashMap::default(),
            batch: BatchId::default(),
            entries: flat.take()?,
            entry_of: index.entry_of,
            triggers: Triggers::take(&mut flat)?,
            cues: index.cues,
            topics: index.topics,
            neg: index.neg,
            openers: index.openers,
        })
    }

    /// How many phrases the language's own cues are; they come first.
    pub fn cues(&self) -> usize {
        self.cues.len()
    }

    /// Takes phrases out of the search; their ids stay taken. No phrase can be added afterwards.
    pub fn silence(&mut self, off: impl Fn(PhraseId) -> bool) {
        for (phrase, entry) in (0..).zip(&mut self.entry_of) {
            if off(PhraseId(phrase)) {
                *entry = SILENT;
            }
        }
    }
}
