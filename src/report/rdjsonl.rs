//! The Reviewdog Diagnostic Format, one line a finding.

use std::io::{self, Write};

use crate::report::{Report, json, rdjson};

/// Writes the report, one JSON object a line.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    json::lines(rdjson::diagnostics(report, Some(rdjson::SOURCE)), out)
}
