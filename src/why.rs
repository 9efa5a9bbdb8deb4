//! Why a rule speaks, or is silent, at a place of a document.
//!
//! Nothing is guessed: where words are found and nothing comes of them, the check is run again without the words that
//! may clear them, one list after the other, until it speaks; where a negation or a cue decides, the text is read again
//! without it. Reasons are data ([`reason`]); one place words them ([`words`]).

mod agree;
mod cover;
mod near;
mod once;
mod reason;
mod require;
mod said;
mod scope;
mod short;
mod unread;
mod words;

use std::{ops::Range, sync::Arc};

pub use reason::{Agree, Because, Cause, Cover, Elsewhere, Once, Outside, Reason, Require, Short, Unread};
pub use unread::unread;

use crate::{
    document::Document,
    fact::Fact,
    finding::Finding,
    language::Language,
    lint,
    parse::{Given, Hit, Reading},
    phrase::Cue,
    rule::{Check, CheckKind, List, Rule},
    ruleset::{RuleSet, Slot},
    source::{Source, Span},
};

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
    /// The sets of documents that it must agree with.
    pub sets: &'a [Set],
}

/// Documents that must agree, in the order in which they are held against each other.
#[derive(Clone, Debug)]
pub struct Set {
    /// They, the one in question among them.
    pub members: Vec<Member>,
}

/// A document of a set.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its path; `None` for the document in question.
    pub path: Option<String>,
    /// The values of the rule in it, each with its line.
    pub facts: Vec<(Fact, usize)>,
}

/// One check of the rule, and what was found of it in the document.
struct Court<'c> {
    case: &'c Case<'c>,
    reading: &'c Reading<'c>,
    /// The cues that tell the stance of words.
    cues: &'c [(Span, Cue)],
    /// The place of the check.
    at: usize,
    check: &'c Check,
    /// What was found of its phrases.
    hits: Vec<(Slot, Hit)>,
    /// The findings of all checks of the rule.
    findings: &'c [Finding],
    /// The sentences asked about.
    wanted: Range<u32>,
    /// The stretch asked about.
    place: Span,
}

impl Case<'_> {
    /// Why the rule speaks, or is silent, in the sentences that touch a stretch of the source. Reasons for its findings
    /// come first. Empty if no sentence does and the rule judges no silence.
    pub fn reasons(&self, place: Span) -> Vec<Reason> {
        let mut reading = self.rules.read_whole(self.source, self.given);
        let index = reading.index;
        let cue = |hit: &Hit| Some((hit.span, self.rules.index_of(index).cue(hit.phrase)?));
        let cues: Vec<(Span, Cue)> = reading.hits.iter().filter_map(cue).collect();
        reading.hits.retain(|hit| self.slot(index, hit).is_some_and(|slot| slot.rule as usize == self.rule));
        let found = lint::sorted(self.rules, &reading);
        let findings = self.findings(&reading, &found);
        let wanted = sentences(&reading.document, place);
        let court = |(at, check)| {
            let hits = found.iter().filter(|(slot, _)| slot.check as usize == at).copied().collect();
            let (reading, cues, findings) = (&reading, cues.as_slice(), findings.as_slice());
            Court { case: self, reading, cues, at, check, hits, findings, wanted: wanted.clone(), place }
        };
        let courts: Vec<Court<'_>> = self.rule().checks.iter().enumerate().map(court).collect();
        let mut reasons: Vec<Reason> = courts.iter().flat_map(Court::spoken).map(Reason::speaking).collect();
        if reasons.is_empty() {
            reasons = courts.iter().flat_map(Court::silent).collect();
        }
        reasons
    }

    fn rule(&self) -> &Rule {
        &self.rules.rules()[self.rule]
    }

    fn slot(&self, index: usize, hit: &Hit) -> Option<Slot> {
        self.rules.slot(index, hit.phrase)
    }

    fn findings(&self, reading: &Reading<'_>, found: &[(Slot, Hit)]) -> Vec<Finding> {
        let own = |rule: &Rule| rule.id == self.rule().id && rule.judges_kind(reading.document.kind);
        lint::judge(self.source, self.rules, reading, found, own)
    }
}

