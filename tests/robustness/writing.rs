//! Disks that are full or locked: the code is 2, the message says where, and no file is left half-written.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use crate::{RUDE, in_time, names, program::folder, program::run, shell, without_rights};

/// A rule that knows what to write instead.
const SWAP: &str =
    "title = \"Plain words\"\n[language.en]\nswap = { \"utilise\" = \"use\" }\nbad = [\"We <<utilise>> it.\"]\n";

/// Every way to write a file, each with the file that it would write.
const WRITERS: [(&str, &str); 5] = [
    ("check --format json=report.json a.md", "report.json"),
    ("check --fix --rules plain.toml b.md", "b.md"),
    ("init", "courtesy.toml"),
    ("new no-shouting --dir .", "no-shouting.toml"),
    ("explain --pages .", ".md"),
];

fn documents() -> tempfile::TempDir {
    folder(&[("a.md", &RUDE.repeat(50)), ("b.md", &"We utilise it.\n".repeat(200)), ("plain.toml", SWAP)])
}

/// Every writer must fail in the folder and leave it as it was.
#[track_caller]
fn nothing_is_left(folder: &Path, before: &str) {
    let was = names(folder);
    for (arguments, file) in WRITERS {
        let (code, _, err) = in_time(shell(folder, &format!("{before} \"$courtesy\" {arguments}")));
        assert!(code == Some(2) && err.contains("cannot be written") && err.contains(file), "{arguments}: {err}");
        assert_eq!(names(folder), was, "{arguments}");
        let text = fs::read_to_string(folder.join("b.md")).expect("it is there");
        assert!(text == "We utilise it.\n".repeat(200), "{arguments}");
    }
}

#[test]
fn a_report_that_cannot_be_written_takes_no_other_with_it() {
    let folder = documents();
    let line = "\"$courtesy\" check a.md missing.md --format json=no/where.json --format concise=list.txt";
    let (code, _, err) = in_time(shell(folder.path(), line));
    assert!(code == Some(2) && err.contains("no/where.json") && err.contains("does not exist"), "{err}");
    assert_eq!(fs::read_to_string(folder.path().join("list.txt")).expect("it is written").lines().count(), 50);
}

#[test]
fn a_full_disk_leaves_every_file_as_it_was() {
    let folder = documents();
    nothing_is_left(folder.path(), "trap '' XFSZ; ulimit -f 0;");
    fs::write(folder.path().join("report.json"), "old").unwrap();
    nothing_is_left(folder.path(), "trap '' XFSZ; ulimit -f 0;");
    assert_eq!(fs::read_to_string(folder.path().join("report.json")).unwrap(), "old");
}

#[test]
fn a_disk_that_fills_up_on_the_way_leaves_every_file_as_it_was() {
    let folder = documents();
    let line = "trap '' XFSZ; ulimit -f 1; \"$courtesy\" check --format json=report.json a.md";
    let (code, _, err) = in_time(shell(folder.path(), line));
    assert!(code == Some(2) && err.contains("the report cannot be written"), "{err}");
    assert_eq!(names(folder.path()), ["a.md", "b.md", "plain.toml"]);
}

#[test]
fn a_folder_that_is_read_only_is_told() {
    let folder = documents();
    let Some(change) = without_rights(folder.path()) else { return };
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    nothing_is_left(folder.path(), change);
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_device_is_told() {
    let folder = documents();
    for format in ["human", "concise", "json", "jsonl"] {
        let line = format!("\"$courtesy\" check --format {format} a.md > /dev/full");
        let (code, _, err) = in_time(shell(folder.path(), &line));
        assert!(code == Some(2) && err.contains("output could not be written: No space left"), "{format}: {err}");
        let (code, out, err) = run(folder.path(), &["check", "a.md", "--format", &format!("{format}=/dev/full")]);
        assert!(code == Some(2) && err.contains("the report cannot be written (No space left"), "{format}: {out}{err}");
    }
    for command in ["rules", "explain always-right", "parse a.md", "why always-right a.md:1", "--version"] {
        let (code, _, err) = in_time(shell(folder.path(), &format!("\"$courtesy\" {command} > /dev/full")));
        assert!(code == Some(2) && !err.contains("panicked"), "{command}: {code:?} {err}");
    }
}

#[test]
fn a_report_does_not_take_the_place_of_a_folder_and_keeps_permissions() {
    let folder = documents();
    fs::create_dir(folder.path().join("report")).unwrap();
    let (code, _, err) = run(folder.path(), &["check", "a.md", "--format", "json=report"]);
    assert!(code == Some(2) && err.contains("cannot be written") && err.contains(": report\n"), "{err}");
    let report = folder.path().join("report.json");
    fs::write(&report, "old").unwrap();
    fs::set_permissions(&report, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(run(folder.path(), &["check", "a.md", "--format", "json=report.json"]).0, Some(1));
    assert_eq!(fs::metadata(&report).unwrap().permissions().mode() & 0o777, 0o600);
}
