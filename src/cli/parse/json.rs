//! The JSON of `courtesy parse`, version 1.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde::Serialize;

use crate::{
    document::{Block, BlockId, BlockKind, CellPlace, Document, Kind, ListPlace, Sentence, Speaker, Stance},
    report::json::{PositionV1, to_writer},
    source::Source,
    valued::{Valued, meaning},
};

/// Writes the document; the texts of its blocks, joined, are the file.
pub(super) fn write(
    source: &Source,
    document: &Document<'_>,
    values: &[Vec<Valued>],
    out: &mut dyn Write,
) -> io::Result<()> {
    let blocks = document.blocks.iter().zip(values).map(|(block, values)| BlockV1 {
        values: values.iter().map(|value| ValueV1::new(source, value)).collect(),
        ..BlockV1::new(source, document, block)
    });
    let document = DocumentV1 {
        version: 1,
        path: source.name(),
        language: &document.language,
        kind: document.kind,
        declared: document.declared,
        front_matter: document.front_matter.iter().copied().collect(),
        blocks: blocks.collect(),
    };
    to_writer(&document, out)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct DocumentV1<'d> {
    version: u32,
    path: &'d str,
    language: &'d str,
    kind: Kind,
    declared: bool,
    front_matter: BTreeMap<&'d str, &'d str>,
    blocks: Vec<BlockV1<'d>>,
}

#[derive(Serialize)]
struct BlockV1<'d> {
    kind: &'static str,
    level: Option<u8>,
    start: PositionV1,
    end: PositionV1,
    text: &'d str,
    prose: &'d str,
    speaker: Speaker,
    stance: Stance,
    label: Option<&'d str>,
    section: Option<BlockId>,
    list: Option<ListV1>,
    cell: Option<CellV1>,
    sentences: Vec<SentenceV1<'d>>,
    values: Vec<ValueV1<'d>>,
}

#[derive(Serialize)]
struct ListV1 {
    list: u32,
    depth: u8,
    introduction: Option<BlockId>,
    mark: Option<Stance>,
}

#[derive(Serialize)]
struct CellV1 {
    table: u32,
    row: u32,
    column: u32,
    row_heading: Option<BlockId>,
    column_heading: Option<BlockId>,
}

#[derive(Serialize)]
struct SentenceV1<'d> {
    start: PositionV1,
    end: PositionV1,
    text: &'d str,
    stance: Stance,
    stances: Vec<StanceV1>,
}

/// A value and what it comes to, in words.
#[derive(Serialize)]
struct ValueV1<'d> {
    kind: &'static str,
    meaning: String,
    start: PositionV1,
    end: PositionV1,
    text: &'d str,
}

/// A stretch of a sentence with a stance of its own.
#[derive(Serialize)]
struct StanceV1 {
    start: PositionV1,
    end: PositionV1,
    stance: Stance,
}

impl<'d> BlockV1<'d> {
    fn new(source: &'d Source, document: &'d Document<'_>, block: &'d Block<'_>) -> Self {
        let sentences = &document.sentences[block.sentences.start as usize..block.sentences.end as usize];
        let level = if let BlockKind::Heading(level) = block.kind { Some(level) } else { None };
        Self {
            kind: block.kind.name(),
            level,
            start: source.position(block.span.start()).into(),
            end: source.position(block.span.end()).into(),
            text: source.slice(block.span),
            prose: block.prose.text(),
            speaker: block.speaker,
            stance: block.stance,
            label: block.label.as_ref().map(|label| &block.prose.text()[label.start as usize..label.end as usize]),
            section: block.section,
            list: block.list.map(ListV1::from),
            cell: block.cell.map(CellV1::from),
            sentences: sentences.iter().map(|&sentence| SentenceV1::new(source, document, block, sentence)).collect(),
            values: Vec::new(),
        }
    }
}

impl<'d> ValueV1<'d> {
    fn new(source: &'d Source, Valued { span, value }: &Valued) -> Self {
        Self {
            kind: value.kind().name(),
            meaning: meaning(value),
            start: source.position(span.start()).into(),
            end: source.position(span.end()).into(),
            text: source.slice(*span),
        }
    }
}

impl<'d> SentenceV1<'d> {
    fn new(source: &Source, document: &Document<'_>, block: &'d Block<'_>, sentence: Sentence) -> Self {
        let span = document.sentence_span(sentence);
        let first = document.stances.partition_point(|(stretch, _)| stretch.end() <= span.start());
        let inside = document.stances[first..].iter().take_while(|(stretch, _)| stretch.start() < span.end());
        let stances = inside.map(|&(stretch, stance)| StanceV1 {
            start: source.position(stretch.start()).into(),
            end: source.position(stretch.end()).into(),
            stance,
        });
        Self {
            start: source.position(span.start()).into(),
            end: source.position(span.end()).into(),
            text: &block.prose.text()[sentence.range()],
            stance: document.stance(block, span),
            stances: stances.collect(),
        }
    }
}

impl From<ListPlace> for ListV1 {
    fn from(place: ListPlace) -> Self {
        Self { list: place.list, depth: place.depth, introduction: place.introduction, mark: place.mark }
    }
}

impl From<CellPlace> for CellV1 {
    fn from(place: CellPlace) -> Self {
        let CellPlace { table, row, column, row_heading, column_heading } = place;
        Self { table, row, column, row_heading, column_heading }
    }
}
