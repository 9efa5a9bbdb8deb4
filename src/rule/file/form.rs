//! What an author of a rule file is told about keys and words that stand wrong.

mod everyday;

use toml::de::DeTable;

use super::RuleFile;
use crate::{
    problem::{
        nearest,
        toml_file::{Authored, Cure, Stranger},
    },
    rule::List,
};
use everyday::{KEYS, WORDS};

/// The keys at the top of a file.
const TOP: [&str; 14] = [
    "title",
    "severity",
    "source",
    "url",
    "tags",
    "why",
    "instead",
    "message",
    "kinds",
    "files",
    "words",
    "reviewed",
    "review-by",
    "extends",
];

/// The kinds of check, each with the settings that it alone has.
const CHECKS: [(&str, &[&str]); 7] = [
    ("forbid", &["reach"]),
    ("require", &["in-part", "min-words", "declared"]),
    ("follow", &["within", "where"]),
    ("order", &[]),
    ("once", &[]),
    ("cover", &["hours", "ideal"]),
    ("agree", &[]),
];

/// The settings that every check has.
const SHARED: [&str; 3] = ["speaker", "in", "stance"];

impl Authored for RuleFile {
    fn example(keys: &[&str]) -> Option<String> {
        let example = match keys {
            ["check"] => "`[check.forbid]` on a line of its own, and the settings under it",
            ["check", kind] => {
                return Some(format!("`[check.{kind}]` on a line of its own, and the settings under it"));
            }
            ["language"] => "`[language.en]` on a line of its own, and the phrases under it",
            ["language", key] if LANGUAGE.contains(key) => {
                return Some(format!("`[language.en]` on a line of its own, and `{key}` under it"));
            }
            ["language", code] => {
                return Some(format!("`[language.{code}]` on a line of its own, and the phrases under it"));
            }
            ["language", .., "phrases" | "says" | "next"] => {
                "a phrase in quotation marks, or `{ phrase = \"…\", severity = \"error\" }`"
            }
            ["language", _, "swap"] => "`swap = { \"what is said\" = \"what to say instead\" }`",
            ["language", _, "items"] => "`items = { account = [\"account number\"] }`, each item with its phrases",
            ["language", _, "values"] => {
                "`values = { refund = [\"refund .. within <duration>\"] }`, each value with its phrases"
            }
            ["language", _, "needs"] => "`needs = [\"…\"]`, or `needs = { name = [\"…\"], other = [\"…\"] }`",
            ["language", _, key @ ("items" | "values" | "needs"), name] => {
                return Some(format!("`{key} = {{ {name} = [\"…\"] }}`"));
            }
            ["words"] => "`[words]` on a line of its own, and under it `customer = [\"guest\"]`",
            ["words", name] => return Some(format!("`{name} = [\"…\"]`")),
            ["check", .., "speaker"] => "`speaker = \"agent\"`, `\"customer\"` or `\"any\"`",
            ["check", .., "stance"] => "`stance = \"any\"`, or a list such as `stance = [\"prescribes\"]`",
            ["check", .., "in"] => "`in = [\"paragraph\", \"item\"]`",
            ["check", .., "reach"] => "`reach = 1`, a number of sentences, or `reach = \"block\"`",
            ["check", .., "within"] => "`within = 2`, a number of sentences, or `within = \"turn\"` or `\"section\"`",
            ["check", .., "hours" | "ideal"] => "a number of hours up to 168",
            ["check", .., "min-words"] => "`min-words = 100`",
            ["kinds"] => "`kinds = [\"script\"]`",
            ["files"] => "`files = [\"scripts/**\"]`",
            ["tags"] => "`tags = [\"billing\"]`",
            _ => return None,
        };
        Some(example.to_owned())
    }

    fn tables() -> &'static [&'static [&'static str]] {
        &[&["check"], &["check", "*"], &["language"], &["language", "*"], &["words"], &["language", "*", "swap"]]
    }

    fn stranger(stranger: &Stranger<'_>) -> Cure {
        let Stranger { keys, word, known, file } = *stranger;
        let known: Vec<&str> = match keys {
            ["language", _] => known.iter().copied().filter(|key| belongs(key, file)).collect(),
            _ => known.to_vec(),
        };
        let synonym = KEYS.iter().find(|(name, _)| *name == word).map(|(_, key)| *key);
        if let Some(cure) = elsewhere(keys, word) {
            return Cure::Say(cure);
        }
        if let Some(key) = synonym.filter(|key| known.contains(key)) {
            return Cure::Say(format!("did you mean `{key}`?"));
        }
        if keys.is_empty() && word.len() == 2 && word.chars().all(|c| c.is_ascii_lowercase()) {
            return Cure::Say(format!("a language is a table: write `[language.{word}]` on a line of its own"));
        }
        if word == "id" && keys.is_empty() {
            return Cure::Say("take it away: a rule is called as its file".to_owned());
        }
        if nearest(word, known.iter().copied()).is_none() {
            let everywhere = LANGUAGE
                .iter()
                .chain(&TOP)
                .chain(&SHARED)
                .copied()
                .chain(CHECKS.iter().flat_map(|(_, own)| own.iter().copied()));
            let meant = synonym.or_else(|| nearest(word, everywhere).filter(|meant| word.len() > 4 || *meant == word));
            if let Some(cure) =
                meant.and_then(|meant| Some(format!("did you mean `{meant}`? {}", capital(&elsewhere(keys, meant)?))))
            {
                return Cure::Say(cure);
            }
        }
        Cure::OneOf(known.into_iter().map(str::to_owned).collect())
    }

