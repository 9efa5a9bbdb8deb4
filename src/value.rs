//! Values: numbers, percentages, money, lengths of time, clock times, weekly hours, ratings and placeholders in a
//! text, and the tests that phrases put to them.
//!
//! Each kind is read by nom parsers of its own, whose words come from the language file. Names and quotations are seen
//! by how they are written, where a sentence is cut into words.

mod amount;
mod clock;
mod duration;
mod find;
mod hours;
mod literal;
mod number;
mod placeholder;
mod reader;
#[cfg(test)]
mod tests;
pub mod week;
mod words;

use std::{fmt, ops::Range};

pub use duration::Unit;
pub use find::find;
pub use literal::{Length, parse_test};
pub use placeholder::{Placeholder, placeholder};
pub use words::{Currency, ValueWords};

use reader::Reader;
use week::Week;
use words::{Beginning, Meaning};

/// What sort of value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, bitcode::Encode, bitcode::Decode)]
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
    /// A proper name: capitalised words that the language does not know.
    Name,
    /// A stretch in quotation marks.
    Quotation,
}

impl ValueKind {
    /// All kinds.
    pub const ALL: [Self; 10] = [
        Self::Number,
        Self::Percent,
        Self::Money,
        Self::Duration,
        Self::Time,
        Self::Hours,
        Self::Rating,
        Self::Placeholder,
        Self::Name,
        Self::Quotation,
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
            Self::Name => "name",
            Self::Quotation => "quotation",
        }
    }

    /// Whether it has a size to compare.
    fn has_size(self) -> bool {
        !matches!(self, Self::Placeholder | Self::Name | Self::Quotation)
    }
}

/// A value found in a text.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// A plain number.
    Number(f64),
    /// So many percent.
    Percent(Bounds),
    /// An amount of money in a currency.
    Money(Bounds, Currency),
    /// A length of time, in seconds.
    Duration {
        /// How long by the calendar.
        bounds: Bounds,
        /// Whether it was said in business days or hours, which are never equal to calendar ones.
        business: bool,
    },
    /// A clock time, in minutes from midnight.
    Time(u32),
    /// Weekly hours.
    Hours(Box<Week>),
    /// A rating, as if five were the highest.
    Rating(Bounds),
    /// A placeholder and the words of its name, lower case.
    Placeholder(Vec<String>),
}

impl Value {
    /// What sort of value it is.
    pub fn kind(&self) -> ValueKind {
        match self {
            Self::Number(_) => ValueKind::Number,
            Self::Percent(_) => ValueKind::Percent,
            Self::Money(..) => ValueKind::Money,
            Self::Duration { .. } => ValueKind::Duration,
            Self::Time(_) => ValueKind::Time,
            Self::Hours(_) => ValueKind::Hours,
            Self::Rating(_) => ValueKind::Rating,
            Self::Placeholder(_) => ValueKind::Placeholder,
        }
    }

    /// The size that comparisons look at; weekly hours count in hours. A placeholder has none.
    fn bounds(&self) -> Option<Bounds> {
        Some(match self {
            Self::Number(size) => Bounds::one(*size),
            Self::Percent(bounds) | Self::Money(bounds, _) | Self::Rating(bounds) => *bounds,
            Self::Duration { bounds, .. } => *bounds,
            Self::Time(minutes) => Bounds::one((*minutes).into()),
            Self::Hours(week) => Bounds::one(f64::from(week.minutes()) / 60.0),
            Self::Placeholder(_) => return None,
        })
    }
}

/// The two ends of a range; a single value is both.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Bounds {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Bounds {
    /// A single value.
    pub fn one(size: f64) -> Self {
        Self { low: size, high: size }
    }
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

    /// Whether a range compares so with a size: its upper end for "more", its lower for "less", both for "equal".
    fn holds(self, bounds: Bounds, size: f64) -> bool {
        let same = |end: f64| (end - size).abs() <= size.abs() * 1e-9;
        match self {
            Self::Less => bounds.low < size && !same(bounds.low),
            Self::AtMost => bounds.low < size || same(bounds.low),
            Self::Equal => same(bounds.low) && same(bounds.high),
            Self::AtLeast => bounds.high > size || same(bounds.high),
            Self::More => bounds.high > size && !same(bounds.high),
        }
    }
}

/// What a value is compared with.
#[derive(Clone, PartialEq, Debug)]
pub struct Literal {
    /// Its size in the kind's own measure: seconds, minutes of a day, hours of a week, parts of five.
    pub size: f64,
    /// Whether it is in business days or hours.
    pub business: bool,
    /// The currency, if one is named.
    pub currency: Option<Currency>,
    /// The literal as written.
    pub text: String,
}

/// What a phrase demands of a value.
#[derive(Clone, PartialEq, Debug)]
pub struct ValueTest {
    /// The kind it must be of.
    pub kind: ValueKind,
    /// How it must compare, and with what.
    pub compare: Option<(Comparison, Literal)>,
    /// For a placeholder: words of which its name must have one; empty for any.
    pub names: Vec<String>,
}

