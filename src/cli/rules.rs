//! `courtesy rules`: the rules in force here, or for a file.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use clap::Args;

use crate::{
    cli::{
        Exit,
        failure::Failure,
        files,
        setup::{ReadOptions, RuleOptions},
        terminal::{Terminal, unless_closed},
    },
    escape,
    ruleset::RuleSet,
};

mod of_file;

/// Arguments of `rules`.
#[derive(Debug, Args)]
pub(super) struct Rules {
    /// A document: what is in force for it, and where each setting comes from.
    file: Option<PathBuf>,
    #[command(flatten)]
    rules: RuleOptions,
}

impl Rules {
    /// Prints every rule that is known here.
    pub(super) fn run(self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        if let Some(path) = &self.file {
            let setup = self.rules.for_file(path)?;
            let source = files::open(path)?;
            let given = ReadOptions::default().given(source.name(), &setup);
            let reading = setup.rules.read(&source, &given);
            unless_closed(of_file::tell(&setup, path, (&source, &reading.document, &given), &mut terminal.out))?;
            return Ok(Exit::Clean);
        }
        let setup = self.rules.here()?;
        unless_closed(table(&setup.rules, &mut terminal.out))?;
        Ok(Exit::Clean)
    }
}

fn table(rules: &RuleSet, out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<[String; 5]> = (0..rules.rules().len()).map(|place| row(rules, place)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let [id, severity, on, title] = [0, 1, 2, 3].map(width);
    for [an_id, a_severity, is_on, a_title, source] in &rows {
        let line = format!("{an_id:id$}  {a_severity:severity$}  {is_on:on$}  {a_title:title$}  {source}");
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn row(rules: &RuleSet, place: usize) -> [String; 5] {
    let rule = &rules.rules()[place];
    let shown = |text: &str| escape::line(text).into_owned();
    [
        shown(&rule.id),
        rules.severity(place, None).to_string(),
        if rules.is_on(place) { "on" } else { "off" }.to_owned(),
        shown(&rule.title),
        rule.source.as_deref().map(shown).unwrap_or_default(),
    ]
}
