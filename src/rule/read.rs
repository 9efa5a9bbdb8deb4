//! From what an author wrote to what can run: the one arrow, which gathers every mistake on its way.

use std::{
    path::Path,
    sync::{Arc, OnceLock},
};

use toml::{
    Spanned,
    value::{Date, Datetime},
};

mod kinds;
mod lists;

use super::{
    Check, CheckKind, Example, Extension, Lists, Loaded, Rule, Spoken, Template, Words,
    file::{LanguageTable, RuleFile},
    message::PLACEHOLDERS,
    spoken::Later,
};
use crate::{
    finding::Severity,
    language::{Language, Written},
    problem::{Placed, Problem, toml_file},
    source::{Source, Span},
};
use lists::Languages;

/// What a rule file holds, or all that is wrong with it.
///
/// # Errors
/// Every mistake in the file.
pub fn read(source: &Arc<Source>, languages: &[Arc<Language>]) -> Result<Loaded, Vec<Problem>> {
    match salvage(source, languages) {
        (Some(loaded), problems) if problems.is_empty() => Ok(loaded),
        (_, problems) => Err(problems),
    }
}

/// What can be read of a rule file, and all that is wrong with it. What is read of a file with mistakes cannot run, but
/// its phrases can be tried, so that their mistakes are told together with the others.
pub fn salvage(source: &Arc<Source>, languages: &[Arc<Language>]) -> (Option<Loaded>, Vec<Problem>) {
    let (file, problems) = toml_file::read::<RuleFile>(source);
    let mut reader = Reader::new(source, languages, problems);
    let loaded = file.map(|file| reader.file(file));
    reader.problems.sort_by_key(|problem| problem.span);
    (loaded, reader.problems)
}

/// A built-in rule, whose file had no mistake when the program was built. Its phrases and examples are read when they are
/// first asked for: of each list, `head` holds the first entry alone, and `table` gives the whole table of a language.
pub fn stored(
    source: &Arc<Source>,
    head: RuleFile,
    languages: &[Arc<Language>],
    table: fn(&Source, &str) -> LanguageTable,
) -> Rule {
    let mut reader = Reader { stored: true, ..Reader::new(source, languages, Vec::new()) };
    let mut rule = match reader.file(head) {
        Loaded::Rule(rule) => *rule,
        Loaded::Extension(_) => unreachable!("the build script takes no extension"),
    };
    let groups: Arc<[Arc<str>]> = rule.groups.clone().into();
    for (code, spoken) in rule.checks.iter_mut().flat_map(|check| &mut check.languages) {
        let (file, groups) = (Arc::clone(source), Arc::clone(&groups));
        *spoken = Spoken::later(Later { file, code: Arc::clone(code), groups, table });
    }
    rule
}

/// The lists of a check that were left to be read later.
pub(super) fn later(later: &Later, kind: &CheckKind) -> Lists {
    let mut reader = Reader { stored: true, ..Reader::new(&later.file, &[], Vec::new()) };
    reader.groups = later.groups.to_vec();
    let mut lists = reader.lists((later.table)(&later.file, &later.code));
    lists.retain(|list| kind.takes(list));
    lists
}

/// The examples in a rule file without mistakes.
pub(super) fn examples(source: &Arc<Source>) -> Vec<Example> {
    let (file, problems) = toml_file::read::<RuleFile>(source);
    let mut reader = Reader::new(source, &[], problems);
    let languages = file.map(|file| file.language).unwrap_or_default();
    languages.into_iter().flat_map(|(code, table)| reader.examples(&code.into_inner().into(), &table)).collect()
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    languages: &'a [Arc<Language>],
    problems: Vec<Problem>,
    /// The names of the lists in `needs`, `items` and `values`.
    groups: Vec<Arc<str>>,
    /// Whether the file had no mistake when the program was built.
    stored: bool,
}

impl<'a> Reader<'a> {
    fn new(source: &'a Arc<Source>, languages: &'a [Arc<Language>], problems: Vec<Problem>) -> Self {
        Self { source, languages, problems, stored: false, groups: Vec::new() }
    }
}

