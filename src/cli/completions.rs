//! `courtesy completions`: what a shell must know to complete the command line.

use std::io::Write as _;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::cli::{
    Cli, Exit,
    failure::Failure,
    terminal::{Terminal, unless_closed},
};

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell to write for.
    shell: Shell,
}

impl Completions {
    /// Prints the script.
    pub(super) fn run(self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "courtesy", &mut script);
        unless_closed(terminal.out.write_all(&script))?;
        Ok(Exit::Clean)
    }
}
