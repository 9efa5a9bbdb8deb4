//! Weekly opening hours.
//!
//! ```text
//! hours    = around [on days] | part (["," | ";" | "/" | "and"] part)* [except days]      but what is closed behind it
//! around   = saying | digits ("/" | "x") digits ["/365"]
//! part     = days [":" | "," | on] spans | spans ["," | on] days | spans [except the weekend] | until time on days
//! days     = run (("," | "and") run)* [except runs]   run  = day [range day] | "weekdays" | "every day" …
//! closed   = "closed" [on] days | days "closed"
//! spans    = span (("," | "/" | "and") span)*         span = time range time | "24 h"
//! ```
//! Only the first part may name no day, and only if its times can be nothing else.

use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{take_while, take_while_m_n},
    character::complete::one_of,
    combinator::{not, opt, value, verify},
    error::{Error, ErrorKind},
};

use super::{
    Value,
    clock::Clock,
    duration::Unit,
    reader::Reader,
    week::{DAY, Days, WEEK, Week},
    words::{Meaning, word},
};

/// The most parts, runs of days, or spans that are read one after the other.
const MOST: usize = 8;
/// When a day begins whose hours only say how many they are.
const MORNING: u32 = 8 * 60;

/// The fewest bytes of days that stand behind "non-stop": a letter or two could be any word.
const SHORTEST: usize = 3;

/// Minutes of a day, from one to the other.
type Stretch = (u32, u32);

/// The hours of a day, and whether they can be nothing else.
struct Spans {
    spans: Vec<Stretch>,
    sure: bool,
}

