//! What the program tells shells and `man` of itself is understood by them.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use crate::{folder, run};

/// What a program says of a text on its standard input; `None` where it is not installed.
fn said(program: &str, arguments: &[&str], text: &str) -> Option<(bool, String)> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().ok()?;
    let mut stdin = child.stdin.take().expect("it was asked for");
    stdin.write_all(text.as_bytes()).expect("the program reads what it is given");
    drop(stdin);
    let output = child.wait_with_output().expect("the program ends");
    let printed = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&printed).into_owned()))
}

fn told(arguments: &[&str]) -> String {
    let (code, out, err) = run(Path::new("."), arguments);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{arguments:?}");
    out
}

#[test]
fn every_shell_reads_its_completions() {
    for (shell, arguments) in [("bash", &["-n"][..]), ("zsh", &["-n"]), ("fish", &["-n", "/dev/stdin"])] {
        let script = told(&["completions", shell]);
        let read = said(shell, arguments, &script);
        assert!(read.is_none_or(|read| read == (true, String::new())), "{shell} does not read:\n{script}");
    }
    for (shell, first) in [("elvish", "\nuse builtin;"), ("powershell", "\nusing namespace")] {
        assert!(told(&["completions", shell]).starts_with(first), "{shell}");
    }
}

#[test]
fn bash_completes_commands_and_options() {
    let script = told(&["completions", "bash"]);
    for (typed, wanted) in [("courtesy exp", "explain"), ("courtesy check --fail", "--fail-on")] {
        let words = typed.split(' ').count() - 1;
        let asked = format!(
            "{script}\ncomplete -p courtesy >/dev/null || exit 1\nCOMP_WORDS=({typed}); COMP_CWORD={words}\n\
             _courtesy courtesy \"${{COMP_WORDS[COMP_CWORD]}}\" x; echo \"${{COMPREPLY[*]}}\"\n"
        );
        let Some(said) = said("bash", &["--norc"], &asked) else { return };
        assert_eq!(said, (true, format!("{wanted}\n")), "{typed}");
    }
}

#[test]
fn the_manual_has_a_page_for_every_command_and_none_has_mistakes() {
    let folder = folder(&[]);
    let (code, out, err) = run(folder.path(), &["man", "--dir", "share/man1"]);
    assert_eq!((code, out.as_str(), err.as_str()), (Some(0), "", ""));
    let program = told(&["man"]);
    let commands = program.lines().filter_map(|line| line.strip_suffix("(1)")?.strip_prefix("courtesy\\-"));
    let pages: Vec<String> = commands.map(|command| format!("courtesy-{command}.1")).collect();
    assert!(pages.contains(&"courtesy-check.1".to_owned()), "{pages:?}");
    for page in pages.iter().map(String::as_str).chain(["courtesy.1"]) {
        let text = std::fs::read_to_string(folder.path().join("share/man1").join(page)).unwrap();
        assert!(text.contains("EXIT STATUS") && (page != "courtesy.1" || text == program), "{page}");
        let Some((done, shown)) = said("groff", &["-man", "-Tutf8", "-ww", "-b", "-z"], &text) else { continue };
        assert_eq!((done, shown.as_str()), (true, ""), "{page}");
    }
}

#[test]
fn a_manual_that_cannot_be_written_is_told_with_its_place() {
    let folder = folder(&[("taken", "")]);
    let (code, _, err) = run(folder.path(), &["man", "--dir", "taken"]);
    assert!(code == Some(2) && err.contains("taken") && err.contains("the manual cannot be written"), "{err}");
}
