//! Scanning: every sentence is cut into words, with the headings, the label or the introduction it is read with, and
//! searched once for every phrase of its language.

use std::{ops::Range, sync::Arc};

use crate::{
    document::{Block, BlockId, BlockKind, Document, Sentence},
    parse::{
        Hit, Plan,
        schedule::{self, Schedule},
    },
    phrase::{
        index::{Desk, Index, Match, PhraseId},
        word::Placed,
    },
    value::{Value, week::Week},
};

/// The longest heading, in bytes, that a cell is read with; beyond it a first cell is text, not a heading.
const LONGEST_HEADING: usize = 48;
/// The longest heading, in bytes, that may be a cue.
const LONGEST_CUE: usize = 100;
/// The longest introduction of a list, in bytes, that its items are read with.
const LONGEST_INTRODUCTION: usize = 100;

/// Everything the index finds in a document, sorted by phrase, then sentence, then place, and the weekly hours in it.
pub(super) fn scan(document: &Document<'_>, accents: bool, index: &Index, plan: &Plan) -> (Vec<Hit>, Vec<Schedule>) {
    index.work(|desk| {
        let (found, hits, schedules) = (Vec::new(), Vec::new(), Vec::new());
        let mut scanner = Scanner { index, accents, desk, found, hits, schedules };
        scanner.document(document, plan);
        scanner.hits.sort_unstable();
        (scanner.hits, scanner.schedules)
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
    schedules: Vec<Schedule>,
}

impl Scanner<'_> {
    fn document(&mut self, document: &Document<'_>, plan: &Plan) {
        let batches = plan.first(document.kind);
        for block in &document.blocks {
            for number in block.sentences.clone() {
                let headings = self.sentence(document, block, number, batches.as_ref());
                self.schedules(&headings, block, document.sentences[number as usize], number);
            }
        }
        let Some(round) = plan.second(document, &self.hits, self.index) else { return };
        for block in &document.blocks {
            for number in round.sentences(block.sentences.clone()) {
                self.sentence(document, block, number, Some(&round.batches(number)));
            }
        }
    }

    /// Reads a sentence, and searches it for some batches of phrases; gives the headings it is read with.
    fn sentence<'d>(
        &mut self,
        document: &'d Document<'_>,
        block: &Block<'_>,
        number: u32,
        batches: Option<&Arc<[bool]>>,
    ) -> Vec<&'d str> {
        let headings = self.headings(document, block);
        self.desk.scratch.look_for(batches.cloned());
        if number == block.sentences.start {
            self.label(block, number);
        }
        let first = number == block.sentences.start;
        let introduction = if first { introduction(document, block) } else { None };
        let before: Vec<&str> = introduction.into_iter().chain(headings.iter().copied()).collect();
        let said = self.said_by(&before);
        self.words(&before, block, document.sentences[number as usize], number);
        let context = self.desk.words.context();
        self.search(block, number, |_, found| found.start as usize >= context || !said.contains(&found.phrase));
        headings
    }

    /// Reads a label on its own, for the cues that make it a title and the words that say what it is about.
    fn label(&mut self, block: &Block<'_>, number: u32) {
        let Some(label) = block.label.clone() else { return };
        let (label, run_in) = (label.start as usize..label.end as usize, block.kind != BlockKind::Turn);
        self.desk.words.clear(self.accents);
        self.desk.words.push(self.index, block.prose.text(), label, false);
        self.search(block, number, |index, found| {
            (run_in && index.cue(found.phrase).is_some()) || index.is_topic(found.phrase)
        });
    }

    /// Reads the words of a sentence behind those it is read with: headings or an introduction, and its label.
    fn words(&mut self, before: &[&str], block: &Block<'_>, sentence: Sentence, number: u32) {
        self.desk.words.clear(self.accents);
        for text in before {
            self.desk.words.push(self.index, text, 0..text.len(), true);
        }
        let mut range = sentence.range();
        if let Some(label) = run_in_label(block).filter(|_| number == block.sentences.start) {
            range.start = range.start.max(label.end);
            self.desk.words.push(self.index, block.prose.text(), label, true);
        }
        self.desk.words.push(self.index, block.prose.text(), range, false);
    }

    /// The headings a cell is read with: its row's, then its column's. The head of a table is read with none, and a row
    /// has none where its first column is headed by a cue: what stands there is a saying, such as one to avoid.
    fn headings<'d>(&mut self, document: &'d Document<'_>, block: &Block<'_>) -> Vec<&'d str> {
        let Some(cell) = block.cell.filter(|cell| cell.row > 0) else { return Vec::new() };
        let text = |heading: BlockId| document.blocks[heading as usize].prose.text();
        self.desk.scratch.look_for(Some([true].into()));
        let first = cell.row_heading.and_then(|row| document.blocks[row as usize].cell?.column_heading).map(text);
        let first = first.filter(|text| text.len() <= LONGEST_CUE);
        let said = self.said_by(first.as_slice());
        let row = cell.row_heading.filter(|_| said.iter().all(|&phrase| self.index.cue(phrase).is_none()));
        let texts = row.into_iter().chain(cell.column_heading).map(text);
        texts.filter(|text| text.len() <= LONGEST_HEADING).collect()
    }

    /// The phrases that headings or an introduction say by themselves: they are found there, and are no finding of what
    /// is read with them.
    fn said_by(&mut self, before: &[&str]) -> Vec<PhraseId> {
        let Self { index, desk, found, .. } = self;
        let Desk { words, scratch } = &mut **desk;
        found.clear();
        for text in before {
            words.clear(self.accents);
            words.push(index, text, 0..text.len(), false);
            index.scan(words, scratch, found);
        }
        found.iter().map(|found| found.phrase).collect()
    }

    /// Notes the weekly hours of a sentence whose words have been read.
    fn schedules(&mut self, headings: &[&str], block: &Block<'_>, sentence: Sentence, number: u32) {
        let label = block.label.clone().filter(|_| number == block.sentences.start);
        let label = label.map(|label| label.start as usize..label.end as usize);
        let words = &self.desk.words;
        let found = if words.values().is_empty() {
            return;
        } else if words.context() == 0 && label.is_none() {
            words.outer_values().filter_map(|placed| self.hours(placed)).collect()
        } else {
            schedule::with_context(block, (headings, label), sentence.range(), self.index.value_words())
        };
        let schedule = |(range, week)| Schedule { sentence: number, span: block.prose.span(range), week };
        self.schedules.extend(found.into_iter().map(schedule));
    }

    fn hours(&self, placed: &Placed) -> Option<(Range<usize>, Week)> {
        let Value::Hours(week) = &placed.value else { return None };
        Some((self.desk.words.range(narrow(placed.start), narrow(placed.end)), (**week).clone()))
    }

    fn search(&mut self, block: &Block<'_>, sentence: u32, wanted: impl Fn(&Index, &Match) -> bool) {
        let Self { index, desk, found, hits, .. } = self;
        let Desk { words, scratch } = &mut **desk;
        found.clear();
        index.scan(words, scratch, found);
        let wanted = found.iter().filter(|found| found.end as usize > words.context() && wanted(index, found));
        hits.extend(wanted.map(|found| hit(block, sentence, found, words.range(found.start, found.end))));
    }
}

