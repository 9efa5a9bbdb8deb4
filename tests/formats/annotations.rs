//! The commands of the GitHub format, read back as its runner reads them.

use courtesy::{
    finding::Severity,
    report::{Format, Report},
    source::{Source, Span},
};

use crate::report::{checked, finding, linted, note, report, text, write};

/// A command, with its escapes undone.
pub(crate) struct Annotation {
    command: String,
    properties: Vec<(String, String)>,
    message: String,
}

impl Annotation {
    #[track_caller]
    fn get(&self, name: &str) -> &str {
        &self.properties.iter().find(|(key, _)| key == name).unwrap_or_else(|| panic!("no {name}")).1
    }

    /// Rule, path, line and column.
    pub(crate) fn place(&self) -> (String, String, u64, u64) {
        let number = |name: &str| self.get(name).parse().expect("a number");
        (self.get("title").to_owned(), self.get("file").to_owned(), number("line"), number("col"))
    }
}

/// All commands of a log.
pub(crate) fn annotations(log: &str) -> Vec<Annotation> {
    log.lines().map(annotation).collect()
}

fn annotation(line: &str) -> Annotation {
    let (head, message) = line[2..].split_once("::").expect("a command, then its message");
    assert!(line.starts_with("::"), "{line}");
    let (command, properties) = head.split_once(' ').expect("a command, then its properties");
    let property = |property: &str| {
        let (name, value) = property.split_once('=').expect("a name and a value");
        (name.to_owned(), data(value).replace("%2C", ",").replace("%3A", ":").replace("%25", "%"))
    };
    let properties = properties.split(',').map(property).collect();
    Annotation { command: command.to_owned(), properties, message: data(message).replace("%25", "%") }
}

fn data(escaped: &str) -> String {
    escaped.replace("%0A", "\n").replace("%0D", "\r")
}

#[test]
fn every_annotation_leads_back_to_its_finding() {
    let read = annotations(&text(Format::Github));
    let report = report();
    let entries = report.sources.iter().flat_map(|source| &source.entries);
    assert_eq!(read.len(), entries.clone().count());
    for (annotation, entry) in read.iter().zip(entries) {
        let command = ["notice", "warning", "error"][entry.severity as usize];
        assert_eq!((annotation.command.as_str(), annotation.get("title")), (command, &*report.rules[entry.rule].id));
        assert!(annotation.message.starts_with(&*courtesy::escape::line(&entry.message)), "{}", annotation.message);
        let ends = annotation.properties.iter().any(|(name, _)| name == "endColumn");
        assert_eq!(ends, entry.start.line == entry.end.line);
    }
    assert_eq!(read[0].message, "neadevărat\nInstead: Say what is.");
}

#[test]
fn more_than_ten_of_a_kind_are_counted_before_the_first() {
    let log = |count: usize| {
        let rules = vec![note("r", None, None, None)];
        let place = |nth: usize| Span::new(nth, nth + 1);
        let findings = (0..count).map(|nth| finding(0, Severity::Error, place(nth), "x")).collect();
        let sources = vec![checked(&Source::new("a.txt", "x".repeat(count)), linted("en", findings), &rules)];
        write(&Report { rules, sources, baselined: false }, Format::Github)
    };
    assert_eq!(log(10).lines().count(), 10);
    let many = log(11);
    let (first, rest) = many.split_once('\n').expect("several lines");
    assert!(first.starts_with("::notice title=courtesy::1 file: 11 errors"), "{first}");
    assert_eq!(rest.lines().count(), 11);
}
