//! The ways to write a report, by the names that they have on the command line.

use std::io::{self, Write};

use crate::report::{Report, checkstyle, concise, github, gitlab, human, json, jsonl, junit, rdjson, rdjsonl, sarif};

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
    /// SARIF 2.1.0, for code scanning; the only format that shows what is accepted, marked as such.
    Sarif,
    /// Workflow commands of GitHub Actions, which become annotations.
    Github,
    /// A Code Quality report of GitLab.
    Gitlab,
    /// JUnit XML: a suite a file, a failed test a finding.
    Junit,
    /// Checkstyle XML.
    Checkstyle,
    /// The Reviewdog Diagnostic Format as one document.
    Rdjson,
    /// The Reviewdog Diagnostic Format, one line a finding.
    Rdjsonl,
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
    pub const ALL: [(&'static str, Self); 11] = [
        ("human", Self::Human),
        ("concise", Self::Concise),
        ("json", Self::Json),
        ("jsonl", Self::Jsonl),
        ("sarif", Self::Sarif),
        ("github", Self::Github),
        ("gitlab", Self::Gitlab),
        ("junit", Self::Junit),
        ("checkstyle", Self::Checkstyle),
        ("rdjson", Self::Rdjson),
        ("rdjsonl", Self::Rdjsonl),
    ];

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
            Self::Sarif => sarif::write(report, out),
            Self::Github => github::write(report, out),
            Self::Gitlab => gitlab::write(report, out),
            Self::Junit => junit::write(report, out),
            Self::Checkstyle => checkstyle::write(report, out),
            Self::Rdjson => rdjson::write(report, out),
            Self::Rdjsonl => rdjsonl::write(report, out),
        }
    }
}
