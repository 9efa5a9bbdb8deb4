//! Reads and compiles the built-in rules and languages, by the very modules that the program reads others with, and
//! leaves them to it in a form that costs a run next to nothing; and tells it its version.

use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use courtesy::{
    builtin::{
        self,
        nodes::{Node, What},
    },
    contents, document, escape, finding, fold,
    language::{self, Language},
    phrase::{self, BatchId, IndexBuilder, StoredBuilder},
    problem::{self, Problem, Problems},
    rule::{self, Loaded, Rule, Slot},
    snippet,
    source::{self, Source},
    value,
};
use miette::GraphicalReportHandler;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};
use version::Commit;

/// The modules that stand beneath the built-in rules; where they name the crate, they mean this script.
#[allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    unfulfilled_lint_expectations,
    reason = "the program uses what the script leaves"
)]
#[path = "src"]
mod courtesy {
    pub mod contents;
    pub mod document;
    pub mod escape;
    pub mod finding;
    pub mod fold;
    pub mod language;
    pub mod phrase;
    pub mod problem;
    pub mod rule;
    pub mod snippet;
    pub mod source;
    pub mod value;

    /// While the program is being built, its rules and languages are the files.
    pub mod builtin {
        pub mod nodes;

        use std::{fs, path::Path, sync::Arc};

        use super::{language::LanguageFile, source::Source};

        pub fn rules() -> Vec<Arc<Source>> {
            sources("rules")
        }

        pub fn languages() -> Vec<Arc<Source>> {
            sources("rules/languages")
        }

        pub fn has_language(code: &str) -> bool {
            Path::new(&format!("rules/languages/{code}.toml")).exists()
        }

        pub fn language(source: &Arc<Source>) -> LanguageFile {
            let (file, problems) = super::problem::toml_file::read(source);
            crate::none(problems);
            file.expect("a file without mistakes says something")
        }

        fn sources(folder: &str) -> Vec<Arc<Source>> {
            let entries = fs::read_dir(folder).expect("the project's rules can be read");
            let paths = entries.map(|entry| entry.expect("the project's rules can be read").path());
            let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|kind| kind == "toml")).collect();
            paths.sort();
            let source = |path: &std::path::PathBuf| {
                let text = fs::read_to_string(path).expect("the project's rules are UTF-8");
                Arc::new(Source::new(path.to_string_lossy().replace('\\', "/"), text))
            };
            paths.iter().map(source).collect()
        }
    }
}

#[path = "build/version.rs"]
mod version;

/// All values of every array.
const ALL: &dyn Fn(&str) -> usize = &|_| usize::MAX;

fn main() {
    for folder in ["rules", "rules/languages"] {
        println!("cargo::rerun-if-changed={folder}");
    }
    tell_version(Path::new("."));
    let (languages, problems) = language::load(&[]);
    none(problems);
    let sources = builtin::rules();
    let rules: Vec<Rule> = sources.iter().map(|source| read(source, &languages)).collect();
    let tables: Vec<_> = sources.iter().map(|source| table(source)).collect();
    let heads: Vec<_> = sources.iter().zip(&tables).map(|(source, table)| head(source, table)).collect();
    let each = |of: &dyn Fn(&Arc<Language>) -> String| languages.iter().map(of).collect::<String>();
    let stored = format!(
        "Stored {{ rules: &[{}], rule_nodes: {}, rule_tables: &[{}], languages: &[{}], language_nodes: &[{}], \
         language_lists: &[{}], slots: &[{}], indexes: &[{}] }}",
        sources.iter().map(|source| file(source)).collect::<String>(),
        kept("rules", &bitcode::encode(&heads)),
        sources.iter().zip(&tables).map(|(source, table)| spoken(source, table)).collect::<String>(),
        each(&|language| file(&language.sources[0])),
        each(&|language| said(language)),
        each(&|language| lists(language)),
        each(&|language| slots(language, &rules)),
        each(&|language| index(language, &rules)),
    );
    kept("stored.rs", stored.as_bytes());
}

/// Tells the program its version: with its commit in a release, so that no commit makes a development build anew.
fn tell_version(package: &Path) {
    let mut version = env::var("CARGO_PKG_VERSION").expect("cargo tells the version");
    if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        version::watched(package).iter().for_each(|path| println!("cargo::rerun-if-changed={path}"));
        version += &Commit::of(package).map(|commit| format!(" ({commit})")).unwrap_or_default();
    }
    println!("cargo::rustc-env=COURTESY_VERSION={version}");
}

fn read(source: &Arc<Source>, languages: &[Arc<Language>]) -> Rule {
    match rule::read(source, languages) {
        Ok(Loaded::Rule(rule)) => *rule,
        Ok(Loaded::Extension(_)) => panic!("{}: a built-in rule extends no other", source.name()),
        Err(problems) => fail(problems),
    }
}

/// The expression for the name and text of a file.
fn file(source: &Source) -> String {
    let name = source.name();
    format!(r#"("{name}", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/{name}"))),"#)
}

/// The expression for the nodes of a language file without its word lists.
fn said(language: &Language) -> String {
    let source = &language.sources[0];
    let mut table = table(source);
    table.remove("lists");
    kept(&format!("{}-file", language.code), &bitcode::encode(&nodes(source, &table, ALL))) + ","
}

/// The expression for the nodes of its word lists.
fn lists(language: &Language) -> String {
    let source = &language.sources[0];
    let table = table(source);
    let Some(DeValue::Table(lists)) = table.get("lists").map(Spanned::get_ref) else {
        panic!("{} has no word lists", source.name())
    };
    kept(&format!("{}-lists", language.code), &bitcode::encode(&nodes(source, lists, ALL))) + ","
}

/// The nodes of a rule file; of each list that a language table holds, the first entry alone.
fn head<'a>(source: &'a Source, table: &'a DeTable<'_>) -> Vec<Node<'a>> {
    nodes(source, table, &|key| if key == "language" { 1 } else { usize::MAX })
}

