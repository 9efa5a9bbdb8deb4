//! Headings without a mark: a short line without a full stop, alone in its paragraph or right over its text.

use super::{piece::Piece, vocabulary::Vocabulary};
use crate::document::BlockKind;

/// The longest unmarked heading, in bytes and in words.
const LONGEST: (usize, usize) = (80, 11);

/// Makes headings of the lines that stand like one. `lone`: also of those alone in their paragraph.
pub(super) fn unmarked(pieces: &mut [Piece<'_>], words: &Vocabulary, lone: bool) {
    let mut titled = false;
    for at in 0..pieces.len() {
        if let Some(level) = level(pieces, at, words, lone) {
            pieces[at].kind = BlockKind::Heading(if titled { level.max(2) } else { level });
            pieces[at].seat = None;
        }
        titled |= matches!(pieces[at].kind, BlockKind::Heading(_));
    }
}

fn level(pieces: &[Piece<'_>], at: usize, words: &Vocabulary, lone: bool) -> Option<u8> {
    let (piece, next) = (&pieces[at], pieces.get(at + 1)?);
    let before = at.checked_sub(1).map(|before| &pieces[before]);
    let under_heading = !piece.fresh && before.is_some_and(|before| matches!(before.kind, BlockKind::Heading(_)));
    let opens = (piece.fresh && (lone || !next.fresh)) || (under_heading && next.fresh && lone);
    let goes_on = next.kind.is_linted() && next.kind != BlockKind::Direction;
    let may_be = match piece.seat.map(|seat| seat.number) {
        None => piece.kind == BlockKind::Paragraph && opens,
        Some(number) => number.is_some(),
    };
    if !goes_on || !may_be || !is_title(piece, words) {
        return None;
    }
    match piece.seat.map(|seat| seat.number) {
        None => Some(if under_heading { 2 } else { 1 }),
        Some(None) => None,
        Some(Some(number)) => {
            let last = before.and_then(|before| before.seat?.number);
            let follows = last.is_some_and(|last| last.depth == number.depth && last.count + 1 == number.count);
            let followed = next.seat.and_then(|seat| seat.number).is_some_and(|next| next.depth <= number.depth);
            (!follows && !followed).then_some(number.depth.saturating_add(1).min(6))
        }
    }
}

fn is_title(piece: &Piece<'_>, words: &Vocabulary) -> bool {
    let text = piece.prose.text();
    let short = text.len() <= LONGEST.0 && text.split_whitespace().count() <= LONGEST.1;
    let capital = text.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) && text.contains(char::is_alphabetic);
    let stops = ['.', '!', '?', ';', ':', ',', '…', '"', '”', '»', '“', ']', '}'];
    short
        && capital
        && !text.contains('\n')
        && !text.ends_with(stops)
        && piece.label.is_none()
        && !words.greets(text)
        && !words.takes_leave(text)
}
