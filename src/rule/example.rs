//! Examples: texts by which a rule proves itself.
//!
//! ```text
//! example = (text | "<<" text ">>")*        marks only in bad examples, never nested, never empty
//! ```

use std::{ops::Range, sync::Arc};

use crate::{problem::Placed, source::Span};

/// A text on which a rule must, or must not, speak.
#[derive(Clone, Debug)]
pub struct Example {
    /// The code of the language it is written in.
    pub language: Arc<str>,
    /// The text to lint, without marks.
    pub text: String,
    /// Whether the rule must be silent.
    pub good: bool,
    /// The spans of `text` where findings must be; if a bad example has none, a finding anywhere will do.
    pub marks: Vec<Span>,
    /// The example as written, marks included.
    pub written: Placed,
    /// Where marks stand in `written.text`, to count back.
    taken: Vec<usize>,
}

/// The length of `<<` and of `>>`.
const MARK: usize = 2;

impl Example {
    /// A text on which the rule must be silent.
    ///
    /// # Errors
    /// A mark, and what it marks, as a byte range of the text as written.
    pub fn good(language: &Arc<str>, written: Placed) -> Result<Self, Range<usize>> {
        if let Some(marked) = first_mark(&written.text) {
            return Err(marked);
        }
        let (text, marks, taken) = (written.text.clone(), Vec::new(), Vec::new());
        Ok(Self { language: Arc::clone(language), text, good: true, marks, written, taken })
    }

    /// A text on which the rule must speak.
    ///
    /// # Errors
    /// A wrong mark, as a byte range of the text as written, with what is wrong.
    pub fn bad(language: &Arc<str>, written: Placed) -> Result<Self, (Range<usize>, &'static str)> {
        let marks = marks(&written.text)?;
        let taken: Vec<_> = marks.iter().flat_map(|mark| [mark.start, mark.end - MARK]).collect();
        let unmarked = |at: usize, before: usize| at - before * MARK;
        let spans = marks
            .iter()
            .enumerate()
            .map(|(nth, mark)| Span::new(unmarked(mark.start, 2 * nth), unmarked(mark.end - MARK, 2 * nth + 1)));
        let spans = spans.collect();
        let mut text = String::with_capacity(written.text.len());
        let mut at = 0;
        for &mark in &taken {
            text.push_str(&written.text[at..mark]);
            at = mark + MARK;
        }
        text.push_str(&written.text[at..]);
        Ok(Self { language: Arc::clone(language), text, good: false, marks: spans, written, taken })
    }

    /// A span of the text to lint, as a byte range of the text as written.
    pub fn as_written(&self, span: Span) -> Range<usize> {
        let shift = |at: usize, inclusive: bool| {
            let mut at = at;
            for &mark in &self.taken {
                if mark < at || (inclusive && mark == at) {
                    at += MARK;
                }
            }
            at
        };
        let start = shift(span.start(), true);
        start..shift(span.end(), false).max(start)
    }
}

/// The marked stretches, marks included.
fn marks(text: &str) -> Result<Vec<Range<usize>>, (Range<usize>, &'static str)> {
    let mut marks = Vec::new();
    let mut open = None;
    for (at, mark) in both(text) {
        match (mark, open) {
            ("<<", None) => open = Some(at),
            ("<<", Some(_)) => return Err((at..at + MARK, "a mark is opened inside another one")),
            (_, None) => return Err((at..at + MARK, "this mark was never opened")),
            (_, Some(start)) if text[start + MARK..at].trim().is_empty() => {
                return Err((start..at + MARK, "this mark holds nothing"));
            }
            (_, Some(start)) => {
                marks.push(start..at + MARK);
                open = None;
            }
        }
    }
    match open {
        Some(at) => Err((at..at + MARK, "this mark is never closed")),
        None => Ok(marks),
    }
}

/// The first mark and what it marks, up to the end of the next.
fn first_mark(text: &str) -> Option<Range<usize>> {
    let mut marks = both(text);
    let (start, _) = marks.by_ref().find(|(_, mark)| *mark == "<<")?;
    let end = marks.find(|(_, mark)| *mark == ">>").map_or(start, |(end, _)| end);
    Some(start..end + MARK)
}

/// All marks in order.
fn both(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let next = ["<<", ">>"].iter().filter_map(|mark| text[at..].find(mark)).min()? + at;
        at = next + MARK;
        Some((next, &text[next..next + MARK]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bad(text: &str) -> Result<Example, (Range<usize>, &'static str)> {
        Example::bad(&"en".into(), Placed::typed("bad", text))
    }

    #[test]
    fn marks_are_taken_away_and_remembered() {
        let example = bad("<<This call>> may be <<recorded>>.").unwrap();
        assert_eq!(example.text, "This call may be recorded.");
        let marked: Vec<_> = example.marks.iter().map(|span| &example.text[span.range()]).collect();
        assert_eq!(marked, ["This call", "recorded"]);
        let written: Vec<_> =
            example.marks.iter().map(|&span| &example.written.text[example.as_written(span)]).collect();
        assert_eq!(written, ["This call", "recorded"]);
        assert_eq!(&example.written.text[example.as_written(Span::new(10, 13))], "may");
    }

    #[track_caller]
    fn wrong(text: &str, range: Range<usize>) {
        assert_eq!(bad(text).unwrap_err().0, range);
    }

    #[test]
    fn wrong_marks_are_pointed_at() {
        wrong("a <<b", 2..4);
        wrong("a b>>", 3..5);
        wrong("<<a <<b>>", 4..6);
        wrong("a << >> b", 2..7);
    }

    #[test]
    fn a_good_example_has_no_marks() {
        let good = |text: &str| Example::good(&"en".into(), Placed::typed("good", text));
        assert_eq!(good("a <<b c>> d").unwrap_err(), 2..9);
        assert_eq!(good("a <<b").unwrap_err(), 2..4);
        assert_eq!(good("Menu >> Returns, 3 < 4").unwrap().text, "Menu >> Returns, 3 < 4");
    }
}
