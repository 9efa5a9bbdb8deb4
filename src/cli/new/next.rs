//! What to do next with a new rule file.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::place::Place;
use crate::{
    cli::{files, quote, setup::FOLDER},
    config::{FileGlob, NAME},
    escape,
};

/// Tells what to run now, and how the rule comes into use for good. `configuration`: the file that rules over the
/// working directory and the rules that it names.
pub(super) fn tell(place: &Place, configuration: (Option<&Path>, &[FileGlob]), out: &mut dyn Write) -> io::Result<()> {
    let name = files::name(&place.file);
    let typed = quote::shell(&name);
    let (name, typed) = (escape::line(&name), escape::line(&typed));
    writeln!(out, "{name} is written, and passes its own examples. Put yours in their place, then run:")?;
    writeln!(out, "  courtesy test {typed}")?;
    if place.is_listed {
        return writeln!(out, "  courtesy check");
    }
    writeln!(out, "  courtesy check --rules {typed}")?;
    writeln!(out, "{}", escape::block(&for_good(&place.file, configuration), &mut []))
}

/// How a rule file comes into use for good.
fn for_good(file: &Path, (configuration, rules): (Option<&Path>, &[FileGlob])) -> String {
    let Some(configuration) = configuration else {
        let rules = quote::list("rules", &[pattern(file, Path::new(""))]);
        return match file.parent() == Some(Path::new(FOLDER)) {
            true => format!("To use it always, run `courtesy init`: it writes a {NAME} with {rules}."),
            false => format!("To use it always, write a {NAME} with this line:\n  {rules}"),
        };
    };
    let root = configuration.parent().unwrap_or(Path::new(""));
    let own: Vec<&FileGlob> = rules.iter().filter(|glob| glob.root == root).collect();
    let patterns = own.iter().map(|glob| glob.pattern.text.clone());
    let line = quote::list("rules", &patterns.chain([pattern(file, root)]).collect::<Vec<_>>());
    let name = files::name(configuration);
    match own.first().map(|glob| glob.pattern.source.position(glob.pattern.span.start()).line) {
        Some(number) => format!("To use it always, change line {number} of {name}:\n  {line}"),
        None => format!("To use it always, add this line at the top of {name}:\n  {line}"),
    }
}

/// The pattern by which the configuration in the folder `root` takes the file, and others beside it.
fn pattern(file: &Path, root: &Path) -> String {
    let name = files::name(&relative(file, root));
    // A pattern for all files beside the configuration would take it too.
    name.rsplit_once('/').map_or_else(|| name.clone(), |(folder, _)| format!("{folder}/*.toml"))
}

/// A path as seen from a folder; in full, if it does not lie in it.
fn relative(file: &Path, root: &Path) -> PathBuf {
    let whole = |path: &Path| fs::canonicalize(Path::new(".").join(path)).ok();
    let inside = || Some(whole(file)?.strip_prefix(whole(root)?).ok()?.to_owned());
    let plain = file.strip_prefix(root).ok().filter(|file| file.is_relative()).map(Path::to_owned);
    plain.or_else(inside).or_else(|| whole(file)).unwrap_or_else(|| file.to_owned())
}
