//! The rules of a run: the built-in ones and those of files, which of them are on and how grave, and their phrase indexes.

mod compile;
mod configure;
mod load;
mod own;
mod select;
mod state;

pub use crate::rule::Slot;
pub use state::Because;

use std::{
    collections::BTreeSet,
    path::Path,
    sync::{Arc, OnceLock},
};

use load::Namesake;
use state::State;

use crate::{
    builtin,
    config::{Choices, Config, FileGlob},
    finding::Severity,
    language::{self, Language},
    parse::{self, Given, Languages, Plan, Reading},
    phrase::index::{Index, PhraseId},
    problem::{Placed, Problem, Problems},
    rule::{Rule, Saying},
    source::Source,
    suppress::Named,
};

/// All known rules, and what is needed to run those that are on.
#[derive(Debug)]
pub struct RuleSet {
    rules: Vec<Rule>,
    states: Vec<State>,
    languages: Languages,
    /// The rules and checks that are on and may find something where nothing is said.
    of_silence: Vec<(u32, u32)>,
    /// When the phrases of each check are looked for.
    plan: Plan,
    /// By language: its phrases, made ready when a text of it is first met.
    compiled: Vec<OnceLock<Compiled>>,
}

/// The phrases of the rules that are on, in one language.
#[derive(Debug)]
struct Compiled {
    index: Index,
    /// By phrase.
    slots: Vec<Option<Slot>>,
}

impl RuleSet {
    /// The rules that are in force under a configuration, for files that none of its overrides holds.
    ///
    /// # Errors
    /// Every mistake in every rule, language and configuration file.
    pub fn load(config: &Config) -> Result<Self, Problems> {
        let (more, plain): (Vec<usize>, Vec<usize>) =
            (0..config.overrides.len()).partition(|&place| config.overrides[place].choices.brings_files());
        let set = Self::chosen(&config.choices, |languages, rules, problems| {
            let elsewhere = ids(more.iter().flat_map(|&place| &config.overrides[place].choices.rules));
            let known =
                |problem: &Problem| problem.span.is_some_and(|word| elsewhere.contains(problem.source.slice(word)));
            problems.retain(|problem| !(is_typed(problem) && known(problem)));
            for &place in &plain {
                let choices = &config.overrides[place].choices;
                problems.extend(load::unknown(choices, languages));
                configure::mistakes(choices, rules, problems);
                select::states(choices, rules, problems);
            }
        });
        let more = more.into_iter().filter_map(|place| Self::under(&config.overridden(&[place])).err());
        let mut problems: Vec<Problem> =
            set.as_ref().err().cloned().into_iter().chain(more).flat_map(|all| all.0).collect();
        compile::forget_repeated(&mut problems);
        Problems::none(problems).and(set)
    }

    /// The rules that are in force for files for which this is chosen. A word of a command line that names none of them
    /// is passed over: it names one that is in force elsewhere.
    ///
    /// # Errors
    /// Every mistake in every rule, language and configuration file.
    pub fn under(choices: &Choices) -> Result<Self, Problems> {
        Self::chosen(choices, |_, _, problems| problems.retain(|problem| !is_typed(problem)))
    }

    fn chosen(
        choices: &Choices,
        review: impl FnOnce(&[Arc<Language>], &[Rule], &mut Vec<Problem>),
    ) -> Result<Self, Problems> {
        let mut problems = Vec::new();
        let languages = load::languages(choices, &mut problems);
        let files = load::files(&choices.rules, &mut problems);
        let mut rules = load::rules((builtin::load(&languages), &files), &languages, Namesake::Mistake, &mut problems);
        configure::configure(choices, &mut rules, &mut problems);
        let states = select::states(choices, &rules, &mut problems);
        review(&languages, &rules, &mut problems);
        Self::compile(rules, states, languages, problems)
    }

