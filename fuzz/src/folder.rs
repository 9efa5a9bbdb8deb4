//! The one folder on the disk that the targets write to, with files that rules and configurations may name.

use std::{fs, sync::LazyLock};

use tempfile::TempDir;

/// The files in it, by name; a language of its own, since one that adds to a built-in one is slow to compile.
const FILES: [(&str, &str); 4] = [
    ("courtesy.toml", ""),
    ("base.toml", "extends = \"courtesy.toml\"\nrules = [\"rules/*.toml\"]\nignore = [\"own\"]\n"),
    ("rules/own.toml", "title = \"Own\"\n[language.en]\nphrases = [\"shout\"]\nbad = [\"<<Shout>>.\"]\n"),
    ("lang/xx.toml", "name = \"Xish\"\n[lists]\nneg = [\"nul\"]\ncustomer = [\"patron\"]\n"),
];

/// The folder, taken away by the system's own housekeeping: a fuzzer does not end in an orderly way.
pub(crate) static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("there is room for temporary files");
    for (name, text) in FILES {
        let path = folder.path().join(name);
        let parent = path.parent().expect("every file stands in the folder");
        fs::create_dir_all(parent).and_then(|()| fs::write(&path, text)).expect("the folder can be written");
    }
    folder
});
