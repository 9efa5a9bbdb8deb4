//! From what an author wrote to what can run: the one arrow, which gathers every mistake on its way.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, OnceLock},
};

use toml::{
    Spanned,
    value::{Date, Datetime},
};

use super::{
    Check, Cover, Example, Extension, Forbid, Loaded, Rule, Saying, Scope, Template, Words,
    cover::CoverSayings,
    file::{CoverTable, Entry, ForbidTable, LanguageTable, Place, Reach, RuleFile, Stances, Voice, WordList},
    forbid::Sayings,
    message::PLACEHOLDERS,
};
use crate::{
    document::Stance,
    finding::Severity,
    language::{Language, Written},
    phrase,
    problem::{Placed, Problem, toml_file},
    source::{Source, Span},
    value::week::WEEK,
};

/// What a rule file holds, or all that is wrong with it.
///
/// # Errors
/// Every mistake in the file.
pub fn read(source: &Arc<Source>, languages: &[Arc<Language>]) -> Result<Loaded, Vec<Problem>> {
    let (file, problems) = toml_file::read::<RuleFile>(source);
    let mut reader = Reader { source, languages, problems, stored: false };
    let loaded = file.map(|file| reader.file(file));
    match loaded {
        Some(loaded) if reader.problems.is_empty() => Ok(loaded),
        _ => {
            reader.problems.sort_by_key(|problem| problem.span);
            Err(reader.problems)
        }
    }
}

/// What a built-in rule file holds, which had no mistake when the program was built; its phrases and examples are read
/// when they are first asked for.
pub fn stored(source: &Arc<Source>, file: RuleFile, languages: &[Arc<Language>]) -> Loaded {
    Reader { source, languages, problems: Vec::new(), stored: true }.file(file)
}

/// The examples in a rule file without mistakes.
pub(super) fn examples(source: &Arc<Source>) -> Vec<Example> {
    let (file, problems) = toml_file::read::<RuleFile>(source);
    let mut reader = Reader { source, languages: &[], problems, stored: false };
    let languages = file.map(|file| file.language).unwrap_or_default();
    languages.into_iter().flat_map(|(code, table)| reader.examples(&code.into_inner().into(), &table)).collect()
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    languages: &'a [Arc<Language>],
    problems: Vec<Problem>,
    /// Whether the file had no mistake when the program was built.
    stored: bool,
}

