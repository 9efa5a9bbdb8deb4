//! What a file holds: read up to a limit, and only where reading comes to an end.

use std::{
    fs::{self, File, FileType},
    io::{self, Read},
    path::Path,
};

/// Why a file is not read.
#[derive(Debug)]
pub enum Refusal {
    /// The system does not let it be read, or has not the room for it.
    Io(io::Error),
    /// It is no file, but what this says, with its article.
    NoFile(&'static str),
    /// It holds more bytes than the limit: so many, where that was known before it was read.
    TooLarge(Option<u64>),
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// The bytes of a file, at most `limit`. A device is read as standard input is; named pipes and sockets, at which a
/// reader may wait for ever, are not read.
///
/// # Errors
/// If it is no file, holds more than `limit` bytes, or cannot be read.
pub fn of_file(path: &Path, limit: u64) -> Result<Vec<u8>, Refusal> {
    let known = fs::metadata(path)?;
    if let Some(kind) = no_file(path, known.file_type()) {
        return Err(Refusal::NoFile(kind));
    }
    if known.len() > limit {
        return Err(Refusal::TooLarge(Some(known.len())));
    }
    let mut bytes = Vec::new();
    let expected = usize::try_from(known.len()).unwrap_or(usize::MAX);
    bytes.try_reserve_exact(expected).map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))?;
    fill(bytes, File::open(path)?, limit)
}

/// The bytes of a stream to its end, at most `limit`.
///
/// # Errors
/// If there are more, or if it cannot be read.
pub fn of_stream(stream: impl Read, limit: u64) -> Result<Vec<u8>, Refusal> {
    fill(Vec::new(), stream, limit)
}

fn fill(mut bytes: Vec<u8>, stream: impl Read, limit: u64) -> Result<Vec<u8>, Refusal> {
    let read = stream.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if read as u64 > limit { Err(Refusal::TooLarge(None)) } else { Ok(bytes) }
}

/// What a thing is that is no file and not to be read like one.
fn no_file(path: &Path, kind: FileType) -> Option<&'static str> {
    if kind.is_dir() {
        return Some("a folder");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        // What the shell has opened has somebody at its other end.
        let is_open = ["/dev/stdin", "/dev/fd", "/proc/self/fd"].iter().any(|open| path.starts_with(open));
        if kind.is_socket() {
            return Some("a socket");
        }
        if kind.is_fifo() && !is_open {
            return Some("a named pipe");
        }
    }
    #[cfg(not(unix))]
    let _ = path;
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_without_end_is_left_at_the_limit() {
        assert!(matches!(of_stream(io::repeat(b'a'), 10_000), Err(Refusal::TooLarge(None))));
        assert_eq!(of_stream(&b"abc"[..], 3).unwrap(), b"abc");
        assert!(matches!(of_stream(&b"abcd"[..], 3), Err(Refusal::TooLarge(None))));
    }

    #[test]
    fn a_folder_is_no_file() {
        assert!(matches!(of_file(Path::new("src"), 10), Err(Refusal::NoFile("a folder"))));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn files_that_hide_their_size_are_read_up_to_the_limit() {
        let path = Path::new("/proc/self/maps");
        assert_eq!(fs::metadata(path).unwrap().len(), 0);
        assert!(matches!(of_file(path, 10), Err(Refusal::TooLarge(None))));
        assert!(of_file(path, 10_000_000).unwrap().len() > 10);
        assert!(matches!(of_file(Path::new("/dev/zero"), 10_000), Err(Refusal::TooLarge(None))));
    }
}
