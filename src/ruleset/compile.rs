//! From rules to indexes: the phrases of all rules that are on, one index a language, each phrase knowing its place.

use std::{collections::BTreeSet, sync::Arc};

use super::{Compiled, RuleSet, Slot, state::State};
use crate::{
    builtin,
    language::Language,
    parse::{Around, Batch, Plan, Role},
    phrase::{BatchId, IndexBuilder, LanguageError, StoredBuilder},
    problem::{Placed, Problem},
    rule::{CheckKind, Rule, file::Reach},
};

/// Compiles every language in which a file of the user's says something, and tells the mistakes. What is part of the
/// program holds none and can wait until a text of its language is met.
pub(super) fn check(set: &RuleSet, problems: &mut Vec<Problem>) {
    for (place, spoken) in set.languages().iter().enumerate() {
        let on = set.rules.iter().zip(&set.states).filter(|(_, state)| state.on).map(|(rule, _)| rule);
        let speaks = |rule: &&Rule| rule.speaks(&spoken.code);
        if spoken.is_builtin() && on.filter(speaks).all(|rule| rule.stored) {
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

/// When the phrases of each check are looked for.
pub(super) fn plan(rules: &[Rule]) -> Plan {
    let mut batches = vec![Batch::default()];
    for rule in rules {
        for check in &rule.checks {
            let around = match check.kind {
                CheckKind::Forbid { reach: Reach::Sentences(more) } => Around::Sentences(more),
                CheckKind::Once => Around::Sentences(0),
                _ => Around::Document,
            };
            let waiting = BatchId(narrow(batches.len() + 1));
            batches.push(Batch { kinds: rule.kinds.clone(), role: Role::First(Some((waiting, around))) });
            batches.push(Batch { kinds: rule.kinds.clone(), role: Role::Second });
        }
    }
    Plan::new(batches)
}

/// The index of a language, or the mistakes that stand against it.
pub(super) fn language(set: &RuleSet, language: &Arc<Language>) -> Result<Compiled, Vec<Problem>> {
    let speaks = |rule: &Rule| rule.speaks(&language.code);
    let mut batch = BatchId::FIRST;
    let batched = set.rules.iter().enumerate().map(|(place, rule)| {
        let first = batch;
        batch = rule.batch_after(first);
        (place, rule, first)
    });
    let mut rules: Vec<_> = batched.filter(|(place, rule, _)| set.is_on(*place) && speaks(rule)).collect();
    let mut slots = Vec::new();
    let mut builder = match stored(set, language) {
        Some(stored) => {
            rules.retain(|(_, rule, _)| !rule.stored);
            let builder = IndexBuilder::restore(Arc::clone(language), stored, !rules.is_empty());
            let builder = builder.expect("the program holds what its build script wrote");
            slots.extend(stored_slots(set, language, &builder));
            builder
        }
        None => IndexBuilder::new(Arc::clone(language)).map_err(|errors| told(language, errors))?,
    };
    let mut problems = Vec::new();
    for (place, rule, first) in rules {
        match rule.compile(&language.code, &mut builder, first) {
            Err(mistakes) => problems.extend(mistakes),
            Ok(phrases) => {
                for (phrase, said) in phrases.into_iter().zip(rule.said(&language.code)) {
                    slots.resize(phrase.0 as usize, None);
                    slots.push(Some(Slot::new(place, said)));
                }
            }
        }
    }
    let is_off = |slot: Slot| !set.is_on(slot.rule as usize);
    builder.silence(|phrase| slots.get(phrase.0 as usize).copied().flatten().is_some_and(is_off));
    if problems.is_empty() { Ok(Compiled { index: builder.build(), slots }) } else { Err(problems) }
}

/// The language's cues and the phrases of all built-in rules, where no file of the user's has changed any of them.
fn stored(set: &RuleSet, language: &Language) -> Option<StoredBuilder<&'static [u8]>> {
    let untouched = set.rules.iter().filter(|rule| rule.stored).count() == builtin::rules().len();
    if untouched && language.is_builtin() { builtin::index(&language.code) } else { None }
}

/// The places of the phrases of a stored index, which holds those of all built-in rules in their order.
fn stored_slots(set: &RuleSet, language: &Language, builder: &IndexBuilder) -> Vec<Option<Slot>> {
    let builtin: Vec<u32> = (0..).zip(&set.rules).filter(|(_, rule)| rule.stored).map(|(place, _)| place).collect();
    let said = builtin::slots(&language.code).unwrap_or_default();
    let said = said.into_iter().map(|slot| Some(Slot { rule: builtin[slot.rule as usize], ..slot }));
    std::iter::repeat_n(None, builder.cues()).chain(said).collect()
}

fn told(language: &Language, errors: Vec<LanguageError>) -> Vec<Problem> {
    let problem = |error: LanguageError| {
        let (source, span) = language.place(&error.span);
        Placed { text: String::new(), source: Arc::clone(source), span }.wrong_phrase(error.error)
    };
    errors.into_iter().map(problem).collect()
}

fn narrow(place: usize) -> u32 {
    u32::try_from(place).expect("a rule set has fewer than four thousand million phrases")
}

/// Tells each mistake once. A word list is compiled once a language, so its mistakes are met as often; what is wrong
/// where no override holds is wrong where one does.
pub(super) fn forget_repeated(problems: &mut Vec<Problem>) {
    let mut seen = BTreeSet::new();
    problems.retain(|problem| seen.insert((problem.source.name().to_owned(), problem.span, problem.message.clone())));
}
