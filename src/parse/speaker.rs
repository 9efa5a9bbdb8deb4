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
    let mut names = given_names(pieces, words);
    let known: Vec<Option<Speaker>> = pieces.iter().map(|piece| role(piece, words)).collect();
    guess_names(pieces, &known, words, &mut names);
    let mut speaking: Option<Speaker> = None;
    let mut alone = false;
    for (piece, known) in pieces.iter_mut().zip(known) {
        let named = || piece.label_text().and_then(|label| names.get(&name(label))).copied();
        let speaker = if is_sayable(piece) { known.or_else(named) } else { None };
        let goes_on = (!piece.fresh || alone) && piece.label.is_none() && is_sayable(piece);
        speaking = speaker.or(speaking.filter(|_| goes_on || (!piece.fresh && piece.kind == BlockKind::Direction)));
        alone = speaker.is_some() && piece.body().is_empty();
        if let Some(speaker) = speaking.filter(|_| is_sayable(piece)) {
            piece.speaker = speaker;
            piece.kind = if piece.kind == BlockKind::Cell { BlockKind::Cell } else { BlockKind::Turn };
        }
    }
}

/// Whether a label is one that the language file knows as a speaker's, a question's or a subject's.
pub(super) fn is_known(label: &str, words: &Vocabulary) -> bool {
    lookup(&name(label), words).is_some()
}

/// The speaker of a cell's or column's heading that consists of a speaker's label.
pub(super) fn of_heading(text: &str, words: &Vocabulary) -> Option<Speaker> {
    match words.label(&name(text.trim_end_matches(':'))) {
        Some(Known::Speaker(speaker)) => Some(speaker),
        _ => None,
    }
}

fn is_sayable(piece: &Piece<'_>) -> bool {
    matches!(piece.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Quote | BlockKind::Cell)
}

fn role(piece: &Piece<'_>, words: &Vocabulary) -> Option<Speaker> {
    let label = piece.label_text()?;
    let inner = label.find('(').map(|at| label[at + 1..].trim_end_matches(')'));
    let found = lookup(&name(label), words).or_else(|| lookup(&name(inner?), words));
    match found {
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

/// What a label is: known as a whole, or with a word that describes it ("senior agent", "voce registrata").
fn lookup(name: &str, words: &Vocabulary) -> Option<Known> {
    if let Some(known) = words.label(name) {
        return Some(known);
    }
    let staff = |part: &str| words.label(part).filter(|&known| known == Known::Speaker(Speaker::Agent));
    let (first, last) = (name.split_whitespace().next()?, name.split_whitespace().next_back()?);
    if name.split_whitespace().count() > 3 || first == last {
        return None;
    }
    staff(last).or_else(|| staff(first))
}

/// Names that the script itself gives a role: "Maria (agent):".
fn given_names(pieces: &[Piece<'_>], words: &Vocabulary) -> HashMap<String, Speaker> {
    let mut names = HashMap::new();
    for piece in pieces {
        let Some(label) = piece.label_text() else { continue };
        let Some(at) = label.find('(') else { continue };
        if let Some(Known::Speaker(speaker)) = lookup(&name(label[at + 1..].trim_end_matches(')')), words) {
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
    let short = folded.split_whitespace().count() <= 2 && !label.starts_with(|c: char| c.is_numeric());
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
    if distinct.len() < 2 || distinct.len() > MOST_NAMES || !(returns || (roles && talk.len() >= 2)) {
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
