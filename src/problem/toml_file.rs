//! Reading a TOML file that a person wrote: what it says, and all its mistakes at once.

use std::{fs, path::Path, sync::Arc};

use serde::de::DeserializeOwned;
use toml::{
    Spanned,
    de::{DeTable, DeValue, Error},
};

use super::Problem;
use crate::source::{Source, Span};

/// After so many mistakes of form the rest of a file is not looked at.
const ENOUGH: usize = 50;

/// What a file says, with everything that is wrong left out and told; `None` where nothing can be made of it.
pub fn read<T: DeserializeOwned>(source: &Arc<Source>) -> (Option<T>, Vec<Problem>) {
    let (read, mut problems) = read_unsorted(source);
    problems.sort_by_key(|problem| problem.span);
    (read, problems)
}

fn read_unsorted<T: DeserializeOwned>(source: &Arc<Source>) -> (Option<T>, Vec<Problem>) {
    if let Ok(read) = toml::from_str(source.text()) {
        return (Some(read), Vec::new());
    }
    let (mut table, errors) = DeTable::parse_recoverable(source.text());
    let mut problems: Vec<_> = errors.iter().take(ENOUGH).map(|error| syntax(source, error)).collect();
    if !problems.is_empty() {
        return (None, problems);
    }
    while problems.len() < ENOUGH {
        match T::deserialize(toml::Deserializer::from(table.clone())) {
            Ok(read) => return (Some(read), problems),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                let key = remove(table.get_mut(), at);
                problems.push(meaning(source, &error, key.as_deref()));
                if key.is_none() {
                    return (None, problems);
                }
            }
        }
    }
    (None, problems)
}

/// The text of a file as a source.
///
/// # Errors
/// If the file cannot be read, or is not UTF-8.
pub fn open(path: &Path) -> Result<Arc<Source>, Box<Problem>> {
    let name = path.to_string_lossy();
    let bytes = fs::read(path).map_err(|error| Box::new(Problem::file(&name, format!("cannot be read ({error})"))))?;
    if u32::try_from(bytes.len()).is_err() {
        return Err(Box::new(Problem::file(&name, "is longer than 4 GiB")));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Arc::new(Source::new(name, text))),
        Err(error) => Err(Box::new(not_utf8(&name, &error))),
    }
}

fn not_utf8(name: &str, error: &std::string::FromUtf8Error) -> Problem {
    let at = error.utf8_error().valid_up_to();
    let source = Arc::new(Source::new(name, String::from_utf8_lossy(error.as_bytes())));
    let end = source.text()[at..].chars().next().map_or(at, |char| at + char.len_utf8());
    Problem::new(&source, Span::new(at, end), "this file is not UTF-8")
        .label("the first byte that is not")
        .help("save it as UTF-8")
}

fn syntax(source: &Arc<Source>, error: &Error) -> Problem {
    let message = format!("this is not TOML: {}", error.message().replace('\n', ", "));
    let help = "text stands between quotation marks, a list between [ and ]; each that is opened must be closed";
    Problem::new(source, span_of(source, error), message).help(help)
}

/// A span of the error on character boundaries of the source.
fn span_of(source: &Source, error: &Error) -> Span {
    let text = source.text();
    let span = error.span().unwrap_or(0..0);
    let end = (span.end.min(text.len())..).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    let start = (0..=span.start.min(end)).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    Span::new(start, end)
}

fn meaning(source: &Arc<Source>, error: &Error, key: Option<&str>) -> Problem {
    let problem = |message: String| Problem {
        key: key.map(str::to_owned),
        ..Problem::new(source, span_of(source, error), message)
    };
    let quoted: Vec<_> = error.message().split('`').skip(1).step_by(2).collect();
    match (error.message(), quoted.split_first()) {
        (message, Some((word, known))) if message.starts_with("unknown field") => {
            let noun = if key == Some("check") { "check" } else { "key" };
            problem(format!("unknown {noun} `{word}`"))
                .label("not known here")
                .did_you_mean(word, known.iter().copied())
        }
        (message, Some((word, known))) if message.starts_with("unknown variant") => {
            let noun = noun(key.unwrap_or_default());
            problem(format!("unknown {noun} `{word}`")).label("not known").did_you_mean(word, known.iter().copied())
        }
        (message, Some((word, _))) if message.starts_with("missing field") => {
            problem(format!("the key `{word}` is missing")).help(format!("add `{word} = …`"))
        }
        (message, _) => {
            let problem = problem(message.replace('\n', ", ")).label("not what is expected here");
            match message.split_once(", expected ") {
                Some((_, expected)) => problem.help(format!("write {expected}")),
                None => problem,
            }
        }
    }
}

