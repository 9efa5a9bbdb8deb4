//! The Checkstyle format: `error` elements by `file`, which Jenkins and many others read.

use std::io::{self, Write};

use crate::{
    escape,
    finding::Severity,
    report::{
        Checked, Entry, Report,
        xml::{self, Xml},
    },
};

/// The version of Checkstyle whose form this is; readers look for one, and it has not changed since.
const VERSION: &str = "4.3";

/// Writes the report as XML: every file, each with its findings.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    xml::document(out, |xml| {
        let files = |xml: &mut Xml<'_>| report.sources.iter().try_for_each(|source| file(report, source, xml));
        xml.create_element("checkstyle").with_attribute(("version", VERSION)).write_inner_content(files)?;
        Ok(())
    })
}

fn file(report: &Report, source: &Checked, xml: &mut Xml<'_>) -> io::Result<()> {
    let path = escape::line(&source.path);
    let element = xml.create_element("file").with_attribute(("name", &*path));
    if source.entries.is_empty() {
        element.write_empty()?;
    } else {
        element.write_inner_content(|xml| source.entries.iter().try_for_each(|entry| error(report, entry, xml)))?;
    }
    Ok(())
}

fn error(report: &Report, entry: &Entry, xml: &mut Xml<'_>) -> io::Result<()> {
    let element = xml.create_element("error").with_attributes([
        ("line", &*entry.start.line.to_string()),
        ("column", &entry.start.column.to_string()),
        ("severity", severity(entry.severity)),
        ("message", &escape::line(&entry.message)),
        ("source", &format!("courtesy.{}", escape::line(&report.rules[entry.rule].id))),
    ]);
    element.write_empty()?;
    Ok(())
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "info",
    }
}
