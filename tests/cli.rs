//! The built program, as people and machines call it.

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};

#[path = "cli/manual.rs"]
mod manual;

/// Variables that change what is printed, with harmless values.
const SCRUBBED: [(&str, &str); 6] = [
    ("NO_COLOR", "1"),
    ("CLICOLOR_FORCE", "0"),
    ("CLICOLOR", "0"),
    ("TERM", "dumb"),
    ("COLUMNS", "100"),
    ("RUST_BACKTRACE", "0"),
];

fn cases() -> trycmd::TestCases {
    let cases = trycmd::TestCases::new();
    for (name, value) in SCRUBBED {
        cases.env(name, value);
    }
    cases
}

#[test]
fn the_program_does_what_the_cases_say() {
    cases().case("tests/cli/*.trycmd").case("tests/cli/*.toml");
}

#[test]
fn the_readme_tells_the_truth() {
    cases().case("README.md");
}

#[test]
fn every_case_says_what_is_printed() {
    for entry in fs::read_dir("tests/cli").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            for ending in ["stdout", "stderr"] {
                assert!(path.with_extension(ending).is_file(), "{} needs a .{ending} beside it", path.display());
            }
        }
    }
}

fn courtesy(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_courtesy"));
    command.current_dir(folder).args(arguments).envs(SCRUBBED).stdin(Stdio::null());
    command
}

#[track_caller]
fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = courtesy(folder, arguments).output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("the program prints UTF-8");
    (status.code(), text(stdout), text(stderr))
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("there is room for temporary files");
    for (name, text) in files {
        let path = folder.path().join(name);
        let parent = path.parent().expect("every file stands in the folder");
        fs::create_dir_all(parent).and_then(|()| fs::write(&path, text)).expect("the folder can be written");
    }
    folder
}

#[test]
#[cfg(unix)]
fn hostile_names_and_texts_never_steer_the_terminal() {
    let text = "\u{1b}[31mthe customer is always right\u{202e}\u{9b}2J\r\n";
    let folder = folder(&[("a\u{1b}[31m\nb.md", text), ("c\u{202e}dm.txt", text)]);
    for arguments in
        [&["check"][..], &["check", "--format", "concise"], &["check", "--format", "json"], &["check", "x\u{1b}y"]]
    {
        let (_, out, err) = run(folder.path(), arguments);
        let printed = out + &err;
        let unsafe_one = printed.chars().find(|&c| c != '\n' && courtesy::escape::is_unsafe(c));
        assert_eq!(unsafe_one, None, "{arguments:?}: {printed:?}");
    }
}

#[test]
fn a_closed_pipe_ends_quietly_with_the_code_that_was_earned() {
    let folder = folder(&[("a.txt", &"We say: the customer is always right.\n".repeat(5_000))]);
    for (fail_on, code) in [("error", 1), ("never", 0)] {
        let arguments = ["check", "--format", "jsonl", "--fail-on", fail_on];
        let mut child =
            courtesy(folder.path(), &arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(code), ""));
    }
}

#[test]
fn gitignore_is_respected_outside_git_too() {
    let folder = folder(&[(".gitignore", "drafts/\n"), ("drafts/a.md", "x\n"), ("b.md", "x\n"), ("c.rs", "x\n")]);
    let (code, out, _) = run(folder.path(), &["check"]);
    assert_eq!((code, out.as_str()), (Some(0), "1 file: 0 errors, 0 warnings, 0 advice\n"));
    let (_, out, _) = run(folder.path(), &["check", "drafts/a.md", "c.rs"]);
    assert_eq!(out, "2 files: 0 errors, 0 warnings, 0 advice\n");
}

#[test]
#[cfg(unix)]
fn links_that_go_in_circles_are_harmless() {
    let folder = folder(&[("a/b.md", "x\n")]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("a/up")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("a/b.md"), folder.path().join("c.md")).unwrap();
    let (code, out, err) = run(folder.path(), &["check"]);
    assert_eq!((code, out.as_str(), err.as_str()), (Some(0), "2 files: 0 errors, 0 warnings, 0 advice\n", ""));
}

#[test]
#[cfg(unix)]
fn a_report_file_appears_whole_and_may_be_read_like_any_other() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("a.md", "x\n"), ("plain", "")]);
    let (code, out, _) = run(folder.path(), &["check", "--format", "concise", "--format", "json=report.json", "a.md"]);
    assert_eq!((code, out.as_str()), (Some(0), ""));
    let report = folder.path().join("report.json");
    let value: serde_json::Value = serde_json::from_slice(&fs::read(&report).unwrap()).unwrap();
    assert_eq!(value["summary"]["files"], 1);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions();
    assert_eq!(mode(&report).mode() & 0o777, mode(&folder.path().join("plain")).mode() & 0o777);
    let (code, _, err) = run(folder.path(), &["check", "--format", "json=no/such/folder.json", "a.md"]);
    assert_eq!(code, Some(2), "{err}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[test]
fn a_new_rule_goes_where_the_configuration_takes_rules_from_even_beside_a_broken_one() {
    let folder = folder(&[
        ("courtesy.toml", "rules = [\"house/*.toml\"]\n"),
        ("house/broken.toml", "title = "),
        ("policies/a.md", "Please be advised that your parcel is in Leeds.\n"),
    ]);
    let (code, out, err) = run(folder.path(), &["new", "no-shouting"]);
    let next = "  courtesy test house/no-shouting.toml\n  courtesy check\n";
    assert!(code == Some(0) && out.ends_with(next), "{out}{err}");
    let (_, out, err) = run(&folder.path().join("policies"), &["new", "no-whispering"]);
    assert!(out.starts_with("../house/no-whispering.toml is written"), "{out}{err}");
    fs::remove_file(folder.path().join("house/no-whispering.toml")).unwrap();
    let (code, _, err) = run(&folder.path().join("policies"), &["new", "broken"]);
    assert!(code == Some(2) && err.contains("there is already a rule `broken`"), "{err}");
    fs::remove_file(folder.path().join("house/broken.toml")).unwrap();
    let (code, out, _) = run(&folder.path().join("policies"), &["check", "--format", "concise"]);
    assert_eq!((code, out.as_str()), (Some(1), "a.md:1:1: warning[no-shouting] No shouting\n"));
    let names = fs::read_dir(folder.path().join("house")).unwrap().count();
    assert_eq!(names, 1);
}

#[test]
fn any_number_of_jobs_prints_the_same() {
    let text = "We say: the customer is always right.\n";
    let names: Vec<String> = (0..50).map(|nth| format!("{}/{nth}.md", nth % 7)).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), text)).collect();
    let folder = folder(&files);
    let one = run(folder.path(), &["check", "--format", "jsonl", "-j", "1"]);
    assert_eq!(one.1.lines().count(), 50);
    assert_eq!(one, run(folder.path(), &["check", "--format", "jsonl", "-j", "8"]));
}
