//! What keeps a phrase from matching where it nearly does.

use crate::source::Span;

/// One thing that keeps a phrase from matching. Words of the text are given by their place, those of the phrase as
/// they are written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Hurdle {
    /// A negation stands before it, or in it.
    Negated {
        /// The words that negate; none if it cannot be told which.
        by: Vec<Span>,
    },
    /// The phrase wants a negation (`-`), and there is none.
    NotNegated,
    /// A word stands there that a `!` forbids.
    Barred {
        /// What is forbidden.
        bar: String,
        /// The word.
        word: Option<Span>,
    },
    /// It begins no sentence (`^`).
    NotFirst {
        /// What stands before it.
        before: Option<Span>,
    },
    /// It ends no sentence (`$`).
    NotLast {
        /// What stands after it.
        after: Option<Span>,
    },
    /// A word stands there in another form.
    Form {
        /// The word.
        found: String,
        /// The one wanted.
        wanted: String,
        /// The list that wants it; `None` for the phrase itself.
        list: Option<String>,
    },
    /// A word stands there with other accents, where they count.
    Accent {
        /// The word.
        found: String,
        /// The one wanted.
        wanted: String,
    },
    /// An entry of the list that is wanted begins there, and does not go on.
    Entry {
        /// The list.
        list: String,
        /// The entry.
        entry: String,
        /// What of it stands there.
        found: Span,
        /// What stands behind that; `None` at the end of the sentence.
        word: Option<String>,
        /// What is wanted instead.
        wanted: String,
    },
    /// A value does not compare as it should.
    Value {
        /// The value.
        span: Span,
        /// What it comes to.
        meaning: String,
        /// How it should compare: `> 24h`.
        wanted: String,
    },
    /// A value of another kind stands there.
    Kind {
        /// The value.
        span: Span,
        /// Its kind.
        kind: &'static str,
        /// The kind wanted.
        wanted: String,
    },
    /// The words stand further apart than a gap or a set allows.
    Narrow {
        /// The gap or set, as written.
        written: String,
        /// How many words it would have to be wide.
        needs: Option<u32>,
        /// Whether it is a set.
        set: bool,
    },
    /// Other words stand between two of its words.
    Between {
        /// They.
        words: Span,
        /// The word of the phrase before them.
        after: String,
        /// The word of the phrase behind them.
        before: String,
        /// How many they are.
        count: usize,
    },
    /// It stands in a label only, and does not touch the text.
    Label,
    /// All its words stand there, in another order.
    Order,
    /// Something else stands where a word is wanted; or the sentence ends there.
    Instead {
        /// What stands there.
        word: Option<String>,
        /// What is wanted.
        wanted: String,
    },
    /// A word with the same beginning stands there, which is none of the forms that are wanted.
    Family {
        /// The word.
        found: String,
        /// The word wanted.
        wanted: String,
    },
    /// An element does not stand in the sentence.
    Missing {
        /// The element.
        wanted: String,
        /// Where it stands instead: in another sentence.
        elsewhere: Option<Span>,
    },
    /// An element stands there; some others do not.
    Present {
        /// The element.
        wanted: String,
        /// Where.
        span: Span,
    },
}
