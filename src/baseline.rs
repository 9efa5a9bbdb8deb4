//! The baseline: findings that a company has accepted for now, so that only new ones count. One JSON object a line, in a
//! fixed order, so that git merges it:
//!
//! ```text
//! {"path":"policies/returns.md","rule":"late-answers","text":"within ten working days","ordinal":0}
//! ```
//! Nothing in it tells of lines: a paragraph may move, or be wrapped anew, and its finding stays accepted. Other words
//! are another finding.

use std::{
    collections::HashMap,
    io::{self, Write},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use crate::{
    problem::{Problem, Problems},
    report::{Entry, json},
    source::{Source, Span},
};

/// The name of a baseline's file.
pub const NAME: &str = "courtesy-baseline.jsonl";

/// What marks the sides of a merge that git has left to people.
const CONFLICT: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// A finding as a baseline names it; ordered as in the file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// The document, relative to the baseline's folder, with `/`.
    pub path: String,
    /// The id of the rule.
    pub rule: String,
    /// The flagged words, folded, without markup; with those of the places that belong to it, in alphabetic order.
    pub text: String,
    /// How many findings of the same rule and words stand before it in the document.
    pub ordinal: usize,
}

/// Accepted findings, in the order of the file, none twice.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Baseline {
    keys: Vec<Key>,
}

/// What a baseline says of a run's findings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// Whether each finding is accepted.
    pub accepted: Vec<bool>,
    /// What is accepted and was not found any more.
    pub stale: Vec<Key>,
    /// What is accepted in documents, or by rules, that the run did not look at.
    pub unseen: Vec<Key>,
}

impl Key {
    /// The key of a finding in a document, of a rule.
    pub fn new(path: &str, rule: &str, entry: &Entry) -> Self {
        let (path, rule) = (path.to_owned(), rule.to_owned());
        Self { path, rule, text: entry.words.clone(), ordinal: entry.ordinal }
    }

    fn itself(&self) -> Shape<'_> {
        (Some(&self.path), Some(self.ordinal), &self.rule, &self.text)
    }

    fn in_its_document(&self) -> Shape<'_> {
        (Some(&self.path), None, &self.rule, &self.text)
    }

    fn anywhere(&self) -> Shape<'_> {
        (None, None, &self.rule, &self.text)
    }
}

type Shape<'k> = (Option<&'k str>, Option<usize>, &'k str, &'k str);

impl FromIterator<Key> for Baseline {
    fn from_iter<I: IntoIterator<Item = Key>>(keys: I) -> Self {
        let mut keys: Vec<Key> = keys.into_iter().collect();
        keys.sort_unstable();
        keys.dedup();
        Self { keys }
    }
}

impl Baseline {
    /// The baseline in a file.
    ///
    /// # Errors
    /// Every line that is none, at its very place.
    pub fn read(source: &Arc<Source>) -> Result<Self, Problems> {
        let lines = (1..).map_while(|line| source.line(line));
        let said = lines.map(|line| (line, source.slice(line).trim_start_matches('\u{feff}').trim()));
        let (mut keys, mut problems) = (Vec::new(), Vec::new());
        for (line, text) in said.filter(|(_, text)| !text.is_empty()) {
            match serde_json::from_str(text) {
                Ok(key) => keys.push(key),
                Err(error) => problems.push(broken(source, line, &error)),
            }
        }
        Problems::none(problems).map(|()| keys.into_iter().collect())
    }

    /// How many findings it accepts.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether it accepts none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Whether it names a finding just so, not at another place.
    pub fn names(&self, key: &Key) -> bool {
        self.keys.binary_search(key).is_ok()
    }

    /// Holds findings against the baseline. `fresh`: whether what is found, by its place in `found`, is known to have
    /// been written since; of equal words, those are accepted last. `seen`: whether the run looked for what a key names;
    /// where it did not, the key accepts nothing elsewhere.
    pub fn hold(&self, found: &[Key], fresh: impl Fn(usize) -> bool, seen: impl Fn(&Key) -> bool) -> Held {
        let near = [Key::itself, Key::in_its_document];
        let settled = near.map(|shape| (shape, false));
        let all = [near[0], near[1], Key::anywhere].map(|shape| (shape, true));
        let (seen, unseen): (Vec<&Key>, Vec<&Key>) = self.keys.iter().partition(|key| seen(key));
        let mut accepted = vec![false; found.len()];
        let mut used = vec![false; seen.len()];
        for (shape, all) in settled.into_iter().chain(all) {
            let mut free: HashMap<Shape<'_>, Vec<usize>> = HashMap::new();
            // Backwards, so that the first of equal ones is the last to be pushed and the first to be taken.
            for (place, key) in seen.iter().enumerate().rev().filter(|(place, _)| !used[*place]) {
                free.entry(shape(key)).or_default().push(place);
            }
            for (at, key) in found.iter().enumerate() {
                if accepted[at] || (!all && fresh(at)) {
                    continue;
                }
                if let Some(place) = free.get_mut(&shape(key)).and_then(Vec::pop) {
                    (accepted[at], used[place]) = (true, true);
                }
            }
        }
        let stale = seen.iter().zip(used).filter(|(_, used)| !used).map(|(key, _)| (*key).clone()).collect();
        Held { accepted, stale, unseen: unseen.into_iter().cloned().collect() }
    }

