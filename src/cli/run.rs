//! What `check` and `baseline` have in common: documents are found, linted in parallel, and held against each other.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
    sync::Arc,
};

use bytesize::ByteSize;
use clap::Args;
use rayon::prelude::*;

use crate::{
    cli::{
        inputs::{Input, Inputs, Wanted},
        progress::Progress,
        setup::{ReadOptions, RuleOptions, Setup, Setups},
        size, threads,
    },
    finding::Finding,
    lint::lint,
    parse::Given,
    problem::{Problem, Problems},
    report::{Checked, RuleNote, settle},
    source::Source,
};

/// Arguments that say what to lint, and how.
#[derive(Debug, Args)]
pub(super) struct RunOptions {
    /// Files, folders or - for standard input; without any, the nearest courtesy.toml decides, else the whole folder.
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) rules: RuleOptions,
    #[command(flatten)]
    reading: ReadOptions,
    /// The name that standard input goes by; its ending tells how it is written.
    #[arg(long, value_name = "NAME", default_value = "<stdin>", hide_default_value = true, help_heading = "Reading")]
    stdin_filename: String,
    /// The largest document that is read, as in 10MB or 500k (default: 100MB).
    #[arg(long, value_name = "SIZE", help_heading = "Reading")]
    #[arg(value_parser = size::parse, default_value_t = size::USUAL, hide_default_value = true)]
    max_size: ByteSize,
    /// Let `files` and `exclude` of the configuration decide of named files, too, as commit hooks need it.
    #[arg(long, help_heading = "Reading")]
    force_exclude: bool,
    /// Print findings and errors only: no summary, no progress.
    #[arg(short, long, help_heading = "Output")]
    pub(super) quiet: bool,
    /// How many files to lint at once (default: one for each processor).
    #[arg(short, long, value_name = "N", help_heading = "Output")]
    #[arg(value_parser = threads::count(), default_value_t = 0, hide_default_value = true)]
    jobs: u16,
}

/// What came of linting.
pub(super) struct Run<M> {
    /// What was linted, each with the place of its setup, in the order of the names.
    pub(super) sources: Vec<(usize, Checked)>,
    /// What else became of each of them.
    pub(super) mendings: Vec<M>,
    /// What could not be linted.
    pub(super) problems: Vec<Problem>,
}

/// One document on its way to be linted.
pub(super) struct Task<'t> {
    name: &'t str,
    input: &'t Input,
    setup: &'t Setup,
    given: Given,
}

impl Task<'_> {
    /// The document's file; `None` for standard input.
    pub(super) fn path(&self) -> Option<&Path> {
        self.input.path(self.name)
    }

    /// The findings in a text of the document.
    pub(super) fn findings(&self, source: &Source) -> Vec<Finding> {
        lint(source, &self.setup.rules, &self.given).findings
    }
}

impl RunOptions {
    /// How many files to lint at once; 0: one for each processor.
    pub(super) fn jobs(&self) -> usize {
        self.jobs.into()
    }

    /// Everything to lint.
    ///
    /// # Errors
    /// If a configuration, a rule file or an option is wrong.
    pub(super) fn inputs(&self, setups: &mut Setups<'_>) -> Result<Inputs, Problems> {
        let (paths, rules, stdin) = (&*self.paths, &self.rules, &*self.stdin_filename);
        let inputs = Wanted { paths, rules, stdin, force_exclude: self.force_exclude }.find(setups)?;
        setups.all().iter().try_for_each(|setup| self.reading.check(setup))?;
        Ok(inputs)
    }

    /// Lints every input and keeps what the reports need; the first `snippets` findings of each keep what is shown of
    /// them. `mend` may put another text in the place of a source first.
    pub(super) fn lint<M: Send>(
        &self,
        inputs: Inputs,
        setups: &[Arc<Setup>],
        snippets: usize,
        mend: impl Fn(Source, &Task<'_>) -> (Source, M) + Sync,
    ) -> Run<M> {
        let notes: Vec<Vec<RuleNote>> = setups.iter().map(|setup| setup.notes()).collect();
        let Inputs { named, mut problems } = inputs;
        let progress = Progress::new(named.len(), self.quiet);
        let one = |(name, input): (String, Input)| {
            let (setup, name, input) = (&*setups[input.setup], &*name, &input);
            let task = Task { name, input, setup, given: self.reading.given(name, setup) };
            let done = input.read(name, self.max_size).map(|source| {
                let (source, mending) = mend(source, &task);
                let mut linted = lint(&source, &setup.rules, &task.given);
                if setup.config.sets_of(Path::new(name)).next().is_none() {
                    linted.facts.clear();
                }
                ((input.setup, Checked::new(&source, linted, &notes[input.setup], snippets)), mending)
            });
            progress.step();
            done
        };
        let done: Vec<Done<M>> = named.into_par_iter().map(one).collect();
        progress.finish();
        let (mut sources, mendings) = sorted(done, &mut problems);
        settle_sets(&mut sources, setups);
        Run { sources, mendings, problems }
    }
}

/// A document with the place of its setup, and what else became of it; or why it could not be linted.
type Done<M> = Result<((usize, Checked), M), Problems>;

/// What was linted, and what became of each, beside what could not be. Where `done` lies is used again: a hundred
/// thousand documents are not copied.
fn sorted<M>(done: Vec<Done<M>>, problems: &mut Vec<Problem>) -> (Vec<(usize, Checked)>, Vec<M>) {
    let mut mendings = Vec::new();
    let kept = |result: Done<M>| match result {
        Ok((checked, mending)) => {
            mendings.push(mending);
            Some(checked)
        }
        Err(more) => {
            problems.extend(more.0);
            None
        }
    };
    (done.into_iter().filter_map(kept).collect(), mendings)
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
