//! Which rules `courtesy test` is asked to test, and of which of their files it is to speak.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    cli::setup::{FOLDER, KnownOptions},
    config::{FileGlob, NAME},
    problem::{Placed, Problem, Problems, nearest},
    rule::Rule,
    ruleset::RuleSet,
    source::Source,
    verify::{Dead, Swallowed, Verdict},
};

/// What arguments come before, as it is shown.
const COMMAND: &str = "courtesy test";

/// What the arguments ask for.
pub(super) struct Arguments {
    /// Files besides those of the configuration.
    globs: Vec<FileGlob>,
    /// Those files.
    paths: BTreeSet<PathBuf>,
    /// Words that name no file.
    words: Vec<String>,
    builtin: bool,
}

/// The rules that are asked for.
pub(super) struct Asked<'r> {
    rules: &'r RuleSet,
    /// The files that are named; `None` for all of the user's.
    paths: Option<BTreeSet<PathBuf>>,
    /// The rules named by their ids.
    ids: BTreeSet<Arc<str>>,
    builtin: bool,
}

impl Asked<'_> {
    /// What the arguments ask for, files being looked for first.
    ///
    /// # Errors
    /// Globs and folders without rule files, and files that cannot be read.
    pub(super) fn read(arguments: &[String], builtin: bool) -> Result<Arguments, Problems> {
        let (mut globs, mut words, mut problems) = (Vec::new(), Vec::new(), Vec::new());
        let mut paths = BTreeSet::new();
        for argument in arguments {
            let glob = match () {
                () if Path::new(argument).exists() => FileGlob::file(argument),
                () if argument.contains(['*', '?', '[']) => FileGlob::typed(COMMAND, argument),
                () => {
                    words.push(argument.clone());
                    continue;
                }
            };
            match glob.open() {
                Ok(files) => paths.extend(files.iter().map(|file| canonical(file))),
                Err(mistakes) => problems.extend(mistakes),
            }
            globs.push(glob);
        }
        Problems::none(problems).map(|()| Arguments { globs, paths, words, builtin })
    }
}

impl Arguments {
    /// The files to read besides those of the configuration.
    pub(super) fn globs(&self) -> &[FileGlob] {
        &self.globs
    }

    /// The rules asked for among all that are known.
    ///
    /// # Errors
    /// Words that name neither a file nor a rule; and if nothing is asked for and there is no rule of the user's.
    pub(super) fn among<'r>(self, rules: &'r RuleSet, known: &KnownOptions) -> Result<Asked<'r>, Problems> {
        let id =
            |word: &&String| rules.rules().iter().find(|rule| *rule.id == ***word).map(|rule| Arc::clone(&rule.id));
        let unknown = self.words.iter().filter(|word| id(word).is_none());
        Problems::none(unknown.map(|word| not_found(word, rules)).collect())?;
        let ids = self.words.iter().filter_map(|word| id(&word)).collect();
        let names_none = self.globs.is_empty() && self.words.is_empty();
        let paths = (!names_none).then_some(self.paths);
        let asked = Asked { rules, paths, ids, builtin: self.builtin };
        if asked.places().next().is_some() { Ok(asked) } else { Err(Problems(vec![nothing_own(known)])) }
    }
}

