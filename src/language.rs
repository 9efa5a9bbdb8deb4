//! A language file holds everything the engine knows of one language: words, labels, cues and lists, as data.
//!
//! Built-in files live in `rules/languages/` and are named by their language code; a company adds its own or extends
//! one of these, lists being appended.

mod form;
mod lists;
mod load;
mod unknown;
mod values;

pub use lists::WordLists;
pub use load::load;
pub use unknown::unknown;
pub use values::{DayNames, UnitNames, ValueTable};

use std::{collections::BTreeMap, sync::Arc};

use serde::Deserialize;
use toml::Spanned;

use crate::source::Source;

/// A phrase as written in a TOML file, with its place there in bytes (quotation marks included).
pub type Written = Spanned<String>;

/// What a language file says, key for key.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct LanguageFile {
    /// The English name of the language.
    pub name: Option<Spanned<String>>,
    /// The Snowball stemmer behind `~word`; without one, `~word` matches the word itself.
    pub stemmer: Option<Spanned<String>>,
    /// Whether an apostrophe ends a word, as in Italian "l'assistenza".
    pub elision: bool,
    /// Words whose accents never fold: typed with the accent they match only so.
    pub distinct: Vec<Spanned<String>>,
    /// Words too common to find anything by: they fence no set, start no search, and tell the language when in doubt.
    pub function_words: Vec<Spanned<String>>,
    /// Abbreviations whose full stop ends no sentence, with the stop.
    pub abbreviations: Vec<Spanned<String>>,
    /// Words that open a clause of their own, which a negator before them does not reach.
    pub clause_openers: Vec<Spanned<String>>,
    /// Words that join two things without saying anything of either ("and", "or", "then").
    pub conjunctions: Vec<Spanned<String>>,
    /// Contracted forms and the words they are read as: whole words (`won't`) or endings (`n't`).
    pub contractions: BTreeMap<String, Spanned<String>>,
    /// The labels of speakers.
    pub speakers: Speakers,
    /// Labels and openings of templates, questions and steps.
    pub labels: Labels,
    /// The cues that tell what a text does with its words.
    pub stance: StanceCues,
    /// The words that values are made of.
    pub values: ValueTable,
    /// The named word lists of the phrase language; `neg` holds the negators.
    pub lists: WordLists,
}

/// Labels that say who speaks.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Speakers {
    /// The company's side: staff, bots, recorded voices.
    pub agent: Vec<Spanned<String>>,
    /// The customer's side.
    pub customer: Vec<Spanned<String>>,
}

/// Labels and openings that show what a piece of text is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Labels {
    /// The label of a message's subject line.
    pub subject: Vec<Spanned<String>>,
    /// Words that open a letter ("Dear").
    pub salutation: Vec<Spanned<String>>,
    /// Words that close a letter ("Best regards").
    pub farewell: Vec<Spanned<String>>,
    /// Labels of a question in a list of questions and answers.
    pub question: Vec<Spanned<String>>,
    /// Labels of its answer.
    pub answer: Vec<Spanned<String>>,
    /// Words that, with a number, label a step ("Step 2").
    pub step: Vec<Spanned<String>>,
    /// Words that name a whole script, in front of its number or title.
    pub script: Vec<Spanned<String>>,
}

/// Cues, as phrases, that tell what a text does with its words.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct StanceCues {
    /// In a heading, column heading, label or list introduction: what is under it is rejected ("Avoid", "Myth").
    pub reject: Vec<Written>,
    /// In the same places: what is under it is prescribed ("Better", "Say instead").
    pub prescribe: Vec<Written>,
    /// In the same places: what is under it is only reported ("Trigger phrases", "Quiz").
    pub report: Vec<Written>,
    /// In a sentence: what follows is rejected, to the quotation it governs or the sentence's end ("never say").
    pub reject_before: Vec<Written>,
    /// In a sentence: the quotation that follows is rejected; without a quotation, nothing is ("we dropped", "avoid").
    pub reject_quoted: Vec<Written>,
    /// In a sentence: what follows is reported ("customers complain that").
    pub report_before: Vec<Written>,
    /// In a sentence: what stands before is rejected ("is a myth", "has cost us").
    pub reject_after: Vec<Written>,
    /// In a sentence or the next: a quotation or saying is made the company's own ("is our motto").
    pub adopt: Vec<Written>,
    /// In the next sentence: what the sentence before said is rejected ("so we took it down").
    pub retract: Vec<Written>,
    /// Words that open a clause which only says when or of whom: a cue in it reaches no further than the comma that ends
    /// it ("If you do not say your name, …").
    pub conditions: Vec<Spanned<String>>,
    /// Words that take back a rejecting cue right behind them ("do not avoid").
    pub negators: Vec<Spanned<String>>,
}

/// A language, checked and ready.
#[derive(Clone, Debug)]
pub struct Language {
    /// Its code, the stem of its file: "en".
    pub code: Arc<str>,
    /// What its file or files say, lists appended.
    pub file: LanguageFile,
    /// The files it was read from, for pointing at mistakes. The places in `file` count through them as if the texts
    /// stood one after the other; [`place`](Self::place) tells which file and where.
    pub sources: Vec<Arc<Source>>,
}

#[cfg(test)]
impl Language {
    /// A language made of the text of a language file.
    pub(crate) fn of(code: &str, file: &str) -> Self {
        let file = toml::from_str(file).expect("a language file of a test is sound");
        Self { code: code.into(), file, sources: Vec::new() }
    }

    /// A little English to read structure by.
    pub(crate) fn sample() -> Self {
        Self::of(
            "en",
            r#"
            name = "English"
            function-words = ["the", "and", "of", "to", "is", "you", "we"]
            abbreviations = ["mr.", "e.g.", "p.m."]
            [speakers]
            agent = ["agent", "bot", "ivr", "announcement", "adviser", "hold message"]
            customer = ["customer", "caller", "client"]
            [labels]
            subject = ["subject"]
            salutation = ["dear", "hi"]
            farewell = ["best regards", "kind regards"]
            question = ["q", "question"]
            answer = ["a", "answer"]
            step = ["step", "level", "rule"]
            script = ["call", "script"]
            [stance]
            reject = ["avoid", "myth", "never say", "slow"]
            prescribe = ["better", "instead", "reality"]
            "#,
        )
    }
}
