//! The GitLab format: a Code Quality report, the part of Code Climate's form that GitLab reads.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use serde::Serialize;

use crate::{
    escape,
    finding::Severity,
    report::{Checked, Entry, Report, fingerprint, json},
    source::Position,
};

/// Writes the report as one JSON list, a finding a line.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    json::list(report.findings().map(|(source, entry)| Issue::new(report, source, entry)), out)?;
    out.write_all(b"\n")
}

/// A finding as GitLab reads it.
#[derive(Serialize)]
struct Issue<'r> {
    description: Cow<'r, str>,
    check_name: &'r str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'r>,
}

/// Where it is. GitLab takes `lines` or `positions`; only the latter has room for columns.
#[derive(Serialize)]
struct Location<'r> {
    path: &'r str,
    positions: Positions,
}

#[derive(Serialize)]
struct Positions {
    begin: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
}

impl<'r> Issue<'r> {
    fn new(report: &'r Report, source: &'r Checked, entry: &'r Entry) -> Self {
        Self {
            description: escape::line(&entry.message),
            check_name: &report.rules[entry.rule].id,
            // GitLab tells findings apart by nothing else.
            fingerprint: format!("{:016x}", fingerprint::in_file(&source.path, entry.fingerprint)),
            severity: severity(entry.severity),
            location: Location {
                path: &source.path,
                positions: Positions { begin: entry.start.into(), end: entry.end.into() },
            },
        }
    }
}

impl From<Position> for Place {
    fn from(position: Position) -> Self {
        Self { line: position.line, column: position.column }
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Advice => "info",
    }
}
