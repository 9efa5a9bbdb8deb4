//! Reading a TOML file that a person wrote: what it says, and all its mistakes at once.

mod authored;
mod meaning;
mod place;
mod statement;
mod syntax;
#[cfg(test)]
mod tests;

use std::{io, path::Path, sync::Arc};

use toml::de::DeTable;

pub use authored::{Authored, Cure, Stranger};
pub use place::Outline;

use super::Problem;
use crate::{
    contents::{self, Refusal},
    source::{Source, Span},
};

/// After so many mistakes of form the rest of a file is not looked at.
const ENOUGH: usize = 50;

/// How many bytes a file may hold, so that a wrong name in a pattern does not fill the memory.
const LIMIT: u64 = 100_000_000;

/// What a file says, with everything that is wrong left out and told; `None` where nothing can be made of it.
pub fn read<T: Authored>(source: &Arc<Source>) -> (Option<T>, Vec<Problem>) {
    if let Ok(read) = toml::from_str(source.text()) {
        return (Some(read), Vec::new());
    }
    let (text, mut problems) = syntax::readable(source);
    let table = text.as_deref().and_then(|text| DeTable::parse(text).ok());
    let read = table.and_then(|table| read_table(source, table, &mut problems));
    problems.sort_by_key(|problem| problem.span);
    (read, problems)
}

fn read_table<T: Authored>(
    source: &Arc<Source>,
    mut table: toml::Spanned<DeTable<'_>>,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    for keys in T::tables() {
        problems.extend(meaning::no_tables::<T>(source, table.get_mut(), keys));
    }
    while problems.len() < ENOUGH {
        match T::deserialize(toml::Deserializer::from(table.clone())) {
            Ok(read) => return Some(read),
            Err(error) if meaning::wants_a_word(source, table.get_mut(), &error) => {}
            Err(error) => {
                let problem = meaning::leave_out::<T>(source, table.get_mut(), &error)?;
                if !is_told(&problem, problems) {
                    problems.push(problem);
                }
            }
        }
    }
    None
}

/// Whether a key is missing only because it stands there under a wrong name.
fn is_told(missing: &Problem, problems: &[Problem]) -> bool {
    let within = |one: &&Problem| missing.span.zip(one.span).is_some_and(|(outer, inner)| outer.contains(inner));
    let meant = |one: &Problem| {
        one.help.as_ref().is_some_and(|cure| {
            missing.message.contains(cure.trim_start_matches("did you mean ").trim_end_matches('?'))
        })
    };
    missing.message.ends_with(" is missing") && problems.iter().filter(within).any(meant)
}

/// Gives `ask` the places of keys and values in a file, or as much of it as is TOML.
pub fn outlined<R>(source: &Arc<Source>, ask: impl FnOnce(&Outline<'_>) -> R) -> Option<R> {
    let (text, _) = syntax::readable(source);
    let text = text?;
    let table = DeTable::parse(&text).ok()?;
    Some(ask(&Outline(table)))
}

/// The text of a file as a source.
///
/// # Errors
/// If the file cannot be read, holds more than 100 MB, or is not UTF-8.
pub fn open(path: &Path) -> Result<Arc<Source>, Box<Problem>> {
    let name = path.to_string_lossy();
    let bytes = contents::of_file(path, LIMIT).map_err(|refusal| Box::new(unreadable(&name, refusal)))?;
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Box::new(Problem::file(&name, "this file is UTF-16").help("save it as UTF-8")));
    }
    if bytes.contains(&0) {
        return Err(Box::new(
            Problem::file(&name, "this file is no text").help("write it with a text editor, and save it as UTF-8"),
        ));
    }
    match String::from_utf8(bytes) {
        // Places are counted behind a byte order mark, as editors do.
        Ok(text) => Ok(Arc::new(Source::new(name, text.strip_prefix('\u{feff}').unwrap_or(&text)))),
        Err(error) => Err(Box::new(not_utf8(&name, &error))),
    }
}

fn unreadable(name: &str, refusal: Refusal) -> Problem {
    let problem = |message: &str| Problem::file(name, message);
    match refusal {
        Refusal::NoFile(kind) => {
            problem(&format!("this is {kind}, not a file")).help("name files that hold TOML, as in `rules/*.toml`")
        }
        Refusal::TooLarge(size) => {
            let size = size.map_or_else(String::new, |size| format!(" ({size} bytes)"));
            problem(&format!("this file is larger than 100 MB{size}")).help("split it, or leave it out")
        }
        Refusal::Io(error) => match error.kind() {
            io::ErrorKind::NotFound => problem("there is no such file"),
            io::ErrorKind::PermissionDenied => {
                problem("this file may not be read").help("give yourself the right to read it")
            }
            kind => problem(&format!("cannot be read ({kind})")),
        },
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
