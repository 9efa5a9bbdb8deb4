//! A configuration file as somebody writes it, key for key; nothing in it is checked yet but its form.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use serde::Deserialize;
use toml::Spanned;

use super::{Choices, Config, FailOn, FileGlob, Globs, Origin, Override, RuleSettings, Said, setting::SettingsTable};
use crate::{
    document::Kind,
    problem::{Placed, Problem},
    source::{Source, Span},
};

type Words = Vec<Spanned<String>>;

/// What a `courtesy.toml` says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct ConfigFile {
    /// The configuration file that this one starts from; what this one says comes on top.
    extends: Option<Spanned<String>>,
    /// Globs of the files to lint where none are named; all documents if not given.
    files: Option<Words>,
    /// Globs of the files to leave out.
    exclude: Option<Words>,
    /// Globs of the rule files to use besides the built-in rules.
    rules: Words,
    /// Globs of the language files to use besides the built-in ones.
    languages: Words,
    /// The rules to use instead of the default set: ids, tags or `ALL`.
    select: Option<Spanned<Words>>,
    /// The rules to leave out: ids, tags or `ALL`.
    ignore: Option<Spanned<Words>>,
    /// The severity from which on findings make a run fail; `warning` if not given.
    fail_on: Option<Spanned<FailOn>>,
    /// The language of documents that do not say theirs and in which it is not clear.
    lang: Option<Spanned<String>>,
    /// The kind of documents that do not say theirs.
    kind: Option<Spanned<Kind>>,
    /// What is said of single rules, by id: their severity, and settings of their checks.
    rule: BTreeMap<Spanned<String>, SettingsTable>,
    /// Sets of documents that must agree with each other.
    set: Vec<Spanned<SetTable>>,
    /// What is chosen anew for some files; of two that hold a file, the later one stands.
    r#override: Vec<Spanned<OverrideTable>>,
}

/// Documents that must agree with each other.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct SetTable {
    /// Globs of the documents.
    files: Option<Spanned<Words>>,
}

/// What is chosen anew for some files.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct OverrideTable {
    /// Globs of the files.
    files: Option<Spanned<Words>>,
    /// Globs of the rule files to use for them as well.
    rules: Words,
    /// Globs of the language files to use for them as well.
    languages: Words,
    /// The rules to use for them: ids, tags or `ALL`.
    select: Option<Spanned<Words>>,
    /// The rules to leave out for them: ids, tags or `ALL`.
    ignore: Option<Spanned<Words>>,
    /// The severity from which on findings in them make a run fail.
    fail_on: Option<Spanned<FailOn>>,
    /// The language of those that do not say theirs and in which it is not clear.
    lang: Option<Spanned<String>>,
    /// The kind of those that do not say theirs.
    kind: Option<Spanned<Kind>>,
    /// What is said of single rules in them, by id.
    rule: BTreeMap<Spanned<String>, SettingsTable>,
}

/// Gathers what a file says, and what is wrong with it.
pub(super) struct Reader<'a> {
    source: &'a Arc<Source>,
    root: &'a Path,
    pub(super) problems: Vec<Problem>,
}

impl ConfigFile {
    /// The configuration file that this one starts from.
    pub(super) fn base(&self, source: &Arc<Source>) -> Option<Placed> {
        Some(Placed::new(source, self.extends.clone()?))
    }
}

impl<'a> Reader<'a> {
    /// A file whose globs start from `root`, and the mistakes of form in it.
    pub(super) fn new(source: &'a Arc<Source>, root: &'a Path, problems: Vec<Problem>) -> Self {
        Self { source, root, problems }
    }

