//! `courtesy` lints how a company treats its customers.

pub mod builtin;
pub mod cli;
pub mod config;
pub mod document;
pub mod finding;
pub mod language;
pub mod lint;
pub mod parse;
pub mod phrase;
pub mod problem;
pub mod report;
pub mod rule;
pub mod ruleset;
pub mod snippet;
pub mod source;
pub mod suppress;
pub mod value;
pub mod verify;
