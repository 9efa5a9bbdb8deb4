//! Why a rule speaks, or is silent, at a place of a document.
//!
//! Nothing is guessed: where words are found and nothing comes of them, the check is run again without the words that
//! may clear them, one list after the other, until it speaks.

use std::{cmp::Reverse, ops::Range};

use crate::{
    document::{BlockKind, Document, Speaker, Stance},
    finding::Finding,
    lint,
    parse::{Given, Hit, Reading},
    problem::Placed,
    rule::{Check, CheckKind, List, Rule, Scope},
    ruleset::{RuleSet, Slot},
    source::{Source, Span},
    trace::{Got, Trace, Tracer},
};

/// How many phrases are told that came near.
const NEAREST: usize = 3;

/// A reason why a rule speaks or is silent.
#[derive(Clone, Debug)]
pub struct Reason {
    /// What it is, in one sentence without a full stop.
    pub message: String,
    /// The words of the document that it is about.
    pub span: Option<Span>,
    /// The phrase of the rule that it is about.
    pub phrase: Option<Placed>,
    /// Whether the rule speaks because of it.
    pub speaks: bool,
}

/// A rule at one document.
pub struct Case<'a> {
    /// The document.
    pub source: &'a Source,
    /// The rules, the rule in question among those that are on.
    pub rules: &'a RuleSet,
    /// The rule, as its place there.
    pub rule: usize,
    /// How the document is to be read.
    pub given: &'a Given,
}

