//! Rules that should have been looked at again.

use std::time::SystemTime;

use toml::value::Date;

use crate::{problem::Problem, rule::Rule};

/// A reminder, where a rule should have been looked at again before `now`.
pub fn overdue(rule: &Rule, now: SystemTime) -> Option<Problem> {
    let (date, span) = rule.review_by?;
    let now = now.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs() / 86_400;
    (now > days(date)).then(|| {
        let problem = Problem::new(&rule.file, span, format!("{} was to be reviewed by {date}", rule.id)).harmless();
        problem.label("this day is past").help("read the rule again, then set `reviewed` and `review-by`")
    })
}

/// Days from 1970 to a date; 0 for earlier ones. Years are counted from March, so that a leap day comes last.
fn days(date: Date) -> u64 {
    let (month, day) = (u64::from(date.month), u64::from(date.day));
    let year = u64::from(date.year) - u64::from(month <= 2 && date.year > 0);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    (365 * year + year / 4 - year / 100 + year / 400 + of_year).saturating_sub(719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_so_many_days_after_1970() {
        let day = |year, month, day| days(Date { year, month, day });
        assert_eq!((day(1970, 1, 1), day(1970, 3, 1), day(2000, 2, 29), day(2026, 11, 22)), (0, 59, 11_016, 20_779));
        assert_eq!(day(0, 1, 1), 0);
    }
}
