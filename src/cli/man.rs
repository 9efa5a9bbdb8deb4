//! `courtesy man`: the manual, as `man` reads it.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::{Args, Command, CommandFactory as _};
use clap_mangen::{
    Man,
    roff::{Roff, bold, roman},
};

use crate::{
    cli::{
        Cli, Exit,
        failure::Failure,
        output,
        terminal::{Terminal, unless_closed},
    },
    escape,
    problem::Problem,
};

/// What the exit codes mean; those of [`Exit`].
const CODES: [(&str, &str); 3] = [
    ("0", "Nothing was found that counts; commands that find nothing have done what they are for."),
    ("1", "Something was found that counts: in check, a finding at or above the threshold of --fail-on."),
    ("2", "The run, or a part of it, was not possible; what could be linted was."),
];

/// Arguments of `man`.
#[derive(Debug, Args)]
pub(super) struct Manual {
    /// Write the page of the program and one for each command into a folder, instead of the first to standard output.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

impl Manual {
    /// Prints the page of the program, or writes them all.
    pub(super) fn run(self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let mut program = Cli::command().disable_help_subcommand(true);
        program.build();
        match &self.dir {
            None => unless_closed(page(&Man::new(program), &mut terminal.out))?,
            Some(folder) => pages(&program, folder)?,
        }
        Ok(Exit::Clean)
    }
}

/// Writes a page for the program and each command, each whole or not at all.
fn pages(program: &Command, folder: &Path) -> Result<(), Box<Problem>> {
    let failed = |path: &Path, error: io::Error| {
        let name = escape::line(&path.to_string_lossy()).into_owned();
        Problem::file(&name, format!("the manual cannot be written ({error})"))
    };
    fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    for command in [program].into_iter().chain(program.get_subcommands()) {
        let man = Man::new(command.clone());
        let path = folder.join(man.get_filename());
        output::whole(&path, |out| page(&man, out)).map_err(|error| failed(&path, error))?;
    }
    Ok(())
}

fn page(man: &Man, out: &mut dyn Write) -> io::Result<()> {
    man.render(out)?;
    let mut end = Roff::new();
    end.control("SH", ["EXIT STATUS"]);
    for (code, meaning) in CODES {
        end.control("TP", []).text([bold(code)]).text([roman(meaning)]);
    }
    end.to_writer(out)
}
