//! What must hold of texts, comments, fixes and bytes that nobody thought of.

mod sound;

use std::{
    fs,
    path::Path,
    process::Command,
    sync::{Arc, LazyLock},
};

use courtesy::{
    escape,
    finding::Finding,
    fix::{self, Fixed},
    lint::lint,
    parse::{Given, Markup},
    ruleset::RuleSet,
    source::{Source, Span},
};
use proptest::prelude::*;
use sound::linted;

/// A rule that has something to write instead, in several ways.
const SWAPS: &str = r#"
title = "Plainer words"
[language.en]
swap = { "utilise" = "use", "hang on" = "one moment", "one moment [please]" = "just a second", "(nope|nah)" = "no, thank you" }
bad = ["<<Hang on>>."]
"#;

/// That rule.
static PLAINER: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::of(&[Arc::new(Source::new("plainer.toml", SWAPS))]).expect("the rule is sound"));

/// Any text, or scraps of what documents are made of.
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

/// Any text with silencing comments in it, whole and broken.
fn silenced() -> impl Strategy<Value = String> {
    let comments = prop::sample::select(vec![
        "<!-- courtesy-disable-next-line -- agreed -->",
        "<!-- courtesy-disable-next-line always-right -- agreed -->\n",
        "<!-- courtesy-disable-line always-right -->",
        "<!-- courtesy-disable canned-closing, always-right -- agreed -->",
        "<!-- courtesy-disable -- agreed -->",
        "<!-- courtesy-enable always-right -->",
        "<!-- courtesy-enable -->",
        "<!-- courtesy-disable-file monitored-call -- agreed -->",
        "<!-- courtesy-disable nobody",
        "The customer is always right. ",
        "This call may be monitored.\n",
    ]);
    prop::collection::vec((comments, anything()), 0..8)
        .prop_map(|parts| parts.into_iter().flat_map(|(comment, text)| [comment.to_owned(), text]).collect())
}

/// Texts full of what is swapped, some of it between markup or quoted.
fn wordy() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "utilise",
        "Utilise",
        "UTILISE",
        "hang on",
        "Hang\non",
        "**Hang** on",
        "one moment",
        "One moment please",
        "nope",
        "Nah",
        " ",
        " ",
        ". ",
        ", ",
        "\n\n",
        "\n> ",
        "\n- ",
        "| ",
        "“",
        "”",
        "never say ",
        "**",
        "é",
        "👍🏽 ",
        "&amp;",
        "# ",
        "Customer: ",
    ]);
    prop::collection::vec(parts, 0..40).prop_map(|parts| parts.concat())
}

/// Any bytes, and texts in other encodings or with a byte out of place.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let utf16 =
        |text: String| "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let broken = |(text, byte, place): (String, u8, prop::sample::Index)| {
        let mut bytes = text.into_bytes();
        bytes.insert(place.index(bytes.len() + 1), byte);
        bytes
    };
    prop_oneof![
        1 => any::<Vec<u8>>(),
        1 => anything().prop_map(utf16),
        2 => (anything(), any::<u8>(), any::<prop::sample::Index>()).prop_map(broken),
        4 => anything().prop_map(String::into_bytes),
    ]
}

/// Whether the program takes these bytes for a text.
fn is_text(bytes: &[u8]) -> bool {
    str::from_utf8(bytes).is_ok() && !bytes.contains(&0)
}

fn courtesy(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_courtesy"));
    command.current_dir(folder).args(arguments).env("NO_COLOR", "1").env("RUST_BACKTRACE", "0");
    let output = command.output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("the program prints UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// What the document at a place is called; every other one is Markdown.
fn name(at: usize) -> String {
    format!("{at:02}.{}", if at.is_multiple_of(2) { "md" } else { "txt" })
}

fn written(files: &[(String, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("there is room for temporary files");
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("the folder can be written");
    }
    folder
}

/// What tells a finding from others, the rule `suppression` left out: it speaks of the comments themselves.
fn told<'f>(findings: impl Iterator<Item = &'f Finding>) -> Vec<(Span, usize)> {
    let suppression = sound::RULES.suppression();
    let mut told: Vec<_> = findings.map(|finding| (finding.span, finding.rule)).collect();
    told.retain(|(_, rule)| Some(*rule) != suppression);
    told.sort_unstable();
    told
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn any_text_is_linted_and_twice_the_same(text in anything()) {
        for (name, markup) in [("any.md", Markup::Markdown), ("any.txt", Markup::Plain)] {
            prop_assert_eq!(linted(name, &text, markup).findings, linted(name, &text, markup).findings);
        }
    }

    #[test]
    fn comments_silence_findings_and_lose_none(text in silenced()) {
        // Of the same length, so that nothing else changes; no comment of ours any more.
        let bare = text.replace("courtesy-", "courtesy+");
        for (name, markup) in [("any.md", Markup::Markdown), ("any.txt", Markup::Plain)] {
            let heeded = linted(name, &text, markup);
            let all = heeded.findings.iter().chain(heeded.silenced.iter().map(|(finding, _)| finding));
            prop_assert_eq!(told(all), told(linted(name, &bare, markup).findings.iter()));
        }
    }

    #[test]
    fn fixing_twice_is_fixing_once(text in wordy()) {
        for (name, markup) in [("any.md", Markup::Markdown), ("any.txt", Markup::Plain)] {
            let findings = |source: &Source| lint(source, &PLAINER, &Given::new(markup, "en")).findings;
            let fixed = fix::fix(&Source::new(name, text.as_str()), findings).expect("no swap leads back");
            let Some(Fixed { text, .. }) = fixed else { continue };
            prop_assert_eq!(fix::fix(&Source::new(name, text), findings), Ok(None));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn any_bytes_are_linted_or_refused_alike_by_any_number_of_jobs(documents in prop::collection::vec(bytes(), 1..12)) {
        let files: Vec<_> = documents.iter().enumerate().map(|(at, bytes)| (name(at), bytes.as_slice())).collect();
        let folder = written(&files);
        let run = |jobs| courtesy(folder.path(), &["check", "--no-config", "--format", "concise", "-j", jobs]);
        let one = run("1");
        prop_assert_eq!(&one, &run("2"));
        let (code, out, err) = one;
        prop_assert!(matches!(code, Some(0..=2)), "{code:?}: {err}");
        let printed = out + &err;
        prop_assert_eq!(printed.chars().find(|&c| c != '\n' && escape::is_unsafe(c)), None);
        for (name, bytes) in &files {
            let refused = err.contains(&format!("{name}\n"));
            prop_assert_eq!(refused, !is_text(bytes), "{}: {}", name, err);
        }
        prop_assert_eq!(code == Some(2), documents.iter().any(|bytes| !is_text(bytes)));
    }

}

proptest! {
    // Each run compiles a rule.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4) })]

    #[test]
    fn the_program_fixes_twice_what_it_fixes_once(texts in prop::collection::vec(wordy(), 1..6)) {
        let files = texts.iter().enumerate().map(|(at, text)| (name(at), text.as_bytes()));
        let files: Vec<_> = files.chain([("plainer.toml".to_owned(), SWAPS.as_bytes())]).collect();
        let folder = written(&files);
        let fix = || {
            let (code, out, err) = courtesy(folder.path(), &["check", "--no-config", "--rules", "plainer.toml", "--fix"]);
            let texts = files.iter().map(|(name, _)| fs::read(folder.path().join(name)).expect("it is there"));
            (code, texts.collect::<Vec<_>>(), (out + &err).contains("fixed"))
        };
        let (code, once, _) = fix();
        prop_assert_eq!((code, once, false), fix());
    }
}