/// What introduces the list of an item, up to a colon, and is read with it: "Agents may not:"; not with an item that a
/// label of its own introduces.
fn introduction<'d>(document: &'d Document<'_>, block: &Block<'_>) -> Option<&'d str> {
    let list = block.list.filter(|_| block.label.is_none())?;
    let introducing = &document.blocks[list.introduction? as usize];
    let last = document.sentences[introducing.sentences.clone().last()? as usize];
    let text = Some(&introducing.prose.text()[last.range()]).filter(|text| text.len() <= LONGEST_INTRODUCTION)?;
    Some(text.trim_end_matches(['*', '_', ' '])).filter(|text| text.ends_with(':'))
}

/// The label of a run-in; a speaker's name is none.
fn run_in_label(block: &Block<'_>) -> Option<Range<usize>> {
    let label = block.label.clone().filter(|_| block.kind != BlockKind::Turn)?;
    Some(label.start as usize..label.end as usize)
}

fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).expect("a source is shorter than 4 GiB")
}

fn hit(block: &Block<'_>, sentence: u32, found: &Match, range: Range<usize>) -> Hit {
    let (start, end) = (narrow(range.start), narrow(range.end));
    let Match { phrase, context, .. } = *found;
    Hit { phrase, sentence, span: block.prose.span(range), start, end, context }
}
