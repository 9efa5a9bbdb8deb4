//! Mistakes of meaning: keys and words that nobody knows, and values of the wrong kind.

use std::sync::Arc;

use toml::de::{DeTable, DeValue, Error};

use super::{
    authored::{Authored, Cure, Stranger},
    place::{self, What},
};
use crate::{
    problem::{Problem, literal},
    source::{Source, Span},
};

/// Takes what a mistake is about out of the table, so that the rest can be read, and tells it; `None` if there is
/// nothing to take out.
pub(super) fn leave_out<T: Authored>(source: &Arc<Source>, table: &mut DeTable<'_>, error: &Error) -> Option<Problem> {
    let span = span_of(source, error);
    let (whole, message) = (table.clone(), error.message());
    let of_key = message.starts_with("unknown field");
    let place = if of_key { place::take_key(table, span) } else { place::take_value(table, span) }?;
    let mistake = Mistake { source, span, keys: place.keys.iter().map(String::as_str).collect() };
    let quoted: Vec<_> = message.split('`').skip(1).step_by(2).collect();
    Some(match quoted.split_first() {
        Some((word, known)) if of_key => mistake.stranger::<T>(word, known, &whole),
        Some((word, known)) if message.starts_with("unknown variant") => {
            mistake.unknown_word::<T>(word, known, &place.what)
        }
        Some((word, _)) if message.starts_with("missing field") => {
            mistake.problem(format!("the key `{word}` is missing")).help(format!("add `{word} = …`"))
        }
        _ => mistake.wrong_kind::<T>(message, &place.what),
    })
}

/// Takes out and tells the values under these keys that are no tables; `*` is any key. A list would be read as a table
/// whose keys are left out.
pub(super) fn no_tables<T: Authored>(source: &Arc<Source>, table: &mut DeTable<'_>, keys: &[&str]) -> Vec<Problem> {
    let mut problems = Vec::new();
    place::take_if(table, keys, &mut Vec::new(), &mut |value| !value.is_table(), &mut |keys, span, value| {
        let mistake = Mistake { source, span: span.into(), keys: keys.to_vec() };
        problems.push(mistake.wrong_kind::<T>(", expected a map", &What::Value(value)));
    });
    problems
}

/// Whether a value is no text where a word is wanted; it is put as text, so that the words there are are told next.
pub(super) fn wants_a_word(source: &Source, table: &mut DeTable<'_>, error: &Error) -> bool {
    let span = span_of(source, error);
    error.message().starts_with("wanted string or table") && place::put_text(table, span, source.slice(span))
}

/// A span of the error on character boundaries of the source.
fn span_of(source: &Source, error: &Error) -> Span {
    let text = source.text();
    let span = error.span().unwrap_or(0..0);
    let end = (span.end.min(text.len())..).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    let start = (0..=span.start.min(end)).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    Span::new(start, end)
}

/// A mistake at a place, under these keys.
struct Mistake<'m> {
    source: &'m Arc<Source>,
    span: Span,
    keys: Vec<&'m str>,
}

