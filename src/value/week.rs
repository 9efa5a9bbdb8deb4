//! A week of opening hours: stretches of minutes from Monday 00:00, and in words what they leave uncovered.

use std::ops::Range;

/// Minutes in a day.
pub const DAY: u32 = 24 * 60;

/// Minutes in a week.
pub const WEEK: u32 = 7 * DAY;

/// The days of the week, Monday first.
const NAMES: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A set of days, Monday first.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Days(u8);

impl Days {
    /// Monday to Friday.
    pub const WORKING: Self = Self(0b001_1111);
    /// Saturday and Sunday.
    pub const WEEKEND: Self = Self(0b110_0000);
    /// All seven.
    pub const ALL: Self = Self(0b111_1111);

    /// The days from `first` to `last` (Monday is 0), over Sunday where the last comes before the first.
    pub fn range(first: u8, last: u8) -> Self {
        let span = (last + 7 - first) % 7;
        (0..=span).fold(Self::default(), |days, step| days.with((first + step) % 7))
    }

    /// These days and one more (Monday is 0).
    pub fn with(self, day: u8) -> Self {
        Self(self.0 | 1 << (day % 7))
    }

    /// The days in either.
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// These days but for others.
    pub fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    /// Whether no day is in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The days, Monday as 0.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (0..7).filter(move |day| self.0 & 1 << day != 0)
    }
}

/// The minutes of a week that are covered.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Week {
    /// Ascending, apart, none empty, within `0..WEEK`.
    open: Vec<Range<u32>>,
}

impl Week {
    /// Every hour of every day.
    pub fn always() -> Self {
        Self::daily(Days::ALL, 0, DAY)
    }

    /// Open on these days from one minute of the day to another; an end that is not after the start is on the next day.
    pub fn daily(days: Days, from: u32, to: u32) -> Self {
        let length = if to > from { to - from } else { to + DAY - from };
        let stretches = days.iter().flat_map(|day| wrapped(u32::from(day) * DAY + from % DAY, length));
        Self::from_open(stretches.collect())
    }

    /// Open whenever either is.
    pub fn union(&self, other: &Self) -> Self {
        Self::from_open(self.open.iter().chain(&other.open).cloned().collect())
    }

    /// These hours, but none of some days.
    pub fn without(&self, days: Days) -> Self {
        let open = Days::ALL.without(days).iter().flat_map(|day| {
            let (start, end) = (u32::from(day) * DAY, u32::from(day + 1) * DAY);
            self.open.iter().map(move |stretch| stretch.start.max(start)..stretch.end.min(end))
        });
        Self::from_open(open.collect())
    }

    /// How many minutes of the week are covered.
    pub fn minutes(&self) -> u32 {
        self.open.iter().map(|stretch| stretch.end - stretch.start).sum()
    }

    /// What is not covered, in words: "nights, Saturday and Sunday"; empty if nothing is left.
    pub fn gap(&self) -> String {
        let closed: Vec<u8> =
            (0..7).filter(|&day| self.covered(u32::from(day) * DAY..u32::from(day + 1) * DAY) == 0).collect();
        let elsewhere = |hours: [Range<u32>; 2]| {
            let days = (0..7u8).filter(|day| !closed.contains(day));
            days.map(|day| hours.iter().map(|part| self.uncovered_on(day, part)).sum::<u32>())
                .any(|minutes| minutes >= 120)
        };
        let mut parts: Vec<&str> = Vec::new();
        if closed.len() < 7 && elsewhere([0..6 * 60, 22 * 60..DAY]) {
            parts.push("nights");
        }
        if closed.len() < 7 && elsewhere([18 * 60..22 * 60, 0..0]) {
            parts.push("evenings");
        }
        parts.extend(closed.iter().map(|&day| NAMES[usize::from(day)]));
        join(&parts)
    }

    fn from_open(mut stretches: Vec<Range<u32>>) -> Self {
        stretches.retain(|stretch| !stretch.is_empty());
        stretches.sort_by_key(|stretch| stretch.start);
        let mut open: Vec<Range<u32>> = Vec::with_capacity(stretches.len());
        for stretch in stretches {
            match open.last_mut() {
                Some(last) if stretch.start <= last.end => last.end = last.end.max(stretch.end),
                _ => open.push(stretch),
            }
        }
        Self { open }
    }

    fn covered(&self, part: Range<u32>) -> u32 {
        self.open.iter().map(|open| open.end.min(part.end).saturating_sub(open.start.max(part.start))).sum()
    }

    fn uncovered_on(&self, day: u8, part: &Range<u32>) -> u32 {
        let start = u32::from(day) * DAY;
        part.end - part.start - self.covered(start + part.start..start + part.end)
    }
}

/// A stretch that may run past the end of the week, as one or two within it.
fn wrapped(start: u32, length: u32) -> Vec<Range<u32>> {
    let end = start + length.min(WEEK);
    let next_week = if end > WEEK { 0..end - WEEK } else { 0..0 };
    vec![start..end.min(WEEK), next_week]
}

/// "a", "a and b", "a, b and c".
fn join(parts: &[&str]) -> String {
    match parts {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn office_hours_leave_nights_evenings_and_the_weekend() {
        let week = Week::daily(Days::WORKING, 9 * 60, 17 * 60);
        assert_eq!(week.minutes(), 40 * 60);
        assert_eq!(week.gap(), "nights, evenings, Saturday and Sunday");
    }

    #[test]
    fn an_overnight_range_runs_into_the_next_day() {
        let week = Week::daily(Days::ALL, 18 * 60, 2 * 60);
        assert_eq!(week.minutes(), 7 * 8 * 60);
        let sunday_night = Week::daily(Days::range(6, 6), 22 * 60, 6 * 60);
        assert_eq!(sunday_night.minutes(), 8 * 60);
    }

    #[test]
    fn channels_that_share_hours_are_counted_once() {
        let phone = Week::daily(Days::WORKING, 9 * 60, 17 * 60);
        let chat = Week::daily(Days::WORKING, 8 * 60, 16 * 60);
        assert_eq!(phone.union(&chat).minutes(), 5 * 9 * 60);
    }

    #[test]
    fn every_hour_leaves_no_gap() {
        assert_eq!(Week::always().gap(), "");
        assert_eq!(Week::daily(Days::ALL, 0, DAY).minutes(), WEEK);
        assert_eq!(Week::daily(Days::ALL, 8 * 60, 8 * 60).minutes(), WEEK);
    }

    #[test]
    fn days_are_taken_out_of_a_week() {
        let sunday = Days::range(6, 6);
        assert_eq!(Days::ALL.without(sunday), Days::range(0, 5));
        assert_eq!(Week::always().without(Days::WEEKEND), Week::daily(Days::WORKING, 0, DAY));
        assert_eq!(Week::daily(Days::ALL, 9 * 60, 17 * 60).without(sunday).minutes(), 6 * 8 * 60);
    }

    #[test]
    fn a_range_of_days_may_run_over_sunday() {
        assert_eq!(Days::range(5, 0).iter().collect::<Vec<_>>(), [0, 5, 6]);
    }
}
