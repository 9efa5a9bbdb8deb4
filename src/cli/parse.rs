//! `courtesy parse`: shows how a document is read.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use clap::{Args, ValueEnum};

use crate::{
    cli::{
        Exit,
        failure::Failure,
        files,
        setup::{ReadOptions, RuleOptions},
        size,
        terminal::{Terminal, unless_closed},
    },
    document::{Block, BlockKind, Document},
    escape,
    parse::Reading,
    phrase::Index,
    source::{Source, Span},
    valued::{self, Valued},
};

mod json;

/// Arguments of `parse`.
#[derive(Debug, Args)]
pub(super) struct Parse {
    /// The document, or - for standard input.
    file: PathBuf,
    /// How to print it.
    #[arg(long, value_name = "NAME", default_value = "human", help_heading = "Output")]
    format: Shape,
    #[command(flatten)]
    reading: ReadOptions,
    #[command(flatten)]
    rules: RuleOptions,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Shape {
    /// For people.
    Human,
    /// For machines.
    Json,
}

impl Parse {
    /// Reads the document and prints its blocks.
    pub(super) fn run(self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let setup = self.rules.for_file(&self.file)?;
        self.reading.check(&setup)?;
        let source = match self.file.to_str() {
            Some("-") => files::read_stdin("<stdin>", size::USUAL)?,
            _ => files::open(&self.file)?,
        };
        let given = self.reading.given(source.name(), &setup);
        let reading = setup.rules.read(&source, &given);
        let index = setup.rules.index_of(reading.index);
        unless_closed(match self.format {
            Shape::Human => told_of(&source, &reading, index, None, &mut terminal.out),
            Shape::Json => json::write(&source, &reading.document, &valued::of(&reading, index), &mut terminal.out),
        })?;
        Ok(Exit::Clean)
    }
}

/// Tells people how a document is read, or the part of it that touches a stretch of the source.
pub(super) fn told_of(
    source: &Source,
    reading: &Reading<'_>,
    index: &Index,
    place: Option<Span>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (document, values) = (&reading.document, valued::of(reading, index));
    let kind = word(&document.kind);
    let declared = if document.declared { "declared" } else { "guessed" };
    writeln!(out, "{}: {kind} ({declared}), {}", escape::line(source.name()), escape::line(&document.language))?;
    let wanted = |block: &Block<'_>| block.kind.is_linted() && place.is_none_or(|place| block.span.overlaps(place));
    for (key, value) in document.front_matter.iter().filter(|_| place.is_none()) {
        writeln!(out, "       {}: {}", escape::line(key), escape::line(value))?;
    }
    for (number, block) in document.blocks.iter().enumerate() {
        if wanted(block) {
            head(source, number, block, out)?;
            sentences(source, document, block, out)?;
            told(source, &values[number], out)?;
        }
    }
    Ok(())
}

/// The values of a block, each with its words and place.
fn told(source: &Source, values: &[Valued], out: &mut dyn Write) -> io::Result<()> {
    for Valued { span, value } in values {
        let place = source.position(span.start());
        let (kind, meaning) = (value.kind().name(), valued::meaning(value));
        let words = source.slice(*span).split_whitespace().collect::<Vec<_>>().join(" ");
        let (meaning, words) = (escape::line(&meaning), escape::line(&words));
        writeln!(out, "         {}:{} <{kind}> {meaning}: {words}", place.line, place.column)?;
    }
    Ok(())
}

/// The word for a value in rule files and in JSON.
pub(super) fn word(value: &impl serde::Serialize) -> String {
    let json = serde_json::to_value(value).ok();
    json.and_then(|json| json.as_str().map(str::to_owned)).expect("the words of the document model are strings")
}

/// A line that says where a block is and what.
fn head(source: &Source, number: usize, block: &Block<'_>, out: &mut dyn Write) -> io::Result<()> {
    let line = source.position(block.prose.span(0..0).start()).line;
    let kind = block.kind.name();
    write!(out, "{line:>5}  #{number} {kind}")?;
    if let BlockKind::Heading(level) = block.kind {
        write!(out, " {level}")?;
    }
    if let Some(cell) = block.cell {
        write!(out, " table {} row {} column {}", cell.table, cell.row, cell.column)?;
    }
    if let Some(list) = block.list {
        write!(out, " list {} depth {}", list.list, list.depth)?;
    }
    write!(out, ", {}, {}", word(&block.speaker), word(&block.stance))?;
    if let Some(label) = &block.label {
        let label = &block.prose.text()[label.start as usize..label.end as usize];
        write!(out, ", label \"{}\"", escape::line(label))?;
    }
    if let Some(section) = block.section {
        write!(out, ", under #{section}")?;
    }
    writeln!(out)
}

/// The sentences of a block, each with its stance where it differs.
fn sentences(source: &Source, document: &Document<'_>, block: &Block<'_>, out: &mut dyn Write) -> io::Result<()> {
    for sentence in &document.sentences[block.sentences.start as usize..block.sentences.end as usize] {
        let text = block.prose.text()[sentence.range()].split_whitespace().collect::<Vec<_>>().join(" ");
        writeln!(out, "       | {}", escape::line(&text))?;
        let span = document.sentence_span(*sentence);
        let first = document.stances.partition_point(|(stretch, _)| stretch.end() <= span.start());
        for (stretch, stance) in
            document.stances[first..].iter().take_while(|(stretch, _)| stretch.start() < span.end())
        {
            let range = stretch.start().max(span.start())..stretch.end().min(span.end());
            writeln!(out, "         {}: {}", word(stance), escape::line(source.slice(range.into())))?;
        }
    }
    Ok(())
}
