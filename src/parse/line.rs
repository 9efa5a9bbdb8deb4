//! What a line opens with: bullets, numbers, checkboxes, heading marks, rules and other lines that are markup.
//!
//! ```text
//! line     = rule | shortcode | direction | heading | item | text
//! heading  = "#"{1,6} blank+
//! item     = (bullet | number) blank+ [check] | check
//! bullet   = "-" | "*" | "+" | "•" | "–" | "·" | "▪" | "◦"
//! number   = digits ("." digits)* ["." | ")"] | "(" digit ")" | letter ")"
//! check    = "[ ]" | "[x]" | "☐" | "☑" | "✔" | "❌" …
//! ```

use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{tag, take_while_m_n, take_while1},
    character::complete::{anychar, char, digit1, one_of},
    combinator::{map, opt, recognize, verify},
    multi::many0_count,
    sequence::{delimited, preceded, terminated},
};

use super::piece::Number;
use crate::document::Stance;

/// What a line is, by its opening; lengths in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Opening {
    /// Nothing special.
    Text,
    /// A heading of this level, its text after so many bytes.
    Heading(u8, usize),
    /// An item, its text after `text` bytes.
    Item { text: usize, number: Option<Number>, mark: Option<Stance>, sure: bool },
    /// A whole line in brackets: what happens.
    Direction,
    /// A rule, a template tag: no words.
    Markup,
    /// A comment as HTML writes them.
    Comment,
}

/// What a line without its indent opens with.
pub(super) fn opening(line: &str) -> Opening {
    let Some(first) = line.as_bytes().first() else { return Opening::Markup };
    match first {
        b'a'..=b'z' | b'A'..=b'Z' if line.as_bytes().get(1) != Some(&b')') => Opening::Text,
        b'{' if is_shortcode(line) => Opening::Markup,
        b'<' if line.starts_with("<!--") && line.ends_with("-->") => Opening::Comment,
        b'[' | b'(' if is_direction(line) => Opening::Direction,
        b'*' | b'-' | b'_' | b'=' | b'~' | b'#' | b'+' if is_rule(line) => Opening::Markup,
        b'#' => heading(line).map_or(Opening::Text, |(rest, level)| Opening::Heading(level, line.len() - rest.len())),
        _ => item(line).map_or(Opening::Text, |(_, opening)| opening),
    }
}

/// What a mark at the front or the end of a text says of it: ❌ rejects, ✅ prescribes.
pub(super) fn mark(text: &str) -> Option<Stance> {
    if text.is_ascii() {
        return None;
    }
    let text = text.trim().trim_end_matches('\u{FE0F}');
    let last = text.char_indices().next_back().map_or("", |(at, _)| &text[at..]);
    [text, last].into_iter().find_map(|text| check(text).ok()?.1)
}

fn is_shortcode(line: &str) -> bool {
    let closed = |open: &str, close: &str| line.starts_with(open) && line.ends_with(close);
    closed("{%", "%}") || closed("{{<", ">}}") || closed("{{%", "%}}") || closed("{:", "}")
}

/// Three or more of one sign, blanks between them allowed.
fn is_rule(line: &str) -> bool {
    let bytes = line.as_bytes();
    let (sign, blank) = (bytes[0], |byte: u8| byte == b' ' || byte == b'\t');
    bytes.iter().all(|&byte| byte == sign || blank(byte)) && bytes.iter().filter(|&&byte| byte == sign).count() >= 3
}

/// One pair of brackets around the whole line, and no checkbox.
fn is_direction(line: &str) -> bool {
    let (open, close) = if line.starts_with('[') { ('[', ']') } else { ('(', ')') };
    let Some(inner) = line[1..].strip_suffix(close) else { return false };
    inner.contains(char::is_lowercase) && inner.trim().chars().nth(1).is_some() && !inner.contains([open, close])
}

fn heading(line: &str) -> IResult<&str, u8> {
    let level = map(take_while_m_n(1, 6, |c| c == '#'), |marks: &str| u8::try_from(marks.len()).unwrap_or(6));
    terminated(level, blanks).parse(line)
}

fn blanks(line: &str) -> IResult<&str, &str> {
    take_while1(|c: char| c.is_whitespace()).parse(line)
}

fn item(line: &str) -> IResult<&str, Opening> {
    let marked = (alt((map(bullet, |()| None), map(number, Some))), blanks, opt(terminated(check, blanks)));
    let marked = map(marked, |(number, _, check)| (number, check.flatten()));
    let checked = map(terminated(check, blanks), |mark| (None, mark));
    let (rest, (number, mark)) = alt((marked, checked)).parse(line)?;
    let text = line.len() - rest.len();
    let bare = number.is_some() && line[..text].trim_end().ends_with(|c: char| c.is_ascii_digit());
    let sure = !bare || rest.starts_with(char::is_uppercase);
    match number {
        Some(_) if !sure => Ok((rest, Opening::Text)),
        _ => Ok((rest, Opening::Item { text, number, mark, sure: !bare })),
    }
}

