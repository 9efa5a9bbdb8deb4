//! `courtesy check`: lints files, folders or standard input.

use std::{
    collections::{BTreeMap, HashMap},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::{Args, ValueEnum};
use rayon::prelude::*;

use crate::{
    cli::{
        Exit,
        failure::Failure,
        files,
        mend::{self, Mended, Mending},
        output::Output,
        progress::Progress,
        setup::{ReadOptions, RuleOptions, Setup, Setups},
        terminal::{Terminal, unless_closed},
    },
    config::FailOn,
    finding::Finding,
    lint::lint,
    problem::{Placed, Problem, Problems},
    report::{Checked, Format, Report, RuleNote, settle, statistics},
    source::Source,
};

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Files, folders or - for standard input; without any, the nearest courtesy.toml decides, else the whole folder.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    rules: RuleOptions,
    #[command(flatten)]
    reading: ReadOptions,
    /// The name that standard input goes by; its ending tells how it is written.
    #[arg(long, value_name = "NAME", default_value = "<stdin>", hide_default_value = true, help_heading = "Reading")]
    stdin_filename: String,
    /// How to print, and where: human (default), concise, json, jsonl.
    #[arg(long, value_name = "NAME[=FILE]", help_heading = "Output")]
    format: Vec<Output>,
    /// Count the findings of each rule and severity.
    #[arg(long, help_heading = "Output")]
    statistics: bool,
    /// Print findings and errors only: no summary, no progress.
    #[arg(short, long, help_heading = "Output")]
    quiet: bool,
    /// The severity from which on findings make the exit code 1 (default: warning).
    #[arg(long, value_name = "SEVERITY", help_heading = "Output")]
    fail_on: Option<FailOnName>,
    /// Write what rules swap into the files; the report tells what is left.
    #[arg(long, help_heading = "Fixes", conflicts_with = "diff")]
    fix: bool,
    /// Show what --fix would write, instead of a report on standard output.
    #[arg(long, help_heading = "Fixes")]
    diff: bool,
    /// How many files to lint at once (default: one for each processor).
    #[arg(short, long, value_name = "N", default_value_t = 0, hide_default_value = true, help_heading = "Output")]
    jobs: usize,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FailOnName {
    Error,
    Warning,
    Advice,
    Never,
}

/// Something to lint.
struct Input {
    /// The file; `None` is standard input.
    path: Option<PathBuf>,
    /// The place of its setup.
    setup: usize,
}

/// Everything to lint, by name, and what could not be found.
#[derive(Default)]
struct Inputs {
    named: BTreeMap<String, Input>,
    problems: Vec<Problem>,
}

impl Check {
    /// Finds the documents, lints them and reports.
    pub(super) fn run(self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        self.one_for_stdout()?;
        let mut setups = Setups::new(&self.rules);
        let inputs = self.inputs(&mut setups)?;
        setups.all().iter().try_for_each(|setup| self.reading.check(setup))?;
        let mut problems = inputs.problems;
        let mut mended = Mended::default();
        let sources = self.lint_all(inputs.named, setups.all(), &mut mended, &mut problems)?;
        let exit = self.exit(&sources, setups.all(), &problems);
        unless_closed(mended.show(&mut terminal.out))?;
        if let Some(told) = mended.told().filter(|_| !self.quiet) {
            // Nobody can be told that standard error is closed.
            drop(writeln!(io::stderr(), "{told}"));
        }
        self.report(sources, setups.all(), terminal)?;
        terminal.finish(exit)?;
        terminal.problems(&problems);
        // The program ends here; taking all rules apart first would only take time.
        std::mem::forget(setups);
        Ok(exit)
    }

    fn one_for_stdout(&self) -> Result<(), Problems> {
        if self.format.iter().filter(|output| output.file.is_none()).count() < 2 {
            return Ok(());
        }
        let mistake = Problem::file("--format", "only one format can go to standard output");
        Err(Problems(vec![mistake.help("give the others a file, as in --format json=report.json")]))
    }

    fn outputs(&self) -> Vec<Output> {
        let shown = Output { format: Format::Human, file: None };
        let mut outputs = if self.format.is_empty() { vec![shown] } else { self.format.clone() };
        if self.diff {
            outputs.retain(|output| output.file.is_some());
        }
        outputs
    }

    /// Everything that the paths name, each file once.
    fn inputs(&self, setups: &mut Setups<'_>) -> Result<Inputs, Problems> {
        let mut inputs = Inputs::default();
        if self.paths.is_empty() {
            let config = setups.file(Path::new("."));
            let folder = config.as_deref().filter(|_| !self.rules.names_config()).and_then(Path::parent);
            inputs.folder(
                folder.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")),
                true,
                setups,
            )?;
        }
        for path in &self.paths {
            if path.as_os_str() == "-" {
                if self.fix {
                    let problem = Problem::file("-", "standard input cannot be fixed");
                    return Err(Problems(vec![problem.help("name a file, or let `--diff` show the fixes")]));
                }
                let setup = setups.of(Path::new(&self.stdin_filename))?;
                inputs.named.insert(self.stdin_filename.clone(), Input { path: None, setup });
            } else if path.is_dir() {
                inputs.folder(path, false, setups)?;
            } else {
                inputs.file(path, setups)?;
            }
        }
        Ok(inputs)
    }

    /// Lints every input and keeps what the reports need, in the order of the names.
    fn lint_all(
        &self,
        inputs: BTreeMap<String, Input>,
        setups: &[Arc<Setup>],
        mended: &mut Mended,
        problems: &mut Vec<Problem>,
    ) -> Result<Vec<(usize, Checked)>, Failure> {
        let notes: Vec<Vec<RuleNote>> = setups.iter().map(|setup| setup.notes()).collect();
        let progress = Progress::new(inputs.len(), self.quiet);
        let snippets = self.outputs().iter().map(|output| output.format.snippets()).max().unwrap_or_default();
        let inputs: Vec<(String, Input)> = inputs.into_iter().collect();
        let one = |(name, input): &(String, Input)| {
            let setup = &setups[input.setup];
            let given = self.reading.given(name, setup);
            let checked = input.read(name).map(|source| {
                let (source, mending) = self.mend(source, input, |source| lint(source, &setup.rules, &given).findings);
                let mut linted = lint(&source, &setup.rules, &given);
                if setup.config.sets_of(Path::new(name)).next().is_none() {
                    linted.facts.clear();
                }
                let checked = Checked::new(&source, linted, &notes[input.setup], snippets);
                (input.setup, checked, mending)
            });
            progress.step();
            checked
        };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.jobs).build().map_err(io::Error::other)?;
        let done: Vec<Result<_, Problems>> = pool.install(|| inputs.par_iter().map(one).collect());
        progress.finish();
        let mut sources = Vec::with_capacity(done.len());
        for result in done {
            match result {
                Ok((setup, checked, mending)) => {
                    sources.push((setup, checked));
                    problems.extend(mended.add(mending));
                }
                Err(more) => problems.extend(more.0),
            }
        }
        settle_sets(&mut sources, setups);
        Ok(sources)
    }

    /// Applies the fixes of a source if that is asked for, and gives back the source that is to be reported.
    fn mend(&self, source: Source, input: &Input, lint: impl Fn(&Source) -> Vec<Finding>) -> (Source, Mending) {
        if !self.fix && !self.diff {
            return (source, Mending::None);
        }
        let path = input.path.as_deref().filter(|_| self.fix);
        match (mend::mend(&source, path, lint), self.fix) {
            (Ok(Some(mended)), true) => (mended.source, Mending::Written(mended.count)),
            (Ok(Some(mended)), false) => {
                let diff = mend::diff(&source, &mended.source);
                (source, Mending::Shown(diff))
            }
            (Ok(None), _) => (source, Mending::None),
            (Err(problem), _) => (source, Mending::Failed(problem)),
        }
    }

    fn report(&self, sources: Vec<(usize, Checked)>, setups: &[Arc<Setup>], to: &mut Terminal) -> Result<(), Failure> {
        let mut report = Report::default();
        let mut first_rule = Vec::new();
        for setup in setups {
            first_rule.push(report.rules.len());
            report.rules.extend(setup.notes());
        }
        for (setup, mut checked) in sources {
            checked.shift_rules(first_rule[setup]);
            report.sources.push(checked);
        }
        for output in self.outputs() {
            output.write(&report, self.quiet, to)?;
        }
        if self.statistics {
            self.count(&report, to)?;
        }
        Ok(())
    }

    /// Prints the statistics beside the report, or on standard error where a machine reads the report.
    fn count(&self, report: &Report, to: &mut Terminal) -> io::Result<()> {
        let for_machines =
            |output: &Output| output.file.is_none() && matches!(output.format, Format::Json | Format::Jsonl);
        if self.format.iter().any(for_machines) {
            return unless_closed(statistics::write(report, &mut io::stderr().lock()));
        }
        unless_closed(statistics::write(report, &mut to.out))
    }

    /// The exit code that the findings and problems have earned.
    fn exit(&self, sources: &[(usize, Checked)], setups: &[Arc<Setup>], problems: &[Problem]) -> Exit {
        if !problems.is_empty() {
            return Exit::Failed;
        }
        let fails = |(setup, checked): &(usize, Checked)| {
            let fail_on = self.fail_on.map_or(setups[*setup].choices.fail_on(), FailOn::from);
            checked.entries.iter().any(|entry| fail_on.fails(entry.severity))
        };
        if sources.iter().any(fails) { Exit::Found } else { Exit::Clean }
    }
}

