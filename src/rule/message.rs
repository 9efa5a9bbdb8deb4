//! The message of a finding: text with placeholders for what was found.

use std::ops::Range;

/// The names a placeholder may have.
pub const PLACEHOLDERS: [&str; 3] = ["match", "value", "item"];

/// A message with its placeholders.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Template(Vec<Part>);

#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    Text(String),
    Match,
    Value,
    Item,
}

/// What was found, to be put into a message.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// The words of the match.
    pub matched: &'a str,
    /// The value compared, where the check compares one.
    pub value: Option<&'a str>,
    /// The item counted, where the check counts some.
    pub item: Option<&'a str>,
}

impl Template {
    /// Reads a message.
    ///
    /// # Errors
    /// The unknown placeholders, braces included, as byte ranges of the message.
    pub fn parse(text: &str) -> Result<Self, Vec<Range<usize>>> {
        let (mut parts, mut unknown) = (Vec::new(), Vec::new());
        let mut at = 0;
        while let Some(open) = text[at..].find('{').map(|open| at + open) {
            let Some(close) = text[open..].find('}').map(|close| open + close) else { break };
            parts.push(Part::Text(text[at..open].to_owned()));
            match &text[open + 1..close] {
                "match" => parts.push(Part::Match),
                "value" => parts.push(Part::Value),
                "item" => parts.push(Part::Item),
                _ => unknown.push(open..close + 1),
            }
            at = close + 1;
        }
        parts.push(Part::Text(text[at..].to_owned()));
        if unknown.is_empty() { Ok(Self(parts)) } else { Err(unknown) }
    }

    /// The message for what was found. Words that run over a line end are put on one line.
    pub fn fill(&self, found: Found<'_>) -> String {
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Match => one_line(found.matched),
            Part::Value => one_line(found.value.unwrap_or(found.matched)),
            Part::Item => one_line(found.item.unwrap_or(found.matched)),
        };
        self.0.iter().map(part).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_becomes_what_was_found() {
        let template = Template::parse("Say “{match}” never again.").unwrap();
        let found = Found { matched: "we\n  can't", value: None, item: None };
        assert_eq!(template.fill(found), "Say “we can't” never again.");
    }

    #[test]
    fn a_brace_alone_is_text() {
        assert_eq!(Template::parse("a { b").unwrap().fill(Found { matched: "", value: None, item: None }), "a { b");
    }

    #[test]
    fn unknown_placeholders_are_all_named() {
        assert_eq!(Template::parse("{mtach} and {x}"), Err(vec![0..7, 12..15]));
    }
}
