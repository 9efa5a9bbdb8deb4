//! Names and quotations: what a sentence shows by how it is written.

use super::{Words, Written};
use crate::{phrase::index::Index, value::ValueKind};

/// With more words than this, and more than two thirds of them capitalised, a sentence is a title and shows no names.
const TITLE: usize = 3;

impl Words {
    /// Notes the names and the quotations among the words from `first` on, which were cut from `text`.
    ///
    /// A name is a run of capitalised words that no phrase or word list of the language knows, nor its values: days,
    /// months, units. A quotation opens and closes in the sentence.
    pub(super) fn note_written(&mut self, first: usize, text: &str, index: &Index) {
        let capitals = self.words[first..].iter().filter(|word| word.capital).count();
        let count = self.words.len() - first;
        let title = count > TITLE && capitals * 3 > count * 2;
        let mut at = first;
        while at < self.words.len() {
            if self.words[at].opens
                && let Some(length) = self.words[at..].iter().position(|word| word.closes)
            {
                self.written.push(Written { start: at, end: at + length + 1, kind: ValueKind::Quotation });
            }
            let run = (at..self.words.len()).take_while(|&at| self.is_name(at, text, index)).count();
            if run > 0 && !title {
                self.written.push(Written { start: at, end: at + run, kind: ValueKind::Name });
            }
            at += run.max(1);
        }
    }

    fn is_name(&self, at: usize, text: &str, index: &Index) -> bool {
        let word = self.words[at];
        let raw = || &text[word.start as usize..word.end as usize];
        word.capital && self.forms[at].is_opaque() && !index.value_words.may_start(raw())
    }
}

/// Whether a word begins with a capital letter that small ones follow.
pub(super) fn is_capitalised(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
}
