//! A rule file as an author writes it, key for key; nothing in it is checked yet but its form.

mod form;
mod settings;

pub use settings::{Part, Place, Reach, Side, Stances, Voice, Within};

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};
use toml::{Spanned, value::Datetime};

use crate::{document::Kind, finding::Severity, language::Written};

/// What a rule file says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct RuleFile {
    /// The rule in a few words.
    pub title: Option<Spanned<String>>,
    /// How grave a finding is; `warning` if not given.
    pub severity: Option<Severity>,
    /// Who says so.
    pub source: Option<String>,
    /// Where to read more.
    pub url: Option<String>,
    /// Names that select the rule together with others.
    pub tags: Vec<Spanned<String>>,
    /// Why it matters.
    pub why: Option<String>,
    /// What to write instead.
    pub instead: Option<String>,
    /// The message of a finding; may use `{match}`, `{value}` and `{item}`. The title if not given.
    pub message: Option<Written>,
    /// The kinds of document it judges; all if empty.
    pub kinds: Vec<Kind>,
    /// Globs of the files it judges; all if empty.
    pub files: Vec<Spanned<String>>,
    /// Word lists: entries added to those of the language, and under `replace` those taken instead.
    pub words: BTreeMap<Spanned<String>, WordList>,
    /// When somebody last looked at the rule.
    pub reviewed: Option<Spanned<Datetime>>,
    /// When somebody should look at it again.
    pub review_by: Option<Spanned<Datetime>>,
    /// The built-in rule that this file adds to.
    pub extends: Option<Spanned<String>>,
    /// What kinds of judgement it makes; `forbid` if left out.
    pub check: Option<CheckTables>,
    /// What it says in each language, by code.
    pub language: BTreeMap<Spanned<String>, LanguageTable>,
}

/// The `[check.…]` tables, by kind of check.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct CheckTables {
    /// These words must not be prescribed.
    pub forbid: Option<ForbidTable>,
    /// The document must say this.
    pub require: Option<RequireTable>,
    /// Whoever says this must then say that.
    pub follow: Option<FollowTable>,
    /// This must come before that.
    pub order: Option<PlainTable>,
    /// The customer is asked for an item at most once.
    pub once: Option<PlainTable>,
    /// Help must be reachable for so many hours of the week.
    pub cover: Option<CoverTable>,
    /// One value throughout.
    pub agree: Option<PlainTable>,
}

/// The settings of `[check.forbid]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ForbidTable {
    /// Whose words are judged.
    pub speaker: Option<Voice>,
    /// The kinds of block that are judged; all if not given.
    pub r#in: Option<Vec<Place>>,
    /// What the text must do with the words.
    pub stance: Option<Stances>,
    /// Where else than in the sentence itself an `unless` may stand.
    pub reach: Option<Reach>,
}

/// The settings of `[check.require]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct RequireTable {
    /// Whose words are judged.
    pub speaker: Option<Voice>,
    /// The kinds of block that are judged; all if not given.
    pub r#in: Option<Vec<Place>>,
    /// What the text must do with the words.
    pub stance: Option<Stances>,
    /// Which part of the document must say it; the whole if not given.
    pub in_part: Option<Part>,
    /// How many words a document has that is judged; any number if not given.
    pub min_words: Option<u32>,
    /// Whether only documents are judged whose kind is given, not guessed; no if not given.
    pub declared: Option<bool>,
}

/// The settings of `[check.follow]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct FollowTable {
    /// Whose words are judged.
    pub speaker: Option<Voice>,
    /// The kinds of block that are judged; all if not given.
    pub r#in: Option<Vec<Place>>,
    /// What the text must do with the words.
    pub stance: Option<Stances>,
    /// How far away the rest may stand; two sentences if not given.
    pub within: Option<Within>,
    /// On which side of it the rest must stand; after it if not given.
    pub r#where: Option<Side>,
}

/// The settings of a check that has no more than all have: `[check.order]`, `[check.once]`, `[check.agree]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct PlainTable {
    /// Whose words are judged.
    pub speaker: Option<Voice>,
    /// The kinds of block that are judged; all if not given.
    pub r#in: Option<Vec<Place>>,
    /// What the text must do with the words.
    pub stance: Option<Stances>,
}

