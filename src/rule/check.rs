//! A check: what kind of judgement is made, where it looks, and with which words.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    List, Lists, Spoken,
    file::{Part, Place, Reach, Side, Stances, Voice, Within},
};
use crate::{
    document::{Block, Document, Speaker},
    source::Span,
};

/// A judgement that a rule makes.
#[derive(Clone, Debug)]
pub struct Check {
    /// What kind of judgement it is.
    pub kind: CheckKind,
    /// Where it looks.
    pub scope: Scope,
    /// Its words, by the code of the language.
    pub(super) languages: BTreeMap<Arc<str>, Spoken>,
}

/// A kind of judgement, with its settings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CheckKind {
    /// These words must not be said.
    Forbid {
        /// Where else in the same block an `unless` may stand.
        reach: Reach,
    },
    /// The document, or a part of it, must say this.
    Require {
        /// The part.
        part: Part,
        /// How many words a document has at least that is judged.
        min_words: u32,
        /// Whether only documents are judged whose kind is given, not guessed.
        declared: bool,
    },
    /// Whoever says this must then say that.
    Follow {
        /// How far away.
        within: Within,
        /// On which side.
        side: Side,
    },
    /// This must come before that.
    Order,
    /// The customer is asked for an item at most once.
    Once,
    /// Help must be reachable for so many hours of the week, over all channels together.
    Cover {
        /// How many hours of the week there must be.
        hours: u32,
        /// How many there should be; fewer are an advice.
        ideal: u32,
    },
    /// One value throughout.
    Agree,
}

impl Check {
    /// Checks that take what belongs to each of what a rule says in each language.
    pub(super) fn all(kinds: Vec<(CheckKind, Scope)>, mut languages: BTreeMap<Arc<str>, Lists>) -> Vec<Self> {
        let mut checks = Vec::with_capacity(kinds.len());
        let last = kinds.len().saturating_sub(1);
        for (at, (kind, scope)) in kinds.into_iter().enumerate() {
            let mut own = if at < last { languages.clone() } else { std::mem::take(&mut languages) };
            own.values_mut().for_each(|lists| lists.retain(|list| kind.takes(list)));
            own.retain(|_, lists| !lists.is_empty());
            let languages = own.into_iter().map(|(code, lists)| (code, lists.into())).collect();
            checks.push(Self { kind, scope, languages });
        }
        checks
    }

    /// The words it has in a language; none if it does not speak it.
    pub fn lists(&self, language: &str) -> &Lists {
        const NONE: &Lists = &Lists::new();
        self.languages.get(language).map_or(NONE, |spoken| spoken.lists(&self.kind))
    }

    /// The same, to be added to.
    pub(super) fn lists_mut(&mut self, language: &Arc<str>) -> &mut Lists {
        self.languages.entry(Arc::clone(language)).or_default().lists_mut(&self.kind)
    }

    /// The codes of the languages it has words in, sorted.
    pub fn languages(&self) -> impl Iterator<Item = &Arc<str>> {
        self.languages.keys()
    }

    /// Whether it has words in a language.
    pub fn speaks(&self, language: &str) -> bool {
        self.languages.contains_key(language)
    }
}

impl CheckKind {
    /// The names of all kinds.
    pub const NAMES: [&str; 7] = ["forbid", "require", "follow", "order", "once", "cover", "agree"];

    /// Its name in a rule file.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Forbid { .. } => "forbid",
            Self::Require { .. } => "require",
            Self::Follow { .. } => "follow",
            Self::Order => "order",
            Self::Once => "once",
            Self::Cover { .. } => "cover",
            Self::Agree => "agree",
        }
    }

    /// The key of the list without which it can say nothing.
    pub fn main(&self) -> &'static str {
        match self {
            Self::Forbid { .. } => "phrases",
            Self::Require { .. } => "needs",
            Self::Follow { .. } => "says",
            Self::Order => "next",
            Self::Once => "asks",
            Self::Cover { .. } => "about",
            Self::Agree => "values",
        }
    }

    /// The keys of the lists of which it needs one besides the main one; none if it needs no other.
    pub fn partners(&self) -> &'static [&'static str] {
        match self {
            Self::Follow { .. } => &["then", "unless"],
            Self::Order => &["first"],
            Self::Once => &["items"],
            Self::Forbid { .. } | Self::Require { .. } | Self::Cover { .. } | Self::Agree => &[],
        }
    }

    /// Whether it judges lines, not what a whole document leaves out.
    pub fn judges_lines(&self) -> bool {
        !self.judges_silence()
    }

    /// Whether it may find something in a document that says nothing of what it looks for.
    pub fn judges_silence(&self) -> bool {
        matches!(self, Self::Require { .. })
    }

    /// Whether a list of a language table is one of its own.
    pub fn takes(&self, list: List) -> bool {
        list.checks().contains(&self.name())
    }
}

/// Where a check looks: whose words, in which blocks, and what the text does with them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scope {
    /// Whose words.
    pub speaker: Voice,
    /// In which kinds of block; all if `None`.
    pub places: Option<Vec<Place>>,
    /// What the text does with them.
    pub stances: Stances,
}

impl Scope {
    /// Whether words at `span`, which stands in `block`, are looked at.
    pub fn holds(&self, document: &Document<'_>, block: &Block<'_>, span: Span) -> bool {
        let speaker = match self.speaker {
            Voice::Agent => block.speaker == Speaker::Agent,
            Voice::Customer => block.speaker == Speaker::Customer,
            Voice::Any => true,
        };
        let place = self.places.as_ref().is_none_or(|places| places.iter().any(|place| place.is(block.kind)));
        speaker && place && self.stances.0.contains(&document.stance(block, span))
    }
}
