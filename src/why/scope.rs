//! Why a check does not look at words: who says them, where they stand, what the text does with them.

use std::cmp::Reverse;

use super::{Cause, Court, Outside};
use crate::{
    document::{Block, BlockKind, Kind, Speaker, Stance},
    fold::fold,
    parse::Hit,
    phrase::Cue,
    rule::file::Voice,
    source::Span,
    trace::blanked,
};

/// The most cues that are tried.
const MOST_CUES: usize = 40;

impl Court<'_> {
    /// Why the check does not look at a hit; `None` if it does.
    pub(super) fn outside(&self, hit: &Hit) -> Option<Outside> {
        let document = &self.reading.document;
        let block = document.block_of(document.sentences[hit.sentence as usize]);
        let scope = &self.check.scope;
        if scope.holds(document, block, hit.span) {
            return None;
        }
        let speaker = match scope.speaker {
            Voice::Agent if block.speaker == Speaker::Customer => Some(self.customer(block)),
            Voice::Customer if block.speaker == Speaker::Agent => Some(Outside::Company),
            _ => None,
        };
        let place = scope.places.as_ref().is_none_or(|places| places.iter().any(|place| place.is(block.kind)));
        let placed = (!place).then_some(Outside::Place(block.kind));
        Some(speaker.or(placed).unwrap_or_else(|| self.stance(block, hit.span)))
    }

    /// What is unusual about words that the check looks at.
    pub(super) fn heard(&self, hit: &Hit) -> Option<Outside> {
        let document = &self.reading.document;
        let block = document.block_of(document.sentences[hit.sentence as usize]);
        if document.stance(block, hit.span) != Stance::Prescribes {
            return Some(self.stance(block, hit.span));
        }
        (block.speaker == Speaker::Customer).then(|| self.customer(block))
    }

    /// A customer's words, with the label that says so.
    fn customer(&self, block: &Block<'_>) -> Outside {
        let blocks = &self.reading.document.blocks;
        let before = blocks.iter().rev().filter(|other| other.span.start() <= block.span.start());
        let labelled = before.filter(|other| other.speaker == Speaker::Customer).find_map(label);
        Outside::Customer { label: if block.cell.is_some() { self.headings(block).next() } else { labelled } }
    }

    /// The headings of a cell, its column's first.
    fn headings(&self, block: &Block<'_>) -> impl Iterator<Item = Span> {
        let headings = block.cell.into_iter().flat_map(|cell| [cell.column_heading, cell.row_heading]).flatten();
        let blocks = headings.map(|at| &self.reading.document.blocks[at as usize]);
        blocks.map(|block| block.prose.span(0..block.prose.text().len()))
    }

    /// What the text does with words, and what says so.
    fn stance(&self, block: &Block<'_>, span: Span) -> Outside {
        let document = &self.reading.document;
        let stance = document.stance(block, span);
        let cause = (stance != Stance::Prescribes).then(|| self.cause(block, span, stance)).flatten();
        Outside::Stance { stance, cause }
    }

    fn cause(&self, block: &Block<'_>, span: Span, stance: Stance) -> Option<Cause> {
        let document = &self.reading.document;
        if block.list.and_then(|list| list.mark) == Some(stance) {
            return Some(Cause::Mark);
        }
        let mut cues: Vec<(Span, Cue)> = self.cues.iter().copied().filter(|(cue, _)| !cue.overlaps(span)).collect();
        // A cell hangs on its own headings, whatever those of its neighbours say.
        let own: Vec<Span> = self.headings(block).collect();
        let said = |(cue, kind): &&(Span, Cue)| says(*kind, stance) && own.iter().any(|heading| heading.contains(*cue));
        if let Some((cue, _)) = cues.iter().filter(said).max_by_key(|(cue, _)| cue.len()) {
            return Some(Cause::Cue(*cue));
        }
        let rank =
            |(cue, kind): &(Span, Cue)| (!says(*kind, stance), cue.start().abs_diff(span.start()), Reverse(cue.len()));
        cues.sort_unstable_by_key(rank);
        let mut cues: Vec<Span> = cues.into_iter().map(|(cue, _)| cue).collect();
        cues.dedup();
        cues.truncate(MOST_CUES);
        let changes = |taken: &[Span]| {
            let source = blanked(self.case.source, taken);
            let reading = self.case.rules.read_whole(&source, &self.given());
            let block = reading.document.blocks.iter().find(|block| block.span.contains(span));
            block.is_none_or(|block| reading.document.stance(block, span) != stance)
        };
        if let Some(cue) = cues.iter().find(|cue| changes(std::slice::from_ref(cue))) {
            return Some(Cause::Cue(*cue));
        }
        if let Some(label) = asked(block, self.language()) {
            return Some(Cause::Asked(label));
        }
        let sentence = document.sentences[block.sentences.start as usize..block.sentences.end as usize]
            .iter()
            .find(|sentence| document.sentence_span(**sentence).overlaps(span));
        let text = sentence.map(|sentence| block.prose.text()[sentence.range()].trim_end()).unwrap_or_default();
        if document.kind == Kind::Policy && text.trim_end_matches(['"', '”', '»', ')']).ends_with('?') {
            return Some(Cause::Question);
        }
        // Several cues may say the same: the nearest that is enough alone.
        if let Some(most) = (1..=cues.len()).find(|&most| changes(&cues[..most])) {
            let others = |cue: &Span| cues[..most].iter().copied().filter(|other| other != cue).collect::<Vec<_>>();
            return cues[..most].iter().find(|cue| !changes(&others(cue))).or(cues.first()).map(|cue| Cause::Cue(*cue));
        }
        text.contains(['"', '“', '«', '„', '‘']).then_some(Cause::Quotation)
    }
}

/// Whether a cue gives this stance to words.
fn says(cue: Cue, stance: Stance) -> bool {
    match cue {
        Cue::Report | Cue::ReportBefore => stance == Stance::Reports,
        Cue::Prescribe | Cue::Adopt => stance == Stance::Prescribes,
        Cue::Reject | Cue::RejectBefore | Cue::RejectQuoted | Cue::RejectAfter | Cue::Retract => {
            stance == Stance::Rejects
        }
    }
}

fn label(block: &Block<'_>) -> Option<Span> {
    let label = block.label.as_ref().filter(|_| matches!(block.kind, BlockKind::Turn | BlockKind::Item))?;
    Some(block.prose.span(label.start as usize..label.end as usize))
}

/// The label that makes a block a question of somebody's.
fn asked(block: &Block<'_>, language: &crate::language::Language) -> Option<Span> {
    let label = block.label.as_ref()?;
    let range = label.start as usize..label.end as usize;
    let text = fold(block.prose.text()[range.clone()].trim()).into_owned();
    let known = language.file.labels.question.iter().any(|known| fold(known.get_ref()) == text);
    known.then(|| block.prose.span(range))
}