impl Reader<'_> {
    /// The weekly hours at the front of `text`.
    pub(super) fn hours<'t>(&self, text: &'t str) -> IResult<&'t str, Value> {
        let by_days = |text: &'t str| self.around_on(text).and_then(|first| self.schedule(first));
        let around = |text: &'t str| self.around(text).map(|(rest, week)| (rest, self.left_open(rest, week)));
        let by_parts = |text: &'t str| {
            alt((|text| self.part(text), |text| self.without_days(text)))
                .parse(text)
                .and_then(|first| self.schedule(first))
        };
        let (rest, week) = alt((by_days, around, by_parts)).parse(text)?;
        Ok((rest, Value::Hours(Box::new(week))))
    }

    /// Every hour, as a saying or in numbers.
    fn around<'t>(&self, text: &'t str) -> IResult<&'t str, Week> {
        let always = |text: &'t str| self.words.tag(text, Meaning::Always).map(|(rest, ())| (rest, Week::always()));
        alt((always, times)).parse(text)
    }

    /// Every hour of some days: "24 hours a day, Monday to Friday".
    fn around_on<'t>(&self, text: &'t str) -> IResult<&'t str, (Week, u32)> {
        let (rest, _) = verify(|text| self.around(text), |week| *week == Week::always()).parse(text)?;
        let (rest, _) = not(one_of(".:;")).parse(rest)?;
        let (rest, _) = self.filler(rest)?;
        let (after, days) = self.days(rest, true)?;
        let (after, _) = not(|text| self.filler(text).and_then(|(hours, _)| self.spans(hours))).parse(after)?;
        if rest.len() - after.len() < SHORTEST {
            return Err(nom::Err::Error(Error::new(text, ErrorKind::Verify)));
        }
        Ok((after, (Week::daily(days, 0, DAY), 0)))
    }

    /// What follows a first part, and the days that are taken out of it all.
    fn schedule<'t>(&self, (mut rest, (mut week, mut from)): (&'t str, (Week, u32))) -> IResult<&'t str, Week> {
        for _ in 0..MOST {
            let joined = self
                .join(rest)
                .and_then(|(after, ())| alt((|text| self.part(text), |text| self.shorter(text, from))).parse(after));
            let Ok((after, (more, start))) = joined else { break };
            (rest, week, from) = (after, week.union(&more), start);
        }
        if let Ok((after, days)) = self.except(rest, true) {
            (rest, week) = (after, week.without(days));
        }
        Ok((rest, self.left_open(rest, week)))
    }

    /// "except Sunday": the days left out. Where hours of their own follow them, they are left to be read.
    fn except<'t>(&self, text: &'t str, last: bool) -> IResult<&'t str, Days> {
        let (rest, _) = take_while_m_n(0, 4, |c: char| " ,;(\n\t–-".contains(c)).parse(zone(text))?;
        let (rest, ()) = self.words.tag(rest, Meaning::Except)?;
        let (rest, days) = self.named_days(rest, last)?;
        let own = last && self.filler(rest).and_then(|(hours, _)| self.spans(hours)).is_ok();
        Ok((if own { text } else { rest }, days))
    }

    /// Runs of days behind a few words such as "on" or "la".
    fn named_days<'t>(&self, text: &'t str, last: bool) -> IResult<&'t str, Days> {
        let (mut rest, _) = self.space(text)?;
        for _ in 0..3 {
            let found = self.runs(rest, last);
            if found.is_ok() {
                return found;
            }
            let (after, led) = word(rest)?;
            if self.words.tag(led, Meaning::On).is_err() {
                break;
            }
            (rest, _) = self.space(after)?;
        }
        Err(nom::Err::Error(Error::new(text, ErrorKind::Tag)))
    }

    /// The hours that are left when the days are taken away that the text behind them says are closed.
    fn left_open(&self, text: &str, week: Week) -> Week {
        let signs = |text| take_while_m_n(0, 4, |c: char| " ,;(\n\t–-".contains(c)).parse(text);
        let closed = |text| self.words.take(text, |meaning| matches!(meaning, Meaning::Closed).then_some(()));
        let signed: IResult<&str, &str> = signs(zone(text));
        let Ok((rest, _)) = signed else { return week };
        let rest = self.spaced(rest, Meaning::And).map_or(rest, |(rest, ())| rest);
        let before = closed(rest).and_then(|(rest, ())| self.named_days(rest, true));
        let behind = || {
            let (rest, days) = self.named_days(rest, true)?;
            closed(self.filler(rest)?.0).map(|(rest, ())| (rest, days))
        };
        before.or_else(|_: nom::Err<Error<&str>>| behind()).map_or(week.clone(), |(_, days)| week.without(days))
    }

    /// Days and hours, in either order; with the minute the hours begin at.
    fn part<'t>(&self, text: &'t str) -> IResult<&'t str, (Week, u32)> {
        let days_first = |text: &'t str| {
            let (rest, days) = self.days(text, false)?;
            let (rest, between) = self.filler(rest)?;
            let reader = Self { words: self.words, between: self.between || between, led: false };
            let (rest, spans) = alt((|text| reader.all_day(text), |text| reader.spans(text))).parse(rest)?;
            Ok((zone(rest), (days, spans)))
        };
        let hours_first = |text: &'t str| {
            let (rest, spans) = self.spans(text)?;
            let (rest, _) = not(|_| self.lasting(text, &spans)).parse(rest)?;
            let (rest, _) = self.filler(zone(rest))?;
            let (rest, days) = self.days(rest, true)?;
            Ok((rest, (days, spans)))
        };
        let (rest, (days, spans)) = alt((days_first, hours_first)).parse(text)?;
        Ok((rest, (spans.on(days), spans.start())))
    }

    /// A range of lengths of time where hours might begin: "3-5 business days".
    fn lasting<'t>(&self, text: &'t str, spans: &Spans) -> IResult<&'t str, ()> {
        value((), verify(|text| self.duration(text), |_| !spans.sure)).parse(text)
    }

    fn without_days<'t>(&self, text: &'t str) -> IResult<&'t str, (Week, u32)> {
        let (rest, spans) = verify(|text| self.spans(text), |spans: &Spans| spans.sure || self.led).parse(text)?;
        let except = |text: &'t str| {
            let (rest, _) = take_while_m_n(0, 4, |c: char| " ,;(\n\t–-".contains(c)).parse(zone(text))?;
            self.words.tag(rest, Meaning::ExceptWeekend)
        };
        let (rest, except) = opt(except).parse(rest)?;
        let days = if except.is_some() { Days::WORKING } else { Days::ALL };
        Ok((rest, (spans.on(days), spans.start())))
    }

    /// "until noon on Friday", begun as the days before.
    fn shorter<'t>(&self, text: &'t str, from: u32) -> IResult<&'t str, (Week, u32)> {
        let until = |text: &'t str| {
            let (rest, ()) = self.spaced(text, Meaning::Until)?;
            self.clock(rest)
        };
        let days = |text: &'t str| self.days(self.filler(text)?.0, true);
        let days_first = |text: &'t str| {
            let (rest, days) = self.days(text, false)?;
            let (rest, clock) = until(self.filler(rest)?.0)?;
            Ok((rest, (clock, days)))
        };
        let (rest, (clock, days)) = alt(((until, days), days_first)).parse(text)?;
        let to = if clock.alone() > from { clock.alone() } else { clock.in_half(Some(true)) };
        Ok((rest, (Week::daily(days, from, to.min(DAY)), from)))
    }

    /// What joins two parts.
    fn join<'t>(&self, text: &'t str) -> IResult<&'t str, ()> {
        let (rest, signs) = take_while_m_n(0, 6, |c: char| " .,;/|()&+\n\t".contains(c)).parse(zone(text))?;
        let (rest, and) = opt(|text| self.spaced(text, Meaning::And)).parse(rest)?;
        let (rest, _) = opt(|text| self.spaced(text, Meaning::On)).parse(rest)?;
        if signs.trim().is_empty() && and.is_none() {
            return Err(nom::Err::Error(Error::new(text, ErrorKind::Tag)));
        }
        Ok((rest, ()))
    }

    /// What may stand between days and hours; whether "between" is part of it.
    fn filler<'t>(&self, text: &'t str) -> IResult<&'t str, bool> {
        let (mut rest, _) = take_while_m_n(0, 6, |c: char| " .,:;()–—-\n\t\u{a0}".contains(c)).parse(text)?;
        let mut between = false;
        for _ in 0..3 {
            let word =
                |meaning| matches!(meaning, Meaning::On | Meaning::Between).then_some(meaning == Meaning::Between);
            let Ok((after, opens)) = self.words.take(rest, word) else { break };
            (rest, between) = (self.space(after)?.0, between || opens);
        }
        Ok((rest, between))
    }

    /// Runs of days, some of them left out or not; `last`: what follows them is not their hours.
    fn days<'t>(&self, text: &'t str, last: bool) -> IResult<&'t str, Days> {
        let (rest, days) = self.runs(text, last)?;
        let (rest, except) = opt(|text| self.except(text, last)).parse(rest)?;
        Ok((rest, days.without(except.unwrap_or_default())))
    }

    /// One or several runs of days.
    fn runs<'t>(&self, text: &'t str, last: bool) -> IResult<&'t str, Days> {
        let (mut rest, mut days) = self.run(text)?;
        for _ in 0..MOST {
            let next = self.join_days(rest).and_then(|(after, ())| self.run(after));
            let Ok((after, more)) = next else { break };
            if last && self.filler(after).and_then(|(hours, _)| self.spans(hours)).is_ok() {
                break;
            }
            (rest, days) = (after, days.union(more));
        }
        Ok((rest, days))
    }

    fn join_days<'t>(&self, text: &'t str) -> IResult<&'t str, ()> {
        let (rest, signs) = take_while_m_n(0, 4, |c: char| " .,/&+\n\t".contains(c)).parse(text)?;
        let (rest, and) = opt(|text| self.spaced(text, Meaning::And)).parse(rest)?;
        let (rest, _) = opt(|text| self.spaced(text, Meaning::On)).parse(rest)?;
        if signs.trim().trim_matches('.').is_empty() && and.is_none() {
            return Err(nom::Err::Error(Error::new(text, ErrorKind::Tag)));
        }
        Ok((rest, ()))
    }

    fn run<'t>(&self, text: &'t str) -> IResult<&'t str, Days> {
        let days = |meaning| if let Meaning::Days(days) = meaning { Some(days) } else { None };
        if let Ok(found) = self.words.take(text, days) {
            return Ok(found);
        }
        let day = |meaning| if let Meaning::Day(day) = meaning { Some(day) } else { None };
        let (rest, first) = self.words.take(text, day)?;
        let last = |text: &'t str| {
            let (rest, ()) = self.range(text)?;
            self.words.take(rest, day)
        };
        let (rest, last) = opt(last).parse(rest)?;
        Ok((rest, Days::range(first, last.unwrap_or(first))))
    }

    fn spans<'t>(&self, text: &'t str) -> IResult<&'t str, Spans> {
        let (mut rest, (span, sure)) = self.span(text)?;
        let mut spans = Spans { spans: vec![span], sure };
        for _ in 0..MOST {
            let next = self.join_spans(rest).and_then(|(after, ())| self.span(after));
            let Ok((after, (span, sure))) = next else { break };
            spans.spans.push(span);
            spans.sure |= sure;
            rest = after;
        }
        Ok((rest, spans))
    }

    fn join_spans<'t>(&self, text: &'t str) -> IResult<&'t str, ()> {
        let (rest, _) = take_while_m_n(0, 4, |c: char| " ,;/|&+\n\t\u{a0}".contains(c)).parse(text)?;
        let (rest, _) = opt(|text| self.spaced(text, Meaning::And)).parse(rest)?;
        let (rest, _) = opt(|text| self.spaced(text, Meaning::On)).parse(rest)?;
        Ok((rest, ()))
    }

    fn span<'t>(&self, text: &'t str) -> IResult<&'t str, (Stretch, bool)> {
        let (rest, from) = self.clock(text)?;
        let to = |meaning| matches!(meaning, Meaning::Until).then_some(());
        let until = |text: &'t str| {
            self.words.take(self.space(text)?.0, to).and_then(|(rest, ())| Ok((self.space(rest)?.0, ())))
        };
        let (rest, ()) = alt((|text| self.range(text), until)).parse(rest)?;
        let (rest, to) = self.clock(rest)?;
        let (rest, _) = not(take_while_m_n(1, 1, char::is_alphanumeric)).parse(rest)?;
        let sure = from.sure || to.sure || (from.dotted && to.dotted);
        Ok((rest, (stretch(from, to), sure)))
    }

    /// "24 hours".
    fn all_day<'t>(&self, text: &'t str) -> IResult<&'t str, Spans> {
        let (rest, _) = verify(|text| self.amount(text), |hours| *hours == 24.0).parse(text)?;
        let (rest, ()) = self.hyphen_or_space(rest)?;
        let (rest, _) = opt(|text| self.spaced(text, Meaning::Of)).parse(rest)?;
        let (rest, ()) = self.words.tag(rest, Meaning::Unit(Unit::Hour))?;
        Ok((rest, Spans { spans: vec![(0, DAY)], sure: true }))
    }
}

