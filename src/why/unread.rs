//! Words that a rule looks for, standing where no rule looks: in code, comments, front matter, markup.

use super::{Because, Court, Reason, Unread};
use crate::{
    document::{BlockKind, Document},
    parse::Markup,
    source::{Source, Span},
};

/// What a stretch of the source is that no rule looks at; `None` if one may.
pub fn unread(document: &Document<'_>, place: Span) -> Option<BlockKind> {
    let touched = || document.blocks.iter().filter(|block| block.span.overlaps(place));
    if touched().any(|block| block.kind.is_linted() && !block.sentences.is_empty()) {
        return None;
    }
    let kinds = touched().map(|block| block.kind).filter(|kind| !kind.is_linted());
    Some(kinds.min_by_key(|kind| *kind == BlockKind::Markup).unwrap_or(BlockKind::Markup))
}

impl Court<'_> {
    /// Phrases of the check that stand on the lines of a stretch as they are written, and are not read there.
    pub(super) fn written_only(&self, place: Span) -> Vec<Reason> {
        let (source, document) = (self.case.source, &self.reading.document);
        let text = source.slice(place);
        let indent = text.len() - text.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        let raw = Source::new("raw", &text[indent..]);
        let given = crate::parse::Given { markup: Markup::Plain, ..self.given() };
        let reading = self.case.rules.read_whole(&raw, &given);
        let mut reasons: Vec<Reason> = Vec::new();
        for hit in &reading.hits {
            let Some(slot) = self.case.slot(reading.index, hit) else { continue };
            let span = Span::new(hit.span.start() + place.start() + indent, hit.span.end() + place.start() + indent);
            if slot.rule as usize != self.case.rule || slot.check as usize != self.at || !self.is_main(slot.list) {
                continue;
            }
            if let Some(what) = kind(document, source, span) {
                let reason = Reason::new(Because::Unread(what)).at(span);
                reasons.push(reason.by(self.case.rules.saying(slot, &document.language).map(|saying| &saying.written)));
            }
        }
        reasons.dedup_by_key(|reason| reason.span);
        reasons
    }
}

/// What some bytes are that are not read; `None` if nothing tells.
fn kind(document: &Document<'_>, source: &Source, span: Span) -> Option<Unread> {
    let block = document.blocks.iter().find(|block| block.span.overlaps(span))?;
    if !block.kind.is_linted() {
        return Some(Unread::Block(block.kind));
    }
    let before = &source.text()[block.span.start()..span.start()];
    if before.rfind("<!--").is_some_and(|open| before.rfind("-->").is_none_or(|close| close < open)) {
        return Some(Unread::Comment);
    }
    if before.matches('`').count() % 2 == 1 {
        return Some(Unread::Code);
    }
    let link = before.rfind("](").is_some_and(|open| !before[open..].contains(')'));
    let tag = before.rfind('<').is_some_and(|open| !before[open..].contains('>'));
    let image = before.rfind("![").is_some_and(|open| !before[open..].contains(']'));
    (link || tag || image).then_some(Unread::Markup)
}
