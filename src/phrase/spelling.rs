//! How one language writes its words: case, accents, stems, contractions, elision.

use std::{fmt, ops::Range};

use foldhash::HashMap;
use snowball_stemmers_rs::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;

use crate::{
    fold::{fold, is_invisible, is_mark},
    language::LanguageFile,
};

/// The longest word that is stemmed, in bytes.
const LONGEST_STEMMED: usize = 64;

/// What a language file says about spelling, ready for use.
pub(super) struct Spelling {
    stemmer: Option<Stemmer>,
    elision: bool,
    /// Words whose accents do not fold, by their folded form.
    distinct: HashMap<String, Vec<String>>,
    /// Whole words that are read as others.
    whole: HashMap<String, Vec<String>>,
    /// Endings that are read as words, the longest first.
    endings: Vec<(String, Vec<String>)>,
}

/// A word as it is compared, and its bytes in what was cut.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Cut {
    /// Lower case, composed, diacritics put right.
    pub word: String,
    /// Where it stands.
    pub range: Range<usize>,
}

/// A raw word in lower case, each character with its offset in the raw bytes.
struct Plain {
    text: String,
    /// `(offset in text, offset in the raw word)` of each character, and of the end.
    offsets: Vec<(usize, usize)>,
}

impl Spelling {
    pub(super) fn new(file: &LanguageFile) -> Self {
        let mut spelling = Self {
            stemmer: file.stemmer.as_ref().and_then(|name| algorithm(name.get_ref()).ok()).map(Stemmer::create),
            elision: file.elision,
            distinct: HashMap::default(),
            whole: HashMap::default(),
            endings: Vec::new(),
        };
        for word in &file.distinct {
            let word = plain(word.get_ref()).text;
            spelling.distinct.entry(fold(&word).into_owned()).or_default().push(word);
        }
        for (key, reading) in &file.contractions {
            let key = plain(key.trim_start_matches('-')).text;
            let words = reading.get_ref().split_whitespace().map(|word| plain(word).text).collect();
            if key == "n't" || key.starts_with('\'') {
                spelling.endings.push((key, words));
            } else {
                spelling.whole.insert(key, words);
            }
        }
        spelling.endings.sort_by_key(|(ending, _)| std::cmp::Reverse(ending.len()));
        spelling
    }

    /// Whether any word is told apart by its accents alone.
    pub(super) fn has_distinct(&self) -> bool {
        !self.distinct.is_empty()
    }

    /// The form a literal word is compared by.
    pub(super) fn key(&self, word: &str) -> String {
        let folded = fold(word);
        let distinct = self.distinct.get(&*folded).is_some_and(|words| words.iter().any(|known| known == word));
        if distinct { word.to_owned() } else { folded.into_owned() }
    }

    /// The distinct words that a text without accents may mean by this bare word.
    pub(super) fn accented(&self, bare: &str) -> &[String] {
        self.distinct.get(bare).map_or(&[], Vec::as_slice)
    }

    /// The folded stem of a lower-case word.
    pub(super) fn stem(&self, word: &str) -> String {
        match &self.stemmer {
            Some(stemmer) if word.len() <= LONGEST_STEMMED => fold(&stemmer.stem(word)).into_owned(),
            _ => fold(word).into_owned(),
        }
    }

    /// Whether an apostrophe after this word belongs to it, as in "e'".
    pub(super) fn keeps_apostrophe(&self, raw: &str) -> bool {
        let mut word = plain(raw).text;
        word.push('\'');
        let last = word[..word.len() - 1].rfind('\'').filter(|_| self.elision).map_or(0, |at| at + 1);
        self.whole.contains_key(&word) || self.whole.contains_key(&word[last..])
    }

    /// The words a raw run of letters, digits and apostrophes is read as.
    pub(super) fn cut(&self, raw: &str) -> Vec<Cut> {
        let plain = plain(raw);
        let mut cuts = Vec::new();
        self.read(&plain, 0..plain.text.len(), &mut cuts);
        cuts
    }

    /// The words of a piece of a phrase, symbols left out.
    pub(super) fn words(&self, text: &str) -> Vec<String> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        if !text.is_empty() && text.bytes().all(plain) && !self.whole.contains_key(text) {
            return vec![text.to_owned()];
        }
        let mut words = Vec::new();
        let inside = |c: char| c.is_alphanumeric() || is_invisible(c) || is_apostrophe(c) || is_mark(c);
        for run in text.split(|c| !inside(c)) {
            let run = run.trim_start_matches(is_apostrophe);
            let bare = run.trim_end_matches(is_apostrophe);
            let raw = if run.len() > bare.len() && self.keeps_apostrophe(bare) { run } else { bare };
            words.extend(self.cut(raw).into_iter().map(|cut| cut.word));
        }
        words
    }

    fn read(&self, plain: &Plain, range: Range<usize>, cuts: &mut Vec<Cut>) {
        let word = &plain.text[range.clone()];
        if let Some(words) = self.whole.get(word) {
            return spread(plain, range.clone(), words, cuts);
        }
        if !word.contains('\'') {
            return push(plain, range, cuts);
        }
        for (ending, words) in &self.endings {
            if let Some(base) = word.strip_suffix(ending.as_str()).filter(|base| !base.is_empty()) {
                let split = range.start + base.len();
                self.read(plain, range.start..split, cuts);
                return spread(plain, split..range.end, words, cuts);
            }
        }
        let possessive = if self.elision { None } else { word.strip_suffix("'s") };
        let kept = possessive.unwrap_or(word);
        let mut start = range.start;
        for part in kept.split('\'') {
            let end = start + part.len();
            let accented = self.elision && start > range.start && plain.text[end..range.end] == *"'";
            if accented && self.whole.contains_key(&plain.text[start..=end]) {
                return self.read(plain, start..range.end, cuts);
            }
            if part.len() + 1 < word.len() && self.elision && self.whole.contains_key(part) {
                self.read(plain, start..end, cuts);
            } else {
                push(plain, start..end, cuts);
            }
            start = end + 1;
        }
    }
}

