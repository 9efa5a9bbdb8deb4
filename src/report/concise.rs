//! The concise format: `path:line:column: severity[rule] message`, one line a finding.

use std::io::{self, Write};

use crate::{escape, report::Report};

/// Writes the report, one line a finding.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for source in &report.sources {
        let path = escape::line(&source.path);
        for entry in &source.entries {
            let (start, rule) = (entry.start, &report.rules[entry.rule].id);
            let message = escape::line(&entry.message);
            writeln!(out, "{path}:{}:{}: {}[{rule}] {message}", start.line, start.column, entry.severity)?;
        }
    }
    Ok(())
}
