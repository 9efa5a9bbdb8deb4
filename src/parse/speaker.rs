//! Who speaks: labels that the language file knows, names that the script gives a role, else alternation.

use foldhash::{HashMap, HashMapExt};

use super::{
    piece::Piece,
    vocabulary::{Known, Vocabulary, fold},
};
use crate::document::{BlockKind, Speaker};

/// Names one conversation may have; a list of more labels is a form, not a talk.
const MOST_NAMES: usize = 5;

/// Makes turns of the pieces whose label is a speaker's, and of what these go on to say.
pub(super) fn assign(pieces: &mut [Piece<'_>], words: &Vocabulary) {
    assign_cells(pieces, words);
    let mut names = given_names(pieces, words);
    let known: Vec<Option<Speaker>> = pieces.iter().map(|piece| role(piece, words)).collect();
    guess_names(pieces, &known, words, &mut names);
    let mut speaking: Option<Speaker> = None;
    let mut alone = false;
    for (piece, known) in pieces.iter_mut().zip(known) {
        let named = || piece.label_text().and_then(|label| names.get(&name(label))).copied();
        let speaker = if is_sayable(piece) { known.or_else(named) } else { None };
        let goes_on = (!piece.fresh || alone) && piece.label.is_none() && piece.cell.is_none();
        speaking = speaker.or(speaking.filter(|_| goes_on || (!piece.fresh && piece.kind == BlockKind::Direction)));
        alone = speaker.is_some() && piece.body().is_empty();
        if let Some(speaker) = speaking.filter(|_| is_sayable(piece)) {
            piece.speaker = speaker;
            if piece.kind != BlockKind::Cell {
                piece.kind = BlockKind::Turn;
            }
        }
    }
}

/// Whether a label is one that the language file knows as a speaker's, a question's or a subject's.
pub(super) fn is_known(label: &str, words: &Vocabulary) -> bool {
    lookup(label, words).is_some()
}

/// The speakers of cells in tables whose first column, or whose head, names both sides.
fn assign_cells(pieces: &mut [Piece<'_>], words: &Vocabulary) {
    let spoken = |piece: &Piece<'_>| match words.label(&name(piece.prose.text().trim_end_matches(':'))) {
        Some(Known::Speaker(speaker)) => Some(speaker),
        _ => None,
    };
    let mut sides: HashMap<(u32, bool, bool), ()> = HashMap::new();
    for piece in pieces.iter() {
        let Some((cell, speaker)) = piece.cell.zip(spoken(piece)) else { continue };
        let customer = speaker == Speaker::Customer;
        if cell.row == 0 || cell.column == 0 {
            sides.insert((cell.table, cell.row == 0, customer), ());
        }
    }
    let both = |table, head| sides.contains_key(&(table, head, true)) && sides.contains_key(&(table, head, false));
    for at in 0..pieces.len() {
        let Some(cell) = pieces[at].cell else { continue };
        let column = cell.column_heading.filter(|_| both(cell.table, true));
        let row = cell.row_heading.filter(|_| both(cell.table, false));
        let heading = column.or(row).map(|heading| &pieces[heading as usize]);
        if let Some(speaker) = heading.and_then(spoken) {
            pieces[at].speaker = speaker;
        }
    }
}

fn is_sayable(piece: &Piece<'_>) -> bool {
    matches!(piece.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Quote | BlockKind::Cell)
}

fn role(piece: &Piece<'_>, words: &Vocabulary) -> Option<Speaker> {
    let label = piece.label_text()?;
    let inner = label.find('(').map(|at| label[at + 1..].trim_end_matches(')'));
    let whole = words.label(&name(label)).or_else(|| words.label(&name(inner?)));
    match whole.or_else(|| described(label, words).filter(|_| piece.kind == BlockKind::Paragraph)) {
        Some(Known::Speaker(speaker)) => Some(speaker),
        _ => None,
    }
}

/// A label as a name: folded, without number, bracket and what follows a comma.
fn name(label: &str) -> String {
    let end = label.find(['(', ',', '[']).filter(|&at| at > 0).unwrap_or(label.len());
    let bare = label[..end].trim_end_matches(|c: char| c.is_numeric() || c.is_whitespace() || "#*_".contains(c));
    fold(if bare.is_empty() { label } else { bare })
}

/// What a label is: known as a whole, or as staff with one more word that describes it ("senior agent", "voce registrata").
fn lookup(label: &str, words: &Vocabulary) -> Option<Known> {
    let whole = words.label(&name(label));
    whole.or_else(|| described(label, words))
}

fn described(label: &str, words: &Vocabulary) -> Option<Known> {
    let folded = name(label);
    let (first, last) = folded.split_once(' ').filter(|(_, last)| !last.contains(' '))?;
    let sentence_case = !label.split_whitespace().nth(1)?.starts_with(char::is_uppercase);
    let staff = |part: &str| words.label(part).filter(|&known| known == Known::Speaker(Speaker::Agent));
    sentence_case.then(|| staff(last).or_else(|| staff(first)))?
}

/// Names that the script itself gives a role: "Maria (agent):".
fn given_names(pieces: &[Piece<'_>], words: &Vocabulary) -> HashMap<String, Speaker> {
    let mut names = HashMap::new();
    for piece in pieces {
        let Some(label) = piece.label_text() else { continue };
        let Some(at) = label.find('(') else { continue };
        if let Some(Known::Speaker(speaker)) = words.label(&name(label[at + 1..].trim_end_matches(')'))) {
            names.insert(name(label), speaker);
        }
    }
    names
}

/// Gives roles to the labels of every stretch of a document in which they alternate like speakers.
fn guess_names(
    pieces: &[Piece<'_>],
    known: &[Option<Speaker>],
    words: &Vocabulary,
    names: &mut HashMap<String, Speaker>,
) {
    let mut talk: Vec<(String, Option<Speaker>)> = Vec::new();
    for (piece, &known) in pieces.iter().zip(known) {
        let known = known.filter(|_| piece.label_text().is_some_and(|label| words.label(&name(label)).is_some()));
        match piece.label_text().filter(|label| known.is_some() || is_name(label, piece, words)) {
            Some(label) => talk.push((name(label), known)),
            None if (!piece.fresh && piece.label.is_none()) || piece.kind == BlockKind::Direction => {}
            None => settle(&std::mem::take(&mut talk), names),
        }
    }
    settle(&talk, names);
}

fn is_name(label: &str, piece: &Piece<'_>, words: &Vocabulary) -> bool {
    let folded = name(label);
    let short = folded.split_whitespace().count() <= 2 && !label.contains(|c: char| c.is_numeric());
    let ordinary =
        words.label(&folded).is_some() || folded.split_whitespace().any(|w| words.is_title(w) || words.is_step(w));
    short && !ordinary && is_sayable(piece) && piece.kind != BlockKind::Cell && !piece.body().is_empty()
}

/// Two to five labels, one of them coming back after another, are speakers: whoever is left takes the other side.
fn settle(talk: &[(String, Option<Speaker>)], names: &mut HashMap<String, Speaker>) {
    let mut distinct: Vec<&String> = Vec::new();
    let mut returns = false;
    for (at, (label, _)) in talk.iter().enumerate() {
        let seen = distinct.contains(&label);
        returns |= seen && talk[at - 1].0 != *label;
        if !seen && distinct.len() <= MOST_NAMES {
            distinct.push(label);
        }
    }
    let has = |speaker| talk.iter().any(|(label, known)| known.or_else(|| names.get(label).copied()) == Some(speaker));
    let (agent, customer) = (has(Speaker::Agent), has(Speaker::Customer));
    let roles = agent || customer;
    if distinct.len() < 2 || distinct.len() > MOST_NAMES || !(returns || customer) {
        return;
    }
    let mut next = if agent && !customer { Speaker::Customer } else { Speaker::Agent };
    for (label, known) in talk {
        if known.is_none() && !names.contains_key(label) {
            names.insert(label.clone(), next);
            next = if roles { next } else { Speaker::Customer };
        }
    }
}
