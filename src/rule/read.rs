//! From what an author wrote to what can run: the one arrow, which gathers every mistake on its way.

use std::{
    collections::BTreeSet,
    path::Path,
    sync::{Arc, OnceLock},
};

use toml::{
    Spanned,
    value::{Date, Datetime},
};

mod complete;
mod kinds;
mod lists;
mod words;

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
    let mut lists = reader.lists((later.table)(&later.file, &later.code), &later.code);
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
    /// The names of the word lists that the file has, and of those that its phrases use.
    own_lists: BTreeSet<String>,
    used_lists: BTreeSet<String>,
}

impl<'a> Reader<'a> {
    fn new(source: &'a Arc<Source>, languages: &'a [Arc<Language>], problems: Vec<Problem>) -> Self {
        let (own_lists, used_lists) = (BTreeSet::new(), BTreeSet::new());
        Self { source, languages, problems, stored: false, groups: Vec::new(), own_lists, used_lists }
    }
}

impl Reader<'_> {
    fn file(&mut self, mut file: RuleFile) -> Loaded {
        let words = self.words(std::mem::take(&mut file.words));
        let languages = std::mem::take(&mut file.language);
        let loaded = match file.extends.take() {
            Some(base) => Loaded::Extension(self.extension(base, file, words, languages)),
            None => Loaded::Rule(Box::new(self.rule(file, words, languages))),
        };
        self.lists_are_used();
        loaded
    }

    fn rule(&mut self, file: RuleFile, words: Words, languages: Languages) -> Rule {
        let silent = languages.is_empty();
        let kinds = self.kinds(file.check.unwrap_or_default());
        let (lists, examples) = self.languages(languages, Some(&kinds));
        self.all_speak(&kinds, &lists);
        self.dates_follow(&file.reviewed, &file.review_by);
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
            let at = self.key(&["title"]).unwrap_or_else(|| title.span().into());
            let problem = Problem::new(self.source, at, "a file that extends a rule has no title of its own");
            self.problems.push(problem.help("leave the title out, or `extends`"));
        }
        if file.check.is_some() {
            let kind = |kind| self.key(&["check", kind]);
            let at = CheckKind::NAMES.into_iter().find_map(kind).unwrap_or_else(|| base.span().into());
            let problem = Problem::new(self.source, at, "a file that extends a rule has no check of its own");
            let help = "leave the `[check]` table out, or `extends`; settings of a rule stand in courtesy.toml";
            self.problems.push(problem.help(help));
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
        if title.get_ref().trim().is_empty() {
            let problem = self.problem(&title, "the title is empty");
            self.problems.push(problem.help("write the rule in a few words: `title = \"…\"`"));
        }
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
        if !self.stored {
            self.problems.extend(written.wrong_glob());
        }
        glob::Pattern::new(&written.text).ok()
    }

    /// A rule is looked at again after it has been looked at.
    fn dates_follow(&mut self, reviewed: &Option<Spanned<Datetime>>, again: &Option<Spanned<Datetime>>) {
        let (Some(reviewed), Some(again)) = (reviewed, again) else { return };
        if let (Some(first), Some(then)) = (reviewed.get_ref().date, again.get_ref().date)
            && then < first
        {
            let problem = self.problem(again, "this day is before the one in `reviewed`").label("before it");
            let problem = problem.also(Span::from(reviewed.span()), "looked at");
            self.problems.push(problem.help("write a later day: from then on `courtesy test` reminds of the rule"));
        }
    }

    fn date(&mut self, date: &Spanned<Datetime>) -> Option<Date> {
        let day = date.get_ref().date.filter(|_| date.get_ref().time.is_none());
        if day.is_none() {
            let problem = self.problem(date, "this is not a day").help("write a date such as 2026-11-21");
            self.problems.push(problem);
        }
        day
    }

    /// Whether the key is there with a wrong value, in a wrong place, or most likely under a wrong name, so that it is
    /// not missing as well.
    fn meant(&self, key: &str) -> bool {
        let (help, unknown) = (format!("did you mean `{key}`?"), format!("unknown key `{key}`"));
        let told = |problem: &Problem| problem.help.as_ref().is_some_and(|cure| cure.starts_with(&help));
        let is = |problem: &Problem| problem.key.as_deref() == Some(key) || problem.message == unknown || told(problem);
        self.problems.iter().any(is)
    }

    /// The place of the key to which these keys lead.
    fn key(&self, keys: &[&str]) -> Option<Span> {
        toml_file::outlined(self.source, |outline| outline.key(keys)).flatten()
    }

    /// The place of the value to which these keys lead.
    fn value(&self, keys: &[&str]) -> Option<Span> {
        toml_file::outlined(self.source, |outline| outline.value(keys)).flatten()
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
