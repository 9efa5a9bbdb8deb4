//! From steps to programs, and the words without which a program cannot match.

use super::{
    classes::{ClassId, Test, TestId},
    lists::Compiler,
    lower::Step,
    tables::{Op, ProgramId, Tables},
};

/// How common a function word is beside any other.
pub(super) const COMMON: u32 = 1000;
/// How common a number is.
const NUMBER: u32 = 100;
/// How many times more common all forms of a word are than one, and all words that begin alike.
const FORMS: [u32; 2] = [2, 4];

impl Compiler {
    pub(super) fn program(&mut self, row: &[Step]) -> ProgramId {
        let mut ops = Vec::new();
        self.emit(row, &mut ops);
        ops.push(Op::Accept);
        let mut first = Some(Vec::new());
        self.note_first(row, &mut first);
        let first = first.filter(|tests| !tests.is_empty()).map(|tests| self.classes.class(tests));
        self.tables.program(ops, first)
    }

    fn emit(&mut self, row: &[Step], ops: &mut Vec<Op>) {
        for step in row {
            match step {
                Step::Class(tests) => ops.push(Op::Class(self.classes.class(tests.clone()))),
                Step::List(list) => ops.push(Op::List(*list)),
                Step::Value(test, _) => ops.push(Op::Value(*test)),
                Step::Gap(max, not) => ops.push(Op::Gap(*max, *not)),
                Step::Not(list) => ops.push(Op::Not(*list)),
                Step::Set(set) => ops.push(Op::Set(*set)),
                Step::Choice(rows) => self.emit_choice(rows, ops),
                Step::Optional(rows) => {
                    let fork = ops.len();
                    ops.push(Op::Accept);
                    self.emit_choice(rows, ops);
                    ops[fork] = Op::Fork(narrow(fork + 1), narrow(ops.len()));
                }
                Step::Start => ops.push(Op::Start),
                Step::End => ops.push(Op::End),
            }
        }
    }

    fn emit_choice(&mut self, rows: &[Vec<Step>], ops: &mut Vec<Op>) {
        let mut jumps = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let fork = ops.len();
            let last = at + 1 == rows.len();
            if !last {
                ops.push(Op::Accept);
            }
            self.emit(row, ops);
            if !last {
                jumps.push(ops.len());
                ops.push(Op::Accept);
                ops[fork] = Op::Fork(narrow(fork + 1), narrow(ops.len()));
            }
        }
        for jump in jumps {
            ops[jump] = Op::Jump(narrow(ops.len()));
        }
    }

    /// The rarest set of classes of which every match of the row has a word.
    pub(super) fn best_witness(&mut self, row: &[Step]) -> (Vec<ClassId>, u32) {
        self.witnesses(row).into_iter().next().unwrap_or((Vec::new(), u32::MAX))
    }

    /// All such sets, the rarest first.
    pub(super) fn witnesses(&mut self, row: &[Step]) -> Vec<(Vec<ClassId>, u32)> {
        let mut found = Vec::new();
        for step in row {
            match step {
                Step::Class(tests) => found.push((vec![self.classes.class(tests.clone())], self.cost(tests))),
                Step::List(list) => found.push(self.tables.made_of[*list as usize].witness.clone()),
                Step::Value(_, kind) => {
                    let test = self.classes.test(Test::Value(*kind));
                    found.push((vec![self.classes.class(vec![test])], NUMBER));
                }
                Step::Set(set) => {
                    let members = &self.tables.sets[*set as usize].members;
                    found.extend(members.iter().map(|&list| self.tables.made_of[list as usize].witness.clone()));
                }
                Step::Choice(rows) => found.push(self.any_of(rows)),
                _ => {}
            }
        }
        found.sort_by_key(|(_, cost)| *cost);
        found.retain(|(classes, _)| !classes.is_empty());
        found
    }

    /// What one of these rows must have; rows that nothing matches have no say.
    fn any_of(&mut self, rows: &[Vec<Step>]) -> (Vec<ClassId>, u32) {
        let mut all = (Vec::new(), 0u32);
        for row in rows {
            if self.tables.is_impossible(row) {
                continue;
            }
            let (classes, cost) = self.best_witness(row);
            if classes.is_empty() {
                return (classes, cost);
            }
            all.0.extend(classes);
            all.1 = all.1.saturating_add(cost);
        }
        all
    }

    /// How common words are that pass one of the tests; only the order matters.
    pub(super) fn cost(&self, tests: &[TestId]) -> u32 {
        let each = |test: &TestId| if self.common.contains(test) { COMMON } else { self.classes.guess(*test) };
        tests.iter().map(each).sum()
    }
}

/// How common a word is likely to be: the longer, the rarer.
pub(super) fn commonness(test: &Test) -> u32 {
    let word = |word: &str| match word.len() {
        0..=3 => 40,
        4 => 16,
        5 => 9,
        6 => 6,
        7..=8 => 4,
        _ => 2,
    };
    match test {
        Test::Word(text) => word(text),
        Test::Stem(text) => word(text) * FORMS[0],
        Test::Prefix(text) => word(text) * FORMS[1],
        Test::Value(_) => NUMBER,
    }
}

impl Tables {
    /// Whether nothing can match a row: it needs an entry of a list that has none.
    fn is_impossible(&self, row: &[Step]) -> bool {
        let empty = |list: u32| {
            let list = &self.lists[list as usize];
            list.class.is_none() && list.entries.is_empty()
        };
        row.iter().any(|step| match step {
            Step::List(list) => empty(*list),
            Step::Set(set) => self.sets[*set as usize].members.iter().any(|&list| empty(list)),
            Step::Choice(rows) => rows.iter().all(|row| self.is_impossible(row)),
            _ => false,
        })
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("a program has fewer than 2^32 steps")
}
