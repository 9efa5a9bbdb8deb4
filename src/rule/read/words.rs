//! The `[words]` of a rule file: lists that hold something, do not hold themselves, and are those that are meant.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use toml::Spanned;

use super::Reader;
use crate::{
    language::Written,
    phrase::{self, Phrase},
    problem::{Placed, Problem, nearest, slipped},
    rule::{Saying, Words, file::WordList},
};

/// Under which key of `[words]` the lists stand that replace others.
const REPLACE: &str = "replace";

impl Reader<'_> {
    pub(super) fn words(&mut self, lists: BTreeMap<Spanned<String>, WordList>) -> Words {
        let mut words = Words::default();
        for (name, list) in &lists {
            match list {
                WordList::Entries(_) => drop(self.own_lists.insert(name.get_ref().clone())),
                WordList::Lists(lists) => self.own_lists.extend(lists.keys().cloned()),
            }
        }
        for (name, list) in lists {
            match (name.get_ref().as_str(), list) {
                (_, WordList::Entries(entries)) => {
                    if entries.is_empty() {
                        let at = self.value(&["words", name.get_ref()]).unwrap_or_else(|| name.span().into());
                        let problem =
                            Problem::new(self.source, at, format!("the word list `@{}` is empty", name.get_ref()));
                        self.problems.push(problem.help("write words or phrases in it, or take it away"));
                    }
                    words.add.insert(name.into_inner(), self.list(entries));
                }
                (REPLACE, WordList::Lists(lists)) => {
                    words.replace = lists.into_iter().map(|(name, entries)| (name, self.list(entries))).collect();
                }
                (other, WordList::Lists(_)) => {
                    let problem = self.problem(&name, format!("`words.{other}` is a table")).label("not a list");
                    self.problems.push(problem.help("write a list of phrases, or use `[words.replace]`"));
                }
            }
        }
        if !self.stored {
            self.without_circles(&mut words);
        }
        words
    }

    fn list(&mut self, entries: Vec<Written>) -> Vec<Saying> {
        let count = entries.len();
        let mut list: Vec<_> = entries.into_iter().filter_map(|entry| self.saying(entry, None)).collect();
        // A list is not empty only because its entries are wrong.
        if (list.is_empty() && count > 0) || (count == 0 && !self.problems.is_empty()) {
            list.extend(self.stand_in());
        }
        list
    }

    /// An entry in place of one that is wrong.
    fn stand_in(&self) -> Option<Saying> {
        let phrase = phrase::parse("x").ok()?.into();
        Some(Saying { phrase, written: Placed::typed("", "x"), severity: None, swap: None })
    }

    /// Takes out entries by which a list would hold itself.
    fn without_circles(&mut self, words: &mut Words) {
        let mut order: Vec<String> = words.add.keys().chain(words.replace.keys()).cloned().collect();
        order.dedup();
        for name in order {
            loop {
                let all = words.add.iter().chain(&words.replace);
                let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
                for (list, entries) in all {
                    let of = entries.iter().flat_map(|entry| entry.phrase().lists().map(|(name, _)| name));
                    names.entry(list).or_default().extend(of);
                }
                let Some((added, entry, through, range)) = circle(&name, words, &names) else { break };
                let (through, by) = (
                    through.to_owned(),
                    if through == name { String::new() } else { format!(", by way of `@{through}`") },
                );
                let lists = if added { &mut words.add } else { &mut words.replace };
                let Some(list) = lists.get_mut(&name) else { break };
                let problem =
                    list[entry].written.problem_in(range, format!("the word list `@{name}` holds itself{by}"));
                self.problems.push(problem.help(format!("take `@{through}` out of it")));
                list.remove(entry);
                list.extend(self.stand_in());
            }
        }
    }

    /// Tells names of lists that neither the file nor the language has, in a phrase that is wrong elsewhere too; those
    /// of a sound one are told when it is compiled.
    pub(super) fn unknown_lists(&mut self, phrase: &Phrase, written: &Placed, code: Option<&str>) {
        for (name, range) in phrase.lists().filter(|(name, _)| !name.is_empty()) {
            let of_language = self.languages.iter().filter(|language| code.is_none_or(|code| *language.code == *code));
            let known: BTreeSet<&str> = of_language
                .flat_map(|language| language.file.lists.keys())
                .chain(&self.own_lists)
                .map(String::as_str)
                .collect();
            if known.contains(name) {
                continue;
            }
            let problem = written.problem_in(range, format!("unknown word list `@{name}`")).label("in this phrase");
            self.problems.push(match nearest(name, known) {
                Some(meant) => problem.help(format!("did you mean `@{meant}`?")),
                None => problem.help("name a list of the language file or of `[words]`"),
            });
        }
    }

    /// Tells lists of the file that no phrase uses, where they look like a list of a language.
    pub(super) fn lists_are_used(&mut self) {
        if self.own_lists.is_empty() || self.stored {
            return;
        }
        let known: BTreeSet<&str> =
            self.languages.iter().flat_map(|language| language.file.lists.keys()).map(String::as_str).collect();
        let unused =
            self.own_lists.iter().filter(|name| !known.contains(name.as_str()) && !self.used_lists.contains(*name));
        let mut problems = Vec::new();
        for name in unused {
            // One that is empty has been told.
            let list = self.value(&["words", name]);
            if list.is_some() && self.problems.iter().any(|one| one.span == list) {
                continue;
            }
            let replaced = self.key(&["words", REPLACE, name]);
            let (Some(at), meant) =
                (replaced.or_else(|| self.key(&["words", name])), slipped(name, known.iter().copied()))
            else {
                continue;
            };
            let problem = Problem::new(self.source, at, format!("no phrase uses the word list `@{name}`"));
            match meant {
                Some(meant) => problems.push(problem.help(format!("did you mean `{meant}`?"))),
                None if replaced.is_some() => {
                    problems.push(problem.help("name a list of the language, which it replaces"));
                }
                None => {}
            }
        }
        self.problems.append(&mut problems);
    }
}

/// The entry of a list, whether it stands in the list that is added, and the list it names, by which the list comes to
/// hold itself.
fn circle<'w>(
    name: &str,
    words: &'w Words,
    names: &BTreeMap<&str, BTreeSet<&str>>,
) -> Option<(bool, usize, &'w str, Range<usize>)> {
    let reaches = |from: &str| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
        while let Some(list) = next.pop() {
            if list == name {
                return true;
            }
            if seen.insert(list) {
                next.extend(names.get(list).into_iter().flatten());
            }
        }
        false
    };
    let lists = [(true, words.add.get(name)), (false, words.replace.get(name))];
    lists.into_iter().find_map(|(added, list)| {
        let entries = list?.iter().enumerate();
        let mut uses =
            entries.flat_map(|(at, entry)| entry.phrase().lists().map(move |(of, range)| (added, at, of, range)));
        uses.find(|(_, _, of, _)| reaches(of))
    })
}
