//! What a server does with the steps that it is given.

use std::{
    collections::{BTreeMap, HashMap},
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use saphyr::{LoadableYamlNode, Yaml};

/// The only document of a YAML file.
#[track_caller]
pub(crate) fn yaml(text: &str) -> Yaml<'_> {
    let mut documents = Yaml::load_from_str(text).unwrap_or_else(|error| panic!("{error}:\n{text}"));
    assert_eq!(documents.len(), 1, "{text}");
    documents.remove(0)
}

/// The entries of a mapping, by their names; none if there is no mapping.
pub(crate) fn entries<'y>(mapping: Option<&'y Yaml<'_>>) -> Vec<(&'y str, &'y Yaml<'y>)> {
    let mapping = mapping.and_then(Yaml::as_mapping);
    mapping.into_iter().flatten().map(|(name, value)| (name.as_str().expect("keys are names"), value)).collect()
}

/// The text of an entry.
#[track_caller]
pub(crate) fn text<'y>(mapping: &'y Yaml<'_>, name: &str) -> &'y str {
    let value = mapping.as_mapping_get(name).and_then(|value| value.as_str());
    value.unwrap_or_else(|| panic!("`{name}` is a text: {mapping:?}"))
}

/// A machine that runs scripts in a workspace.
pub(crate) struct Runner {
    folder: tempfile::TempDir,
    /// Where programs are looked for.
    path: String,
}

/// What a run has come to.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code of the last script.
    pub(crate) code: Option<i32>,
    /// What all scripts have printed.
    pub(crate) log: String,
}

impl Runner {
    /// A machine with an empty workspace, on which courtesy is installed.
    pub(crate) fn new() -> Self {
        let program = Path::new(env!("CARGO_BIN_EXE_courtesy"));
        let folder = program.parent().expect("it lies in a folder").display();
        Self::with_path(format!("{folder}:{}", env::var("PATH").expect("there is a path")))
    }

    /// A machine with an empty workspace, on which programs are looked for here.
    pub(crate) fn with_path(path: String) -> Self {
        let folder = tempfile::tempdir().expect("there is room for temporary files");
        for name in ["workspace", "temp"] {
            fs::create_dir(folder.path().join(name)).expect("the folder can be written");
        }
        for name in FILES {
            fs::write(folder.path().join(name), "").expect("the folder can be written");
        }
        Self { folder, path }
    }

    /// Where the repository is checked out.
    pub(crate) fn workspace(&self) -> PathBuf {
        self.folder.path().join("workspace")
    }

    /// What has been written into a file of the runner's, such as `GITHUB_OUTPUT`.
    #[track_caller]
    pub(crate) fn file(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).expect("scripts write UTF-8")
    }

    /// Whether a file of this name lies anywhere on the machine.
    pub(crate) fn has(&self, name: &str) -> bool {
        let mut walk = ignore::WalkBuilder::new(self.folder.path());
        walk.standard_filters(false).build().any(|entry| entry.expect("it can be read").file_name() == name)
    }

    /// Runs the steps of a composite action, as far as each succeeds.
    #[track_caller]
    pub(crate) fn act(&self, action: &Yaml<'_>, given: &[(&str, &str)]) -> Ran {
        let defaults = entries(action.as_mapping_get("inputs"));
        let mut inputs: BTreeMap<&str, &str> =
            defaults.into_iter().map(|(name, input)| (name, text(input, "default"))).collect();
        for (name, value) in given {
            assert!(inputs.insert(name, value).is_some(), "the action has an input `{name}`");
        }
        let mut ran = Ran { code: Some(0), log: String::new() };
        for step in action["runs"]["steps"].as_sequence().expect("the action has steps") {
            let variables = entries(step.as_mapping_get("env")).into_iter().map(|(name, value)| {
                let value = value.as_str().expect("it is a text");
                let input = value.strip_prefix("${{ inputs.").and_then(|rest| rest.strip_suffix(" }}"));
                (name, inputs[input.expect("it is an input")].to_owned())
            });
            let Ran { code, log } = self.bash(text(step, "run"), &variables.collect());
            ran = Ran { code, log: ran.log + &log };
            if code != Some(0) {
                break;
            }
        }
        ran
    }

    /// Runs a script with bash, with what GitHub hands to it and these variables.
    #[track_caller]
    pub(crate) fn bash(&self, script: &str, variables: &HashMap<&str, String>) -> Ran {
        let at = |name: &str| self.folder.path().join(name);
        fs::write(at("step.sh"), script).expect("the folder can be written");
        let added = self.file("GITHUB_PATH").lines().map(|line| format!("{line}:")).collect::<String>();
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(at("step.sh")).current_dir(self.workspace());
        bash.envs(FILES.map(|name| (name, at(name)))).env("RUNNER_TEMP", at("temp"));
        bash.env("GITHUB_ACTION_PATH", env!("CARGO_MANIFEST_DIR")).env("CI_PROJECT_DIR", self.workspace());
        bash.env("PATH", added + &self.path).env("NO_COLOR", "1").envs(variables);
        let output = bash.output().expect("bash is installed where the project is worked on");
        let log = String::from_utf8([output.stdout, output.stderr].concat()).expect("scripts print UTF-8");
        Ran { code: output.status.code(), log }
    }
}

/// The files by which a script tells the runner something.
const FILES: [&str; 3] = ["GITHUB_PATH", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"];