/// Holds the documents of each set against each other, whatever overrides hold them.
fn settle_sets(sources: &mut [(usize, Checked)], setups: &[Arc<Setup>]) {
    number_rules(sources, setups);
    let mut sets: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (place, (setup, checked)) in sources.iter().enumerate().filter(|(_, (_, checked))| !checked.facts.is_empty()) {
        for set in setups[*setup].config.sets_of(Path::new(&checked.path)) {
            sets.entry((setups[*setup].nth, set)).or_default().push(place);
        }
    }
    for places in sets.into_values() {
        let members = sources.iter_mut().enumerate().filter(|(place, _)| places.binary_search(place).is_ok());
        let mut members: Vec<&mut Checked> = members.map(|(_, (_, checked))| checked).collect();
        settle(&mut members);
    }
}

/// Gives the rules of facts numbers that are the same in all setups.
fn number_rules(sources: &mut [(usize, Checked)], setups: &[Arc<Setup>]) {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for (setup, checked) in sources {
        for (fact, _) in &mut checked.facts {
            let next = numbers.len();
            fact.rule = *numbers.entry(&setups[*setup].rules.rules()[fact.rule].id).or_insert(next);
        }
    }
}

impl Inputs {
    /// Adds a file that was named.
    fn file(&mut self, path: &Path, setups: &mut Setups<'_>) -> Result<(), Problems> {
        let setup = setups.of(path)?;
        self.named.insert(files::name(path), Input { path: Some(path.to_path_buf()), setup });
        Ok(())
    }