    fn synonym(key: &str, word: &str) -> Option<&'static str> {
        let (_, words) = WORDS.iter().find(|(name, _)| *name == key)?;
        words.iter().find(|(everyday, _)| *everyday == word).map(|(_, meant)| *meant)
    }
}

/// The keys of a language table.
const LANGUAGE: [&str; 22] = [
    "phrases",
    "unless",
    "swap",
    "about",
    "contact",
    "except",
    "always",
    "limited",
    "needs",
    "when",
    "headings",
    "front-matter",
    "says",
    "then",
    "first",
    "next",
    "asks",
    "items",
    "owners",
    "values",
    "bad",
    "good",
];

/// Whether a key of a language table belongs to a check that the file has.
fn belongs(key: &str, file: &DeTable<'_>) -> bool {
    let checks = file.get("check").and_then(|check| check.get_ref().as_table());
    let has = |check: &str| match checks.filter(|_| !file.contains_key("extends")) {
        Some(checks) => checks.contains_key(check),
        None => file.contains_key("extends") || check == "forbid",
    };
    let of = match key {
        "bad" | "good" => return true,
        "swap" => &["forbid"][..],
        "front-matter" => &["require"],
        key => List::checks_of(key),
    };
    of.iter().any(|check| has(check))
}

/// Where a key stands that does not belong where it is, if it belongs anywhere.
fn elsewhere(keys: &[&str], word: &str) -> Option<String> {
    let under = keys.first().copied();
    let owner = CHECKS.iter().find(|(_, own)| own.contains(&word)).map(|(check, _)| *check);
    if LANGUAGE.contains(&word) && under != Some("language") {
        return Some(format!("`{word}` stands under a language: put it below a line such as `[language.en]`"));
    }
    if let Some(check) = owner {
        return Some(match keys {
            ["check", other] if *other != check => {
                format!("`{word}` is a setting of the check `{check}`; `[check.{other}]` has none")
            }
            ["check", ..] => return None,
            _ => format!("`{word}` stands under its check: put it below `[check.{check}]`"),
        });
    }
    if SHARED.contains(&word) && under != Some("check") {
        return Some(format!("`{word}` stands under a check: put it below a line such as `[check.forbid]`"));
    }
    // A phrase has a severity, too.
    let is_of_top = under.is_some() && (word != "severity" || matches!(keys, ["check", ..] | ["language", _]));
    if is_of_top && TOP.contains(&word) {
        return Some(format!("`{word}` stands at the top of the file, above the first line in brackets"));
    }
    if CHECKS.iter().any(|(check, _)| *check == word) && under != Some("check") {
        return Some(format!("a check is a table: write `[check.{word}]` on a line of its own"));
    }
    None
}

fn capital(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;
    use crate::{problem::toml_file, rule::file::LanguageTable};
    use std::sync::Arc;

    /// What the author of a rule file with one unknown key is told.
    #[track_caller]
    fn cured(text: &str, expected: &str) {
        let (_, problems) = toml_file::read::<RuleFile>(&Arc::new(Source::new("a.toml", text)));
        let told: Vec<_> = problems.iter().filter_map(|problem| problem.help.as_deref()).collect();
        assert_eq!(told, [expected], "{text}");
    }

    #[test]
    fn every_key_is_known_here() {
        let keys = |error: toml::de::Error| {
            error.message().split('`').skip(3).step_by(2).map(str::to_owned).collect::<Vec<_>>()
        };
        let language = keys(toml::from_str::<LanguageTable>("x = 1").unwrap_err());
        assert_eq!(language, LANGUAGE);
        let top = keys(toml::from_str::<RuleFile>("x = 1").unwrap_err());
        assert_eq!(top, [&TOP[..], &["check", "language"]].concat());
        for (check, own) in CHECKS {
            let known = keys(toml::from_str::<RuleFile>(&format!("[check.{check}]\nx = 1")).unwrap_err());
            assert_eq!(known, [&SHARED[..], own].concat(), "{check}");
        }
    }

    #[test]
    fn a_key_that_stands_elsewhere_is_sent_there() {
        cured("phrases = []", "`phrases` stands under a language: put it below a line such as `[language.en]`");
        cured("[check.forbid]\nwithin = 1", "`within` is a setting of the check `follow`; `[check.forbid]` has none");
        cured("[language.en]\nreach = 1", "`reach` stands under its check: put it below `[check.forbid]`");
        cured(
            "[language.en]\ntitle = \"x\"",
            "`title` stands at the top of the file, above the first line in brackets",
        );
        cured("speaker = \"any\"", "`speaker` stands under a check: put it below a line such as `[check.forbid]`");
        cured("[forbid]", "a check is a table: write `[check.forbid]` on a line of its own");
    }

    #[test]
    fn an_everyday_word_is_understood() {
        cured("description = \"x\"", "did you mean `why`?");
        cured("[language.en]\npatterns = [\"x\"]", "did you mean `phrases`?");
        cured(
            "regex = \"x\"",
            "did you mean `phrases`? `phrases` stands under a language: put it below a line such as `[language.en]`",
        );
        cured("severity = \"critical\"", "did you mean `error`?");
        cured("[check.require]\nin-part = \"start\"", "did you mean `opening`?");
        cured("lang.en = 1", "did you mean `language`?");
    }

    #[test]
    fn only_the_keys_of_the_own_checks_are_listed() {
        cured("[language.en]\nxxxxx = 1", "use one of `phrases`, `unless`, `swap`, `bad`, `good`");
        let order = "[check.order]\n[language.en]\nxxxxx = 1";
        cured(order, "use one of `first`, `next`, `bad`, `good`");
    }
}
