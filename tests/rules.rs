//! The built-in rules, each as its file says, and all of them together.

use std::{collections::BTreeSet, fmt::Write, fs, path::Path, sync::Arc};

use courtesy::{
    builtin,
    config::Choices,
    lint::lint,
    parse::{Given, Markup},
    problem::literal,
    rule::{Example, Rule},
    ruleset::RuleSet,
    source::{Source, Span},
    verify,
};
use toml::de::{DeTable, DeValue};

const LANGUAGES: [&str; 3] = ["en", "it", "ro"];
/// How many examples of each sort a rule needs in each language.
const ENOUGH: usize = 5;
/// How many whole documents that leave something out.
const ENOUGH_DOCUMENTS: usize = 2;
const TOP: [&str; 15] = [
    "title",
    "severity",
    "source",
    "url",
    "tags",
    "why",
    "instead",
    "message",
    "kinds",
    "files",
    "reviewed",
    "review-by",
    "check",
    "words",
    "language",
];
/// `items`, `needs` and `values` may be tables of their own, which come last.
const IN_LANGUAGE: [&str; 12] =
    ["asks", "owners", "when", "headings", "front-matter", "says", "then", "phrases", "unless", "swap", "bad", "good"];

/// All built-in rules, every one of them on.
fn rules() -> RuleSet {
    let config = Choices::selecting("--select", &["ALL"]).into();
    RuleSet::load(&config).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// The rules that are files; what the program says of its own comments has none.
fn written(rules: &RuleSet) -> Vec<&Rule> {
    let files = builtin::rules();
    let is_file = |rule: &&Rule| files.iter().any(|file| file.name() == rule.file.name());
    rules.rules().iter().filter(is_file).collect()
}

/// The files of a folder that end in `.toml`, sorted: their names and texts.
fn files(folder: &str) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("it can be read").path());
    let toml = |path: &Path| path.extension().is_some_and(|ending| ending == "toml");
    let mut files: Vec<_> = entries
        .filter(|path| toml(path))
        .map(|path| (path.to_string_lossy().replace('\\', "/"), fs::read_to_string(&path).expect("it is UTF-8")))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{folder} holds no file");
    files
}

/// Fails with all that is wrong, a line each.
#[track_caller]
fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// `path:line` of an example.
fn place(example: &Example, span: Option<Span>) -> String {
    let written = &example.written;
    let at =
        span.map_or(written.span, |span| literal::place(written.source.text(), written.span, example.as_written(span)));
    let position = written.source.position(at.start());
    format!("{}:{}:{}", written.source.name(), position.line, position.column)
}

#[test]
fn every_file_is_part_of_the_program() {
    for (folder, built_in) in [("rules", builtin::rules()), ("rules/languages", builtin::languages())] {
        let built_in: Vec<_> = built_in.iter().map(|file| (file.name().to_owned(), file.text().to_owned())).collect();
        assert!(files(folder) == built_in, "{folder} has changed since the program was built; run `cargo build`");
    }
}

#[test]
fn a_rule_is_called_like_its_file() {
    let rules = rules();
    let ids: Vec<_> = written(&rules).into_iter().map(|rule| format!("rules/{}.toml", rule.id)).collect();
    assert_eq!(ids, files("rules").into_iter().map(|(name, _)| name).collect::<Vec<_>>());
    let kebab = |id: &str| id.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    none(
        &rules
            .rules()
            .iter()
            .filter(|rule| !kebab(&rule.id))
            .map(|rule| format!("{} is not in kebab-case", rule.id))
            .collect::<Vec<_>>(),
    );
}

/// The keys of a table that stand in another order than `order`.
fn disordered(table: &DeTable<'_>, order: &[&str], place: &str, wrong: &mut Vec<String>) {
    let mut keys: Vec<_> = table.keys().map(|key| (key.span().start, key.get_ref().to_string())).collect();
    keys.retain(|(_, key)| !["items", "needs", "values"].contains(&key.as_str()));
    keys.sort();
    let rank = |key: &str| order.iter().position(|known| *known == key);
    for pair in keys.windows(2) {
        if rank(&pair[0].1) > rank(&pair[1].1) {
            wrong.push(format!("{place}: `{}` comes before `{}`", pair[1].1, pair[0].1));
        }
    }
}

