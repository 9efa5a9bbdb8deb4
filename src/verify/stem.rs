//! What the stems in a rule's phrases cover.

use std::collections::BTreeSet;

use crate::{
    phrase::{Alt, Index, Item},
    rule::{Check, Rule},
    ruleset::RuleSet,
};

/// A `~word` of a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stem {
    /// The word, as written.
    pub word: String,
    /// The stems it stands for.
    pub covers: Vec<String>,
    /// Words in the rule's examples that have one of these stems, sorted.
    pub caught: Vec<String>,
}

/// Every `~word` of a rule in one language, sorted.
pub fn stems(rules: &RuleSet, rule: &Rule, language: &str) -> Vec<Stem> {
    let Some(place) = rules.languages().iter().position(|known| *known.code == *language) else {
        return Vec::new();
    };
    let index = rules.index_of(place);
    let examples = rule.examples().filter(|example| *example.language == *language);
    let words: BTreeSet<String> = examples.flat_map(|example| words(&example.text)).collect();
    let stem = |word: String| {
        let covers = index.covers(&word);
        let caught = words.iter().filter(|other| meets(index, &covers, other)).cloned().collect();
        Stem { word, covers, caught }
    };
    written(rule, language).into_iter().map(stem).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

fn meets(index: &Index, covers: &[String], word: &str) -> bool {
    index.covers(word).iter().any(|stem| covers.contains(stem))
}

/// The words behind a `~` in the phrases and lists of a rule.
fn written(rule: &Rule, language: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let said =
        |check: &'_ Check| check.lists(language).iter().flat_map(|(_, sayings)| sayings).cloned().collect::<Vec<_>>();
    let lists = rule.words.add.values().chain(rule.words.replace.values()).flatten().cloned();
    for saying in rule.checks.iter().flat_map(said).chain(lists) {
        gather(&saying.phrase().items, &mut found);
    }
    found
}

fn gather(row: &Alt, found: &mut BTreeSet<String>) {
    for node in row {
        match &node.item {
            Item::Stem(word) => {
                found.insert(word.clone());
            }
            Item::Gap(_, alts) | Item::Not(alts) | Item::Choice(alts) | Item::Optional(alts) => {
                alts.iter().for_each(|row| gather(row, found));
            }
            Item::Set(members, _) => members.iter().for_each(|member| gather(&member.items, found)),
            Item::Word(_) | Item::Prefix(_) | Item::List(_) | Item::Value(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::source::Source;

    #[test]
    fn a_stem_is_told_with_the_words_of_the_examples_it_catches() {
        let text = "title = \"No\"\n[language.en]\nphrases = [\"[{~shout & loud}] (~yell|no)\"]\nbad = [\"They yelled: no.\"]\n\
                    good = [\"Yelling, she said yes.\"]\n";
        let rules = RuleSet::of(&[Arc::new(Source::new("a.toml", text))]).unwrap();
        let stems = stems(&rules, &rules.rules()[0], "en");
        assert_eq!(stems.iter().map(|stem| &*stem.word).collect::<Vec<_>>(), ["shout", "yell"]);
        assert_eq!(
            (stems[0].caught.len(), &stems[1].caught[..]),
            (0, &["yelled".to_owned(), "yelling".to_owned()][..])
        );
        assert_eq!(stems[1].covers, ["yell"]);
    }
}