impl Court<'_> {
    /// Why the check speaks at the place; nothing if it does not.
    fn spoken(&self) -> Vec<Reason> {
        let mut reasons = Vec::new();
        for finding in self.run(&self.hits).into_iter().filter(|finding| finding.span.overlaps(self.place)) {
            if self.findings.contains(&finding) {
                reasons.extend(self.behind(&finding));
                reasons.extend(match self.check.kind {
                    CheckKind::Forbid { .. } | CheckKind::Follow { .. } | CheckKind::Order => self.short_of(&finding),
                    CheckKind::Require { .. } => self.missing(),
                    // The phrases behind it and the earlier asking say it all.
                    CheckKind::Once => Vec::new(),
                    CheckKind::Cover { .. } => self.too_few_hours(),
                    CheckKind::Agree => self.differing(&finding),
                });
            }
        }
        if self.check.kind == CheckKind::Agree {
            reasons.extend(self.differing_in_sets());
        }
        reasons
    }

    /// Why the check is silent at the place.
    fn silent(&self) -> Vec<Reason> {
        let document = &self.reading.document;
        if self.check.lists(&document.language).is_empty() {
            let speaks = self.check.languages().map(ToString::to_string).collect();
            return vec![Reason::new(Because::Mute { language: document.language.to_string(), speaks })];
        }
        if let CheckKind::Require { min_words, declared, part } = self.check.kind {
            return self.satisfied((min_words, declared, part));
        }
        let unread = self.written_only(self.place);
        if self.wanted.is_empty() {
            return unread;
        }
        let mut reasons = match self.check.kind {
            CheckKind::Cover { hours, ideal } => self.enough_hours((hours, ideal)),
            CheckKind::Agree => self.agreeing(),
            CheckKind::Once => self.asked_once(),
            _ => self.cleared(),
        };
        let found = |reason: &Reason| matches!(reason.because, Because::Found(_));
        if !unread.is_empty() && !reasons.iter().any(found) {
            reasons = unread;
        }
        reasons
    }

    /// The findings of the check if no more were found than this.
    fn run(&self, hits: &[(Slot, Hit)]) -> Vec<Finding> {
        let of = (narrow(self.case.rule), narrow(self.at));
        lint::check(self.case.source, self.case.rules, self.reading, of, hits)
    }

    /// The hits of one list.
    fn of(&self, list: impl Fn(List) -> bool) -> impl Iterator<Item = (Slot, Hit)> {
        self.hits.iter().filter(move |(slot, _)| list(slot.list)).copied()
    }

    /// Whether a hit is of the sentences asked about.
    fn here(&self, hit: &Hit) -> bool {
        self.wanted.contains(&hit.sentence)
    }

    /// Whether the check speaks of what a list finds.
    fn is_main(&self, list: List) -> bool {
        is_main(&self.check.kind, list)
    }

    fn language(&self) -> &Arc<Language> {
        &self.case.rules.languages()[self.reading.index]
    }

    /// How the document was read, so that it is read so again.
    fn given(&self) -> Given {
        let document = &self.reading.document;
        Given { language: Some(Arc::clone(&document.language)), kind: Some(document.kind), ..self.case.given.clone() }
    }

    /// What a list is called in a rule file, with the name of the inner list.
    fn name(&self, mut list: List) -> String {
        let key = list.key();
        let name = list.group().and_then(|group| self.case.rule().groups.get(*group as usize));
        match name.filter(|name| !name.is_empty()) {
            Some(name) => format!("{key}.{name}"),
            None => key.to_owned(),
        }
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

/// The sentences that touch a stretch of the source.
fn sentences(document: &Document<'_>, place: Span) -> Range<u32> {
    let touched = |at: &u32| document.sentence_span(document.sentences[*at as usize]).overlaps(place);
    let all = 0..u32::try_from(document.sentences.len()).unwrap_or(u32::MAX);
    let mut touched = all.filter(touched);
    let Some(first) = touched.next() else { return 0..0 };
    first..touched.next_back().unwrap_or(first) + 1
}

fn narrow(place: usize) -> u32 {
    u32::try_from(place).expect("a rule set has fewer than 2^32 rules, a rule fewer checks")
}

#[cfg(test)]
mod tests;
