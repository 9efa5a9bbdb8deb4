//! What is shown of a source: small windows around labelled places, safe to print, that know their true lines and columns.

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::{
    escape,
    source::{Position, Source, Span},
};

/// The longest window, in characters; its neighbours may be as long.
const WIDTH: usize = 200;
/// How much of a line that does not fit is shown before its label, in characters.
const BEFORE: usize = 60;
/// The longest window that several labels may share, in bytes.
const SHARED: usize = 1024;

/// A place to label.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Label<'l> {
    /// Its bytes in the source.
    pub span: Span,
    /// What it says.
    pub text: Option<&'l str>,
}

/// What is shown around a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Context {
    /// Nothing else.
    Line,
    /// The line before and the line after.
    Neighbours,
}

/// Windows of one source around its labels, made safe to show, without the source. Miette panics on columns past 65,535
/// and scans a source once a label: it never meets more than this.
#[derive(Clone, Debug)]
pub struct Snippet {
    name: String,
    windows: Vec<Window>,
    labels: Vec<LabeledSpan>,
}

/// A stretch of the source. All windows are laid end to end, a byte apart, and miette's offsets count through them.
#[derive(Clone, Debug)]
struct Window {
    /// The offset of the first byte.
    base: usize,
    /// What is shown; lines end at LF.
    text: String,
    /// The line of the first byte, from 0.
    line: usize,
    /// The offset of each label, and where it truly stands.
    places: Vec<(usize, Position)>,
}

impl Snippet {
    /// The windows needed to show these labels, the first of which is the one that matters.
    pub fn new(source: &Source, labels: &[Label<'_>], context: Context) -> Self {
        let mut spans: Vec<Span> = Vec::new();
        for label in labels {
            let span = window(source, label.span, context);
            let near = |other: &&mut Span| other.overlaps(span) && other.cover(span).len() <= SHARED;
            match spans.iter_mut().find(near) {
                Some(other) => *other = other.cover(span),
                None => spans.push(span),
            }
        }
        let mut snippet =
            Self { name: escape::line(source.name()).into_owned(), windows: Vec::new(), labels: Vec::new() };
        let shown_by = |label: &Label<'_>| spans.iter().position(|span| span.contains(begin(label.span)));
        for (nth, span) in spans.iter().enumerate() {
            let inside: Vec<_> = labels.iter().filter(|label| shown_by(label) == Some(nth)).copied().collect();
            snippet.add(source, *span, &inside);
        }
        snippet
    }

    /// The labels as miette knows them; the first one is primary.
    pub fn labels(&self) -> impl Iterator<Item = LabeledSpan> + '_ {
        self.labels.iter().cloned()
    }

    fn add(&mut self, source: &Source, window: Span, labels: &[Label<'_>]) {
        let base = self.windows.last().map_or(0, |last| last.base + last.text.len() + 1);
        let inside = |offset: usize| offset.clamp(window.start(), window.end()) - window.start();
        let ends = |label: &Label<'_>| [inside(label.span.start()), inside(label.span.end())];
        let mut marks: Vec<usize> = labels.iter().flat_map(ends).collect();
        marks.sort_unstable();
        let sorted = marks.clone();
        let shown = escape::block(source.slice(window), &mut marks);
        let lead = if starts_line(source, window.start()) { "" } else { "…" };
        let tail = if ends_line(source, window.end()) { "" } else { "…" };
        let moved = |place: usize| base + lead.len() + marks[sorted.partition_point(|&mark| mark < place)];
        let mut places = Vec::with_capacity(labels.len());
        for label in labels {
            let [start, end] = ends(label).map(moved);
            places.push((start, source.position(label.span.start())));
            let text = label.text.map(|text| escape::block(text, &mut []));
            let span = (start, end - start);
            self.labels.push(match self.labels.is_empty() {
                true => LabeledSpan::new_primary_with_span(text, span),
                false => LabeledSpan::new_with_span(text, span),
            });
        }
        let line = source.position(window.start()).line - 1;
        self.windows.push(Window { base, text: format!("{lead}{shown}{tail}"), line, places });
    }
}

impl SourceCode for Snippet {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        let holds = |window: &&Window| window.base <= start && end <= window.base + window.text.len();
        let window = self.windows.iter().find(holds).ok_or(MietteError::OutOfBounds)?;
        let place = window.places.iter().find(|(offset, _)| *offset == start).map(|(_, position)| *position);
        // Without context miette asks only for the position of a label.
        let (line, column) = match place.filter(|_| before + after == 0) {
            Some(position) => (position.line - 1, position.column - 1),
            None => (window.line, 0),
        };
        let all = SourceSpan::from((window.base, window.text.len()));
        let lines = window.text.matches('\n').count();
        Ok(Box::new(MietteSpanContents::new_named(self.name.clone(), window.text.as_bytes(), all, line, column, lines)))
    }
}

