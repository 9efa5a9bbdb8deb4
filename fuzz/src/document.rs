//! Documents: any text is read whole and linted, in both markups.

use courtesy::parse::Markup;

use crate::sound::linted;

/// Lints a text as Markdown and as plain text.
pub fn document(text: &str) {
    linted("fuzz.md", text, Markup::Markdown);
    linted("fuzz.txt", text, Markup::Plain);
}
