//! What stands between the angle brackets of a phrase.
//!
//! ```text
//! test    = kind [op literal] | "placeholder" name ("|" name)*
//! op      = "<" | "<=" | "=" | ">=" | ">"
//! literal = number unit            units by kind: see `unit_size`
//! ```

use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{tag, take_while},
    combinator::value,
};

use super::{Comparison, Currency, Literal, Unit, ValueError, ValueKind, ValueTest, number::number};

/// A length of time as language files write it: `"2w"`, `"1 business d"`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Length {
    /// How many seconds pass by the calendar.
    pub seconds: u32,
    /// Whether it is in business days or hours.
    pub business: bool,
}

impl<'de> serde::Deserialize<'de> for Length {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let length = comparison(ValueKind::Duration, &format!("= {text}"), 0).ok().map(|(_, literal)| literal);
        let fits = length.filter(|literal| literal.size >= 1.0 && literal.size < f64::from(u32::MAX));
        let Some(Literal { size, business, .. }) = fits else {
            return Err(serde::de::Error::custom(format!("`{text}` is no length of time, such as `30min`")));
        };
        Ok(Self { seconds: size.round() as u32, business })
    }
}

/// Reads a test; ranges of the error are bytes of `text`.
pub fn parse_test(text: &str) -> Result<ValueTest, ValueError> {
    let (rest, _) = blank(text).unwrap_or((text, ""));
    let (rest, name) = letters(rest).unwrap_or((rest, ""));
    let at = |part: &str| text.len() - part.len();
    let kind = kind(name, at(rest) - name.len()..at(rest))?;
    let rest = rest.trim_start();
    let mut test = ValueTest { kind, compare: None, names: Vec::new() };
    if !kind.has_size() {
        if let Some(sign) = rest.find(|c: char| !(c.is_alphanumeric() || c.is_whitespace() || "-_|'’".contains(c))) {
            let range = at(rest) + sign..text.trim_end().len();
            let help = match kind {
                ValueKind::Placeholder => "write words of its name: `<placeholder date|time>`".to_owned(),
                _ => format!("write `<{}>`", kind.name()),
            };
            let message = format!("a {} is not compared", kind.name());
            return Err(ValueError { range, message, help: Some(help) });
        }
        if kind != ValueKind::Placeholder && !rest.is_empty() {
            let (range, help) = (at(rest)..text.trim_end().len(), format!("write `<{}>`", kind.name()));
            let message = format!("a {} takes no words", kind.name());
            return Err(ValueError { range, message, help: Some(help) });
        }
        test.names = rest.split('|').map(|name| name.trim().to_lowercase()).filter(|name| !name.is_empty()).collect();
    } else if !rest.is_empty() {
        test.compare = Some(comparison(kind, rest, at(rest))?);
    }
    Ok(test)
}

fn blank(text: &str) -> IResult<&str, &str> {
    take_while(char::is_whitespace).parse(text)
}

fn letters(text: &str) -> IResult<&str, &str> {
    take_while(|c: char| c.is_alphabetic() || c == '-').parse(text)
}

fn kind(name: &str, range: std::ops::Range<usize>) -> Result<ValueKind, ValueError> {
    if let Some(&kind) = ValueKind::ALL.iter().find(|kind| kind.name() == name) {
        return Ok(kind);
    }
    let distance = |kind: &&ValueKind| strsim::damerau_levenshtein(kind.name(), name);
    let near = ValueKind::ALL.iter().min_by_key(distance).filter(|kind| distance(kind) <= 1 + name.len() / 4);
    let meant = EVERYDAY.iter().find(|(word, _)| *word == name).map(|(_, value)| *value);
    let meant = meant.or_else(|| near.filter(|_| !name.is_empty()).map(|kind| kind.name()));
    let help = meant.map_or_else(
        || format!("the values are {}", ValueKind::ALL.map(|kind| format!("`<{}>`", kind.name())).join(", ")),
        |name| format!("did you mean `{name}`?"),
    );
    Err(ValueError { range, message: format!("unknown value `{name}`"), help: Some(help) })
}

/// Everyday words for values.
const EVERYDAY: [(&str, &str); 18] = [
    ("days", "duration"),
    ("day", "duration"),
    ("minutes", "duration"),
    ("period", "duration"),
    ("length", "duration"),
    ("price", "money"),
    ("amount", "money"),
    ("currency", "money"),
    ("int", "number"),
    ("digits", "number"),
    ("num", "number"),
    ("clock", "time"),
    ("person", "name"),
    ("quote", "quotation"),
    ("quoted", "quotation"),
    ("variable", "placeholder"),
    ("field", "placeholder"),
    ("stars", "rating"),
];

