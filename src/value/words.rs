//! The words of one language that values are made of, ready to be looked up.

use foldhash::HashMap;
use nom::{
    IResult, Parser,
    bytes::complete::take_while,
    error::{Error, ErrorKind},
};

use super::{duration::Unit, literal::Length, number::written, week::Days};
use crate::{
    fold::{fold, is_invisible, is_mark},
    language::{ValueTable, Written},
};

/// The most words that only join, one after the other, before a value is looked for in earnest.
const MOST_JOINTS: usize = 3;
/// Signs that make a value of a number.
const VALUED: &str = "%€$£×";
/// The longest word that is looked up, in bytes.
const LONGEST: usize = 40;

/// What a word can mean in a value; some words mean several things.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Meaning {
    Number(u32),
    One,
    And,
    Percent,
    Unit(Unit),
    Length(Length),
    Business,
    Of,
    Range,
    Or,
    Between,
    Day(u8),
    Days(Days),
    ExceptWeekend,
    Except,
    Closed,
    Am,
    Pm,
    Noon,
    Midnight,
    Clock,
    OClock,
    On,
    Until,
    Always,
    OutOf,
    Stars,
    Scale(u32),
    Currency(Currency),
}

/// What may begin at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Beginning {
    /// No value.
    Nothing,
    /// A plain number and nothing else.
    Number,
    /// Anything that begins with a number.
    Counted,
    /// Anything that begins with another word.
    Named,
}

/// A currency, by its code in capital letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Currency(pub [u8; 3]);

impl Currency {
    /// The currency of a code such as `eur`; `None` if it is no code.
    pub fn of(code: &str) -> Option<Self> {
        let letters: [u8; 3] = code.as_bytes().try_into().ok()?;
        letters.iter().all(u8::is_ascii_alphabetic).then(|| Self(letters.map(|letter| letter.to_ascii_uppercase())))
    }

    /// The currency of a sign that is one wherever it is written.
    pub fn of_sign(sign: char) -> Option<Self> {
        match sign {
            '€' => Some(Self(*b"EUR")),
            '$' => Some(Self(*b"USD")),
            '£' => Some(Self(*b"GBP")),
            _ => None,
        }
    }
}

/// What a language knows of values.
#[derive(Clone, Default, Debug)]
pub struct ValueWords {
    /// By first word, the longest saying first.
    sayings: HashMap<Box<str>, Vec<Saying>>,
    /// By the first byte of a first word, the lengths there are, as bits.
    lengths: Box<[u64]>,
}

#[derive(Clone, Debug)]
struct Saying {
    rest: Vec<Box<str>>,
    meaning: Meaning,
}

impl Saying {
    /// Whether it is one word that joins others to a value and is none by itself.
    fn joins(&self) -> bool {
        use Meaning::{And, Between, Business, Of, On, Or, Range, Until};
        self.rest.is_empty() && matches!(self.meaning, And | Between | Business | Of | On | Or | Range | Until)
    }
}

impl ValueWords {
    /// The words of a language file.
    pub fn new(table: &ValueTable) -> Self {
        let mut words = Self { sayings: HashMap::default(), lengths: vec![0; 256].into() };
        let all = sayings(table).into_iter().flat_map(|(list, meaning)| list.iter().map(move |word| (word, meaning)));
        for (word, meaning) in all {
            words.add(word.get_ref(), meaning);
        }
        for (word, number) in &table.numbers {
            words.add(word, Meaning::Number(*number));
        }
        for sayings in words.sayings.values_mut() {
            sayings.sort_by_key(|saying| std::cmp::Reverse(saying.rest.len()));
        }
        words
    }

    fn add(&mut self, saying: &str, meaning: Meaning) {
        let folded = fold(saying);
        let mut words =
            folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(Box::<str>::from);
        if let Some(first) = words.next() {
            self.lengths[usize::from(first.as_bytes()[0])] |= length_bit(&first);
            self.sayings.entry(first).or_default().push(Saying { rest: words.collect(), meaning });
        }
    }

    /// Whether a value may begin with this word, as written in a text.
    pub fn may_start(&self, raw: &str) -> bool {
        let starts = |saying: &Saying| {
            use Meaning::{Always, Clock, Currency, Day, Days, Length, Midnight, Noon, Number, One};
            matches!(
                saying.meaning,
                Number(_) | One | Length(_) | Day(_) | Days(_) | Noon | Midnight | Clock | Always | Currency(_)
            )
        };
        let first = raw.split(|c: char| !is_inner(c)).next().unwrap_or_default();
        raw.len() <= LONGEST && self.starting_with(first).iter().any(starts)
    }

