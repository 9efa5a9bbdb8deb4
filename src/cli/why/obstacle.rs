//! What keeps a rule from being heard on a line, whatever it finds there, and what else bears on it.

use std::{fmt, path::Path};

use crate::{
    cli::{
        accepted::Baselines,
        files, parse, read_as,
        setup::{self, Setup},
    },
    config::{Globs, Key, Origin},
    lint::{lint, silencing},
    parse::Reading,
    problem::Placed,
    report::Checked,
    rule::Rule,
    ruleset::Because,
    source::Span,
    why::Case,
};

/// Something that bears on whether a rule is heard on a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Obstacle {
    /// The rule does not run.
    Off(String),
    /// The rule judges other kinds of document: this kind, who says so, the kinds judged, who says so.
    Kind(String, String, String, String),
    /// The rule judges other files: the patterns, and who says so.
    Files(String, String),
    /// A comment silences the rule: its line, and the reason given.
    Silenced(usize, Option<String>),
    /// The baseline accepts what the rule finds there: its file.
    Accepted(String),
    /// The configuration leaves the file out: the pattern, and where it stands.
    Excluded(String, String),
    /// The configuration does not list the file: where it says which.
    Unlisted(String),
    /// A `.gitignore` leaves the file out: the pattern, and the file it stands in.
    Ignored(String, String),
    /// A comment silences other rules only: its line, and the rules.
    OtherRules(usize, String),
    /// The configuration sets this for the rule: the setting, and where.
    Set(String, String),
    /// The document is read in a language, as somebody says.
    Language(String, String),
}

impl Obstacle {
    /// Whether the rule is not heard because of it.
    pub(super) fn silences(&self) -> bool {
        matches!(self, Self::Off(_) | Self::Kind(..) | Self::Files(..) | Self::Silenced(..) | Self::Accepted(_))
    }

    /// Whether the rule is heard only where the file is named.
    pub(super) fn leaves_out(&self) -> bool {
        matches!(self, Self::Excluded(..) | Self::Unlisted(_) | Self::Ignored(..))
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Off(because) => write!(f, "the rule is off: {because}"),
            Self::Kind(kind, by, wanted, from) => {
                write!(f, "the document is a `{kind}` ({by}), and the rule judges only `{wanted}` (`kinds`, {from})")
            }
            Self::Files(patterns, by) => {
                write!(f, "the rule judges only files that match its `files`: {patterns} ({by})")
            }
            Self::Silenced(line, Some(reason)) => write!(f, "the comment on line {line} silences it: {reason}"),
            Self::Silenced(line, None) => write!(f, "the comment on line {line} silences it, without a reason"),
            Self::Accepted(file) => write!(f, "the baseline accepts it: {file}"),
            Self::Excluded(pattern, by) => {
                write!(
                    f,
                    "the configuration excludes the file, so that it is linted only if it is named: `{pattern}` ({by})"
                )
            }
            Self::Unlisted(by) => {
                write!(
                    f,
                    "the configuration does not list the file, so that it is linted only if it is named: `files` ({by})"
                )
            }
            Self::Ignored(pattern, file) => {
                write!(f, "the file is left out, so that it is linted only if it is named: {pattern} ({file})")
            }
            Self::OtherRules(line, rules) => write!(f, "the comment on line {line} silences only {rules}"),
            Self::Set(setting, by) => write!(f, "{setting} is set by {by}"),
            Self::Language(language, by) => {
                write!(f, "the language is `{language}` ({by}): `--lang`, or `lang:` in the front matter, says another")
            }
        }
    }
}

/// Everything that bears on whether a rule is heard on a line; first what silences it.
pub(super) fn all((setup, rule): (&Setup, &Rule), path: &Path, case: &Case<'_>, line: Span) -> Vec<Obstacle> {
    let reading = case.rules.read_whole(case.source, case.given);
    let mut all = Vec::new();
    let place = setup.rules.rules().iter().position(|known| known.id == rule.id).expect("the rule was found there");
    if !setup.rules.is_on(place) {
        all.push(Obstacle::Off(turned_off(setup.rules.because(place))));
    }
    all.extend(judged_elsewhere((setup, rule), case, &reading));
    all.extend(comments(case, &reading, line));
    all.extend(accepted(rule, case, line));
    all.extend(left_out(setup, path));
    all.extend(settings(setup, rule));
    if rule.checks.iter().any(|check| check.lists(&reading.document.language).is_empty()) {
        let by = read_as::language_by(setup, &reading.document, case.given);
        all.push(Obstacle::Language(reading.document.language.to_string(), by));
    }
    all
}

