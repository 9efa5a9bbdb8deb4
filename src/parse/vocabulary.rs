//! The vocabulary of reading: the labels, cues and abbreviations of a language file, folded and ready to look up.

use foldhash::{HashMap, HashMapExt, HashSet};
use toml::Spanned;

use crate::{document::Speaker, fold::fold, language::Language};

/// What a label is, where the language file knows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Known {
    Speaker(Speaker),
    Subject,
    Question,
    Answer,
}

/// The words of one language that structure hangs on.
#[derive(Debug)]
pub(super) struct Vocabulary {
    labels: HashMap<String, Known>,
    salutations: Vec<String>,
    farewells: Vec<String>,
    steps: HashSet<String>,
    scripts: HashSet<String>,
    titles: HashSet<String>,
    abbreviations: HashSet<String>,
    longest_abbreviation: usize,
}

impl Vocabulary {
    /// The vocabulary of a language.
    pub(super) fn of(language: &Language) -> Self {
        let file = &language.file;
        let mut labels = HashMap::new();
        let mut put = |list: &[Spanned<String>], known| labels.extend(folded(list).map(|label| (label, known)));
        put(&file.labels.answer, Known::Answer);
        put(&file.labels.question, Known::Question);
        put(&file.labels.subject, Known::Subject);
        put(&file.speakers.agent, Known::Speaker(Speaker::Agent));
        put(&file.speakers.customer, Known::Speaker(Speaker::Customer));
        let cues = [&file.stance.reject, &file.stance.prescribe, &file.stance.report];
        let abbreviations: HashSet<String> = file.abbreviations.iter().map(|a| a.get_ref().to_lowercase()).collect();
        Self {
            labels,
            salutations: folded(&file.labels.salutation).collect(),
            farewells: folded(&file.labels.farewell).collect(),
            steps: folded(&file.labels.step).collect(),
            scripts: folded(&file.labels.script).collect(),
            titles: cues.into_iter().flatten().flat_map(|cue| words(cue.get_ref())).collect(),
            longest_abbreviation: abbreviations.iter().map(String::len).max().unwrap_or(0),
            abbreviations,
        }
    }

    /// What a whole label is.
    pub(super) fn label(&self, folded: &str) -> Option<Known> {
        self.labels.get(folded).copied()
    }

    /// Whether a folded word numbers a step ("step", "fase").
    pub(super) fn is_step(&self, folded: &str) -> bool {
        self.steps.contains(folded)
    }

    /// Whether a folded word names a whole script ("call", "dialogo").
    pub(super) fn is_script(&self, folded: &str) -> bool {
        self.scripts.contains(folded)
    }

    /// Whether a folded word belongs to a title that sets a stance ("myth", "better"), and so is nobody's name.
    pub(super) fn is_title(&self, folded: &str) -> bool {
        self.titles.contains(folded)
    }

    /// Whether a line opens a letter.
    pub(super) fn greets(&self, line: &str) -> bool {
        opens_with(&self.salutations, line)
    }

    /// Whether a line closes a letter.
    pub(super) fn takes_leave(&self, line: &str) -> bool {
        opens_with(&self.farewells, line)
    }

    /// Whether a word, its stop included, may stand before a name: an abbreviation ("Mr.") or an initial.
    pub(super) fn shortens(&self, word: &str) -> bool {
        let letter =
            word.strip_suffix('.').is_some_and(|name| name.chars().count() == 1 && !name.contains(char::is_numeric));
        letter || (word.ends_with('.') && self.abbreviates(word))
    }

    /// Whether a word, its stop included, is an abbreviation.
    pub(super) fn abbreviates(&self, word: &str) -> bool {
        word.len() <= self.longest_abbreviation && self.abbreviations.contains(&word.to_lowercase())
    }
}

fn folded(list: &[Spanned<String>]) -> impl Iterator<Item = String> {
    list.iter().map(|entry| fold(entry.get_ref()).into_owned())
}

/// The plain words a phrase spells, its operators left out.
fn words(phrase: &str) -> impl Iterator<Item = String> {
    let words = phrase.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 2);
    words.map(|word| fold(word).into_owned())
}

fn opens_with(openings: &[String], line: &str) -> bool {
    let first = line.bytes().next().unwrap_or_default().to_ascii_lowercase();
    if first.is_ascii() && !openings.iter().any(|opening| opening.as_bytes().first() == Some(&first)) {
        return false;
    }
    let end = line.char_indices().nth(40).map_or(line.len(), |(at, _)| at);
    let line = fold(&line[..end]);
    openings.iter().any(|opening| {
        line.strip_prefix(opening.as_str()).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
    })
}
