//! `--since REV`: which lines of which files have changed since a revision, as git tells it.

use std::{
    collections::{HashMap, HashSet},
    fs, io,
    ops::RangeInclusive,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use nom::{
    IResult, Parser,
    bytes::complete::{tag, take_until},
    character::complete::usize as number,
    combinator::opt,
    sequence::{delimited, preceded},
};

use crate::{
    cli::{inputs::Inputs, setup::Setup},
    problem::Problem,
    report::{Checked, Entry},
    source::Position,
};

/// What has changed since a revision, in the checkout of the working directory.
pub(super) struct Changed {
    /// The folder of the checkout.
    top: PathBuf,
    /// The changed files, by where they lie.
    files: HashMap<PathBuf, Lines>,
    /// What git knows; anything else is new.
    tracked: HashSet<PathBuf>,
}

/// Lines of a file, counted from 1.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Lines {
    All,
    These(Vec<RangeInclusive<usize>>),
}

impl Changed {
    /// What has changed since the revision, or since the work here left its branch, in files that are not committed,
    /// too.
    ///
    /// # Errors
    /// If git is not there, this is no checkout, or the revision is not known.
    pub(super) fn since(revision: &str) -> Result<Self, Box<Problem>> {
        let top = git(Path::new("."), &["rev-parse", "--show-toplevel"], revision)?;
        let top = PathBuf::from(lossy(&top).trim_end_matches(['\n', '\r']));
        let top = top.canonicalize().unwrap_or(top);
        let commit = format!("{revision}^{{commit}}");
        let commit = git(&top, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit], revision)?;
        let base = git(&top, &["merge-base", lossy(&commit).trim(), "HEAD"], revision)?;
        let base = lossy(&base).trim().to_owned();
        let diff = |how: &[&str]| {
            let plain = ["diff", "--no-color", "--no-ext-diff", "--no-textconv", "--ignore-submodules", "-M"];
            git(&top, &[&plain, how, &[&*base, "--"]].concat(), revision)
        };
        let (raw, patch) = (diff(&["--raw", "-z"])?, diff(&["--unified=0"])?);
        let files = files(&lossy(&raw), &lossy(&patch)).into_iter().map(|(path, lines)| (top.join(path), lines));
        let tracked = git(&top, &["ls-files", "-z"], revision)?;
        let tracked = lossy(&tracked).split_terminator('\0').map(|path| top.join(path)).collect();
        Ok(Self { files: files.collect(), tracked, top })
    }

    /// Takes the documents without changes away, but for those that others are held against; what lies outside the
    /// checkout is told.
    pub(super) fn keep(&self, inputs: &mut Inputs, setups: &[Arc<Setup>]) {
        let Inputs { named, problems } = inputs;
        named.retain(|(name, input)| {
            let Some(path) = input.path(name) else { return true };
            let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
            if path.is_absolute() && !path.starts_with(&self.top) {
                let cure = format!("name files in {}, or leave --since away", self.top.display());
                problems.push(Problem::file(name, "lies outside the git checkout").help(cure));
                return false;
            }
            let in_set = setups[input.setup].config.sets_of(Path::new(name)).next().is_some();
            in_set || self.lines(&path).is_some()
        });
    }

    /// Leaves the findings that stand on changed lines, or that belong to something there.
    pub(super) fn narrow(&self, checked: &mut Checked) {
        let Checked { path, entries, accepted, .. } = checked;
        entries.retain(|entry| self.touches(path, entry));
        accepted.retain(|accepted| self.touches(path, &accepted.entry));
    }

    /// Whether a finding of a document stands on a changed line, or belongs to something there.
    pub(super) fn touches(&self, document: &str, entry: &Entry) -> bool {
        let touched = |path: &str, start: Position, end: Position| {
            let path = fs::canonicalize(path).unwrap_or_else(|_| PathBuf::from(path));
            self.lines(&path).is_some_and(|lines| lines.touch(start.line, end.line))
        };
        let mut related = entry.related.iter();
        touched(document, entry.start, entry.end)
            || related.any(|place| touched(place.path.as_deref().unwrap_or(document), place.start, place.end))
    }

    /// The changed lines of a file.
    fn lines(&self, path: &Path) -> Option<&Lines> {
        self.files.get(path).or_else(|| (!self.tracked.contains(path)).then_some(&Lines::All))
    }
}

impl Lines {
    fn touch(&self, from: usize, to: usize) -> bool {
        match self {
            Self::All => true,
            Self::These(ranges) => ranges.iter().any(|range| *range.start() <= to && from <= *range.end()),
        }
    }
}

