//! The parser of phrases; the grammar stands in the head of [`phrase`](super).
//!
//! Every parser returns an item even where the text is wrong, and pushes the mistake; so all are found in one go.

use std::{cell::RefCell, ops::Range};

use nom::{
    IResult, Parser,
    bytes::complete::take_while,
    character::complete::{char, digit1},
    combinator::{fail, opt},
};

use super::{Alt, Item, Member, Node, Phrase, PhraseError};
use crate::value;

/// The deepest nesting of brackets.
const DEEPEST: usize = 16;
/// The longest gap and the widest set.
const WIDEST: u32 = 100;
/// What no word holds.
const SIGNS: [char; 16] = ['(', ')', '[', ']', '{', '}', '|', '&', '<', '>', '@', '^', '$', '!', '~', '*'];

type Parsed<'a, T> = IResult<&'a str, T>;

struct Grammar<'a> {
    text: &'a str,
    errors: RefCell<Vec<PhraseError>>,
}

/// Reads a phrase; all its mistakes come back at once.
pub(super) fn parse(text: &str) -> Result<Phrase, Vec<PhraseError>> {
    let grammar = Grammar { text, errors: RefCell::default() };
    let phrase = grammar.phrase();
    let mut errors = grammar.errors.into_inner();
    errors.sort_by_key(|error| (error.range.start, error.range.end));
    if errors.is_empty() { Ok(phrase) } else { Err(errors) }
}

impl<'a> Grammar<'a> {
    fn phrase(&self) -> Phrase {
        let (rest, negated) = mark(self.text, '-');
        let (rest, start) = mark(rest, '^');
        let (mut rest, mut items) = self.row(rest, 0);
        let mut end = false;
        while let Some(after) = rest.strip_prefix(|_: char| true) {
            if rest.starts_with('$') && after.trim().is_empty() {
                end = true;
                break;
            }
            self.stray(rest);
            let more;
            (rest, more) = self.row(after, 0);
            items.extend(more);
        }
        if items.is_empty() && self.errors.borrow().is_empty() {
            self.fail(0..self.text.len(), "the phrase is empty", "write the words it should find");
        }
        Phrase { text: self.text.into(), negated, start, end, items }
    }

    /// Items up to a sign that is none.
    fn row(&self, text: &'a str, depth: usize) -> (&'a str, Alt) {
        let mut items = Vec::new();
        let mut rest = text.trim_start();
        while let Ok((after, item)) = self.item(rest, depth) {
            items.push(Node { range: self.range(rest, after), item });
            rest = after.trim_start();
        }
        (rest, items)
    }

