//! `courtesy explain`: what a rule flags, why, what to write instead and who says so.

use std::io::{self, Write};

use clap::Args;

use crate::{
    cli::{
        Exit,
        failure::Failure,
        setup::RuleOptions,
        terminal::{Terminal, unless_closed},
    },
    escape,
    finding::Severity,
    problem::Placed,
    rule::{Example, Rule},
};

/// How many examples of each sort are shown for each language.
const EXAMPLES: usize = 3;

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The rule's id.
    rule: String,
    #[command(flatten)]
    rules: RuleOptions,
}

impl Explain {
    /// Prints the explanation.
    pub(super) fn run(self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let setup = self.rules.here()?;
        let place = setup.rules.find(&Placed::typed("explain", &self.rule))?;
        let (rule, severity) = (&setup.rules.rules()[place], setup.rules.severity(place, None));
        unless_closed(tell(rule, severity, &mut terminal.out))?;
        Ok(Exit::Clean)
    }
}

fn tell(rule: &Rule, severity: Severity, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}: {} ({severity})", escape::line(&rule.id), escape::line(&rule.title))?;
    let parts = [("Why", &rule.why), ("Instead", &rule.instead), ("Source", &rule.source), ("More", &rule.url)];
    for (head, text) in parts {
        if let Some(text) = text {
            writeln!(out, "\n{head}: {}", escape::line(text))?;
        }
    }
    if !rule.tags.is_empty() {
        writeln!(out, "\nTags: {}", escape::line(&rule.tags.join(", ")))?;
    }
    examples(rule, "Flagged", true, out)?;
    examples(rule, "Not flagged", false, out)
}

fn examples(rule: &Rule, head: &str, bad: bool, out: &mut dyn Write) -> io::Result<()> {
    let all: Vec<&Example> = rule.examples().filter(|example| example.good != bad).collect();
    let mut languages: Vec<&str> = all.iter().map(|example| &*example.language).collect();
    languages.dedup();
    for language in languages {
        writeln!(out, "\n{head} ({}):", escape::line(language))?;
        for example in all.iter().filter(|example| *example.language == *language).take(EXAMPLES) {
            let text = escape::block(example.written.text.trim(), &mut []);
            writeln!(out, "  - {}", text.replace('\n', "\n    "))?;
        }
    }
    Ok(())
}
