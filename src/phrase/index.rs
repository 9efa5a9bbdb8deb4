//! The index of one language: every phrase of every rule, found in one reading of a sentence.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use bitcode::{Decode, Encode};
use foldhash::HashMap;

use super::{
    Phrase, PhraseError,
    classes::{ClassId, Classes},
    flat::{Flat, Packed},
    lists::Compiler,
    lower::Lowering,
    rows::Rows,
    spelling::Spelling,
    tables::{ListId, Op, ProgramId, Tables},
};
use crate::{
    fold::fold,
    language::Language,
    value::{ValueKind, ValueWords},
};

mod desk;
mod language;
mod scan;
#[cfg(test)]
mod soundness;
mod stored;
mod triggers;

pub use desk::Desk;
use desk::Desks;
pub use scan::Scratch;
pub use stored::StoredBuilder;
use triggers::Triggers;

/// A phrase of an [`Index`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Encode, Decode)]
pub struct PhraseId(pub u32);

/// Phrases that are looked for together, or not at all; the first batch holds the language's cues.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug, Encode, Decode)]
pub struct BatchId(pub u32);

impl BatchId {
    /// The first batch that is not the language's own.
    pub const FIRST: Self = Self(1);
}

/// Where a phrase was found: words `start..end` of the sentence read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Match {
    /// Which phrase.
    pub phrase: PhraseId,
    /// The first word.
    pub start: u32,
    /// The word after the last.
    pub end: u32,
    /// Which of the first 64 words of the context it makes use of, one bit each, the first the lowest.
    pub context: u64,
}

/// What a stance cue does; see [`StanceCues`](crate::language::StanceCues).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Encode, Decode)]
pub enum Cue {
    /// A title that rejects.
    Reject,
    /// A title that prescribes.
    Prescribe,
    /// A title that reports.
    Report,
    /// Rejects what follows.
    RejectBefore,
    /// Rejects the quotation that follows.
    RejectQuoted,
    /// Reports what follows.
    ReportBefore,
    /// Rejects what stands before.
    RejectAfter,
    /// Adopts a quotation.
    Adopt,
    /// Rejects the sentence before.
    Retract,
}

/// The word lists that a rule's phrases see.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ScopeId(u32);

/// A mistake in a phrase of a language file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LanguageError {
    /// The key it stands under: `lists.neg`, `stance.reject`.
    pub key: String,
    /// Its place in the list.
    pub entry: usize,
    /// The bytes of the string in its file, quotation marks included; empty if unknown.
    pub span: Range<usize>,
    /// What is wrong with it.
    pub error: PhraseError,
}

/// A mistake in a list of a rule: the list, the place in it, the mistake.
pub type ListError = (String, usize, PhraseError);

/// What phrases are looked for as that share their program, their polarity and their batch.
#[derive(Clone, Copy, Debug)]
struct Entry {
    program: ProgramId,
    negated: bool,
    batch: BatchId,
    /// Whether it begins with a set, whose span is then drawn tight.
    set: bool,
}

impl Packed<3> for Entry {
    fn pack(self) -> [u32; 3] {
        [self.program, self.batch.0, u32::from(self.negated) | u32::from(self.set) << 1]
    }

    #[inline]
    fn unpack([program, batch, signs]: [u32; 3]) -> Self {
        Self { program, negated: signs & 1 != 0, batch: BatchId(batch), set: signs & 2 != 0 }
    }
}

impl Packed<1> for PhraseId {
    fn pack(self) -> [u32; 1] {
        [self.0]
    }

    #[inline]
    fn unpack([number]: [u32; 1]) -> Self {
        Self(number)
    }
}

/// The entry of a phrase that is not looked for.
const SILENT: u32 = u32::MAX;

/// Gathers the phrases of one language.
#[derive(Debug)]
pub struct IndexBuilder {
    language: Arc<Language>,
    compiler: Compiler,
    known: HashMap<(ProgramId, bool, BatchId), u32>,
    /// What is added now belongs to it.
    batch: BatchId,
    entries: Flat<Entry, 3>,
    /// By phrase.
    entry_of: Vec<u32>,
    triggers: Triggers,
    cues: Vec<(PhraseId, Cue)>,
    topics: Vec<PhraseId>,
    neg: Option<ListId>,
    openers: Option<ListId>,
}

