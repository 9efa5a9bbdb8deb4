//! Rule files: any text is read as one, its mistakes are shown, and what can run is tried on its own examples.

use std::fs;

use courtesy::{
    builtin,
    config::{Config, FileGlob},
    lint,
    parse::{Given, Markup},
    problem::Problems,
    ruleset::RuleSet,
    source::Source,
    verify::{self, Dead, Failure, Swallowed},
};

use crate::{folder::FOLDER, show, sound};

/// What the rule judges besides its examples.
const DOCUMENT: &str = "# Refunds\n\nWe shout. Refunds within 14 days; we are open daily from 9 am to 5 pm.\n\n\
                        Agent: What is your account number?\nCustomer: 7.\nAgent: Your account number, please?\n";

/// Loads the text as a rule file beside the built-in rules, verifies it, and lints a document with it. What may add to a
/// built-in rule is passed over: all of them would be compiled anew, which takes seconds.
pub fn rule(text: &str) {
    let name = |file: &Source| file.name().trim_start_matches("rules/").trim_end_matches(".toml").to_owned();
    if builtin::rules().iter().any(|file| text.contains(&name(file))) {
        return;
    }
    let path = FOLDER.path().join("fuzz.toml");
    fs::write(&path, text).expect("the folder can be written");
    let files = [path, FOLDER.path().join("rules/own.toml")].map(|path| FileGlob::file(&path.to_string_lossy()));
    let rules = match RuleSet::prove(&Config::default(), &files) {
        Ok(rules) => rules,
        Err(Problems(problems)) => return show(problems),
    };
    for place in (0..rules.rules().len()).filter(|&place| rules.rules()[place].custom) {
        let verdict = verify::verify(&rules, place);
        let failures = verdict.failures.iter().map(Failure::problem);
        let idle = verdict.dead.iter().map(Dead::problem);
        let swallowed = verdict.swallowed.iter().map(Swallowed::problem);
        show(failures.chain(idle).chain(swallowed).collect());
    }
    let source = Source::new("fuzz.md", DOCUMENT);
    let linted = lint(&source, &rules, &Given::new(Markup::Markdown, "en"));
    sound::findings(&source, &linted.findings);
}
