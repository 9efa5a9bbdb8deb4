//! What must hold of any text, whatever it is taken for; a broken promise is a panic, which the fuzzer reports.

#![forbid(unsafe_code)]

mod config;
mod document;
mod folder;
mod phrase;
mod rule;
#[path = "../../tests/sound/mod.rs"]
mod sound;
mod suppression;

pub use config::config;
pub use document::document;
pub use phrase::phrase;
pub use rule::rule;
pub use suppression::suppression;

use courtesy::problem::{Problem, Problems};
use miette::{GraphicalReportHandler, GraphicalTheme};

/// Shows mistakes as the command line does: each must have its place, and nothing in them may steer a terminal.
fn show(problems: Vec<Problem>) {
    let mut shown = String::new();
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor());
    handler.render_report(&mut shown, &Problems(problems)).expect("a string takes all");
    let steers = shown.chars().find(|&char| char != '\n' && courtesy::escape::is_unsafe(char));
    assert_eq!(steers, None, "{shown:?}");
}
