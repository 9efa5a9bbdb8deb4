//! A language that nobody has described.

use std::sync::Arc;

use super::Language;
use crate::problem::{Problem, nearest};

/// The same mistake, as one about a language that nobody has described, with the one most likely meant.
pub fn unknown(mut problem: Problem, word: &str, languages: &[Arc<Language>]) -> Problem {
    let named = |language: &&Arc<Language>| {
        let name = language.file.name.as_ref().map(|name| name.get_ref().to_lowercase());
        name.is_some_and(|name| name == word.to_lowercase())
    };
    let codes = || languages.iter().map(|language| &*language.code);
    let meant = languages.iter().find(named).map(|language| &*language.code);
    let meant = meant.or_else(|| nearest(word, codes()).filter(|code| word.to_lowercase().starts_with(*code)));
    problem.message = format!("there is no language `{word}`");
    match meant {
        Some(code) => problem.help(format!("did you mean `{code}`?")),
        None => {
            let codes = codes().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ");
            problem.help(format!("use one of the languages {codes}, or describe another one in a language file"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language, problem::Placed};

    #[track_caller]
    fn cured(word: &str, cure: &str) {
        let problem = unknown(Placed::typed("--lang", word).problem(""), word, &language::load(&[]).0);
        assert!(problem.help.as_deref().is_some_and(|help| help.starts_with(cure)), "{word}: {:?}", problem.help);
    }

    #[test]
    fn a_language_is_known_by_its_name_and_by_its_code() {
        cured("English", "did you mean `en`?");
        cured("ita", "did you mean `it`?");
        cured("fr", "use one of the languages `en`, `it`, `ro`, or");
    }
}