    /// The longest saying at the front of `text` that means what is wanted.
    pub(super) fn take<'t, T>(&self, text: &'t str, wanted: impl Fn(Meaning) -> Option<T>) -> IResult<&'t str, T> {
        let none = || nom::Err::Error(Error::new(text, ErrorKind::Tag));
        let (rest, first) = word(text)?;
        let mut meant = self.starting_with(first).iter().filter_map(|saying| Some((saying, wanted(saying.meaning)?)));
        meant.find_map(|(saying, meaning)| Some((follow(rest, &saying.rest)?, meaning))).ok_or_else(none)
    }

    /// The sayings that begin with this word.
    fn starting_with(&self, word: &str) -> &[Saying] {
        let Some(lengths) =
            word.as_bytes().first().and_then(|byte| self.lengths.get(usize::from(byte.to_ascii_lowercase())))
        else {
            return &[];
        };
        if word.is_ascii() && lengths & length_bit(word) == 0 {
            return &[];
        }
        self.sayings.get(&*fold(word)).map_or(&[], Vec::as_slice)
    }

    /// What may begin at the front of `text`, by the word there and the one that follows.
    pub(super) fn beginning(&self, text: &str) -> Beginning {
        use Meaning::{Always, Length, Midnight, Noon, Number, One};
        let Ok((mut rest, first)) = word(text) else { return Beginning::Counted };
        let digits = first.starts_with(|c: char| c.is_ascii_digit());
        let sayings = self.starting_with(first);
        if digits {
            rest = written(text).map_or(rest, |(rest, _)| rest);
        } else if sayings.is_empty() {
            return Beginning::Nothing;
        }
        let alone = |saying: &Saying| saying.rest.is_empty();
        let whole = |saying: &Saying| alone(saying) && matches!(saying.meaning, Length(_) | Always | Noon | Midnight);
        let follows = self.goes_on(rest, sayings, digits);
        if follows || (digits && !sayings.is_empty()) || sayings.iter().any(whole) {
            let counts = |saying: &Saying| matches!(saying.meaning, Number(_) | One);
            return if digits || sayings.iter().any(counts) { Beginning::Counted } else { Beginning::Named };
        }
        let number = |saying: &Saying| alone(saying) && matches!(saying.meaning, Number(_));
        if digits || sayings.iter().any(number) { Beginning::Number } else { Beginning::Nothing }
    }

    /// Whether a value that began with one of these sayings may go on: another word of values follows, past signs and
    /// words that only join.
    fn goes_on<'w>(&'w self, mut rest: &str, mut before: &'w [Saying], digits: bool) -> bool {
        if rest.starts_with(char::is_alphanumeric) {
            return true;
        }
        for _ in 0..MOST_JOINTS {
            let Some(at) = rest.find(|c: char| c.is_alphanumeric() || VALUED.contains(c)) else { return false };
            let Ok((behind, next)) = word(&rest[at..]) else { return true };
            let sayings = self.starting_with(next);
            let second = |saying: &Saying| saying.rest.first().is_some_and(|second| **second == *fold(next));
            let times = digits && next.starts_with(['x', 'X']);
            if next.starts_with(|c: char| c.is_ascii_digit()) || times || before.iter().any(second) {
                return true;
            }
            if !sayings.iter().all(|saying| saying.joins() || !saying.rest.is_empty()) {
                return true;
            }
            if sayings.is_empty() {
                return false;
            }
            (rest, before) = (behind, sayings);
        }
        true
    }

    /// Whether a clock time may stand anywhere in `text`, or what says that it is always.
    pub(super) fn may_tell_time(&self, text: &str) -> bool {
        use Meaning::{Always, Clock, Midnight, Noon, Number, One};
        let tells = |saying: &Saying| matches!(saying.meaning, Number(_) | One | Noon | Midnight | Clock | Always);
        text.chars().any(char::is_numeric)
            || text.split(|c: char| !is_inner(c)).any(|word| self.starting_with(word).iter().any(tells))
    }

    /// One of the sayings of this one meaning at the front of `text`.
    pub(super) fn tag<'t>(&self, text: &'t str, meaning: Meaning) -> IResult<&'t str, ()> {
        self.take(text, |other| (other == meaning).then_some(()))
    }

    /// Whether a word that leads to a clock time is the last of `text`, but for blanks: "alle ".
    pub(super) fn leads_to_time(&self, text: &str) -> bool {
        let led = text.trim_end();
        let start = led.rfind(|c| !is_inner(c)).map_or(0, |at| at + led[at..].chars().next().map_or(1, char::len_utf8));
        led.len() < text.len() && matches!(self.tag(&led[start..], Meaning::Clock), Ok(("", ())))
    }

    /// Whether one of the last two words of `text` has this meaning.
    pub(super) fn ends_with(&self, text: &str, meaning: Meaning) -> bool {
        let mut words = text.rsplit(|c: char| !is_inner(c)).filter(|word| !word.is_empty()).take(2);
        words.any(|word| self.tag(word, meaning).is_ok())
    }
}

