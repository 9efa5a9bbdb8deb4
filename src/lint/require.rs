//! `require`, judged: what a document never says.

use std::ops::Range;

use super::found::{Flag, Found};
use crate::{
    document::{Block, BlockId, BlockKind, Document, Speaker},
    finding::Related,
    parse::Hit,
    rule::{Group, List, Lists, file::Part},
    source::Span,
};

/// What is missing, put at the section that should say it.
pub(super) fn check(found: Found<'_>, part: Part, lists: &Lists, name: impl Fn(Group) -> String) -> Option<Flag> {
    let document = found.document;
    let asked = lists.get(List::When).is_empty() || found.judged(List::When).next().is_some();
    let in_front = |key: &String| document.front_matter.iter().any(|(known, value)| known == key && !value.is_empty());
    if !asked || lists.is_empty() || lists.front_matter.iter().any(in_front) {
        return None;
    }
    let blocks = blocks(document, part)?;
    let inside = |hit: &Hit| blocks.contains(&document.sentences[hit.sentence as usize].block);
    let missing = missing(found, part, lists);
    if missing.is_empty() {
        return None;
    }
    let near = missing.iter().flat_map(|&group| found.all(List::Needs(group))).min_by_key(|(_, hit)| hit.span);
    let near = near.map(|(_, hit)| Related { span: hit.span, message: near_miss(found, hit, inside(hit)).to_owned() });
    let names: Vec<String> = missing.into_iter().map(name).filter(|name| !name.is_empty()).collect();
    let item = (!names.is_empty()).then(|| names.join(", "));
    Some(Flag { item, related: near.into_iter().collect(), ..Flag::at(place(found, part, &blocks)?) })
}

/// The needs that nothing meets in a part of the document; none if it has no such part.
pub(super) fn missing(found: Found<'_>, part: Part, lists: &Lists) -> Vec<Group> {
    let document = found.document;
    let Some(blocks) = blocks(document, part) else { return Vec::new() };
    let inside = |hit: &Hit| blocks.contains(&document.sentences[hit.sentence as usize].block);
    let said = |group: &Group| found.judged(List::Needs(*group)).any(|(_, hit)| inside(hit));
    let needs = lists.iter().filter_map(|(list, _)| if let List::Needs(group) = list { Some(group) } else { None });
    needs.filter(|group| !said(group)).collect()
}

/// How many words a document has that rules look at.
pub(super) fn words(document: &Document<'_>) -> usize {
    let words = |block: &Block<'_>| block.prose.text().split_whitespace().filter(|word| is_word(word)).count();
    document.blocks.iter().filter(|block| block.kind.is_linted()).map(words).sum()
}

