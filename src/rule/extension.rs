//! A file that adds to a rule of another file.

use std::{collections::BTreeMap, sync::Arc};

use super::{Example, Group, List, Lists, Rule, Words};
use crate::{
    finding::Severity,
    problem::{Placed, Problem, toml_file},
};

/// What adds to a rule from a file of its own.
#[derive(Clone, Debug)]
pub struct Extension {
    /// The id of the rule it adds to.
    pub base: Placed,
    /// The severity the rule gets.
    pub severity: Option<Severity>,
    /// Tags the rule gets besides its own.
    pub tags: Vec<String>,
    /// Word lists the rule gets.
    pub words: Words,
    /// Phrases that its checks get, by language.
    pub languages: BTreeMap<Arc<str>, Lists>,
    /// The names of the lists in `needs`, `items` and `values`.
    pub groups: Vec<Arc<str>>,
    /// Examples of them.
    pub examples: Vec<Example>,
}

impl Rule {
    /// Takes in what an extension adds; its phrases go to every check that has such a list.
    ///
    /// # Errors
    /// Lists that no check of this rule has.
    pub fn extend(&mut self, more: Extension) -> Result<(), Vec<Problem>> {
        let strange = more.strangers(self);
        self.severity = more.severity.unwrap_or(self.severity);
        self.tags.extend(more.tags);
        for (lists, added) in [(&mut self.words.add, more.words.add), (&mut self.words.replace, more.words.replace)] {
            for (name, entries) in added {
                lists.entry(name).or_default().extend(entries);
            }
        }
        self.stored = false;
        self.extended_by.push(Arc::clone(&more.base.source));
        self.more_examples.extend(more.examples);
        let groups: Vec<Group> = more.groups.into_iter().map(|name| self.group(name)).collect();
        for check in &mut self.checks {
            let kind = check.kind.clone();
            for (language, lists) in &more.languages {
                if kind.judges_silence() && check.speaks(language) {
                    check.lists_mut(language).front_matter.extend(lists.front_matter.iter().cloned());
                }
                for (mut list, sayings) in lists.iter().filter(|(list, _)| kind.takes(*list)) {
                    if let Some(group) = list.group() {
                        *group = groups[*group as usize];
                    }
                    check.lists_mut(language).add(list, sayings.iter().cloned());
                }
            }
        }
        if strange.is_empty() { Ok(()) } else { Err(strange) }
    }

    /// The place of a list's name, which is new to the rule or not.
    fn group(&mut self, name: Arc<str>) -> Group {
        let known = self.groups.iter().position(|known| *known == name);
        let place = known.unwrap_or_else(|| {
            self.groups.push(name);
            self.groups.len() - 1
        });
        Group::try_from(place).expect("a rule has fewer lists than its files have bytes")
    }
}

impl Extension {
    /// The mistakes of lists that no check of the rule has.
    fn strangers(&self, rule: &Rule) -> Vec<Problem> {
        let lists = self.languages.iter().flat_map(|(code, lists)| lists.iter().map(move |(list, _)| (code, list)));
        let strange = lists.filter(|(_, list)| !rule.checks.iter().any(|check| check.kind.takes(*list)));
        let problem = |(code, list): (&Arc<str>, List)| {
            let (key, source) = (list.key(), &self.base.source);
            let at = toml_file::outlined(source, |outline| outline.key(&["language", code, key])).flatten();
            let message = format!("`{key}` belongs to the check `{}`", list.checks().join("` or `"));
            let problem = Problem::new(source, at.unwrap_or(self.base.span), message);
            let own: Vec<_> = rule.checks.iter().map(|check| check.kind.main()).collect();
            let help = format!("take `{key}` away; the rule speaks by `{}`", own.join("`, `"));
            problem.label(format!("the rule `{}` has no such check", rule.id)).help(help)
        };
        strange.map(problem).collect()
    }
}
