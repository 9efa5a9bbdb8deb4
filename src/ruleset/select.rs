//! Which rules are on, and how grave: the default set, `select`, `ignore` and the severities of the configuration.

use std::{collections::BTreeSet, sync::Arc};

use super::state::{Because, State};
use crate::{
    config::{Choices, Level, Origin, RuleSettings, Said},
    finding::Severity,
    problem::{Placed, Problem},
    rule::Rule,
};

/// The word that names every rule.
const ALL: &str = "ALL";

/// The state of each rule under a configuration.
pub(super) fn states(choices: &Choices, rules: &[Rule], problems: &mut Vec<Problem>) -> Vec<State> {
    let settings = settings(choices, rules);
    let mut states: Vec<State> = match &choices.select {
        Some(select) => selected(select, named(select, rules, problems)),
        None => rules.iter().zip(&settings).map(|(rule, settings)| by_default(rule, *settings)).collect(),
    };
    if let Some(ignore) = &choices.ignore {
        for (state, named) in states.iter_mut().zip(named(ignore, rules, problems)) {
            if let Some(by) = named.filter(|_| state.on) {
                (state.on, state.because) = (false, Because::Ignored(by));
            }
        }
    }
    for (state, (level, by)) in
        states.iter_mut().zip(settings).filter_map(|(state, said)| Some((state, said?.level()?)))
    {
        state.severity = level.severity();
        if level == Level::Off {
            (state.on, state.because) = (false, Because::Off(by.clone()));
        }
    }
    states
}

fn selected(select: &Said<Vec<Placed>>, named: Vec<Option<Origin>>) -> Vec<State> {
    let state = |named: Option<Origin>| State {
        on: named.is_some(),
        because: named.map_or_else(|| Because::Unselected(select.by.clone()), Because::Selected),
        severity: None,
    };
    named.into_iter().map(state).collect()
}

/// The errors and warnings among the line rules, every rule of the user's, every rule that the configuration speaks of,
/// and the tool's own, which has no check.
fn by_default(rule: &Rule, said: Option<&RuleSettings>) -> State {
    let on = rule.custom || rule.checks.is_empty() || (rule.judges_lines() && rule.severity >= Severity::Warning);
    match said.and_then(|said| said.settings.first()).filter(|_| !on) {
        Some(first) => State { because: Because::Configured(first.by.clone()), ..State::ON },
        None => State { on, ..State::ON },
    }
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

/// Who names each rule, by which word: an id wins over a tag.
fn named(words: &Said<Vec<Placed>>, rules: &[Rule], problems: &mut Vec<Problem>) -> Vec<Option<Origin>> {
    let mut named = vec![None; rules.len()];
    for word in &words.value {
        let has_id = |rule: &Rule| *rule.id == *word.text;
        let has_tag = |rule: &Rule| rule.tags.contains(&word.text);
        let is_id = rules.iter().any(has_id);
        let meant = |rule: &Rule| word.text == ALL || if is_id { has_id(rule) } else { has_tag(rule) };
        let places: Vec<_> = (0..rules.len()).filter(|&place| meant(&rules[place])).collect();
        if places.is_empty() && word.text != ALL {
            problems.push(unknown(word, rules, true));
        }
        let by = Origin { source: Arc::clone(&word.source), span: word.span, ..words.by };
        places.into_iter().for_each(|place| named[place] = Some(by.clone()));
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
