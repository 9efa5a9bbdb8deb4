//! `courtesy init`: writes a `courtesy.toml` from what it finds in the folder.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;
use rayon::prelude::*;

use crate::{
    cli::{
        Exit,
        failure::Failure,
        files, output,
        setup::{FALLBACK, FOLDER},
        terminal::{Terminal, unless_closed},
    },
    config::{Config, NAME},
    document::Kind,
    language,
    parse::{self, Given, Languages, Markup},
    problem::{Problem, Problems},
    ruleset::RuleSet,
    source::Source,
};

mod draft;

use draft::{Draft, Rules, Sample};

/// Arguments of `init`.
#[derive(Debug, Args)]
pub(super) struct Init {}

impl Init {
    /// Looks around and writes the file, if there is none.
    pub(super) fn run(self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        if fs::symlink_metadata(NAME).is_ok() {
            return Err(there_is_one().into());
        }
        let (paths, problems) = files::walk(Path::new("."), &files::is_document);
        let draft = Draft { samples: samples(paths), above: above(), ..Draft::default() };
        let draft = with_rules(draft)?;
        output::fresh(Path::new(NAME), &draft.text()).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => there_is_one(),
            _ => Problem::file(NAME, format!("cannot be written ({error})")),
        })?;
        unless_closed(terminal.out.write_all(draft.told().as_bytes()))?;
        terminal.finish(Exit::Clean)?;
        terminal.problems(&problems);
        Ok(if problems.is_empty() { Exit::Clean } else { Exit::Failed })
    }
}

fn there_is_one() -> Problem {
    Problem::file(NAME, "is there already").help("change it, or move it away; `courtesy rules` shows what it does")
}

/// What each document was found to be; those that cannot be read are left to `check`.
fn samples(paths: Vec<PathBuf>) -> Vec<Sample> {
    let languages = Languages::new(language::load(&[]).0);
    let sample = |path: PathBuf| {
        let source = files::open(&path).ok();
        let read = source.map(|source| {
            let markup = if files::is_markdown(&path) { Markup::Markdown } else { Markup::Plain };
            let (document, _) = parse::structure(&source, &languages, &Given::new(markup, FALLBACK));
            (document.language.to_string(), document.kind == Kind::Script)
        });
        let (language, script) = read.map_or((None, false), |(language, script)| (Some(language), script));
        let path = path.strip_prefix(".").map(Path::to_path_buf).unwrap_or(path);
        Sample { path, language, script }
    };
    paths.into_par_iter().map(sample).collect()
}

/// The way to the configuration file that has decided here so far.
fn above() -> Option<String> {
    let here = std::env::current_dir().ok()?;
    let found = Config::nearest(here.parent()?)?;
    let folders = here.strip_prefix(found.parent()?).ok()?.components().count();
    Some(format!("{}{NAME}", "../".repeat(folders)))
}

/// The draft with the rule files of the folder, if there are any, as far as they can be used.
fn with_rules(draft: Draft) -> Result<Draft, Problems> {
    let is_rule = |entry: &fs::DirEntry| entry.path().extension().is_some_and(|ending| ending == "toml");
    let count = fs::read_dir(FOLDER).into_iter().flatten().flatten().filter(is_rule).count();
    let rules = if count == 0 { Rules::None } else { Rules::Found(count) };
    let draft = Draft { rules, ..draft };
    if load(&draft).is_ok() {
        return Ok(draft);
    }
    let without = Draft { rules: Rules::Wrong(count), ..draft };
    load(&without).map(|()| without)
}

/// Whether the file would hold.
fn load(draft: &Draft) -> Result<(), Problems> {
    let source = Arc::new(Source::new(NAME, draft.text()));
    RuleSet::load(&Config::read(&source, Path::new(""))?).map(drop)
}