impl<'r> Asked<'r> {
    /// The rules, by their place in the rule set.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> + '_ {
        let rules = self.rules.rules().iter().enumerate();
        rules.filter(|(_, rule)| self.asks_for(rule)).map(|(place, _)| place)
    }

    /// Whether a rule is meant, not only one of all that come with the program.
    pub(super) fn singles_out(&self, rule: &Rule) -> bool {
        self.ids.contains(&rule.id) || sources(rule).any(|source| self.names(rule, source))
    }

    /// Whether what is to be said of a file of a rule is of interest.
    pub(super) fn tells(&self, rule: &Rule, file: &Arc<Source>) -> bool {
        self.builtin || self.ids.contains(&rule.id) || self.names(rule, file)
    }

    /// The phrases of interest that no example needs.
    pub(super) fn idle<'v>(&self, rule: &Rule, verdict: &'v Verdict<'r>) -> impl Iterator<Item = &'v Dead<'r>> {
        verdict.dead.iter().filter(|dead| self.tells(rule, &dead.saying.written.source))
    }

    /// The phrases of interest that others make needless.
    pub(super) fn swallowed<'v>(
        &self,
        rule: &Rule,
        verdict: &'v Verdict<'r>,
    ) -> impl Iterator<Item = &'v Swallowed<'r>> {
        let wanted = self.singles_out(rule);
        verdict.swallowed.iter().filter(move |one| wanted && self.tells(rule, &one.saying.written.source))
    }

    fn asks_for(&self, rule: &Rule) -> bool {
        self.singles_out(rule) || self.builtin && !rule.checks.is_empty()
    }

    /// Whether a file of a rule is one of the user's that is asked for.
    fn names(&self, rule: &Rule, file: &Arc<Source>) -> bool {
        let own = rule.custom || !Arc::ptr_eq(file, &rule.file);
        own && self.paths.as_ref().is_none_or(|paths| paths.contains(&canonical(file)))
    }
}

/// The files that a rule is made of.
fn sources(rule: &Rule) -> impl Iterator<Item = &Arc<Source>> {
    std::iter::once(&rule.file).chain(&rule.extended_by).filter(|_| !rule.checks.is_empty())
}

fn canonical(file: &Source) -> PathBuf {
    fs::canonicalize(file.name()).unwrap_or_else(|_| file.name().into())
}

/// A word that names neither a file nor a rule.
fn not_found(word: &str, rules: &RuleSet) -> Problem {
    let stem = |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = Path::new(word).parent().unwrap_or(Path::new(""));
    let own = rules.rules().iter().filter(|rule| rule.custom).map(|rule| PathBuf::from(rule.file.name()));
    let files: Vec<PathBuf> = own.chain([folder, Path::new(FOLDER)].into_iter().flat_map(rule_files)).collect();
    let stems: Vec<String> = files.iter().map(|file| stem(file)).collect();
    let ids = rules.rules().iter().filter(|rule| !rule.custom).map(|rule| &*rule.id);
    let known = stems.iter().map(String::as_str).chain(ids);
    let problem =
        Placed::typed(COMMAND, word).problem(format!("there is no file and no rule `{word}`")).label("not found");
    let Some(meant) = nearest(&stem(Path::new(word)), known) else {
        return problem.help("name a rule file, such as rules/no-shouting.toml, or a folder of them");
    };
    let file = stems.iter().position(|stem| stem == meant).map(|place| files[place].to_string_lossy());
    problem.help(format!("did you mean `{}`?", file.as_deref().unwrap_or(meant)))
}

/// What is said where there is nothing to test.
fn nothing_own(known: &KnownOptions) -> Problem {
    let file = known.file(Path::new("."));
    let place = file.as_ref().map_or(".".into(), |file| file.to_string_lossy());
    let problem = Problem::file(&place, "there is no rule of your own to test");
    let there = rule_files(Path::new(FOLDER)).len();
    if there == 0 {
        return problem
            .help("`courtesy new NAME` starts one; `courtesy test --builtin` tests those that come with the program");
    }
    let key = format!("rules = [\"{FOLDER}/*.toml\"]");
    problem.help(format!(
        "`courtesy test {FOLDER}` tests what is in that folder; with {key} in {NAME}, `courtesy test` and `courtesy check` \
         take it by themselves"
    ))
}

/// The files of a folder that may be rules.
fn rule_files(folder: &Path) -> Vec<PathBuf> {
    let glob = FileGlob::file(&if folder.as_os_str().is_empty() { Path::new(".") } else { folder }.to_string_lossy());
    let files = glob.open().unwrap_or_default();
    files.iter().map(|file| PathBuf::from(file.name())).collect()
}
