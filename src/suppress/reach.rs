//! How far a silencing comment reaches.

use std::ops::Range;

use super::comment::{Action, Comment};
use crate::source::{Source, Span};

/// Tells the bytes that comments of a source make silent.
pub(super) struct Reach<'s> {
    source: &'s Source,
    /// The line after which was last looked for one that is not blank, and its bytes: all comments of a line share it.
    next: Option<(usize, Range<usize>)>,
}

impl<'s> Reach<'s> {
    /// Nothing looked for yet.
    pub(super) fn new(source: &'s Source) -> Self {
        Self { source, next: None }
    }

    /// The bytes a comment makes silent, were there no other.
    pub(super) fn of(&mut self, comment: &Comment<'_>) -> Range<usize> {
        let line_of = |offset: usize| self.source.position(offset).line;
        match comment.action {
            Action::File => 0..self.source.text().len() + 1,
            Action::Line => bytes(self.source.line(line_of(comment.span.start()))),
            Action::NextLine => self.after(line_of(comment.span.end())),
            Action::Disable | Action::Enable => comment.span.end()..usize::MAX,
        }
    }

    /// The bytes of the first line after a line that is not blank.
    fn after(&mut self, line: usize) -> Range<usize> {
        if let Some((_, range)) = self.next.as_ref().filter(|(known, _)| *known == line) {
            return range.clone();
        }
        let mut following = (line + 1..).map_while(|line| self.source.line(line));
        let range = bytes(following.find(|line| !self.source.slice(*line).trim().is_empty()));
        self.next = Some((line, range.clone()));
        range
    }
}

/// The bytes of a line with the place of its end, so that what stands there is on it.
fn bytes(line: Option<Span>) -> Range<usize> {
    line.map_or(0..0, |line| line.start()..line.end() + 1)
}