impl Reader<'_> {
    fn file(&mut self, mut file: RuleFile) -> Loaded {
        let words = self.words(std::mem::take(&mut file.words));
        let languages = std::mem::take(&mut file.language);
        match file.extends.take() {
            Some(base) => Loaded::Extension(self.extension(base, file, words, languages)),
            None => Loaded::Rule(self.rule(file, words, languages)),
        }
    }

    fn rule(&mut self, file: RuleFile, words: Words, languages: Languages) -> Rule {
        let silent = languages.is_empty();
        let tables = file.check.unwrap_or_default();
        let forbids = tables.forbid.is_some() || tables.cover.is_none();
        let spoken = self.spoken(languages, Some((forbids, tables.cover.is_some())));
        let forbid = forbids.then(|| forbid(tables.forbid.unwrap_or_default(), spoken.forbid)).map(Check::Forbid);
        let cover = tables.cover.map(|table| self.cover(table, spoken.cover)).map(Check::Cover);
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
            checks: forbid.into_iter().chain(cover).collect(),
            own_examples: if self.stored { OnceLock::new() } else { spoken.examples.into() },
            more_examples: Vec::new(),
            file: Arc::clone(self.source),
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
        let Spoken { examples, forbid, cover } = self.spoken(languages, None);
        let tags = file.tags.into_iter().map(Spanned::into_inner).collect();
        let base = Placed::new(self.source, base);
        Extension { base, severity: file.severity, tags, words, forbid, cover, examples }
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

    /// What is said in each language. `checks`: whether the rule forbids, and whether it counts hours; `None` for an
    /// extension, which proves nothing by itself and does not know what it extends.
    fn spoken(&mut self, languages: Languages, checks: Option<(bool, bool)>) -> Spoken {
        let mut spoken = Spoken::default();
        for (code, mut table) in languages {
            let Some(language) = self.language(&code) else { continue };
            if let Some(checks) = checks.filter(|_| !self.stored) {
                self.proven(&code, &table);
                self.belongs(&table, checks);
            }
            spoken.examples.extend(self.examples(&language, &table));
            let cover = self.cover_sayings(&mut table);
            if !cover.is_empty() {
                spoken.cover.insert(Arc::clone(&language), cover);
            }
            let forbid = self.sayings(table);
            if !forbid.is_empty() {
                spoken.forbid.insert(language, forbid);
            }
        }
        spoken
    }

    fn cover(&mut self, table: CoverTable, languages: BTreeMap<Arc<str>, CoverSayings>) -> Cover {
        let (hours, ideal) = (self.weekly(table.hours), self.weekly(table.ideal));
        Cover { scope: scope(table.speaker, table.r#in, table.stance), hours, ideal, languages }
    }

    /// A number of hours of the week.
    fn weekly(&mut self, hours: Option<Spanned<u32>>) -> u32 {
        let Some(hours) = hours else { return WEEK / 60 };
        if *hours.get_ref() > WEEK / 60 {
            let problem = self.problem(&hours, "a week has 168 hours").label("more than there are");
            self.problems.push(problem.help("write a number up to 168"));
        }
        hours.into_inner()
    }

    /// A key of a language belongs to a check that the rule has.
    fn belongs(&mut self, table: &LanguageTable, (forbids, covers): (bool, bool)) {
        let of_forbid = table.phrases.first().map(Spanned::span).or(table.unless.first().map(Spanned::span));
        let cover = [
            (&table.about, "about"),
            (&table.contact, "contact"),
            (&table.except, "except"),
            (&table.always, "always"),
            (&table.limited, "limited"),
        ];
        let of_cover = cover.into_iter().filter_map(|(list, key)| Some((list.first()?.span(), key)));
        let strangers: Vec<_> = of_forbid
            .filter(|_| !forbids)
            .map(|span| (span, "phrases", "forbid"))
            .into_iter()
            .chain(of_cover.filter(|_| !covers).map(|(span, key)| (span, key, "cover")))
            .collect();
        for (span, key, check) in strangers {
            let problem =
                Problem::new(self.source, Span::from(span), format!("`{key}` belongs to the check `{check}`"));
            let problem = problem.label(format!("the rule has no `[check.{check}]`"));
            self.problems.push(problem.help(format!("add `[check.{check}]`, or take `{key}` away")));
        }
    }

    fn cover_sayings(&mut self, table: &mut LanguageTable) -> CoverSayings {
        CoverSayings {
            about: self.list(std::mem::take(&mut table.about)),
            contact: self.list(std::mem::take(&mut table.contact)),
            except: self.list(std::mem::take(&mut table.except)),
            always: self.list(std::mem::take(&mut table.always)),
            limited: self.list(std::mem::take(&mut table.limited)),
        }
    }

    fn language(&mut self, code: &Spanned<String>) -> Option<Arc<str>> {
        let known = self.languages.iter().find(|language| *language.code == **code.get_ref());
        if known.is_none() {
            let codes = self.languages.iter().map(|language| &*language.code);
            let problem = self.problem(code, format!("there is no language `{}`", code.get_ref()));
            self.problems.push(problem.label("no language file of this name").did_you_mean(code.get_ref(), codes));
        }
        known.map(|language| Arc::clone(&language.code))
    }

    /// A language needs phrases, and at least one bad example to prove them.
    fn proven(&mut self, code: &Spanned<String>, table: &LanguageTable) {
        if table.phrases.is_empty() && table.swap.is_empty() && table.about.is_empty() && !self.meant("phrases") {
            let problem = self.problem(code, format!("the rule has no phrases for `{}`", code.get_ref()));
            self.problems.push(problem.help("add `phrases = [\"…\"]`, or take the table away"));
        }
        if table.bad.is_empty() && !self.meant("bad") {
            let problem = self.problem(code, format!("the rule has no bad example for `{}`", code.get_ref()));
            let problem = problem.label("nothing proves that it fires in this language");
            self.problems.push(problem.help("add `bad = [\"… <<what is wrong>> …\"]`"));
        }
    }

    fn sayings(&mut self, table: LanguageTable) -> Sayings {
        let said = table.phrases.into_iter().map(Entry::written).map(|(phrase, severity)| (phrase, severity, None));
        let swaps = table.swap.into_iter().map(|(phrase, with)| (phrase, None, Some(with)));
        let phrases = said
            .chain(swaps)
            .filter_map(|(phrase, severity, swap)| Some(Saying { severity, swap, ..self.saying(phrase)? }));
        let phrases = phrases.collect();
        Sayings { phrases, unless: table.unless.into_iter().filter_map(|phrase| self.saying(phrase)).collect() }
    }

    fn saying(&mut self, written: Written) -> Option<Saying> {
        let written = Placed::new(self.source, written);
        let saying = |phrase, written| Saying { phrase, written, severity: None, swap: None };
        if self.stored {
            return Some(saying(OnceLock::new(), written));
        }
        match phrase::parse(&written.text) {
            Ok(phrase) => Some(saying(phrase.into(), written)),
            Err(errors) => {
                self.problems.extend(errors.into_iter().map(|error| written.wrong_phrase(error)));
                None
            }
        }
    }

    fn words(&mut self, lists: BTreeMap<Spanned<String>, WordList>) -> Words {
        let mut words = Words::default();
        for (name, list) in lists {
            match (name.get_ref().as_str(), list) {
                (_, WordList::Entries(entries)) => {
                    words.add.insert(name.into_inner(), self.list(entries));
                }
                ("replace", WordList::Lists(lists)) => {
                    words.replace = lists.into_iter().map(|(name, entries)| (name, self.list(entries))).collect();
                }
                (other, WordList::Lists(_)) => {
                    let problem = self.problem(&name, format!("`words.{other}` is a table")).label("not a list");
                    self.problems.push(problem.help("write a list of phrases, or use `[words.replace]`"));
                }
            }
        }
        words
    }

    fn list(&mut self, entries: Vec<Written>) -> Vec<Saying> {
        entries.into_iter().filter_map(|entry| self.saying(entry)).collect()
    }

    fn examples(&mut self, language: &Arc<str>, table: &LanguageTable) -> Vec<Example> {
        let mut examples = Vec::new();
        for written in &table.bad {
            let written = Placed::new(self.source, written.clone());
            match Example::bad(language, written.clone()) {
                Ok(example) => examples.push(example),
                Err((range, message)) => self.problems.push(
                    written.problem_in(range, message).help("mark what is wrong with `<<` before and `>>` behind it"),
                ),
            }
        }
        examples.extend(table.good.iter().map(|good| Example::good(language, Placed::new(self.source, good.clone()))));
        examples
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

type Languages = BTreeMap<Spanned<String>, LanguageTable>;

/// What the language tables of a file hold.
#[derive(Default)]
struct Spoken {
    examples: Vec<Example>,
    forbid: BTreeMap<Arc<str>, Sayings>,
    cover: BTreeMap<Arc<str>, CoverSayings>,
}

fn forbid(table: ForbidTable, languages: BTreeMap<Arc<str>, Sayings>) -> Forbid {
    let scope = scope(table.speaker, table.r#in, table.stance);
    Forbid { scope, reach: table.reach.unwrap_or(Reach::Sentences(0)), languages }
}

fn scope(speaker: Option<Voice>, places: Option<Vec<Place>>, stances: Option<Stances>) -> Scope {
    let stances = stances.unwrap_or_else(|| Stances(vec![Stance::Prescribes]));
    Scope { speaker: speaker.unwrap_or_default(), places, stances }
}

fn stem(source: &Source) -> Arc<str> {
    Path::new(source.name()).file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        language,
        problem::{Problems, shown},
        rule::file::{Place, Voice},
    };

    fn load(text: &str) -> Result<Loaded, Vec<Problem>> {
        read(&Arc::new(Source::new("rules/no-no.toml", text)), &language::load(&[]).0)
    }

    #[track_caller]
    fn rule(text: &str) -> Rule {
        match load(text) {
            Ok(Loaded::Rule(rule)) => rule,
            other => panic!("{other:?}"),
        }
    }

    fn wrong(text: &str) -> String {
        shown(&Problems(load(text).expect_err("there is a mistake")))
    }

    /// A rule that would be right, with more at the top.
    fn with(top: &str) -> String {
        format!("title = \"No\"\n{top}\n[language.en]\nphrases = [\"no no\"]\nbad = [\"<<No no>>.\"]\n")
    }

    #[test]
    fn everything_an_author_may_write_is_understood() {
        let rule = rule(
            "title = \"No\"\nseverity = \"error\"\nsource = \"S\"\nurl = \"u\"\ntags = [\"t\"]\nwhy = \"w\"\ninstead = \"i\"\n\
             message = \"Not “{match}”.\"\nkinds = [\"script\"]\nfiles = [\"scripts/**\"]\nreviewed = 2026-01-01\n\
             review-by = 2027-01-01\n[words]\ncustomer = [\"guest\"]\n[words.replace]\nneg = [\"nope\"]\n[check.forbid]\n\
             speaker = \"any\"\nin = [\"turn\", \"cell\"]\nstance = \"any\"\nreach = 2\n[language.en]\n\
             phrases = [\"no no\", { phrase = \"never ever\", severity = \"advice\" }]\nunless = [\"please\"]\n\
             swap = { \"nope\" = \"no, thank you\" }\nbad = [\"<<No no>>.\"]\ngood = [\"Yes.\"]\n",
        );
        assert_eq!((&*rule.id, rule.severity, rule.examples().count()), ("no-no", Severity::Error, 2));
        assert_eq!(rule.review_by.unwrap().0.to_string(), "2027-01-01");
        assert!(rule.words.add.contains_key("customer") && rule.words.replace.contains_key("neg"));
        let [Check::Forbid(forbid)] = rule.checks.as_slice() else { panic!("one check that forbids") };
        assert_eq!((forbid.reach, forbid.scope.speaker), (Reach::Sentences(2), Voice::Any));
        assert_eq!(forbid.scope.places, Some(vec![Place::Turn, Place::Cell]));
        assert_eq!(forbid.scope.stances.0.len(), 3);
        let sayings = &forbid.languages["en"];
        assert_eq!((sayings.phrases.len(), sayings.unless.len()), (3, 1));
        assert_eq!(sayings.phrases[1].severity, Some(Severity::Advice));
        assert_eq!(sayings.phrases[2].swap.as_deref(), Some("no, thank you"));
    }

    #[test]
    fn what_is_left_out_has_its_default() {
        let rule = rule(&with(""));
        let [Check::Forbid(forbid)] = rule.checks.as_slice() else { panic!("one check that forbids") };
        assert_eq!(rule.severity, Severity::Warning);
        assert_eq!((forbid.scope.speaker, forbid.scope.places.clone()), (Voice::Agent, None));
        assert_eq!(forbid.scope.stances.0, [Stance::Prescribes]);
    }

    #[test]
    fn unknown_words_are_all_told_at_once() {
        insta::assert_snapshot!(wrong(
            "titel = \"No\"\nseverity = \"eror\"\nkinds = [\"skript\"]\ncolour = 3\n[check.forbid]\nspeeker = \"agent\"\n\
             speaker = \"agnet\"\nin = [\"heading\", \"tun\"]\nstance = [\"rejcts\"]\n[language.en]\nphrase = [\"no\"]\n\
             phrases = [\"no no\", { phrase = \"x\", severty = \"error\" }]\nbad = [\"no no\"]\n"
        ), @r##"
          × 10 mistakes in rules, languages or configuration

        Error:
          × unknown key `titel`
           ╭─[rules/no-no.toml:1:1]
         1 │ titel = "No"
           · ──┬──
           ·   ╰── not known here
         2 │ severity = "eror"
           ╰────
          help: did you mean `title`?

        Error:
          × unknown severity `eror`
           ╭─[rules/no-no.toml:2:12]
         1 │ titel = "No"
         2 │ severity = "eror"
           ·            ───┬──
           ·               ╰── not known
         3 │ kinds = ["skript"]
           ╰────
          help: did you mean `error`?

        Error:
          × unknown kind of document `skript`
           ╭─[rules/no-no.toml:3:10]
         2 │ severity = "eror"
         3 │ kinds = ["skript"]
           ·          ────┬───
           ·              ╰── not known
         4 │ colour = 3
           ╰────
          help: did you mean `script`?

        Error:
          × unknown key `colour`
           ╭─[rules/no-no.toml:4:1]
         3 │ kinds = ["skript"]
         4 │ colour = 3
           · ───┬──
           ·    ╰── not known here
         5 │ [check.forbid]
           ╰────
          help: use one of `title`, `severity`, `source`, `url`, `tags`, `why`, `instead`, `message`, `kinds`, `files`,
                `words`, `reviewed`, `review-by`, `extends`, `check`, `language`

        Error:
          × unknown key `speeker`
           ╭─[rules/no-no.toml:6:1]
         5 │ [check.forbid]
         6 │ speeker = "agent"
           · ───┬───
           ·    ╰── not known here
         7 │ speaker = "agnet"
           ╰────
          help: did you mean `speaker`?

        Error:
          × unknown speaker `agnet`
           ╭─[rules/no-no.toml:7:11]
         6 │ speeker = "agent"
         7 │ speaker = "agnet"
           ·           ───┬───
           ·              ╰── not known
         8 │ in = ["heading", "tun"]
           ╰────
          help: did you mean `agent`?

        Error:
          × unknown kind of block `tun`
           ╭─[rules/no-no.toml:8:18]
         7 │ speaker = "agnet"
         8 │ in = ["heading", "tun"]
           ·                  ──┬──
           ·                    ╰── not known
         9 │ stance = ["rejcts"]
           ╰────
          help: did you mean `turn`?

        Error:
          × unknown stance `rejcts`
            ╭─[rules/no-no.toml:9:11]
          8 │ in = ["heading", "tun"]
          9 │ stance = ["rejcts"]
            ·           ────┬───
            ·               ╰── not known
         10 │ [language.en]
            ╰────
          help: did you mean `rejects`?

        Error:
          × unknown key `phrase`
            ╭─[rules/no-no.toml:11:1]
         10 │ [language.en]
         11 │ phrase = ["no"]
            · ───┬──
            ·    ╰── not known here
         12 │ phrases = ["no no", { phrase = "x", severty = "error" }]
            ╰────
          help: did you mean `phrases`?

        Error:
          × unknown key `severty`
            ╭─[rules/no-no.toml:12:37]
         11 │ phrase = ["no"]
         12 │ phrases = ["no no", { phrase = "x", severty = "error" }]
            ·                                     ───┬───
            ·                                        ╰── not known here
         13 │ bad = ["no no"]
            ╰────
          help: did you mean `severity`?
        "##);
    }

    #[test]
    fn a_wrong_value_is_told_once() {
        let told = |text: &str| load(text).unwrap_err().into_iter().map(|problem| problem.message).collect::<Vec<_>>();
        let lists = "[language.en]\nphrases = [\"no no\"]\nbad = [\"No no.\"]\n";
        assert_eq!(told(&format!("title = 3\n{lists}")), ["invalid type: integer `3`, expected a string"]);
        let lists = "title = \"No\"\n[language.en]\nphrases = 3\nbad = [\"No no.\"]\n";
        assert_eq!(told(lists), ["invalid type: integer `3`, expected a sequence"]);
    }

    #[test]
    fn a_reach_is_a_number_of_sentences_or_the_block() {
        let reach = |value: &str| load(&with(&format!("[check.forbid]\nreach = {value}")));
        let Ok(Loaded::Rule(rule)) = reach("\"block\"") else { panic!("the block is a reach") };
        let [Check::Forbid(forbid)] = rule.checks.as_slice() else { panic!("one check that forbids") };
        assert_eq!(forbid.reach, Reach::Block);
        let told = |value| reach(value).unwrap_err().into_iter().map(|problem| problem.message).collect::<Vec<_>>();
        assert_eq!(told("\"blok\""), ["unknown reach `blok`"]);
        assert_eq!(told("-1"), ["invalid value: integer `-1`, expected a number of sentences, or \"block\""]);
        assert_eq!(told("1.5"), ["invalid type: floating point `1.5`, expected a number of sentences, or \"block\""]);
        assert_eq!(reach("\"blok\"").unwrap_err()[0].help.as_deref(), Some("did you mean `block`?"));
    }

    #[test]
    fn an_unknown_check_is_told() {
        insta::assert_snapshot!(wrong(
            "title = \"No\"\n[check.forbit]\n[language.en]\nphrases = [\"no no\"]\nbad = [\"No no.\"]\n"
        ), @r##"
          × 1 mistake in rules, languages or configuration

        Error:
          × unknown check `forbit`
           ╭─[rules/no-no.toml:2:8]
         1 │ title = "No"
         2 │ [check.forbit]
           ·        ───┬──
           ·           ╰── not known here
         3 │ [language.en]
           ╰────
          help: did you mean `forbid`?
        "##);
    }

    #[test]
    fn an_unknown_language_is_told() {
        insta::assert_snapshot!(wrong("title = \"No\"\n[language.eng]\nphrases = [\"no no\"]\nbad = [\"No no.\"]\n"), @r##"
          × 1 mistake in rules, languages or configuration

        Error:
          × there is no language `eng`
           ╭─[rules/no-no.toml:2:11]
         1 │ title = "No"
         2 │ [language.eng]
           ·           ─┬─
           ·            ╰── no language file of this name
         3 │ phrases = ["no no"]
           ╰────
          help: did you mean `en`?
        "##);
    }

    #[test]
    fn what_is_missing_is_told() {
        insta::assert_snapshot!(wrong("[language.en]\nphrases = [\"no no\"]\n[language.it]\nbad = [\"No no.\"]\n"), @r##"
          × 3 mistakes in rules, languages or configuration

        Error:
          × this rule has no title
           ╭─[rules/no-no.toml:1:1]
         1 │ [language.en]
           · ▲
           · ╰── a rule starts with one
         2 │ phrases = ["no no"]
           ╰────
          help: add `title = "…"`: the rule in a few words

        Error:
          × the rule has no bad example for `en`
           ╭─[rules/no-no.toml:1:11]
         1 │ [language.en]
           ·           ─┬
           ·            ╰── nothing proves that it fires in this language
         2 │ phrases = ["no no"]
           ╰────
          help: add `bad = ["… <<what is wrong>> …"]`

        Error:
          × the rule has no phrases for `it`
           ╭─[rules/no-no.toml:3:11]
         2 │ phrases = ["no no"]
         3 │ [language.it]
           ·           ─┬
           ·            ╰── here
         4 │ bad = ["No no."]
           ╰────
          help: add `phrases = ["…"]`, or take the table away
        "##);
    }

    #[test]
    fn an_entry_without_its_phrase_is_told() {
        insta::assert_snapshot!(wrong(
            "title = \"No\"\n[language.en]\nphrases = [\"no no\", { severity = \"error\" }]\nbad = [\"No no.\"]\n"
        ), @r##"
          × 1 mistake in rules, languages or configuration

        Error:
          × the key `phrase` is missing
           ╭─[rules/no-no.toml:3:21]
         2 │ [language.en]
         3 │ phrases = ["no no", { severity = "error" }]
           ·                     ───────────┬──────────
           ·                                ╰── here
         4 │ bad = ["No no."]
           ╰────
          help: add `phrase = …`
        "##);
    }

    #[test]
    fn an_unknown_placeholder_is_told() {
        insta::assert_snapshot!(wrong(&with("message = \"“{mtach}” is wrong\"")), @r##"
          × 1 mistake in rules, languages or configuration

        Error:
          × unknown placeholder `{mtach}`
           ╭─[rules/no-no.toml:2:13]
         1 │ title = "No"
         2 │ message = "“{mtach}” is wrong"
           ·             ───┬───
           ·                ╰── here
         3 │ [language.en]
           ╰────
          help: did you mean `match`?
        "##);
    }

    #[test]
    fn wrong_marks_are_told() {
        insta::assert_snapshot!(wrong(
            "title = \"No\"\n[language.en]\nphrases = [\"no no\"]\nbad = [\"\"\"\nAgent: \\u201c<<No\\u201d no.\"\"\", \"<<>> no no\"]\n"
        ), @r##"
          × 2 mistakes in rules, languages or configuration

        Error:
          × this mark is never closed
           ╭─[rules/no-no.toml:5:14]
         4 │ bad = ["""
         5 │ Agent: \u201c<<No\u201d no.""", "<<>> no no"]
           ·              ─┬
           ·               ╰── here
           ╰────
          help: mark what is wrong with `<<` before and `>>` behind it

        Error:
          × this mark holds nothing
           ╭─[rules/no-no.toml:5:34]
         4 │ bad = ["""
         5 │ Agent: \u201c<<No\u201d no.""", "<<>> no no"]
           ·                                  ──┬─
           ·                                    ╰── here
           ╰────
          help: mark what is wrong with `<<` before and `>>` behind it
        "##);
    }

    #[test]
    fn wrong_globs_and_dates_are_told() {
        insta::assert_snapshot!(wrong(&with("files = [\"scripts/***\"]\nreview-by = 10:30:00")), @r##"
          × 2 mistakes in rules, languages or configuration

        Error:
          × this is no glob: wildcards are either regular `*` or recursive `**`
           ╭─[rules/no-no.toml:2:21]
         1 │ title = "No"
         2 │ files = ["scripts/***"]
           ·                     ┬
           ·                     ╰── here
         3 │ review-by = 10:30:00
           ╰────
          help: `*` is any part of a name, `**` any folders, `?` one character, `[ab]` one of these

        Error:
          × this is not a day
           ╭─[rules/no-no.toml:3:13]
         2 │ files = ["scripts/***"]
         3 │ review-by = 10:30:00
           ·             ────┬───
           ·                 ╰── here
         4 │ [language.en]
           ╰────
          help: write a date such as 2026-11-21
        "##);
    }

    #[test]
    fn what_is_not_toml_is_told() {
        insta::assert_snapshot!(wrong("title = \"No\nseverity = error\n"), @r##"
          × 2 mistakes in rules, languages or configuration

        Error:
          × this is not TOML: invalid basic string, expected `"`
           ╭─[rules/no-no.toml:1:12]
         1 │ title = "No
           ·            ▲
           ·            ╰── here
         2 │ severity = error
           ╰────
          help: text stands between quotation marks, a list between [ and ]; each that is opened must be closed

        Error:
          × this is not TOML: string values must be quoted, expected literal string
           ╭─[rules/no-no.toml:2:12]
         1 │ title = "No
         2 │ severity = error
           ·            ──┬──
           ·              ╰── here
           ╰────
          help: text stands between quotation marks, a list between [ and ]; each that is opened must be closed
        "##);
    }

    #[test]
    fn an_extension_has_no_title_and_no_check() {
        insta::assert_snapshot!(wrong(
            "extends = \"x\"\ntitle = \"No\"\n[check.forbid]\n[language.en]\nphrases = [\"no\"]\n"
        ), @r##"
          × 2 mistakes in rules, languages or configuration

        Error:
          × a file that extends a rule has no check of its own
           ╭─[rules/no-no.toml:1:11]
         1 │ extends = "x"
           ·           ─┬─
           ·            ╰── here
         2 │ title = "No"
           ╰────
          help: leave the `[check]` table out, or `extends`

        Error:
          × a file that extends a rule has no title of its own
           ╭─[rules/no-no.toml:2:9]
         1 │ extends = "x"
         2 │ title = "No"
           ·         ──┬─
           ·           ╰── here
         3 │ [check.forbid]
           ╰────
          help: leave the title out, or `extends`
        "##);
    }

    #[test]
    fn a_table_of_words_is_told() {
        insta::assert_snapshot!(wrong(&with("[words.customer]\nx = [\"a\"]")), @r##"
          × 1 mistake in rules, languages or configuration

        Error:
          × `words.customer` is a table
           ╭─[rules/no-no.toml:2:8]
         1 │ title = "No"
         2 │ [words.customer]
           ·        ────┬───
           ·            ╰── not a list
         3 │ x = ["a"]
           ╰────
          help: write a list of phrases, or use `[words.replace]`
        "##);
    }

    /// The text labelled for the first mistake of a rule whose only phrase is this TOML string.
    #[track_caller]
    fn labelled(phrase: &str, expected: &str) {
        let text = format!("title = \"No\"\n[language.en]\nphrases = [{phrase}]\nbad = [\"No no.\"]\n");
        let problems = load(&text).expect_err("the phrase is wrong");
        assert!(text[problems[0].span.unwrap().start()..].starts_with(expected), "{problems:?}");
    }

    #[test]
    fn a_wrong_phrase_is_labelled_inside_its_string() {
        labelled("\"no (no\"", "(no");
        labelled("'no (no'", "(no");
        labelled("\"\\u00e8 \\\"no\\\" (no\"", "(no");
        labelled("\"\"\"\nno\n  (no\"\"\"", "(no");
        labelled("{ phrase = 'no (no' }", "(no");
    }

    #[test]
    fn a_byte_order_mark_is_no_mistake() {
        assert_eq!(rule(&format!("\u{feff}{}", with(""))).title, "No");
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = load(&String::from_utf8_lossy(&bytes)).map_err(|problems| shown(&Problems(problems)));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC*") {
            let _ = load(&text).map_err(|problems| shown(&Problems(problems)));
        }

        #[test]
        fn no_broken_rule_makes_the_reader_panic(at in 0_usize..400, junk in "[\\PC\n\"'\\[\\]{}=<>#é]{0,6}") {
            let mut text = with("message = \"\"\"a\\\n {match}\"\"\"\n[words]\ncustomer = ['x']\n[check.forbid]\nreach = 1");
            let at = (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap();
            text.insert_str(at, &junk);
            let _ = load(&text).map_err(|problems| shown(&Problems(problems)));
        }
    }
}
