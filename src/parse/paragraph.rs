//! Paragraphs: the lines between two blank lines become items, turns, run-ins, directions and stretches of text.
//!
//! A line break is deliberate where the next line's first word would still have fitted into the paragraph's widest line
//! and does not begin with a lower-case letter; any other is a soft wrap.

use std::ops::Range;

use super::{
    label,
    line::{Opening, opening},
    piece::Number,
    speaker,
    vocabulary::Vocabulary,
};
use crate::document::{BlockKind, Stance};

/// A stretch of a paragraph that becomes a block of its own; all offsets are bytes of the paragraph's text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Part {
    pub(super) kind: BlockKind,
    /// Its first byte, opening marks included.
    pub(super) start: usize,
    /// Its words.
    pub(super) words: Range<usize>,
    pub(super) label: Option<Range<usize>>,
    pub(super) item: Option<Mark>,
    /// Blanks before its first line.
    pub(super) indent: usize,
}

/// What opened an item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Mark {
    pub(super) number: Option<Number>,
    pub(super) stance: Option<Stance>,
}

/// What markup says of a paragraph beyond its text.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Emphasis<'a> {
    /// Where it is bold.
    pub(super) bold: &'a [Range<usize>],
    /// Where its hard line breaks stand.
    pub(super) hard: &'a [usize],
}

/// A line: where its words start and end, and how far it is indented.
struct Line {
    start: usize,
    end: usize,
    indent: usize,
}

/// Cuts the paragraph `range` of a text into its parts.
pub(super) fn parts(text: &str, range: Range<usize>, emphasis: Emphasis<'_>, words: &Vocabulary) -> Vec<Part> {
    let labelled = memchr::memchr(b':', &text.as_bytes()[range.clone()]).is_some();
    let lines = lines(text, range);
    let widest = lines.iter().map(|line| line.end - line.start).max().unwrap_or(0);
    let mut parts: Vec<Part> = Vec::new();
    let mut before: Option<&Line> = None;
    for line in &lines {
        let hard =
            emphasis.hard.binary_search_by(|&at| compare(at, before.map_or(line.start, |b| b.end), line.start)).is_ok();
        let deliberate = before.is_none_or(|before| hard || breaks(text, before, line, widest));
        let part = part(text, line, labelled, words);
        match parts.last_mut() {
            Some(last) if joins(text, last, &part, deliberate, words) => last.words.end = line.end,
            _ => parts.push(part),
        }
        before = Some(line);
    }
    let whole = |part: &Part| !text[part.words.clone()].starts_with('[');
    if !labelled && emphasis.bold.is_empty() && parts.iter().all(whole) {
        return parts;
    }
    split_run_ins(text, parts, emphasis.bold, words)
}

fn compare(at: usize, from: usize, to: usize) -> std::cmp::Ordering {
    if at < from {
        std::cmp::Ordering::Less
    } else if at >= to {
        std::cmp::Ordering::Greater
    } else {
        std::cmp::Ordering::Equal
    }
}

fn lines(text: &str, range: Range<usize>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = range.start;
    let body = &text.as_bytes()[range.clone()];
    let ends = memchr::memchr2_iter(b'\n', b'\r', body).map(|at| range.start + at).chain([range.end]);
    for end in ends {
        let line = &text[start..end];
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            let indent = line.len() - line.trim_start().len();
            lines.push(Line { start: start + indent, end: start + indent + trimmed.len(), indent });
        }
        start = (end + 1).min(range.end);
    }
    lines
}

fn breaks(text: &str, before: &Line, line: &Line, widest: usize) -> bool {
    let next = &text[line.start..line.end];
    if next.starts_with(char::is_lowercase) {
        return false;
    }
    let word = next.find(char::is_whitespace).unwrap_or(next.len());
    before.end - before.start + 1 + word <= widest
}

/// The part a line would be if it stood alone; `labelled`: it may have a label.
fn part(text: &str, line: &Line, labelled: bool, words: &Vocabulary) -> Part {
    let content = &text[line.start..line.end];
    let make = |kind, from: usize, item| {
        let words = line.start + from..line.end;
        Part { kind, start: line.start - line.indent, words, label: None, item, indent: line.indent }
    };
    let mut part = match opening(content) {
        Opening::Comment => return make(BlockKind::Comment, 0, None),
        Opening::Markup => return make(BlockKind::Markup, 0, None),
        Opening::Direction => return make(BlockKind::Direction, 0, None),
        Opening::Heading(level, from) => return make(BlockKind::Heading(level), from, None),
        Opening::Item { text, number, mark, .. } => make(BlockKind::Item, text, Some(Mark { number, stance: mark })),
        Opening::Text => make(BlockKind::Paragraph, callout(content), None),
    };
    part.label = if labelled { label::label(&text[part.words.clone()], words) } else { None };
    part
}

/// The length of a callout's sign: `[!NOTE] `.
fn callout(line: &str) -> usize {
    let sign = line.strip_prefix("[!").and_then(|rest| rest.find(']')).map_or(0, |at| at + 3);
    let rest = line[sign..].trim_start();
    if sign <= 20 && !rest.is_empty() { line.len() - rest.len() } else { 0 }
}

/// Whether a line belongs to the part before it.
fn joins(text: &str, last: &Part, part: &Part, deliberate: bool, words: &Vocabulary) -> bool {
    let flows = matches!(last.kind, BlockKind::Paragraph | BlockKind::Item);
    if !flows || part.kind != BlockKind::Paragraph || deliberate {
        return false;
    }
    let Some(label) = &part.label else { return true };
    let known = speaker::is_known(&text[part.words.clone()][label.clone()], words);
    let closed = text[last.words.clone()].ends_with(['.', '!', '?', '”', '"', '»', '…', ')', ']']);
    !(known || closed || last.label.is_some())
}

