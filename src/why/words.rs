//! The one place that words reasons, for people who have never seen a rule's inside.

mod near;
mod per_check;

use super::{Because, Cause, Outside, Reason, Short, Unread};
use crate::{
    document::{BlockKind, Stance},
    rule::{
        List,
        file::{Part, Side, Within},
    },
    source::{Source, Span},
};

impl Reason {
    /// What there is to say, in one sentence without a full stop. `source`: the document.
    pub fn told(&self, source: &Source) -> String {
        let page = Page(source);
        let found = self.span.map_or_else(String::new, |span| page.quoted(span));
        match &self.because {
            Because::Found(list) => format!("`{list}` found {found}"),
            Because::Entry(list) => format!("{found} is of `@{list}`"),
            Because::Members(members) => format!("{} are the members of the set", page.all(members)),
            Because::Passes { meaning, wanted } => format!("{found}{} is {wanted}", page.meaning(self.span, meaning)),
            Because::Grave(severity) => format!("this phrase has a severity of its own: {severity}"),
            Because::Signed { by, wanted: true } => format!("negated by {}, as the `-` in front asks", page.all(by)),
            Because::Signed { by, wanted: false } => format!("negated twice, by {}, so it counts", page.all(by)),
            Because::Heard(outside) => page.heard(outside),
            Because::Told(message) => message.clone(),
            Because::Near { list, got, hurdles } => format!("`{list}` came near: {}", page.near(found, *got, hurdles)),
            Because::Nowhere(list) => format!("no phrase of `{list}` begins here"),
            Because::Never(list) if list == List::First.key() => format!("nothing of `{list}` is said before it"),
            Because::Never(list) => format!("nothing of `{list}` is said near enough"),
            Because::Mute { language, speaks } => mute(language, speaks),
            Because::Outside(outside) => page.outside(outside),
            Because::Unread(unread) => format!("{found} stands in {}, where no rule looks", place(*unread)),
            Because::Clears(list) => format!("`{list}` clears it with {found}"),
            Because::Short(list, short) => format!("`{list}` would clear it with {found}, but {}", page.short(short)),
            Because::SameSentence => {
                let line = self.span.map_or(0, |span| page.line(span));
                format!("the rule speaks of this sentence on line {line}, and only once a sentence")
            }
            Because::Free => "nothing has to come before it here".to_owned(),
            Because::Require(require) => page.require(require, found),
            Because::Once(once) => page.once(once),
            Because::Cover(cover) => page.cover(cover, found),
            Because::Agree(agree) => page.agree(agree, found),
        }
    }
}

/// The document that reasons speak of.
struct Page<'s>(&'s Source);