fn bullet(line: &str) -> IResult<&str, ()> {
    map(one_of("-*+•–·▪◦●‣"), |_| ()).parse(line)
}

fn number(line: &str) -> IResult<&str, Number> {
    let short = || verify(digit1, |digits: &str| digits.len() <= 3);
    let dotted = (short(), many0_count(preceded(char('.'), short())));
    let plain = terminated(recognize(dotted), opt(one_of(".)")));
    let bracketed = delimited(char('('), short(), char(')'));
    let lettered = terminated(recognize(verify(anychar, |c: &char| c.is_ascii_alphabetic())), char(')'));
    map(alt((plain, bracketed, lettered)), |digits: &str| Number {
        depth: u8::try_from(digits.matches('.').count() + 1).unwrap_or(u8::MAX),
        count: digits.rsplit('.').next().and_then(|last| last.parse().ok()).unwrap_or(0),
    })
    .parse(line)
}

fn check(line: &str) -> IResult<&str, Option<Stance>> {
    let open = map(alt((tag("[ ]"), tag("[x]"), tag("[X]"), tag("☐"), tag("☑"), tag("☒"))), |_| None);
    let good = map(alt((tag("✔"), tag("✅"), tag("✓"), tag("👍"))), |_| Some(Stance::Prescribes));
    let signs = (tag("❌"), tag("✘"), tag("✗"), tag("✖"), tag("🚫"), tag("⛔"), tag("👎"));
    let bad = map(alt(signs), |_| Some(Stance::Rejects));
    terminated(alt((open, good, bad)), opt(char('\u{FE0F}'))).parse(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn item_text(line: &str, expected: &str) {
        match opening(line) {
            Opening::Item { text, .. } => assert_eq!(&line[text..], expected),
            other => panic!("{line:?} is {other:?}"),
        }
    }

    #[test]
    fn bullets_numbers_and_checks_open_items() {
        item_text("- a", "a");
        item_text("• a", "a");
        item_text("1) a", "a");
        item_text("3.2 Every call", "Every call");
        item_text("a) first", "first");
        item_text("- [ ] do it", "do it");
        item_text("☐ do it", "do it");
        item_text("❌ Calm down", "Calm down");
    }

    #[test]
    fn a_cross_rejects_and_a_tick_prescribes() {
        assert!(matches!(opening("❌ no"), Opening::Item { mark: Some(Stance::Rejects), .. }));
        assert!(matches!(opening("- ✔️ yes"), Opening::Item { mark: Some(Stance::Prescribes), .. }));
    }

    #[test]
    fn a_mark_speaks_of_the_words_beside_it() {
        for (text, stance) in [
            ("❌", Some(Stance::Rejects)),
            ("✖️", Some(Stance::Rejects)),
            ("👎 Phrase", Some(Stance::Rejects)),
            ("Phrase ✔️", Some(Stance::Prescribes)),
            ("👍", Some(Stance::Prescribes)),
            ("☐ Phrase", None),
            ("Phrase", None),
            ("", None),
        ] {
            assert_eq!(mark(text), stance, "{text}");
        }
    }

    #[test]
    fn quantities_open_nothing() {
        assert_eq!(opening("24 hours later"), Opening::Text);
        assert_eq!(opening("-5 degrees"), Opening::Text);
        assert_eq!(opening("2026. "), Opening::Text);
    }

    #[test]
    fn rules_and_template_tags_are_markup() {
        assert_eq!(opening("***"), Opening::Markup);
        assert_eq!(opening("- - -"), Opening::Markup);
        assert_eq!(opening("{% hint %}"), Opening::Markup);
        assert_eq!(opening("{{< note >}}"), Opening::Markup);
        assert_eq!(opening("{:.class}"), Opening::Markup);
        assert_eq!(opening("{{name}}"), Opening::Text);
    }

    #[test]
    fn a_line_wholly_in_brackets_is_a_direction() {
        assert_eq!(opening("[handover to human]"), Opening::Direction);
        assert_eq!(opening("(At 20:15 Petra rings.)"), Opening::Direction);
        assert_eq!(opening("[A] and [B]"), Opening::Text);
        assert_eq!(opening("[Macro chat] Hello"), Opening::Text);
    }

    #[test]
    fn heading_marks_count_up_to_six() {
        assert_eq!(opening("## Two"), Opening::Heading(2, 3));
        assert_eq!(opening("#inc"), Opening::Text);
    }
}