/// Cuts parts that hold several run-ins, and a direction that stands before words.
fn split_run_ins(text: &str, parts: Vec<Part>, bold: &[Range<usize>], words: &Vocabulary) -> Vec<Part> {
    let mut out = Vec::with_capacity(parts.len());
    for part in parts {
        if !matches!(part.kind, BlockKind::Paragraph | BlockKind::Item) {
            out.push(part);
            continue;
        }
        let mut rest = split_direction(text, part, words, &mut out);
        let bold = within(bold, &rest.words);
        rest.label = rest.label.or_else(|| bold_label(text, rest.words.clone(), bold, words));
        let turn = rest.label.clone().is_some_and(|label| speaker::is_known(&text[rest.words.clone()][label], words));
        let from = rest.words.start + rest.label.as_ref().map_or(0, |label| label.end);
        for at in label::further(text, from, rest.words.end, bold, words) {
            let tail = rest.words.end;
            let mut next = Part { start: at, words: at..tail, label: None, ..rest.clone() };
            next.label = label::label(&text[at..tail], words).or_else(|| bold_label(text, at..tail, bold, words));
            let known = |label: &Range<usize>| speaker::is_known(&text[at..tail][label.clone()], words);
            if turn && !next.label.as_ref().is_some_and(known) {
                continue;
            }
            rest.words.end = rest.words.start + text[rest.words.start..at].trim_end().len();
            out.push(std::mem::replace(&mut rest, next));
        }
        out.push(rest);
    }
    out
}

/// "[Chat macro] Anything else?" is a direction, then words.
fn split_direction(text: &str, mut part: Part, words: &Vocabulary, out: &mut Vec<Part>) -> Part {
    let own = &text[part.words.clone()];
    let Some(end) = own.starts_with('[').then(|| own.find(']')).flatten() else { return part };
    let rest = own[end + 1..].trim_start();
    let titled = own[1..].starts_with(char::is_uppercase) && own[..end].contains(char::is_lowercase);
    let spaced =
        rest.len() < own.len() - end - 1 && rest.starts_with(|c: char| c.is_uppercase() || "\"“„«".contains(c));
    if !(titled && spaced) {
        return part;
    }
    let direction =
        Part { kind: BlockKind::Direction, words: part.words.start..part.words.start + end + 1, ..part.clone() };
    part.words.start = part.words.end - rest.len();
    part.start = part.words.start;
    part.label = label::label(rest, words);
    out.push(Part { label: None, ..direction });
    part
}

/// The bold ranges that lie in a range.
fn within<'b>(bold: &'b [Range<usize>], range: &Range<usize>) -> &'b [Range<usize>] {
    let from = bold.partition_point(|bold| bold.start < range.start);
    let to = bold.partition_point(|bold| bold.start < range.end);
    &bold[from..to.max(from)]
}

/// Bold words right before a quotation or a dash label it, without a colon.
fn bold_label(text: &str, range: Range<usize>, bold: &[Range<usize>], words: &Vocabulary) -> Option<Range<usize>> {
    let at = bold.partition_point(|bold| bold.start < range.start);
    let opening = bold.get(at).filter(|bold| bold.start == range.start)?;
    let tail = text.get(opening.end..range.end)?.trim_start();
    let labels = tail.starts_with(['"', '“', '„', '«', '—', '–']) && label::is_short(&text[opening.clone()], words);
    labels.then(|| 0..text[opening.clone()].trim_end_matches([':', ' ']).len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[track_caller]
    fn cuts(text: &str, expected: &[&str]) {
        let words = Vocabulary::of(&Language::sample());
        let parts = parts(text, 0..text.len(), Emphasis::default(), &words);
        let found: Vec<&str> = parts.iter().map(|part| &text[part.words.clone()]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_soft_wrap_goes_on_and_a_deliberate_break_parts() {
        cuts("Be kind to everybody who\nrings", &["Be kind to everybody who\nrings"]);
        cuts("IVR welcome\n“Thank you for calling”", &["IVR welcome", "“Thank you for calling”"]);
    }

    #[test]
    fn turns_part_wherever_they_stand() {
        cuts("Agent: Hello, this is a long line\nCustomer: Hi", &["Agent: Hello, this is a long line", "Customer: Hi"]);
    }

    #[test]
    fn two_run_ins_on_a_line_part() {
        cuts("Myth: it helps. Reality: it hurts.", &["Myth: it helps.", "Reality: it hurts."]);
        cuts("Mito: «aiuta». Realtà: no.", &["Mito: «aiuta».", "Realtà: no."]);
        cuts("“I’m sorry” Instead: “Here is”", &["“I’m sorry”", "Instead: “Here is”"]);
        cuts("Say this: \"Note: we record\"", &["Say this: \"Note: we record\""]);
    }

    #[test]
    fn a_macro_name_stands_before_its_words() {
        cuts("[Macro chat] Anything else?", &["[Macro chat]", "Anything else?"]);
        cuts("[Name], hello", &["[Name], hello"]);
    }

    #[test]
    fn items_keep_their_wrapped_lines() {
        cuts("- one that is long and\n  wraps\n- two", &["one that is long and\n  wraps", "two"]);
    }
}
