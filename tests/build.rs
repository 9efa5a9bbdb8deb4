//! What is built knows where it comes from, wherever it is built.

use std::{fs, path::Path};

#[path = "ci/git.rs"]
mod git;
#[path = "../build/version.rs"]
mod version;

use git::{git, repository};
use version::{Commit, watched};

/// A package that is checked out, with one commit.
fn checked_out() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("there is room for temporary files");
    repository(folder.path(), &[("Cargo.toml", ""), ("README.md", ""), ("src/lib.rs", "")]);
    folder
}

fn told(package: &Path) -> Option<String> {
    Commit::of(package).map(|commit| commit.to_string())
}

#[track_caller]
fn is_told(package: &Path, end: &str) {
    let told = told(package).expect("there is a commit");
    let (id, rest) = told.split_at(9);
    assert!(id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{told}");
    assert_eq!(rest, end, "{told}");
}

#[test]
fn a_commit_is_told_with_the_day_it_was_made() {
    is_told(checked_out().path(), " 2026-11-22");
}

#[test]
fn only_what_the_program_is_made_of_makes_it_dirty() {
    let folder = checked_out();
    fs::write(folder.path().join("README.md"), "x").unwrap();
    fs::write(folder.path().join("notes.md"), "x").unwrap();
    is_told(folder.path(), " 2026-11-22");
    fs::write(folder.path().join("src/new.rs"), "x").unwrap();
    is_told(folder.path(), "-dirty 2026-11-22");
}

#[test]
fn clones_and_worktrees_tell_the_same() {
    let folder = checked_out();
    let others = tempfile::tempdir().unwrap();
    let place = |name: &str| others.path().join(name);
    git(folder.path(), &format!("worktree add -q --detach {}", place("tree").display()));
    git(others.path(), &format!("clone -q --depth 1 file://{} shallow", folder.path().display()));
    let all = [folder.path().to_path_buf(), place("tree"), place("shallow")];
    for package in &all {
        assert_eq!(told(package), told(folder.path()), "{}", package.display());
        let watched = watched(package);
        assert!(watched.iter().any(|path| path.ends_with("logs/HEAD")), "{watched:?}");
        assert!(watched.iter().all(|path| package.join(path).exists()), "{watched:?}");
    }
}

#[test]
fn a_package_in_somebody_elses_repository_does_not_take_that_ones_commit() {
    let folder = checked_out();
    assert_eq!(told(&folder.path().join("src")), None);
    assert_eq!(told(tempfile::tempdir().unwrap().path()), None);
}

#[test]
fn a_packaged_crate_tells_what_cargo_has_noted() {
    let folder = checked_out();
    for (dirty, end) in [("", ""), (r#","dirty":true"#, "-dirty")] {
        let note = format!(r#"{{"git":{{"sha1":"1a2b3c4d5e6f"{dirty}}},"path_in_vcs":""}}"#);
        fs::write(folder.path().join(".cargo_vcs_info.json"), note).unwrap();
        assert_eq!(told(folder.path()), Some(format!("1a2b3c4d5{end}")));
    }
}
