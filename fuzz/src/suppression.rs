//! Silencing comments: every finding is kept or silenced, once, and what is said of comments points at them.

use courtesy::{
    document::BlockKind,
    parse::{Given, Markup},
    source::{Source, Span},
    suppress::{self, Named, Silenceable},
};

use crate::sound::{RULES, linted};

/// A finding of rule 0 at a `!`, of rule 1 at a `?`.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Mark {
    rule: usize,
    at: usize,
}

impl Silenceable for Mark {
    fn rule(&self) -> usize {
        self.rule
    }

    fn span(&self) -> Span {
        Span::new(self.at, self.at + 1)
    }
}

/// Applies the comments of a text to marks in it, and to what the built-in rules find.
pub fn suppression(text: &str) {
    let source = Source::new("fuzz.md", text);
    let document = RULES.read(&source, &Given::new(Markup::Markdown, "en")).document;
    let code = document.blocks.iter().filter(|block| block.kind == BlockKind::Code).map(|block| block.span);
    let code: Vec<Span> = code.collect();
    for code in [&[][..], &code] {
        conserves(&source, code);
    }
    linted(source.name(), text, Markup::Markdown);
}

fn conserves(source: &Source, code: &[Span]) {
    let rule = |char| ['!', '?'].iter().position(|&mark| mark == char);
    let marks = source.text().char_indices().filter_map(|(at, char)| rule(char).map(|rule| Mark { rule, at }));
    let marks: Vec<Mark> = marks.collect();
    let named = |id: &str| match id {
        "a" => Named::Active(0),
        "b-b" => Named::Active(1),
        "off" => Named::Inactive,
        _ => Named::Unknown,
    };
    let done = suppress::apply(source, marks.clone(), code, named);
    let mut all: Vec<Mark> = done.silenced.iter().map(|(mark, _)| *mark).chain(done.kept).collect();
    all.sort_by_key(|mark| mark.at);
    assert!(all == marks, "{marks:?} came out as {all:?}");
    for (mark, by) in &done.silenced {
        let comment = source.slice(by.comment);
        assert!(comment.starts_with("<!--") && comment.ends_with("-->"), "{mark:?} is silenced by {comment:?}");
        let reaching = suppress::reaching(source, code, mark.span());
        assert!(reaching.iter().any(|(span, _)| *span == by.comment), "{comment:?} reaches {mark:?}");
    }
    for remark in &done.remarks {
        assert!(!source.slice(remark.span).is_empty(), "{remark:?} points at something");
    }
}
