//! Reading: a source becomes a document, and every phrase of the language's index is found on the way.
//!
//! Front matter, language and kind are read first ([`front_matter`], [`detect`]). One of two readers then finds pieces:
//! [`markdown`] by pulldown-cmark, [`text`] by the grammar below; both hand their paragraphs to [`paragraph`]. When all
//! pieces are there, [`speaker`] tells who speaks, and [`tile`] makes of them blocks whose spans, joined, are the source,
//! with their sections, list introductions and [`sentence`]s.
//!
//! The grammar of plain text, one rule a line, lines ending at LF, CRLF or a lone CR:
//!
//! ```text
//! document  = front-matter? (table | paragraph | blank-line)*
//! paragraph = line+                                   up to a blank line
//! table     = row dashes row*                         read as Markdown
//! line      = comment | rule | shortcode | direction | heading | item | text      see `line`
//! part      = line (soft-break line)*                 see `paragraph`
//! turn      = label ":" words                         a label that is a speaker's, see `label` and `speaker`
//! run-in    = label ":" words
//! title     = short line without final stop           over its text or alone, see `heading`
//! ```

mod detect;
mod draft;
mod front_matter;
mod heading;
mod html;
mod inline;
mod label;
mod languages;
mod line;
mod markdown;
mod paragraph;
mod piece;
mod plan;
pub mod quotation;
mod scan;
mod schedule;
mod scripts;
mod sentence;
mod speaker;
mod stance;
mod table;
mod text;
mod tile;
mod vocabulary;

use std::sync::Arc;

pub use languages::Languages;
pub use plan::{Around, Batch, Plan, Role};
pub use schedule::Schedule;

use crate::{
    document::{BlockKind, Document, Kind},
    phrase::index::{Index, PhraseId},
    source::{Source, Span},
};

/// How a text is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Markup {
    /// CommonMark with tables and front matter.
    Markdown,
    /// Plain text.
    Plain,
}

/// What is known of a text before it is read.
#[derive(Clone, Debug)]
pub struct Given {
    /// How it is written.
    pub markup: Markup,
    /// Its kind, whatever its front matter says: from the command line.
    pub kind: Option<Kind>,
    /// Its language, whatever its front matter says: from the command line.
    pub language: Option<Arc<str>>,
    /// Its kind where its front matter does not say it: from the configuration.
    pub configured_kind: Option<Kind>,
    /// Its language where its front matter does not say it: from the configuration.
    pub configured_language: Option<Arc<str>>,
    /// The language to read an unsure text in.
    pub fallback: Arc<str>,
}

impl Given {
    /// Nothing but how the text is written, and the language to read it in where it is unsure.
    pub fn new(markup: Markup, fallback: &str) -> Self {
        let fallback = fallback.into();
        Self { markup, kind: None, language: None, configured_kind: None, configured_language: None, fallback }
    }
}

/// A phrase found in a document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Hit {
    /// Which phrase of the language's index.
    pub phrase: PhraseId,
    /// The sentence it stands in, as its place in [`Document::sentences`].
    pub sentence: u32,
    /// Its words in the source, without the headings a cell is read with and the label a run-in is read with.
    pub span: Span,
    /// The same words as bytes of the block's prose: the first.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// Which of the first 64 words of the headings or the label it makes use of, one bit each, the first the lowest.
    pub context: u64,
}

/// A document with everything that was found in it.
#[derive(Debug)]
pub struct Reading<'s> {
    /// The document.
    pub document: Document<'s>,
    /// Which of the languages it was read in.
    pub index: usize,
    /// All hits, sorted by phrase, then sentence, then place.
    pub hits: Vec<Hit>,
    /// The weekly hours it gives, in order.
    pub schedules: Vec<Schedule>,
}

/// Reads a source: its document, with stances, and every phrase that the index of its language finds in it by plan;
/// `index` gives both by the language's place.
///
/// # Panics
/// If there are no languages.
pub fn read<'s, 'i>(
    source: &'s Source,
    languages: &Languages,
    index: impl FnOnce(usize) -> (&'i Index, &'i Plan),
    given: &Given,
) -> Reading<'s> {
    let (mut document, place) = structure(source, languages, given);
    let (index, plan) = index(place);
    let (hits, schedules) = scan::scan(&document, scan::uses_accents(source.text()), index, plan);
    stance::assign(&mut document, &hits, index);
    Reading { document, index: place, hits, schedules }
}

