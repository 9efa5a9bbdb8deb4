//! Finding the documents: paths and folders become a sorted list of files, and files become sources.

use std::{
    env, fs, io,
    path::{Component, Path, PathBuf},
    sync::mpsc,
};

use bytesize::ByteSize;
use ignore::{DirEntry, WalkBuilder, WalkParallel, WalkState};

use crate::{
    cli::size,
    contents::{self, Refusal},
    problem::{Problem, Problems},
    source::Source,
};

/// What a document's name ends in.
const EXTENSIONS: [&str; 5] = ["md", "markdown", "mdx", "txt", "text"];

/// How many threads walk a folder at most: more of them wait for the disk.
const WALKERS: usize = 12;

/// The documents in a folder, .gitignore respected, and what could not be looked into.
pub(super) fn walk(folder: &Path, wanted: &(dyn Fn(&Path) -> bool + Sync)) -> (Vec<PathBuf>, Vec<Problem>) {
    let top = folder.canonicalize().unwrap_or_default();
    if let Some(problem) = top.ancestors().find_map(trap) {
        return (Vec::new(), vec![problem]);
    }
    let (sender, receiver) = mpsc::channel();
    walker(folder, sender.clone()).run(|| {
        let sender = sender.clone();
        Box::new(move |entry| {
            let found = match entry {
                Ok(entry) if is_file(&entry) && wanted(entry.path()) => Ok(entry.into_path()),
                Ok(_) => return WalkState::Continue,
                Err(error) => Err(Box::new(Problem::file(&name(folder), error.to_string()))),
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
            Err(problem) => problems.push(*problem),
        }
    }
    paths.sort_unstable();
    problems.sort_by(|one, other| one.message.cmp(&other.message));
    (paths, problems)
}

/// The way through a folder and those in it, but for folders in which it would never end; those are sent.
fn walker(folder: &Path, sender: mpsc::Sender<Result<PathBuf, Box<Problem>>>) -> WalkParallel {
    let is_open = move |entry: &DirEntry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        let trap = if is_folder { trap(entry.path()) } else { None };
        // The receiver outlives the walk.
        trap.is_none_or(|problem| sender.send(Err(Box::new(problem))).is_err())
    };
    let mut builder = WalkBuilder::new(folder);
    let threads = rayon::current_num_threads().min(WALKERS);
    builder.require_git(false).threads(threads).filter_entry(is_open).build_parallel()
}

/// A file of patterns in a folder that is none, at which its reader would wait for ever.
fn trap(folder: &Path) -> Option<Problem> {
    let is_trap = |file: &PathBuf| fs::metadata(file).is_ok_and(|known| !known.is_file() && !known.is_dir());
    let file = [".gitignore", ".ignore"].map(|name| folder.join(name)).into_iter().find(is_trap)?;
    let problem = Problem::file(&name(&file), "is not a file, and the folder is not entered");
    Some(problem.help("move it away, or write patterns of files to be left out into a file of this name"))
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

/// A path as reports name it: relative to the working directory where it lies inside, with `/`, without a leading `./`;
/// bytes that are not UTF-8 are written as `\xff`, so that different paths have different names.
pub(super) fn name(path: &Path) -> String {
    let here = if path.is_absolute() { env::current_dir().ok() } else { None };
    let path = here.and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path);
    let path: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    let mut name = String::with_capacity(path.as_os_str().len());
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        name.push_str(chunk.valid());
        name.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
    }
    match name {
        name if name.is_empty() => ".".to_owned(),
        name if std::path::MAIN_SEPARATOR == '/' => name,
        name => name.replace(std::path::MAIN_SEPARATOR, "/"),
    }
}

/// Reads a file as a source called as reports name it; no larger one than usual.
pub(super) fn open(path: &Path) -> Result<Source, Problems> {
    read(path, &name(path), size::USUAL)
}

/// Reads a file of at most `limit` as a source called `name`.
pub(super) fn read(path: &Path, name: &str, limit: ByteSize) -> Result<Source, Problems> {
    let bytes = contents::of_file(path, limit.0).map_err(|refusal| unreadable((name, Some(path)), refusal, limit))?;
    source(name, bytes)
}

/// Reads standard input, at most `limit`, as a source called `name`.
pub(super) fn read_stdin(name: &str, limit: ByteSize) -> Result<Source, Problems> {
    let bytes = contents::of_stream(io::stdin().lock(), limit.0);
    source(name, bytes.map_err(|refusal| unreadable((name, None), refusal, limit))?)
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
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(name, text)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            refuse(&format!("is not UTF-8: byte {at} does not belong there"), Some("save it as UTF-8"))
        }
    }
}

/// Why there is no source; `path`: where the file is, if it is one.
fn unreadable((name, path): (&str, Option<&Path>), refusal: Refusal, limit: ByteSize) -> Problems {
    let problem = |reason: String| Problem::file(name, reason);
    Problems(vec![match refusal {
        Refusal::NoFile(kind) => {
            let cure = "name a file, or send what it holds to standard input: `courtesy check -`";
            problem(format!("is {kind}, not a file")).help(cure)
        }
        Refusal::TooLarge(size) => {
            let size = size.map(|size| format!(": {} ({size} bytes)", ByteSize(size).display().si()));
            let size = size.unwrap_or_default();
            problem(format!("is larger than {}{size}", limit.display().si()))
                .help("split it, or let `courtesy check --max-size` take it")
        }
        Refusal::Io(error) => match error.kind() {
            io::ErrorKind::NotFound if path.is_some_and(Path::is_symlink) => {
                problem("is a link that leads nowhere".to_owned()).help("mend the link, or remove it")
            }
            io::ErrorKind::NotFound => problem("does not exist".to_owned()),
            io::ErrorKind::PermissionDenied => problem("may not be read".to_owned()),
            _ => problem(format!("cannot be read ({error})")),
        },
    }])
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
