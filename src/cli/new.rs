//! `courtesy new`: starts a rule file, examples first.

mod name;
mod next;
mod place;
mod skeleton;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::Args;

use crate::{
    cli::{
        Exit,
        failure::Failure,
        files, output,
        terminal::{Terminal, unless_closed},
    },
    config::Config,
    problem::{Placed, Problem, Problems},
};
use place::Place;
use skeleton::Check;

/// Arguments of `new`.
#[derive(Debug, Args)]
pub(super) struct New {
    /// The rule's id: small letters, digits and hyphens; the file is called like it.
    rule: String,
    /// What kind of judgement the rule makes.
    #[arg(long, value_name = "KIND", default_value = "forbid")]
    check: Check,
    /// The languages it speaks, separated by commas; the notes in the file are in the first.
    #[arg(long, value_name = "CODES", value_delimiter = ',', default_value = "en")]
    lang: Vec<String>,
    /// The folder to write it to; without it, the one that courtesy.toml takes rules from, else rules beside it.
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
}

impl New {
    /// Writes the file, unless there is one, and tells what to do next.
    pub(super) fn run(self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let file = place::configuration();
        let rules = file.as_deref().map_or_else(|| Ok(Config::default()), Config::open)?.choices.rules;
        let mut problems: Vec<Problem> = name::mistake(&self.rule, &rules).into_iter().collect();
        problems.extend(self.lang.iter().filter_map(|code| no_language(code)));
        Problems::none(problems)?;
        let root = file.as_deref().map(|file| file.parent().unwrap_or(Path::new("")));
        let place = Place::of((root, &rules), self.dir, &self.rule);
        let text = skeleton::text(self.check, &self.lang, &name::title(&self.rule));
        write(&place.file, &text)?;
        unless_closed(next::tell(&place, (file.as_deref(), &rules), &mut terminal.out))?;
        Ok(Exit::Clean)
    }
}

fn no_language(code: &str) -> Option<Problem> {
    let problem = || Placed::typed("--lang", code).problem(format!("no rule can be started in the language `{code}`"));
    (!skeleton::languages().any(|known| known == code)).then(|| problem().did_you_mean(code, skeleton::languages()))
}

/// Writes a file that was not there.
fn write(file: &Path, text: &str) -> Result<(), Box<Problem>> {
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let problem = |error| Problem::file(&files::name(folder), format!("the folder cannot be made ({error})"));
        fs::create_dir_all(folder).map_err(|error| Box::new(problem(error)))?;
    }
    output::fresh(file, text).map_err(|error| {
        let problem = |message: String| Problem::file(&files::name(file), message);
        Box::new(match error.kind() {
            io::ErrorKind::AlreadyExists => {
                problem("there is already such a file".to_owned()).help("choose another name, or another `--dir`")
            }
            _ => problem(format!("cannot be written ({error})")),
        })
    })
}
