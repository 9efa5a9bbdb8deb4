//! What a run looks at: paths and folders become documents, each with the setup that holds it.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use bytesize::ByteSize;

use crate::{
    cli::{
        files,
        setup::{RuleOptions, Setups},
    },
    problem::{Placed, Problem, Problems},
    source::Source,
};

/// Something to lint.
pub(super) struct Input {
    place: Place,
    /// The place of its setup.
    pub(super) setup: usize,
}

/// Where a document is.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Stdin,
    /// Where its name says: of a hundred thousand files, no path is kept twice.
    Named,
    /// At a path that is not UTF-8, so that its name does not lead there.
    At(PathBuf),
}

/// Everything to lint, in the order of the names, each file once, and what could not be found.
#[derive(Default)]
pub(super) struct Inputs {
    pub(super) named: Vec<(String, Input)>,
    pub(super) problems: Vec<Problem>,
}

/// What is looked for.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'w> {
    /// Files, folders or `-`; without any, the configuration decides.
    pub(super) paths: &'w [PathBuf],
    pub(super) rules: &'w RuleOptions,
    /// The name of standard input.
    pub(super) stdin: &'w str,
    /// Whether the configuration decides of named files, too.
    pub(super) force_exclude: bool,
}

impl Wanted<'_> {
    /// Everything that is named, each file once.
    ///
    /// # Errors
    /// If a configuration or a rule file is wrong.
    pub(super) fn find(self, setups: &mut Setups<'_>) -> Result<Inputs, Problems> {
        let mut inputs = Inputs::default();
        if self.paths.is_empty() {
            let config = setups.file(Path::new("."));
            let folder = config.as_deref().filter(|_| !self.rules.names_config()).and_then(Path::parent);
            let folder = folder.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            inputs.folder(folder, true, setups)?;
        }
        for path in self.paths {
            if path.as_os_str() == "-" {
                let setup = setups.of(Path::new(self.stdin))?;
                inputs.named.push((self.stdin.to_owned(), Input { place: Place::Stdin, setup }));
            } else if path.is_dir() {
                inputs.folder(path, false, setups)?;
            } else if !self.force_exclude || configured(path, setups)? {
                inputs.file(path, setups)?;
            }
        }
        // A list, not a map: the names of a hundred thousand files lie close together.
        inputs.named.sort_unstable_by(|(name, input), (other, its)| (name, &input.place).cmp(&(other, &its.place)));
        inputs.named.dedup_by(|(name, input), (other, its)| (name, &input.place) == (other, &its.place));
        Ok(inputs)
    }
}

/// Whether the configuration that decides for a file would have it linted.
fn configured(path: &Path, setups: &mut Setups<'_>) -> Result<bool, Problems> {
    let place = setups.plain(path.parent().unwrap_or(Path::new("")))?;
    let setup = &setups.all()[place];
    Ok(setup.lists(path) && !setup.config.excludes(path))
}

impl Inputs {
    /// Adds a file that was named.
    fn file(&mut self, path: &Path, setups: &mut Setups<'_>) -> Result<(), Problems> {
        let setup = setups.of(path)?;
        self.named.push((files::name(path), Input::file(path, setup)));
        Ok(())
    }

    /// Adds the documents of a folder; where the configuration decides, those that it lists.
    fn folder(&mut self, folder: &Path, configured: bool, setups: &mut Setups<'_>) -> Result<(), Problems> {
        let here = setups.plain(folder)?;
        let top = Arc::clone(&setups.all()[here]);
        let wanted = |path: &Path| if configured { top.lists(path) } else { files::is_document(path) };
        let (paths, problems) = files::walk(folder, &wanted);
        self.problems.extend(problems);
        let (mut found, paths_empty) = (false, paths.is_empty());
        for path in paths {
            let plain = setups.plain(path.parent().unwrap_or(folder))?;
            if !setups.all()[plain].config.excludes(&path) {
                let setup = setups.of(&path)?;
                self.named.push((files::name(&path), Input::file(&path, setup)));
                found = true;
            }
        }
        if !found {
            match top.config.files.as_ref().filter(|_| configured && paths_empty) {
                Some(globs) => self.problems.extend(globs.written().map(nothing_matches)),
                None => self.problems.push(files::nothing_in(folder)),
            }
        }
        Ok(())
    }
}

/// A pattern of `files` by which no document is found.
fn nothing_matches(pattern: &Placed) -> Problem {
    let help = "write where the documents are, from the folder of this file on, as in \"policies/**/*.md\"";
    pattern.problem("no document matches this").help(help)
}

impl Input {
    fn file(path: &Path, setup: usize) -> Self {
        let place = if path.to_str().is_some() { Place::Named } else { Place::At(path.to_path_buf()) };
        Self { place, setup }
    }

    /// Where the document called `name` is; `None` for standard input.
    pub(super) fn path<'p>(&'p self, name: &'p str) -> Option<&'p Path> {
        match &self.place {
            Place::Stdin => None,
            Place::Named => Some(Path::new(name)),
            Place::At(path) => Some(path),
        }
    }

    /// Reads the document, called `name`.
    ///
    /// # Errors
    /// If it cannot be read, is larger than `limit`, or is no text.
    pub(super) fn read(&self, name: &str, limit: ByteSize) -> Result<Source, Problems> {
        match self.path(name) {
            Some(path) => files::read(path, name, limit),
            None => files::read_stdin(name, limit),
        }
    }
}