impl Spans {
    fn on(&self, days: Days) -> Week {
        let week = |week: Week, &(from, to): &Stretch| week.union(&Week::daily(days, from, to));
        self.spans.iter().fold(Week::default(), week)
    }

    fn start(&self) -> u32 {
        self.spans.first().map_or(0, |span| span.0)
    }
}

/// From one time to another, what is not said of the halves of the day filled in.
fn stretch(from: Clock, to: Clock) -> Stretch {
    let end = match (from.afternoon, to.afternoon) {
        (_, Some(_)) => to.alone(),
        (Some(true), None) if to.minutes < 12 * 60 && from.alone() < to.minutes + 12 * 60 => to.minutes + 12 * 60,
        (_, None) if from.alone() >= to.minutes && from.minutes <= 12 * 60 && to.minutes <= 12 * 60 => {
            to.minutes + 12 * 60
        }
        _ => to.minutes,
    };
    let start = match (from.afternoon, to.afternoon) {
        (None, Some(true)) if from.minutes <= 12 * 60 && from.minutes + 12 * 60 < end && from.minutes < to.minutes => {
            from.in_half(if from.minutes + 6 * 60 >= 12 * 60 { None } else { Some(true) })
        }
        _ => from.alone(),
    };
    (start % DAY, end)
}

