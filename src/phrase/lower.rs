//! From what an author wrote to steps over tests: words cut as the language spells, lists and choices resolved.

use super::{
    Alt, GAP, Item, Member, Node, Phrase, PhraseError, WITHIN,
    classes::{Test, TestId},
    emit::widen,
    lists::Compiler,
    tables::{List, ListId, Made, Set},
};
use crate::{fold::fold, value::ValueKind};

/// A step over resolved tests.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Step {
    Class(Vec<TestId>),
    List(ListId),
    Value(u32, ValueKind),
    Gap(u32, Option<ListId>),
    Not(ListId),
    Set(u32),
    Choice(Vec<Vec<Self>>),
    Optional(Vec<Vec<Self>>),
    Start,
    End,
}

/// Lowers the phrases of one scope.
pub(super) struct Lowering<'c> {
    pub compiler: &'c mut Compiler,
    pub scope: usize,
    pub errors: Vec<PhraseError>,
}

impl Lowering<'_> {
    pub(super) fn phrase(&mut self, phrase: &Phrase) -> Vec<Step> {
        let first = phrase.items.iter().position(|node| !matches!(node.item, Item::Gap(..)) || phrase.start);
        let mut steps = self.row(&phrase.items[first.unwrap_or(phrase.items.len())..]);
        if self.errors.is_empty() && can_be_empty(&steps) {
            self.fail(0..phrase.text.len(), "the phrase can match nothing", "give it a word that must be there");
        }
        self.refuse_empty_lists(&phrase.items);
        if phrase.start {
            steps.insert(0, Step::Start);
        }
        if phrase.end {
            steps.push(Step::End);
        }
        steps
    }

    /// Refuses a phrase that waits for a word of a list without words.
    fn refuse_empty_lists(&mut self, items: &[Node]) {
        for node in items {
            let Item::List(name) = &node.item else { continue };
            let list = self.compiler.named(self.scope, name).ok();
            if list.is_some_and(|list| self.compiler.tables.lists[list as usize].is_empty()) {
                let message = format!("this can never match: the word list `@{name}` is empty");
                self.fail(node.range.clone(), message, "give it an entry, or take it out");
            }
        }
    }

    fn row(&mut self, items: &[Node]) -> Vec<Step> {
        let mut steps = Vec::new();
        for (at, node) in items.iter().enumerate() {
            let next = items.get(at + 1).map(|next| &next.item);
            if let (Item::Not(alts), Some(next)) = (&node.item, next)
                && alts.iter().any(|alt| matches!(alt.as_slice(), [only] if only.item == *next))
            {
                let help = "take one of the two out";
                self.fail(node.range.clone(), "this can never match: what `!` forbids is what follows", help);
            }
            self.node(node, &mut steps);
        }
        steps
    }

    fn node(&mut self, node: &Node, steps: &mut Vec<Step>) {
        match &node.item {
            Item::Word(text) => self.word(text, steps),
            Item::Stem(text) => self.last(text, steps, |compiler, word| {
                let (whole, bare) = (compiler.spelling.stem(word), compiler.spelling.stem(&fold(word)));
                vec![compiler.classes.test(Test::Stem(whole)), compiler.classes.test(Test::Stem(bare))]
            }),
            Item::Prefix(text) => self
                .last(text, steps, |compiler, word| vec![compiler.classes.test(Test::Prefix(fold(word).into_owned()))]),
            Item::List(name) => self.named(name, node, steps),
            Item::Value(test) => {
                let id = self.compiler.tables.value(test);
                steps.push(Step::Value(id, test.kind));
            }
            Item::Gap(max, not) => {
                let not = (!not.is_empty()).then(|| self.list_of(not, node));
                steps.push(Step::Gap(max.unwrap_or(GAP), not));
            }
            Item::Not(alts) => {
                let list = self.list_of(alts, node);
                steps.push(Step::Not(list));
            }
            Item::Set(members, within) => self.set(members, *within, node, steps),
            Item::Choice(alts) => {
                let alts = self.alts(alts, node);
                steps.push(choice(alts));
            }
            Item::Optional(alts) => {
                let alts = self.alts(alts, node);
                steps.push(Step::Optional(vec![vec![choice(alts)]]));
            }
        }
    }

    fn named(&mut self, name: &str, node: &Node, steps: &mut Vec<Step>) {
        match self.compiler.named(self.scope, name) {
            Ok(list) => steps.push(Step::List(list)),
            Err(message) => {
                let help = self.compiler.near(self.scope, name);
                self.errors.push(PhraseError { range: node.range.clone(), message, help });
            }
        }
    }

    fn word(&mut self, text: &str, steps: &mut Vec<Step>) {
        for word in self.compiler.spelling.words(text) {
            steps.push(Step::Class(vec![self.compiler.literal(&word)]));
        }
    }

    /// All words but the last as they are, the last by tests of its own.
    fn last(&mut self, text: &str, steps: &mut Vec<Step>, tests: impl Fn(&mut Compiler, &str) -> Vec<TestId>) {
        let words = self.compiler.spelling.words(text);
        let Some((last, before)) = words.split_last() else { return };
        for word in before {
            steps.push(Step::Class(vec![self.compiler.literal(word)]));
        }
        let mut tests = tests(self.compiler, last);
        tests.sort_unstable();
        tests.dedup();
        steps.push(Step::Class(tests));
    }

    /// The alternatives, the longest first so that optional words are taken when present.
    fn alts(&mut self, alts: &[Alt], node: &Node) -> Vec<Vec<Step>> {
        let mut rows: Vec<_> = alts.iter().map(|alt| self.row(alt)).collect();
        if self.errors.is_empty() && rows.iter().any(Vec::is_empty) {
            self.fail(node.range.clone(), "an alternative has no word", "a word is made of letters and digits");
        }
        rows.sort_by_key(|row| std::cmp::Reverse(least(row)));
        rows
    }

    fn list_of(&mut self, alts: &[Alt], node: &Node) -> ListId {
        let rows = self.alts(alts, node);
        if self.errors.is_empty() && rows.iter().any(|row| can_be_empty(row)) {
            self.fail(node.range.clone(), "an alternative can match nothing", "give it a word that must be there");
        }
        self.compiler.list(rows)
    }

    fn set(&mut self, members: &[Member], within: Option<u32>, node: &Node, steps: &mut Vec<Step>) {
        let mut set = Set { members: Vec::new(), excluded: Vec::new(), within: within.unwrap_or(WITHIN) };
        let mut least_words = 0;
        for member in members {
            let row = self.row(&member.items);
            let range = member.items.first().map_or(node.range.start, |first| first.range.start)
                ..member.items.last().map_or(node.range.end, |last| last.range.end);
            if !self.errors.is_empty() {
                continue;
            } else if can_be_empty(&row) {
                self.fail(range, "a member of the set can match nothing", "give it a word that must be there");
            } else if !member.excluded && self.compiler.all_common(&row) {
                self.fail(range, "a member of the set is only function words", "give it a word that says something");
            }
            least_words += if member.excluded { 0 } else { least(&row) };
            let list = self.compiler.list(vec![row]);
            if member.excluded { set.excluded.push(list) } else { set.members.push(list) }
        }
        if self.errors.is_empty() && least_words > set.within {
            let help = format!("its members need {least_words}");
            self.fail(node.range.clone(), format!("the set has no room in {} words", set.within), help);
        }
        let id = self.compiler.tables.set(set);
        steps.push(Step::Set(id));
    }

    fn fail(&mut self, range: std::ops::Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.errors.push(PhraseError::new(range, message, help));
    }
}

