//! The text of a new configuration file.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use glob::Pattern;

use crate::{builtin, cli::quote, config::NAME};

/// Of so many folders each is named in the patterns; of more, none is.
const FOLDERS: usize = 8;
/// Documents about a project, not about its customers, as they are called wherever there is one.
const ABOUT: [&str; 8] =
    ["README", "CHANGELOG", "CONTRIBUTING", "CODE_OF_CONDUCT", "LICENSE", "LICENCE", "SECURITY", "NOTICE"];

/// What is found in a folder.
#[derive(Default)]
pub(super) struct Draft {
    /// Its documents.
    pub(super) samples: Vec<Sample>,
    /// Its rule files.
    pub(super) rules: Rules,
    /// The way to the configuration file that has decided here so far.
    pub(super) above: Option<String>,
}

/// A document that was found.
pub(super) struct Sample {
    /// Its path from the folder, without `./`.
    pub(super) path: PathBuf,
    /// The code of its language, if it could be read.
    pub(super) language: Option<String>,
    /// Whether it is a script.
    pub(super) script: bool,
}

/// How many rule files a folder holds.
#[derive(Clone, Copy, Default)]
pub(super) enum Rules {
    #[default]
    None,
    /// So many, and they can be used.
    Found(usize),
    /// So many, with mistakes.
    Wrong(usize),
}

impl Draft {
    /// The file.
    pub(super) fn text(&self) -> String {
        let mut text = String::from(
            "# What courtesy lints here, and how: `courtesy check` reads this file, for this folder and those in it.\n\
             # `courtesy rules FILE` shows what holds for a file, and which line says so.\n",
        );
        let parts = [self.extends(), self.files(), self.rules(), self.languages(), choices(), self.overrides()];
        for part in parts {
            text.push('\n');
            text.push_str(&part);
        }
        text
    }

    /// What people are told when it has been written.
    pub(super) fn told(&self) -> String {
        let documents = counted(self.documents().count(), "document");
        let languages: Vec<String> = self.met().into_iter().map(|(code, count)| format!("{count} in {code}")).collect();
        let met = if languages.is_empty() { String::new() } else { format!(" ({})", languages.join(", ")) };
        let rules = match self.rules {
            Rules::None => String::new(),
            Rules::Found(count) => format!(", {}", counted(count, "rule file")),
            Rules::Wrong(count) => {
                format!(", {} with mistakes: see `courtesy test rules`", counted(count, "rule file"))
            }
        };
        format!("{NAME} written: {documents}{met}{rules}\n")
    }

    fn extends(&self) -> String {
        match &self.above {
            Some(above) => format!(
                "# The nearest configuration decides alone. This would start from the one above:\n# extends = {}\n",
                quote::toml(above)
            ),
            None => "# The nearest configuration decides alone, unless it starts from another one:\n\
                     # extends = \"../courtesy.toml\"\n"
                .to_owned(),
        }
    }

    fn files(&self) -> String {
        let found = match self.documents().count() {
            0 => "none was found here".to_owned(),
            1 => "one was found here".to_owned(),
            count => format!("{count} were found here"),
        };
        let patterns = self.patterns();
        let files = if patterns.is_empty() { "# files = [\"**/*.md\"]\n".to_owned() } else { list("files", &patterns) };
        let about: Vec<String> =
            self.about().filter_map(|sample| Some(Pattern::escape(sample.path.to_str()?))).collect();
        let exclude = if about.is_empty() { "# exclude = [\"drafts\"]\n".to_owned() } else { list("exclude", &about) };
        format!(
            "# The documents; {found}. What is named on the command line is linted in any case.\n{files}\n\
             # What is left out of them: files, or folders with all that is in them.\n{exclude}"
        )
    }

    /// The documents about the project, where there are others.
    fn about(&self) -> impl Iterator<Item = &Sample> {
        let all = self.samples.iter().all(Sample::is_about);
        self.samples.iter().filter(move |sample| !all && sample.is_about())
    }

