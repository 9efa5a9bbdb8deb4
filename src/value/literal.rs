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

use super::{Comparison, ValueError, ValueKind, ValueTest, number::number};

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

fn comparison(kind: ValueKind, text: &str, from: usize) -> Result<(Comparison, f64, String), ValueError> {
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
    let Ok((unit, size)) = number(literal.trim_start_matches(['€', '$', '£'])) else {
        return Err(wrong(
            start..text.len(),
            "expected a number to compare with".to_owned(),
            "such as `<duration > 24h>`",
        ));
    };
    let unit_from = start + literal.len() - unit.trim_start().len();
    match unit_size(kind, unit.trim(), size) {
        Some(size) => Ok((how, size, literal.to_owned())),
        None => Err(wrong(
            unit_from..start + literal.len(),
            format!("`{}` is no unit of a {}", unit.trim(), kind.name()),
            units(kind),
        )),
    }
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

/// The size in the kind's own measure: seconds for a duration, minutes for a time, parts of five for a rating.
fn unit_size(kind: ValueKind, unit: &str, size: f64) -> Option<f64> {
    match kind {
        ValueKind::Number => unit.is_empty().then_some(size),
        ValueKind::Percent => ["", "%"].contains(&unit).then_some(size),
        ValueKind::Money => {
            let code = unit.len() == 3 && unit.bytes().all(|byte| byte.is_ascii_alphabetic());
            (code || ["", "€", "$", "£"].contains(&unit)).then_some(size)
        }
        ValueKind::Duration => seconds(unit.strip_prefix("business ").unwrap_or(unit)).map(|each| each * size),
        ValueKind::Time | ValueKind::Hours => clock(unit).map(|minutes| size * 60.0 + minutes),
        ValueKind::Rating => rating(unit, size),
        ValueKind::Placeholder => None,
    }
}

fn seconds(unit: &str) -> Option<f64> {
    Some(match unit {
        "s" => 1.0,
        "min" => 60.0,
        "h" => 3600.0,
        "d" => 86_400.0,
        "w" => 7.0 * 86_400.0,
        "month" => 30.0 * 86_400.0,
        "year" => 365.0 * 86_400.0,
        _ => return None,
    })
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
        ValueKind::Duration => "the units are s, min, h, d, w, month, year",
        ValueKind::Money => "write a currency as three letters or a sign",
        ValueKind::Time | ValueKind::Hours => "write it as `17:30`",
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
