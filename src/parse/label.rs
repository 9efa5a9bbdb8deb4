//! Labels that open a text: "Agent:", "Step 2 - Listen:", `[10:32] Maria (agent):`, "Myth: … Reality: …".
//!
//! ```text
//! labelled = [dash] [stamp] label ["*"…] ":" (blank | end | quote)
//! stamp    = "[" … "]" | "(" time ")" | time
//! label    = words without sentence signs, one bracket and the stop of a title ("Mr. Bell", "J. Bell") allowed
//! ```

use std::ops::Range;

use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{take_while, take_while_m_n},
    character::complete::{char, one_of},
    combinator::{opt, recognize, verify},
    sequence::{delimited, terminated},
};

use super::vocabulary::Vocabulary;
use crate::fold::fold;

/// The most bytes a label has.
const LONGEST: usize = 90;
/// The most words of a label that is neither numbered nor explained.
const FEW_WORDS: usize = 4;

/// The label a line opens with, as a byte range of it, the colon excluded.
pub(super) fn label(line: &str, words: &Vocabulary) -> Option<Range<usize>> {
    let bare = line.starts_with(|c: char| c.is_ascii_alphabetic());
    let start = if bare { 0 } else { line.len() - prefix(line).ok()?.0.len() };
    let end = start + colon(&line[start..])?;
    let label = trim_signs(line, start..end);
    let text = &line[label.clone()];
    let count = text.split_whitespace().count();
    (is_label(text, words) && (count <= FEW_WORDS || count <= most_words(text, words))).then_some(label)
}

/// The text after a label that ends at `end`: past its markup and its colon.
pub(super) fn after(text: &str, end: usize) -> &str {
    let rest = text[end..].trim_start_matches(['*', '_']);
    rest.strip_prefix(':').unwrap_or(rest).trim_start_matches(['*', '_']).trim_start()
}

fn prefix(line: &str) -> IResult<&str, &str> {
    let dash = terminated(one_of("—–-"), take_while(char::is_whitespace));
    recognize((opt(dash), opt(stamp), take_while(|c| c == '*' || c == '_'))).parse(line)
}

fn stamp(line: &str) -> IResult<&str, &str> {
    let time = |most| take_while_m_n(2, most, |c: char| c.is_ascii_digit() || ":. apmAPM".contains(c));
    let inner = || verify(time(11), |text: &str| text.contains([':', '.']));
    let bracketed = alt((delimited(char('['), inner(), char(']')), delimited(char('('), inner(), char(')'))));
    terminated(alt((bracketed, bare_time)), take_while(char::is_whitespace)).parse(line)
}

fn bare_time(line: &str) -> IResult<&str, &str> {
    let digits = |c: char| c.is_ascii_digit();
    let time = recognize((take_while_m_n(1, 2, digits), one_of(":."), take_while_m_n(2, 2, digits)));
    terminated(time, char(' ')).parse(line)
}

/// Where the colon of a label stands.
fn colon(line: &str) -> Option<usize> {
    let window = &line.as_bytes()[..line.len().min(LONGEST)];
    let colon = memchr::memchr(b':', window)?;
    let next = line[colon + 1..].trim_start_matches(['*', '_']).chars().next();
    next.is_none_or(|c| c.is_whitespace() || "\"“„«‘[".contains(c)).then_some(colon)
}

fn trim_signs(line: &str, range: Range<usize>) -> Range<usize> {
    let text = &line[range.clone()];
    let trimmed = text.trim_end_matches(|c: char| c == '*' || c == '_' || c.is_whitespace());
    range.start..range.start + trimmed.len()
}

/// Signs that no label holds.
const SIGNS: [char; 11] = ['!', '?', ';', '"', '“', '”', '„', '«', '»', '|', '…'];

/// A label has letters, starts like a title and holds no sign of a sentence.
fn is_label(text: &str, words: &Vocabulary) -> bool {
    let starts = text.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    let open = text.matches('(').count() != text.matches(')').count();
    let untitled = untitled(text, words);
    let sentence = open || text.contains(SIGNS) || untitled.contains(". ") || text.ends_with('.');
    starts && text.contains(char::is_alphabetic) && (!sentence || is_short_stop(text))
}

/// What stands behind the shortened titles and first names that a name opens with: "Bell" of "Mr. Bell", "Dr. J. Bell".
fn untitled<'t>(text: &'t str, words: &Vocabulary) -> &'t str {
    let mut rest = text;
    while let Some((word, behind)) = rest.split_once(' ')
        && words.shortens(word)
        && behind.starts_with(char::is_uppercase)
    {
        rest = behind;
    }
    rest
}

/// "N.B.", "P.S.": stops between single letters.
fn is_short_stop(text: &str) -> bool {
    text.len() <= 6 && text.starts_with(char::is_uppercase) && text.split_terminator('.').all(|part| part.len() == 1)
}

