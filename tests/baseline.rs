//! Old sins, new sins: baselines and git revisions, through the built program.

#[path = "ci/git.rs"]
mod git;
mod program;

use std::{fs, path::Path};

use git::{git, repository};
use program::{folder, run};

const OLD: &str = "# Returns\n\nAt our shop the customer is always right.\n\nWe answer within a day.\n";

/// What `check` finds, an identifier and a place each, and its exit code.
#[track_caller]
fn found(folder: &Path, arguments: &[&str]) -> (Option<i32>, Vec<String>) {
    let (code, out, _) = run(folder, &[&["check", "--format", "concise"], arguments].concat());
    let place = |line: &str| line.split_once("] ").map_or(line, |(place, _)| place).to_owned();
    (code, out.lines().map(place).collect())
}

fn write(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).expect("the folder can be written");
}

const CLEAN: (Option<i32>, Vec<String>) = (Some(0), Vec::new());

#[test]
fn old_sins_are_accepted_and_new_ones_are_not() {
    let folder = folder(&[("a.md", OLD), ("b.md", OLD)]);
    let (code, out, err) = run(folder.path(), &["baseline"]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert_eq!(out, "courtesy-baseline.jsonl accepts 2 findings; put it under version control\n");
    assert_eq!(found(folder.path(), &[]), CLEAN);
    let (_, out, _) = run(folder.path(), &["check"]);
    assert_eq!(out, "2 files: 0 errors, 0 warnings, 0 advice; 2 more in the baseline\n");
    write(folder.path(), "a.md", &format!("No matter what, the customer is always right.\n\n{OLD}"));
    let (code, new) = found(folder.path(), &[]);
    assert_eq!((code, new.len()), (Some(1), 1));
    assert_eq!(found(folder.path(), &["--no-baseline"]).1.len(), 3);
    let (_, why, _) = run(folder.path(), &["why", "always-right", "b.md:3"]);
    assert!(
        why.contains("would speak, but is not heard") && why.contains("accepts it: courtesy-baseline.jsonl"),
        "{why}"
    );
    let (_, why, _) = run(folder.path(), &["why", "always-right", "a.md:5"]);
    assert!(why.contains("always-right speaks on line 5"), "{why}");
}

#[test]
fn what_moves_or_is_wrapped_anew_stays_accepted_and_other_words_do_not() {
    let folder = folder(&[("a.md", OLD), ("b.md", "Fine.\n")]);
    run(folder.path(), &["baseline"]);
    for moved in [
        "# Returns\n\nWe answer within a day.\n\n> At our shop **the\n> customer** is\n> always right.\n",
        "\n\n- At our shop the customer\n  is ALWAYS right.\n",
    ] {
        write(folder.path(), "a.md", moved);
        assert_eq!(found(folder.path(), &[]), CLEAN, "{moved}");
    }
    write(folder.path(), "a.md", "Fine.\n");
    write(folder.path(), "b.md", OLD);
    assert_eq!(found(folder.path(), &[]), CLEAN, "it has moved to another document");
    write(folder.path(), "b.md", "The customer is never wrong.\n");
    assert_eq!(found(folder.path(), &[]).0, Some(1));
}

#[test]
fn which_of_two_places_comes_first_makes_no_difference() {
    let (one, other) = ("Refunds are paid within 3 days.", "A refund takes 5 days.");
    let folder = folder(&[("a.md", &format!("{one}\n\n{other}\n"))]);
    let before = found(folder.path(), &["--select", "contradiction"]);
    assert_eq!(before.1, ["a.md:3:3: warning[contradiction"]);
    run(folder.path(), &["baseline", "--select", "contradiction"]);
    write(folder.path(), "a.md", &format!("{other}\n\n{one}\n"));
    assert_eq!(found(folder.path(), &["--select", "contradiction"]), CLEAN);
}

#[test]
fn a_copy_in_a_new_document_is_new_even_where_it_is_linted_alone() {
    let folder = folder(&[("z.md", OLD)]);
    run(folder.path(), &["baseline"]);
    write(folder.path(), "a.md", OLD);
    let new = (Some(1), vec!["a.md:3:13: error[always-right".to_owned()]);
    assert_eq!(found(folder.path(), &[]), new);
    assert_eq!(found(folder.path(), &["a.md"]), new);
}

#[test]
fn it_grows_only_when_told_so_and_what_is_stale_is_reported() {
    let folder = folder(&[("a.md", OLD), ("b.md", OLD)]);
    run(folder.path(), &["baseline"]);
    let file = folder.path().join("courtesy-baseline.jsonl");
    let before = fs::read_to_string(&file).unwrap();
    write(folder.path(), "c.md", OLD);
    let (code, out, _) = run(folder.path(), &["baseline"]);
    assert!(
        code == Some(1) && out.contains("does not accept 1 finding") && out.contains("c.md: always-right"),
        "{out}"
    );
    let (code, out, _) = run(folder.path(), &["baseline", "--update"]);
    assert!(code == Some(0) && out.contains("it does not accept 1 new"), "{out}");
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
    write(folder.path(), "a.md", "Fine.\n");
    write(folder.path(), "c.md", "Fine.\n");
    let (code, out, err) = run(folder.path(), &["check"]);
    assert_eq!((code, out.as_str()), (Some(0), "3 files: 0 errors, 0 warnings, 0 advice; 1 more in the baseline\n"));
    assert!(err.contains("accepts 1 finding not there any more") && err.contains("a.md: always-right, “the"), "{err}");
    let (_, _, err) = run(folder.path(), &["check", "b.md"]);
    assert_eq!(err, "", "a document that was not looked at has nothing stale");
    let (_, _, err) = run(folder.path(), &["check", "--select", "cost-centre"]);
    assert_eq!(err, "", "nor has a rule that was not asked");
    let (code, out, _) = run(folder.path(), &["baseline", "--update"]);
    assert_eq!((code, out.as_str()), (Some(0), "courtesy-baseline.jsonl accepts 1 finding: 1 dropped\n"));
    write(folder.path(), "c.md", OLD);
    let (_, out, _) = run(folder.path(), &["baseline", "--accept"]);
    assert_eq!(out, "courtesy-baseline.jsonl accepts 2 findings: 1 added, 0 dropped\n");
    let (code, out, _) = run(folder.path(), &["baseline"]);
    assert_eq!(
        (code, out.as_str()),
        (Some(0), "courtesy-baseline.jsonl accepts all that is found, and nothing else\n")
    );
}

#[test]
fn an_update_writes_no_baseline_where_there_is_none() {
    let folder = folder(&[("a.md", OLD)]);
    let (code, out, err) = run(folder.path(), &["baseline", "--update"]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(err.contains("does not exist") && err.contains("write it with `courtesy baseline`"), "{err}");
    assert!(!folder.path().join("courtesy-baseline.jsonl").exists());
}

#[test]
fn a_new_place_is_told_and_noted() {
    let folder = folder(&[("a.md", OLD)]);
    run(folder.path(), &["baseline"]);
    fs::rename(folder.path().join("a.md"), folder.path().join("b.md")).unwrap();
    let (code, out, _) = run(folder.path(), &["baseline"]);
    assert!(code == Some(0) && out.contains("accepts all that is found, 1 of it at another place"), "{out}");
    let (_, out, _) = run(folder.path(), &["baseline", "--update"]);
    assert_eq!(out, "courtesy-baseline.jsonl accepts 1 finding: 0 dropped, 1 noted at a new place\n");
    let (_, out, _) = run(folder.path(), &["baseline"]);
    assert_eq!(out, "courtesy-baseline.jsonl accepts all that is found, and nothing else\n");
}

#[test]
fn a_comment_with_two_faults_is_accepted_like_anything_else() {
    let folder = folder(&[("a.md", "<!-- courtesy-disable-next-line always-right -->\nWe help.\n")]);
    assert_eq!(found(folder.path(), &[]).1, ["a.md:1:1: advice[suppression"]);
    run(folder.path(), &["baseline"]);
    assert_eq!(found(folder.path(), &[]), CLEAN);
}

#[test]
fn it_stands_beside_the_configuration_and_holds_wherever_one_stands() {
    let folder = folder(&[("courtesy.toml", "fail-on = \"error\"\n"), ("policies/a.md", OLD), ("ci/x", "")]);
    run(&folder.path().join("policies"), &["baseline"]);
    let text = fs::read_to_string(folder.path().join("courtesy-baseline.jsonl")).unwrap();
    assert!(text.starts_with("{\"path\":\"policies/a.md\",\"rule\":\"always-right\","), "{text}");
    assert_eq!(found(folder.path(), &[]), CLEAN);
    assert_eq!(found(&folder.path().join("policies"), &["a.md"]), CLEAN);
    let absolute = folder.path().join("policies/a.md");
    assert_eq!(found(Path::new("/"), &[absolute.to_str().unwrap()]), CLEAN);
    run(folder.path(), &["baseline", "--baseline", "ci/old.jsonl"]);
    fs::remove_file(folder.path().join("courtesy-baseline.jsonl")).unwrap();
    assert_eq!(found(folder.path(), &[]).0, Some(1));
    assert_eq!(found(folder.path(), &["--baseline", "ci/old.jsonl"]), CLEAN);
    let (code, _, err) = run(folder.path(), &["check", "--baseline", "ci/new.jsonl"]);
    assert!(code == Some(2) && err.contains("courtesy baseline --baseline ci/new.jsonl"), "{err}");
}

#[test]
fn a_broken_baseline_stops_the_run_and_says_where() {
    let folder = folder(&[("a.md", OLD), ("courtesy-baseline.jsonl", "<<<<<<< HEAD\n{\"path\":\"a.md\"}\n")]);
    for command in ["check", "baseline"] {
        let (code, _, err) = run(folder.path(), &[command]);
        assert!(code == Some(2) && err.contains("a merge is not finished") && err.contains("jsonl:2:1"), "{err}");
    }
}

#[test]
fn only_changed_lines_count_since_a_revision() {
    let folder = folder(&[]);
    let at = folder.path();
    repository(at, &[("policies/a.md", OLD), ("b.md", OLD), ("courtesy.toml", "")]);
    git(at, "branch -M main");
    git(at, "checkout -qb work");
    assert_eq!(found(at, &["--since", "main"]), CLEAN);
    write(at, "policies/a.md", &format!("{OLD}\nHere the customer is always right.\n"));
    write(at, "new.md", OLD);
    let new = ["new.md:3:13: error[always-right", "policies/a.md:7:6: error[always-right"].map(str::to_owned).to_vec();
    assert_eq!(found(at, &["--since", "main"]), (Some(1), new.clone()));
    git(at, "add .");
    git(at, "commit -qm two");
    assert_eq!(found(at, &["--since", "main"]), (Some(1), new.clone()));
    assert_eq!(found(&at.join("policies"), &["--since", "HEAD^", "a.md"]).1, ["a.md:7:6: error[always-right"]);
    git(at, "checkout -q main");
    write(at, "b.md", "The customer is always right, we say.\n");
    git(at, "commit -qam three");
    git(at, "checkout -q work");
    assert_eq!(found(at, &["--since", "main"]), (Some(1), new), "what has changed on main is not of this work");
    for (revision, told) in [("no-such", "there is no such revision"), ("--help", "there is no such revision")] {
        let (code, _, err) = run(at, &["check", &format!("--since={revision}")]);
        assert!(code == Some(2) && err.contains(told), "{err}");
    }
}

#[test]
fn on_a_branch_it_is_the_new_place_of_accepted_words_that_counts() {
    let folder = folder(&[]);
    let at = folder.path();
    repository(at, &[("a.md", OLD), ("courtesy.toml", "")]);
    run(at, &["baseline"]);
    write(at, "a.md", &format!("Here the customer is always right.\n\n{OLD}"));
    assert_eq!(found(at, &["--since", "HEAD"]), (Some(1), vec!["a.md:1:6: error[always-right".to_owned()]));
}

#[test]
fn git_is_needed_to_tell_what_has_changed() {
    let folder = folder(&[("a.md", OLD)]);
    let (code, _, err) = run(folder.path(), &["check", "--since", "main"]);
    assert!(code == Some(2) && err.contains("run it in a git checkout"), "{err}");
}

#[test]
fn the_configuration_decides_of_named_files_where_hooks_want_it() {
    let config = "files = [\"policies/**\"]\nexclude = [\"policies/old\"]\n";
    let folder =
        folder(&[("courtesy.toml", config), ("README.md", OLD), ("policies/old/a.md", OLD), ("policies/b.md", OLD)]);
    let names = ["README.md", "policies/old/a.md", "policies/b.md"];
    assert_eq!(found(folder.path(), &names).1.len(), 3);
    let forced = found(folder.path(), &[&["--force-exclude"], &names[..]].concat());
    assert_eq!(forced.1, ["policies/b.md:3:13: error[always-right"]);
    assert_eq!(found(folder.path(), &["--force-exclude", "README.md"]), CLEAN);
}
