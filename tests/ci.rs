//! What the project offers to servers does what `docs/ci.md` promises: the action, the hook, and the page's own scripts.
#![cfg(unix)]

use std::{collections::HashMap, fs, os::unix::fs::PermissionsExt as _};

#[path = "docs/fence.rs"]
mod fence;
#[path = "ci/git.rs"]
mod git;
#[path = "ci/runner.rs"]
mod runner;

use fence::{Fence, fences};
use git::repository;
use runner::{Ran, Runner, entries, text, yaml};
use saphyr::Yaml;
use serde_json::Value;

/// What a document says that is accepted, and what somebody adds.
const OLD: &str = "In this shop the customer is always right.\n";
const NEW: &str = "Remember: the client is always right.\n";

/// A machine on which a repository is checked out whose only finding is accepted.
fn checked_out() -> Runner {
    let runner = Runner::new();
    let files = [("courtesy.toml", "files = [\"policies/**\"]\n"), ("policies/a.md", OLD)];
    repository(&runner.workspace(), &files);
    let accepted = runner.bash("courtesy baseline", &HashMap::new());
    assert_eq!(accepted.code, Some(0), "{}", accepted.log);
    git::git(&runner.workspace(), "add .");
    git::git(&runner.workspace(), "commit -qm y");
    runner
}

/// The same after somebody has written something that counts.
fn sinned() -> Runner {
    let runner = checked_out();
    let text = format!("{NEW}\n{OLD}");
    fs::write(runner.workspace().join("policies/a.md"), text).expect("the workspace can be written");
    runner
}

fn act(runner: &Runner, given: &[(&str, &str)]) -> Ran {
    runner.act(&yaml(include_str!("../action.yml")), given)
}