/// Numbered labels may be longer than others, whose words could as well be a sentence.
fn most_words(text: &str, words: &Vocabulary) -> usize {
    let first = text.split_whitespace().next().unwrap_or(text);
    let numbered =
        text.split_whitespace().nth(1).is_some_and(|second| second.starts_with(|c: char| c.is_ascii_digit()));
    if numbered || words.is_step(&fold(first)) { 9 } else { FEW_WORDS + text.matches(['(', ',']).count().min(1) * 2 }
}

/// Whether bold words are short enough for a label.
pub(super) fn is_short(bold: &str, words: &Vocabulary) -> bool {
    let label = bold.trim_end_matches(':');
    bold.len() <= 40 && label.split_whitespace().count() <= 4 && is_label(label, words)
}

/// Where labels stand in `from..to` of a text: after a sentence or a quotation, capitalised, up to four words, before a
/// colon or, in bold, before a quotation.
pub(super) fn further(text: &str, from: usize, to: usize, bold: &[Range<usize>], words: &Vocabulary) -> Vec<usize> {
    let colons = memchr::memchr_iter(b':', &text.as_bytes()[from..to]).map(|at| from + at);
    let mut starts: Vec<usize> = colons.filter_map(|colon| label_before(&text[..to], from, colon, words)).collect();
    let quoted = |end: usize| text[end..to].trim_start().starts_with(['"', '“', '„', '«']);
    let starts_run_in = |range: &&Range<usize>| {
        range.start > from
            && range.end <= to
            && quoted(range.end)
            && is_short(&text[(*range).clone()], words)
            && after_sentence(text, from, range.start)
    };
    starts.extend(bold.iter().filter(starts_run_in).map(|range| range.start));
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// Bytes in which a label must stand before its colon.
const REACH: usize = 48;

fn label_before(text: &str, from: usize, colon: usize, words: &Vocabulary) -> Option<usize> {
    if !text[colon + 1..].starts_with(|c: char| c.is_whitespace() || "*\"“„«‘".contains(c)) {
        return None;
    }
    let floor = (from.max(colon.saturating_sub(REACH))..=colon).find(|&at| text.is_char_boundary(at))?;
    let window = &text[floor..colon];
    let shortens = |stop: usize| {
        let word = || window[..=stop].rsplit(char::is_whitespace).next().unwrap_or_default();
        window[stop..].starts_with(". ") && words.shortens(word())
    };
    let stop = window.rmatch_indices(ENDS).map(|(stop, _)| stop).find(|&stop| !shortens(stop))?;
    let after = stop + window[stop..].chars().next().map_or(1, char::len_utf8);
    let label = window[after..].trim_start_matches(BETWEEN);
    let start = colon - label.len();
    let count = label.split_whitespace().count();
    let fits = (1..=4).contains(&count) && is_label(label.trim_end_matches(['*', '_']), words);
    (fits && after_sentence(text, from, start)).then_some(start)
}

/// What ends a sentence or a quotation.
const ENDS: [char; 7] = ['.', '!', '?', '”', '"', '»', '“'];

/// What may stand between a sentence and the label after it.
const BETWEEN: [char; 10] = [' ', '\n', '\r', '\t', '*', '_', '—', '–', '-', '→'];

/// Whether what stands before `at`, some blanks away, ends a sentence or a quotation.
fn after_sentence(text: &str, from: usize, at: usize) -> bool {
    let Some(before) = text.get(from..at) else { return false };
    let sentence = before.trim_end_matches(BETWEEN);
    sentence.ends_with(ENDS) && before[sentence.len()..].contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[track_caller]
    fn opens(line: &str, expected: Option<&str>) {
        let words = Vocabulary::of(&Language::sample());
        assert_eq!(label(line, &words).map(|range| &line[range]), expected, "{line}");
    }

    #[test]
    fn labels_in_every_dress_are_read() {
        opens("Agent: Hello", Some("Agent"));
        opens("**Agent**: Hello", Some("Agent"));
        opens("**Agent:** Hello", Some("Agent"));
        opens("Agent (Maria): Hello", Some("Agent (Maria)"));
        opens("[10:32] Agent: Hello", Some("Agent"));
        opens("10:32 Agent: Hello", Some("Agent"));
        opens("— Agent: Hello", Some("Agent"));
        opens("Agent 2:", Some("Agent 2"));
        opens("Step 2 - Warm Transfer When Possible: Stay", Some("Step 2 - Warm Transfer When Possible"));
        opens("N.B.: Standard", Some("N.B."));
        opens("Mr. Bell: Hello", Some("Mr. Bell"));
        opens("**Mr. J. Bell:** Hello", Some("Mr. J. Bell"));
        opens("J. Bell: Hello", Some("J. Bell"));
        opens("Script: “I’d love to”", Some("Script"));
    }

    #[test]
    fn sentences_addresses_and_times_are_no_labels() {
        opens("https://example.org", None);
        opens("Open at 9:00", None);
        opens("Never say this to any customer at all: no", None);
        opens("call: now", None);
        opens("Stop. Then: go", None);
        opens("Ask Mr. Bell: go", None);
    }
}
