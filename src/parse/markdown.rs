//! Markdown: pulldown-cmark finds the structure, its paragraphs are cut like those of plain text.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{
    draft::{Draft, Place},
    heading, html,
    inline::Inline,
    label, line,
    piece::{Number, Seat},
    speaker,
    table::Table,
    text,
};
use crate::document::BlockKind;

/// Where the reader stands.
struct Reader<'d, 's, 'v> {
    draft: &'d mut Draft<'s, 'v>,
    inline: Inline,
    /// The lists open around here: the list's number, and the number of its next item.
    lists: Vec<(u32, Option<u64>)>,
    items: Vec<Seat>,
    /// Where the item begins that has no words yet.
    item_start: Option<usize>,
    quotes: usize,
    table: Option<Table>,
    heading: Option<u8>,
    /// Whether the events are those of code or HTML that was already dealt with.
    opaque: bool,
    images: usize,
}

/// Reads the Markdown `range` of the draft's text.
pub(super) fn read(draft: &mut Draft<'_, '_>, range: Range<usize>) {
    let source = &draft.text[range.clone()];
    let first = draft.pieces.len();
    let mut reader = Reader {
        draft,
        inline: Inline::default(),
        lists: Vec::new(),
        items: Vec::new(),
        item_start: None,
        quotes: 0,
        table: None,
        heading: None,
        opaque: false,
        images: 0,
    };
    for (event, place) in Parser::new_ext(source, options()).into_offset_iter() {
        reader.event(event, place.start + range.start..place.end + range.start);
    }
    reader.flush();
    heading::unmarked(&mut draft.pieces[first..], draft.words, false);
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
}

impl Reader<'_, '_, '_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Rule => {
                self.flush();
                self.draft.silent(BlockKind::Markup, range);
            }
            _ if self.opaque || self.images > 0 => {}
            Event::Text(text) => self.words(&text, range),
            Event::Code(_) => self.words("\u{FFFC}", range),
            Event::InlineHtml(tag) => self.tag(&tag, range),
            Event::SoftBreak => self.words("\n", range),
            Event::HardBreak => {
                self.inline.hard_break();
                self.words("\n", range);
            }
            _ => {}
        }
    }

    fn words(&mut self, text: &str, range: Range<usize>) {
        let start = self.item_start.take().unwrap_or(range.start);
        self.inline.push(text, range, start);
    }

    fn tag(&mut self, tag: &str, range: Range<usize>) {
        match html::tag(tag) {
            Some((name, _)) if name.eq_ignore_ascii_case("br") => {
                self.inline.hard_break();
                self.words("\n", range);
            }
            None if !tag.starts_with("<!") => self.words(tag, range),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Strong => return self.inline.bold_starts(),
            Tag::Image { .. } => return self.images += 1,
            Tag::Emphasis | Tag::Strikethrough | Tag::Link { .. } | Tag::Superscript | Tag::Subscript => return,
            _ => self.flush(),
        }
        match tag {
            Tag::Heading { level, .. } => {
                self.heading = Some(depth(level));
                self.inline.begin(range.start);
            }
            Tag::Paragraph if self.item_start.is_none() => self.inline.begin(range.start),
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::List(first) => {
                let list = self.draft.new_list();
                self.lists.push((list, first));
            }
            Tag::Item => self.item(range.start),
            Tag::Table(_) => self.table = Some(Table::new(self.draft.new_table())),
            Tag::TableHead | Tag::TableRow => self.table.iter_mut().for_each(Table::row),
            Tag::CodeBlock(kind) => self.code(&kind, range),
            Tag::HtmlBlock => {
                self.opaque = true;
                let place = self.place();
                html::read(self.draft, range, place);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Strong => return self.inline.bold_ends(),
            TagEnd::Image => return self.images = self.images.saturating_sub(1),
            TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Superscript | TagEnd::Subscript => return,
            TagEnd::TableCell => return self.cell(range.start),
            _ => self.flush(),
        }
        match tag {
            TagEnd::Heading(_) => self.heading = None,
            TagEnd::BlockQuote(_) => self.quotes = self.quotes.saturating_sub(1),
            TagEnd::List(_) => drop(self.lists.pop()),
            TagEnd::Item => {
                self.items.pop();
                self.item_start = None;
            }
            TagEnd::Table => self.table = None,
            TagEnd::CodeBlock | TagEnd::HtmlBlock => self.opaque = false,
            _ => {}
        }
    }

    fn item(&mut self, start: usize) {
        let depth = u8::try_from(self.lists.len()).unwrap_or(u8::MAX);
        let Some((list, next)) = self.lists.last_mut() else { return };
        let count = next.map(|count| u32::try_from(count).unwrap_or(u32::MAX));
        *next = next.map(|next| next.saturating_add(1));
        self.items.push(Seat { list: *list, depth, mark: None, number: count.map(|count| Number { depth: 1, count }) });
        self.item_start = Some(start);
    }

    fn cell(&mut self, start: usize) {
        let prose = std::mem::take(&mut self.inline).builder.finish(self.draft.text);
        if let Some(table) = &mut self.table {
            table.cell(self.draft, Some(start), prose);
        }
    }

    /// Code that holds a talk or a template is read as plain text, code that an item was indented into by chance as its words.
    fn code(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) {
        let (bare, indented) = match kind {
            CodeBlockKind::Fenced(info) => (info.trim().is_empty(), false),
            CodeBlockKind::Indented => (false, true),
        };
        if indented && self.item_start.is_some() {
            return;
        }
        self.opaque = true;
        let body = fenced(self.draft.text, range.clone());
        if bare && self.quotes == 0 && is_talk(self.draft, &self.draft.text[body.clone()]) {
            text::read(self.draft, body);
        } else {
            let start = self.item_start.take().unwrap_or(range.start);
            self.draft.silent(BlockKind::Code, start..range.end);
        }
    }

    fn place(&self) -> Place {
        Place { seat: self.items.last().copied(), quoted: self.quotes > 0 }
    }

    fn flush(&mut self) {
        let inline = std::mem::take(&mut self.inline);
        if inline.builder.text().trim().is_empty() {
            return;
        }
        let place = self.place();
        inline.finish(self.draft, self.heading, place);
        if let Some(item) = self.items.last_mut() {
            item.number = None;
        }
    }
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// The lines between the fences of a code block.
fn fenced(text: &str, range: Range<usize>) -> Range<usize> {
    let block = &text[range.clone()];
    let start = block.find('\n').map_or(block.len(), |at| at + 1);
    let body = block.trim_end();
    let closed = body.ends_with("```") || body.ends_with("~~~");
    let end = if closed { body.rfind('\n').map_or(start, |at| at + 1) } else { block.len() };
    range.start + start..range.start + end.max(start)
}

/// Whether a block of code without a language holds turns, a subject line or a letter.
fn is_talk(draft: &Draft<'_, '_>, code: &str) -> bool {
    code.lines().any(|code| {
        let code = code.trim();
        let spoken = label::label(code, draft.words).is_some_and(|label| speaker::is_known(&code[label], draft.words));
        spoken || matches!(line::opening(code), line::Opening::Text) && draft.words.greets(code)
    })
}
