//! What is too large is refused before it fills the memory.

use std::fs::File;

use crate::{RUDE, TOLD, check, in_time, program::folder, shell};

#[test]
fn a_document_over_the_limit_is_refused_and_the_others_are_linted() {
    let folder = folder(&[("a.md", RUDE)]);
    File::create(folder.path().join("huge.md")).unwrap().set_len(1 << 30).unwrap();
    for arguments in [&[][..], &["a.md", "huge.md"]] {
        let (code, out, err) = check(folder.path(), arguments);
        assert!(code == Some(2) && out.starts_with(TOLD), "{out}{err}");
        assert!(err.contains("is larger than 100.0 MB: 1.1 GB (1073741824 bytes): huge.md"), "{err}");
        assert!(err.contains("help: split it, or let `courtesy check --max-size` take it"), "{err}");
    }
}

#[test]
fn the_limit_is_where_the_command_line_puts_it() {
    let folder = folder(&[("a.md", RUDE)]);
    let size = RUDE.len();
    let (code, out, err) = check(folder.path(), &["--max-size", &size.to_string()]);
    assert!(code == Some(1) && out.starts_with(TOLD), "{out}{err}");
    let (code, out, err) = check(folder.path(), &["--max-size", &format!("{}B", size - 1)]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(err.contains("is larger than 37 B: 38 B (38 bytes): a.md"), "{err}");
}

#[test]
fn a_size_that_is_none_is_a_mistake_on_the_command_line() {
    let folder = folder(&[("a.md", RUDE)]);
    for (size, cure) in [("big", "such as 10MB"), ("0", "nothing at all"), ("5GB", "4 GiB or larger")] {
        let (code, _, err) = check(folder.path(), &["--max-size", size]);
        assert!(code == Some(2) && err.contains("--max-size") && err.contains(cure), "{err}");
    }
}

#[test]
fn what_hides_its_size_is_read_up_to_the_limit() {
    let folder = folder(&[("a.md", RUDE)]);
    let (code, _, err) = in_time(shell(folder.path(), "yes | \"$courtesy\" check --max-size 1MB -"));
    assert!(code == Some(2) && err.contains("is larger than 1.0 MB: <stdin>"), "{err}");
    let (code, out, err) = check(folder.path(), &["--max-size", "1MB", "/dev/zero", "a.md"]);
    assert!(code == Some(2) && out.starts_with(TOLD), "{out}{err}");
    assert!(err.contains("is larger than 1.0 MB: /dev/zero"), "{err}");
}

#[test]
fn rules_languages_and_configuration_have_a_limit_too() {
    let folder = folder(&[("a.md", RUDE), ("lang.toml", "languages = [\"huge.toml\"]\n")]);
    File::create(folder.path().join("huge.toml")).unwrap().set_len(1 << 30).unwrap();
    for option in [["--rules", "huge.toml"], ["--config", "huge.toml"], ["--config", "lang.toml"]] {
        let (code, out, err) = check(folder.path(), &option);
        assert_eq!((code, out.as_str()), (Some(2), ""));
        assert!(err.contains("this file is larger than 100 MB (1073741824 bytes): huge.toml"), "{err}");
        assert!(err.contains("help: split it"), "{err}");
    }
}
