//! Mistakes of form: what is no TOML. A statement that cannot be read is told and blanked out, so that all the others
//! are read, each at its place.

use std::{ops::Range, sync::Arc};

use toml::de::{DeTable, Error};

use super::{
    ENOUGH,
    statement::{Statement, statements},
};
use crate::{
    problem::Problem,
    source::{Source, Span},
};

/// The text of a source with what is no TOML blanked out, and what was wrong with it. Every place in it is that of the
/// source. `None` where nothing can be made of it.
pub(super) fn readable(source: &Arc<Source>) -> (Option<String>, Vec<Problem>) {
    let mut text = source.text().to_owned();
    if DeTable::parse(&text).is_ok() {
        return (Some(text), Vec::new());
    }
    let statements = statements(&text);
    if let Some(problem) = other_format(source, &statements) {
        return (None, vec![problem]);
    }
    let mut file = File { source, text: &mut text, statements, problems: Vec::new() };
    file.leave_out_unclosed();
    while file.problems.len() < ENOUGH {
        let Err(error) = DeTable::parse(file.text) else { break };
        if !file.mend(&error) {
            return (None, file.problems);
        }
    }
    let problems = file.problems;
    (Some(text), problems)
}

/// What a file is that holds not one statement.
fn other_format(source: &Arc<Source>, statements: &[Statement]) -> Option<Problem> {
    let text = source.text();
    let first = statements.first()?;
    let is_statement = |one: &Statement| one.header || text[one.range.clone()].contains('=');
    let is_json = text[first.range.clone()].starts_with('{')
        || text[first.range.clone()].starts_with(['[', '"'])
            && text.trim_end().ends_with(['}', ']'])
            && text.contains("\":");
    if !is_json && statements.iter().any(is_statement) {
        return None;
    }
    let yaml =
        |one: &Statement| text[one.range.clone()] == *"---" || text[one.name.end..one.range.end].starts_with(':');
    let looks = if is_json {
        ", but looks like JSON"
    } else if statements.iter().any(yaml) {
        ", but looks like YAML"
    } else {
        ""
    };
    let problem = Problem::new(source, first.range.clone().into(), format!("this file is not TOML{looks}"));
    Some(problem.help("write each line as `name = \"value\"`, and the start of a table as `[name]`"))
}

struct File<'f> {
    source: &'f Arc<Source>,
    text: &'f mut String,
    statements: Vec<Statement>,
    problems: Vec<Problem>,
}