impl Compiler {
    fn literal(&mut self, word: &str) -> TestId {
        let key = self.spelling.key(word);
        self.classes.test(Test::Word(key))
    }

    /// A list of these rows, its single words gathered in one class.
    pub(super) fn list(&mut self, rows: Vec<Vec<Step>>) -> ListId {
        let mut list = List { class: None, starts: None, entries: Vec::new() };
        let (starts, longer) = (Some(Vec::new()), Some(Vec::new()));
        let mut made = Made { starts, longer, cost: Some(0), width: (u32::MAX, 0), ..Made::default() };
        for row in rows.into_iter().flat_map(apart) {
            match row.as_slice() {
                [Step::Class(tests)] => {
                    made.tests.extend(tests);
                    made.width = widen(made.width, (1, 1));
                }
                &[Step::List(inner)] => self.absorb(inner, &mut list, &mut made),
                _ => {
                    self.note_first(&row, &mut made.starts);
                    made.cost = made.cost.zip(self.row_cost(&row)).map(|(sum, cost)| sum.saturating_add(cost));
                    made.longer = made.longer.zip(self.ways(&row)).map(|(all, more)| [all, more].concat());
                    made.width = widen(made.width, self.width(&row));
                    list.entries.push(self.program(&row));
                }
            }
        }
        list.entries.sort_unstable();
        list.entries.dedup();
        list.class = (!made.tests.is_empty()).then(|| self.classes.class(made.tests.clone()));
        list.starts = made.starts.clone().filter(|tests| !tests.is_empty()).map(|tests| self.classes.class(tests));
        made.cost = made.cost.map(|cost| cost.saturating_add(self.cost(&made.tests)));
        self.tables.list(list, made)
    }