/// What the values of a key are called.
fn noun(key: &str) -> &str {
    match key {
        "in" => "kind of block",
        "kinds" | "kind" => "kind of document",
        "fail-on" => "threshold",
        key => key,
    }
}

/// Takes the entry at a place out of a table, and says under which key it stood: for a key, that of its table.
fn remove(table: &mut DeTable<'_>, at: usize) -> Option<String> {
    let unknown = table.keys().find(|key| key.span().contains(&at)).cloned();
    if let Some(key) = unknown {
        table.remove(&key);
        return Some(String::new());
    }
    let keys: Vec<_> = table.keys().cloned().collect();
    for key in keys {
        let Some(value) = table.get_mut(&key) else { continue };
        match remove_in(value, at) {
            Removed::No => {}
            Removed::Entry => return Some(key.get_ref().to_string()),
            Removed::Under(inner) if inner.is_empty() => return Some(key.get_ref().to_string()),
            Removed::Under(inner) => return Some(inner),
            Removed::Whole => {
                table.remove(&key);
                return Some(key.get_ref().to_string());
            }
        }
    }
    None
}

enum Removed {
    /// The place is not in this value.
    No,
    /// The value itself has to go.
    Whole,
    /// An entry of an array has gone.
    Entry,
    /// Something in a table has gone; its key, empty for a key of this very table.
    Under(String),
}

fn remove_in(value: &mut Spanned<DeValue<'_>>, at: usize) -> Removed {
    let here = value.span().contains(&at);
    let inner = match value.get_mut() {
        DeValue::Table(table) => remove(table, at).map_or(Removed::No, Removed::Under),
        DeValue::Array(array) => {
            let mut kept = Vec::new();
            let mut removed = Removed::No;
            for mut entry in array.clone() {
                match remove_in(&mut entry, at) {
                    Removed::Whole => {
                        removed = Removed::Entry;
                        continue;
                    }
                    Removed::No => {}
                    other => removed = other,
                }
                kept.push(entry);
            }
            *array = kept.into_iter().collect();
            removed
        }
        _ => Removed::No,
    };
    match inner {
        Removed::No if here => Removed::Whole,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Problems, shown};

    #[test]
    fn a_file_that_is_not_utf8_is_told_at_its_first_wrong_byte() {
        let error = String::from_utf8(b"title = \"caf\xe9 bar\"\n".to_vec()).unwrap_err();
        insta::assert_snapshot!(shown(&Problems(vec![not_utf8("a.toml", &error)])), @r##"
          × 1 mistake in rules, languages or configuration

        Error:
          × this file is not UTF-8
           ╭─[a.toml:1:13]
         1 │ title = "caf� bar"
           ·             ┬
           ·             ╰── the first byte that is not
           ╰────
          help: save it as UTF-8
        "##);
    }

    #[test]
    fn a_file_that_is_not_there_is_told_by_its_name() {
        let problem = open(Path::new("no/such.toml")).unwrap_err();
        assert!(problem.to_string().starts_with("cannot be read (") && problem.to_string().ends_with("no/such.toml"));
        assert!(shown(&Problems(vec![*problem])).contains("no/such.toml"));
    }

    #[test]
    fn a_table_nested_too_deep_is_a_mistake() {
        let source = Arc::new(Source::new("a.toml", format!("a = {}", "[".repeat(100_000))));
        let (read, problems) = read::<toml::Table>(&source);
        assert!(read.is_none() && !problems.is_empty());
    }
}
