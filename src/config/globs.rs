//! Patterns of paths, each with the folder that it starts from.

use std::{
    env, fs, io,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use glob::{MatchOptions, Pattern};
use rayon::prelude::*;

use super::NAME;
use crate::{
    problem::{Placed, Problem, toml_file},
    source::Source,
};

/// Which paths are meant: patterns that start from one folder.
#[derive(Clone, Debug)]
pub struct Globs {
    /// The working directory, from which paths are given.
    here: PathBuf,
    root: PathBuf,
    patterns: Vec<(Placed, Pattern)>,
}

/// Files that are read for their rules or languages, named by a pattern.
#[derive(Clone, Debug)]
pub struct FileGlob {
    /// The pattern.
    pub pattern: Placed,
    /// The folder it starts from; empty for the working directory.
    pub root: PathBuf,
}

impl Globs {
    /// Patterns that start from `root`; those that are none are told.
    pub fn new(root: &Path, patterns: Vec<Placed>, problems: &mut Vec<Problem>) -> Self {
        let mut compiled = Vec::new();
        for placed in patterns {
            problems.extend(placed.wrong_glob());
            if let Ok(pattern) = Pattern::new(&placed.text) {
                compiled.push((placed, pattern));
            }
        }
        let here = env::current_dir().unwrap_or_default();
        Self { root: absolute(&here, root), here, patterns: compiled }
    }

    /// The patterns as written.
    pub fn written(&self) -> impl Iterator<Item = &Placed> {
        self.patterns.iter().map(|(placed, _)| placed)
    }

    /// Whether a path, given from the working directory or the root, matches one of the patterns.
    pub fn hold(&self, path: &Path) -> bool {
        self.holding(path).is_some()
    }

    /// The first pattern that such a path matches.
    pub fn holding(&self, path: &Path) -> Option<&Placed> {
        if self.patterns.is_empty() {
            return None;
        }
        let options = MatchOptions { require_literal_separator: true, ..MatchOptions::default() };
        let path = absolute(&self.here, path);
        // What is not UTF-8 in a name is any character: the file is not left out.
        let path = path.strip_prefix(&self.root).ok()?.to_string_lossy();
        let matched = self.patterns.iter().find(|(_, pattern)| pattern.matches_with(&path, options));
        matched.map(|(placed, _)| placed)
    }
}

/// A path from the root, given from `here`, without `.` and `..`; links are not followed.
fn absolute(here: &Path, path: &Path) -> PathBuf {
    let mut absolute = here.to_path_buf();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(absolute.pop()),
            part => absolute.push(part),
        }
    }
    absolute
}

impl FileGlob {
    /// The value of a command-line option, which starts from the working directory.
    pub fn typed(option: &str, pattern: &str) -> Self {
        Self { pattern: Placed::typed(option, pattern), root: PathBuf::new() }
    }

    /// One file, named as it is.
    pub fn file(path: &str) -> Self {
        let pattern = Placed { text: Pattern::escape(path), ..Placed::typed("courtesy test", path) };
        Self { pattern, root: PathBuf::new() }
    }

    fn wrong(&self) -> Vec<Problem> {
        self.pattern.wrong_glob().into_iter().collect()
    }

    /// The files, in alphabetical order. A folder stands for the files in it that end in `.toml`, but for a
    /// configuration.
    ///
    /// # Errors
    /// If the pattern is none, matches no file, or a file or folder cannot be read.
    pub fn open(&self) -> Result<Vec<Arc<Source>>, Vec<Problem>> {
        let root = Pattern::escape(&self.root.to_string_lossy());
        let pattern = Path::new(&root).join(&self.pattern.text);
        let paths = glob::glob(&pattern.to_string_lossy()).map_err(|_| self.wrong())?;
        let (mut files, mut problems) = (Vec::new(), Vec::new());
        for path in paths {
            let path = path.map_err(|error| error.path().to_path_buf());
            match path.and_then(|path| if is_folder(&path) { inside(&path).map_err(|_| path) } else { Ok(vec![path]) })
            {
                Ok(found) => files.extend(found),
                Err(path) => problems.push(Problem::file(&path.to_string_lossy(), "cannot be read")),
            }
        }
        let mut sources = Vec::new();
        for source in files.par_iter().map(|path| toml_file::open(path)).collect::<Vec<_>>() {
            match source {
                Ok(source) => sources.push(source),
                Err(problem) => problems.push(*problem),
            }
        }
        if sources.is_empty() && problems.is_empty() {
            problems.push(self.nothing(&pattern));
        }
        if problems.is_empty() { Ok(sources) } else { Err(problems) }
    }

