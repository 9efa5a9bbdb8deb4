//! The heart: a source is read, every check looks at what was found, silencing comments have their say, and the
//! findings are sorted.

mod agree;
mod comments;
pub(crate) mod cover;
mod follow;
mod forbid;
mod found;
mod once;
mod order;
mod reach;
mod require;

use std::sync::Arc;

use crate::{
    document::{Document, Kind},
    fact::Fact,
    finding::Finding,
    parse::{Given, Hit, Reading},
    rule::{Check, CheckKind, Group, List, Rule, Saying, message},
    ruleset::{RuleSet, Slot},
    source::{Source, Span},
    suppress::{self, Silencing},
};

use comments::Heeded;
use found::{Flag, Found};

/// What came out of a source.
#[derive(Clone, Debug)]
pub struct Linted {
    /// The findings, by place, then rule.
    pub findings: Vec<Finding>,
    /// The findings that a comment silences, and which does.
    pub silenced: Vec<(Finding, Silencing)>,
    /// The values that its set of documents must agree on, in the order of the text; those that a comment silences are
    /// left out.
    pub facts: Vec<Fact>,
    /// The code of the language the source was read in.
    pub language: Arc<str>,
    /// The kind of document it was read as.
    pub kind: Kind,
}

/// Lints one source.
pub fn lint(source: &Source, rules: &RuleSet, given: &Given) -> Linted {
    let reading = rules.read(source, given);
    let applies = |rule: &Rule| rule.applies(&reading.document, source.name());
    let found = sorted(rules, &reading);
    let judged = judge(source, rules, &reading, &found, applies);
    let facts = facts(source, rules, &reading, &found, applies);
    let heeded = comments::heed(source, rules, &reading.document, judged, facts);
    let Heeded { findings, silenced, facts } = heeded;
    Linted { findings, silenced, facts, language: reading.document.language, kind: reading.document.kind }
}

fn sort(findings: &mut [Finding]) {
    findings.sort_by_key(|finding| (finding.span, finding.rule));
}

/// The findings of the rules that apply, by place, then rule. `found`: what was found, sorted.
pub(crate) fn judge(
    source: &Source,
    rules: &RuleSet,
    reading: &Reading<'_>,
    found: &[(Slot, Hit)],
    applies: impl Fn(&Rule) -> bool,
) -> Vec<Finding> {
    let said = found.chunk_by(|(left, _), (right, _)| left.of_check() == right.of_check());
    let said = said.map(|hits| (hits[0].0.of_check(), hits));
    let silent = rules.judges_of_silence().iter().map(|&of| (of, &[][..]));
    let silent = silent.filter(|(of, _)| found.binary_search_by_key(of, |(slot, _)| slot.of_check()).is_err());
    let mut findings = Vec::new();
    for (of, hits) in said.chain(silent) {
        if applies(&rules.rules()[of.0 as usize]) {
            findings.extend(check(source, rules, reading, of, hits).into_iter().map(|finding| (of.1, finding)));
        }
    }
    once(findings)
}

/// The findings by place, then rule, each with the check it comes from; where two checks of a rule flag overlapping
/// words, the earlier place is the finding.
fn once(mut findings: Vec<(u32, Finding)>) -> Vec<Finding> {
    findings.sort_by_key(|(check, finding)| (finding.rule, finding.span, *check));
    let mut kept: Vec<(u32, Finding)> = Vec::with_capacity(findings.len());
    for (check, finding) in findings {
        let overlaps = |(other, before): &&(u32, Finding)| {
            before.rule == finding.rule && *other != check && before.span.overlaps(finding.span)
        };
        if kept.last().as_ref().is_none_or(|before| !overlaps(before)) {
            kept.push((check, finding));
        }
    }
    let mut findings: Vec<Finding> = kept.into_iter().map(|(_, finding)| finding).collect();
    sort(&mut findings);
    findings
}

/// What was found, by rule, check and list.
pub(crate) fn sorted(rules: &RuleSet, reading: &Reading<'_>) -> Vec<(Slot, Hit)> {
    let placed = |hit: &Hit| Some((rules.slot(reading.index, hit.phrase)?, *hit));
    let mut found: Vec<_> = reading.hits.iter().filter_map(placed).collect();
    found.sort_unstable();
    found
}

/// The values that documents must agree on.
fn facts(
    source: &Source,
    rules: &RuleSet,
    reading: &Reading<'_>,
    found: &[(Slot, Hit)],
    applies: impl Fn(&Rule) -> bool,
) -> Vec<Fact> {
    let mut facts = Vec::new();
    for hits in found.chunk_by(|(left, _), (right, _)| left.of_check() == right.of_check()) {
        let (rule, check) = hits[0].0.of_check();
        let of = &rules.rules()[rule as usize];
        let Check { kind, scope, .. } = &of.checks[check as usize];
        if *kind == CheckKind::Agree && applies(of) {
            let found = Found { document: &reading.document, scope, hits };
            facts.extend(agreed(rules, reading, rule as usize, found).into_iter().map(|fact| told(source, of, fact)));
        }
    }
    facts.sort_by_key(|fact| (fact.span, fact.rule));
    facts
}

