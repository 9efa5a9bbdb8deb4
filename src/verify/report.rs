//! What verification has to say, as reports at the place in the rule file.

use std::sync::Arc;

use super::{Dead, Failure, Outcome, Swallowed, Trespass};
use crate::{
    problem::{Placed, Problem, literal},
    rule::{List, Rule},
    source::{Source, Span},
};

/// What is told, and the phrase it is told of.
type Told = (String, Option<Placed>);

/// The most words of a span that are told in full.
const EXCERPT: usize = 12;

impl Failure<'_> {
    /// The failure as a report at the example in its file.
    pub fn problem(&self) -> Problem {
        match self.outcome {
            Outcome::Missing => self.missing(),
            Outcome::Noisy => self
                .at(self.found.first())
                .label("the rule should be silent here")
                .help("make the phrase narrower, add an `unless`, or move the example to `bad`"),
            Outcome::Misplaced => self.misplaced(),
        }
    }

    fn missing(&self) -> Problem {
        let problem = self.at(self.example.marks.first()).label("the rule should speak here");
        let file = &self.example.written.source;
        let beside = |(_, phrase): &&Told| phrase.as_ref().is_some_and(|phrase| Arc::ptr_eq(&phrase.source, file));
        let (near, others): (Vec<_>, Vec<_>) = self.reasons.iter().take(2).partition(beside);
        let label = |problem: Problem, (message, phrase): &Told| {
            let phrase = phrase.as_ref().expect("it stands in this file");
            problem.also(phrase.span, message.clone())
        };
        let problem = near.into_iter().fold(problem, label);
        let cure = "add a phrase that finds this, or move the example to `good`".to_owned();
        let help = others.into_iter().map(|(message, _)| message.clone()).chain([cure]);
        problem.help(help.collect::<Vec<_>>().join("\n"))
    }

    /// What is found but not marked, and what is marked but not found: in the picture where they do not run into each
    /// other, and in words.
    fn misplaced(&self) -> Problem {
        let without = |spans: &[Span], others: &[Span]| -> Vec<Span> {
            spans.iter().filter(|span| !others.contains(span)).copied().collect()
        };
        let strange = without(&self.found, &self.example.marks);
        let missed = without(&self.example.marks, &self.found);
        let apart = missed.iter().filter(|mark| !strange.iter().any(|span| span.overlaps(**mark)));
        let mut shown =
            strange.iter().map(|span| (span, "found here")).chain(apart.map(|span| (span, "expected here")));
        let first = shown.next();
        let problem = self.at(first.map(|(span, _)| span)).label(first.map_or("here", |(_, label)| label));
        let problem = shown.fold(problem, |problem, (span, label)| problem.also(self.place(*span), label));
        let cure = match (strange.is_empty(), missed.is_empty()) {
            (false, true) => "mark this too, or change the phrase",
            (true, false) => "a rule speaks once in a sentence: let a phrase find this one, or take its marks away",
            _ => "move the marks `<<…>>`, or change the phrase",
        };
        let found = strange.iter().map(|span| format!("found “{}”", self.excerpt(*span)));
        let expected = missed.iter().map(|span| format!("expected “{}”", self.excerpt(*span)));
        problem.help(found.chain(expected).chain([cure.to_owned()]).collect::<Vec<_>>().join("\n"))
    }

    /// A report at a span of the example, or at all of it.
    fn at(&self, span: Option<&Span>) -> Problem {
        let written = &self.example.written;
        let at = span.map_or(written.span, |span| self.place(*span));
        Problem::new(&written.source, at, format!("{}: {}", self.outcome, self.rule.id))
    }

    /// Where a span of the example stands in its file.
    fn place(&self, span: Span) -> Span {
        let written = &self.example.written;
        literal::place(written.source.text(), written.span, self.example.as_written(span))
    }

    /// The words of a span, if there are many the first and the last.
    fn excerpt(&self, span: Span) -> String {
        let words: Vec<&str> = self.example.text[span.range()].split_whitespace().collect();
        match words.len() {
            ..=EXCERPT => words.join(" "),
            all => format!("{} … {}", words[..EXCERPT / 2].join(" "), words[all - EXCERPT / 2..].join(" ")),
        }
    }
}

impl Dead<'_> {
    /// The idle phrase as a report at its place in its file.
    pub fn problem(&self) -> Problem {
        let (message, help) = match self.list {
            List::About | List::Contact => {
                ("no example needs this to see what is help", "add an example for it, or take it away")
            }
            List::Limited => ("no example needs this to see office hours", "add a bad example for it, or take it away"),
            List::Except | List::Always => {
                ("this clears nothing in any example", "add a good example for it, or take it away")
            }
            List::Phrases | List::Says | List::Next | List::Asks | List::Items(_) | List::Owners | List::Values(_) => {
                ("no example needs this phrase", "add a bad example for it, or take it away")
            }
            List::Unless => {
                ("this `unless` clears nothing in any example", "add a good example for it, or take it away")
            }
            List::Needs(_) | List::When | List::Headings | List::Then | List::First => {
                ("this changes nothing in any example", "add an example that it decides, or take it away")
            }
        };
        let written = &self.saying.written;
        written.problem(format!("{message} of {}", self.rule.id)).label("idle").help(help).harmless()
    }
}

impl Swallowed<'_> {
    /// The needless phrase as a report at its place in its file.
    pub fn problem(&self) -> Problem {
        let written = &self.saying.written;
        let message = format!("another phrase of {} finds all that this finds in its examples", self.rule.id);
        let problem = written.problem(message).label("swallowed").harmless();
        let by = &self.by.written;
        let problem =
            if Arc::ptr_eq(&by.source, &written.source) { problem.also(by.span, "by this one") } else { problem };
        problem.help("take it away, or add an example that only it finds")
    }
}

impl Trespass<'_> {
    /// The good example that another rule flags, as a report at its place in its file.
    pub fn problem(&self) -> Problem {
        let written = &self.example.written;
        let at = literal::place(written.source.text(), written.span, self.example.as_written(self.span));
        let (by, on) = (&self.by.id, &self.on.id);
        let is_own = |rule: &Rule, file: &Arc<Source>| rule.custom || !Arc::ptr_eq(file, &rule.file);
        let (message, help) = match (self.by.custom, is_own(self.on, &written.source)) {
            (false, true) => (
                format!("a good example of your rule {on} is flagged by the built-in rule {by}"),
                format!(
                    "`courtesy check` will flag such a text: change it, or put ignore = [\"{by}\"] into courtesy.toml"
                ),
            ),
            (true, false) => (
                format!("your rule {by} flags a good example of the built-in rule {on}"),
                format!(
                    "if such words are fine, put them into `good` of {by} and make it narrower, or add an `unless`"
                ),
            ),
            _ => (
                format!("{by} flags a good example of {on}"),
                format!("make {by} narrower, add an `unless` to it, or write the example so that it is good by both"),
            ),
        };
        Problem::new(&written.source, at, message).label(format!("found by {by}")).help(help).harmless()
    }
}
