//! Clock times.
//!
//! ```text
//! time  = noon | midnight | [clock word] hour [(":" | "." | "h") minutes] [am | pm] [o'clock]
//! hour  = digits up to 24 | number word
//! ```
//! Alone, it needs an "am", a "pm", a colon, an "h" before minutes, or a clock word, in it or right before it; within opening hours a bare hour will do.

use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::take_while_m_n,
    character::complete::one_of,
    combinator::{not, opt, verify},
};

use super::{Value, reader::Reader, words::Meaning};

/// A time as written: minutes from midnight, and how sure it is that it is one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Clock {
    pub minutes: u32,
    /// Its half of the day, if said: whether it is the afternoon.
    pub afternoon: Option<bool>,
    /// Whether it can be nothing but a time.
    pub sure: bool,
    /// Whether it has minutes after a full stop, as a decimal has.
    pub dotted: bool,
}

impl Reader<'_> {
    /// The clock time at the front of `text`, where it can be nothing else.
    pub(super) fn time<'t>(&self, text: &'t str) -> IResult<&'t str, Value> {
        let (rest, clock) = verify(|text| self.clock(text), |clock| clock.sure || self.led).parse(text)?;
        Ok((rest, Value::Time(clock.alone())))
    }

    /// What may be a clock time.
    pub(super) fn clock<'t>(&self, text: &'t str) -> IResult<&'t str, Clock> {
        let named = |meaning| match meaning {
            Meaning::Noon => Some(12 * 60),
            Meaning::Midnight => Some(24 * 60),
            _ => None,
        };
        if let Ok((rest, minutes)) = self.words.take(text, named) {
            return Ok((rest, Clock { minutes, afternoon: Some(minutes == 12 * 60), sure: true, dotted: false }));
        }
        let (rest, word) = opt(|text| self.spaced(text, Meaning::Clock)).parse(text)?;
        let (rest, mut clock) = alt((military, written, |text| self.in_words(text))).parse(rest)?;
        let (rest, half) = opt(|text| self.half(text)).parse(rest)?;
        let (rest, behind) = opt(|text| self.words.tag(self.space(text)?.0, Meaning::OClock)).parse(rest)?;
        if half.is_some() {
            let (rest, ()) = verify(|text| Ok((text, ())), |()| clock.minutes < 13 * 60).parse(rest)?;
            clock.afternoon = half;
            clock.sure = true;
            return Ok((rest, clock));
        }
        let (rest, _) = not(take_while_m_n(1, 1, char::is_alphanumeric)).parse(rest)?;
        clock.sure |= word.is_some() || behind.is_some();
        Ok((rest, clock))
    }

    fn half<'t>(&self, text: &'t str) -> IResult<&'t str, bool> {
        let half = |meaning| match meaning {
            Meaning::Am => Some(false),
            Meaning::Pm => Some(true),
            _ => None,
        };
        self.words.take(self.space(text)?.0, half)
    }

    fn in_words<'t>(&self, text: &'t str) -> IResult<&'t str, Clock> {
        let one = |text: &'t str| self.words.tag(text, Meaning::One).map(|(rest, ())| (rest, 1.0));
        let hour = alt((|text: &'t str| self.amount(text), one));
        let (rest, hour) = verify(hour, |hour| *hour <= 24.0 && hour.fract() == 0.0 && word_at(text)).parse(text)?;
        Ok((rest, Clock { minutes: hour as u32 * 60, afternoon: None, sure: false, dotted: false }))
    }
}

impl Clock {
    /// The minutes from midnight of a time that stands alone.
    pub(super) fn alone(self) -> u32 {
        self.in_half(self.afternoon)
    }

    /// The minutes from midnight in one half of the day.
    pub(super) fn in_half(self, afternoon: Option<bool>) -> u32 {
        match afternoon {
            Some(true) if self.minutes < 12 * 60 => self.minutes + 12 * 60,
            Some(false) if (12 * 60..13 * 60).contains(&self.minutes) => self.minutes - 12 * 60,
            _ => self.minutes,
        }
    }
}

fn word_at(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
}

/// A time of four digits with no sign between: "0730".
fn military(text: &str) -> IResult<&str, Clock> {
    let digits = verify(take_while_m_n(4, 4, |c: char| c.is_ascii_digit()), |digits: &str| digits < "2401");
    let (rest, time) = digits.map(|digits: &str| digits.parse().unwrap_or(u32::MAX)).parse(text)?;
    let (rest, _) = not(take_while_m_n(1, 1, |c: char| c.is_ascii_digit())).parse(rest)?;
    let clock = Clock { minutes: time / 100 * 60 + time % 100, afternoon: None, sure: false, dotted: false };
    verify(|text| Ok((text, clock)), |_| time % 100 < 60 && time % 5 == 0).parse(rest)
}

/// A time in digits.
fn written(text: &str) -> IResult<&str, Clock> {
    let digits = |least, most| take_while_m_n(least, most, |c: char| c.is_ascii_digit());
    let small = |text: &str| text.parse().unwrap_or(u32::MAX);
    let (rest, hour) = verify(digits(1, 2).map(small), |hour| *hour <= 24).parse(text)?;
    let minutes = (one_of(":.hH"), verify(digits(2, 2).map(small), |minutes| *minutes < 60));
    let (rest, minutes) = opt(minutes).parse(rest)?;
    let (rest, _) = not(digits(1, 1)).parse(rest)?;
    let (rest, _) = not((one_of(":.,"), digits(1, 1))).parse(rest)?;
    let (rest, _) = not((opt(one_of(" \u{a0}")), one_of("%€$£°"))).parse(rest)?;
    let (sign, minutes) = minutes.unwrap_or((' ', 0));
    let sure = !matches!(sign, ' ' | '.');
    let clock = Clock { minutes: hour * 60 + minutes, afternoon: None, sure, dotted: sign == '.' };
    verify(|text| Ok((text, clock)), |clock: &Clock| clock.minutes <= 24 * 60).parse(rest)
}
