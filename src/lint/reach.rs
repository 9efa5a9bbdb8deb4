//! Which sentences belong together: those of a turn, a row, a list and what introduces it, a section.
//!
//! A text goes on over blocks: a turn over its paragraphs, a row over its cells, an introduction into its list, an item
//! into the list below it, numbered steps into the next. Bullets do not go on into each other.

use std::ops::Range;

use crate::{
    document::{Block, BlockId, BlockKind, Document},
    rule::file::{Side, Within},
};

/// What stands near a sentence.
pub(super) struct Neighbourhood<'a> {
    document: &'a Document<'a>,
    within: Within,
    /// The linted blocks, in order.
    blocks: Vec<BlockId>,
    /// By linted block: where the run of blocks begins and ends that go on into each other, as places in `blocks`.
    runs: Vec<Range<u32>>,
    /// By linted block: the block after the last one of its list that stands as deep as it, or deeper.
    ends: Vec<usize>,
}

/// How a block goes on from the one before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Not at all.
    Apart,
    /// As the next words of the same text.
    Next,
    /// As the first item of a list that the other introduces.
    Into,
}

impl<'a> Neighbourhood<'a> {
    /// What stands near the sentences of a document.
    pub(super) fn new(document: &'a Document<'a>, within: Within) -> Self {
        let linted = |(_, block): &(usize, &Block<'_>)| block.kind.is_linted() && !block.sentences.is_empty();
        let blocks: Vec<BlockId> =
            document.blocks.iter().enumerate().filter(linted).map(|(at, _)| narrow(at)).collect();
        let mut around = Self { document, within, runs: Vec::new(), ends: Vec::new(), blocks };
        around.runs = around.find_runs();
        around.ends = around.find_ends();
        around
    }

    /// The sentences near one of them, itself among them.
    pub(super) fn sentences(&self, sentence: u32, side: Side) -> Range<u32> {
        let block = self.document.sentences[sentence as usize].block;
        let at = self.blocks.partition_point(|&known| known < block);
        let run = self.runs[at].clone();
        let (first, last) = (self.block(run.start as usize), self.block(run.end as usize - 1));
        let (mut start, mut end) = (first.sentences.start, last.sentences.end);
        if let Within::Sentences(most) = self.within {
            start = start.max(sentence.saturating_sub(most));
            end = end.min(sentence.saturating_add(most).saturating_add(1)).max(self.list_below(at));
        }
        match side {
            Side::After => sentence..end,
            Side::Before => start..sentence + 1,
            Side::Around => start..end,
        }
    }

    fn block(&self, at: usize) -> &'a Block<'a> {
        &self.document.blocks[self.blocks[at] as usize]
    }

    fn find_runs(&self) -> Vec<Range<u32>> {
        let mut runs: Vec<Range<u32>> = Vec::with_capacity(self.blocks.len());
        let mut start = 0;
        for at in 0..self.blocks.len() {
            if at > 0 && !self.goes_on(at) {
                start = at;
            }
            runs.push(narrow(start)..0);
        }
        let mut end = self.blocks.len();
        for at in (0..self.blocks.len()).rev() {
            runs[at].end = narrow(end);
            if runs[at].start as usize == at {
                end = at;
            }
        }
        runs
    }

    fn find_ends(&self) -> Vec<usize> {
        let depth = |at: usize| self.block(at).list.map(|place| place.depth);
        let mut ends: Vec<usize> = (1..=self.blocks.len()).collect();
        for at in (0..self.blocks.len()).rev() {
            while ends[at] < self.blocks.len() && depth(ends[at]) >= depth(at) {
                ends[at] = ends[ends[at]];
            }
        }
        ends
    }

    /// Whether a block belongs to the run of the one before it.
    fn goes_on(&self, at: usize) -> bool {
        match self.within {
            Within::Section => self.block(at).section == self.block(at - 1).section && !is_heading(self.block(at)),
            Within::Turn | Within::Sentences(_) => self.step(at) != Step::Apart,
        }
    }

    /// How a block goes on from the one before it, in the same turn or near enough.
    fn step(&self, at: usize) -> Step {
        let (before, block) = (self.block(at - 1), self.block(at));
        if is_heading(before) || is_heading(block) || before.speaker != block.speaker {
            return Step::Apart;
        }
        if let (Some(left), Some(right)) = (before.list, block.list) {
            return match (left.list == right.list, right.depth > left.depth) {
                (_, true) => Step::Into,
                (true, false) if right.numbered || block.kind == BlockKind::Turn => Step::Next,
                _ => Step::Apart,
            };
        }
        let near = matches!(self.within, Within::Sentences(_));
        let next = match (before.cell, block.cell) {
            (Some(left), Some(right)) => left.table == right.table && left.row == right.row && left.row > 0,
            (None, None) if block.list.is_some() => return Step::Into,
            (None, None) if before.list.is_some() => false,
            (None, None) => near || (before.kind == BlockKind::Turn && block.kind == BlockKind::Turn),
            _ => false,
        };
        if next { Step::Next } else { Step::Apart }
    }

    /// Where the sentences end of the list that a block introduces; 0 if there is none.
    fn list_below(&self, at: usize) -> u32 {
        if at + 1 >= self.blocks.len() || self.step(at + 1) != Step::Into {
            return 0;
        }
        self.block(self.ends[at + 1] - 1).sentences.end
    }
}

fn is_heading(block: &Block<'_>) -> bool {
    matches!(block.kind, BlockKind::Heading(_))
}

fn narrow(place: usize) -> u32 {
    u32::try_from(place).expect("a document has fewer than 2^32 blocks")
}
