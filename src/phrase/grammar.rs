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

use super::{Alt, Item, Member, Node, Phrase, PhraseError, habits};
use crate::value;

/// The deepest nesting of brackets.
const DEEPEST: usize = 16;
/// What is said of brackets that are nested deeper.
const TOO_DEEP: &str = "the brackets are nested too deep";
/// The longest gap and the widest set.
const WIDEST: u32 = 100;
/// What no word holds.
const SIGNS: [char; 16] = ['(', ')', '[', ']', '{', '}', '|', '&', '<', '>', '@', '^', '$', '!', '~', '*'];

type Parsed<'a, T> = IResult<&'a str, T>;

struct Grammar<'a> {
    text: &'a str,
    errors: RefCell<Vec<PhraseError>>,
    /// The signs that close the brackets that are open.
    open: RefCell<Vec<char>>,
}

/// Reads a phrase; all its mistakes come back at once.
pub(super) fn parse(text: &str) -> Result<Phrase, Vec<PhraseError>> {
    let (phrase, errors) = salvage(text);
    if errors.is_empty() { Ok(phrase) } else { Err(errors) }
}

/// What can be read of a phrase, and all its mistakes.
pub(super) fn salvage(text: &str) -> (Phrase, Vec<PhraseError>) {
    let (read, errors) = habits::unlearn(text);
    let grammar = Grammar { text: &read, errors: errors.into(), open: RefCell::default() };
    let phrase = Phrase { text: text.into(), ..grammar.phrase() };
    let mut errors = grammar.errors.into_inner();
    errors.iter_mut().for_each(|error| error.range = habits::whole(text, &error.range));
    errors.sort_by_key(|error| (error.range.start, error.range.end));
    (phrase, errors)
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
                self.fail(self.range(text, inside), TOO_DEEP, "use a word list");
                Ok(("", Item::Word(String::new())))
            }
            Some('(') => self.choice(text, depth),
            Some('[') => self.alts((text, inside), ']', depth).map(|(rest, alts)| (rest, Item::Optional(alts))),
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
            let help = match rest.starts_with(['(', '[']) {
                true => "write it before each word: `(~refund|~return)`",
                false => "write `~record` for any form of record",
            };
            self.fail(self.range(text, rest), "`~` needs a word right after it", help);
        } else if let Some(after) = rest.strip_prefix('*') {
            let help = format!("write `~{word}` for any form of the word, or `{word}*` for words that begin so");
            self.fail(self.range(text, after), "a word has `~` or `*`, not both", help);
            return Ok((after, Item::Stem(word.to_owned())));
        }
        Ok((rest, Item::Stem(word.to_owned())))
    }

    fn list(&self, text: &'a str) -> Parsed<'a, Item> {
        let (rest, _) = char('@')(text)?;
        let (rest, name) = take_while(|c: char| c.is_alphanumeric() || c == '-' || c == '_').parse(rest)?;
        if name.is_empty() {
            self.fail(
                self.range(text, rest),
                "`@` needs the name of a word list",
                "write the name right behind it, as in `@customer`",
            );
        }
        Ok((rest, Item::List(name.to_owned())))
    }

    fn value(&self, text: &'a str) -> Parsed<'a, Item> {
        let Some(close) = closing(text) else {
            self.fail(self.range(text, &text[1..]), "`<` is not closed", "close it with `>`");
            let rest = text[1..].trim_start_matches(|c: char| !"()[]{}@~|&$!".contains(c));
            return Ok((rest, Item::Word(String::new())));
        };
        let rest = &text[close + 1..];
        let at = self.range(text, rest).start + 1;
        match value::parse_test(&text[1..close]) {
            Ok(test) => Ok((rest, Item::Value(test))),
            Err(error) if text[1..close].trim().is_empty() => {
                let range = self.range(text, rest);
                let message = "`<>` names no value".to_owned();
                self.errors.borrow_mut().push(PhraseError { range, message, help: error.help });
                Ok((rest, Item::Word(String::new())))
            }
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
            if let Some(after) = inside.trim_start().strip_prefix(')') {
                self.fail(self.range(text, after), "`!` has no word in its brackets", "write `!(before|after)`");
                return Ok((after, Vec::new()));
            }
            return self.alts((rest, inside), ')', depth);
        }
        let single = if rest.starts_with(['.', '!', '[', '{', '<']) { None } else { self.item(rest, depth).ok() };
        let Some((after, item)) = single else {
            self.fail(self.range(text, rest), "`!` needs a word right after it", "write `!word`, or `!(before|after)`");
            return Ok((rest, Vec::new()));
        };
        Ok((after, vec![vec![Node { range: self.range(rest, after), item }]]))
    }

    fn choice(&self, text: &'a str, depth: usize) -> Parsed<'a, Item> {
        let (rest, alts) = self.alts((text, &text[1..]), ')', depth)?;
        Ok((rest, Item::Choice(alts)))
    }

    /// Alternatives up to `close`; `open` is the text from the opening bracket, `inside` from the one behind it.
    fn alts(&self, (open, inside): (&'a str, &'a str), close: char, depth: usize) -> Parsed<'a, Vec<Alt>> {
        if let Some(rest) = inside.trim_start().strip_prefix(close) {
            let help = if close == ')' { "write words in them: `(a|b)`" } else { "write words in them: `[a|b]`" };
            self.fail(self.range(open, rest), "these brackets are empty", help);
            return Ok((rest, Vec::new()));
        }
        self.open.borrow_mut().push(close);
        let mut alts = Vec::new();
        let mut rest = inside;
        loop {
            let (after, alt) = self.row(rest, depth + 1);
            if alt.is_empty() && !after.is_empty() && after.starts_with(['|', close]) {
                self.fail(
                    self.range(after, &after[1..]),
                    "an alternative is empty",
                    "write `[a|b]` for a choice that may be left out",
                );
            }
            alts.push(alt);
            match self.after_alternative((open, inside), after, '|', close) {
                After::Next(next) => rest = next,
                After::End(end) => return Ok((end, alts)),
            }
        }
    }

    /// What follows an alternative or a member: another one behind `parts`, or the end of the bracket.
    fn after_alternative(
        &self,
        (open, inside): (&'a str, &'a str),
        after: &'a str,
        parts: char,
        close: char,
    ) -> After<'a> {
        let end = |rest| {
            self.open.borrow_mut().pop();
            After::End(rest)
        };
        let sign = after.chars().next();
        let rest = &after[sign.map_or(0, char::len_utf8)..];
        let outer = |sign| self.open.borrow().iter().rev().skip(1).any(|open| *open == sign);
        match sign {
            Some(sign) if sign == close => end(rest),
            Some(sign) if sign == parts => After::Next(rest),
            Some(')' | ']' | '}') if sign.is_some_and(|sign| !outer(sign)) => {
                let opening = &open[..1];
                let message = format!("`{}` does not close `{opening}`", &after[..1]);
                self.fail(self.range(after, rest), message, format!("write `{close}` here"));
                end(rest)
            }
            Some(sign) if !matches!(sign, ')' | ']' | '}') => {
                self.stray(after);
                After::Next(rest)
            }
            _ => {
                // What stands behind brackets that are nested too deep has not been read.
                let unread = after.is_empty() && self.errors.borrow().iter().any(|error| error.message == TOO_DEEP);
                if !unread {
                    self.fail(
                        self.range(open, inside),
                        "this bracket is not closed",
                        format!("close it with `{close}`"),
                    );
                }
                end(after)
            }
        }
    }

    fn set(&self, text: &'a str, depth: usize) -> Parsed<'a, Item> {
        let inside = &text[1..];
        if let Some(rest) = inside.trim_start().strip_prefix('}') {
            self.fail(self.range(text, rest), "these brackets are empty", "write words in them: `{a & b}`");
            return Ok((rest, Item::Word(String::new())));
        }
        self.open.borrow_mut().push('}');
        let (mut members, mut rest) = (Vec::new(), inside);
        let rest = loop {
            let (member, excluded) = mark(rest, '!');
            let (after, items) = self.row(member, depth + 1);
            if items.is_empty() && after.starts_with(['&', '}']) {
                self.fail(self.range(after, &after[1..]), "a member of the set is empty", "write `{a & b}`");
            }
            members.push(Member { excluded, items });
            match self.after_alternative((text, inside), after, '&', '}') {
                After::Next(next) => rest = next,
                After::End(end) => break end,
            }
        };
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
            let help =
                "write `{a & b}` for both in any order; `(a|b)` for one of two; `<placeholder>` for a placeholder";
            self.fail(range, "a set needs at least two members, one of them without `!`", help);
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
            '^' => "`^` stands at the front, where the sentence starts",
            '$' => "`$` stands at the end, where the sentence ends",
            '*' => "`*` stands right after the beginning of a word: `record*`; for any words write `..`",
            ')' => "take it away, or write the `(` that it closes",
            ']' => "take it away, or write the `[` that it closes",
            '}' => "take it away, or write the `{` that it closes",
            _ => "take it away, or write the `<` that it closes, as in `<duration>`",
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

/// What stands behind an alternative of a bracket.
enum After<'a> {
    /// Another one.
    Next(&'a str),
    /// Nothing of the bracket any more.
    End(&'a str),
}

/// Where the `>` stands that closes the value at the start: not one that compares.
fn closing(text: &str) -> Option<usize> {
    let named = text[1..].find(|c: char| !c.is_alphanumeric() && !" -|".contains(c))? + 1;
    if !text[named..].starts_with('>') {
        let named = if text[named..].starts_with("=>") { named + 2 } else { named };
        return text[named..]
            .find(['>', '(', ')', '[', ']', '{', '}', '@'])
            .map(|at| at + named)
            .filter(|&at| closes(text, at));
    }
    // Behind a blank, or before a number, it compares.
    let literal = text[named + 1..].trim_start_matches('=');
    let number = literal.trim_start().starts_with(|c: char| c.is_ascii_digit() || "€$£".contains(c));
    let spaced = text[1..named].ends_with(' ') && text[1..named].trim() != "";
    if !number && !spaced && !text[named + 1..].starts_with('=') {
        return Some(named);
    }
    let start = text.len() - literal.len();
    let close =
        literal.find(['>', '<', '(', '[', '{', '@', '~', '|']).map(|at| at + start).filter(|&at| closes(text, at));
    if number && spaced { close } else { Some(close.unwrap_or(named)) }
}

fn closes(text: &str, at: usize) -> bool {
    text[at..].starts_with('>')
}
