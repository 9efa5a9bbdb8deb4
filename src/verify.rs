//! Rules prove themselves: their examples are run, and what they say is compared with what they should.

mod stem;

pub use stem::{Stem, stems};

use std::{collections::BTreeSet, fmt, sync::Arc, time::SystemTime};

use toml::value::Date;

use crate::{
    finding::Finding,
    lint,
    parse::{self, Given, Hit, Markup},
    problem::{Problem, literal},
    rule::{Example, List, Rule, Saying},
    ruleset::{RuleSet, Slot},
    source::{Source, Span},
    why::{Case, Reason},
};

/// What is wrong with an example.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Outcome {
    /// The rule is silent on a bad example.
    Missing,
    /// The rule speaks on a good example.
    Noisy,
    /// The rule speaks, but not where the marks are.
    Misplaced,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "missing",
            Self::Noisy => "noisy",
            Self::Misplaced => "misplaced",
        })
    }
}

/// An example that does not come out as it should.
#[derive(Clone, Debug)]
pub struct Failure<'a> {
    /// The rule it belongs to.
    pub rule: &'a Rule,
    /// The example.
    pub example: &'a Example,
    /// What is wrong.
    pub outcome: Outcome,
    /// Where the rule spoke, in the example's text.
    pub found: Vec<Span>,
    /// Why it was silent, if it was.
    pub reasons: Vec<Reason>,
}

/// A phrase that does nothing for any example.
#[derive(Clone, Copy, Debug)]
pub struct Dead<'a> {
    /// The rule it belongs to.
    pub rule: &'a Rule,
    /// The list it stands in.
    pub list: List,
    /// The phrase.
    pub saying: &'a Saying,
}

/// How the examples of a rule came out.
#[derive(Clone, Debug, Default)]
pub struct Verdict<'a> {
    /// How many examples there are.
    pub examples: usize,
    /// Those that failed, in order.
    pub failures: Vec<Failure<'a>>,
    /// Phrases that find nothing in any bad example, and `unless` entries that clear nothing in any example.
    pub dead: Vec<Dead<'a>>,
}

/// Runs the examples of a rule, by its place in the rule set. The rule must be on.
pub fn verify(rules: &RuleSet, place: usize) -> Verdict<'_> {
    let rule = &rules.rules()[place];
    let mut alive = BTreeSet::new();
    let mut failures = Vec::new();
    for example in rule.examples() {
        let source = Source::new(example.written.source.name(), example.text.as_str());
        let given = given(rule, example);
        let found = run(rules, place, (example, &source, &given), &mut alive);
        let Some(outcome) = outcome(example, &found) else { continue };
        let all = Span::new(0, example.text.len());
        let case = Case { source: &source, rules, rule: place, given: &given };
        let reasons = if outcome == Outcome::Missing { case.reasons(all) } else { Vec::new() };
        failures.push(Failure { rule, example, outcome, found, reasons });
    }
    Verdict { examples: rule.examples().count(), failures, dead: dead(rules, place, &alive) }
}

/// How an example is read: as a whole document of the rule's first kind, in the language of its table.
fn given(rule: &Rule, example: &Example) -> Given {
    let language = &example.language;
    let kind = rule.kinds.first().copied();
    Given { kind, language: Some(Arc::clone(language)), ..Given::new(Markup::Markdown, language) }
}

/// Where the rule speaks in an example. Notes which phrases were of use there.
fn run(
    rules: &RuleSet,
    place: usize,
    (example, source, given): (&Example, &Source, &Given),
    alive: &mut BTreeSet<(Arc<str>, Slot)>,
) -> Vec<Span> {
    let rule = &rules.rules()[place];
    let mut reading = rules.read(source, given);
    reading.hits.retain(|hit| rules.slot(reading.index, hit.phrase).is_some_and(|slot| slot.rule as usize == place));
    let used = useful(rules, rule, source, &reading, example.good);
    alive.extend(used.into_iter().map(|slot| (Arc::clone(&example.language), slot)));
    // `files` has no say: an example has no path.
    let own = |other: &Rule| other.id == rule.id && rule.judges_kind(reading.document.kind);
    let findings = lint::judge(source, rules, &reading, &lint::sorted(rules, &reading), own);
    findings.iter().map(|finding: &Finding| finding.span).collect()
}

