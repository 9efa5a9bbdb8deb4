//! XML read back.

use courtesy::report::Format;
use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
};

use crate::report::text;

/// An element that was opened: its name, its attributes, and the text directly in it.
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) text: String,
}

impl Element {
    fn new(start: &BytesStart<'_>) -> Self {
        let attributes = start.attributes().map(|attribute| {
            let attribute = attribute.expect("a well-formed attribute");
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).expect("a well-formed value");
            (attribute.key.as_ref().to_owned(), value.into_owned())
        });
        Self { name: start.name().as_ref().to_owned(), attributes: attributes.collect(), text: String::new() }
    }

    /// The value of an attribute that must be there.
    #[track_caller]
    pub(crate) fn get(&self, name: &str) -> &str {
        &self.attributes.iter().find(|(key, _)| key == name).unwrap_or_else(|| panic!("no {name}")).1
    }
}

/// All elements of a document, in the order they are opened.
pub(crate) fn elements(document: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(document);
    let mut elements: Vec<Element> = Vec::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(start) | Event::Empty(start) => elements.push(Element::new(&start)),
            Event::Text(more) => elements.last_mut().into_iter().for_each(|element| element.text += &more),
            Event::GeneralRef(name) => {
                let sign = resolve_predefined_entity(&name).expect("an entity that XML knows by itself");
                elements.last_mut().into_iter().for_each(|element| element.text += sign);
            }
            Event::Eof => return elements,
            _ => {}
        }
    }
}

#[test]
fn a_file_without_findings_is_one_test_that_passes() {
    let junit = elements(&text(Format::Junit));
    let suite = junit.iter().position(|element| element.name == "testsuite" && element.get("name") == "clean.md");
    let suite = suite.expect("the clean file is a suite");
    assert_eq!((junit[suite].get("tests"), junit[suite].get("failures")), ("1", "0"));
    assert_eq!((junit[suite + 1].name.as_str(), junit[suite + 1].get("classname")), ("testcase", "clean.md"));
    assert!(junit[suite + 2..].iter().all(|element| element.name != "failure"));
}

#[test]
fn a_failure_begins_with_the_line_of_the_concise_format() {
    let failures = elements(&text(Format::Junit)).into_iter().filter(|element| element.name == "failure");
    let first = failures.map(|failure| failure.text.lines().next().unwrap_or_default().to_owned());
    assert_eq!(first.collect::<Vec<_>>(), text(Format::Concise).lines().collect::<Vec<_>>());
}

#[test]
fn the_sums_of_tests_and_failures_are_right() {
    let junit = elements(&text(Format::Junit));
    let sum = |name: &str| -> usize {
        let suites = junit.iter().filter(|element| element.name == "testsuite");
        suites.map(|suite| suite.get(name).parse::<usize>().expect("a number")).sum()
    };
    assert_eq!(junit[0].get("tests"), sum("tests").to_string());
    assert_eq!(junit[0].get("failures"), sum("failures").to_string());
    assert_eq!((sum("tests"), sum("failures")), (5, 4));
}
