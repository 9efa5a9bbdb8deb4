//! The heart: a source is read, every check looks at what was found, silencing comments have their say, and the
//! findings are sorted.

pub mod cover;
pub mod forbid;

use std::sync::Arc;

use crate::{
    document::{BlockKind, Document, Kind},
    finding::{Finding, Related, Severity},
    parse::{Given, Hit, Reading},
    rule::{Check, CheckKind, Rule, message::Found},
    ruleset::{RuleSet, Slot},
    source::{Source, Span},
    suppress::{self, Remark, Silenced},
};

use cover::Uncovered;

/// What came out of a source.
#[derive(Clone, Debug)]
pub struct Linted {
    /// The findings, by place, then rule.
    pub findings: Vec<Finding>,
    /// The findings that a comment silences, each with the reason given, if any.
    pub silenced: Vec<(Finding, Option<String>)>,
    /// The code of the language the source was read in.
    pub language: Arc<str>,
    /// The kind of document it was read as.
    pub kind: Kind,
}

/// Lints one source.
pub fn lint(source: &Source, rules: &RuleSet, given: &Given) -> Linted {
    let reading = rules.read(source, given);
    let judged = judge(source, rules, &reading, |rule| rule.applies(&reading.document, source.name()));
    let (findings, silenced) = heed_comments(source, rules, &reading.document, judged);
    Linted { findings, silenced, language: reading.document.language, kind: reading.document.kind }
}

/// The findings that silencing comments leave, with those about the comments themselves, and the silenced ones.
fn heed_comments(
    source: &Source,
    rules: &RuleSet,
    document: &Document<'_>,
    judged: Vec<Finding>,
) -> (Vec<Finding>, Vec<(Finding, Option<String>)>) {
    let code = document.blocks.iter().filter(|block| block.kind == BlockKind::Code);
    let code: Vec<Span> = code.map(|block| block.span).collect();
    let Silenced { mut kept, silenced, remarks } = suppress::apply(source, judged, &code, |id| rules.named(id));
    if let Some(rule) = rules.suppression() {
        let severity = rules.severity(rule, None);
        let remark = |Remark { span, message }| Finding { rule, severity, span, message, related: Vec::new() };
        kept.extend(remarks.into_iter().map(remark));
        sort(&mut kept);
    }
    (kept, silenced)
}

fn sort(findings: &mut [Finding]) {
    findings.sort_by_key(|finding| (finding.span, finding.rule));
}

/// The findings of the rules that apply, by place, then rule.
pub(crate) fn judge(
    source: &Source,
    rules: &RuleSet,
    reading: &Reading<'_>,
    applies: impl Fn(&Rule) -> bool,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for found in
        sorted(rules, reading).chunk_by(|(left, _), (right, _)| (left.rule, left.check) == (right.rule, right.check))
    {
        let slot = found[0].0;
        let rule = &rules.rules()[slot.rule as usize];
        if applies(rule) {
            findings.extend(check(source, rules, reading, slot, found));
        }
    }
    sort(&mut findings);
    findings
}

/// What was found, by rule, check and list.
pub(crate) fn sorted(rules: &RuleSet, reading: &Reading<'_>) -> Vec<(Slot, Hit)> {
    let placed = |hit: &Hit| Some((rules.slot(reading.index, hit.phrase)?, *hit));
    let mut found: Vec<_> = reading.hits.iter().filter_map(placed).collect();
    found.sort_unstable();
    found
}

/// The findings of one check, the one that `slot` belongs to.
pub(crate) fn check(
    source: &Source,
    rules: &RuleSet,
    reading: &Reading<'_>,
    slot: Slot,
    found: &[(Slot, Hit)],
) -> Vec<Finding> {
    let rule = slot.rule as usize;
    let Check { kind, scope, .. } = &rules.rules()[rule].checks[slot.check as usize];
    match kind {
        CheckKind::Forbid { reach } => {
            let severity = |slot: Slot| {
                let saying = rules.saying(slot, &reading.document.language);
                rules.severity(rule, saying.and_then(|saying| saying.severity))
            };
            let forbidden = forbid::check(scope, *reach, &reading.document, found, severity);
            forbidden.into_iter().map(|(phrase, hit)| said(source, rules, rule, severity(phrase), hit)).collect()
        }
        CheckKind::Cover { hours, ideal } => {
            let uncovered = cover::check(scope, (*hours, *ideal), reading, found);
            uncovered.map(|uncovered| uncovered_hours(source, rules, rule, uncovered)).into_iter().collect()
        }
    }
}

/// The finding that something is said.
fn said(source: &Source, rules: &RuleSet, rule: usize, severity: Severity, hit: Hit) -> Finding {
    let message = message(&rules.rules()[rule], source.slice(hit.span));
    Finding { rule, severity, span: hit.span, message, related: Vec::new() }
}

fn message(rule: &Rule, matched: &str) -> String {
    match &rule.message {
        Some(template) => template.fill(Found { matched, value: None, item: None }),
        None => rule.title.clone(),
    }
}

