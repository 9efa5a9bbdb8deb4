//! `courtesy why`: why a rule speaks, or is silent, on a line.

mod obstacle;
mod sets;

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::Args;

use crate::{
    cli::{
        Exit,
        failure::Failure,
        files, parse,
        setup::{ReadOptions, RuleOptions},
        size,
        terminal::{Terminal, unless_closed},
    },
    document::BlockKind,
    escape,
    problem::{Placed, Problem},
    rule::Rule,
    ruleset::RuleSet,
    source::{Source, Span},
    why::{self, Case, Reason},
};
use obstacle::Obstacle;

/// Arguments of `why`.
#[derive(Debug, Args)]
pub(super) struct Why {
    /// The rule's id.
    rule: String,
    /// The document, or - for standard input, and the line, such as policies/returns.md:12.
    #[arg(value_name = "FILE:LINE", allow_hyphen_values = true)]
    place: String,
    #[command(flatten)]
    rules: RuleOptions,
    #[command(flatten)]
    reading: ReadOptions,
    /// The name that standard input goes by; its ending tells how it is written.
    #[arg(long, value_name = "NAME", default_value = "<stdin>", hide_default_value = true, help_heading = "Reading")]
    stdin_filename: String,
}

impl Why {
    /// Prints how the line was read, what the rule found there, and what stopped it.
    pub(super) fn run(self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let (asked, line) = self.asked()?;
        let stdin = asked.as_os_str() == "-";
        let path = if stdin { PathBuf::from(&self.stdin_filename) } else { asked.to_path_buf() };
        let setup = &*self.rules.for_file(&path)?;
        self.reading.check(setup)?;
        let id = Placed::typed("why", &self.rule);
        let rule = &setup.rules.rules()[setup.rules.find(&id)?];
        let source = if stdin { files::read_stdin(&self.stdin_filename, size::USUAL)? } else { files::open(&path)? };
        let place = self.line(&source, line)?;
        // The rule alone, and on, whatever the configuration makes of it.
        let alone = RuleSet::under(&setup.choices.alone(&id))?;
        let given = self.reading.given(source.name(), setup);
        let known = alone.find(&id)?;
        let sets = sets::of((&self.rules, &self.reading), (rule, known), (&path, &source))?;
        let case = Case { source: &source, rules: &alone, rule: known, given: &given, sets: &sets };
        let reasons = case.reasons(place);
        let mut obstacles = obstacle::all((setup, rule), &path, &case, place);
        obstacles.retain(|obstacle| !stdin || !obstacle.leaves_out());
        unless_closed(tell((&case, place, line), rule, &reasons, &obstacles, &mut terminal.out))?;
        Ok(Exit::Clean)
    }

    /// The file and the line asked for.
    fn asked(&self) -> Result<(&Path, usize), Box<Problem>> {
        let asked = self.place.rsplit_once(':').and_then(|(file, line)| Some((Path::new(file), line.parse().ok()?)));
        let problem = |message: &str| Placed::typed("why", &self.place).problem(message);
        match asked {
            Some((_, 0)) => Err(Box::new(problem("there is no line 0").help("the first line is 1"))),
            Some((file, line)) => Ok((file, line)),
            None => {
                let problem = problem("there is no line number in this");
                Err(Box::new(problem.help("write the file, a colon and the line: policies/returns.md:12")))
            }
        }
    }

    fn line(&self, source: &Source, line: usize) -> Result<Span, Box<Problem>> {
        source.line(line).ok_or_else(|| {
            let problem = Placed::typed("why", &self.place).problem("the file has no such line");
            Box::new(problem.help(format!("it has {} lines", source.line_count())))
        })
    }
}

fn tell(
    (case, place, line): (&Case<'_>, Span, usize),
    rule: &Rule,
    reasons: &[Reason],
    obstacles: &[Obstacle],
    out: &mut dyn Write,
) -> io::Result<()> {
    let reading = case.rules.read_whole(case.source, case.given);
    parse::told_of(case.source, &reading, case.rules.index_of(reading.index), Some(place), out)?;
    if case.source.slice(place).trim().is_empty() {
        writeln!(out, "\nLine {line} is blank: there is nothing to judge.")?;
    } else if let Some(kind) = why::unread(&reading.document, place) {
        writeln!(out, "\nLine {line} is {}: no rule looks there.", called(kind))?;
    }
    let speaks = reasons.iter().any(|reason| reason.speaks);
    let silenced = obstacles.iter().any(Obstacle::silences);
    let verdict = match (speaks, silenced, obstacles.iter().any(Obstacle::leaves_out)) {
        (true, false, false) => ("speaks", ""),
        (true, false, true) => ("speaks", ", if the file is named"),
        (true, true, _) => ("would speak, but is not heard", ""),
        (false, ..) => ("is silent", ""),
    };
    let colon = if obstacles.is_empty() && reasons.is_empty() { "." } else { ":" };
    writeln!(out, "\n{} {} on line {line}{}{colon}", escape::line(&rule.id), verdict.0, verdict.1)?;
    for obstacle in obstacles {
        writeln!(out, "  - {}", escape::line(&obstacle.to_string()))?;
    }
    for reason in reasons {
        write!(out, "  - ")?;
        if let Some(span) = reason.span {
            let at = case.source.position(span.start());
            write!(out, "{}:{}: ", at.line, at.column)?;
        }
        writeln!(out, "{}", escape::line(&reason.told(case.source)))?;
        if let Some(phrase) = &reason.phrase {
            let at = phrase.source.position(phrase.span.start());
            let (file, text) = (escape::line(phrase.source.name()), escape::line(&phrase.text));
            writeln!(out, "      by {text}\n      in {file}:{}:{}", at.line, at.column)?;
        }
    }
    Ok(())
}

/// What a block is called that no rule looks at.
fn called(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::FrontMatter => "front matter",
        BlockKind::Comment => "a comment",
        kind => kind.name(),
    }
}
