//! Inside a block: the stretches that cues in its sentences, questions and quotations set apart.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::{Found, QUOTATION_MARKS};
use crate::{
    document::{Block, BlockKind, Document, Kind, Sentence, Stance},
    fold::{fold, is_mark},
    language::Language,
    parse::quotation::quotations,
    phrase::index::Cue,
    source::Span,
};

/// The stretches of one block, in source spans, ascending and apart.
pub(super) fn stretches(
    document: &Document<'_>,
    block: &Block<'_>,
    found: &[Found],
    language: &Language,
) -> Vec<(Span, Stance)> {
    let text = block.prose.text();
    let asks = document.kind == Kind::Policy && text.contains('?');
    if found.is_empty() && !asks && !opens_with_quotation(block) {
        return Vec::new();
    }
    let quotes = quotations(text);
    let sentences = &document.sentences[block.sentences.start as usize..block.sentences.end as usize];
    let passage = Passage { block, first: block.sentences.start, sentences, quotes: &quotes, language };
    let mut all = Vec::new();
    for number in 0..sentences.len() {
        passage.shapes(document.kind, number, &mut all);
    }
    for cue in found.iter().filter(|cue| !passage.is_quoted(&cue.range)) {
        passage.cue(cue, &mut all);
    }
    let differing = flatten(all).into_iter().filter(|(_, stance)| *stance != block.stance);
    differing.map(|(range, stance)| (block.prose.span(range), stance)).collect()
}

fn opens_with_quotation(block: &Block<'_>) -> bool {
    // Cheap and over-generous: the passage decides.
    let text = block.prose.text();
    memchr::memchr3(b'"', 0xE2, 0xC2, text.as_bytes()).is_some() && text.contains(QUOTATION_MARKS)
}

/// Why a stretch differs from its block, the weakest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cause {
    Question,
    Predicate,
    After,
    ReportedBefore,
    RejectedBefore,
    Retracted,
    Adopted,
}

/// How many causes there are.
const CAUSES: usize = Cause::Adopted as usize + 1;

/// A stretch of a block's prose and what the text does with it there.
struct Stretch {
    range: Range<usize>,
    cause: Cause,
    stance: Stance,
}

/// One block's prose with its sentences and quotations.
struct Passage<'p> {
    block: &'p Block<'p>,
    first: u32,
    sentences: &'p [Sentence],
    quotes: &'p [Range<usize>],
    language: &'p Language,
}

