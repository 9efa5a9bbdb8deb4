//! Experiments: a text is read again with other phrases, or a phrase is looked for again in a text without some words.

use std::sync::Arc;

use super::{
    Tracer,
    lists::Named,
    loose::{each, unform},
};
use crate::{
    parse::Hit,
    phrase::{IndexBuilder, Phrase, ScopeId},
    rule::Rule,
    source::{Source, Span},
};

/// The word lists that a rule's phrases see, and the same with all words in any form.
pub(super) fn scopes(rule: &Rule, lists: &Named, builder: &mut IndexBuilder) -> Option<(ScopeId, ScopeId)> {
    let own = rule.scope(builder).ok()?;
    let loosely = |phrase: &Phrase| Phrase { items: each(&phrase.items, &mut unform), ..phrase.clone() };
    let replaced = lists
        .iter()
        .map(|(name, entries)| (name.clone(), entries.iter().map(|entry| loosely(&entry.phrase)).collect::<Vec<_>>()));
    let replaced = replaced.filter(|(_, entries)| !entries.is_empty()).collect();
    let loose = builder.scope(&std::collections::BTreeMap::new(), &replaced).unwrap_or(own);
    Some((own, loose))
}

impl Tracer<'_> {
    /// What is found of some phrases in a sentence, phrase by phrase; of those marked, with the words of lists in any
    /// form.
    pub(super) fn try_out(&self, phrases: &[(Phrase, bool)], sentence: u32) -> Vec<Vec<Hit>> {
        let mut hits = self.read(phrases, self.source, false);
        hits.iter_mut().for_each(|hits| hits.retain(|hit| hit.sentence == sentence));
        hits
    }

    /// The same, with what stands in labels.
    pub(super) fn try_with_labels(&self, phrases: &[(Phrase, bool)], sentence: u32) -> Vec<Vec<Hit>> {
        let mut hits = self.read(phrases, self.source, true);
        hits.iter_mut().for_each(|hits| hits.retain(|hit| hit.sentence == sentence));
        hits
    }

    /// What is found of a phrase in a sentence whose words at some places are taken for others.
    pub(super) fn without_words(&self, phrase: &(Phrase, bool), sentence: u32, taken: &[Span]) -> Vec<Hit> {
        let source = blanked(self.source, taken);
        let mut hits = self.read(std::slice::from_ref(phrase), &source, false).pop().unwrap_or_default();
        hits.retain(|hit| hit.sentence == sentence);
        hits
    }

    fn read(&self, phrases: &[(Phrase, bool)], source: &Source, labels: bool) -> Vec<Vec<Hit>> {
        let mut found = vec![Vec::new(); phrases.len()];
        let Ok(mut builder) = IndexBuilder::new(Arc::clone(&self.language)) else { return found };
        let Some((own, loose)) = scopes(self.rule, &self.lists, &mut builder) else { return found };
        let mut places = Vec::new();
        for (place, (phrase, loosely)) in phrases.iter().enumerate() {
            let add = if labels { IndexBuilder::add_topic } else { IndexBuilder::add };
            let added = add(&mut builder, phrase, if *loosely { loose } else { own });
            places.extend(added.ok().map(|id| (id, place)));
        }
        let index = builder.build();
        let document = &self.reading.document;
        let given = crate::parse::Given {
            language: Some(Arc::clone(&document.language)),
            kind: Some(document.kind),
            ..self.given.clone()
        };
        for hit in self.rules.read_with(source, &index, &given).hits {
            for (_, place) in places.iter().filter(|(id, _)| *id == hit.phrase) {
                found[*place].push(hit);
            }
        }
        found
    }
}

/// A source in which other words of the same length, that mean nothing, stand at some places.
pub(crate) fn blanked(source: &Source, places: &[Span]) -> Source {
    let mut bytes = source.text().as_bytes().to_vec();
    for place in places {
        let words = source.slice(*place);
        for (at, c) in words.char_indices().filter(|(_, c)| c.is_alphanumeric() || matches!(c, '\'' | '’')) {
            let start = place.start() + at;
            bytes[start..start + c.len_utf8()].fill(b'x');
        }
    }
    let text = String::from_utf8(bytes).expect("whole characters became letters");
    Source::new(source.name(), text)
}