    /// All known rules, those of overrides among them, and those of more files, which stand in for built-in ones of their name; all of them are on.
    ///
    /// # Errors
    /// Every mistake in every rule, language and configuration file.
    pub fn prove(config: &Config, files: &[FileGlob]) -> Result<Self, Problems> {
        let mut problems = Vec::new();
        let all: Vec<usize> = (0..config.overrides.len()).collect();
        let choices = config.overridden(&all);
        let languages = load::languages(&choices, &mut problems);
        let globs: Vec<_> = choices.rules.iter().chain(files).cloned().collect();
        let files = load::files(&globs, &mut problems);
        let rules = load::rules((builtin::load(&languages), &files), &languages, Namesake::StandIn, &mut problems);
        Self::all(rules, languages, problems)
    }

    /// The rules of these files alone, all of them on, in the built-in languages.
    ///
    /// # Errors
    /// Every mistake in the files.
    pub fn of(files: &[Arc<Source>]) -> Result<Self, Problems> {
        let (languages, mut problems) = language::load(&[]);
        let rules = load::rules((Vec::new(), files), &languages, Namesake::Mistake, &mut problems);
        Self::all(rules, languages, problems)
    }

    fn all(rules: Vec<Rule>, languages: Vec<Arc<Language>>, problems: Vec<Problem>) -> Result<Self, Problems> {
        let states = vec![State::ON; rules.len()];
        Self::compile(rules, states, languages, problems)
    }

    fn compile(
        rules: Vec<Rule>,
        states: Vec<State>,
        languages: Vec<Arc<Language>>,
        mut problems: Vec<Problem>,
    ) -> Result<Self, Problems> {
        let compiled = languages.iter().map(|_| OnceLock::new()).collect();
        let of_silence = compile::judges_of_silence(&rules, &states);
        let plan = compile::plan(&rules);
        let set = Self { of_silence, plan, rules, states, languages: Languages::new(languages), compiled };
        compile::check(&set, &mut problems);
        Problems::none(problems).map(|()| set)
    }

    /// All known rules, on or off: built-in ones by id, then those of files.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Whether a rule, by its place in [`rules`](Self::rules), is on.
    pub fn is_on(&self, rule: usize) -> bool {
        self.states[rule].on
    }

    /// Why a rule, by its place in [`rules`](Self::rules), is on or off.
    pub fn because(&self, rule: usize) -> &Because {
        &self.states[rule].because
    }

    /// The checks that are on and may find something in a document in which nothing of theirs is said.
    pub fn judges_of_silence(&self) -> &[(u32, u32)] {
        &self.of_silence
    }

    /// How grave a finding of a rule is: as configured, or by its phrase, or by the rule.
    pub fn severity(&self, rule: usize, phrase: Option<Severity>) -> Severity {
        self.states[rule].severity.or(phrase).unwrap_or(self.rules[rule].severity)
    }

    /// The place of a rule.
    ///
    /// # Errors
    /// If there is no rule of this id.
    pub fn find(&self, id: &Placed) -> Result<usize, Box<Problem>> {
        let place = self.rules.iter().position(|rule| *rule.id == *id.text);
        place.ok_or_else(|| Box::new(select::unknown(id, &self.rules, false)))
    }

    /// What is known of a rule that a silencing comment names.
    pub fn named(&self, id: &str) -> Named {
        match self.rules.iter().position(|rule| *rule.id == *id) {
            Some(rule) if self.is_on(rule) => Named::Active(rule),
            Some(_) => Named::Inactive,
            None => Named::Unknown,
        }
    }

    /// The place of the rule that judges silencing comments, if it is on.
    pub fn suppression(&self) -> Option<usize> {
        let place = self.rules.iter().position(|rule| rule.checks.is_empty())?;
        self.is_on(place).then_some(place)
    }

    /// The languages known.
    pub fn languages(&self) -> &[Arc<Language>] {
        self.languages.all()
    }