#[test]
fn keys_stand_in_the_order_of_the_other_rules() {
    let mut wrong = Vec::new();
    for (name, text) in files("rules") {
        let table = DeTable::parse(&text).expect("it is TOML").into_inner();
        disordered(&table, &TOP, &name, &mut wrong);
        let Some(DeValue::Table(languages)) = table.get("language").map(|value| value.get_ref()) else { continue };
        disordered(languages, &LANGUAGES, &name, &mut wrong);
        for (code, language) in languages.iter() {
            if let DeValue::Table(language) = language.get_ref() {
                disordered(language, &IN_LANGUAGE, &format!("{name} [language.{}]", code.get_ref()), &mut wrong);
            }
        }
    }
    none(&wrong);
}

#[test]
fn every_rule_says_why_what_instead_and_who_says_so() {
    let mut wrong = Vec::new();
    for rule in written(&rules()) {
        let said = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
        for (key, there) in [
            ("why", said(&rule.why)),
            ("instead", said(&rule.instead)),
            ("source", said(&rule.source)),
            ("tags", !rule.tags.is_empty()),
        ] {
            if !there {
                wrong.push(format!("rules/{}.toml has no `{key}`", rule.id));
            }
        }
    }
    none(&wrong);
}

#[test]
fn every_rule_is_proven_in_every_language() {
    let mut wrong = Vec::new();
    for rule in written(&rules()) {
        assert_eq!(rule.languages(), LANGUAGES, "rules/{}.toml", rule.id);
        for (language, good) in LANGUAGES.iter().flat_map(|language| [(language, false), (language, true)]) {
            let examples = || rule.examples().filter(|example| *example.language == **language && example.good == good);
            let list = if good { "good" } else { "bad" };
            // An example of what a document leaves out is a whole document.
            let enough = if rule.judges_lines() || good { ENOUGH } else { ENOUGH_DOCUMENTS };
            if examples().count() < enough {
                wrong.push(format!("rules/{}.toml [language.{language}] has fewer than {enough} `{list}`", rule.id));
            }
            let mut seen = BTreeSet::new();
            for example in examples().filter(|example| !seen.insert(&example.text)) {
                wrong.push(format!("{}: the same example again", place(example, None)));
            }
        }
    }
    none(&wrong);
}

#[test]
fn bad_examples_are_found_where_they_are_marked_and_good_ones_are_silent() {
    let rules = rules();
    let mut wrong = Vec::new();
    for at in 0..rules.rules().len() {
        for failure in verify::verify(&rules, at).failures {
            let span = failure.found.first().or(failure.example.marks.first()).copied();
            let place = place(failure.example, span);
            wrong.push(format!("{}: {place}: {}", failure.outcome, failure.example.written.text));
        }
    }
    none(&wrong);
}

/// What the other rules say of a rule's examples.
fn cross_hits(rules: &RuleSet, place: usize) -> String {
    let mut hits = String::new();
    let rule: &Rule = &rules.rules()[place];
    for example in rule.examples() {
        let source = Source::new("example.md", example.text.as_str());
        let given = Given {
            kind: rule.kinds.first().copied(),
            language: Some(Arc::clone(&example.language)),
            ..Given::new(Markup::Markdown, &example.language)
        };
        for finding in lint(&source, rules, &given).findings {
            let other = &rules.rules()[finding.rule];
            // What a document leaves out is no matter of the example of another rule.
            if finding.rule == place || !other.judges_lines() {
                continue;
            }
            let (sort, other) = (if example.good { "good" } else { "bad" }, &other.id);
            writeln!(
                hits,
                "{} {} {sort}: {other}: {}",
                rule.id,
                example.language,
                source.slice(finding.span).replace('\n', " ")
            )
            .expect("writing to a string cannot fail");
        }
    }
    hits
}

#[test]
fn what_rules_say_of_each_others_examples_is_known() {
    let rules = rules();
    let hits: String = (0..rules.rules().len()).map(|place| cross_hits(&rules, place)).collect();
    insta::assert_snapshot!(hits);
}

/// The Rust files under a folder.
fn sources(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn no_rule_is_named_in_the_program() {
    let mut paths = Vec::new();
    sources(Path::new("src"), &mut paths);
    assert!(paths.len() > 50);
    let stem = |file: &Arc<Source>| file.name().trim_start_matches("rules/").trim_end_matches(".toml").to_owned();
    let ids: BTreeSet<String> = builtin::rules().iter().map(stem).collect();
    let mut wrong = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).expect("it is UTF-8");
        for (nth, line) in text.lines().enumerate() {
            let words = line.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
            let named = words.filter(|word| ids.contains(*word));
            wrong.extend(named.map(|id| format!("{}:{}: names {id}", path.display(), nth + 1)));
        }
    }
    none(&wrong);
}
