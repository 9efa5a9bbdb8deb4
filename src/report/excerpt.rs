//! An excerpt is a small window of a source around a finding, safe to show, that knows its true place.

use std::ops::Range;

use crate::{
    finding::Finding,
    report::escape,
    source::{Source, Span},
};

/// The longest window, in characters.
const WIDTH: usize = 200;
/// How much of a line that does not fit is shown before the first label, in characters.
const BEFORE: usize = 60;

/// A stretch of a source, made safe to show, with its labels.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Excerpt {
    /// What is shown; lines end at LF.
    pub text: String,
    /// The line of the first label, from 1; the window starts on it.
    pub line: usize,
    /// The column of the first label, from 1, in Unicode scalars.
    pub column: usize,
    /// What is labelled.
    pub labels: Vec<Label>,
}

/// A labelled stretch of an excerpt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// Its bytes in [`Excerpt::text`].
    pub range: Range<usize>,
    /// What it says; nothing for the flagged words themselves.
    pub message: Option<String>,
}

/// The window around a finding, then one for each related place that it does not show.
pub(super) fn around(source: &Source, finding: &Finding) -> Vec<Excerpt> {
    let window = window(source, finding.span);
    let (near, far): (Vec<_>, Vec<_>) = finding.related.iter().partition(|place| window.contains(place.span));
    let mut labels = vec![(finding.span, None)];
    labels.extend(near.into_iter().map(|place| (place.span, Some(place.message.as_str()))));
    let mut excerpts = vec![show(source, window, &labels)];
    excerpts.extend(far.into_iter().map(|place| {
        let labels = [(place.span, Some(place.message.as_str()))];
        show(source, self::window(source, place.span), &labels)
    }));
    excerpts
}

/// The lines of a span, or as much of them as fits; it never starts before the span's first line.
fn window(source: &Source, span: Span) -> Span {
    let line = |offset: usize| source.line(source.position(offset).line).expect("every offset is on a line");
    let first = line(span.start());
    let last = line(span.end().saturating_sub(1).max(span.start()));
    let (from, to) = (first.start().min(span.start()), last.end().max(span.end()));
    let start = match nth_char(source.text(), from, WIDTH) {
        Some(limit) if limit < to => nth_char_back(source.text(), from, span.start(), BEFORE),
        _ => from,
    };
    let end = nth_char(source.text(), start, WIDTH).map_or(to, |limit| limit.min(to));
    Span::new(start, end.max(start))
}

/// Where the `count`th character after `from` starts.
fn nth_char(text: &str, from: usize, count: usize) -> Option<usize> {
    text[from..].char_indices().nth(count).map(|(at, _)| from + at)
}

/// Where the `count`th character before `to` starts, or `from` if there are fewer.
fn nth_char_back(text: &str, from: usize, to: usize, count: usize) -> usize {
    text[from..to].char_indices().rev().take(count).last().map_or(to, |(at, _)| from + at)
}

fn show(source: &Source, window: Span, labels: &[(Span, Option<&str>)]) -> Excerpt {
    let inside = |offset: usize| offset.clamp(window.start(), window.end()) - window.start();
    let mut marks: Vec<usize> =
        labels.iter().flat_map(|(span, _)| [inside(span.start()), inside(span.end())]).collect();
    let places: Vec<usize> = marks.clone();
    marks.sort_unstable();
    let sorted = marks.clone();
    let shown = escape::block(source.slice(window), &mut marks);
    let lead = if starts_line(source, window.start()) { "" } else { "…" };
    let tail = if ends_line(source, window.end()) { "" } else { "…" };
    let moved = |place: usize| lead.len() + marks[sorted.partition_point(|&mark| mark < place)];
    let label = |(nth, (_, message)): (usize, &(Span, Option<&str>))| Label {
        range: moved(places[2 * nth])..moved(places[2 * nth + 1]),
        message: message.map(|message| escape::line(message).into_owned()),
    };
    let position = source.position(labels[0].0.start());
    Excerpt {
        text: format!("{lead}{shown}{tail}"),
        line: position.line,
        column: position.column,
        labels: labels.iter().enumerate().map(label).collect(),
    }
}

fn starts_line(source: &Source, offset: usize) -> bool {
    offset == 0 || source.text()[..offset].ends_with(['\n', '\r'])
}

fn ends_line(source: &Source, offset: usize) -> bool {
    offset == source.text().len() || source.text()[offset..].starts_with(['\n', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Related, Severity};

    #[track_caller]
    fn excerpts(text: &str, span: Range<usize>, related: &[Range<usize>]) -> Vec<Excerpt> {
        let related = related.iter().map(|span| Related { span: span.clone().into(), message: "here".to_owned() });
        let finding = Finding {
            rule: 0,
            severity: Severity::Error,
            span: span.into(),
            message: String::new(),
            related: related.collect(),
        };
        around(&Source::new("t", text), &finding)
    }

    fn labelled(excerpt: &Excerpt) -> Vec<&str> {
        excerpt.labels.iter().map(|label| &excerpt.text[label.range.clone()]).collect()
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        let shown = excerpts("one\ntwo — three\nfour", 12..17, &[]);
        assert_eq!((shown[0].text.as_str(), shown[0].line, shown[0].column), ("two — three", 2, 7));
        assert_eq!(labelled(&shown[0]), ["three"]);
    }

    #[test]
    fn a_long_line_is_shown_through_a_window() {
        let text = format!("{}HERE{}", "é".repeat(100_000), " x".repeat(100_000));
        let shown = excerpts(&text, 200_000..200_004, &[]);
        assert!(shown[0].text.chars().count() <= WIDTH + 2);
        assert_eq!((shown[0].line, shown[0].column), (1, 100_001));
        assert_eq!(labelled(&shown[0]), ["HERE"]);
        assert!(shown[0].text.starts_with('…') && shown[0].text.ends_with('…'));
    }

    #[test]
    fn a_span_longer_than_the_window_is_cut() {
        let text = "y".repeat(5_000);
        let shown = excerpts(&text, 0..5_000, &[]);
        assert_eq!(labelled(&shown[0])[0].len(), WIDTH);
    }

    #[test]
    fn a_span_over_lines_shows_them() {
        let shown = excerpts("is always\r\nright. No.\n", 3..16, &[]);
        assert_eq!(shown[0].text, "is always\nright. No.");
        assert_eq!(labelled(&shown[0]), ["always\nright"]);
    }

    #[test]
    fn a_near_place_is_labelled_in_the_same_window_and_a_far_one_in_its_own() {
        let text = "first and second\n\nfar away";
        let shown = excerpts(text, 10..16, &[0..5, 18..21]);
        assert_eq!(shown.len(), 2);
        assert_eq!(labelled(&shown[0]), ["second", "first"]);
        assert_eq!((labelled(&shown[1]), shown[1].line), (vec!["far"], 3));
    }

    #[test]
    fn the_end_of_an_empty_text_can_be_shown() {
        assert_eq!(excerpts("", 0..0, &[])[0].text, "");
    }

    #[test]
    fn labels_stand_right_after_escapes() {
        let shown = excerpts("\u{1b}[31mbad\u{202e}", 5..8, &[]);
        assert_eq!(shown[0].text, "\\u{1b}[31mbad\\u{202e}");
        assert_eq!(labelled(&shown[0]), ["bad"]);
    }
}
