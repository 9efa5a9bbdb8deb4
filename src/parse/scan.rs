//! Scanning: every sentence is cut into words, with the headings or the label it is read with, and searched once for
//! every phrase of its language.

use std::ops::Range;

use crate::{
    document::{Block, BlockId, BlockKind, Document, Sentence},
    parse::Hit,
    phrase::index::{Desk, Index, Match, PhraseId},
};

/// The longest heading, in bytes, that a cell is read with; beyond it a first cell is text, not a heading.
const LONGEST_HEADING: usize = 48;

/// Everything the index finds in a document, sorted by phrase, then sentence, then place.
pub(super) fn scan(document: &Document<'_>, accents: bool, index: &Index) -> Vec<Hit> {
    index.work(|desk| {
        let mut scanner = Scanner { index, accents, desk, found: Vec::new(), hits: Vec::new() };
        scanner.document(document);
        scanner.hits.sort_unstable();
        scanner.hits
    })
}
/// Whether a text uses accents at all; where it does not, words that differ by an accent alone match bare.
pub(super) fn uses_accents(text: &str) -> bool {
    // The lead bytes of U+00C0 to U+036F: accented Latin letters and combining marks.
    text.bytes().any(|byte| (0xC3..=0xCD).contains(&byte))
}

struct Scanner<'i> {
    index: &'i Index,
    accents: bool,
    desk: &'i mut Desk,
    found: Vec<Match>,
    hits: Vec<Hit>,
}

impl Scanner<'_> {
    fn document(&mut self, document: &Document<'_>) {
        for block in &document.blocks {
            for number in block.sentences.clone() {
                if number == block.sentences.start {
                    self.label(block, number);
                }
                self.sentence(document, block, document.sentences[number as usize], number);
            }
        }
    }

    /// Reads a label on its own, for the cues that make it a title.
    fn label(&mut self, block: &Block<'_>, number: u32) {
        let Some(label) = run_in_label(block) else { return };
        self.desk.words.clear(self.accents);
        self.desk.words.push(self.index, block.prose.text(), label, false);
        self.search(block, number, |index, found| index.cue(found.phrase).is_some());
    }

    fn sentence(&mut self, document: &Document<'_>, block: &Block<'_>, sentence: Sentence, number: u32) {
        self.desk.words.clear(self.accents);
        for heading in headings(block) {
            let text = document.blocks[heading as usize].prose.text();
            if text.len() <= LONGEST_HEADING {
                self.desk.words.push(self.index, text, 0..text.len(), true);
            }
        }
        let mut range = sentence.range();
        if let Some(label) = run_in_label(block).filter(|_| number == block.sentences.start) {
            range.start = range.start.max(label.end);
            self.desk.words.push(self.index, block.prose.text(), label, true);
        }
        self.desk.words.push(self.index, block.prose.text(), range, false);
        self.search(block, number, |_, _| true);
    }

    fn search(&mut self, block: &Block<'_>, sentence: u32, wanted: impl Fn(&Index, &Match) -> bool) {
        let Self { index, desk, found, hits, .. } = self;
        let Desk { words, scratch } = &mut **desk;
        found.clear();
        index.scan(words, scratch, found);
        let wanted = found.iter().filter(|found| found.end as usize > words.context() && wanted(index, found));
        hits.extend(wanted.map(|found| hit(block, sentence, found.phrase, words.range(found.start, found.end))));
    }
}

/// The headings a cell is read with: its row's, then its column's. The head of a table is read with none.
fn headings(block: &Block<'_>) -> impl Iterator<Item = BlockId> {
    block
        .cell
        .filter(|cell| cell.row > 0)
        .into_iter()
        .flat_map(|cell| [cell.row_heading, cell.column_heading])
        .flatten()
}

/// The label of a run-in; a speaker's name is none.
fn run_in_label(block: &Block<'_>) -> Option<Range<usize>> {
    let label = block.label.clone().filter(|_| block.kind != BlockKind::Turn)?;
    Some(label.start as usize..label.end as usize)
}

fn hit(block: &Block<'_>, sentence: u32, phrase: PhraseId, range: Range<usize>) -> Hit {
    let narrow = |offset: usize| u32::try_from(offset).expect("a source is shorter than 4 GiB");
    let (start, end) = (narrow(range.start), narrow(range.end));
    Hit { phrase, sentence, span: block.prose.span(range), start, end }
}
