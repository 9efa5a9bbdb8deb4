//! What an author of a language file is told about keys that stand wrong.

use super::LanguageFile;
use crate::problem::toml_file::{Authored, Cure, Stranger};

/// Everyday names of keys, and where they stand.
const KEYS: [(&str, &str); 8] = [
    ("words", "the word lists of a language stand under `[lists]`"),
    ("neg", "the negators are a word list: put `neg = [\"…\"]` below `[lists]`"),
    ("phrases", "a language file holds no rules; its word lists stand under `[lists]`"),
    ("language", "the name of the file is the code of its language, as in `de.toml`; take this away"),
    ("code", "the name of the file is the code of its language, as in `de.toml`; take this away"),
    ("title", "did you mean `name`?"),
    ("stopwords", "did you mean `function-words`?"),
    ("extends", "a file that has the name of a language, such as `en.toml`, adds to it; take this away"),
];

impl Authored for LanguageFile {
    fn example(keys: &[&str]) -> Option<String> {
        match keys {
            ["lists"] => Some("`[lists]` on a line of its own, and under it `customer = [\"guest\"]`".to_owned()),
            [table @ ("speakers" | "labels" | "stance" | "values")] => {
                Some(format!("`[{table}]` on a line of its own, and its keys under it"))
            }
            ["lists", name] => Some(format!("`{name} = [\"…\"]`")),
            ["contractions"] => {
                Some("`[contractions]` on a line of its own, and under it `\"won't\" = \"will not\"`".to_owned())
            }
            _ => None,
        }
    }

    fn tables() -> &'static [&'static [&'static str]] {
        &[&["lists"], &["speakers"], &["labels"], &["stance"], &["values"], &["contractions"]]
    }

    fn stranger(stranger: &Stranger<'_>) -> Cure {
        let own = KEYS.iter().find(|(key, _)| *key == stranger.word).filter(|_| stranger.keys.is_empty());
        match own {
            Some((_, cure)) => Cure::Say((*cure).to_owned()),
            None => Cure::OneOf(stranger.known.iter().map(|&known| known.to_owned()).collect()),
        }
    }
}
