//! The concise format: `path:line:column: severity[rule] message`, one line a finding.

use std::io::{self, Write};

use crate::{
    escape,
    report::{Checked, Entry, Report},
};

/// Writes the report, one line a finding.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    report.findings().try_for_each(|(source, entry)| writeln!(out, "{}", line(report, source, entry)))
}

/// The line of a finding, without its end.
pub(super) fn line(report: &Report, source: &Checked, entry: &Entry) -> String {
    let (path, message) = (escape::line(&source.path), escape::line(&entry.message));
    let (start, rule) = (entry.start, &report.rules[entry.rule].id);
    format!("{path}:{}:{}: {}[{rule}] {message}", start.line, start.column, entry.severity)
}
