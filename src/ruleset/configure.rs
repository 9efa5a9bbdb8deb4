//! What a configuration says of single rules, taken in by them.

use super::select;
use crate::{
    config::{Choices, Key, Setting, Value},
    problem::Problem,
    rule::{CheckKind, Rule},
};

/// Takes settings of rules into them, and tells those that their rule does not have.
pub(super) fn configure(choices: &Choices, rules: &mut [Rule], problems: &mut Vec<Problem>) {
    mistakes(choices, rules, problems);
    for settings in &choices.settings {
        if let Some(rule) = rules.iter_mut().find(|rule| *rule.id == *settings.id.text) {
            settings.settings.iter().for_each(|setting| set(rule, setting));
        }
    }
}

/// Tells settings of rules that do not exist, and settings that their rule does not have.
pub(super) fn mistakes(choices: &Choices, rules: &[Rule], problems: &mut Vec<Problem>) {
    for settings in &choices.settings {
        match rules.iter().find(|rule| *rule.id == *settings.id.text) {
            None => problems.push(select::unknown(&settings.id, rules, false)),
            Some(rule) => problems.extend(settings.settings.iter().filter_map(|setting| strange(rule, setting))),
        }
    }
}

/// A setting that the rule does not have.
fn strange(rule: &Rule, setting: &Setting) -> Option<Problem> {
    let key = setting.value.key();
    if has(rule, key) {
        return None;
    }
    let problem = match key.check() {
        Some(check) => {
            let problem = setting.problem(format!("`{}` is a setting of the check `{check}`", key.name()));
            problem.label(format!("the rule `{}` has no such check", rule.id))
        }
        None => {
            let problem = setting.problem(format!("`{}` is a setting of checks", key.name()));
            problem.label(format!("the rule `{}` has none", rule.id))
        }
    };
    let known = Key::ALL.into_iter().filter(|key| has(rule, *key)).map(Key::name);
    Some(problem.did_you_mean(key.name(), known))
}

/// Whether a rule, by one of its checks, has a setting.
fn has(rule: &Rule, key: Key) -> bool {
    let of = |name| rule.checks.iter().any(|check| check.kind.name() == name);
    key == Key::Severity || key.check().map_or(!rule.checks.is_empty(), of)
}

/// Gives a rule a setting, in every check that has it. Its severity is not the rule's to know.
fn set(rule: &mut Rule, setting: &Setting) {
    match &setting.value {
        Value::Severity(_) => {}
        Value::Kinds(kinds) => rule.kinds.clone_from(kinds),
        Value::Files(files) => {
            // What is no glob has been told when the configuration was read.
            rule.files = files.iter().filter_map(|file| glob::Pattern::new(file.get_ref()).ok()).collect();
        }
        value => {
            for check in &mut rule.checks {
                match value {
                    Value::Speaker(speaker) => check.scope.speaker = *speaker,
                    Value::In(places) => check.scope.places = Some(places.clone()),
                    Value::Stance(stances) => check.scope.stances = stances.clone(),
                    value => set_kind(&mut check.kind, value),
                }
            }
        }
    }
}