impl Mistake<'_> {
    fn key(&self) -> &str {
        self.keys.last().copied().unwrap_or_default()
    }

    fn problem(&self, message: String) -> Problem {
        let problem = Problem::new(self.source, self.span, message);
        Problem { key: Some(self.key().to_owned()), ..problem }
    }

    /// A key that its table does not have.
    fn stranger<T: Authored>(&self, word: &str, known: &[&str], file: &DeTable<'_>) -> Problem {
        let noun = if self.keys == ["check"] { "check" } else { "key" };
        let problem = self.problem(format!("unknown {noun} `{word}`")).label("not known here");
        match T::stranger(&Stranger { keys: &self.keys, word, known, file }) {
            Cure::Say(cure) => problem.help(cure),
            Cure::OneOf(known) => problem.did_you_mean(word, known.iter().map(String::as_str)),
        }
    }

    /// A word that is none of those that may stand there.
    fn unknown_word<T: Authored>(&self, word: &str, known: &[&str], what: &What<'_>) -> Problem {
        let key = self.key();
        if !self.source.slice(self.span).contains(['"', '\'']) {
            let list = known.iter().map(|word| format!("`\"{word}\"`")).collect::<Vec<_>>().join(", ");
            let problem = self.problem(format!("{} must be text, not {}", self.subject(what), kind_of_text(word)));
            return problem.label("not what is expected here").help(format!("write one of {list}"));
        }
        let message = match noun(key) {
            Some(noun) => format!("unknown {noun} `{word}`"),
            None => format!("`{key}` cannot be `{word}`"),
        };
        let inner = Self { span: literal::inner(self.source.text(), self.span), keys: self.keys.clone(), ..*self };
        let problem = inner.problem(message).label("not known");
        let synonym = T::synonym(key, &word.to_lowercase());
        match synonym {
            Some(meant) if known.contains(&meant) => problem.help(format!("did you mean `{meant}`?")),
            Some(cure) => problem.help(cure),
            None => {
                let problem = problem.did_you_mean(word, known.iter().copied());
                match problem.help.clone() {
                    Some(help) if matches!(key, "within" | "reach") && help.starts_with("use one of") => {
                        problem.help(format!("{help}, or a number of sentences"))
                    }
                    _ => problem,
                }
            }
        }
    }

    /// A value of the wrong kind.
    fn wrong_kind<T: Authored>(&self, message: &str, what: &What<'_>) -> Problem {
        let label = "not what is expected here";
        if let Some((2, name)) = header(self.source.slice(self.span)) {
            let problem = self.problem(format!("there is one table `{name}`, not a row of them")).label(label);
            return problem.help(format!("write `[{name}]`, with single brackets"));
        }
        let Some((_, expected)) = message.split_once(", expected ") else {
            let problem = self.problem(message.replace('\n', ", ")).label(label);
            return match T::example(&self.keys) {
                Some(example) => problem.help(format!("write {example}")),
                None => problem,
            };
        };
        let value = match what {
            What::Value(value) | What::Entry(value) => value,
            What::Key => return self.problem(message.to_owned()).label(label),
        };
        let problem = self.problem(format!("{} must be {}, not {}", self.subject(what), wanted(expected), kind(value)));
        problem.label(label).help(self.cure::<T>(expected, value, what))
    }

    /// What is wrong, in a word or two.
    fn subject(&self, what: &What<'_>) -> String {
        match what {
            What::Entry(_) => format!("an entry of `{}`", self.key()),
            _ => format!("`{}`", self.key()),
        }
    }

    /// What to write instead: the same in the right form, where that can be told.
    fn cure<T: Authored>(&self, expected: &str, value: &DeValue<'_>, what: &What<'_>) -> String {
        let written = self.source.slice(self.span);
        let is_entry = matches!(what, What::Entry(_));
        let example = || T::example(&self.keys).filter(|_| !is_entry).map(|example| format!("write {example}"));
        let key = self.key();
        let as_key =
            |value: String| if is_entry { format!("write `{value}`") } else { format!("write `{key} = {value}`") };
        let short = written.len() <= 60 && !written.contains('\n');
        match (expected, value) {
            ("a sequence" | "a list of phrases" | "a list of stances, or \"any\"", DeValue::String(_)) if short => {
                as_key(format!("[{written}]"))
            }
            ("a sequence", _) if !example().is_some_and(|example| example.contains(" = ")) => {
                as_key("[\"…\"]".to_owned())
            }
            ("a sequence", _) => example().unwrap_or_else(|| as_key("[\"…\"]".to_owned())),
            ("a string", _) if example().is_some() => example().unwrap_or_default(),
            ("a string", DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_))
                if short =>
            {
                as_key(format!("\"{written}\""))
            }
            ("a string", DeValue::Array(array)) if array.len() == 1 && array[0].get_ref().is_str() && short => {
                as_key(written.trim_matches(['[', ']', ' ']).to_owned())
            }
            ("a string", _) => as_key("\"…\"".to_owned()) + ", with quotation marks",
            ("a boolean", _) => as_key("true".to_owned()) + " or `false`, without quotation marks",
            ("a TOML datetime", _) => as_key("2026-11-21".to_owned()) + ", without quotation marks",
            (_, DeValue::String(text)) if is_number(expected) && text.trim().parse::<u32>().is_ok() => {
                as_key(text.trim().to_owned()) + ", without quotation marks"
            }
            _ if is_number(expected) => example().unwrap_or_else(|| as_key("12".to_owned())),
            _ => example().unwrap_or_else(|| format!("write {}", wanted(expected))),
        }
    }
}

/// The count of brackets and the name of a table's header.
fn header(written: &str) -> Option<(usize, &str)> {
    let name = written.trim_start_matches('[');
    let count = written.len() - name.len();
    let inner = name.trim_end_matches(']');
    let bare = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    (count > 0 && !inner.is_empty() && inner.chars().all(bare)).then_some((count, inner))
}

fn is_number(expected: &str) -> bool {
    expected.starts_with("a number") || expected == "u32"
}

/// What serde expects, in the words of an author.
fn wanted(expected: &str) -> &str {
    match expected {
        "a string" => "text",
        "a sequence" => "a list",
        "a map" => "a table",
        "a boolean" => "`true` or `false`",
        "u32" => "a whole number",
        "a TOML datetime" => "a date",
        other if other.starts_with("struct ") => "a table",
        other => other,
    }
}

fn kind(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(_) => "text".to_owned(),
        DeValue::Integer(number) => kind_of_text(number.as_str()),
        DeValue::Float(number) => kind_of_text(number.as_str()),
        DeValue::Boolean(truth) => format!("`{truth}`"),
        DeValue::Datetime(date) => format!("the date {date}"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

fn kind_of_text(written: &str) -> String {
    match written.chars().next() {
        Some('[') if header(written).is_none() => "a list".to_owned(),
        Some('{' | '[') => "a table".to_owned(),
        Some('t' | 'f') => format!("`{written}`"),
        _ => format!("the number {written}"),
    }
}

/// What the values of a key are called.
fn noun(key: &str) -> Option<&str> {
    match key {
        "in" => Some("kind of block"),
        "kinds" | "kind" => Some("kind of document"),
        "fail-on" => Some("threshold"),
        "severity" | "speaker" | "stance" => Some(key),
        "in-part" => Some("part of a document"),
        _ => None,
    }
}