/// The phrases without which, or with which alone of their list, something else would be found. A good example proves
/// nothing for a list that makes a check speak.
fn useful(rules: &RuleSet, rule: &Rule, source: &Source, reading: &parse::Reading<'_>, good: bool) -> BTreeSet<Slot> {
    let found = lint::sorted(rules, reading);
    let mut useful = BTreeSet::new();
    for hits in found.chunk_by(|(left, _), (right, _)| left.check == right.check) {
        let main = rule.checks[hits[0].0.check as usize].kind.main();
        let outcome = |hits: &[(Slot, Hit)]| {
            let found = hits.first().map(|(slot, _)| lint::check(source, rules, reading, slot.of_check(), hits));
            found.into_iter().flatten().map(|finding| (finding.span, finding.message)).collect::<Vec<_>>()
        };
        let all = outcome(hits);
        for own in hits.chunk_by(|(left, _), (right, _)| left == right) {
            let slot = own[0].0;
            let without = |is_out: &dyn Fn(Slot) -> bool| -> Vec<(Slot, Hit)> {
                hits.iter().copied().filter(|(slot, _)| !is_out(*slot)).collect()
            };
            let alone = || {
                let others = without(&|other| other.list.alternative() == slot.list.alternative());
                let mut with = [&others, own].concat();
                with.sort_unstable();
                outcome(&with) != outcome(&others)
            };
            let counts = !(good && slot.list.key() == main);
            if counts && (alone() || outcome(&without(&|other| other == slot)) != all) {
                useful.insert(slot);
            }
        }
    }
    useful
}

fn outcome(example: &Example, found: &[Span]) -> Option<Outcome> {
    match (example.good, found.is_empty()) {
        (true, true) => None,
        (true, false) => Some(Outcome::Noisy),
        (false, true) => Some(Outcome::Missing),
        (false, false) if example.marks.is_empty() || example.marks == found => None,
        (false, false) => Some(Outcome::Misplaced),
    }
}

fn dead<'a>(rules: &'a RuleSet, place: usize, alive: &BTreeSet<(Arc<str>, Slot)>) -> Vec<Dead<'a>> {
    let rule = &rules.rules()[place];
    let narrow = |place: usize| u32::try_from(place).expect("a rule set has fewer than four thousand million phrases");
    let mut dead = Vec::new();
    for (check, of) in rule.checks.iter().enumerate() {
        for (language, lists) in &of.languages {
            for (list, sayings) in lists.iter() {
                let slot = |entry| Slot { rule: narrow(place), check: narrow(check), list, entry: narrow(entry) };
                let idle = |(entry, _): &(usize, _)| !alive.contains(&(Arc::clone(language), slot(*entry)));
                let idle = sayings.iter().enumerate().filter(idle);
                dead.extend(idle.map(|(_, saying)| Dead { rule, list, saying }));
            }
        }
    }
    dead
}

/// A reminder, where a rule should have been looked at again before `now`.
pub fn overdue(rule: &Rule, now: SystemTime) -> Option<Problem> {
    let (date, span) = rule.review_by?;
    let now = now.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs() / 86_400;
    (now > days(date)).then(|| {
        let problem = Problem::new(&rule.file, span, format!("{} was to be reviewed by {date}", rule.id)).harmless();
        problem.label("this day is past").help("read the rule again, then set `reviewed` and `review-by`")
    })
}

