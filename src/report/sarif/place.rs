//! Where a result is: locations and regions of the standard.

use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::Text;
use crate::{
    report::{Checked, Entry, Place},
    source::Position,
};

/// The name of the folder that paths start from, as GitHub calls it.
pub(super) const BASE: &str = "%SRCROOT%";

/// What is escaped in a path: all but what RFC 3986 leaves unreserved, and `/`.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A `location` of the standard.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location<'r> {
    physical_location: PhysicalLocation<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'r> {
    artifact_location: ArtifactLocation,
    region: Region<'r>,
}

/// A file, by its address.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

/// A stretch of a file; its end is exclusive, as ours is.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region<'r> {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Text<'r>>,
}

impl<'r> Location<'r> {
    /// Where a finding is.
    pub(super) fn of(source: &Checked, entry: &'r Entry) -> Self {
        let region = Region { snippet: Some(Text::new(&entry.text)), ..Region::new(entry.start, entry.end) };
        Self::at(&source.path, region, None)
    }

    /// A place that belongs to a finding of a source.
    pub(super) fn related(source: &Checked, place: &'r Place) -> Self {
        let path = place.path.as_deref().unwrap_or(&source.path);
        Self::at(path, Region::new(place.start, place.end), Some(Text::shown(&place.message)))
    }

    fn at(path: &str, region: Region<'r>, message: Option<Text<'r>>) -> Self {
        Self { physical_location: PhysicalLocation { artifact_location: ArtifactLocation::new(path), region }, message }
    }
}

impl ArtifactLocation {
    /// The file of a path as reports have it.
    pub(super) fn new(path: &str) -> Self {
        let address = utf8_percent_encode(path, ESCAPED).to_string();
        if Path::new(path).is_absolute() {
            return Self { uri: format!("file:///{}", address.trim_start_matches('/')), uri_base_id: None };
        }
        Self { uri: address, uri_base_id: Some(BASE) }
    }
}

impl Region<'_> {
    /// The stretch between two places.
    pub(super) fn new(start: Position, end: Position) -> Self {
        Self {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
            snippet: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is(path: &str, uri: &str, relative: bool) {
        let location = ArtifactLocation::new(path);
        assert_eq!((location.uri.as_str(), location.uri_base_id.is_some()), (uri, relative));
    }

    #[test]
    fn a_path_becomes_an_address_that_leads_back_to_it() {
        is("politici/întoarceri noi.md", "politici/%C3%AEntoarceri%20noi.md", true);
        is("100%:a,b?#[x].md", "100%25%3Aa%2Cb%3F%23%5Bx%5D.md", true);
        is("<stdin>", "%3Cstdin%3E", true);
    }

    #[cfg(unix)]
    #[test]
    fn a_path_from_the_root_is_no_part_of_the_source() {
        is("/srv/a b.md", "file:///srv/a%20b.md", false);
    }
}
