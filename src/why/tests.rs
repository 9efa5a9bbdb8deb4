//! What is told of findings and silences.

use std::sync::Arc;

use super::*;
use crate::{document::Kind, parse::Markup};

/// Why a rule speaks or is silent on a line of a Markdown text.
#[track_caller]
fn because(rule: &str, (text, line): (&str, usize), expected: &[&str]) {
    let rule = format!("title = \"No\"\n{rule}\nbad = [\"x\"]\n");
    let rules = RuleSet::of(&[Arc::new(Source::new("a.toml", rule))]).unwrap();
    let source = Source::new("a.md", text);
    let given = Given { kind: Some(Kind::Script), language: Some("en".into()), ..Given::new(Markup::Markdown, "en") };
    let case = Case { source: &source, rules: &rules, rule: 0, given: &given, sets: &[] };
    let reasons = case.reasons(source.line(line).unwrap());
    assert_eq!(reasons.iter().map(|reason| reason.told(&source)).collect::<Vec<_>>(), expected, "{text}");
}

const PAY: &str = "[check.forbid]\nin = [\"turn\", \"paragraph\"]\n[language.en]\nphrases = [\"pay [it] now\"]\nunless = [\"please\", \"kindly\"]";

#[test]
fn a_finding_is_told_with_its_phrase() {
    because(PAY, ("Agent: Pay now.", 1), &["`phrases` found “Pay now”"]);
}

#[test]
fn what_clears_a_phrase_is_told() {
    because(PAY, ("Please pay now.", 1), &["`phrases` found “pay now”", "`unless` clears it with “Please”"]);
}

#[test]
fn words_that_do_not_count_are_told_with_the_reason() {
    let found = "`phrases` found “Pay now”";
    because(
        PAY,
        ("Agent: Hello.\n\nCustomer: Pay now.", 3),
        &[found, "a customer says this (`speaker`), by the label “Customer” on line 3"],
    );
    because(PAY, ("# Pay now", 1), &[found, "it stands in a heading, where the rule does not look (`in`)"]);
    because(
        PAY,
        ("## Avoid\n\nPay now.", 3),
        &[found, "the text says not to say this (its stance is `rejects`), because of “Avoid” on line 1"],
    );
}

#[test]
fn what_came_near_is_told_where_nothing_is_found() {
    because(
        PAY,
        ("We pay them now.", 1),
        &["`phrases` came near: found “pay them now”, but “them” stands between: write `pay ..1 now`"],
    );
    because(PAY, ("Hello.", 1), &["no phrase of `phrases` begins here"]);
    because(
        PAY.replace("language.en", "language.it").as_str(),
        ("Hello.", 1),
        &["the document is read in `en`, and the rule says nothing in it, only in `it`"],
    );
}

#[test]
fn an_answer_that_follows_is_told() {
    let rule = "[check.follow]\n[language.en]\nsays = [\"sorry\"]\nthen = [\"we can\"]";
    because(rule, ("Sorry. We can wait.", 1), &["`says` found “Sorry”", "`then` clears it with “We can”"]);
}

#[test]
fn what_a_document_needs_is_told_with_where_it_is_said() {
    let rule = "[check.require]\nmin-words = 3\n[language.en]\nneeds = [\"owned by\"]\nwhen = [\"policy\"]\nfront-matter = [\"owner\"]";
    let reason = "`needs` is met by “owned by”";
    because(rule, ("A policy, owned by Ana.", 1), &[reason]);
    because(rule, ("A policy.", 1), &["the document has 2 words, and the rule judges from 3 on (`min-words`)"]);
    because(rule, ("A page of words.", 1), &["nothing of `when` is said, so nothing is needed"]);
    because(rule, ("---\nowner: Ana\n---\n\nA policy of ours.", 5), &["the front matter says it: `owner`"]);
    because(
        rule,
        ("# A policy of ours\n\nHello.", 3),
        &["what is missing is told on line 1", "nothing of `needs` is said"],
    );
}

#[test]
fn what_came_near_to_what_is_missing_is_told() {
    let rule = "[check.require]\n[language.en]\nneeds = [\"owned by Ana\"]";
    let near = "`needs` came near: found “owned by”, then “Bo” where `Ana` is wanted";
    because(rule, ("A page owned by Bo.", 1), &["No", "nothing of `needs` is said", near]);
}

#[test]
fn what_is_asked_once_is_told() {
    let rule = "[check.once]\n[language.en]\nasks = [\"tell me\"]\nitems = { name = [\"name\"] }";
    because(
        rule,
        ("Tell me your name.", 1),
        &["`asks` found “Tell me”", "`items.name` found “name”", "`name` is asked for here only, and nowhere before"],
    );
}

#[test]
fn a_cell_is_rejected_by_its_own_heading() {
    let table = "| Do not say | Say |\n|---|---|\n| Pay now | Pay when you can |\n";
    let rule = "[language.en]\nphrases = [\"pay now\"]";
    let cause = "the text says not to say this (its stance is `rejects`), because of “Do not say” on line 1";
    because(rule, (table, 3), &["`phrases` found “Pay now”", cause]);
}

#[test]
fn what_never_comes_first_is_told() {
    let rule = "[check.order]\n[language.en]\nfirst = [\"hello\"]\nnext = [\"pay\"]";
    because(rule, ("Please pay.", 1), &["`next` found “pay”", "nothing of `first` is said before it"]);
}
