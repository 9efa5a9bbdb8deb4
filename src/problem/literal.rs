//! Where the characters of a TOML string stand in its file.
//!
//! ```text
//! string  = basic | literal | bare
//! basic   = '"' char* '"' | '"""' newline? char* '"""'      char = escape | any
//! literal = "'" any* "'"  | "'''" newline? any* "'''"
//! escape  = '\' (letter | 'x' 2 hex | 'u' 4 hex | 'U' 8 hex | blanks and newlines)
//! ```

use std::ops::Range;

use crate::source::Span;

/// The place in the file of a byte range of a string's value, `written` being the string with its quotation marks.
pub fn place(toml: &str, written: Span, range: Range<usize>) -> Span {
    let text = &toml[written.range()];
    let (open, close, escapes) = marks(text);
    let inner = &text[open..text.len() - close];
    let base = written.start() + open;
    let mut chars = Chars { text: inner, at: 0, value: 0, escapes };
    let first = chars.find(|char| char.value.end > range.start);
    let Some(first) = first else { return Span::new(base + inner.len(), base + inner.len()) };
    if range.is_empty() {
        return Span::new(base + first.file.start, base + first.file.start);
    }
    let last = std::iter::once(first.clone()).chain(chars).take_while(|char| char.value.start < range.end).last();
    Span::new(base + first.file.start, base + last.map_or(first.file.end, |last| last.file.end))
}

/// The place in the file of what a string holds, `written` being the string with its quotation marks; of an empty one,
/// these.
pub fn inner(toml: &str, written: Span) -> Span {
    let (open, close, _) = marks(&toml[written.range()]);
    let (start, end) = (written.start() + open, written.end() - close);
    if start < end { Span::new(start, end) } else { written }
}

/// The lengths of the opening and closing marks, and whether a backslash means something between them.
fn marks(text: &str) -> (usize, usize, bool) {
    for (mark, escapes) in [("\"\"\"", true), ("'''", false)] {
        if text.len() >= 6 && text.starts_with(mark) && text.ends_with(mark) {
            let newline = if text[3..].starts_with("\r\n") { 2 } else { usize::from(text[3..].starts_with('\n')) };
            return (3 + newline, 3, escapes);
        }
    }
    for (mark, escapes) in [('"', true), ('\'', false)] {
        if text.len() >= 2 && text.starts_with(mark) && text.ends_with(mark) {
            return (1, 1, escapes);
        }
    }
    (0, 0, false)
}

/// One character of the value: its bytes there, and in the file counted from the opening mark.
#[derive(Clone)]
struct Char {
    value: Range<usize>,
    file: Range<usize>,
}

struct Chars<'a> {
    text: &'a str,
    at: usize,
    value: usize,
    escapes: bool,
}

impl Iterator for Chars<'_> {
    type Item = Char;

    fn next(&mut self) -> Option<Char> {
        let rest = &self.text[self.at..];
        let (length, value) = match rest.chars().next()? {
            '\\' if self.escapes => escape(rest),
            char => (char.len_utf8(), char.len_utf8()),
        };
        let char = Char { value: self.value..self.value + value, file: self.at..self.at + length };
        self.at += length;
        self.value += value;
        Some(char)
    }
}

/// The bytes of an escape in the file and in the value.
fn escape(rest: &str) -> (usize, usize) {
    let hex = |digits: usize| {
        let digits = rest.get(2..2 + digits).unwrap_or_default();
        let char = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).unwrap_or(' ');
        (2 + digits.len(), char.len_utf8())
    };
    match rest[1..].chars().next() {
        Some('x') => hex(2),
        Some('u') => hex(4),
        Some('U') => hex(8),
        Some(' ' | '\t' | '\n' | '\r') => (rest.len() - rest[1..].trim_start_matches([' ', '\t', '\n', '\r']).len(), 0),
        Some(char) => (1 + char.len_utf8(), 1),
        None => (1, 1),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use toml::Spanned;

    use super::*;

    #[derive(Deserialize)]
    struct File {
        x: Spanned<String>,
    }

    /// Wherever the value holds "bad", the file must hold `as_written` at the place given for it.
    #[track_caller]
    fn finds(toml: &str, as_written: &str) {
        let file: File = toml::from_str(toml).unwrap();
        let at = file.x.get_ref().find("bad").unwrap();
        assert_eq!(&toml[place(toml, file.x.span().into(), at..at + 3).range()], as_written);
    }

    #[test]
    fn every_kind_of_string_is_looked_into() {
        finds(r#"x = "good bad""#, "bad");
        finds(r"x = 'good \ bad'", "bad");
        finds("x = '''\ngood\nbad'''", "bad");
        finds("x = \"\"\"\ngood\r\n\\\n   bad\"\"\"", "bad");
        finds("x = \"\"\"\r\ngood \"\" bad\"\"\"", "bad");
    }

    #[test]
    fn escapes_count_as_what_they_mean() {
        finds(r#"x = "è\"\\\t\u00e8\U0001F600 bad""#, "bad");
        finds(r#"x = "b\u0061d""#, r"b\u0061d");
        finds(r#"x = "\u201cbad\u201d""#, "bad");
    }

    #[test]
    fn past_the_end_is_the_closing_mark() {
        assert_eq!(place("x = \"ab\"", Span::new(4, 8), 2..2), Span::new(7, 7));
        assert_eq!(place("x = \"ab\"", Span::new(4, 8), 2..9), Span::new(7, 7));
    }
}
