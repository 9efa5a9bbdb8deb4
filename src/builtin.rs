//! The rule and language files that are part of the program, and what they came to when it was built.

mod stored;

use std::sync::{Arc, OnceLock};

use include_dir::{Dir, File, include_dir};
use serde::de::DeserializeOwned;
use stored::Stored;
use toml::Spanned;

use crate::{
    language::{Language, LanguageFile},
    rule::{self, Loaded, Rule},
    source::Source,
};

static RULES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// Written by the build script.
static STORED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/stored"));

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
    place(code).is_some()
}

/// What a built-in language file says.
pub(crate) fn language(source: &Source) -> LanguageFile {
    let place = languages().iter().position(|file| file.name() == source.name()).expect("the file is a built-in one");
    said(stored().languages[place].file)
}

/// The built-in rules, sorted by id.
pub(crate) fn load(languages: &[Arc<Language>]) -> Vec<Rule> {
    let rule = |(source, tree): (Arc<Source>, &&[u8])| match rule::stored(&source, said(tree), languages) {
        Loaded::Rule(rule) => *rule,
        Loaded::Extension(_) => unreachable!("no built-in rule extends another"),
    };
    rules().into_iter().zip(&stored().rules).map(rule).collect()
}

/// The cues of a built-in language and the phrases of all built-in rules in it, as they are compiled.
pub(crate) fn index(code: &str) -> Option<&'static [u8]> {
    Some(stored().languages[place(code)?].index)
}

fn place(code: &str) -> Option<usize> {
    let name = format!("rules/languages/{code}.toml");
    languages().iter().position(|file| file.name() == name)
}

fn stored() -> &'static Stored<'static> {
    static ALL: OnceLock<Stored<'_>> = OnceLock::new();
    ALL.get_or_init(|| postcard::from_bytes(STORED).expect("the program holds what its build script wrote"))
}

fn said<T: DeserializeOwned>(tree: &[u8]) -> T {
    let table = Spanned::new(0..0, stored::read(tree));
    T::deserialize(toml::Deserializer::from(table))
        .expect("the file was read without mistakes when the program was built")
}

fn sources(folder: &'static Dir<'_>) -> Vec<Arc<Source>> {
    let toml = |file: &&File<'_>| file.path().extension().is_some_and(|extension| extension == "toml");
    let mut sources: Vec<_> = folder.files().filter(toml).map(source).collect();
    sources.sort_by(|left, right| left.name().cmp(right.name()));
    sources
}

fn source(file: &'static File<'_>) -> Arc<Source> {
    let text = file.contents_utf8().expect("the project's own rule and language files are UTF-8");
    let path = file.path().to_string_lossy().replace('\\', "/");
    Arc::new(Source::builtin(format!("rules/{path}"), text))
}
