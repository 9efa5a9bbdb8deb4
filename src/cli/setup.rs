//! The rules in force: what the command line and the nearest configuration say, loaded once each.

use std::{
    collections::HashMap,
    env,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::{Args, ValueEnum};
use glob::{MatchOptions, Pattern};

use crate::{
    cli::files,
    config::{Config, FileGlob},
    document::Kind,
    parse::{Given, Markup},
    problem::{Placed, Problems},
    report::RuleNote,
    rule::Rule,
    ruleset::RuleSet,
};

/// The language to read a text in where nothing tells which.
pub(super) const FALLBACK: &str = "en";

/// Options that say which rules are in force.
#[derive(Debug, Args)]
#[command(next_help_heading = "Rules")]
pub(super) struct RuleOptions {
    /// Use this configuration file instead of the nearest courtesy.toml.
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    config: Option<PathBuf>,
    /// Use no configuration file.
    #[arg(long)]
    no_config: bool,
    /// Add the rule files that match.
    #[arg(long, value_name = "GLOB")]
    rules: Vec<String>,
    /// Use these rules only: ids, tags or ALL, separated by commas.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    select: Vec<String>,
    /// Take these rules away: ids, tags or ALL, separated by commas.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    ignore: Vec<String>,
}

/// Options that say how documents are to be read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub(super) struct ReadOptions {
    /// Read every document as one of this kind.
    #[arg(long)]
    kind: Option<KindName>,
    /// Read every document in this language.
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum KindName {
    /// What a company does.
    Policy,
    /// What is said or written to customers.
    Script,
}

/// A configuration with its rules.
#[derive(Debug)]
pub(super) struct Setup {
    /// What the configuration file says.
    pub(super) config: Config,
    /// The rules in force.
    pub(super) rules: RuleSet,
    files: Option<Globs>,
    exclude: Globs,
    sets: Vec<Globs>,
}

/// Patterns of a configuration file and the folder that they start from.
#[derive(Debug)]
struct Globs {
    root: PathBuf,
    patterns: Vec<Pattern>,
}

/// The setups of a run, each loaded once.
pub(super) struct Setups<'o> {
    options: &'o RuleOptions,
    /// The configuration file that rules over a folder, if any does.
    nearest: HashMap<PathBuf, Option<PathBuf>>,
    places: HashMap<Option<PathBuf>, usize>,
    loaded: Vec<Arc<Setup>>,
}

impl RuleOptions {
    /// The setup of the working directory.
    pub(super) fn here(&self) -> Result<Arc<Setup>, Problems> {
        let mut setups = Setups::new(self);
        let place = setups.of(Path::new("."))?;
        Ok(Arc::clone(&setups.loaded[place]))
    }

    /// All rules of the working directory, these files' among them, to be proven by their examples.
    pub(super) fn proven_here(&self, files: &[String]) -> Result<RuleSet, Problems> {
        let file = Setups::new(self).file(Path::new("."));
        let config = file.as_deref().map_or_else(|| Ok(Config::default()), Config::open)?;
        let config = self.over(config);
        let files: Vec<_> = files.iter().map(|file| FileGlob::file(file)).collect();
        RuleSet::prove(&config, &files)
    }

    /// Whether a configuration file is named, so that its folder does not matter.
    pub(super) fn names_config(&self) -> bool {
        self.config.is_some()
    }

    /// What the options make of a configuration: rule files are added, any other list is replaced.
    fn over(&self, config: Config) -> Config {
        let words = |option: &str, words: &[String]| words.iter().map(|word| Placed::typed(option, word)).collect();
        let mut config = config;
        config.rules.extend(self.rules.iter().map(|pattern| FileGlob::typed("--rules", pattern)));
        if !self.select.is_empty() {
            config.select = Some(words("--select", &self.select));
        }
        if !self.ignore.is_empty() {
            config.ignore = words("--ignore", &self.ignore);
        }
        config
    }
}

impl ReadOptions {
    /// Refuses a language that nobody has described.
    pub(super) fn check(&self, setup: &Setup) -> Result<(), Problems> {
        let known = || setup.rules.languages().iter().map(|language| &*language.code);
        match &self.lang {
            Some(lang) if !known().any(|code| code == lang) => {
                let problem = Placed::typed("--lang", lang).problem(format!("there is no language `{lang}`"));
                Err(Problems(vec![problem.did_you_mean(lang, known())]))
            }
            _ => Ok(()),
        }
    }

