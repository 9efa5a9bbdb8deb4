//! The `[language.…]` tables and the word lists of a rule file: its phrases, and the examples that prove them.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use toml::Spanned;

use super::Reader;
use crate::{
    finding::Severity,
    language::{self, Written},
    phrase,
    problem::Placed,
    rule::{
        CheckKind, Example, Group, List, Lists, Saying, Scope,
        file::{Entry, LanguageTable, WordList},
    },
};

/// The language tables of a file, by code.
pub(super) type Languages = BTreeMap<Spanned<String>, LanguageTable>;

/// A phrase as written, not read yet.
struct Raw {
    written: Written,
    severity: Option<Severity>,
    swap: Option<String>,
}

impl Reader<'_> {
    /// What is said in each language, and the examples. `kinds`: the checks of the rule; `None` for an extension, which
    /// proves nothing by itself and does not know what it extends.
    pub(super) fn languages(
        &mut self,
        languages: Languages,
        kinds: Option<&[(CheckKind, Scope)]>,
    ) -> (BTreeMap<Arc<str>, Lists>, Vec<Example>) {
        let (mut said, mut examples) = (BTreeMap::new(), Vec::new());
        for (code, table) in languages {
            let Some(language) = self.language(&code) else { continue };
            examples.extend(self.examples(&language, &table));
            let proof = table.bad.len();
            let (front_matter, lists) = self.raw_lists(table);
            if let Some(kinds) = kinds.filter(|_| !self.stored) {
                let keys: Vec<List> = lists.iter().map(|(list, _)| *list).collect();
                self.complete(&code, &keys, proof, kinds);
            }
            let read = self.read_lists(front_matter, lists, &language);
            if !read.is_empty() {
                said.insert(language, read);
            }
        }
        (said, examples)
    }

    /// What a table without mistakes says.
    pub(super) fn lists(&mut self, table: LanguageTable, language: &str) -> Lists {
        let (front_matter, lists) = self.raw_lists(table);
        self.read_lists(front_matter, lists, language)
    }

    fn read_lists(&mut self, front_matter: Vec<String>, lists: Vec<(List, Vec<Raw>)>, language: &str) -> Lists {
        let mut read = Lists::new();
        read.front_matter = front_matter;
        for (list, phrases) in lists {
            read.add(list, phrases.into_iter().filter_map(|raw| self.raw(raw, language)));
        }
        read
    }

    fn language(&mut self, code: &Spanned<String>) -> Option<Arc<str>> {
        let known = self.languages.iter().find(|language| *language.code == **code.get_ref());
        if known.is_none() {
            let problem = self.problem(code, "").label("no language file of this name");
            self.problems.push(language::unknown(problem, code.get_ref(), self.languages));
        }
        known.map(|language| Arc::clone(&language.code))
    }

    fn raw(&mut self, raw: Raw, code: &str) -> Option<Saying> {
        let Raw { written, severity, swap } = raw;
        Some(Saying { severity, swap, ..self.saying(written, Some(code))? })
    }

    /// A phrase, which may use the word lists of a language, or of any.
    pub(super) fn saying(&mut self, written: Written, code: Option<&str>) -> Option<Saying> {
        let written = Placed::new(self.source, written);
        let saying = |phrase, written| Saying { phrase, written, severity: None, swap: None };
        if self.stored {
            return Some(saying(OnceLock::new(), written));
        }
        let (phrase, errors) = phrase::salvage(&written.text);
        if !self.own_lists.is_empty() {
            self.used_lists.extend(phrase.lists().map(|(name, _)| name.to_owned()));
        }
        if errors.is_empty() {
            return Some(saying(phrase.into(), written));
        }
        self.problems.extend(errors.into_iter().map(|error| written.wrong_phrase(error)));
        self.unknown_lists(&phrase, &written, code);
        None
    }

    /// The examples in a language table.
    pub(super) fn examples(&mut self, language: &Arc<str>, table: &LanguageTable) -> Vec<Example> {
        let mut examples = Vec::new();
        for written in &table.bad {
            let written = Placed::new(self.source, written.clone());
            self.says_something(&written);
            match Example::bad(language, written.clone()) {
                Ok(example) => examples.push(example),
                Err((range, message)) => self.problems.push(
                    written.problem_in(range, message).help("mark what is wrong with `<<` before and `>>` behind it"),
                ),
            }
        }
        for written in &table.good {
            let written = Placed::new(self.source, written.clone());
            self.says_something(&written);
            match Example::good(language, written.clone()) {
                Ok(example) => examples.push(example),
                Err(range) => {
                    let problem =
                        written.problem_in(range, "a good example has no marks").label("nothing is to be flagged here");
                    self.problems.push(problem.help("take `<<` and `>>` away, or move the example to `bad`"));
                }
            }
        }
        examples
    }

    fn says_something(&mut self, written: &Placed) {
        if written.text.trim().is_empty() {
            let problem = written.problem("this example is empty").help("write a sentence in it, or take it away");
            self.problems.push(problem);
        }
    }
}

