//! A fact is a small value that a document leaves behind, so that documents can be held against each other.

use std::{collections::HashMap, sync::Arc};

use crate::{finding::Severity, fold::fold, source::Span, value::Value};

/// Two words are taken for the same from so many letters on: labels inflect.
const STEM: usize = 4;
/// The most labels of one name that a value without a label is held against.
const MOST_LABELS: usize = 64;

/// A value, of what it is, and where it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct Fact {
    /// The rule that asks for it, as its place in the [`RuleSet`](crate::ruleset::RuleSet).
    pub rule: usize,
    /// How grave it is if it differs.
    pub severity: Severity,
    /// What it is the value of: a name that the rule gives.
    pub name: Arc<str>,
    /// The words of the headings, the label or the lead that it stands under, folded.
    pub label: Vec<String>,
    /// The words of its sentence, folded, where it has no label.
    pub said: Vec<String>,
    /// The value.
    pub value: Value,
    /// The value as written, on one line.
    pub written: String,
    /// The words that say it.
    pub span: Span,
    /// What to say if it differs, where the rule has a message of its own.
    pub message: Option<String>,
}

impl Fact {
    /// The words of a text, folded.
    pub fn words(text: &str) -> Vec<String> {
        fold(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }

    /// What is wrong with it, held against the first of its kind.
    pub fn against(&self, first: &Self) -> String {
        format!("{}: {} here, but {} elsewhere", self.name, self.written, first.written)
    }
}

/// The first fact of each name and label, of those that have been met.
#[derive(Default, Debug)]
pub struct Firsts {
    /// By rule, name and label.
    labelled: HashMap<(usize, Arc<str>, Vec<String>), usize>,
    /// By rule and name.
    named: HashMap<(usize, Arc<str>), Named>,
}

/// The first facts of one name.
#[derive(Default, Debug)]
struct Named {
    /// The one without a label.
    bare: Option<usize>,
    /// Some of those with one.
    labelled: Vec<usize>,
}

impl Firsts {
    /// The first fact that speaks of the same thing as the one at a place; `None` if it is the first itself. Two facts
    /// do if their labels are the same, or if one has none and its sentence says what the other's label does.
    pub fn of(&mut self, facts: &[Fact], at: usize) -> Option<usize> {
        let fact = &facts[at];
        let Named { bare, labelled } = self.named.entry((fact.rule, Arc::clone(&fact.name))).or_default();
        if fact.label.is_empty() {
            let known = bare.or_else(|| labelled.iter().copied().find(|&other| says(&fact.said, &facts[other].label)));
            bare.get_or_insert(at);
            return known;
        }
        let first = self.labelled.entry((fact.rule, Arc::clone(&fact.name), fact.label.clone())).or_insert(at);
        let known = Some(*first).filter(|&first| first != at);
        if known.is_none() && labelled.len() < MOST_LABELS {
            labelled.push(at);
        }
        known.or(bare.filter(|&bare| says(&facts[bare].said, &fact.label)))
    }
}

/// Every fact that differs from the first of its kind, and that one.
pub fn differing(facts: &[Fact]) -> Vec<(usize, usize)> {
    let mut firsts = Firsts::default();
    let pairs = (0..facts.len()).filter_map(|at| Some((at, firsts.of(facts, at)?)));
    pairs.filter(|&(at, first)| facts[at].value != facts[first].value).collect()
}

fn says(sentence: &[String], label: &[String]) -> bool {
    label.iter().all(|word| sentence.iter().any(|other| alike(word, other)))
}

fn alike(left: &str, right: &str) -> bool {
    let same = left.chars().zip(right.chars()).take_while(|(left, right)| left == right).count();
    left == right || same >= STEM
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(name: &str, label: &str, said: &str, value: f64) -> Fact {
        Fact {
            rule: 0,
            severity: Severity::Warning,
            name: name.into(),
            label: Fact::words(label),
            said: Fact::words(said),
            value: Value::Number(value),
            written: value.to_string(),
            span: Span::new(0, 1),
            message: None,
        }
    }

    #[track_caller]
    fn differ(facts: &[(&str, &str, &str, f64)], expected: &[(usize, usize)]) {
        let facts: Vec<_> = facts.iter().map(|(name, label, said, value)| fact(name, label, said, *value)).collect();
        assert_eq!(differing(&facts), expected);
    }

    #[test]
    fn what_differs_from_the_first_is_told_with_it() {
        differ(&[("a", "", "", 1.0), ("a", "", "", 2.0), ("a", "", "", 1.0), ("a", "", "", 3.0)], &[(1, 0), (3, 0)]);
        differ(&[("a", "", "", 1.0), ("b", "", "", 2.0)], &[]);
    }

    #[test]
    fn labels_part_what_has_one_name() {
        differ(&[("a", "gold", "", 1.0), ("a", "silver", "", 2.0), ("a", "gold", "", 3.0)], &[(2, 0)]);
        differ(&[("a", "", "the window", 1.0), ("a", "Windows", "", 2.0)], &[(1, 0)]);
        differ(&[("a", "Windows", "", 2.0), ("a", "", "the window", 1.0)], &[(1, 0)]);
        differ(&[("a", "", "the rest", 1.0), ("a", "Windows", "", 2.0)], &[]);
        differ(&[("a", "Perioadă", "", 1.0), ("a", "PERIOADA", "", 2.0)], &[(1, 0)]);
    }
}