    /// The configuration that a file comes to by itself.
    pub(super) fn config(&mut self, file: ConfigFile) -> Config {
        let ConfigFile { extends: _, files, exclude, rules, languages, select, ignore, fail_on, .. } = file;
        let ConfigFile { lang, kind, rule, set, r#override, .. } = file;
        let table = OverrideTable { files: None, rules, languages, select, ignore, fail_on, lang, kind, rule };
        Config {
            files: files.map(|files| self.globs(files)),
            exclude: exclude.map(|exclude| self.globs(exclude)),
            sets: set.into_iter().map(|set| self.set(set)).collect(),
            choices: self.choices(table, false),
            overrides: r#override.into_iter().map(|table| self.r#override(table)).collect(),
        }
    }

    fn set(&mut self, table: Spanned<SetTable>) -> Globs {
        let span = table.span().into();
        self.own_files(table.into_inner().files, span, "this set does not say which documents must agree")
    }

    fn r#override(&mut self, table: Spanned<OverrideTable>) -> Override {
        let span = Span::from(table.span());
        let mut table = table.into_inner();
        let files = self.own_files(table.files.take(), span, "this override does not say for which files it is");
        let choices = self.choices(table, true);
        Override { at: Origin { source: Arc::clone(self.source), span, overriding: true }, files, choices }
    }

    /// The files of a table at `span`, which must name some.
    fn own_files(&mut self, files: Option<Spanned<Words>>, span: Span, missing: &str) -> Globs {
        let at = files.as_ref().map_or(span, |files| files.span().into());
        let files = files.map(Spanned::into_inner).unwrap_or_default();
        if files.is_empty() && !self.problems.iter().any(|problem| at_files(problem, span)) {
            let problem = Problem::new(self.source, at, missing);
            self.problems.push(problem.help("add `files = [\"…\"]`: what it says is for the files that match"));
        }
        self.globs(files)
    }

    fn choices(&mut self, table: OverrideTable, overriding: bool) -> Choices {
        let OverrideTable { files: _, rules, languages, select, ignore, fail_on, lang, kind, rule } = table;
        let said = Reading { source: self.source, overriding };
        Choices {
            rules: self.file_globs(rules),
            languages: self.file_globs(languages),
            select: select.map(|words| said.words(words)),
            ignore: ignore.map(|words| said.words(words)),
            fail_on: fail_on.map(|fail_on| said.value(fail_on)),
            lang: lang.map(|lang| said.word(lang)),
            kind: kind.map(|kind| said.value(kind)),
            settings: self.settings(rule, said),
        }
    }

    fn globs(&mut self, words: Words) -> Globs {
        let words = words.into_iter().map(|word| Placed::new(self.source, word)).collect();
        Globs::new(self.root, words, &mut self.problems)
    }

    fn file_globs(&mut self, words: Words) -> Vec<FileGlob> {
        let words: Vec<_> = words.into_iter().map(|word| Placed::new(self.source, word)).collect();
        self.problems.extend(words.iter().filter_map(Placed::wrong_glob));
        words.into_iter().map(|pattern| FileGlob { pattern, root: self.root.to_owned() }).collect()
    }

    fn settings(&mut self, tables: BTreeMap<Spanned<String>, SettingsTable>, said: Reading<'_>) -> Vec<RuleSettings> {
        let mut all = Vec::new();
        for (id, table) in tables {
            let settings = table.settings(said.source, said.overriding);
            self.problems.extend(settings.iter().flat_map(super::Setting::mistakes));
            all.push(RuleSettings { id: Placed::new(said.source, id), settings });
        }
        all
    }
}

/// How the keys of a table are read.
/// Whether a mistake is about the `files` of a table at `span`, or one that stands behind it.
fn at_files(problem: &Problem, table: Span) -> bool {
    let meant = problem.help.as_deref() == Some("did you mean `files`?");
    let behind = problem.span.is_some_and(|span| span.start() > table.start());
    behind && (meant || problem.key.as_deref() == Some("files"))
}

#[derive(Clone, Copy)]
struct Reading<'a> {
    source: &'a Arc<Source>,
    /// Whether they are said of some files only.
    overriding: bool,
}

impl Reading<'_> {
    fn value<T>(self, written: Spanned<T>) -> Said<T> {
        let by = Origin { source: Arc::clone(self.source), span: written.span().into(), overriding: self.overriding };
        Said { value: written.into_inner(), by }
    }

    fn word(self, written: Spanned<String>) -> Said<Placed> {
        let place = Spanned::new(written.span(), ());
        Said { value: Placed::new(self.source, written), by: self.value(place).by }
    }

    fn words(self, written: Spanned<Words>) -> Said<Vec<Placed>> {
        let Said { value, by } = self.value(written);
        Said { value: value.into_iter().map(|word| Placed::new(self.source, word)).collect(), by }
    }
}
