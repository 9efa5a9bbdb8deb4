//! What language and kind a text is of, where nobody said.

use foldhash::HashSet;
use whatlang::{Detector, Lang};

use super::{
    piece::Piece,
    vocabulary::{Known, Vocabulary, fold},
};
use crate::{
    document::{BlockKind, Kind, Speaker},
    language::Language,
};

/// Bytes of words that are looked at.
const SAMPLE: usize = 2048;

/// The language that a text seems to be written in: the detector's where it is sure, else the one whose function words are most,
/// else the fallback; as its place in `languages`.
pub(super) fn language(text: &str, languages: &[&Language], fallback: &str) -> usize {
    let sample = sample(text);
    let codes: Vec<(usize, Lang)> =
        languages.iter().enumerate().filter_map(|(at, language)| Some((at, lang(language)?))).collect();
    let detector = Detector::with_allowlist(codes.iter().map(|&(_, lang)| lang).collect());
    let guess = detector.detect(&sample).filter(|_| !codes.is_empty());
    let place = |lang: Lang| codes.iter().find(|&&(_, code)| code == lang).map(|&(at, _)| at);
    let sure = guess.filter(whatlang::Info::is_reliable).and_then(|info| place(info.lang()));
    let votes = votes(&sample, languages);
    let found = leader(&votes, 2).or(sure).or_else(|| leader(&votes, 1));
    found.or_else(|| find(languages, fallback)).unwrap_or(0)
}

/// The place of a language by its code.
pub(super) fn find(languages: &[&Language], code: &str) -> Option<usize> {
    let short = code.split(['-', '_']).next().unwrap_or(code);
    let is = |wanted: &str| languages.iter().position(|language| language.code.eq_ignore_ascii_case(wanted));
    is(code).or_else(|| is(short))
}

fn lang(language: &Language) -> Option<Lang> {
    let name = language.file.name.as_ref()?.get_ref();
    Lang::all().iter().copied().find(|lang| lang.eng_name() == name)
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

/// How many function words of each language stand in a sample.
fn votes(sample: &str, languages: &[&Language]) -> Vec<usize> {
    let words: Vec<String> =
        sample.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(fold).collect();
    let count = |language: &&Language| {
        let list = &language.file.function_words;
        let known: HashSet<String> = list.iter().map(|word| fold(word.get_ref())).collect();
        words.iter().filter(|word| known.contains(*word)).count()
    };
    languages.iter().map(count).collect()
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
