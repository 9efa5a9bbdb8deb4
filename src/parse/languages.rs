//! The languages that texts may be in, ready to be told apart and read by.

use std::sync::{Arc, OnceLock};

use foldhash::{HashMap, HashMapExt};
use whatlang::Lang;

use super::vocabulary::{Vocabulary, fold, fold_into};
use crate::language::Language;

/// Languages, each made ready when a text of it is first met.
#[derive(Debug)]
pub struct Languages {
    all: Vec<Arc<Language>>,
    vocabularies: Vec<OnceLock<Vocabulary>>,
    /// The languages each function word is one of.
    voters: OnceLock<HashMap<String, Vec<usize>>>,
}

impl Languages {
    /// These languages.
    pub fn new(all: Vec<Arc<Language>>) -> Self {
        let vocabularies = all.iter().map(|_| OnceLock::new()).collect();
        Self { all, vocabularies, voters: OnceLock::new() }
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
        let voters = self.voters.get_or_init(|| self.voters());
        let mut votes = vec![0; self.all.len()];
        let mut folded = String::new();
        for word in sample.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            fold_into(word, &mut folded);
            voters.get(&folded).into_iter().flatten().for_each(|&language| votes[language] += 1);
        }
        votes
    }

    fn voters(&self) -> HashMap<String, Vec<usize>> {
        let mut voters: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, language) in self.all.iter().enumerate() {
            for word in &language.file.function_words {
                let places = voters.entry(fold(word.get_ref())).or_default();
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
