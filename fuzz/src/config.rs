//! Configurations: any text is read as a `courtesy.toml`, its mistakes are shown, and one without any is put in force.

use std::{path::Path, sync::Arc};

use courtesy::{
    config::{Config, NAME},
    lint,
    parse::{Given, Markup},
    problem::Problems,
    ruleset::RuleSet,
    source::Source,
};

use crate::{folder::FOLDER, show, sound};

/// Reads the text as the configuration of the folder, and lints a document there.
pub fn config(text: &str) {
    if !stays_inside(text) {
        return;
    }
    let root = FOLDER.path();
    let source = Arc::new(Source::new(root.join(NAME).to_string_lossy(), text));
    let config = match Config::read(&source, root) {
        Ok(config) => config,
        Err(Problems(problems)) => return show(problems),
    };
    let document = root.join("policies/refunds.md");
    for choices in [config.overridden(&[]), config.overridden(&config.overrides_of(&document))] {
        if let Err(Problems(problems)) = RuleSet::under(&choices) {
            show(problems);
        }
    }
    match RuleSet::load(&config) {
        Ok(rules) => judge(&config, &rules, &document),
        Err(Problems(problems)) => show(problems),
    }
}

fn judge(config: &Config, rules: &RuleSet, path: &Path) {
    let known = |place: usize| place < config.sets.len();
    assert!(config.sets_of(path).all(known), "a document belongs to sets that there are");
    let _ = config.excludes(path);
    let source = Source::new(path.to_string_lossy(), "# Refunds\n\nThe customer is always right. We shout.\n");
    let linted = lint(&source, rules, &Given::new(Markup::Markdown, "en"));
    sound::findings(&source, &linted.findings);
}

/// Whether no path in the text can lead out of the folder: none begins with `/` or with a stop, and nothing that is
/// escaped can be read as either.
fn stays_inside(text: &str) -> bool {
    let within = |before: Option<char>| before.is_some_and(|char| char.is_alphanumeric() || "*_-]?".contains(char));
    let before = std::iter::once(None).chain(text.chars().map(Some));
    let mut paths = before.zip(text.chars()).filter(|(_, char)| "./".contains(*char));
    let escaped = ["\\u", "\\U", "\\x"].iter().any(|escape| text.contains(escape));
    !escaped && paths.all(|(before, _)| within(before))
}
