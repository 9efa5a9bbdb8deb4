//! `extends`: a configuration that starts from another one.

use std::{
    env,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{Config, file};
use crate::{
    problem::{Placed, Problem, toml_file},
    source::Source,
};

/// The configuration in a source whose paths start from `root`, and in those that it extends; what is wrong is told.
pub(super) fn read(source: &Arc<Source>, root: &Path, problems: &mut Vec<Problem>) -> Config {
    let itself = Path::new(source.name()).canonicalize();
    layer(source, root, &mut itself.into_iter().collect(), problems)
}

/// `above`: the files that have been met on the way to this one, and itself.
fn layer(source: &Arc<Source>, root: &Path, above: &mut Vec<PathBuf>, problems: &mut Vec<Problem>) -> Config {
    let (file, mistakes) = toml_file::read(source);
    let file: file::ConfigFile = file.unwrap_or_default();
    let base = file.base(source);
    let mut reader = file::Reader::new(source, root, mistakes);
    let config = reader.config(file);
    reader.problems.sort_by_key(|problem| problem.span);
    problems.append(&mut reader.problems);
    match base.map(|word| base_of(&word, root, above, problems)) {
        Some(Some(base)) => base.extended(config),
        _ => config,
    }
}

/// What a word of `extends` names.
fn base_of(word: &Placed, root: &Path, above: &mut Vec<PathBuf>, problems: &mut Vec<Problem>) -> Option<Config> {
    match open(word, root, above) {
        Ok((source, path)) => {
            let root = shown(path.parent().unwrap_or(Path::new("")));
            above.push(path);
            Some(layer(&source, &root, above, problems))
        }
        Err(problem) => {
            problems.push(*problem);
            None
        }
    }
}

/// The file that a word of `extends` names, and its path from the root of the file system.
fn open(word: &Placed, root: &Path, above: &[PathBuf]) -> Result<(Arc<Source>, PathBuf), Box<Problem>> {
    let asked = root.join(&word.text);
    let looked = || format!("write where the file is, from this one on; this was looked for: {}", asked.display());
    let path = asked.canonicalize().map_err(|_| Box::new(word.problem("there is no such file").help(looked())))?;
    if above.contains(&path) {
        let problem = word.problem("this configuration would extend itself").label("leads back here");
        let chain: Vec<String> = above.iter().map(|path| shown(path).display().to_string()).collect();
        return Err(Box::new(problem.help(format!("take this away; it is reached by {}", chain.join(" → ")))));
    }
    let source = toml_file::open(&shown(&path)).map_err(|problem| {
        // What is no text is told in the file itself.
        let named = |problem: Problem| word.problem(problem.message).label("not a configuration");
        let help = "name a file such as \"../courtesy.toml\"";
        if problem.span.is_some() { problem } else { Box::new(named(*problem).help(help)) }
    })?;
    Ok((source, path))
}

/// A path as it is told: from the working directory where it lies inside.
fn shown(path: &Path) -> PathBuf {
    let here = env::current_dir().ok().and_then(|here| here.canonicalize().ok());
    here.and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path).to_owned()
}

