//! What cures a finding, applied as those would who read the report.

use courtesy::report::Format;
use serde_json::Value;

use crate::report::{items, json};

/// The line of the policy that is to be mended, and what it becomes.
const LINE: &str = "Clientul are \u{1b}[31mîntotdeauna\u{202e} dreptate.";
const MENDED: &str = "Clientul are \u{1b}[31mîntotdeauna\u{202e} un punct.";

#[track_caller]
fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("a small one")
}

#[test]
fn reviewdog_cuts_lines_by_bytes() {
    let rdjson = json(Format::Rdjson);
    let [suggestion] = items(&rdjson["diagnostics"][0]["suggestions"]) else { panic!("one suggestion") };
    let column = |end: &str| number(&suggestion["range"][end]["column"]) - 1;
    let text = suggestion["text"].as_str().expect("a string");
    assert_eq!([&LINE[..column("start")], text, &LINE[column("end")..]].concat(), MENDED);
}

#[test]
fn readers_of_sarif_count_unicode_scalars() {
    let sarif = json(Format::Sarif);
    assert_eq!(sarif["runs"][0]["columnKind"], "unicodeCodePoints");
    let change = &sarif["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0];
    let [replacement] = items(&change["replacements"]) else { panic!("one replacement") };
    let column = |end: &str| number(&replacement["deletedRegion"][end]) - 1;
    let mut mended: String = LINE.chars().take(column("startColumn")).collect();
    mended += replacement["insertedContent"]["text"].as_str().expect("a string");
    mended.extend(LINE.chars().skip(column("endColumn")));
    assert_eq!(mended, MENDED);
}
