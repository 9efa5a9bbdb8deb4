//! `courtesy explain`: what a rule flags, why, what to write instead and who says so; and what a word list holds.

use std::io::{self, Write};

use clap::Args;

mod words;

use crate::{
    cli::{
        Exit,
        failure::Failure,
        setup::{self, RuleOptions},
        terminal::{Terminal, unless_closed},
    },
    escape,
    finding::Severity,
    problem::Placed,
    rule::{Example, Rule},
};

/// How many examples of each sort are shown for each language.
const EXAMPLES: usize = 3;

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The rule's id, or a word list of the phrase language, such as @customer; @ alone lists those.
    #[arg(value_name = "RULE|@LIST")]
    rule: String,
    /// Show examples, or word lists, in this language only.
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    #[command(flatten)]
    rules: RuleOptions,
}

impl Explain {
    /// Prints the explanation.
    pub(super) fn run(self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let setup = self.rules.here()?;
        let lang = self.lang.as_deref();
        lang.map_or(Ok(()), |lang| setup::check_language(lang, &setup))?;
        let asked = Placed::typed("explain", &self.rule);
        let place = setup.find(&asked);
        let told = match place {
            _ if self.rule == "@" => words::table(&setup, lang, &mut terminal.out),
            // Some shells take an @ for something else.
            Err(_) if self.rule.starts_with('@') || words::knows(&setup, &self.rule) => {
                words::tell(&setup, &asked, lang, &mut terminal.out)?
            }
            place => {
                let place = place?;
                let (rule, severity) = (&setup.rules.rules()[place], setup.rules.severity(place, None));
                tell(rule, severity, lang, &mut terminal.out)
            }
        };
        unless_closed(told)?;
        Ok(Exit::Clean)
    }
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