impl Reader<'_> {
    fn file(&mut self, mut file: RuleFile) -> Loaded {
        let words = self.words(std::mem::take(&mut file.words));
        let languages = std::mem::take(&mut file.language);
        match file.extends.take() {
            Some(base) => Loaded::Extension(self.extension(base, file, words, languages)),
            None => Loaded::Rule(Box::new(self.rule(file, words, languages))),
        }
    }

    fn rule(&mut self, file: RuleFile, words: Words, languages: Languages) -> Rule {
        let silent = languages.is_empty();
        let kinds = self.kinds(file.check.unwrap_or_default());
        let (lists, examples) = self.languages(languages, Some(&kinds));
        let title = self.title(file.title, silent);
        Rule {
            id: stem(self.source),
            custom: false,
            stored: self.stored,
            title,
            severity: file.severity.unwrap_or(Severity::Warning),
            source: file.source,
            url: file.url,
            tags: file.tags.into_iter().map(Spanned::into_inner).collect(),
            why: file.why,
            instead: file.instead,
            message: file.message.and_then(|message| self.message(message)),
            kinds: file.kinds,
            files: file.files.into_iter().filter_map(|glob| self.glob(glob)).collect(),
            words,
            reviewed: file.reviewed.and_then(|date| self.date(&date)),
            review_by: file.review_by.and_then(|date| Some((self.date(&date)?, date.span().into()))),
            checks: Check::all(kinds, lists),
            groups: std::mem::take(&mut self.groups),
            own_examples: if self.stored { OnceLock::new() } else { examples.into() },
            more_examples: Vec::new(),
            file: Arc::clone(self.source),
            extended_by: Vec::new(),
        }
    }

    fn extension(&mut self, base: Written, file: RuleFile, words: Words, languages: Languages) -> Extension {
        if let Some(title) = &file.title {
            let problem = self.problem(title, "a file that extends a rule has no title of its own");
            self.problems.push(problem.help("leave the title out, or `extends`"));
        }
        if file.check.is_some() {
            let problem = self.problem(&base, "a file that extends a rule has no check of its own");
            self.problems.push(problem.help("leave the `[check]` table out, or `extends`"));
        }
        let (languages, examples) = self.languages(languages, None);
        let tags = file.tags.into_iter().map(Spanned::into_inner).collect();
        let base = Placed::new(self.source, base);
        let groups = std::mem::take(&mut self.groups);
        Extension { base, severity: file.severity, tags, words, languages, groups, examples }
    }

    fn title(&mut self, title: Option<Spanned<String>>, silent: bool) -> String {
        let start = Spanned::new(0..0, ());
        let Some(title) = title else {
            if self.meant("title") {
                return String::new();
            }
            let problem = self.problem(&start, "this rule has no title");
            self.problems
                .push(problem.label("a rule starts with one").help("add `title = \"…\"`: the rule in a few words"));
            return String::new();
        };
        if silent && self.problems.is_empty() {
            let problem = self.problem(&title, "this rule speaks no language").label("a rule without phrases");
            self.problems.push(problem.help("add a table such as `[language.en]` with `phrases`, `bad` and `good`"));
        }
        title.into_inner()
    }

    fn message(&mut self, written: Written) -> Option<Template> {
        let written = Placed::new(self.source, written);
        let unknown = match Template::parse(&written.text) {
            Ok(template) => return Some(template),
            Err(unknown) => unknown,
        };
        for range in unknown {
            let word = &written.text[range.start + 1..range.end - 1];
            let problem = written.problem_in(range.clone(), format!("unknown placeholder `{{{word}}}`"));
            self.problems.push(problem.did_you_mean(word, PLACEHOLDERS));
        }
        None
    }

    fn glob(&mut self, written: Spanned<String>) -> Option<glob::Pattern> {
        let written = Placed::new(self.source, written);
        glob::Pattern::new(&written.text).map_err(|error| self.problems.push(written.wrong_glob(&error))).ok()
    }

    fn date(&mut self, date: &Spanned<Datetime>) -> Option<Date> {
        let day = date.get_ref().date.filter(|_| date.get_ref().time.is_none());
        if day.is_none() {
            let problem = self.problem(date, "this is not a day").help("write a date such as 2026-11-21");
            self.problems.push(problem);
        }
        day
    }

    /// Whether the key is there with a wrong value, or most likely under a wrong name, so that it is not missing as well.
    fn meant(&self, key: &str) -> bool {
        let help = format!("did you mean `{key}`?");
        let meant = |problem: &Problem| problem.key.as_deref() == Some(key) || problem.help.as_ref() == Some(&help);
        self.problems.iter().any(meant)
    }

    fn problem<T>(&self, at: &Spanned<T>, message: impl Into<String>) -> Problem {
        Problem::new(self.source, Span::from(at.span()), message)
    }
}

fn stem(source: &Source) -> Arc<str> {
    Path::new(source.name()).file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default().into()
}

#[cfg(test)]
mod tests;
