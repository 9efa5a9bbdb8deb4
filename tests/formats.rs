//! One report made by hand, written in every format.

use std::{collections::BTreeSet, io::Write, sync::Arc};

use courtesy::{
    Linted,
    document::Kind,
    finding::{Finding, Related, Severity},
    report::{Checked, Format, Look, Report, RuleNote, statistics},
    source::{Source, Span},
};
use serde_json::Value;

const SCRIPT: &str =
    "Agent: We’ll refund you — the customer is\nalways right!\n\nAgent: Anything else? — Anything ELSE?\n";
const POLICY: &str = "# Întoarceri\r\n\r\nClientul are \u{1b}[31mîntotdeauna\u{202e} dreptate.\r\n";

fn note(id: &str, why: Option<&str>, instead: Option<&str>, source: Option<&str>) -> RuleNote {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    RuleNote {
        id: id.to_owned(),
        title: format!("The {id}"),
        severity: Severity::Warning,
        on: true,
        tags: vec!["made-by-hand".to_owned()],
        url: None,
        why: owned(why),
        instead: owned(instead),
        source: owned(source),
    }
}

#[track_caller]
fn span(text: &str, words: &str) -> Span {
    let start = text.find(words).expect("the words stand in the text");
    Span::new(start, start + words.len())
}

fn finding(rule: usize, severity: Severity, span: Span, message: &str) -> Finding {
    Finding { rule, severity, span, message: message.to_owned(), related: Vec::new(), fixes: Vec::new() }
}

fn report() -> Report {
    let rules = vec![
        note("first-rule", Some("It is not true."), Some("Say what is."), Some("A Person, A Book, p. 1")),
        note("second-rule", None, None, None),
    ];
    let hostile = "100% <b>\"quoted\"</b>\nsecond line \u{1b}]0;title\u{7}";
    let mut again = finding(1, Severity::Advice, span(SCRIPT, "Anything ELSE"), hostile);
    again.related.push(Related { span: span(SCRIPT, "Anything else"), message: "the same, before".to_owned() });
    again.related.push(Related { span: span(SCRIPT, "refund"), message: "promised here".to_owned() });
    let script = vec![
        finding(0, Severity::Error, span(SCRIPT, "the customer is\nalways right"), "untrue: always right"),
        finding(1, Severity::Advice, span(SCRIPT, "Anything else"), "empty words"),
        again,
    ];
    let start = span(POLICY, "Clientul").start();
    let whole = Span::new(start, span(POLICY, "dreptate").end());
    let policy = vec![finding(0, Severity::Warning, whole, "neadevărat")];
    let checked = |path: &str, language: &str, text: &str, findings| {
        checked(&Source::new(path, text), linted(language, findings), &rules)
    };
    let sources = vec![checked("politici/întoarceri.md", "ro", POLICY, policy), checked("b.txt", "en", SCRIPT, script)];
    Report { rules, sources, baselined: false }
}

fn linted(language: &str, findings: Vec<Finding>) -> Linted {
    let (silenced, facts) = (Vec::new(), Vec::new());
    Linted { findings, silenced, facts, language: Arc::from(language), kind: Kind::Policy }
}

fn checked(source: &Source, linted: Linted, rules: &[RuleNote]) -> Checked {
    Checked::new(source, linted, rules, Format::Human.snippets())
}

fn bytes(format: Format) -> Vec<u8> {
    let mut out = Vec::new();
    format.write(&report(), Look::default(), &mut out).expect("a vector takes every byte");
    out
}

fn text(format: Format) -> String {
    String::from_utf8(bytes(format)).expect("every format is UTF-8")
}

#[test]
fn human() {
    insta::assert_snapshot!(text(Format::Human));
}

#[test]
fn concise() {
    insta::assert_snapshot!(text(Format::Concise));
}

#[test]
fn json() {
    insta::assert_snapshot!(text(Format::Json));
}

#[test]
fn jsonl() {
    insta::assert_snapshot!(text(Format::Jsonl));
}

#[test]
fn the_statistics_count_rules_and_severities() {
    let mut out = Vec::new();
    statistics::write(&report(), &mut out).expect("a vector takes every byte");
    insta::assert_snapshot!(String::from_utf8_lossy(&out));
}

/// A rule, a path, a line and a column.
type Place = (String, String, u64, u64);

fn place(finding: &Value) -> Place {
    let word = |key: &str| finding[key].as_str().expect("a string").to_owned();
    let number = |key: &str| finding["start"][key].as_u64().expect("a number");
    (word("rule"), word("path"), number("line"), number("column"))
}