impl File<'_> {
    /// Tells what is opened and never closed, which would swallow whatever stands behind it.
    fn leave_out_unclosed(&mut self) {
        for at in 0..self.statements.len() {
            let one = self.statements[at].clone();
            let Some(open) = one.unclosed.clone() else { continue };
            if one.header {
                let name = &self.text[one.name.clone()];
                let double = self.text[open.clone()].starts_with("[[");
                let cure = if double { format!("write `[[{name}]]`") } else { format!("write `[{name}]`") };
                self.tell(at, open, "this bracket is never closed", cure);
            } else if !self.is_bare(&one) && string_end(&self.text[one.value.clone()]).is_none() {
                let sign = &self.text[open.clone()];
                let close = match sign {
                    "[" => "]",
                    "{" => "}",
                    quotes => quotes,
                };
                let what = if close == sign { "these quotation marks are" } else { "this bracket is" };
                let (message, cure) = (format!("{what} never closed"), format!("close with `{close}`"));
                self.tell(at, open, message, cure);
            } else {
                continue;
            }
            self.blank(at);
        }
    }

    /// Whether a value is text without quotation marks.
    fn is_bare(&self, one: &Statement) -> bool {
        let value = &self.text[one.value.clone()];
        !value.is_empty() && !value.starts_with(['"', '\'', '[', '{'])
    }

    /// Tells a mistake, and mends or blanks out its statement; `false` if it is in none.
    fn mend(&mut self, error: &Error) -> bool {
        let span = error.span().unwrap_or(0..0);
        let span = floor(self.text, span.start)..ceiling(self.text, span.end.max(span.start));
        let Some(at) = self.statements.iter().rposition(|one| one.range.start <= span.start) else { return false };
        if self.text[self.statements[at].range.clone()].trim().is_empty() {
            return false;
        }
        if !self.mended(at, error.message(), &span) {
            self.told(at, error.message(), span);
            self.blank(at);
        }
        true
    }

    /// Tells a mistake that can be mended, so that the rest of its statement is read.
    fn mended(&mut self, at: usize, message: &str, span: &Range<usize>) -> bool {
        if message.contains("missing comma between array elements") {
            let blanks = self.text[..span.start].len() - self.text[..span.start].trim_end().len();
            if blanks > 0 && !self.text[..span.start].trim_end().ends_with('[') {
                let end = word_end(self.text, span.start);
                self.tell(
                    at,
                    span.start..end,
                    "a comma is missing before this",
                    "write `,` between the entries of a list",
                );
                self.text.replace_range(span.start - 1..span.start, ",");
                return true;
            }
        }
        if message.contains("escaped value") {
            let slash = self.text[..span.start].rfind('\\').filter(|slash| slash + 1 == span.start);
            let char = self.text[span.start..].chars().next();
            if let (Some(slash), Some(char)) = (slash, char.filter(|char| !char.is_whitespace())) {
                let help = "leave the `\\` out; a backslash that is meant is written `\\\\`, and phrases need none";
                self.tell(
                    at,
                    slash..span.start + char.len_utf8(),
                    format!("`\\{char}` means nothing in this text"),
                    help,
                );
                self.text.replace_range(slash..=slash, " ");
                return true;
            }
        }
        false
    }

    fn told(&mut self, at: usize, message: &str, span: Range<usize>) {
        let one = self.statements[at].clone();
        let name = self.text[one.name.clone()].to_owned();
        if message.contains("duplicate key") {
            return self.repeated(at, &span);
        }
        let value = self.text[one.value.clone()].trim_end().to_owned();
        if one.header {
            return self.wrong_header(at, &one, message);
        }
        if let Some(end) = string_end(&value).filter(|end| !value[*end..].trim_start().starts_with('#')) {
            return self.behind_text(at, &value, end);
        }
        let word = self.text[span.clone()].trim().to_owned();
        let is_word = word.starts_with(char::is_alphabetic) && !message.contains("key");
        if is_word && !self.is_bare(&one) && span.start > one.value.start {
            return self.tell(
                at,
                span.start..span.start + word.len(),
                "this text has no quotation marks",
                format!("write `\"{word}\"`"),
            );
        }
        if !self.text[one.range.clone()].contains('=') {
            return self.without_value(at, one);
        }
        if self.is_bare(&one) && span.start >= one.value.start {
            let written = value.split(" #").next().unwrap_or(&value).trim_end();
            let range = one.value.start..one.value.start + written.len();
            let (message, cure) = bare(&name, written);
            return self.tell(at, range, message, cure);
        }
        if message.contains("invalid unquoted key") {
            return self.tell(
                at,
                span,
                "this sign cannot stand in a name",
                format!("write the name between quotation marks, as in `\"{name}\"`"),
            );
        }
        if value.is_empty() {
            return self.tell(at, span, format!("`{name}` has no value"), format!("write `{name} = \"…\"`"));
        }
        let help = "text stands between quotation marks, a list between [ and ]; each that is opened must be closed";
        self.tell(at, span, format!("this is not TOML: {}", message.replace('\n', ", ")), help);
    }

    /// What stands behind the end of a text.
    fn behind_text(&mut self, at: usize, value: &str, end: usize) {
        let one = &self.statements[at];
        let more = value[end..].trim_start();
        let start = one.value.start + value.len() - more.len();
        let cure = if more.starts_with(',') {
            format!("write a list: `{} = [\"…\", \"…\"]`", &self.text[one.name.clone()])
        } else if value.starts_with('\'') {
            "write the text between double quotation marks if it holds a `'`: `\"It's here\"`".to_owned()
        } else {
            "write `\\\"` for a quotation mark inside the text, or the text between `'`".to_owned()
        };
        self.tell(at, start..start + more.len(), "the text ended before this", cure);
    }

    /// A name without a value.
    fn without_value(&mut self, at: usize, one: Statement) {
        let name = self.text[one.name.clone()].to_owned();
        if let Some(table) = name.strip_suffix(']') {
            let cure = format!("write `[{table}]`");
            self.tell(at, one.name, "the bracket that this closes was never opened", cure);
            self.statements[at].header = true;
        } else if self.text[one.name.end..].starts_with(':') {
            let colon = one.name.end..one.name.end + 1;
            let cure = format!("write `{name} = \"…\"`");
            self.tell(at, colon, "a key and its value have `=` between them", cure);
        } else {
            let cure = format!("write `{name} = \"…\"`, or put `#` in front of a remark");
            self.tell(at, one.name, format!("`{name}` has no value"), cure);
        }
    }

    /// The name of a table that cannot be read.
    fn wrong_header(&mut self, at: usize, one: &Statement, message: &str) {
        let written = self.text[one.range.clone()].to_owned();
        let close = written.find(']').unwrap_or(written.len());
        let more = written[close..].trim_start_matches(']').trim_start();
        if !more.is_empty() && !more.starts_with('#') {
            let start = one.range.start + written.len() - more.len();
            let help = "write what belongs to the table on lines of its own, under its name";
            return self.tell(at, start..start + more.len(), "this stands behind the name of a table", help);
        }
        let name = written[..close].trim_start_matches('[').trim();
        if name.contains(char::is_whitespace) && !name.contains(['"', '\'', '.']) {
            let parts = name.split_whitespace().collect::<Vec<_>>().join(".");
            let start = one.range.start + written.find(name).unwrap_or(0);
            return self.tell(
                at,
                start..start + name.len(),
                "the parts of a name have full stops between them",
                format!("write `[{parts}]`"),
            );
        }
        let help = "write `[name]`: letters, digits, `-`, and full stops between the parts";
        self.tell(at, one.range.clone(), format!("this is no name of a table: {}", message.replace('\n', ", ")), help);
    }

    /// A key or table that is there already.
    fn repeated(&mut self, at: usize, span: &Range<usize>) {
        let one = self.statements[at].clone();
        let range = if one.header || !one.value.contains(&span.start) { one.name.clone() } else { span.clone() };
        let name = self.text[range.clone()].to_owned();
        let table = |at: usize| self.statements[..at].iter().rposition(|one| one.header);
        let same = |other: &usize| {
            let other = &self.statements[*other];
            other.header == one.header && self.source.text()[other.name.clone()] == self.source.text()[one.name.clone()]
        };
        let first = (0..at).rev().filter(|other| one.header || table(*other) == table(at)).find(same);
        let first = first.map(|first| self.statements[first].name.clone()).filter(|_| range == one.name);
        let (message, cure) = if one.header {
            (format!("`[{name}]` stands here a second time"), format!("put everything under one `[{name}]`"))
        } else {
            (format!("`{name}` stands here a second time"), format!("keep one `{name}`; a list takes several entries"))
        };
        self.tell(at, range, message, cure);
        if let (Some(problem), Some(first)) = (self.problems.last_mut(), first) {
            problem.label = "again".to_owned();
            problem.also.push((first.into(), "here already".to_owned()));
        }
    }

    fn tell(&mut self, at: usize, range: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        let name = self.source.text()[self.statements[at].name.clone()].split('.').next().unwrap_or_default();
        let key = Some(name.trim_matches(['"', '\'']).to_owned());
        let problem = Problem::new(self.source, Span::new(range.start, range.end), message).help(help);
        self.problems.push(Problem { key, ..problem });
    }

    /// Takes a statement out of the text; with a header goes all that stands under it.
    fn blank(&mut self, at: usize) {
        let range = self.statements[at].range.clone();
        let next = self.statements[at + 1..].iter().find(|one| one.header).map(|one| one.range.start);
        let end = if self.statements[at].header { next.unwrap_or(self.text.len()) } else { range.end };
        let blank: String = self.text[range.start..end].bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }).collect();
        self.text.replace_range(range.start..end, &blank);
    }
}

