//! Prose: the words of a block, markup taken away, each byte still knowing where it stands in the source.

use std::{borrow::Cow, ops::Range};

use crate::source::Span;

/// The words of a block as a reader sees them, markup taken away, each byte still knowing where it stands in the source.
#[derive(Clone, Debug, Default)]
pub struct Prose<'s> {
    text: Cow<'s, str>,
    /// Where the pieces of the text stand: `(offset in the text, offset in the source)`, ascending, the first at 0.
    /// Between two entries text and source run in step; a piece shorter in the text than in the source (an entity, an
    /// escape) is an entry of its own.
    pieces: Pieces,
}

#[derive(Clone, Debug)]
enum Pieces {
    One(u32),
    Many(Vec<Piece>),
}

impl Default for Pieces {
    fn default() -> Self {
        Self::One(0)
    }
}

/// A run of prose: `text..` came from `source`.
#[derive(Clone, Copy, Debug)]
struct Piece {
    text: u32,
    text_end: u32,
    source: Span,
}

impl<'s> Prose<'s> {
    /// Prose that is a stretch of the source as it stands.
    pub fn verbatim(source: &'s str, span: Span) -> Self {
        let start = u32::try_from(span.start()).expect("a span fits in 32 bits");
        Self { text: Cow::Borrowed(&source[span.range()]), pieces: Pieces::One(start) }
    }

    /// The words, in the order of the source.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The source span of a byte range of [`text`](Self::text): from its first character to its last, markup between them included.
    pub fn span(&self, range: Range<usize>) -> Span {
        match &self.pieces {
            Pieces::One(shift) => Span::new(range.start + *shift as usize, range.end + *shift as usize),
            Pieces::Many(pieces) => spread(pieces, &range),
        }
    }

    /// The part of the prose in a byte range of its text.
    pub fn slice(&self, range: Range<usize>) -> Self {
        let text = match &self.text {
            Cow::Borrowed(text) => Cow::Borrowed(&text[range.clone()]),
            Cow::Owned(text) => Cow::Owned(text[range.clone()].to_owned()),
        };
        let pieces = match &self.pieces {
            Pieces::One(shift) => Pieces::One(shift + narrow(range.start)),
            Pieces::Many(pieces) => Pieces::Many(cut(pieces, &range)),
        };
        Self { text, pieces }
    }
}

fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).expect("a source is shorter than 4 GiB")
}

/// Where a range of text stands in the source, given the pieces the text was made of.
fn spread(pieces: &[Piece], range: &Range<usize>) -> Span {
    let at = |offset: usize| pieces.partition_point(|piece| piece.text as usize <= offset).saturating_sub(1);
    let Some(first) = pieces.get(at(range.start)) else { return Span::new(0, 0) };
    let start = first.source_at(range.start, false);
    if range.is_empty() {
        return Span::new(start, start);
    }
    let last = pieces[at(range.end - 1)];
    Span::new(start, last.source_at(range.end, true).max(start))
}

fn cut(pieces: &[Piece], range: &Range<usize>) -> Vec<Piece> {
    let inside = |piece: &&Piece| (piece.text as usize) < range.end;
    let moved = |piece: &Piece| {
        let from = range.start.max(piece.text as usize);
        let to = range.end.min(piece.text_end as usize);
        let source = Span::new(piece.source_at(from, false), piece.source_at(to, true));
        Piece { text: narrow(from - range.start), text_end: narrow(to - range.start), source }
    };
    let first = pieces.partition_point(|piece| piece.text_end as usize <= range.start);
    pieces[first..].iter().take_while(inside).map(moved).collect()
}

impl Piece {
    /// The source offset of a text offset in this piece: in step where lengths agree, else the piece's edge.
    fn source_at(&self, offset: usize, end: bool) -> usize {
        let verbatim = (self.text_end - self.text) as usize == self.source.len();
        let into = offset.saturating_sub(self.text as usize);
        match (verbatim, end) {
            (true, _) => (self.source.start() + into).min(self.source.end()),
            (false, false) if into == 0 => self.source.start(),
            (false, true) if offset >= self.text_end as usize => self.source.end(),
            (false, false) => self.source.start(),
            (false, true) => self.source.end(),
        }
    }
}

/// Gathers prose piece by piece while markup is read away.
#[derive(Debug, Default)]
pub struct ProseBuilder {
    text: String,
    pieces: Vec<Piece>,
}

impl ProseBuilder {
    /// Appends text that stands for `span` of the source: the same bytes, or what an entity, an escape or a line break there means.
    pub fn push(&mut self, text: &str, span: Span) {
        let start = narrow(self.text.len());
        self.text.push_str(text);
        let end = narrow(self.text.len());
        if let Some(last) = self.pieces.last_mut() {
            let in_step = |piece: &Piece| (piece.text_end - piece.text) as usize == piece.source.len();
            if last.source.end() == span.start() && in_step(last) && text.len() == span.len() {
                last.text_end = end;
                last.source = last.source.cover(span);
                return;
            }
        }
        if start < end {
            self.pieces.push(Piece { text: start, text_end: end, source: span });
        }
    }

    /// The text so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The prose gathered, which borrows the source where it is one piece of it.
    pub fn finish<'s>(self, source: &'s str) -> Prose<'s> {
        match self.pieces.as_slice() {
            [] => Prose::default(),
            [only] if source[only.source.range()] == self.text => Prose::verbatim(source, only.source),
            _ => Prose { text: Cow::Owned(self.text), pieces: Pieces::Many(self.pieces) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn emphasised() -> (String, Prose<'static>) {
        let source = "**never** decide &amp; go";
        let mut builder = ProseBuilder::default();
        builder.push("never", Span::new(2, 7));
        builder.push(" decide ", Span::new(9, 17));
        builder.push("&", Span::new(17, 22));
        builder.push(" go", Span::new(22, 25));
        (source.to_owned(), builder.finish(source))
    }

    #[test]
    fn a_span_of_prose_runs_from_its_first_word_to_its_last() {
        let (source, prose) = emphasised();
        assert_eq!(prose.text(), "never decide & go");
        assert_eq!(&source[prose.span(0..12).range()], "never** decide");
        assert_eq!(&source[prose.span(13..14).range()], "&amp;");
        assert_eq!(&source[prose.span(0..5).range()], "never");
        assert_eq!(&source[prose.span(15..17).range()], "go");
    }

    #[test]
    fn a_slice_of_prose_keeps_its_places() {
        let (source, prose) = emphasised();
        let slice = prose.slice(6..17);
        assert_eq!(slice.text(), "decide & go");
        assert_eq!(&source[slice.span(0..8).range()], "decide &amp;");
    }

    #[test]
    fn prose_of_one_piece_borrows_the_source() {
        let source = "plain";
        let mut builder = ProseBuilder::default();
        builder.push("pl", Span::new(0, 2));
        builder.push("ain", Span::new(2, 5));
        assert!(matches!(builder.finish(source).text, Cow::Borrowed("plain")));
    }
}
