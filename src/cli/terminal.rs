//! Standard output and error as the commands see them: coloured or not, and never surprised by a closed pipe.

use std::{
    env,
    io::{self, BufWriter, IsTerminal, Stdout, Write},
};

use clap::ValueEnum;
use miette::{GraphicalReportHandler, GraphicalTheme};

use crate::{
    cli::{Exit, failure::Failure},
    problem::Problem,
};

/// When to use colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Color {
    /// On a terminal that takes them.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// Whether a stream is to be coloured.
    fn on(self, is_terminal: bool) -> bool {
        let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto if set("NO_COLOR").is_some() => false,
            Self::Auto if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
            Self::Auto => is_terminal && set("TERM").is_none_or(|term| term != "dumb"),
        }
    }
}

/// Where a command prints.
pub(super) struct Terminal {
    /// Standard output; a failed write is kept by the caller, not by it.
    pub(super) out: BufWriter<Stdout>,
    /// Whether standard output is coloured.
    pub(super) color: bool,
    color_errors: bool,
}

impl Terminal {
    /// The streams of this process.
    pub(super) fn new(color: Color) -> Self {
        let out = BufWriter::new(io::stdout());
        Self { out, color: color.on(io::stdout().is_terminal()), color_errors: color.on(io::stderr().is_terminal()) }
    }

    /// Writes out what is left and gives the exit code that the run has earned, whether or not anybody still reads.
    pub(super) fn finish(&mut self, exit: Exit) -> Result<Exit, Failure> {
        unless_closed(self.out.flush())?;
        Ok(exit)
    }

    /// Shows problems on standard error.
    pub(super) fn problems(&self, problems: &[Problem]) {
        // Nobody can be told that standard error is closed.
        drop(io::stderr().write_all(rendered(problems, self.color_errors).as_bytes()));
    }

    /// Shows problems that are what a command was asked for.
    pub(super) fn print(&mut self, problems: &[Problem]) -> io::Result<()> {
        self.out.write_all(rendered(problems, self.color).as_bytes())
    }

    /// Shows why a command could not do its work.
    pub(super) fn fail(&self, failure: &Failure) -> Exit {
        match failure {
            Failure::Problems(problems) => self.problems(&problems.0),
            // Nobody can be told that standard error is closed too.
            Failure::Output(_) => drop(writeln!(io::stderr(), "courtesy: {failure}")),
        }
        Exit::Failed
    }
}

fn rendered(problems: &[Problem], color: bool) -> String {
    let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(100);
    let mut text = String::new();
    for problem in problems {
        handler.render_report(&mut text, problem).expect("writing to a string cannot fail");
    }
    text
}

/// The result of writing to standard output, where a reader who has gone away is no failure.
pub(super) fn unless_closed(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
