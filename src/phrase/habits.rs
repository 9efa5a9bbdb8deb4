//! Habits from other languages, above all from regular expressions, that would be read as something else here, or as
//! nothing: each is told with what to write instead.

use std::ops::Range;

use super::PhraseError;

/// What is found of a habit at a place.
struct Habit {
    /// The bytes to label.
    range: Range<usize>,
    /// What the phrase is read as instead; as long as the bytes from the place on that it stands for.
    read_as: (Range<usize>, String),
    message: String,
    help: String,
}

/// The text as it is read on, and the habits in it. Every place in it is that of the text as written.
pub(super) fn unlearn(text: &str) -> (String, Vec<PhraseError>) {
    let suspicious =
        |c: char| matches!(c, '\\' | '?' | '+' | '/' | '-' | '.' | '…' | '{') || (c.is_control() && c != '\n');
    let mut read = text.to_owned();
    let mut errors = Vec::new();
    if !text.contains(suspicious) && !text.contains("[^") {
        return (read, errors);
    }
    let habits =
        [backslash, question_group, class, braces, slash, any, long_gap, gap_number, repeated, optional, minus];
    let mut at = 0;
    while at < read.len() {
        let found = habits.iter().find_map(|habit| habit(&read, at));
        if let Some(Habit { range, read_as: (place, instead), message, help }) = found {
            errors.push(PhraseError::new(range, message, help));
            let mut filled = instead;
            filled.extend(std::iter::repeat_n(' ', place.len().saturating_sub(filled.len())));
            let end = place.end;
            read.replace_range(place, &filled);
            at = at.max(end.min(at + 1));
        }
        at += read[at..].chars().next().map_or(1, char::len_utf8);
    }
    (read, errors)
}

/// The whole characters of the text as written that a place touches: `..`, as `…` is read, ends within one.
pub(super) fn whole(text: &str, range: &Range<usize>) -> Range<usize> {
    let boundary = |at: &usize| text.is_char_boundary(*at);
    let start = (0..=range.start).rev().find(boundary).unwrap_or(0);
    start..(range.end..text.len()).find(boundary).unwrap_or(text.len())
}

fn habit(range: Range<usize>, instead: &str, message: impl Into<String>, help: impl Into<String>) -> Option<Habit> {
    Some(Habit { read_as: (range.clone(), instead.to_owned()), range, message: message.into(), help: help.into() })
}

fn count(text: &str, is: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is(c)).unwrap_or(text.len())
}

/// The bytes of `*`, `+`, `?` at the start.
fn quantifier(text: &str) -> usize {
    count(text, |c| matches!(c, '*' | '+' | '?'))
}

/// `\b`, `\d+`; also the control characters that a TOML string makes of some.
fn backslash(text: &str, at: usize) -> Option<Habit> {
    let rest = &text[at..];
    let sign = rest.chars().next().filter(|c| *c == '\\' || (c.is_control() && !c.is_whitespace()))?;
    let letter = match sign {
        '\\' => rest[1..].chars().next(),
        '\u{8}' => Some('b'),
        _ => None,
    };
    let length = if sign == '\\' { 1 + letter.map_or(0, char::len_utf8) } else { sign.len_utf8() };
    let range = at..at + length + quantifier(&rest[length..]);
    let help = match letter {
        Some('b' | 'B') => "leave it out: a word of a phrase is always a whole word",
        Some('d' | 'D') => "write `<number>`, or another value such as `<duration>` or `<percent>`",
        Some('w' | 'W' | 'S') => "write `..1` for a word that may be any, `..` for up to five",
        Some('s') => "write one blank: it stands for any",
        _ => "leave it out: signs that mean nothing here are passed over",
    };
    let shown = letter.map_or_else(|| "this sign".to_owned(), |letter| format!("`\\{letter}`"));
    habit(range, "", format!("{shown} means nothing in a phrase, which is no regular expression"), help)
}

/// `(?i)`, `(?:`, `(?!`.
fn question_group(text: &str, at: usize) -> Option<Habit> {
    let rest = text[at..].strip_prefix("(?")?;
    let flags = count(rest, |c| c.is_ascii_lowercase() || c == '-');
    if flags > 0 && rest[flags..].starts_with(')') {
        let range = at..at + 2 + flags + 1;
        return habit(range, "", "a phrase has no flags", "leave it out: capitals never matter");
    }
    let (length, instead, help) = match rest.as_bytes().first() {
        Some(b':') => (3, "(", "write `(a|b)`"),
        Some(b'!') => (3, " !(", "write `!(a|b)`: the next word is none of these"),
        Some(b'=') => (3, "(", "write the words that follow as part of the phrase"),
        _ => (2, "(", "write `(a|b)` for one of these, `!(a|b)` for none of these next"),
    };
    habit(at..at + length, instead, "a phrase knows no such group", help)
}

