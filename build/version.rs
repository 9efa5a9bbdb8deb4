//! The version that the program tells of itself: the package's, and the commit that it was built from.

use std::{fmt, fs, path::Path, process::Command};

use serde_json::Value;

/// What the program is made of; anything else may differ from the commit.
const PARTS: [&str; 6] = ["build.rs", "build", "src", "rules", "Cargo.toml", "Cargo.lock"];

/// A commit of the project.
pub(crate) struct Commit {
    /// Its whole name.
    id: String,
    /// Whether the program is made of anything that is not in it.
    dirty: bool,
    /// The day it was made, as `2026-11-22`; a packaged crate does not know.
    day: Option<String>,
}

impl fmt::Display for Commit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // As many letters in every clone, however many commits it has to tell apart.
        write!(f, "{:.9}{}", self.id, if self.dirty { "-dirty" } else { "" })?;
        self.day.iter().try_for_each(|day| write!(f, " {day}"))
    }
}

impl Commit {
    /// The commit that a folder holds the package of, whether unpacked or checked out; `None` where nobody says so.
    pub(crate) fn of(package: &Path) -> Option<Self> {
        Self::packaged(package).or_else(|| Self::checked_out(package))
    }

    /// What `cargo package` has noted.
    fn packaged(package: &Path) -> Option<Self> {
        let note: Value = serde_json::from_slice(&fs::read(package.join(".cargo_vcs_info.json")).ok()?).ok()?;
        let git = &note["git"];
        Some(Self { id: git["sha1"].as_str()?.to_owned(), dirty: git["dirty"] == true, day: None })
    }

    fn checked_out(package: &Path) -> Option<Self> {
        // Unpacked inside another repository, the commit would be that one's.
        git(package, &["rev-parse", "--show-prefix"]).filter(String::is_empty)?;
        let told = git(package, &["log", "-1", "--no-show-signature", "--date=short", "--format=%H %cd"])?;
        let (id, day) = told.split_once(' ')?;
        let changed = git(package, &[&["status", "--porcelain", "--"], &PARTS[..]].concat())?;
        Some(Self { id: id.to_owned(), dirty: !changed.is_empty(), day: Some(day.to_owned()) })
    }
}

/// The files that tell when the commit of a package is another one, or when it is no longer all.
pub(crate) fn watched(package: &Path) -> Vec<String> {
    let notes = ["HEAD", "logs/HEAD"].map(|note| git(package, &["rev-parse", "--git-path", note]));
    let paths = notes.into_iter().flatten().chain(PARTS.map(str::to_owned));
    // Cargo takes a file that is missing for one that has changed.
    paths.filter(|path| package.join(path).exists()).collect()
}

/// What git answers, without the line's end; `None` if there is no git, or nothing to tell.
fn git(folder: &Path, arguments: &[&str]) -> Option<String> {
    let mut git = Command::new("git");
    // A hook of another repository may be what builds.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        git.env_remove(name);
    }
    let answer = git.current_dir(folder).arg("--no-optional-locks").args(arguments).output().ok()?;
    let text = String::from_utf8(answer.stdout).ok().filter(|_| answer.status.success())?;
    Some(text.trim_end().to_owned())
}