/// The expression for the language tables of a rule file, each with the code of its language.
fn spoken(source: &Source, table: &DeTable<'_>) -> String {
    let Some(DeValue::Table(languages)) = table.get("language").map(Spanned::get_ref) else { return "&[],".to_owned() };
    let mut said = String::new();
    for (code, language) in languages {
        let DeValue::Table(language) = language.get_ref() else { panic!("{}: no table", source.name()) };
        let code = code.get_ref();
        let stem = Path::new(source.name()).file_stem().expect("a rule file has a name").to_string_lossy();
        let kept = kept(&format!("{stem}-{code}"), &bitcode::encode(&nodes(source, language, ALL)));
        said += &format!("({code:?}, {kept}),");
    }
    format!("&[{said}],")
}

/// The expression for the places of the phrases in the index of a language.
fn slots(language: &Language, rules: &[Rule]) -> String {
    let code = &language.code;
    let slots =
        rules.iter().enumerate().flat_map(|(place, rule)| rule.said(code).map(move |said| Slot::new(place, said)));
    kept(&format!("{code}-slots"), &bitcode::encode(&slots.collect::<Vec<_>>())) + ","
}

/// The expression for the cues of a language and the phrases of all rules.
fn index(language: &Arc<Language>, rules: &[Rule]) -> String {
    let code = &language.code;
    let builder = IndexBuilder::new(Arc::clone(language));
    let mut builder = builder.unwrap_or_else(|errors| panic!("rules/languages/{code}.toml: {errors:#?}"));
    let mut batch = BatchId::FIRST;
    for rule in rules {
        rule.compile(code, &mut builder, batch).unwrap_or_else(|problems| fail(problems));
        batch = rule.batch_after(batch);
    }
    let StoredBuilder { index, flat, rest } = builder.store();
    let [index, flat, rest] =
        [("index", index), ("flat", flat), ("rest", rest)].map(|(part, bytes)| kept(&format!("{code}-{part}"), &bytes));
    format!("StoredBuilder {{ index: {index}, flat: &Aligned(*{flat}).0, rest: {rest} }},")
}

/// Writes a file for the program to include; gives the expression that does.
fn kept(name: &str, bytes: &[u8]) -> String {
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names the folder"));
    fs::write(folder.join(name), bytes).expect("the folder can be written to");
    format!(r#"include_bytes!(concat!(env!("OUT_DIR"), "/{name}"))"#)
}

/// The table of a file; without examples, which a check never looks at.
fn table(source: &Source) -> DeTable<'_> {
    let mut table = DeTable::parse(source.text()).expect("the file has been read before").into_inner();
    if let Some(DeValue::Table(languages)) = table.get_mut("language").map(Spanned::get_mut) {
        for (_, language) in languages.iter_mut() {
            if let DeValue::Table(language) = language.get_mut() {
                language.remove("bad");
                language.remove("good");
            }
        }
    }
    table
}

/// The nodes of a table. `most`: by key, of how many values of each array under it.
fn nodes<'a>(source: &'a Source, table: &'a DeTable<'_>, most: &dyn Fn(&str) -> usize) -> Vec<Node<'a>> {
    let mut nodes = Vec::new();
    nodes.push(Node { start: 0, end: narrow(source.text().len()), what: What::Table(narrow(table.len())) });
    entries(source, table, most, &mut nodes);
    nodes
}

fn entries<'a>(source: &'a Source, table: &'a DeTable<'_>, most: &dyn Fn(&str) -> usize, nodes: &mut Vec<Node<'a>>) {
    for (key, value) in table {
        let place = key.span();
        nodes.push(Node { start: narrow(place.start), end: narrow(place.end), what: What::String(key.get_ref()) });
        push(source, value, most(key.get_ref()), nodes);
    }
}

fn push<'a>(source: &'a Source, value: &'a Spanned<DeValue<'_>>, most: usize, nodes: &mut Vec<Node<'a>>) {
    let place = value.span();
    let what = match value.get_ref() {
        DeValue::String(string) => What::String(string),
        DeValue::Array(array) => What::Array(narrow(array.len().min(most))),
        DeValue::Table(table) => What::Table(narrow(table.len())),
        _ => What::Bare(&source.text()[place.clone()]),
    };
    nodes.push(Node { start: narrow(place.start), end: narrow(place.end), what });
    match value.get_ref() {
        DeValue::Array(array) => array.iter().take(most).for_each(|value| push(source, value, most, nodes)),
        DeValue::Table(table) => entries(source, table, &|_: &str| most, nodes),
        _ => {}
    }
}

fn narrow(length: usize) -> u32 {
    u32::try_from(length).expect("a source is shorter than 4 GiB")
}

fn none(problems: Vec<Problem>) {
    if !problems.is_empty() {
        fail(problems);
    }
}

fn fail(problems: Vec<Problem>) -> ! {
    let mut report = String::new();
    let written = GraphicalReportHandler::new().render_report(&mut report, &Problems(problems));
    written.expect("a string takes any text");
    panic!("{report}");
}
