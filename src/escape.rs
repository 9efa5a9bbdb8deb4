//! Text of documents is made safe to show: what would move, hide or reorder text on a terminal is written out.

use std::{borrow::Cow, fmt::Write};

/// Whether a terminal or a reader could be fooled by the character: controls, bidirectional marks and overrides,
/// line separators, and invisible tags.
pub fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// The text on one line, with every unsafe character written as an escape (`\n`, `\u{1b}`).
pub fn line(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    text.chars().for_each(|character| push(&mut shown, character));
    Cow::Owned(shown)
}

/// The text with its line breaks kept and tabs as blanks, every other unsafe character as an escape. Each of `marks`,
/// byte offsets of the text in ascending order, is moved to the same place of what is returned.
pub fn block(text: &str, marks: &mut [usize]) -> String {
    let mut shown = String::with_capacity(text.len() + 16);
    let mut next = 0;
    for (at, character) in text.char_indices() {
        while next < marks.len() && marks[next] <= at {
            marks[next] = shown.len();
            next += 1;
        }
        match character {
            '\r' if text[at + 1..].starts_with('\n') => {}
            '\r' | '\n' => shown.push('\n'),
            '\t' => shown.push(' '),
            other => push(&mut shown, other),
        }
    }
    marks[next..].fill(shown.len());
    shown
}

fn push(shown: &mut String, character: char) {
    match character {
        '\n' | '\r' | '\t' => shown.extend(character.escape_default()),
        other if is_unsafe(other) => {
            write!(shown, "\\u{{{:x}}}", u32::from(other)).expect("writing to a string cannot fail");
        }
        other => shown.push(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_passes() {
        let hostile = "a\u{1b}[2J\u{9b}31m\u{7}\u{202e}b\u{2066}\u{2069}\u{200f}\u{2028}\r\n\u{7f}";
        assert_eq!(
            line(hostile),
            "a\\u{1b}[2J\\u{9b}31m\\u{7}\\u{202e}b\\u{2066}\\u{2069}\\u{200f}\\u{2028}\\r\\n\\u{7f}"
        );
        assert!(!block(hostile, &mut []).replace('\n', "").contains(is_unsafe));
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        let text = "Țară — „perché” 👩‍🦰 e\u{301} שלום";
        assert!(matches!(line(text), Cow::Borrowed(same) if same == text));
        assert_eq!(block(text, &mut []), text);
    }

    #[test]
    fn marks_follow_their_places() {
        let text = "a\u{1b}b\r\nc";
        let mut marks = [0, 1, 2, 3, 5, 6];
        let shown = block(text, &mut marks);
        assert_eq!(shown, "a\\u{1b}b\nc");
        assert_eq!(marks.map(|mark| &shown[mark..]), [&shown[..], "\\u{1b}b\nc", "b\nc", "\nc", "c", ""]);
    }

    #[test]
    fn every_kind_of_line_break_is_one() {
        assert_eq!(block("a\r\nb\rc\nd\te", &mut []), "a\nb\nc\nd e");
    }
}
