//! Reads and compiles the built-in rules and languages, by the very modules that the program reads others with, and
//! leaves them to it in a form that costs a run next to nothing.

use std::{env, fs, path::PathBuf, sync::Arc};

use courtesy::{
    builtin::{
        self,
        stored::{At, Node, Stored, StoredLanguage, Tree},
    },
    document, escape, finding, language, phrase, problem, rule, snippet, source, value,
};
use miette::GraphicalReportHandler;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

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
    pub mod document;
    pub mod escape;
    pub mod finding;
    pub mod language;
    pub mod phrase;
    pub mod problem;
    pub mod rule;
    pub mod snippet;
    pub mod source;
    pub mod value;

    /// While the program is being built, its rules and languages are the files.
    pub mod builtin {
        pub mod stored;

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

fn main() {
    for folder in ["rules", "rules/languages"] {
        println!("cargo::rerun-if-changed={folder}");
    }
    let (languages, problems) = language::load(&[]);
    none(problems);
    let sources = builtin::rules();
    let rules: Vec<rule::Rule> = sources.iter().map(|source| read(source, &languages)).collect();
    let indexes: Vec<_> = languages.iter().map(|language| index(language, &rules)).collect();
    let files: Vec<_> = languages.iter().map(|language| tree(&language.sources[0])).collect();
    let trees: Vec<_> = sources.iter().map(|source| tree(source)).collect();
    let language = |(file, index)| StoredLanguage { file, index };
    let all = Stored {
        rules: trees.iter().map(Vec::as_slice).collect(),
        languages: files.iter().map(Vec::as_slice).zip(indexes.iter().map(Vec::as_slice)).map(language).collect(),
    };
    let bytes = postcard::to_allocvec(&all).expect("bytes can be written");
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names the folder"));
    fs::write(folder.join("stored"), bytes).expect("the folder can be written to");
}

fn read(source: &Arc<source::Source>, languages: &[Arc<language::Language>]) -> rule::Rule {
    match rule::read(source, languages) {
        Ok(rule::Loaded::Rule(rule)) => *rule,
        Ok(rule::Loaded::Extension(_)) => panic!("{}: a built-in rule extends no other", source.name()),
        Err(problems) => fail(problems),
    }
}

fn index(language: &Arc<language::Language>, rules: &[rule::Rule]) -> Vec<u8> {
    let builder = phrase::IndexBuilder::new(Arc::clone(language));
    let mut builder = builder.unwrap_or_else(|errors| panic!("rules/languages/{}.toml: {errors:#?}", language.code));
    for rule in rules {
        rule.compile(&language.code, &mut builder).unwrap_or_else(|problems| fail(problems));
    }
    builder.store()
}

/// The tree of a file; without examples, which a check never looks at.
fn tree(source: &source::Source) -> Vec<u8> {
    let mut table = DeTable::parse(source.text()).expect("the file has been read before").into_inner();
    if let Some(DeValue::Table(languages)) = table.get_mut("language").map(|languages| languages.get_mut()) {
        for (_, language) in languages.iter_mut() {
            if let DeValue::Table(language) = language.get_mut() {
                language.remove("bad");
                language.remove("good");
            }
        }
    }
    postcard::to_allocvec(&entries(source.text(), &table)).expect("strings can be written")
}

fn entries<'a>(text: &'a str, table: &'a DeTable<'_>) -> Tree<'a> {
    table.iter().map(|(key, value)| (at(key), key.get_ref().as_ref(), at(value), node(text, value))).collect()
}

fn node<'a>(text: &'a str, value: &'a Spanned<DeValue<'_>>) -> Node<'a> {
    match value.get_ref() {
        DeValue::String(string) => Node::String(string),
        DeValue::Array(array) => Node::Array(array.iter().map(|value| (at(value), node(text, value))).collect()),
        DeValue::Table(table) => Node::Table(entries(text, table)),
        _ => Node::Bare(&text[value.span()]),
    }
}

fn at<T>(spanned: &Spanned<T>) -> At {
    let range = spanned.span();
    (range.start, range.end)
}

fn none(problems: Vec<problem::Problem>) {
    if !problems.is_empty() {
        fail(problems);
    }
}

fn fail(problems: Vec<problem::Problem>) -> ! {
    let mut report = String::new();
    let written = GraphicalReportHandler::new().render_report(&mut report, &problem::Problems(problems));
    written.expect("a string takes any text");
    panic!("{report}");
}