fn is_word(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

fn is_text(block: &Block<'_>) -> bool {
    block.kind.is_linted() && !block.sentences.is_empty()
}

/// The blocks of a part.
fn blocks(document: &Document<'_>, part: Part) -> Option<Range<BlockId>> {
    let all = 0..narrow(document.blocks.len());
    let turns = |turns: bool| {
        let said = move |(_, block): &(usize, &Block<'_>)| {
            let kind = if turns { block.kind == BlockKind::Turn } else { !matches!(block.kind, BlockKind::Heading(_)) };
            is_text(block) && block.speaker == Speaker::Agent && kind
        };
        let mut blocks = document.blocks.iter().enumerate().filter(said).map(|(at, _)| narrow(at));
        match part {
            Part::Closing => blocks.next_back(),
            _ => blocks.next(),
        }
    };
    match part {
        Part::Document => Some(all),
        Part::Opening | Part::Closing => turns(true).or_else(|| turns(false)).map(|block| block..block + 1),
    }
}

/// Why words that would do, do not.
fn near_miss(found: Found<'_>, hit: &Hit, inside: bool) -> &'static str {
    use crate::document::Stance;
    let block = found.block(hit);
    match found.document.stance(block, hit.span) {
        _ if found.looks_at(hit) && !inside => "said here, too late or too early",
        Stance::Rejects => "said here, but as something not to do",
        Stance::Reports => "said here, but only as a mention",
        Stance::Prescribes if block.speaker == Speaker::Customer => "said here, but by the customer",
        Stance::Prescribes => "said here, where it does not count",
    }
}

/// The section that should say it, else the part, else the opening, else the title.
fn place(found: Found<'_>, part: Part, blocks: &Range<BlockId>) -> Option<Span> {
    let document = found.document;
    let is_heading = |hit: &&Hit| matches!(found.block(hit).kind, BlockKind::Heading(_));
    let section = found.all(List::Headings).map(|(_, hit)| hit).filter(is_heading).min_by_key(|hit| hit.span);
    if let Some(hit) = section {
        let block = found.block(hit);
        return Some(block.prose.span(0..block.prose.text().len()));
    }
    let opening = self::blocks(document, Part::Opening).filter(|_| has_turns(document));
    let block = match part {
        Part::Document => opening.map(|blocks| blocks.start),
        Part::Opening | Part::Closing => Some(blocks.start),
    };
    let block = block.map(|at| &document.blocks[at as usize]);
    let block = block.or_else(|| document.blocks.iter().find(|block| is_text(block)))?;
    Some(document.sentence_span(document.sentences[block.sentences.start as usize]))
}

fn has_turns(document: &Document<'_>) -> bool {
    document.blocks.iter().any(|block| block.kind == BlockKind::Turn)
}

fn narrow(place: usize) -> u32 {
    u32::try_from(place).expect("a document has fewer than 2^32 blocks")
}

#[cfg(test)]
mod tests {
    use crate::{
        document::Kind,
        lint::tests::{findings, finds},
    };

    const NEEDS: &str =
        "[language.en]\nneeds = [\"we listen\"]\nheadings = [\"feedback\"]\nwhen = []\nfront-matter = [\"owner\"]";

    #[track_caller]
    fn lacks(settings: &str, text: &str, expected: &[&str]) {
        finds(&format!("[check.require]\n{settings}\n{NEEDS}"), Kind::Policy, text, expected);
    }

    #[test]
    fn what_is_said_is_not_missing() {
        lacks("", "# Policy\n\nWe listen.\n", &[]);
    }

    #[test]
    fn what_is_missing_is_told_at_its_section_else_at_the_title() {
        lacks("", "# Policy\n\n## Feedback\n\nOn Monday.\n", &["Feedback"]);
        lacks("", "# Policy\n\nOn Monday.\n", &["Policy"]);
        lacks("", "Agent: On Monday.\n", &["On Monday."]);
    }

    #[test]
    fn words_that_do_not_count_are_shown() {
        lacks("", "# Policy\n\n## Avoid\n\n- we listen\n", &["Policy <- we listen"]);
    }

    #[test]
    fn front_matter_can_say_it() {
        lacks("", "---\nowner: Ana\n---\n\n# Policy\n", &[]);
        lacks("", "---\nlang: en\n---\n\n# Policy\n", &["Policy"]);
    }

    #[test]
    fn short_and_empty_documents_are_not_judged() {
        lacks("min-words = 3", "# Policy\n\nOn Monday.\n", &["Policy"]);
        lacks("min-words = 4", "# Policy\n\nOn Monday.\n", &[]);
        lacks("", "", &[]);
    }

    #[test]
    fn the_opening_is_the_first_turn_and_the_closing_the_last() {
        let turns = "Agent: One.\n\nCustomer: Two.\n\nAgent: We listen.\n";
        lacks("in-part = \"opening\"", turns, &["One. <- We listen"]);
        lacks("in-part = \"closing\"", turns, &[]);
        lacks("in-part = \"closing\"", "Agent: We listen.\n\nAgent: One.\n", &["One. <- We listen"]);
    }

    #[test]
    fn one_of_each_named_list_is_needed_and_the_missing_are_named() {
        let rule = "message = \"{item}\"\n[check.require]\n[language.en]\nneeds = { one = [\"first\"], two = [\"second\"], three = [\"third\"] }";
        let said = findings(rule, Kind::Policy, "The second.");
        assert_eq!(said, [("The second.".to_owned(), "one, three".to_owned())]);
    }

    #[test]
    fn nothing_is_needed_where_the_occasion_is_missing() {
        let rule = "[check.require]\n[language.en]\nneeds = [\"we listen\"]\nwhen = [\"complaint\"]";
        finds(rule, Kind::Policy, "On Monday.", &[]);
        finds(rule, Kind::Policy, "A complaint.", &["A complaint."]);
    }
}
