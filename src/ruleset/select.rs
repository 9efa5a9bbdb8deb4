//! Which rules are on, and how grave: the default set, `select`, `ignore` and the severities of the configuration.

use std::collections::BTreeSet;

use super::State;
use crate::{
    config::{Choices, Level, RuleSettings},
    finding::Severity,
    problem::{Placed, Problem},
    rule::Rule,
};

/// The word that names every rule.
const ALL: &str = "ALL";

/// The state of each rule under a configuration.
pub(super) fn states(choices: &Choices, rules: &[Rule], problems: &mut Vec<Problem>) -> Vec<State> {
    let settings = settings(choices, rules);
    let levels = settings.iter().map(|settings| settings.and_then(|settings| Some(settings.level()?.0)));
    let mut on: Vec<bool> = match &choices.select {
        Some(words) => named(&words.value, rules, problems),
        None => rules.iter().zip(&settings).map(|(rule, settings)| by_default(rule, *settings)).collect(),
    };
    let ignore = choices.ignore.as_ref().map_or(&[][..], |words| &words.value);
    for (on, ignored) in on.iter_mut().zip(named(ignore, rules, problems)) {
        *on &= !ignored;
    }
    let state = |(on, level): (bool, Option<Level>)| State {
        on: on && level != Some(Level::Off),
        severity: level.and_then(Level::severity),
    };
    on.into_iter().zip(levels).map(state).collect()
}

/// The errors and warnings among the line rules, every rule of the user's, every rule that the configuration speaks of,
/// and the tool's own, which has no check.
fn by_default(rule: &Rule, said: Option<&RuleSettings>) -> bool {
    rule.custom
        || said.is_some_and(|said| !said.settings.is_empty())
        || rule.checks.is_empty()
        || (rule.judges_lines() && rule.severity >= Severity::Warning)
}

/// What a configuration says of each rule.
fn settings<'c>(choices: &'c Choices, rules: &[Rule]) -> Vec<Option<&'c RuleSettings>> {
    let mut settings = vec![None; rules.len()];
    for said in &choices.settings {
        if let Some(place) = rules.iter().position(|rule| *rule.id == *said.id.text) {
            settings[place] = Some(said);
        }
    }
    settings
}

/// Which rules some words name: an id wins over a tag.
fn named(words: &[Placed], rules: &[Rule], problems: &mut Vec<Problem>) -> Vec<bool> {
    let mut named = vec![false; rules.len()];
    for word in words {
        let has_id = |rule: &Rule| *rule.id == *word.text;
        let has_tag = |rule: &Rule| rule.tags.contains(&word.text);
        let is_id = rules.iter().any(has_id);
        let meant = |rule: &Rule| word.text == ALL || if is_id { has_id(rule) } else { has_tag(rule) };
        let places: Vec<_> = (0..rules.len()).filter(|&place| meant(&rules[place])).collect();
        if places.is_empty() && word.text != ALL {
            problems.push(unknown(word, rules, true));
        }
        places.into_iter().for_each(|place| named[place] = true);
    }
    named
}

/// A word that names no rule and, where tags are allowed, no tag.
pub(super) fn unknown(word: &Placed, rules: &[Rule], tags: bool) -> Problem {
    let mut known: BTreeSet<&str> = rules.iter().map(|rule| &*rule.id).collect();
    if tags {
        known.insert(ALL);
        known.extend(rules.iter().flat_map(|rule| rule.tags.iter().map(String::as_str)));
    }
    let noun = if tags { "rule or tag" } else { "rule" };
    let problem = word.problem(format!("there is no {noun} `{}`", word.text)).label("not known");
    match crate::problem::nearest(&word.text, known) {
        Some(meant) => problem.help(format!("did you mean `{meant}`?")),
        None => problem.help("`courtesy rules` lists them all"),
    }
}
