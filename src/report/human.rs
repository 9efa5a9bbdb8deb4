//! The format for people: each finding in its line with the reason and the cure, then a summary.

use std::{
    fmt,
    io::{self, Write},
};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents,
};

use crate::{
    finding::Severity,
    report::{Entry, Look, Report, RuleNote, Summary, escape},
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
            let shown = Shown { path: &path, entry, rule: &report.rules[entry.rule] };
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
    GraphicalReportHandler::new_themed(theme).with_width(WIDTH).with_context_lines(0)
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let many = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
        let (files, errors) = (many(self.files, "file"), many(self.errors, "error"));
        write!(f, "{files}: {errors}, {}, {} advice", many(self.warnings, "warning"), self.advice)
    }
}

/// A finding as miette sees it.
#[derive(Debug)]
struct Shown<'r> {
    path: &'r str,
    entry: &'r Entry,
    rule: &'r RuleNote,
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
        let RuleNote { why, instead, source, .. } = self.rule;
        let lines = [("", why), ("Instead: ", instead), ("Source: ", source)];
        let said = lines.into_iter().filter_map(|(lead, text)| Some(format!("{lead}{}", escape::line(text.as_ref()?))));
        let help = said.collect::<Vec<_>>().join("\n");
        if help.is_empty() { None } else { Some(Box::new(help)) }
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let labels = self.placed().flat_map(|(base, excerpt)| {
            excerpt.labels.iter().map(move |label| {
                let span = (base + label.range.start, label.range.len());
                match &label.message {
                    None => LabeledSpan::new_primary_with_span(None, span),
                    Some(message) => LabeledSpan::new_with_span(Some(message.clone()), span),
                }
            })
        });
        Some(Box::new(labels))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }
}

impl<'r> Shown<'r> {
    /// The excerpts, each with the offset at which it stands when all are laid end to end, a byte apart.
    fn placed(&self) -> impl Iterator<Item = (usize, &'r crate::report::Excerpt)> {
        self.entry.excerpts.iter().scan(0, |next, excerpt| {
            let base = *next;
            *next += excerpt.text.len() + 1;
            Some((base, excerpt))
        })
    }
}

impl SourceCode for Shown<'_> {
    /// The whole excerpt that holds the span, with the true line and column of its first label.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        let holds =
            |(base, excerpt): &(usize, &crate::report::Excerpt)| *base <= start && end <= base + excerpt.text.len();
        let (base, excerpt) = self.placed().find(holds).ok_or(MietteError::OutOfBounds)?;
        let lines = excerpt.text.matches('\n').count();
        let all = SourceSpan::from((base, excerpt.text.len()));
        let (name, data) = (self.path.to_owned(), excerpt.text.as_bytes());
        Ok(Box::new(MietteSpanContents::new_named(name, data, all, excerpt.line - 1, excerpt.column - 1, lines)))
    }
}
