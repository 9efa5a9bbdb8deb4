//! A source is a name, a text and its line index: the only place that turns byte offsets into lines and columns.

use std::{borrow::Cow, fmt, ops::Range, sync::OnceLock};

/// A stretch of one source, `start..end` in bytes, always on character boundaries.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The span from byte `start` up to, not including, byte `end`.
    ///
    /// # Panics
    /// If `end` lies before `start`, or beyond 4 GiB: no source is that long.
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a span starts before it ends: {start}..{end}");
        let narrow = |offset: usize| u32::try_from(offset).expect("a source is shorter than 4 GiB");
        Self { start: narrow(start), end: narrow(end) }
    }

    /// The first byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after the last.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// The length in bytes.
    pub fn len(self) -> usize {
        self.end() - self.start()
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same stretch as a range, to slice a text with.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A place as people count: line and column from 1, the column in Unicode scalars.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Position {
    /// The line, from 1. Lines end at LF, CRLF or a lone CR.
    pub line: usize,
    /// The column, from 1, in Unicode scalars (not bytes, not graphemes).
    pub column: usize,
    /// The column, from 1, in bytes of UTF-8, for readers that cut lines by them.
    pub byte_column: usize,
    /// The same place in bytes from the start of the source.
    pub offset: usize,
}

/// A named text and the means to point into it.
pub struct Source {
    name: String,
    text: Cow<'static, str>,
    lines: OnceLock<LineIndex>,
}

impl Source {
    /// A source called `name` (a path as the user gave it, or `<stdin>`) with this text.
    ///
    /// # Panics
    /// If the text is 4 GiB or longer; readers refuse such files before.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::holding(name.into(), Cow::Owned(text.into()))
    }

    /// A source whose text is part of the program.
    pub fn builtin(name: impl Into<String>, text: &'static str) -> Self {
        Self::holding(name.into(), Cow::Borrowed(text))
    }

    fn holding(name: String, text: Cow<'static, str>) -> Self {
        assert!(u32::try_from(text.len()).is_ok(), "a source is shorter than 4 GiB");
        Self { name, text, lines: OnceLock::new() }
    }

    /// The name, as given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text, as read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of one span.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// Where a byte offset stands. Constant time after the first call.
    pub fn position(&self, offset: usize) -> Position {
        let index = self.index();
        let line = index.line_of(offset);
        let start = index.starts[line] as usize;
        let column = index.chars_before(&self.text, offset) - index.chars_before(&self.text, start);
        Position { line: line + 1, column: column + 1, byte_column: offset - start + 1, offset }
    }

    /// The bytes of a line (from 1), without its line ending; `None` past the last.
    pub fn line(&self, line: usize) -> Option<Span> {
        let starts = &self.index().starts;
        let start = *starts.get(line.checked_sub(1)?)? as usize;
        let end = starts.get(line).map_or(self.text.len(), |&next| next as usize);
        let text = self.text[start..end].trim_end_matches(['\n', '\r']);
        Some(Span::new(start, start + text.len()))
    }

    /// How many lines there are; an empty text has one.
    pub fn line_count(&self) -> usize {
        self.index().starts.len()
    }

    fn index(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::of(&self.text))
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} bytes)", self.name, self.text.len())
    }
}

/// Bytes between two entries of [`LineIndex::chars`].
const STRIDE: usize = 1024;

/// Line starts, and how many characters stand before every kibibyte, so that a column costs the same on any line.
struct LineIndex {
    starts: Vec<u32>,
    chars: Vec<u32>,
}

impl LineIndex {
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
            .filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
        let narrow = |offset: usize| u32::try_from(offset).expect("a source is shorter than 4 GiB");
        let starts = std::iter::once(0).chain(ends.map(|at| narrow(at + 1))).collect();
        let mut total = 0;
        let count = |chunk: &[u8]| {
            let before = total;
            total += count_chars(chunk);
            narrow(before)
        };
        Self { starts, chars: bytes.chunks(STRIDE).map(count).collect() }
    }

    fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= offset) - 1
    }

    fn chars_before(&self, text: &str, offset: usize) -> usize {
        let block = offset / STRIDE;
        let Some(&before) = self.chars.get(block) else {
            let last = self.chars.len().saturating_sub(1);
            return self.chars.last().map_or(0, |&c| c as usize) + count_chars(&text.as_bytes()[last * STRIDE..offset]);
        };
        before as usize + count_chars(&text.as_bytes()[block * STRIDE..offset])
    }
}

fn count_chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn at(text: &str, offset: usize, line: usize, column: usize) {
        let Position { line: its_line, column: its_column, .. } = Source::new("t", text).position(offset);
        assert_eq!((its_line, its_column), (line, column));
    }

    #[test]
    fn columns_count_unicode_scalars() {
        at("We’ll refund", 5, 1, 4);
        at("a\n€b", 5, 2, 2);
    }

    #[test]
    fn a_place_knows_its_column_in_bytes_too() {
        let place = Source::new("t", "é\n„é”").position("é\n„é".len());
        assert_eq!((place.column, place.byte_column), (3, 6));
    }

    #[test]
    fn lines_end_at_lf_crlf_and_lone_cr() {
        at("a\r\nb\rc\nd", 3, 2, 1);
        at("a\r\nb\rc\nd", 5, 3, 1);
        at("a\r\nb\rc\nd", 7, 4, 1);
    }

    #[test]
    fn the_end_of_the_text_has_a_position() {
        at("", 0, 1, 1);
        at("ab\n", 3, 2, 1);
        let long = "é".repeat(STRIDE);
        at(&long, long.len(), 1, STRIDE + 1);
    }

    #[test]
    fn a_line_is_given_without_its_ending() {
        let source = Source::new("t", "a\r\nbc\n");
        assert_eq!(source.line(2), Some(Span::new(3, 5)));
        assert_eq!(source.line(3), Some(Span::new(6, 6)));
        assert_eq!(source.line(4), None);
        assert_eq!(source.line(0), None);
    }
}
