//! The words of one sentence, cut and looked up once, each raw form only the first time it is met.
//!
//! A word is a run of letters and digits, read as its language spells (contractions, elision). A placeholder in braces
//! or angle brackets is one word that no literal matches, and so is the address of a page; one in square brackets keeps
//! its words and lies over them, as other values lie over theirs.

use std::{ops::Range, sync::Arc};

use super::{classes::ClassId, index::Index, spelling::is_apostrophe};
use crate::{
    fold::{is_invisible, is_mark},
    value::{self, Value, ValueKind, ValueTest},
};

use cache::Cache;
pub(super) use cache::Form;

mod address;
mod cache;
mod gaps;
mod written;

/// The most words of a sentence that are read; what comes after them is not. Readers cut sentences long before.
const MOST_WORDS: usize = 2000;
/// How many values before one may hold it.
const NEAR: usize = 8;
/// The longest run of letters that an apostrophe may still continue, in bytes.
const LONGEST_JOINED: usize = 64;

/// A word of a sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Word {
    /// The first byte in the text it was pushed from.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// A clause ends before it, by punctuation.
    pub(super) breaks: bool,
    /// A quotation opens before it.
    pub(super) opens: bool,
    /// A quotation closes after it.
    pub(super) closes: bool,
    /// It begins with a capital letter that others follow.
    capital: bool,
}

/// A value and the words `start..end` it lies over.
#[derive(Clone, PartialEq, Debug)]
pub struct Placed {
    /// The first word.
    pub start: usize,
    /// The word after the last.
    pub end: usize,
    /// What it is.
    pub value: Value,
    /// Its bytes, signs included, in the text it was pushed from.
    bytes: (u32, u32),
}

/// A name or a quotation, and the words `start..end` it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Written {
    start: usize,
    end: usize,
    kind: ValueKind,
}

/// The words of one sentence, with what its cells' headings or its label contributed; made to be used again.
#[derive(Default, Debug)]
pub struct Words {
    words: Vec<Word>,
    /// By word: its form.
    forms: Vec<Form>,
    values: Vec<Placed>,
    /// Names and quotations, by where they start.
    written: Vec<Written>,
    context: usize,
    accents: bool,
    cache: Cache,
}

impl Words {
    /// Nothing read yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins a new sentence. `accents`: whether the document uses accents at all.
    pub fn clear(&mut self, accents: bool) {
        self.words.clear();
        self.forms.clear();
        self.values.clear();
        self.written.clear();
        self.context = 0;
        self.accents = accents;
    }

