//! Numbers in digits.
//!
//! ```text
//! number  = digits (sep digit{3})* [point digits]      sep, point: "." or ","; a lone sep with three digits groups
//! ```

use nom::{
    IResult, Parser,
    character::complete::{digit1, one_of},
    combinator::recognize,
    multi::many0_count,
};

/// A number, digits grouped or not.
pub(super) fn number(text: &str) -> IResult<&str, f64> {
    let (rest, written) = written(text)?;
    Ok((rest, size(written)))
}

/// The digits of a number with the signs between them.
pub(super) fn written(text: &str) -> IResult<&str, &str> {
    recognize((digit1, many0_count((one_of(".,"), digit1)))).parse(text)
}

fn size(written: &str) -> f64 {
    if written.bytes().all(|byte| byte.is_ascii_digit()) {
        return written.parse().unwrap_or(f64::MAX);
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(text: &str, size: f64, length: usize) {
        let (rest, read) = number(text).expect(text);
        assert_eq!((read, text.len() - rest.len()), (size, length), "{text}");
    }

    #[test]
    fn separators_group_or_point_by_their_digits() {
        reads("1,000 times", 1000.0, 5);
        reads("1.000", 1000.0, 5);
        reads("1.000,50", 1000.5, 8);
        reads("0.125", 0.125, 5);
        reads("1,5", 1.5, 3);
        reads("12.", 12.0, 2);
    }
}