/// The settings of `[check.cover]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct CoverTable {
    /// Whose words are judged.
    pub speaker: Option<Voice>,
    /// The kinds of block that are judged; all if not given.
    pub r#in: Option<Vec<Place>>,
    /// What the text must do with the words.
    pub stance: Option<Stances>,
    /// How many hours of the week there must be; all 168 if not given.
    pub hours: Option<Spanned<u32>>,
    /// How many there should be; `hours` if not given.
    pub ideal: Option<Spanned<u32>>,
}

/// What a rule says in one language.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct LanguageTable {
    /// `forbid`: what must not be said.
    pub phrases: Vec<Spanned<Entry>>,
    /// `forbid`, `follow`: what clears it.
    pub unless: Vec<Written>,
    /// `forbid`: what must not be said, and what to say instead.
    pub swap: BTreeMap<Spanned<String>, String>,
    /// `cover`: what counts as help.
    pub about: Vec<Written>,
    /// `cover`: what tells that help is meant without naming it.
    pub contact: Vec<Written>,
    /// `cover`: what does not, whatever else is said.
    pub except: Vec<Written>,
    /// `cover`: what means every hour of the week.
    pub always: Vec<Written>,
    /// `cover`: what means office hours.
    pub limited: Vec<Written>,
    /// `require`: what must be said, one of these, or one of each of several lists.
    pub needs: Option<WordList>,
    /// `require`: only where one of these is said.
    pub when: Vec<Written>,
    /// `require`: the headings of the section that should say it.
    pub headings: Vec<Written>,
    /// `require`: keys of the front matter that say it as well.
    pub front_matter: Vec<String>,
    /// `follow`: what asks for more.
    pub says: Vec<Spanned<Entry>>,
    /// `follow`: what must be said then.
    pub then: Vec<Written>,
    /// `order`: what must come first.
    pub first: Vec<Written>,
    /// `order`: what may only come after it.
    pub next: Vec<Spanned<Entry>>,
    /// `once`: how one asks.
    pub asks: Vec<Written>,
    /// `once`: what is asked for, by name.
    pub items: BTreeMap<String, Vec<Written>>,
    /// `once`: whose it may be, if not the customer's own.
    pub owners: Vec<Written>,
    /// `agree`: phrases with the value, by the name of what has it.
    pub values: BTreeMap<String, Vec<Written>>,
    /// Examples in which the rule fires, at `<<…>>`.
    pub bad: Vec<Written>,
    /// Examples in which it is silent.
    pub good: Vec<Written>,
}

/// An entry of `phrases`: a phrase, or a phrase with a severity of its own.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The phrase; `None` where the entry itself is the phrase.
    pub phrase: Option<Written>,
    /// The phrase where the entry itself is one.
    pub text: String,
    /// The severity of what this phrase finds.
    pub severity: Option<Severity>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct EntryTable {
    phrase: Written,
    severity: Option<Severity>,
}

// Written by hand: with `untagged`, serde blames a misspelt key on the whole entry.
impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntryVisitor;

        impl<'de> Visitor<'de> for EntryVisitor {
            type Value = Entry;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a phrase, or `{ phrase = \"…\", severity = \"…\" }`")
            }

            fn visit_str<E>(self, text: &str) -> Result<Entry, E> {
                Ok(Entry { phrase: None, text: text.to_owned(), severity: None })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Entry, A::Error> {
                let table = EntryTable::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Entry { phrase: Some(table.phrase), text: String::new(), severity: table.severity })
            }
        }

        deserializer.deserialize_any(EntryVisitor)
    }
}

impl Entry {
    /// The phrase with its place in the file.
    pub fn written(entry: Spanned<Self>) -> (Written, Option<Severity>) {
        let span = entry.span();
        let Self { phrase, text, severity } = entry.into_inner();
        (phrase.unwrap_or_else(|| Spanned::new(span, text)), severity)
    }
}

/// A value of `[words]`.
#[derive(Clone, Debug)]
pub enum WordList {
    /// The entries of a list.
    Entries(Vec<Written>),
    /// Several lists: the table `[words.replace]`.
    Lists(BTreeMap<String, Vec<Written>>),
}

impl<'de> Deserialize<'de> for WordList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListVisitor;

        impl<'de> Visitor<'de> for ListVisitor {
            type Value = WordList;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of phrases")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<WordList, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = seq.next_element()? {
                    entries.push(entry);
                }
                Ok(WordList::Entries(entries))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<WordList, A::Error> {
                BTreeMap::deserialize(MapAccessDeserializer::new(map)).map(WordList::Lists)
            }
        }

        deserializer.deserialize_any(ListVisitor)
    }
}