impl Passage<'_> {
    /// Stretches that the shape of a sentence makes: a question, a quotation with a predicate.
    fn shapes(&self, kind: Kind, number: usize, all: &mut Vec<Stretch>) {
        let range = self.sentences[number].range();
        if kind == Kind::Policy && self.is_question(&range) {
            all.push(Stretch { range: range.clone(), cause: Cause::Question, stance: Stance::Reports });
        }
        if let Some(quote) = self.subject(&range).or_else(|| self.questioned(kind, number)) {
            all.push(Stretch { range: quote, cause: Cause::Predicate, stance: Stance::Reports });
        }
    }

    /// Whether the policy itself asks, outside any quotation. A question after a colon is a wording that it introduces.
    fn is_question(&self, range: &Range<usize>) -> bool {
        let prose = match self.block.kind {
            BlockKind::Paragraph | BlockKind::Heading(_) => true,
            BlockKind::Item => self.block.list.is_none_or(|list| list.introduction.is_none()),
            _ => false,
        };
        let text = self.block.prose.text()[range.clone()].trim_end_matches(|c: char| !c.is_alphanumeric() && c != '?');
        let mark = range.start + text.len();
        let first = self.sentences.first().is_some_and(|first| first.range() == *range);
        let introduced = text.contains(": ") || (first && self.block.label.is_some());
        let introduced = introduced && self.quotes_in(range).is_empty();
        prose
            && text.ends_with('?')
            && !introduced
            && !self.quotes_in(range).iter().any(|quote| quote.contains(&(mark - 1)))
    }

    /// The quotation that opens a sentence which goes on to say something of it.
    fn subject(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let text = self.block.prose.text();
        let quote = self.quotes_in(range).first()?;
        let opens = !text[range.start..quote.start.max(range.start)].contains(char::is_alphanumeric);
        let rest = text.get(quote.end..range.end)?.trim_start_matches([' ', '\n', '-', '–', '—', ',', ':', '(']);
        let first = written(rest).next().unwrap_or_default();
        let predicate = first.starts_with(char::is_lowercase) && !self.joins(first);
        (opens && predicate).then(|| quote.clone())
    }

    /// The quotation that is a whole sentence, and that the next sentence asks about.
    fn questioned(&self, kind: Kind, number: usize) -> Option<Range<usize>> {
        let next = self.sentences.get(number + 1).filter(|_| kind == Kind::Policy)?;
        let range = self.sentences[number].range();
        let quote = self.quotes_in(&range).first()?;
        let text = self.block.prose.text();
        let beside = [&text[range.start..quote.start.max(range.start)], text.get(quote.end..range.end)?];
        let whole = !beside.iter().any(|part| part.contains(char::is_alphanumeric));
        (whole && self.is_question(&next.range())).then(|| quote.clone())
    }

    fn cue(&self, found: &Found, all: &mut Vec<Stretch>) {
        let number = (found.sentence - self.first) as usize;
        let sentence = self.sentences[number].range();
        let before = number.checked_sub(1).map(|before| self.sentences[before].range());
        let rejects = matches!(found.cue, Cue::RejectBefore | Cue::RejectQuoted);
        if rejects && self.is_taken_back(sentence.start..found.range.start) {
            return;
        }
        let (ranges, cause, stance) = match found.cue {
            Cue::RejectBefore => {
                (self.governed(self.clause(&sentence, &found.range)), Cause::RejectedBefore, Stance::Rejects)
            }
            Cue::RejectQuoted => {
                let mut reached = self.governed(self.clause(&sentence, &found.range));
                reached.retain(|range| self.quotes.contains(range));
                (reached, Cause::RejectedBefore, Stance::Rejects)
            }
            Cue::ReportBefore => (self.governed(found.range.end..sentence.end), Cause::ReportedBefore, Stance::Reports),
            Cue::RejectAfter => (self.preceding(sentence.start..found.range.start), Cause::After, Stance::Rejects),
            Cue::Adopt if self.block.stance != Stance::Prescribes => return,
            Cue::Adopt => (before.into_iter().chain([sentence]).collect(), Cause::Adopted, Stance::Prescribes),
            Cue::Retract => (before.into_iter().collect(), Cause::Retracted, Stance::Rejects),
            Cue::Reject | Cue::Prescribe | Cue::Report => return,
        };
        // What is said to a customer is no order to staff: it rejects only what it quotes.
        let spoken = stance == Stance::Rejects && cause != Cause::Retracted && self.block.kind == BlockKind::Turn;
        let reached = ranges.into_iter().filter(|range| !spoken || self.quotes.contains(range));
        all.extend(reached.map(|range| Stretch { range, cause, stance }));
    }

    /// Whether the word right before a cue turns it around: "do not avoid".
    fn is_taken_back(&self, before: Range<usize>) -> bool {
        let last = written(&self.block.prose.text()[before]).last();
        last.is_some_and(|last| is_one(last, &self.language.file.stance.negators))
    }

    /// What a rejecting cue may reach: the rest of its sentence, or of its clause where that is only a condition.
    fn clause(&self, sentence: &Range<usize>, cue: &Range<usize>) -> Range<usize> {
        let text = self.block.prose.text();
        let before = &text[sentence.start..cue.start];
        let own = &before[before.rfind(CLAUSE_ENDS).unwrap_or(0)..];
        let conditions = &self.language.file.stance.conditions;
        let rest = cue.end..sentence.end;
        if conditions.is_empty() || !written(own).any(|word| is_one(word, conditions)) {
            return rest;
        }
        let quotes = self.quotes_in(&(cue.start..rest.end));
        let quoted = |at: usize| quotes.iter().any(|quote| quote.contains(&at));
        let mut ends = text[cue.start..rest.end].match_indices(CLAUSE_ENDS).map(|(at, _)| cue.start + at);
        rest.start..ends.find(|&at| !quoted(at)).unwrap_or(rest.end).max(rest.start)
    }

    /// Whether words stand inside a quotation: what a quoted voice says of other words is no cue.
    fn is_quoted(&self, range: &Range<usize>) -> bool {
        self.quotes_in(range).iter().any(|quote| quote.start <= range.start && range.end <= quote.end)
    }

    /// What a cue before it reaches: the quotation it governs with those joined to it, else all that follows.
    fn governed(&self, rest: Range<usize>) -> Vec<Range<usize>> {
        let mut reached: Vec<Range<usize>> = Vec::new();
        for quote in self.quotes_in(&rest).iter().filter(|quote| quote.start >= rest.start) {
            if reached.last().is_some_and(|last| !self.joined(last.end..quote.start)) {
                break;
            }
            reached.push(quote.clone());
        }
        if reached.is_empty() { vec![rest] } else { reached }
    }

    /// What a cue after it reaches: the quotations before it, else all that precedes.
    fn preceding(&self, rest: Range<usize>) -> Vec<Range<usize>> {
        let quotes: Vec<_> = self.quotes_in(&rest).iter().filter(|quote| quote.end <= rest.end).cloned().collect();
        if quotes.is_empty() { vec![rest] } else { quotes }
    }

    /// Whether nothing but joining words stands between two quotations.
    fn joined(&self, between: Range<usize>) -> bool {
        // Nested quotations overlap: nothing stands between them.
        let text = self.block.prose.text().get(between).unwrap_or_default();
        written(text).all(|word| self.joins(word))
    }

    fn joins(&self, word: &str) -> bool {
        let word: String = word.nfc().flat_map(char::to_lowercase).collect();
        let contracted = |word: &str| self.language.file.contractions.contains_key(word);
        let plain = word.trim_end_matches('\'');
        let kept = if contracted(&word) { &word } else { plain };
        self.language.file.conjunctions.iter().any(|known| known.get_ref() == kept)
    }

    /// The quotations that begin or go on inside a range.
    fn quotes_in(&self, range: &Range<usize>) -> &[Range<usize>] {
        let from = self.quotes.partition_point(|quote| quote.end <= range.start);
        let to = self.quotes.partition_point(|quote| quote.start < range.end);
        &self.quotes[from..to.max(from)]
    }
}

