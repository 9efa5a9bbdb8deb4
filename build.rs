//! Builds again when a rule or language file is added: `include_dir` alone only sees changed ones.

fn main() {
    for folder in ["rules", "rules/languages"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
