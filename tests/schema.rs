//! What editors are told of rule files and of `courtesy.toml`: the schemas in `schemas/`, made from the types that the
//! program reads the files into, and held to what it says of files.

#[path = "schema/form.rs"]
mod form;
#[path = "schema/types.rs"]
mod types;

use std::{
    collections::BTreeSet,
    env, fs,
    path::Path,
    sync::{Arc, LazyLock},
};

use courtesy::{
    Config, Source,
    language::{self, Language},
    problem::Problems,
    rule,
    value::week::WEEK,
};
use jsonschema::Validator;
use serde_json::{Value, json};

const RULE: &str = "schemas/rule.schema.json";
const CONFIG: &str = "schemas/courtesy.schema.json";
/// Where the types are defined.
const SOURCES: [&str; 7] = [
    "src/rule/file.rs",
    "src/rule/file",
    "src/config.rs",
    "src/config",
    "src/document.rs",
    "src/finding.rs",
    "src/language.rs",
];
/// No word that a file may hold is like this one.
const NONSENSE: &str = "zzzzzzzzzzzzzzzzzzzzzzzz";

fn types() -> types::Types {
    types::Types::of(&SOURCES.into_iter().filter(|path| Path::new(path).exists()).collect::<Vec<_>>())
}

fn rule_schema() -> Value {
    let mut schema = form::file(&types(), "RuleFile", "A rule");
    let proven = json!({ "required": ["bad"], "properties": { "bad": { "minItems": 1 } } });
    let languages = json!({ "minProperties": 1, "additionalProperties": proven });
    // What the types leave open: a rule stands for itself, what extends one does not.
    schema["if"] = json!({ "required": ["extends"] });
    schema["then"] = json!({ "not": { "anyOf": [{ "required": ["title"] }, { "required": ["check"] }] } });
    schema["else"] = json!({ "required": ["title", "language"], "properties": { "language": languages } });
    weekly(&mut schema["properties"]["check"]["properties"]["cover"]);
    schema
}

fn config_schema() -> Value {
    let mut schema = form::file(&types(), "ConfigFile", "A courtesy.toml");
    // What the types leave open: an override says for which files it is.
    let overriding = &mut schema["properties"]["override"]["items"];
    overriding["required"] = json!(["files"]);
    overriding["properties"]["files"]["minItems"] = json!(1);
    weekly(&mut overriding["properties"]["rule"]["additionalProperties"]);
    weekly(&mut schema["properties"]["rule"]["additionalProperties"]);
    schema
}

/// A number of hours of the week is not more than a week has.
fn weekly(table: &mut Value) {
    for key in ["hours", "ideal"] {
        table["properties"][key]["maximum"] = json!(WEEK / 60);
    }
}

#[test]
fn the_schemas_are_made_from_the_types() {
    for (path, schema) in [(RULE, rule_schema()), (CONFIG, config_schema())] {
        let text = serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n";
        if env::var_os("UPDATE_SCHEMAS").is_some() {
            fs::write(path, &text).expect("the schemas can be written");
        }
        let known = fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
        assert!(known == text, "{path} is not what the types say; run `UPDATE_SCHEMAS=1 cargo test --test schema`");
    }
}

fn validator(path: &str) -> Validator {
    let schema = serde_json::from_str(&fs::read_to_string(path).expect("the schema is there")).expect("it is JSON");
    assert!(jsonschema::meta::is_valid(&schema), "{path} is no schema");
    jsonschema::options().should_validate_formats(true).build(&schema).expect("it is a schema")
}

/// A TOML file as editors check it.
fn document(text: &str) -> Value {
    fn value(toml: toml::Value) -> Value {
        match toml {
            toml::Value::String(text) => json!(text),
            toml::Value::Integer(number) => json!(number),
            toml::Value::Float(number) => json!(number),
            toml::Value::Boolean(yes) => json!(yes),
            toml::Value::Datetime(date) => json!(date.to_string()),
            toml::Value::Array(values) => values.into_iter().map(value).collect(),
            toml::Value::Table(table) => table.into_iter().map(|(key, inner)| (key, value(inner))).collect(),
        }
    }
    value(toml::Value::Table(text.parse().expect("it is TOML")))
}

/// What the program says of a rule file.
fn read_rule(name: &str, text: &str) -> Result<(), Problems> {
    static LANGUAGES: LazyLock<Vec<Arc<Language>>> = LazyLock::new(|| language::load(&[]).0);
    rule::read(&Arc::new(Source::new(name, text)), &LANGUAGES).map(|_| ()).map_err(Problems)
}

/// What the program says of a configuration.
fn read_config(_: &str, text: &str) -> Result<(), Problems> {
    Config::read(&Arc::new(Source::new("courtesy.toml", text)), Path::new("")).map(|_| ())
}

