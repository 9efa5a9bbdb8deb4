//! `courtesy explain`: what a rule flags, why, what to write instead and who says so; and what a word list holds.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};

mod page;
mod words;

use crate::{
    cli::{
        Exit,
        failure::Failure,
        output,
        setup::{self, RuleOptions, Setup},
        terminal::{Terminal, unless_closed},
    },
    escape,
    finding::Severity,
    problem::{Placed, Problem},
    rule::{Example, Rule},
};

/// How many examples of each sort are shown for each language.
const EXAMPLES: usize = 3;

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The rule's id, or a word list of the phrase language, such as @customer; @ alone lists those.
    #[arg(value_name = "RULE|@LIST", required_unless_present = "pages")]
    rule: Option<String>,
    /// How a rule is shown.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Shape,
    /// Write a page in Markdown for every rule into a folder, with a table of them in README.md.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["rule", "format"])]
    pages: Option<PathBuf>,
    /// Show examples, or word lists, in this language only.
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    #[command(flatten)]
    rules: RuleOptions,
}

/// How a rule is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Shape {
    /// For a terminal, with a few examples.
    Text,
    /// A page with all examples.
    Markdown,
}

impl Explain {
    /// Prints the explanation.
    pub(super) fn run(self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let setup = self.rules.here()?;
        let lang = self.lang.as_deref();
        lang.map_or(Ok(()), |lang| setup::check_language(lang, &setup))?;
        if let Some(folder) = &self.pages {
            return pages(&setup, folder, lang);
        }
        let asked = Placed::typed("explain", self.rule.as_deref().unwrap_or_default());
        let place = setup.find(&asked);
        let told = match place {
            _ if asked.text == "@" => words::table(&setup, lang, &mut terminal.out),
            // Some shells take an @ for something else.
            Err(_) if asked.text.starts_with('@') || words::knows(&setup, &asked.text) => {
                words::tell(&setup, &asked, lang, &mut terminal.out)?
            }
            place => {
                let place = place?;
                let (rule, severity) = (&setup.rules.rules()[place], setup.rules.severity(place, None));
                match self.format {
                    Shape::Text => tell(rule, severity, lang, &mut terminal.out),
                    Shape::Markdown => page::write(&setup.rules, place, lang, &mut terminal.out),
                }
            }
        };
        unless_closed(told)?;
        Ok(Exit::Clean)
    }
}

/// Writes a page for every rule into a folder, each whole or not at all.
fn pages(setup: &Setup, folder: &Path, lang: Option<&str>) -> Result<Exit, Failure> {
    let rules = &setup.rules;
    let failed = |path: &Path, error: io::Error| {
        let name = escape::line(&path.to_string_lossy()).into_owned();
        Failure::from(Problem::file(&name, format!("the pages cannot be written ({error})")))
    };
    fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    for (place, rule) in rules.rules().iter().enumerate() {
        let path = folder.join(format!("{}.md", rule.id));
        output::whole(&path, |out| page::write(rules, place, lang, out)).map_err(|error| failed(&path, error))?;
    }
    let path = folder.join("README.md");
    output::whole(&path, |out| page::table(rules, out)).map_err(|error| failed(&path, error))?;
    Ok(Exit::Clean)
}

fn tell(rule: &Rule, severity: Severity, lang: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}: {} ({severity})", escape::line(&rule.id), escape::line(&rule.title))?;
    let parts = [("Why", &rule.why), ("Instead", &rule.instead), ("Source", &rule.source), ("More", &rule.url)];
    for (head, text) in parts {
        if let Some(text) = text {
            writeln!(out, "\n{head}: {}", escape::line(text))?;
        }
    }
    if !rule.tags.is_empty() {
        writeln!(out, "\nTags: {}", escape::line(&rule.tags.join(", ")))?;
    }
    let spoken = |example: &&Example| lang.is_none_or(|lang| *example.language == *lang);
    let (good, bad): (Vec<&Example>, Vec<&Example>) = rule.examples().filter(spoken).partition(|example| example.good);
    examples(&bad, "Flagged", out)?;
    examples(&good, "Not flagged", out)
}

fn examples(all: &[&Example], head: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut languages: Vec<&str> = all.iter().map(|example| &*example.language).collect();
    languages.dedup();
    for language in languages {
        writeln!(out, "\n{head} ({}):", escape::line(language))?;
        for example in all.iter().filter(|example| *example.language == *language).take(EXAMPLES) {
            let text = escape::block(example.written.text.trim(), &mut []);
            writeln!(out, "  - {}", text.replace('\n', "\n    "))?;
        }
    }
    Ok(())
}