/// The place of a label's first byte, which its window always holds.
fn begin(label: Span) -> Span {
    Span::new(label.start(), label.start())
}

/// The lines of a span, or as much of them as fits; it never starts before the span's first line unless neighbours do.
fn window(source: &Source, span: Span, context: Context) -> Span {
    let first = source.position(span.start()).line;
    let last = source.position(span.end().saturating_sub(1).max(span.start())).line;
    let line = |number: usize| source.line(number).expect("every offset is on a line");
    let (from, to) = (line(first).start().min(span.start()), line(last).end().max(span.end()));
    match nth_char(source.text(), from, WIDTH) {
        Some(limit) if limit < to => {
            let start = nth_char_back(source.text(), from, span.start(), BEFORE);
            let end = nth_char(source.text(), start, WIDTH).map_or(to, |limit| limit.min(to));
            Span::new(start, end.max(start))
        }
        _ if context == Context::Line => Span::new(from, to),
        _ => {
            let short = |line: &Span| nth_char(source.slice(*line), 0, WIDTH).is_none();
            let before = source.line(first - 1).filter(short).map_or(from, Span::start);
            let after = source.line(last + 1).filter(short).map_or(to, Span::end);
            Span::new(before, after)
        }
    }
}

/// Where the `count`th character after `from` starts.
fn nth_char(text: &str, from: usize, count: usize) -> Option<usize> {
    text[from..].char_indices().nth(count).map(|(at, _)| from + at)
}

/// Where the `count`th character before `to` starts, or `from` if there are fewer.
fn nth_char_back(text: &str, from: usize, to: usize, count: usize) -> usize {
    text[from..to].char_indices().rev().take(count).last().map_or(to, |(at, _)| from + at)
}

fn starts_line(source: &Source, offset: usize) -> bool {
    offset == 0 || source.text()[..offset].ends_with(['\n', '\r'])
}

