//! A document is what a text is made of: blocks, their sentences, who speaks and what is done with the words.
//! Spans only, no judgement.

use std::{borrow::Cow, ops::Range, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::source::Span;

/// What sort of text a document is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A service policy, handbook, SLA, FAQ: the company speaks about what it does.
    Policy,
    /// A call, chat or e-mail script, template or transcript: what is said or written to customers.
    Script,
}

/// Whose words a block holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Speaker {
    /// The company: every text that is not a customer's turn.
    Agent,
    /// The customer, in a turn of a script.
    Customer,
}

/// What the text does with its words.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// It says them, or tells others to.
    Prescribes,
    /// It tells others not to say or do them.
    Rejects,
    /// It mentions them without saying or doing them.
    Reports,
}

/// What a block is. Kinds marked "not linted" have an empty [`Prose`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BlockKind {
    /// A heading of the given level, 1 the highest.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// An item of a list, a numbered step or a checkbox.
    Item,
    /// A cell of a table.
    Cell,
    /// A paragraph of a block quotation.
    Quote,
    /// A turn of a conversation, or a part of one: what one speaker says.
    Turn,
    /// A stage direction: what happens between turns.
    Direction,
    /// Program code or preformatted text; not linted.
    Code,
    /// The metadata block that opens a file; not linted.
    FrontMatter,
    /// A comment; not linted.
    Comment,
    /// Markup or blank lines that belong to no other block; not linted.
    Markup,
}

impl BlockKind {
    /// The word for this kind in rule files and in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Heading(_) => "heading",
            Self::Paragraph => "paragraph",
            Self::Item => "item",
            Self::Cell => "cell",
            Self::Quote => "quote",
            Self::Turn => "turn",
            Self::Direction => "direction",
            Self::Code => "code",
            Self::FrontMatter => "front-matter",
            Self::Comment => "comment",
            Self::Markup => "markup",
        }
    }

    /// Whether rules look into blocks of this kind.
    pub fn is_linted(self) -> bool {
        !matches!(self, Self::Code | Self::FrontMatter | Self::Comment | Self::Markup)
    }
}

/// The place of a block in [`Document::blocks`].
pub type BlockId = u32;

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

/// Where a block stands in a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ListPlace {
    /// Which list of the document, in order of appearance.
    pub list: u32,
    /// How deep the list is nested, 1 at the top.
    pub depth: u8,
    /// The block that introduces the list ("Never say:"), if one stands right before it.
    pub introduction: Option<BlockId>,
    /// The marker of a good or bad example (✔, ❌, "NO:"), if the item has one.
    pub mark: Option<Stance>,
}

/// Where a cell stands in its table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CellPlace {
    /// Which table of the document, in order of appearance.
    pub table: u32,
    /// The row, from 0; row 0 is the head.
    pub row: u32,
    /// The column, from 0.
    pub column: u32,
    /// The first cell of the row, unless this is it.
    pub row_heading: Option<BlockId>,
    /// The head cell of the column, unless this is it.
    pub column_heading: Option<BlockId>,
}

/// One block: a heading, a paragraph, an item, a cell, a turn …
#[derive(Clone, Debug)]
pub struct Block<'s> {
    /// What it is.
    pub kind: BlockKind,
    /// All its bytes, markup and the blank lines after it included: the spans of a document's blocks, joined, are the source.
    pub span: Span,
    /// Its words.
    pub prose: Prose<'s>,
    /// The label that opens it ("Step 2:", "Agent:", "First response:"), as a byte range of the prose, colon excluded.
    pub label: Option<Range<u32>>,
    /// Whose words they are.
    pub speaker: Speaker,
    /// What the text does with the block as a whole; single sentences may differ, see [`Document::stance`].
    pub stance: Stance,
    /// The heading it stands under.
    pub section: Option<BlockId>,
    /// Its place in a list.
    pub list: Option<ListPlace>,
    /// Its place in a table.
    pub cell: Option<CellPlace>,
    /// Its sentences, as a range of [`Document::sentences`].
    pub sentences: Range<u32>,
}

/// One sentence: a byte range of its block's prose.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sentence {
    /// The block it stands in.
    pub block: BlockId,
    /// The first byte, in the block's prose.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Sentence {
    /// The sentence as a byte range of its block's prose.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A text, read.
#[derive(Clone, Debug)]
pub struct Document<'s> {
    /// The code of its language: "en", "it", "ro" …
    pub language: Arc<str>,
    /// What sort of text it is.
    pub kind: Kind,
    /// Whether the kind was given (command line, front matter, configuration) and not guessed.
    pub declared: bool,
    /// The keys and values of the front matter, as written, one line each; nested keys are left out.
    pub front_matter: Vec<(&'s str, &'s str)>,
    /// All its blocks; their spans joined are the source.
    pub blocks: Vec<Block<'s>>,
    /// All sentences of all blocks, in order.
    pub sentences: Vec<Sentence>,
    /// Stretches whose stance differs from their block's, ascending and apart.
    pub stances: Vec<(Span, Stance)>,
}

impl Document<'_> {
    /// The block a sentence stands in.
    pub fn block_of(&self, sentence: Sentence) -> &Block<'_> {
        &self.blocks[sentence.block as usize]
    }

    /// The source span of a sentence.
    pub fn sentence_span(&self, sentence: Sentence) -> Span {
        self.block_of(sentence).prose.span(sentence.range())
    }

    /// What the text does with the words of `span`, which stands in `block`.
    pub fn stance(&self, block: &Block<'_>, span: Span) -> Stance {
        let after = self.stances.partition_point(|(stretch, _)| stretch.end() <= span.start());
        match self.stances.get(after) {
            Some((stretch, stance)) if stretch.overlaps(span) => *stance,
            _ => block.stance,
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
