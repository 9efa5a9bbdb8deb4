//! Where in a document another script begins: at a heading that says so ("Dialogue B", "Script: refund"), or at one after
//! which people greet again. Other headings are stages of the same script.

use super::vocabulary::Vocabulary;
use crate::{
    document::{Block, BlockId, BlockKind},
    fold::fold,
};

/// The headings that begin another script than the document's first, ascending.
pub(super) fn starts(blocks: &[Block<'_>], words: &Vocabulary) -> Vec<BlockId> {
    let mut starts = Vec::new();
    // Whether something was said, and a greeting, since the last script began.
    let (mut said, mut greeted) = (false, false);
    let mut heading: Option<usize> = None;
    for (at, block) in blocks.iter().enumerate() {
        if matches!(block.kind, BlockKind::Heading(_)) {
            heading = Some(at);
            if said && names_script(block.prose.text(), words) {
                starts.push(narrow(at));
                (said, greeted) = (false, false);
            }
            continue;
        }
        if !block.kind.is_linted() || block.sentences.is_empty() {
            continue;
        }
        let greets = words.greets(body(block).trim_start_matches(|c: char| !c.is_alphanumeric()));
        if let Some(heading) = heading.take().filter(|_| greets && greeted) {
            starts.push(narrow(heading));
        }
        greeted |= greets;
        said = true;
    }
    starts
}

/// Whether a heading names a script by number, letter or title: "Call 2", "Dialogue B", "Script: late parcel".
fn names_script(heading: &str, words: &Vocabulary) -> bool {
    let (first, rest) = heading.split_at(heading.find(|c: char| !c.is_alphanumeric()).unwrap_or(heading.len()));
    let rest = rest.trim_start();
    let counted = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let counts = counted.len() == 1 || counted.parse::<u32>().is_ok();
    words.is_script(&fold(first)) && (rest.starts_with([':', '-', '–', '—', '#']) || counts)
}

/// The text of a block without its label.
fn body<'b>(block: &'b Block<'_>) -> &'b str {
    let text = block.prose.text();
    let start = block.label.as_ref().map_or(0, |label| label.end as usize);
    text.get(start..).unwrap_or(text)
}

fn narrow(place: usize) -> u32 {
    u32::try_from(place).expect("fewer blocks than bytes")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::{
        language::Language,
        parse::{Given, Languages, Markup, structure},
        source::Source,
    };

    /// The headings at which scripts begin.
    #[track_caller]
    fn begin(text: &str, expected: &[&str]) {
        let source = Source::new("a.md", text);
        let languages = Languages::new(vec![Arc::new(Language::sample())]);
        let (document, _) = structure(&source, &languages, &Given::new(Markup::Markdown, "en"));
        let found: Vec<_> =
            document.scripts.iter().map(|&start| document.blocks[start as usize].prose.text().trim()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_heading_that_counts_scripts_begins_one() {
        begin(
            "# Call 1\n\nAgent: Yes.\n\n# Call 2\n\nAgent: No.\n\n# Call: late\n\nAgent: So.\n",
            &["Call 2", "Call: late"],
        );
        begin("# Script\n\nAgent: Yes.\n\n# Closing\n\nAgent: No.\n", &[]);
    }

    #[test]
    fn a_heading_after_which_people_greet_again_begins_one() {
        begin("# Refund\n\nAgent: Hi, I am Ana.\n\n# Delay\n\nAgent: Hi, I am Joe.\n", &["Delay"]);
        begin("# Opening\n\nAgent: Hi, I am Ana.\n\n# Closing\n\nAgent: Take care.\n", &[]);
        begin("# Menu\n\nIVR: Enter your number.\n\n# Agent\n\nAgent: Hi, I am Ana.\n\nAgent: Hi again.\n", &[]);
    }
}