/// Around the clock as numbers: "24/7", "24x7x365", "12x5".
fn times(text: &str) -> IResult<&str, Week> {
    let digits = |text| {
        take_while_m_n(1, 3, |c: char| c.is_ascii_digit()).map(|text: &str| text.parse().unwrap_or(0)).parse(text)
    };
    let (rest, hours) = verify(digits, |hours: &u32| (1..=24).contains(hours)).parse(text)?;
    let (rest, _) = take_while_m_n(0, 1, |c| c == ' ' || c == 'h').parse(rest)?;
    let (rest, sign) = one_of("/xX×").parse(rest)?;
    let (rest, _) = take_while_m_n(0, 1, |c| c == ' ').parse(rest)?;
    let (rest, days) = verify(digits, |days| (5..=7).contains(days) && (hours == 24 || sign != '/')).parse(rest)?;
    let year = (one_of("/xX×"), verify(digits, |days| (360..=366).contains(days)));
    let (rest, _) = opt(year).parse(rest)?;
    let (rest, _) = not(take_while_m_n(1, 1, |c: char| c.is_alphanumeric() || c == '/')).parse(rest)?;
    let from = if hours > 16 { 0 } else { MORNING };
    let days = Days::range(0, u8::try_from(days - 1).unwrap_or(6));
    Ok((rest, Week::daily(days, from, (from + hours * 60).min(WEEK))))
}

/// What follows a time zone in capitals, if one stands here: "EST", "(CET)".
fn zone(text: &str) -> &str {
    let rest = text.trim_start_matches([' ', '\u{a0}']);
    let rest = rest.strip_prefix('(').unwrap_or(rest);
    let capitals: IResult<&str, &str> = take_while(|c: char| c.is_ascii_uppercase()).parse(rest);
    match capitals {
        Ok((after, name)) if (2..=5).contains(&name.len()) && !after.starts_with(char::is_alphanumeric) => {
            if rest.len() < text.trim_start_matches([' ', '\u{a0}']).len() {
                after.strip_prefix(')').unwrap_or(text)
            } else {
                after
            }
        }
        _ => text,
    }
}
