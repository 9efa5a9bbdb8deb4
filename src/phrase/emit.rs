//! From steps to programs, how wide they are, and how common their words.

use super::{
    classes::{Test, TestId},
    lists::Compiler,
    lower::Step,
    tables::{Op, ProgramId},
    ways::Width,
};

/// How common a function word is beside any other.
pub(super) const COMMON: u32 = 1000;
/// How common a number is.
pub(super) const NUMBER: u32 = 100;
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

    /// The fewest and the most words a row can match, no value longer than a word being skipped by a gap.
    pub(super) fn width(&self, row: &[Step]) -> Width {
        row.iter()
            .map(|step| self.step_width(step))
            .fold((0u32, 0u32), |sum, width| (sum.0.saturating_add(width.0), sum.1.saturating_add(width.1)))
    }

    pub(super) fn step_width(&self, step: &Step) -> Width {
        let widest = |rows: &[Vec<Step>]| rows.iter().map(|row| self.width(row)).fold((u32::MAX, 0), widen);
        match step {
            Step::Class(_) => (1, 1),
            Step::List(list) => self.tables.made_of(*list).width,
            Step::Value(..) => (1, u32::MAX),
            Step::Gap(most, _) => (0, *most),
            Step::Set(set) => (1, self.tables.sets[*set as usize].within),
            Step::Choice(rows) => widest(rows),
            Step::Optional(rows) => (0, widest(rows).1),
            Step::Not(_) | Step::Start | Step::End => (0, 0),
        }
    }

    /// How common words are that pass one of the tests; only the order matters.
    pub(super) fn cost(&self, tests: &[TestId]) -> u32 {
        let each = |test: &TestId| if self.common.contains(test) { COMMON } else { self.classes.guess(*test) };
        tests.iter().map(each).sum()
    }
}

/// The width of what is of one width or the other.
pub(super) fn widen(one: Width, other: Width) -> Width {
    (one.0.min(other.0), one.1.max(other.1))
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

fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("a program has fewer than 2^32 steps")
}
