//! The JSON Lines format: the findings of JSON version 1, one a line.

use std::io::{self, Write};

use crate::report::{Report, json};

/// Writes the report, one JSON object a line.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    json::lines(json::findings(report), out)
}
