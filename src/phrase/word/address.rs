//! Addresses of pages: they are no words, whatever words they are made of.

/// What an address begins with.
const BEGINNINGS: [&str; 3] = ["https://", "http://", "www."];

/// The bytes of the address that a text begins with; the signs that end a sentence are no part of it.
pub(super) fn length(text: &str) -> Option<usize> {
    if !matches!(text.as_bytes().first()?, b'h' | b'H' | b'w' | b'W') {
        return None;
    }
    let begins =
        |beginning: &&str| text.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning));
    let beginning = BEGINNINGS.into_iter().find(begins)?;
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '“' | '”' | '«' | '»' | '|' | '`');
    let end = text.find(ends).unwrap_or(text.len());
    let address = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '’', '*', '_']);
    (address.len() > beginning.len()).then_some(address.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(text: &str, expected: Option<&str>) {
        assert_eq!(length(text).map(|length| &text[..length]), expected, "{text}");
    }

    #[test]
    fn an_address_ends_where_the_sentence_goes_on() {
        reads("https://a.example/the-customer-is-right, says he", Some("https://a.example/the-customer-is-right"));
        reads("WWW.Example.com.", Some("WWW.Example.com"));
        reads("http://a.example/è?x=1#y) and", Some("http://a.example/è?x=1#y"));
    }

    #[test]
    fn words_are_no_address() {
        reads("https is a protocol", None);
        reads("www. is how it begins", None);
        reads("wwwé", None);
        reads("http://", None);
    }
}