impl Case<'_> {
    /// Why the rule speaks, or is silent, in the sentences that touch a stretch of the source. Reasons for its findings
    /// come first. Empty if no sentence does and the rule judges no silence.
    pub fn reasons(&self, place: Span) -> Vec<Reason> {
        let mut reading = self.rules.read(self.source, self.given);
        let index = reading.index;
        reading.hits.retain(|hit| self.slot(index, hit).is_some_and(|slot| slot.rule as usize == self.rule));
        let wanted = sentences(&reading.document, place);
        let findings = self.findings(&reading);
        let here = |finding: &&Finding| finding.span.overlaps(place);
        let mut reasons: Vec<Reason> =
            findings.iter().filter(here).flat_map(|finding| self.spoken(&reading, finding)).collect();
        if reasons.is_empty() {
            let rule = self.rule();
            let silent = rule.checks.iter().enumerate();
            reasons.extend(silent.flat_map(|(at, check)| self.silent(&reading, &findings, (at, check), &wanted)));
        }
        reasons
    }

    fn rule(&self) -> &Rule {
        &self.rules.rules()[self.rule]
    }

    fn slot(&self, index: usize, hit: &Hit) -> Option<Slot> {
        self.rules.slot(index, hit.phrase)
    }

    fn findings(&self, reading: &Reading<'_>) -> Vec<Finding> {
        let own = |rule: &Rule| rule.id == self.rule().id && rule.judges_kind(reading.document.kind);
        lint::judge(self.source, self.rules, reading, &lint::sorted(self.rules, reading), own)
    }

    /// The phrases behind a finding.
    fn spoken(&self, reading: &Reading<'_>, finding: &Finding) -> Vec<Reason> {
        let found = lint::sorted(self.rules, reading);
        let behind = behind(self.rules, finding, &found);
        let mut reasons: Vec<Reason> = behind.map(|(slot, hit)| self.said(reading, *slot, hit, "found")).collect();
        if reasons.is_empty() {
            reasons.push(Reason::new(finding.message.clone()).at(finding.span));
            reasons.extend(self.nearest_needs(reading));
        }
        let related = finding.related.iter();
        reasons.extend(related.map(|related| Reason::new(related.message.clone()).at(related.span)));
        reasons.iter_mut().for_each(|reason| reason.speaks = true);
        reasons
    }

    /// What a phrase found.
    fn said(&self, reading: &Reading<'_>, slot: Slot, hit: &Hit, verb: &str) -> Reason {
        let saying = self.rules.saying(slot, &reading.document.language);
        let reason = Reason::new(format!("`{}` {verb} “{}”", slot.list.key(), shown(self.source, hit.span)));
        Reason { phrase: saying.map(|saying| saying.written.clone()), ..reason.at(hit.span) }
    }

    /// Why one check is silent in some sentences.
    fn silent(
        &self,
        reading: &Reading<'_>,
        findings: &[Finding],
        (at, check): (usize, &Check),
        wanted: &Range<u32>,
    ) -> Vec<Reason> {
        let document = &reading.document;
        if check.lists(&document.language).is_empty() {
            return vec![Reason::new(format!("the rule says nothing in the language `{}`", document.language))];
        }
        let found = lint::sorted(self.rules, reading);
        let hits: Vec<(Slot, Hit)> = found.into_iter().filter(|(slot, _)| slot.check as usize == at).collect();
        if let CheckKind::Require { min_words, declared, .. } = check.kind {
            return self.satisfied(reading, findings, &hits, check, (min_words, declared));
        }
        let here = |(slot, hit): &&(Slot, Hit)| wanted.contains(&hit.sentence) && is_main(&check.kind, slot.list);
        let mut main: Vec<(Slot, Hit)> = hits.iter().filter(here).copied().collect();
        // A sentence has one finding at most.
        main.sort_by_key(|(_, hit)| (hit.sentence, Reverse(hit.span.len())));
        main.dedup_by_key(|(_, hit)| hit.sentence);
        if wanted.is_empty() {
            return Vec::new();
        }
        if main.is_empty() {
            return self.nearest(reading, at, check, wanted);
        }
        main.iter().flat_map(|(slot, hit)| self.cleared(reading, &hits, check, (*slot, *hit))).collect()
    }

    /// Why nothing comes of words that were found.
    fn cleared(
        &self,
        reading: &Reading<'_>,
        hits: &[(Slot, Hit)],
        check: &Check,
        (slot, hit): (Slot, Hit),
    ) -> Vec<Reason> {
        let mut reasons = vec![self.said(reading, slot, &hit, "found")];
        if let Some(message) = out_of_scope(&reading.document, &check.scope, &hit) {
            reasons.push(Reason::new(message).at(hit.span));
            return reasons;
        }
        let speaks_with = |hits: &[(Slot, Hit)]| {
            let found =
                hits.first().map(|(slot, _)| lint::check(self.source, self.rules, reading, slot.of_check(), hits));
            found.into_iter().flatten().any(|finding| finding.span.overlaps(hit.span))
        };
        if speaks_with(hits) {
            // Something outside the check keeps it from being heard.
            return reasons.into_iter().map(|reason| Reason { speaks: true, ..reason }).collect();
        }
        let mut lists: Vec<List> = hits.iter().map(|(slot, _)| slot.list).collect();
        lists.dedup();
        for list in lists.into_iter().filter(|list| !speaks(&check.kind, *list)) {
            let rest: Vec<_> = hits.iter().filter(|(slot, _)| slot.list != list).copied().collect();
            if !speaks_with(&rest) {
                continue;
            }
            let decides = |one: &&(Slot, Hit)| {
                let mut with = [rest.as_slice(), &[**one]].concat();
                with.sort_unstable();
                one.0.list == list && !speaks_with(&with)
            };
            let verb = "clears it with";
            reasons.extend(hits.iter().filter(decides).map(|(slot, hit)| self.said(reading, *slot, hit, verb)));
            return reasons;
        }
        reasons.push(Reason::new(alone(&check.kind)).at(hit.span));
        reasons
    }

    /// The phrases that came nearest in some sentences.
    fn nearest(&self, reading: &Reading<'_>, at: usize, check: &Check, wanted: &Range<u32>) -> Vec<Reason> {
        let Some(tracer) = Tracer::new(self.rules, self.rule(), reading.index) else { return Vec::new() };
        let traces = tracer.trace(self.source, self.rules, self.given);
        let here = |trace: &&Trace<'_>| {
            trace.said.check == at
                && wanted.contains(&trace.sentence)
                && is_main(&check.kind, trace.said.list)
                && trace.got != Got::Whole
        };
        let near: Vec<Reason> = traces.iter().filter(here).take(NEAREST).map(|trace| self.near(trace)).collect();
        if near.is_empty() {
            return vec![Reason::new(format!("no phrase of `{}` begins here", check.kind.main()))];
        }
        near
    }

    /// The phrases that came nearest to saying what a document never says.
    fn nearest_needs(&self, reading: &Reading<'_>) -> Vec<Reason> {
        let Some(tracer) = Tracer::new(self.rules, self.rule(), reading.index) else { return Vec::new() };
        let traces = tracer.trace(self.source, self.rules, self.given);
        let near = |trace: &&Trace<'_>| matches!(trace.said.list, List::Needs(_)) && trace.got != Got::Whole;
        traces.iter().filter(near).take(NEAREST).map(|trace| self.near(trace)).collect()
    }

    fn near(&self, trace: &Trace<'_>) -> Reason {
        let reason = Reason::new(format!("near: {}", trace.told(self.source)));
        Reason { phrase: Some(trace.said.saying.written.clone()), ..reason.at(trace.span) }
    }

    /// Why nothing is missing.
    fn satisfied(
        &self,
        reading: &Reading<'_>,
        findings: &[Finding],
        hits: &[(Slot, Hit)],
        check: &Check,
        (min_words, declared): (u32, bool),
    ) -> Vec<Reason> {
        let document = &reading.document;
        if let Some(finding) = findings.first() {
            let line = self.source.position(finding.span.start()).line;
            return vec![Reason::new(format!("what is missing is told on line {line}")).at(finding.span)];
        }
        if declared && !document.declared {
            let message = "the document's kind is guessed, and the rule judges only declared ones: say it with `--kind`, in the front matter (`kind:`) or in courtesy.toml";
            return vec![Reason::new(message)];
        }
        let words = lint::words(document);
        if words < min_words as usize {
            return vec![Reason::new(format!(
                "the document has {words} words, and the rule judges from {min_words} on"
            ))];
        }
        let lists = check.lists(&document.language);
        let in_front = document
            .front_matter
            .iter()
            .find(|(key, value)| lists.front_matter.iter().any(|known| known == key) && !value.is_empty());
        if let Some((key, _)) = in_front {
            return vec![Reason::new(format!("the front matter says it: `{key}`"))];
        }
        let judged = |list: fn(&List) -> bool| {
            hits.iter()
                .filter(move |(slot, hit)| list(&slot.list) && out_of_scope(document, &check.scope, hit).is_none())
        };
        if !lists.get(List::When).is_empty() && judged(|list| *list == List::When).next().is_none() {
            return vec![Reason::new("nothing of `when` is said, so nothing is needed")];
        }
        judged(|list| matches!(list, List::Needs(_)))
            .map(|(slot, hit)| self.said(reading, *slot, hit, "is met by"))
            .collect()
    }
}

