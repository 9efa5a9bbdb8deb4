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
    if kind == ValueKind::Placeholder {
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
    let near =
        ValueKind::ALL.iter().max_by(|a, b| strsim::jaro(a.name(), name).total_cmp(&strsim::jaro(b.name(), name)));
    let help = near.filter(|kind| strsim::jaro(kind.name(), name) > 0.7).map_or_else(
        || format!("the values are {}", ValueKind::ALL.map(ValueKind::name).join(", ")),
        |kind| format!("did you mean `{}`?", kind.name()),
    );
    Err(ValueError { range, message: format!("unknown value `{name}`"), help: Some(help) })
}

fn comparison(kind: ValueKind, text: &str, from: usize) -> Result<(Comparison, Literal), ValueError> {
    let wrong = |range: std::ops::Range<usize>, message: String, help: &str| ValueError {
        range: range.start + from..range.end + from,
        message,
        help: Some(help.to_owned()),
    };
    let Ok((rest, how)) = sign(text) else {
        return Err(wrong(
            0..text.len(),
            "expected a comparison".to_owned(),
            "write `<`, `<=`, `=`, `>=` or `>` and a number",
        ));
    };
    let literal = rest.trim();
    let start = text.len() - rest.trim_start().len();
    let before = literal.chars().next().and_then(Currency::of_sign).filter(|_| kind == ValueKind::Money);
    let Ok((unit, size)) =
        number(if before.is_some() { literal.trim_start_matches(['€', '$', '£']) } else { literal })
    else {
        return Err(wrong(
            start..text.len(),
            "expected a number to compare with".to_owned(),
            "such as `<duration > 24h>`",
        ));
    };
    let unit_from = start + literal.len() - unit.trim_start().len();
    let Some(size) = unit_size(kind, unit.trim(), size) else {
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
        ValueKind::Placeholder => None,
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

fn units(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Duration => "the units are s, min, h, d, w, month, year, and `business d`, `business h`",
        ValueKind::Money => "write a currency as three letters or a sign",
        ValueKind::Time => "write it as `17:30`",
        ValueKind::Hours => "write how many hours a week",
        ValueKind::Rating => "write it as `4` or `8/10`",
        ValueKind::Percent => "write it as `90` or `90%`",
        ValueKind::Number | ValueKind::Placeholder => "write a bare number",
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
    }
}
