//! Where a new rule file goes.

use std::{
    env,
    path::{Component, Path, PathBuf},
};

use glob::{MatchOptions, Pattern};

use crate::cli::setup::FOLDER;
use crate::config::{Config, FileGlob, NAME};

/// A place for a rule file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Place {
    /// The file.
    pub(super) file: PathBuf,
    /// Whether the configuration takes rules from there.
    pub(super) is_listed: bool,
}

/// The configuration file that rules over the working directory.
pub(super) fn configuration() -> Option<PathBuf> {
    let here = env::current_dir().ok()?;
    let here = here.canonicalize().unwrap_or(here);
    let found = Config::nearest(&here)?;
    let up = here.strip_prefix(found.parent()?).ok()?.components().count();
    Some(Path::new(&"../".repeat(up)).join(NAME))
}

impl Place {
    /// The place of the rule `id`: in `folder` if one is named, else where the configuration in the folder `root` takes
    /// rules from, else in the folder `rules` beside it. Without a configuration it is the one here, which may be the
    /// working directory itself.
    pub(super) fn of((root, rules): (Option<&Path>, &[FileGlob]), folder: Option<PathBuf>, id: &str) -> Self {
        let name = format!("{id}.toml");
        let own = rules.iter().filter(|glob| root == Some(&glob.root));
        let listed = || own.filter_map(|glob| listed(glob, &name)).next();
        if let Some(file) = folder.is_none().then(listed).flatten() {
            return Self { file, is_listed: true };
        }
        let usual = || match root {
            Some(root) => root.join(FOLDER),
            None if is_here(FOLDER) => PathBuf::new(),
            None => PathBuf::from(FOLDER),
        };
        let file = folder.unwrap_or_else(usual).join(name);
        let is_listed = rules.iter().any(|glob| takes(glob, &file));
        Self { file, is_listed }
    }
}

/// Whether the working directory has this name.
fn is_here(name: &str) -> bool {
    env::current_dir().is_ok_and(|here| here.file_name().is_some_and(|last| last == name))
}

/// The file of this name that a pattern takes, in the last folder that the pattern names without a wildcard and that
/// does not lie above its own.
fn listed(glob: &FileGlob, name: &str) -> Option<PathBuf> {
    let pattern = of_files(glob);
    let parts: Vec<_> = Path::new(&pattern).components().collect();
    let (_, folders) = parts.split_last()?;
    let plain = |part: &&Component<'_>| part.as_os_str().to_string_lossy().find(['*', '?', '[']).is_none();
    let folder: PathBuf = folders.iter().take_while(plain).collect();
    let inside = folder.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let file = glob.root.join(folder).join(name);
    (inside && takes(glob, &file)).then_some(file)
}

/// Whether a pattern takes a file.
fn takes(glob: &FileGlob, file: &Path) -> bool {
    let options = MatchOptions { require_literal_separator: true, ..MatchOptions::default() };
    let inside = |path: &Path| path.components().filter(|part| *part != Component::CurDir).collect::<PathBuf>();
    let root = inside(&glob.root);
    let pattern = Pattern::new(of_files(glob).trim_start_matches("./"));
    let matches =
        |pattern: Pattern| inside(file).strip_prefix(&root).is_ok_and(|file| pattern.matches_path_with(file, options));
    pattern.is_ok_and(matches)
}

/// The pattern with all files of a folder for the folder.
fn of_files(glob: &FileGlob) -> String {
    let text = glob.pattern.text.trim_end_matches('/');
    if text.contains(['*', '?', '[']) || text.ends_with(".toml") { text.to_owned() } else { format!("{text}/*.toml") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn goes(rules: &[&str], root: &str, folder: Option<&str>, expected: &str, is_listed: bool) {
        let root = Path::new(root);
        let glob = |pattern: &&str| FileGlob { root: root.to_owned(), ..FileGlob::typed("rules", pattern) };
        let globs: Vec<_> = rules.iter().map(glob).collect();
        let place = Place::of((Some(root), &globs), folder.map(PathBuf::from), "no-shouting");
        assert_eq!(place, Place { file: PathBuf::from(expected), is_listed }, "{rules:?}");
    }

    #[test]
    fn a_rule_goes_where_the_configuration_takes_rules_from() {
        goes(&["house/*.toml"], "", None, "house/no-shouting.toml", true);
        goes(&["./house/*.toml"], "a", None, "a/house/no-shouting.toml", true);
        goes(&["one.toml", "house/**/*.toml"], "", None, "house/no-shouting.toml", true);
        goes(&["*.toml"], "", None, "no-shouting.toml", true);
        goes(&["house/"], "a", None, "a/house/no-shouting.toml", true);
    }

    #[test]
    fn a_pattern_that_would_not_take_it_or_lies_elsewhere_is_no_place() {
        goes(&[], "", None, "rules/no-shouting.toml", false);
        goes(&["one.toml"], "a", None, "a/rules/no-shouting.toml", false);
        goes(&["house/tone-*.toml", "../*.toml", "/etc/*.toml"], "", None, "rules/no-shouting.toml", false);
    }

    #[test]
    fn a_folder_that_is_named_is_taken() {
        goes(&["house/*.toml"], "", Some("mine"), "mine/no-shouting.toml", false);
        goes(&["house/*.toml"], "", Some("./house/"), "./house/no-shouting.toml", true);
    }
}
