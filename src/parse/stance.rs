//! Stance: what the text does with its words, from the cues that were found in it.
//!
//! A block takes its stance from the nearest title over it, the more particular winning: its label, its mark, its
//! column's heading, a mark alone in its row (❌, ✅), a column to its right that replaces or discusses it, its row's
//! heading, the introduction of its list, the heading of its section. A question that is asked and answered ("Q: …") is the asker's, and reported.
//! Inside a block, cues in sentences make stretches that differ, see [`passage`].

use std::ops::Range;

use foldhash::{HashMap, HashSet};

use crate::{
    document::{Block, BlockId, BlockKind, CellPlace, Document, Stance},
    fold::fold,
    language::Language,
    parse::{Hit, line::mark, quotation::quotations},
    phrase::index::{Cue, Index},
};

mod passage;

/// Gives every block its stance, and the document the stretches that differ from their block's.
pub(super) fn assign(document: &mut Document<'_>, hits: &[Hit], index: &Index) {
    let cues = Cues::of(document, hits, index);
    for id in 0..document.blocks.len() {
        let asked = is_asked(&document.blocks[id], index.language());
        document.blocks[id].stance = if asked { Stance::Reports } else { block_stance(&document.blocks, &cues, id) };
    }
    let mut stances = Vec::new();
    for (id, block) in document.blocks.iter().enumerate() {
        let found = cues.inside.get(&narrow(id)).map_or(&[][..], Vec::as_slice);
        stances.extend(passage::stretches(document, block, found, index.language()));
    }
    document.stances = stances;
}

/// A cue in a sentence, with its byte range in the block's prose.
struct Found {
    cue: Cue,
    sentence: u32,
    range: Range<usize>,
}

/// All cues of a document, by the block they stand in.
struct Cues {
    /// Blocks that are a title over others.
    titles: HashMap<BlockId, Stance>,
    /// Blocks whose label is a title over their text.
    labels: HashMap<BlockId, Stance>,
    /// Blocks that introduce a list.
    introductions: HashSet<BlockId>,
    /// By table, its last column that replaces those to its left ("Better", "Why we dropped it").
    replacing: HashMap<u32, u32>,
    /// Blocks whose label takes back the quotation before them ("“…” Wrong: …").
    retracting: HashSet<BlockId>,
    /// By table and row: what the marks that stand alone in its cells say, where they agree.
    marked: HashMap<(u32, u32), Option<Stance>>,
    /// What stands in sentences, in order.
    inside: HashMap<BlockId, Vec<Found>>,
}

impl Cues {
    fn of(document: &Document<'_>, hits: &[Hit], index: &Index) -> Self {
        let introductions = document.blocks.iter().filter_map(|block| block.list?.introduction).collect();
        let (titles, labels, replacing, retracting, marked, inside) = Default::default();
        let mut cues = Self { titles, labels, introductions, replacing, retracting, marked, inside };
        let mut found: Vec<_> = hits.iter().filter_map(|hit| Some((hit, index.cue(hit.phrase)?))).collect();
        found.sort_by_key(|(hit, _)| (hit.sentence, std::cmp::Reverse(hit.span.len()), hit.span));
        for (hit, cue) in found {
            cues.file(document, hit, cue);
        }
        cues.labels.retain(|id, _| !cues.retracting.contains(id));
        cues.marks(document);
        cues
    }

    /// Marks in headings, which words beside them overrule, and those that are all of a cell.
    fn marks(&mut self, document: &Document<'_>) {
        for (id, block) in document.blocks.iter().enumerate() {
            let head = block.cell.is_some_and(|cell| cell.row == 0);
            if !(head || block.cell.is_some() || matches!(block.kind, BlockKind::Heading(_))) {
                continue;
            }
            let text = block.prose.text();
            let Some(stance) = mark(text) else { continue };
            match block.cell.filter(|_| !head) {
                None => _ = self.titles.entry(narrow(id)).or_insert(stance),
                Some(_) if text.contains(char::is_alphanumeric) => {}
                Some(cell) => {
                    let said = self.marked.entry((cell.table, cell.row)).or_insert(Some(stance));
                    *said = said.filter(|said| *said == stance);
                }
            }
        }
    }

    fn file(&mut self, document: &Document<'_>, hit: &Hit, cue: Cue) {
        let id = document.sentences[hit.sentence as usize].block;
        let block = &document.blocks[id as usize];
        if let Some(stance) = self.title(document, block, hit, cue) {
            let titles = if in_label(block, hit) { &mut self.labels } else { &mut self.titles };
            titles.entry(id).or_insert(stance);
        }
        if matches!(cue, Cue::Retract) && in_label(block, hit) && comments(&document.blocks, id) {
            self.retracting.insert(id);
        }
        if let Some(place) = block.cell.filter(|place| place.row == 0 && replaces(cue)) {
            let column = self.replacing.entry(place.table).or_default();
            *column = place.column.max(*column);
        }
        if !in_label(block, hit) {
            self.inside.entry(id).or_default().push(Found {
                cue,
                sentence: hit.sentence,
                range: hit.start as usize..hit.end as usize,
            });
        }
    }

