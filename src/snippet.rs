//! What a terminal is shown of a source: short windows around its labels, safe to print, with true lines and columns.

use std::ops::Range;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::source::{Source, Span};

/// The longest label drawn, in characters; a longer one is shown by its beginning.
const LABEL: usize = 160;
/// How much of a long line is shown before and after a label, in characters.
const MARGIN: usize = 40;
/// A line longer than this, in characters, is cut to a window.
const LINE: usize = 200;
/// The longest window that two labels may share, in bytes.
const SHARED: usize = 1024;

/// Windows of one source around some spans. Offsets are those of the source; what a terminal would obey is masked
/// byte for byte. Miette panics on columns past 65,535 and scans a source once a label: it never meets more than this.
#[derive(Clone, Debug)]
pub struct Snippet {
    name: String,
    windows: Vec<Window>,
}

#[derive(Clone, Debug)]
struct Window {
    /// The stretch of the source, in bytes.
    range: Range<usize>,
    /// The same bytes, masked.
    text: String,
    /// Line and column of the first byte, from 0; the column in characters.
    line: usize,
    column: usize,
}

impl Snippet {
    /// The windows needed to show these spans.
    pub fn new(source: &Source, spans: impl IntoIterator<Item = Span>) -> Self {
        let mut ranges: Vec<_> = spans.into_iter().map(|span| around(source, clip(source.text(), span))).collect();
        ranges.sort_by_key(|range| (range.start, range.end));
        let windows = join(ranges).into_iter().map(|range| Window::new(source, range)).collect();
        Self { name: mask(source.name()).replace(['\n', '\r', '\t'], " "), windows }
    }

    /// The part of a span that is drawn, as miette counts: offset and length in bytes.
    pub fn label(source: &Source, span: Span) -> SourceSpan {
        let shown = clip(source.text(), span);
        (shown.start, shown.len()).into()
    }
}

impl SourceCode for Snippet {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let asked = span.offset()..span.offset() + span.len();
        let holds = |window: &&Window| window.range.start <= asked.start && asked.end <= window.range.end;
        let window = self.windows.iter().find(holds).ok_or(MietteError::OutOfBounds)?;
        // Without context miette asks only for the position of the span.
        let range = if before + after == 0 { asked } else { window.range.clone() };
        Ok(Box::new(window.contents(range, &self.name)))
    }
}

impl Window {
    fn new(source: &Source, range: Range<usize>) -> Self {
        let start = source.position(range.start);
        let text = mask(&source.text()[range.clone()]);
        Self { range, text, line: start.line - 1, column: start.column - 1 }
    }

    fn contents<'a>(&'a self, range: Range<usize>, name: &str) -> MietteSpanContents<'a> {
        let (from, to) = (range.start - self.range.start, range.end - self.range.start);
        let ends = |text: &str| text.matches('\n').count();
        let passed = &self.text[..from];
        let column = match passed.rfind('\n') {
            Some(end) => passed[end + 1..].chars().count(),
            None => self.column + passed.chars().count(),
        };
        let text = &self.text[from..to];
        let line = self.line + ends(passed);
        let span = (range.start, range.len()).into();
        MietteSpanContents::new_named(name.to_owned(), text.as_bytes(), span, line, column, ends(text))
    }
}

/// The beginning of a span, at most [`LABEL`] characters.
fn clip(text: &str, span: Span) -> Range<usize> {
    let end = text[span.range()].char_indices().nth(LABEL).map_or(span.end(), |(at, _)| span.start() + at);
    span.start()..end
}

/// A span with the rest of its lines and a line before and after, as far as they are short.
fn around(source: &Source, label: Range<usize>) -> Range<usize> {
    let text = source.text();
    let first = source.position(label.start).line;
    let last = source.position(label.end).line;
    let line = |number| source.line(number).map_or(label.start..label.start, Span::range);
    let start = match back(text, line(first).start, label.start) {
        at if at == line(first).start && first > 1 => short(text, line(first - 1)).map_or(at, |line| line.start),
        at => at,
    };
    let end = match forth(text, label.end, line(last).end.max(label.end)) {
        at if at >= line(last).end => {
            source.line(last + 1).and_then(|next| short(text, next.range())).map_or(at, |next| next.end)
        }
        at => at,
    };
    start..end
}

fn short(text: &str, line: Range<usize>) -> Option<Range<usize>> {
    text[line.clone()].char_indices().nth(LINE).is_none().then_some(line)
}

