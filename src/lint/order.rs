//! `order`, judged: what may only come after something else, and does not.

use super::found::Found;
use crate::{finding::Related, parse::Hit, rule::List, ruleset::Slot, source::Span};

/// The words that come too early, each with what should have come before it, should that come later.
pub(super) fn check(found: Found<'_>) -> Vec<((Slot, Hit), Option<Related>)> {
    let scripts = &found.document.scripts;
    let script = |hit: &Hit| {
        let block = found.document.sentences[hit.sentence as usize].block;
        scripts.partition_point(|&start| start <= block)
    };
    let mut first: Vec<(usize, Span)> = found.judged(List::First).map(|(_, hit)| (script(hit), hit.span)).collect();
    first.sort_unstable();
    let early = |next: &(Slot, Hit)| {
        let of_script = script(&next.1);
        let at = first.partition_point(|(script, _)| *script < of_script);
        let first = first.get(at).filter(|(script, _)| *script == of_script).map(|(_, span)| *span);
        if first.is_some_and(|span| span.start() < next.1.span.start()) {
            return None;
        }
        let related = first.map(|span| Related { span, message: "this should come first".to_owned() });
        Some((*next, related))
    };
    found.judged(List::Next).filter_map(early).collect()
}

#[cfg(test)]
mod tests {
    use crate::{document::Kind, lint::tests::finds};

    const RULE: &str = "[check.order]\n[language.en]\nfirst = [\"(hello|welcome)\"]\nnext = [\"account number\"]";

    #[track_caller]
    fn early(text: &str, expected: &[&str]) {
        finds(RULE, Kind::Script, text, expected);
    }

    #[test]
    fn what_comes_before_its_first_is_early() {
        early("Agent: Your account number?\n\nAgent: Hello.", &["account number <- Hello"]);
        early("Agent: Hello.\n\nAgent: Your account number?", &[]);
        early("Agent: Hello, your account number?", &[]);
    }

    #[test]
    fn what_has_no_first_at_all_is_early() {
        early("Agent: Your account number?", &["account number"]);
    }

    #[test]
    fn a_first_counts_only_where_the_company_says_it() {
        early("Customer: Hello.\n\nAgent: Your account number?", &["account number"]);
    }

    #[test]
    fn every_script_has_a_first_of_its_own() {
        let scripts = "## Call 1\n\nAgent: Hello.\n\n## Call 2\n\nAgent: Your account number?\n";
        early(scripts, &["account number"]);
    }
}
