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
        setup::RuleOptions,
        terminal::{Terminal, unless_closed},
    },
    escape,
    problem::Problem,
    rule::Rule,
    ruleset::RuleSet,
    verify::{self, Outcome, Verdict},
};

mod noise;

/// How many good examples are shown on which another rule speaks.
const TRESPASSES: usize = 5;

/// Arguments of `test`.
#[derive(Debug, Args)]
pub(super) struct Test {
    /// Rule files; without any, all rules known here.
    #[arg(value_name = "FILE")]
    files: Vec<String>,
    /// Tell how often the rules speak in the documents of this folder, where, and by which phrases and list entries.
    #[arg(long, value_name = "DIR")]
    corpus: Option<PathBuf>,
    #[command(flatten)]
    rules: RuleOptions,
}

impl Test {
    /// Prints every example that is missing, noisy or misplaced, and every phrase that no example needs.
    pub(super) fn run(self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let rules = self.rules.proven_here(&self.files)?;
        let verdicts = self.verdicts(&rules);
        // Whoever writes a rule wants to know more of it than of those that come with the program.
        let own = |rule: &Rule| rule.custom || !self.files.is_empty() && self.names(rule);
        for (rule, verdict) in &verdicts {
            let failures = verdict.failures.iter().map(verify::Failure::problem);
            let idle = verdict.dead.iter().map(verify::Dead::problem);
            let swallowed = verdict.swallowed.iter().filter(|_| own(rule)).map(verify::Swallowed::problem);
            let late = verify::overdue(rule, SystemTime::now());
            let problems: Vec<Problem> = failures.chain(idle).chain(swallowed).chain(late).collect();
            unless_closed(terminal.print(&problems))?;
        }
        let trespasses = verify::trespasses(&rules, own);
        let shown: Vec<Problem> = trespasses.iter().take(TRESPASSES).map(verify::Trespass::problem).collect();
        unless_closed(terminal.print(&shown))?;
        if let Some(more) = trespasses.len().checked_sub(TRESPASSES).filter(|more| *more > 0) {
            unless_closed(writeln!(terminal.out, "… and {more} more good examples on which another rule speaks"))?;
        }
        if let Some(folder) = &self.corpus {
            let places = (0..rules.rules().len()).filter(|&place| self.names(&rules.rules()[place]));
            noise::tell(&rules, places, folder, terminal)?;
        }
        unless_closed(summary(&verdicts, &mut terminal.out))?;
        if !self.files.is_empty() {
            unless_closed(verdicts.iter().try_for_each(|(rule, _)| stems(&rules, rule, &mut terminal.out)))?;
        }
        let failed = verdicts.iter().any(|(_, verdict)| !verdict.failures.is_empty());
        Ok(if failed { Exit::Found } else { Exit::Clean })
    }

    fn verdicts<'s>(&self, rules: &'s RuleSet) -> Vec<(&'s Rule, Verdict<'s>)> {
        let places = rules.rules().iter().enumerate().filter(|(_, rule)| self.names(rule));
        places.map(|(place, rule)| (rule, verify::verify(rules, place))).collect()
    }

    /// Whether a rule, or a part of it, stands in one of the files.
    fn names(&self, rule: &Rule) -> bool {
        let named = |file: &str| self.files.iter().any(|known| known.trim_start_matches("./") == file);
        self.files.is_empty()
            || named(rule.file.name())
            || rule.examples().any(|example| named(example.written.source.name()))
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

fn summary(verdicts: &[(&Rule, Verdict<'_>)], out: &mut dyn Write) -> io::Result<()> {
    let failures = || verdicts.iter().flat_map(|(_, verdict)| &verdict.failures);
    let count = |outcome: Outcome| failures().filter(|failure| failure.outcome == outcome).count();
    let [missing, noisy, misplaced] = [Outcome::Missing, Outcome::Noisy, Outcome::Misplaced].map(count);
    let examples: usize = verdicts.iter().map(|(_, verdict)| verdict.examples).sum();
    let idle: usize = verdicts.iter().map(|(_, verdict)| verdict.dead.len()).sum();
    write!(out, "{}, {}: ", counted(verdicts.len(), "rule"), counted(examples, "example"))?;
    writeln!(out, "{missing} missing, {noisy} noisy, {misplaced} misplaced; {}", counted(idle, "idle phrase"))
}

fn counted(count: usize, thing: &str) -> String {
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
}
