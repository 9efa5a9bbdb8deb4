//! The JSON format, version 1: its own structs, so that the program may change inside without its users noticing.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter};

use crate::{
    escape,
    finding::Severity,
    report::{Checked, Entry, Report},
    source::Position,
};

/// Writes the report as one document, a finding a line.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let summary = report.summary();
    write!(out, "{{\"version\":1,\n \"summary\":{{\"files\":{},\"errors\":{},", summary.files, summary.errors)?;
    write!(out, "\"warnings\":{},\"advice\":{}}},\n \"findings\":", summary.warnings, summary.advice)?;
    list(findings(report), out)?;
    out.write_all(b"}\n")
}

/// Writes a list, an item a line, as [`to_writer`] does; no more than one item is held at a time.
pub(super) fn list(items: impl Iterator<Item = impl Serialize>, out: &mut dyn Write) -> io::Result<()> {
    let mut separator = "[\n  ";
    let mut end = "[]";
    for item in items {
        out.write_all(separator.as_bytes())?;
        to_writer(&item, out)?;
        (separator, end) = (",\n  ", "]");
    }
    out.write_all(end.as_bytes())
}

/// All findings in the form of version 1.
pub(super) fn findings(report: &Report) -> impl Iterator<Item = FindingV1<'_>> {
    report.findings().map(|(source, entry)| FindingV1::new(report, source, entry))
}

/// Writes items, each on a line, as [`to_writer`] does.
pub(super) fn lines(items: impl Iterator<Item = impl Serialize>, out: &mut dyn Write) -> io::Result<()> {
    for item in items {
        to_writer(&item, out)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Writes a value as JSON that is safe to show: unsafe characters are written as JSON escapes.
pub fn to_writer(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(out, Safe);
    value.serialize(&mut serializer).map_err(io::Error::from)
}

/// A finding, version 1.
#[derive(Serialize)]
pub(super) struct FindingV1<'r> {
    rule: &'r str,
    severity: Severity,
    message: &'r str,
    help: Option<String>,
    source: Option<&'r str>,
    path: &'r str,
    start: PositionV1,
    end: PositionV1,
    text: &'r str,
    language: &'r str,
    related: Vec<RelatedV1<'r>>,
    fingerprint: String,
    fixes: Vec<FixV1<'r>>,
}

/// A position, version 1.
#[derive(Serialize)]
pub struct PositionV1 {
    line: usize,
    column: usize,
    offset: usize,
}

#[derive(Serialize)]
struct RelatedV1<'r> {
    path: &'r str,
    start: PositionV1,
    end: PositionV1,
    message: &'r str,
}

#[derive(Serialize)]
struct FixV1<'r> {
    start: PositionV1,
    end: PositionV1,
    text: &'r str,
}

impl<'r> FindingV1<'r> {
    fn new(report: &'r Report, source: &'r Checked, entry: &'r Entry) -> Self {
        let rule = &report.rules[entry.rule];
        let path = source.path.as_str();
        let related = entry.related.iter().map(|place| RelatedV1 {
            path: place.path.as_deref().unwrap_or(path),
            start: place.start.into(),
            end: place.end.into(),
            message: &place.message,
        });
        let fixes = entry.fixes.iter();
        let fixes = fixes.map(|fix| FixV1 { start: fix.start.into(), end: fix.end.into(), text: &fix.text });
        Self {
            rule: &rule.id,
            severity: entry.severity,
            message: &entry.message,
            help: rule.help(),
            source: rule.source.as_deref(),
            path,
            start: entry.start.into(),
            end: entry.end.into(),
            text: &entry.text,
            language: &source.language,
            related: related.collect(),
            fingerprint: format!("{:016x}", entry.fingerprint),
            fixes: fixes.collect(),
        }
    }
}

impl From<Position> for PositionV1 {
    fn from(position: Position) -> Self {
        Self { line: position.line, column: position.column, offset: position.offset }
    }
}

/// Compact JSON in which no character can steer a terminal.
struct Safe;

impl Formatter for Safe {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        // What stands in quotation marks begins no line, so that `::` steers nobody.
        let steers = |at: usize, c: char| escape::is_unsafe(c) || c == '#' && escape::opens_command(&fragment[at..]);
        let mut written = 0;
        for (at, unsafe_one) in fragment.char_indices().filter(|&(at, c)| steers(at, c)) {
            writer.write_all(&fragment.as_bytes()[written..at])?;
            for unit in unsafe_one.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            written = at + unsafe_one.len_utf8();
        }
        CompactFormatter.write_string_fragment(writer, &fragment[written..])
    }
}