impl Reader<'_> {
    /// The keys of front matter in a language table, and its lists that are not empty.
    fn raw_lists(&mut self, table: LanguageTable) -> (Vec<String>, Vec<(List, Vec<Raw>)>) {
        let swaps = table.swap.into_iter().map(|(written, with)| Raw { written, severity: None, swap: Some(with) });
        let mut lists: Vec<(List, Vec<Raw>)> = vec![
            (List::Phrases, graded(table.phrases).chain(swaps).collect()),
            (List::Says, graded(table.says).collect()),
            (List::Next, graded(table.next).collect()),
        ];
        let plain = [
            (List::Unless, table.unless),
            (List::When, table.when),
            (List::Headings, table.headings),
            (List::Then, table.then),
            (List::First, table.first),
            (List::Asks, table.asks),
            (List::Owners, table.owners),
            (List::About, table.about),
            (List::Contact, table.contact),
            (List::Except, table.except),
            (List::Always, table.always),
            (List::Limited, table.limited),
        ];
        lists.extend(plain.map(|(list, entries)| (list, entries.into_iter().map(Raw::plain).collect())));
        let needs = match table.needs {
            Some(WordList::Entries(entries)) => BTreeMap::from([(String::new(), entries)]),
            Some(WordList::Lists(lists)) => lists,
            None => BTreeMap::new(),
        };
        self.named(needs, List::Needs, &mut lists);
        self.named(table.items, List::Items, &mut lists);
        self.named(table.values, List::Values, &mut lists);
        lists.retain(|(_, phrases)| !phrases.is_empty());
        (table.front_matter, lists)
    }

    fn named(
        &mut self,
        named: BTreeMap<String, Vec<Written>>,
        list: impl Fn(Group) -> List,
        lists: &mut Vec<(List, Vec<Raw>)>,
    ) {
        for (name, entries) in named {
            lists.push((list(self.group(&name)), entries.into_iter().map(Raw::plain).collect()));
        }
    }

    /// The place of a list's name among those of the file.
    fn group(&mut self, name: &str) -> Group {
        let known = self.groups.iter().position(|known| **known == *name);
        let place = known.unwrap_or_else(|| {
            self.groups.push(name.into());
            self.groups.len() - 1
        });
        Group::try_from(place).expect("a file has fewer lists than bytes")
    }
}

/// Entries that may have a severity of their own.
fn graded(entries: Vec<Spanned<Entry>>) -> impl Iterator<Item = Raw> {
    let entries = entries.into_iter().map(Entry::written);
    entries.map(|(written, severity)| Raw { written, severity, swap: None })
}

impl Raw {
    fn plain(written: Written) -> Self {
        Self { written, severity: None, swap: None }
    }
}
