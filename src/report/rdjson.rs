//! The Reviewdog Diagnostic Format as one document, and the diagnostics that `rdjsonl` shares.
//!
//! Its definition counts columns in bytes. Reviewdog cuts lines of the source by the columns of a suggestion, so these
//! are bytes; it shows those of a place, or hands them on to GitHub, which counts characters. So a place has the
//! columns that every other format of ours has: Unicode scalars.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use serde::Serialize;

use crate::{
    escape,
    finding::Severity,
    report::{Checked, Edit, Entry, Place, Report, concise, json},
    source::Position,
};

/// How many related places of a finding are told. Reviewdog stops at a line over 64 KiB, as if it were the last.
const RELATED: usize = 10;

/// Who says so.
pub(super) const SOURCE: Source = Source { name: "courtesy" };

/// Writes the report as one document, a finding a line.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{\"source\":")?;
    json::to_writer(&SOURCE, out)?;
    out.write_all(b",\n \"diagnostics\":")?;
    json::list(diagnostics(report, None), out)?;
    out.write_all(b"}\n")
}

/// All findings as Reviewdog reads them; `by`: who says so, where no document around them does.
pub(super) fn diagnostics(report: &Report, by: Option<Source>) -> impl Iterator<Item = Diagnostic<'_>> {
    report.findings().map(move |(source, entry)| Diagnostic { source: by, ..Diagnostic::new(report, source, entry) })
}

/// Who found something.
#[derive(Clone, Copy, Serialize)]
pub(super) struct Source {
    name: &'static str,
}

/// A finding as Reviewdog reads it.
#[derive(Serialize)]
pub(super) struct Diagnostic<'r> {
    message: String,
    location: Location<'r>,
    severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<Source>,
    code: Code<'r>,
    suggestions: Vec<Suggestion<'r>>,
    related_locations: Vec<Related<'r>>,
    /// What Reviewdog prints in the log; without it, it prints this object.
    original_output: String,
}

#[derive(Serialize)]
struct Location<'r> {
    path: &'r str,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Code<'r> {
    value: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'r str>,
}

#[derive(Serialize)]
struct Suggestion<'r> {
    range: Range,
    text: &'r str,
}

#[derive(Serialize)]
struct Related<'r> {
    message: Cow<'r, str>,
    location: Location<'r>,
}

impl<'r> Diagnostic<'r> {
    fn new(report: &'r Report, source: &'r Checked, entry: &'r Entry) -> Self {
        let rule = &report.rules[entry.rule];
        let related = entry.related.iter().take(RELATED).map(|place| Related::new(source, place));
        Self {
            message: report.told(entry),
            location: Location { path: &source.path, range: Range::in_scalars(entry.start, entry.end) },
            severity: severity(entry.severity),
            source: None,
            code: Code { value: &rule.id, url: rule.url.as_deref() },
            suggestions: entry.fixes.iter().map(Suggestion::new).collect(),
            related_locations: related.collect(),
            original_output: concise::line(report, source, entry),
        }
    }
}

impl Range {
    fn in_scalars(start: Position, end: Position) -> Self {
        let point = |place: Position| Point { line: place.line, column: place.column };
        Self { start: point(start), end: point(end) }
    }

    fn in_bytes(start: Position, end: Position) -> Self {
        let point = |place: Position| Point { line: place.line, column: place.byte_column };
        Self { start: point(start), end: point(end) }
    }
}

impl<'r> Suggestion<'r> {
    fn new(fix: &'r Edit) -> Self {
        Self { range: Range::in_bytes(fix.start, fix.end), text: &fix.text }
    }
}

impl<'r> Related<'r> {
    fn new(source: &'r Checked, place: &'r Place) -> Self {
        let path = place.path.as_deref().unwrap_or(&source.path);
        let range = Range::in_scalars(place.start, place.end);
        Self { message: escape::line(&place.message), location: Location { path, range } }
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Advice => "INFO",
    }
}