/// `[a-z]+`, `[^x]`.
fn class(text: &str, at: usize) -> Option<Habit> {
    let inside = text[at..].strip_prefix('[')?;
    let close = inside.find(']')?;
    let inner = &inside[..close];
    let ranges = inner.trim_start_matches('^');
    let chars: Vec<char> = ranges.chars().collect();
    let is_range = |of: &[char]| of.len() == 3 && of[0].is_alphanumeric() && of[1] == '-' && of[2].is_alphanumeric();
    let all_ranges = chars.len() >= 3 && chars.len().is_multiple_of(3) && chars.chunks(3).all(is_range);
    let excludes = inner.starts_with('^') && !inner.contains([' ', '|']);
    if !all_ranges && !excludes {
        return None;
    }
    let length = 1 + close + 1;
    let range = at..at + length + quantifier(&text[at + length..]);
    let help = if inner.starts_with('^') {
        "write `!word` for a word that must not be next; `[word]` is one that may be left out"
    } else {
        "write `word*` for words that begin so, `<number>` for a number; `[word]` is one that may be left out"
    };
    habit(range, "", "square brackets hold words here, not characters", help)
}

/// `{{name}}`, `{2,3}`.
fn braces(text: &str, at: usize) -> Option<Habit> {
    let rest = text[at..].strip_prefix('{')?;
    if rest.starts_with('{') {
        let close = rest.find("}}").map_or(1, |close| close + 2);
        let help = "write `<placeholder>`, or `<placeholder date>` for one whose name holds “date”";
        return habit(at..at + 1 + close, "", "a placeholder of a text is a value", help);
    }
    let length = count(rest, |c| c.is_ascii_digit() || matches!(c, ',' | ' '));
    let counts = rest.starts_with(|c: char| c.is_ascii_digit()) && rest[length..].starts_with('}');
    let help = "write the word as often as it stands; `..3` is up to three words that may be any";
    if counts { habit(at..at + length + 2, "", "words are not counted in a phrase", help) } else { None }
}

/// `(i/we)`.
fn slash(text: &str, at: usize) -> Option<Habit> {
    let open = text[at..].strip_prefix(['(', '['])?;
    let length = open.find(['(', ')', '[', ']', '{', '}', '|', '&'])?;
    let inner = &open[..length];
    let words: Vec<&str> = inner.split('/').map(str::trim).collect();
    let closed = open[length..].starts_with([')', ']']);
    if !closed || words.len() < 2 || words.iter().any(|word| !word.contains(char::is_alphanumeric)) {
        return None;
    }
    let brackets = if text[at..].starts_with('(') { ("(", ")") } else { ("[", "]") };
    let help = format!("write `{}{}{}`", brackets.0, words.join("|"), brackets.1);
    let from = at + 1 + (inner.len() - inner.trim_start().len());
    let range = from..from + inner.trim().len();
    habit(range, &inner.trim().replace('/', "|"), "`/` parts no alternatives", help)
}

/// `.*`, `.+`.
fn any(text: &str, at: usize) -> Option<Habit> {
    let rest = text[at..].strip_prefix('.').filter(|_| !text[..at].ends_with('.'))?;
    let length = quantifier(rest);
    let help = "write `..` for up to five words that may be any, `..12` for up to twelve";
    if length > 0 { habit(at..at + 1 + length, "..", "`.` is no sign for anything here", help) } else { None }
}

/// `...`, `…`.
fn long_gap(text: &str, at: usize) -> Option<Habit> {
    let dots = count(&text[at..], |c| matches!(c, '.' | '…'));
    let is_gap = text[at..at + dots].chars().count() > 2 || text[at..].starts_with('…');
    let help = "write `..` for up to five words that may be any, `..12` for up to twelve";
    if is_gap { habit(at..at + dots, "..", "a gap is two full stops", help) } else { None }
}

/// `..-3`, `..2-5`.
fn gap_number(text: &str, at: usize) -> Option<Habit> {
    let rest = text[at..].strip_prefix("..").filter(|_| !text[..at].ends_with('.'))?;
    let length = count(rest, |c| c.is_ascii_digit() || matches!(c, '-' | ',' | '–'));
    let number = &rest[..length];
    if !number.contains(['-', ',', '–']) || !number.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let most = number.rsplit(['-', ',', '–']).next().unwrap_or_default();
    let help = format!("write `..{most}` for up to {most} words");
    let range = at + 2..at + 2 + length;
    habit(range, most, "a gap has one number, the most words it may hold", help)
}

/// `(a|b)+`, `bar+`.
fn repeated(text: &str, at: usize) -> Option<Habit> {
    let rest = text[at..].strip_prefix('+')?;
    let before = text[..at].chars().next_back()?;
    let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
    let help = "leave it out; `~word` is any form of a word, `..3` up to three words that may be any";
    let is_sign = matches!(before, ')' | ']' | '}') || before.is_alphabetic();
    if is_sign && ends { habit(at..at + 1, "", "`+` repeats nothing here", help) } else { None }
}

