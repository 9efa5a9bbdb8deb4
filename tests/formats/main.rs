//! Reports made by hand, written in every format.

mod accepted;
mod agree;
mod annotations;
mod many;
mod report;
mod safe;
mod suggested;
mod written;
mod xml;