fn concise_place(line: &str) -> Place {
    let (place, rest) = line.split_once(": ").expect("a place, then the rest");
    let rule = rest.split_once('[').and_then(|(_, rest)| rest.split_once(']')).expect("a rule in brackets").0;
    let mut parts = place.rsplitn(3, ':');
    let column = parts.next().and_then(|part| part.parse().ok()).expect("a column");
    let line = parts.next().and_then(|part| part.parse().ok()).expect("a line");
    (rule.to_owned(), parts.next().expect("a path").to_owned(), line, column)
}

/// The places of the human format: a rule alone on its line, then the head of the first excerpt after it.
fn human_places(text: &str) -> BTreeSet<Place> {
    let ids = ["first-rule", "second-rule"];
    let mut rule = None;
    let mut places = BTreeSet::new();
    for line in text.lines() {
        if ids.contains(&line) {
            rule = Some(line.to_owned());
        }
        if let Some((_, head)) = line.split_once("╭─[").filter(|_| rule.is_some()) {
            let line = format!("{}: x[{}]", head.trim_end_matches(']'), rule.take().expect("a rule stands above"));
            places.insert(concise_place(&line));
        }
    }
    places
}

#[test]
fn all_formats_agree_on_the_places() {
    let json: Value = serde_json::from_slice(&bytes(Format::Json)).expect("valid JSON");
    let places: BTreeSet<Place> = json["findings"].as_array().expect("a list").iter().map(place).collect();
    assert_eq!(places.len(), 4);
    let jsonl = text(Format::Jsonl);
    let lines = jsonl.lines().map(|line| place(&serde_json::from_str(line).expect("valid JSON")));
    assert_eq!(lines.collect::<BTreeSet<_>>(), places);
    assert_eq!(text(Format::Concise).lines().map(concise_place).collect::<BTreeSet<_>>(), places);
    assert_eq!(human_places(&text(Format::Human)), places);
}

#[test]
fn no_format_lets_a_terminal_be_steered() {
    for (name, format) in Format::ALL {
        let shown = text(format);
        let unsafe_one = shown.chars().find(|&c| c != '\n' && courtesy::escape::is_unsafe(c));
        assert_eq!(unsafe_one, None, "{name}");
    }
}

#[test]
fn an_empty_report_is_complete_in_every_format() {
    let written = |format: Format| {
        let mut out = Vec::new();
        format.write(&Report::default(), Look::default(), &mut out).expect("a vector takes every byte");
        String::from_utf8(out).expect("every format is UTF-8")
    };
    let json: Value = serde_json::from_str(&written(Format::Json)).expect("valid JSON");
    assert_eq!(json["findings"], Value::Array(Vec::new()));
    assert_eq!(written(Format::Human), "0 files: 0 errors, 0 warnings, 0 advice\n");
    assert_eq!(written(Format::Concise) + &written(Format::Jsonl), "");
}

#[test]
fn people_see_a_hundred_findings_a_file_and_the_count_of_the_rest() {
    let text = "x ".repeat(500);
    let rules = vec![note("r", None, None, None)];
    let findings = (0..500).map(|nth| finding(0, Severity::Error, Span::new(2 * nth, 2 * nth + 1), "x")).collect();
    let source = Source::new("a.txt", text);
    let sources = vec![checked(&source, linted("en", findings), &rules)];
    let mut out = Vec::new();
    let look = Look { quiet: true, ..Look::default() };
    Format::Human
        .write(&Report { rules, sources, baselined: false }, look, &mut out)
        .expect("a vector takes every byte");
    out.flush().expect("a vector needs no flushing");
    let shown = String::from_utf8(out).expect("UTF-8");
    assert_eq!(shown.matches("╭─[a.txt:1:").count(), 100);
    assert!(shown.ends_with("… and 400 more in this file: a.txt\n\n"), "{}", &shown[shown.len() - 100..]);
}

#[test]
fn a_long_line_full_of_findings_is_written_in_a_moment() {
    let count = 10_000;
    let rules = vec![note("r", None, None, None)];
    let place = |nth: usize| Span::new(4 * nth, 4 * nth + 2);
    let findings = (0..count).map(|nth| finding(0, Severity::Error, place(nth), "x")).collect();
    let source = Source::new("a.txt", "é x".repeat(count));
    let sources = vec![checked(&source, linted("en", findings), &rules)];
    let report = Report { rules, sources, baselined: false };
    for (name, format) in Format::ALL {
        let mut out = Vec::new();
        let started = std::time::Instant::now();
        format.write(&report, Look::default(), &mut out).expect("a vector takes every byte");
        assert!(started.elapsed().as_secs() < 30, "{name} took {:?}", started.elapsed());
        assert!(!String::from_utf8_lossy(&out).lines().any(|line| line.len() > 2_000), "{name}");
    }
}
