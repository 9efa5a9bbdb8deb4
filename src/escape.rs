//! Text of documents is made safe to show: what would move, hide or reorder text on a terminal is written out, and so is
//! what a CI server would take for a command in a job's log.

use std::{borrow::Cow, fmt::Write};

/// Signs that Markdown reads as its own anywhere in a line.
const SIGNS: [char; 12] = ['\\', '`', '*', '_', '[', ']', '<', '>', '#', '|', '~', '&'];

/// Whether a terminal or a reader could be fooled by the character: controls, bidirectional marks and overrides,
/// line separators, invisible tags, and what is no character, which XML cannot hold.
pub fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}' | '\u{E0000}'..='\u{E007F}')
}

/// Whether a CI server could take what begins here for a command. GitHub and Azure read `##[…]` and `##vso[…]` anywhere
/// in a line of a log, TeamCity `##teamcity[…]`, GitHub `::…::` at a line's start; since lines are wrapped, anything may
/// come to stand there.
pub fn opens_command(text: &str) -> bool {
    let named = |name: &str| text[2..].get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    text.starts_with("::") || text.starts_with("##") && ["[", "vso[", "teamcity["].into_iter().any(named)
}

/// The text on one line, with every unsafe character, and the first one of a command, written as an escape (`\n`,
/// `\u{1b}`).
pub fn line(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) && !text.contains("::") && !text.contains("##") {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    text.char_indices().for_each(|(at, character)| push(&mut shown, character, &text[at..]));
    Cow::Owned(shown)
}

/// The text with its line breaks kept and tabs as blanks, every other unsafe character, and the first
/// one of a command, as an escape. Each of `marks`,
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
            other => push(&mut shown, other, &text[at..]),
        }
    }
    marks[next..].fill(shown.len());
    shown
}

/// The text on one line, as Markdown that shows it as it is.
pub fn markdown(text: &str) -> String {
    let line = line(text);
    let mut shown = String::with_capacity(line.len() + 8);
    for character in line.chars() {
        if SIGNS.contains(&character) {
            shown.push('\\');
        }
        shown.push(character);
    }
    shown
}

/// Writes the first character of `rest`.
fn push(shown: &mut String, character: char, rest: &str) {
    match character {
        '\n' | '\r' | '\t' => shown.extend(character.escape_default()),
        other if is_unsafe(other) || opens_command(rest) => {
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
    fn what_is_no_character_is_written_out() {
        assert_eq!(line("a\u{fffe}b\u{ffff}"), "a\\u{fffe}b\\u{ffff}");
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        let text = "Țară — „perché” 👩‍🦰 e\u{301} שלום";
        assert!(matches!(line(text), Cow::Borrowed(same) if same == text));
        assert_eq!(block(text, &mut []), text);
    }

    #[test]
    fn nothing_that_a_ci_server_obeys_passes() {
        assert_eq!(line("::set-output name=a::b"), "\\u{3a}:set-output name=a\\u{3a}:b");
        assert_eq!(
            line("a ##[add-path]x ##VSO[task] ##teamcity[x]"),
            "a \\u{23}#[add-path]x \\u{23}#VSO[task] \\u{23}#teamcity[x]"
        );
        assert_eq!(block(":::x\n  ::y\n", &mut []), "\\u{3a}\\u{3a}:x\n  \\u{3a}:y\n");
        assert!(matches!(line("## Heading: [a] ##é :"), Cow::Owned(same) if same == "## Heading: [a] ##é :"));
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
