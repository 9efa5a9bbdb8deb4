//! Fixing files, and showing what fixing would do.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use similar::TextDiff;

use crate::{
    cli::output,
    contents::{self, Refusal},
    escape,
    finding::Finding,
    fix,
    problem::Problem,
    source::Source,
};

/// A source whose fixes have been applied.
pub(super) struct Fixed {
    pub(super) source: Source,
    pub(super) count: usize,
}

/// What became of the fixes of one source.
pub(super) enum Mending {
    /// There are none, or none were asked for.
    None,
    /// So many are in the file now.
    Written(usize),
    /// What they would change.
    Shown(String),
    /// They cannot be applied.
    Failed(Box<Problem>),
}

/// What became of the fixes of a run.
#[derive(Default)]
pub(super) struct Mended {
    fixes: usize,
    files: usize,
    diffs: String,
}

/// Applies the fixes of a source, if it has any, and writes its file, if there is one to be written. The file appears
/// whole or stays as it was.
pub(super) fn mend(
    source: &Source,
    path: Option<&Path>,
    lint: impl Fn(&Source) -> Vec<Finding>,
) -> Result<Option<Fixed>, Box<Problem>> {
    let refuse = |reason: String| Box::new(Problem::file(source.name(), reason));
    let fixed = fix::fix(source, lint).map_err(|endless| refuse(format!("cannot be fixed: {endless}")))?;
    let Some(fix::Fixed { text, count }) = fixed else { return Ok(None) };
    if let Some(path) = path {
        write(path, source.text(), &text).map_err(|error| refuse(format!("cannot be written ({error})")))?;
    }
    Ok(Some(Fixed { source: Source::new(source.name(), text), count }))
}

/// Writes a file that still holds what was read; a link stays a link, and the file keeps its permissions.
fn write(path: &Path, before: &str, after: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    match contents::of_file(&path, before.len() as u64) {
        Ok(now) if now == before.as_bytes() => {}
        Err(Refusal::Io(error)) => return Err(error),
        _ => return Err(io::Error::other("it has changed since it was read")),
    }
    if fs::metadata(&path)?.permissions().readonly() {
        return Err(io::Error::from(io::ErrorKind::PermissionDenied));
    }
    output::whole(&path, |out| out.write_all(after.as_bytes()))
}

/// What changes from one text to the next, as a unified diff, safe to show.
pub(super) fn diff(before: &Source, after: &Source) -> String {
    let diff = TextDiff::from_lines(before.text(), after.text());
    let name = escape::line(before.name());
    let diff = diff.unified_diff().context_radius(2).header(&name, &name).to_string();
    escape::block(&diff, &mut [])
}

impl Mended {
    /// Adds what became of one source.
    pub(super) fn add(&mut self, mending: Mending) -> Option<Problem> {
        match mending {
            Mending::None => return None,
            Mending::Written(count) => {
                self.fixes += count;
                self.files += 1;
            }
            Mending::Shown(diff) => self.diffs.push_str(&diff),
            Mending::Failed(problem) => return Some(*problem),
        }
        None
    }

    /// Shows the diffs.
    pub(super) fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.diffs.as_bytes())
    }

    /// What was written, on a line; nothing if nothing was.
    pub(super) fn told(&self) -> String {
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let (fixes, files) = (self.fixes, self.files);
        if files == 0 {
            return String::new();
        }
        format!("fixed {fixes} finding{} in {files} file{}\n", plural(fixes), plural(files))
    }
}
