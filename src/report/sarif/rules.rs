//! The tool and its rules: those in force, and those that found something, each once.

use std::collections::HashMap;

use serde::Serialize;

use super::{Text, level};
use crate::{
    escape,
    report::{Report, RuleNote},
};

/// The rules of a report, each id once, though several rule sets may hold it.
pub(super) struct Rules<'r> {
    notes: Vec<&'r RuleNote>,
    /// For each of the report's rules its place in `notes`, if it is there.
    places: Vec<Option<usize>>,
}

impl<'r> Rules<'r> {
    /// Gathers those that are on somewhere or have found something.
    pub(super) fn of(report: &'r Report) -> Self {
        let mut told: Vec<bool> = report.rules.iter().map(|rule| rule.on).collect();
        for source in &report.sources {
            let accepted = source.accepted.iter().map(|accepted| &accepted.entry);
            source.entries.iter().chain(accepted).for_each(|entry| told[entry.rule] = true);
        }
        let (mut notes, mut by_id) = (Vec::new(), HashMap::new());
        let mut place = |rule: &'r RuleNote| {
            *by_id.entry(rule.id.as_str()).or_insert_with(|| {
                notes.push(rule);
                notes.len() - 1
            })
        };
        let places = report.rules.iter().zip(told).map(|(rule, told)| told.then(|| place(rule))).collect();
        Self { notes, places }
    }

    /// Where the rule of an entry stands among those that are written.
    pub(super) fn place(&self, rule: usize) -> usize {
        self.places[rule].expect("a rule that has found something is told of")
    }
}

/// The tool: a `toolComponent` of the standard.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Driver<'r> {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    information_uri: &'static str,
    rules: Vec<Descriptor<'r>>,
}

/// A rule: a `reportingDescriptor` of the standard. GitHub wants all three texts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'r> {
    id: &'r str,
    short_description: Text<'r>,
    full_description: Text<'r>,
    help: Help,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<&'r str>,
    default_configuration: Configuration,
    properties: Properties<'r>,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Properties<'r> {
    tags: &'r [String],
}

impl<'r> Driver<'r> {
    /// The program with these rules.
    pub(super) fn new(rules: &Rules<'r>) -> Self {
        Self {
            name: "courtesy",
            version: env!("CARGO_PKG_VERSION"),
            semantic_version: env!("CARGO_PKG_VERSION"),
            information_uri: env!("CARGO_PKG_REPOSITORY"),
            rules: rules.notes.iter().map(|note| Descriptor::new(note)).collect(),
        }
    }
}

impl<'r> Descriptor<'r> {
    fn new(rule: &'r RuleNote) -> Self {
        Self {
            id: &rule.id,
            short_description: Text::shown(&rule.title),
            full_description: Text::shown(rule.why.as_ref().unwrap_or(&rule.title)),
            help: Help::new(rule),
            // The standard wants an absolute address.
            help_uri: rule.url.as_deref().filter(|url| url.contains("://") && !url.contains(char::is_whitespace)),
            default_configuration: Configuration { level: level(rule.severity) },
            properties: Properties { tags: &rule.tags },
        }
    }
}

impl Help {
    fn new(rule: &RuleNote) -> Self {
        let parts = [("", &rule.why), ("**Instead:** ", &rule.instead), ("**Source:** ", &rule.source)];
        let markdown =
            parts.iter().filter_map(|(lead, text)| Some(format!("{lead}{}", escape::markdown(text.as_ref()?))));
        let (mut text, mut markdown) = (rule.reasons().join("\n\n"), markdown.collect::<Vec<_>>().join("\n\n"));
        if text.is_empty() {
            (text, markdown) = (escape::line(&rule.title).into_owned(), escape::markdown(&rule.title));
        }
        Self { text, markdown }
    }
}