    /// The documents to lint.
    fn documents(&self) -> impl Iterator<Item = &Sample> {
        let all = self.samples.iter().all(Sample::is_about);
        self.samples.iter().filter(move |sample| all || !sample.is_about())
    }

    /// Patterns that hold every document; where some lie in no folder, also those of folders to come.
    fn patterns(&self) -> Vec<String> {
        let places: BTreeSet<(Option<&str>, &str)> = self.documents().filter_map(Sample::place).collect();
        let folders: BTreeSet<_> = places.iter().map(|(folder, _)| folder).collect();
        let few = folders.len() <= FOLDERS;
        let pattern = |(folder, ending): &(Option<&str>, &str)| match folder {
            Some(folder) if few => format!("{}/**/*.{ending}", Pattern::escape(folder)),
            _ => format!("**/*.{ending}"),
        };
        let patterns: BTreeSet<String> = places.iter().map(pattern).collect();
        patterns.into_iter().collect()
    }

    fn rules(&self) -> String {
        let head = "# Rules of your own, besides the built-in ones; `courtesy test` proves them by their examples.\n";
        let line = "rules = [\"rules/*.toml\"]\n";
        match self.rules {
            Rules::None => format!("{head}# {line}"),
            Rules::Found(_) => format!("{head}{line}"),
            Rules::Wrong(_) => {
                format!("{head}# There are mistakes in them. `courtesy test rules` shows them; then:\n# {line}")
            }
        }
    }

    fn languages(&self) -> String {
        let met: Vec<String> = self.met().into_iter().map(|(code, count)| format!("{code} {count}")).collect();
        let met = if met.is_empty() { String::new() } else { format!(" (here: {})", met.join(", ")) };
        let code = self.met().first().map_or("en", |(code, _)| code).to_owned();
        format!(
            "# The language of each document is found out{met}, unless it says its own. If all are in one:\n\
             # lang = {}\n",
            quote::toml(&code)
        )
    }

    /// The languages met, the most frequent first.
    fn met(&self) -> Vec<(&str, usize)> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for code in self.documents().filter_map(|sample| sample.language.as_deref()) {
            *counts.entry(code).or_default() += 1;
        }
        let mut met: Vec<_> = counts.into_iter().collect();
        met.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        met
    }

    fn overrides(&self) -> String {
        let scripts = self.script_folder();
        let head = match scripts {
            Some(_) => "# The same keys for some files only; these were all read as scripts:\n",
            None => "# The same keys for some files only:\n",
        };
        let pattern = format!("{}/**", scripts.map_or_else(|| "scripts".to_owned(), Pattern::escape));
        format!("{head}# [[override]]\n# files = [{}]\n# kind = \"script\"\n", quote::toml(&pattern))
    }

    /// A folder in which all documents are scripts.
    fn script_folder(&self) -> Option<&str> {
        let mut folders: BTreeMap<&str, bool> = BTreeMap::new();
        for sample in self.documents() {
            if let Some(folder) = sample.folder().flatten() {
                *folders.entry(folder).or_insert(true) &= sample.script;
            }
        }
        folders.into_iter().find_map(|(folder, scripts)| scripts.then_some(folder))
    }
}

impl Sample {
    /// The outermost folder it stands in, `Some(None)` if it stands in none; `None` if the name is not UTF-8.
    fn folder(&self) -> Option<Option<&str>> {
        let mut parts = self.path.components();
        let first = parts.next()?.as_os_str().to_str()?;
        Some(parts.next().map(|_| first))
    }

    /// Its outermost folder and its ending.
    fn place(&self) -> Option<(Option<&str>, &str)> {
        Some((self.folder()?, self.path.extension()?.to_str()?))
    }

    /// Whether it is a document about the project.
    fn is_about(&self) -> bool {
        let stem = self.path.file_stem().map(|stem| stem.to_string_lossy().to_uppercase());
        self.path.components().count() == 1 && stem.is_some_and(|stem| ABOUT.contains(&stem.as_str()))
    }
}

