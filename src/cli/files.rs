//! Finding the documents: paths and folders become a sorted list of files, and files become sources.

use std::{
    env, fs,
    io::{self, Read},
    path::{Component, Path, PathBuf},
    sync::mpsc,
};

use ignore::{DirEntry, WalkBuilder, WalkState};

use crate::{
    problem::{Problem, Problems},
    source::Source,
};

/// What a document's name ends in.
const EXTENSIONS: [&str; 5] = ["md", "markdown", "mdx", "txt", "text"];

/// The documents in a folder, .gitignore respected, and what could not be looked into.
pub(super) fn walk(folder: &Path, wanted: &(dyn Fn(&Path) -> bool + Sync)) -> (Vec<PathBuf>, Vec<Problem>) {
    let (sender, receiver) = mpsc::channel();
    WalkBuilder::new(folder).require_git(false).build_parallel().run(|| {
        let sender = sender.clone();
        Box::new(move |entry| {
            let found = match entry {
                Ok(entry) if is_file(&entry) && wanted(entry.path()) => Ok(entry.into_path()),
                Ok(_) => return WalkState::Continue,
                Err(error) => Err(error),
            };
            // The receiver outlives the walk.
            drop(sender.send(found));
            WalkState::Continue
        })
    });
    drop(sender);
    let (mut paths, mut problems) = (Vec::new(), Vec::new());
    for found in receiver {
        match found {
            Ok(path) => paths.push(path),
            Err(error) => problems.push(Problem::file(&name(folder), error.to_string())),
        }
    }
    paths.sort_unstable();
    problems.sort_by(|one, other| one.message.cmp(&other.message));
    (paths, problems)
}

/// What leaves a file out of the walk of a folder above it, up to the working directory or, outside it, the top: a
/// pattern, and the file that holds it; or that its name begins with a stop.
pub(super) fn ignored(path: &Path) -> Option<(String, String)> {
    let here = env::current_dir().unwrap_or_default();
    let path = here.join(path);
    let inside: Vec<&Path> = path.ancestors().take_while(|above| **above != here).collect();
    let hidden = |above: &&Path| above.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    if let Some(hidden) = inside.iter().filter(|_| path.starts_with(&here)).copied().find(|above| hidden(above)) {
        return Some(("its name begins with a stop".to_owned(), name(hidden)));
    }
    for above in path.ancestors().skip(1) {
        let file = above.join(".gitignore");
        if !file.is_file() {
            continue;
        }
        let (rules, _) = ignore::gitignore::Gitignore::new(&file);
        let matched = rules.matched_path_or_any_parents(&path, false);
        if let ignore::Match::Ignore(glob) = &matched {
            return Some((format!("`{}`", glob.original()), name(&file)));
        }
        if matched.is_whitelist() {
            return None;
        }
    }
    None
}

/// Whether the name is that of a document.
pub(super) fn is_document(path: &Path) -> bool {
    extension(path).is_some_and(|ending| EXTENSIONS.contains(&ending.as_str()))
}

/// Whether the name is that of a Markdown document.
pub(super) fn is_markdown(path: &Path) -> bool {
    extension(path).is_some_and(|ending| ["md", "markdown", "mdx"].contains(&ending.as_str()))
}

/// What a folder without documents is reported as.
pub(super) fn nothing_in(folder: &Path) -> Problem {
    let endings = EXTENSIONS.map(|ending| format!(".{ending}")).join(", ");
    Problem::file(&name(folder), "no document found").help(format!(
        "looked for files ending in {endings} that neither .gitignore nor the configuration excludes; a file named \
         on the command line is linted whatever its ending"
    ))
}

/// A path as reports name it: relative to the working directory where it lies inside, with `/`, without a leading `./`.
pub(super) fn name(path: &Path) -> String {
    let inside = env::current_dir().ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_path_buf));
    let path = inside.as_deref().unwrap_or(path);
    let parts = path.components().filter(|part| *part != Component::CurDir);
    let name = parts.collect::<PathBuf>().to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    if name.is_empty() { ".".to_owned() } else { name }
}

/// Reads a file as a source called `name`.
pub(super) fn read(path: &Path, name: &str) -> Result<Source, Problems> {
    let bytes = fs::read(path).map_err(|error| unreadable(name, &error))?;
    source(name, bytes)
}

/// Reads standard input as a source called `name`.
pub(super) fn read_stdin(name: &str) -> Result<Source, Problems> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).map_err(|error| unreadable(name, &error))?;
    source(name, bytes)
}

/// A source made of bytes that turn out to be text.
fn source(name: &str, bytes: Vec<u8>) -> Result<Source, Problems> {
    let refuse = |reason: &str, cure: Option<&str>| {
        let problem = Problem::file(name, reason);
        Err(Problems(vec![match cure {
            Some(cure) => problem.help(cure),
            None => problem,
        }]))
    };
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return refuse("is UTF-16", Some("save it as UTF-8"));
    }
    if let Some(at) = memchr::memchr(0, &bytes) {
        return refuse(&format!("is not text: byte {at} is NUL"), None);
    }
    if u32::try_from(bytes.len()).is_err() {
        return refuse("is 4 GiB or larger", Some("split it"));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(name, text)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            refuse(&format!("is not UTF-8: byte {at} does not belong there"), Some("save it as UTF-8"))
        }
    }
}

fn unreadable(name: &str, error: &io::Error) -> Problems {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "does not exist".to_owned(),
        io::ErrorKind::PermissionDenied => "may not be read".to_owned(),
        _ => format!("cannot be read ({error})"),
    };
    Problems(vec![Problem::file(name, reason)])
}

/// Whether a folder's entry is a file or a link to one; linked folders are not entered, so that no loop is.
fn is_file(entry: &DirEntry) -> bool {
    let Some(kind) = entry.file_type() else { return false };
    kind.is_file() || kind.is_symlink() && !fs::metadata(entry.path()).is_ok_and(|target| !target.is_file())
}

fn extension(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(bytes: &[u8]) -> String {
        source("x", bytes.to_vec()).unwrap_err().0.remove(0).message
    }

    #[test]
    fn what_is_not_text_is_refused_with_the_reason() {
        assert_eq!(refused(b"ab\xff"), "is not UTF-8: byte 2 does not belong there");
        assert_eq!(refused(b"a\0b"), "is not text: byte 1 is NUL");
        assert_eq!(refused(b"\xff\xfea\0"), "is UTF-16");
        assert_eq!(refused(b"\xfe\xff\0a"), "is UTF-16");
    }

    #[test]
    fn a_byte_order_mark_stays_in_the_text() {
        assert_eq!(source("x", b"\xef\xbb\xbfa".to_vec()).unwrap().text(), "\u{feff}a");
    }

    #[test]
    fn names_are_relative_and_clean() {
        assert_eq!(name(Path::new("./a/./b.md")), "a/b.md");
        assert_eq!(name(&env::current_dir().unwrap().join("a/b.md")), "a/b.md");
        assert_eq!(name(Path::new("../b.md")), "../b.md");
        assert_eq!(name(Path::new("./")), ".");
    }

    #[test]
    fn documents_are_told_by_their_ending() {
        assert!(is_document(Path::new("A.MD")) && is_document(Path::new("b.text")) && is_markdown(Path::new("c.mdx")));
        assert!(
            !is_document(Path::new("README")) && !is_document(Path::new("x.rs")) && !is_markdown(Path::new("a.txt"))
        );
    }
}