    /// What is known of a document called `name` before it is read.
    pub(super) fn given(&self, name: &str, setup: &Setup) -> Given {
        let kind = self.kind.map(|kind| match kind {
            KindName::Policy => Kind::Policy,
            KindName::Script => Kind::Script,
        });
        let markup = if files::is_markdown(Path::new(name)) { Markup::Markdown } else { Markup::Plain };
        Given {
            kind,
            language: self.lang.as_deref().map(Arc::from),
            configured_kind: setup.config.kind,
            configured_language: setup.config.lang.as_ref().map(|lang| lang.text.as_str().into()),
            ..Given::new(markup, FALLBACK)
        }
    }
}

impl<'o> Setups<'o> {
    /// No setup yet.
    pub(super) fn new(options: &'o RuleOptions) -> Self {
        Self { options, nearest: HashMap::new(), places: HashMap::new(), loaded: Vec::new() }
    }

    /// The place in [`all`](Self::all) of the setup that rules over the files of a folder.
    pub(super) fn of(&mut self, folder: &Path) -> Result<usize, Problems> {
        let file = self.file(folder);
        if let Some(&place) = self.places.get(&file) {
            return Ok(place);
        }
        let config = file.as_deref().map_or_else(|| Ok(Config::default()), Config::open)?;
        self.loaded.push(Arc::new(Setup::new(self.options.over(config))?));
        self.places.insert(file, self.loaded.len() - 1);
        Ok(self.loaded.len() - 1)
    }

    /// All setups loaded so far.
    pub(super) fn all(&self) -> &[Arc<Setup>] {
        &self.loaded
    }

    /// The configuration file that rules over a folder.
    pub(super) fn file(&mut self, folder: &Path) -> Option<PathBuf> {
        if self.options.no_config {
            return None;
        }
        if let Some(file) = &self.options.config {
            return Some(file.clone());
        }
        if let Some(known) = self.nearest.get(folder) {
            return known.clone();
        }
        let absolute = env::current_dir().map_or_else(|_| folder.to_path_buf(), |here| here.join(folder));
        let found = Config::nearest(&absolute.canonicalize().unwrap_or(absolute));
        let found = found.map(|file| PathBuf::from(files::name(&file)));
        self.nearest.insert(folder.to_path_buf(), found.clone());
        found
    }
}

impl Setup {
    fn new(config: Config) -> Result<Self, Problems> {
        let rules = RuleSet::load(&config)?;
        let globs = |patterns: &[Placed]| Globs::new(&config.root, patterns);
        let (files, exclude) = (config.files.as_deref().map(globs), globs(&config.exclude));
        let sets = config.sets.iter().map(|set| globs(set)).collect();
        Ok(Self { config, rules, files, exclude, sets })
    }

    /// Whether a path is linted where none is named: as the configuration lists, else every document.
    pub(super) fn lists(&self, path: &Path) -> bool {
        self.files.as_ref().map_or_else(|| files::is_document(path), |files| files.hold(path))
    }

    /// Whether the configuration leaves out a path, or a folder above it.
    pub(super) fn excludes(&self, path: &Path) -> bool {
        path.ancestors().any(|above| self.exclude.hold(above))
    }

    /// The sets that a document belongs to, by their place in the configuration.
    pub(super) fn sets(&self, path: &Path) -> impl Iterator<Item = usize> {
        self.sets.iter().enumerate().filter(|(_, set)| set.hold(path)).map(|(place, _)| place)
    }

    /// What reports tell of each rule.
    pub(super) fn notes(&self) -> Vec<RuleNote> {
        let note = |rule: &Rule| RuleNote {
            id: rule.id.as_ref().to_owned(),
            why: rule.why.clone(),
            instead: rule.instead.clone(),
            source: rule.source.clone(),
        };
        self.rules.rules().iter().map(note).collect()
    }
}

impl Globs {
    fn new(root: &Path, patterns: &[Placed]) -> Self {
        let pattern =
            |pattern: &Placed| Pattern::new(&pattern.text).expect("a configuration's globs have been checked");
        Self { root: absolute(root), patterns: patterns.iter().map(pattern).collect() }
    }

    fn hold(&self, path: &Path) -> bool {
        let options = MatchOptions { require_literal_separator: true, ..MatchOptions::default() };
        let matched = |path: &Path| self.patterns.iter().any(|pattern| pattern.matches_path_with(path, options));
        !self.patterns.is_empty() && absolute(path).strip_prefix(&self.root).is_ok_and(matched)
    }
}

/// A path from the root, without `.`; links are not followed.
fn absolute(path: &Path) -> PathBuf {
    let here = env::current_dir().unwrap_or_default();
    here.join(path).components().filter(|part| *part != std::path::Component::CurDir).collect()
}
