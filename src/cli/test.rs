//! `courtesy test`: runs the examples in rule files.

use std::{
    collections::BTreeSet,
    io::{self, Write},
    path::PathBuf,
    time::SystemTime,
};

use clap::Args;

use crate::{
    cli::{
        Exit,
        failure::Failure,
        new::name::like,
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

/// How many good examples are shown on which another rule speaks, of each two rules one.
const TRESPASSES: usize = 5;

/// Arguments of `test`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit code: 0 if every example comes out as it should, 1 if one is missing, noisy or misplaced, \
                        2 if the test could not run. Warnings leave it as it is."
)]
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
            unless_closed(terminal.print(&problems(&asked, rule, verdict)))?;
        }
        unless_closed(self.trespasses(&rules, &asked, terminal))?;
        let all_read = match &self.corpus {
            Some(folder) => noise::tell(&rules, asked.places(), folder, terminal)?,
            None => true,
        };
        let idle = verdicts.iter().map(|(rule, verdict)| asked.idle(rule, verdict).count()).sum();
        unless_closed(summary(&verdicts, idle, &mut terminal.out))?;
        if !self.files.is_empty() {
            unless_closed(verdicts.iter().try_for_each(|(rule, _)| stems(&rules, rule, &mut terminal.out)))?;
        }
        let failed = verdicts.iter().any(|(_, verdict)| !verdict.failures.is_empty());
        Ok(match all_read {
            false => Exit::Failed,
            true if failed => Exit::Found,
            true => Exit::Clean,
        })
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
        let mut pairs = BTreeSet::new();
        let shown: Vec<Problem> = found
            .iter()
            .filter(|one| pairs.insert((&one.by.id, &one.on.id)))
            .take(TRESPASSES)
            .map(verify::Trespass::problem)
            .collect();
        terminal.print(&shown)?;
        match found.len() - shown.len() {
            0 => Ok(()),
            more => writeln!(terminal.out, "… and {more} more good examples that another rule flags"),
        }
    }
}

/// What is to be said of a rule.
fn problems<'r>(asked: &Asked<'r>, rule: &Rule, verdict: &Verdict<'r>) -> Vec<Problem> {
    let failures = verdict.failures.iter().map(verify::Failure::problem);
    let idle = asked.idle(rule, verdict).map(verify::Dead::problem);
    let swallowed = asked.swallowed(rule, verdict).map(verify::Swallowed::problem);
    let of_file = verify::overdue(rule, SystemTime::now()).into_iter().chain(unnameable(rule));
    let of_file = of_file.filter(|_| asked.tells(rule, &rule.file));
    failures.chain(idle).chain(swallowed).chain(of_file).collect()
}

/// A name that no comment, option or configuration could tell from two.
fn unnameable(rule: &Rule) -> Option<Problem> {
    let name = rule.file.name();
    let problem =
        || Problem::file(name, format!("the rule `{}` cannot be named in a comment that silences it", rule.id));
    let cure =
        || format!("rename its file: small letters, digits and hyphens do everywhere, such as {}.toml", like(&rule.id));
    rule.id.contains([' ', ',', '\t']).then(|| problem().help(cure()).harmless())
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
