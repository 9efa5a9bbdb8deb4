//! The draft of a document: the pieces that the readers have found so far, and the counters they share.

use std::ops::Range;

use super::{
    paragraph::{Emphasis, Part, parts},
    piece::{Piece, Seat},
    vocabulary::Vocabulary,
};
use crate::{
    document::{BlockKind, Prose},
    source::Span,
};

/// A document in the making.
pub(super) struct Draft<'s, 'v> {
    pub(super) text: &'s str,
    pub(super) words: &'v Vocabulary,
    pub(super) pieces: Vec<Piece<'s>>,
    lists: u32,
    tables: u32,
}

/// Where a paragraph stands.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Place {
    pub(super) seat: Option<Seat>,
    pub(super) quoted: bool,
}

impl<'s, 'v> Draft<'s, 'v> {
    /// An empty draft of a text.
    pub(super) fn new(text: &'s str, words: &'v Vocabulary) -> Self {
        Self { text, words, pieces: Vec::new(), lists: 0, tables: 0 }
    }

    /// The number of a new list.
    pub(super) fn new_list(&mut self) -> u32 {
        self.lists += 1;
        self.lists - 1
    }

    /// The number of a new table.
    pub(super) fn new_table(&mut self) -> u32 {
        self.tables += 1;
        self.tables - 1
    }

    /// Adds a piece without words.
    pub(super) fn silent(&mut self, kind: BlockKind, range: Range<usize>) {
        self.pieces.push(Piece::silent(kind, Span::from(range)));
    }

    /// Adds the parts of a paragraph that begins at byte `start` of the source.
    pub(super) fn paragraph(&mut self, start: usize, prose: &Prose<'s>, emphasis: Emphasis<'_>, place: Place) {
        let mut found = parts(prose.text(), 0..prose.text().len(), emphasis, self.words);
        if let [Part { item: Some(mark), kind: BlockKind::Item, .. }, _, ..]
        | [Part { item: Some(mark), kind: BlockKind::Item, .. }] = found.as_mut_slice()
            && place.seat.is_some()
            && mark.number.is_some()
        {
            mark.number = None;
        }
        let mut own_list = None;
        for (at, part) in found.into_iter().enumerate() {
            let from = prose.span(part.words.start..part.words.start).start();
            let from = if at == 0 { start.min(from) } else { from };
            let words = prose.slice(part.words.clone());
            let end = words.span(0..words.text().len()).end().max(from);
            let mut piece = Piece::new(part.kind, Span::new(from, end), words);
            piece.label = part.label;
            piece.fresh = at == 0;
            piece.seat = place.seat;
            if let Some(mark) = part.item {
                let list =
                    *own_list.get_or_insert_with(|| place.seat.map_or_else(|| self.new_list(), |seat| seat.list));
                let depth = place.seat.map_or(1, |seat| seat.depth);
                let outer = place.seat.and_then(|seat| seat.mark);
                piece.seat = Some(Seat { list, depth, mark: mark.stance.or(outer), number: mark.number });
            }
            piece.kind = kind(part.kind, place);
            if piece.kind == BlockKind::Markup {
                piece.prose = Prose::default();
            }
            self.pieces.push(piece);
        }
    }
}

fn kind(own: BlockKind, place: Place) -> BlockKind {
    match own {
        BlockKind::Paragraph if place.seat.is_some() => BlockKind::Item,
        BlockKind::Paragraph if place.quoted => BlockKind::Quote,
        // Heading marks inside a paragraph of Markdown are escaped: they are words.
        BlockKind::Heading(_) => BlockKind::Paragraph,
        own => own,
    }
}
