//! Quotations in a text, in every style: "…", “…”, „…”, „…“, «…», ‘…’.

use std::ops::Range;

/// Nesting deeper than this is not followed.
const DEEPEST: usize = 16;

/// The quotations of a text as byte ranges, quotation marks included, in order of their starts; one may lie inside another.
pub fn quotations(text: &str) -> Vec<Range<usize>> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    for at in memchr::memchr3_iter(b'"', 0xE2, 0xC2, bytes) {
        let Some(sign) = text[at..].chars().next() else { continue };
        if closes_any(text, at, sign, &open) {
            close(text, at, sign, &mut open, &mut found);
        } else if opens(text, at, sign) {
            if open.len() == DEEPEST {
                open.remove(0);
            }
            open.push((at, sign));
        }
    }
    found.sort_unstable_by_key(|range: &Range<usize>| (range.start, std::cmp::Reverse(range.end)));
    found
}

fn pairs(open: char, close: char) -> bool {
    matches!((open, close), ('"', '"') | ('“', '”') | ('„', '”' | '“') | ('«', '»') | ('‘', '’') | ('”', '”'))
}

fn closes_any(text: &str, at: usize, sign: char, open: &[(usize, char)]) -> bool {
    let letter_follows = text[at + sign.len_utf8()..].starts_with(char::is_alphanumeric);
    let apostrophe = sign == '’' && letter_follows;
    !apostrophe && open.iter().any(|&(_, opener)| pairs(opener, sign))
}

fn opens(text: &str, at: usize, sign: char) -> bool {
    let next = text[at + sign.len_utf8()..].chars().next();
    let before = text[..at].chars().next_back();
    match sign {
        '“' | '„' | '«' | '‘' => true,
        '"' | '”' => next.is_some_and(|c| !c.is_whitespace()) && !before.is_some_and(char::is_alphanumeric),
        _ => false,
    }
}

fn close(text: &str, at: usize, sign: char, open: &mut Vec<(usize, char)>, found: &mut Vec<Range<usize>>) {
    let Some(place) = open.iter().rposition(|&(_, opener)| pairs(opener, sign)) else { return };
    let start = open[place].0;
    open.truncate(place);
    debug_assert!(text.is_char_boundary(start));
    found.push(start..at + sign.len_utf8());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn finds(text: &str, expected: &[&str]) {
        let found: Vec<&str> = quotations(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn every_style_is_read() {
        finds("say \"no\" now", &["\"no\""]);
        finds("say “no” now", &["“no”"]);
        finds("dire «no» mai", &["«no»"]);
        finds("spune „nu” acum „da“", &["„nu”", "„da“"]);
        finds("say ‘no’ now", &["‘no’"]);
    }

    #[test]
    fn an_apostrophe_closes_nothing() {
        finds("say ‘don’t’ now; it’s", &["‘don’t’"]);
        finds("it’s the customers’ turn", &[]);
    }

    #[test]
    fn quotations_nest() {
        finds("“Say ‘I do!’ now”", &["“Say ‘I do!’ now”", "‘I do!’"]);
    }

    #[test]
    fn an_open_quotation_is_none() {
        finds("he said “no and", &[]);
        finds("5\" wide", &[]);
    }
}