    fn item(&self, text: &'a str, depth: usize) -> Parsed<'a, Item> {
        let inside = text.get(1..).unwrap_or("");
        match text.chars().next() {
            Some('~') => self.stem(text),
            Some('@') => self.list(text),
            Some('<') => self.value(text),
            Some('!') => self.not(text, depth).map(|(rest, alts)| (rest, Item::Not(alts))),
            Some('(' | '[' | '{') if depth >= DEEPEST => {
                self.fail(self.range(text, inside), "the brackets are nested too deep", "use a word list");
                Ok(("", Item::Word(String::new())))
            }
            Some('(') => self.choice(text, depth),
            Some('[') => self.alts(text, inside, ']', depth).map(|(rest, alts)| (rest, Item::Optional(alts))),
            Some('{') => self.set(text, depth),
            _ if text.starts_with("..") => self.gap(text, depth),
            _ => self.word(text),
        }
    }

    fn word(&self, text: &'a str) -> Parsed<'a, Item> {
        let (rest, word) = word(text)?;
        let (rest, star) = opt(char('*')).parse(rest)?;
        if star.is_some() && rest.starts_with(char::is_alphanumeric) {
            let help = "`record*` matches words that begin so; nothing can stand behind the star";
            self.fail(self.range(text, rest), "`*` stands inside a word", help);
        }
        Ok((rest, if star.is_some() { Item::Prefix(word.to_owned()) } else { Item::Word(word.to_owned()) }))
    }

    fn stem(&self, text: &'a str) -> Parsed<'a, Item> {
        let (rest, _) = char('~')(text)?;
        let (rest, word) = word(rest).unwrap_or((rest, ""));
        if !word.contains(char::is_alphanumeric) {
            self.fail(
                self.range(text, rest),
                "`~` needs a word right after it",
                "write `~record` for any form of record",
            );
        }
        Ok((rest, Item::Stem(word.to_owned())))
    }

    fn list(&self, text: &'a str) -> Parsed<'a, Item> {
        let (rest, _) = char('@')(text)?;
        let (rest, name) = take_while(|c: char| c.is_alphanumeric() || c == '-' || c == '_').parse(rest)?;
        if name.is_empty() {
            self.fail(self.range(text, rest), "`@` needs the name of a word list", "write `@customer`");
        }
        Ok((rest, Item::List(name.to_owned())))
    }

    fn value(&self, text: &'a str) -> Parsed<'a, Item> {
        let operator = text.char_indices().skip(1).find(|(_, c)| !c.is_alphanumeric() && !" -|".contains(*c));
        let from = operator.filter(|&(_, c)| c == '>').and_then(|(at, _)| {
            let literal = text[at + 1..].trim_start_matches('=');
            let close = literal.find('>')?;
            literal[..close].trim_start().starts_with(|c: char| c.is_ascii_digit()).then_some(at + 1)
        });
        let from = from.unwrap_or(1);
        let Some(close) = text[from..].find('>').map(|at| at + from) else {
            self.fail(self.range(text, &text[1..]), "`<` is not closed", "close it with `>`");
            return Ok(("", Item::Word(String::new())));
        };
        let rest = &text[close + 1..];
        let at = self.range(text, rest).start + 1;
        match value::parse_test(&text[1..close]) {
            Ok(test) => Ok((rest, Item::Value(test))),
            Err(error) => {
                let range = error.range.start + at..error.range.end + at;
                self.errors.borrow_mut().push(PhraseError { range, message: error.message, help: error.help });
                Ok((rest, Item::Word(String::new())))
            }
        }
    }

    fn gap(&self, text: &'a str, depth: usize) -> Parsed<'a, Item> {
        let (rest, max) = opt(digit1).parse(&text[2..])?;
        let max = max.map(|digits: &str| self.number(digits, text, rest));
        let (rest, not) = if rest.starts_with('!') { self.not(rest, depth)? } else { (rest, Vec::new()) };
        Ok((rest, Item::Gap(max, not)))
    }

    fn not(&self, text: &'a str, depth: usize) -> Parsed<'a, Vec<Alt>> {
        let (rest, _) = char('!')(text)?;
        if let Some(inside) = rest.strip_prefix('(') {
            return self.alts(rest, inside, ')', depth);
        }
        let single = if rest.starts_with(['.', '!', '[', '{', '<']) { None } else { self.item(rest, depth).ok() };
        let Some((after, item)) = single else {
            self.fail(self.range(text, rest), "`!` needs a word or a choice right after it", "write `!(before|after)`");
            return Ok((rest, Vec::new()));
        };
        Ok((after, vec![vec![Node { range: self.range(rest, after), item }]]))
    }

    fn choice(&self, text: &'a str, depth: usize) -> Parsed<'a, Item> {
        let (rest, alts) = self.alts(text, &text[1..], ')', depth)?;
        Ok((rest, Item::Choice(alts)))
    }

    /// Alternatives up to `close`; `open` is the text from the opening bracket.
    fn alts(&self, open: &'a str, inside: &'a str, close: char, depth: usize) -> Parsed<'a, Vec<Alt>> {
        let mut alts = Vec::new();
        let mut rest = inside;
        loop {
            let (after, alt) = self.row(rest, depth + 1);
            if alt.is_empty() && !after.is_empty() && after.starts_with(['|', close]) {
                self.fail(
                    self.range(rest, &after[1..]),
                    "an alternative is empty",
                    "write `[a|b]` for a choice that may be left out",
                );
            }
            alts.push(alt);
            let Some(sign) = after.chars().next() else {
                self.fail(self.range(open, inside), "the bracket is not closed", format!("close it with `{close}`"));
                return Ok((after, alts));
            };
            rest = &after[sign.len_utf8()..];
            if sign == close {
                return Ok((rest, alts));
            } else if sign != '|' {
                self.stray(after);
            }
        }
    }

    fn set(&self, text: &'a str, depth: usize) -> Parsed<'a, Item> {
        let mut members = Vec::new();
        let mut rest = &text[1..];
        loop {
            let (inside, excluded) = mark(rest, '!');
            let (after, items) = self.row(inside, depth + 1);
            if items.is_empty() {
                self.fail(self.range(rest, after), "a member of the set is empty", "write `{a & b}`");
            }
            members.push(Member { excluded, items });
            let Some(sign) = after.chars().next() else {
                self.fail(self.range(text, &text[1..]), "the bracket is not closed", "close it with `}`");
                return Ok((after, Item::Set(members, None)));
            };
            rest = &after[sign.len_utf8()..];
            if sign == '}' {
                break;
            } else if sign != '&' {
                self.stray(after);
            }
        }
        let (after, within) = opt(digit1).parse(rest)?;
        let within = within.map(|digits: &str| self.number(digits, text, after));
        self.check_members(&members, self.range(text, after));
        Ok((after, Item::Set(members, within)))
    }

    fn check_members(&self, members: &[Member], range: Range<usize>) {
        let wanted = members.iter().filter(|member| !member.excluded).count();
        if wanted > 8 {
            self.fail(range.clone(), "a set has at most eight members", "gather some in a choice or a word list");
        } else if wanted == 0 || members.len() < 2 {
            self.fail(range, "a set needs at least two members, one of them not excluded", "write `{a & b}`");
        }
    }

    fn number(&self, digits: &str, from: &'a str, to: &'a str) -> u32 {
        let number = digits.parse().unwrap_or(u32::MAX);
        if number > WIDEST {
            self.fail(self.range(from, to), "the number is too large", format!("at most {WIDEST} words"));
        }
        number.min(WIDEST)
    }

    fn stray(&self, text: &'a str) {
        let sign = text.chars().next().unwrap_or(' ');
        let help = match sign {
            '|' => "alternatives stand in brackets: `(a|b)`",
            '&' => "members stand in braces: `{a & b}`",
            '^' => "`^` stands at the front",
            '$' => "`$` stands at the end",
            '*' => "`*` stands right after the beginning of a word: `record*`",
            _ => "no bracket is open here that it could close",
        };
        self.fail(self.range(text, &text[sign.len_utf8()..]), format!("`{sign}` does not belong here"), help);
    }

    fn fail(&self, range: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.errors.borrow_mut().push(PhraseError::new(range, message, help));
    }

    /// The bytes from where `from` begins to where `to` begins; both are ends of the phrase's text.
    fn range(&self, from: &str, to: &str) -> Range<usize> {
        let (start, end) = (self.text.len() - from.len(), self.text.len() - to.len());
        start..end.max(start)
    }
}

fn mark(text: &str, sign: char) -> (&str, bool) {
    let trimmed = text.trim_start();
    trimmed.strip_prefix(sign).map_or((trimmed, false), |rest| (rest, true))
}

/// A run without blanks, signs of the language, or the two stops of a gap.
fn word(text: &str) -> Parsed<'_, &str> {
    let sign = |c: char| c.is_whitespace() || SIGNS.contains(&c);
    let stops = |&(at, c): &(usize, char)| sign(c) || text[at..].starts_with("..");
    let end = text.char_indices().find(stops).map_or(text.len(), |(at, _)| at);
    if end == 0 { fail().parse(text) } else { Ok((&text[end..], &text[..end])) }
}
