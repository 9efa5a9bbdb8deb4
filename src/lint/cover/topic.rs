//! What the hours of a document are of: help, or something else.

use std::collections::BTreeMap;

use super::{Channel, Left};
use crate::{
    document::{Block, BlockId},
    parse::{Hit, Reading},
    rule::{List, Scope},
    ruleset::Slot,
    source::Span,
    value::week::Week,
};

/// The longest name of a channel, in bytes and in words.
const LONGEST_NAME: (usize, usize) = (30, 3);

/// What a sentence, or what it stands under, is about.
enum Topic {
    /// Help; with its name, if it is named.
    Help(Option<String>),
    /// Something else.
    Other,
}

/// What the hits of a check say, by sentence.
pub(super) struct Judge<'a> {
    scope: &'a Scope,
    reading: &'a Reading<'a>,
    /// The sentences that say what they are about.
    topics: BTreeMap<u32, Said>,
}

/// What a sentence says of its topic.
#[derive(Clone, Copy, Default)]
struct Said {
    /// The first name of help.
    name: Option<Hit>,
    /// Whether help is meant without a name.
    contact: bool,
    /// Whether it is about something else.
    other: bool,
}

impl<'a> Judge<'a> {
    /// What is said of the topics of a document.
    pub(super) fn new(scope: &'a Scope, reading: &'a Reading<'a>, found: &[(Slot, Hit)]) -> Self {
        Self { scope, reading, topics: topics(found) }
    }

    fn block(&self, sentence: u32) -> &Block<'_> {
        self.reading.document.block_of(self.reading.document.sentences[sentence as usize])
    }

    /// Whether the check looks at words.
    pub(super) fn is_judged(&self, sentence: u32, span: Span) -> bool {
        self.scope.holds(&self.reading.document, self.block(sentence), span)
    }

    /// The way to reach help whose hours these are.
    pub(super) fn channel(&self, sentence: u32, span: Span, week: &Week) -> Result<Channel, Left> {
        if !self.is_judged(sentence, span) {
            return Err(Left::Outside);
        }
        let said = match self.topic(sentence) {
            Some(Topic::Help(said)) => said,
            Some(Topic::Other) => return Err(Left::Except),
            None => return Err(Left::NoTopic),
        };
        let (bytes, words) = LONGEST_NAME;
        let short = |name: &&str| name.len() <= bytes && name.split_whitespace().count() <= words;
        let named = self.title(sentence).filter(short).or(said.as_deref().filter(short));
        Ok(Channel { span, week: week.clone(), name: named.map(|name| name.trim().to_lowercase()) })
    }

    /// The heading of the row, or the label, that says what is helped with.
    fn title(&self, sentence: u32) -> Option<&str> {
        let block = self.block(sentence);
        let row = block.cell.and_then(|cell| cell.row_heading);
        let row = row.filter(|row| matches!(self.said_in(*row), Some(Topic::Help(Some(_)))));
        let hit = self.topics.get(&sentence).and_then(|said| said.name);
        let label = block.label.as_ref().filter(|label| hit.is_some_and(|hit| hit.start < label.end));
        let label = label.map(|label| &block.prose.text()[label.start as usize..label.end as usize]);
        row.map(|row| self.reading.document.blocks[row as usize].prose.text()).or(label)
    }

    /// What a sentence is about: by its own words, else by the nearest that it stands under.
    fn topic(&self, sentence: u32) -> Option<Topic> {
        let block = self.block(sentence);
        let before = block.sentences.start..sentence;
        let headings = block.cell.into_iter().flat_map(|cell| [cell.row_heading, cell.column_heading]).flatten();
        let introduction = block.list.and_then(|list| list.introduction);
        let own = self.said(sentence);
        own.or_else(|| headings.into_iter().find_map(|heading| self.said_in(heading)))
            .or_else(|| self.topics.range(before).next_back().and_then(|(&sentence, _)| self.said(sentence)))
            .or_else(|| introduction.and_then(|block| self.said_in(block)))
            .or_else(|| self.sections(block).find_map(|heading| self.said_in(heading)))
    }

    /// The headings a block stands under, the nearest first.
    fn sections(&self, block: &Block<'_>) -> impl Iterator<Item = BlockId> {
        let blocks = &self.reading.document.blocks;
        std::iter::successors(block.section, |&heading| {
            blocks[heading as usize].section.filter(|&above| above < heading)
        })
    }

    fn said_in(&self, block: BlockId) -> Option<Topic> {
        let sentences = self.reading.document.blocks[block as usize].sentences.clone();
        self.topics.range(sentences).next().and_then(|(&sentence, _)| self.said(sentence))
    }

    fn said(&self, sentence: u32) -> Option<Topic> {
        let said = self.topics.get(&sentence)?;
        if said.other {
            return Some(Topic::Other);
        }
        let prose = &self.block(sentence).prose;
        Some(Topic::Help(said.name.map(|hit| prose.text()[hit.start as usize..hit.end as usize].to_owned())))
    }

    /// Whether what can be reached at every hour is help: something else is not, unless help is named beside it.
    pub(super) fn may_be_help(&self, sentence: u32) -> bool {
        let helps = self.topics.get(&sentence).is_some_and(|said| said.contact || said.name.is_some());
        helps || !matches!(self.topic(sentence), Some(Topic::Other))
    }
}

fn topics(found: &[(Slot, Hit)]) -> BTreeMap<u32, Said> {
    let mut topics: BTreeMap<u32, Said> = BTreeMap::new();
    for (slot, hit) in found {
        match slot.list {
            List::About => {
                let name = &mut topics.entry(hit.sentence).or_default().name;
                *name = name.filter(|first| first.start <= hit.start).or(Some(*hit));
            }
            List::Contact => topics.entry(hit.sentence).or_default().contact = true,
            List::Except => topics.entry(hit.sentence).or_default().other = true,
            _ => {}
        }
    }
    topics
}
