//! Silencing comments: findings that an author has looked at and accepted, with the reason, beside the text.
//! See [`comment`] for how they are written.

mod comment;

use std::ops::Range;

use crate::{
    finding::Finding,
    source::{Source, Span},
};
use comment::{Action, Comment, comments};

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
    pub reason: Option<String>,
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
/// id; comments within `code` are examples and silence nothing.
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
    let mut silencers: Vec<Silencer> = Vec::new();
    for comment in &comments {
        result.remarks.extend(unknown(comment, &named));
        open_or_close(source, comment, &named, &mut silencers);
    }
    silencers.sort_by_key(|silencer| silencer.range.start);
    let (mut open, mut next) = (Vec::new(), 0);
    for finding in findings {
        let at = finding.span().start();
        while next < silencers.len() && silencers[next].range.start <= at {
            open.push(next);
            next += 1;
        }
        open.retain(|&place| silencers[place].range.end > at);
        match open.iter().find(|&&place| silencers[place].covers(&finding)) {
            None => result.kept.push(finding),
            Some(&place) => {
                silencers[place].used = true;
                let Silencer { comment, reason, .. } = &silencers[place];
                result.silenced.push((finding, Silencing { comment: *comment, reason: reason.clone() }));
            }
        }
    }
    result.remarks.extend(silencers.iter().flat_map(Silencer::remarks));
    result.remarks.sort_by_key(|remark| remark.span);
    result
}

/// The comments that silence something in a stretch of a source, each with the rules that it names; none for all.
/// Comments within `code` silence nothing.
pub fn reaching(source: &Source, code: &[Span], place: Span) -> Vec<(Span, Vec<String>)> {
    let all = comments(source.text(), code);
    let ends = |from: &Comment<'_>| {
        let end = all.iter().find(|other| other.action == Action::Enable && other.span.start() >= from.span.end());
        end.map_or(usize::MAX, |other| other.span.start())
    };
    let reaches = |comment: &&Comment<'_>| {
        let range = reach(source, comment);
        let end = if comment.action == Action::Disable { ends(comment) } else { range.end };
        comment.action != Action::Enable && range.start < place.end() && place.start() < end
    };
    let rules = |comment: &Comment<'_>| comment.rules.iter().map(|(id, _)| (*id).to_owned()).collect();
    all.iter().filter(reaches).map(|comment| (comment.span, rules(comment))).collect()
}

/// A stretch in which some rules, or all, are silent.
struct Silencer {
    comment: Span,
    range: Range<usize>,
    /// The rules, by place; `None` for all.
    rules: Option<Vec<usize>>,
    reason: Option<String>,
    /// Whether a rule it names runs here at all: where none does, nothing can be found for it to silence.
    live: bool,
    used: bool,
}

impl Silencer {
    fn covers(&self, finding: &impl Silenceable) -> bool {
        self.range.contains(&finding.span().start())
            && self.rules.as_ref().is_none_or(|rules| rules.contains(&finding.rule()))
    }

    fn remarks(&self) -> impl Iterator<Item = Remark> {
        let unused = (self.live && !self.used).then_some("This comment silences nothing; take it away.");
        let reasonless = self.reason.is_none().then_some("This comment gives no reason; write it after `--`.");
        unused.into_iter().chain(reasonless).map(|message| Remark { span: self.comment, message: message.to_owned() })
    }
}

fn unknown(comment: &Comment<'_>, named: &impl Fn(&str) -> Named) -> Vec<Remark> {
    let strangers = comment.rules.iter().filter(|(id, _)| named(id) == Named::Unknown);
    strangers.map(|(id, span)| Remark { span: *span, message: format!("There is no rule `{id}`.") }).collect()
}

/// Opens the stretch that a comment makes silent, or closes those that it ends.
fn open_or_close(
    source: &Source,
    comment: &Comment<'_>,
    named: &impl Fn(&str) -> Named,
    silencers: &mut Vec<Silencer>,
) {
    let known: Vec<Named> =
        comment.rules.iter().map(|(id, _)| named(id)).filter(|known| *known != Named::Unknown).collect();
    let active = known.iter().filter_map(|known| if let Named::Active(rule) = known { Some(*rule) } else { None });
    let rules = (!comment.rules.is_empty()).then(|| active.collect::<Vec<_>>());
    if comment.action == Action::Enable {
        close(comment, rules.as_deref(), silencers);
        return;
    }
    silencers.push(Silencer {
        comment: comment.span,
        range: reach(source, comment),
        live: comment.rules.is_empty() || rules.as_ref().is_some_and(|rules| !rules.is_empty()),
        rules,
        reason: comment.reason.map(str::to_owned),
        used: false,
    });
}

/// Ends the open stretches that name one of `rules`, or all of them.
fn close(comment: &Comment<'_>, rules: Option<&[usize]>, silencers: &mut [Silencer]) {
    let ends = |silencer: &Silencer| match (rules, &silencer.rules) {
        (None, _) | (_, None) => true,
        (Some(closed), Some(open)) => open.iter().any(|rule| closed.contains(rule)),
    };
    for silencer in silencers.iter_mut().filter(|silencer| silencer.range.end == usize::MAX && ends(silencer)) {
        silencer.range.end = comment.span.start();
    }
}

/// The bytes a comment makes silent.
fn reach(source: &Source, comment: &Comment<'_>) -> Range<usize> {
    let line_of = |offset: usize| source.position(offset).line;
    let bytes = |line: Option<Span>| line.map_or(0..0, |line| line.start()..line.end() + 1);
    match comment.action {
        Action::File => 0..source.text().len() + 1,
        Action::Line => bytes(source.line(line_of(comment.span.start()))),
        Action::NextLine => {
            let mut following = (line_of(comment.span.end()) + 1..).map_while(|line| source.line(line));
            bytes(following.find(|line| !source.slice(*line).trim().is_empty()))
        }
        Action::Disable | Action::Enable => comment.span.end()..usize::MAX,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;

    /// Findings of rule 0 ("a") at every `!` and of rule 1 ("b") at every `?`.
    fn findings(text: &str) -> Vec<Finding> {
        let at = |(at, c): (usize, char)| {
            let rule = ['!', '?'].iter().position(|&mark| mark == c)?;
            let span = Span::new(at, at + 1);
            Some(Finding {
                rule,
                severity: Severity::Warning,
                span,
                message: String::new(),
                related: Vec::new(),
                fixes: Vec::new(),
            })
        };
        let start = |text: &str| {
            text.match_indices("<!--")
                .map(|(at, _)| at..at + text[at..].find("-->").map_or(4, |n| n + 3))
                .collect::<Vec<_>>()
        };
        let comments = start(text);
        text.char_indices().filter_map(at).filter(|f| !comments.iter().any(|c| c.contains(&f.span.start()))).collect()
    }

    fn silence(text: &str) -> (usize, usize, Vec<String>) {
        let source = Source::new("t.md", text);
        let named = |id: &str| match id {
            "a" => Named::Active(0),
            "b-b" => Named::Active(1),
            "off" => Named::Inactive,
            _ => Named::Unknown,
        };
        let done = apply(&source, findings(text), &[], named);
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
        assert_eq!(remarks("<!-- courtesy-disable-next-line c -- x -->\nfine"), ["There is no rule `c`."]);
        assert_eq!(remarks("<!-- courtesy-disable-next-line off -- x -->\nfine"), [] as [&str; 0]);
    }

    #[test]
    fn other_comments_and_broken_ones_silence_nothing() {
        silences("<!-- a comment --> ! <!-- courtesy-disable-next-line a", 1, 0);
    }
}