/// Everything of a document but stances and hits, and which of the languages it was read in.
///
/// # Panics
/// If there are no languages.
pub fn structure<'s>(source: &'s Source, languages: &Languages, given: &Given) -> (Document<'s>, usize) {
    let text = source.text();
    let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let front = front_matter::read(text, start);
    let known = |code: Option<&str>| code.and_then(|code| languages.find(code));
    let chosen = known(given.language.as_deref())
        .or_else(|| known(front.value(&["lang", "language"])))
        .or_else(|| known(given.configured_language.as_deref()))
        .unwrap_or_else(|| detect::language(&text[front.end..], languages, &given.fallback));
    let words = languages.vocabulary(chosen);
    let mut draft = draft::Draft::new(text, words);
    if front.end > start {
        draft.silent(BlockKind::FrontMatter, 0..front.end);
    }
    match given.markup {
        Markup::Markdown => markdown::read(&mut draft, front.end..text.len()),
        Markup::Plain => text::read(&mut draft, front.end..text.len()),
    }
    let mut pieces = draft.pieces;
    speaker::assign(&mut pieces, words);
    let kind = given.kind.or_else(|| front.kind()).or(given.configured_kind);
    let guessed = kind.unwrap_or_else(|| detect::kind(&pieces, words));
    let (blocks, sentences) = tile::tile(text.len(), pieces, words);
    let scripts = scripts::starts(&blocks, words);
    let document = Document {
        language: languages.all()[chosen].code.clone(),
        kind: guessed,
        declared: kind.is_some(),
        front_matter: front.entries,
        blocks,
        sentences,
        scripts,
        stances: Vec::new(),
    };
    (document, chosen)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        document::{Block, Speaker},
        language::Language,
    };

    fn english() -> Languages {
        Languages::new(vec![Arc::new(Language::sample())])
    }

    fn given(markup: Markup) -> Given {
        Given::new(markup, "en")
    }

    /// Checks what holds of every document, whatever the text.
    #[track_caller]
    fn sound(text: &str, markup: Markup) {
        let source = Source::new("t", text);
        let english = english();
        let (document, _) = structure(&source, &english, &given(markup));
        let mut end = 0;
        for (at, block) in document.blocks.iter().enumerate() {
            assert_eq!(block.span.start(), end, "block {at} of {text:?} starts where the last one ended");
            end = block.span.end();
            let words = block.prose.text();
            let place = block.prose.span(0..words.len());
            assert!(words.is_empty() || block.span.contains(place), "{at}: {place:?} in {:?} of {text:?}", block.span);
            assert!(
                text.is_char_boundary(end)
                    && text.is_char_boundary(place.start())
                    && text.is_char_boundary(place.end())
            );
            let mut after = 0;
            for sentence in &document.sentences[block.sentences.start as usize..block.sentences.end as usize] {
                assert!(sentence.block as usize == at && sentence.start >= after && sentence.start < sentence.end);
                after = sentence.end;
                assert!(!words[sentence.range()].trim().is_empty());
                let span = block.prose.span(sentence.range());
                assert!(
                    block.span.contains(span)
                        && text.is_char_boundary(span.start())
                        && text.is_char_boundary(span.end())
                );
            }
            for linked in [block.section, block.list.and_then(|list| list.introduction)].into_iter().flatten() {
                assert!((linked as usize) < at);
            }
        }
        assert_eq!(end, text.len(), "the last block of {text:?} ends with the text");
    }

    fn markup() -> impl Strategy<Value = Markup> {
        prop_oneof![Just(Markup::Markdown), Just(Markup::Plain)]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn any_text_is_tiled(text in any::<String>(), markup in markup()) {
            sound(&text, markup);
        }

        #[test]
        fn any_mixture_of_markup_is_tiled(
            parts in prop::collection::vec(prop::sample::select(vec![
                "\n", "\r\n", "\r", "\n\n", " ", "\t", "- ", "1. ", "2) ", "> ", "# ", "## ", "**", "*", "_", "`", "```\n", "|", "|--|--|\n",
                "a|b\n", "Agent: ", "Customer: ", "Better: ", "Step 2 - ", "“", "”", "\"", "‘", "’", "«", "»", "é", "😀", "❌ ", "✔️ ", "word ",
                "Word ", "end. ", "Mr. ", "…", "<b>", "</td>", "<td>", "<table>", "<tr>", "<!--", "-->", "&amp;", "&mdash;", "\\*", "[", "](", ")",
                "![", "[^1]", "[^1]: ", "{{name}}", "{% hint %}", "---\n", "***\n", "\0", "\u{FEFF}", "    ", "Dear Kim,\n", "  \n", "- [ ] ",
                "[Macro chat] ", "(", "ț", "e\u{301}", "[!NOTE] ", "<br>", ": ", ":",
            ]), 0..40),
            markup in markup(),
        ) {
            sound(&parts.concat(), markup);
        }
    }

    #[test]
    fn odd_texts_are_tiled() {
        let deep = "> ".repeat(10_000);
        let lists: String = (0..300).map(|depth| " ".repeat(depth * 2) + "- a\n").collect();
        for text in [
            "",
            "\n",
            " \r ",
            "\u{FEFF}",
            "\u{FEFF}a",
            "a\rb\r\rc",
            "---\na: b\n---\n",
            "---\n",
            "a\0b",
            &deep,
            &lists,
            "|a\n|-\n",
            "```",
        ] {
            sound(text, Markup::Markdown);
            sound(text, Markup::Plain);
        }
    }

    #[test]
    fn a_text_says_what_it_is_before_the_configuration_and_after_the_command_line() {
        let italian = Language::of("it", "name = \"Italian\"");
        let languages = Languages::new(vec![Arc::new(Language::sample()), Arc::new(italian)]);
        let front = "---\nkind: script\nlang: it\n---\n";
        let is = |text: &str, given: Given, kind, language: &str, declared| {
            let source = Source::new("t", format!("{text}We read it to you and the bill is right.\n"));
            let (document, _) = structure(&source, &languages, &given);
            assert_eq!((document.kind, &*document.language, document.declared), (kind, language, declared));
        };
        let plain = given(Markup::Plain);
        let configured =
            Given { configured_kind: Some(Kind::Script), configured_language: Some("it".into()), ..plain.clone() };
        let typed = Given { kind: Some(Kind::Policy), language: Some("en".into()), ..configured.clone() };
        is("", plain.clone(), Kind::Policy, "en", false);
        is(front, plain, Kind::Script, "it", true);
        is("", configured.clone(), Kind::Script, "it", true);
        is("---\nkind: policy\nlang: en\n---\n", configured.clone(), Kind::Policy, "en", true);
        is("---\nlang: tlh\n---\n", configured, Kind::Script, "it", true);
        is(front, typed, Kind::Policy, "en", true);
    }

    #[test]
    fn an_empty_text_has_no_block() {
        let source = Source::new("t", "");
        assert!(structure(&source, &english(), &given(Markup::Plain)).0.blocks.is_empty());
    }

    /// One line a block: its kind, place, label and words.
    fn shown(block: &Block<'_>) -> String {
        let label =
            block.label.clone().map_or("", |label| &block.prose.text()[label.start as usize..label.end as usize]);
        let speaker = if block.speaker == Speaker::Customer { "!" } else { "" };
        let label = if label.is_empty() { String::new() } else { format!("<{label}>") };
        format!("{}{speaker}{label} {}", block.kind.name(), block.prose.text())
    }

    #[track_caller]
    fn reads(markup: Markup, text: &str, expected: &[&str]) {
        let source = Source::new("t", text);
        let english = english();
        let (document, _) = structure(&source, &english, &given(markup));
        let linted = document.blocks.iter().filter(|block| block.kind.is_linted());
        assert_eq!(linted.map(shown).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_talk_is_read_as_turns_in_both_markups() {
        reads(
            Markup::Plain,
            "Agent: Hello.\nCustomer: Hi.\n",
            &["turn<Agent> Agent: Hello.", "turn!<Customer> Customer: Hi."],
        );
        let coloured = "**Agent**: Hello.  \n<span style=\"color:blue\">**Caller:** Hi.</span>";
        reads(Markup::Markdown, coloured, &["turn<Agent> Agent: Hello.", "turn!<Caller> Caller: Hi."]);
    }

    #[test]
    fn names_that_alternate_are_speakers() {
        let talk = "Joel: Hello.\nMrs Kim: Hi.\nJoel: Tell me.";
        reads(
            Markup::Plain,
            talk,
            &["turn<Joel> Joel: Hello.", "turn!<Mrs Kim> Mrs Kim: Hi.", "turn<Joel> Joel: Tell me."],
        );
        reads(
            Markup::Plain,
            "Myth: a.\nReality: b.\nMyth: c.",
            &["paragraph<Myth> Myth: a.", "paragraph<Reality> Reality: b.", "paragraph<Myth> Myth: c."],
        );
    }

    #[test]
    fn a_title_with_a_stop_is_part_of_a_speakers_name() {
        for bell in ["Mr. Bell", "Mr. J. Bell", "J. Bell"] {
            let talk = format!("Agent: Hello.\n{bell}: Hi.\nAgent: Tell me.");
            let turn = format!("turn!<{bell}> {bell}: Hi.");
            reads(Markup::Plain, &talk, &["turn<Agent> Agent: Hello.", &turn, "turn<Agent> Agent: Tell me."]);
        }
    }

    #[test]
    fn a_name_takes_the_role_it_is_given_in_brackets() {
        reads(
            Markup::Plain,
            "Agent (Mia Roe): Hello.\nCustomer (Bob): Hi.\nMia: Yes.\nBob: No.",
            &[
                "turn<Agent (Mia Roe)> Agent (Mia Roe): Hello.",
                "turn!<Customer (Bob)> Customer (Bob): Hi.",
                "turn<Mia> Mia: Yes.",
                "turn!<Bob> Bob: No.",
            ],
        );
        reads(
            Markup::Plain,
            "Bob (customer): Hi.\nMia: Yes.\nBob: No.",
            &["turn!<Bob (customer)> Bob (customer): Hi.", "turn<Mia> Mia: Yes.", "turn!<Bob> Bob: No."],
        );
    }

    #[test]
    fn an_underlined_line_of_plain_text_is_a_heading() {
        reads(
            Markup::Plain,
            "Refunds\n=======\n\nNever say\n---------\n\nNo.\n\nNever say:\n-----\nNo.",
            &["heading Refunds", "heading Never say", "paragraph No.", "heading Never say:", "paragraph No."],
        );
        reads(Markup::Plain, "We pay.\nAt once.\n-----\n\nYes.", &["paragraph We pay.\nAt once.", "paragraph Yes."]);
    }

    #[test]
    fn a_title_stands_over_its_text() {
        reads(
            Markup::Plain,
            "IVR welcome\n“Thank you for calling.”",
            &["heading IVR welcome", "paragraph “Thank you for calling.”"],
        );
        reads(Markup::Plain, "5. SERVICE\n\nKeys go back.", &["heading SERVICE", "paragraph Keys go back."]);
        reads(
            Markup::Plain,
            "1. Honesty\n2. Courage\n\nThat is all.",
            &["item Honesty", "item Courage", "paragraph That is all."],
        );
    }

    #[test]
    fn emphasis_and_entities_are_transparent() {
        reads(Markup::Markdown, "You **never** decide &amp; go \\*on\\*.", &["paragraph You never decide & go *on*."]);
        reads(
            Markup::Markdown,
            "See [our page](http://x.y) ![alt](z.png) `code`.",
            &["paragraph See our page  \u{FFFC}."],
        );
    }

    #[test]
    fn bare_code_that_holds_a_talk_is_read() {
        reads(Markup::Markdown, "```\nAgent: Hello.\n```\n", &["turn<Agent> Agent: Hello."]);
        reads(Markup::Markdown, "```sh\nAgent: Hello.\n```\n\n```\nlet x = 1;\n```\n", &[]);
    }

    #[test]
    fn cells_know_their_headings() {
        let source = Source::new("t", "Before | After\n---|---\na | b\n");
        let english = english();
        let (document, _) = structure(&source, &english, &given(Markup::Markdown));
        let last = document.blocks.last().expect("there are four cells").cell.expect("a cell has a place");
        assert_eq!((last.row, last.column, last.row_heading, last.column_heading), (1, 1, Some(2), Some(1)));
    }

    #[test]
    fn a_list_knows_its_introduction() {
        let source = Source::new("t", "Never say:\n\n- No\n- Calm down\n");
        let english = english();
        for markup in [Markup::Markdown, Markup::Plain] {
            let (document, _) = structure(&source, &english, &given(markup));
            assert_eq!(document.blocks[2].list.expect("an item has a place").introduction, Some(0));
        }
    }
}