    /// Writes the file.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        for key in &self.keys {
            json::to_writer(key, out)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}

/// A line of a file that is no key.
fn broken(source: &Arc<Source>, line: Span, error: &serde_json::Error) -> Problem {
    let text = source.slice(line);
    if CONFLICT.iter().any(|mark| text.starts_with(mark)) {
        let problem = Problem::new(source, line, "a merge is not finished");
        return problem.label("git's mark").help("keep the lines of both sides and take the marks away");
    }
    let problem = Problem::new(source, line, "this is no accepted finding");
    let cure = "take the line away, or write the file anew with `courtesy baseline --accept`";
    problem.label(without_place(error)).help(cure)
}

/// What serde_json finds wrong, without the place: each line is read alone.
fn without_place(error: &serde_json::Error) -> String {
    let told = error.to_string();
    told.split(" at line ").next().unwrap_or(&told).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(path: &str, text: &str, ordinal: usize) -> Key {
        Key { path: path.to_owned(), rule: "r".to_owned(), text: text.to_owned(), ordinal }
    }

    /// What of `found` is accepted, and how many keys are stale and unseen, if the documents beginning with `x` were
    /// not looked at.
    fn hold(known: &[Key], found: &[Key]) -> (Vec<bool>, usize, usize) {
        let baseline: Baseline = known.iter().cloned().collect();
        let held = baseline.hold(found, |_| false, |key| !key.path.starts_with('x'));
        (held.accepted, held.stale.len(), held.unseen.len())
    }

    #[test]
    fn the_same_words_are_accepted_as_often_as_they_are_known() {
        let known = [key("a", "late", 0), key("a", "late", 1)];
        assert_eq!(hold(&known, &known), (vec![true, true], 0, 0));
        let thrice = [key("a", "late", 0), key("a", "late", 1), key("a", "late", 2)];
        assert_eq!(hold(&known, &thrice), (vec![true, true, false], 0, 0));
        assert_eq!(hold(&known, &[key("a", "late", 1), key("a", "late", 2)]), (vec![true, true], 0, 0));
        assert_eq!(hold(&known, &[key("a", "later", 0)]), (vec![false], 2, 0));
    }

    #[test]
    fn of_the_same_words_those_just_written_are_accepted_last() {
        let baseline: Baseline = [key("a", "late", 0)].into_iter().collect();
        let found = [key("a", "late", 0), key("a", "late", 1)];
        let accepted = |fresh: &[usize]| baseline.hold(&found, |at| fresh.contains(&at), |_| true).accepted;
        assert_eq!(accepted(&[]), [true, false]);
        assert_eq!(accepted(&[0]), [false, true]);
        assert_eq!(accepted(&[0, 1]), [true, false]);
        let moved = [key("a", "late", 0), key("b", "late", 0)];
        assert_eq!(
            baseline.hold(&moved, |at| at == 0, |_| true).accepted,
            [true, false],
            "its own document comes first"
        );
    }

    #[test]
    fn what_moves_to_another_document_stays_accepted_and_a_copy_does_not() {
        let known = [key("a", "late", 0)];
        assert_eq!(hold(&known, &[key("b", "late", 0)]), (vec![true], 0, 0));
        assert_eq!(hold(&known, &[key("0", "late", 0), key("a", "late", 0)]), (vec![false, true], 0, 0));
    }

    #[test]
    fn a_document_that_was_not_looked_at_accepts_nothing_elsewhere_and_is_not_stale() {
        assert_eq!(hold(&[key("x", "late", 0)], &[key("b", "late", 0)]), (vec![false], 0, 1));
    }

    #[test]
    fn what_is_written_is_read_again_in_a_fixed_order() {
        let keys = [key("b", "ș \u{202e}", 0), key("a", "z", 1), key("a", "z", 0), key("a", "z", 1)];
        let baseline: Baseline = keys.into_iter().collect();
        let mut out = Vec::new();
        baseline.write(&mut out).expect("a vector takes every byte");
        let text = String::from_utf8(out).expect("JSON is UTF-8");
        let expected = "{\"path\":\"a\",\"rule\":\"r\",\"text\":\"z\",\"ordinal\":0}\n\
                        {\"path\":\"a\",\"rule\":\"r\",\"text\":\"z\",\"ordinal\":1}\n\
                        {\"path\":\"b\",\"rule\":\"r\",\"text\":\"ș \\u202e\",\"ordinal\":0}\n";
        assert_eq!(text, expected);
        let shuffled = format!("\u{feff}\n{}\r\n\r\n", text.lines().rev().collect::<Vec<_>>().join("\r\n"));
        assert_eq!(Baseline::read(&Arc::new(Source::new(NAME, shuffled))).expect("sound"), baseline);
    }

    #[test]
    fn every_broken_line_is_told_with_a_cure() {
        let text = "{\"path\":\"a\",\"rule\":\"r\",\"text\":\"z\"}\n<<<<<<< ours\n\n{\"path\":1}\nx\n";
        let problems = Baseline::read(&Arc::new(Source::new(NAME, text))).expect_err("three lines are broken").0;
        let told: Vec<&str> = problems.iter().map(|problem| problem.label.as_str()).collect();
        assert_eq!(
            told,
            ["missing field `ordinal`", "git's mark", "invalid type: integer `1`, expected a string", "expected value"]
        );
        assert!(problems.iter().all(|problem| problem.help.is_some()));
    }
}
