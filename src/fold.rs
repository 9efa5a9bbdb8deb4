//! Folding: text as it is compared, whoever compares it — phrases, values, labels. Lower case, without accents, without
//! what nobody sees.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The text in lower case, its letters without their marks, invisible characters left out.
pub fn fold(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() {
        return text.nfd().filter(|&c| !is_mark(c) && !is_invisible(c)).flat_map(char::to_lowercase).collect();
    }
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) { text.to_ascii_lowercase().into() } else { text.into() }
}

/// Characters that stand in words without being seen.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Marks that stand on the letter before them.
pub fn is_mark(c: char) -> bool {
    !c.is_ascii() && is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn folds(text: &str, expected: &str) {
        assert_eq!(fold(text), expected);
        assert_eq!(fold(expected), expected, "what is folded stays as it is");
    }

    #[test]
    fn case_accents_and_invisible_characters_make_no_difference() {
        folds("Perché", "perche");
        folds("PERCHE\u{301}", "perche");
        folds("re\u{ad}fund\u{200b}", "refund");
        folds("Őszi ÎN și ţară", "oszi in si tara");
        folds("İ", "i");
    }

    #[test]
    fn letters_of_their_own_and_signs_stay() {
        folds("Straße, ø 24/7", "straße, ø 24/7");
        folds("", "");
    }

    #[test]
    fn what_is_folded_already_is_not_copied() {
        assert!(matches!(fold("refund 24/7"), Cow::Borrowed("refund 24/7")));
    }
}
