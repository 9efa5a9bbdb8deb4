//! Silencing comments: findings that an author has looked at and accepted, with the reason, beside the text.
//! See [`comment`] for how they are written.

mod comment;
mod reach;
mod silencer;

use std::{collections::BTreeSet, ops::Range, sync::Arc};

use crate::{
    finding::Finding,
    source::{Source, Span},
};
use comment::{Action, Comment, comments};
use reach::Reach;
use silencer::Silencers;

/// What is known of a rule that a comment names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Named {
    /// A rule that runs here, by its place in the rule set.
    Active(usize),
    /// A rule that exists but does not run here.
    Inactive,
    /// No such rule.
    Unknown,
}

/// What may be silenced: it stands somewhere, and a rule has found it.
pub trait Silenceable {
    /// The rule, by its place in the rule set.
    fn rule(&self) -> usize;
    /// Where it stands.
    fn span(&self) -> Span;
}

impl Silenceable for Finding {
    fn rule(&self) -> usize {
        self.rule
    }

    fn span(&self) -> Span {
        self.span
    }
}

/// What silencing comments did to what was found in a source.
#[derive(Debug)]
pub struct Silenced<T> {
    /// What stays.
    pub kept: Vec<T>,
    /// What was silenced, and by what.
    pub silenced: Vec<(T, Silencing)>,
    /// What is wrong with the comments themselves.
    pub remarks: Vec<Remark>,
}

/// What silences something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Silencing {
    /// The comment.
    pub comment: Span,
    /// The reason it gives, if any.
    pub reason: Option<Arc<str>>,
}

/// Something wrong with a silencing comment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remark {
    /// The comment, or the word in it.
    pub span: Span,
    /// What is wrong, in one sentence.
    pub message: String,
}

/// Applies the silencing comments of a source to what was found in it, in the order of the text. `named` tells of a rule
/// id; comments within `code`, stretches in order and apart, are examples and silence nothing.
pub fn apply<T: Silenceable>(
    source: &Source,
    findings: Vec<T>,
    code: &[Span],
    named: impl Fn(&str) -> Named,
) -> Silenced<T> {
    let comments = comments(source.text(), code);
    let mut result = Silenced { kept: Vec::new(), silenced: Vec::new(), remarks: Vec::new() };
    if comments.is_empty() {
        return Silenced { kept: findings, ..result };
    }
    let mut silencers = Silencers::default();
    let mut reach = Reach::new(source);
    for comment in &comments {
        result.remarks.extend(unknown(comment, &named));
        silencers.read(comment, reach.of(comment), &named);
    }
    silencers.in_order();
    for finding in findings {
        match silencers.silence(&finding) {
            None => result.kept.push(finding),
            Some(by) => result.silenced.push((finding, by)),
        }
    }
    result.remarks.extend(silencers.remarks());
    result.remarks.sort_by_key(|remark| remark.span);
    result
}

/// The comments that silence something in a stretch of a source, each with the rules that it names; none for all.
/// Comments within `code` silence nothing.
pub fn reaching(source: &Source, code: &[Span], place: Span) -> Vec<(Span, Vec<String>)> {
    let mut reach = Reach::new(source);
    let (mut ended, mut all_ended, mut found) = (BTreeSet::new(), false, Vec::new());
    let reached = |range: &Range<usize>| range.start < place.end() && place.start() < range.end;
    for comment in comments(source.text(), code).iter().rev() {
        let ids = || comment.rules.iter().map(|(id, _)| *id);
        if comment.action == Action::Enable && comment.span.start() <= place.start() {
            all_ended |= comment.rules.is_empty();
            ended.extend(ids());
        }
        let all = comment.rules.is_empty();
        let over = all_ended || all && !ended.is_empty() || ids().any(|id| ended.contains(id));
        let over = over && comment.action == Action::Disable;
        if comment.action != Action::Enable && !over && reached(&reach.of(comment)) {
            found.push((comment.span, ids().map(str::to_owned).collect()));
        }
    }
    found.reverse();
    found
}

