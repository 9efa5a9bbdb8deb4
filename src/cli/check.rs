//! `courtesy check`: lints files, folders or standard input.

use std::{
    io::{self, Write as _},
    path::PathBuf,
    sync::Arc,
};

use clap::{Args, ValueEnum};

use crate::{
    cli::{
        Exit,
        accepted::Baselines,
        failure::Failure,
        inputs::Inputs,
        mend::{self, Mended, Mending},
        output::Output,
        run::{Run, RunOptions, Task},
        setup::{Setup, Setups},
        since::Changed,
        terminal::{Terminal, unless_closed},
    },
    config::FailOn,
    problem::{Problem, Problems},
    report::{Checked, Entry, Format, Report, statistics},
    source::Source,
};

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) run: RunOptions,
    /// How to print, and where: human (default), concise, json, jsonl, sarif, github, gitlab, junit, checkstyle, rdjson,
    /// rdjsonl.
    #[arg(long, value_name = "NAME[=FILE]", help_heading = "Output")]
    format: Vec<Output>,
    /// Count the findings of each rule and severity.
    #[arg(long, help_heading = "Output")]
    statistics: bool,
    /// The severity from which on findings make the exit code 1 (default: warning).
    #[arg(long, value_name = "SEVERITY", help_heading = "Output")]
    fail_on: Option<FailOnName>,
    /// Write what rules swap into the files; the report tells what is left.
    #[arg(long, help_heading = "Fixes", conflicts_with = "diff")]
    fix: bool,
    /// Show what --fix would write, instead of a report on standard output.
    #[arg(long, help_heading = "Fixes")]
    diff: bool,
    /// Accept the findings in this baseline, instead of those in the nearest courtesy-baseline.jsonl above each document.
    #[arg(long, value_name = "FILE", help_heading = "What counts")]
    baseline: Option<PathBuf>,
    /// Accept no findings of any baseline.
    #[arg(long, help_heading = "What counts", conflicts_with = "baseline")]
    no_baseline: bool,
    /// Tell only what stands on lines that have changed since this git revision, committed or not.
    #[arg(long, value_name = "REV", help_heading = "What counts", conflicts_with_all = ["fix", "diff"])]
    since: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FailOnName {
    Error,
    Warning,
    Advice,
    Never,
}

impl Check {
    /// Finds the documents, lints them and reports.
    pub(super) fn run(self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        self.one_for_stdout()?;
        self.only_files()?;
        let mut setups = Setups::new(&self.run.rules);
        let mut inputs = self.run.inputs(&mut setups)?;
        let mut baselines = self.baselines(&inputs)?;
        let changed = self.since.as_deref().map(Changed::since).transpose()?;
        if let Some(changed) = &changed {
            changed.keep(&mut inputs, setups.all());
        }
        let snippets = self.snippets(baselines.is_some() || changed.is_some());
        let mend = |source: Source, task: &Task<'_>| self.mend(source, task);
        let Run { mut sources, mendings, mut problems } = self.run.lint(inputs, setups.all(), snippets, mend);
        let accept = |known: &mut Baselines| self.accept(known, &mut sources, setups.all(), changed.as_ref());
        let stale = baselines.as_mut().map(accept).unwrap_or_default();
        if let Some(changed) = &changed {
            sources.iter_mut().for_each(|(_, checked)| changed.narrow(checked));
        }
        let mut mended = Mended::default();
        problems.extend(mendings.into_iter().filter_map(|mending| mended.add(mending)));
        let exit = self.exit(&sources, setups.all(), &problems);
        unless_closed(mended.show(&mut terminal.out))?;
        if !self.run.quiet {
            // Nobody can be told that standard error is closed.
            drop(io::stderr().write_all((mended.told() + &stale).as_bytes()));
        }
        let reported = self.report(sources, setups.all(), baselines.is_some(), terminal);
        let finished = reported.and_then(|()| terminal.finish(exit));
        terminal.problems(&problems);
        // The program ends here; taking all rules apart first would only take time.
        std::mem::forget(setups);
        finished
    }