fn lossy(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// What git prints.
fn git(folder: &Path, arguments: &[&str], revision: &str) -> Result<Vec<u8>, Box<Problem>> {
    let refuse = |reason: String, cure: &str| {
        Box::new(
            Problem::file("--since", format!("what has changed since `{revision}` cannot be told: {reason}"))
                .help(cure),
        )
    };
    let done = Command::new("git").arg("-C").arg(folder).args(arguments).output();
    let done = done.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => refuse("git is not installed".to_owned(), "install it, or leave --since away"),
        _ => refuse(format!("git cannot be run ({error})"), "leave --since away"),
    })?;
    if done.status.success() {
        return Ok(done.stdout);
    }
    let said = lossy(&done.stderr);
    Err(match (arguments[0], said.lines().next()) {
        ("merge-base", None) => refuse(
            "it shares no commit with HEAD".to_owned(),
            "in CI, check out the whole history (`fetch-depth: 0`), so that git knows where the branches part",
        ),
        ("rev-parse", None) => refuse(
            "there is no such revision".to_owned(),
            "name a commit, a tag or a branch such as `origin/main`; in CI, fetch it first (`fetch-depth: 0`)",
        ),
        (_, line) => refuse(line.unwrap_or("git fails without a word").to_owned(), "run it in a git checkout"),
    })
}

/// The changed files: their names as `git diff --raw -z` lists them, their lines as the patch does, in the same order.
fn files(raw: &str, patch: &str) -> Vec<(String, Lines)> {
    let mut sections = patch.split("\ndiff --git ").map(|section| section.trim_start_matches("diff --git "));
    let mut parts = raw.split_terminator('\0');
    let mut files = Vec::new();
    while let (Some(meta), Some(path)) = (parts.next(), parts.next()) {
        let status = meta.rsplit(' ').next().and_then(|status| status.chars().next()).unwrap_or('M');
        let path = if matches!(status, 'R' | 'C') { parts.next().unwrap_or(path) } else { path };
        let lines = match status {
            // A file whose merge is not finished has no section, one that has become another kind of file has two.
            'U' => Lines::All,
            'T' => {
                sections.by_ref().take(2).for_each(drop);
                Lines::All
            }
            _ => Lines::These(sections.next().unwrap_or_default().lines().filter_map(hunk).collect()),
        };
        files.push((path.to_owned(), lines));
    }
    files
}

/// The new lines of a hunk, by its head, such as `@@ -3,2 +4,5 @@`; `None` where lines only go.
fn hunk(line: &str) -> Option<RangeInclusive<usize>> {
    let count = |text| opt(preceded(tag(","), number)).parse(text);
    let head = |text| -> IResult<&str, (usize, Option<usize>)> {
        let old = (tag("@@ -"), take_until(" +"), tag(" +"));
        delimited(old, (number, count), tag(" @@")).parse(text)
    };
    let (_, (start, count)) = head(line).ok()?;
    match count.unwrap_or(1) {
        0 => None,
        count => Some(start..=start + count - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_hunk_tells_the_new_lines() {
        assert_eq!(hunk("@@ -3,2 +4,5 @@ # Heading @@ -1 +1 @@"), Some(4..=8));
        assert_eq!(hunk("@@ -0,0 +1 @@"), Some(1..=1));
        assert_eq!(hunk("@@ -7,3 +6,0 @@"), None);
        assert_eq!(hunk("+@@ -1 +1 @@"), None);
    }

    #[test]
    fn names_and_patches_are_paired_whatever_has_become_of_the_files() {
        let raw =
            ":1 1 a b M\0a.md\0:1 1 a b R090\0old\0new\nname\0:1 1 a b T\0link\0:1 1 a b U\0both\0:1 1 a b A\0z\0";
        let patch = "diff --git a/a.md b/a.md\n--- a/a.md\n+++ b/a.md\n@@ -1 +1,2 @@\n-x\n+diff --git \n\
                     diff --git a/old b/n\n@@ -9 +9 @@\ndiff --git a/link b/link\ndiff --git a/link b/link\n\
                     diff --git a/z b/z\n@@ -0,0 +1,3 @@\n";
        let these = |range| Lines::These(vec![range]);
        let expected = [
            ("a.md", these(1..=2)),
            ("new\nname", these(9..=9)),
            ("link", Lines::All),
            ("both", Lines::All),
            ("z", these(1..=3)),
        ];
        assert_eq!(files(raw, patch), expected.map(|(name, lines)| (name.to_owned(), lines)));
    }
}