fn ends_line(source: &Source, offset: usize) -> bool {
    offset == source.text().len() || source.text()[offset..].starts_with(['\n', '\r'])
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;

    /// Each window of the labels: its text, its first line from 1, and what is labelled in it.
    #[track_caller]
    fn shown(text: &str, labels: &[(usize, usize)], context: Context) -> Vec<(String, usize, Vec<String>)> {
        let labels: Vec<_> =
            labels.iter().map(|&(start, end)| Label { span: Span::new(start, end), text: None }).collect();
        let snippet = Snippet::new(&Source::new("t", text), &labels, context);
        let labelled = |window: &Window| {
            let inside = |label: &LabeledSpan| {
                Some(label.offset()).filter(|at| (window.base..=window.base + window.text.len()).contains(at))
            };
            let cut = |label: LabeledSpan| {
                let at = inside(&label)? - window.base;
                Some(window.text[at..at + label.len()].to_owned())
            };
            snippet.labels().filter_map(cut).collect()
        };
        snippet.windows.iter().map(|window| (window.text.clone(), window.line + 1, labelled(window))).collect()
    }

    #[track_caller]
    fn place(text: &str, label: Range<usize>) -> (usize, usize) {
        let label = Label { span: label.into(), text: None };
        let snippet = Snippet::new(&Source::new("t", text), &[label], Context::Neighbours);
        let span = *snippet.labels().next().unwrap().inner();
        let contents = snippet.read_span(&span, 0, 0).unwrap();
        (contents.line() + 1, contents.column() + 1)
    }

    #[test]
    fn a_short_line_is_shown_whole_alone_or_with_its_neighbours() {
        let text = "one\ntwo — three\nfour\nfive";
        assert_eq!(shown(text, &[(12, 17)], Context::Line), [("two — three".to_owned(), 2, vec!["three".to_owned()])]);
        let [(window, line, _)] = &shown(text, &[(12, 17)], Context::Neighbours)[..] else { panic!("one window") };
        assert_eq!((window.as_str(), *line), ("one\ntwo — three\nfour", 1));
        assert_eq!(place(text, 12..17), (2, 7));
    }

    #[test]
    fn a_long_line_is_cut_around_its_label_which_keeps_its_place() {
        let text = format!("{}HERE{}", "é".repeat(100_000), " x".repeat(100_000));
        let windows = shown(&text, &[(200_000, 200_004)], Context::Neighbours);
        assert_eq!(windows[0].2, ["HERE"]);
        assert!(windows[0].0.chars().count() <= WIDTH + 2);
        assert!(windows[0].0.starts_with('…') && windows[0].0.ends_with('…'));
        assert_eq!(place(&text, 200_000..200_004), (1, 100_001));
    }

    #[test]
    fn long_neighbours_are_left_out() {
        let text = format!("{}\nhere\n{}", "a".repeat(1_000), "b".repeat(1_000));
        assert_eq!(shown(&text, &[(1_001, 1_005)], Context::Neighbours)[0].0, "here");
    }

    #[test]
    fn a_span_longer_than_the_window_is_cut() {
        assert_eq!(shown(&"y".repeat(5_000), &[(0, 5_000)], Context::Line)[0].2[0].len(), WIDTH);
    }

    #[test]
    fn a_span_over_lines_shows_them() {
        let windows = shown("is always\r\nright. No.\n", &[(3, 16)], Context::Line);
        assert_eq!(windows, [("is always\nright. No.".to_owned(), 1, vec!["always\nright".to_owned()])]);
    }

    #[test]
    fn a_near_place_is_labelled_in_the_same_window_and_a_far_one_in_its_own() {
        let windows = shown("first and second\n\nfar away", &[(10, 16), (0, 5), (18, 21)], Context::Line);
        let before = shown("far away\n\nfirst", &[(10, 15), (0, 3)], Context::Line);
        assert_eq!((before[0].2[0].as_str(), before[1].2[0].as_str()), ("first", "far"));
        assert_eq!(windows.len(), 2);
        assert_eq!(windows[0].2, ["second", "first"]);
        assert_eq!((windows[1].1, windows[1].2[0].as_str()), (3, "far"));
    }

    #[test]
    fn far_labels_of_one_line_get_windows_of_their_own() {
        let source = Source::new("t", "word ".repeat(50_000));
        let label = |start| Label { span: Span::new(start, start + 4), text: None };
        let snippet = Snippet::new(&source, &[label(0), label(100_000)], Context::Neighbours);
        assert_eq!(snippet.windows.len(), 2);
        assert!(snippet.read_span(&SourceSpan::from((0, snippet.windows[1].base + 9)), 1, 1).is_err());
    }

    #[test]
    fn the_end_of_an_empty_text_can_be_shown() {
        assert_eq!(shown("", &[(0, 0)], Context::Neighbours)[0].0, "");
        assert_eq!(place("a\n", 2..2), (2, 1));
    }

    #[test]
    fn labels_stand_right_after_escapes() {
        let windows = shown("\u{1b}[31mbad\u{202e}", &[(5, 8)], Context::Line);
        assert_eq!((windows[0].0.as_str(), windows[0].2[0].as_str()), ("\\u{1b}[31mbad\\u{202e}", "bad"));
    }
}
