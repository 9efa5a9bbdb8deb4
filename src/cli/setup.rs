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
    language,
    parse::{Given, Markup},
    problem::{Placed, Problem, Problems},
    report::RuleNote,
    rule::Rule,
    ruleset::RuleSet,
};

/// The language to read a text in where nothing tells which.
pub(super) const FALLBACK: &str = "en";

/// The folder in which rule files are kept where nobody says otherwise.
pub(super) const FOLDER: &str = "rules";

/// Options that say which rules are known.
#[derive(Debug, Args)]
#[command(next_help_heading = "Rules")]
pub(super) struct KnownOptions {
    /// Use this configuration file instead of the nearest courtesy.toml.
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    config: Option<PathBuf>,
    /// Use no configuration file.
    #[arg(long)]
    no_config: bool,
    /// Add the rule files that match, or those in a folder.
    #[arg(long, value_name = "GLOB")]
    rules: Vec<String>,
}

/// Options that say which rules are in force.
#[derive(Debug, Args)]
#[command(next_help_heading = "Rules")]
pub(super) struct RuleOptions {
    #[command(flatten)]
    known: KnownOptions,
    /// Use these rules only: ids, tags or ALL, separated by commas.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    select: Vec<String>,
    /// Take these rules away: ids, tags or ALL, separated by commas.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    ignore: Vec<String>,
}

/// Options that say how documents are to be read.
#[derive(Debug, Default, Args)]
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

/// What is in force for some files of a run.
#[derive(Debug)]
pub(super) struct Setup {
    /// What the configuration file says.
    pub(super) config: Arc<Config>,
    /// Which of the run's configurations it is.
    pub(super) nth: usize,
    /// What is chosen for these files.
    pub(super) choices: Choices,
    /// The rules in force.
    pub(super) rules: Arc<RuleSet>,
}

/// The setups of a run, each loaded once.
pub(super) struct Setups<'o> {
    options: &'o RuleOptions,
    /// The configuration file that rules over a folder, if any does.
    nearest: HashMap<PathBuf, Option<PathBuf>>,
    /// By configuration file: the setup of files that no override holds.
    plain: HashMap<Option<PathBuf>, usize>,
    /// By plain setup and overrides that hold.
    overridden: HashMap<(usize, Vec<usize>), usize>,
    /// By plain setup and overrides that touch rules.
    rules: HashMap<(usize, Vec<usize>), Arc<RuleSet>>,
    loaded: Vec<Arc<Setup>>,
}

impl RuleOptions {
    /// The setup of the working directory.
    pub(super) fn here(&self) -> Result<Arc<Setup>, Problems> {
        let mut setups = Setups::new(self);
        let place = setups.plain(Path::new("."))?;
        Ok(Arc::clone(&setups.loaded[place]))
    }

    /// The setup of a file.
    pub(super) fn for_file(&self, path: &Path) -> Result<Arc<Setup>, Problems> {
        let mut setups = Setups::new(self);
        let place = setups.of(path)?;
        Ok(Arc::clone(&setups.loaded[place]))
    }

    /// Whether a configuration file is named, so that its folder does not matter.
    pub(super) fn names_config(&self) -> bool {
        self.known.config.is_some()
    }

    /// Whether some of the rules in force here are left out.
    pub(super) fn narrow(&self) -> bool {
        !self.select.is_empty() || !self.ignore.is_empty()
    }

    /// What the options choose.
    fn choices(&self) -> Choices {
        Choices {
            rules: self.known.globs(),
            select: Said::typed("--select", &self.select),
            ignore: Said::typed("--ignore", &self.ignore),
            ..Choices::default()
        }
    }

    /// What the options make of a configuration.
    fn over(&self, config: Config) -> Config {
        Config { choices: config.choices.then(self.choices()), ..config }
    }
}