    /// Reads a source, and finds in it the phrases of all rules that are on.
    pub fn read<'s>(&self, source: &'s Source, given: &Given) -> Reading<'s> {
        parse::read(source, &self.languages, |language| (self.index_of(language), &self.plan), given)
    }

    /// The same, but every phrase is looked for everywhere, whether its rule judges such a document or not.
    pub fn read_whole<'s>(&self, source: &'s Source, given: &Given) -> Reading<'s> {
        parse::read(source, &self.languages, |language| (self.index_of(language), Plan::everything()), given)
    }

    /// Reads a source with an index of other phrases; it must be of the language that the source is read in.
    pub fn read_with<'s>(&self, source: &'s Source, index: &Index, given: &Given) -> Reading<'s> {
        parse::read(source, &self.languages, |_| (index, Plan::everything()), given)
    }

    /// The phrases of the rules that are on, in the language at a place.
    ///
    /// # Panics
    /// If a rule or language that is part of the program holds a mistake, which tests rule out.
    pub fn index_of(&self, language: usize) -> &Index {
        &self.compiled(language).index
    }

    /// Where a phrase of a language's index belongs; `None` for a cue of the language.
    pub fn slot(&self, language: usize, phrase: PhraseId) -> Option<Slot> {
        *self.compiled(language).slots.get(phrase.0 as usize)?
    }

    fn compiled(&self, language: usize) -> &Compiled {
        let compile = || compile::language(self, &self.languages()[language]);
        self.compiled[language].get_or_init(|| compile().expect("what can hold mistakes has been compiled on loading"))
    }

    /// The phrase at a place, in a language.
    pub fn saying(&self, slot: Slot, language: &str) -> Option<&Saying> {
        let check = self.rules.get(slot.rule as usize)?.checks.get(slot.check as usize)?;
        check.lists(language).get(slot.list).get(slot.entry as usize)
    }
}

/// The ids of the rules in some files.
fn ids<'g>(globs: impl Iterator<Item = &'g FileGlob>) -> BTreeSet<String> {
    let files = globs.filter_map(|glob| glob.open().ok()).flatten();
    files.filter_map(|file| Some(Path::new(file.name()).file_stem()?.to_str()?.to_owned())).collect()
}

