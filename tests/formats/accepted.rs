//! What somebody has accepted counts nowhere, and SARIF alone shows it, marked.

use courtesy::{
    finding::Severity,
    report::{Format, Report},
    source::{Source, Span},
};
use serde_json::{Value, json};

use crate::report::{self, checked, finding, items, linted, note, report, text, write};

fn results(report: &Report) -> Vec<Value> {
    let sarif: Value = serde_json::from_str(&write(report, Format::Sarif)).expect("valid JSON");
    items(&sarif["runs"][0]["results"]).to_vec()
}

#[test]
fn what_is_accepted_is_shown_in_sarif_only() {
    for (name, format) in Format::ALL {
        let shown = ["silenced beside the text", "accepted before"].map(|message| text(format).contains(message));
        assert_eq!(shown, [name == "sarif"; 2], "{name}");
    }
}

#[test]
fn sarif_says_who_has_accepted_a_finding() {
    let results = results(&report());
    let of = |message: &str| {
        let one = results.iter().find(|result| result["message"]["text"] == message).expect("it is there");
        (one["suppressions"].clone(), one["baselineState"].clone())
    };
    let reason = "a [quotation](https://example.com)";
    let comment = json!([{"kind": "inSource", "status": "accepted", "justification": reason}]);
    assert_eq!(of("silenced beside the text"), (comment, json!("new")));
    assert_eq!(of("accepted before"), (json!([{"kind": "external", "status": "accepted"}]), json!("unchanged")));
    assert_eq!(of("neadevărat"), (json!([]), json!("new")));
}

#[test]
fn without_a_baseline_nothing_is_said_of_one() {
    let report = Report { baselined: false, ..report() };
    assert!(results(&report).iter().all(|result| result.get("baselineState").is_none()));
}

#[test]
fn sarif_knows_a_rule_of_several_rule_sets_once() {
    let off = |id: &str| courtesy::report::RuleNote { on: false, ..note(id, None, None, None) };
    let rules = vec![note("a", None, None, None), off("b"), off("c"), off("b"), off("a"), note("d", None, None, None)];
    let found =
        vec![finding(3, Severity::Error, Span::new(0, 1), "x"), finding(4, Severity::Error, Span::new(1, 2), "y")];
    let sources = vec![checked(&Source::new("a.txt", "xy"), linted("en", found), &rules)];
    let sarif: Value =
        serde_json::from_str(&write(&Report { rules, sources, baselined: false }, Format::Sarif)).expect("valid JSON");
    let run = &sarif["runs"][0];
    let ids: Vec<&Value> = items(&run["tool"]["driver"]["rules"]).iter().map(|rule| &rule["id"]).collect();
    assert_eq!(ids, ["a", "b", "d"]);
    for result in items(&run["results"]) {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("a number")).expect("a small one");
        assert_eq!(*ids[index], result["ruleId"]);
    }
}

#[test]
fn the_same_words_in_two_files_have_two_fingerprints_in_gitlab() {
    let rules = vec![note("a", None, None, None)];
    let file = |name: &str| {
        let found = (0..2).map(|nth| finding(0, Severity::Error, Span::new(nth, nth + 1), "x")).collect();
        checked(&Source::new(name, "xx"), linted("en", found), &rules)
    };
    let sources = vec![file("a.txt"), file("b.txt")];
    let report = Report { rules: rules.clone(), sources, baselined: false };
    let issues: Value = serde_json::from_str(&write(&report, Format::Gitlab)).expect("valid JSON");
    let prints: std::collections::BTreeSet<&str> =
        items(&issues).iter().map(|issue| issue["fingerprint"].as_str().expect("a string")).collect();
    assert_eq!(prints.len(), 4);
    assert_eq!(report::json(Format::Gitlab)[0]["severity"], "minor");
}
