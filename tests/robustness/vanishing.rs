//! Files and folders that come and go while the program runs.

use std::{
    fs,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use crate::{RUDE, in_time, program::courtesy, program::folder};

/// Makes and removes folders of documents until it is told to stop.
fn unrest(folder: &Path, stop: &AtomicBool) {
    for round in 0.. {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let inner = folder.join(format!("d{}", round % 5));
        fs::create_dir_all(&inner).expect("the folder can be written");
        for nth in 0..20 {
            fs::write(inner.join(format!("{nth}.md")), RUDE.repeat(1 + nth % 3)).expect("the folder can be written");
        }
        if round % 2 == 1 {
            fs::remove_dir_all(folder.join(format!("d{}", (round / 2) % 5))).ok();
        }
    }
}

#[test]
fn a_run_over_what_is_being_removed_ends_with_a_whole_report() {
    let folder = folder(&[("a.md", RUDE)]);
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| unrest(folder.path(), &stop));
        for _ in 0..12 {
            let (code, out, err) = in_time(courtesy(folder.path(), &["check", "--format", "json"]));
            let whole = serde_json::from_str::<serde_json::Value>(&out);
            let is_told = (code == Some(2)) != err.is_empty();
            if !matches!(code, Some(1 | 2)) || whole.is_err() || !is_told || err.contains("panicked") {
                stop.store(true, Ordering::Relaxed);
                panic!("{code:?}\n{out}\n{err}");
            }
        }
        stop.store(true, Ordering::Relaxed);
    });
}
