//! What verification has to say, as reports at the place in the rule file.

use std::sync::Arc;

use super::{Dead, Failure, Outcome, Swallowed, Trespass};
use crate::{
    problem::{Problem, literal},
    rule::List,
    source::Span,
    why::Reason,
};

impl Failure<'_> {
    /// The failure as a report at the example in its file.
    pub fn problem(&self) -> Problem {
        let written = &self.example.written;
        let place = |span: Span| literal::place(written.source.text(), written.span, self.example.as_written(span));
        let (found, marks) = (self.found.first(), self.example.marks.first());
        let at = found.or(marks).map_or(written.span, |span| place(*span));
        let problem = Problem::new(&written.source, at, format!("{}: {}", self.outcome, self.rule.id));
        match self.outcome {
            Outcome::Missing => {
                let problem = problem.label("the rule should speak here");
                let beside = |reason: &&Reason| {
                    reason.phrase.as_ref().is_some_and(|phrase| Arc::ptr_eq(&phrase.source, &written.source))
                };
                let (near, others): (Vec<_>, Vec<_>) = self.reasons.iter().take(2).partition(beside);
                let label = |problem: Problem, reason: &Reason| {
                    let phrase = reason.phrase.as_ref().expect("it stands in this file");
                    problem.also(phrase.span, reason.message.clone())
                };
                let problem = near.into_iter().fold(problem, label);
                let cure = "add a phrase that finds this, or move the example to `good`".to_owned();
                let help = others.into_iter().map(|reason| reason.message.clone()).chain([cure]);
                problem.help(help.collect::<Vec<_>>().join("\n"))
            }
            Outcome::Noisy => problem
                .label("the rule should be silent here")
                .help("make the phrase narrower, add an `unless`, or move the example to `bad`"),
            Outcome::Misplaced => {
                let problem = problem.label("found here");
                let expected = self.example.marks.iter().map(|span| (place(*span), "expected here"));
                let more = self.found.iter().skip(1).map(|span| (place(*span), "and found here"));
                let problem = expected.chain(more).fold(problem, |problem, (span, label)| problem.also(span, label));
                problem.help("move the marks `<<…>>`, or change the phrase")
            }
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
        let message = format!("{} speaks on a good example of {}", self.by.id, self.on.id);
        let problem = Problem::new(&written.source, at, message).label("found here").harmless();
        problem.help("make that rule narrower, or write the example so that it is good by both")
    }
}
