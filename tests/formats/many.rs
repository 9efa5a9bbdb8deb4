//! Reports of many findings.

use std::time::Instant;

use courtesy::{
    finding::Severity,
    report::{Format, Look, Report},
    source::{Source, Span},
};

use crate::report::{checked, finding, linted, note};

/// A report of one file whose rule found something at so many places.
fn report(text: String, count: usize, place: impl Fn(usize) -> Span) -> Report {
    let rules = vec![note("r", None, None, None)];
    let findings = (0..count).map(|nth| finding(0, Severity::Error, place(nth), "x")).collect();
    let sources = vec![checked(&Source::new("a.txt", text), linted("en", findings), &rules)];
    Report { rules, sources, baselined: false }
}

#[test]
fn people_see_a_hundred_findings_a_file_and_the_count_of_the_rest() {
    let report = report("x ".repeat(500), 500, |nth| Span::new(2 * nth, 2 * nth + 1));
    let mut out = Vec::new();
    let look = Look { quiet: true, ..Look::default() };
    Format::Human.write(&report, look, &mut out).expect("a vector takes every byte");
    let shown = String::from_utf8(out).expect("UTF-8");
    assert_eq!(shown.matches("╭─[a.txt:1:").count(), 100);
    assert!(shown.ends_with("… and 400 more in this file: a.txt\n\n"), "{}", &shown[shown.len() - 100..]);
}

#[test]
fn a_long_line_full_of_findings_is_written_in_a_moment() {
    let count = 10_000;
    let report = report("é x".repeat(count), count, |nth| Span::new(4 * nth, 4 * nth + 2));
    for (name, format) in Format::ALL {
        let mut out = Vec::new();
        let started = Instant::now();
        format.write(&report, Look::default(), &mut out).expect("a vector takes every byte");
        assert!(started.elapsed().as_secs() < 30, "{name} took {:?}", started.elapsed());
        assert!(!String::from_utf8_lossy(&out).lines().any(|line| line.len() > 2_000), "{name}");
    }
}
