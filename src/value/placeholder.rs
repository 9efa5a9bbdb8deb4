//! Placeholders: blanks that a template leaves to be filled in.
//!
//! ```text
//! placeholder = "{{" name "}}" | "{" name "}" | "<" name ">" | "%" letters "%" | "$[" name "]" | "[" name "]"
//! ```

use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{tag, take_while1},
    sequence::delimited,
};

/// A placeholder found at some place of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Placeholder {
    /// The words of its name, lower case.
    pub words: Vec<String>,
    /// Its length in bytes.
    pub length: usize,
    /// Whether the words in it are also words of the text, as in `[your name]`.
    pub open: bool,
}

/// The longest placeholder, in bytes; looking no further keeps reading linear.
const LONGEST: usize = 80;
/// The most words of a placeholder in square brackets.
const MOST_WORDS: usize = 8;

/// The placeholder at the front of `text`, if one is there.
pub fn placeholder(text: &str) -> Option<Placeholder> {
    if !text.starts_with(['{', '<', '%', '$', '[']) {
        return None;
    }
    let cut = (0..=LONGEST.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let head = &text[..cut];
    let (rest, name) = shape(head).ok()?;
    let open = text.starts_with('[');
    let words = name_words(name);
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let plausible = match text.as_bytes()[0] {
        b'[' => letters > 1 && words.len() <= MOST_WORDS && !name.contains(['.', '!', '?', ';']),
        b'<' => name.starts_with(char::is_alphabetic),
        _ => letters > 0,
    };
    plausible.then(|| Placeholder { words, length: head.len() - rest.len(), open })
}

fn shape(text: &str) -> IResult<&str, &str> {
    let name = || take_while1(|c: char| !"{}<>[]\n\r".contains(c));
    let tight = || take_while1(|c: char| c.is_alphanumeric() || c == '_' || c == '-' || c == '.');
    alt((
        delimited(tag("{{"), name(), tag("}}")),
        delimited(tag("{"), name(), tag("}")),
        delimited(tag("<"), name(), tag(">")),
        delimited(tag("%"), tight(), tag("%")),
        delimited(tag("$["), name(), tag("]")),
        delimited(tag("["), name(), tag("]")),
    ))
    .parse(text)
}

/// The words of a name: `customerFirst_name` is customer, first, name.
fn name_words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut small = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && small) {
            words.push(String::new());
        }
        if c.is_alphanumeric() {
            words.last_mut().expect("there is always a word").extend(c.to_lowercase());
        }
        small = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(text: &str, words: &[&str], length: usize) {
        let found = placeholder(text).expect(text);
        assert_eq!((found.words.as_slice(), found.length), (words.map_owned().as_slice(), length), "{text}");
    }

    trait MapOwned {
        fn map_owned(&self) -> Vec<String>;
    }

    impl MapOwned for &[&str] {
        fn map_owned(&self) -> Vec<String> {
            self.iter().map(|&word| word.to_owned()).collect()
        }
    }

    #[test]
    fn every_notation_is_read() {
        reads("{{ customerName }}!", &["customer", "name"], 18);
        reads("{first_name},", &["first", "name"], 12);
        reads("<insert date> x", &["insert", "date"], 13);
        reads("%NAME% x", &["name"], 6);
        reads("$[ORDER_ID]", &["order", "id"], 11);
        reads("[Your Name]", &["your", "name"], 11);
    }

    #[test]
    fn a_sentence_in_brackets_is_no_placeholder() {
        assert_eq!(placeholder("[Say this. Then go.]"), None);
        assert_eq!(placeholder("[1]"), None);
        assert_eq!(placeholder("{{"), None);
        assert_eq!(placeholder("% of all %"), None);
    }
}
