//! Rules prove themselves: their examples are run, and what they say is compared with what they should.

pub mod noise;
mod overdue;
mod report;
mod stem;
mod trespass;
mod useful;

pub use overdue::overdue;
pub use stem::{Stem, stems};
pub use trespass::{Trespass, trespasses};

use std::{fmt, sync::Arc};

use crate::{
    finding::Finding,
    lint,
    parse::{Given, Markup},
    problem::Placed,
    rule::{Example, List, Rule, Saying},
    ruleset::RuleSet,
    source::{Source, Span},
    why::{Case, Reason},
};
use useful::Uses;

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
    /// Why it was silent, if it was: what there is to say, and the phrase that it is about.
    pub reasons: Vec<(String, Option<Placed>)>,
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

/// A phrase that finds nothing in any example that another phrase does not find as well.
#[derive(Clone, Copy, Debug)]
pub struct Swallowed<'a> {
    /// The rule it belongs to.
    pub rule: &'a Rule,
    /// The phrase.
    pub saying: &'a Saying,
    /// The other phrase.
    pub by: &'a Saying,
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
    /// Phrases that others make needless.
    pub swallowed: Vec<Swallowed<'a>>,
}

/// Runs the examples of a rule, by its place in the rule set. The rule must be on.
pub fn verify(rules: &RuleSet, place: usize) -> Verdict<'_> {
    let rule = &rules.rules()[place];
    let mut uses = Uses::default();
    let mut failures = Vec::new();
    for example in rule.examples() {
        let source = Source::new(example.written.source.name(), example.text.as_str());
        let given = given(rule, example);
        let found = run(rules, place, (example, &source, &given), &mut uses);
        let Some(outcome) = outcome(example, &found) else { continue };
        let all = Span::new(0, example.text.len());
        let case = Case { source: &source, rules, rule: place, given: &given, sets: &[] };
        let told = |reason: Reason| (reason.told(&source), reason.phrase);
        let silent = outcome == Outcome::Missing;
        let reasons = if silent { case.reasons(all).into_iter().map(told).collect() } else { Vec::new() };
        failures.push(Failure { rule, example, outcome, found, reasons });
    }
    let (dead, swallowed) = (uses.dead(rules, place), uses.swallowed(rules, rule));
    Verdict { examples: rule.examples().count(), failures, dead, swallowed }
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
    uses: &mut Uses,
) -> Vec<Span> {
    let rule = &rules.rules()[place];
    let mut reading = rules.read(source, given);
    reading.hits.retain(|hit| rules.slot(reading.index, hit.phrase).is_some_and(|slot| slot.rule as usize == place));
    uses.note((rules, rule), source, &reading, example.good);
    // `files` has no say: an example has no path.
    let own = |other: &Rule| other.id == rule.id && rule.judges_kind(reading.document.kind);
    let findings = lint::judge(source, rules, &reading, &lint::sorted(rules, &reading), own);
    findings.iter().map(|finding: &Finding| finding.span).collect()
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
           ·                                 ──┬──
           ·                                   ╰── found here
         6 │ good = ["""
           ╰────
          help: found “shout”
                expected “shout loudly”
                move the marks `<<…>>`, or change the phrase

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
    fn a_finding_too_many_and_one_too_few_are_told_apart() {
        let helps = |bad: &str| {
            let rules = rules(&format!("phrases = [\"shout\"]\nbad = [\"{bad}\"]"));
            let problem = verify(&rules, 0).failures[0].problem();
            (
                problem.label,
                problem.also.len(),
                problem.help.unwrap_or_default().lines().collect::<Vec<_>>().join(" / "),
            )
        };
        assert_eq!(
            helps("We <<shout>>. They shout."),
            ("found here".to_owned(), 0, "found “shout” / mark this too, or change the phrase".to_owned())
        );
        let cure = "a rule speaks once in a sentence: let a phrase find this one, or take its marks away";
        assert_eq!(
            helps("We <<shout>> and <<shout>>."),
            ("expected here".to_owned(), 0, format!("expected “shout” / {cure}"))
        );
        let (label, also, help) = helps("<<We>> shout a b c d e f g h i j k l.");
        assert_eq!((label.as_str(), also), ("found here", 1));
        assert!(help.starts_with("found “shout” / expected “We” / move"), "{help}");
    }

    #[test]
    fn a_phrase_that_finds_only_what_another_finds_is_told() {
        let swallowed = |lists: &str| -> Vec<String> {
            let rules = rules(lists);
            let verdict = verify(&rules, 0);
            let shown = |one: &Swallowed<'_>| format!("{} by {}", one.saying.written.text, one.by.written.text);
            verdict.swallowed.iter().map(shown).collect()
        };
        let bad = "bad = [\"We <<shout loudly>>.\", \"They <<shout loudly>>.\"]";
        assert_eq!(swallowed(&format!("phrases = [\"shout\", \"shout loudly\"]\n{bad}")), ["shout by shout loudly"]);
        let more = "bad = [\"We <<shout loudly>>.\", \"They <<shout>>.\"]";
        assert!(swallowed(&format!("phrases = [\"shout\", \"shout loudly\"]\n{more}")).is_empty());
        let graver = "phrases = [\"shout loudly\", { phrase = \"shout\", severity = \"error\" }]";
        assert!(swallowed(&format!("{graver}\nbad = [\"We <<shout>> loudly.\"]")).is_empty());
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
           ╭─[noise.toml:4:22]
         3 │ [language.en]
         4 │ phrases = ["shout", "yell"]
           ·                      ──┬─
           ·                        ╰── idle
         5 │ unless = ["pardon", "sorry"]
           ╰────
          help: add a bad example for it, or take it away

        Warning:
          ⚠ this `unless` clears nothing in any example of noise
           ╭─[noise.toml:5:22]
         4 │ phrases = ["shout", "yell"]
         5 │ unless = ["pardon", "sorry"]
           ·                      ──┬──
           ·                        ╰── idle
         6 │ bad = ["We <<shout>>."]
           ╰────
          help: add a good example for it, or take it away
        "##);
    }

    #[test]
    fn what_must_be_said_is_of_use_where_it_is() {
        let text = "title = \"Owner\"\n[check.require]\n[language.en]\nneeds = [\"ask Ana\", \"ask Ion\"]\n\
                    bad = [\"<<Hello.>>\"]\ngood = [\"Ask Ana.\"]\n";
        let rules = RuleSet::of(&[Arc::new(Source::new("owner.toml", text))]).unwrap();
        let verdict = verify(&rules, 0);
        assert!(verdict.failures.is_empty());
        let idle: Vec<_> = verdict.dead.iter().map(|dead| dead.saying.written.text.as_str()).collect();
        assert_eq!(idle, ["ask Ion"]);
    }
}
