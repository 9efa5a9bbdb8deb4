//! Every notation in three languages, as claims.

use std::sync::{Arc, LazyLock};

use proptest::prelude::*;

use super::{
    Value, ValueKind, ValueWords, parse_test, read, read_as,
    week::{DAY, Days, WEEK, Week},
    words::Beginning,
};
use crate::language;

fn words(code: &str) -> &'static ValueWords {
    static KNOWN: LazyLock<Vec<(Arc<str>, ValueWords)>> = LazyLock::new(|| {
        let (languages, problems) = language::load(&[]);
        assert!(problems.is_empty(), "{problems:?}");
        languages.iter().map(|language| (language.code.clone(), ValueWords::new(&language.file.values))).collect()
    });
    &KNOWN.iter().find(|(known, _)| &**known == code).expect("a built-in language").1
}

/// The longest value of a kind in a text, with its words.
fn found<'t>(code: &str, text: &'t str, kind: ValueKind) -> Vec<(Value, &'t str)> {
    let words = words(code);
    let mut found: Vec<(Value, &str)> = Vec::new();
    let mut covered = 0;
    let starts =
        text.char_indices().filter(|&(at, c)| c.is_alphanumeric() && !text[..at].ends_with(char::is_alphanumeric));
    for (at, _) in starts {
        let raw = text[at..].split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        if at < covered || !(raw.starts_with(|c: char| c.is_ascii_digit()) || words.may_start(raw)) {
            continue;
        }
        for (value, length) in read(text, at, words) {
            covered = covered.max(at + length);
            if value.kind() == kind {
                found.push((value, &text[at..at + length]));
            }
        }
    }
    found
}

#[track_caller]
fn passes(code: &str, text: &str, test: &str) {
    let test = parse_test(test).expect(test);
    let found = found(code, text, test.kind);
    assert!(found.iter().any(|(value, _)| test.accepts(value)), "{text}: <{test}>: {found:?}");
}

#[track_caller]
fn none(code: &str, text: &str, kind: ValueKind) {
    assert_eq!(found(code, text, kind), [], "{text}");
}

#[track_caller]
fn spans(code: &str, text: &str, kind: ValueKind, expected: &str) {
    let found = found(code, text, kind);
    assert_eq!(found.iter().map(|(_, words)| *words).collect::<Vec<_>>(), [expected], "{text}");
}

#[test]
fn lengths_of_time_in_digits_and_words() {
    for (code, text, test) in [
        ("en", "within 24 hours", "duration = 24h"),
        ("en", "within 48h", "duration = 2d"),
        ("en", "a 2 hour response time", "duration = 2h"),
        ("en", "a 24-hour reply", "duration = 24h"),
        ("en", "in thirty minutes", "duration = 30min"),
        ("en", "in forty-eight hours", "duration = 48h"),
        ("en", "one hundred and twenty days", "duration = 120d"),
        ("en", "in half an hour", "duration = 30min"),
        ("en", "an hour", "duration = 1h"),
        ("en", "a fortnight", "duration = 14d"),
        ("en", "a couple of days", "duration = 2d"),
        ("en", "within one week", "duration = 1w"),
        ("en", "2 weeks", "duration = 14d"),
        ("en", "3 months", "duration = 90d"),
        ("en", "one year", "duration = 365d"),
        ("en", "1 hour and 30 minutes", "duration = 90min"),
        ("en", "1h 30min", "duration = 90min"),
        ("en", "2.5 hours", "duration = 150min"),
        ("en", "up to 3 days", "duration = 3d"),
        ("it", "entro 48 ore", "duration = 48h"),
        ("it", "in 3 gg", "duration = 3d"),
        ("it", "3gg", "duration = 3d"),
        ("it", "entro quarantotto ore", "duration = 48h"),
        ("it", "tra mezz'ora", "duration = 30min"),
        ("it", "in un'ora", "duration = 1h"),
        ("it", "una settimana", "duration = 1w"),
        ("it", "entro un mese", "duration = 1month"),
        ("it", "un paio di giorni", "duration = 2d"),
        ("ro", "în 30 de zile", "duration = 30d"),
        ("ro", "in termen de 24 de ore", "duration = 24h"),
        ("ro", "treizeci de minute", "duration = 30min"),
        ("ro", "treizeci și cinci de minute", "duration = 35min"),
        ("ro", "două luni", "duration = 60d"),
        ("ro", "într-o zi", "duration = 1d"),
        ("ro", "o saptamana", "duration = 1w"),
        ("ro", "jumătate de oră", "duration = 30min"),
    ] {
        passes(code, text, test);
    }
}

