//! What is known of the raw words met so far: the words they are read as, and the classes of those.

use std::{ops::Range, sync::Arc};

use foldhash::HashMap;

use crate::phrase::{classes::ClassId, index::Index};

/// The form of a word that belongs to no class.
pub(super) const OPAQUE: u32 = 0;
/// The most raw words that are kept; then all are forgotten.
const MOST: usize = 1 << 16;
/// The longest raw word that is kept, in bytes.
const LONGEST: usize = 48;
/// The words of 64 bits in a form's hint: a common word is of hundreds of classes.
const HINTS: usize = 8;

/// A word that a raw word is read as: its bytes there and its form.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub start: u32,
    pub end: u32,
    pub form: u32,
}

/// A form of a word: where its classes and triggers stand.
#[derive(Clone, Copy, Default, Debug)]
pub(in super::super) struct Form {
    /// Its number.
    pub id: u32,
    classes: (u32, u32),
    triggers: (u32, u32),
    /// By class, modulo the bits: whether it may be of it.
    hint: [u64; HINTS],
}

impl Form {
    /// Whether no class knows it.
    pub(super) fn is_opaque(self) -> bool {
        self.id == OPAQUE
    }

    /// Whether it may be of a class; the class's list knows.
    #[inline]
    fn may_be(self, class: ClassId) -> bool {
        let (word, bit) = hint(class);
        self.hint[word] & bit != 0
    }
}

/// What a raw word is read as.
#[derive(Clone, Copy, Debug)]
struct Reading {
    parts: (u32, u32),
    /// Whether a value may begin with it.
    value: bool,
}

/// What raw words are read as.
#[derive(Default, Debug)]
struct Known {
    /// Short words are looked up in place.
    short: HashMap<u128, Reading>,
    long: HashMap<Box<str>, Reading>,
}

impl Known {
    fn get(&self, raw: &str) -> Option<Reading> {
        match short(raw) {
            Some(key) => self.short.get(&key).copied(),
            None => self.long.get(raw).copied(),
        }
    }

    fn insert(&mut self, raw: &str, reading: Reading) {
        match short(raw) {
            Some(key) => drop(self.short.insert(key, reading)),
            None => drop(self.long.insert(raw.into(), reading)),
        }
    }
}

/// A word of less than sixteen bytes as a number; its length is part of it.
#[inline]
fn short(raw: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes[15] = u8::try_from(raw.len()).ok().filter(|&length| length < 16)?;
    bytes[..raw.len()].copy_from_slice(raw.as_bytes());
    Some(u128::from_le_bytes(bytes))
}

/// Raw words and their forms, for one index.
#[derive(Default, Debug)]
pub(super) struct Cache {
    identity: Option<Arc<()>>,
    /// Another one whenever all is forgotten.
    age: Arc<()>,
    /// Twice: the second for documents without accents.
    known: [Known; 2],
    parts: Vec<Part>,
    forms: Vec<Form>,
    /// Classes and triggers of the forms.
    ids: Vec<u32>,
}

impl Cache {
    /// Makes ready for a sentence of this index; only here is anything forgotten.
    pub(super) fn prepare(&mut self, index: &Index) {
        if self.belongs_to(&index.identity) && self.parts.len() < MOST {
            return;
        }
        self.identity = Some(Arc::clone(&index.identity));
        self.age = Arc::new(());
        self.known = Default::default();
        self.parts.clear();
        self.ids.clear();
        self.forms = vec![Form::default()];
    }

    pub(super) fn belongs_to(&self, identity: &Arc<()>) -> bool {
        self.identity.as_ref().is_some_and(|own| Arc::ptr_eq(own, identity))
    }

    pub(super) fn age(&self) -> &Arc<()> {
        &self.age
    }

    /// Whether a form is of a class.
    #[inline]
    pub(super) fn is(&self, form: Form, class: ClassId) -> bool {
        let (start, end) = form.classes;
        form.may_be(class) && self.ids[start as usize..end as usize].binary_search(&class).is_ok()
    }

    /// What a form calls to mind.
    pub(super) fn triggers(&self, form: Form) -> &[u32] {
        let (start, end) = form.triggers;
        &self.ids[start as usize..end as usize]
    }

    pub(super) fn form(&self, form: u32) -> Form {
        self.forms[form as usize]
    }

    /// The parts of a raw word, for [`part`](Self::part), and whether a value may begin with it.
    pub(super) fn parts(&mut self, raw: &str, bare: bool, index: &Index) -> (Range<usize>, bool) {
        if let Some(Reading { parts: (start, end), value }) = self.known[usize::from(bare)].get(raw) {
            return (start as usize..end as usize, value);
        }
        let value = raw.starts_with(|c: char| c.is_ascii_digit()) || index.value_words.may_start(raw);
        let start = self.parts.len();
        for cut in index.spelling.cut(raw) {
            let form = self.learn(&cut.word, bare, index);
            self.parts.push(Part { start: narrow(cut.range.start), end: narrow(cut.range.end), form });
        }
        let end = self.parts.len();
        if raw.len() <= LONGEST {
            self.known[usize::from(bare)].insert(raw, Reading { parts: (narrow(start), narrow(end)), value });
        }
        (start..end, value)
    }

    pub(super) fn part(&self, at: usize) -> Part {
        self.parts[at]
    }

    fn learn(&mut self, word: &str, bare: bool, index: &Index) -> u32 {
        let start = self.ids.len();
        let mut found = Vec::new();
        index.classes.of_word(word, bare, &index.spelling, &mut found);
        if found.is_empty() {
            return OPAQUE;
        }
        self.ids.extend_from_slice(&found);
        let middle = self.ids.len();
        self.ids.extend(found.iter().flat_map(|&class| index.triggers_of(class)));
        let end = self.ids.len();
        let mut hints = [0; HINTS];
        for (word, bit) in found.iter().map(|&class| hint(class)) {
            hints[word] |= bit;
        }
        let (classes, triggers) = ((narrow(start), narrow(middle)), (narrow(middle), narrow(end)));
        let id = narrow(self.forms.len());
        self.forms.push(Form { id, classes, triggers, hint: hints });
        id
    }
}

/// The word of a hint, and the bit in it, that stands for a class.
#[inline]
fn hint(class: ClassId) -> (usize, u64) {
    let bit = class as usize % (HINTS * 64);
    (bit / 64, 1 << (bit % 64))
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("fewer than 2^32 words are kept")
}
