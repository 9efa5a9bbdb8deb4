//! The phrases of a rule in one language, always in the same order, and their way into the language's index.

use std::collections::BTreeMap;

use bitcode::{Decode, Encode};

use super::{List, Rule, Saying};
use crate::{
    phrase::{BatchId, IndexBuilder, Phrase, PhraseError, PhraseId, ScopeId},
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

/// The place of a phrase among some rules. Ordered by rule, then check, then list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Encode, Decode)]
pub struct Slot {
    /// The place of the rule.
    pub rule: u32,
    /// The check, as its place in [`Rule::checks`].
    pub check: u32,
    /// The list of the check.
    pub list: List,
    /// The place in the list.
    pub entry: u32,
}

impl Slot {
    /// The place of a phrase of the rule at a place.
    pub fn new(rule: usize, Said { check, list, entry, .. }: Said<'_>) -> Self {
        Self { rule: narrow(rule), check: narrow(check), list, entry: narrow(entry) }
    }

    /// The places of the rule and of the check.
    pub fn of_check(self) -> (u32, u32) {
        (self.rule, self.check)
    }
}

impl Rule {
    /// All phrases of its checks in a language.
    pub fn said<'r>(&'r self, language: &'r str) -> impl Iterator<Item = Said<'r>> {
        let lists = |(check, of): (usize, &'r super::Check)| of.lists(language).iter().map(move |list| (check, list));
        self.checks.iter().enumerate().flat_map(lists).flat_map(|(check, (list, sayings))| {
            sayings.iter().enumerate().map(move |(entry, saying)| Said { check, list, entry, saying })
        })
    }

    /// Adds all its phrases in a language to the language's index, in the order of [`said`](Self::said). Each check has
    /// two batches of its own, the rule's beginning with `first`: the lists by which it finds something, and those that
    /// [wait](List::waits).
    ///
    /// # Errors
    /// The mistakes in them; what is right is added all the same.
    pub fn compile(
        &self,
        language: &str,
        builder: &mut IndexBuilder,
        first: BatchId,
    ) -> Result<Vec<PhraseId>, Vec<Problem>> {
        let (mut phrases, mut problems) = (Vec::new(), Vec::new());
        if self.speaks(language) {
            let scope = self.scope(builder)?;
            for Said { check, list, saying, .. } in self.said(language) {
                builder.begin(BatchId(first.0 + 2 * narrow(check) + u32::from(list.waits())));
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

    /// The first batch of the rule that is compiled after this one.
    pub fn batch_after(&self, first: BatchId) -> BatchId {
        BatchId(first.0 + 2 * narrow(self.checks.len()))
    }

    /// The word lists that its phrases see.
    ///
    /// # Errors
    /// The mistakes in its own lists.
    pub(crate) fn scope(&self, builder: &mut IndexBuilder) -> Result<ScopeId, Vec<Problem>> {
        let words = &self.words;
        if words.is_empty() {
            return Ok(builder.base());
        }
        let told = |(list, entry, error): (String, usize, PhraseError)| {
            let lists = words.add.get(&list).into_iter().chain(words.replace.get(&list));
            lists.into_iter().find_map(|list| list.get(entry)).map(|saying| saying.written.wrong_phrase(error))
        };
        let scope = builder.scope(&phrases(&words.add), &phrases(&words.replace));
        scope.map_err(|errors| errors.into_iter().filter_map(told).collect())
    }
}

fn phrases(lists: &BTreeMap<String, Vec<Saying>>) -> BTreeMap<String, Vec<Phrase>> {
    let phrases = |list: &Vec<Saying>| list.iter().map(|saying| saying.phrase().clone()).collect();
    lists.iter().map(|(name, list)| (name.clone(), phrases(list))).collect()
}

fn narrow(place: usize) -> u32 {
    u32::try_from(place).expect("there are fewer than 2^32 rules, checks and phrases")
}
