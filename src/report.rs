//! A report is everything a run has to say about its sources; each format writes it in its own way.

use std::sync::Arc;

use crate::{
    escape,
    fact::Fact,
    finding::{Finding, Fix, Severity},
    lint::Linted,
    snippet::{Context, Label, Snippet},
    source::{Position, Source, Span},
    suppress::Silencing,
};

use fingerprint::{Print, Prints};

mod checkstyle;
mod concise;
mod fingerprint;
mod format;
mod github;
mod gitlab;
mod human;
pub mod json;
mod jsonl;
mod junit;
mod rdjson;
mod rdjsonl;
mod sarif;
mod settle;
pub mod statistics;
mod xml;

pub use format::{Format, Look};
pub use settle::settle;

/// How many places that belong to a finding are shown; the last of them says how many more there are.
const MOST_RELATED: usize = 30;

/// Sources with their findings, ready to be written in any format.
#[derive(Debug, Default)]
pub struct Report {
    /// What is told of the rules; [`Entry::rule`] points here.
    pub rules: Vec<RuleNote>,
    /// The sources in the order they are reported in.
    pub sources: Vec<Checked>,
    /// Whether findings were held against a baseline.
    pub baselined: bool,
}

/// What reports tell of a rule beside its findings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RuleNote {
    /// Its id.
    pub id: String,
    /// The rule in a few words.
    pub title: String,
    /// How grave its findings are where no phrase of it says otherwise.
    pub severity: Severity,
    /// Whether it is in force.
    pub on: bool,
    /// Names that select it together with others.
    pub tags: Vec<String>,
    /// Where to read more.
    pub url: Option<String>,
    /// Why it stands.
    pub why: Option<String>,
    /// What to write instead.
    pub instead: Option<String>,
    /// Who says so.
    pub source: Option<String>,
}

/// A source that was linted, without its text.
#[derive(Debug)]
pub struct Checked {
    /// Its path relative to the working directory, with `/`, without a leading `./`; or the name of standard input.
    pub path: String,
    /// The code of the language it was read in.
    pub language: Arc<str>,
    /// What was found and nobody has accepted, in the order of the text.
    pub entries: Vec<Entry>,
    /// What was found and somebody has accepted; all but who accepts it as in `entries`.
    pub accepted: Vec<Accepted>,
    /// What other documents are held against, each with what is reported if it differs from them.
    pub facts: Vec<(Fact, Entry)>,
}

/// A finding that somebody has looked at and accepted.
#[derive(Debug)]
pub struct Accepted {
    /// The finding.
    pub entry: Entry,
    /// Where it is accepted.
    pub by: Acceptance,
}

/// Where a finding is accepted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Acceptance {
    /// In a comment beside the text, with the reason that it gives.
    Comment {
        /// Why, if the comment says so.
        reason: Option<Arc<str>>,
    },
    /// In the baseline.
    Baseline,
}

/// A finding with everything that reports print of it, so that the source's text need not be kept.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The rule, as its place in [`Report::rules`].
    pub rule: usize,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// The flagged words as the file has them.
    pub text: String,
    /// The words in all its places, folded and in alphabetic order, by which it is known again.
    pub words: String,
    /// Where they start.
    pub start: Position,
    /// Where they end, exclusive.
    pub end: Position,
    /// The same for the same words of the same rule wherever they move in the file.
    pub fingerprint: u64,
    /// How many findings of the same rule and words stand before it in the file, silenced ones among them.
    pub ordinal: usize,
    /// Other places that belong to the finding.
    pub related: Vec<Place>,
    /// What cures it, if the rule knows.
    pub fixes: Vec<Edit>,
    /// What is shown of the source; `None` past the number of findings that people are shown.
    pub snippet: Option<Snippet>,
    /// What is shown of another source that it belongs to.
    pub elsewhere: Option<Snippet>,
}

/// A place that belongs to a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The path of its source, if that is not the finding's.
    pub path: Option<String>,
    /// Where it starts.
    pub start: Position,
    /// Where it ends, exclusive.
    pub end: Position,
    /// What it has to do with the finding.
    pub message: String,
}

/// A replacement of some words of a source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// Where they start.
    pub start: Position,
    /// Where they end, exclusive.
    pub end: Position,
    /// What to write there.
    pub text: String,
}

/// How many findings hold each severity, in how many files.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// Files linted.
    pub files: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that are advice.
    pub advice: usize,
    /// Findings that the baseline accepts, counted nowhere else.
    pub baselined: usize,
}

impl Report {
    /// All findings that nobody has accepted, each with its source: what every format counts and shows.
    pub(crate) fn findings(&self) -> impl Iterator<Item = (&Checked, &Entry)> {
        self.sources.iter().flat_map(|source| source.entries.iter().map(move |entry| (source, entry)))
    }

    /// How many findings of each severity there are.
    pub fn summary(&self) -> Summary {
        let accepted = self.sources.iter().flat_map(|source| &source.accepted);
        let baselined = accepted.filter(|accepted| accepted.by == Acceptance::Baseline).count();
        let mut summary = Summary { files: self.sources.len(), baselined, ..Summary::default() };
        for (_, entry) in self.findings() {
            match entry.severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
                Severity::Advice => summary.advice += 1,
            }
        }
        summary
    }

    /// What is wrong and, on a line of its own, what to write instead; both safe to show.
    fn told(&self, entry: &Entry) -> String {
        let mut told = escape::line(&entry.message).into_owned();
        if let Some(instead) = &self.rules[entry.rule].instead {
            told += "\nInstead: ";
            told += &escape::line(instead);
        }
        told
    }

    /// The gravest severity among the findings.
    pub fn worst(&self) -> Option<Severity> {
        self.findings().map(|(_, entry)| entry.severity).max()
    }
}