impl Config {
    /// This configuration, and `own` on top of it: sets and overrides are added, any other key is replaced.
    fn extended(self, own: Self) -> Self {
        let (mut sets, mut overrides) = (self.sets, self.overrides);
        sets.extend(own.sets);
        overrides.extend(own.overrides);
        Self {
            files: own.files.or(self.files),
            exclude: own.exclude.or(self.exclude),
            choices: self.choices.then(own.choices),
            sets,
            overrides,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::{
        config::{Choices, NAME, Setting},
        problem::{Problems, shown as report},
    };

    /// The configuration in the first of some files.
    fn open(files: &[(&str, &str)]) -> Result<(tempfile::TempDir, Config), String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let root = folder.path().canonicalize().unwrap();
        match Config::open(&root.join(files[0].0)) {
            Ok(config) => Ok((folder, config)),
            Err(Problems(problems)) => {
                let text = report(&Problems(problems));
                Err(text.replace(&format!("{}/", root.display()), ""))
            }
        }
    }

    #[test]
    fn keys_are_replaced_lists_extended_and_settings_merged() {
        let base = "files = [\"a/*\"]\nexclude = [\"b/*\"]\nrules = [\"r/*.toml\"]\nselect = [\"x\"]\nlang = \"it\"\n\
                    [rule.x]\nseverity = \"error\"\nspeaker = \"any\"\n[rule.y]\nseverity = \"off\"\n\
                    [[set]]\nfiles = [\"a/*\"]\n[[override]]\nfiles = [\"a/*\"]\nlang = \"ro\"\n";
        let own = "extends = \"../courtesy.toml\"\nexclude = []\nrules = [\"own.toml\"]\nlang = \"en\"\n\
                   [rule.x]\nseverity = \"advice\"\n[[set]]\nfiles = [\"a/*\"]\n[[override]]\nfiles = [\"a/*\"]\n";
        let (folder, config) = open(&[("shop/courtesy.toml", own), (NAME, base)]).unwrap();
        let root = folder.path().canonicalize().unwrap();
        let holds = |path: &str| config.files.as_ref().unwrap().hold(&root.join(path));
        assert!(holds("a/x.md") && !holds("shop/a/x.md"));
        assert!(!config.excludes(&root.join("b/x.md")));
        assert_eq!(config.sets_of(&root.join("a/x.md")).chain(config.sets_of(&root.join("shop/a/x"))).count(), 2);
        assert_eq!(config.overrides_of(&root.join("a/x.md")), [0]);
        assert_eq!(config.overrides_of(&root.join("shop/a/x.md")), [1]);
        let Choices { rules, select, lang, settings, .. } = &config.choices;
        let rules: Vec<_> = rules.iter().map(|glob| glob.root.join(&glob.pattern.text)).collect();
        assert_eq!(rules, [root.join("r/*.toml"), root.join("shop/own.toml")]);
        assert_eq!((select.as_ref().unwrap().value.len(), lang.as_ref().unwrap().value.text.as_str()), (1, "en"));
        let said = |at: usize| settings[at].settings.iter().map(Setting::as_written).collect::<Vec<_>>();
        assert_eq!((said(0), said(1)), (vec!["\"any\"", "\"advice\""], vec!["\"off\""]));
    }

    #[test]
    fn a_base_may_have_a_base() {
        let files =
            [("a.toml", "extends = \"b.toml\""), ("b.toml", "extends = \"c.toml\""), ("c.toml", "kind = \"script\"")];
        assert!(open(&files).unwrap().1.choices.kind.is_some());
    }

    #[test]
    fn a_circle_is_told_at_the_word() {
        let files = [("a.toml", "extends = \"b.toml\""), ("b.toml", "kind = \"policy\"\nextends = \"./a.toml\"")];
        insta::assert_snapshot!(open(&files).unwrap_err(), @r##"
          × 1 mistake in rules, languages or configuration

        Error:
          × this configuration would extend itself
           ╭─[b.toml:2:12]
         1 │ kind = "policy"
         2 │ extends = "./a.toml"
           ·            ────┬───
           ·                ╰── leads back here
           ╰────
          help: take this away; it is reached by a.toml → b.toml
        "##);
    }

    #[test]
    fn a_base_that_is_not_there_is_told_at_the_word() {
        insta::assert_snapshot!(open(&[("a.toml", "extends = \"no.toml\"\nkind = \"x\"")]).unwrap_err(), @r##"
          × 2 mistakes in rules, languages or configuration

        Error:
          × there is no such file
           ╭─[a.toml:1:12]
         1 │ extends = "no.toml"
           ·            ───┬───
           ·               ╰── here
         2 │ kind = "x"
           ╰────
          help: write where the file is, from this one on; this was looked for: no.toml

        Error:
          × unknown kind of document `x`
           ╭─[a.toml:2:9]
         1 │ extends = "no.toml"
         2 │ kind = "x"
           ·         ┬
           ·         ╰── not known
           ╰────
          help: use one of `policy`, `script`
        "##);
    }

    #[test]
    fn mistakes_of_all_files_are_told() {
        let files = [("a.toml", "extends = \"b.toml\"\nlnag = \"en\""), ("b.toml", "rules = 3")];
        insta::assert_snapshot!(open(&files).unwrap_err(), @r##"
          × 2 mistakes in rules, languages or configuration

        Error:
          × unknown key `lnag`
           ╭─[a.toml:2:1]
         1 │ extends = "b.toml"
         2 │ lnag = "en"
           · ──┬─
           ·   ╰── not known here
           ╰────
          help: did you mean `lang`?

        Error:
          × `rules` must be a list, not the number 3
           ╭─[b.toml:1:9]
         1 │ rules = 3
           ·         ┬
           ·         ╰── not what is expected here
           ╰────
          help: write `rules = ["rules/*.toml"]`; the settings of a rule stand under `[rule.NAME]`, without an `s`
        "##);
    }

    #[test]
    fn a_folder_is_no_base() {
        let told = open(&[("a.toml", "extends = \"b\""), ("b/c.toml", "")]).unwrap_err();
        assert!(told.contains("a.toml:1:12") && told.contains("this is a folder"), "{told}");
    }
}
