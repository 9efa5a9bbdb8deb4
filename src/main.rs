//! The `courtesy` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    courtesy::cli::run(std::env::args_os()).into()
}
