//! `agree`: which value a value is held against, in the document and in the sets it belongs to.

use super::{Agree, Because, Court, Elsewhere, Reason};
use crate::{
    fact::{self, Fact},
    finding::Finding,
    lint,
    source::Span,
};

impl Court<'_> {
    fn facts(&self) -> Vec<Fact> {
        lint::values(self.case.rules, self.reading, (self.case.rule, self.at), &self.hits)
    }

    /// What a value that differs is held against.
    pub(super) fn differing(&self, finding: &Finding) -> Vec<Reason> {
        let facts = self.facts();
        let pair = fact::differing(&facts).into_iter().find(|(at, _)| facts[*at].span == finding.span);
        pair.into_iter().map(|(at, first)| self.differs(&facts[at], self.here_at(&facts[first]))).collect()
    }

    /// The values that differ from those of other documents.
    pub(super) fn differing_in_sets(&self) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = Vec::new();
        for set in &self.case.sets.iter().map(merged).collect::<Vec<_>>() {
            for (at, first) in fact::differing(&set.facts) {
                let (fact, owner, other) = (&set.facts[at], &set.owners[at], &set.owners[first]);
                if owner.path.is_none() && other.path.is_some() && fact.span.overlaps(self.place) {
                    let first = Elsewhere { written: set.facts[first].written.clone(), ..other.clone() };
                    let known = reasons.iter().any(|reason| reason.span == Some(fact.span));
                    reasons.extend((!known).then(|| self.found_value(fact)).flatten());
                    reasons.extend((!known).then(|| self.differs(fact, first)));
                }
            }
        }
        reasons
    }

    /// Why values are no finding in the sentences asked about.
    pub(super) fn agreeing(&self) -> Vec<Reason> {
        let facts = self.facts();
        let mut reasons = self.cleared();
        // What is found here is judged below.
        reasons.retain(|reason| !matches!(reason.because, Because::SameSentence | Because::Free));
        let here: Vec<usize> = (0..facts.len()).filter(|&at| self.is_here(facts[at].span)).collect();
        let outside = reasons.iter().any(|reason| matches!(reason.because, Because::Outside(_)));
        let found = reasons.iter().any(|reason| matches!(reason.because, Because::Found(_)));
        if here.is_empty() && found && !outside {
            reasons.push(Reason::new(Because::Agree(Agree::NoValue)));
        }
        for at in here {
            reasons
                .extend(self.compared(&facts, at).map(|agree| Reason::new(Because::Agree(agree)).at(facts[at].span)));
        }
        reasons
    }

    /// What becomes of a value that does not differ from another of its document.
    fn compared(&self, facts: &[Fact], at: usize) -> impl Iterator<Item = Agree> {
        let fact = &facts[at];
        let name = fact.name.to_string();
        let mut firsts = fact::Firsts::default();
        let first = (0..=at).map(|at| firsts.of(facts, at)).last().flatten();
        let mut told = Vec::new();
        if let Some(first) = first {
            told.push(Agree::Equal { name: name.clone(), first: self.here_at(&facts[first]) });
        } else if let Some((differs, _)) = fact::differing(facts).into_iter().find(|(_, first)| *first == at) {
            told.push(Agree::First(name.clone(), self.here_at(&facts[differs])));
        } else {
            let other = (0..facts.len()).filter(|&other| other != at && facts[other].name == fact.name);
            let other = other.min_by_key(|other| other.abs_diff(at));
            told.extend(other.map(|other| {
                let same = facts[other].label == fact.label;
                let first = self.here_at(&facts[other]);
                if same || facts[other].value == fact.value {
                    Agree::Equal { name: name.clone(), first }
                } else {
                    Agree::OtherLabel { label: fact.label.join(" "), other: facts[other].label.join(" "), first }
                }
            }));
        }
        told.extend(self.in_sets(fact));
        if told.is_empty() {
            told.push(Agree::Only(name));
        }
        told.extend(
            (!self.case.sets.is_empty())
                .then_some(Agree::InSet(self.case.sets.iter().map(|set| set.members.len()).sum())),
        );
        told.into_iter()
    }

    /// What other documents of its sets say of a value.
    fn in_sets(&self, fact: &Fact) -> Vec<Agree> {
        let mut told = Vec::new();
        for set in self.case.sets.iter().map(merged) {
            let Some(own) =
                (0..set.facts.len()).find(|&at| set.owners[at].path.is_none() && set.facts[at].span == fact.span)
            else {
                continue;
            };
            let others =
                (0..set.facts.len()).filter(|&at| set.owners[at].path.is_some() && set.facts[at].name == fact.name);
            for at in others.take(2) {
                let first = Elsewhere { written: set.facts[at].written.clone(), ..set.owners[at].clone() };
                let (other, name) = (&set.facts[at], fact.name.to_string());
                told.push(if other.value == fact.value {
                    Agree::Equal { name, first }
                } else if fact::differing(&set.facts).contains(&(at, own)) {
                    Agree::First(name, first)
                } else {
                    Agree::OtherLabel { label: fact.label.join(" "), other: other.label.join(" "), first }
                });
            }
        }
        told
    }

    fn differs(&self, fact: &Fact, first: Elsewhere) -> Reason {
        let differs = Agree::Differs { name: fact.name.to_string(), written: fact.written.clone(), first };
        Reason::new(Because::Agree(differs)).at(fact.span)
    }

    /// The phrase that found a value.
    fn found_value(&self, fact: &Fact) -> Option<Reason> {
        let (slot, hit) = self.hits.iter().find(|(_, hit)| hit.span == fact.span)?;
        Some(self.said(*slot, hit, Because::Found(self.name(slot.list))))
    }

    fn here_at(&self, fact: &Fact) -> Elsewhere {
        let line = self.case.source.position(fact.span.start()).line;
        Elsewhere { written: fact.written.clone(), path: None, line }
    }

    fn is_here(&self, span: Span) -> bool {
        let document = &self.reading.document;
        let sentence = |at: u32| document.sentence_span(document.sentences[at as usize]);
        self.wanted.clone().any(|at| sentence(at).overlaps(span))
    }
}

/// The values of a set, each with where it stands.
struct Merged {
    facts: Vec<Fact>,
    owners: Vec<Elsewhere>,
}

fn merged(set: &super::Set) -> Merged {
    let (mut facts, mut owners) = (Vec::new(), Vec::new());
    for member in &set.members {
        for (fact, line) in &member.facts {
            facts.push(fact.clone());
            owners.push(Elsewhere { written: fact.written.clone(), path: member.path.clone(), line: *line });
        }
    }
    Merged { facts, owners }
}
