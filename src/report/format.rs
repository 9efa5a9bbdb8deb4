//! The ways to write a report, by the names that they have on the command line.

use std::io::{self, Write};

use crate::report::{Report, concise, human, json, jsonl};

/// The ways to write a report.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Format {
    /// For people: each finding in its line, with the reason and the cure.
    Human,
    /// One line a finding, as compilers print.
    Concise,
    /// One JSON document, version 1.
    Json,
    /// One JSON object a line, one line a finding.
    Jsonl,
}

/// How the format for people looks; the others look the same everywhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Look {
    /// Whether it is coloured.
    pub color: bool,
    /// Whether it closes without its summary.
    pub quiet: bool,
}

impl Format {
    /// Every format with its name on the command line.
    pub const ALL: [(&'static str, Self); 4] =
        [("human", Self::Human), ("concise", Self::Concise), ("json", Self::Json), ("jsonl", Self::Jsonl)];

    /// How many findings of a file need an [`Entry::snippet`](crate::report::Entry::snippet).
    pub fn snippets(self) -> usize {
        if self == Self::Human { human::LIMIT } else { 0 }
    }

    /// Whether a machine reads the whole of it, so that nothing else may stand beside it.
    pub fn is_for_machines(self) -> bool {
        !matches!(self, Self::Human | Self::Concise)
    }

    /// Writes the whole report.
    pub fn write(self, report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Human => human::write(report, look, out),
            Self::Concise => concise::write(report, out),
            Self::Json => json::write(report, out),
            Self::Jsonl => jsonl::write(report, out),
        }
    }
}