/// Files that end in `.toml`, in these folders.
fn files(folders: &[&str]) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for folder in folders {
        let paths =
            glob::glob(&format!("{folder}/*.toml")).expect("it is a pattern").map(|path| path.expect("it can be read"));
        let before = files.len();
        files.extend(paths.map(|path| (path.display().to_string(), fs::read_to_string(&path).expect("it is UTF-8"))));
        assert!(files.len() > before, "{folder} holds no file");
    }
    files
}

#[test]
fn every_rule_that_the_program_takes_is_valid() {
    let validator = validator(RULE);
    let folders = ["rules", "rules/skeletons/*", "examples/rules", "tests/cli/*.in/rules"];
    let mut count = 0;
    for (name, text) in files(&folders) {
        // Among those of the tests are broken ones.
        if name.starts_with("tests") && read_rule(&name, &text).is_err() {
            continue;
        }
        let wrong: Vec<String> = validator.iter_errors(&document(&text)).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{name}: {wrong:#?}");
        count += 1;
    }
    assert!(count > 40, "{count}");
}

#[test]
fn every_configuration_that_the_program_takes_is_valid() {
    let validator = validator(CONFIG);
    let mut count = 0;
    for (name, text) in
        files(&["examples", "tests/cli/*.in"]).into_iter().filter(|(name, _)| name.ends_with("courtesy.toml"))
    {
        if read_config(&name, &text).is_err() {
            continue;
        }
        let wrong: Vec<String> = validator.iter_errors(&document(&text)).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{name}: {wrong:#?}");
        count += 1;
    }
    assert!(count > 3, "{count}");
}

type Read = fn(&str, &str) -> Result<(), Problems>;

/// Both the program and the schema take the first text, and refuse the others.
#[track_caller]
fn refused(path: &str, read: Read, good: &str, broken: &[&str]) {
    let validator = validator(path);
    let judged = |text: &str| (read("rule.toml", text).is_ok(), validator.is_valid(&document(text)));
    assert_eq!(judged(good), (true, true), "{good}");
    for text in broken {
        assert_eq!(judged(text), (false, false), "{text}");
    }
}

const GOOD: &str = "title = \"T\"\nseverity = \"advice\"\nkinds = [\"policy\"]\nreview-by = 2026-11-21\n\
                    [words]\nx = [\"x\"]\n[words.replace]\ncustomer = [\"x\"]\n\
                    [check.forbid]\nspeaker = \"any\"\nin = [\"turn\"]\nstance = \"any\"\nreach = \"block\"\n\
                    [language.en]\nphrases = [\"x\", { phrase = \"y\", severity = \"error\" }]\nbad = [\"x\", \"y\"]\n";

#[test]
fn a_rule_that_the_program_refuses_for_its_form_is_not_valid() {
    let with = |from: &str, to: &str| {
        assert!(GOOD.contains(from), "{from}");
        GOOD.replacen(from, to, 1)
    };
    let broken = [
        with("title", "titel"),
        with("title = \"T\"\n", ""),
        with("\"T\"", "3"),
        with("\"advice\"", "\"fatal\""),
        with("\"policy\"", "\"letter\""),
        with("2026-11-21", "\"soon\""),
        with("x = [\"x\"]", "x = \"x\""),
        with("check.forbid", "check.forbit"),
        with("speaker = \"any\"", "speaker = \"all\""),
        with("[\"turn\"]", "\"turn\""),
        with("stance = \"any\"", "stance = [\"some\"]"),
        with("\"block\"", "\"blok\""),
        with("\"block\"", "-1"),
        with("severity = \"error\"", "sevrity = \"error\""),
        with("phrase = \"y\", ", ""),
        with("phrases = [", "phrases = [[], "),
        with("bad = [\"x\", \"y\"]", ""),
        with("bad = [\"x\", \"y\"]", "bad = []"),
        with("title", "extends = \"base\"\ntitle"),
        with("[language.en]", "[check.cover]\nhours = 169\n[language.en]\nabout = [\"x\"]"),
        "title = \"T\"".to_owned(),
    ];
    refused(RULE, read_rule, GOOD, &broken.each_ref().map(String::as_str));
    let extension = "extends = \"base\"\n[language.en]\nphrases = [\"x\"]\n";
    refused(RULE, read_rule, extension, &["extends = \"base\"\n[check.forbid]\n", "extends = 3\n"]);
}

#[test]
fn a_configuration_that_the_program_refuses_for_its_form_is_not_valid() {
    let good = "files = [\"a/*.md\"]\nselect = [\"ALL\"]\nfail-on = \"never\"\nlang = \"it\"\nkind = \"script\"\n\
                [rule.x]\nseverity = \"off\"\nwithin = \"turn\"\n[[set]]\nfiles = [\"a.md\"]\n\
                [[override]]\nfiles = [\"b.md\"]\nignore = [\"y\"]\n";
    let broken = [
        "file = []",
        "files = \"a\"",
        "select = [3]",
        "fail-on = \"off\"",
        "kind = \"letter\"",
        "[rule.x]\nseverity = \"fatal\"",
        "[rule.x]\ncolour = \"red\"",
        "rule = 3",
        "[set]\nfiles = []",
        "[[set]]\nfile = []",
        "extends = []",
        "[rule.x]\nwithin = \"page\"",
        "[rule.x]\nmin-words = -1",
        "[rule.x]\nhours = 169",
        "[[override]]\nfiles = [\"a\"]\n[override.rule.x]\nideal = 169",
        "[[override]]\nselect = [\"x\"]",
        "[[override]]\nfiles = []",
        "[[override]]\nfiles = [\"a\"]\n[[override.set]]\nfiles = [\"a\"]",
    ];
    refused(CONFIG, read_config, good, &broken);
}

/// A step on the way to a value of a file.
#[derive(Clone)]
enum Step {
    Key(String),
    Entry,
}

/// Every table of a schema with its keys, and every choice with its words.
fn closed(schema: &Value, way: &[Step], found: &mut Vec<(Vec<Step>, bool, BTreeSet<String>)>) {
    let then = |step: Step| [way, &[step]].concat();
    for choice in schema["anyOf"].as_array().into_iter().flatten() {
        closed(choice, way, found);
    }
    if let Some(words) = schema["enum"].as_array() {
        let words = words.iter().map(|word| word.as_str().expect("a word is text").to_owned());
        found.push((way.to_owned(), false, words.collect()));
    }
    if let Some(keys) = schema["properties"].as_object() {
        assert_eq!(schema["additionalProperties"], json!(false), "a table with keys takes no others");
        found.push((way.to_owned(), true, keys.keys().cloned().collect()));
        for (key, inner) in keys {
            closed(inner, &then(Step::Key(key.clone())), found);
        }
    } else if schema["additionalProperties"].is_object() {
        closed(&schema["additionalProperties"], &then(Step::Key("en".to_owned())), found);
    }
    if schema["items"].is_object() {
        closed(&schema["items"], &then(Step::Entry), found);
    }
}

/// A file that holds a value at the end of a way.
fn file_with(way: &[Step], value: &str) -> String {
    let (first, rest) = way.split_first().map_or((None, way), |(first, rest)| (Some(first), rest));
    let Some(Step::Key(first)) = first else { return value.to_owned() };
    let wrap = |value: String, step: &Step| match step {
        Step::Key(key) => format!("{{ {key} = {value} }}"),
        Step::Entry => format!("[{value}]"),
    };
    format!("{first} = {}\n", rest.iter().rev().fold(value.to_owned(), wrap))
}

/// A rule with every check there is.
const ALL_CHECKS: &str =
    "check = { forbid = {}, require = {}, follow = {}, order = {}, once = {}, cover = { hours = 40 }, agree = {} }\n";

/// The program, told nonsense at every place, names the very keys and words that the schema knows there.
#[track_caller]
fn knows_the_same(schema: &Value, read: Read) {
    let mut places = Vec::new();
    closed(schema, &[], &mut places);
    for (way, is_table, known) in &places {
        let text = match (way.is_empty(), is_table) {
            (true, _) => format!("{NONSENSE} = {{}}\n"),
            (false, true) => file_with(way, &format!("{{ {NONSENSE} = {{}} }}")),
            (false, false) => file_with(way, &format!("\"{NONSENSE}\"")),
        };
        // Of a language's keys, those are told that belong to a check of the rule.
        let is_spoken = matches!(way.first(), Some(Step::Key(key)) if key == "language");
        let text = if is_spoken { ALL_CHECKS.to_owned() + &text } else { text };
        let problems = read("rule.toml", &text).expect_err("nonsense is a mistake").0;
        let told = problems.iter().find(|problem| problem.message.contains(NONSENSE));
        let help = told.and_then(|problem| problem.help.clone()).unwrap_or_else(|| panic!("{text}{problems:#?}"));
        let named = help.split('`').skip(1).step_by(2).filter(|word| !word.contains(' '));
        let named: BTreeSet<String> = named.map(str::to_owned).collect();
        assert_eq!(&named, known, "{text}");
    }
    assert!(places.len() > 4, "{}", places.len());
}

#[test]
fn the_schema_of_rules_knows_the_keys_and_words_of_the_program() {
    knows_the_same(&rule_schema(), read_rule);
}

#[test]
fn the_schema_of_configurations_knows_the_keys_and_words_of_the_program() {
    knows_the_same(&config_schema(), read_config);
}

/// Tables and choices need no words of their own where their key has some.
fn silent(schema: &Value, place: &str, found: &mut Vec<String>) {
    for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
        let place = format!("{place}.{key}");
        if inner["description"].as_str().is_none_or(str::is_empty) {
            found.push(place.clone());
        }
        silent(inner, &place, found);
    }
    for inner in [&schema["items"], &schema["additionalProperties"]].into_iter().filter(|inner| inner.is_object()) {
        silent(inner, place, found);
    }
}

#[test]
fn every_key_is_explained() {
    let mut found = Vec::new();
    silent(&rule_schema(), "", &mut found);
    silent(&config_schema(), "", &mut found);
    assert!(found.is_empty(), "these keys have no documentation: {found:?}");
}
