//! Statistics: how many findings each rule and each severity has.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use crate::{escape, report::Report};

/// Writes a line a rule, most findings first, then a line a severity.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, entry) in report.findings() {
        *rules.entry(report.rules[entry.rule].id.as_str()).or_default() += 1;
    }
    let mut rules: Vec<_> = rules.into_iter().collect();
    rules.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    for (rule, count) in rules {
        writeln!(out, "{count:>7}  {}", escape::line(rule))?;
    }
    let summary = report.summary();
    for (word, count) in [("error", summary.errors), ("warning", summary.warnings), ("advice", summary.advice)] {
        writeln!(out, "{count:>7}  {word}")?;
    }
    Ok(())
}
