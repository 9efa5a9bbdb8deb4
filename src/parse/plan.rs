//! Which phrases a document is searched for: those of rules that judge its kind, and, where they have found something,
//! those that only have a say in it.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use crate::{
    document::{Document, Kind},
    parse::Hit,
    phrase::index::{BatchId, Index},
};

/// When the phrases of a batch are looked for.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Batch {
    /// In which kinds of document; in all if empty.
    pub kinds: Vec<Kind>,
    /// Before others or after them.
    pub role: Role,
}

/// Whether phrases find something, or have a say in what others found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// They find something; the batch, if any, that has a say in it then, and where.
    First(Option<(BatchId, Around)>),
    /// They are looked for where a batch that names them has a hit.
    Second,
}

/// Where phrases have a say in a hit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Around {
    /// In its sentence and so many that follow in its block.
    Sentences(u32),
    /// Anywhere in the document.
    Document,
}

/// When the phrases of an index are looked for, batch by batch.
#[derive(Clone, Default, Debug)]
pub struct Plan(Vec<Batch>);

/// Which batches are looked for where, after the first.
pub(super) struct Round {
    /// By batch: in the whole document.
    everywhere: Vec<bool>,
    /// By sentence, besides.
    here: BTreeMap<u32, Vec<BatchId>>,
}

impl Plan {
    /// Everything is looked for, everywhere.
    pub fn everything() -> &'static Self {
        static EVERYTHING: Plan = Plan(Vec::new());
        &EVERYTHING
    }

    /// The plan of these batches, each at its place.
    pub fn new(batches: Vec<Batch>) -> Self {
        Self(batches)
    }

    /// By batch, whether it is looked for first; everything if `None`.
    pub(super) fn first(&self, kind: Kind) -> Option<Arc<[bool]>> {
        let first = |batch: &Batch| batch.role != Role::Second && batch.judges(kind);
        (!self.0.is_empty()).then(|| self.0.iter().map(first).collect())
    }

    /// What is looked for after that, if anything is.
    pub(super) fn second(&self, document: &Document<'_>, hits: &[Hit], index: &Index) -> Option<Round> {
        let mut round = Round { everywhere: vec![false; self.0.len()], here: BTreeMap::new() };
        for hit in hits {
            let batch = self.0.get(index.batch(hit.phrase).0 as usize);
            let Some(Role::First(Some((batch, around)))) = batch.map(|batch| batch.role) else { continue };
            match around {
                Around::Document => round.everywhere[batch.0 as usize] = true,
                Around::Sentences(more) => {
                    let end = document.block_of(document.sentences[hit.sentence as usize]).sentences.end;
                    for sentence in hit.sentence..hit.sentence.saturating_add(more).saturating_add(1).min(end) {
                        round.here.entry(sentence).or_default().push(batch);
                    }
                }
            }
        }
        (round.everywhere.contains(&true) || !round.here.is_empty()).then_some(round)
    }
}

impl Batch {
    fn judges(&self, kind: Kind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }
}

impl Default for Role {
    fn default() -> Self {
        Self::First(None)
    }
}

impl Round {
    /// The sentences of a range that are searched.
    pub(super) fn sentences(&self, of: Range<u32>) -> Vec<u32> {
        if self.everywhere.contains(&true) { of.collect() } else { self.here.range(of).map(|(&at, _)| at).collect() }
    }

    /// By batch, whether a sentence is searched for it.
    pub(super) fn batches(&self, sentence: u32) -> Arc<[bool]> {
        let mut batches = self.everywhere.clone();
        self.here.get(&sentence).into_iter().flatten().for_each(|batch| batches[batch.0 as usize] = true);
        batches.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        language::Language,
        parse::{Given, Languages, Markup, read},
        phrase::{self, IndexBuilder},
        source::Source,
    };

    const FIRST: BatchId = BatchId(1);
    const SECOND: BatchId = BatchId(2);

    /// What is found of `red`, and of `sea`, which has a say in it, in a policy.
    #[track_caller]
    fn finds(kinds: &[Kind], around: Around, text: &str, expected: &[&str]) {
        let language = Arc::new(Language::sample());
        let mut builder = IndexBuilder::new(Arc::clone(&language)).unwrap();
        for (batch, word) in [(FIRST, "red"), (SECOND, "sea")] {
            builder.begin(batch);
            builder.add(&phrase::parse(word).unwrap(), builder.base()).unwrap();
        }
        let index = builder.build();
        let batch = |role| Batch { kinds: kinds.to_vec(), role };
        let first = batch(Role::First(Some((SECOND, around))));
        let plan = Plan::new(vec![Batch::default(), first, batch(Role::Second)]);
        let given = Given { kind: Some(Kind::Policy), ..Given::new(Markup::Plain, "en") };
        let source = Source::new("t", text);
        let reading = read(&source, &Languages::new(vec![language]), |_| (&index, &plan), &given);
        let mut hits = reading.hits;
        hits.sort_unstable_by_key(|hit| hit.span);
        assert_eq!(hits.iter().map(|hit| source.slice(hit.span)).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn what_has_a_say_in_nothing_is_not_looked_for() {
        finds(&[], Around::Document, "The sea. The sea.", &[]);
        finds(&[], Around::Document, "A sea.\n\nIt is red.\n\nA sea.", &["sea", "red", "sea"]);
    }

    #[test]
    fn what_has_a_say_near_a_hit_is_looked_for_there() {
        finds(&[], Around::Sentences(0), "A sea. A red sea. A sea.", &["red", "sea"]);
        finds(&[], Around::Sentences(1), "A sea. A red sea. A sea. A sea.", &["red", "sea", "sea"]);
        finds(&[], Around::Sentences(9), "All red.\n\nA sea.", &["red"]);
    }

    #[test]
    fn phrases_for_another_kind_of_document_are_not_looked_for() {
        finds(&[Kind::Script], Around::Document, "A red sea.", &[]);
        finds(&[Kind::Policy], Around::Document, "A red sea.", &["red", "sea"]);
    }
}
