//! Lints a text from within another program: `cargo run --example library`, in the folder of the project.
//!
//! Rules are loaded once. After that every text is linted by itself, in any number of threads.

use std::{
    io::{self, Write},
    path::Path,
};

use courtesy::{Config, Given, Markup, RuleSet, Source, escape, lint};
use miette::IntoDiagnostic;

const LETTER: &str = "\
Dear Ms Shah,

Please be advised that your parcel is in Leeds. As we always say: the customer is always right!

Kind regards,
Ana
";

fn main() -> miette::Result<()> {
    // The same configuration as on the command line; `Config::default()` has the built-in rules alone. All mistakes in
    // rules and configuration come together, and miette shows them at the word.
    let config = Config::open(Path::new("examples/courtesy.toml"))?;
    let rules = RuleSet::load(&config)?;
    let letter = Source::new("letter.txt", LETTER);
    tell(&letter, &rules, &mut io::stdout().lock()).into_diagnostic()
}

/// Prints what is found in a text: where, how grave, by which rule, and the words themselves.
fn tell(source: &Source, rules: &RuleSet, out: &mut dyn Write) -> io::Result<()> {
    // How the text is written, and the language to take it for where it does not tell by itself.
    let given = Given::new(Markup::Plain, "en");
    for finding in &lint(source, rules, &given).findings {
        let rule = &rules.rules()[finding.rule];
        let place = source.position(finding.span.start());
        // What comes from a text may hold what steers a terminal.
        let words = escape::line(source.slice(finding.span));
        writeln!(out, "{}:{}: {} [{}]: {words}", place.line, place.column, finding.severity, rule.id)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letter_breaks_a_rule_of_its_own_and_a_built_in_one() {
        let rules = RuleSet::load(&Config::open(Path::new("examples/courtesy.toml")).unwrap()).unwrap();
        let mut told = Vec::new();
        tell(&Source::new("letter.txt", LETTER), &rules, &mut told).unwrap();
        let expected = "3:1: warning [stiff-notice]: Please be advised that\n\
                        3:67: error [always-right]: the customer is always right\n";
        assert_eq!(String::from_utf8(told).unwrap(), expected);
    }
}