/// All phrases of one language: its cues and those of the rules.
#[derive(Debug)]
pub struct Index {
    language: Arc<Language>,
    pub(super) identity: Arc<()>,
    pub(super) spelling: Spelling,
    pub(super) classes: Classes,
    pub(super) value_words: ValueWords,
    tables: Tables,
    entries: Flat<Entry, 3>,
    /// By phrase.
    entry_of: Vec<u32>,
    /// By entry.
    phrases_of: Rows<PhraseId, 1>,
    pub(super) triggers: Triggers,
    /// By kind of value: what it triggers.
    values: [Vec<u32>; ValueKind::ALL.len()],
    cues: Vec<(PhraseId, Cue)>,
    /// Ascending.
    topics: Vec<PhraseId>,
    neg: Option<ListId>,
    openers: Option<ListId>,
    desks: Desks,
}

impl IndexBuilder {
    /// Reads the language's lists and cues; all their mistakes come back at once.
    pub fn new(language: Arc<Language>) -> Result<Self, Vec<LanguageError>> {
        let mut builder = Self {
            compiler: Compiler::new(&language),
            language: Arc::clone(&language),
            known: HashMap::default(),
            batch: BatchId::default(),
            entries: Flat::default(),
            entry_of: Vec::new(),
            triggers: Triggers::default(),
            cues: Vec::new(),
            topics: Vec::new(),
            neg: None,
            openers: None,
        };
        let mut errors = Vec::new();
        builder.read_lists(&language.file, &mut errors);
        builder.read_cues(&language.file, &mut errors);
        if errors.is_empty() { Ok(builder) } else { Err(errors) }
    }

    /// The language's own lists.
    pub fn base(&self) -> ScopeId {
        ScopeId(0)
    }

    /// The lists of a rule: `add` extends the language's lists or makes new ones, `replace` replaces them.
    pub fn scope(
        &mut self,
        add: &BTreeMap<String, Vec<Phrase>>,
        replace: &BTreeMap<String, Vec<Phrase>>,
    ) -> Result<ScopeId, Vec<ListError>> {
        let mut own: BTreeMap<String, Arc<[Phrase]>> =
            replace.iter().map(|(name, phrases)| (name.clone(), phrases.as_slice().into())).collect();
        let mut before = BTreeMap::new();
        for (name, phrases) in add {
            let old = own.get(name).cloned().or_else(|| self.compiler.list_of_language(name)).unwrap_or_default();
            before.insert(name.clone(), old.len());
            own.insert(name.clone(), old.iter().chain(phrases).cloned().collect());
        }
        let scope = self.compiler.scope(own);
        for name in add.keys().chain(replace.keys()) {
            self.compiler
                .named(scope, name)
                .expect("the scope has the list, and it is compiled for the first time or done");
        }
        let mut errors = std::mem::take(&mut self.compiler.list_errors);
        for (name, entry, _) in &mut errors {
            *entry = entry.saturating_sub(before.get(name).copied().unwrap_or(0));
        }
        let scope = ScopeId(u32::try_from(scope).expect("fewer than 2^32 scopes"));
        if errors.is_empty() { Ok(scope) } else { Err(errors) }
    }

    /// What is added from now on belongs to this batch.
    pub fn begin(&mut self, batch: BatchId) {
        self.batch = batch;
    }

    /// Adds a phrase that sees the lists of a scope.
    pub fn add(&mut self, phrase: &Phrase, scope: ScopeId) -> Result<PhraseId, Vec<PhraseError>> {
        let mut lowering = Lowering { compiler: &mut self.compiler, scope: scope.0 as usize, errors: Vec::new() };
        let row = lowering.phrase(phrase);
        let mut errors = lowering.errors;
        errors.extend(self.compiler.list_errors.drain(..).map(|(_, _, error)| error));
        if !errors.is_empty() {
            return Err(errors);
        }
        let id = PhraseId(narrow(self.entry_of.len()));
        let program = self.compiler.program(&row);
        let key = (program, phrase.negated, self.batch);
        if let Some(&entry) = self.known.get(&key) {
            self.entry_of.push(entry);
            return Ok(id);
        }
        let ways = self.compiler.ways(&row).expect("a phrase has a word that must be there");
        let entry = narrow(self.entries.len());
        self.triggers.add((entry, self.batch), ways);
        let set = matches!(Op::of(self.compiler.tables.programs.get(program), 0), Op::Set(_));
        self.known.insert(key, entry);
        self.entry_of.push(entry);
        self.entries.push(Entry { program, negated: phrase.negated, batch: self.batch, set });
        Ok(id)
    }

