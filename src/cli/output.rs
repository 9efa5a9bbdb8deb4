//! Where reports go: standard output, or a file that appears whole or not at all.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    str::FromStr,
};

use crate::{
    cli::{
        failure::Failure,
        terminal::{Terminal, unless_closed},
    },
    escape,
    problem::Problem,
    report::{Format, Look, Report},
};

/// A format and where it is written: `NAME` or `NAME=FILE`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Output {
    /// The format.
    pub(super) format: Format,
    /// The file; standard output if there is none.
    pub(super) file: Option<PathBuf>,
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, file) = match text.split_once('=') {
            Some((_, "")) => return Err("a file must follow `=`".to_owned()),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text, None),
        };
        match Format::ALL.into_iter().find(|(known, _)| *known == name) {
            Some((_, format)) => Ok(Self { format, file }),
            None => Err(format!("use one of {}", Format::ALL.map(|(known, _)| known).join(", "))),
        }
    }
}

impl Output {
    /// Writes a report where it belongs.
    pub(super) fn write(&self, report: &Report, quiet: bool, terminal: &mut Terminal) -> Result<(), Failure> {
        match &self.file {
            None => {
                let look = Look { color: terminal.color, quiet };
                Ok(unless_closed(self.format.write(report, look, &mut terminal.out))?)
            }
            Some(file) => {
                let look = Look { color: false, quiet };
                let name = escape::line(&file.to_string_lossy()).into_owned();
                let write = |out: &mut dyn Write| self.format.write(report, look, out);
                whole(file, write)
                    .map_err(|error| Problem::file(&name, format!("the report cannot be written ({error})")).into())
            }
        }
    }
}

/// Writes a file beside its place and moves it there when it is complete; it keeps the permissions of the file that it
/// takes the place of. A pipe or a device is written to directly.
pub(super) fn whole(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let known = fs::metadata(path).ok();
    if known.as_ref().is_some_and(|known| !known.is_file()) {
        let mut out = BufWriter::new(File::create(path)?);
        write(&mut out)?;
        return out.flush();
    }
    let file = temporary().tempfile_in(folder(path))?;
    known.map_or(Ok(()), |known| file.as_file().set_permissions(known.permissions()))?;
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    out.into_inner().map_err(io::IntoInnerError::into_error)?.persist(path)?;
    Ok(())
}

/// Writes a file that appears whole, and only where none has been.
///
/// # Errors
/// If there is one, or if it cannot be written.
pub(super) fn fresh(path: &Path, text: &str) -> io::Result<()> {
    let mut file = temporary().tempfile_in(folder(path))?;
    file.write_all(text.as_bytes())?;
    file.persist_noclobber(path)?;
    Ok(())
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Temporary files that others may read as they may read any new file.
fn temporary() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".courtesy-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}