/// Why the rule judges no document of this kind or name.
fn judged_elsewhere((setup, rule): (&Setup, &Rule), case: &Case<'_>, reading: &Reading<'_>) -> Option<Obstacle> {
    let by = |key: Key| {
        let said = setup.choices.settings.iter().filter(|said| *said.id.text == *rule.id);
        let setting = said.flat_map(|said| &said.settings).find(|setting| setting.value.key() == key);
        setting.map_or_else(|| rule.file.name().to_owned(), |setting| setting.by.to_string())
    };
    if !rule.judges_kind(reading.document.kind) {
        let kinds: Vec<String> = rule.kinds.iter().map(parse::word).collect();
        let read_by = read_as::kind_by(setup, &reading.document, case.given);
        return Some(Obstacle::Kind(parse::word(&reading.document.kind), read_by, kinds.join("`, `"), by(Key::Kinds)));
    }
    let patterns = || rule.files.iter().map(|glob| format!("`{glob}`")).collect::<Vec<_>>().join(", ");
    (!rule.applies(&reading.document, case.source.name())).then(|| Obstacle::Files(patterns(), by(Key::Files)))
}

/// The comments that silence the rule on the line, or silence only others there.
fn comments(case: &Case<'_>, reading: &Reading<'_>, line: Span) -> Vec<Obstacle> {
    let line_of = |span: Span| case.source.position(span.start()).line;
    let silenced = lint(case.source, case.rules, case.given).silenced;
    let here = silenced.into_iter().filter(|(finding, _)| finding.rule == case.rule && finding.span.overlaps(line));
    let mut all: Vec<Obstacle> = here
        .map(|(_, by)| Obstacle::Silenced(line_of(by.comment), by.reason.map(|reason| reason.to_string())))
        .collect();
    all.dedup();
    let id = &*case.rules.rules()[case.rule].id;
    let others = silencing(case.source, &reading.document, line);
    let others = others.into_iter().filter(|(_, rules)| !rules.is_empty() && rules.iter().all(|rule| *rule != id));
    all.extend(others.map(|(comment, rules)| {
        let rules: Vec<String> = rules.iter().map(|rule| format!("`{rule}`")).collect();
        Obstacle::OtherRules(line_of(comment), rules.join(", "))
    }));
    all
}

/// The baseline that accepts all that the rule finds on the line.
fn accepted(rule: &Rule, case: &Case<'_>, line: Span) -> Option<Obstacle> {
    let mut baselines = Baselines::new(None);
    // A broken baseline stops `check`, which tells more of it.
    baselines.load(case.source.name()).ok()?;
    let mut linted = lint(case.source, case.rules, case.given);
    linted.findings.retain(|finding| finding.rule == case.rule);
    let here: Vec<bool> = linted.findings.iter().map(|finding| finding.span.overlaps(line)).collect();
    let checked = Checked::new(case.source, linted, &setup::notes(case.rules), 0);
    let governed = baselines.hold_rules(&[(0, checked)], |_, _| &*rule.id, |id| *id == *rule.id, |_, _| false).pop()?;
    let mut held = here.iter().zip(&governed.held.accepted).filter(|(here, _)| **here).map(|(_, accepted)| *accepted);
    (held.next()? && held.all(|accepted| accepted)).then(|| Obstacle::Accepted(governed.name()))
}

/// Why the file is not linted unless it is named.
fn left_out(setup: &Setup, path: &Path) -> Vec<Obstacle> {
    let by = |word: &Placed| Origin { source: word.source.clone(), span: word.span, overriding: false }.to_string();
    let mut all = Vec::new();
    if let Some(exclude) = setup.config.exclude.as_ref().filter(|_| setup.config.excludes(path)) {
        let pattern = path.ancestors().find_map(|above| exclude.holding(above));
        all.extend(pattern.map(|pattern| Obstacle::Excluded(pattern.text.clone(), by(pattern))));
    }
    let unlisted = |files: &&Globs| !files.hold(path);
    if let Some(files) = setup.config.files.as_ref().filter(unlisted) {
        all.push(Obstacle::Unlisted(files.written().next().map(by).unwrap_or_default()));
    }
    all.extend(files::ignored(path).map(|(pattern, file)| Obstacle::Ignored(pattern, file)));
    all
}

/// What the configuration sets for the rule.
fn settings(setup: &Setup, rule: &Rule) -> Vec<Obstacle> {
    let said = setup.choices.settings.iter().filter(|said| *said.id.text == *rule.id);
    let heard = [Key::Kinds, Key::Files];
    let settings = said.flat_map(|said| &said.settings).filter(|setting| !heard.contains(&setting.value.key()));
    let told = |setting: &crate::config::Setting| {
        let value = setting.as_written().split_whitespace().collect::<Vec<_>>().join(" ");
        Obstacle::Set(format!("`{} = {value}`", setting.value.key().name()), setting.by.to_string())
    };
    settings.map(told).collect()
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
