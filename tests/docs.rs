//! What the documentation shows is so: its rules prove themselves, its tables of phrases find what they say, and its
//! sessions print what they print.

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
    sync::Arc,
};

use courtesy::{ruleset::RuleSet, source::Source, verify};

#[path = "docs/fence.rs"]
mod fence;

use fence::fences;

fn pages() -> Vec<(String, String)> {
    let pages = fs::read_dir("docs").expect("the folder is there").map(|entry| entry.expect("it can be read").path());
    let pages = pages.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    let named = |path: &Path| path.file_stem().expect("it has a name").to_string_lossy().into_owned();
    let mut pages: Vec<_> = pages.map(|path| (named(&path), fs::read_to_string(&path).expect("it is UTF-8"))).collect();
    pages.sort();
    pages
}

/// Goes through a page as a reader would: writes its files, runs its sessions, and gives the page back with what the
/// sessions print.
fn followed(page: &str, folder: &Path) -> String {
    let (mut told, mut rest) = (String::new(), page);
    for fence in fences(page) {
        let block = format!("```{}\n{}```", fence.kind, fence.text);
        let (before, behind) = rest.split_once(&block).expect("the page has the block");
        (told, rest) = (told + before, behind);
        if let Some(file) = fence.file() {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().expect("it stands in the folder")).expect("the folder can be written");
            fs::write(path, &fence.text).expect("the folder can be written");
        }
        if fence.kind == "console" {
            let commands = fence.text.lines().filter_map(|line| line.strip_prefix("$ courtesy "));
            let printed: String = commands.map(|command| run(command, folder)).collect();
            told += &format!("```console\n{printed}```");
        } else {
            told += &block;
        }
    }
    told + rest
}

/// A command and what it prints, as a session shows it.
fn run(command: &str, folder: &Path) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_courtesy"));
    program.args(command.split_whitespace()).current_dir(folder).env("NO_COLOR", "1").env("COLUMNS", "100");
    let Output { status, stdout, stderr } = program.stdin(Stdio::null()).output().expect("the program starts");
    let code = status.code().expect("the program ends by itself");
    let code = if code == 0 { String::new() } else { format!("? {code}\n") };
    let printed = [stdout, stderr].map(|bytes| String::from_utf8(bytes).expect("it prints UTF-8")).concat();
    format!("$ courtesy {command}\n{code}{printed}")
}

#[test]
fn the_sessions_print_what_they_print() {
    let overwrite = std::env::var_os("TRYCMD").is_some_and(|mode| mode == "overwrite");
    for (name, page) in pages() {
        let folder = tempfile::tempdir().expect("there is room for temporary files");
        let told = followed(&page, folder.path());
        if overwrite {
            fs::write(format!("docs/{name}.md"), &told).expect("the page can be written");
        } else {
            assert!(told == page, "docs/{name}.md is no longer true; TRYCMD=overwrite writes it:\n{told}");
        }
    }
}

#[test]
fn the_rules_prove_themselves() {
    let mut proven = 0;
    for (name, page) in pages().into_iter().filter(|(name, _)| name != "write-a-rule") {
        let rules = fences(&page).into_iter().filter(|fence| fence.kind == "toml" && fence.text.contains("\ntitle "));
        for fence in rules {
            let file = fence.file().unwrap_or_else(|| panic!("a rule of {name} says its file: {}", fence.text));
            let set = RuleSet::of(&[Arc::new(Source::new(file, fence.text.clone()))]);
            let set = set.unwrap_or_else(|problems| panic!("{name}, {file}: {problems:?}"));
            let verdict = verify::verify(&set, 0);
            assert!(verdict.failures.is_empty(), "{name}, {file}: {:?}", verdict.failures);
            let idle: Vec<&str> = verdict.dead.iter().map(|dead| &*dead.saying.written.text).collect();
            assert!(idle.is_empty(), "{name}, {file}: nothing needs {idle:?}");
            proven += 1;
        }
    }
    assert!(proven > 7, "only {proven} rules were found");
}

#[test]
fn the_pages_of_the_rules_are_those_that_explain_writes() {
    let overwrite = std::env::var_os("TRYCMD").is_some_and(|mode| mode == "overwrite");
    let folder = tempfile::tempdir().expect("there is room for temporary files");
    let shown = Path::new("docs/rules");
    let target = if overwrite { shown } else { folder.path() };
    let told =
        Command::new(env!("CARGO_BIN_EXE_courtesy")).args(["explain", "--no-config", "--pages"]).arg(target).status();
    assert!(told.expect("the program runs").success());
    let names = |folder: &Path| {
        let entries = fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("it can be read"));
        let mut names: Vec<_> = entries.map(|entry| entry.file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names(target), names(shown), "docs/rules has a page for every rule; TRYCMD=overwrite writes them");
    for name in names(target) {
        let read = |folder: &Path| fs::read_to_string(folder.join(&name)).expect("it is UTF-8");
        assert!(read(target) == read(shown), "docs/rules/{name:?} is no longer true; TRYCMD=overwrite writes it");
    }
}

/// The cells of a row of a table.
fn cells(row: &str) -> Vec<String> {
    let row = row.trim_matches('|').replace("\\|", "\u{1}");
    row.split('|').map(|cell| cell.trim().replace('\u{1}', "|")).collect()
}

#[test]
fn the_tables_of_phrases_tell_the_truth() {
    let page = fs::read_to_string("docs/phrases.md").expect("the page is there");
    let mut tried = 0;
    for row in page.lines().filter(|line| line.starts_with("| `")) {
        let [phrase, finds, leaves] = cells(row).try_into().unwrap_or_else(|_| panic!("three cells: {row}"));
        let (phrase, finds) = (phrase.trim_matches('`'), finds.replacen("**", "<<", 1).replacen("**", ">>", 1));
        let rule = format!(
            "title = \"x\"\n[language.en]\nphrases = ['''{phrase}''']\nbad = ['''{finds}''']\ngood = ['''{leaves}''']\n"
        );
        let set = RuleSet::of(&[Arc::new(Source::new("x.toml", rule))]);
        let set = set.unwrap_or_else(|problems| panic!("{phrase}: {problems:?}"));
        let verdict = verify::verify(&set, 0);
        let wrong: Vec<_> = verdict.failures.iter().map(|failure| (failure.outcome, &failure.example.text)).collect();
        assert!(wrong.is_empty(), "{phrase}: {wrong:?}");
        tried += 1;
    }
    assert!(tried > 20, "only {tried} phrases were found");
}
