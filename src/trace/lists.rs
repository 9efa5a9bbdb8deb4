//! The word lists that the phrases of a rule name, entry by entry.

use std::{
    collections::{BTreeMap, btree_map::Entry::Vacant},
    sync::Arc,
};

use crate::{
    language::Language,
    phrase::{self, Item, Node, Phrase},
    problem::Placed,
    rule::Rule,
    source::Source,
};

/// An entry of a word list.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it says.
    pub phrase: Phrase,
    /// Where it is written.
    pub written: Placed,
}

/// The lists that the phrases of a rule name in a language, and those that these are made of, by name.
pub(super) type Named = BTreeMap<String, Vec<Entry>>;

/// The lists behind some items.
pub(super) fn named<'p>(rule: &Rule, language: &Language, rows: impl Iterator<Item = &'p [Node]>) -> Named {
    let mut found = Named::new();
    let mut wanted: Vec<String> = rows.flat_map(names).collect();
    while let Some(name) = wanted.pop() {
        if let Vacant(place) = found.entry(name) {
            let entries = entries(rule, language, place.key());
            wanted.extend(entries.iter().flat_map(|entry| names(&entry.phrase.items)));
            place.insert(entries);
        }
    }
    found
}

/// The entries of a list: what the rule puts in its place, or what the language says and the rule adds.
fn entries(rule: &Rule, language: &Language, name: &str) -> Vec<Entry> {
    let own = |saying: &crate::rule::Saying| Entry { phrase: saying.phrase().clone(), written: saying.written.clone() };
    if let Some(replaced) = rule.words.replace.get(name) {
        return replaced.iter().map(own).collect();
    }
    let spoken = language.file.lists.get(name).into_iter().flatten();
    let spoken = spoken.filter_map(|written| {
        let (file, span): (&Arc<Source>, _) = language.place(&written.span());
        let placed = Placed { source: Arc::clone(file), span, ..Placed::typed("", written.get_ref()) };
        Some(Entry { phrase: phrase::parse(written.get_ref()).ok()?, written: placed })
    });
    spoken.chain(rule.words.add.get(name).into_iter().flatten().map(own)).collect()
}

/// A language with no more lists than its cues, its negation and the phrases of a rule name: it is made ready sooner.
pub(super) fn lean(rule: &Rule, language: &Language, named: &Named) -> Language {
    let mut wanted: Vec<String> = named.keys().cloned().chain(["neg".to_owned()]).collect();
    let own = rule.words.add.iter().chain(&rule.words.replace);
    for (name, sayings) in own {
        wanted.push(name.clone());
        wanted.extend(sayings.iter().flat_map(|saying| names(&saying.phrase().items)));
    }
    let stance = &language.file.stance;
    let cues = [
        &stance.reject,
        &stance.prescribe,
        &stance.report,
        &stance.reject_before,
        &stance.reject_quoted,
        &stance.report_before,
        &stance.reject_after,
        &stance.adopt,
        &stance.retract,
    ];
    let clauses = [&language.file.clause_openers, &language.file.function_words, &language.file.conjunctions];
    let texts = cues.into_iter().chain(clauses).flatten();
    wanted.extend(texts.flat_map(|written| written_names(written.get_ref())));
    let (lists, mut kept) = (&language.file.lists, BTreeMap::new());
    while let Some(name) = wanted.pop() {
        if let Some(entries) = lists.get(&name).filter(|_| !kept.contains_key(&name)) {
            wanted.extend(entries.iter().flat_map(|entry| written_names(entry.get_ref())));
            kept.insert(name, entries.clone());
        }
    }
    let mut lean = language.clone();
    lean.file.lists = kept.into();
    lean
}

/// The names behind an `@` in a text.
fn written_names(text: &str) -> impl Iterator<Item = String> {
    let name =
        |rest: &str| rest.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').next().map(str::to_owned);
    text.split('@').skip(1).filter_map(name)
}

/// The names of the lists that stand in a row.
pub(super) fn names(items: &[Node]) -> Vec<String> {
    let mut found = Vec::new();
    for node in items {
        match &node.item {
            Item::List(name) => found.push(name.clone()),
            Item::Choice(alts) | Item::Optional(alts) => found.extend(alts.iter().flat_map(|alt| names(alt))),
            Item::Set(members, _) => found.extend(members.iter().flat_map(|member| names(&member.items))),
            Item::Gap(_, alts) | Item::Not(alts) => found.extend(alts.iter().flat_map(|alt| names(alt))),
            Item::Word(_) | Item::Stem(_) | Item::Prefix(_) | Item::Value(_) => {}
        }
    }
    found
}
