//! What is in force for one file, and who says so.

use std::{
    io::{self, Write},
    path::Path,
    sync::Arc,
};

use crate::{
    cli::{parse, read_as, setup::Setup},
    config::{Choices, Config, FileGlob, Globs, Origin, Override},
    document::Document,
    escape,
    parse::Given,
    problem::Placed,
    rule::Rule,
    source::Source,
};

/// How wide a column of values may become.
const MOST: usize = 50;

/// A key of the configuration, its value, and who says it.
type Row = (&'static str, String, String);

/// Prints everything that holds for a document of this path, and where each of it is said.
pub(super) fn tell(
    setup: &Setup,
    path: &Path,
    (source, document, given): (&Source, &Document<'_>, &Given),
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut rows = reading(setup, document, given);
    rows.extend(choosing(setup));
    rows.extend(meeting(setup, path));
    writeln!(out, "{}", escape::line(source.name()))?;
    let longest = |lengths: &mut dyn Iterator<Item = usize>| lengths.max().unwrap_or_default();
    let keys = longest(&mut rows.iter().map(|(key, ..)| key.len()));
    let values = longest(&mut rows.iter().map(|(_, value, _)| value.chars().count())).min(MOST);
    for (key, value, by) in &rows {
        writeln!(out, "  {key:keys$}  {:values$}  {}", escape::line(value), escape::line(by))?;
    }
    writeln!(out)?;
    rules(setup, source, document, out)
}

/// How the document is read.
fn reading(setup: &Setup, document: &Document<'_>, given: &Given) -> Vec<Row> {
    vec![
        ("kind", parse::word(&document.kind), read_as::kind_by(setup, document, given)),
        ("lang", document.language.to_string(), read_as::language_by(setup, document, given)),
    ]
}

/// What is chosen for it.
fn choosing(setup: &Setup) -> Vec<Row> {
    let Choices { rules, languages, select, ignore, fail_on, .. } = &setup.choices;
    let by = fail_on.as_ref().map_or_else(|| "default".to_owned(), |said| said.by.to_string());
    let mut rows = vec![("fail-on", setup.choices.fail_on().name().to_owned(), by)];
    for (key, globs) in [("rules", rules), ("languages", languages)] {
        rows.extend(globs.iter().map(|glob| (key, glob.pattern.text.clone(), glob_by(&setup.config, glob))));
    }
    for (key, words) in [("select", select), ("ignore", ignore)] {
        rows.extend(words.as_ref().map(|said| (key, list(&said.value), said.by.to_string())));
    }
    rows
}

/// Which patterns of the configuration hold it, or do not.
fn meeting(setup: &Setup, path: &Path) -> Vec<Row> {
    let config = &setup.config;
    let by = |globs: &Globs| globs.written().next().map(placed).unwrap_or_default();
    let mut rows = Vec::new();
    for place in config.overrides_of(path) {
        let Override { at, files, .. } = &config.overrides[place];
        let files: Vec<Placed> = files.written().cloned().collect();
        rows.push(("override", list(&files), Origin { overriding: false, ..at.clone() }.to_string()));
    }
    if let Some(exclude) = config.exclude.as_ref().filter(|_| config.excludes(path)) {
        rows.push(("exclude", "left out, unless it is named".to_owned(), by(exclude)));
    }
    if let Some(files) = config.files.as_ref().filter(|files| !files.hold(path)) {
        rows.push(("files", "not listed, linted only if it is named".to_owned(), by(files)));
    }
    rows
}

fn rules(setup: &Setup, source: &Source, document: &Document<'_>, out: &mut dyn Write) -> io::Result<()> {
    let rules = setup.rules.rules();
    let width = rules.iter().map(|rule| rule.id.chars().count()).max().unwrap_or_default();
    for (place, rule) in rules.iter().enumerate() {
        let (on, why) = match deaf(rule, source, document) {
            Some(reason) if setup.rules.is_on(place) => ("off", reason),
            _ if setup.rules.is_on(place) => ("on", setup.rules.because(place).to_string()),
            _ => ("off", setup.rules.because(place).to_string()),
        };
        let (id, severity) = (escape::line(&rule.id), setup.rules.severity(place, None).to_string());
        writeln!(out, "{id:width$}  {severity:7}  {on:3}  {}", escape::line(&why))?;
        let said = setup.choices.settings.iter().filter(|settings| *settings.id.text == *rule.id);
        for setting in said.flat_map(|settings| &settings.settings) {
            let (key, by) = (setting.value.key().name(), setting.by.to_string());
            let value = setting.as_written().split_whitespace().collect::<Vec<_>>().join(" ");
            writeln!(out, "    {key} = {}  {}", escape::line(&value), escape::line(&by))?;
        }
    }
    Ok(())
}

/// Why a rule that is on does not judge this document.
fn deaf(rule: &Rule, source: &Source, document: &Document<'_>) -> Option<String> {
    if !rule.judges_kind(document.kind) {
        let kinds: Vec<String> = rule.kinds.iter().map(parse::word).collect();
        return Some(format!("judges only the kind `{}`", kinds.join("`, `")));
    }
    if !rule.applies(document, source.name()) {
        return Some("judges only files that match its `files`".to_owned());
    }
    let speaks = rule.checks.is_empty() || rule.speaks(&document.language);
    (!speaks).then(|| format!("says nothing in `{}`", document.language))
}

/// Who names some rule or language files.
fn glob_by(config: &Config, glob: &FileGlob) -> String {
    let same = |other: &FileGlob| {
        Arc::ptr_eq(&other.pattern.source, &glob.pattern.source) && other.pattern.span == glob.pattern.span
    };
    let overriding =
        config.overrides.iter().any(|one| one.choices.rules.iter().chain(&one.choices.languages).any(same));
    Origin { source: Arc::clone(&glob.pattern.source), span: glob.pattern.span, overriding }.to_string()
}

fn placed(word: &Placed) -> String {
    Origin { source: Arc::clone(&word.source), span: word.span, overriding: false }.to_string()
}

fn list(words: &[Placed]) -> String {
    words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(", ")
}
