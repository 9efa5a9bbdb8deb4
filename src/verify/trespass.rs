//! Rules that speak on what other rules hold up as good.

use super::given;
use crate::{
    lint::lint,
    rule::{Example, Rule},
    ruleset::RuleSet,
    source::{Source, Span},
};

/// A rule that speaks on a good example of another.
#[derive(Clone, Debug)]
pub struct Trespass<'a> {
    /// The rule that speaks.
    pub by: &'a Rule,
    /// The rule whose example it is.
    pub on: &'a Rule,
    /// The example.
    pub example: &'a Example,
    /// Where it speaks, in the example's text.
    pub span: Span,
}

/// The good examples on which another rule that judges lines speaks, if one of the two rules is of `wanted`. All rules must
/// be on.
pub fn trespasses<'a>(rules: &'a RuleSet, wanted: impl Fn(&Rule) -> bool) -> Vec<Trespass<'a>> {
    let mut found = Vec::new();
    if !rules.rules().iter().any(&wanted) {
        return found;
    }
    for on in rules.rules() {
        for example in on.examples().filter(|example| example.good) {
            let source = Source::new(example.written.source.name(), example.text.as_str());
            let told = lint(&source, rules, &given(on, example)).findings.into_iter().find_map(|finding| {
                let by = &rules.rules()[finding.rule];
                let of_two = by.id != on.id && by.judges_lines() && !by.checks.is_empty();
                (of_two && (wanted(by) || wanted(on))).then_some(Trespass { by, on, example, span: finding.span })
            });
            found.extend(told);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn file(id: &str, phrase: &str, good: &str) -> Arc<Source> {
        let text = format!(
            "title = \"{id}\"\n[language.en]\nphrases = [\"{phrase}\"]\nbad = [\"{phrase}\"]\ngood = [\"{good}\"]\n"
        );
        Arc::new(Source::new(format!("{id}.toml"), text))
    }

    #[test]
    fn a_rule_that_speaks_on_a_good_example_of_another_is_told() {
        let files =
            [file("one", "shout", "We whisper."), file("two", "whisper", "We sing."), file("three", "hum", "Oh.")];
        let rules = RuleSet::of(&files).unwrap();
        let told = |wanted: &str| -> Vec<String> {
            let found = trespasses(&rules, |rule| *rule.id == *wanted);
            found.iter().map(|found| format!("{} on {}", found.by.id, found.on.id)).collect()
        };
        assert_eq!((told("one"), told("two")), (vec!["two on one".to_owned()], vec!["two on one".to_owned()]));
        assert!(told("three").is_empty());
    }

    #[test]
    fn the_rule_of_the_user_is_named_first() {
        let rules = RuleSet::of(&[file("own", "shout", "We sing."), file("known", "sing", "We shout.")]).unwrap();
        let own = rules.rules()[0].clone();
        let known = Rule { custom: false, ..rules.rules()[1].clone() };
        let told = |by, on: &Rule| {
            let example = on.examples().find(|example| example.good).expect("there is one");
            Trespass { by, on, example, span: Span::new(3, 8) }.problem().message
        };
        assert_eq!(told(&own, &known), "your rule own flags a good example of the built-in rule known");
        assert_eq!(told(&known, &own), "a good example of your rule own is flagged by the built-in rule known");
        assert_eq!(told(&own, &own), "own flags a good example of own");
    }
}
