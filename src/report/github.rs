//! The GitHub format: workflow commands in the log of a job, which GitHub Actions shows beside the lines of a change.

use std::io::{self, Write};

use crate::{
    escape,
    finding::Severity,
    report::{Checked, Entry, Report, Summary},
};

/// How many annotations of each kind GitHub shows in a step; it drops the rest without a word.
const SHOWN: usize = 10;

/// Writes the report, one command a finding. Where GitHub would not show all, the first command counts them.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let summary = report.summary();
    let Summary { errors, warnings, advice, .. } = summary;
    if [errors, warnings, advice].into_iter().any(|count| count > SHOWN) {
        let told =
            format!("{summary}. GitHub shows the first {SHOWN} of each kind; the log of this step has them all.");
        writeln!(out, "::notice title=courtesy::{}", data(&told))?;
    }
    report.findings().try_for_each(|(source, entry)| annotation(report, source, entry, out))
}

fn annotation(report: &Report, source: &Checked, entry: &Entry, out: &mut dyn Write) -> io::Result<()> {
    let (start, end) = (entry.start, entry.end);
    let command = match entry.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "notice",
    };
    write!(out, "::{command} file={},line={},col={}", property(&source.path), start.line, start.column)?;
    // GitHub passes over the columns of what ends on another line.
    if start.line == end.line {
        write!(out, ",endLine={},endColumn={}", end.line, end.column)?;
    }
    let (title, message) = (property(&report.rules[entry.rule].id), data(&report.told(entry)));
    writeln!(out, ",title={title}::{message}")
}

/// A text as a command's message: what ends a command or looks like an escape is escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A text as a command's property, which ends at a colon or a comma as well.
fn property(text: &str) -> String {
    data(&escape::line(text)).replace(':', "%3A").replace(',', "%2C")
}
