//! Numbers and percentages.
//!
//! ```text
//! number  = digits (sep digit{3})* [point digits]      sep, point: "." or ","; a lone sep with three digits groups
//! percent = number [space] ("%" | percent word)
//! ```

use nom::{
    IResult, Parser,
    bytes::complete::take_while,
    character::complete::{char, digit1, one_of},
    combinator::{opt, recognize},
    multi::many0_count,
};

use super::{Value, ValueWords};

/// The number or percentage at the front of `text`, and its length in bytes.
pub(super) fn numeric(text: &str, words: &ValueWords) -> Option<(Value, usize)> {
    let (rest, size) = number(text).ok()?;
    if rest.starts_with(char::is_alphanumeric) {
        return None;
    }
    match percent_sign(rest, words) {
        Some(after) => Some((Value::Percent(size), text.len() - after.len())),
        None => Some((Value::Number(size), text.len() - rest.len())),
    }
}

/// A number, digits grouped or not.
pub(super) fn number(text: &str) -> IResult<&str, f64> {
    let (rest, written) = recognize((digit1, many0_count((one_of(".,"), digit1)))).parse(text)?;
    Ok((rest, size(written)))
}

fn size(written: &str) -> f64 {
    let grouped = |part: &str| part.len() == 3;
    let mut parts: Vec<&str> = written.split(['.', ',']).collect();
    let signs: Vec<char> = written.chars().filter(|c| !c.is_ascii_digit()).collect();
    let Some(&last_sign) = signs.last() else { return written.parse().unwrap_or(f64::MAX) };
    let all_same = signs.iter().all(|&sign| sign == last_sign);
    let groups =
        all_same && !parts[0].starts_with('0') && parts[0].len() <= 3 && parts[1..].iter().all(|part| grouped(part));
    let decimals = if groups { "" } else { parts.pop().unwrap_or("") };
    format!("{}.{decimals}0", parts.concat()).parse().unwrap_or(f64::MAX)
}

fn percent_sign<'a>(text: &'a str, words: &ValueWords) -> Option<&'a str> {
    let mut blank = take_while::<_, _, nom::error::Error<&str>>(|c: char| c == ' ' || c == '\u{a0}' || c == '\u{202f}');
    let (rest, _) = blank.parse(text).ok()?;
    if let (after, Some(_)) = opt(char::<_, nom::error::Error<&str>>('%')).parse(rest).ok()? {
        return Some(after);
    }
    words.percent.iter().find_map(|word| {
        let head = rest.get(..word.len())?;
        let after = &rest[word.len()..];
        (head.to_lowercase() == *word && !after.starts_with(char::is_alphanumeric)).then_some(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(text: &str, value: Value, length: usize) {
        let words = ValueWords { percent: vec!["per cento".to_owned()] };
        assert_eq!(numeric(text, &words), Some((value, length)), "{text}");
    }

    #[test]
    fn separators_group_or_point_by_their_digits() {
        reads("1,000 times", Value::Number(1000.0), 5);
        reads("1.000", Value::Number(1000.0), 5);
        reads("1.000,50", Value::Number(1000.5), 8);
        reads("0.125", Value::Number(0.125), 5);
        reads("1,5", Value::Number(1.5), 3);
        reads("12.", Value::Number(12.0), 2);
    }

    #[test]
    fn a_sign_or_a_word_makes_a_percentage() {
        reads("95 %", Value::Percent(95.0), 4);
        reads("95%,", Value::Percent(95.0), 3);
        reads("95 Per Cento dei", Value::Percent(95.0), 12);
    }

    #[test]
    fn a_number_grown_together_with_letters_is_none() {
        assert_eq!(numeric("24h", &ValueWords::default()), None);
    }
}
