//! `courtesy new`: starts a rule file, examples first.

pub(super) mod name;
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
    /// The rule's id: small letters, digits and hyphens; the file has the same name.
    #[arg(required = true)]
    rule: Vec<String>,
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
        // A name of several words is a mistake, and told as one.
        let id = self.rule.join(" ");
        let mut problems = self.languages_apart();
        if problems.is_empty() {
            problems.extend(name::mistake(&id, &rules));
        }
        problems.extend(self.lang.iter().filter_map(|code| no_language(code)));
        Problems::none(problems)?;
        let root = file.as_deref().map(|file| file.parent().unwrap_or(Path::new("")));
        let place = Place::of((root, &rules), self.dir, &id);
        let text = skeleton::text(self.check, &self.lang, &name::title(&id));
        write(&place.file, &text)?;
        unless_closed(next::tell(&place, (file.as_deref(), &rules), &mut terminal.out))?;
        Ok(Exit::Clean)
    }

    /// Languages that stand behind the others without a comma.
    fn languages_apart(&self) -> Vec<Problem> {
        let stray = self.rule.get(1..).unwrap_or_default();
        if stray.is_empty() || !stray.iter().all(|word| skeleton::languages().any(|code| code == word)) {
            return Vec::new();
        }
        let all: Vec<&str> = self.lang.iter().chain(stray).map(String::as_str).collect();
        let problem = Placed::typed("--lang", &all.join(" ")).problem("languages stand side by side with commas");
        vec![problem.help(format!("write `--lang {}`", all.join(",")))]
    }
}

fn no_language(code: &str) -> Option<Problem> {
    if skeleton::languages().any(|known| known == code) {
        return None;
    }
    let problem = Placed::typed("--lang", code).problem(format!("no rule can be started in the language `{code}`"));
    let problem = problem.did_you_mean(code, skeleton::languages());
    Some(match &problem.help {
        Some(help) if help.starts_with("use one of") => {
            let more = "a rule in another language is written by hand, once a file under `languages` in courtesy.toml \
                        describes that language";
            let help = format!("{help}; {more}");
            problem.help(help)
        }
        _ => problem,
    })
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
