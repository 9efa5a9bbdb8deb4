//! What is no file, or cannot be read, is told, and stops nobody from reading the others.

use std::{
    ffi::OsStr,
    fs,
    os::unix::{
        ffi::OsStrExt,
        fs::{PermissionsExt, symlink},
        net::UnixListener,
    },
    path::Path,
};

use crate::{RUDE, TOLD, check, in_time, program::folder, shell, without_rights};

fn pipe(folder: &Path, name: &str) {
    let made = shell(folder, &format!("mkfifo {name}")).status();
    assert!(made.expect("there is a shell").success());
}

#[test]
fn pipes_sockets_and_folders_called_as_documents_are_left_alone_in_a_walk() {
    let folder = folder(&[("a.md", RUDE), ("folder.md/b.txt", "x\n")]);
    pipe(folder.path(), "pipe.md");
    pipe(folder.path(), "courtesy.toml");
    symlink("pipe.md", folder.path().join("link.md")).unwrap();
    symlink("/dev/zero", folder.path().join("zero.md")).unwrap();
    let _socket = UnixListener::bind(folder.path().join("socket.md")).unwrap();
    let (code, out, err) = check(folder.path(), &[]);
    assert!(code == Some(1) && out.starts_with(TOLD) && out.lines().count() == 1, "{out}{err}");
    assert_eq!(err, "");
}

#[test]
fn a_pipe_in_the_place_of_gitignore_does_not_stop_the_walk() {
    let folder = folder(&[("a.md", RUDE), ("inner/b.md", RUDE)]);
    pipe(folder.path(), "inner/.gitignore");
    let (code, out, err) = check(folder.path(), &[]);
    assert!(code == Some(2) && out.starts_with(TOLD) && out.lines().count() == 1, "{out}{err}");
    assert!(err.contains("is not a file, and the folder is not entered: inner/.gitignore"), "{err}");
    let (code, out, err) = check(&folder.path().join("inner"), &[]);
    assert!(code == Some(2) && err.contains("not entered: .gitignore"), "{out}{err}");
}

#[test]
fn pipes_and_sockets_that_are_named_are_refused() {
    let folder = folder(&[("a.md", RUDE)]);
    pipe(folder.path(), "pipe.md");
    let _socket = UnixListener::bind(folder.path().join("socket.md")).unwrap();
    let (code, out, err) = check(folder.path(), &["pipe.md", "socket.md", "a.md"]);
    assert!(code == Some(2) && out.starts_with(TOLD), "{out}{err}");
    assert!(err.contains("is a named pipe, not a file: pipe.md"), "{err}");
    assert!(err.contains("is a socket, not a file: socket.md") && err.contains("`courtesy check -`"), "{err}");
    for option in ["--config", "--rules"] {
        let (code, _, err) = check(folder.path(), &[option, "pipe.md", "a.md"]);
        assert!(code == Some(2) && err.contains("this is a named pipe, not a file: pipe.md"), "{err}");
    }
}

#[test]
fn what_the_shell_opens_is_read() {
    let folder = folder(&[("a.md", RUDE)]);
    let (code, out, err) = in_time(shell(folder.path(), "cat a.md | \"$courtesy\" check --format concise /dev/stdin"));
    assert!(code == Some(1) && out.starts_with("/dev/stdin:1:9: "), "{out}{err}");
    let (code, out, err) = check(folder.path(), &["--config", "/dev/null", "/dev/null", "a.md"]);
    assert!(code == Some(1) && out.starts_with(TOLD), "{out}{err}");
}

#[test]
fn links_that_lead_nowhere_are_told() {
    let folder = folder(&[("a.md", RUDE), ("b/c.md", "x\n")]);
    symlink("itself.md", folder.path().join("itself.md")).unwrap();
    symlink("there.md", folder.path().join("here.md")).unwrap();
    symlink("here.md", folder.path().join("there.md")).unwrap();
    symlink("gone.md", folder.path().join("broken.md")).unwrap();
    symlink("..", folder.path().join("b/up.md")).unwrap();
    let (code, out, err) = check(folder.path(), &[]);
    assert!(code == Some(2) && out.starts_with(TOLD) && out.lines().count() == 1, "{out}{err}");
    assert!(err.contains("is a link that leads nowhere: broken.md"), "{err}");
    for circle in ["itself.md", "here.md", "there.md"] {
        assert!(err.contains(&format!(": {circle}\n")), "{circle}: {err}");
    }
    assert!(!err.contains("up.md"), "{err}");
}

#[test]
fn what_may_not_be_read_is_told() {
    let folder = folder(&[("a.md", RUDE), ("closed.md", RUDE), ("closed/b.md", RUDE)]);
    let Some(change) = without_rights(folder.path()) else { return };
    for name in ["closed.md", "closed"] {
        fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(0o000)).unwrap();
    }
    let line = format!("{change} \"$courtesy\" check --format concise");
    let (code, out, err) = in_time(shell(folder.path(), &line));
    fs::set_permissions(folder.path().join("closed"), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(code == Some(2) && out.starts_with(TOLD) && out.lines().count() == 1, "{out}{err}");
    assert!(err.contains("may not be read: closed.md") && err.contains("closed: Permission denied"), "{err}");
}

#[test]
fn names_need_not_be_utf_8_and_are_told_apart() {
    let folder = folder(&[("courtesy.toml", "files = [\"**/*.md\"]\n")]);
    for name in [&b"a\xff.md"[..], b"a\xfe.md", b"new\nline.md"] {
        fs::write(folder.path().join(OsStr::from_bytes(name)), RUDE).unwrap();
    }
    let long = format!("{}.md", "x".repeat(252));
    fs::write(folder.path().join(&long), RUDE).unwrap();
    for arguments in [&[][..], &["."]] {
        let (code, out, err) = check(folder.path(), arguments);
        let names: Vec<&str> = out.lines().map(|line| line.split(":1:9:").next().unwrap()).collect();
        assert_eq!((code, err.as_str()), (Some(1), ""));
        assert_eq!(names, ["a\\xfe.md", "a\\xff.md", "new\\nline.md", &long]);
    }
}

#[test]
fn a_path_that_is_too_long_for_the_system_is_told() {
    let folder = folder(&[("a.md", RUDE)]);
    let name = "d".repeat(250);
    let deeper = format!("mkdir {name} && cd -P {name} && echo x > b.md");
    let dig = format!("i=0; while [ $i -lt 20 ]; do {deeper} || exit 1; i=$((i + 1)); done");
    assert!(shell(folder.path(), &dig).status().unwrap().success());
    let (code, out, err) = check(folder.path(), &[]);
    assert!(code == Some(2) && out.starts_with(TOLD), "{out}{err}");
    assert!(err.contains("File name too long"), "{err}");
    assert!(shell(folder.path(), &format!("rm -r {name}")).status().unwrap().success());
}
