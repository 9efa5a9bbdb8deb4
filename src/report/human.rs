//! The format for people: each finding in its line with the reason and the cure, then a summary.

use std::{
    fmt,
    io::{self, Write},
};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use crate::{
    escape,
    finding::Severity,
    report::{Entry, Look, Report, RuleNote, Summary},
    snippet::Snippet,
};

/// How many findings of one file are shown; the rest is counted.
pub(super) const LIMIT: usize = 100;
/// The width that prose is wrapped to, in columns.
const WIDTH: usize = 100;

/// Writes the report for people.
pub(super) fn write(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let handler = handler(look.color);
    for source in &report.sources {
        let path = escape::line(&source.path);
        for entry in source.entries.iter().take(LIMIT) {
            let shown = Shown::new(entry, &report.rules[entry.rule]);
            let mut text = String::new();
            handler.render_report(&mut text, &shown).map_err(io::Error::other)?;
            writeln!(out, "{}", text.trim_end())?;
            writeln!(out)?;
        }
        if let Some(more) = source.entries.len().checked_sub(LIMIT + 1) {
            writeln!(out, "… and {} more in this file: {path}\n", more + 1)?;
        }
    }
    if !look.quiet {
        writeln!(out, "{}", report.summary())?;
    }
    Ok(())
}

fn handler(color: bool) -> GraphicalReportHandler {
    let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    GraphicalReportHandler::new_themed(theme).with_width(WIDTH)
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let many = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
        let (files, errors) = (many(self.files, "file"), many(self.errors, "error"));
        write!(f, "{files}: {errors}, {}, {} advice", many(self.warnings, "warning"), self.advice)?;
        if self.baselined > 0 { write!(f, "; {} more in the baseline", self.baselined) } else { Ok(()) }
    }
}

/// A finding as miette sees it.
#[derive(Debug)]
struct Shown<'r> {
    entry: &'r Entry,
    rule: &'r RuleNote,
    elsewhere: Option<Elsewhere<'r>>,
}

impl<'r> Shown<'r> {
    fn new(entry: &'r Entry, rule: &'r RuleNote) -> Self {
        let other = entry.related.iter().find(|place| place.path.is_some());
        let elsewhere = entry.elsewhere.as_ref().zip(other);
        let elsewhere = elsewhere.map(|(snippet, place)| Elsewhere { snippet, message: &place.message });
        Self { entry, rule, elsewhere }
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&escape::line(&self.entry.message))
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(escape::line(&self.rule.id)))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.entry.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Advice => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let swap = self.entry.fixes.iter().map(|fix| format!("Write: {}", escape::line(&fix.text)));
        let help = swap.chain(self.rule.reasons()).collect::<Vec<_>>().join("\n");
        if help.is_empty() { None } else { Some(Box::new(help)) }
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.entry.snippet.iter().flat_map(Snippet::labels)))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.entry.snippet.as_ref().map(|snippet| snippet as &dyn SourceCode)
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        let elsewhere = self.elsewhere.as_ref()?;
        Some(Box::new(std::iter::once(elsewhere as &dyn Diagnostic)))
    }
}

/// What is shown of another source, as miette sees it.
#[derive(Debug)]
struct Elsewhere<'r> {
    snippet: &'r Snippet,
    message: &'r str,
}

impl fmt::Display for Elsewhere<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&escape::line(self.message))
    }
}

impl std::error::Error for Elsewhere<'_> {}

impl Diagnostic for Elsewhere<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(miette::Severity::Advice)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.snippet.labels()))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.snippet)
    }
}
