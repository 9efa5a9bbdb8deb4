//! Sentences: byte ranges of a block's words, which split at full stops, question and exclamation marks, and at an
//! ellipsis before a capital.

use std::ops::Range;

use super::vocabulary::Vocabulary;

/// What ends a sentence.
const SIGNS: [char; 4] = ['.', '!', '?', '…'];
/// The bytes of an ellipsis in one sign.
const ELLIPSIS: &str = "…";
/// A longer sentence is cut at a space.
const MOST_WORDS: usize = 400;

/// The sentences of `text` from byte `from` on, in order and apart, blanks around them left out.
pub(super) fn sentences(text: &str, from: usize, words: &Vocabulary, mut out: impl FnMut(Range<usize>)) {
    let mut start = from;
    let mut resume = from;
    let plain = memchr::memchr3_iter(b'.', b'!', b'?', &text.as_bytes()[from..]).map(|at| from + at);
    let mut stops: Vec<usize> = Vec::new();
    let ellipses = memchr::memmem::find_iter(&text.as_bytes()[from..], ELLIPSIS).map(|at| from + at);
    stops.extend(plain.chain(ellipses));
    stops.sort_unstable();
    for stop in stops {
        if stop < resume {
            continue;
        }
        resume = text.len() - text[stop..].trim_start_matches(SIGNS).len();
        if let Some(end) = end_of_sentence(text, start, stop, resume, words) {
            push(text, start..end, &mut out);
            start = end;
            resume = end;
        }
    }
    push(text, start..text.len(), &mut out);
}

/// The end of the sentence that the signs `stop..after` close, closing brackets and quotation marks included.
fn end_of_sentence(text: &str, start: usize, stop: usize, after: usize, words: &Vocabulary) -> Option<usize> {
    let signs = &text[stop..after];
    let rest = &text[after..];
    let tail = rest.trim_start_matches(['"', '\'', '”', '’', '»', '“', ')', ']', '*', '_', '\u{FE0F}']);
    if !tail.starts_with(char::is_whitespace) {
        return None;
    }
    let trails_off = signs.len() > 1 && signs.chars().all(|sign| matches!(sign, '.' | '…'));
    let opens = |c: char| c.is_whitespace() || "\"'“„«‘([*_—–-".contains(c);
    let next = tail.trim_start_matches(opens).chars().next();
    if next.is_none_or(|next| next.is_lowercase() || (trails_off && !next.is_uppercase())) {
        return None;
    }
    let bare = tail.len() == rest.len();
    let abbreviated = signs == "." && bare && is_abbreviated(text, start, after, words);
    (!abbreviated).then(|| text.len() - tail.len())
}

/// Whether the word before a full stop is an abbreviation, an initial, or the number that opens the sentence.
fn is_abbreviated(text: &str, start: usize, after: usize, words: &Vocabulary) -> bool {
    let window = text[start..after].bytes().rev().take(40).take_while(|byte| !byte.is_ascii_whitespace()).count();
    let word = text[..after].get(after - window..).unwrap_or("").trim_start_matches(['(', '[', '"', '“', '«', '„']);
    let name = &word[..word.len().saturating_sub(1)];
    let initial = name.chars().count() == 1 && name.chars().all(char::is_uppercase) && name != "I";
    let dotted = name.contains('.') && name.split('.').all(|part| part.len() == 1 && part.is_ascii());
    let opening =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()) && text[start..after].trim() == word;
    initial || dotted || opening || words.abbreviates(word)
}

fn push(text: &str, range: Range<usize>, out: &mut impl FnMut(Range<usize>)) {
    let words = &text[range.clone()];
    let start = range.start + (words.len() - words.trim_start().len());
    let end = start + words.trim().len();
    if start >= end {
        return;
    }
    if end - start < MOST_WORDS * 2 {
        out(start..end);
    } else {
        cut(text, start..end, out);
    }
}

/// Cuts a sentence after every so many words.
fn cut(text: &str, range: Range<usize>, out: &mut impl FnMut(Range<usize>)) {
    let (mut start, mut count, mut inside) = (range.start, 0, true);
    for (at, c) in text[range.clone()].char_indices().map(|(at, c)| (range.start + at, c)) {
        let was = std::mem::replace(&mut inside, !c.is_whitespace());
        if was && !inside {
            count += 1;
        }
        if inside && !was && count >= MOST_WORDS {
            out(start..start + text[start..at].trim_end().len());
            (start, count) = (at, 0);
        }
    }
    out(start..range.end);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[track_caller]
    fn splits(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        sentences(text, 0, &Vocabulary::of(&Language::sample()), |range| found.push(&text[range]));
        assert_eq!(found, expected);
    }

    #[test]
    fn full_stops_questions_and_shouts_split() {
        splits("One. Two! Three?  Four", &["One.", "Two!", "Three?", "Four"]);
        splits("One.\nTwo.", &["One.", "Two."]);
    }

    #[test]
    fn abbreviations_numbers_and_names_do_not() {
        splits("Ask Mr. Kim, e.g. by 2.5 p.m. or so.", &["Ask Mr. Kim, e.g. by 2.5 p.m. or so."]);
        splits("See www.example.org. Then J. Kim.", &["See www.example.org.", "Then J. Kim."]);
        splits("1. Open the file a.txt now", &["1. Open the file a.txt now"]);
        splits("Wait... then go: now; Yes.", &["Wait... then go: now; Yes."]);
    }

    #[test]
    fn an_ellipsis_splits_before_a_capital() {
        splits("Wait... Then go. Hold… Now.", &["Wait...", "Then go.", "Hold…", "Now."]);
        splits("Wait... 5 minutes… or so", &["Wait... 5 minutes… or so"]);
        splits("Really?... Yes", &["Really?...", "Yes"]);
    }

    #[test]
    fn a_quotation_ends_a_sentence_before_a_capital_only() {
        splits("“May I?” Then wait.", &["“May I?”", "Then wait."]);
        splits("“May I?” asks Kim.", &["“May I?” asks Kim."]);
        splits("Say «no». Basta.", &["Say «no».", "Basta."]);
    }

    #[test]
    fn an_endless_sentence_is_cut_at_a_space() {
        let text = "word ".repeat(1000);
        let mut lengths = Vec::new();
        sentences(&text, 0, &Vocabulary::of(&Language::sample()), |range| lengths.push(text[range].split(' ').count()));
        assert_eq!(lengths, [400, 400, 200]);
    }
}
