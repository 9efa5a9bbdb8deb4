//! The first value of a kind in a stretch of text.

use std::ops::Range;

use super::{Value, ValueTest, ValueWords, read};

/// The first value in `range` of `text` that passes a test, and its bytes there.
pub fn find(text: &str, range: Range<usize>, words: &ValueWords, test: &ValueTest) -> Option<(Value, Range<usize>)> {
    let inside = text.get(range.clone())?;
    let starts = inside
        .char_indices()
        .filter(|&(at, c)| c.is_alphanumeric() && !text[..range.start + at].ends_with(char::is_alphanumeric));
    starts.map(|(at, _)| range.start + at).find_map(|at| {
        let found = read(text, at, words).into_iter().rev();
        let mut found = found.filter(|(value, length)| at + length <= range.end && test.accepts(value));
        found.next().map(|(value, length)| (value, at..at + length))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Language, value::parse_test};

    #[test]
    fn the_first_value_that_passes_is_found_with_its_place() {
        let words = ValueWords::new(&Language::sample().file.values);
        let test = parse_test("percent > 50").unwrap();
        let text = "10 % or 80 % or 90 %";
        let (_, range) = find(text, 0..text.len(), &words, &test).unwrap();
        assert_eq!(&text[range], "80 %");
        assert_eq!(find(text, 0..6, &words, &test), None);
    }
}
