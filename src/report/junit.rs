//! The JUnit format: a suite a file, a failed test a finding; a file without findings is one test that passes.
//!
//! It is written element by element, as both Jenkins' `junit-10.xsd` and Maven Surefire's schema allow. The crate
//! `quick-junit` gives `<testsuites>` a number of skipped tests, which Jenkins' schema refuses, and keeps the whole
//! report in memory a second time.

use std::io::{self, Write};

use quick_xml::events::BytesText;

use crate::{
    escape,
    report::{
        Checked, Entry, Report, concise,
        xml::{self, Xml},
    },
};

/// Writes the report as XML.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let tests: usize = report.sources.iter().map(tests).sum();
    let failures = report.findings().count();
    xml::document(out, |xml| {
        let root = xml.create_element("testsuites").with_attributes([
            ("name", "courtesy"),
            ("tests", &*tests.to_string()),
            ("failures", &failures.to_string()),
            ("errors", "0"),
        ]);
        root.write_inner_content(|xml| report.sources.iter().try_for_each(|source| suite(report, source, xml)))?;
        Ok(())
    })
}

/// How many tests a file is: its findings, or one that passes.
fn tests(source: &Checked) -> usize {
    source.entries.len().max(1)
}

fn suite(report: &Report, source: &Checked, xml: &mut Xml<'_>) -> io::Result<()> {
    let path = escape::line(&source.path);
    let element = xml.create_element("testsuite").with_attributes([
        ("name", &*path),
        ("tests", &tests(source).to_string()),
        ("failures", &source.entries.len().to_string()),
        ("errors", "0"),
        ("skipped", "0"),
    ]);
    element.write_inner_content(|xml| {
        if source.entries.is_empty() {
            let attributes = [("name", "no findings"), ("classname", &*path), ("time", "0")];
            xml.create_element("testcase").with_attributes(attributes).write_empty()?;
        }
        source.entries.iter().try_for_each(|entry| failed(report, source, entry, xml))
    })?;
    Ok(())
}

fn failed(report: &Report, source: &Checked, entry: &Entry, xml: &mut Xml<'_>) -> io::Result<()> {
    let (rule, start) = (escape::line(&report.rules[entry.rule].id), entry.start);
    let name = format!("{rule} at {}:{}", start.line, start.column);
    let element = xml.create_element("testcase").with_attributes([
        ("name", &*name),
        ("classname", &escape::line(&source.path)),
        ("time", "0"),
    ]);
    element.write_inner_content(|xml| {
        let attributes = [("message", &*escape::line(&entry.message)), ("type", &entry.severity.to_string())];
        let mut text = vec![concise::line(report, source, entry)];
        text.extend(report.rules[entry.rule].reasons());
        let failure = xml.create_element("failure").with_attributes(attributes);
        failure.write_text_content(BytesText::new(&text.join("\n")))?;
        Ok(())
    })?;
    Ok(())
}
