//! Percentages, money and ratings: a number and what it counts.
//!
//! ```text
//! percent = number [range number] ("%" | percent word)
//! money   = currency number [range [sign] number] | number [range number] currency
//! rating  = number [stars] (out of number [stars] | "/" (5 | 10) | scale) | number stars
//! ```

use nom::{
    IResult, Parser,
    branch::alt,
    character::complete::{anychar, char, digit1},
    combinator::{map_opt, not, opt, verify},
    error::{Error, ErrorKind},
};

use super::{
    Bounds, Value,
    number::number,
    reader::Reader,
    words::{Currency, Meaning},
};

/// The highest rating where only stars are counted.
const FIVE: f64 = 5.0;

impl Reader<'_> {
    pub(super) fn percent<'t>(&self, text: &'t str) -> IResult<&'t str, Value> {
        let behind = |text: &'t str| {
            let (rest, _) = self.space(text)?;
            alt((char('%').map(|_| ()), |text| self.words.tag(text, Meaning::Percent))).parse(rest)
        };
        let single = |text: &'t str| self.amount(text).map(|(rest, size)| (rest, Bounds::one(size)));
        // A single number first: Romanian "la" joins ranges, and "la sută" is a percent sign.
        let (rest, (bounds, ())) = alt(((single, behind), (|text| self.bounds(text), behind))).parse(text)?;
        Ok((rest, Value::Percent(bounds)))
    }

    pub(super) fn money<'t>(&self, text: &'t str) -> IResult<&'t str, Value> {
        let before = |text: &'t str| {
            let (rest, currency) = self.currency(text)?;
            let (rest, bounds) = self.bounds(self.space(rest)?.0)?;
            Ok((rest, Value::Money(bounds, currency)))
        };
        let behind = |text: &'t str| {
            let (rest, bounds) = self.bounds(text)?;
            let (rest, _) = self.space(rest)?;
            let (rest, _) = opt(|text| self.spaced(text, Meaning::Of)).parse(rest)?;
            let (rest, currency) = self.currency(rest)?;
            Ok((rest, Value::Money(bounds, currency)))
        };
        alt((before, behind)).parse(text)
    }

    /// Money whose sign stands before `text`.
    pub(super) fn signed<'t>(&self, sign: Currency, text: &'t str) -> IResult<&'t str, Value> {
        let (rest, bounds) = self.bounds(text)?;
        Ok((rest, Value::Money(bounds, sign)))
    }

    pub(super) fn rating<'t>(&self, text: &'t str) -> IResult<&'t str, Value> {
        let (rest, bounds) = self.bounds(text)?;
        let stars = |text: &'t str| self.words.tag(self.hyphen_or_space(text)?.0, Meaning::Stars);
        let (rest, counted) = opt(stars).parse(rest)?;
        let top = |text: &'t str| {
            let (rest, top) = alt((slash, |text| self.out_of(text), |text| self.scale(text))).parse(text)?;
            Ok((opt(stars).parse(rest)?.0, top))
        };
        let (rest, top) = match opt(verify(top, |top| *top >= bounds.high)).parse(rest)? {
            (rest, Some(top)) => (rest, top),
            (rest, None) if counted.is_some() => (rest, FIVE),
            _ => return Err(nom::Err::Error(Error::new(text, ErrorKind::Verify))),
        };
        let scaled = |size| size * FIVE / top;
        Ok((rest, Value::Rating(Bounds { low: scaled(bounds.low), high: scaled(bounds.high) })))
    }

    fn out_of<'t>(&self, text: &'t str) -> IResult<&'t str, f64> {
        let (rest, _) = self.space(text)?;
        let (rest, ()) = self.spaced(rest, Meaning::OutOf)?;
        verify(|text| self.amount(text), |top| (3.0..=100.0).contains(top)).parse(rest)
    }

    fn scale<'t>(&self, text: &'t str) -> IResult<&'t str, f64> {
        let top = |meaning| if let Meaning::Scale(top) = meaning { Some(top.into()) } else { None };
        self.words.take(self.space(text)?.0, top)
    }

    fn currency<'t>(&self, text: &'t str) -> IResult<&'t str, Currency> {
        let sign = map_opt(anychar, Currency::of_sign);
        let word = |meaning| if let Meaning::Currency(currency) = meaning { Some(currency) } else { None };
        alt((sign, |text| self.words.take(text, word))).parse(text)
    }

    /// One number, or a range of them.
    fn bounds<'t>(&self, text: &'t str) -> IResult<&'t str, Bounds> {
        let (rest, low) = self.amount(text)?;
        let to = |text: &'t str| {
            let (rest, ()) = self.range(text)?;
            let (rest, _) = opt((map_opt(anychar, Currency::of_sign), |text| self.space(text))).parse(rest)?;
            self.amount(rest)
        };
        let (rest, high) = opt(to).parse(rest)?;
        Ok((rest, Bounds { low, high: high.unwrap_or(low).max(low) }))
    }
}

/// "/5", "/10", and nothing that goes on as a date does.
fn slash(text: &str) -> IResult<&str, f64> {
    let (rest, _) = opt(char(' ')).parse(text)?;
    let (rest, _) = char('/').parse(rest)?;
    let (rest, _) = opt(char(' ')).parse(rest)?;
    let (rest, top) = verify(number, |top| *top == FIVE || *top == 2.0 * FIVE).parse(rest)?;
    let (rest, _) = not((char('/'), digit1)).parse(rest)?;
    Ok((rest, top))
}
