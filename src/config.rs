//! The configuration: what a `courtesy.toml` says of a folder and of some
//! files in it, to which a command line may add.

mod choices;
mod extend;
mod file;
mod form;
mod globs;
mod level;
mod setting;

pub use choices::{Choices, Origin, Said};
pub use globs::{FileGlob, Globs};
pub use level::{FailOn, Level};
pub use setting::{Key, RuleSettings, Setting, Value};

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    problem::{Problem, Problems, toml_file},
    source::Source,
};

/// The name of a configuration file.
pub const NAME: &str = "courtesy.toml";

/// What is in force.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The files to lint where none are named; `None` for all documents.
    pub files: Option<Globs>,
    /// The files to leave out.
    pub exclude: Option<Globs>,
    /// The files of each set of documents that must agree.
    pub sets: Vec<Globs>,
    /// What is chosen for its files.
    pub choices: Choices,
    /// What is chosen anew for some of them; of two that hold a file, the later one stands.
    pub overrides: Vec<Override>,
}

/// Choices for some files only.
#[derive(Clone, Debug)]
pub struct Override {
    /// Where it is said.
    pub at: Origin,
    /// The files.
    pub files: Globs,
    /// What is chosen for them.
    pub choices: Choices,
}

impl From<Choices> for Config {
    fn from(choices: Choices) -> Self {
        Self { choices, ..Self::default() }
    }
}

impl Config {
    /// The configuration file that decides for files in `folder`: the nearest one, there or above.
    pub fn nearest(folder: &Path) -> Option<PathBuf> {
        folder.ancestors().map(|folder| folder.join(NAME)).find(|file| file.is_file())
    }

    /// The configuration in a file, and in those that it extends.
    ///
    /// # Errors
    /// If a file cannot be read, and for every mistake in it.
    pub fn open(file: &Path) -> Result<Self, Problems> {
        let source = toml_file::open(file).map_err(|problem| Problems(vec![*problem]))?;
        Self::read(&source, file.parent().unwrap_or(Path::new("")))
    }

    /// What can be read of the configuration in a file, and of those that it extends, with every mistake in them. What
    /// is read of one with mistakes is not in force, but the names in it can be looked up, so that their mistakes are
    /// told together with the others.
    ///
    /// # Errors
    /// If nothing of it can be judged: the file cannot be read, or it does not say which rules and languages there are.
    pub fn salvage(file: &Path) -> Result<(Self, Vec<Problem>), Problems> {
        let source = toml_file::open(file).map_err(|problem| Problems(vec![*problem]))?;
        let mut problems = Vec::new();
        let config = extend::read(&source, file.parent().unwrap_or(Path::new("")), &mut problems);
        let unknown = |key: &str| {
            let meant = format!("did you mean `{key}`?");
            problems.iter().any(|one| one.key.as_deref() == Some(key) || one.help.as_ref() == Some(&meant))
        };
        if unknown("rules") || unknown("languages") || unknown("extends") {
            Err(Problems(problems))
        } else {
            Ok((config, problems))
        }
    }

    /// The configuration in a source whose globs start from `root`, and in the files that it extends.
    ///
    /// # Errors
    /// Every mistake in them.
    pub fn read(source: &Arc<Source>, root: &Path) -> Result<Self, Problems> {
        let mut problems = Vec::new();
        let config = extend::read(source, root, &mut problems);
        Problems::none(problems).map(|()| config)
    }

    /// Whether a path is left out, or a folder above it.
    pub fn excludes(&self, path: &Path) -> bool {
        self.exclude.as_ref().is_some_and(|exclude| path.ancestors().any(|above| exclude.hold(above)))
    }

    /// The overrides that hold a document, by their place.
    pub fn overrides_of(&self, path: &Path) -> Vec<usize> {
        (0..self.overrides.len()).filter(|&place| self.overrides[place].files.hold(path)).collect()
    }

    /// What is chosen where these overrides hold.
    pub fn overridden(&self, places: &[usize]) -> Choices {
        let choices = places.iter().map(|&place| self.overrides[place].choices.clone());
        choices.fold(self.choices.clone(), Choices::then)
    }

    /// The sets that a document belongs to, by their place.
    pub fn sets_of(&self, path: &Path) -> impl Iterator<Item = usize> {
        self.sets.iter().enumerate().filter(|(_, set)| set.hold(path)).map(|(place, _)| place)
    }
}

#[cfg(test)]
mod tests;
