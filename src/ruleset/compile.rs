//! From rules to indexes: the phrases of all rules that are on, one index a language, each phrase knowing its place.

use std::{collections::BTreeMap, sync::Arc};

use super::{Compiled, RuleSet, Slot, State};
use crate::{
    language::Language,
    phrase::{
        Phrase,
        index::{IndexBuilder, LanguageError, PhraseId, ScopeId},
    },
    problem::{Placed, Problem},
    rule::{Check, Rule, Saying, Words},
};

/// Compiles every language in which a file of the user's says something, and tells the mistakes. What is part of the
/// program holds none and can wait until a text of its language is met.
pub(super) fn check(set: &RuleSet, problems: &mut Vec<Problem>) {
    for (place, spoken) in set.languages().iter().enumerate() {
        if is_proven(set, spoken) {
            continue;
        }
        match language(set, spoken) {
            Ok(compiled) => drop(set.compiled[place].set(compiled)),
            Err(mistakes) => problems.extend(mistakes),
        }
    }
    forget_repeated(problems);
}

/// The checks of rules that are on that may find something where nothing is said.
pub(super) fn judges_of_silence(rules: &[Rule], states: &[State]) -> Vec<(u32, u32)> {
    let on = rules.iter().zip(states).enumerate().filter(|(_, (_, state))| state.on);
    let checks =
        on.flat_map(|(place, (rule, _))| rule.checks.iter().enumerate().map(move |(check, of)| (place, check, of)));
    let silent = checks.filter(|(_, _, of)| of.kind.judges_silence());
    silent.map(|(place, check, _)| (narrow(place), narrow(check))).collect()
}

/// Whether the language and what the rules say in it is all part of the program.
fn is_proven(set: &RuleSet, language: &Language) -> bool {
    let own =
        |rule: &Rule, sayings: &[Saying]| sayings.iter().all(|saying| Arc::ptr_eq(&saying.written.source, &rule.file));
    let check = |rule: &Rule, check: &Check| check.lists(&language.code).iter().all(|(_, sayings)| own(rule, sayings));
    let proven = |rule: &Rule| {
        let mut words = rule.words.add.values().chain(rule.words.replace.values());
        !rule.custom && words.all(|list| own(rule, list)) && rule.checks.iter().all(|of| check(rule, of))
    };
    let on = set.rules.iter().zip(&set.states).filter(|(_, state)| state.on).map(|(rule, _)| rule);
    language.is_builtin() && on.filter(|rule| rule.speaks(&language.code)).all(proven)
}

/// The index of a language, or the mistakes that stand against it.
pub(super) fn language(set: &RuleSet, language: &Arc<Language>) -> Result<Compiled, Vec<Problem>> {
    let mut builder = IndexBuilder::new(Arc::clone(language)).map_err(|errors| told(language, errors))?;
    let (mut slots, mut problems) = (Vec::new(), Vec::new());
    for (place, rule) in set.rules.iter().enumerate().filter(|(place, _)| set.states[*place].on) {
        add(&mut builder, &mut slots, language, (place, rule), &mut problems);
    }
    if problems.is_empty() { Ok(Compiled { index: builder.build(), slots }) } else { Err(problems) }
}

fn told(language: &Language, errors: Vec<LanguageError>) -> Vec<Problem> {
    let problem = |error: LanguageError| {
        let (source, span) = language.place(&error.span);
        Placed { text: String::new(), source: Arc::clone(source), span }.wrong_phrase(error.error)
    };
    errors.into_iter().map(problem).collect()
}

/// Adds the phrases of a rule in one language.
fn add(
    builder: &mut IndexBuilder,
    slots: &mut Vec<Option<Slot>>,
    language: &Language,
    (place, rule): (usize, &Rule),
    problems: &mut Vec<Problem>,
) {
    if !rule.speaks(&language.code) {
        return;
    }
    let Some(scope) = scope(builder, &rule.words, problems) else { return };
    let checks = rule.checks.iter().enumerate();
    let lists = checks.flat_map(|(check, of)| of.lists(&language.code).iter().map(move |list| (check, list)));
    for (check, (list, sayings)) in lists {
        for (entry, saying) in sayings.iter().enumerate() {
            let slot = Slot { rule: narrow(place), check: narrow(check), list, entry: narrow(entry) };
            let added = if list.is_topic() {
                builder.add_topic(&saying.phrase, scope)
            } else {
                builder.add(&saying.phrase, scope)
            };
            match added {
                Ok(phrase) => put(slots, phrase, slot),
                Err(errors) => problems.extend(errors.into_iter().map(|error| saying.written.wrong_phrase(error))),
            }
        }
    }
}

fn scope(builder: &mut IndexBuilder, words: &Words, problems: &mut Vec<Problem>) -> Option<ScopeId> {
    if words.is_empty() {
        return Some(builder.base());
    }
    let errors = match builder.scope(&phrases(&words.add), &phrases(&words.replace)) {
        Ok(scope) => return Some(scope),
        Err(errors) => errors,
    };
    for (list, entry, error) in errors {
        let saying = words.add.get(&list).into_iter().chain(words.replace.get(&list)).find_map(|list| list.get(entry));
        problems.extend(saying.map(|saying| saying.written.wrong_phrase(error)));
    }
    None
}

fn phrases(lists: &BTreeMap<String, Vec<Saying>>) -> BTreeMap<String, Vec<Phrase>> {
    let phrases = |list: &Vec<Saying>| list.iter().map(|saying| saying.phrase.clone()).collect();
    lists.iter().map(|(name, list)| (name.clone(), phrases(list))).collect()
}

fn put(slots: &mut Vec<Option<Slot>>, phrase: PhraseId, slot: Slot) {
    let at = phrase.0 as usize;
    if slots.len() <= at {
        slots.resize(at + 1, None);
    }
    slots[at] = Some(slot);
}

fn narrow(place: usize) -> u32 {
    u32::try_from(place).expect("a rule set has fewer than four thousand million phrases")
}

/// A word list is compiled once a language, so its mistakes are met as often.
fn forget_repeated(problems: &mut Vec<Problem>) {
    let mut seen = std::collections::BTreeSet::new();
    problems.retain(|problem| seen.insert((problem.source.name().to_owned(), problem.span, problem.message.clone())));
}