    /// Refuses standard input where only files will do.
    fn only_files(&self) -> Result<(), Problems> {
        let refuse = |message: &str, cure: &str| Err(Problems(vec![Problem::file("-", message).help(cure)]));
        if self.run.paths.iter().all(|path| path.as_os_str() != "-") {
            Ok(())
        } else if self.fix {
            refuse("standard input cannot be fixed", "name a file, or let `--diff` show the fixes")
        } else if self.since.is_some() {
            refuse("git knows nothing of standard input", "name a file, or leave --since away")
        } else {
            Ok(())
        }
    }

    /// The baselines that count here, read.
    fn baselines(&self, inputs: &Inputs) -> Result<Option<Baselines>, Problems> {
        if self.no_baseline {
            return Ok(None);
        }
        let mut baselines = Baselines::new(self.baseline.as_deref());
        if let Some(problem) = baselines.missing() {
            return Err(Problems(vec![problem]));
        }
        inputs.named.iter().try_for_each(|(name, _)| baselines.load(name))?;
        Ok(baselines.any().then_some(baselines))
    }

    /// Takes what the baselines accept out of the findings, and says what they accept that is not there any more.
    fn accept(
        &self,
        baselines: &mut Baselines,
        sources: &mut [(usize, Checked)],
        setups: &[Arc<Setup>],
        changed: Option<&Changed>,
    ) -> String {
        let fresh =
            |checked: &Checked, entry: &Entry| changed.is_some_and(|changed| changed.touches(&checked.path, entry));
        let governed = baselines.hold(sources, setups, self.run.rules.narrow(), fresh);
        let stale = governed.iter().map(|governed| {
            governed.accept(sources);
            governed.stale()
        });
        stale.collect()
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

    /// How many findings of a file are shown in their lines: all, where the first ones may be `taken` away.
    fn snippets(&self, taken: bool) -> usize {
        match self.outputs().iter().map(|output| output.format.snippets()).max().unwrap_or_default() {
            1.. if taken => usize::MAX,
            shown => shown,
        }
    }

    /// Applies the fixes of a source if that is asked for, and gives back the source that is to be reported.
    fn mend(&self, source: Source, task: &Task<'_>) -> (Source, Mending) {
        if !self.fix && !self.diff {
            return (source, Mending::None);
        }
        let path = task.path().filter(|_| self.fix);
        match (mend::mend(&source, path, |source| task.findings(source)), self.fix) {
            (Ok(Some(mended)), true) => (mended.source, Mending::Written(mended.count)),
            (Ok(Some(mended)), false) => {
                let diff = mend::diff(&source, &mended.source);
                (source, Mending::Shown(diff))
            }
            (Ok(None), _) => (source, Mending::None),
            (Err(problem), _) => (source, Mending::Failed(problem)),
        }
    }

    fn report(
        &self,
        sources: Vec<(usize, Checked)>,
        setups: &[Arc<Setup>],
        baselined: bool,
        to: &mut Terminal,
    ) -> Result<(), Failure> {
        let mut report = Report { baselined, ..Report::default() };
        let mut first_rule = Vec::new();
        for setup in setups {
            first_rule.push(report.rules.len());
            report.rules.extend(setup.notes());
        }
        let moved = |(setup, mut checked): (usize, Checked)| {
            checked.shift_rules(first_rule[setup]);
            checked
        };
        report.sources = sources.into_iter().map(moved).collect();
        // A report that cannot be written takes no other one with it.
        let written: Vec<_> = self.outputs().iter().map(|output| output.write(&report, self.run.quiet, to)).collect();
        if self.statistics {
            self.count(&report, to)?;
        }
        written.into_iter().collect()
    }

    /// Prints the statistics beside the report, or on standard error where a machine reads the report.
    fn count(&self, report: &Report, to: &mut Terminal) -> io::Result<()> {
        if self.format.iter().any(|output| output.file.is_none() && output.format.is_for_machines()) {
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
