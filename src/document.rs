//! A document is what a text is made of: blocks, their sentences, who speaks and what is done with the words.
//! Spans only, no judgement.

mod prose;

pub use prose::{Prose, ProseBuilder};

use std::{ops::Range, sync::Arc};

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

/// Where a block stands in a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ListPlace {
    /// Which list of the document, in order of appearance.
    pub list: u32,
    /// How deep the list is nested, 1 at the top.
    pub depth: u8,
    /// The block that introduces the list ("Never say:"), if one stands right before it.
    pub introduction: Option<BlockId>,
    /// Whether the item is numbered, as a step is.
    pub numbered: bool,
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
    /// The blocks that begin another script in the same file, ascending.
    pub scripts: Vec<BlockId>,
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

    /// Which script of the document a block belongs to, from 0.
    pub fn script(&self, block: BlockId) -> usize {
        self.scripts.partition_point(|&start| start <= block)
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
