//! Documents of every shape: whatever the bytes, they are read whole and linted without surprise.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use courtesy::{
    config::Choices,
    document::Document,
    lint::lint,
    parse::{Given, Markup},
    ruleset::RuleSet,
    source::Source,
};
use proptest::prelude::*;

/// All built-in rules, every one of them on.
fn rules() -> &'static RuleSet {
    static RULES: OnceLock<RuleSet> = OnceLock::new();
    RULES.get_or_init(|| {
        let config = Choices::selecting("--select", &["ALL"]).into();
        RuleSet::load(&config).unwrap_or_else(|problems| panic!("{problems:#?}"))
    })
}

/// The texts that no editor is likely to keep as they are.
fn odd() -> Vec<(&'static str, String)> {
    let says = "Agent: The customer is always right.";
    vec![
        ("empty", String::new()),
        ("blanks", " \t \n\n  \n".to_owned()),
        ("no final newline", says.to_owned()),
        ("CRLF", format!("# Title\r\n\r\n{says}\r\nCustomer: No.\r\n\r\n- one\r\n- two\r\n")),
        ("lone CR", format!("Title\r\r{says}\rCustomer: No.\r")),
        ("mixed line ends", format!("a\r\n\rb\n\r{says}\r\r\nc\n")),
        ("byte order mark", format!("\u{feff}---\nkind: script\n---\n{says}\n")),
        ("byte order mark inside", format!("{says}\u{feff}\n\u{feff}{says}\n")),
        ("curly quotes", "Say: “the customer’s ‘always right’”, then «stop» „now”.\n".to_owned()),
        ("emoji", "❌ The customer is always right 👩‍🦰👍🏽\n✅ Yes 🇷🇴\n".to_owned()),
        (
            "combining marks",
            "Clientul are i\u{302}ntotdeauna dreptate. e\u{301}\u{301}\u{301}\u{301}\n\u{301}\n".to_owned(),
        ),
        ("right to left", "הלקוח תמיד צודק. The customer is always right. العميل دائما على حق\n".to_owned()),
        ("overrides", "\u{202e}the customer is always right\u{202c} \u{2066}x\u{2069}\u{200f}\n".to_owned()),
        ("controls", "\u{1}\u{1b}[31mThe customer is always right\u{7f}\u{85}\u{2028}\u{2029}\u{c}\u{b}\n".to_owned()),
        ("deep quotes", format!("{}{says}\n", "> ".repeat(10_000))),
        ("deep lists", format!("{}{says}\n", "- ".repeat(10_000))),
        ("open quotations", format!("{}{says}{}\n", "“".repeat(10_000), "”".repeat(5_000))),
        ("open markup", format!("{}{says}\n", "**[<td>`![".repeat(500))),
        ("wide table", format!("|{0}\n|{1}\n|{0}\n", "a|".repeat(20_000), "-|".repeat(20_000))),
        ("endless word", "a".repeat(200_000)),
        ("endless sentence", "word ".repeat(40_000)),
        ("many matches", "the customer is always right ".repeat(2_000)),
    ]
}

/// The documents of a folder and of those in it, by name.
fn documents(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("it can be read").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            documents(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "md" || ending == "txt") {
            found.push(path);
        }
    }
}

/// The examples and the corpus, each with its text.
fn files() -> Vec<(String, String)> {
    let mut paths = Vec::new();
    documents(Path::new("examples"), &mut paths);
    documents(Path::new("tests/corpus"), &mut paths);
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("it is UTF-8");
        (path.to_string_lossy().replace('\\', "/"), text)
    };
    paths.into_iter().map(read).collect()
}

fn markup(name: &str) -> Markup {
    if name.ends_with(".md") { Markup::Markdown } else { Markup::Plain }
}

/// Checks what holds of every document.
#[track_caller]
fn sound(name: &str, source: &Source, document: &Document<'_>) {
    let text = source.text();
    let mut joined = String::with_capacity(text.len());
    for (at, block) in document.blocks.iter().enumerate() {
        assert_eq!(block.span.start(), joined.len(), "{name}: block {at} starts where the last one ended");
        joined.push_str(source.slice(block.span));
        let mut after = 0;
        for sentence in &document.sentences[block.sentences.start as usize..block.sentences.end as usize] {
            assert!(sentence.start >= after && sentence.start < sentence.end, "{name}: sentences stand in order");
            after = sentence.end;
            let span = block.prose.span(sentence.range());
            assert!(block.span.contains(span), "{name}: {span:?} stands in {:?}", block.span);
            assert!(text.is_char_boundary(span.start()) && text.is_char_boundary(span.end()), "{name}: {span:?}");
        }
    }
    assert!(joined == text, "{name}: the blocks joined are the text");
}

