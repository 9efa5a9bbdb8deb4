//! The threads that read and lint: how many there are, and that they can be started.

use std::{error::Error, thread};

use clap::builder::RangedI64ValueParser;

use crate::{cli::failure::Failure, problem::Problem};

/// Threads without work look for some among all others, so that a thousand of them keep a small machine busy by
/// themselves.
const MOST: i64 = 256;

/// What a number of threads may be.
pub(super) fn count() -> RangedI64ValueParser<u16> {
    clap::value_parser!(u16).range(0..=MOST)
}

/// Starts so many threads, or one for each processor if the number is 0, for everything that is done in parallel.
///
/// # Errors
/// If the system does not let so many be started.
pub(super) fn start(number: usize) -> Result<(), Failure> {
    // Not left to rayon, which would take any number out of the environment.
    let number = if number == 0 { thread::available_parallelism().map_or(1, usize::from) } else { number };
    match rayon::ThreadPoolBuilder::new().num_threads(number).build_global() {
        // Without a source it says that there are threads already.
        Err(error) if error.source().is_some() => {
            let problem = Problem::file("--jobs", format!("the threads cannot be started ({error})"));
            Err(problem.help("ask for fewer, as in `-j 1`, or raise the limit of processes or of memory").into())
        }
        _ => Ok(()),
    }
}
