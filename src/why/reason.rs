//! Reasons, as data: what is so, at which words of the document and by which phrase of the rule.

use crate::{
    document::{BlockKind, Stance},
    finding::Severity,
    problem::Placed,
    rule::file::{Part, Side, Within},
    source::Span,
    trace::{Got, Hurdle},
};

/// A reason why a rule speaks or is silent.
#[derive(Clone, Debug)]
pub struct Reason {
    /// What is so.
    pub because: Because,
    /// The words of the document that it is about.
    pub span: Option<Span>,
    /// The phrase that it is about.
    pub phrase: Option<Placed>,
    /// Whether the rule speaks because of it.
    pub speaks: bool,
}

/// What is so. Lists are named as in a rule file, with the name of the inner list where there are several.
#[derive(Clone, PartialEq, Debug)]
pub enum Because {
    /// A phrase of a list stands here.
    Found(String),
    /// It is an entry of this word list.
    Entry(String),
    /// The members of its set stand here.
    Members(Vec<Span>),
    /// A value compares as the phrase demands.
    Passes {
        /// What it comes to.
        meaning: String,
        /// How it must compare.
        wanted: String,
    },
    /// The phrase has a severity of its own.
    Grave(Severity),
    /// The words are negated, as the phrase wants; or as often as not.
    Signed {
        /// The words that negate.
        by: Vec<Span>,
        /// Whether the phrase wants them negated.
        wanted: bool,
    },
    /// The words count, although the text does not prescribe them or a customer says them.
    Heard(Outside),
    /// What the finding says of a place.
    Told(String),
    /// A phrase came near.
    Near {
        /// Its list.
        list: String,
        /// How far it got.
        got: Got,
        /// What keeps it from matching.
        hurdles: Vec<Hurdle>,
    },
    /// No phrase of a list comes near.
    Nowhere(String),
    /// No phrase of a list stands anywhere that counts.
    Never(String),
    /// The rule says nothing in the language of the document.
    Mute {
        /// The language of the document.
        language: String,
        /// Those that the rule speaks.
        speaks: Vec<String>,
    },
    /// The check does not look at the words.
    Outside(Outside),
    /// The words stand where no rule looks.
    Unread(Unread),
    /// A phrase of this list clears the words.
    Clears(String),
    /// A phrase of this list would, but stands too far away or does not count.
    Short(String, Short),
    /// The rule speaks of this sentence elsewhere.
    SameSentence,
    /// Nothing has to come before it.
    Free,
    /// What `require` makes of the document.
    Require(Require),
    /// What `once` makes of an asking.
    Once(Once),
    /// What `cover` makes of hours.
    Cover(Cover),
    /// What `agree` makes of a value.
    Agree(Agree),
}

/// Why a check does not look at words.
#[derive(Clone, PartialEq, Debug)]
pub enum Outside {
    /// For what the text does with them.
    Stance {
        /// What it does.
        stance: Stance,
        /// What says so.
        cause: Option<Cause>,
    },
    /// For where they stand.
    Place(BlockKind),
    /// A customer says them.
    Customer {
        /// The label that says so.
        label: Option<Span>,
    },
    /// The company says them.
    Company,
}

/// What tells the stance of words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cause {
    /// A cue of the language.
    Cue(Span),
    /// The mark of an item.
    Mark,
    /// The sentence asks.
    Question,
    /// A label that says that somebody asks.
    Asked(Span),
    /// The sentence speaks about a quotation.
    Quotation,
}

/// Where no rule looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unread {
    /// A block of this kind.
    Block(BlockKind),
    /// Code inside a text.
    Code,
    /// A comment inside a text.
    Comment,
    /// The target of a link, the text of an image, a tag.
    Markup,
}

/// Why words do not clear others.
#[derive(Clone, PartialEq, Debug)]
pub enum Short {
    /// The check does not count them.
    Outside(Outside),
    /// So many sentences lie between, and the rule allows fewer (`reach`, `within`).
    Far {
        /// The setting.
        key: &'static str,
        /// How far away they stand, in sentences.
        sentences: u32,
        /// How far the rule reaches.
        reach: u32,
    },
    /// They stand before, and the rule looks after; or the other way round.
    Side(Side),
    /// They stand before, and `reach` counts what follows.
    Before,
    /// They stand in another paragraph, item or turn.
    Block,
    /// They stand in another turn or section, and the rule looks only into this one.
    Within(Within),
    /// They are part of the words themselves.
    Inside,
    /// They come later.
    Later,
    /// They belong to another conversation of the file.
    Script,
}