/// Where the string at the start of a value ends, if there is one and more behind it.
fn string_end(value: &str) -> Option<usize> {
    let mark = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    if value[1..].starts_with([mark]) && value[2..].starts_with([mark]) {
        return None;
    }
    let mut escaped = false;
    let end = value[1..].find(|c| {
        let ends = c == mark && !escaped;
        escaped = c == '\\' && !escaped && mark == '"';
        ends
    });
    end.map(|end| end + 2).filter(|end| *end < value.len())
}

/// What is wrong with a value without quotation marks, and the cure.
fn bare(name: &str, value: &str) -> (String, String) {
    let word = value.trim_matches(['“', '”', '„', '«', '»', '‘', '’', ' ']);
    if value.starts_with(['“', '”', '„', '«', '‘', '’']) {
        return (
            "these are no quotation marks of TOML".to_owned(),
            format!("write straight ones: `{name} = \"{word}\"`"),
        );
    }
    let truth = |word: &str| {
        matches!(word, "true" | "yes" | "on")
            .then_some(true)
            .or_else(|| matches!(word, "false" | "no" | "off").then_some(false))
    };
    if value.contains(|c: char| c.is_ascii_digit()) && value.chars().all(|c| c.is_ascii_digit() || "-/.:T".contains(c))
    {
        let cure =
            "write a date as year-month-day, such as 2026-11-21; a number such as 12; text between quotation marks";
        return ("this is no date, no number and no text".to_owned(), cure.to_owned());
    }
    let text = format!("`{name} = \"{}\"`", word.replace('"', "'"));
    match truth(&value.to_lowercase()) {
        Some(truth) => ("this text has no quotation marks".to_owned(), format!("write `{name} = {truth}`, or {text}")),
        None => ("this text has no quotation marks".to_owned(), format!("write {text}")),
    }
}

/// The end of the word or string that starts at a place.
fn word_end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let end = match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => rest[1..].find([quote, '\n']).map(|at| at + 2),
        _ => rest.find(|c: char| c.is_whitespace() || c == ',' || c == ']'),
    };
    floor(text, start + end.unwrap_or(rest.len()))
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

fn ceiling(text: &str, at: usize) -> usize {
    (at.min(text.len())..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}