    /// Reads the words of a stretch of text. `context`: it is a heading or label that the sentence is read with, and
    /// that no match may consist of alone; such stretches come first.
    pub fn push(&mut self, index: &Index, text: &str, range: Range<usize>, context: bool) {
        if self.words.is_empty() {
            self.cache.prepare(index);
        }
        let reader = Reader { index, text: &text[..range.end], bare: !self.accents && index.spelling.has_distinct() };
        let first = self.words.len();
        reader.read(range.start, self);
        self.note_written(first, text, index);
        if context {
            self.context = self.words.len();
        }
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How many leading words are heading or label: part of what is matched, not of the span.
    pub fn context(&self) -> usize {
        self.context
    }

    /// The words.
    pub fn as_slice(&self) -> &[Word] {
        &self.words
    }

    /// The values, by where they start.
    pub fn values(&self) -> &[Placed] {
        &self.values
    }

    /// The bytes of words `start..end`, context left out, in the text pushed last; empty if all are context. A value
    /// that opens or closes them keeps its signs: `$75`, `85 %`, `by [Name]`; words that are all of a blank are just words.
    pub fn range(&self, start: u32, end: u32) -> Range<usize> {
        let (first, end) = ((start as usize).max(self.context), end as usize);
        let mut range = match self.words.get(first..end) {
            Some([first, .., last]) => first.start as usize..last.end.max(first.end) as usize,
            Some([only]) => only.start as usize..only.end as usize,
            _ => return 0..0,
        };
        let from = self.values.partition_point(|value| value.start < first);
        for value in self.values[from..].iter().take_while(|value| value.start < end).filter(|value| value.end <= end) {
            let blank = matches!(value.value, Value::Placeholder(_)) && (value.start, value.end) == (first, end);
            if blank {
                continue;
            }
            if value.start == first {
                range.start = range.start.min(value.bytes.0 as usize);
            }
            if value.end == end {
                range.end = range.end.max(value.bytes.1 as usize);
            }
        }
        range
    }

    /// The values that lie in no other of their kind, by where they start.
    pub fn outer_values(&self) -> impl Iterator<Item = &Placed> {
        let within = |inner: &Placed, outer: &Placed| {
            outer.start < inner.start && inner.end <= outer.end && outer.value.kind() == inner.value.kind()
        };
        let before = |value: &Placed| self.values.partition_point(|other| other.start < value.start);
        let outer = move |value: &&Placed| {
            !self.values[..before(value)].iter().rev().take(NEAR).any(|other| within(value, other))
        };
        self.values.iter().filter(outer)
    }

    /// Where a value ends that starts at a word and passes a test, each of them.
    pub(super) fn ends_of(&self, at: usize, test: &ValueTest) -> impl Iterator<Item = usize> {
        let values = self.values_at(at).filter(|placed| test.accepts(&placed.value)).map(|placed| placed.end);
        let alike = move |written: &&Written| written.start == at && written.kind == test.kind;
        values.chain(self.written.iter().filter(alike).map(|written| written.end))
    }

    /// What the sentence holds by kind and by where it starts: its values, names and quotations.
    pub(super) fn kinds(&self) -> impl Iterator<Item = (ValueKind, usize)> {
        let values = self.values.iter().map(|placed| (placed.value.kind(), placed.start));
        values.chain(self.written.iter().map(|written| (written.kind, written.start)))
    }

    /// Whether a word is of a class; behind the last there is none that is.
    #[inline]
    pub(super) fn is(&self, at: usize, class: ClassId) -> bool {
        self.forms.get(at).is_some_and(|&form| self.cache.is(form, class))
    }

    /// The form of a word; there is none behind the last.
    #[inline]
    pub(super) fn form(&self, at: usize) -> Option<Form> {
        self.forms.get(at).copied()
    }

    /// Whether words of a form are of a class.
    #[inline]
    pub(super) fn is_form(&self, form: Form, class: ClassId) -> bool {
        self.cache.is(form, class)
    }

    /// What forms belong to: as long as it is the same, a form's number stands for the same words.
    pub(super) fn age(&self) -> &Arc<()> {
        self.cache.age()
    }

    /// What a word calls to mind.
    pub(super) fn triggers(&self, at: usize) -> &[u32] {
        self.cache.triggers(self.forms[at])
    }

    fn add(&mut self, bytes: Range<usize>, form: u32, capital: bool) {
        let (start, end) = (narrow(bytes.start), narrow(bytes.end));
        self.words.push(Word { start, end, breaks: false, opens: false, closes: false, capital });
        self.forms.push(self.cache.form(form));
    }

    /// The word after a word, or after the longest value that starts at it.
    pub(super) fn after(&self, at: usize) -> usize {
        if self.values.is_empty() {
            return at + 1;
        }
        self.values_at(at).map(|placed| placed.end).max().unwrap_or(at + 1)
    }

    /// The values that start at a word.
    pub(super) fn values_at(&self, at: usize) -> impl Iterator<Item = &Placed> {
        let from = self.values.partition_point(|value| value.start < at);
        self.values[from..].iter().take_while(move |value| value.start == at)
    }

    pub(super) fn belongs_to(&self, index: &Index) -> bool {
        self.cache.belongs_to(&index.identity)
    }
}

/// Cuts one stretch of text.
struct Reader<'a> {
    index: &'a Index,
    text: &'a str,
    bare: bool,
}