/// Signs that end a clause.
const CLAUSE_ENDS: [char; 6] = [',', ';', ':', '–', '—', '('];

/// Whether a word is one of a list, whatever its case and accents.
fn is_one(word: &str, list: &[toml::Spanned<String>]) -> bool {
    let word = fold(word);
    list.iter().any(|known| fold(known.get_ref()) == word)
}

/// The words of a text as they are written, an accent typed as an apostrophe included: "è", "e'".
fn written(text: &str) -> impl Iterator<Item = &str> {
    let inside = |c: char| c.is_alphanumeric() || is_mark(c) || c == '\'';
    text.split(move |c| !inside(c)).map(|word| word.trim_start_matches('\'')).filter(|word| !word.is_empty())
}

/// Stretches that overlap made into stretches apart, the strongest cause winning.
fn flatten(all: Vec<Stretch>) -> Vec<(Range<usize>, Stance)> {
    let mut edges: Vec<(usize, usize, i32)> = Vec::with_capacity(2 * all.len());
    for (number, stretch) in all.iter().enumerate() {
        edges.push((stretch.range.start, number, 1));
        edges.push((stretch.range.end, number, -1));
    }
    edges.sort_unstable();
    let mut open = [(0, Stance::Prescribes); CAUSES];
    let mut flat: Vec<(Range<usize>, Stance)> = Vec::new();
    let mut from = 0;
    for (at, number, step) in edges {
        if let Some((_, stance)) = open.iter().rev().find(|(count, _)| *count > 0) {
            extend(&mut flat, from..at, *stance);
        }
        let slot = &mut open[all[number].cause as usize];
        *slot = (slot.0 + step, all[number].stance);
        from = at;
    }
    flat
}

/// Appends a stretch, made one with the last where they touch and agree.
fn extend(flat: &mut Vec<(Range<usize>, Stance)>, range: Range<usize>, stance: Stance) {
    match flat.last_mut() {
        _ if range.is_empty() => {}
        Some((last, same)) if last.end == range.start && *same == stance => last.end = range.end,
        _ => flat.push((range, stance)),
    }
}
