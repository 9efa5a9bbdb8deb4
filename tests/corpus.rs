//! Documents of every shape: whatever the bytes, they are read whole and linted without surprise.

mod sound;

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use courtesy::{
    lint::lint,
    parse::{Given, Markup},
    source::Source,
};
use sound::{RULES, linted};

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
            let findings = lint(&source, &RULES, &Given::new(Markup::Plain, "en")).findings;
            let lines: Vec<_> = findings.iter().map(|finding| source.position(finding.span.start()).line).collect();
            assert_eq!(lines, [1, 4], "{end:?} {mark:?}");
        }
    }
}

/// Texts of some length that would be dear if anything in them were looked at once for each of something else.
fn crowds(length: usize) -> Vec<(&'static str, String)> {
    let (times, half) =
        (|text: &str| text.repeat(length / text.len()), |text: &str| text.repeat(length / 2 / text.len()));
    let word = "a".repeat(length / 2);
    vec![
        ("tags that never close", format!("<div>\n{}", times("<x "))),
        ("comments that never close", times("<!-- courtesy-disable -- ")),
        ("comments before a gap", half("<!-- courtesy-disable-next-line -- x -->") + &half("\n")),
        ("comments that end others", times("<!-- courtesy-disable a -- x --> <!-- courtesy-enable b --> ")),
        ("comments among code", times("```\n<!-- x\n```\n")),
        ("a wide head cell", format!("|Agent|Customer|{word}|\n|-|-|-|\n{}", half("|a|b|c|\n"))),
        ("a wide head cell over values", format!("|{word}|\n|-|\n{}", half("|Refunds within 3 days|\n"))),
        ("an item that leads to many values", format!("- {word} – {}", half("Refunds within 3 days. "))),
        ("an introduction with a tail", format!("We{}\n\n{}", half("*_"), half("- a\n"))),
        ("many words before a list", format!("{}:\n\n{}", half("Unfortunately we can't. "), half("- a\n"))),
        ("hours of nothing", times("Mon–Fri 9–17. ")),
        ("hours of many names", (0..length / 30).map(|n| format!("Phone {n}: Mon–Fri 9–17.\n\n")).collect()),
        ("office hours", half("The help desk: Mon–Fri 9–17.\n\n") + &half("Call us in office hours.\n\n")),
    ]
}

#[test]
fn four_times_the_text_never_costs_sixteen_times_as_much() {
    let cost = |name: &str, text: &str, markup: Markup| {
        let start = Instant::now();
        linted(name, text, markup);
        start.elapsed().as_secs_f64()
    };
    for ((name, text), (_, more)) in crowds(10_000).into_iter().zip(crowds(40_000)) {
        for markup in [Markup::Markdown, Markup::Plain] {
            // On a machine with other work, a run may be slow by chance.
            let linear = (0..5).any(|_| cost(name, &more, markup) < 8.0 * cost(name, &text, markup));
            assert!(linear, "{name}, {markup:?}: four times as much of it costs more than eight times as much");
        }
    }
}

#[test]
fn ten_megabytes_are_read_whole() {
    let paragraph = "We read the letter together, then we answer it. Nobody waits for it.\n\n";
    let source = Source::new("large", paragraph.repeat(10 * 1024 * 1024 / paragraph.len()));
    sound::document(&source, &RULES.read(&source, &Given::new(Markup::Plain, "en")).document);
}

#[test]
fn a_neutral_text_yields_nothing() {
    for (name, text) in files().iter().filter(|(name, _)| name.contains("neutral")) {
        assert_eq!(linted(name, text, markup(name)).findings, [], "{name}");
    }
}

#[test]
fn what_is_found_in_the_examples_is_known() {
    let mut found = String::new();
    for (name, text) in files() {
        let source = Source::new(name.as_str(), text);
        let linted = lint(&source, &RULES, &Given::new(markup(&name), "en"));
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &linted.findings {
            *counts.entry(&RULES.rules()[finding.rule].id).or_default() += 1;
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
