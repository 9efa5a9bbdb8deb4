//! Tables: cells that know their row's and their column's heading.

use super::{draft::Draft, label, piece::Piece};
use crate::{
    document::{BlockId, BlockKind, CellPlace, Prose},
    source::Span,
};

/// A table being read.
pub(super) struct Table {
    number: u32,
    /// Rows begun; the current one is the last.
    rows: u32,
    column: u32,
    heads: Vec<Option<BlockId>>,
    row_heading: Option<BlockId>,
}

impl Table {
    /// An empty table.
    pub(super) fn new(number: u32) -> Self {
        Self { number, rows: 0, column: 0, heads: Vec::new(), row_heading: None }
    }

    /// Begins a row.
    pub(super) fn row(&mut self) {
        self.rows += 1;
        self.column = 0;
        self.row_heading = None;
    }

    /// Adds the next cell, whose markup begins at `start`; an empty one leaves no piece.
    pub(super) fn cell<'s>(&mut self, draft: &mut Draft<'s, '_>, start: Option<usize>, prose: Prose<'s>) {
        let (row, column) = (self.rows.saturating_sub(1), self.column);
        self.column += 1;
        let text = prose.text();
        let words = text.len() - text.trim_start().len()..text.trim_end().len();
        let id =
            (words.start < words.end).then(|| BlockId::try_from(draft.pieces.len()).expect("fewer blocks than bytes"));
        if row == 0 {
            self.heads.push(id);
        }
        let Some(id) = id else { return };
        let prose = if words.len() == text.len() { prose } else { prose.slice(words) };
        let span = prose.span(0..prose.text().len());
        let mut piece =
            Piece::new(BlockKind::Cell, Span::new(start.unwrap_or(span.start()).min(span.start()), span.end()), prose);
        let column_heading = if row == 0 { None } else { self.heads.get(column as usize).copied().flatten() };
        piece.cell = Some(CellPlace { table: self.number, row, column, row_heading: self.row_heading, column_heading });
        piece.label = if row == 0 { None } else { label::label(piece.prose.text(), draft.words) };
        if column == 0 {
            self.row_heading = Some(id);
        }
        draft.pieces.push(piece);
    }
}