/// Days from 1970 to a date; 0 for earlier ones. Years are counted from March, so that a leap day comes last.
fn days(date: Date) -> u64 {
    let (month, day) = (u64::from(date.month), u64::from(date.day));
    let year = u64::from(date.year) - u64::from(month <= 2 && date.year > 0);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    (365 * year + year / 4 - year / 100 + year / 400 + of_year).saturating_sub(719_468)
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Problems, shown};

    fn rules(lists: &str) -> RuleSet {
        let text = format!("title = \"Noise\"\nfiles = [\"nowhere/**\"]\n[language.en]\n{lists}\n");
        RuleSet::of(&[Arc::new(Source::new("noise.toml", text))]).unwrap()
    }

    #[track_caller]
    fn comes_out(lists: &str, expected: &[Outcome]) {
        let rules = rules(lists);
        let outcomes: Vec<_> = verify(&rules, 0).failures.iter().map(|failure| failure.outcome).collect();
        assert_eq!(outcomes, expected);
    }

    #[test]
    fn examples_that_are_right_are_not_failures() {
        comes_out("phrases = [\"shout\"]\nbad = [\"We <<shout>>.\", \"They shout.\"]\ngood = [\"We whisper.\"]", &[]);
    }

    #[test]
    fn a_failure_is_missing_noisy_or_misplaced() {
        comes_out("phrases = [\"shout\"]\nbad = [\"We <<whisper>>.\"]", &[Outcome::Missing]);
        comes_out("phrases = [\"shout\"]\nbad = [\"We <<shout loudly>>.\"]", &[Outcome::Misplaced]);
        comes_out("phrases = [\"shout\"]\nbad = [\"<<shout>>\"]\ngood = [\"We shout.\"]", &[Outcome::Noisy]);
    }

    #[test]
    fn a_failure_is_shown_at_its_example() {
        let rules = rules(
            "phrases = [\"shout\"]\nbad = [\"We <<whisper>>.\", 'We <<shout loudly>> here.']\ngood = [\"\"\"\nAgent: \\u201cWe shout\\u201d.\"\"\"]",
        );
        let problems = verify(&rules, 0).failures.iter().map(Failure::problem).collect();
        insta::assert_snapshot!(shown(&Problems(problems)), @r##"
          × 3 mistakes in rules, languages or configuration

        Error:
          × missing: noise
           ╭─[noise.toml:5:14]
         4 │ phrases = ["shout"]
         5 │ bad = ["We <<whisper>>.", 'We <<shout loudly>> here.']
           ·              ───┬───
           ·                 ╰── the rule should speak here
         6 │ good = ["""
           ╰────
          help: no phrase of `phrases` begins here
                add a phrase that finds this, or move the example to `good`

        Error:
          × misplaced: noise
           ╭─[noise.toml:5:33]
         4 │ phrases = ["shout"]
         5 │ bad = ["We <<whisper>>.", 'We <<shout loudly>> here.']
           ·                                 ──┬─────┬───
           ·                                   │     ╰── expected here
           ·                                   ╰── found here
         6 │ good = ["""
           ╰────
          help: move the marks `<<…>>`, or change the phrase

        Error:
          × noisy: noise
           ╭─[noise.toml:7:17]
         6 │ good = ["""
         7 │ Agent: \u201cWe shout\u201d."""]
           ·                 ──┬──
           ·                   ╰── the rule should be silent here
           ╰────
          help: make the phrase narrower, add an `unless`, or move the example to `bad`
        "##);
    }

    #[test]
    fn a_date_is_so_many_days_after_1970() {
        let day = |year, month, day| days(Date { year, month, day });
        assert_eq!((day(1970, 1, 1), day(1970, 3, 1), day(2000, 2, 29), day(2026, 11, 22)), (0, 59, 11_016, 20_779));
        assert_eq!(day(0, 1, 1), 0);
    }

    #[test]
    fn phrases_and_unless_that_do_nothing_are_told() {
        let rules = rules(
            "phrases = [\"shout\", \"yell\"]\nunless = [\"pardon\", \"sorry\"]\nbad = [\"We <<shout>>.\"]\ngood = [\"We shout, pardon.\", \"Sorry.\"]",
        );
        let verdict = verify(&rules, 0);
        assert!(verdict.failures.is_empty());
        insta::assert_snapshot!(shown(&Problems(verdict.dead.iter().map(Dead::problem).collect())), @r##"
          × 2 mistakes in rules, languages or configuration

        Warning:
          ⚠ no example needs this phrase of noise
           ╭─[noise.toml:4:21]
         3 │ [language.en]
         4 │ phrases = ["shout", "yell"]
           ·                     ───┬──
           ·                        ╰── idle
         5 │ unless = ["pardon", "sorry"]
           ╰────
          help: add a bad example for it, or take it away

        Warning:
          ⚠ this `unless` clears nothing in any example of noise
           ╭─[noise.toml:5:21]
         4 │ phrases = ["shout", "yell"]
         5 │ unless = ["pardon", "sorry"]
           ·                     ───┬───
           ·                        ╰── idle
         6 │ bad = ["We <<shout>>."]
           ╰────
          help: add a good example for it, or take it away
        "##);
    }
}
