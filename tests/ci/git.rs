//! Repositories to try things in, as if nobody had configured git.

use std::{fs, path::Path, process::Command};

/// Runs git in a folder; arguments are parted by blanks.
#[track_caller]
pub(crate) fn git(folder: &Path, arguments: &str) {
    let mut git = Command::new("git");
    git.args(["-c", "user.name=x", "-c", "user.email=x@example.com"]).args(arguments.split(' ')).current_dir(folder);
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    git.env("GIT_COMMITTER_DATE", "2026-11-22T23:59:00 +0200");
    let output = git.output().expect("git is installed where the project is worked on");
    assert!(output.status.success(), "git {arguments}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Makes a repository of files, with one commit.
#[track_caller]
pub(crate) fn repository(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = folder.join(name);
        let parent = path.parent().expect("every file stands in the folder");
        fs::create_dir_all(parent).and_then(|()| fs::write(&path, text)).expect("the folder can be written");
    }
    ["init -q", "add .", "commit -qm x"].iter().for_each(|arguments| git(folder, arguments));
}
