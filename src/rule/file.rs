//! A rule file as an author writes it, key for key; nothing in it is checked yet but its form.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};
use toml::{Spanned, value::Datetime};

use crate::{
    document::{BlockKind, Kind, Stance},
    finding::Severity,
    language::Written,
};

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
    /// Help must be reachable for so many hours of the week.
    pub cover: Option<CoverTable>,
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
    /// How many there should be; all 168 if not given.
    pub ideal: Option<Spanned<u32>>,
}

/// What a rule says in one language.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct LanguageTable {
    /// `forbid`: what must not be said.
    pub phrases: Vec<Spanned<Entry>>,
    /// What clears it.
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
    /// Examples in which the rule fires, at `<<…>>`.
    pub bad: Vec<Written>,
    /// Examples in which it is silent.
    pub good: Vec<Written>,
}

/// Whose words a check judges.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Voice {
    /// The company's.
    #[default]
    Agent,
    /// The customer's.
    Customer,
    /// Everybody's.
    Any,
}

/// A kind of block that a check can be confined to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the words of the document model")]
pub enum Place {
    Heading,
    Paragraph,
    Item,
    Cell,
    Quote,
    Turn,
    Direction,
}

impl Place {
    /// Whether a block of this kind is such a place.
    pub fn is(self, kind: BlockKind) -> bool {
        match self {
            Self::Heading => matches!(kind, BlockKind::Heading(_)),
            Self::Paragraph => kind == BlockKind::Paragraph,
            Self::Item => kind == BlockKind::Item,
            Self::Cell => kind == BlockKind::Cell,
            Self::Quote => kind == BlockKind::Quote,
            Self::Turn => kind == BlockKind::Turn,
            Self::Direction => kind == BlockKind::Direction,
        }
    }
}

/// Where else than in the sentence itself an `unless` may stand, always in the same block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// In so many sentences after it.
    Sentences(u32),
    /// Anywhere, before it or after.
    Block,
}

impl<'de> Deserialize<'de> for Reach {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ReachVisitor;

        impl Visitor<'_> for ReachVisitor {
            type Value = Reach;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number of sentences, or \"block\"")
            }

            fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Reach, E> {
                let wrong = |_| E::invalid_value(serde::de::Unexpected::Signed(number), &self);
                u32::try_from(number).map(Reach::Sentences).map_err(wrong)
            }

            fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<Reach, E> {
                if word == "block" { Ok(Reach::Block) } else { Err(E::unknown_variant(word, &["block"])) }
            }
        }

        deserializer.deserialize_any(ReachVisitor)
    }
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

/// The stances a check judges.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stances(pub Vec<Stance>);

impl<'de> Deserialize<'de> for Stances {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct StancesVisitor;

        #[derive(Deserialize)]
        #[serde(rename_all = "lowercase")]
        enum Word {
            Prescribes,
            Rejects,
            Reports,
            Any,
        }

        impl Word {
            fn stances(&self) -> Vec<Stance> {
                match self {
                    Self::Prescribes => vec![Stance::Prescribes],
                    Self::Rejects => vec![Stance::Rejects],
                    Self::Reports => vec![Stance::Reports],
                    Self::Any => vec![Stance::Prescribes, Stance::Rejects, Stance::Reports],
                }
            }
        }

        impl<'de> Visitor<'de> for StancesVisitor {
            type Value = Stances;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of stances, or \"any\"")
            }

            fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<Stances, E> {
                let word = Word::deserialize(serde::de::value::StrDeserializer::new(word))?;
                Ok(Stances(word.stances()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Stances, A::Error> {
                let mut stances = Vec::new();
                while let Some(word) = seq.next_element::<Word>()? {
                    stances.extend(word.stances());
                }
                Ok(Stances(stances))
            }
        }

        deserializer.deserialize_any(StancesVisitor)
    }
}
