//! Plain text: paragraphs between blank lines, cut into parts, with lists by indent, underlined and unmarked headings.

use std::ops::Range;

use super::{
    draft::Draft,
    heading, markdown,
    paragraph::{Emphasis, Mark, Part, parts},
    piece::{Piece, Seat},
};
use crate::{
    document::{BlockKind, Prose},
    source::Span,
};

/// The lists that are open, outermost first.
#[derive(Default)]
struct Lists(Vec<Open>);

struct Open {
    indent: usize,
    numbered: bool,
    seat: Seat,
}

/// The longest line that an underline makes a heading, in bytes.
const LONGEST_TITLE: usize = 100;

/// Reads the plain text `range` of the draft's text.
pub(super) fn read(draft: &mut Draft<'_, '_>, range: Range<usize>) {
    let first = draft.pieces.len();
    let mut lists = Lists::default();
    for paragraph in paragraphs(draft.text, range) {
        if is_table(&draft.text[paragraph.clone()]) {
            markdown::read(draft, paragraph);
            lists.0.clear();
            continue;
        }
        for (at, part) in parts(draft.text, paragraph, Emphasis::default(), draft.words).into_iter().enumerate() {
            let level = if at == 1 { underlines(&draft.text[part.words.clone()]) } else { None };
            if let (Some(level), Some(title)) = (level, draft.pieces.last_mut().filter(|title| is_title(title))) {
                (title.kind, title.label, title.seat) = (BlockKind::Heading(level), None, None);
                lists.0.clear();
            }
            add(draft, &mut lists, part, at == 0);
        }
    }
    heading::unmarked(&mut draft.pieces[first..], draft.words, true);
}

/// The stretches between blank lines.
fn paragraphs(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let bytes = &text.as_bytes()[range.clone()];
    let ends = memchr::memchr2_iter(b'\n', b'\r', bytes).map(move |at| range.start + at).chain([range.end]);
    let mut line = range.start;
    let mut open: Option<Range<usize>> = None;
    let mut ends = ends.chain([range.end + 1]);
    std::iter::from_fn(move || {
        for end in ends.by_ref() {
            if end > range.end {
                return open.take();
            }
            let crlf = end == line && end > range.start && text[..end].ends_with('\r') && text[end..].starts_with('\n');
            let blank = text[line..end].trim().is_empty();
            let start = std::mem::replace(&mut line, (end + 1).min(range.end));
            if !blank {
                open = Some(open.take().map_or(start, |open| open.start)..end);
            } else if !crlf && open.is_some() {
                return open.take();
            }
        }
        None
    })
}

/// The level of the heading that a line of signs makes of the line over it.
fn underlines(line: &str) -> Option<u8> {
    let line = line.trim();
    let all = |sign| line.len() >= 3 && line.bytes().all(|byte| byte == sign);
    if all(b'=') { Some(1) } else { all(b'-').then_some(2) }
}

/// Whether a piece is one short line that may be a heading.
fn is_title(piece: &Piece<'_>) -> bool {
    let text = piece.prose.text();
    let line = piece.kind == BlockKind::Paragraph || piece.seat.is_some_and(|seat| seat.number.is_some());
    line && text.len() <= LONGEST_TITLE && !text.contains(['\n', '\r']) && !text.ends_with(['.', ',', ';'])
}

/// A pipe table: a row, and the line of dashes under it.
fn is_table(paragraph: &str) -> bool {
    let mut lines = paragraph.trim_start().lines();
    let (Some(head), Some(rule)) = (lines.next(), lines.next()) else { return false };
    let dashes = |c: char| matches!(c, '|' | '-' | ':' | ' ' | '\t');
    head.contains('|') && rule.contains('|') && rule.contains('-') && rule.trim().chars().all(dashes)
}

fn add(draft: &mut Draft<'_, '_>, lists: &mut Lists, part: Part, fresh: bool) {
    let span = Span::new(part.start, part.words.end);
    let (mut kind, mut seat) = (part.kind, None);
    match (part.item, kind) {
        (Some(mark), BlockKind::Item) => seat = Some(lists.seat(draft, part.indent, mark)),
        (None, BlockKind::Paragraph) if lists.holds(part.indent) => {
            kind = BlockKind::Item;
            seat = lists.0.last().map(|open| Seat { number: None, ..open.seat });
        }
        (_, BlockKind::Comment) => {}
        _ => lists.0.clear(),
    }
    let linted = kind.is_linted();
    let prose = if linted { Prose::verbatim(draft.text, part.words.into()) } else { Prose::default() };
    let mut piece = Piece::new(kind, span, prose);
    (piece.label, piece.seat, piece.fresh) = (part.label, seat, fresh);
    draft.pieces.push(piece);
}

impl Lists {
    /// Whether text so far indented goes on with the innermost item.
    fn holds(&self, indent: usize) -> bool {
        self.0.last().is_some_and(|open| indent > open.indent)
    }

    /// The seat of an item: in an open list of its indent and kind, in a nested one, or in a new one.
    fn seat(&mut self, draft: &mut Draft<'_, '_>, indent: usize, mark: Mark) -> Seat {
        while self.0.last().is_some_and(|open| open.indent > indent) {
            self.0.pop();
        }
        let numbered = mark.number.is_some();
        if self.0.last().is_some_and(|open| open.indent == indent && open.numbered != numbered) {
            self.0.pop();
        }
        if self.0.last().is_none_or(|open| open.indent < indent) {
            let depth = u8::try_from(self.0.len() + 1).unwrap_or(u8::MAX);
            let seat = Seat { list: draft.new_list(), depth, mark: None, number: None };
            self.0.push(Open { indent, numbered, seat });
        }
        let open = self.0.last_mut().expect("a list was opened for this indent");
        open.seat = Seat { mark: mark.stance, number: mark.number, ..open.seat };
        open.seat
    }
}
