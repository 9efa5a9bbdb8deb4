//! What a rule must say to judge anything: the lists of its checks, and no others.

use std::{collections::BTreeMap, sync::Arc};

use toml::Spanned;

use super::Reader;
use crate::{
    problem::Problem,
    rule::{CheckKind, List, Lists, Scope},
};

impl Reader<'_> {
    /// A language has the lists of the rule's checks, no others, and at least one bad example to prove them. `lists`:
    /// those that hold something.
    pub(super) fn complete(
        &mut self,
        code: &Spanned<String>,
        lists: &[List],
        proof: usize,
        kinds: &[(CheckKind, Scope)],
    ) {
        let stray = self.belong(code.get_ref(), lists, kinds);
        let has = |key: &str| lists.iter().any(|list| list.key() == key);
        let first = kinds.first().map_or("phrases", |(kind, _)| kind.main());
        let by_default = stray && self.key(&["check"]).is_none();
        if !by_default && !kinds.iter().any(|(kind, _)| has(kind.main())) {
            self.missing(code, first);
        }
        for (kind, _) in kinds.iter().filter(|(kind, _)| has(kind.main())) {
            if let Some(partner) = kind.partners().first().filter(|_| !kind.partners().iter().any(|key| has(key))) {
                self.missing(code, partner);
            }
        }
        if proof == 0 && !self.meant("bad") {
            let place = self.empty(code, "bad");
            let (at, label) =
                place.map_or((code.span().into(), "nothing proves that it fires in this language"), |at| (at, "empty"));
            let problem =
                Problem::new(self.source, at, format!("the rule has no bad example for `{}`", code.get_ref()));
            self.problems.push(problem.label(label).help("add `bad = [\"… <<what is wrong>> …\"]`"));
        }
    }

    /// Tells that a list is not there, or holds nothing.
    fn missing(&mut self, code: &Spanned<String>, key: &str) {
        if self.meant(key) || self.meant("check") {
            return;
        }
        let (at, label) = self.empty(code, key).map_or((code.span().into(), "here"), |at| (at, "empty"));
        // What has been taken out of a list does not leave it empty.
        if label == "empty" && self.problems.iter().any(|one| one.span.is_some_and(|span| at.contains(span))) {
            return;
        }
        let problem = Problem::new(self.source, at, format!("the rule has no `{key}` for `{}`", code.get_ref()));
        let list = match key {
            "items" => "{ account = [\"account number\"] }",
            "values" => "{ refund = [\"refund .. within <duration>\"] }",
            _ => "[\"…\"]",
        };
        self.problems.push(problem.label(label).help(format!("add `{key} = {list}`, or take the table away")));
    }

    /// The place of a list that is there and holds nothing.
    fn empty(&self, code: &Spanned<String>, key: &str) -> Option<crate::source::Span> {
        self.value(&["language", code.get_ref(), key])
    }

    /// A list belongs to a check that the rule has; whether one does not.
    fn belong(&mut self, code: &str, lists: &[List], kinds: &[(CheckKind, Scope)]) -> bool {
        let mut strangers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for list in lists.iter().filter(|list| !kinds.iter().any(|(kind, _)| kind.takes(**list))) {
            let keys = strangers.entry(list.checks()[0]).or_default();
            if !keys.contains(&list.key()) {
                keys.push(list.key());
            }
        }
        let any = !strangers.is_empty();
        if self.meant("check") {
            return any;
        }
        for (check, keys) in strangers {
            let place = |key| Some((self.key(&["language", code, key])?, key));
            let mut places: Vec<_> = keys.iter().copied().filter_map(place).collect();
            places.sort_unstable();
            let mut places = places.into_iter();
            let Some((at, key)) = places.next() else { continue };
            let problem = Problem::new(self.source, at, format!("`{key}` belongs to the check `{check}`"));
            let problem = problem.label(format!("the rule has no `[check.{check}]`"));
            let problem = places.fold(problem, |problem, (at, _)| problem.also(at, "this too"));
            let cure = format!("add `[check.{check}]` above the languages, or take `{}` away", keys.join("` and `"));
            self.problems.push(problem.help(cure));
        }
        any
    }

    /// Every check says something in some language.
    pub(super) fn all_speak(&mut self, kinds: &[(CheckKind, Scope)], said: &BTreeMap<Arc<str>, Lists>) {
        if self.stored || kinds.len() < 2 || !self.problems.is_empty() {
            return;
        }
        for (kind, _) in kinds {
            let speaks = |lists: &Lists| lists.iter().any(|(list, _)| list.key() == kind.main());
            if let Some(at) = self.key(&["check", kind.name()]).filter(|_| !said.values().any(speaks)) {
                let message = format!("the check `{}` says nothing in any language", kind.name());
                let help = format!("add `{} = [\"…\"]` under a language, or take the check away", kind.main());
                self.problems.push(Problem::new(self.source, at, message).help(help));
            }
        }
    }
}
