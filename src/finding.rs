//! A finding is what a rule says about a place; it knows nothing of rendering.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::source::Span;

/// How grave a finding is; the three words are miette's own. Ordered: `Advice < Warning < Error`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; never fails a run by default.
    Advice,
    /// Breaks the doctrine; fails a run by default.
    Warning,
    /// Breaks the doctrine gravely; fails a run by default.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Advice => "advice",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// One judgement of one rule about one place in a source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The rule, as its place in the [`RuleSet`](crate::ruleset::RuleSet) that made the finding.
    pub rule: usize,
    /// The rule's severity there, after phrase, rule and configuration have had their say.
    pub severity: Severity,
    /// The words that are flagged.
    pub span: Span,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Other places that belong to the judgement, in the order of the text.
    pub related: Vec<Related>,
    /// What cures it, if the rule knows; all of them together.
    pub fixes: Vec<Fix>,
}

/// A replacement of some words of the source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What to replace.
    pub span: Span,
    /// What to write there.
    pub text: String,
}

/// Another place that a finding points to, and what it has to do with it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Related {
    /// The place, in the same source.
    pub span: Span,
    /// Its part in the finding, in a few words.
    pub message: String,
}
