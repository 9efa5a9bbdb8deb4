//! Documents held against each other, once all of them have been read.

use super::{Checked, Entry, Place};
use crate::fact::{self, Fact};

/// Reports, in the documents of a set, every fact that differs from the first of its kind in the documents before.
pub fn settle(documents: &mut [&mut Checked]) {
    let from = |(at, document): (usize, &&mut Checked)| vec![at; document.facts.len()];
    let owners: Vec<usize> = documents.iter().enumerate().flat_map(from).collect();
    let facts: Vec<Fact> =
        documents.iter().flat_map(|document| &document.facts).map(|(fact, _)| fact.clone()).collect();
    let starts: Vec<usize> = documents
        .iter()
        .scan(0, |next, document| Some(std::mem::replace(next, *next + document.facts.len())))
        .collect();
    let differing = fact::differing(&facts).into_iter().filter(|&(at, first)| owners[at] != owners[first]);
    for (at, first) in differing {
        let entry = |at: usize| &documents[owners[at]].facts[at - starts[owners[at]]].1;
        let other = entry(first);
        let elsewhere = Place {
            path: Some(documents[owners[first]].path.clone()),
            start: other.start,
            end: other.end,
            message: format!("here it is {}", facts[first].written),
        };
        let entry = Entry {
            message: facts[at].message.clone().unwrap_or_else(|| facts[at].against(&facts[first])),
            related: vec![elsewhere],
            elsewhere: other.snippet.clone(),
            ..entry(at).clone()
        };
        documents[owners[at]].entries.push(entry);
    }
    for document in documents {
        let place = |entry: &Entry| (entry.start.offset, entry.end.offset, entry.rule);
        // The sort is stable: what a document's own text tells of a place stays, what the set tells of it goes.
        document.entries.sort_by_key(place);
        document.entries.dedup_by_key(|entry| place(entry));
    }
}