/// What `require` makes of a document.
#[derive(Clone, PartialEq, Debug)]
pub enum Require {
    /// What is missing is told elsewhere.
    ToldAt(Span),
    /// The kind of the document is guessed.
    Guessed,
    /// The document is too short.
    TooShort {
        /// How many words it has.
        words: usize,
        /// How many it must have.
        least: u32,
    },
    /// A key of the front matter says it.
    FrontMatter(String),
    /// A key of the front matter would say it, and is empty.
    EmptyKey(String),
    /// Nothing of `when` is said.
    NotAsked,
    /// `when` is said here.
    Asked,
    /// A need is met.
    Met(String),
    /// A need is not met.
    Missing(String),
    /// Words that would meet a need stand in another part of the document.
    OtherPart(String, Part),
    /// Words that would meet a need do not count.
    Uncounted(String, Outside),
    /// There is no text of the part that must say it.
    NoPart,
}

/// What `once` makes of an asking.
#[derive(Clone, PartialEq, Debug)]
pub enum Once {
    /// The item is named, and not asked for.
    NotAsked(String),
    /// Something is asked, and none of the items.
    NoItem,
    /// The item is asked for nowhere else.
    Only(String),
    /// It is asked for again later, where the rule speaks.
    First(String, Span),
    /// It was asked for before, in the same turn or block.
    SameBlock(Span),
    /// It was asked for before, in another conversation of the file.
    OtherScript(Span),
    /// It was asked for before, of somebody else.
    OtherOwner {
        /// Where.
        before: Span,
        /// Who is meant here; `None` for the customer.
        owner: Option<Span>,
        /// Who was meant there.
        other: Option<Span>,
    },
    /// A longer item holds it.
    Longer(String),
    /// It counts, but nothing tells why it was not flagged.
    Counted,
}

/// What `cover` makes of hours.
#[derive(Clone, PartialEq, Debug)]
pub enum Cover {
    /// No hours are read here.
    NoHours,
    /// No hours are read anywhere that count as help.
    NoneCounted,
    /// These hours count.
    Counts {
        /// How many a week.
        hours: u32,
    },
    /// All hours together.
    Together {
        /// How many a week.
        hours: u32,
        /// How many there must be.
        wanted: u32,
        /// How many there should be.
        ideal: u32,
    },
    /// Hours of something else, by a phrase of `except`.
    Except,
    /// Hours that nothing says to be help's.
    NoTopic,
    /// A saying means all hours.
    Always,
    /// The finding stands at the first hours that count.
    ToldAt(Span),
    /// A saying means office hours; but hours are given.
    Given,
    /// So few hours are an appointment.
    TooFew,
    /// They are part of hours counted already.
    Again(Span),
}

/// What `agree` makes of a value.
#[derive(Clone, PartialEq, Debug)]
pub enum Agree {
    /// No value of its kind can be read in the words.
    NoValue,
    /// It is the only one of its name.
    Only(String),
    /// It is the same as the first.
    Equal {
        /// What it is of.
        name: String,
        /// The first.
        first: Elsewhere,
    },
    /// It differs from the first.
    Differs {
        /// What it is of.
        name: String,
        /// It, as written.
        written: String,
        /// The first.
        first: Elsewhere,
    },
    /// It is the first; another that differs is told there.
    First(String, Elsewhere),
    /// Another value of its name is labelled otherwise.
    OtherLabel {
        /// What it stands under; empty for nothing.
        label: String,
        /// What the other stands under.
        other: String,
        /// The other.
        first: Elsewhere,
    },
    /// It was held against those of its sets, which have so many documents.
    InSet(usize),
}

/// A value that stands elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Elsewhere {
    /// As written.
    pub written: String,
    /// The document; `None` for the same.
    pub path: Option<String>,
    /// Its line.
    pub line: usize,
}

impl Reason {
    /// A reason without a place.
    pub(super) fn new(because: Because) -> Self {
        Self { because, span: None, phrase: None, speaks: false }
    }

    /// The same at a place of the document.
    pub(super) fn at(self, span: Span) -> Self {
        Self { span: Some(span), ..self }
    }

    /// The same about a phrase.
    pub(super) fn by(self, phrase: Option<&Placed>) -> Self {
        Self { phrase: phrase.cloned(), ..self }
    }

    /// The same as one for which the rule speaks.
    pub(super) fn speaking(self) -> Self {
        Self { speaks: true, ..self }
    }
}