fn unknown(comment: &Comment<'_>, named: &impl Fn(&str) -> Named) -> Vec<Remark> {
    let strangers = comment.rules.iter().filter(|(id, _)| named(id) == Named::Unknown);
    strangers.map(|(id, span)| Remark { span: *span, message: format!("There is no rule `{id}`.") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;

    fn finding(rule: usize, at: usize) -> Finding {
        let (span, severity) = (Span::new(at, at + 1), Severity::Warning);
        Finding { rule, severity, span, message: String::new(), related: Vec::new(), fixes: Vec::new() }
    }

    /// Findings of rule 0 ("a") at every `!` and of rule 1 ("b") at every `?`.
    fn findings(text: &str) -> Vec<Finding> {
        let rule = |c| ['!', '?'].iter().position(|&mark| mark == c);
        let at = |(at, c): (usize, char)| rule(c).map(|rule| finding(rule, at));
        let start = |text: &str| {
            text.match_indices("<!--")
                .map(|(at, _)| at..at + text[at..].find("-->").map_or(4, |n| n + 3))
                .collect::<Vec<_>>()
        };
        let comments = start(text);
        text.char_indices().filter_map(at).filter(|f| !comments.iter().any(|c| c.contains(&f.span.start()))).collect()
    }

    fn named(id: &str) -> Named {
        match id {
            "a" => Named::Active(0),
            "b-b" => Named::Active(1),
            "off" => Named::Inactive,
            _ => Named::Unknown,
        }
    }

    fn silence(text: &str) -> (usize, usize, Vec<String>) {
        let done = apply(&Source::new("t.md", text), findings(text), &[], named);
        (done.kept.len(), done.silenced.len(), done.remarks.into_iter().map(|remark| remark.message).collect())
    }

    #[track_caller]
    fn silences(text: &str, kept: usize, silenced: usize) {
        assert_eq!(silence(text), (kept, silenced, Vec::new()));
    }

    #[test]
    fn a_comment_silences_the_next_line_that_is_not_blank() {
        silences("<!-- courtesy-disable-next-line a -- agreed -->\n\nno!\nno!\n", 1, 1);
    }

    #[test]
    fn a_comment_silences_its_own_line() {
        silences("no! <!-- courtesy-disable-line a -- agreed -->\r\nno!", 1, 1);
    }

    #[test]
    fn disable_reaches_to_enable_or_to_the_end() {
        silences("! <!-- courtesy-disable a -- x --> ! ? <!-- courtesy-enable a --> !", 3, 1);
        silences("! <!-- courtesy-disable -- x --> ! ?", 1, 2);
    }

    #[test]
    fn disable_file_reaches_back_to_the_start() {
        silences("! ?\n<!-- courtesy-disable-file b-b, a -- legacy -->", 0, 2);
    }

    #[test]
    fn several_rules_and_a_reason_with_hyphens_are_read() {
        silences("<!--courtesy-disable-next-line a b-b --we agreed - 2026-01-01-->\n!?", 0, 2);
    }

    #[test]
    fn what_is_wrong_with_a_comment_is_said() {
        let remarks = |text| silence(text).2;
        assert_eq!(
            remarks("<!-- courtesy-disable-next-line a -->\n!"),
            ["This comment gives no reason; write it after `--`."]
        );
        assert_eq!(
            remarks("<!-- courtesy-disable-next-line a -- x -->\nfine"),
            ["This comment silences nothing; take it away."]
        );
        assert_eq!(
            remarks("<!-- courtesy-disable-next-line a -->\nfine"),
            ["This comment silences nothing; take it away."]
        );
        assert_eq!(remarks("<!-- courtesy-disable-next-line c -- x -->\nfine"), ["There is no rule `c`."]);
        assert_eq!(remarks("<!-- courtesy-disable-next-line off -- x -->\nfine"), [] as [&str; 0]);
    }

    #[test]
    fn a_comment_within_one_is_part_of_its_reason() {
        silences("<!-- courtesy-disable a -- was <!-- courtesy-disable b-b -- y --> ! ?", 1, 1);
    }

    #[test]
    fn what_reaches_a_place_ends_with_a_comment_about_the_same_rule() {
        let text = "<!-- courtesy-disable a -- x --><!-- courtesy-disable -- y --><!-- courtesy-disable b -- z -->\n\
                    <!-- courtesy-enable b -->\n!";
        let source = Source::new("t.md", text);
        let reaching = reaching(&source, &[], Span::new(text.len() - 1, text.len()));
        assert_eq!(reaching, [(Span::new(0, 32), vec!["a".to_owned()])]);
    }

    #[test]
    fn a_crowd_of_comments_takes_no_longer_than_its_length() {
        let started = std::time::Instant::now();
        let next = "<!-- courtesy-disable-next-line off -- x -->";
        for text in [
            next.repeat(20_000) + &"\n".repeat(500_000),
            "<!-- courtesy-disable a -- x -->\n<!-- courtesy-enable b-b -->!\n".repeat(20_000),
            "<!-- courtesy-disable a -- ".repeat(40_000),
            "<!-- courtesy-disable a -- ".repeat(40_000) + "-->",
            format!("<!-- courtesy-disable a -- {} -->{}", "x".repeat(500_000), "!".repeat(50_000)),
            "``<!--".repeat(100_000) + "-->",
        ] {
            let found = text.match_indices('!').map(|(at, _)| finding(0, at)).collect();
            let code: Vec<Span> = text.match_indices("``").map(|(at, _)| Span::new(at, at + 2)).collect();
            apply(&Source::new("t.md", text), found, &code, named);
        }
        assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
    }

    #[test]
    fn other_comments_and_broken_ones_silence_nothing() {
        silences("<!-- a comment --> ! <!-- courtesy-disable-next-line a", 1, 0);
    }
}