fn set_kind(kind: &mut CheckKind, value: &Value) {
    match (kind, value) {
        (CheckKind::Forbid { reach }, Value::Reach(new)) => *reach = *new,
        (CheckKind::Follow { within, .. }, Value::Within(new)) => *within = *new,
        (CheckKind::Follow { side, .. }, Value::Where(new)) => *side = *new,
        (CheckKind::Require { part, .. }, Value::InPart(new)) => *part = *new,
        (CheckKind::Require { min_words, .. }, Value::MinWords(new)) => *min_words = *new,
        (CheckKind::Require { declared, .. }, Value::Declared(new)) => *declared = *new,
        (CheckKind::Cover { hours, .. }, Value::Hours(new)) => *hours = *new,
        (CheckKind::Cover { ideal, .. }, Value::Ideal(new)) => *ideal = *new,
        // A setting of another check of the rule.
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::{path::Path, sync::Arc};

    use super::{super::own, *};
    use crate::{
        config::{Config, NAME},
        language,
        problem::{Problems, shown},
        rule::{self, Loaded},
        source::Source,
    };

    fn rule(checks: &str, lists: &str) -> Rule {
        let text = format!("title = \"x\"\n{checks}\n[language.en]\n{lists}\nbad = [\"x\"]\n");
        match rule::read(&Arc::new(Source::new("x.toml", text)), &language::load(&[]).0) {
            Ok(Loaded::Rule(rule)) => *rule,
            other => panic!("{other:?}"),
        }
    }

    fn forbids() -> Rule {
        rule("", "phrases = [\"x\"]")
    }

    fn under(settings: &str, rule: Rule) -> (Rule, Problems) {
        let source = Arc::new(Source::new(NAME, format!("[rule.x]\n{settings}\n")));
        let config = Config::read(&source, Path::new("")).unwrap();
        let (mut rules, mut problems) = (vec![rule], Vec::new());
        configure(&config.choices, &mut rules, &mut problems);
        (rules.remove(0), Problems(problems))
    }

    /// A rule under settings must be what it would be with these keys in its own file.
    #[track_caller]
    fn becomes(settings: &str, (check, lists): (&str, &str)) {
        let table = |keys: &str| format!("[check.{check}]\n{keys}\n");
        let (configured, problems) = under(settings, rule(&table(""), lists));
        assert!(problems.0.is_empty(), "{problems:?}");
        let written = rule(&table(settings), lists);
        assert_eq!(configured.checks[0].kind, written.checks[0].kind, "{settings}");
        assert_eq!(configured.checks[0].scope, written.checks[0].scope, "{settings}");
    }

    #[test]
    fn a_setting_does_what_it_does_in_a_rule_file() {
        let forbid = ("forbid", "phrases = [\"x\"]");
        becomes("speaker = \"customer\"\nin = [\"turn\"]\nstance = \"any\"", forbid);
        becomes("reach = \"block\"", forbid);
        let follow = ("follow", "says = [\"x\"]\nthen = [\"y\"]");
        becomes("within = \"section\"\nwhere = \"before\"\nspeaker = \"any\"", follow);
        becomes("within = 7", follow);
        let require = ("require", "needs = [\"y\"]");
        becomes("in-part = \"closing\"\nmin-words = 12\ndeclared = true", require);
        becomes("hours = 60\nideal = 70", ("cover", "about = [\"x\"]"));
    }

    #[test]
    fn a_setting_goes_to_every_check_that_has_it() {
        let two = || rule("[check.forbid]\n[check.cover]", "phrases = [\"x\"]\nabout = [\"y\"]");
        let (configured, problems) = under("hours = 60\nspeaker = \"any\"\nreach = 3", two());
        assert!(problems.0.is_empty(), "{problems:?}");
        let said: Vec<_> =
            configured.checks.iter().map(|check| format!("{:?} {:?}", check.kind, check.scope.speaker)).collect();
        assert_eq!(said, ["Forbid { reach: Sentences(3) } Any", "Cover { hours: 60, ideal: 168 } Any"]);
    }

    #[test]
    fn kinds_and_files_are_those_of_the_configuration() {
        let own = || rule("kinds = [\"policy\"]\nfiles = [\"a/*\"]", "phrases = [\"x\"]");
        let (configured, _) = under("kinds = [\"script\"]\nfiles = [\"b/**\", \"c.md\"]", own());
        let files: Vec<_> = configured.files.iter().map(glob::Pattern::as_str).collect();
        assert_eq!((format!("{:?}", configured.kinds).as_str(), files.as_slice()), ("[Script]", &["b/**", "c.md"][..]));
    }

    #[test]
    fn what_a_rule_does_not_have_is_told_at_the_word() {
        let (_, problems) = under("hours = 60\nin-part = \"opening\"\nwhere = \"after\"", forbids());
        insta::assert_snapshot!(shown(&problems), @r##"
          × 3 mistakes in rules, languages or configuration

        Error:
          × `hours` is a setting of the check `cover`
           ╭─[courtesy.toml:2:1]
         1 │ [rule.x]
         2 │ hours = 60
           · ──┬──
           ·   ╰── the rule `x` has no such check
         3 │ in-part = "opening"
           ╰────
          help: use one of `severity`, `kinds`, `files`, `speaker`, `in`, `stance`, `reach`

        Error:
          × `in-part` is a setting of the check `require`
           ╭─[courtesy.toml:3:1]
         2 │ hours = 60
         3 │ in-part = "opening"
           · ───┬───
           ·    ╰── the rule `x` has no such check
         4 │ where = "after"
           ╰────
          help: use one of `severity`, `kinds`, `files`, `speaker`, `in`, `stance`, `reach`

        Error:
          × `where` is a setting of the check `follow`
           ╭─[courtesy.toml:4:1]
         3 │ in-part = "opening"
         4 │ where = "after"
           · ──┬──
           ·   ╰── the rule `x` has no such check
           ╰────
          help: use one of `severity`, `kinds`, `files`, `speaker`, `in`, `stance`, `reach`
        "##);
        let (_, problems) =
            under("severity = \"error\"\nspeaker = \"any\"", Rule { id: "x".into(), ..own::suppression() });
        insta::assert_snapshot!(shown(&problems), @r##"
          × 1 mistake in rules, languages or configuration

        Error:
          × `speaker` is a setting of checks
           ╭─[courtesy.toml:3:1]
         2 │ severity = "error"
         3 │ speaker = "any"
           · ───┬───
           ·    ╰── the rule `x` has none
           ╰────
          help: use one of `severity`
        "##);
    }
}
