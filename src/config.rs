//! The configuration: what a `courtesy.toml` says of a folder, to which a command line may add.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use glob::GlobResult;
use rayon::prelude::*;
use serde::Deserialize;
use toml::Spanned;

use crate::{
    document::Kind,
    finding::Severity,
    problem::{Placed, Problem, Problems, toml_file},
    source::Source,
};

/// The name of a configuration file.
pub const NAME: &str = "courtesy.toml";

/// What is in force.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The folder of the configuration file, from which its globs start; empty for the working directory.
    pub root: PathBuf,
    /// Globs of the files to lint where none are named; `None` for all documents.
    pub files: Option<Vec<Placed>>,
    /// Globs of the files to leave out.
    pub exclude: Vec<Placed>,
    /// Rule files besides the built-in ones.
    pub rules: Vec<FileGlob>,
    /// Language files besides the built-in ones.
    pub languages: Vec<FileGlob>,
    /// Ids, tags or `ALL`: the rules that are on instead of the default set.
    pub select: Option<Vec<Placed>>,
    /// Ids, tags or `ALL`: the rules that are off.
    pub ignore: Vec<Placed>,
    /// From which severity on a run fails.
    pub fail_on: FailOn,
    /// The language of documents that do not say theirs.
    pub lang: Option<Placed>,
    /// The kind of documents that do not say theirs.
    pub kind: Option<Kind>,
    /// Globs of the files of each set of documents that must agree.
    pub sets: Vec<Vec<Placed>>,
    /// What is said of single rules.
    pub levels: Vec<(Placed, Level)>,
}

/// Files named by a pattern.
#[derive(Clone, Debug)]
pub struct FileGlob {
    /// The pattern.
    pub pattern: Placed,
    /// The folder it starts from; empty for the working directory.
    pub root: PathBuf,
}

/// From which severity on a run fails.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    /// Errors.
    Error,
    /// Errors and warnings.
    #[default]
    Warning,
    /// Any finding.
    Advice,
    /// Nothing.
    Never,
}

impl FailOn {
    /// Whether a finding of this severity makes a run fail.
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Advice => true,
            Self::Never => false,
        }
    }
}

/// How grave the findings of a rule are, or that it is off.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the words of `Severity`, and one more")]
pub enum Level {
    Error,
    Warning,
    Advice,
    Off,
}

