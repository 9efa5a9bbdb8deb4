//! The stretches that comments make silent, and what is silenced in them.

use std::{
    collections::{HashMap, VecDeque},
    ops::Range,
    sync::Arc,
};

use super::{
    Named, Remark, Silenceable, Silencing,
    comment::{Action, Comment},
};
use crate::source::Span;

/// A rule, by its place in the rule set; `None` for all rules.
type Of = Option<usize>;

/// All such stretches of a source.
#[derive(Default)]
pub(super) struct Silencers {
    all: Vec<Silencer>,
    /// By rule: those that wait for a comment to end them.
    endless: HashMap<Of, Vec<usize>>,
    /// By rule: those that have begun, the first in front; those that have ended are dropped when they come to the front.
    begun: HashMap<Of, VecDeque<usize>>,
    /// How many have begun.
    next: usize,
}

/// A stretch in which some rules, or all, are silent.
struct Silencer {
    comment: Span,
    range: Range<usize>,
    of: Vec<Of>,
    reason: Option<Arc<str>>,
    /// Whether a rule it names runs here at all: where none does, nothing can be found for it to silence.
    live: bool,
    used: bool,
}

impl Silencers {
    /// Takes in the next comment, which makes `range` silent or ends what others do.
    pub(super) fn read(&mut self, comment: &Comment<'_>, range: Range<usize>, named: &impl Fn(&str) -> Named) {
        let active = |id: &str| if let Named::Active(rule) = named(id) { Some(Some(rule)) } else { None };
        let mut of: Vec<Of> = comment.rules.iter().filter_map(|(id, _)| active(id)).collect();
        if comment.action == Action::Enable {
            return self.end(comment, &of);
        }
        if comment.rules.is_empty() {
            of.push(None);
        }
        if comment.action == Action::Disable {
            of.iter().for_each(|of| self.endless.entry(*of).or_default().push(self.all.len()));
        }
        let (live, reason) = (!of.is_empty(), comment.reason.map(Arc::from));
        self.all.push(Silencer { comment: comment.span, range, of, reason, live, used: false });
    }

    /// Ends the stretches that name one of `rules`, or all rules; every stretch if the comment names none.
    fn end(&mut self, comment: &Comment<'_>, rules: &[Of]) {
        let ended: Vec<usize> = if comment.rules.is_empty() {
            self.endless.drain().flat_map(|(_, places)| places).collect()
        } else {
            let named = rules.iter().chain([&None]).filter_map(|of| self.endless.remove(of));
            named.flatten().collect()
        };
        for place in ended {
            let end = &mut self.all[place].range.end;
            *end = comment.span.start().min(*end);
        }
    }

    /// Puts them in the order of the text; no more comments are read.
    pub(super) fn in_order(&mut self) {
        self.all.sort_by_key(|silencer| silencer.range.start);
    }

    /// What silences something; whatever is asked for comes in the order of the text.
    pub(super) fn silence(&mut self, found: &impl Silenceable) -> Option<Silencing> {
        let at = found.span().start();
        while let Some(begun) = self.all.get(self.next).filter(|silencer| silencer.range.start <= at) {
            begun.of.iter().for_each(|of| self.begun.entry(*of).or_default().push_back(self.next));
            self.next += 1;
        }
        let first = [None, Some(found.rule())].into_iter().filter_map(|of| self.first(of, at)).min()?;
        let silencer = &mut self.all[first];
        silencer.used = true;
        Some(Silencing { comment: silencer.comment, reason: silencer.reason.clone() })
    }

    /// The first of those that have begun, and not ended, for a rule or for all.
    fn first(&mut self, of: Of, at: usize) -> Option<usize> {
        let begun = self.begun.get_mut(&of)?;
        while begun.front().is_some_and(|&place| self.all[place].range.end <= at) {
            begun.pop_front();
        }
        begun.front().copied()
    }

    /// What is wrong with the comments, now that all that was found has been asked for.
    pub(super) fn remarks(&self) -> impl Iterator<Item = Remark> {
        self.all.iter().flat_map(Silencer::remarks)
    }
}

impl Silencer {
    /// What is wrong with it: of what is to be taken away, nothing else need be said.
    fn remarks(&self) -> impl Iterator<Item = Remark> {
        let unused = (self.live && !self.used).then_some("This comment silences nothing; take it away.");
        let reasonless = self.reason.is_none().then_some("This comment gives no reason; write it after `--`.");
        unused.or(reasonless).into_iter().map(|message| Remark { span: self.comment, message: message.to_owned() })
    }
}