impl RuleNote {
    /// Why the rule stands and what to write instead, as one text.
    pub fn help(&self) -> Option<String> {
        let parts: Vec<&str> = [&self.why, &self.instead].into_iter().flatten().map(String::as_str).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    /// Why the rule stands, what to write instead and who says so, a line each, safe to show.
    fn reasons(&self) -> Vec<String> {
        let lines = [("", &self.why), ("Instead: ", &self.instead), ("Source: ", &self.source)];
        lines.into_iter().filter_map(|(lead, text)| Some(format!("{lead}{}", escape::line(text.as_ref()?)))).collect()
    }
}

impl Checked {
    /// Gathers what the reports need of a source before its text is dropped. The findings' rules are places in `notes`;
    /// the first `snippets` findings get windows of the text.
    pub fn new(source: &Source, linted: Linted, notes: &[RuleNote], snippets: usize) -> Self {
        let Linted { findings, silenced, facts, language, .. } = linted;
        let found = findings.iter().chain(silenced.iter().map(|(finding, _)| finding));
        let found = found.map(|finding| (finding.rule, finding.span, &*finding.related));
        let prints = Prints::of(source, notes, found.chain(facts.iter().map(|fact| (fact.rule, fact.span, &[][..]))));
        let entry =
            |finding: Finding, shown: bool| Entry::new(source, prints.get(finding.rule, finding.span), finding, shown);
        let entries = findings.into_iter().enumerate().map(|(nth, finding)| entry(finding, nth < snippets)).collect();
        let accepted = silenced.into_iter().map(|(finding, Silencing { reason, .. })| Accepted {
            entry: entry(finding, false),
            by: Acceptance::Comment { reason },
        });
        let accepted = accepted.collect();
        let fact = |fact: Fact| {
            let Fact { rule, severity, span, .. } = fact;
            let finding =
                Finding { rule, severity, span, message: String::new(), related: Vec::new(), fixes: Vec::new() };
            let entry = entry(finding, snippets > 0);
            (fact, entry)
        };
        let facts = facts.into_iter().map(fact).collect();
        Self { path: source.name().to_owned(), language, entries, accepted, facts }
    }

    /// Moves every rule by `places`, where the notes of several rule sets stand one after another in a report.
    pub fn shift_rules(&mut self, places: usize) {
        for entry in self.entries.iter_mut().chain(self.accepted.iter_mut().map(|accepted| &mut accepted.entry)) {
            entry.rule += places;
        }
    }
}

impl Entry {
    fn new(source: &Source, print: Print, finding: Finding, shown: bool) -> Self {
        let Print { words, ordinal, fingerprint } = print;
        Self {
            rule: finding.rule,
            severity: finding.severity,
            text: source.slice(finding.span).to_owned(),
            start: source.position(finding.span.start()),
            end: source.position(finding.span.end()),
            fingerprint,
            words,
            ordinal,
            snippet: shown.then(|| snippet(source, &finding)),
            elsewhere: None,
            related: finding.related.into_iter().map(|place| Place::new(source, place.span, place.message)).collect(),
            fixes: finding.fixes.into_iter().map(|fix| Edit::new(source, fix)).collect(),
            message: finding.message,
        }
    }
}

/// The lines of a finding and of what belongs to it.
fn snippet(source: &Source, finding: &Finding) -> Snippet {
    let (shown, rest) = finding.related.split_at(finding.related.len().min(MOST_RELATED));
    let more = shown.last().filter(|_| !rest.is_empty());
    let more = more.map(|last| format!("{} (and {} more places)", last.message, rest.len()));
    let related = shown.iter().map(|place| Label { span: place.span, text: Some(&place.message) });
    let mut labels: Vec<_> = std::iter::once(Label { span: finding.span, text: None }).chain(related).collect();
    if let (Some(last), Some(more)) = (labels.last_mut(), &more) {
        last.text = Some(more);
    }
    Snippet::new(source, &labels, Context::Line)
}

impl Edit {
    fn new(source: &Source, Fix { span, text }: Fix) -> Self {
        Self { start: source.position(span.start()), end: source.position(span.end()), text }
    }
}

impl Place {
    fn new(source: &Source, span: Span, message: String) -> Self {
        Self { path: None, start: source.position(span.start()), end: source.position(span.end()), message }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Related;

    #[test]
    fn a_crowd_of_places_is_counted_not_shown() {
        let source = Source::new("t", "word\n".repeat(100));
        let at = |line: usize| Span::new(line * 5, line * 5 + 4);
        let related = (1..100).map(|line| Related { span: at(line), message: "also".to_owned() }).collect();
        let (severity, message) = (Severity::Warning, String::new());
        let finding = Finding { rule: 0, severity, span: at(0), message, related, fixes: Vec::new() };
        let labels: Vec<_> = snippet(&source, &finding).labels().collect();
        assert_eq!(labels.len(), 1 + MOST_RELATED);
        assert_eq!(labels[MOST_RELATED].label(), Some("also (and 69 more places)"));
    }
}
