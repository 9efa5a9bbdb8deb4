//! `follow`, judged: what is said without what must be said with it.

use super::{
    found::{Found, any_in, sentences},
    reach::Neighbourhood,
};
use crate::{
    parse::Hit,
    rule::{
        List,
        file::{Side, Within},
    },
    ruleset::Slot,
};

/// The words that nothing follows. What is part of the words themselves does not follow them: "we can" is no answer to
/// "we can not".
pub(super) fn check(found: Found<'_>, within: Within, side: Side) -> Vec<(Slot, Hit)> {
    let unless = sentences(found.all(List::Unless));
    let mut then: Vec<&Hit> = found.judged(List::Then).map(|(_, hit)| hit).collect();
    then.sort_unstable_by_key(|hit| (hit.sentence, hit.span));
    let around = Neighbourhood::new(found.document, within);
    let alone = |(_, says): &&(Slot, Hit)| {
        let near = around.sentences(says.sentence, side);
        let first = then.partition_point(|hit| hit.sentence < near.start);
        let mut near_by = then[first..].iter().take_while(|hit| hit.sentence < near.end);
        !any_in(&unless, &near) && !near_by.any(|hit| !hit.span.overlaps(says.span))
    };
    found.judged(List::Says).filter(alone).copied().collect()
}

#[cfg(test)]
mod tests {
    use crate::{document::Kind, lint::tests::finds};

    const LISTS: &str = "[language.en]\nsays = [\"sorry\"]\nthen = [\"we can\"]\nunless = [\"joking\"]";

    #[track_caller]
    fn alone(settings: &str, text: &str, expected: &[&str]) {
        finds(&format!("[check.follow]\n{settings}\n{LISTS}"), Kind::Script, text, expected);
    }

    #[test]
    fn the_rest_may_stand_in_the_same_sentence_or_the_next_two() {
        alone("", "Sorry. We can wait.", &[]);
        alone("", "We can wait, sorry.", &[]);
        alone("", "Sorry. One. We can wait.", &[]);
        alone("", "Sorry. One. Two. We can wait.", &["Sorry"]);
        alone("within = 3", "Sorry. One. Two. We can wait.", &[]);
        alone("within = 0", "Sorry. We can wait.", &["Sorry"]);
    }

    #[test]
    fn the_rest_stands_on_the_side_that_is_asked_for() {
        alone("", "We can wait. Sorry.", &["Sorry"]);
        alone("where = \"before\"", "We can wait. Sorry.", &[]);
        alone("where = \"before\"", "Sorry. We can wait.", &["Sorry"]);
        alone("where = \"around\"", "We can wait. Sorry.", &[]);
    }

    #[test]
    fn a_list_belongs_to_what_introduces_it() {
        alone("within = 0", "Sorry:\n\n- one\n- two\n- we can wait\n", &[]);
        alone("", "- sorry\n  - we can wait\n", &[]);
        alone("", "- sorry\n- we can wait\n", &["sorry"]);
        alone("", "1. sorry\n2. we can wait\n", &[]);
    }

    #[test]
    fn another_turn_is_another_matter() {
        alone("", "Agent: Sorry.\n\nCustomer: Oh.\n\nAgent: We can wait.", &["Sorry"]);
        alone("", "Agent: Sorry.\n\nAgent: We can wait.", &[]);
        alone("within = \"turn\"", "Agent: Sorry. One. Two. Three.\n\nAgent: We can wait.", &[]);
        alone("within = \"turn\"", "Sorry. One. Two. We can wait.", &[]);
        alone("within = \"turn\"", "Sorry.\n\nWe can wait.", &["Sorry"]);
    }

    #[test]
    fn a_row_is_one_turn() {
        let row = |rest: &str| {
            format!("| Case | Say | Offer |\n|---|---|---|\n| full | Sorry | {rest} |\n| late | so | we can |\n")
        };
        alone("", &row("we can wait"), &[]);
        alone("", &row("goodbye"), &["Sorry"]);
    }

    #[test]
    fn a_section_ends_with_the_next_heading() {
        let section = "within = \"section\"";
        alone(section, "## A\n\nSorry.\n\n- one\n\nTwo. Three. We can wait.\n", &[]);
        alone(section, "## A\n\nSorry.\n\n## B\n\nWe can wait.\n", &["Sorry"]);
    }

    #[test]
    fn words_are_not_followed_by_themselves() {
        let rule = "[check.follow]\n[language.en]\nsays = [\"we can not\"]\nthen = [\"we can\"]";
        finds(rule, Kind::Script, "We can't wait.", &["We can't"]);
        finds(rule, Kind::Script, "We can't wait. We can go.", &[]);
    }

    #[test]
    fn the_rest_counts_only_where_it_is_meant_and_unless_always() {
        alone("", "Sorry. Never say “we can”.", &["Sorry"]);
        alone("", "Agent: Sorry. I am joking.", &[]);
    }
}