impl Reason {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), span: None, phrase: None, speaks: false }
    }

    fn at(self, span: Span) -> Self {
        Self { span: Some(span), ..self }
    }
}

/// What was found of the phrases that made a finding.
pub fn behind<'h>(
    rules: &RuleSet,
    finding: &Finding,
    found: &'h [(Slot, Hit)],
) -> impl Iterator<Item = &'h (Slot, Hit)> {
    let checks = &rules.rules()[finding.rule].checks;
    found.iter().filter(move |(slot, hit)| {
        slot.rule as usize == finding.rule
            && finding.span.contains(hit.span)
            && speaks(&checks[slot.check as usize].kind, slot.list)
    })
}

/// Whether a list makes a check speak, rather than keep silent.
fn speaks(kind: &CheckKind, list: List) -> bool {
    is_main(kind, list) || matches!(list, List::Owners | List::Contact | List::Limited)
}

/// Whether a check speaks of what a list finds.
fn is_main(kind: &CheckKind, list: List) -> bool {
    list.key() == kind.main() || matches!(list, List::Items(_))
}

/// Why a check makes nothing of words that it was looking for, and that nothing clears.
fn alone(kind: &CheckKind) -> &'static str {
    match kind {
        CheckKind::Once => "it is asked for once, or for the first time, here",
        CheckKind::Agree => "it is the first of its name and label, or equal to it",
        CheckKind::Cover { .. } => "all channels together cover enough hours of the week",
        CheckKind::Order => "nothing has to come before it here",
        CheckKind::Forbid { .. } | CheckKind::Follow { .. } | CheckKind::Require { .. } => {
            "another phrase of the rule speaks for this sentence"
        }
    }
}

/// Why a check does not look at a hit.
fn out_of_scope(document: &Document<'_>, scope: &Scope, hit: &Hit) -> Option<String> {
    let block = document.block_of(document.sentences[hit.sentence as usize]);
    if scope.holds(document, block, hit.span) {
        return None;
    }
    let stance = document.stance(block, hit.span);
    if !scope.stances.0.contains(&stance) {
        return Some(match stance {
            Stance::Rejects => "the text says not to say this (its stance is `rejects`)".to_owned(),
            Stance::Reports => "the text only mentions this (its stance is `reports`)".to_owned(),
            Stance::Prescribes => "the text prescribes this, and the rule looks at other stances".to_owned(),
        });
    }
    let place = scope.places.as_ref().is_none_or(|places| places.iter().any(|place| place.is(block.kind)));
    if !place {
        return Some(format!("it stands in a {}, where the rule does not look (`in`)", block.kind.name()));
    }
    Some(match block.speaker {
        Speaker::Customer => "a customer says this (`speaker`)".to_owned(),
        Speaker::Agent => "the company says this, and the rule looks at customers (`speaker`)".to_owned(),
    })
}

/// The sentences that touch a stretch of the source.
fn sentences(document: &Document<'_>, place: Span) -> Range<u32> {
    let touched = |at: &u32| document.sentence_span(document.sentences[*at as usize]).overlaps(place);
    let all = 0..u32::try_from(document.sentences.len()).unwrap_or(u32::MAX);
    let mut touched = all.filter(touched);
    let Some(first) = touched.next() else { return 0..0 };
    first..touched.next_back().unwrap_or(first) + 1
}

