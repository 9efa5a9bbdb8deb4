//! What a check found in a document, list by list.

use std::cmp::Reverse;

use crate::{
    document::{Block, Document},
    finding::{Fix, Related, Severity},
    parse::Hit,
    phrase::Phrase,
    rule::{List, Scope},
    ruleset::Slot,
    source::{Source, Span},
    value::{self, Value, ValueWords},
};

/// The hits of one check in one document.
#[derive(Clone, Copy)]
pub(super) struct Found<'a> {
    pub document: &'a Document<'a>,
    /// Where the check looks.
    pub scope: &'a Scope,
    /// Sorted by list, then entry, then place.
    pub hits: &'a [(Slot, Hit)],
}

/// A place that a check flags, and what is to be said of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Flag {
    pub span: Span,
    /// A severity that stands in for the rule's, if configuration does not.
    pub severity: Option<Severity>,
    /// What the message calls `{value}` and `{item}`.
    pub value: Option<String>,
    pub item: Option<String>,
    /// What to say if the rule has no message; its title if there is nothing.
    pub text: Option<String>,
    pub related: Vec<Related>,
    pub fix: Option<Fix>,
}

impl Flag {
    /// A place of which there is no more to say.
    pub(super) fn at(span: Span) -> Self {
        Self { span, severity: None, value: None, item: None, text: None, related: Vec::new(), fix: None }
    }
}

impl<'a> Found<'a> {
    /// All hits of one list, whoever says them and whatever the text does with them.
    pub(super) fn all(self, list: List) -> impl Iterator<Item = &'a (Slot, Hit)> {
        self.hits.iter().filter(move |(slot, _)| slot.list == list)
    }

    /// The hits of one list that the check looks at.
    pub(super) fn judged(self, list: List) -> impl Iterator<Item = &'a (Slot, Hit)> {
        self.all(list).filter(move |(_, hit)| self.looks_at(hit))
    }

    /// Whether the check looks at a hit.
    pub(super) fn looks_at(self, hit: &Hit) -> bool {
        self.scope.holds(self.document, self.block(hit), hit.span)
    }

    /// The value in a hit that its phrase asks for, and how it is written.
    pub(super) fn value(self, hit: &Hit, phrase: &Phrase, words: &ValueWords) -> Option<(Value, &'a str)> {
        let text = self.block(hit).prose.text();
        let range = hit.start as usize..hit.end as usize;
        let (value, at) = phrase.values().find_map(|test| value::find(text, range.clone(), words, test))?;
        Some((value, &text[at]))
    }

    /// The swap of a hit's words for others, with a capital where they have one; `None` where markup stands between the
    /// words, which would be torn.
    pub(super) fn swap(self, source: &Source, hit: &Hit, with: &str) -> Option<Fix> {
        let read = &self.block(hit).prose.text()[hit.start as usize..hit.end as usize];
        let written = source.slice(hit.span);
        if !read.split_whitespace().eq(written.split_whitespace()) {
            return None;
        }
        let mut rest = with.chars();
        let text = match rest.next() {
            Some(first) if written.starts_with(char::is_uppercase) => first.to_uppercase().chain(rest).collect(),
            _ => with.to_owned(),
        };
        Some(Fix { span: hit.span, text })
    }

    /// The block that a hit stands in.
    pub(super) fn block(self, hit: &Hit) -> &'a Block<'a> {
        self.document.block_of(self.document.sentences[hit.sentence as usize])
    }
}

/// The sentences of hits, ascending.
pub(super) fn sentences<'a>(hits: impl Iterator<Item = &'a (Slot, Hit)>) -> Vec<u32> {
    let mut sentences: Vec<u32> = hits.map(|(_, hit)| hit.sentence).collect();
    sentences.sort_unstable();
    sentences
}

/// Whether one of some ascending sentences is of the range.
pub(super) fn any_in(sentences: &[u32], range: &std::ops::Range<u32>) -> bool {
    let next = sentences.partition_point(|&sentence| sentence < range.start);
    sentences.get(next).is_some_and(|&sentence| sentence < range.end)
}

/// At most one hit a sentence: the gravest, of these the leftmost, of these the longest.
pub(super) fn one_a_sentence(mut hits: Vec<(Slot, Hit)>, severity: impl Fn(Slot) -> Severity) -> Vec<(Slot, Hit)> {
    let rank = |(slot, hit): &(Slot, Hit)| {
        (hit.sentence, Reverse(severity(*slot)), hit.span.start(), Reverse(hit.span.end()), *slot)
    };
    hits.sort_by_cached_key(rank);
    hits.dedup_by_key(|(_, hit)| hit.sentence);
    hits
}