/// The finding that help is not reachable long enough: at the first channel's hours, the others related.
fn uncovered_hours(source: &Source, rules: &RuleSet, rule: usize, uncovered: Uncovered) -> Finding {
    let Uncovered { first, others, grave, text } = uncovered;
    let message = match &rules.rules()[rule].message {
        Some(template) => template.fill(Found { matched: source.slice(first), value: Some(&text), item: None }),
        None => text,
    };
    let related = |span| Related { span, message: "also counted".to_owned() };
    Finding {
        rule,
        severity: rules.severity(rule, (!grave).then_some(Severity::Advice)),
        span: first,
        message,
        related: others.into_iter().map(related).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document::Kind, parse::Markup};

    /// The flagged words and severities in a text under a rule with these settings and lists.
    #[track_caller]
    fn flags(top: &str, lists: &str, text: &str, expected: &[&str]) {
        let rule = format!("title = \"No\"\n{top}\n[language.en]\nbad = [\"x\"]\n{lists}\n");
        let rules = RuleSet::of(&[Arc::new(Source::new("a.toml", rule))]).unwrap();
        let source = Source::new("scripts/a.md", text);
        let given = Given { kind: Some(Kind::Script), language: Some("en".into()), ..Given::new(Markup::Plain, "en") };
        let linted = lint(&source, &rules, &given);
        let found: Vec<_> = linted
            .findings
            .iter()
            .map(|finding| format!("{} {}", finding.severity, source.slice(finding.span)))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    const SHOUT: &str = "phrases = [\"shout loudly\", \"shout\", { phrase = \"yell loudly\", severity = \"error\" }]\nunless = [\"pardon\"]";

    #[test]
    fn the_leftmost_and_then_longest_match_of_a_sentence_is_the_finding() {
        flags(
            "",
            SHOUT,
            "We shout loudly and shout and yell loudly. Then we shout.",
            &["warning shout loudly", "warning shout"],
        );
    }

    #[test]
    fn a_phrase_has_the_last_word_on_severity() {
        flags("severity = \"advice\"", SHOUT, "We yell loudly.", &["error yell loudly"]);
    }

    #[test]
    fn unless_clears_its_sentence_and_as_many_more_as_it_reaches() {
        flags("", SHOUT, "We shout, pardon. We shout. Pardon.", &["warning shout"]);
        flags("[check.forbid]\nreach = 1", SHOUT, "We shout. Pardon.", &[]);
        flags("[check.forbid]\nreach = 1", SHOUT, "Pardon. We shout. It is so. Pardon.", &["warning shout"]);
        flags("[check.forbid]\nreach = 9", SHOUT, "We shout.\n\nPardon.\n", &["warning shout"]);
    }

    #[test]
    fn unless_may_stand_anywhere_in_the_block() {
        let block = "[check.forbid]\nreach = \"block\"";
        flags(block, SHOUT, "Pardon. It is so. We shout.", &[]);
        flags(block, SHOUT, "We shout. It is so. We shout. Pardon.", &[]);
        flags(block, SHOUT, "Pardon.\n\nWe shout. It is so.\n\nPardon.", &["warning shout"]);
    }

    #[test]
    fn unless_counts_whoever_says_it() {
        flags("[check.forbid]\nspeaker = \"customer\"", SHOUT, "Customer: You shout, pardon.", &[]);
    }

    #[test]
    fn kinds_and_files_confine_a_rule() {
        flags("kinds = [\"policy\"]", SHOUT, "We shout.", &[]);
        flags("kinds = [\"script\"]", SHOUT, "We shout.", &["warning shout"]);
        flags("files = [\"policies/**\"]", SHOUT, "We shout.", &[]);
        flags("files = [\"scripts/*\"]", SHOUT, "We shout.", &["warning shout"]);
    }

    #[test]
    fn speaker_and_block_confine_a_check() {
        let turns = "Agent: We shout.\nCustomer: I shout.\n";
        flags("", SHOUT, turns, &["warning shout"]);
        flags("[check.forbid]\nspeaker = \"any\"", SHOUT, turns, &["warning shout", "warning shout"]);
        flags("[check.forbid]\nin = [\"heading\"]", SHOUT, "We shout.", &[]);
    }

    #[test]
    fn the_gravest_of_equal_matches_wins() {
        let lists = "phrases = [\"shout\", { phrase = \"shout\", severity = \"error\" }, { phrase = \"shout\", severity = \"advice\" }]";
        flags("", lists, "We shout.", &["error shout"]);
    }

    #[test]
    fn the_message_holds_the_words_or_is_the_title() {
        let lists = "[language.en]\nphrases = [\"shout\"]\nbad = [\"shout\"]\n";
        let file = |name: &str, top: &str| Arc::new(Source::new(name, format!("title = \"Noise\"\n{top}\n{lists}")));
        let rules = RuleSet::of(&[file("a.toml", "message = \"no “{match}”\""), file("b.toml", "")]).unwrap();
        let given = Given { language: Some("en".into()), ..Given::new(Markup::Plain, "en") };
        let findings = lint(&Source::new("a", "We Shout."), &rules, &given).findings;
        let messages: Vec<_> = findings.iter().map(|finding| &*finding.message).collect();
        assert_eq!(messages, ["no “Shout”", "Noise"]);
    }
}