impl KnownOptions {
    /// All rules of the working directory, these files' among them, to be proven by their examples.
    pub(super) fn proven_here(&self, files: &[FileGlob]) -> Result<RuleSet, Problems> {
        let (config, problems) = salvaged(self.file(Path::new(".")).as_deref())?;
        let files: Vec<_> = self.globs().into_iter().chain(files.iter().cloned()).collect();
        all(problems, RuleSet::prove(&config, &files))
    }

    /// The rules of the working directory, as `check` takes them.
    pub(super) fn in_force(&self) -> Result<RuleSet, Problems> {
        let (config, problems) = salvaged(self.file(Path::new(".")).as_deref())?;
        let choices = Choices { rules: self.globs(), ..Choices::default() };
        all(problems, RuleSet::load(&Config { choices: config.choices.then(choices), ..config }))
    }

    /// The configuration file that rules over a folder.
    pub(super) fn file(&self, folder: &Path) -> Option<PathBuf> {
        if self.no_config {
            return None;
        }
        if let Some(file) = &self.config {
            return Some(file.clone());
        }
        let absolute = env::current_dir().map_or_else(|_| folder.to_path_buf(), |here| here.join(folder));
        let found = Config::nearest(&absolute.canonicalize().unwrap_or(absolute));
        found.map(|file| PathBuf::from(files::name(&file)))
    }

    fn globs(&self) -> Vec<FileGlob> {
        self.rules.iter().map(|pattern| FileGlob::typed("--rules", pattern)).collect()
    }
}

/// Refuses the value of `--lang` where nobody has described that language.
pub(super) fn check_language(lang: &str, setup: &Setup) -> Result<(), Problems> {
    let known = setup.rules.languages();
    if known.iter().any(|language| *language.code == *lang) {
        return Ok(());
    }
    let problem = Placed::typed("--lang", lang).problem("");
    Err(Problems(vec![language::unknown(problem, lang, known)]))
}

impl ReadOptions {
    /// Refuses a language that nobody has described.
    pub(super) fn check(&self, setup: &Setup) -> Result<(), Problems> {
        self.lang.as_deref().map_or(Ok(()), |lang| check_language(lang, setup))
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
            configured_kind: setup.choices.kind.as_ref().map(|kind| kind.value),
            configured_language: setup.choices.lang.as_ref().map(|lang| lang.value.text.as_str().into()),
            ..Given::new(markup, FALLBACK)
        }
    }
}

impl<'o> Setups<'o> {
    /// No setup yet.
    pub(super) fn new(options: &'o RuleOptions) -> Self {
        let (nearest, plain) = (HashMap::new(), HashMap::new());
        let (overridden, rules) = (HashMap::new(), HashMap::new());
        Self { options, nearest, plain, overridden, rules, loaded: Vec::new() }
    }

    /// The place in [`all`](Self::all) of the setup of a file.
    pub(super) fn of(&mut self, path: &Path) -> Result<usize, Problems> {
        let plain = self.plain(path.parent().unwrap_or(Path::new("")))?;
        let config = Arc::clone(&self.loaded[plain].config);
        let overrides = config.overrides_of(path);
        if overrides.is_empty() {
            return Ok(plain);
        }
        let key = (plain, overrides);
        if let Some(&place) = self.overridden.get(&key) {
            return Ok(place);
        }
        let choices = config.overridden(&key.1).then(self.options.choices());
        let rules = self.rules(plain, &key.1, &choices)?;
        let place = self.push(Setup { nth: self.loaded[plain].nth, config, choices, rules });
        self.overridden.insert(key, place);
        Ok(place)
    }

    /// The place in [`all`](Self::all) of the setup of a folder's files that no override holds.
    pub(super) fn plain(&mut self, folder: &Path) -> Result<usize, Problems> {
        let file = self.file(folder);
        if let Some(&place) = self.plain.get(&file) {
            return Ok(place);
        }
        let (config, problems) = salvaged(file.as_deref())?;
        let rules = Arc::new(all(problems, RuleSet::load(&self.options.over(config.clone())))?);
        let choices = config.choices.clone().then(self.options.choices());
        let place = self.push(Setup { nth: self.plain.len(), config: Arc::new(config), choices, rules });
        self.plain.insert(file, place);
        Ok(place)
    }