/// Whether a mistake was made on the command line.
fn is_typed(problem: &Problem) -> bool {
    problem.source.name() == Placed::COMMAND_LINE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        problem::shown,
        rule::{self, Loaded},
    };

    fn file(id: &str, top: &str, phrase: &str) -> Arc<Source> {
        let text = format!("title = \"{id}\"\n{top}\n[language.en]\nphrases = [\"{phrase}\"]\nbad = [\"{phrase}\"]\n");
        Arc::new(Source::new(format!("{id}.toml"), text))
    }

    fn builtin(files: &[Arc<Source>]) -> Vec<Rule> {
        let read = |file| match rule::read(file, &language::load(&[]).0) {
            Ok(Loaded::Rule(rule)) => *rule,
            other => panic!("{other:?}"),
        };
        files.iter().map(read).collect()
    }

    fn rules() -> Vec<Rule> {
        let files = [
            file("grave", "severity = \"error\"\ntags = [\"grave\", \"a\"]", "one"),
            file("plain", "tags = [\"a\"]", "two"),
            file("mild", "severity = \"advice\"\ntags = [\"a\", \"plain\"]", "three"),
        ];
        let mut problems = Vec::new();
        let own = file("own", "severity = \"advice\"", "four");
        let rules = load::rules((builtin(&files), &[own]), &language::load(&[]).0, Namesake::Mistake, &mut problems);
        assert!(problems.is_empty(), "{problems:?}");
        rules
    }

    #[track_caller]
    fn choices(text: &str) -> Choices {
        Config::read(&Arc::new(Source::new("courtesy.toml", text)), Path::new("")).unwrap().choices
    }

    #[track_caller]
    fn on(config: &str, expected: &[&str]) {
        let (rules, mut problems) = (rules(), Vec::new());
        let states = select::states(&choices(config), &rules, &mut problems);
        assert!(problems.is_empty(), "{problems:?}");
        let on: Vec<_> = rules.iter().zip(states).filter(|(_, state)| state.on).map(|(rule, _)| &*rule.id).collect();
        assert_eq!(on, expected);
    }

    #[test]
    fn errors_warnings_and_own_rules_are_on_by_default() {
        on("", &["suppression", "grave", "plain", "own"]);
    }

    #[test]
    fn select_replaces_the_set_and_ignore_takes_away() {
        on("select = [\"mild\"]", &["mild"]);
        on("select = [\"a\"]\nignore = [\"grave\"]", &["plain", "mild"]);
        on("select = [\"ALL\"]\nignore = [\"a\"]", &["suppression", "own"]);
        on("ignore = [\"own\"]", &["suppression", "grave", "plain"]);
        on("select = []", &[]);
    }

    #[test]
    fn an_id_wins_over_a_tag() {
        on("select = [\"plain\"]", &["plain"]);
    }

    #[test]
    fn a_severity_in_the_configuration_turns_a_rule_on_and_off_turns_it_off() {
        let levels = "[rule]\nmild.severity = \"error\"\ngrave.severity = \"off\"\nplain.severity = \"advice\"\n";
        on(levels, &["suppression", "plain", "mild", "own"]);
    }

    #[test]
    fn a_rule_that_the_configuration_speaks_of_is_on() {
        on("[rule.mild]\nspeaker = \"any\"", &["suppression", "grave", "plain", "mild", "own"]);
        on("[rule.mild]", &["suppression", "grave", "plain", "own"]);
    }

    #[test]
    fn who_turns_a_rule_on_or_off_is_known() {
        let config = "select = [\"a\",\n\"own\"]\nignore = [\"plain\"]\n[rule]\nown.severity = \"off\"\n";
        let told = |config: &str| {
            let states = select::states(&choices(config), &rules(), &mut Vec::new());
            states.into_iter().map(|state| state.because.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(
            told(config),
            [
                "not named by `select`, courtesy.toml:1",
                "named by `select`, courtesy.toml:1",
                "named by `ignore`, courtesy.toml:3",
                "named by `select`, courtesy.toml:1",
                "severity `off`, courtesy.toml:5",
            ]
        );
        let mild = "[rule.mild]\nspeaker = \"any\"";
        assert_eq!(told(mild), ["default", "default", "default", "configured, courtesy.toml:2", "default"]);
    }

    #[test]
    fn unknown_rules_are_told_wherever_they_are_named() {
        let config = "select = [\"plian\"]\nignore = [\"something-else\"]\n[rule.gave]\nspeaker = \"any\"\n";
        let mut problems = Vec::new();
        configure::configure(&choices(config), &mut rules(), &mut problems);
        select::states(&choices(config), &rules(), &mut problems);
        insta::assert_snapshot!(shown(&Problems(problems)), @r##"
          × 3 mistakes in rules, languages or configuration

        Error:
          × there is no rule `gave`
           ╭─[courtesy.toml:3:7]
         2 │ ignore = ["something-else"]
         3 │ [rule.gave]
           ·       ──┬─
           ·         ╰── not known
         4 │ speaker = "any"
           ╰────
          help: did you mean `grave`?

        Error:
          × there is no rule or tag `plian`
           ╭─[courtesy.toml:1:12]
         1 │ select = ["plian"]
           ·            ──┬──
           ·              ╰── not known
         2 │ ignore = ["something-else"]
           ╰────
          help: did you mean `plain`?

        Error:
          × there is no rule or tag `something-else`
           ╭─[courtesy.toml:2:12]
         1 │ select = ["plian"]
         2 │ ignore = ["something-else"]
           ·            ───────┬──────
           ·                   ╰── not known
         3 │ [rule.gave]
           ╰────
          help: `courtesy rules` lists them all
        "##);
    }

    fn twice(namesake: Namesake, problems: &mut Vec<Problem>) -> Vec<Rule> {
        let files = ([file("a", "tags = [\"old\"]", "x")], [file("a", "", "y")]);
        load::rules((builtin(&files.0), &files.1), &language::load(&[]).0, namesake, problems)
    }

    #[test]
    fn a_file_can_stand_in_for_a_built_in_rule() {
        let mut problems = Vec::new();
        let rules = twice(Namesake::StandIn, &mut problems);
        let [_, rule] = rules.as_slice() else { panic!("there are the tool's own rule and one more: {rules:?}") };
        assert!(problems.is_empty() && rule.custom && rule.tags.is_empty());
    }

    #[test]
    fn two_files_of_one_name_are_told() {
        let mut problems = Vec::new();
        twice(Namesake::Mistake, &mut problems);
        insta::assert_snapshot!(shown(&Problems(problems)), @r##"
          × 1 mistake in rules, languages or configuration

        Error:
          × there is already a rule `a`
           ╭─[a.toml:1:1]
         1 │ title = "a"
           · ─────┬─────
           ·      ╰── the other one is a.toml
           ╰────
          help: rename this file, or start it with `extends = "a"` to add to the other
        "##);
    }

    #[test]
    fn an_extension_adds_to_its_rule_and_an_orphan_is_told() {
        let extension = |base: &str| {
            let text = format!(
                "extends = \"{base}\"\nseverity = \"advice\"\n[language.it]\nphrases = [\"uno\"]\nbad = [\"uno\"]\n"
            );
            Arc::new(Source::new("more.toml", text))
        };
        let set = RuleSet::of(&[file("grave", "", "one"), extension("grave")]).unwrap();
        assert_eq!(set.rules()[0].languages(), ["en", "it"]);
        assert_eq!((set.rules()[0].severity, set.rules()[0].examples().count()), (Severity::Advice, 2));
        insta::assert_snapshot!(shown(&RuleSet::of(&[file("grave", "", "one"), extension("garve")]).unwrap_err()), @r##"
          × 1 mistake in rules, languages or configuration

        Error:
          × there is no rule `garve`
           ╭─[more.toml:1:12]
         1 │ extends = "garve"
           ·            ──┬──
           ·              ╰── not known
         2 │ severity = "advice"
           ╰────
          help: did you mean `grave`?
        "##);
    }

    #[test]
    fn an_extension_cannot_bring_lists_of_a_check_that_its_rule_lacks() {
        let text = "extends = \"grave\"\n[language.en]\nabout = [\"help\"]\nbad = [\"help\"]\n";
        let problems = RuleSet::of(&[file("grave", "", "one"), Arc::new(Source::new("more.toml", text))]).unwrap_err();
        insta::assert_snapshot!(shown(&problems), @r##"
          × 1 mistake in rules, languages or configuration

        Error:
          × `about` belongs to the check `cover`
           ╭─[more.toml:3:1]
         2 │ [language.en]
         3 │ about = ["help"]
           · ──┬──
           ·   ╰── the rule `grave` has no such check
         4 │ bad = ["help"]
           ╰────
          help: take `about` away; the rule speaks by `phrases`
        "##);
    }

    #[test]
    fn a_list_that_is_nowhere_is_told_at_its_name() {
        let source = file("a", "", "the @custmer is");
        let problems = RuleSet::of(&[Arc::clone(&source)]).unwrap_err();
        assert!(source.slice(problems.0[0].span.unwrap()).contains("custmer"), "{problems:?}");
    }

    #[test]
    fn a_phrase_knows_its_place() {
        let set = RuleSet::of(&[file("a", "", "one"), file("b", "", "two")]).unwrap();
        let english = set.languages().iter().position(|language| &*language.code == "en").unwrap();
        let slots: Vec<_> = (0..10_000).filter_map(|id| set.slot(english, PhraseId(id))).collect();
        let texts: Vec<_> = slots.iter().map(|slot| &*set.saying(*slot, "en").unwrap().written.text).collect();
        assert_eq!(texts, ["one", "two"]);
    }

    #[test]
    fn the_built_in_rules_are_without_mistakes() {
        match RuleSet::load(&Choices::selecting("--select", &["ALL"]).into()) {
            Ok(rules) => {
                for (place, language) in rules.languages().iter().enumerate() {
                    assert!(!rules.index_of(place).is_empty(), "{}", language.code);
                }
            }
            Err(problems) => panic!("{}", shown(&problems)),
        }
    }
}