/// A fact with what the rule's own message says of it.
fn told(source: &Source, rule: &Rule, fact: Fact) -> Fact {
    let found = message::Found { matched: source.slice(fact.span), value: Some(&fact.written), item: Some(&fact.name) };
    let message = rule.message.as_ref().map(|template| template.fill(found));
    Fact { message, ..fact }
}

/// The values that a rule wants a document to agree on.
fn agreed(rules: &RuleSet, reading: &Reading<'_>, rule: usize, found: Found<'_>) -> Vec<Fact> {
    let phrase = |slot: Slot| rules.saying(slot, &reading.document.language).map(Saying::phrase);
    let name = |group: Group| Arc::clone(&rules.rules()[rule].groups[group as usize]);
    let words = rules.index_of(reading.index).value_words();
    agree::facts(found, words, phrase, (rule, rules.severity(rule, None)), name)
}

/// The values of one check that a document is wanted to agree on, in the order of the text. `hits`: those of the check.
pub(crate) fn values(
    rules: &RuleSet,
    reading: &Reading<'_>,
    (rule, check): (usize, usize),
    hits: &[(Slot, Hit)],
) -> Vec<Fact> {
    let scope = &rules.rules()[rule].checks[check].scope;
    agreed(rules, reading, rule, Found { document: &reading.document, scope, hits })
}

/// The needs of a check that nothing meets in the part of a document that must say them. `hits`: those of the check.
pub(crate) fn missing(
    rules: &RuleSet,
    reading: &Reading<'_>,
    (rule, check): (usize, usize),
    hits: &[(Slot, Hit)],
) -> Vec<List> {
    let of = &rules.rules()[rule].checks[check];
    let found = Found { document: &reading.document, scope: &of.scope, hits };
    let CheckKind::Require { part, .. } = of.kind else { return Vec::new() };
    let missing = require::missing(found, part, of.lists(&reading.document.language));
    missing.into_iter().map(List::Needs).collect()
}

/// The comments that silence something in a stretch of a source, each with the rules that it names; none for all.
pub(crate) fn silencing(source: &Source, document: &Document<'_>, place: Span) -> Vec<(Span, Vec<String>)> {
    suppress::reaching(source, &comments::code(document), place)
}

/// How many words a document has that rules look at.
pub(crate) fn words(document: &Document<'_>) -> usize {
    require::words(document)
}

/// The findings of one check, by the places of its rule and of itself.
pub(crate) fn check(
    source: &Source,
    rules: &RuleSet,
    reading: &Reading<'_>,
    (rule, check): (u32, u32),
    hits: &[(Slot, Hit)],
) -> Vec<Finding> {
    let rule = rule as usize;
    let Check { kind, scope, .. } = &rules.rules()[rule].checks[check as usize];
    let document = &reading.document;
    let found = Found { document, scope, hits };
    let saying = |slot: Slot| rules.saying(slot, &document.language);
    let severity = |slot: Slot| rules.severity(rule, saying(slot).and_then(|saying| saying.severity));
    let words = rules.index_of(reading.index).value_words();
    let phrase = |slot: Slot| saying(slot).map(Saying::phrase);
    let flag = |(slot, hit): (Slot, Hit)| {
        let value = phrase(slot).and_then(|phrase| found.value(&hit, phrase, words));
        let value = value.map(|(_, written)| written.to_owned());
        let fix = saying(slot).and_then(|saying| found.swap(source, &hit, saying.swap.as_ref()?));
        Flag { severity: Some(severity(slot)), value, fix, ..Flag::at(hit.span) }
    };
    let said = |hits: Vec<(Slot, Hit)>| found::one_a_sentence(hits, severity).into_iter().map(flag).collect();
    let name = |group: Group| rules.rules()[rule].groups[group as usize].to_string();
    let flags: Vec<Flag> = match *kind {
        CheckKind::Forbid { reach } => said(forbid::check(found, reach)),
        CheckKind::Require { part, min_words, declared } => {
            let judged = (!declared || document.declared) && require::words(document) >= min_words as usize;
            let lists = rules.rules()[rule].checks[check as usize].lists(&document.language);
            judged.then(|| require::check(found, part, lists, name)).flatten().into_iter().collect()
        }
        CheckKind::Follow { within, side } => said(follow::check(found, within, side)),
        CheckKind::Order => {
            let early = order::check(found).into_iter();
            early.map(|(next, first)| Flag { related: first.into_iter().collect(), ..flag(next) }).collect()
        }
        CheckKind::Once => once::check(found, name),
        CheckKind::Cover { hours, ideal } => cover::check(scope, (hours, ideal), reading, hits).into_iter().collect(),
        CheckKind::Agree => agree::check(&agreed(rules, reading, rule, found)),
    };
    flags.into_iter().map(|flag| finding(source, rules, rule, flag)).collect()
}

/// A flag as a finding of a rule.
fn finding(source: &Source, rules: &RuleSet, rule: usize, flag: Flag) -> Finding {
    let Flag { span, severity, value, item, text, related, fix } = flag;
    let of = &rules.rules()[rule];
    let found = message::Found { matched: source.slice(span), value: value.as_deref(), item: item.as_deref() };
    let message = of.message.as_ref().map(|template| template.fill(found));
    let message = message.or(text).unwrap_or_else(|| of.title.clone());
    Finding { rule, severity: rules.severity(rule, severity), span, message, related, fixes: fix.into_iter().collect() }
}

#[cfg(test)]
mod tests;
