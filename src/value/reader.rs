//! What all values share: numbers in digits and words, blanks, ranges.

use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{take_while, take_while_m_n},
    character::complete::{char, one_of},
    combinator::{not, opt},
    error::{Error, ErrorKind},
};

use super::{
    number::number,
    words::{Meaning, ValueWords},
};

/// Reads values at one place of a text.
pub(super) struct Reader<'w> {
    pub words: &'w ValueWords,
    /// Whether "between" stands right before, so that "and" may join the ends of a range.
    pub between: bool,
    /// Whether a word that leads to a clock time stands right before: what begins here is one, if it can be.
    pub led: bool,
}

impl Reader<'_> {
    /// A number in digits or in words; a lone "one" is none.
    pub(super) fn amount<'t>(&self, text: &'t str) -> IResult<&'t str, f64> {
        alt((number, |text| self.spelled(text))).parse(text)
    }

    /// A number in words: "two", "forty-eight", "one hundred and twenty".
    fn spelled<'t>(&self, text: &'t str) -> IResult<&'t str, f64> {
        let first = |text: &'t str| self.words.take(text, number_of);
        let hundred = |text: &'t str| {
            let (rest, ()) = self.words.tag(text, Meaning::One)?;
            self.more(1, rest)
        };
        let (mut rest, mut sum) = alt((first, hundred)).parse(text)?;
        for _ in 0..4 {
            match self.more(sum, rest) {
                Ok((after, larger)) => (rest, sum) = (after, larger),
                Err(_) => break,
            }
        }
        Ok((rest, f64::from(sum)))
    }

    /// The next word of a number that stands at `sum` so far.
    fn more<'t>(&self, sum: u32, text: &'t str) -> IResult<&'t str, u32> {
        let (rest, _) = self.hyphen_or_space(text)?;
        let (rest, and) = opt(|text| self.spaced(text, Meaning::And)).parse(rest)?;
        let next = |text: &'t str| self.words.take(text, number_of);
        let one = |text: &'t str| self.last_one(text, and.is_some());
        let (rest, next) = alt((next, one)).parse(rest)?;
        let larger = match next {
            100 | 1000 if sum < next && and.is_none() => sum.checked_mul(next),
            1..=9 if sum >= 20 && sum.is_multiple_of(10) => Some(sum + next),
            10..=99 if sum >= 100 && sum.is_multiple_of(100) => Some(sum + next),
            _ => None,
        };
        larger.map(|larger| (rest, larger)).ok_or(nom::Err::Error(Error::new(text, ErrorKind::Verify)))
    }

    /// The one of "twenty-one", "o sută una". Joined, it must not be an article that begins something else, as in
    /// "twenty and a half": a longer word, or one that what is counted follows with its "de".
    fn last_one<'t>(&self, text: &'t str, joined: bool) -> IResult<&'t str, u32> {
        let (rest, ()) = self.words.tag(text, Meaning::One)?;
        let (behind, _) = self.space(rest)?;
        let counts = !joined || text.len() - rest.len() > SHORT || self.words.tag(behind, Meaning::Of).is_ok();
        let grows = matches!(self.words.take(behind, number_of), Ok((_, 100 | 1000)));
        if counts && !grows { Ok((rest, 1)) } else { Err(nom::Err::Error(Error::new(text, ErrorKind::Verify))) }
    }

    /// What stands between the two ends of a range: a dash, or a word such as "to".
    pub(super) fn range<'t>(&self, text: &'t str) -> IResult<&'t str, ()> {
        alt((dash, |text| self.range_word(text))).parse(text)
    }

    fn range_word<'t>(&self, text: &'t str) -> IResult<&'t str, ()> {
        let (rest, _) = opt(char('.')).parse(text)?;
        let (rest, _) = self.space(rest)?;
        let joins = |meaning| matches!(meaning, Meaning::Range) || (self.between && meaning == Meaning::And);
        let (rest, ()) = self.words.take(rest, |meaning| joins(meaning).then_some(()))?;
        Ok((self.space(rest)?.0, ()))
    }

    pub(super) fn or<'t>(&self, text: &'t str) -> IResult<&'t str, ()> {
        let (rest, _) = self.space(text)?;
        let (rest, ()) = self.words.tag(rest, Meaning::Or)?;
        Ok((self.space(rest)?.0, ()))
    }

    /// A word of a meaning and the blanks behind it.
    pub(super) fn spaced<'t>(&self, text: &'t str, meaning: Meaning) -> IResult<&'t str, ()> {
        let (rest, ()) = self.words.tag(text, meaning)?;
        Ok((self.space(rest)?.0, ()))
    }

    /// Blanks, a line end among them or not.
    #[expect(clippy::unused_self, reason = "it is called beside its kin")]
    pub(super) fn space<'t>(&self, text: &'t str) -> IResult<&'t str, &'t str> {
        take_while_m_n(0, 8, is_blank).parse(text)
    }

    #[expect(clippy::unused_self, reason = "it is called beside its kin")]
    pub(super) fn hyphen_or_space<'t>(&self, text: &'t str) -> IResult<&'t str, ()> {
        let (rest, _) = alt((one_of("-‑'’").map(|_| ""), take_while_m_n(0, 8, is_blank))).parse(text)?;
        Ok((rest, ()))
    }
}

/// The most bytes of an article.
const SHORT: usize = 2;

fn number_of(meaning: Meaning) -> Option<u32> {
    if let Meaning::Number(number) = meaning { Some(number) } else { None }
}

/// A dash with blanks around it, but not two.
pub(super) fn dash(text: &str) -> IResult<&str, ()> {
    let (rest, _) = opt(char('.')).parse(text)?;
    let (rest, _) = take_while(is_blank).parse(rest)?;
    let (rest, _) = one_of("-–—‑−").parse(rest)?;
    let (rest, _) = not(one_of("-–—")).parse(rest)?;
    let (rest, _) = take_while(is_blank).parse(rest)?;
    Ok((rest, ()))
}

pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace()
}
