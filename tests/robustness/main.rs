//! The built program among files, disks and sizes that are not as it would like them.
#![cfg(unix)]

#[path = "../program/mod.rs"]
mod program;
mod reading;
mod sizes;
mod threads;
mod vanishing;
mod writing;

use std::{
    fs,
    io::{self, Write},
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::Path,
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

/// A text with one finding.
const RUDE: &str = "We say: the customer is always right.\n";

/// What is printed of it in `a.md`, by the format `concise`.
const TOLD: &str = "a.md:1:9: error[always-right]";

/// The outcome of a command that must come to an end by itself.
#[track_caller]
fn in_time(mut command: Command) -> (Option<i32>, String, String) {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(program::outcome(&mut command)));
    receiver.recv_timeout(Duration::from_secs(120)).expect("the program ends, and prints UTF-8")
}

/// The outcome of `check` over some paths of a folder, in the format `concise`.
#[track_caller]
fn check(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let arguments = [&["check", "--format", "concise"], arguments].concat();
    in_time(program::courtesy(folder, &arguments))
}

/// A line of shell in a folder, to which the program is `$courtesy`.
fn shell(folder: &Path, line: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", line]).current_dir(folder).envs(program::SCRUBBED).stdin(Stdio::null());
    command.env("courtesy", env!("CARGO_BIN_EXE_courtesy"));
    command
}

/// What the program is started by so that permissions hold for it: nothing, or, for the administrator, a change to a
/// user who has no rights. `None`, and a word on it, where there is no way to make one.
fn without_rights(folder: &Path) -> Option<&'static str> {
    let administrator = fs::metadata(folder).expect("the folder is there").uid() == 0;
    if !administrator {
        return Some("");
    }
    let change = "setpriv --reuid=65534 --regid=65534 --clear-groups";
    fs::set_permissions(folder, fs::Permissions::from_mode(0o777)).expect("the folder is ours");
    let tried = shell(folder, &format!("{change} \"$courtesy\" --version")).output().expect("there is a shell");
    if tried.status.success() {
        return Some(change);
    }
    let why =
        "not tried: permissions do not hold for the administrator, and setpriv makes nobody else start the program";
    writeln!(io::stderr(), "{why}").expect("somebody reads what tests say");
    None
}

/// The names in a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned()).collect();
    names.sort_unstable();
    names
}
