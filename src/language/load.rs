//! Loading languages: the built-in files, then those of a company, list by list behind them.

use std::{collections::BTreeMap, ops::Range, path::Path, sync::Arc};

use toml::Spanned;

use super::{Labels, Language, LanguageFile, Speakers, StanceCues};
use crate::{
    builtin, phrase,
    problem::{Placed, Problem, toml_file::read},
    source::{Source, Span},
};

/// All languages, sorted by code: the built-in ones and these files, whose stems name the language that they add or extend.
pub fn load(files: &[Arc<Source>]) -> (Vec<Arc<Language>>, Vec<Problem>) {
    let mut languages: BTreeMap<String, Language> = BTreeMap::new();
    let mut problems = Vec::new();
    let built_in = builtin::languages();
    let built_in = built_in.iter().map(|source| (source, Some(builtin::language(source)), Vec::new()));
    let read = |source| {
        let (file, mistakes) = read::<LanguageFile>(source);
        (source, file, mistakes)
    };
    for (source, file, mistakes) in built_in.chain(files.iter().map(read)) {
        problems.extend(mistakes);
        problems.extend(file.as_ref().and_then(|file| unknown_stemmer(file.stemmer.as_ref()?, source)));
        let (Some(file), Some(code)) = (file, code(source)) else { continue };
        languages.entry(code.clone()).or_insert_with(|| Language::empty(&code)).extend(file, source);
    }
    (languages.into_values().map(Arc::new).collect(), problems)
}

fn unknown_stemmer(name: &Spanned<String>, source: &Arc<Source>) -> Option<Problem> {
    let known = phrase::stemmers(name.get_ref()).err()?;
    let problem = Placed::new(source, name.clone()).problem(format!("there is no stemmer `{}`", name.get_ref()));
    Some(problem.label("not known").did_you_mean(name.get_ref(), known.iter().map(String::as_str)))
}

fn code(source: &Source) -> Option<String> {
    Some(Path::new(source.name()).file_stem()?.to_str()?.to_lowercase())
}

impl Language {
    /// The file, and the place in it, of something that stands at `written` by the count of [`sources`](Self::sources).
    pub fn place(&self, written: &Range<usize>) -> (&Arc<Source>, Span) {
        let last = self.sources.last().expect("a language is read from at least one file");
        let mut before = 0;
        for source in &self.sources {
            let length = source.text().len();
            if written.start < before + length || Arc::ptr_eq(source, last) {
                let local = |at: usize| at.saturating_sub(before).min(length);
                return (source, Span::new(local(written.start), local(written.end)));
            }
            before += length;
        }
        (last, Span::new(0, 0))
    }

    /// Whether it is as the program knows it, no file of the user's adding to it.
    pub fn is_builtin(&self) -> bool {
        self.sources.len() == 1 && builtin::has_language(&self.code)
    }

    fn empty(code: &str) -> Self {
        Self { code: code.into(), file: LanguageFile::default(), sources: Vec::new() }
    }

    fn extend(&mut self, file: LanguageFile, source: &Arc<Source>) {
        let shift = self.sources.iter().map(|source| source.text().len()).sum();
        self.file.append(file, shift);
        self.sources.push(Arc::clone(source));
    }
}

impl LanguageFile {
    /// Puts the lists of another file behind the own ones; its single values replace. Places grow by `shift`.
    fn append(&mut self, more: Self, shift: usize) {
        replace(&mut self.name, more.name, shift);
        replace(&mut self.stemmer, more.stemmer, shift);
        self.elision |= more.elision;
        append(&mut self.distinct, more.distinct, shift);
        append(&mut self.function_words, more.function_words, shift);
        append(&mut self.abbreviations, more.abbreviations, shift);
        append(&mut self.clause_openers, more.clause_openers, shift);
        append(&mut self.conjunctions, more.conjunctions, shift);
        self.contractions.extend(more.contractions.into_iter().map(|(form, words)| (form, moved(words, shift))));
        self.speakers.append(more.speakers, shift);
        self.labels.append(more.labels, shift);
        self.stance.append(more.stance, shift);
        self.values.append(more.values, shift);
        self.lists.append(more.lists, shift);
    }
}

impl Speakers {
    fn append(&mut self, Self { agent, customer }: Self, shift: usize) {
        append(&mut self.agent, agent, shift);
        append(&mut self.customer, customer, shift);
    }
}

impl Labels {
    fn append(&mut self, more: Self, shift: usize) {
        let Self { subject, salutation, farewell, question, answer, step, script } = more;
        append(&mut self.subject, subject, shift);
        append(&mut self.salutation, salutation, shift);
        append(&mut self.farewell, farewell, shift);
        append(&mut self.question, question, shift);
        append(&mut self.answer, answer, shift);
        append(&mut self.step, step, shift);
        append(&mut self.script, script, shift);
    }
}

