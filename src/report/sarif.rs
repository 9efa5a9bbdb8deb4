//! SARIF 2.1.0: its own structs for the part of the standard that is written, so that a result is made when it is written.
//!
//! The crate `serde-sarif` makes types of the whole standard when it is built; that takes 27 more crates, two older `syn`
//! among them, and a report as one tree in memory. The standard wants `{` doubled in messages; those who show SARIF look
//! for placeholders only where there are arguments, and show two, so braces of a document stay single.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use serde::Serialize;

mod place;
mod rules;

use crate::{
    escape,
    finding::Severity,
    report::{Acceptance, Checked, Edit, Entry, Report, json},
};

use place::{ArtifactLocation, BASE, Location, Region};
use rules::{Driver, Rules};

/// Where the schema is published.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Writes the report as one run, a result a line: all findings, those that are accepted among them.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let rules = Rules::of(report);
    write!(out, "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\n \"tool\":{{\"driver\":")?;
    json::to_writer(&Driver::new(&rules), out)?;
    write!(out, "}},\n \"originalUriBaseIds\":{{\"{BASE}\":{{\"description\":")?;
    json::to_writer(&Text::new("The folder that the tool was called in."), out)?;
    write!(out, "}}}},\n \"columnKind\":\"unicodeCodePoints\",\n \"results\":")?;
    json::list(results(report, &rules), out)?;
    out.write_all(b"}]}\n")
}

/// The results of all files: in each, first what nobody has accepted.
fn results<'r>(report: &'r Report, rules: &'r Rules<'_>) -> impl Iterator<Item = ResultObject<'r>> {
    report.sources.iter().flat_map(move |source| {
        let new = source.entries.iter().map(|entry| (entry, None));
        let accepted = source.accepted.iter().map(|accepted| (&accepted.entry, Some(&accepted.by)));
        new.chain(accepted).map(move |(entry, by)| ResultObject::new(report, rules, source, entry, by))
    })
}

/// A finding: a `result` of the standard.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultObject<'r> {
    rule_id: &'r str,
    rule_index: usize,
    level: &'static str,
    message: Text<'r>,
    locations: [Location<'r>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'r>>,
    partial_fingerprints: Fingerprints,
    /// None of them says that it is not suppressed; leaving the list out would say that nobody has looked.
    suppressions: Vec<Suppression<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix<'r>>,
}

/// A `message` of the standard, in plain text.
#[derive(Serialize)]
struct Text<'r> {
    text: Cow<'r, str>,
}

#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "courtesy/v1")]
    words: String,
}

#[derive(Serialize)]
struct Suppression<'r> {
    kind: &'static str,
    /// Said outright, for readers that take no silence for `accepted`.
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    justification: Option<Cow<'r, str>>,
}

/// All edits of a finding: one fix, for they cure it together.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix<'r> {
    artifact_changes: [ArtifactChange<'r>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'r> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'r> {
    deleted_region: Region<'r>,
    inserted_content: Text<'r>,
}

impl<'r> ResultObject<'r> {
    fn new(
        report: &'r Report,
        rules: &Rules<'_>,
        source: &'r Checked,
        entry: &'r Entry,
        by: Option<&'r Acceptance>,
    ) -> Self {
        let unchanged = matches!(by, Some(Acceptance::Baseline));
        Self {
            rule_id: &report.rules[entry.rule].id,
            rule_index: rules.place(entry.rule),
            level: level(entry.severity),
            message: Text::shown(&entry.message),
            locations: [Location::of(source, entry)],
            related_locations: entry.related.iter().map(|place| Location::related(source, place)).collect(),
            partial_fingerprints: Fingerprints { words: format!("{:016x}", entry.fingerprint) },
            suppressions: by.map(Suppression::new).into_iter().collect(),
            baseline_state: report.baselined.then_some(if unchanged { "unchanged" } else { "new" }),
            fixes: Fix::of(source, &entry.fixes).into_iter().collect(),
        }
    }
}

impl<'r> Text<'r> {
    /// A text as it stands.
    fn new(text: &'r str) -> Self {
        Self { text: text.into() }
    }

    /// A text that may quote a document: on one line, and without what would be shown as a link.
    fn shown(text: &'r str) -> Self {
        let line = escape::line(text);
        Self { text: if line.contains("](") { line.replace("](", "] (").into() } else { line } }
    }
}

impl<'r> Suppression<'r> {
    fn new(by: &'r Acceptance) -> Self {
        let (kind, reason) = match by {
            Acceptance::Comment { reason } => ("inSource", reason.as_deref()),
            Acceptance::Baseline => ("external", None),
        };
        Self { kind, status: "accepted", justification: reason.map(escape::line) }
    }
}

impl<'r> Fix<'r> {
    fn of(source: &Checked, edits: &'r [Edit]) -> Option<Self> {
        let replacement = |edit: &'r Edit| Replacement {
            deleted_region: Region::new(edit.start, edit.end),
            inserted_content: Text::new(&edit.text),
        };
        let artifact_location = ArtifactLocation::new(&source.path);
        let replacements = edits.iter().map(replacement).collect();
        (!edits.is_empty()).then_some(Self { artifact_changes: [ArtifactChange { artifact_location, replacements }] })
    }
}

/// The standard's word for a severity.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}