#[test]
fn a_number_in_words_holds_its_last_one() {
    for (code, text, test, all) in [
        ("ro", "douăzeci și una de zile", "duration = 21d", true),
        ("ro", "treizeci și unu de ore", "duration = 31h", true),
        ("ro", "o sută una de zile", "duration = 101d", true),
        ("ro", "douăzeci și un de ani", "duration = 21year", true),
        ("en", "one hundred and one days", "duration = 101d", true),
        ("en", "twenty-one days", "duration = 21d", true),
        ("it", "ventuno giorni", "duration = 21d", true),
        ("en", "twenty and a half hours", "duration = 20h", false),
        ("en", "between twenty and one hundred days", "duration >= 100d", false),
    ] {
        if all {
            spans(code, text, ValueKind::Duration, text);
            passes(code, text, test);
        } else {
            let test = parse_test("duration = 21h").unwrap();
            assert!(!found(code, text, ValueKind::Duration).iter().any(|(value, _)| test.accepts(value)), "{text}");
        }
    }
}

#[test]
fn business_days_are_longer_than_calendar_ones() {
    for (code, text) in [
        ("en", "1 business day"),
        ("en", "one working day"),
        ("en", "the next business day"),
        ("it", "un giorno lavorativo"),
        ("it", "1 giorno feriale"),
        ("it", "un giorno feriale"),
        ("en", "a working day"),
        ("ro", "o zi lucrătoare"),
        ("ro", "o zi de lucru"),
        ("ro", "într-o zi lucrătoare"),
        ("ro", "1 zi lucratoare"),
    ] {
        passes(code, text, "duration > 24h");
        passes(code, text, "duration < 25h");
        passes(code, text, "duration = 1 business d");
        let test = parse_test("duration = 1d").unwrap();
        assert!(!found(code, text, ValueKind::Duration).iter().any(|(value, _)| test.accepts(value)), "{text}");
    }
    passes("en", "within 2 business days", "duration = 2 business d");
    passes("en", "five (5) working days", "duration = 5 business d");
    passes("en", "48 business hours", "duration = 6 business d");
    passes("en", "24 business hours", "duration > 24h");
    passes("it", "due giorni lavorativi", "duration = 2 business d");
    passes("ro", "două zile lucrătoare", "duration = 2 business d");
}

#[test]
fn a_range_is_more_by_its_upper_and_less_by_its_lower_end() {
    for (code, text, low, high) in [
        ("en", "5–7 days", 5, 7),
        ("en", "5 - 7 days", 5, 7),
        ("en", "one to two days", 1, 2),
        ("en", "between 2 and 5 days", 2, 5),
        ("en", "2 or 3 days", 2, 3),
        ("en", "2 days to 1 week", 2, 7),
        ("en", "24 to 48 hours", 1, 2),
        ("it", "24-48 ore", 1, 2),
        ("it", "24/48 ore", 1, 2),
        ("en", "3/5 days", 3, 5),
        ("it", "da 2 a 5 giorni", 2, 5),
        ("it", "tra 2 e 5 giorni", 2, 5),
        ("it", "due o tre giorni", 2, 3),
        ("ro", "2-3 zile", 2, 3),
        ("ro", "de la 5 la 7 zile", 5, 7),
        ("ro", "între 24 și 48 de ore", 1, 2),
    ] {
        passes(code, text, &format!("duration >= {high}d"));
        passes(code, text, &format!("duration <= {low}d"));
        let equal = parse_test(&format!("duration = {high}d")).unwrap();
        assert!(!found(code, text, ValueKind::Duration).iter().any(|(value, _)| equal.accepts(value)), "{text}");
    }
    spans("en", "within 5–7 working days.", ValueKind::Duration, "5–7 working days");
}

#[test]
fn what_only_looks_like_a_length_of_time_is_none() {
    for text in
        ["Microsoft 365", "2-factor", "2–3 things", "version 1.2.3", "call 0800 555 014", "the 2nd day", "day 2", "5/3"]
    {
        none("en", text, ValueKind::Duration);
    }
}

#[test]
fn percentages() {
    for (code, text) in [
        ("en", "80 %"),
        ("en", "80%"),
        ("en", "80 per cent"),
        ("en", "eighty percent"),
        ("it", "80 per cento"),
        ("it", "80 percento"),
        ("ro", "80 la sută"),
        ("ro", "80 la suta"),
    ] {
        passes(code, text, "percent = 80");
    }
    passes("en", "80–90 %", "percent >= 90");
}

