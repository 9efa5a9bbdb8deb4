//! Why a command could not do its work.

use std::io;

use thiserror::Error;

use crate::problem::{Problem, Problems};

/// What stops a command.
#[derive(Debug, Error)]
pub(super) enum Failure {
    /// Mistakes in rules, languages, configuration or files.
    #[error(transparent)]
    Problems(#[from] Problems),
    /// Output that could not be written.
    #[error("output could not be written: {0}")]
    Output(#[from] io::Error),
}

impl From<Box<Problem>> for Failure {
    fn from(problem: Box<Problem>) -> Self {
        Self::Problems(Problems(vec![*problem]))
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::from(Box::new(problem))
    }
}
