//! `courtesy explain @`: the word lists of the phrase language, and what is in them.

use std::io::{self, Write};

use toml::Spanned;

use crate::{
    cli::setup::{FALLBACK, Setup},
    escape,
    language::Language,
    problem::{Placed, Problem, nearest},
    rule::{Rule, Saying},
};

/// How wide lines get, in characters.
const WIDTH: usize = 96;
/// How many entries of a list are shown as samples.
const SAMPLES: usize = 2;
/// How many characters of a sample are shown.
const SAMPLE: usize = 30;

/// Whether a list of this name is known: to a language, or to a rule of the user's.
pub(super) fn knows(setup: &Setup, name: &str) -> bool {
    names(setup, None).any(|known| known == name)
}

/// Prints the names of all lists of a language, with the number of their entries and the first of them.
pub(super) fn table(setup: &Setup, lang: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    let configured = setup.choices.lang.as_ref().map(|lang| lang.value.text.as_str());
    let code = lang.or(configured).unwrap_or(FALLBACK);
    let languages = setup.rules.languages();
    for language in languages.iter().filter(|language| *language.code == *code) {
        let mut lists: Vec<_> = language.file.lists.iter().collect();
        // As the file has them: what is of use everywhere comes first there.
        lists.sort_by_key(|(_, entries)| entries.first().map(|entry| entry.span().start));
        writeln!(out, "{} word lists in {}", lists.len(), escape::line(&language.code))?;
        let rows = lists.into_iter().map(|(name, entries)| (name.as_str(), texts(entries)));
        rows.into_iter().try_for_each(|(name, entries)| row(name, &entries, "", out))?;
    }
    for rule in own(setup) {
        let id = format!("  ({})", rule.id);
        for (name, entries) in rule.words.add.iter().chain(&rule.words.replace) {
            row(name, &said(entries), &id, out)?;
        }
    }
    let others: Vec<String> = languages
        .iter()
        .filter(|language| *language.code != *code)
        .map(|language| format!("--lang {}", language.code))
        .collect();
    writeln!(out, "`courtesy explain @NAME` shows a list, {} those of another language.", others.join(" or "))
}

fn row(name: &str, entries: &[&str], of: &str, out: &mut dyn Write) -> io::Result<()> {
    let samples: Vec<String> = entries.iter().take(SAMPLES).map(|entry| cut(entry)).collect();
    let more = if entries.len() > SAMPLES { ", …" } else { "" };
    let name = format!("@{}", escape::line(name));
    writeln!(out, "  {name:24} {:>4}  {}{more}{}", entries.len(), samples.join(", "), escape::line(of))
}

/// Prints the entries of a list, language by language, and what rules add to it.
///
/// # Errors
/// If there is no list of this name, or none in the language that is wanted.
pub(super) fn tell(
    setup: &Setup,
    asked: &Placed,
    lang: Option<&str>,
    out: &mut dyn Write,
) -> Result<io::Result<()>, Box<Problem>> {
    let name = asked.text.trim_start_matches('@');
    if !names(setup, lang).any(|known| known == name) {
        return Err(Box::new(unknown(setup, asked, name, lang)));
    }
    Ok(entries(setup, name, lang, out))
}

fn entries(setup: &Setup, name: &str, lang: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    for language in spoken(setup, lang) {
        let Some(list) = language.file.lists.get(name) else { continue };
        writeln!(out, "@{} in {}: {}", escape::line(name), escape::line(&language.code), counted(list.len()))?;
        for of_file in list.chunk_by(|left, right| file(language, left) == file(language, right)) {
            if let Some(file) = file(language, &of_file[0]) {
                writeln!(out, "  from {}:", escape::line(file))?;
            }
            wrapped(&texts(of_file), out)?;
        }
    }
    for rule in own(setup) {
        for (lists, what) in [(&rule.words.add, "adds"), (&rule.words.replace, "uses instead")] {
            let Some(entries) = lists.get(name) else { continue };
            writeln!(out, "{} {what}, for itself: {}", escape::line(&rule.id), counted(entries.len()))?;
            wrapped(&said(entries), out)?;
        }
    }
    Ok(())
}

