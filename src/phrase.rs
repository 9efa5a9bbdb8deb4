//! The phrase language: what an author writes, made into what can be found. Grammar to come.

pub mod index;