    /// The stance that a cue, read as a title, gives to what stands under it. A cue that rejects what follows is a
    /// title where nothing follows ("Never say:"), or where the list follows that it speaks of.
    fn title(&self, document: &Document<'_>, block: &Block<'_>, hit: &Hit, cue: Cue) -> Option<Stance> {
        let sentence = document.sentences[hit.sentence as usize];
        let governs_what_follows = || {
            let rest = block.prose.text().get(hit.end as usize..sentence.range().end).unwrap_or_default();
            let introduces = self.introductions.contains(&sentence.block) && hit.sentence + 1 == block.sentences.end;
            in_label(block, hit)
                || !rest.contains(char::is_alphanumeric)
                || (introduces && !rest.contains(QUOTATION_MARKS))
        };
        match cue {
            Cue::Reject => Some(Stance::Rejects),
            Cue::Prescribe => Some(Stance::Prescribes),
            Cue::Report => Some(Stance::Reports),
            Cue::RejectBefore => governs_what_follows().then_some(Stance::Rejects),
            Cue::ReportBefore => governs_what_follows().then_some(Stance::Reports),
            Cue::RejectQuoted | Cue::RejectAfter | Cue::Adopt | Cue::Retract => None,
        }
    }
}

/// Marks that open a quotation.
const QUOTATION_MARKS: [char; 5] = ['"', '“', '«', '„', '‘'];

/// Whether a cue in a column's heading says that the column replaces, or condemns, those to its left.
fn replaces(cue: Cue) -> bool {
    matches!(cue, Cue::Prescribe | Cue::RejectAfter | Cue::Retract)
}

/// Whether a block is a question of somebody's that the text answers.
fn is_asked(block: &Block<'_>, language: &Language) -> bool {
    let Some(label) = &block.label else { return false };
    let label = fold(block.prose.text()[label.start as usize..label.end as usize].trim());
    language.file.labels.question.iter().any(|known| fold(known.get_ref()) == label)
}

