//! The name of a new rule.

use std::path::Path;

use unicode_normalization::UnicodeNormalization;

use crate::{
    config::{Config, FileGlob},
    problem::{Placed, Problem},
    ruleset::RuleSet,
};

/// What is wrong with the name, if anything is: it does not do as one, or another rule has it.
///
/// `rules`: the rule files besides the built-in ones.
pub(super) fn mistake(id: &str, rules: &[FileGlob]) -> Option<Problem> {
    let typed = Placed::typed("courtesy new", id);
    if !is_name(id) {
        let nothing = id.trim().is_empty();
        let problem = typed.problem(if nothing { "a rule needs a name" } else { "this cannot be the name of a rule" });
        return Some(problem.label("small letters from a to z, digits and hyphens").help(cure(id)));
    }
    let (other, is_builtin) = namesake(id, rules)?;
    let label = if is_builtin { "a built-in one".to_owned() } else { format!("the other one is {other}") };
    let help = format!("choose another name; a file that starts with `extends = \"{id}\"` adds to that rule");
    Some(typed.problem(format!("there is already a rule `{id}`")).label(label).help(help))
}

/// The title of a rule that has none yet: its name as words.
pub(super) fn title(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + chars.as_str())
}

fn is_name(id: &str) -> bool {
    let small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    id.starts_with(|c: char| c.is_ascii_lowercase()) && !id.ends_with('-') && id.chars().all(small)
}

fn cure(id: &str) -> String {
    let name = like(id);
    match () {
        () if !is_name(&name) => "write a few words joined by hyphens, such as `no-shouting`".to_owned(),
        () if id.contains(['/', '\\']) => format!("write `{name}`; `--dir` says in which folder"),
        () => format!("write `{name}`"),
    }
}

/// The name that is most like some words.
pub(in crate::cli) fn like(words: &str) -> String {
    let last = words.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = last.trim_end_matches(".toml").to_lowercase();
    // An accent is taken off its letter; an apostrophe parts words as a blank does.
    let bare = plain.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    let parted: String = bare.map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    parted.split_whitespace().collect::<Vec<_>>().join("-")
}

/// The file of the rule that has the name, and whether it is a built-in one. A file that cannot be read has its name
/// all the same.
fn namesake(id: &str, rules: &[FileGlob]) -> Option<(String, bool)> {
    let builtin = RuleSet::load(&Config::default()).ok()?;
    let builtin = builtin.rules().iter().find(|rule| *rule.id == *id).map(|rule| (rule.file.name().to_owned(), true));
    let known = || rules.iter().filter_map(|glob| glob.open().ok()).flatten().map(|file| file.name().to_owned());
    let called = |file: &String| Path::new(file).file_stem().is_some_and(|stem| stem.to_string_lossy() == id);
    builtin.or_else(|| known().find(called).map(|file| (file, false)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Problems, shown};

    #[track_caller]
    fn cured(id: &str, cure: &str) {
        let problem = mistake(id, &[]).expect("it is a mistake");
        assert_eq!(problem.help.as_deref(), Some(cure), "{id}");
    }

    #[test]
    fn a_name_that_will_not_do_is_told_with_one_that_will() {
        cured("No-Shouting", "write `no-shouting`");
        cured("fără scuze", "write `fara-scuze`");
        cured("c'è_fretta!", "write `c-e-fretta`");
        cured("no-shouting-", "write `no-shouting`");
        cured("no-shouting.toml", "write `no-shouting`");
        cured("rules/No Shouting.toml", "write `no-shouting`; `--dir` says in which folder");
        cured("..\\a\\", "write `a`; `--dir` says in which folder");
        for hopeless in ["", "..", "/", "24-7", "нет"] {
            cured(hopeless, "write a few words joined by hyphens, such as `no-shouting`");
        }
    }

    #[test]
    fn a_good_name_is_no_mistake() {
        for id in ["a", "no-shouting", "reply-within-4h"] {
            assert!(mistake(id, &[]).is_none(), "{id}");
        }
    }

    #[test]
    fn the_mistake_is_shown_in_what_was_typed() {
        let rules = RuleSet::load(&Config::default()).unwrap();
        let taken = rules.rules().last().expect("there are built-in rules");
        let problems = ["", "No Shouting"].map(|id| mistake(id, &[]).expect("it is a mistake"));
        insta::assert_snapshot!(shown(&Problems(problems.to_vec())), @r##"
          × 2 mistakes in rules, languages or configuration

        Error:
          × a rule needs a name
           ╭─[<command line>:1:14]
         1 │ courtesy new
           ╰────
          help: write a few words joined by hyphens, such as `no-shouting`

        Error:
          × this cannot be the name of a rule
           ╭─[<command line>:1:14]
         1 │ courtesy new No Shouting
           ·              ─────┬─────
           ·                   ╰── small letters from a to z, digits and hyphens
           ╰────
          help: write `no-shouting`
        "##);
        cured(
            &taken.id,
            &format!("choose another name; a file that starts with `extends = \"{}\"` adds to that rule", taken.id),
        );
    }

    #[test]
    fn a_title_is_the_name_in_words() {
        assert_eq!(title("no-shouting-at-9"), "No shouting at 9");
    }
}
