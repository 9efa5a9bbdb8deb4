//! The languages that texts may be in, ready to be told apart and read by.

use std::sync::{Arc, OnceLock};

use foldhash::{HashMap, HashMapExt};
use toml::Spanned;
use whatlang::Lang;

use super::vocabulary::Vocabulary;
use crate::{fold::fold, language::Language};

/// Languages, each made ready when a text of it is first met.
#[derive(Debug)]
pub struct Languages {
    all: Vec<Arc<Language>>,
    vocabularies: Vec<OnceLock<Vocabulary>>,
    /// The languages each function word is one of.
    voters: OnceLock<HashMap<String, Vec<usize>>>,
    /// The languages whose lists hold each word.
    known: OnceLock<HashMap<String, Vec<usize>>>,
}

impl Languages {
    /// These languages.
    pub fn new(all: Vec<Arc<Language>>) -> Self {
        let vocabularies = all.iter().map(|_| OnceLock::new()).collect();
        Self { all, vocabularies, voters: OnceLock::new(), known: OnceLock::new() }
    }

    /// The languages, in the order given.
    pub fn all(&self) -> &[Arc<Language>] {
        &self.all
    }

    /// The place of a language by its code.
    pub(super) fn find(&self, code: &str) -> Option<usize> {
        let short = code.split(['-', '_']).next().unwrap_or(code);
        let is = |wanted: &str| self.all.iter().position(|language| language.code.eq_ignore_ascii_case(wanted));
        is(code).or_else(|| is(short))
    }

    /// The words that structure hangs on in a language.
    pub(super) fn vocabulary(&self, place: usize) -> &Vocabulary {
        self.vocabularies[place].get_or_init(|| Vocabulary::of(&self.all[place]))
    }

    /// How many function words of each language stand in a sample.
    pub(super) fn votes(&self, sample: &str) -> Vec<usize> {
        let common = |language: &Language| words(language.file.function_words.iter().map(Spanned::get_ref));
        self.count(sample, self.voters.get_or_init(|| self.index(common)))
    }

    /// How many words of a sample each language file knows in any of its lists: what is left where a text is too short
    /// for function words.
    pub(super) fn familiar(&self, sample: &str) -> Vec<usize> {
        let known = |language: &Language| {
            let file = &language.file;
            let speakers = file.speakers.agent.iter().chain(&file.speakers.customer);
            words(file.lists.values().flatten().chain(speakers).map(Spanned::get_ref))
        };
        self.count(sample, self.known.get_or_init(|| self.index(known)))
    }

    fn count(&self, sample: &str, voters: &HashMap<String, Vec<usize>>) -> Vec<usize> {
        let mut votes = vec![0; self.all.len()];
        for word in sample.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            voters.get(&*fold(word)).into_iter().flatten().for_each(|&language| votes[language] += 1);
        }
        votes
    }

    /// The languages that each word is one of.
    fn index(&self, words: impl Fn(&Language) -> Vec<String>) -> HashMap<String, Vec<usize>> {
        let mut voters: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, language) in self.all.iter().enumerate() {
            for word in words(language) {
                let places = voters.entry(word).or_default();
                if places.last() != Some(&place) {
                    places.push(place);
                }
            }
        }
        voters
    }

    /// The languages that the detector knows, by its names for them.
    pub(super) fn names(&self) -> Vec<(usize, Lang)> {
        let lang = |language: &Language| {
            let name = language.file.name.as_ref()?.get_ref();
            Lang::all().iter().copied().find(|lang| lang.eng_name() == name)
        };
        self.all.iter().enumerate().filter_map(|(at, language)| Some((at, lang(language)?))).collect()
    }
}

/// The words of some entries, folded.
fn words<'a>(entries: impl Iterator<Item = &'a String>) -> Vec<String> {
    let words = entries.flat_map(|entry| entry.split(|c: char| !c.is_alphanumeric()));
    words.filter(|word| !word.is_empty()).map(|word| fold(word).into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::detect;

    #[test]
    fn a_text_without_function_words_is_told_by_the_words_of_the_lists() {
        let language = |code, name, list| {
            let file = format!("name = \"{name}\"\nfunction-words = [\"{code}x\"]\n[lists]\nelse = [\"{list}\"]");
            Arc::new(Language::of(code, &file))
        };
        let languages =
            Languages::new(vec![language("en", "English", "anything else"), language("it", "Italian", "altro")]);
        assert_eq!(detect::language("Altro?", &languages, "en"), 1);
        assert_eq!(detect::language("Anything?", &languages, "it"), 0);
        assert_eq!(detect::language("42", &languages, "it"), 1);
    }
}
