//! Numbers of threads that make no sense, or cannot be had.

use crate::{RUDE, TOLD, check, in_time, program::folder, shell, without_rights};

#[test]
fn an_absurd_number_of_jobs_is_a_mistake_on_the_command_line() {
    let folder = folder(&[("a.md", RUDE)]);
    for jobs in ["100000", "=-1", "x", "257"] {
        let (code, _, err) = check(folder.path(), &[&format!("-j{jobs}")]);
        assert!(code == Some(2) && err.contains("--jobs"), "{jobs}: {err}");
    }
    for jobs in ["0", "1", "256"] {
        let (code, out, err) = check(folder.path(), &["-j", jobs]);
        assert!(code == Some(1) && out.starts_with(TOLD), "{jobs}: {out}{err}");
    }
}

#[test]
fn the_environment_does_not_start_threads() {
    let folder = folder(&[("a.md", RUDE)]);
    let line = "RAYON_NUM_THREADS=100000 \"$courtesy\" check --format concise";
    let (code, out, err) = in_time(shell(folder.path(), line));
    assert!(code == Some(1) && out.starts_with(TOLD), "{out}{err}");
}

#[test]
#[cfg(target_os = "linux")]
fn threads_that_cannot_be_started_are_told() {
    let folder = folder(&[("a.md", RUDE)]);
    let Some(change) = without_rights(folder.path()) else { return };
    for command in ["check -j 8", "rules", "baseline"] {
        let line = format!("{change} prlimit --nproc=1 \"$courtesy\" {command}");
        let (code, out, err) = in_time(shell(folder.path(), &line));
        assert!(code == Some(2) && err.contains("the threads cannot be started"), "{code:?} {out}{err}");
        assert!(err.contains("-j 1") && !err.contains("panicked"), "{err}");
    }
}