impl Page<'_> {
    fn line(&self, span: Span) -> usize {
        self.0.position(span.start()).line
    }

    /// Words of the document, on one line.
    fn text(&self, span: Span) -> String {
        self.0.slice(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn quoted(&self, span: Span) -> String {
        format!("“{}”", self.text(span))
    }

    fn all(&self, spans: &[Span]) -> String {
        joined(spans.iter().map(|span| self.quoted(*span)))
    }

    /// What a value comes to, in brackets, where it is not written so.
    fn meaning(&self, span: Option<Span>, meaning: &str) -> String {
        let written = span.map(|span| self.text(span)).unwrap_or_default();
        if written == meaning || meaning.is_empty() { String::new() } else { format!(" ({meaning})") }
    }

    fn outside(&self, outside: &Outside) -> String {
        match outside {
            Outside::Stance { stance, cause } => {
                let told = match stance {
                    Stance::Rejects => "the text says not to say this (its stance is `rejects`)",
                    Stance::Reports => "the text only mentions this (its stance is `reports`)",
                    Stance::Prescribes => "the text prescribes this, and the rule looks at other stances (`stance`)",
                };
                format!("{told}{}", self.cause(cause.as_ref()))
            }
            Outside::Place(kind) => {
                format!("it stands in a {}, where the rule does not look (`in`)", kind.name())
            }
            Outside::Customer { label } => format!("a customer says this (`speaker`){}", self.by_label(*label)),
            Outside::Company => "the company says this, and the rule looks at customers (`speaker`)".to_owned(),
        }
    }

    fn heard(&self, outside: &Outside) -> String {
        match outside {
            Outside::Stance { stance: Stance::Rejects, cause } => {
                format!(
                    "the text says not to say this{}; the rule looks at that as well (`stance`)",
                    self.cause(cause.as_ref())
                )
            }
            Outside::Stance { cause, .. } => {
                format!(
                    "the text only mentions this{}; the rule looks at that as well (`stance`)",
                    self.cause(cause.as_ref())
                )
            }
            Outside::Customer { label } => {
                format!("a customer says this{}; the rule looks at customers (`speaker`)", self.by_label(*label))
            }
            Outside::Place(_) | Outside::Company => self.outside(outside),
        }
    }

    fn by_label(&self, label: Option<Span>) -> String {
        label.map_or_else(String::new, |label| {
            format!(", by the label {} on line {}", self.quoted(label), self.line(label))
        })
    }

    fn cause(&self, cause: Option<&Cause>) -> String {
        match cause {
            None => String::new(),
            Some(Cause::Cue(span)) => format!(", because of {} on line {}", self.quoted(*span), self.line(*span)),
            Some(Cause::Mark) => ", because of the mark at the front of the item".to_owned(),
            Some(Cause::Question) => ", because it is a question, and a policy prescribes nothing by asking".to_owned(),
            Some(Cause::Asked(span)) => format!(", because the label {} says that somebody asks", self.quoted(*span)),
            Some(Cause::Quotation) => ", because the sentence speaks about what it quotes".to_owned(),
        }
    }

    fn short(&self, short: &Short) -> String {
        match short {
            Short::Outside(outside) => self.outside(outside),
            Short::Far { key, sentences, reach } => {
                let away = counted(*sentences as usize, "sentence");
                format!("it stands {away} away, and `{key}` is {reach}: write `{key} = {sentences}`")
            }
            Short::Side(Side::Before) => "it stands after, and the rule looks before (`where = \"before\"`)".to_owned(),
            Short::Side(_) => "it stands before, and the rule looks after (`where`)".to_owned(),
            Short::Before => "it stands before, and the rule looks after: write `reach = \"block\"`".to_owned(),
            Short::Block => "it stands in another paragraph, item or turn".to_owned(),
            Short::Within(Within::Section) => "it stands in another section, and `within` is \"section\"".to_owned(),
            Short::Within(_) => "it stands in another turn or paragraph, and `within` is \"turn\"".to_owned(),
            Short::Inside => "it is part of the very words".to_owned(),
            Short::Later => "it comes later".to_owned(),
            Short::Script => "it belongs to another conversation of the file".to_owned(),
        }
    }
}

fn mute(language: &str, speaks: &[String]) -> String {
    let known = joined(speaks.iter().map(|code| format!("`{code}`")));
    let only = if known.is_empty() { String::new() } else { format!(", only in {known}") };
    format!("the document is read in `{language}`, and the rule says nothing in it{only}")
}

fn place(unread: Unread) -> &'static str {
    match unread {
        Unread::Block(BlockKind::Code) => "a code block",
        Unread::Block(BlockKind::FrontMatter) => "the front matter",
        Unread::Block(BlockKind::Comment) | Unread::Comment => "a comment",
        Unread::Code => "code",
        Unread::Block(_) | Unread::Markup => "markup",
    }
}

/// The part of a document that must say something.
fn part(part: Part) -> &'static str {
    match part {
        Part::Document => "the document",
        Part::Opening => "the opening, which is the first turn of the agent",
        Part::Closing => "the closing, which is the last turn of the agent",
    }
}

/// `1 sentence`, `2 sentences`.
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// `a`, `a and b`, `a, b and c`.
fn joined(parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = parts.into_iter().collect();
    match parts.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