/// What stands behind the words of a saying that follow its first.
fn follow<'t>(mut text: &'t str, words: &[Box<str>]) -> Option<&'t str> {
    for wanted in words {
        let (rest, _) = joint(text).ok()?;
        let (rest, found) = word(rest).ok()?;
        (*fold(found) == **wanted).then_some(())?;
        text = rest;
    }
    Some(text)
}

/// What may stand between the words of a saying.
fn joint(text: &str) -> IResult<&str, &str> {
    take_while(|c: char| c.is_whitespace() || "-./'’".contains(c)).parse(text)
}

/// A run of letters and digits.
pub(super) fn word(text: &str) -> IResult<&str, &str> {
    let plain = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let end = match text.as_bytes().get(plain) {
        Some(byte) if !byte.is_ascii() => text[plain..].find(|c| !is_inner(c)).map_or(text.len(), |more| plain + more),
        _ => plain,
    };
    if end == 0 || end > LONGEST {
        return Err(nom::Err::Error(Error::new(text, ErrorKind::Alpha)));
    }
    Ok((&text[end..], &text[..end]))
}

fn is_inner(c: char) -> bool {
    c.is_alphanumeric() || is_invisible(c) || is_mark(c)
}

/// The length of a word as a bit; long ones share the last.
fn length_bit(word: &str) -> u64 {
    1 << word.len().min(63)
}

/// All lists with what their words mean.
fn sayings(table: &ValueTable) -> Vec<(&[Written], Meaning)> {
    let (units, days) = (&table.units, &table.days);
    let mut all: Vec<(&[Written], Meaning)> = vec![
        (&table.one, Meaning::One),
        (&table.and, Meaning::And),
        (&table.percent, Meaning::Percent),
        (&table.business, Meaning::Business),
        (&table.of, Meaning::Of),
        (&table.range, Meaning::Range),
        (&table.or, Meaning::Or),
        (&table.between, Meaning::Between),
        (&table.on, Meaning::On),
        (&table.working_days, Meaning::Days(Days::WORKING)),
        (&table.weekend, Meaning::Days(Days::WEEKEND)),
        (&table.every_day, Meaning::Days(Days::ALL)),
        (&table.except_weekend, Meaning::ExceptWeekend),
        (&table.except, Meaning::Except),
        (&table.closed, Meaning::Closed),
        (&table.am, Meaning::Am),
        (&table.pm, Meaning::Pm),
        (&table.noon, Meaning::Noon),
        (&table.midnight, Meaning::Midnight),
        (&table.clock, Meaning::Clock),
        (&table.oclock, Meaning::OClock),
        (&table.until, Meaning::Until),
        (&table.always, Meaning::Always),
        (&table.out_of, Meaning::OutOf),
        (&table.stars, Meaning::Stars),
    ];
    let units = [&units.s, &units.min, &units.h, &units.d, &units.w, &units.month, &units.year];
    all.extend(units.into_iter().zip(Unit::ALL).map(|(list, unit)| (list.as_slice(), Meaning::Unit(unit))));
    let days = [&days.mon, &days.tue, &days.wed, &days.thu, &days.fri, &days.sat, &days.sun];
    all.extend(days.into_iter().zip(0..).map(|(list, day)| (list.as_slice(), Meaning::Day(day))));
    all.extend(table.lengths.iter().map(|(length, list)| (list.as_slice(), Meaning::Length(*length))));
    let scales = table.scales.iter().filter_map(|(top, list)| Some((list.as_slice(), top.parse().ok()?)));
    all.extend(scales.map(|(list, top)| (list, Meaning::Scale(top))));
    let currencies = table.currencies.iter().filter_map(|(code, list)| Some((list.as_slice(), Currency::of(code)?)));
    all.extend(currencies.map(|(list, currency)| (list, Meaning::Currency(currency))));
    all
}
