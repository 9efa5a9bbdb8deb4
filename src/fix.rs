//! Fixes, applied: what a rule swaps for what it finds.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use crate::{
    finding::{Finding, Fix},
    source::Source,
};

/// How long a chain of swaps may be, each swapping what the one before wrote.
const CHAIN: usize = 10;

/// How many words a sentence has at most, and so how many swaps of one rule: it gives one finding a sentence.
const SENTENCE: usize = 400;

/// A text whose fixes have been applied.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fixed {
    /// The text.
    pub text: String,
    /// How many fixes it took.
    pub count: usize,
}

/// The fixes go round in circles: what one writes, another, or itself, swaps again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("its fixes go round in circles: what one swap writes is swapped again")]
pub struct Endless;

/// Applies the fixes of a source until there are none left, so that fixing twice is the same as once; `None` if there
/// are none. `lint` gives the findings in a source.
///
/// # Errors
/// If there is no end to it.
pub fn fix(source: &Source, lint: impl Fn(&Source) -> Vec<Finding>) -> Result<Option<Fixed>, Endless> {
    let (mut text, mut all) = (source.text().to_owned(), 0);
    let mut seen = HashSet::new();
    let words = source.text().split_whitespace().take(SENTENCE).count();
    for _ in 0..words + CHAIN {
        if !seen.insert(hash(&text)) {
            return Err(Endless);
        }
        let current = Source::new(source.name(), text);
        let findings = lint(&current);
        let (next, count) = apply(current.text(), findings.iter().flat_map(|finding| &finding.fixes));
        if count == 0 {
            return Ok((all > 0).then_some(Fixed { text: next, count: all }));
        }
        (text, all) = (next, all + count);
    }
    Err(Endless)
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// The text with these fixes, which come in the order of the text; of those that overlap, the first. And how many there
/// are.
fn apply<'f>(text: &str, fixes: impl Iterator<Item = &'f Fix>) -> (String, usize) {
    let (mut fixed, mut at, mut count) = (String::with_capacity(text.len()), 0, 0);
    for Fix { span, text: with } in fixes {
        if span.start() < at {
            continue;
        }
        fixed.push_str(&text[at..span.start()]);
        fixed.push_str(with);
        (at, count) = (span.end(), count + 1);
    }
    fixed.push_str(&text[at..]);
    (fixed, count)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        parse::{Given, Markup},
        ruleset::RuleSet,
    };

    fn fixed(swap: &str, text: &str) -> Result<Option<String>, Endless> {
        let rule =
            format!("title = \"No\"\n[language.en]\nswap = {{ {swap} }}\nunless = [\"pardon\"]\nbad = [\"x\"]\n");
        let rules = RuleSet::of(&[Arc::new(Source::new("a.toml", rule))]).unwrap();
        let given = Given { language: Some("en".into()), ..Given::new(Markup::Markdown, "en") };
        let lint = |source: &Source| crate::lint(source, &rules, &given).findings;
        fix(&Source::new("a.md", text), lint).map(|fixed| fixed.map(|fixed| fixed.text))
    }

    #[track_caller]
    fn becomes(swap: &str, text: &str, expected: Option<&str>) {
        assert_eq!(fixed(swap, text).unwrap().as_deref(), expected, "{text}");
    }

    #[test]
    fn a_sentence_may_hold_any_number_of_swaps() {
        becomes("utilise = \"use\"", &"utilise ".repeat(60), Some(&"use ".repeat(60)));
    }

    #[test]
    fn what_is_found_is_swapped_and_keeps_its_capital() {
        becomes("nope = \"no, thank you\"", "Nope. We say nope.", Some("No, thank you. We say no, thank you."));
        becomes("nope = \"no\"", "Yes.", None);
    }

    #[test]
    fn what_is_cleared_or_rejected_stays() {
        becomes("nope = \"no\"", "Nope, pardon. Never say “nope”.", None);
    }

    #[test]
    fn all_of_a_sentence_is_swapped_however_often_it_is_there() {
        becomes("nope = \"yes\"", "Nope, nope and nope.", Some("Yes, yes and yes."));
    }

    #[test]
    fn markup_inside_the_words_is_never_broken() {
        becomes("\"hang on\" = \"one moment\"", "**Hang** on.", None);
        becomes("\"hang on\" = \"one moment\"", "> Hang\n> on.", None);
        becomes("\"hang on\" = \"one moment\"", "**Hang on**.", Some("**One moment**."));
        becomes("\"hang on\" = \"one moment\"", "Hang\non.", Some("One moment."));
    }

    #[test]
    fn swaps_may_follow_each_other_but_not_in_circles() {
        becomes("one = \"two\", two = \"three\"", "One.", Some("Three."));
        assert_eq!(fixed("one = \"two\", two = \"one\"", "One."), Err(Endless));
        assert_eq!(fixed("one = \"one or two\"", "One."), Err(Endless));
    }
}
