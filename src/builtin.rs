//! The rule and language files that are part of the program.

use std::sync::Arc;

use include_dir::{Dir, include_dir};

use crate::source::Source;

static RULES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// The built-in rule files, sorted by name.
pub fn rules() -> Vec<Arc<Source>> {
    sources(&RULES)
}

/// The built-in language files, sorted by name.
pub fn languages() -> Vec<Arc<Source>> {
    RULES.get_dir("languages").map(sources).unwrap_or_default()
}

/// Whether there is a built-in language of this code.
pub fn has_language(code: &str) -> bool {
    RULES.get_file(format!("languages/{code}.toml")).is_some()
}

fn sources(folder: &Dir<'_>) -> Vec<Arc<Source>> {
    let toml = |file: &&include_dir::File<'_>| file.path().extension().is_some_and(|extension| extension == "toml");
    let mut sources: Vec<_> = folder.files().filter(toml).map(source).collect();
    sources.sort_by(|left, right| left.name().cmp(right.name()));
    sources
}

fn source(file: &include_dir::File<'_>) -> Arc<Source> {
    let text = file.contents_utf8().expect("the project's own rule and language files are UTF-8");
    let path = file.path().to_string_lossy().replace('\\', "/");
    Arc::new(Source::new(format!("rules/{path}"), text))
}