/// Whether a labelled block goes on in the line of a quotation that is all of the block before it.
fn comments(blocks: &[Block<'_>], id: BlockId) -> bool {
    let block = &blocks[id as usize];
    let Some(before) = id.checked_sub(1).map(|before| &blocks[before as usize]) else { return false };
    let [text, quoted] = [block, before].map(|block| block.prose.text().trim());
    let shown = before.prose.span(0..before.prose.text().len());
    let in_line = before.kind == block.kind && before.span.end() - shown.end() <= 1;
    let whole = |quote: Range<usize>| quote.start == 0 && quote.end == quoted.len();
    in_line && before.label.is_none() && quotations(quoted).into_iter().any(whole) && quotations(text).is_empty()
}

/// The fewest words that make a cell a text of its own, not a figure or a name.
const TEXT: usize = 4;

/// Whether a cell opens a row that goes on with a text: then it is what that text is about, not an order of its own.
fn is_topic(blocks: &[Block<'_>], id: usize, cell: CellPlace) -> bool {
    let beside = blocks.get(id + 1).filter(|next| {
        next.cell.is_some_and(|place| (place.table, place.row) == (cell.table, cell.row) && place.column > cell.column)
    });
    let words = beside.map_or(0, |next| next.prose.text().split_whitespace().take(TEXT).count());
    cell.column == 0 && cell.row > 0 && words == TEXT
}

fn in_label(block: &Block<'_>, hit: &Hit) -> bool {
    block.label.as_ref().is_some_and(|label| label.start <= hit.start && hit.end <= label.end)
}

fn block_stance(blocks: &[Block<'_>], cues: &Cues, id: usize) -> Stance {
    let block = &blocks[id];
    let title = |over: Option<BlockId>| cues.titles.get(&over?).copied();
    let labelled = |over: Option<BlockId>| title(over).or_else(|| cues.labels.get(&over?).copied());
    let inherited = |over: BlockId| title(Some(over)).unwrap_or(blocks[over as usize].stance);
    let replaced = |cell: CellPlace| cues.replacing.get(&cell.table).is_some_and(|&column| cell.column < column);
    let nested = |over: &BlockId| blocks[*over as usize].kind == BlockKind::Item;
    if cues.retracting.contains(&narrow(id + 1)) {
        return Stance::Rejects;
    }
    cues.labels
        .get(&narrow(id))
        .copied()
        .or_else(|| block.list?.mark)
        .or_else(|| title(block.cell?.column_heading))
        .or_else(|| block.cell.and_then(|cell| *cues.marked.get(&(cell.table, cell.row))?))
        .or_else(|| block.cell.filter(|cell| cell.row > 0 && replaced(*cell)).map(|_| Stance::Rejects))
        .or_else(|| block.cell.filter(|cell| is_topic(blocks, id, *cell)).map(|_| Stance::Reports))
        .or_else(|| title(block.cell.filter(|cell| cell.row > 0)?.row_heading))
        .or_else(|| labelled(block.list?.introduction))
        .or_else(|| block.list?.introduction.filter(nested).map(inherited))
        .or_else(|| block.section.map(inherited))
        .unwrap_or(Stance::Prescribes)
}

fn narrow(id: usize) -> BlockId {
    u32::try_from(id).expect("a document has fewer blocks than bytes")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        document::Kind,
        parse::{Given, Languages, Markup, Plan, read},
        phrase::index::IndexBuilder,
        source::{Source, Span},
    };

    /// A language with one cue of each sort.
    fn index() -> Index {
        let language = Language::of(
            "en",
            r#"
            function-words = ["the", "is"]
            conjunctions = ["and", "or", "e"]
            contractions = { "e'" = "è" }
            [speakers]
            agent = ["agent"]
            customer = ["customer"]
            [labels]
            question = ["q"]
            [stance]
            reject = ["^avoid$", "^cliché$", "^myth$", "^wrong$"]
            prescribe = ["^better$", "^fact$"]
            report = ["^trigger phrases$"]
            reject-before = ["(never|not) (say|write)", "the belief that"]
            reject-quoted = ["we dropped", "avoid"]
            report-before = ["callers say"]
            reject-after = ["is a myth", "we dropped it"]
            adopt = ["we live by that"]
            retract = ["^wrong$"]
            conditions = ["if", "who"]
            negators = ["not"]
            [lists]
            neg = ["not", "never", "no"]
            "#,
        );
        IndexBuilder::new(Arc::new(language)).expect("the language is sound").build()
    }

    /// Checks the stance of the word `HERE` wherever it stands in a text: + prescribes, - rejects, ? reports.
    #[track_caller]
    fn stances(text: &str, kind: Kind, expected: &str) {
        let source = Source::new("t.md", text);
        let given = Given { kind: Some(kind), ..Given::new(Markup::Markdown, "en") };
        let index = index();
        let languages = Languages::new(vec![Arc::new(index.language().clone())]);
        let reading = read(&source, &languages, |_| (&index, Plan::everything()), &given);
        let document = &reading.document;
        let stance = |(at, word): (usize, &str)| {
            let span = Span::new(at, at + word.len());
            let block = document.blocks.iter().find(|block| block.span.contains(span)).expect("blocks tile");
            match document.stance(block, span) {
                Stance::Prescribes => '+',
                Stance::Rejects => '-',
                Stance::Reports => '?',
            }
        };
        let found: String = text.match_indices("HERE").map(stance).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[track_caller]
    fn policy(text: &str, expected: &str) {
        stances(text, Kind::Policy, expected);
    }

    #[test]
    fn a_heading_reaches_to_the_next_of_its_level() {
        policy("# Avoid\n\n- HERE\n\n## Why\n\nHERE\n\n# Do\n\nHERE", "--+");
    }

    #[test]
    fn a_label_overrides_the_heading() {
        policy("## Avoid\n\nMyth: HERE.\n\nBetter: HERE.\n", "-+");
    }

    #[test]
    fn a_column_heading_reaches_its_column_and_a_better_one_those_to_its_left() {
        policy("| Cliché | Note |\n|--|--|\n| HERE | HERE |\n", "-+");
        policy("| Slogan | Why we dropped it |\n|--|--|\n| HERE | HERE |\n", "-+");
        policy("| Said | Better |\n|--|--|\n| HERE | HERE |\n", "-+");
    }

    #[test]
    fn a_mark_in_a_heading_or_alone_in_a_row_speaks_for_the_words_under_and_beside_it() {
        policy("| ❌ | ✅ |\n|--|--|\n| HERE | HERE |\n", "-+");
        policy("| ❌ Phrase | Phrase ✔️ |\n|--|--|\n| HERE | HERE |\n", "-+");
        policy("| Verdict | Note |\n|--|--|\n| ❌ | HERE |\n| ✅ | HERE |\n", "-+");
        policy("| Phrase | Better? |\n|--|--|\n| HERE | ✖ |\n| HERE | 👍 |\n", "-+");
        policy("| Line | Basic | Pro |\n|--|--|--|\n| HERE | ❌ | ✅ |\n", "+");
        policy("## ❌\n\nHERE\n\n## ✅\n\nHERE\n", "-+");
        policy("## ✅ Avoid\n\nHERE\n", "-");
    }

    #[test]
    fn a_cell_that_a_text_goes_on_from_is_its_topic() {
        policy("| Reflex | Useful |\n|--|--|\n| HERE | HERE and three more words |\n", "?+");
        policy("| Criterion | Points |\n|--|--|\n| HERE | 10 |\n", "+");
    }

    #[test]
    fn a_question_that_is_answered_is_reported() {
        policy("Q: They say HERE. Why?\n\nA: HERE.\n", "?+");
        policy("“HERE.” True or false?", "?");
        policy("The last question is: HERE or not?", "+");
    }

    #[test]
    fn a_cue_for_quotations_reaches_nothing_else() {
        policy("We dropped the line “HERE”.", "-");
        policy("We dropped the price and HERE.", "+");
    }

    #[test]
    fn an_introduction_reaches_its_list_and_what_is_nested_in_it() {
        policy("Never say:\n\n- HERE\n- more\n  - HERE\n\nHERE.", "--+");
        policy("What we never say in a memo\n\n- HERE\n", "-");
        policy("Trigger phrases:\n\n- HERE\n", "?");
    }

    #[test]
    fn a_cue_reaches_the_quotations_it_governs_or_the_end_of_its_sentence() {
        policy("Never say “HERE” or “HERE”; ask “HERE”. HERE.", "--++");
        policy("The belief that HERE has a price. HERE.", "-+");
        policy("Callers say HERE.", "?");
    }

    #[test]
    fn a_cue_in_a_condition_reaches_no_further_than_the_condition() {
        policy("If you do not say HERE, HERE.", "-+");
        policy("For callers who never say so, HERE.", "+");
        policy("If you never say “HERE, HERE”, HERE.", "--+");
        policy("If asked, never say HERE, HERE.", "--");
        policy("If you do not, say HERE, HERE.", "++");
        policy("Never say HERE, even if asked, HERE.", "--");
    }

    #[test]
    fn what_an_agent_says_to_a_customer_rejects_only_what_it_quotes() {
        let talk = |said: &str| format!("Agent: {said}\n\nCustomer: Oh.\n\nAgent: Yes.");
        stances(&talk("That HERE is a myth."), Kind::Script, "+");
        stances(&talk("I never say HERE."), Kind::Script, "+");
        stances(&talk("“HERE” is a myth."), Kind::Script, "-");
    }

    #[test]
    fn a_double_negative_prescribes() {
        policy("Do not never say HERE.", "+");
        policy("Do not avoid “HERE”.", "+");
        policy("Avoid “HERE”.", "-");
    }

    #[test]
    fn a_verdict_reaches_back_to_the_quotation_or_the_start_of_its_sentence() {
        policy("HERE. That HERE is a myth.", "+-");
        policy("HERE and “HERE” is a myth.", "+-");
    }

    #[test]
    fn a_quotation_with_a_predicate_is_reported_unless_it_is_adopted() {
        policy("“HERE” sounds like a card.", "?");
        policy("“HERE” - wrong in every case.", "?");
        policy("“HERE” and goodbye.", "+");
        policy("“HERE” e\u{300} goodbye.", "?");
        policy("“HERE” è goodbye.", "?");
        policy("“HERE” e' goodbye.", "?");
        policy("“HERE” e goodbye.", "+");
        policy("“HERE” was his line, and we live by that.", "+");
    }

    #[test]
    fn a_cue_inside_a_quotation_is_none() {
        policy("HERE. “That is a myth. Wrong.” HERE.", "++");
    }

    #[test]
    fn a_head_cell_is_not_read_with_its_neighbour() {
        policy("| Never say | Say |\n|--|--|\n| HERE | HERE |\n", "-+");
    }

    #[test]
    fn a_retraction_rejects_the_sentence_before() {
        policy("HERE. Wrong. HERE.", "-+");
    }

    #[test]
    fn a_label_takes_back_the_quotation_in_whose_line_it_stands() {
        policy("“HERE.” Wrong: HERE.", "-+");
        policy("Better: “HERE.” Wrong: “HERE.”", "+-");
        policy("HERE.\n\nWrong: HERE.", "+-");
    }

    #[test]
    fn a_question_of_a_policy_prescribes_nothing_but_a_quoted_one_and_a_script_do() {
        policy("Is HERE so?", "?");
        policy("Why was “HERE” so?", "?");
        policy("End with “is HERE so?”.", "+");
        stances("Is HERE so?", Kind::Script, "+");
    }
}
