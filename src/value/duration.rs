//! Lengths of time.
//!
//! ```text
//! duration = saying | single [range single | and single]       the longer of them
//! single   = number ["(" number ")"] [(range | or | "/") number ["(" number ")"]] [of] [business] unit [business]
//! ```
//! After a stroke the number is the larger one, as in "24/48 hours". The two ends of a range may share their unit. "and" joins hours and minutes, and the ends of a range after "between".

use nom::{
    IResult, Parser,
    branch::alt,
    character::complete::char,
    combinator::{opt, verify},
    sequence::delimited,
};

use super::{Bounds, Value, literal::Length, reader::Reader, words::Meaning};

/// A unit of time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// Seconds.
    Second,
    /// Minutes.
    Minute,
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months of thirty days.
    Month,
    /// Years of 365 days.
    Year,
}

/// How long a business day is beside a day: it may have to wait for the next one.
const BUSINESS_DAY: f64 = 24.5 / 24.0;
/// How many business hours make a business day.
const BUSINESS_HOURS: f64 = 8.0;

impl Unit {
    /// All units, the shortest first.
    pub const ALL: [Self; 7] = [Self::Second, Self::Minute, Self::Hour, Self::Day, Self::Week, Self::Month, Self::Year];

    /// The short form that phrases use.
    pub fn name(self) -> &'static str {
        ["s", "min", "h", "d", "w", "month", "year"][self as usize]
    }

    /// How many seconds it lasts; of a business unit, how many pass by the calendar.
    pub fn seconds(self, business: bool) -> f64 {
        const DAY: f64 = 86_400.0;
        let seconds = [1.0, 60.0, 3600.0, DAY, 7.0 * DAY, 30.0 * DAY, 365.0 * DAY][self as usize];
        match (business, self) {
            (false, _) => seconds,
            (true, Self::Second | Self::Minute | Self::Hour) => seconds * BUSINESS_DAY * 24.0 / BUSINESS_HOURS,
            (true, _) => seconds * BUSINESS_DAY,
        }
    }
}

/// A number of units, or a range of them.
struct Single {
    bounds: Bounds,
    unit: Unit,
    business: bool,
}

impl Reader<'_> {
    /// The length of time at the front of `text`.
    pub(super) fn duration<'t>(&self, text: &'t str) -> IResult<&'t str, Value> {
        match (self.saying(text), self.counted(text)) {
            (Ok(saying), Ok(counted)) => Ok(if counted.0.len() < saying.0.len() { counted } else { saying }),
            (Ok(saying), _) => Ok(saying),
            (_, counted) => counted,
        }
    }

    fn saying<'t>(&self, text: &'t str) -> IResult<&'t str, Value> {
        let length = |meaning| if let Meaning::Length(length) = meaning { Some(length) } else { None };
        let (rest, Length { seconds, business }) = self.words.take(text, length)?;
        Ok((rest, Value::Duration { bounds: Bounds::one(seconds.into()), business }))
    }

    fn counted<'t>(&self, text: &'t str) -> IResult<&'t str, Value> {
        let (rest, first) = self.single(text)?;
        let duration = |bounds, business| Value::Duration { bounds, business };
        let to = |text: &'t str| self.range(text).and_then(|(rest, ())| self.single(rest));
        if let Ok((after, last)) = to(rest) {
            let bounds = Bounds { low: first.bounds.low, high: last.bounds.high.max(first.bounds.high) };
            return Ok((after, duration(bounds, first.business || last.business)));
        }
        let and = |text: &'t str| {
            let (rest, _) = self.space(text)?;
            let (rest, _) = opt(|text| self.words.tag(text, Meaning::And)).parse(rest)?;
            self.single(self.space(rest)?.0)
        };
        match and(rest) {
            Ok((after, more)) if (more.unit as usize) < first.unit as usize => {
                let bounds =
                    Bounds { low: first.bounds.low + more.bounds.low, high: first.bounds.high + more.bounds.high };
                Ok((after, duration(bounds, first.business)))
            }
            _ => Ok((rest, duration(first.bounds, first.business))),
        }
    }

    fn single<'t>(&self, text: &'t str) -> IResult<&'t str, Single> {
        let (rest, low) = self.count(text)?;
        let between = |text: &'t str| {
            let (rest, ()) = alt((|text| self.range(text), |text| self.or(text))).parse(text)?;
            self.count(rest)
        };
        let stroke = |text: &'t str| {
            let (rest, _) = char('/').parse(text)?;
            verify(|text| self.count(text), |high| *high > low).parse(rest)
        };
        let (rest, high) = opt(alt((between, stroke))).parse(rest)?;
        let (rest, _) = self.hyphen_or_space(rest)?;
        let (rest, _) = opt(|text| self.spaced(text, Meaning::Of)).parse(rest)?;
        let (rest, before) = opt(|text| self.spaced(text, Meaning::Business)).parse(rest)?;
        let unit = |meaning| if let Meaning::Unit(unit) = meaning { Some(unit) } else { None };
        let (rest, unit) = self.words.take(rest, unit)?;
        let behind = |text: &'t str| self.words.tag(self.hyphen_or_space(text)?.0, Meaning::Business);
        let (rest, behind) = opt(behind).parse(rest)?;
        let business = before.is_some() || behind.is_some();
        let each = unit.seconds(business);
        let bounds = Bounds { low: low * each, high: high.unwrap_or(low).max(low) * each };
        Ok((rest, Single { bounds, unit, business }))
    }

    /// A number before a unit, said again in brackets or not: "five (5)".
    fn count<'t>(&self, text: &'t str) -> IResult<&'t str, f64> {
        let (rest, number) = alt((|text| self.amount(text), |text| self.one(text))).parse(text)?;
        let again = |text: &'t str| {
            let (rest, _) = self.space(text)?;
            delimited(char('('), |text| self.amount(text), char(')')).parse(rest)
        };
        let (rest, _) = opt(again).parse(rest)?;
        Ok((rest, number))
    }

    fn one<'t>(&self, text: &'t str) -> IResult<&'t str, f64> {
        self.words.tag(text, Meaning::One).map(|(rest, ())| (rest, 1.0))
    }
}
