//! A piece is a block before it is tiled: what both readers hand over, in the order of the source.

use std::ops::Range;

use crate::{
    document::{BlockKind, CellPlace, Prose, Speaker, Stance},
    source::Span,
};

/// A block in the making.
#[derive(Debug)]
pub(super) struct Piece<'s> {
    pub(super) kind: BlockKind,
    /// Where it stands, its opening markup included.
    pub(super) span: Span,
    pub(super) prose: Prose<'s>,
    /// Its label, as a byte range of the prose.
    pub(super) label: Option<Range<usize>>,
    pub(super) seat: Option<Seat>,
    pub(super) cell: Option<CellPlace>,
    pub(super) speaker: Speaker,
    /// Whether a blank line, or markup that parts as well, stands before it.
    pub(super) fresh: bool,
}

/// A place in a list, before the list's introduction is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Seat {
    pub(super) list: u32,
    pub(super) depth: u8,
    pub(super) mark: Option<Stance>,
    /// The item's number, where it has one: how many numbers, and the last of them.
    pub(super) number: Option<Number>,
}

/// "3.2" is two deep and counts 2.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Number {
    pub(super) depth: u8,
    pub(super) count: u32,
}

impl<'s> Piece<'s> {
    /// A piece with words.
    pub(super) fn new(kind: BlockKind, span: Span, prose: Prose<'s>) -> Self {
        let speaker = Speaker::Agent;
        Self { kind, span, prose, label: None, seat: None, cell: None, speaker, fresh: true }
    }

    /// A piece without words: markup, code, comments.
    pub(super) fn silent(kind: BlockKind, span: Span) -> Self {
        Self::new(kind, span, Prose::default())
    }

    /// The label's words.
    pub(super) fn label_text(&self) -> Option<&str> {
        self.label.clone().map(|label| &self.prose.text()[label])
    }

    /// The words after the label.
    pub(super) fn body(&self) -> &str {
        let text = self.prose.text();
        self.label.as_ref().map_or(text, |label| super::label::after(text, label.end))
    }
}