impl Level {
    /// The severity; `None` for a rule that is off.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Advice => Some(Severity::Advice),
            Self::Off => None,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct ConfigFile {
    files: Option<Vec<Spanned<String>>>,
    exclude: Vec<Spanned<String>>,
    rules: Vec<Spanned<String>>,
    languages: Vec<Spanned<String>>,
    select: Option<Vec<Spanned<String>>>,
    ignore: Vec<Spanned<String>>,
    fail_on: FailOn,
    lang: Option<Spanned<String>>,
    kind: Option<Kind>,
    rule: BTreeMap<Spanned<String>, RuleTable>,
    set: Vec<SetTable>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct SetTable {
    files: Vec<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct RuleTable {
    severity: Option<Level>,
}

impl Config {
    /// The configuration file that decides for files in `folder`: the nearest one, there or above.
    pub fn nearest(folder: &Path) -> Option<PathBuf> {
        folder.ancestors().map(|folder| folder.join(NAME)).find(|file| file.is_file())
    }

    /// The configuration in a file.
    ///
    /// # Errors
    /// If the file cannot be read, and for every mistake in it.
    pub fn open(file: &Path) -> Result<Self, Problems> {
        let source = toml_file::open(file).map_err(|problem| Problems(vec![*problem]))?;
        Self::read(&source, file.parent().unwrap_or(Path::new("")))
    }

    /// The configuration in a source whose globs start from `root`.
    ///
    /// # Errors
    /// Every mistake in it.
    pub fn read(source: &Arc<Source>, root: &Path) -> Result<Self, Problems> {
        let (file, mut problems) = toml_file::read::<ConfigFile>(source);
        let config = Self::from_file(file.unwrap_or_default(), source, root);
        let globs = config.files.iter().flatten().chain(&config.exclude).chain(config.sets.iter().flatten());
        problems.extend(globs.chain(config.patterns()).filter_map(not_a_glob));
        Problems::none(problems).map(|()| config)
    }

    fn patterns(&self) -> impl Iterator<Item = &Placed> {
        self.rules.iter().chain(&self.languages).map(|glob| &glob.pattern)
    }

    fn from_file(file: ConfigFile, source: &Arc<Source>, root: &Path) -> Self {
        let placed = |words: Vec<Spanned<String>>| words.into_iter().map(|word| Placed::new(source, word)).collect();
        let glob = |pattern| FileGlob { pattern: Placed::new(source, pattern), root: root.to_owned() };
        let level = |(id, table): (_, RuleTable)| Some((Placed::new(source, id), table.severity?));
        Self {
            root: root.to_owned(),
            files: file.files.map(placed),
            exclude: placed(file.exclude),
            rules: file.rules.into_iter().map(glob).collect(),
            languages: file.languages.into_iter().map(glob).collect(),
            select: file.select.map(placed),
            ignore: placed(file.ignore),
            fail_on: file.fail_on,
            lang: file.lang.map(|lang| Placed::new(source, lang)),
            kind: file.kind,
            sets: file.set.into_iter().map(|set| placed(set.files)).collect(),
            levels: file.rule.into_iter().filter_map(level).collect(),
        }
    }
}

fn not_a_glob(pattern: &Placed) -> Option<Problem> {
    glob::Pattern::new(&pattern.text).err().map(|error| pattern.wrong_glob(&error))
}

impl FileGlob {
    /// The value of a command-line option, which starts from the working directory.
    pub fn typed(option: &str, pattern: &str) -> Self {
        Self { pattern: Placed::typed(option, pattern), root: PathBuf::new() }
    }

    /// One file, named as it is.
    pub fn file(path: &str) -> Self {
        let pattern = Placed { text: glob::Pattern::escape(path), ..Placed::typed("courtesy test", path) };
        Self { pattern, root: PathBuf::new() }
    }

    /// The files, in alphabetical order.
    ///
    /// # Errors
    /// If the pattern is none, matches no file, or a file or folder cannot be read.
    pub fn open(&self) -> Result<Vec<Arc<Source>>, Vec<Problem>> {
        let root = glob::Pattern::escape(&self.root.to_string_lossy());
        let pattern = Path::new(&root).join(&self.pattern.text);
        let paths = glob::glob(&pattern.to_string_lossy()).map_err(|error| vec![self.pattern.wrong_glob(&error)])?;
        let paths: Vec<_> = paths.collect();
        let open = |path: &GlobResult| match path {
            Ok(path) => toml_file::open(path),
            Err(error) => Err(Box::new(Problem::file(&error.path().to_string_lossy(), "cannot be read"))),
        };
        let (mut sources, mut problems) = (Vec::new(), Vec::new());
        for source in paths.par_iter().map(open).collect::<Vec<_>>() {
            match source {
                Ok(source) => sources.push(source),
                Err(problem) => problems.push(*problem),
            }
        }
        if sources.is_empty() && problems.is_empty() {
            let problem = self.pattern.problem("no file matches this");
            problems.push(problem.help(format!("it was looked for as {}", pattern.display())));
        }
        if problems.is_empty() { Ok(sources) } else { Err(problems) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::shown;

    fn read(text: &str) -> Result<Config, Problems> {
        Config::read(&Arc::new(Source::new(NAME, text)), Path::new("policies"))
    }

    #[test]
    fn every_key_is_understood() {
        let config = read(
            "files = [\"**/*.md\"]\nexclude = [\"old/**\"]\nrules = [\"r/*.toml\"]\nlanguages = []\nselect = [\"ALL\"]\n\
             ignore = [\"x\"]\nfail-on = \"never\"\nlang = \"it\"\nkind = \"policy\"\n[rule.x]\nseverity = \"off\"\n",
        )
        .unwrap();
        assert_eq!(config.rules[0].root, Path::new("policies"));
        assert_eq!(
            (config.fail_on, config.kind, config.lang.unwrap().text),
            (FailOn::Never, Some(Kind::Policy), "it".to_owned())
        );
        assert_eq!(config.levels[0].1, Level::Off);
    }

    #[test]
    fn an_empty_file_is_the_default() {
        let config = read("").unwrap();
        assert!(config.select.is_none() && config.files.is_none());
        assert_eq!(config.fail_on, FailOn::Warning);
    }

    #[test]
    fn all_mistakes_are_told_with_their_cure() {
        let text = "slect = [\"x\"]\nfail-on = \"eror\"\nexclude = [\"a/***\"]\n[rule.x]\nseverity = \"of\"\n";
        insta::assert_snapshot!(shown(&read(text).unwrap_err()), @r##"
          × 4 mistakes in rules, languages or configuration

        Error:
          × unknown key `slect`
           ╭─[courtesy.toml:1:1]
         1 │ slect = ["x"]
           · ──┬──
           ·   ╰── not known here
         2 │ fail-on = "eror"
           ╰────
          help: did you mean `select`?

        Error:
          × unknown threshold `eror`
           ╭─[courtesy.toml:2:11]
         1 │ slect = ["x"]
         2 │ fail-on = "eror"
           ·           ───┬──
           ·              ╰── not known
         3 │ exclude = ["a/***"]
           ╰────
          help: did you mean `error`?

        Error:
          × unknown severity `of`
           ╭─[courtesy.toml:5:12]
         4 │ [rule.x]
         5 │ severity = "of"
           ·            ──┬─
           ·              ╰── not known
           ╰────
          help: did you mean `off`?

        Error:
          × this is no glob: wildcards are either regular `*` or recursive `**`
           ╭─[courtesy.toml:3:17]
         2 │ fail-on = "eror"
         3 │ exclude = ["a/***"]
           ·                 ┬
           ·                 ╰── here
         4 │ [rule.x]
           ╰────
          help: `*` is any part of a name, `**` any folders, `?` one character, `[ab]` one of these
        "##);
    }

    #[test]
    fn a_pattern_without_files_is_a_mistake() {
        let problems = FileGlob::typed("--rules", "no/such/*.toml").open().unwrap_err();
        insta::assert_snapshot!(shown(&Problems(problems)), @r##"
          × 1 mistake in rules, languages or configuration

        Error:
          × no file matches this
           ╭─[<command line>:1:9]
         1 │ --rules no/such/*.toml
           ·         ───────┬──────
           ·                ╰── here
           ╰────
          help: it was looked for as no/such/*.toml
        "##);
    }

    #[test]
    fn the_threshold_counts_what_is_at_or_above_it() {
        assert!(FailOn::Warning.fails(Severity::Error) && FailOn::Warning.fails(Severity::Warning));
        assert!(!FailOn::Warning.fails(Severity::Advice) && FailOn::Advice.fails(Severity::Advice));
        assert!(!FailOn::Never.fails(Severity::Error));
    }
}