/// `(a|b)?`, `colou?r`.
fn optional(text: &str, at: usize) -> Option<Habit> {
    let rest = text[at..].strip_prefix('?')?;
    let before = text[..at].chars().next_back()?;
    let message = "`?` does not make anything optional";
    if matches!(before, ')' | ']') {
        let open =
            text[..at].rfind(if before == ')' { '(' } else { '[' }).map_or("a|b", |open| &text[open + 1..at - 1]);
        return habit(at..at + 1, "", message, format!("write `[{open}]` for what may be left out"));
    }
    let next = rest.chars().next().filter(|c| before.is_alphanumeric() && c.is_alphanumeric())?;
    let start = text[..at].rfind(|c: char| !c.is_alphanumeric()).map_or(0, |start| start + 1);
    let start = (start..=at).find(|&start| text.is_char_boundary(start)).unwrap_or(at);
    let tail = &rest[..count(rest, char::is_alphanumeric)];
    let (with, without) = (&text[start..at], &text[start..at - before.len_utf8()]);
    let help = format!("write `({with}{tail}|{without}{tail})`");
    debug_assert!(tail.starts_with(next));
    habit(at..at + 1, "", message, help)
}

/// A `-` that does not stand in front of the whole phrase.
fn minus(text: &str, at: usize) -> Option<Habit> {
    let rest = text[at..].strip_prefix('-')?;
    let behind_blank = text[..at].ends_with(char::is_whitespace) && !text[..at].trim().is_empty();
    let next = rest.chars().next().filter(|c| c.is_alphabetic() || matches!(c, '(' | '@' | '~'))?;
    let help = match next {
        '(' => "write `!(a|b)` for what must not be next; `-` in front of a whole phrase finds it negated".to_owned(),
        _ => {
            let word = &rest[..count(rest, |c| !c.is_whitespace() && !matches!(c, ')' | ']' | '|'))];
            format!("write `!{word}` for a word that must not be next; `-` in front of a whole phrase finds it negated")
        }
    };
    if behind_blank { habit(at..at + 1, "", "`-` stands only in front of a whole phrase", help) } else { None }
}

#[cfg(test)]
mod tests {

    /// A phrase with one habit: what is labelled, and the cure.
    #[track_caller]
    fn cured(phrase: &str, labelled: &str, cure: &str) {
        let errors = super::super::parse(phrase).expect_err(phrase);
        let told: Vec<_> = errors.iter().map(|error| &phrase[error.range.clone()]).collect();
        assert_eq!(told, [labelled], "{phrase}: {errors:?}");
        let help = errors[0].help.as_deref().unwrap_or_default();
        assert!(help.contains(cure), "{phrase}: {help}");
    }

    #[test]
    fn a_habit_of_regular_expressions_is_told_what_to_write() {
        cured("foo .* bar", ".*", "`..`");
        cured("foo .+? bar", ".+?", "`..`");
        cured(r"\bfoo", r"\b", "whole word");
        cured("foo \u{8}bar", "\u{8}", "whole word");
        cured(r"\d+ days", r"\d+", "<number>");
        cured(r"foo\s+bar", r"\s+", "one blank");
        cured("(?i)foo", "(?i)", "capitals");
        cured("(?:a|b) foo", "(?:", "(a|b)");
        cured("foo (?!bar)", "(?!", "!(a|b)");
        cured("foo (a|b)? bar", "?", "[a|b]");
        cured("my colou?r", "?", "(colour|color)");
        cured("foo [a-z]+", "[a-z]+", "word*");
        cured("foo [^a]", "[^a]", "!word");
        cured("foo bar{2,3}", "{2,3}", "..3");
        cured("foo bar+", "+", "~word");
    }

    #[test]
    fn a_habit_of_writing_is_told_what_to_write() {
        cured("call (i/we) foo", "i/we", "(i|we)");
        cured("[è / sarà] foo", "è / sarà", "[è|sarà]");
        cured("foo ... bar", "...", "`..`");
        cured("foo … bar", "…", "`..`");
        let errors = super::super::parse("foo <hours…> bar").expect_err("no gap stands in a value");
        assert!(errors.iter().all(|error| error.range == (10..13)), "{errors:?}");
        cured("foo ..-3 bar", "-3", "..3");
        cured("foo ..2-5 bar", "2-5", "..5");
        cured("foo -bar", "-", "!bar");
        cured("dear {{name}} foo", "{{name}}", "<placeholder>");
    }

    #[track_caller]
    fn sound(phrase: &str) {
        assert_eq!(super::super::parse(phrase).err(), None, "{phrase}");
    }

    #[test]
    fn signs_of_plain_text_are_let_be() {
        for phrase in [
            "and/or",
            "24/7",
            "can I help you?",
            "e-mail",
            "sorry, but no.",
            "-no refund",
            "within 50+ days",
            "foo ..3 bar",
            "thank you - goodbye",
            "{refund & return}5",
            "[e-mail|phone]",
            "(and/or|but)",
            "a.m.",
            "foo ..!(bar) baz",
            "[a-b c]",
            "we don't know.",
            "..3 foo",
        ] {
            sound(phrase);
        }
    }
}