/// The file of the user's that an entry comes from.
fn file<'l>(language: &'l Language, entry: &Spanned<String>) -> Option<&'l str> {
    let (source, _) = language.place(&entry.span());
    let is_builtin = language.sources.first().is_some_and(|first| std::ptr::eq(&**first, &**source));
    (!is_builtin).then(|| source.name())
}

fn unknown(setup: &Setup, asked: &Placed, name: &str, lang: Option<&str>) -> Problem {
    let elsewhere: Vec<String> = spoken(setup, None)
        .filter(|language| language.file.lists.contains_key(name))
        .map(|it| format!("`{}`", it.code))
        .collect();
    if let (Some(lang), false) = (lang, elsewhere.is_empty()) {
        let problem = asked.problem(format!("there is no word list `@{name}` in `{lang}`")).label("not known there");
        return problem.help(format!("there is one in {}", elsewhere.join(", ")));
    }
    let problem = asked.problem(format!("there is no word list `@{name}`")).label("not known");
    problem.help(match nearest(name, names(setup, lang)) {
        Some(meant) => format!("did you mean `@{meant}`?"),
        None => "`courtesy explain @` lists them all".to_owned(),
    })
}

/// The names of all lists of some languages and of the user's rules.
fn names<'s>(setup: &'s Setup, lang: Option<&'s str>) -> impl Iterator<Item = &'s str> {
    let of_languages = spoken(setup, lang).flat_map(|language| language.file.lists.keys());
    let of_rules = own(setup).flat_map(|rule| rule.words.add.keys().chain(rule.words.replace.keys()));
    of_languages.chain(of_rules).map(String::as_str)
}

fn spoken<'s>(setup: &'s Setup, lang: Option<&'s str>) -> impl Iterator<Item = &'s Language> {
    let languages = setup.rules.languages().iter().map(AsRef::as_ref);
    languages.filter(move |language: &&Language| lang.is_none_or(|lang| *language.code == *lang))
}

fn own(setup: &Setup) -> impl Iterator<Item = &Rule> {
    setup.rules.rules().iter().filter(|rule| rule.custom || !rule.extended_by.is_empty())
}

fn texts(entries: &[Spanned<String>]) -> Vec<&str> {
    entries.iter().map(|entry| entry.get_ref().as_str()).collect()
}

fn said(entries: &[Saying]) -> Vec<&str> {
    entries.iter().map(|entry| entry.written.text.as_str()).collect()
}

fn counted(count: usize) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}

/// Prints entries with commas between them, in as few lines as they fit.
fn wrapped(entries: &[&str], out: &mut dyn Write) -> io::Result<()> {
    let text = escape::line(&entries.join(", ")).into_owned();
    let mut line = String::new();
    for piece in text.split_inclusive([' ', '|']) {
        if line.chars().count() + piece.trim_end().chars().count() > WIDTH {
            writeln!(out, "  {}", line.trim_end())?;
            line.clear();
        }
        line.push_str(piece);
    }
    if line.is_empty() { Ok(()) } else { writeln!(out, "  {line}") }
}

/// The beginning of a text, safe to print.
fn cut(text: &str) -> String {
    let shown: String = text.chars().take(SAMPLE).collect();
    let tail = if shown.len() < text.len() { "…" } else { "" };
    format!("{}{tail}", escape::line(&shown))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_stand_in_lines_that_are_not_too_long() {
        let long = ["x"; 50].join("|");
        let mut out = Vec::new();
        wrapped(&["(call|chat)", "a b", &long, "c"], &mut out).unwrap();
        let lines = String::from_utf8(out).unwrap();
        assert!(lines.starts_with("  (call|chat), a b, x|x|") && lines.ends_with("x|x, c\n"), "{lines}");
        assert!(lines.lines().count() == 2 && lines.lines().all(|line| line.len() <= WIDTH + 2), "{lines}");
    }
}
