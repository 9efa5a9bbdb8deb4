//! `courtesy baseline`: accepts today's findings, so that only new ones fail.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use clap::Args;

use crate::{
    baseline::Baseline,
    cli::{
        Exit,
        accepted::{Baselines, Governed, findings, listed},
        failure::Failure,
        files, output,
        run::RunOptions,
        setup::Setups,
        terminal::{Terminal, unless_closed},
    },
    problem::Problem,
};

/// Arguments of `baseline`.
#[derive(Debug, Args)]
pub(super) struct Baselining {
    #[command(flatten)]
    pub(super) run: RunOptions,
    /// The file, instead of the nearest courtesy-baseline.jsonl above each document.
    #[arg(long, value_name = "FILE", help_heading = "Baseline")]
    baseline: Option<PathBuf>,
    /// Drop what is not found any more; never adds anything.
    #[arg(long, help_heading = "Baseline", conflicts_with = "accept")]
    update: bool,
    /// Drop what is not found any more, and accept all that is found.
    #[arg(long, help_heading = "Baseline")]
    accept: bool,
}

/// What is to become of a baseline.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    /// It is only compared.
    None,
    /// It loses what is not found any more.
    Shrink,
    /// It becomes what is found.
    Accept,
}

impl Baselining {
    /// Lints the documents and writes what was found, or what is left of it.
    pub(super) fn run(self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let mut setups = Setups::new(&self.run.rules);
        let inputs = self.run.inputs(&mut setups)?;
        let mut baselines = Baselines::new(self.baseline.as_deref());
        inputs.named.iter().try_for_each(|(name, _)| baselines.load(name))?;
        if let Some(absent) = baselines.none().filter(|_| self.update) {
            return Err(absent.into());
        }
        let run = self.run.lint(inputs, setups.all(), 0, |source, _| (source, ()));
        let mut exit = if run.problems.is_empty() { Exit::Clean } else { Exit::Failed };
        for governed in baselines.hold(&run.sources, setups.all(), self.run.rules.narrow(), |_, _| false) {
            let change = self.change(&governed);
            let told = settle(&governed, change)?;
            if change == Change::None && differs(&governed) && exit == Exit::Clean {
                exit = Exit::Found;
            }
            if !self.run.quiet {
                unless_closed(terminal.out.write_all(told.as_bytes()))?;
            }
        }
        terminal.finish(exit)?;
        terminal.problems(&run.problems);
        Ok(exit)
    }

    fn change(&self, governed: &Governed) -> Change {
        match governed.known {
            None if self.update => Change::None,
            None => Change::Accept,
            Some(_) if self.accept => Change::Accept,
            Some(_) if self.update => Change::Shrink,
            Some(_) => Change::None,
        }
    }
}

/// Whether a baseline and what was found are not the same.
fn differs(governed: &Governed) -> bool {
    !governed.held.stale.is_empty() || governed.new_ones().next().is_some()
}

/// Writes a baseline if it is to change, and says what became of it.
fn settle(governed: &Governed, change: Change) -> Result<String, Failure> {
    if change == Change::None {
        return Ok(compared(governed));
    }
    let next = next(governed, change);
    write(governed, &next)?;
    let holds = format!("{} accepts {}", governed.name(), findings(next.len()));
    let (new, stale) = (governed.new_ones().count(), governed.held.stale.len());
    let moved = match governed.moved() {
        0 => String::new(),
        moved => format!(", {moved} noted at a new place"),
    };
    Ok(match (&governed.known, change) {
        (None, _) => format!("{holds}; put it under version control\n"),
        (_, Change::Accept) => format!("{holds}: {new} added, {stale} dropped{moved}\n"),
        _ if new > 0 => {
            format!("{holds}: {stale} dropped{moved}; it does not accept {new} new: mend them, or --accept them\n")
        }
        _ => format!("{holds}: {stale} dropped{moved}\n"),
    })
}

/// What is to stand in the file: what the run did not look at, and what it found as far as that is accepted.
fn next(governed: &Governed, change: Change) -> Baseline {
    let found = governed.found.iter().zip(&governed.held.accepted);
    let kept = found.filter(|(_, accepted)| **accepted || change == Change::Accept).map(|(key, _)| key);
    kept.chain(&governed.held.unseen).cloned().collect()
}

fn write(governed: &Governed, next: &Baseline) -> Result<(), Box<Problem>> {
    if governed.known.as_ref() == Some(next) {
        return Ok(());
    }
    let name = files::name(&governed.file);
    let refuse = |error: io::Error| Box::new(Problem::file(&name, format!("cannot be written ({error})")));
    output::whole(&governed.file, |out| next.write(out)).map_err(refuse)
}

/// How a baseline and what was found differ.
fn compared(governed: &Governed) -> String {
    let name = governed.name();
    if !differs(governed) {
        return match governed.moved() {
            0 => format!("{name} accepts all that is found, and nothing else\n"),
            moved => format!(
                "{name} accepts all that is found, {moved} of it at another place; `courtesy baseline --update` notes \
                 the new one\n"
            ),
        };
    }
    let new = governed.new_ones().count();
    let told = match new {
        0 => String::new(),
        _ => {
            let head = format!("{name} does not accept {}; `courtesy baseline --accept` does:\n", findings(new));
            head + &listed(governed.new_ones())
        }
    };
    told + &governed.stale()
}
