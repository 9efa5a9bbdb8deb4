//! The built program on temporary folders.

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};

/// Variables that change what is printed, with harmless values.
pub(crate) const SCRUBBED: [(&str, &str); 6] = [
    ("NO_COLOR", "1"),
    ("CLICOLOR_FORCE", "0"),
    ("CLICOLOR", "0"),
    ("TERM", "dumb"),
    ("COLUMNS", "100"),
    ("RUST_BACKTRACE", "0"),
];

/// The program in a folder, with nothing on its standard input.
pub(crate) fn courtesy(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_courtesy"));
    command.current_dir(folder).args(arguments).envs(SCRUBBED).stdin(Stdio::null());
    command
}

/// The exit code of a command, what it prints, and what it prints on standard error.
#[track_caller]
pub(crate) fn outcome(command: &mut Command) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = command.output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("the program prints UTF-8");
    (status.code(), text(stdout), text(stderr))
}

/// The outcome of the program in a folder.
#[track_caller]
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    outcome(&mut courtesy(folder, arguments))
}

/// A folder with these files.
pub(crate) fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("there is room for temporary files");
    for (name, text) in files {
        let path = folder.path().join(name);
        let parent = path.parent().expect("every file stands in the folder");
        fs::create_dir_all(parent).and_then(|()| fs::write(&path, text)).expect("the folder can be written");
    }
    folder
}
