//! Rule files to start from: one for each kind of check in each language, whole and proven.

use clap::ValueEnum;

/// A kind of check.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Check {
    /// These words must not be said.
    Forbid,
    /// Every document must say this.
    Require,
    /// Whoever says this must then say that.
    Follow,
    /// This must come before that.
    Order,
    /// The customer is asked for something at most once.
    Once,
    /// Help is reachable for so many hours of the week.
    Cover,
    /// One value throughout.
    Agree,
}

/// What stands for the title in every text.
const TITLE: &str = "\"RULE\"";

/// By language: the texts, in the order of the checks.
const TEXTS: [(&str, [&str; 7]); 3] = [
    (
        "en",
        [
            include_str!("../../../rules/skeletons/en/forbid.toml"),
            include_str!("../../../rules/skeletons/en/require.toml"),
            include_str!("../../../rules/skeletons/en/follow.toml"),
            include_str!("../../../rules/skeletons/en/order.toml"),
            include_str!("../../../rules/skeletons/en/once.toml"),
            include_str!("../../../rules/skeletons/en/cover.toml"),
            include_str!("../../../rules/skeletons/en/agree.toml"),
        ],
    ),
    (
        "it",
        [
            include_str!("../../../rules/skeletons/it/forbid.toml"),
            include_str!("../../../rules/skeletons/it/require.toml"),
            include_str!("../../../rules/skeletons/it/follow.toml"),
            include_str!("../../../rules/skeletons/it/order.toml"),
            include_str!("../../../rules/skeletons/it/once.toml"),
            include_str!("../../../rules/skeletons/it/cover.toml"),
            include_str!("../../../rules/skeletons/it/agree.toml"),
        ],
    ),
    (
        "ro",
        [
            include_str!("../../../rules/skeletons/ro/forbid.toml"),
            include_str!("../../../rules/skeletons/ro/require.toml"),
            include_str!("../../../rules/skeletons/ro/follow.toml"),
            include_str!("../../../rules/skeletons/ro/order.toml"),
            include_str!("../../../rules/skeletons/ro/once.toml"),
            include_str!("../../../rules/skeletons/ro/cover.toml"),
            include_str!("../../../rules/skeletons/ro/agree.toml"),
        ],
    ),
];

/// The codes of the languages there are texts in.
pub(super) fn languages() -> impl Iterator<Item = &'static str> {
    TEXTS.iter().map(|(code, _)| *code)
}

/// A rule file in these languages, each once: the text of the first, then the tables of the others without their notes.
pub(super) fn text(check: Check, codes: &[String], title: &str) -> String {
    let mut texts: Vec<(&str, &str)> = Vec::new();
    for code in codes {
        let known = TEXTS.iter().find(|(known, _)| known == code).map(|(code, texts)| (*code, texts[check as usize]));
        texts.extend(known.filter(|known| !texts.contains(known)));
    }
    let mut texts = texts.into_iter();
    let whole = texts.next().map(|(_, text)| text.replacen(TITLE, &format!("\"{title}\""), 1)).unwrap_or_default();
    texts.fold(whole, |whole, (_, text)| whole + "\n" + &table(text))
}

/// The language table of a text, without notes.
fn table(text: &str) -> String {
    let lines = text.lines().skip_while(|line| !line.starts_with("[language."));
    lines.filter(|line| !line.starts_with('#')).flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path, sync::Arc};

    use super::*;
    use crate::{
        config::{Config, FileGlob},
        problem::{Problems, shown},
        ruleset::RuleSet,
        source::Source,
        verify::{self, Trespass, verify},
    };

    fn name(check: Check) -> String {
        check.to_possible_value().expect("every check can be chosen").get_name().to_owned()
    }

    fn codes(codes: &[&str]) -> Vec<String> {
        codes.iter().map(|&code| code.to_owned()).collect()
    }

    /// A rule file of every kind passes its own test, with nothing idle, and speaks these languages.
    #[track_caller]
    fn are_proven(of: &[&str]) {
        let source = |check: &Check| {
            let name = format!("{}.toml", name(*check));
            Arc::new(Source::new(name, text(*check, &codes(of), "No shouting")))
        };
        let sources: Vec<_> = Check::value_variants().iter().map(source).collect();
        let rules = RuleSet::of(&sources).unwrap_or_else(|problems| panic!("{of:?}\n{}", shown(&problems)));
        let spoken: BTreeSet<&str> = of.iter().copied().collect();
        let mut wrong = Vec::new();
        for (place, rule) in rules.rules().iter().enumerate() {
            assert!(rule.languages().into_iter().eq(spoken.iter().copied()), "{} {of:?}", rule.id);
            let kinds: Vec<_> = rule.checks.iter().map(|check| check.kind.name()).collect();
            assert_eq!((kinds.as_slice(), rule.title.as_str()), (&[&*rule.id][..], "No shouting"));
            let verdict = verify(&rules, place);
            wrong.extend(verdict.failures.iter().map(verify::Failure::problem));
            wrong.extend(verdict.dead.iter().map(verify::Dead::problem));
            wrong.extend(verdict.swallowed.iter().map(verify::Swallowed::problem));
        }
        assert!(rules.rules().len() == sources.len() && wrong.is_empty(), "{of:?}\n{}", shown(&Problems(wrong)));
    }

    #[test]
    fn every_new_rule_passes_its_own_test() {
        for of in [&["en"][..], &["it"], &["ro"], &["en", "it", "ro"], &["ro", "en", "ro"]] {
            are_proven(of);
        }
    }

    #[test]
    fn the_texts_are_the_files() {
        for (code, texts) in TEXTS {
            let folder = Path::new("rules/skeletons").join(code);
            assert_eq!(fs::read_dir(&folder).unwrap().count(), texts.len());
            for (check, text) in Check::value_variants().iter().zip(texts) {
                let file = folder.join(name(*check) + ".toml");
                assert!(fs::read_to_string(&file).unwrap() == text, "{} has changed or is another's", file.display());
            }
        }
    }

    #[test]
    fn examples_come_before_what_finds_them() {
        for (code, texts) in TEXTS {
            for (check, text) in Check::value_variants().iter().zip(texts) {
                let keys = text.lines().skip_while(|line| !line.starts_with("[language."));
                let keys = keys.filter_map(|line| line.split_once(" = ")).map(|(key, _)| key);
                let keys: Vec<_> = keys.filter(|key| key.starts_with(|c: char| c.is_ascii_lowercase())).collect();
                assert_eq!(keys[..2], ["bad", "good"], "{code} {check:?}");
                assert!(keys.len() > 2, "{code} {check:?}");
            }
        }
    }

    #[test]
    fn only_the_first_language_has_notes() {
        let text = text(Check::Forbid, &codes(&["it", "en"]), "x");
        let (it, en) = text.split_once("[language.en]").unwrap();
        assert!(it.contains("[language.it]\n# ") && !en.contains('#'), "{text}");
    }

    #[test]
    fn built_in_rules_are_silent_on_the_good_examples_of_new_ones() {
        for (code, _) in TEXTS {
            let glob = FileGlob::typed("--rules", &format!("rules/skeletons/{code}/*.toml"));
            let rules = RuleSet::prove(&Config::default(), &[glob]).unwrap();
            let trespasses = verify::trespasses(&rules, |rule| rule.custom);
            let wrong: Vec<_> = trespasses.iter().filter(|found| found.on.custom).map(Trespass::problem).collect();
            assert!(wrong.is_empty(), "{}", shown(&Problems(wrong)));
        }
    }
}
