//! The other documents that a document must agree with.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    cli::{
        files,
        setup::{ReadOptions, RuleOptions, Setup, Setups},
        size,
    },
    fact::Fact,
    lint::lint,
    problem::Problems,
    rule::{CheckKind, Rule},
    source::Source,
    why::{Member, Set},
};

/// The sets that a document belongs to, with the values of a rule in all their documents; none if the rule compares
/// none. Documents are found as a run without paths finds them.
pub(super) fn of(
    (rules, reading): (&RuleOptions, &ReadOptions),
    rule: (&Rule, usize),
    (path, source): (&Path, &Source),
) -> Result<Vec<Set>, Problems> {
    let agrees = rule.0.checks.iter().any(|check| check.kind == CheckKind::Agree);
    let mut setups = Setups::new(rules);
    let place = setups.of(path)?;
    let config = Arc::clone(&setups.all()[place].config);
    let sets: Vec<usize> = config.sets_of(Path::new(source.name())).collect();
    if !agrees || sets.is_empty() {
        return Ok(Vec::new());
    }
    let file = setups.file(path.parent().unwrap_or(Path::new("")));
    let folder = file.as_deref().and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty());
    let top = setups.plain(folder.unwrap_or(Path::new(".")))?;
    let top = Arc::clone(&setups.all()[top]);
    let (found, _) = files::walk(folder.unwrap_or(Path::new(".")), &|path: &Path| top.lists(path));
    let mut files: BTreeMap<String, PathBuf> = found.into_iter().map(|path| (files::name(&path), path)).collect();
    files.insert(source.name().to_owned(), path.to_path_buf());
    let mut told = Vec::new();
    for set in sets {
        let mut members = Vec::new();
        for (name, path) in &files {
            let own = name == source.name();
            if !config.sets_of(path).any(|other| other == set) {
                continue;
            }
            let setup = setups.of(path)?;
            let setup = Arc::clone(&setups.all()[setup]);
            if !own && (setup.config.excludes(path) || setup.nth != top.nth) {
                continue;
            }
            let other;
            let text = if own {
                source
            } else {
                other = files::read(path, name, size::USUAL)?;
                &other
            };
            let facts = values(text, &setup, (reading, rule));
            members.push(Member { path: (!own).then(|| name.clone()), facts });
        }
        told.push(Set { members });
    }
    Ok(told)
}

/// The values that a rule compares in a document, each with its line.
fn values(text: &Source, setup: &Setup, (reading, rule): (&ReadOptions, (&Rule, usize))) -> Vec<(Fact, usize)> {
    let facts = lint(text, &setup.rules, &reading.given(text.name(), setup)).facts;
    let own = facts.into_iter().filter(|fact| setup.rules.rules()[fact.rule].id == rule.0.id);
    own.map(|fact| (Fact { rule: rule.1, ..fact }, text.position(fact.span.start()).line)).collect()
}
