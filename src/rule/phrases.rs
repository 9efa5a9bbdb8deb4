//! The phrases of a rule in one language, always in the same order, and their way into the language's index.

use std::collections::BTreeMap;

use super::{List, Rule, Saying, Words};
use crate::{
    phrase::{IndexBuilder, Phrase, PhraseId, ScopeId},
    problem::Problem,
};

/// A phrase of a rule and its place there.
#[derive(Clone, Copy, Debug)]
pub struct Said<'r> {
    /// The check, as its place in [`Rule::checks`].
    pub check: usize,
    /// The list of the check.
    pub list: List,
    /// The place in the list.
    pub entry: usize,
    /// The phrase.
    pub saying: &'r Saying,
}

impl Rule {
    /// All phrases of its checks in a language.
    pub fn said<'r>(&'r self, language: &'r str) -> impl Iterator<Item = Said<'r>> {
        let lists = |(check, of): (usize, &'r super::Check)| of.lists(language).iter().map(move |list| (check, list));
        self.checks.iter().enumerate().flat_map(lists).flat_map(|(check, (list, sayings))| {
            sayings.iter().enumerate().map(move |(entry, saying)| Said { check, list, entry, saying })
        })
    }

    /// Adds all its phrases in a language to the language's index, in the order of [`said`](Self::said).
    ///
    /// # Errors
    /// The mistakes in them; what is right is added all the same.
    pub fn compile(&self, language: &str, builder: &mut IndexBuilder) -> Result<Vec<PhraseId>, Vec<Problem>> {
        let (mut phrases, mut problems) = (Vec::new(), Vec::new());
        if self.speaks(language) {
            let Some(scope) = scope(builder, &self.words, &mut problems) else { return Err(problems) };
            for Said { list, saying, .. } in self.said(language) {
                let phrase = saying.phrase();
                let added = if list.is_topic() { builder.add_topic(phrase, scope) } else { builder.add(phrase, scope) };
                match added {
                    Ok(phrase) => phrases.push(phrase),
                    Err(errors) => problems.extend(errors.into_iter().map(|error| saying.written.wrong_phrase(error))),
                }
            }
        }
        if problems.is_empty() { Ok(phrases) } else { Err(problems) }
    }
}

fn scope(builder: &mut IndexBuilder, words: &Words, problems: &mut Vec<Problem>) -> Option<ScopeId> {
    if words.is_empty() {
        return Some(builder.base());
    }
    let errors = match builder.scope(&phrases(&words.add), &phrases(&words.replace)) {
        Ok(scope) => return Some(scope),
        Err(errors) => errors,
    };
    for (list, entry, error) in errors {
        let saying = words.add.get(&list).into_iter().chain(words.replace.get(&list)).find_map(|list| list.get(entry));
        problems.extend(saying.map(|saying| saying.written.wrong_phrase(error)));
    }
    None
}

fn phrases(lists: &BTreeMap<String, Vec<Saying>>) -> BTreeMap<String, Vec<Phrase>> {
    let phrases = |list: &Vec<Saying>| list.iter().map(|saying| saying.phrase().clone()).collect();
    lists.iter().map(|(name, list)| (name.clone(), phrases(list))).collect()
}
