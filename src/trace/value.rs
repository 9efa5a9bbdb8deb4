//! Values that stand where a phrase wants another.

use std::ops::Range;

use super::Tracer;
use crate::{
    document::Block,
    phrase::{Item, Node, Phrase},
    value::{self, Value, ValueTest},
};

impl Tracer<'_> {
    /// The values in a stretch of a block's prose that a phrase wants, and that fail its comparison.
    pub(super) fn failing(
        &self,
        block: &Block<'_>,
        range: Range<usize>,
        phrase: &Phrase,
    ) -> Vec<(Range<usize>, Value, ValueTest)> {
        let words = self.index.value_words();
        let failing = |test: &ValueTest| {
            let any = ValueTest { compare: None, names: Vec::new(), ..test.clone() };
            let passes = value::find(block.prose.text(), range.clone(), words, test).is_some();
            let (value, at) = value::find(block.prose.text(), range.clone(), words, &any).filter(|_| !passes)?;
            Some((at, value, test.clone()))
        };
        phrase.values().filter_map(failing).collect()
    }

    /// The longest value that starts at a place of a block's prose, but for a plain number that is a part of nothing.
    pub(super) fn value_at(&self, block: &Block<'_>, at: usize) -> Option<(Range<usize>, Value)> {
        let (value, length) = value::read(block.prose.text(), at, self.index.value_words()).pop()?;
        Some((at..at + length, value))
    }
}

/// The test that an item puts to a value, if it is one.
pub(super) fn test(node: &Node) -> Option<&ValueTest> {
    match &node.item {
        Item::Value(test) => Some(test),
        _ => None,
    }
}