#[test]
fn money() {
    for (code, text, test) in [
        ("en", "$5", "money = 5"),
        ("en", "$ 5.50 off", "money = 5.5"),
        ("en", "£200", "money = £200"),
        ("en", "EUR 50", "money = €50"),
        ("en", "50 dollars", "money = $50"),
        ("en", "$5–$10", "money >= 10"),
        ("it", "5 €", "money = 5 EUR"),
        ("it", "1.000,50 €", "money = 1000.5"),
        ("it", "200 euro", "money > 100 eur"),
        ("ro", "50 lei", "money = 50 RON"),
        ("ro", "50 de lei", "money = 50"),
        ("ro", "50.000 USD", "money = 50000 USD"),
    ] {
        passes(code, text, test);
    }
    let euros = parse_test("money > 1 EUR").unwrap();
    assert!(!found("en", "$5", ValueKind::Money).iter().any(|(value, _)| euros.accepts(value)));
}

#[test]
fn ratings_are_scaled_to_five() {
    for (code, text, test) in [
        ("en", "4 out of 5", "rating = 4"),
        ("en", "4/5", "rating = 4"),
        ("en", "8/10", "rating = 4"),
        ("en", "four out of five", "rating = 4"),
        ("en", "4.2 out of 5 stars", "rating < 4.5"),
        ("en", "four stars", "rating = 4"),
        ("en", "3.8 on the five-point scale", "rating < 4"),
        ("it", "4 su 5", "rating = 4"),
        ("it", "quattro stelle su cinque", "rating = 4"),
        ("ro", "4 din 5", "rating = 4"),
        ("ro", "4 stele din 5", "rating = 4"),
    ] {
        passes(code, text, test);
    }
    for text in ["24/7", "4/5/2024", "9-5"] {
        none("en", text, ValueKind::Rating);
    }
}

#[test]
fn clock_times() {
    for (code, text, test) in [
        ("en", "9am", "time = 9:00"),
        ("en", "9 p.m.", "time = 21:00"),
        ("en", "17:30", "time = 17:30"),
        ("en", "5 o'clock", "time = 5:00"),
        ("en", "noon", "time = 12:00"),
        ("it", "alle 17.30", "time = 17:30"),
        ("it", "ore 9", "time = 9:00"),
        ("ro", "ora 9", "time = 9:00"),
        ("ro", "la ora 17:00", "time = 17:00"),
        ("ro", "9h30", "time = 9:30"),
    ] {
        passes(code, text, test);
    }
    for text in ["17.30", "5", "1.2.3", "2014-01-09", "a 3:2 ratio", "12:345"] {
        none("en", text, ValueKind::Time);
    }
}

#[test]
fn a_time_is_found_with_the_word_that_leads_to_it_and_behind_it() {
    for (code, text, inner) in [
        ("it", "alle 17", "17"),
        ("it", "le ore 18.00", "ore 18.00"),
        ("it", "ore 18.00", "18.00"),
        ("ro", "ora 9", "9"),
    ] {
        let words = words(code);
        let time = |at| {
            let found = read(text, at, words);
            found
                .into_iter()
                .find(|(value, _)| value.kind() == ValueKind::Time)
                .map(|(_, length)| &text[at..at + length])
        };
        let at = text.len() - inner.len();
        assert_eq!((time(0), time(at)), (Some(text), Some(inner)), "{text}");
        assert_eq!(super::lead(text, at, words) > 0, inner.starts_with("ore"), "{text}");
    }
    let words = words("it");
    let hours =
        |at: usize| read("dalle 9 alle 17", at, words).into_iter().any(|(value, _)| value.kind() == ValueKind::Hours);
    assert!(hours(0) && hours("dalle ".len()));
}

/// `hours` of a text, as one week.
#[track_caller]
fn week(code: &str, text: &str, expected: &Week) {
    match found(code, text, ValueKind::Hours).as_slice() {
        [(Value::Hours(week), _)] => assert_eq!(&**week, expected, "{text}"),
        other => panic!("{text}: {other:?}"),
    }
}

fn on(days: Days, from: u32, to: u32) -> Week {
    Week::daily(days, from * 60, to * 60)
}

