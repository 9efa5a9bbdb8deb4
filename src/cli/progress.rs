//! Progress of a long run, on a terminal only.

use std::{
    io::{self, IsTerminal},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long a run must take before its progress is worth showing.
const PATIENCE: Duration = Duration::from_millis(500);

/// A bar on standard error that shows up when a run takes long.
pub(super) struct Progress {
    bar: ProgressBar,
    started: Instant,
    wanted: bool,
}

impl Progress {
    /// A bar over so many files; a quiet one never shows.
    pub(super) fn new(files: usize, quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{bar:40} {pos}/{len} files").expect("the template is well-formed");
        bar.set_style(style);
        // Asked once: a run of a hundred thousand files need not ask the system each time.
        Self { bar, started: Instant::now(), wanted: !quiet && io::stderr().is_terminal() }
    }

    /// One file is done.
    pub(super) fn step(&self) {
        self.bar.inc(1);
        if self.wanted && self.bar.is_hidden() && self.started.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// All files are done; the bar goes away.
    pub(super) fn finish(self) {
        self.bar.finish_and_clear();
    }
}