/// The start of the line, or a place not far before `at` where the line is long.
fn back(text: &str, start: usize, at: usize) -> usize {
    let before = &text[start..at];
    match before.char_indices().rev().nth(LINE / 2) {
        None => start,
        Some(_) => before.char_indices().rev().nth(MARGIN).map_or(start, |(cut, _)| start + cut),
    }
}

/// The end of the line, or a place not far after `at` where the line is long.
fn forth(text: &str, at: usize, end: usize) -> usize {
    let after = &text[at..end];
    match after.char_indices().nth(LINE / 2) {
        None => end,
        Some(_) => after.char_indices().nth(MARGIN).map_or(end, |(cut, _)| at + cut),
    }
}

/// Overlapping ranges made one, as long as the whole stays small.
fn join(ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.end <= last.end => {}
            Some(last) if range.start <= last.end && range.end - last.start <= SHARED => last.end = range.end,
            _ => joined.push(range),
        }
    }
    joined
}

/// A text with every character that a terminal would obey replaced by a harmless one of as many bytes.
pub fn mask(text: &str) -> String {
    let mut chars = text.chars().peekable();
    let mut masked = String::with_capacity(text.len());
    while let Some(char) = chars.next() {
        masked.push(match char {
            '\n' | '\t' => char,
            '\r' if chars.peek() == Some(&'\n') => char,
            '\r' => '\n',
            '\u{0}'..='\u{1f}' | '\u{7f}' => '?',
            '\u{80}'..='\u{9f}' | '\u{61c}' => '·',
            '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => '\u{fffd}',
            _ => char,
        });
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(
        source: &Source,
        spans: &[Span],
        span: Span,
        context: usize,
    ) -> Result<(String, usize, usize), MietteError> {
        let snippet = Snippet::new(source, spans.iter().copied());
        let contents = snippet.read_span(&Snippet::label(source, span), context, context)?;
        Ok((String::from_utf8(contents.data().to_vec()).unwrap(), contents.line(), contents.column()))
    }

    #[test]
    fn a_short_line_is_shown_whole_with_its_neighbours() {
        let source = Source::new("t", "one\ntwo three\nfour\nfive");
        let span = Span::new(8, 13);
        assert_eq!(read(&source, &[span], span, 1).unwrap(), ("one\ntwo three\nfour".to_owned(), 0, 0));
    }

    #[test]
    fn columns_are_characters_of_the_true_line() {
        let source = Source::new("t", "a\nAgent: We’ll refund");
        let span = Span::new(17, 23);
        assert_eq!(source.slice(span), "refund");
        assert_eq!(read(&source, &[span], span, 0).unwrap(), ("refund".to_owned(), 1, 13));
    }

    #[test]
    fn a_long_line_is_cut_around_the_label_and_keeps_its_column() {
        let source = Source::new("t", format!("{}here{}", "é".repeat(100_000), "ü".repeat(100_000)));
        let span = Span::new(200_000, 200_004);
        let (text, line, column) = read(&source, &[span], span, 1).unwrap();
        assert!(text.chars().count() <= 2 * MARGIN + 10, "{text}");
        assert_eq!((line, column), (0, 100_000 - MARGIN - 1));
        assert_eq!(read(&source, &[span], span, 0).unwrap().2, 100_000);
    }

    #[test]
    fn far_labels_of_one_line_get_windows_of_their_own() {
        let source = Source::new("t", "word ".repeat(50_000));
        let spans = [Span::new(0, 4), Span::new(100_000, 100_004)];
        assert!(read(&source, &spans, spans[1], 1).unwrap().0.len() < 200);
        let both = SourceSpan::from((0, 100_004));
        assert!(Snippet::new(&source, spans).read_span(&both, 1, 1).is_err());
    }

    #[test]
    fn a_long_label_is_shown_by_its_beginning() {
        let source = Source::new("t", "x".repeat(100_000));
        assert_eq!(Snippet::label(&source, Span::new(5, 90_000)), SourceSpan::from((5, LABEL)));
    }

    #[test]
    fn what_a_terminal_obeys_is_masked_byte_for_byte() {
        for evil in ["\u{1b}[31m", "\u{202e}abc", "\u{9b}1m", "a\rb", "\0", "\u{feff}x"] {
            let masked = mask(evil);
            assert_eq!(masked.len(), evil.len(), "{evil:?}");
            assert!(!masked.contains(['\u{1b}', '\u{202e}', '\u{9b}', '\r', '\0', '\u{feff}']), "{masked:?}");
        }
        assert_eq!(mask("tab\tand\r\nline’s"), "tab\tand\r\nline’s");
    }
}
