//! What language and kind a text is of, where nobody said.

use whatlang::{Detector, Info};

use super::{
    languages::Languages,
    piece::Piece,
    vocabulary::{Known, Vocabulary},
};
use crate::{
    document::{BlockKind, Kind, Speaker},
    fold::fold,
};

/// Bytes of words that are looked at.
const SAMPLE: usize = 2048;

/// The language that a text seems to be written in: the one whose function words are most by far, else the detector's
/// where it is sure, else the one whose function words are more, else the one whose lists know more of its words, else the
/// fallback; as its place in `languages`.
pub(super) fn language(text: &str, languages: &Languages, fallback: &str) -> usize {
    let sample = sample(text);
    let votes = languages.votes(&sample);
    let found = leader(&votes, 2).or_else(|| detected(&sample, languages)).or_else(|| leader(&votes, 1));
    let found = found.or_else(|| leader(&languages.familiar(&sample), 1));
    found.or_else(|| languages.find(fallback)).unwrap_or(0)
}

fn detected(sample: &str, languages: &Languages) -> Option<usize> {
    let names = languages.names();
    if names.is_empty() {
        return None;
    }
    let detector = Detector::with_allowlist(names.iter().map(|&(_, lang)| lang).collect());
    let sure = detector.detect(sample).filter(Info::is_reliable)?;
    names.iter().find(|&&(_, lang)| lang == sure.lang()).map(|&(at, _)| at)
}

/// The first words of a text, tags, addresses and code lines left out.
fn sample(text: &str) -> String {
    let mut sample = String::with_capacity(SAMPLE);
    for line in text.split(['\n', '\r']).take(400) {
        let mut end = line.len().min(SAMPLE);
        while !line.is_char_boundary(end) {
            end -= 1;
        }
        let wordy = |word: &&str| !word.contains(['/', '<', '>', '{', '}', '=', '@', '_', '`']);
        for word in line[..end].split_whitespace().filter(wordy) {
            sample.push_str(word);
            sample.push(' ');
        }
        if sample.len() >= SAMPLE {
            break;
        }
    }
    sample
}

/// The language that has more votes than any other has, times `margin`.
fn leader(votes: &[usize], margin: usize) -> Option<usize> {
    let (best, &most) = votes.iter().enumerate().max_by_key(|&(_, votes)| votes)?;
    let beats = |(at, &other): (usize, &usize)| at == best || most > other * margin;
    (most >= margin && votes.iter().enumerate().all(beats)).then_some(best)
}

/// The kind a text seems to be of: two or more turns, scripted steps with quoted lines, or a letter template make a script.
pub(super) fn kind(pieces: &[Piece<'_>], words: &Vocabulary) -> Kind {
    let turns = pieces
        .iter()
        .filter(|piece| piece.kind == BlockKind::Turn && piece.label.is_some() && piece.seat.is_none())
        .count();
    let spoken = pieces.iter().filter(|piece| piece.fresh_step(words)).count();
    if turns >= 2 || spoken >= 2 || is_letter(pieces, words) { Kind::Script } else { Kind::Policy }
}

fn is_letter(pieces: &[Piece<'_>], words: &Vocabulary) -> bool {
    let short = |piece: &&Piece<'_>| piece.kind == BlockKind::Paragraph || piece.kind == BlockKind::Turn;
    let mut lines = pieces.iter().filter(short);
    let subject =
        |piece: &Piece<'_>| piece.label_text().is_some_and(|label| words.label(&fold(label)) == Some(Known::Subject));
    let greeted = lines.clone().any(|piece| words.greets(piece.prose.text()));
    greeted && lines.any(|piece| subject(piece) || words.takes_leave(piece.prose.text()))
}

impl Piece<'_> {
    /// Whether it is a step that opens with a quoted line, or stands right under a step's heading and does.
    fn fresh_step(&self, words: &Vocabulary) -> bool {
        let quoted = self.body().trim_start().starts_with(['"', '“', '„', '«']);
        let under = self.kind == BlockKind::Paragraph && !self.fresh;
        quoted
            && self.speaker == Speaker::Agent
            && (self.seat.is_some_and(|seat| seat.number.is_some()) || under || self.is_step(words))
    }

    fn is_step(&self, words: &Vocabulary) -> bool {
        self.label_text()
            .and_then(|label| label.split_whitespace().next())
            .is_some_and(|word| words.is_step(&fold(word)))
    }
}