#[test]
fn office_hours_in_every_notation() {
    let nine_to_five = on(Days::WORKING, 9, 17);
    for (code, text) in [
        ("en", "Mon–Fri 9am–5pm"),
        ("en", "Mon-Fri 9-5"),
        ("en", "Monday to Friday, 9 am - 5 pm."),
        ("en", "Monday through Friday, 9:00 AM to 5:00 PM EST, excluding federal holidays"),
        ("en", "Monday to Friday from 9 to 5"),
        ("en", "Monday to Friday between 9 and 5"),
        ("en", "Mon.–Fri.: 09:00–17:00"),
        ("en", "(9 AM - 5 PM EST, Monday-Friday)"),
        ("en", "9-5 weekdays"),
        ("en", "0900-1700 Mon to Fri"),
        ("en", "nine to five, Monday to Friday"),
        ("en", "between 09:00 and 17:00 on a weekday"),
        ("en", "09:00–17:00 CET, excluding\nweekends and public holidays"),
        ("it", "dal lunedì al venerdì, dalle 9.00 alle 17.00"),
        ("it", "lun-ven 9-17"),
        ("it", "9-17 feriali"),
        ("it", "lun.–ven. ore 9–17"),
        ("it", "ore 09:00–17:00, festivi esclusi"),
        ("it", "nei giorni feriali dalle nove alle diciassette"),
        ("ro", "luni–vineri 9:00–17:00"),
        ("ro", "de luni până vineri, între orele 9:00 și 17:00"),
        ("ro", "L-V 09:00–17:00"),
        ("ro", "luni-vineri 9-17"),
        ("ro", "in zilele lucratoare, de la noua la saptesprezece"),
        ("ro", "09:00–17:00 în zilele lucrătoare"),
    ] {
        week(code, text, &nine_to_five);
    }
}

#[test]
fn hours_of_several_parts() {
    let split = on(Days::WORKING, 9, 13).union(&on(Days::WORKING, 14, 18));
    week("it", "dal lunedì al venerdì, 9-13 e 14-18", &split);
    week("it", "lun-ven 9-13 / 14-18", &split);
    let friday = Days::range(4, 4);
    let short = on(Days::range(0, 3), 9, 17).union(&on(friday, 9, 12));
    week("en", "9 to 5, Monday through Thursday, and until noon on\nFriday", &short);
    let short = on(Days::range(0, 3), 8, 16).union(&on(friday, 8, 13));
    week("en", "(Mon–Thu 8–16, Fri 8–13)", &short);
    let saturday = on(Days::WORKING, 8, 18).union(&on(Days::range(5, 5), 9, 12));
    week("en", "weekdays 8am to 6pm, Sat 9 to 12", &saturday);
    week("en", "8am to 6pm Monday to Friday, 9 to 12 on Saturdays", &saturday);
    week("ro", "L-V 8-18, S 9-12", &saturday);
    week("en", "Saturday and Sunday 10–16", &on(Days::WEEKEND, 10, 16));
    week("en", "Mon, Wed and Fri 10–16", &on(Days::range(0, 0).with(2).with(4), 10, 16));
}

#[test]
fn days_that_are_left_out_are_taken_away() {
    let six = on(Days::range(0, 5), 9, 17);
    for (code, text) in [
        ("en", "every day except Sunday, 9–17"),
        ("en", "daily (except Sundays) 9–17"),
        ("en", "9–17 daily, except on Sundays"),
        ("en", "9:00–17:00 except Sundays"),
        ("en", "daily 9–17, closed on Sundays"),
        ("en", "daily 9–17 (Sundays closed)"),
        ("it", "tutti i giorni tranne la domenica, dalle 9 alle 17"),
        ("it", "tutti i giorni eccetto la domenica, 9–17"),
        ("it", "9:00–17:00 salvo la domenica"),
        ("it", "tutti i giorni 9–17, chiuso la domenica"),
        ("it", "tutti i giorni 9–17, domenica chiuso"),
        ("ro", "zilnic în afară de duminică, 9–17"),
        ("ro", "zilnic, cu excepția duminicii, 9–17"),
        ("ro", "zilnic 9–17, duminica închis"),
        ("ro", "zilnic 9–17, închis duminica"),
    ] {
        week(code, text, &six);
    }
    week("en", "Mon–Sat except Wednesday 9–17", &on(Days::range(0, 5).without(Days::range(2, 2)), 9, 17));
    week("en", "Mon–Fri 9–17, except public holidays", &on(Days::WORKING, 9, 17));
}

#[test]
fn around_the_clock_on_some_days_only() {
    for (code, text) in [
        ("en", "24 hours a day, Monday to Friday"),
        ("en", "24/7 on weekdays"),
        ("en", "round the clock, Monday to Friday"),
        ("it", "24 ore su 24 dal lunedì al venerdì"),
        ("it", "H24 nei giorni feriali"),
        ("ro", "non-stop de luni până vineri"),
        ("ro", "24 de ore din 24, de luni până vineri"),
    ] {
        week(code, text, &on(Days::WORKING, 0, 24));
    }
    for (code, text) in [
        ("en", "24/7, Monday to Sunday"),
        ("en", "24/7: Monday to Friday by phone"),
        ("ro", "non-stop, v-am spus"),
        ("it", "24 ore su 24, 7 giorni su 7"),
    ] {
        week(code, text, &Week::always());
    }
    assert!(found("en", "24/7, Mon–Fri 9–17", ValueKind::Hours).iter().any(|(_, words)| *words == "24/7"));
}

