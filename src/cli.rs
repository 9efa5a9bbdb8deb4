//! The command line: arguments become a command, a command an exit code.

use std::{ffi::OsString, io::Write, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::cli::terminal::{Color, Terminal, unless_closed};

mod accepted;
mod baseline;
mod check;
mod completions;
mod explain;
mod failure;
mod files;
mod init;
mod inputs;
mod man;
mod mend;
mod new;
mod output;
mod parse;
mod progress;
mod quote;
mod read_as;
mod rules;
mod run;
mod setup;
mod since;
mod size;
mod terminal;
mod test;
mod threads;
mod why;

/// Lints how a company treats its customers: service policies and call, chat and e-mail scripts.
#[derive(Debug, Parser)]
#[command(name = "courtesy", version = env!("COURTESY_VERSION"), max_term_width = 100, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// When to use colours; NO_COLOR and CLICOLOR_FORCE are honoured.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = "Output")]
    color: Color,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lint files, folders or - (standard input).
    Check(check::Check),
    /// List the rules in force here, or tell what is in force for a file and who says so.
    Rules(rules::Rules),
    /// Tell what a rule flags, why, what to write instead and who says so.
    Explain(explain::Explain),
    /// Run the examples in rule files.
    Test(test::Test),
    /// Tell why a rule speaks, or is silent, on a line.
    Why(why::Why),
    /// Start a rule file, examples first.
    New(new::New),
    /// Write a courtesy.toml from what is found in the folder.
    Init(init::Init),
    /// Accept today's findings, so that only new ones fail.
    Baseline(baseline::Baselining),
    /// Show how a document is read: blocks, speakers, stances, values.
    Parse(parse::Parse),
    /// Print what a shell needs to complete this command line.
    Completions(completions::Completions),
    /// Print the manual page, or write one for each command.
    Man(man::Manual),
}

impl Command {
    /// How many files are linted at once; 0: one for each processor.
    fn jobs(&self) -> usize {
        match self {
            Self::Check(check) => check.run.jobs(),
            Self::Baseline(baselining) => baselining.run.jobs(),
            _ => 0,
        }
    }
}

/// What a run has come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// Nothing at or above the threshold.
    Clean,
    /// Findings at or above it.
    Found,
    /// The run, or a part of it, was not possible.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Found => 1,
            Exit::Failed => 2,
        })
    }
}

/// Runs the command line and says what came of it; everything printed has been printed.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(answer) => return usage(&answer),
    };
    let mut terminal = Terminal::new(cli.color);
    if let Err(failure) = threads::start(cli.command.jobs()) {
        return terminal.fail(&failure);
    }
    let done = match cli.command {
        Command::Check(check) => check.run(&mut terminal),
        Command::Rules(rules) => rules.run(&mut terminal),
        Command::Explain(explain) => explain.run(&mut terminal),
        Command::Test(test) => test.run(&mut terminal),
        Command::Why(why) => why.run(&mut terminal),
        Command::New(new) => new.run(&mut terminal),
        Command::Init(init) => init.run(&mut terminal),
        Command::Baseline(baselining) => baselining.run(&mut terminal),
        Command::Parse(parse) => parse.run(&mut terminal),
        Command::Completions(completions) => completions.run(&mut terminal),
        Command::Man(manual) => manual.run(&mut terminal),
    };
    done.and_then(|exit| terminal.finish(exit)).unwrap_or_else(|failure| terminal.fail(&failure))
}

/// Prints what clap has to say: help and version are answers, anything else is a mistake.
fn usage(answer: &clap::Error) -> Exit {
    match unless_closed(answer.print().and_then(|()| std::io::stdout().flush())) {
        Err(error) => Terminal::new(Color::Auto).fail(&error.into()),
        Ok(()) if answer.use_stderr() => Exit::Failed,
        Ok(()) => Exit::Clean,
    }
}
