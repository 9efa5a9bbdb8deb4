//! The statements of a TOML text, told apart by their looks, so that a mistake in one does not hide the others.
//!
//! ```text
//! text      = (blank | comment | statement)*
//! statement = "[" name "]" | key "=" value        a header, or a pair
//! ```
//!
//! A pair ends with its line, or where its brackets and strings are closed. A line that looks like a statement ends an
//! open bracket all the same: then that is where the mistake is.

use std::ops::Range;

/// A statement, as far as it can be made out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Statement {
    /// Its bytes, without the line end.
    pub range: Range<usize>,
    /// What a header names, or the key of a pair, as written and without blanks.
    pub name: Range<usize>,
    /// Whether it opens a table.
    pub header: bool,
    /// The value of a pair; empty if there is none.
    pub value: Range<usize>,
    /// The sign or signs that are opened and never closed.
    pub unclosed: Option<Range<usize>>,
}

/// All statements of a text, in order.
pub(super) fn statements(text: &str) -> Vec<Statement> {
    let mut all = Vec::new();
    let mut at = text.strip_prefix('\u{feff}').map_or(0, |_| '\u{feff}'.len_utf8());
    while let Some(start) = text[at..].find(|c: char| !c.is_whitespace()).map(|blank| at + blank) {
        at = line_end(text, start);
        if text[start..].starts_with('#') {
            continue;
        }
        let statement = if text[start..].starts_with('[') { header(text, start) } else { pair(text, start) };
        at = at.max(statement.range.end);
        all.push(statement);
    }
    all
}

fn line_end(text: &str, from: usize) -> usize {
    text[from..].find('\n').map_or(text.len(), |length| from + length)
}

fn header(text: &str, start: usize) -> Statement {
    let line = text[start..line_end(text, start)].trim_end();
    let written = line.split('#').next().unwrap_or(line).trim_end();
    let name = written.trim_start_matches('[').trim_end_matches(']').trim();
    let at = start + line.find(name).unwrap_or(0);
    let double = written.starts_with("[[");
    let closed = if double { written.contains("]]") } else { written.contains(']') };
    let (range, value) = (start..start + line.len(), start..start);
    let unclosed = (!closed).then(|| start..start + written.len());
    Statement { range, name: at..at + name.len(), header: true, value, unclosed }
}

fn pair(text: &str, start: usize) -> Statement {
    let line = &text[start..line_end(text, start)];
    let (key, equals) = key(line);
    let name = start..start + key;
    let Some(equals) = equals else {
        let range = start..start + line.trim_end().len();
        return Statement { value: range.end..range.end, range, name, header: false, unclosed: None };
    };
    let blanks = text[start + equals + 1..].find(|c| !matches!(c, ' ' | '\t')).unwrap_or(0);
    let from = start + equals + 1 + blanks;
    let (end, unclosed) = Value { text, at: from, open: Vec::new() }.read();
    let end = from + text[from..end.max(from)].trim_end().len();
    Statement { range: start..end, name, header: false, value: from..end, unclosed }
}

/// The length of a line's key, and where its `=` stands.
fn key(line: &str) -> (usize, Option<usize>) {
    let mut quote = None;
    for (at, char) in line.char_indices() {
        match (quote, char) {
            (None, '=') => return (line[..at].trim_end().len(), Some(at)),
            (None, '#') => return (line[..at].trim_end().len(), None),
            (None, '"' | '\'') => quote = Some(char),
            (Some(open), char) if open == char => quote = None,
            _ => {}
        }
    }
    let word = line.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(line.len());
    (word, None)
}

/// Reads a value to its end.
struct Value<'t> {
    text: &'t str,
    at: usize,
    /// Brackets that are open.
    open: Vec<usize>,
}