fn comparison(kind: ValueKind, text: &str, from: usize) -> Result<(Comparison, Literal), ValueError> {
    let wrong = |range: std::ops::Range<usize>, message: String, help: &str| ValueError {
        range: range.start + from..range.end + from,
        message,
        help: Some(help.to_owned()),
    };
    let Ok((rest, how)) = sign(text) else {
        let help = format!("write `<{0} < 90>`, with `<`, `<=`, `=`, `>=` or `>`", kind.name());
        return Err(wrong(0..text.trim_end().len(), "expected a comparison".to_owned(), &help));
    };
    if let Some(sign) = rest.chars().next().filter(|sign| matches!(sign, '>' | '<')) {
        let message = format!("`={sign}` is no comparison");
        return Err(wrong(0..2, message, &format!("write `{sign}=`")));
    }
    let literal = rest.trim();
    let start = text.len() - rest.trim_start().len();
    let before = literal.chars().next().and_then(Currency::of_sign).filter(|_| kind == ValueKind::Money);
    let Ok((unit, size)) =
        number(if before.is_some() { literal.trim_start_matches(['€', '$', '£']) } else { literal })
    else {
        let help = format!("write one behind the sign, as in `<{} > {}>`", kind.name(), sample(kind));
        return Err(wrong(start..text.len(), "expected a number to compare with".to_owned(), &help));
    };
    let unit_from = start + literal.len() - unit.trim_start().len();
    let Some(size) = unit_size(kind, unit.trim(), size) else {
        if unit.trim().is_empty() {
            let help = format!("write one behind it, as in `{literal}h`; {}", units(kind));
            return Err(wrong(start..start + literal.len(), format!("`{literal}` has no unit"), &help));
        }
        return Err(wrong(
            unit_from..start + literal.len(),
            format!("`{}` is no unit of a {}", unit.trim(), kind.name()),
            units(kind),
        ));
    };
    let currency = before.or_else(|| currency(unit.trim())).filter(|_| kind == ValueKind::Money);
    Ok((how, Literal { size, business: unit.contains(BUSINESS), currency, text: literal.to_owned() }))
}

/// What makes a unit of a literal a business unit.
const BUSINESS: &str = "business ";

fn currency(unit: &str) -> Option<Currency> {
    unit.chars().next().and_then(Currency::of_sign).or_else(|| Currency::of(unit))
}

fn sign(text: &str) -> IResult<&str, Comparison> {
    alt((
        value(Comparison::AtMost, tag("<=")),
        value(Comparison::AtLeast, tag(">=")),
        value(Comparison::Less, tag("<")),
        value(Comparison::More, tag(">")),
        value(Comparison::Equal, tag("=")),
    ))
    .parse(text)
}

/// The size in the kind's own measure, see [`Literal::size`].
fn unit_size(kind: ValueKind, unit: &str, size: f64) -> Option<f64> {
    match kind {
        ValueKind::Number => unit.is_empty().then_some(size),
        ValueKind::Percent => ["", "%"].contains(&unit).then_some(size),
        ValueKind::Money => (unit.is_empty() || currency(unit).is_some()).then_some(size),
        ValueKind::Duration => {
            let business = unit.strip_prefix(BUSINESS);
            let named = Unit::ALL.into_iter().find(|known| known.name() == business.unwrap_or(unit));
            named.map(|named| named.seconds(business.is_some()) * size)
        }
        ValueKind::Time => clock(unit).map(|minutes| size * 60.0 + minutes),
        ValueKind::Hours => ["", "h"].contains(&unit).then_some(size),
        ValueKind::Rating => rating(unit, size),
        ValueKind::Placeholder | ValueKind::Name | ValueKind::Quotation => None,
    }
}

fn clock(unit: &str) -> Option<f64> {
    match unit.strip_prefix(':') {
        Some(minutes) => minutes.parse().ok().filter(|&minutes: &f64| minutes < 60.0),
        None => ["", "h"].contains(&unit).then_some(0.0),
    }
}

fn rating(unit: &str, size: f64) -> Option<f64> {
    match unit.strip_prefix('/') {
        Some(top) => top.trim().parse().ok().filter(|&top: &f64| top > 0.0).map(|top| size * 5.0 / top),
        None => unit.is_empty().then_some(size),
    }
}

/// What a value of a kind may be compared with.
fn sample(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Percent => "90%",
        ValueKind::Money => "10€",
        ValueKind::Duration => "24h",
        ValueKind::Time => "17:30",
        ValueKind::Hours => "40",
        ValueKind::Rating => "4",
        ValueKind::Number | ValueKind::Placeholder | ValueKind::Name | ValueKind::Quotation => "3",
    }
}

fn units(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Duration => "the units are s, min, h, d, w, month, year, and `business d`, `business h`",
        ValueKind::Money => "write a currency as three letters or a sign",
        ValueKind::Time => "write it as `17:30`",
        ValueKind::Hours => "write how many hours a week",
        ValueKind::Rating => "write it as `4` or `8/10`",
        ValueKind::Percent => "write it as `90` or `90%`",
        ValueKind::Number | ValueKind::Placeholder | ValueKind::Name | ValueKind::Quotation => "write a bare number",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn fails(text: &str, marked: &str) {
        let error = parse_test(text).expect_err(text);
        assert_eq!(&text[error.range], marked, "{}", error.message);
    }

    #[test]
    fn a_test_prints_as_it_was_written() {
        for text in ["duration > 24h", "percent < 90", "placeholder time|date", "rating >= 8/10", "time < 17:30"] {
            assert_eq!(parse_test(text).expect(text).to_string(), format!("<{text}>"));
        }
    }

    #[test]
    fn unknown_names_and_units_are_pointed_at() {
        fails("durations > 24h", "durations");
        fails("duration > 24 parsecs", "parsecs");
        fails("duration > soon", "soon");
        fails("percent 90", "90");
        fails("name > 3", "> 3");
        fails("quotation long", "long");
    }
}