    /// Adds a phrase that tells what a text is about: it is found in a label alone, too.
    pub fn add_topic(&mut self, phrase: &Phrase, scope: ScopeId) -> Result<PhraseId, Vec<PhraseError>> {
        let id = self.add(phrase, scope)?;
        self.topics.push(id);
        Ok(id)
    }

    /// The finished index.
    pub fn build(self) -> Index {
        let Compiler { spelling, classes, tables, .. } = self.compiler;
        let mut triggers = self.triggers;
        triggers.file(classes.len());
        let mut spoken: Vec<(u32, PhraseId)> =
            (0..).zip(&self.entry_of).map(|(id, &entry)| (entry, PhraseId(id))).collect();
        spoken.sort_unstable();
        let mut phrases_of = Rows::default();
        let mut rest = &*spoken;
        for entry in 0..narrow(self.entries.len()) {
            let (own, others) = rest.split_at(rest.partition_point(|&(of, _)| of == entry));
            phrases_of.push(own.iter().map(|&(_, phrase)| phrase));
            rest = others;
        }
        let mut index = Index {
            value_words: ValueWords::new(&self.language.file.values),
            language: self.language,
            identity: Arc::new(()),
            spelling,
            classes,
            tables,
            entries: self.entries,
            entry_of: self.entry_of,
            phrases_of,
            triggers,
            values: Default::default(),
            cues: self.cues,
            topics: self.topics,
            neg: self.neg,
            openers: self.openers,
            desks: Desks::default(),
        };
        index.values = ValueKind::ALL.map(|kind| {
            let classes = index.classes.of_value(kind);
            classes.into_iter().flat_map(|class| index.triggers_of(class)).collect()
        });
        index
    }
}

impl Index {
    /// The language the index reads.
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// What a phrase does to the stance of a text, if it is a cue of the language.
    pub fn cue(&self, id: PhraseId) -> Option<Cue> {
        let at = self.cues.binary_search_by_key(&id, |&(id, _)| id).ok()?;
        Some(self.cues[at].1)
    }

    /// The batch of a phrase.
    pub fn batch(&self, id: PhraseId) -> BatchId {
        let entry = self.entry_of.get(id.0 as usize).filter(|&&entry| entry != SILENT);
        entry.map_or(BatchId::default(), |&entry| self.entries.at(entry as usize).batch)
    }

    /// Whether a phrase is found in a label alone.
    pub fn is_topic(&self, id: PhraseId) -> bool {
        self.topics.binary_search(&id).is_ok()
    }

    /// The words that values are made of.
    pub fn value_words(&self) -> &ValueWords {
        &self.value_words
    }

    /// How many phrases there are, cues included; their ids count from zero.
    pub fn len(&self) -> usize {
        self.entry_of.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entry_of.is_empty()
    }

    /// The stems that `~word` covers.
    pub fn covers(&self, word: &str) -> Vec<String> {
        let mut stems: Vec<String> = Vec::new();
        for word in self.spelling.words(word) {
            stems.push(self.spelling.stem(&word));
            stems.push(self.spelling.stem(&fold(&word)));
        }
        stems.dedup();
        stems
    }

    /// What the words of a class call to mind of what is looked for.
    pub(super) fn triggers_of(&self, class: ClassId) -> impl Iterator<Item = u32> {
        let sounds = |&trigger: &u32| !self.phrases_of.get(self.triggers.entry(trigger)).is_empty();
        self.triggers.of(class).filter(sounds)
    }

    fn value_triggers(&self, kind: ValueKind) -> &[u32] {
        let at = ValueKind::ALL.iter().position(|&known| known == kind).expect("all kinds are listed");
        &self.values[at]
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("fewer than 2^32 phrases")
}
