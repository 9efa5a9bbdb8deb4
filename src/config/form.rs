//! What an author of a configuration is told about keys and words that stand wrong.

use super::{Key, file::ConfigFile};
use crate::{
    problem::{
        nearest,
        toml_file::{Authored, Cure, Stranger},
    },
    rule::file::RuleFile,
};

/// The keys that only the top of a file has.
const TOP: [&str; 5] = ["extends", "exclude", "rule", "set", "override"];

/// Everyday names of keys.
const KEYS: [(&str, &str); 20] = [
    ("include", "files"),
    ("includes", "files"),
    ("paths", "files"),
    ("path", "files"),
    ("excludes", "exclude"),
    ("skip", "exclude"),
    ("rule-files", "rules"),
    ("rulesets", "rules"),
    ("plugins", "rules"),
    ("enable", "select"),
    ("enabled", "select"),
    ("only", "select"),
    ("disable", "ignore"),
    ("disabled", "ignore"),
    ("locale", "lang"),
    ("min-severity", "fail-on"),
    ("threshold", "fail-on"),
    ("level", "fail-on"),
    ("base", "extends"),
    ("type", "kind"),
];

impl Authored for ConfigFile {
    fn example(keys: &[&str]) -> Option<String> {
        let example = match keys {
            ["rules"] => {
                "`rules = [\"rules/*.toml\"]`; the settings of a rule stand under `[rule.NAME]`, without an `s`"
            }
            ["rule"] => "`[rule.NAME]` on a line of its own, and the settings under it, such as `severity = \"error\"`",
            ["rule" | "override", .., "severity"] => "`severity = \"error\"`",
            ["rule", id] | ["override", "rule", id] => {
                return Some(format!(
                    "`[rule.{id}]` on a line of its own, and under it a setting such as `severity = \"off\"`"
                ));
            }
            ["override"] => {
                "`[[override]]`, with double brackets, and under it its `files` and what is chosen for them"
            }
            ["set"] => "`[[set]]`, with double brackets, and under it its `files`",
            ["files"] | [.., "files"] => "`files = [\"policies/**/*.md\"]`",
            ["exclude"] => "`exclude = [\"drafts/**\"]`",
            [.., "languages"] => "`languages = [\"languages/*.toml\"]`",
            [.., "select"] => "`select = [\"ALL\"]`",
            [.., "ignore"] => "`ignore = [\"NAME-OF-A-RULE\"]`",
            [.., "lang"] => "`lang = \"en\"`",
            ["extends"] => "`extends = \"../courtesy.toml\"`",
            [rest @ .., key] if rest.contains(&"rule") => {
                return RuleFile::example(&["check", "", key]).or_else(|| RuleFile::example(&[key]));
            }
            _ => return None,
        };
        Some(example.to_owned())
    }

    fn tables() -> &'static [&'static [&'static str]] {
        &[&["rule"], &["rule", "*"]]
    }

    fn stranger(stranger: &Stranger<'_>) -> Cure {
        let Stranger { keys, word, known, .. } = *stranger;
        let of_rule = keys.contains(&"rule");
        if of_rule && !Key::ALL.iter().any(|key| key.name() == word) && nearest(word, known.iter().copied()).is_none() {
            let id = keys.last().copied().unwrap_or_default();
            let settings = known.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
            return Cure::Say(format!(
                "use one of {settings}; whatever else a rule says is changed by a rule file with `extends = \"{id}\"`"
            ));
        }
        let is_setting = Key::ALL.iter().any(|key| key.name() == word);
        if !of_rule && is_setting && !known.contains(&word) {
            return Cure::Say(format!("`{word}` is a setting of a rule: put it below a line such as `[rule.NAME]`"));
        }
        if keys.first() == Some(&"override") && TOP.contains(&word) {
            return Cure::Say(format!("`{word}` stands at the top of the file, above the first line in brackets"));
        }
        let synonym = KEYS.iter().find(|(name, _)| *name == word).map(|(_, key)| *key);
        match synonym.filter(|key| known.contains(key) && !of_rule) {
            Some(key) => Cure::Say(format!("did you mean `{key}`?")),
            None => Cure::OneOf(known.iter().map(|&known| known.to_owned()).collect()),
        }
    }

    fn synonym(key: &str, word: &str) -> Option<&'static str> {
        let word = match word {
            "false" | "disabled" | "ignore" | "none" if key == "severity" => "off",
            "off" | "none" | "false" if key == "fail-on" => "never",
            "all" | "any" if key == "fail-on" => "advice",
            "off" | "on" if key == "severity" => return None,
            word => word,
        };
        let own =
            ["off", "never", "advice"].into_iter().find(|own| *own == word && matches!(key, "severity" | "fail-on"));
        let key = match key {
            "fail-on" => "severity",
            "kind" => "kinds",
            key => key,
        };
        own.or_else(|| RuleFile::synonym(key, word))
    }
}