fn shown(source: &Source, span: Span) -> String {
    source.slice(span).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a stretch of the source is that no rule looks at; `None` if one may.
pub fn unread(document: &Document<'_>, place: Span) -> Option<&'static str> {
    let touched = || document.blocks.iter().filter(|block| block.span.overlaps(place));
    if touched().any(|block| block.kind.is_linted() && !block.sentences.is_empty()) {
        return None;
    }
    Some(touched().map(|block| block.kind).find(|kind| *kind != BlockKind::Markup).map_or("markup", BlockKind::name))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{document::Kind, parse::Markup};

    /// Why a rule speaks or is silent on a line of a Markdown text.
    #[track_caller]
    fn because(rule: &str, (text, line): (&str, usize), expected: &[&str]) {
        let rule = format!("title = \"No\"\n{rule}\nbad = [\"x\"]\n");
        let rules = RuleSet::of(&[Arc::new(Source::new("a.toml", rule))]).unwrap();
        let source = Source::new("a.md", text);
        let given =
            Given { kind: Some(Kind::Script), language: Some("en".into()), ..Given::new(Markup::Markdown, "en") };
        let case = Case { source: &source, rules: &rules, rule: 0, given: &given };
        let reasons = case.reasons(source.line(line).unwrap());
        assert_eq!(reasons.iter().map(|reason| &*reason.message).collect::<Vec<_>>(), expected, "{text}");
    }

    const PAY: &str = "[check.forbid]\nin = [\"turn\", \"paragraph\"]\n[language.en]\nphrases = [\"pay [it] now\"]\nunless = [\"please\", \"kindly\"]";

    #[test]
    fn a_finding_is_told_with_its_phrase() {
        because(PAY, ("Agent: Pay now.", 1), &["`phrases` found “Pay now”"]);
    }

    #[test]
    fn what_clears_a_phrase_is_told() {
        because(PAY, ("Please pay now.", 1), &["`phrases` found “pay now”", "`unless` clears it with “Please”"]);
    }

    #[test]
    fn words_that_do_not_count_are_told_with_the_reason() {
        let found = "`phrases` found “Pay now”";
        because(PAY, ("Agent: Hello.\n\nCustomer: Pay now.", 3), &[found, "a customer says this (`speaker`)"]);
        because(PAY, ("# Pay now", 1), &[found, "it stands in a heading, where the rule does not look (`in`)"]);
        because(PAY, ("## Avoid\n\nPay now.", 3), &[found, "the text says not to say this (its stance is `rejects`)"]);
    }

    #[test]
    fn what_came_near_is_told_where_nothing_is_found() {
        because(PAY, ("We pay them now.", 1), &["near: found “pay”, then “them” where `now` is wanted"]);
        because(PAY, ("Hello.", 1), &["no phrase of `phrases` begins here"]);
        because(
            PAY.replace("language.en", "language.it").as_str(),
            ("Hello.", 1),
            &["the rule says nothing in the language `en`"],
        );
    }

    #[test]
    fn an_answer_that_follows_is_told() {
        let rule = "[check.follow]\n[language.en]\nsays = [\"sorry\"]\nthen = [\"we can\"]";
        because(rule, ("Sorry. We can wait.", 1), &["`says` found “Sorry”", "`then` clears it with “We can”"]);
    }

    #[test]
    fn what_a_document_needs_is_told_with_where_it_is_said() {
        let rule = "[check.require]\nmin-words = 3\n[language.en]\nneeds = [\"owned by\"]\nwhen = [\"policy\"]\nfront-matter = [\"owner\"]";
        let reason = "`needs` is met by “owned by”";
        because(rule, ("A policy, owned by Ana.", 1), &[reason]);
        because(rule, ("A policy.", 1), &["the document has 2 words, and the rule judges from 3 on"]);
        because(rule, ("A page of words.", 1), &["nothing of `when` is said, so nothing is needed"]);
        because(rule, ("---\nowner: Ana\n---\n\nA policy of ours.", 5), &["the front matter says it: `owner`"]);
        because(rule, ("# A policy of ours\n\nHello.", 3), &["what is missing is told on line 1"]);
    }

    #[test]
    fn what_came_near_to_what_is_missing_is_told() {
        let rule = "[check.require]\n[language.en]\nneeds = [\"owned by Ana\"]";
        let near = "near: found “owned by”, then “Bo” where `Ana` is wanted";
        because(rule, ("A page owned by Bo.", 1), &["No", near]);
    }

    #[test]
    fn what_is_asked_once_is_told() {
        let rule = "[check.once]\n[language.en]\nasks = [\"tell me\"]\nitems = { name = [\"name\"] }";
        let found = "`asks` found “Tell me”";
        because(rule, ("Tell me your name.", 1), &[found, "it is asked for once, or for the first time, here"]);
    }
}
