//! Reading: a source becomes a document, and every phrase of the language's index is found on the way.

use std::sync::Arc;

use crate::{
    document::{Document, Kind},
    phrase::index::PhraseId,
    source::Span,
};

/// How a text is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Markup {
    /// CommonMark with tables and front matter.
    Markdown,
    /// Plain text.
    Plain,
}

/// What is known of a text before it is read.
#[derive(Clone, Debug)]
pub struct Given {
    /// How it is written.
    pub markup: Markup,
    /// Its kind, where somebody declared it; front matter comes after the command line and before the configuration.
    pub kind: Option<Kind>,
    /// Its language, where somebody declared it.
    pub language: Option<Arc<str>>,
    /// The language to read an unsure text in.
    pub fallback: Arc<str>,
}

/// A phrase found in a document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Hit {
    /// Which phrase of the language's index.
    pub phrase: PhraseId,
    /// The sentence it stands in, as its place in [`Document::sentences`].
    pub sentence: u32,
    /// Its words in the source, without the headings a cell is read with and the label a run-in is read with.
    pub span: Span,
}

/// A document with everything that was found in it.
#[derive(Debug)]
pub struct Reading<'s> {
    /// The document.
    pub document: Document<'s>,
    /// Which of the indexes it was read with.
    pub index: usize,
    /// All hits, sorted by phrase, then sentence, then place.
    pub hits: Vec<Hit>,
}
