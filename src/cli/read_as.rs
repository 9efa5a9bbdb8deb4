//! Who says how a document is read: its kind and its language.

use crate::{
    cli::{parse, setup::Setup},
    document::Document,
    parse::Given,
};

const COMMAND_LINE: &str = "command line";
const FRONT_MATTER: &str = "front matter";
const GUESSED: &str = "found out from the text";

/// Who says what kind of document it is.
pub(super) fn kind_by(setup: &Setup, document: &Document<'_>, given: &Given) -> String {
    let word = parse::word(&document.kind);
    let said = document
        .front_matter
        .iter()
        .any(|(key, value)| key.eq_ignore_ascii_case("kind") && value.eq_ignore_ascii_case(&word));
    match &setup.choices.kind {
        _ if given.kind.is_some() => COMMAND_LINE.to_owned(),
        _ if said => FRONT_MATTER.to_owned(),
        Some(kind) => kind.by.to_string(),
        None => GUESSED.to_owned(),
    }
}

/// Who says what language it is in.
pub(super) fn language_by(setup: &Setup, document: &Document<'_>, given: &Given) -> String {
    let is =
        |value: &str| value.split(['-', '_']).next().is_some_and(|code| code.eq_ignore_ascii_case(&document.language));
    let mut front = document.front_matter.iter();
    let said =
        front.any(|(key, value)| ["lang", "language"].iter().any(|lang| key.eq_ignore_ascii_case(lang)) && is(value));
    match &setup.choices.lang {
        _ if given.language.is_some() => COMMAND_LINE.to_owned(),
        _ if said => FRONT_MATTER.to_owned(),
        Some(lang) => lang.by.to_string(),
        None => GUESSED.to_owned(),
    }
}
