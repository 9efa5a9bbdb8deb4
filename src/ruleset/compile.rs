//! From rules to indexes: the phrases of all rules that are on, one index a language, each phrase knowing its place.

use std::{collections::BTreeMap, sync::Arc};

use super::{RuleSet, Slot};
use crate::{
    language::Language,
    phrase::{
        Phrase,
        index::{IndexBuilder, PhraseId, ScopeId},
    },
    problem::{Placed, Problem},
    rule::{Check, Rule, Saying, Words},
};

/// Fills in indexes and slots.
pub(super) fn compile(set: &mut RuleSet, problems: &mut Vec<Problem>) {
    for language in &set.languages {
        let mut builder = match IndexBuilder::new(Arc::clone(language)) {
            Ok(builder) => builder,
            Err(errors) => {
                for error in errors {
                    let (source, span) = language.place(&error.span);
                    let written = Placed { text: String::new(), source: Arc::clone(source), span };
                    problems.push(written.wrong_phrase(error.error));
                }
                continue;
            }
        };
        let mut slots = Vec::new();
        for (place, rule) in set.rules.iter().enumerate().filter(|(place, _)| set.states[*place].on) {
            add(&mut builder, &mut slots, language, (place, rule), problems);
        }
        set.indexes.push(builder.build());
        set.slots.push(slots);
    }
    forget_repeated(problems);
}

/// Adds the phrases of a rule in one language.
fn add(
    builder: &mut IndexBuilder,
    slots: &mut Vec<Option<Slot>>,
    language: &Language,
    (place, rule): (usize, &Rule),
    problems: &mut Vec<Problem>,
) {
    let checks = rule.checks.iter().enumerate();
    let lists: Vec<_> = checks.flat_map(|(check, of)| of.lists().iter().map(move |&list| (check, of, list))).collect();
    if !rule.checks.iter().flat_map(Check::languages).any(|code| *code == language.code) {
        return;
    }
    let Some(scope) = scope(builder, &rule.words, problems) else { return };
    for (check, of, list) in lists {
        for (entry, saying) in of.sayings(&language.code, list).iter().enumerate() {
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
