//! The report that most tests write, and what it is made of.

use std::sync::Arc;

use courtesy::{
    Linted,
    document::Kind,
    finding::{Finding, Fix, Related, Severity},
    report::{Acceptance, Accepted, Checked, Format, Look, Report, RuleNote},
    source::{Source, Span},
    suppress::Silencing,
};
use serde_json::Value;

const SCRIPT: &str =
    "Agent: We’ll refund you — the customer is\nalways right!\n\nAgent: Anything else? — Anything ELSE?\n";
const POLICY: &str = "# Întoarceri\r\n\r\nClientul are \u{1b}[31mîntotdeauna\u{202e} dreptate.\r\n";

/// A rule as reports know it.
pub(crate) fn note(id: &str, why: Option<&str>, instead: Option<&str>, source: Option<&str>) -> RuleNote {
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

/// A finding without anything beside it.
pub(crate) fn finding(rule: usize, severity: Severity, span: Span, message: &str) -> Finding {
    Finding { rule, severity, span, message: message.to_owned(), related: Vec::new(), fixes: Vec::new() }
}

/// What linting gives that finds this.
pub(crate) fn linted(language: &str, findings: Vec<Finding>) -> Linted {
    let (silenced, facts) = (Vec::new(), Vec::new());
    Linted { findings, silenced, facts, language: Arc::from(language), kind: Kind::Policy }
}

/// A source as reports know it.
pub(crate) fn checked(source: &Source, linted: Linted, rules: &[RuleNote]) -> Checked {
    Checked::new(source, linted, rules, Format::Human.snippets())
}

/// A report with everything that is hard to write: two files of which one has a name that addresses, properties and
/// patterns trip over, characters and commands that must not pass, a span over two lines, related places, a fix, and a
/// finding accepted in each way. A third file is clean.
pub(crate) fn report() -> Report {
    let mut first = note("first-rule", Some("It is *not* true."), Some("Say what is."), Some("A Person, A Book, p. 1"));
    first.url = Some("https://example.com/first".to_owned());
    let rules = vec![first, note("second-rule", None, None, None)];
    let sources = vec![
        checked(&Source::new("politici/întoarceri.md", POLICY), policy(), &rules),
        script(&rules),
        checked(&Source::new("clean.md", "Welcome.\n"), linted("en", Vec::new()), &rules),
    ];
    Report { rules, sources, baselined: true }
}

fn policy() -> Linted {
    let whole = Span::new(span(POLICY, "Clientul").start(), span(POLICY, "dreptate").end());
    let mut wrong = finding(0, Severity::Warning, whole, "neadevărat");
    wrong.fixes.push(Fix { span: span(POLICY, "dreptate"), text: "un punct".to_owned() });
    let silenced = finding(1, Severity::Warning, span(POLICY, "Întoarceri"), "silenced beside the text");
    let silencing = Silencing { comment: Span::new(0, 0), reason: Some("a [quotation](https://example.com)".into()) };
    Linted { silenced: vec![(silenced, silencing)], ..linted("ro", vec![wrong]) }
}

fn script(rules: &[RuleNote]) -> Checked {
    let hostile =
        "100% <b>\"quoted\"</b> ]]>\n::set-output name=x::y ##[add-path]z \u{1b}]0;title\u{7}\u{202e}\u{ffff}";
    let mut again = finding(1, Severity::Advice, span(SCRIPT, "Anything ELSE"), hostile);
    again.related.push(Related { span: span(SCRIPT, "Anything else"), message: "the same, before".to_owned() });
    again.related.push(Related { span: span(SCRIPT, "refund"), message: "promised here".to_owned() });
    let found = vec![
        finding(0, Severity::Error, span(SCRIPT, "the customer is\nalways right"), "untrue: always right"),
        finding(1, Severity::Advice, span(SCRIPT, "Anything else"), "empty words"),
        again,
        finding(1, Severity::Error, span(SCRIPT, "?\n"), "accepted before"),
    ];
    let mut checked = checked(&Source::new("scripts/a b, 100%:c#.txt", SCRIPT), linted("en", found), rules);
    let entry = checked.entries.pop().expect("the last finding is the one in the baseline");
    checked.accepted.push(Accepted { entry, by: Acceptance::Baseline });
    checked
}

/// A report in a format.
pub(crate) fn write(report: &Report, format: Format) -> String {
    let mut out = Vec::new();
    format.write(report, Look::default(), &mut out).expect("a vector takes every byte");
    String::from_utf8(out).expect("every format is UTF-8")
}

/// The report made by hand in a format.
pub(crate) fn text(format: Format) -> String {
    write(&report(), format)
}

/// The report made by hand in a format that is one JSON document.
pub(crate) fn json(format: Format) -> Value {
    serde_json::from_str(&text(format)).expect("valid JSON")
}

/// The report made by hand in a format that is one JSON document a line.
pub(crate) fn json_lines(format: Format) -> Vec<Value> {
    text(format).lines().map(|line| serde_json::from_str(line).expect("valid JSON")).collect()
}

/// The items of a list.
#[track_caller]
pub(crate) fn items(list: &Value) -> &[Value] {
    list.as_array().expect("a list")
}
