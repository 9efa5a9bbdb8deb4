//! The one rule that is the tool's own: it judges silencing comments, not what a company says.

use std::sync::Arc;

use crate::{
    finding::Severity,
    rule::{Rule, Words},
    source::Source,
};

/// Its name.
const ID: &str = "suppression";

/// The rule that speaks of silencing comments themselves; it has no check, and no language.
pub(super) fn suppression() -> Rule {
    Rule {
        id: ID.into(),
        custom: false,
        stored: false,
        title: "Silencing comment".to_owned(),
        severity: Severity::Advice,
        source: None,
        url: None,
        tags: Vec::new(),
        why: Some("A comment that silences nothing, or gives no reason, hides what nobody remembers.".to_owned()),
        instead: Some(
            "Name the rule, write the reason after `--`, and take the comment away when the text has changed."
                .to_owned(),
        ),
        message: None,
        kinds: Vec::new(),
        files: Vec::new(),
        words: Words::default(),
        reviewed: None,
        review_by: None,
        checks: Vec::new(),
        groups: Vec::new(),
        own_examples: Vec::new().into(),
        more_examples: Vec::new(),
        file: Arc::new(Source::new(ID, "")),
        extended_by: Vec::new(),
    }
}
