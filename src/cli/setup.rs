//! The rules in force: what the command line and the nearest configuration say, loaded once each.

use std::{
    collections::HashMap,
    env,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::{Args, ValueEnum};

use crate::{
    cli::files,
    config::{Choices, Config, FileGlob, Said},
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

    /// What the options make of a configuration.
    fn over(&self, config: Config) -> Config {
        let choices = Choices {
            rules: self.rules.iter().map(|pattern| FileGlob::typed("--rules", pattern)).collect(),
            select: Said::typed("--select", &self.select),
            ignore: Said::typed("--ignore", &self.ignore),
            ..Choices::default()
        };
        Config { choices: config.choices.then(choices), ..config }
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
            configured_kind: setup.config.choices.kind.as_ref().map(|kind| kind.value),
            configured_language: setup.config.choices.lang.as_ref().map(|lang| lang.value.text.as_str().into()),
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
        Ok(Self { config, rules })
    }

    /// Whether a path is linted where none is named: as the configuration lists, else every document.
    pub(super) fn lists(&self, path: &Path) -> bool {
        self.config.files.as_ref().map_or_else(|| files::is_document(path), |files| files.hold(path))
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