    fn push(&mut self, setup: Setup) -> usize {
        self.loaded.push(Arc::new(setup));
        self.loaded.len() - 1
    }

    /// The rules under some choices, shared by all setups in which the same overrides touch rules.
    fn rules(&mut self, plain: usize, overrides: &[usize], choices: &Choices) -> Result<Arc<RuleSet>, Problems> {
        let of = &self.loaded[plain];
        let touching = overrides.iter().copied().filter(|&at| of.config.overrides[at].choices.touch_rules());
        let key = (plain, touching.collect::<Vec<_>>());
        if key.1.is_empty() {
            return Ok(Arc::clone(&of.rules));
        }
        if let Some(rules) = self.rules.get(&key) {
            return Ok(Arc::clone(rules));
        }
        let rules = Arc::new(RuleSet::under(choices)?);
        self.rules.insert(key, Arc::clone(&rules));
        Ok(rules)
    }

    /// All setups loaded so far.
    pub(super) fn all(&self) -> &[Arc<Setup>] {
        &self.loaded
    }

    /// The configuration file that rules over a folder.
    pub(super) fn file(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.nearest.get(folder) {
            return known.clone();
        }
        let found = self.options.known.file(folder);
        self.nearest.insert(folder.to_path_buf(), found.clone());
        found
    }
}

/// What can be read of a configuration file, if there is one, and its mistakes.
fn salvaged(file: Option<&Path>) -> Result<(Config, Vec<Problem>), Problems> {
    file.map_or_else(|| Ok((Config::default(), Vec::new())), Config::salvage)
}

/// The rules, or all that is wrong with them and with the configuration.
fn all(mut problems: Vec<Problem>, rules: Result<RuleSet, Problems>) -> Result<RuleSet, Problems> {
    problems.extend(rules.as_ref().err().into_iter().flat_map(|wrong| wrong.0.iter().cloned()));
    Problems::none(problems).and(rules)
}

impl Setup {
    /// Whether a path is linted where none is named: as the configuration lists, else every document.
    pub(super) fn lists(&self, path: &Path) -> bool {
        self.config.files.as_ref().map_or_else(|| files::is_document(path), |files| files.hold(path))
    }

    /// The place of a rule. Where there is none of this name, but a file that would be one, that is told.
    pub(super) fn find(&self, id: &Placed) -> Result<usize, Box<Problem>> {
        self.rules.find(id).map_err(|problem| {
            let file = Path::new(FOLDER).join(format!("{}.toml", id.text));
            if file.components().count() > 2 || !file.is_file() {
                return problem;
            }
            let file = files::name(&file);
            let cure =
                format!("{file} is not in use here: put it into `rules` in courtesy.toml, or add --rules {FOLDER}");
            Box::new(problem.help(cure))
        })
    }

    /// The ids of the rules in force.
    pub(super) fn in_force(&self) -> impl Iterator<Item = &str> {
        let on = self.rules.rules().iter().enumerate().filter(|(place, _)| self.rules.is_on(*place));
        on.map(|(_, rule)| &*rule.id)
    }

    /// What reports tell of each rule.
    pub(super) fn notes(&self) -> Vec<RuleNote> {
        notes(&self.rules)
    }
}

/// What reports tell of each rule of a set.
pub(super) fn notes(rules: &RuleSet) -> Vec<RuleNote> {
    let note = |(place, rule): (usize, &Rule)| RuleNote {
        id: rule.id.as_ref().to_owned(),
        title: rule.title.clone(),
        severity: rules.severity(place, None),
        on: rules.is_on(place),
        tags: rule.tags.clone(),
        url: rule.url.clone(),
        why: rule.why.clone(),
        instead: rule.instead.clone(),
        source: rule.source.clone(),
    };
    rules.rules().iter().enumerate().map(note).collect()
}
