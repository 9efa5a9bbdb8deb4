//! Which files there are, and the rules in them.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use rayon::prelude::*;

use crate::{
    config::{Choices, FileGlob},
    language::{self, Language},
    problem::{Placed, Problem},
    rule::{self, Extension, Loaded, Rule},
    source::{Source, Span},
};

/// The languages under a configuration.
pub(super) fn languages(choices: &Choices, problems: &mut Vec<Problem>) -> Vec<Arc<Language>> {
    let (languages, mistakes) = language::load(&files(&choices.languages, problems));
    problems.extend(mistakes);
    problems.extend(unknown(choices, &languages));
    languages
}

/// A language chosen that nobody has described.
pub(super) fn unknown(choices: &Choices, languages: &[Arc<Language>]) -> Option<Problem> {
    let lang = &choices.lang.as_ref()?.value;
    let known = languages.iter().any(|language| *language.code == *lang.text);
    (!known).then(|| language::unknown(lang.problem(""), &lang.text, languages))
}

/// What becomes of a rule file that has the name of a built-in rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Namesake {
    /// It is a mistake.
    Mistake,
    /// It stands in for the built-in one.
    StandIn,
}

/// Built-in rules and those in files, extensions taken in; with the built-in ones comes the tool's own.
pub(super) fn rules(
    (builtin, files): (Vec<Rule>, &[Arc<Source>]),
    languages: &[Arc<Language>],
    namesake: Namesake,
    problems: &mut Vec<Problem>,
) -> Vec<Rule> {
    let own = (!builtin.is_empty()).then(super::own::suppression);
    let mut rules: Vec<Rule> = own.into_iter().chain(builtin).collect();
    let mut places: BTreeMap<Arc<str>, usize> =
        rules.iter().enumerate().map(|(place, rule)| (Arc::clone(&rule.id), place)).collect();
    let mut extensions = Vec::new();
    let read: Vec<_> = files.par_iter().map(|source| rule::salvage(source, languages)).collect();
    for (loaded, mistakes) in read {
        problems.extend(mistakes);
        match loaded {
            None => {}
            Some(Loaded::Extension(extension)) => extensions.push(extension),
            Some(Loaded::Rule(rule)) => match places.get(&rule.id) {
                Some(&place) if namesake == Namesake::StandIn && !rules[place].custom => {
                    rules[place] = Rule { custom: true, ..*rule };
                }
                Some(&place) => problems.push(duplicate(&rule, &rules[place])),
                None => {
                    places.insert(Arc::clone(&rule.id), rules.len());
                    rules.push(Rule { custom: true, ..*rule });
                }
            },
        }
    }
    let bases: BTreeMap<String, String> =
        extensions.iter().map(|extension| (stem(&extension.base.source), extension.base.text.clone())).collect();
    for extension in extensions {
        match bases.get(&extension.base.text).filter(|_| !places.contains_key(&*extension.base.text)) {
            Some(base) => problems.push(of_extension(&extension.base, base)),
            None => extend(&mut rules, &places, extension, problems),
        }
    }
    rules
}

/// A file that would add to a file that adds to a rule itself, called `base`.
fn of_extension(word: &Placed, base: &str) -> Problem {
    if stem(&word.source) == word.text {
        let problem = word.problem("this file would add to itself");
        return problem.help("name the rule that it adds to; `courtesy rules` lists them all");
    }
    let problem = word.problem(format!("`{}` is no rule: it adds to `{base}` itself", word.text));
    problem.help(format!("name the rule that it adds to: `extends = \"{base}\"`"))
}

fn stem(source: &Source) -> String {
    Path::new(source.name()).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn extend(rules: &mut [Rule], places: &BTreeMap<Arc<str>, usize>, extension: Extension, problems: &mut Vec<Problem>) {
    match places.get(&*extension.base.text) {
        Some(&place) => problems.extend(rules[place].extend(extension).err().into_iter().flatten()),
        None => problems.push(super::select::unknown(&extension.base, rules, false)),
    }
}

/// Two files of one name.
fn duplicate(rule: &Rule, first: &Rule) -> Problem {
    let start = Span::new(0, rule.file.text().lines().next().map_or(0, str::len));
    let problem = Problem::new(&rule.file, start, format!("there is already a rule `{}`", rule.id));
    problem
        .label(format!("the other one is {}", first.file.name()))
        .help(format!("rename this file, or start it with `extends = \"{}\"` to add to the other", rule.id))
}

/// The files that patterns name, each once.
pub(super) fn files(globs: &[FileGlob], problems: &mut Vec<Problem>) -> Vec<Arc<Source>> {
    let mut files: Vec<Arc<Source>> = Vec::new();
    for glob in globs {
        match glob.open() {
            Ok(sources) => files.extend(sources),
            Err(mistakes) => problems.extend(mistakes),
        }
    }
    // One pattern names each file once.
    if globs.len() < 2 {
        return files;
    }
    let mut seen = BTreeSet::new();
    files.retain(|file| {
        let path = std::fs::canonicalize(file.name()).unwrap_or_else(|_| file.name().into());
        seen.insert(path)
    });
    files
}
