//! `courtesy test`: runs the examples in rule files.

use std::io::{self, Write};

use clap::Args;

use crate::{
    cli::{
        Exit,
        failure::Failure,
        setup::{RuleOptions, Setup},
        terminal::{Terminal, unless_closed},
    },
    problem::Problem,
    rule::Rule,
    verify::{self, Outcome, Verdict},
};

/// Arguments of `test`.
#[derive(Debug, Args)]
pub(super) struct Test {
    /// Rule files; without any, all rules known here.
    #[arg(value_name = "FILE")]
    files: Vec<String>,
    #[command(flatten)]
    rules: RuleOptions,
}

impl Test {
    /// Prints every example that is missing, noisy or misplaced, and every phrase that no example needs.
    pub(super) fn run(self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let setup = self.rules.all_here(&self.files)?;
        let verdicts = self.verdicts(&setup);
        for verdict in &verdicts {
            let failures = verdict.failures.iter().map(verify::Failure::problem);
            let problems: Vec<Problem> = failures.chain(verdict.dead.iter().map(verify::Dead::problem)).collect();
            unless_closed(terminal.print(&problems))?;
        }
        unless_closed(summary(&verdicts, &mut terminal.out))?;
        let failed = verdicts.iter().any(|verdict| !verdict.failures.is_empty());
        Ok(if failed { Exit::Found } else { Exit::Clean })
    }

    fn verdicts<'s>(&self, setup: &'s Setup) -> Vec<Verdict<'s>> {
        let rules = &setup.rules;
        let places = (0..rules.rules().len()).filter(|&place| self.names(&rules.rules()[place]));
        places.map(|place| verify::verify(rules, place)).collect()
    }

    /// Whether a rule, or a part of it, stands in one of the files.
    fn names(&self, rule: &Rule) -> bool {
        let named = |file: &str| self.files.iter().any(|known| known.trim_start_matches("./") == file);
        self.files.is_empty()
            || named(rule.file.name())
            || rule.examples.iter().any(|example| named(example.written.source.name()))
    }
}

fn summary(verdicts: &[Verdict<'_>], out: &mut dyn Write) -> io::Result<()> {
    let failures = || verdicts.iter().flat_map(|verdict| &verdict.failures);
    let count = |outcome: Outcome| failures().filter(|failure| failure.outcome == outcome).count();
    let [missing, noisy, misplaced] = [Outcome::Missing, Outcome::Noisy, Outcome::Misplaced].map(count);
    let examples: usize = verdicts.iter().map(|verdict| verdict.examples).sum();
    let idle: usize = verdicts.iter().map(|verdict| verdict.dead.len()).sum();
    write!(out, "{} rules, {examples} examples: ", verdicts.len())?;
    writeln!(out, "{missing} missing, {noisy} noisy, {misplaced} misplaced; {idle} idle phrases")
}
