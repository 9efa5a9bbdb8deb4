//! `courtesy why`: why a rule speaks, or is silent, on a line.

use std::{
    io::{self, Write},
    path::Path,
};

use clap::Args;

use crate::{
    cli::{
        Exit,
        failure::Failure,
        files, parse,
        setup::{ReadOptions, RuleOptions, Setup},
        terminal::{Terminal, unless_closed},
    },
    escape,
    lint::lint,
    problem::{Placed, Problem},
    rule::Rule,
    ruleset::{Because, RuleSet},
    source::{Source, Span},
    why::{self, Case, Reason},
};

/// Arguments of `why`.
#[derive(Debug, Args)]
pub(super) struct Why {
    /// The rule's id.
    rule: String,
    /// The document and the line, such as policies/returns.md:12.
    #[arg(value_name = "FILE:LINE")]
    place: String,
    #[command(flatten)]
    rules: RuleOptions,
    #[command(flatten)]
    reading: ReadOptions,
}

impl Why {
    /// Prints how the line was read, what the rule found there, and what stopped it.
    pub(super) fn run(self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let (path, line) = self.asked()?;
        let setup = &*self.rules.for_file(path)?;
        self.reading.check(setup)?;
        let id = Placed::typed("why", &self.rule);
        let rule = &setup.rules.rules()[setup.rules.find(&id)?];
        let source = files::read(path, &files::name(path))?;
        let place = self.line(&source, line)?;
        // The rule alone, and on, whatever the configuration makes of it.
        let alone = RuleSet::under(&setup.choices.alone(&id))?;
        let given = self.reading.given(source.name(), setup);
        let case = Case { source: &source, rules: &alone, rule: alone.find(&id)?, given: &given };
        let reasons = case.reasons(place);
        let obstacles = obstacles(setup, rule, path, &case, place);
        unless_closed(tell((&case, place, line), rule, &reasons, &obstacles, &mut terminal.out))?;
        Ok(Exit::Clean)
    }

    /// The file and the line asked for.
    fn asked(&self) -> Result<(&Path, usize), Box<Problem>> {
        let asked = self.place.rsplit_once(':').and_then(|(file, line)| Some((Path::new(file), line.parse().ok()?)));
        asked.filter(|(_, line)| *line > 0).ok_or_else(|| {
            let problem = Placed::typed("why", &self.place).problem("there is no line number in this");
            Box::new(problem.help("write the file, a colon and the line: policies/returns.md:12"))
        })
    }

    fn line(&self, source: &Source, line: usize) -> Result<Span, Box<Problem>> {
        source.line(line).ok_or_else(|| {
            let problem = Placed::typed("why", &self.place).problem("the file has no such line");
            Box::new(problem.help(format!("it has {} lines", source.line_count())))
        })
    }
}

/// What keeps the rule from being heard on the line, whatever it finds there.
fn obstacles(setup: &Setup, rule: &Rule, path: &Path, case: &Case<'_>, line: Span) -> Vec<String> {
    let reading = case.rules.read(case.source, case.given);
    let mut obstacles = Vec::new();
    let place = setup.rules.rules().iter().position(|known| known.id == rule.id).expect("the rule was found there");
    if !setup.rules.is_on(place) {
        obstacles.push(format!("the rule is off: {}", turned_off(setup.rules.because(place))));
    }
    if setup.config.excludes(path) {
        obstacles.push("the configuration excludes the file, so that it is linted only if it is named".to_owned());
    }
    if !rule.judges_kind(reading.document.kind) {
        let kinds: Vec<String> = rule.kinds.iter().map(parse::word).collect();
        obstacles.push(format!("the rule judges only documents of the kind `{}`", kinds.join("`, `")));
    } else if !rule.applies(&reading.document, case.source.name()) {
        obstacles.push("the rule judges only files that match its `files`".to_owned());
    }
    let silenced = lint(case.source, case.rules, case.given).silenced;
    let here = silenced.iter().filter(|(finding, _)| finding.rule == case.rule && finding.span.overlaps(line));
    obstacles.extend(here.map(|(_, reason)| match reason {
        Some(reason) => format!("a comment silences it: {reason}"),
        None => "a comment silences it, without a reason".to_owned(),
    }));
    obstacles
}

/// Why a rule that is known does not run.
fn turned_off(because: &Because) -> String {
    match because {
        Because::Default => {
            "it is not of the default set; name it in `select`, or give it a severity in `[rule.…]`".to_owned()
        }
        because => because.to_string(),
    }
}

fn tell(
    (case, place, line): (&Case<'_>, Span, usize),
    rule: &Rule,
    reasons: &[Reason],
    obstacles: &[String],
    out: &mut dyn Write,
) -> io::Result<()> {
    let reading = case.rules.read(case.source, case.given);
    parse::told_of(case.source, &reading, case.rules.index_of(reading.index), Some(place), out)?;
    if let Some(kind) = why::unread(&reading.document, place) {
        writeln!(out, "\nLine {line} is {kind}: no rule looks there.")?;
    }
    let speaks = reasons.iter().any(|reason| reason.speaks);
    let verdict = match (speaks, obstacles.is_empty()) {
        (true, true) => "speaks",
        (true, false) => "would speak, but is not heard",
        (false, _) => "is silent",
    };
    let colon = if obstacles.is_empty() && reasons.is_empty() { "." } else { ":" };
    writeln!(out, "\n{} {verdict} on line {line}{colon}", escape::line(&rule.id))?;
    for obstacle in obstacles {
        writeln!(out, "  - {}", escape::line(obstacle))?;
    }
    for reason in reasons {
        write!(out, "  - ")?;
        if let Some(span) = reason.span {
            let at = case.source.position(span.start());
            write!(out, "{}:{}: ", at.line, at.column)?;
        }
        writeln!(out, "{}", escape::line(&reason.message))?;
        if let Some(phrase) = &reason.phrase {
            let at = phrase.source.position(phrase.span.start());
            let (file, text) = (escape::line(phrase.source.name()), escape::line(&phrase.text));
            writeln!(out, "      by {text}\n      in {file}:{}:{}", at.line, at.column)?;
        }
    }
    Ok(())
}
