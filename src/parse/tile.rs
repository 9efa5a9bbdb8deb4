//! Tiling: pieces become blocks whose spans, joined, are the source, with their sections, introductions and sentences.

use super::{
    piece::{Piece, Seat},
    sentence,
    vocabulary::Vocabulary,
};
use crate::{
    document::{Block, BlockId, BlockKind, ListPlace, Sentence, Stance},
    source::Span,
};

/// The longest paragraph that introduces a list without a colon, in bytes.
const LONGEST_INTRODUCTION: usize = 80;

/// The blocks and sentences of a text of `length` bytes, from its pieces.
pub(super) fn tile<'s>(
    length: usize,
    mut pieces: Vec<Piece<'s>>,
    words: &Vocabulary,
) -> (Vec<Block<'s>>, Vec<Sentence>) {
    if pieces.is_empty() && length > 0 {
        pieces.push(Piece::silent(BlockKind::Markup, Span::new(0, length)));
    }
    let spans = spans(length, &pieces);
    let sections = sections(&pieces);
    let introductions = introductions(&pieces);
    let mut sentences = Vec::new();
    let blocks = pieces.into_iter().enumerate().map(|(at, piece)| {
        let found = read_sentences(at, &piece, words, &mut sentences);
        let introduction = introductions[at];
        let place = |seat: Seat| ListPlace {
            list: seat.list,
            depth: seat.depth,
            introduction,
            numbered: seat.number.is_some(),
            mark: seat.mark,
        };
        Block {
            kind: piece.kind,
            span: spans[at],
            label: piece.label.map(|label| narrow(label.start)..narrow(label.end)),
            prose: piece.prose,
            speaker: piece.speaker,
            stance: Stance::Prescribes,
            section: sections[at],
            list: piece.seat.map(place),
            cell: piece.cell,
            sentences: found,
        }
    });
    (blocks.collect(), sentences)
}

fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).expect("a source is shorter than 4 GiB")
}

/// Every block runs from its first byte to the next one's; the first begins with the text, the last ends with it.
fn spans(length: usize, pieces: &[Piece<'_>]) -> Vec<Span> {
    let mut starts: Vec<usize> = Vec::with_capacity(pieces.len() + 1);
    let mut floor = 0;
    for piece in pieces {
        let prose = piece.prose.span(0..piece.prose.text().len());
        let words = !piece.prose.text().is_empty();
        let latest = if words { prose.start() } else { piece.span.start().max(floor) };
        starts.push(piece.span.start().min(latest).max(floor));
        floor = if words { prose.end() } else { piece.span.start().max(floor) };
    }
    if let Some(first) = starts.first_mut() {
        *first = 0;
    }
    starts.push(length);
    starts.windows(2).map(|pair| Span::new(pair[0], pair[1])).collect()
}

/// The heading each piece stands under; for a heading, the nearest higher one.
fn sections(pieces: &[Piece<'_>]) -> Vec<Option<BlockId>> {
    let mut open: Vec<(u8, BlockId)> = Vec::new();
    let section = |(at, piece): (usize, &Piece<'_>)| {
        if let BlockKind::Heading(level) = piece.kind {
            while open.last().is_some_and(|&(above, _)| above >= level) {
                open.pop();
            }
        }
        let section = open.last().map(|&(_, heading)| heading);
        if let BlockKind::Heading(level) = piece.kind {
            open.push((level, narrow(at)));
        }
        section
    };
    pieces.iter().enumerate().map(section).collect()
}

/// The introduction of the list that each piece stands in.
fn introductions(pieces: &[Piece<'_>]) -> Vec<Option<BlockId>> {
    let mut lists: Vec<Option<Option<BlockId>>> = Vec::new();
    let introduction = |(at, piece): (usize, &Piece<'_>)| {
        let list = piece.seat?.list as usize;
        if lists.len() <= list {
            lists.resize(list + 1, None);
        }
        *lists[list].get_or_insert_with(|| {
            let before = pieces[..at].iter().rposition(|before| before.kind != BlockKind::Comment)?;
            introduces(&pieces[before], piece).then(|| narrow(before))
        })
    };
    pieces.iter().enumerate().map(introduction).collect()
}

fn introduces(before: &Piece<'_>, first: &Piece<'_>) -> bool {
    let text = before.prose.text().trim_end_matches(['*', '_', ' ']);
    let short = text.len() <= LONGEST_INTRODUCTION && (!first.fresh || !text.ends_with(['.', '!', '?']));
    let nests = before.seat.is_none_or(|seat| first.seat.is_some_and(|own| seat.depth < own.depth));
    match before.kind {
        BlockKind::Heading(_) => true,
        BlockKind::Paragraph | BlockKind::Item | BlockKind::Quote | BlockKind::Turn => {
            nests && (text.ends_with(':') || short)
        }
        _ => false,
    }
}

fn read_sentences(at: usize, piece: &Piece<'_>, words: &Vocabulary, out: &mut Vec<Sentence>) -> std::ops::Range<u32> {
    let first = narrow(out.len());
    let text = piece.prose.text();
    let body = text.len() - piece.body().len();
    let from = if body == text.len() { 0 } else { body };
    if piece.kind.is_linted() {
        sentence::sentences(text, from, words, |range| {
            out.push(Sentence { block: narrow(at), start: narrow(range.start), end: narrow(range.end) });
        });
    }
    first..narrow(out.len())
}