/// A report that lies in the workspace.
#[track_caller]
fn json(runner: &Runner, name: &str) -> Value {
    let bytes = fs::read(runner.workspace().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The marks in files.
fn annotations(ran: &Ran) -> Vec<&str> {
    let commands = ran.log.lines().filter(|line| line.starts_with("::"));
    commands.filter(|line| !notices(ran).contains(line)).collect()
}

/// What the action itself has to say.
fn notices(ran: &Ran) -> Vec<&str> {
    let mine =
        |line: &&str| line.starts_with("::error title=courtesy::") || line.starts_with("::warning title=courtesy::");
    ran.log.lines().filter(mine).collect()
}

#[test]
fn the_action_lets_pass_what_is_accepted() {
    let runner = checked_out();
    let ran = act(&runner, &[]);
    assert_eq!((ran.code, annotations(&ran).len()), (Some(0), 0), "{}", ran.log);
    assert_eq!(runner.file("GITHUB_OUTPUT"), "exit-code=0\n");
    assert_eq!(runner.file("GITHUB_STEP_SUMMARY"), "");
}

#[test]
fn the_action_fails_on_what_is_new_and_marks_nothing_else() {
    let runner = sinned();
    let ran = act(&runner, &[]);
    let marked = annotations(&ran);
    assert_eq!((ran.code, marked.len()), (Some(1), 1), "{}", ran.log);
    assert!(marked[0].starts_with("::error file=policies/a.md,line=1,"), "{marked:?}");
    assert_eq!(runner.file("GITHUB_OUTPUT"), "exit-code=1\n");
    let summary = runner.file("GITHUB_STEP_SUMMARY");
    assert_eq!(summary.matches("\n    policies/a.md:1:").count(), 1, "{summary}");
}

#[test]
fn the_action_does_what_its_inputs_say() {
    let runner = sinned();
    let ran = act(&runner, &[("fail-on", "never"), ("sarif-file", "report.sarif"), ("paths", "policies\n")]);
    assert_eq!((ran.code, annotations(&ran).len()), (Some(0), 1), "{}", ran.log);
    let report = json(&runner, "report.sarif");
    assert!(report["runs"][0]["results"].is_array(), "{report}");
    for (since, args, marked) in
        [("", "--no-baseline", 2), ("HEAD", "--no-baseline", 1), ("HEAD~1", "--no-baseline\n-q", 1)]
    {
        let ran = act(&runner, &[("since", since), ("args", args)]);
        assert_eq!((ran.code, annotations(&ran).len()), (Some(1), marked), "{since} {args}: {}", ran.log);
    }
    fs::create_dir(runner.workspace().join("elsewhere")).unwrap();
    let ran = act(&runner, &[("working-directory", "elsewhere"), ("paths", "../policies/a.md")]);
    assert_eq!((ran.code, annotations(&ran).len()), (Some(1), 1), "{}", ran.log);
    assert!(
        matches!(notices(&ran)[..], [told] if told.starts_with("::warning") && told.contains("use paths")),
        "{}",
        ran.log
    );
}

#[test]
fn the_action_says_so_where_nothing_could_be_judged() {
    let runner = checked_out();
    assert_eq!(notices(&act(&runner, &[])), [] as [&str; 0]);
    fs::write(runner.workspace().join("courtesy.toml"), "fail-on = 7\n").unwrap();
    let ran = act(&runner, &[("sarif-file", "report.sarif")]);
    assert_eq!((ran.code, notices(&ran).len(), runner.has("report.sarif")), (Some(2), 1, false), "{}", ran.log);
    assert!(notices(&ran)[0].starts_with("::error title=courtesy::it could not run"), "{}", ran.log);
}

#[test]
fn the_action_runs_nothing_that_it_is_given() {
    let runner = checked_out();
    for hostile in
        ["$(touch owned)", "`touch owned`", "\"; touch owned; \"", "'; touch owned; '", "x\ntouch owned", "-n"]
    {
        let texts = ["paths", "since", "fail-on", "args", "sarif-file"].map(|name| (name, hostile));
        for given in [&texts[..], &[("working-directory", hostile)], &[("program", hostile)]] {
            let ran = act(&runner, given);
            assert_ne!(ran.code, Some(0), "{given:?}: {}", ran.log);
            assert_eq!(annotations(&ran).len(), 0, "{given:?}: {}", ran.log);
            assert!(!runner.has("owned"), "{given:?}: {}", ran.log);
        }
    }
}

#[test]
fn the_action_holds_no_expression_in_a_script_and_no_action_of_others() {
    let action = yaml(include_str!("../action.yml"));
    let steps = action["runs"]["steps"].as_sequence().unwrap();
    let used: Vec<&str> = steps
        .iter()
        .flat_map(|step| entries(step.as_mapping_get("env")))
        .map(|(_, value)| value.as_str().unwrap())
        .collect();
    for step in steps {
        assert!(!step.contains_mapping_key("uses") && !text(step, "run").contains("${{"), "{step:?}");
        assert_eq!(text(step, "shell"), "bash");
    }
    for (name, _) in entries(action.as_mapping_get("inputs")) {
        assert!(used.contains(&format!("${{{{ inputs.{name} }}}}").as_str()), "`{name}` is of use");
    }
}

#[test]
fn the_action_builds_the_program_once_where_there_is_none() {
    let tools = tempfile::tempdir().unwrap();
    let program = env!("CARGO_BIN_EXE_courtesy");
    let cargo = format!("#!/bin/sh\necho \"$@\" >&2\nmkdir -p \"$6/bin\" && ln -s {program} \"$6/bin/courtesy\"\n");
    fs::write(tools.path().join("cargo"), cargo).unwrap();
    fs::set_permissions(tools.path().join("cargo"), fs::Permissions::from_mode(0o755)).unwrap();
    let runner = Runner::with_path(format!("{}:/usr/bin:/bin", tools.path().display()));
    fs::write(runner.workspace().join("a.md"), OLD).unwrap();
    let install = concat!("install --locked --path ", env!("CARGO_MANIFEST_DIR"), " --root ");
    for built in [1, 0] {
        let ran = act(&runner, &[]);
        assert_eq!((ran.code, annotations(&ran).len()), (Some(1), 1), "{}", ran.log);
        assert_eq!(ran.log.matches(install).count(), built, "{}", ran.log);
        fs::write(runner.workspace().join("../GITHUB_PATH"), "").unwrap();
    }
}

#[test]
fn the_hook_blocks_what_is_new_and_obeys_the_configuration() {
    let runner = sinned();
    fs::write(runner.workspace().join("notes.md"), NEW).unwrap();
    let hooks = yaml(include_str!("../.pre-commit-hooks.yaml"));
    let entry = text(&hooks[0], "entry");
    for (files, code) in [("policies/a.md notes.md", 1), ("notes.md", 0)] {
        let ran = runner.bash(&format!("{entry} {files}"), &HashMap::new());
        assert_eq!(ran.code, Some(code), "{entry} {files}: {}", ran.log);
    }
}

/// The block of the page that is this file; the first, if there are several.
#[track_caller]
fn shown(file: &str) -> Fence {
    let mut fences = fences(include_str!("../docs/ci.md")).into_iter();
    fences.find(|fence| fence.file() == Some(file)).unwrap_or_else(|| panic!("docs/ci.md shows {file}"))
}

#[test]
fn the_job_for_gitlab_fails_on_what_is_new_and_leaves_its_reports() {
    let page = shown(".gitlab-ci.yml");
    let job = &yaml(&page.text)["courtesy"];
    let script: Vec<&str> = job["script"].as_sequence().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    let reports: Vec<&str> =
        entries(job["artifacts"].as_mapping_get("reports")).iter().map(|(_, file)| file.as_str().unwrap()).collect();
    for (runner, code, found) in [(checked_out(), 0, 0), (sinned(), 1, 1)] {
        let workspace = runner.workspace().to_str().unwrap().to_owned();
        let variables = entries(job.as_mapping_get("variables"));
        let variables = variables
            .into_iter()
            .map(|(name, value)| (name, value.as_str().unwrap().replace("$CI_PROJECT_DIR", &workspace)));
        let ran = runner.bash(&script.join("\n"), &variables.collect());
        assert_eq!(ran.code, Some(code), "{}", ran.log);
        let junit = fs::read_to_string(runner.workspace().join(reports[1])).unwrap();
        let quality = json(&runner, reports[0]);
        assert_eq!(quality.as_array().unwrap().len(), found, "{quality}");
        assert_eq!(junit.matches("<failure").count(), found, "{junit}");
    }
}

#[test]
fn the_scripts_for_any_other_server_do_what_the_page_says() {
    for (runner, code) in [(checked_out(), 0), (sinned(), 1)] {
        let ran = runner.bash(&shown("ci/check.sh").text, &HashMap::new());
        assert_eq!(ran.code, Some(code), "{}", ran.log);
        assert!(runner.has("courtesy-junit.xml"));
    }
}

#[test]
fn branches_that_mend_different_things_merge_without_a_stop() {
    let runner = Runner::new();
    let at = runner.workspace();
    let kept = shown(".gitattributes").text;
    let files = ["a.md", "b.md", "c.md"].map(|name| (name, OLD));
    repository(&at, &[&files[..], &[(".gitattributes", &kept)]].concat());
    let mend = |name: &str| {
        fs::write(at.join(name), "We help.\n").expect("the workspace can be written");
        assert_eq!(runner.bash("courtesy baseline --update", &HashMap::new()).code, Some(0));
        git::git(&at, "commit -qam mended");
    };
    runner.bash("courtesy baseline", &HashMap::new());
    for arguments in ["add .", "commit -qm accepted", "branch other"] {
        git::git(&at, arguments);
    }
    mend("b.md");
    git::git(&at, "checkout -q other");
    mend("c.md");
    git::git(&at, "merge -q -m merged @{-1}");
    assert_eq!(runner.bash("courtesy check -q", &HashMap::new()).code, Some(0));
    let ran = runner.bash("courtesy baseline --update", &HashMap::new());
    assert!(ran.log.starts_with("courtesy-baseline.jsonl accepts 1 finding: "), "{}", ran.log);
}

#[test]
fn a_merge_request_is_judged_by_what_it_changes() {
    let runner = sinned();
    let script = shown("ci/merge-request.sh").text + "\n";
    for (base, found) in [("HEAD", 1), ("HEAD~1", 1)] {
        let base = HashMap::from([("CI_MERGE_REQUEST_DIFF_BASE_SHA", base.to_owned())]);
        let ran = runner.bash(&script, &base);
        assert_eq!(ran.code, Some(1), "{}", ran.log);
        assert_eq!(json(&runner, "gl-code-quality-report.json").as_array().unwrap().len(), found, "{}", ran.log);
    }
    git::git(&runner.workspace(), "add .");
    git::git(&runner.workspace(), "commit -qm z");
    let base = HashMap::from([("CI_MERGE_REQUEST_DIFF_BASE_SHA", "HEAD".to_owned())]);
    assert_eq!(runner.bash(&script, &base).code, Some(0));
}

#[test]
fn reviewdog_is_handed_what_it_reads_and_decides_nothing() {
    // Stands in for a program that comes from elsewhere.
    let stand_in = "reviewdog() { cat >review.json; echo \"$@\"; }\n";
    let script = format!("{stand_in}{}", shown("ci/review.sh").text);
    for (runner, code, found) in [(checked_out(), 0, 0), (sinned(), 1, 1)] {
        let ran = runner.bash(&script, &HashMap::new());
        assert!(ran.code == Some(code) && ran.log.contains("-f=rdjson"), "{}", ran.log);
        let review = json(&runner, "review.json");
        assert_eq!(review["diagnostics"].as_array().unwrap().len(), found, "{review}");
    }
    let runner = checked_out();
    fs::write(runner.workspace().join("courtesy.toml"), "fail-on = 7\n").unwrap();
    let ran = runner.bash(&script, &HashMap::new());
    assert!(ran.code == Some(2) && !runner.has("review.json"), "{}", ran.log);
}

#[test]
fn the_page_gives_the_action_nothing_that_it_does_not_take_and_names_all_that_it_takes() {
    let action = yaml(include_str!("../action.yml"));
    let inputs: Vec<&str> = entries(action.as_mapping_get("inputs")).into_iter().map(|(name, _)| name).collect();
    let page = include_str!("../docs/ci.md");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` |"));
    assert_eq!(rows.map(|(name, _)| name).collect::<Vec<_>>(), inputs);
    let workflows =
        fences(page).into_iter().filter(|fence| fence.file().is_some_and(|file| file.starts_with(".github/")));
    for workflow in workflows {
        let workflow = yaml(&workflow.text);
        let steps = workflow["jobs"]["courtesy"]["steps"].as_sequence().unwrap();
        let ours = |step: &&Yaml<'_>| text(step, "uses").starts_with("OWNER/courtesy@v");
        let step = steps.iter().find(ours).expect("the workflow uses the action");
        let given = entries(step.as_mapping_get("with"));
        assert!(given.iter().all(|(name, _)| inputs.contains(name)), "{given:?}");
    }
}