    fn absorb(&mut self, inner: ListId, list: &mut List, made: &mut Made) {
        let from = self.tables.made_of(inner);
        made.width = widen(made.width, from.width);
        made.tests.extend(&from.tests);
        match (&mut made.starts, &from.starts) {
            (Some(all), Some(more)) => all.extend(more),
            (starts, _) => *starts = None,
        }
        let cost = from.cost.map(|cost| cost.saturating_sub(self.cost(&from.tests)));
        made.cost = made.cost.zip(cost).map(|(sum, cost)| sum.saturating_add(cost));
        made.longer = made.longer.take().zip(from.longer.as_ref()).map(|(all, more)| [&*all, more].concat());
        list.entries.extend(&self.tables.lists[inner as usize].entries);
    }

    /// Adds the tests a row's first word may pass; anything, if it begins otherwise.
    pub(super) fn note_first(&self, row: &[Step], starts: &mut Option<Vec<TestId>>) {
        let Some(all) = starts else { return };
        match row.first() {
            Some(Step::Class(tests)) => all.extend(tests),
            Some(Step::Choice(rows)) => {
                for row in rows {
                    self.note_first(row, starts);
                }
            }
            Some(Step::Optional(rows)) => {
                for row in rows {
                    self.note_first(row, starts);
                }
                self.note_first(&row[1..], starts);
            }
            Some(Step::List(list)) => self.note_list(*list, starts),
            Some(Step::Set(set)) => {
                for &member in &self.tables.sets[*set as usize].members {
                    self.note_list(member, starts);
                }
            }
            Some(Step::Start | Step::Not(_)) => self.note_first(&row[1..], starts),
            _ => *starts = None,
        }
    }

    fn note_list(&self, list: ListId, starts: &mut Option<Vec<TestId>>) {
        let made = self.tables.made_of(list);
        match (starts.as_mut(), &made.starts) {
            (Some(all), Some(more)) => all.extend(made.tests.iter().chain(more)),
            _ => *starts = None,
        }
    }

    fn all_common(&self, row: &[Step]) -> bool {
        row.iter().all(|step| match step {
            Step::Class(tests) => tests.iter().all(|test| self.common.contains(test)),
            Step::Choice(rows) | Step::Optional(rows) => rows.iter().all(|row| self.all_common(row)),
            Step::Gap(..) | Step::Not(_) => true,
            _ => false,
        })
    }
}

/// One class for a choice between single words, a choice otherwise.
fn choice(rows: Vec<Vec<Step>>) -> Step {
    let (mut tests, mut longer) = (Vec::new(), Vec::new());
    for row in rows {
        match row.as_slice() {
            [Step::Class(own)] => tests.extend(own),
            _ => longer.push(row),
        }
    }
    if tests.is_empty() {
        return Step::Choice(longer);
    }
    let single = Step::Class(sorted(tests));
    if longer.is_empty() {
        return single;
    }
    longer.push(vec![single]);
    Step::Choice(longer)
}

/// The ways of a row that is nothing but a choice, each a row of its own: so each is told by its own first word.
fn apart(row: Vec<Step>) -> Vec<Vec<Step>> {
    match <[Step; 1]>::try_from(row) {
        Ok([Step::Choice(rows)]) => rows.into_iter().flat_map(apart).collect(),
        Ok([other]) => vec![vec![other]],
        Err(row) => vec![row],
    }
}

fn sorted(mut tests: Vec<TestId>) -> Vec<TestId> {
    tests.sort_unstable();
    tests.dedup();
    tests
}

/// The fewest words a row can match, a longer list entry counted as one.
fn least(row: &[Step]) -> u32 {
    row.iter()
        .map(|step| match step {
            Step::Class(_) | Step::List(_) | Step::Value(..) => 1,
            Step::Set(_) => 2,
            Step::Choice(rows) => rows.iter().map(|row| least(row)).min().unwrap_or(0),
            _ => 0,
        })
        .sum()
}

fn can_be_empty(row: &[Step]) -> bool {
    least(row) == 0
}
