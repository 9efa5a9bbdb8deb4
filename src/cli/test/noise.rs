//! `courtesy test --corpus`: how often rules speak in a folder of ordinary documents.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use crate::{
    cli::{
        failure::Failure,
        files,
        setup::FALLBACK,
        terminal::{Terminal, unless_closed},
    },
    escape,
    parse::{Given, Markup},
    problem::{Problem, Problems},
    ruleset::RuleSet,
    verify::noise::{Heard, Listener, Place, counted},
};

/// How many phrases, entries and lines are told of a rule.
const TOLD: usize = 20;
/// How many characters of a phrase or entry are shown.
const WIDTH: usize = 90;

/// Prints how often each of some rules speaks in the documents of a folder. Whether all of them could be read.
pub(super) fn tell(
    rules: &RuleSet,
    places: impl Iterator<Item = usize>,
    folder: &Path,
    terminal: &mut Terminal,
) -> Result<bool, Failure> {
    let places: Vec<usize> = places.collect();
    let listener = Listener::new(rules, places.iter().copied());
    let (paths, mut problems) = documents(folder);
    let hear = |path: &PathBuf| {
        let source = files::open(path)?;
        let markup = if files::is_markdown(path) { Markup::Markdown } else { Markup::Plain };
        Ok((files::name(path), listener.hear(&source, &Given::new(markup, FALLBACK))))
    };
    let mut heard: Vec<(String, Heard)> = Vec::with_capacity(paths.len());
    for result in paths.par_iter().map(hear).collect::<Vec<Result<_, Problems>>>() {
        match result {
            Ok(one) => heard.push(one),
            Err(more) => problems.extend(more.0),
        }
    }
    terminal.problems(&problems);
    if !heard.is_empty() {
        let mut tell = |place| of_rule(rules, place, &heard, &mut terminal.out);
        unless_closed(places.into_iter().try_for_each(&mut tell))?;
    }
    Ok(problems.is_empty())
}

/// The documents in a folder, and what is wrong with it.
fn documents(folder: &Path) -> (Vec<PathBuf>, Vec<Problem>) {
    if !folder.exists() {
        let problem = Problem::file(&files::name(folder), "there is no such folder");
        return (Vec::new(), vec![problem.help("`--corpus` takes a folder of ordinary documents")]);
    }
    let (paths, mut problems) = files::walk(folder, &files::is_document);
    if paths.is_empty() && problems.is_empty() {
        problems.push(files::nothing_in(folder));
    }
    (paths, problems)
}

fn of_rule(rules: &RuleSet, rule: usize, heard: &[(String, Heard)], out: &mut dyn Write) -> io::Result<()> {
    let judged = || heard.iter().filter(|(_, heard)| heard.judged_by.contains(&rule));
    let words: usize = judged().map(|(_, heard)| heard.words).sum();
    let of = |(name, heard): &'_ (String, Heard)| -> Vec<(String, Place)> {
        let own = heard.places.iter().filter(|place| place.rule == rule);
        own.map(|place| (name.clone(), place.clone())).collect()
    };
    let places: Vec<(String, Place)> = heard.iter().flat_map(of).collect();
    #[expect(clippy::cast_precision_loss, reason = "a rate for people to read")]
    let rate = 1000.0 * places.len() as f64 / words.max(1) as f64;
    let rule = &rules.rules()[rule];
    let id = escape::line(&rule.id);
    if words == 0 {
        let languages = rule.languages().join(", ");
        return writeln!(
            out,
            "{id}: none of these documents is one that it judges; it speaks {}",
            escape::line(&languages)
        );
    }
    let plural = if places.len() == 1 { "" } else { "s" };
    writeln!(out, "{id}: {} finding{plural} in {words} words, {rate:.2} per thousand words", places.len())?;
    if places.is_empty() {
        return Ok(());
    }
    let phrases = counted(places.iter().flat_map(|(_, place)| place.phrases.iter().cloned()));
    let entries = counted(places.iter().flat_map(|(_, place)| place.entries.iter().cloned()));
    let entries = entries.into_iter().map(|(count, (list, entry))| (count, format!("@{list}: {entry}"))).collect();
    table("by phrase", phrases, out)?;
    table("by list entry", entries, out)?;
    writeln!(out, "  where")?;
    for (name, Place { start, text, .. }) in places.iter().take(TOLD) {
        writeln!(out, "    {}:{}:{}: {}", escape::line(name), start.line, start.column, escape::line(text))?;
    }
    more(places.len(), out)
}

fn table(head: &str, rows: Vec<(usize, String)>, out: &mut dyn Write) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "  {head}")?;
    for (count, text) in rows.iter().take(TOLD) {
        let shown: String = text.chars().take(WIDTH).collect();
        let cut = if shown.len() < text.len() { "…" } else { "" };
        writeln!(out, "    {count:>5}  {}{cut}", escape::line(&shown))?;
    }
    more(rows.len(), out)
}

fn more(all: usize, out: &mut dyn Write) -> io::Result<()> {
    if all > TOLD { writeln!(out, "    … and {} more", all - TOLD) } else { Ok(()) }
}
