//! The words that values are made of: numbers, units, days, clock words, currencies.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Written, load::append};
use crate::value::Length;

/// The `[values]` of a language file. Entries are sayings of one or more words, compared without case and accents.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ValueTable {
    /// Words for numbers from two on: `twenty = 20`.
    pub numbers: BTreeMap<String, u32>,
    /// Words that are the number one, but only before a unit.
    pub one: Vec<Written>,
    /// Words that join the parts of a number or of a length of time: "one hundred and ten".
    pub and: Vec<Written>,
    /// Words that make a number a percentage.
    pub percent: Vec<Written>,
    /// The units of time.
    pub units: UnitNames,
    /// Whole sayings for a length of time, by that length: `"2w" = ["fortnight"]`.
    pub lengths: BTreeMap<Length, Vec<Written>>,
    /// Words that make days and hours business days and hours.
    pub business: Vec<Written>,
    /// Words that may stand between a number and its unit.
    pub of: Vec<Written>,
    /// Words between the two ends of a range.
    pub range: Vec<Written>,
    /// Words between two numbers of which either may be.
    pub or: Vec<Written>,
    /// Words before a range whose ends `and` joins.
    pub between: Vec<Written>,
    /// The days of the week, with their short forms.
    pub days: DayNames,
    /// Sayings for Monday to Friday.
    pub working_days: Vec<Written>,
    /// Sayings for Saturday and Sunday.
    pub weekend: Vec<Written>,
    /// Sayings for all days.
    pub every_day: Vec<Written>,
    /// Sayings after hours that leave out the weekend.
    pub except_weekend: Vec<Written>,
    /// Words before days that are left out: "every day except Sunday".
    pub except: Vec<Written>,
    /// Words before or after days without hours: "closed on Sundays".
    pub closed: Vec<Written>,
    /// Words after a clock time of the morning.
    pub am: Vec<Written>,
    /// Words after a clock time of the afternoon.
    pub pm: Vec<Written>,
    /// Twelve o'clock at noon.
    pub noon: Vec<Written>,
    /// Twelve o'clock at night.
    pub midnight: Vec<Written>,
    /// Words before a number that make it a clock time.
    pub clock: Vec<Written>,
    /// Words after a number that make it a clock time.
    pub oclock: Vec<Written>,
    /// Words that may stand between days and hours, in either order.
    pub on: Vec<Written>,
    /// Words before the end of opening hours.
    pub until: Vec<Written>,
    /// Sayings for every hour of the week.
    pub always: Vec<Written>,
    /// Words between a rating and the highest there is.
    pub out_of: Vec<Written>,
    /// What a rating counts, five being the highest.
    pub stars: Vec<Written>,
    /// Sayings for a scale, by the highest rating: `10 = ["on a scale of one to ten"]`.
    pub scales: BTreeMap<String, Vec<Written>>,
    /// Signs and words for money, by the code of the currency: `eur = ["€", "euro"]`.
    pub currencies: BTreeMap<String, Vec<Written>>,
}

/// The names of the units of time, by the short forms that phrases use.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[expect(missing_docs, reason = "the units of the phrase language")]
pub struct UnitNames {
    pub s: Vec<Written>,
    pub min: Vec<Written>,
    pub h: Vec<Written>,
    pub d: Vec<Written>,
    pub w: Vec<Written>,
    pub month: Vec<Written>,
    pub year: Vec<Written>,
}

/// The names of the days of the week.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[expect(missing_docs, reason = "seven days, in their order")]
pub struct DayNames {
    pub mon: Vec<Written>,
    pub tue: Vec<Written>,
    pub wed: Vec<Written>,
    pub thu: Vec<Written>,
    pub fri: Vec<Written>,
    pub sat: Vec<Written>,
    pub sun: Vec<Written>,
}

impl ValueTable {
    /// Puts the lists of another table behind the own ones. Places grow by `shift`.
    pub(super) fn append(&mut self, mut more: Self, shift: usize) {
        for (own, more) in self.lists().into_iter().zip(more.lists()) {
            append(own, std::mem::take(more), shift);
        }
        self.numbers.extend(more.numbers);
        for (length, sayings) in more.lengths {
            append(self.lengths.entry(length).or_default(), sayings, shift);
        }
        for (own, more) in [(&mut self.scales, more.scales), (&mut self.currencies, more.currencies)] {
            for (name, sayings) in more {
                append(own.entry(name).or_default(), sayings, shift);
            }
        }
    }

    /// All plain lists, always in the same order.
    fn lists(&mut self) -> [&mut Vec<Written>; 39] {
        let (units, days) = (&mut self.units, &mut self.days);
        [
            &mut self.one,
            &mut self.and,
            &mut self.percent,
            &mut self.business,
            &mut self.of,
            &mut self.range,
            &mut self.or,
            &mut self.between,
            &mut self.working_days,
            &mut self.weekend,
            &mut self.every_day,
            &mut self.except_weekend,
            &mut self.except,
            &mut self.closed,
            &mut self.am,
            &mut self.pm,
            &mut self.noon,
            &mut self.midnight,
            &mut self.clock,
            &mut self.oclock,
            &mut self.on,
            &mut self.until,
            &mut self.always,
            &mut self.out_of,
            &mut self.stars,
            &mut units.s,
            &mut units.min,
            &mut units.h,
            &mut units.d,
            &mut units.w,
            &mut units.month,
            &mut units.year,
            &mut days.mon,
            &mut days.tue,
            &mut days.wed,
            &mut days.thu,
            &mut days.fri,
            &mut days.sat,
            &mut days.sun,
        ]
    }
}
