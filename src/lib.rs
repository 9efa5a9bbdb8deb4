//! `courtesy` lints how a company treats its customers.

pub mod document;
pub mod finding;
pub mod language;
pub mod parse;
pub mod phrase;
pub mod source;
pub mod value;
