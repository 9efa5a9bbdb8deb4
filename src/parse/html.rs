//! HTML blocks of Markdown: tags part the text or are transparent, comments are comments, table cells are cells.

use std::ops::Range;

use super::{
    draft::{Draft, Place},
    paragraph::Emphasis,
    table::Table,
};
use crate::document::{BlockKind, ProseBuilder};
use crate::source::Span;

/// Tags inside a line of text.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins", "kbd", "label",
    "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    "input", "button",
];

/// Tags that part text.
const PARTING: &[&str] = &[
    "address",
    "article",
    "aside",
    "audio",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "iframe",
    "li",
    "link",
    "main",
    "meta",
    "nav",
    "ol",
    "option",
    "p",
    "picture",
    "pre",
    "script",
    "section",
    "select",
    "source",
    "style",
    "summary",
    "svg",
    "table",
    "tbody",
    "td",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
    "video",
];

/// The name of a tag (without "/"), and whether it closes; `None` where the brackets hold something else, such as a placeholder.
pub(super) fn tag(text: &str) -> Option<(&str, bool)> {
    let inner = text.strip_prefix('<')?;
    let (inner, closes) = inner.strip_prefix('/').map_or((inner, false), |rest| (rest, true));
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let name = &inner[..end];
    let known = |list: &[&str]| list.iter().any(|tag| tag.eq_ignore_ascii_case(name));
    (known(INLINE) || known(PARTING)).then_some((name, closes))
}

/// Whether a tag parts the text before it from the text after it.
fn parts(name: &str) -> bool {
    PARTING.iter().any(|tag| tag.eq_ignore_ascii_case(name))
}

/// An HTML block being read.
struct Reader<'d, 's, 'v> {
    draft: &'d mut Draft<'s, 'v>,
    builder: ProseBuilder,
    start: Option<usize>,
    table: Option<Table>,
    cell: bool,
}

/// Reads the HTML block `range` of the draft's text.
pub(super) fn read(draft: &mut Draft<'_, '_>, range: Range<usize>, place: Place) {
    let text = draft.text;
    let mut reader = Reader { draft, builder: ProseBuilder::default(), start: None, table: None, cell: false };
    let mut at = range.start;
    while at < range.end {
        let open = memchr::memchr(b'<', &text.as_bytes()[at..range.end]).map_or(range.end, |found| at + found);
        reader.words(at..open);
        if open == range.end {
            break;
        }
        at = reader.markup(open, range.end, place);
    }
    reader.flush(place);
}

impl Reader<'_, '_, '_> {
    fn words(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let text = &self.draft.text[range.clone()];
        if self.start.is_some() || !text.trim().is_empty() {
            self.start.get_or_insert(range.start);
            self.builder.push(text, Span::from(range));
        }
    }

    /// Reads the tag or comment at `open`, and says where the text goes on.
    fn markup(&mut self, open: usize, end: usize, place: Place) -> usize {
        let rest = &self.draft.text[open..end];
        if rest.starts_with("<!--") {
            let close = rest.find("-->").map_or(rest.len(), |at| at + 3);
            self.flush(place);
            self.draft.silent(BlockKind::Comment, open..open + close);
            return open + close;
        }
        let Some((name, closes)) = tag(rest) else {
            self.words(open..open + 1);
            return open + 1;
        };
        if parts(name) {
            self.part(&name.to_ascii_lowercase(), closes, place);
        }
        memchr::memchr(b'>', rest.as_bytes()).map_or(end, |at| open + at + 1)
    }

    fn part(&mut self, name: &str, closes: bool, place: Place) {
        if self.cell && matches!(name, "br" | "p" | "div" | "ul" | "ol" | "li") {
            return;
        }
        self.flush(place);
        match (name, closes) {
            ("table", false) => self.table = Some(Table::new(self.draft.new_table())),
            ("table", true) => self.table = None,
            ("tr", false) => self.table.iter_mut().for_each(Table::row),
            ("td" | "th", closes) => self.cell = !closes && self.table.is_some(),
            _ => {}
        }
    }

    fn flush(&mut self, place: Place) {
        let prose = std::mem::take(&mut self.builder).finish(self.draft.text);
        let start = self.start.take();
        if let (Some(table), true) = (&mut self.table, self.cell) {
            table.cell(self.draft, start, prose);
            self.cell = false;
        } else if let Some(start) = start {
            self.draft.paragraph(start, &prose, Emphasis::default(), place);
        }
    }
}
