//! Who speaks: labels that the language file knows, names that the script gives a role, else alternation.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::{
    piece::Piece,
    vocabulary::{Known, Vocabulary},
};
use crate::{
    document::{BlockKind, Speaker},
    fold::fold,
};

/// Names one conversation may have; a list of more labels is a form, not a talk.
const MOST_NAMES: usize = 5;

/// The names of a document's labels, each once.
struct Names {
    /// By piece: the name on its label, as its place in `all`.
    labels: Vec<Option<u32>>,
    all: Vec<Name>,
    /// Where a folded name stands in `all`.
    places: HashMap<String, u32>,
}

/// A label as a name, and whose.
struct Name {
    folded: String,
    known: Option<Known>,
    /// Given by the script, or guessed.
    speaker: Option<Speaker>,
}

impl Names {
    fn of(pieces: &[Piece<'_>], words: &Vocabulary) -> Self {
        let mut written = HashMap::<&str, u32>::new();
        let mut names = Self { labels: Vec::with_capacity(pieces.len()), all: Vec::new(), places: HashMap::new() };
        for piece in pieces {
            let label = piece
                .label_text()
                .map(|label| *written.entry(label).or_insert_with(|| names.place(name(label), words)));
            names.labels.push(label);
        }
        names
    }

    /// Where a folded name stands in `all`.
    fn place(&mut self, folded: String, words: &Vocabulary) -> u32 {
        let Self { all, places, .. } = self;
        *places.entry(folded).or_insert_with_key(|folded| {
            all.push(Name { folded: folded.clone(), known: words.label(folded), speaker: None });
            u32::try_from(all.len() - 1).expect("fewer labels than bytes")
        })
    }

    /// The name on the label of a piece.
    fn on(&self, piece: usize) -> Option<&Name> {
        self.labels[piece].map(|name| &self.all[name as usize])
    }
}

/// Makes turns of the pieces whose label is a speaker's, and of what these go on to say.
pub(super) fn assign(pieces: &mut [Piece<'_>], words: &Vocabulary) {
    assign_cells(pieces, words);
    let mut names = Names::of(pieces, words);
    given_names(pieces, words, &mut names);
    let known: Vec<Option<Speaker>> =
        pieces.iter().enumerate().map(|(at, piece)| role(piece, names.on(at)?, words)).collect();
    guess_names(pieces, &known, words, &mut names);
    let mut speaking: Option<Speaker> = None;
    let mut alone = false;
    for (at, (piece, known)) in pieces.iter_mut().zip(known).enumerate() {
        let named = || names.on(at)?.speaker;
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
    if pieces.iter().all(|piece| piece.cell.is_none()) {
        return;
    }
    let spoken = |piece: &Piece<'_>| match words.label(&name(piece.prose.text().trim_end_matches(':'))) {
        Some(Known::Speaker(speaker)) => Some(speaker),
        _ => None,
    };
    let mut sides: HashSet<(u32, bool, bool)> = HashSet::new();
    let mut headings: HashMap<u32, Speaker> = HashMap::new();
    for (at, piece) in (0..).zip(pieces.iter()) {
        let Some(cell) = piece.cell.filter(|cell| cell.row == 0 || cell.column == 0) else { continue };
        let Some(speaker) = spoken(piece) else { continue };
        sides.insert((cell.table, cell.row == 0, speaker == Speaker::Customer));
        headings.insert(at, speaker);
    }
    let both = |table, head| sides.contains(&(table, head, true)) && sides.contains(&(table, head, false));
    for piece in pieces.iter_mut() {
        let Some(cell) = piece.cell else { continue };
        let column = cell.column_heading.filter(|_| both(cell.table, true));
        let row = cell.row_heading.filter(|_| both(cell.table, false));
        if let Some(&speaker) = column.or(row).and_then(|heading| headings.get(&heading)) {
            piece.speaker = speaker;
        }
    }
}

fn is_sayable(piece: &Piece<'_>) -> bool {
    matches!(piece.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Quote | BlockKind::Cell)
}

fn role(piece: &Piece<'_>, own: &Name, words: &Vocabulary) -> Option<Speaker> {
    let label = piece.label_text()?;
    let inner = label.find('(').map(|at| label[at + 1..].trim_end_matches(')'));
    let whole = own.known.or_else(|| words.label(&name(inner?)));
    match whole.or_else(|| described(label, words).filter(|_| piece.kind == BlockKind::Paragraph)) {
        Some(Known::Speaker(speaker)) => Some(speaker),
        _ => None,
    }
}

/// A label as a name: folded, without number, bracket and what follows a comma.
fn name(label: &str) -> String {
    let end = label.find(['(', ',', '[']).filter(|&at| at > 0).unwrap_or(label.len());
    let bare = label[..end].trim_end_matches(|c: char| c.is_numeric() || c.is_whitespace() || "#*_".contains(c));
    fold(if bare.is_empty() { label } else { bare }).into_owned()
}

/// What a label is: known as a whole, or as staff with one more word that describes it ("senior agent", "voce registrata").
fn lookup(label: &str, words: &Vocabulary) -> Option<Known> {
    let whole = words.label(&name(label));
    whole.or_else(|| described(label, words))
}

fn described(label: &str, words: &Vocabulary) -> Option<Known> {
    if label.split_whitespace().nth(1)?.starts_with(char::is_uppercase) {
        return None;
    }
    let folded = name(label);
    let (first, last) = folded.split_once(' ').filter(|(_, last)| !last.contains(' '))?;
    let staff = |part: &str| words.label(part).filter(|&known| known == Known::Speaker(Speaker::Agent));
    staff(last).or_else(|| staff(first))
}

/// Notes the names that the script itself gives a role: "Maria (agent):", "Agent (Maria):".
fn given_names(pieces: &[Piece<'_>], words: &Vocabulary, names: &mut Names) {
    for (at, piece) in pieces.iter().enumerate() {
        let Some(label) = piece.label_text() else { continue };
        let Some(open) = label.find('(') else { continue };
        let inner = label[open + 1..].trim_end_matches(')');
        let Some(own) = names.labels[at] else { continue };
        match (words.label(&name(inner)), names.all[own as usize].known) {
            (Some(Known::Speaker(speaker)), _) => names.all[own as usize].speaker = Some(speaker),
            (None, Some(Known::Speaker(speaker))) if inner.starts_with(char::is_uppercase) => {
                let first = inner.split(' ').next().filter(|first| first.len() < inner.len() && !words.shortens(first));
                for given in [Some(inner), first].into_iter().flatten() {
                    let place = names.place(name(given), words);
                    names.all[place as usize].speaker.get_or_insert(speaker);
                }
            }
            _ => {}
        }
    }
}

/// Gives roles to the labels of every stretch of a document in which they alternate like speakers.
fn guess_names(pieces: &[Piece<'_>], known: &[Option<Speaker>], words: &Vocabulary, names: &mut Names) {
    let mut talk: Vec<(u32, Option<Speaker>)> = Vec::new();
    for (at, (piece, &known)) in pieces.iter().zip(known).enumerate() {
        let known = known.filter(|_| names.on(at).is_some_and(|name| name.known.is_some()));
        let takes_part = |name: &Name| known.is_some() || is_name(name, piece, words);
        match names.labels[at].filter(|_| names.on(at).is_some_and(takes_part)) {
            Some(name) => talk.push((name, known)),
            None if (!piece.fresh && piece.label.is_none()) || piece.kind == BlockKind::Direction => {}
            None => {
                settle(&talk, names);
                talk.clear();
            }
        }
    }
    settle(&talk, names);
}

fn is_name(name: &Name, piece: &Piece<'_>, words: &Vocabulary) -> bool {
    let numbered = piece.label_text().is_some_and(|label| label.contains(char::is_numeric));
    let long = name.folded.split_whitespace().filter(|word| !words.shortens(word));
    let short = long.count() <= 2 && !numbered;
    let ordinary = || {
        let title = |word: &str| words.is_title(word) || words.is_step(word);
        name.known.is_some() || name.folded.split_whitespace().any(title)
    };
    short && !ordinary() && is_sayable(piece) && piece.kind != BlockKind::Cell && !piece.body().is_empty()
}

/// Two to five labels, one of them coming back after another, are speakers: whoever is left takes the other side.
fn settle(talk: &[(u32, Option<Speaker>)], names: &mut Names) {
    let mut distinct: Vec<u32> = Vec::new();
    let mut returns = false;
    for (at, &(label, _)) in talk.iter().enumerate() {
        let seen = distinct.contains(&label);
        returns |= seen && talk[at - 1].0 != label;
        if !seen && distinct.len() <= MOST_NAMES {
            distinct.push(label);
        }
    }
    let role = |&(label, known): &(u32, Option<Speaker>)| known.or(names.all[label as usize].speaker);
    let has = |speaker| talk.iter().any(|label| role(label) == Some(speaker));
    let (agent, customer) = (has(Speaker::Agent), has(Speaker::Customer));
    let roles = agent || customer;
    if distinct.len() < 2 || distinct.len() > MOST_NAMES || !(returns || customer) {
        return;
    }
    let mut next = if agent && !customer { Speaker::Customer } else { Speaker::Agent };
    for &(label, known) in talk {
        let name = &mut names.all[label as usize];
        if known.is_none() && name.speaker.is_none() {
            name.speaker = Some(next);
            next = if roles { next } else { Speaker::Customer };
        }
    }
}