/// Keys of the top come before the first table.
fn choices() -> String {
    let id = builtin::rules().first().and_then(|file| Path::new(file.name()).file_stem()?.to_str()).unwrap_or("id");
    format!(
        "# Findings of this severity or a graver one make the exit code 1: error, warning, advice or never.\n\
         fail-on = \"warning\"\n\
         \n\
         # Rules that are off, by id or tag; `courtesy rules` lists them all.\n\
         # ignore = [\"{id}\"]\n\
         \n\
         # How grave a rule is, \"off\" included, and any setting of its check.\n\
         # [rule.{id}]\n\
         # severity = \"advice\"\n"
    )
}

fn list(key: &str, patterns: &[String]) -> String {
    quote::list(key, patterns) + "\n"
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{config::Config, source::Source};

    fn draft(paths: &[&str]) -> Draft {
        let sample =
            |path: &&str| Sample { path: path.into(), language: Some("en".to_owned()), script: path.contains("call") };
        Draft { samples: paths.iter().map(sample).collect(), ..Draft::default() }
    }

    #[track_caller]
    fn patterns(paths: &[&str], expected: &[&str]) {
        assert_eq!(draft(paths).patterns(), expected, "{paths:?}");
    }

    #[test]
    fn folders_and_endings_become_patterns() {
        patterns(&["a.md", "b.txt"], &["**/*.md", "**/*.txt"]);
        patterns(&["x/a.md", "x/y/b.md", "z.MD"], &["**/*.MD", "x/**/*.md"]);
        patterns(&["a[1]/b.md"], &["a[[]1[]]/**/*.md"]);
        let many: Vec<String> = (0..20).map(|nth| format!("{nth}/a.md")).collect();
        patterns(&many.iter().map(String::as_str).collect::<Vec<_>>(), &["**/*.md"]);
    }

    #[test]
    fn documents_about_a_project_are_left_out_where_there_are_others() {
        patterns(&["README.md", "x/a.md"], &["x/**/*.md"]);
        patterns(&["README.md"], &["**/*.md"]);
        assert!(draft(&["Readme.md", "x/a.md"]).text().contains("\nexclude = [\"Readme.md\"]\n"));
        assert!(draft(&["README.md"]).text().contains("\n# exclude = "));
    }

    #[test]
    fn a_folder_of_scripts_is_proposed_as_one() {
        assert!(draft(&["b/a.md", "c/call.md", "c/d/call.md"]).text().contains("# files = [\"c/**\"]\n"));
        assert!(draft(&["c/call.md", "c/d.md"]).text().contains("# files = [\"scripts/**\"]\n"));
    }

    #[test]
    fn whatever_is_commented_out_can_be_taken_in() {
        for rules in [Rules::None, Rules::Found(1), Rules::Wrong(2)] {
            let draft = Draft { rules, ..draft(&["a.md", "c/call.md", "README.md"]) };
            let is_toml = |line: &&str| line.starts_with("# [") || line.split(' ').nth(2) == Some("=");
            let text = draft.text();
            let lines = text.lines().filter(|line| !line.starts_with("# extends"));
            let taken: String = lines
                .map(|line| (if is_toml(&line) { line.trim_start_matches("# ") } else { line }).to_owned() + "\n")
                .collect();
            let config = Config::read(&Arc::new(Source::new(NAME, taken)), Path::new("")).unwrap();
            assert_eq!((config.overrides.len(), config.choices.rules.len(), config.choices.settings.len()), (1, 1, 1));
            assert!(config.choices.lang.is_some() && config.choices.ignore.is_some() && config.files.is_some());
        }
    }

    #[test]
    fn no_name_can_break_out_of_its_quotation_marks() {
        let name = "a\"\\\n\u{7f}\u{202e}è/b.md";
        let text = draft(&[name]).text();
        let table: toml::Table = toml::from_str(&text).unwrap();
        assert_eq!(table["files"][0].as_str(), Some("a\"\\\n\u{7f}\u{202e}è/**/*.md"));
        assert!(!text.contains('\u{7f}') && !text.contains('\u{202e}'));
    }
}