impl fmt::Debug for Spelling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Spelling").field("elision", &self.elision).finish_non_exhaustive()
    }
}

fn push(plain: &Plain, range: Range<usize>, cuts: &mut Vec<Cut>) {
    if !range.is_empty() {
        cuts.push(Cut { word: plain.text[range.clone()].to_owned(), range: plain.raw(range) });
    }
}

/// Gives the words of a contraction their parts of it where they can be told apart, else all of it to each.
fn spread(plain: &Plain, range: Range<usize>, words: &[String], cuts: &mut Vec<Cut>) {
    let whole = plain.raw(range.clone());
    let split = match words {
        [first, _] if plain.text[range.clone()].starts_with(first.as_str()) && first.len() < range.len() => {
            Some(plain.raw(range.start..range.start + first.len()).end)
        }
        _ => None,
    };
    for (at, word) in words.iter().enumerate() {
        let range = match split {
            Some(split) if at == 0 => whole.start..split,
            Some(split) => split..whole.end,
            None => whole.clone(),
        };
        cuts.push(Cut { word: word.clone(), range });
    }
}

impl Plain {
    /// The raw bytes of a range of the text.
    fn raw(&self, range: Range<usize>) -> Range<usize> {
        let at = |offset: usize| self.offsets[self.offsets.partition_point(|&(text, _)| text < offset)].1;
        at(range.start)..at(range.end)
    }
}

/// Apostrophes, straight and curly.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}')
}

fn plain(raw: &str) -> Plain {
    let mut plain = Plain { text: String::with_capacity(raw.len()), offsets: Vec::with_capacity(raw.len() + 1) };
    let mut chars = raw.char_indices().filter(|&(_, c)| !is_invisible(c)).peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_ascii() && chars.peek().is_none_or(|(_, c)| c.is_ascii()) {
            plain.push(c.to_ascii_lowercase(), start);
            continue;
        }
        let mut cluster = String::from(c);
        while let Some((_, mark)) = chars.next_if(|&(_, c)| is_mark(c)) {
            cluster.push(mark);
        }
        for c in cluster.nfc().flat_map(char::to_lowercase).filter(|&c| c != '\u{307}') {
            plain.push(unified(c), start);
        }
    }
    plain.offsets.push((plain.text.len(), raw.len()));
    plain
}

impl Plain {
    fn push(&mut self, c: char, raw: usize) {
        self.offsets.push((self.text.len(), raw));
        self.text.push(c);
    }
}

fn unified(c: char) -> char {
    match c {
        'ş' => 'ș',
        'ţ' => 'ț',
        c if is_apostrophe(c) => '\'',
        c => c,
    }
}

/// The Snowball stemmer of this name.
///
/// # Errors
/// The names there are, if this is none of them.
pub(super) fn algorithm(name: &str) -> Result<Algorithm, Vec<String>> {
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let variant: String = first.chain(letters).collect();
    serde_json::from_value(serde_json::Value::String(variant)).map_err(|error| {
        // The crate lists its stemmers nowhere but in this message.
        error.to_string().split('`').skip(3).step_by(2).map(str::to_lowercase).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelling(toml: &str) -> Spelling {
        Spelling::new(&toml::from_str(toml).expect("the test's language"))
    }

    #[track_caller]
    fn cuts(spelling: &Spelling, raw: &str, expected: &[(&str, &str)]) {
        let cuts = spelling.cut(raw);
        let found: Vec<_> = cuts.iter().map(|cut| (cut.word.as_str(), &raw[cut.range.clone()])).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn contractions_are_read_as_their_words_each_with_its_part() {
        let en = spelling(
            "contractions = { \"n't\" = 'not', \"'ll\" = 'will', \"won't\" = 'will not', \"that's\" = 'that is' }",
        );
        cuts(&en, "Don’t", &[("do", "Do"), ("not", "n’t")]);
        cuts(&en, "won't", &[("will", "won't"), ("not", "won't")]);
        cuts(&en, "that's", &[("that", "that"), ("is", "'s")]);
        cuts(&en, "we'll", &[("we", "we"), ("will", "'ll")]);
        cuts(&en, "customer's", &[("customer", "customer")]);
    }

    #[test]
    fn elision_ends_a_word() {
        let it = spelling("elision = true\ncontractions = { \"e'\" = 'è' }");
        cuts(&it, "l'assistenza", &[("l", "l"), ("assistenza", "assistenza")]);
        cuts(&it, "e'", &[("è", "e'")]);
    }

    #[test]
    fn composed_and_decomposed_invisible_and_cedilla_are_one() {
        let ro = spelling("stemmer = 'romanian'");
        cuts(&ro, "\u{15f}i", &[("și", "\u{15f}i")]);
        cuts(&ro, "re\u{ad}cord", &[("record", "re\u{ad}cord")]);
        cuts(&ro, "e\u{300}", &[("è", "e\u{300}")]);
    }
}
