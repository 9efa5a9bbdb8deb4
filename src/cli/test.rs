//! `courtesy test`: runs the examples in rule files.

use std::{
    io::{self, Write},
    path::PathBuf,
    time::SystemTime,
};

use clap::Args;

use crate::{
    cli::{
        Exit,
        failure::Failure,
        setup::KnownOptions,
        terminal::{Terminal, unless_closed},
    },
    escape,
    problem::Problem,
    rule::Rule,
    ruleset::RuleSet,
    verify::{self, Outcome, Verdict},
};

mod asked;
mod noise;

use asked::Asked;

/// How many good examples are shown on which another rule speaks.
const TRESPASSES: usize = 5;

/// Arguments of `test`.
#[derive(Debug, Args)]
pub(super) struct Test {
    /// Rule files, folders or globs of them, or ids of rules; without any, the rule files that courtesy.toml names.
    #[arg(value_name = "FILE")]
    files: Vec<String>,
    /// Test all rules that come with the program, too.
    #[arg(long)]
    builtin: bool,
    /// Tell how often the rules speak in the documents of this folder, where, and by which phrases and list entries.
    #[arg(long, value_name = "DIR")]
    corpus: Option<PathBuf>,
    #[command(flatten)]
    known: KnownOptions,
}

impl Test {
    /// Prints every example that is missing, noisy or misplaced, and every phrase that no example needs.
    pub(super) fn run(self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let asked = Asked::read(&self.files, self.builtin)?;
        let rules = self.known.proven_here(asked.globs())?;
        let asked = asked.among(&rules, &self.known)?;
        let verdicts: Vec<(&Rule, Verdict<'_>)> =
            asked.places().map(|place| (&rules.rules()[place], verify::verify(&rules, place))).collect();
        for (rule, verdict) in &verdicts {
            let failures = verdict.failures.iter().map(verify::Failure::problem);
            let idle = asked.idle(rule, verdict).map(verify::Dead::problem);
            let swallowed = asked.swallowed(rule, verdict).map(verify::Swallowed::problem);
            let late = verify::overdue(rule, SystemTime::now()).filter(|_| asked.tells(rule, &rule.file));
            let problems: Vec<Problem> = failures.chain(idle).chain(swallowed).chain(late).collect();
            unless_closed(terminal.print(&problems))?;
        }
        unless_closed(self.trespasses(&rules, &asked, terminal))?;
        if let Some(folder) = &self.corpus {
            noise::tell(&rules, asked.places(), folder, terminal)?;
        }
        let idle = verdicts.iter().map(|(rule, verdict)| asked.idle(rule, verdict).count()).sum();
        unless_closed(summary(&verdicts, idle, &mut terminal.out))?;
        if !self.files.is_empty() {
            unless_closed(verdicts.iter().try_for_each(|(rule, _)| stems(&rules, rule, &mut terminal.out)))?;
        }
        let failed = verdicts.iter().any(|(_, verdict)| !verdict.failures.is_empty());
        Ok(if failed { Exit::Found } else { Exit::Clean })
    }

    /// Prints good examples on which another rule speaks. Built-in rules that are off here say nothing.
    fn trespasses(&self, rules: &RuleSet, asked: &Asked<'_>, terminal: &mut Terminal) -> io::Result<()> {
        let mut found = verify::trespasses(rules, |rule| asked.singles_out(rule));
        if found.iter().any(|one| !one.by.custom) {
            let in_force = self.known.in_force().ok();
            let place = |set: &RuleSet, rule: &Rule| set.rules().iter().position(|known| known.id == rule.id);
            let is_on = |set: &RuleSet, rule: &Rule| place(set, rule).is_none_or(|place| set.is_on(place));
            found.retain(|one| one.by.custom || in_force.as_ref().is_none_or(|set| is_on(set, one.by)));
        }
        terminal.print(&found.iter().take(TRESPASSES).map(verify::Trespass::problem).collect::<Vec<_>>())?;
        match found.len().saturating_sub(TRESPASSES) {
            0 => Ok(()),
            more => writeln!(terminal.out, "… and {more} more good examples that another rule flags"),
        }
    }
}

/// Prints what each `~word` of a rule covers: its stems, and the words of the rule's examples that it takes in.
fn stems(rules: &RuleSet, rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    for language in rule.languages() {
        for stem in verify::stems(rules, rule, language) {
            let list = |words: &[String]| words.iter().map(|word| escape::line(word)).collect::<Vec<_>>().join(", ");
            let (word, covers, caught) = (escape::line(&stem.word), list(&stem.covers), list(&stem.caught));
            let caught = if caught.is_empty() { "nothing in the examples" } else { &caught };
            writeln!(out, "{} {language}: ~{word} covers {covers}: {caught}", escape::line(&rule.id))?;
        }
    }
    Ok(())
}

fn summary(verdicts: &[(&Rule, Verdict<'_>)], idle: usize, out: &mut dyn Write) -> io::Result<()> {
    let failures = || verdicts.iter().flat_map(|(_, verdict)| &verdict.failures);
    let count = |outcome: Outcome| failures().filter(|failure| failure.outcome == outcome).count();
    let [missing, noisy, misplaced] = [Outcome::Missing, Outcome::Noisy, Outcome::Misplaced].map(count);
    let examples: usize = verdicts.iter().map(|(_, verdict)| verdict.examples).sum();
    write!(out, "{}, {}: ", counted(verdicts.len(), "rule"), counted(examples, "example"))?;
    writeln!(out, "{missing} missing, {noisy} noisy, {misplaced} misplaced; {}", counted(idle, "idle phrase"))
}

fn counted(count: usize, thing: &str) -> String {
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
}