#[test]
fn hours_of_every_day() {
    for (code, text) in [
        ("en", "daily 8 am to 10 pm"),
        ("en", "8:00–22:00"),
        ("en", "from 8am until 10pm"),
        ("en", "8am–10pm, 7 days a week"),
        ("it", "tutti i giorni 8-22"),
        ("it", "dalle otto alle ventidue"),
        ("ro", "zilnic 8-22"),
        ("ro", "între orele 8 și 22"),
    ] {
        week(code, text, &on(Days::ALL, 8, 22));
    }
    week("en", "7pm - 2am", &on(Days::ALL, 19, 2));
    week("en", "18:00–02:00", &on(Days::ALL, 18, 2));
    week("en", "8 am to midnight", &on(Days::ALL, 8, 24));
    week("en", "weekdays 10-4", &on(Days::WORKING, 10, 16));
    week("en", "Mon-Fri 9 to 12", &on(Days::WORKING, 9, 12));
    week("en", "1:00am -11:00am PST", &on(Days::ALL, 1, 11));
    week("en", "12x5", &on(Days::WORKING, 8, 20));
}

#[test]
fn around_the_clock() {
    for (code, text) in [
        ("en", "24/7"),
        ("en", "24x7"),
        ("en", "24x7x365"),
        ("en", "24/7/365"),
        ("en", "round the clock"),
        ("en", "24 hours a day, 7 days a week"),
        ("en", "Monday to Sunday 24 hours"),
        ("it", "H24"),
        ("it", "24 ore su 24"),
        ("it", "giorno e notte"),
        ("ro", "non-stop"),
        ("ro", "24 de ore din 24"),
        ("ro", "zi și noapte"),
    ] {
        passes(code, text, "hours = 168");
    }
    assert_eq!(Week::always().minutes(), WEEK);
    assert_eq!(WEEK, 7 * DAY);
}

#[test]
fn what_only_looks_like_hours_is_none() {
    for text in [
        "Microsoft 365",
        "2014-01-09",
        "2-factor",
        "2–3 things",
        "3-5 business days",
        "9 to 12 days",
        "2014-2019",
        "9-5",
        "Monday",
        "Monday to Friday",
        "on Friday 3 people",
        "8-10 of us",
        "0800 555 014",
        "1.2.3",
        "$5-$10",
        "$9.00 to $17.00",
        "page 9 to 17",
        "365 days",
        "at 9:00",
        "Mon 9.5 %",
    ] {
        none("en", text, ValueKind::Hours);
    }
}

/// Words and signs that values are made of, and others.
const PARTS: [&str; 60] = [
    "5",
    "24",
    "7",
    "1,000",
    "1.5",
    "0730",
    "9:00",
    "17.30",
    "48h",
    "9am",
    "24/7",
    "12x5",
    "x",
    "one",
    "a",
    "an",
    "two",
    "hundred",
    "twenty",
    "day",
    "days",
    "hour",
    "business",
    "weeks",
    "fortnight",
    "noon",
    "at",
    "Monday",
    "mon",
    "Fri",
    "to",
    "until",
    "between",
    "and",
    "or",
    "of",
    "on",
    "weekend",
    "every",
    "weekdays",
    "percent",
    "euro",
    "star",
    "stars",
    "out of",
    "customer",
    "the",
    "o'clock",
    "pm",
    "EST",
    "€",
    "$",
    "%",
    "/",
    "-",
    "–",
    "(",
    ")",
    ",",
    ".",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn what_cannot_begin_here_would_not_have_been_found(
        parts in prop::collection::vec((prop::sample::select(&PARTS[..]), prop::sample::select(vec![" ", " ", " ", "", "-", "\n"])), 1..9),
    ) {
        let text: String = parts.into_iter().flat_map(|(part, gap)| [part, gap]).collect();
        let words = words("en");
        for (at, _) in text.char_indices().filter(|&(at, c)| c.is_alphanumeric() && !text[..at].ends_with(char::is_alphanumeric)) {
            let raw = text[at..].split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            if raw.starts_with(|c: char| c.is_ascii_digit()) || words.may_start(raw) {
                prop_assert_eq!(read(&text, at, words), read_as(Beginning::Counted, &text, at, words), "{} in {:?}", raw, text);
            }
        }
    }
}
