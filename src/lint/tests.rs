//! What every check owes to the pipeline around it.

use super::*;
use crate::{document::Kind, parse::Markup};

/// What a rule finds in a Markdown text: the flagged words, and behind `<-` the related ones.
#[track_caller]
pub(super) fn finds(rule: &str, kind: Kind, text: &str, expected: &[&str]) {
    let found: Vec<_> = findings(rule, kind, text).into_iter().map(|(words, _)| words).collect();
    assert_eq!(found, expected, "{text}");
}

/// The words that a rule flags, and what it says of them.
#[track_caller]
pub(super) fn findings(rule: &str, kind: Kind, text: &str) -> Vec<(String, String)> {
    let rule = Arc::new(Source::new("a.toml", format!("title = \"No\"\n{rule}\nbad = [\"x\"]\n")));
    let rules = RuleSet::of(&[rule]).unwrap_or_else(|problems| panic!("{}", crate::problem::shown(&problems)));
    let source = Source::new("a.md", text);
    let given = Given { kind: Some(kind), language: Some("en".into()), ..Given::new(Markup::Markdown, "en") };
    let shown = |finding: Finding| {
        let words = std::iter::once(finding.span).chain(finding.related.iter().map(|related| related.span));
        (words.map(|span| source.slice(span)).collect::<Vec<_>>().join(" <- "), finding.message)
    };
    lint(&source, &rules, &given).findings.into_iter().map(shown).collect()
}

/// The flagged words and severities in a text under a rule with these settings and lists.
#[track_caller]
fn flags(top: &str, lists: &str, text: &str, expected: &[&str]) {
    let rule = format!("title = \"No\"\n{top}\n[language.en]\nbad = [\"x\"]\n{lists}\n");
    let rules = RuleSet::of(&[Arc::new(Source::new("a.toml", rule))]).unwrap();
    let source = Source::new("scripts/a.md", text);
    let given = Given { kind: Some(Kind::Script), language: Some("en".into()), ..Given::new(Markup::Plain, "en") };
    let linted = lint(&source, &rules, &given);
    let found: Vec<_> =
        linted.findings.iter().map(|finding| format!("{} {}", finding.severity, source.slice(finding.span))).collect();
    assert_eq!(found, expected, "{text}");
}

const SHOUT: &str = "phrases = [\"shout loudly\", \"shout\", { phrase = \"yell loudly\", severity = \"error\" }]\nunless = [\"pardon\"]";

#[test]
fn the_gravest_and_then_the_leftmost_and_longest_match_of_a_sentence_is_the_finding() {
    flags(
        "",
        SHOUT,
        "We shout loudly and shout. We shout and yell loudly. Then we shout.",
        &["warning shout loudly", "error yell loudly", "warning shout"],
    );
}

#[test]
fn a_phrase_has_the_last_word_on_severity() {
    flags("severity = \"advice\"", SHOUT, "We yell loudly.", &["error yell loudly"]);
}

#[test]
fn two_checks_of_a_rule_give_one_finding_of_the_same_words() {
    let lists = "phrases = [\"shout loudly\"]\nsays = [\"we shout\"]\nthen = [\"pardon\"]";
    flags(
        "[check.forbid]\n[check.follow]",
        lists,
        "We shout loudly. Now we shout.",
        &["warning We shout", "warning we shout"],
    );
}

#[test]
fn an_item_is_read_with_what_introduces_its_list() {
    let rule = "[language.en]\nphrases = [\"staff may not ..3 (grant|waive)\", \"staff\"]";
    let list = "Our staff may not:\n\n- grant refunds\n- ever waive a fee\n- sing\n- **Refunds**: grant none";
    finds(rule, Kind::Policy, list, &["grant", "ever waive"]);
    finds(rule, Kind::Policy, "Our staff may not sing.\n\n- grant refunds", &["staff"]);
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

#[test]
fn the_message_names_the_value_that_the_phrase_asks_for() {
    let rule = "message = \"{value} is long\"\n[language.en]\nphrases = [\"reply .. <duration > 1d>\"]";
    let said = findings(rule, Kind::Policy, "We reply to 3 people within **5\nbusiness** days.");
    assert_eq!(said[0].1, "5 business days is long");
}
