//! How silencing comments are written, the same in Markdown and in plain text.
//!
//! ```text
//! comment  = "<!--" "courtesy-" action { rule } [ "--" reason ] "-->"
//! action   = "disable-next-line" | "disable-line" | "disable-file" | "disable" | "enable"
//! ```
//! No rule means every rule; rules stand apart by spaces or commas.

use memchr::memmem;
use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{tag, take_until, take_while1},
    character::complete::{char, multispace0},
    combinator::{recognize, value},
    multi::many0,
    sequence::{delimited, preceded, terminated},
};

use crate::source::Span;

/// One comment as written.
pub(super) struct Comment<'s> {
    /// All of it.
    pub(super) span: Span,
    /// What it does.
    pub(super) action: Action,
    /// The rules it names, each with its place.
    pub(super) rules: Vec<(&'s str, Span)>,
    /// Why, if it says so.
    pub(super) reason: Option<&'s str>,
}

/// What a comment does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    NextLine,
    Line,
    File,
    Disable,
    Enable,
}

/// All silencing comments of a text, in order and apart. `code`, in order and apart too: where there are none.
pub(super) fn comments<'s>(text: &'s str, code: &[Span]) -> Vec<Comment<'s>> {
    let mut comments: Vec<Comment<'s>> = Vec::new();
    // What no `-->` follows is no comment; nor is it searched to the end of the text, time and again, for one.
    let closed = memmem::rfind(text.as_bytes(), b"-->").unwrap_or(0);
    for at in memmem::find_iter(&text.as_bytes()[..closed], "<!--") {
        let inside = comments.last().is_some_and(|before| at < before.span.end());
        if !inside && !is_within(code, at) {
            comments.extend(comment(text, at));
        }
    }
    comments
}

fn is_within(spans: &[Span], at: usize) -> bool {
    let next = spans.partition_point(|span| span.end() <= at);
    spans.get(next).is_some_and(|span| span.start() <= at)
}

fn comment(text: &str, at: usize) -> Option<Comment<'_>> {
    let (rest, (action, rules, reason)) = body(&text[at..]).ok()?;
    let place = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    let rules = rules.into_iter().map(|id| (id, Span::new(place(id), place(id) + id.len()))).collect();
    let span = Span::new(at, text.len() - rest.len());
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    Some(Comment { span, action, rules, reason })
}

fn body(text: &str) -> IResult<&str, (Action, Vec<&str>, Option<&str>)> {
    let separator = || many0(alt((char(' '), char(','), char('\t'), char('\n'), char('\r'))));
    let name = recognize((take_while1(|c: char| c.is_alphanumeric() || c == '_'), many0(alt((hyphen, plain)))));
    let reason = alt((value(None, tag("-->")), delimited(tag("--"), take_until("-->"), tag("-->")).map(Some)));
    let head = delimited((tag("<!--"), multispace0, tag("courtesy-")), action, separator());
    (head, many0(terminated(name, separator())), reason).parse(text)
}

fn plain(text: &str) -> IResult<&str, &str> {
    take_while1(|c: char| c.is_alphanumeric() || c == '_').parse(text)
}

/// One hyphen inside a name; two begin the reason.
fn hyphen(text: &str) -> IResult<&str, &str> {
    recognize(preceded(char('-'), plain)).parse(text)
}

fn action(text: &str) -> IResult<&str, Action> {
    alt((
        value(Action::NextLine, tag("disable-next-line")),
        value(Action::Line, tag("disable-line")),
        value(Action::File, tag("disable-file")),
        value(Action::Disable, tag("disable")),
        value(Action::Enable, tag("enable")),
    ))
    .parse(text)
}
