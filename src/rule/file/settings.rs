//! The settings of checks, word for word.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{SeqAccess, Visitor},
};

use crate::document::{BlockKind, Stance};

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

/// A part of a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// All of it.
    #[default]
    Document,
    /// What is said first: the first turn of the agent.
    Opening,
    /// What is said last: the last turn of the agent.
    Closing,
}

/// A side of a sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// After it.
    #[default]
    After,
    /// Before it.
    Before,
    /// On either side.
    Around,
}

/// How far from a sentence something may stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Within {
    /// So many sentences away.
    Sentences(u32),
    /// In the same turn, paragraph or item.
    Turn,
    /// In the same section.
    Section,
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
        let expected = "a number of sentences, or \"block\"";
        deserializer.deserialize_any(Distance { expected, words: &["block"], of: &[Self::Block] })
    }
}

impl From<u32> for Reach {
    fn from(sentences: u32) -> Self {
        Self::Sentences(sentences)
    }
}

impl<'de> Deserialize<'de> for Within {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expected = "a number of sentences, \"turn\" or \"section\"";
        deserializer.deserialize_any(Distance {
            expected,
            words: &["turn", "section"],
            of: &[Self::Turn, Self::Section],
        })
    }
}

impl From<u32> for Within {
    fn from(sentences: u32) -> Self {
        Self::Sentences(sentences)
    }
}

/// Reads a number of sentences, or one of some words.
struct Distance<T: 'static> {
    expected: &'static str,
    words: &'static [&'static str],
    /// What the words mean, in their order.
    of: &'static [T],
}

impl<T: Copy + From<u32>> Visitor<'_> for Distance<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<T, E> {
        let wrong = |_| E::invalid_value(serde::de::Unexpected::Signed(number), &self);
        u32::try_from(number).map(T::from).map_err(wrong)
    }

    fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<T, E> {
        if word.trim().parse::<u32>().is_ok() {
            return Err(E::invalid_type(serde::de::Unexpected::Str(word), &self));
        }
        let known = self.words.iter().position(|known| *known == word);
        known.map(|at| self.of[at]).ok_or_else(|| E::unknown_variant(word, self.words))
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