    /// A pattern that leads to no file.
    fn nothing(&self, pattern: &Path) -> Problem {
        let plain = self.root.join(&self.pattern.text);
        if plain.is_dir() {
            let problem = self.pattern.problem("there is no rule file in this folder");
            return problem.help("rule files end in .toml; name the folder that holds them");
        }
        let problem = self.pattern.problem("no file matches this");
        problem.help(format!("write where the files are; this was looked for: {}", pattern.display()))
    }
}

/// Whether a path is a folder; one that is called as a rule file is taken for one, which need not be asked then.
fn is_folder(path: &Path) -> bool {
    path.extension().is_none_or(|ending| ending != "toml") && path.is_dir()
}

/// The files of a folder that may be rules or languages.
fn inside(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let path = |entry: fs::DirEntry| folder.strip_prefix(".").unwrap_or(folder).join(entry.file_name());
    let paths = fs::read_dir(folder)?.map(|entry| entry.map(path));
    let mut paths = paths.collect::<io::Result<Vec<_>>>()?;
    let is_wanted = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "toml") && !path.ends_with(NAME);
    paths.retain(|path| is_wanted(path) && path.is_file());
    paths.sort_unstable();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Problems, shown};

    #[track_caller]
    fn holds(root: &str, patterns: &[&str], path: &str, expected: bool) {
        let mut problems = Vec::new();
        let patterns = patterns.iter().map(|pattern| Placed::typed("files", pattern)).collect();
        let globs = Globs::new(Path::new(root), patterns, &mut problems);
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(globs.hold(Path::new(path)), expected, "{root} {path}");
    }

    #[test]
    fn patterns_start_from_their_folder() {
        holds("", &["a/*.md"], "./a/b.md", true);
        holds("a", &["*.md"], "a/b.md", true);
        holds("a", &["*.md"], "b.md", false);
        holds("a", &["*.md"], "a/b/c.md", false);
        holds("a", &["x", "**/*.md"], "a/b/c.md", true);
        holds("a", &[], "a/b.md", false);
        holds("../x", &["*.md"], "b/../../x/a.md", true);
        holds("/x", &["y/*.md"], "/x/z/../y/a.md", true);
    }

    #[test]
    fn a_folder_stands_for_the_rule_files_in_it() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.toml", "a.toml", "courtesy.toml", "notes.md", "deeper/c.toml"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).and_then(|()| fs::write(path, "")).unwrap();
        }
        let opened = |pattern: &str| -> Result<Vec<String>, Vec<Problem>> {
            let glob = FileGlob { root: folder.path().to_owned(), ..FileGlob::typed("--rules", pattern) };
            let name = |file: Arc<Source>| Path::new(file.name()).file_name().unwrap().to_string_lossy().into_owned();
            Ok(glob.open()?.into_iter().map(name).collect())
        };
        assert_eq!(opened(".").unwrap(), ["a.toml", "b.toml"]);
        assert_eq!(opened("deep*").unwrap(), ["c.toml"]);
        fs::remove_file(folder.path().join("deeper/c.toml")).unwrap();
        assert_eq!(opened("deeper").unwrap_err()[0].message, "there is no rule file in this folder");
    }

    #[test]
    fn a_pattern_without_files_is_a_mistake() {
        let problems = FileGlob::typed("--rules", "no/such/*.toml").open().unwrap_err();
        insta::assert_snapshot!(shown(&Problems(problems)), @r##"
          × 1 mistake in rules, languages or configuration

        Error:
          × no file matches this
           ╭─[<command line>:1:9]
         1 │ --rules no/such/*.toml
           ·         ───────┬──────
           ·                ╰── here
           ╰────
          help: write where the files are; this was looked for: no/such/*.toml
        "##);
    }
}