impl StanceCues {
    fn append(&mut self, more: Self, shift: usize) {
        let Self {
            reject,
            prescribe,
            report,
            reject_before,
            reject_quoted,
            report_before,
            reject_after,
            adopt,
            retract,
            conditions,
            negators,
        } = more;
        append(&mut self.reject, reject, shift);
        append(&mut self.prescribe, prescribe, shift);
        append(&mut self.report, report, shift);
        append(&mut self.reject_before, reject_before, shift);
        append(&mut self.report_before, report_before, shift);
        append(&mut self.reject_quoted, reject_quoted, shift);
        append(&mut self.reject_after, reject_after, shift);
        append(&mut self.conditions, conditions, shift);
        append(&mut self.negators, negators, shift);
        append(&mut self.adopt, adopt, shift);
        append(&mut self.retract, retract, shift);
    }
}

fn moved(word: Spanned<String>, shift: usize) -> Spanned<String> {
    let span = word.span();
    Spanned::new(span.start + shift..span.end + shift, word.into_inner())
}

pub(super) fn append(list: &mut Vec<Spanned<String>>, more: Vec<Spanned<String>>, shift: usize) {
    list.extend(more.into_iter().map(|word| moved(word, shift)));
}

fn replace(value: &mut Option<Spanned<String>>, other: Option<Spanned<String>>, shift: usize) {
    if let Some(other) = other {
        *value = Some(moved(other, shift));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Problems, shown};

    fn file(name: &str, text: &str) -> Arc<Source> {
        Arc::new(Source::new(name, text))
    }

    #[test]
    fn the_words_that_join_are_read() {
        let (languages, _) = load(&[]);
        for language in &languages {
            assert!(!language.file.conjunctions.is_empty(), "{}", language.code);
        }
    }

    #[test]
    fn a_company_file_extends_the_lists_of_a_language() {
        let own = file("lang/en.toml", "[lists]\ncustomer = [\"patient\"]\n");
        let (languages, problems) = load(&[own]);
        assert!(problems.is_empty(), "{problems:?}");
        let english = languages.iter().find(|language| &*language.code == "en").unwrap();
        let list = &english.file.lists["customer"];
        assert!(list.len() > 1);
        assert!(!english.file.conjunctions.is_empty());
        let (source, span) = english.place(&list.last().unwrap().span());
        assert_eq!((source.name(), source.slice(span)), ("lang/en.toml", "\"patient\""));
        let (source, span) = english.place(&list[0].span());
        assert_eq!(source.name(), "rules/languages/en.toml");
        assert!(source.slice(span).starts_with('"'));
    }

    #[test]
    fn a_new_file_is_a_new_language() {
        let (languages, _) = load(&[file("lang/de.toml", "name = \"German\"")]);
        assert!(languages.iter().any(|language| &*language.code == "de"));
    }

    #[test]
    fn all_mistakes_of_all_files_are_told() {
        let files = [
            file("de.toml", "nmae = \"German\"\nelision = 1\nstemmer = \"germann\"\n[stance]\nrejct = []\n"),
            file("fr.toml", "name = French\n"),
        ];
        insta::assert_snapshot!(shown(&Problems(load(&files).1)), @r##"
          × 5 mistakes in rules, languages or configuration

        Error:
          × unknown key `nmae`
           ╭─[de.toml:1:1]
         1 │ nmae = "German"
           · ──┬─
           ·   ╰── not known here
         2 │ elision = 1
           ╰────
          help: did you mean `name`?

        Error:
          × `elision` must be `true` or `false`, not the number 1
           ╭─[de.toml:2:11]
         1 │ nmae = "German"
         2 │ elision = 1
           ·           ┬
           ·           ╰── not what is expected here
         3 │ stemmer = "germann"
           ╰────
          help: write `elision = true` or `false`, without quotation marks

        Error:
          × unknown key `rejct`
           ╭─[de.toml:5:1]
         4 │ [stance]
         5 │ rejct = []
           · ──┬──
           ·   ╰── not known here
           ╰────
          help: did you mean `reject`?

        Error:
          × there is no stemmer `germann`
           ╭─[de.toml:3:12]
         2 │ elision = 1
         3 │ stemmer = "germann"
           ·            ───┬───
           ·               ╰── not known
         4 │ [stance]
           ╰────
          help: did you mean `german`?

        Error:
          × this text has no quotation marks
           ╭─[fr.toml:1:8]
         1 │ name = French
           ·        ───┬──
           ·           ╰── here
           ╰────
          help: write `name = "French"`
        "##);
    }
}