    /// Adds the documents of a folder; where the configuration decides, those that it lists.
    fn folder(&mut self, folder: &Path, configured: bool, setups: &mut Setups<'_>) -> Result<(), Problems> {
        let here = setups.plain(folder)?;
        let top = Arc::clone(&setups.all()[here]);
        let wanted = |path: &Path| if configured { top.lists(path) } else { files::is_document(path) };
        let (paths, problems) = files::walk(folder, &wanted);
        self.problems.extend(problems);
        let (mut found, paths_empty) = (false, paths.is_empty());
        for path in paths {
            let plain = setups.plain(path.parent().unwrap_or(folder))?;
            if !setups.all()[plain].config.excludes(&path) {
                let setup = setups.of(&path)?;
                self.named.insert(files::name(&path), Input { path: Some(path), setup });
                found = true;
            }
        }
        if !found {
            match top.config.files.as_ref().filter(|_| configured && paths_empty) {
                Some(globs) => self.problems.extend(globs.written().map(nothing_matches)),
                None => self.problems.push(files::nothing_in(folder)),
            }
        }
        Ok(())
    }
}

/// A pattern of `files` by which no document is found.
fn nothing_matches(pattern: &Placed) -> Problem {
    let help = "write where the documents are, from the folder of this file on, as in \"policies/**/*.md\"";
    pattern.problem("no document matches this").help(help)
}

impl Input {
    fn read(&self, name: &str) -> Result<Source, Problems> {
        match &self.path {
            Some(path) => files::read(path, name),
            None => files::read_stdin(name),
        }
    }
}

impl From<FailOnName> for FailOn {
    fn from(name: FailOnName) -> Self {
        match name {
            FailOnName::Error => Self::Error,
            FailOnName::Warning => Self::Warning,
            FailOnName::Advice => Self::Advice,
            FailOnName::Never => Self::Never,
        }
    }
}
