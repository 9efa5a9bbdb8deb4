//! Values: numbers, percentages and placeholders in a text, and the tests that phrases put to them.
//!
//! Each kind is read by a nom parser of its own. `money`, `duration`, `time`, `hours` and `rating` can be written in a
//! phrase and their literals are checked; they are not recognised in a text yet, so such a phrase does not match.

mod literal;
mod number;
mod placeholder;
pub mod week;

use std::{fmt, ops::Range};

pub use literal::parse_test;
pub use placeholder::{Placeholder, placeholder};

/// What sort of value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum ValueKind {
    /// A plain number.
    Number,
    /// A percentage.
    Percent,
    /// An amount of money.
    Money,
    /// A length of time.
    Duration,
    /// A clock time.
    Time,
    /// A weekly schedule.
    Hours,
    /// A rating.
    Rating,
    /// A blank to be filled in: `{{name}}`.
    Placeholder,
}

impl ValueKind {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::Number,
        Self::Percent,
        Self::Money,
        Self::Duration,
        Self::Time,
        Self::Hours,
        Self::Rating,
        Self::Placeholder,
    ];

    /// The name phrases use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Percent => "percent",
            Self::Money => "money",
            Self::Duration => "duration",
            Self::Time => "time",
            Self::Hours => "hours",
            Self::Rating => "rating",
            Self::Placeholder => "placeholder",
        }
    }
}

/// A value found in a text.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// A plain number.
    Number(f64),
    /// So many percent.
    Percent(f64),
    /// A placeholder and the words of its name, lower case.
    Placeholder(Vec<String>),
}

/// How a value is compared.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Comparison {
    /// `<`.
    Less,
    /// `<=`.
    AtMost,
    /// `=`.
    Equal,
    /// `>=`.
    AtLeast,
    /// `>`.
    More,
}

impl Comparison {
    fn sign(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Equal => "=",
            Self::AtLeast => ">=",
            Self::More => ">",
        }
    }

    #[expect(clippy::float_cmp, reason = "a written number equals itself")]
    fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::Equal => left == right,
            Self::AtLeast => left >= right,
            Self::More => left > right,
        }
    }
}

/// What a phrase demands of a value.
#[derive(Clone, PartialEq, Debug)]
pub struct ValueTest {
    /// The kind it must be of.
    pub kind: ValueKind,
    /// How it must compare, with the literal's size and the literal as written.
    pub compare: Option<(Comparison, f64, String)>,
    /// For a placeholder: words of which its name must have one; empty for any.
    pub names: Vec<String>,
}

impl ValueTest {
    /// Whether a value passes.
    pub fn accepts(&self, value: &Value) -> bool {
        let compared = |number: f64| self.compare.as_ref().is_none_or(|(how, size, _)| how.holds(number, *size));
        match (self.kind, value) {
            (ValueKind::Number, Value::Number(number)) | (ValueKind::Percent, Value::Percent(number)) => {
                compared(*number)
            }
            (ValueKind::Placeholder, Value::Placeholder(words)) => {
                self.names.is_empty() || self.names.iter().any(|name| words.contains(name))
            }
            _ => false,
        }
    }
}

impl fmt::Display for ValueTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}", self.kind.name())?;
        if let Some((how, _, literal)) = &self.compare {
            write!(f, " {} {literal}", how.sign())?;
        }
        if !self.names.is_empty() {
            write!(f, " {}", self.names.join("|"))?;
        }
        f.write_str(">")
    }
}

/// What is wrong with a value test, and the bytes of it that are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ValueError {
    /// Where, in bytes of the text between the angle brackets.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// The cure.
    pub help: Option<String>,
}

/// What a language knows of values.
#[derive(Clone, Default, Debug)]
pub struct ValueWords {
    /// Words that make a number a percentage, lower case.
    pub percent: Vec<String>,
}

/// The value that starts at the first byte of `text`, which is a digit, and its length in bytes.
pub fn numeric(text: &str, words: &ValueWords) -> Option<(Value, usize)> {
    number::numeric(text, words)
}