impl Value<'_> {
    /// Where it ends, and what is never closed in it.
    fn read(mut self) -> (usize, Option<Range<usize>>) {
        let mut unclosed = None;
        while let Some(char) = self.text[self.at..].chars().next() {
            match char {
                '\n' if self.open.is_empty() => return (self.at, unclosed),
                '\n' if self.ends_before_next_line() => break,
                '#' => self.at = line_end(self.text, self.at),
                '"' | '\'' => {
                    let string = self.string(char);
                    unclosed = unclosed.or(string);
                }
                _ => {
                    if matches!(char, '[' | '{') {
                        self.open.push(self.at);
                    } else if matches!(char, ']' | '}') {
                        self.open.pop();
                    }
                    self.at += char.len_utf8();
                }
            }
        }
        (self.at, unclosed.or_else(|| self.open.last().map(|&at| at..at + 1)))
    }

    /// Whether what stands on the next line is a statement of its own, though a bracket is open.
    fn ends_before_next_line(&self) -> bool {
        let Some(&open) = self.open.last() else { return true };
        let rest = self.text[self.at..].trim_start();
        let line = rest.lines().next().unwrap_or(rest);
        let goes_on = self.text[open..self.at].trim_end().ends_with([',', '{']);
        is_header(line) || is_pair(line) && !(self.text[open..].starts_with('{') && goes_on)
    }

    /// Passes a string; what opens it, if it is never closed.
    fn string(&mut self, mark: char) -> Option<Range<usize>> {
        let (start, rest) = (self.at, &self.text[self.at..]);
        let long = mark.to_string().repeat(3);
        if rest.starts_with(&long) {
            return self.long_string(start, &long);
        }
        let mut escaped = false;
        for (at, char) in rest.char_indices().skip(1) {
            match char {
                '\n' => {
                    self.at = start + at;
                    return Some(start..start + 1);
                }
                _ if escaped => escaped = false,
                '\\' if mark == '"' => escaped = true,
                _ if char == mark => {
                    self.at = start + at + 1;
                    return None;
                }
                _ => {}
            }
        }
        self.at = self.text.len();
        Some(start..start + 1)
    }

    fn long_string(&mut self, start: usize, marks: &str) -> Option<Range<usize>> {
        let inside = start + marks.len();
        let escaped = |at: usize| self.text[inside..at].ends_with('\\') && marks.starts_with('"');
        let close = self.text[inside..].match_indices(marks).map(|(at, _)| inside + at).find(|&at| !escaped(at));
        if let Some(close) = close {
            let more = self.text[close + marks.len()..].chars().take_while(|c| marks.starts_with(*c)).count();
            self.at = close + marks.len() + more;
            return None;
        }
        let lines = self.text[inside..].match_indices('\n').map(|(at, _)| inside + at);
        let is_statement = |line: &str| is_header(line) || is_pair(line);
        let next = lines.into_iter().find(|&at| is_statement(self.text[at + 1..].lines().next().unwrap_or("")));
        self.at = next.unwrap_or(self.text.len());
        // Nothing after an open string belongs to the brackets around it.
        self.open.clear();
        Some(start..inside)
    }
}

fn is_header(line: &str) -> bool {
    let name = line.trim_end().trim_start_matches('[').trim_end_matches(']');
    let bare = name.starts_with(|c: char| c.is_ascii_alphabetic());
    line.starts_with('[') && bare && name.chars().all(|c| is_bare(c) || c == '.')
}

fn is_pair(line: &str) -> bool {
    let name = line.find(|c| !is_bare(c) && c != '.').unwrap_or(line.len());
    let rest = line[name..].trim_start();
    name > 0 && rest.starts_with('=') && !rest.starts_with("==")
}

fn is_bare(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '-' | '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each statement as its name and what is never closed in it.
    #[track_caller]
    fn told_apart(text: &str, expected: &[(&str, Option<&str>)]) {
        let all = statements(text);
        let found: Vec<_> = all
            .iter()
            .map(|one| (&text[one.name.clone()], one.unclosed.as_ref().map(|open| &text[open.start..])))
            .map(|(name, open)| (name, open.map(|open| open.lines().next().unwrap_or(open))))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn pairs_and_headers_are_told_apart() {
        told_apart(
            "\u{feff}# x = 1\na = 1\n\n[b.c] # d\n \"e = f\" = 2",
            &[("a", None), ("b.c", None), ("\"e = f\"", None)],
        );
        told_apart("[[a]]\nb = [\n  \"x = ]\", # ]\n]\nc = 1", &[("a", None), ("b", None), ("c", None)]);
        told_apart("a = \"\"\"\nb = 1\n\"\"\"\"\nc = '''\n[d]'''", &[("a", None), ("c", None)]);
        told_apart("a = { b = 1,\n  c = 2 }\nd = 1", &[("a", None), ("d", None)]);
    }

    #[test]
    fn what_is_never_closed_ends_at_the_next_statement() {
        told_apart("a = [\"x\"\nb = 1", &[("a", Some("[\"x\"")), ("b", None)]);
        told_apart("a = [[\"x\"]\n[b]\nc = 1", &[("a", Some("[[\"x\"]")), ("b", None), ("c", None)]);
        told_apart("a = { b = 1\nc = 2", &[("a", Some("{ b = 1")), ("c", None)]);
        told_apart("a = \"x\nb = 'y\nc = 1", &[("a", Some("\"x")), ("b", Some("'y")), ("c", None)]);
        told_apart("a = [\"\"\"x\ny\nb = 1", &[("a", Some("\"\"\"x")), ("b", None)]);
        told_apart("[a.b\nc = 1", &[("a.b", Some("[a.b")), ("c", None)]);
        told_apart("a = [", &[("a", Some("["))]);
    }

    #[test]
    fn what_is_no_statement_is_its_first_word() {
        told_apart("Some text: here\n- a\n=\n", &[("Some", None), ("-", None), ("", None)]);
    }
}