impl ValueTest {
    /// Whether a value passes.
    pub fn accepts(&self, value: &Value) -> bool {
        if self.kind != value.kind() {
            return false;
        }
        if let Value::Placeholder(words) = value {
            return self.names.is_empty() || self.names.iter().any(|name| words.contains(name));
        }
        let Some((how, literal)) = &self.compare else { return true };
        let alike = match value {
            Value::Money(_, currency) => literal.currency.is_none_or(|wanted| wanted == *currency),
            Value::Duration { business, .. } => *how != Comparison::Equal || *business == literal.business,
            _ => true,
        };
        alike && value.bounds().is_some_and(|bounds| how.holds(bounds, literal.size))
    }
}

impl fmt::Display for ValueTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}", self.kind.name())?;
        if let Some((how, literal)) = &self.compare {
            write!(f, " {} {}", how.sign(), literal.text)?;
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

/// How far a value may reach, in bytes; looking no further keeps reading linear.
const LONGEST: usize = 400;

/// The values that start at byte `at` of `text`, where a word starts, each with its length in bytes, the longest last.
/// A plain number is only looked for where there is a digit, or a number word.
pub fn read(text: &str, at: usize, words: &ValueWords) -> Vec<(Value, usize)> {
    match words.beginning(&text[at..]) {
        Beginning::Nothing => Vec::new(),
        Beginning::Number if words.leads_to_time(&text[..at]) => read_as(Beginning::Counted, text, at, words),
        beginning => read_as(beginning, text, at, words),
    }
}

/// The bytes of the words at byte `at` of `text` that only lead to a clock time, blanks behind them included: "alle " in
/// "alle 17". A phrase may spell them, so the values behind them are read as well; 0 if there are none.
pub fn lead(text: &str, at: usize, words: &ValueWords) -> usize {
    let text = &text[at..];
    words.tag(text, Meaning::Clock).map_or(0, |(rest, ())| text.len() - rest.trim_start().len())
}

/// Where the spelling of a value begins that was read at byte `at` of `text`: at its currency sign, if it has one there.
pub fn spelled_from(value: &Value, text: &str, at: usize) -> usize {
    let before = text[..at].trim_end_matches(BLANKS);
    let sign = before.chars().next_back().filter(|&sign| Currency::of_sign(sign).is_some());
    match (value, sign) {
        (Value::Money(..), Some(sign)) => before.len() - sign.len_utf8(),
        _ => at,
    }
}

/// Blanks between a currency sign and its number.
const BLANKS: [char; 2] = [' ', '\u{a0}'];

fn read_as(beginning: Beginning, text: &str, at: usize, words: &ValueWords) -> Vec<(Value, usize)> {
    let (before, text) = text.split_at(at);
    let text = &text[..floor(text, LONGEST)];
    let open = beginning != Beginning::Number;
    let between = open && words.ends_with(&before[ceil(before)..], Meaning::Between);
    let reader = Reader { words, between, led: open && words.leads_to_time(before) };
    let mut found = Vec::new();
    let mut note = |read: nom::IResult<&str, Value>| {
        found.extend(read.ok().map(|(rest, value)| (value, text.len() - rest.len())));
    };
    if beginning != Beginning::Named {
        note(reader.amount(text).and_then(|(rest, size)| whole_word(rest, Value::Number(size))));
    }
    if is_continued(before, text) {
        return found;
    }
    let before_sign = before.trim_end_matches(BLANKS);
    if let Some(sign) = before_sign.chars().next_back().and_then(Currency::of_sign) {
        note(reader.signed(sign, text));
        return found;
    }
    if open {
        reader.all(text, beginning == Beginning::Counted, note);
        found.sort_by_key(|(_, length)| *length);
    }
    found
}

impl Reader<'_> {
    /// Every reading of what begins here; `counted`: it may begin with a number.
    fn all<'t>(&self, text: &'t str, counted: bool, mut note: impl FnMut(nom::IResult<&'t str, Value>)) {
        note(self.time(text));
        let mut whole =
            |read: nom::IResult<&'t str, Value>| note(read.and_then(|(rest, value)| whole_word(rest, value)));
        if counted {
            whole(self.percent(text));
        }
        whole(self.money(text));
        if counted {
            whole(self.rating(text));
        }
        whole(self.duration(text));
        // A list of days without a time is no opening hours; most days in a text are in none.
        if self.words.may_tell_time(text) {
            whole(self.hours(text));
        }
    }
}

fn whole_word(rest: &str, value: Value) -> nom::IResult<&str, Value> {
    if rest.starts_with(char::is_alphanumeric) {
        return Err(nom::Err::Error(nom::error::Error::new(rest, nom::error::ErrorKind::Alpha)));
    }
    Ok((rest, value))
}

/// Whether digits go on from others before them, as in a date or a telephone number: "2014-01-09".
fn is_continued(before: &str, text: &str) -> bool {
    let joint = |before: &str| {
        before.ends_with(['-', '–', '/', '.', ':', ',']) && text.starts_with(|c: char| c.is_ascii_digit())
    };
    joint(before) && before.chars().rev().nth(1).is_some_and(|c| c.is_ascii_digit())
}

/// The last character boundary up to `most`.
fn floor(text: &str, most: usize) -> usize {
    (0..=most.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Where the last words of a text begin, or a little before.
fn ceil(text: &str) -> usize {
    (text.len().saturating_sub(40)..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
