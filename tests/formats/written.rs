//! What each format looks like, and statistics.

use courtesy::report::{Format, Report, statistics};

use crate::report::{report, text, write};

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
fn sarif() {
    let version = format!("\"{}\"", env!("CARGO_PKG_VERSION"));
    insta::assert_snapshot!(text(Format::Sarif).replace(&version, "\"of the program\""));
}

#[test]
fn github() {
    insta::assert_snapshot!(text(Format::Github));
}

#[test]
fn gitlab() {
    insta::assert_snapshot!(text(Format::Gitlab));
}

#[test]
fn junit() {
    insta::assert_snapshot!(text(Format::Junit));
}

#[test]
fn checkstyle() {
    insta::assert_snapshot!(text(Format::Checkstyle));
}

#[test]
fn rdjson() {
    insta::assert_snapshot!(text(Format::Rdjson));
}

#[test]
fn rdjsonl() {
    insta::assert_snapshot!(text(Format::Rdjsonl));
}

#[test]
fn the_statistics_count_rules_and_severities() {
    let mut out = Vec::new();
    statistics::write(&report(), &mut out).expect("a vector takes every byte");
    insta::assert_snapshot!(String::from_utf8_lossy(&out));
}

#[test]
fn an_empty_report_is_complete_in_every_format() {
    let written = |format: Format| write(&Report::default(), format);
    let json = |format: Format| serde_json::from_str::<serde_json::Value>(&written(format)).expect("valid JSON");
    assert_eq!(written(Format::Human), "0 files: 0 errors, 0 warnings, 0 advice\n");
    for format in [Format::Concise, Format::Jsonl, Format::Github, Format::Rdjsonl] {
        assert_eq!(written(format), "");
    }
    let none = serde_json::json!([]);
    assert_eq!(json(Format::Json)["findings"], none);
    assert_eq!(json(Format::Sarif)["runs"][0]["results"], none);
    assert_eq!(json(Format::Gitlab), none);
    assert_eq!(json(Format::Rdjson)["diagnostics"], none);
    assert!(written(Format::Junit).contains("<testsuites name=\"courtesy\" tests=\"0\" failures=\"0\" errors=\"0\">"));
    assert!(written(Format::Checkstyle).contains("<checkstyle version="));
}
