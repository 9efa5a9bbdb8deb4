//! Silencing comments, through the whole pipeline.

use courtesy::{
    config::Config,
    lint::lint,
    parse::{Given, Markup},
    ruleset::RuleSet,
    source::Source,
};

/// The rules that speak of a text, and how many findings were silenced.
fn told(text: &str) -> (Vec<String>, usize) {
    let rules = RuleSet::load(&Config::default()).expect("the built-in rules are sound");
    let given = Given { language: Some("en".into()), ..Given::new(Markup::Markdown, "en") };
    let linted = lint(&Source::new("a.md", text), &rules, &given);
    let told = linted.findings.iter().map(|finding| rules.rules()[finding.rule].id.to_string());
    (told.collect(), linted.silenced.len())
}

#[test]
fn a_comment_silences_the_rule_it_names_and_its_own_faults_are_told() {
    let sin = "The customer is always right.";
    let silence = |comment: &str| told(&format!("<!-- courtesy-disable-next-line {comment} -->\n\n{sin}\n"));
    assert_eq!(told(sin), (vec!["always-right".to_owned()], 0));
    assert_eq!(silence("always-right -- our founder's words, under review"), (vec![], 1));
    assert_eq!(silence("always-right"), (vec!["suppression".to_owned()], 1));
    assert_eq!(silence("canned-closing -- not here").0, ["suppression", "always-right"]);
    assert_eq!(silence("allways-right -- misspelt").0, ["suppression", "always-right"]);
}
