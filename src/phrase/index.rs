//! The index of one language: every phrase of every rule, found in one reading of a sentence.

use std::sync::Arc;

use crate::language::Language;

/// A phrase of an [`Index`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PhraseId(pub u32);

/// Where a phrase was found: words `start..end` of the sentence read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Match {
    /// Which phrase.
    pub phrase: PhraseId,
    /// The first word.
    pub start: u32,
    /// The word after the last.
    pub end: u32,
}

/// What a stance cue does; see [`StanceCues`](crate::language::StanceCues).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Cue {
    /// A title that rejects.
    Reject,
    /// A title that prescribes.
    Prescribe,
    /// A title that reports.
    Report,
    /// Rejects what follows.
    RejectBefore,
    /// Reports what follows.
    ReportBefore,
    /// Rejects what stands before.
    RejectAfter,
    /// Adopts a quotation.
    Adopt,
    /// Rejects the sentence before.
    Retract,
}

/// All phrases of one language: its cues and those of the rules.
#[derive(Debug)]
pub struct Index {
    language: Arc<Language>,
}

impl Index {
    /// The language the index reads.
    pub fn language(&self) -> &Language {
        &self.language
    }
}
