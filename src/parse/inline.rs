//! The words of one Markdown block while its markup is read away.

use std::ops::Range;

use super::{
    draft::{Draft, Place},
    label,
    paragraph::Emphasis,
    piece::Piece,
    speaker,
};
use crate::{
    document::{BlockKind, Prose, ProseBuilder},
    source::Span,
};

/// The level of a line that is bold as a whole.
const BOLD_LEVEL: u8 = 6;

/// Words gathered so far, and what was bold in them.
#[derive(Default)]
pub(super) struct Inline {
    pub(super) builder: ProseBuilder,
    start: Option<usize>,
    bold: Vec<Range<usize>>,
    bold_from: Option<usize>,
    hard: Vec<usize>,
}

impl Inline {
    /// The block begins here in the source.
    pub(super) fn begin(&mut self, start: usize) {
        self.start.get_or_insert(start);
    }

    /// Adds words that stand for `range` of the source; `start` is where the block begins if these are its first.
    pub(super) fn push(&mut self, text: &str, range: Range<usize>, start: usize) {
        self.begin(start);
        self.builder.push(text, Span::from(range));
    }

    /// A line ends here, whatever its width.
    pub(super) fn hard_break(&mut self) {
        self.hard.push(self.builder.text().len());
    }

    /// Bold begins.
    pub(super) fn bold_starts(&mut self) {
        self.bold_from.get_or_insert(self.builder.text().len());
    }

    /// Bold ends.
    pub(super) fn bold_ends(&mut self) {
        if let Some(from) = self.bold_from.take() {
            self.bold.push(from..self.builder.text().len());
        }
    }

    /// Adds what was gathered to the draft: a heading, or the parts of a paragraph.
    pub(super) fn finish(self, draft: &mut Draft<'_, '_>, heading: Option<u8>, place: Place) {
        let text = self.builder.text();
        let words = text.len() - text.trim_start().len()..text.trim_end().len();
        let bold = heading.is_none() && place.seat.is_none() && !place.quoted && self.is_title(draft, &words);
        let level = heading.or(bold.then_some(BOLD_LEVEL));
        let prose = self.builder.finish(draft.text);
        let Some(level) = level else {
            let emphasis = Emphasis { bold: &self.bold, hard: &self.hard };
            let start = self.start.unwrap_or_else(|| prose.span(0..0).start());
            return draft.paragraph(start, &prose, emphasis, place);
        };
        let prose: Prose<'_> = if words.len() == prose.text().len() { prose } else { prose.slice(words) };
        let span = prose.span(0..prose.text().len());
        let start = self.start.unwrap_or(span.start()).min(span.start());
        draft.pieces.push(Piece::new(BlockKind::Heading(level), Span::new(start, span.end()), prose));
    }

    /// Whether all the words are bold and could be a heading's.
    fn is_title(&self, draft: &Draft<'_, '_>, words: &Range<usize>) -> bool {
        let text = &self.builder.text()[words.clone()];
        let all = matches!(self.bold.as_slice(), [bold] if bold.start <= words.start && bold.end + 1 >= words.end);
        let title = !text.ends_with(['.', '!', ',', ';', '”', '"', '»'])
            && !text.contains('\n')
            && text.split_whitespace().count() <= 14;
        let label = label::label(text, draft.words);
        all && title && label.is_none_or(|label| !speaker::is_known(&text[label], draft.words))
    }
}