impl Reader<'_> {
    fn read(&self, from: usize, words: &mut Words) {
        let first = words.words.len();
        let (mut at, mut gap) = (from, from);
        let mut open: Vec<(usize, Range<usize>, Value)> = Vec::new();
        let (mut valued, mut led) = (from, from);
        while let Some(c) = self.char(at).filter(|_| words.len() < MOST_WORDS) {
            if let Some(length) = address::length(&self.text[at..]) {
                words.add(at..at + length, cache::OPAQUE, false);
                self.mark_gap(gap..at, first, words.words.len() - 1, words);
                at += length;
                gap = at;
            } else if c.is_alphanumeric() {
                let (start, word) = (at, words.words.len());
                let may_be_value;
                (at, may_be_value) = self.word(at, words);
                let whole = (may_be_value && (gap < start || start == from)).then_some((word, start));
                let place = whole.or_else(|| self.elided(start, word, words));
                if let Some((word, start)) = place.filter(|&(_, start)| start >= valued || start <= led) {
                    let words = &self.index.value_words;
                    for (value, length) in value::read(self.text, start, words) {
                        valued = valued.max(start + length);
                        led = start + value::lead(self.text, start, words);
                        open.push((word, value::spelled_from(&value, self.text, start)..start + length, value));
                    }
                }
                self.mark_gap(gap..start, first, word, words);
                gap = at;
            } else if let Some(blank) = value::placeholder(&self.text[at..]).filter(|_| self.may_open(at)) {
                let end = at + blank.length;
                open.push((words.words.len(), at..end, Value::Placeholder(blank.words)));
                if blank.open {
                    at += 1;
                    continue;
                }
                words.add(at..end, cache::OPAQUE, false);
                self.mark_gap(gap..at, first, words.words.len() - 1, words);
                (at, gap) = (end, end);
            } else {
                at += c.len_utf8();
            }
        }
        self.finish(gap, first, words);
        place(open, words);
    }

    fn char(&self, at: usize) -> Option<char> {
        match *self.text.as_bytes().get(at)? {
            byte if byte.is_ascii() => Some(char::from(byte)),
            _ => self.text[at..].chars().next(),
        }
    }

    /// A percent sign after a digit opens no placeholder.
    fn may_open(&self, at: usize) -> bool {
        self.text.as_bytes()[at] != b'%' || at == 0 || !self.text.as_bytes()[at - 1].is_ascii_digit()
    }

    /// Reads the word at `at`; gives the byte after it, and whether a value may begin with it.
    fn word(&self, at: usize, words: &mut Words) -> (usize, bool) {
        let end = self.end(at);
        let raw = &self.text[at..end];
        let (parts, value) = words.cache.parts(raw, self.bare, self.index);
        for part in parts {
            let part = words.cache.part(part);
            let bytes = at + part.start as usize..at + part.end as usize;
            let capital = written::is_capitalised(&self.text[bytes.clone()]);
            words.add(bytes, part.form, capital);
        }
        (end, value)
    }

    /// The word that follows an elided one in the raw word at `start`, and its first byte, if a value may begin with
    /// it: l'80 %, dell'ottanta per cento.
    fn elided(&self, start: usize, first: usize, words: &Words) -> Option<(usize, usize)> {
        let [head, .., last] = &words.words[first..] else { return None };
        let (head, at) = (head.end as usize, last.start as usize);
        let raw = &self.text[at..last.end as usize];
        let may = raw.starts_with(|c: char| c.is_ascii_digit()) || self.index.value_words.may_start(raw);
        (head > start && head <= at && may).then_some((words.words.len() - 1, at))
    }

    /// Where the run of letters, digits and inner apostrophes ends that starts at `at`.
    fn end(&self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut end = at;
        loop {
            end += bytes[end..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            let Some(c) = self.char(end) else { return end };
            let next = end + c.len_utf8();
            if c.is_alphanumeric() || is_invisible(c) || is_mark(c) {
                end = next;
            } else if is_apostrophe(c) {
                if end - at <= LONGEST_JOINED && self.char(next).is_some_and(char::is_alphanumeric) {
                    end = next;
                } else {
                    return if self.index.spelling.keeps_apostrophe(&self.text[at..end]) { next } else { end };
                }
            } else {
                return end;
            }
        }
    }

    /// Notes what stands between the word `word` and the one before it.
    fn mark_gap(&self, gap: Range<usize>, first: usize, word: usize, words: &mut Words) {
        let between = &self.text[gap];
        let plain = between == " " || (word > first && matches!(between, "" | "\n"));
        if plain || word >= words.words.len() {
            return;
        }
        let signs = gaps::read(between, word > first);
        if word > first {
            words.words[word - 1].closes = signs.closes;
        }
        words.words[word].opens = signs.opens;
        words.words[word].breaks = signs.breaks || (word == first && first > 0);
    }

    fn finish(&self, gap: usize, first: usize, words: &mut Words) {
        if let Some(last) = words.words[first..].last_mut() {
            last.closes = gaps::read(&self.text[gap..], true).closes;
        }
    }
}

/// Lays values over the words they were read from.
fn place(open: Vec<(usize, Range<usize>, Value)>, words: &mut Words) {
    for (start, bytes, value) in open {
        let length = words.words[start..].partition_point(|word| (word.start as usize) < bytes.end);
        if length > 0 {
            let bytes = (narrow(bytes.start), narrow(bytes.end));
            words.values.push(Placed { start, end: start + length, value, bytes });
        }
    }
}

fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).expect("a text is shorter than 4 GiB")
}