/// Lints a text in one markup, and checks all that holds of any text.
#[track_caller]
fn linted(name: &str, text: &str, markup: Markup) -> String {
    let source = Source::new(name, text);
    let given = Given::new(markup, "en");
    sound(name, &source, &rules().read(&source, &given).document);
    let linted = lint(&source, rules(), &given);
    let mut last = None;
    for finding in &linted.findings {
        let key = (finding.span, finding.rule);
        assert!(last.replace(key) <= Some(key), "{name}: findings stand in order");
        assert!(!source.slice(finding.span).trim().is_empty(), "{name}: a finding has words");
    }
    format!("{:?}", linted.findings)
}

#[test]
fn every_text_is_read_whole() {
    for (name, text) in odd() {
        for markup in [Markup::Markdown, Markup::Plain] {
            linted(name, &text, markup);
        }
    }
    for (name, text) in files() {
        linted(&name, &text, markup(&name));
    }
}

#[test]
fn what_is_wrong_is_found_however_lines_end() {
    let says = ["The customer is always right, we say.", "", "Customer: Fine.", "Agent: The customer is always right."];
    for end in ["\n", "\r\n", "\r"] {
        for mark in ["", "\u{feff}"] {
            let source = Source::new("a.txt", format!("{mark}{}", says.join(end)));
            let findings = lint(&source, rules(), &Given::new(Markup::Plain, "en")).findings;
            let lines: Vec<_> = findings.iter().map(|finding| source.position(finding.span.start()).line).collect();
            assert_eq!(lines, [1, 4], "{end:?} {mark:?}");
        }
    }
}

#[test]
fn ten_megabytes_are_read_whole() {
    let paragraph = "We read the letter together, then we answer it. Nobody waits for it.\n\n";
    let source = Source::new("large", paragraph.repeat(10 * 1024 * 1024 / paragraph.len()));
    sound("large", &source, &rules().read(&source, &Given::new(Markup::Plain, "en")).document);
}

#[test]
fn a_neutral_text_yields_nothing() {
    for (name, text) in files().iter().filter(|(name, _)| name.contains("neutral")) {
        assert_eq!(linted(name, text, markup(name)), "[]", "{name}");
    }
}

#[test]
fn what_is_found_in_the_examples_is_known() {
    let mut found = String::new();
    for (name, text) in files() {
        let source = Source::new(name.as_str(), text);
        let linted = lint(&source, rules(), &Given::new(markup(&name), "en"));
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &linted.findings {
            *counts.entry(&rules().rules()[finding.rule].id).or_default() += 1;
        }
        writeln!(found, "{name} {} {:?}: {counts:?}", linted.language, linted.kind).expect("a string takes all");
    }
    insta::assert_snapshot!(found);
}

#[test]
fn the_same_input_prints_the_same_bytes_with_any_number_of_jobs() {
    let run = |jobs: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_courtesy"));
        command.args(["check", "--no-config", "--color", "never", "-j", jobs, "examples", "tests/corpus"]);
        command.output().expect("the program starts")
    };
    let one = run("1");
    assert_eq!(one.status.code(), Some(1));
    assert_eq!(one, run("1"));
    assert_eq!(one, run("2"));
}

fn anything() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "the customer is always right",
        "This call may be recorded",
        "is there anything else",
        "il cliente ha sempre ragione",
        "clientul are întotdeauna dreptate",
        "never say ",
        "not ",
        "“",
        "”",
        "\"",
        "\n",
        "\r\n",
        "\r",
        "\n\n",
        "- ",
        "1. ",
        "> ",
        "# ",
        "|",
        "|-|-|\n",
        "**",
        "Agent: ",
        "Customer: ",
        "Avoid:\n",
        ". ",
        "? ",
        "{{name}}",
        "[Name]",
        "é",
        "e\u{301}",
        "👍🏽",
        "\u{202e}",
        "\0",
        "\u{feff}",
        "48 hours",
        "90 %",
        "```\n",
        "<td>",
        "<!-- ",
        "---\n",
        "&amp;",
    ]);
    prop_oneof![any::<String>(), prop::collection::vec(parts, 0..30).prop_map(|parts| parts.concat())]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn any_text_is_linted(text in anything()) {
        let markdown = linted("any", &text, Markup::Markdown);
        prop_assert_eq!(markdown, linted("any", &text, Markup::Markdown));
        linted("any", &text, Markup::Plain);
    }
}
