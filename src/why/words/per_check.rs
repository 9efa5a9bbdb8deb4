//! How reasons are told that only one kind of check has.

use super::{Page, counted, part};
use crate::why::{Agree, Cover, Elsewhere, Once, Require};

/// The hours of a week.
const WEEK: u32 = 168;

impl Page<'_> {
    pub(super) fn require(&self, require: &Require, found: String) -> String {
        match require {
            Require::ToldAt(span) => format!("what is missing is told on line {}", self.line(*span)),
            Require::Guessed => "the document's kind is guessed, and the rule judges only declared ones: say it with `--kind`, in the front matter (`kind:`) or in courtesy.toml".to_owned(),
            Require::TooShort { words, least } => {
                format!("the document has {}, and the rule judges from {least} on (`min-words`)", counted(*words, "word"))
            }
            Require::FrontMatter(key) => format!("the front matter says it: `{key}`"),
            Require::EmptyKey(key) => format!("the front matter has `{key}`, but with nothing behind it"),
            Require::NotAsked => "nothing of `when` is said, so nothing is needed".to_owned(),
            Require::Asked => format!("it is needed because `when` is said: {found}"),
            Require::Met(need) => format!("`{need}` is met by {found}"),
            Require::Missing(need) => format!("nothing of `{need}` is said"),
            Require::OtherPart(need, of) => {
                format!("{found} would do for `{need}`, but does not stand in {}", part(*of))
            }
            Require::Uncounted(list, outside) => {
                format!("{found} would do for `{list}`, but {}", self.outside(outside))
            }
            Require::NoPart => "the document has no text that could open or close it".to_owned(),
        }
    }

    pub(super) fn once(&self, once: &Once) -> String {
        match once {
            Once::NotAsked(item) => {
                format!("`{item}` is named here, but not asked for: no phrase of `asks` stands in its sentence")
            }
            Once::NoItem => "something is asked here, but no phrase of `items` stands in its sentence".to_owned(),
            Once::Only(item) => format!("`{item}` is asked for here only, and nowhere before"),
            Once::First(item, again) => {
                format!(
                    "`{item}` is asked for here first; the rule speaks where it is asked for again, on line {}",
                    self.line(*again)
                )
            }
            Once::SameBlock(before) => {
                format!(
                    "it is asked for on line {} as well, but in the same turn or paragraph: that counts once",
                    self.line(*before)
                )
            }
            Once::OtherScript(before) => {
                format!(
                    "it is asked for on line {} as well, but in another conversation of the file",
                    self.line(*before)
                )
            }
            Once::OtherOwner { before, owner, other } => {
                let of = |owner: &Option<_>| {
                    owner.map_or_else(
                        || "the customer's own".to_owned(),
                        |owner| format!("that of {}", self.quoted(owner)),
                    )
                };
                format!("on line {} {} was asked for, and here {} (`owners`)", self.line(*before), of(other), of(owner))
            }
            Once::Longer(item) => format!("it is part of a longer item, `{item}`"),
            Once::Counted => "it counts as asked for, and the rule speaks elsewhere".to_owned(),
        }
    }

    pub(super) fn cover(&self, cover: &Cover, found: String) -> String {
        match cover {
            Cover::NoHours => "no hours are read here: the rule looks at days with times, such as Mon–Fri 9–17, and at `limited` sayings".to_owned(),
            Cover::NoneCounted => "no hours in the document count as help, so nothing can be too little".to_owned(),
            Cover::Counts { hours } => format!("{found} counts: {} a week", counted(*hours as usize, "hour")),
            Cover::Together { hours, wanted, ideal } => {
                let (least, level) = if hours < wanted { (wanted, "below") } else { (ideal, if hours < ideal { "below" } else { "at least" }) };
                let key = if hours < wanted || ideal <= wanted { "hours" } else { "ideal" };
                let least = if key == "hours" { wanted } else { least };
                format!("together {hours} of {WEEK} hours a week, {level} the {least} that `{key}` asks for")
            }
            Cover::Except => format!("{found} does not count: it is the time of something else (`except`)"),
            Cover::NoTopic => format!("{found} does not count: nothing of `about` or `contact` says that it is help's"),
            Cover::Always => format!("{found} means all hours (`always`), so nothing is uncovered"),
            Cover::ToldAt(span) => format!("the rule speaks where the first hours stand that count, on line {}", self.line(*span)),
            Cover::Given => format!("{found} (`limited`) does not count: its sentence gives the hours"),
            Cover::TooFew => "fewer than 4 hours a week are an appointment, no opening hours".to_owned(),
            Cover::Again(span) => format!("{found} does not count again: it is part of {}", self.quoted(*span)),
        }
    }

    pub(super) fn agree(&self, agree: &Agree, found: String) -> String {
        match agree {
            Agree::NoValue => "no value that can be compared stands in it".to_owned(),
            Agree::Only(name) => format!("{found} is the only value of `{name}`: there is nothing to compare it with"),
            Agree::Equal { name, first } => {
                format!("it is the same `{name}` as {}", elsewhere(first))
            }
            Agree::Differs { name, written, first } => {
                format!("`{name}` is {written} here, but {}", elsewhere(first))
            }
            Agree::First(name, other) => {
                format!(
                    "it is the first value of `{name}`; the rule speaks at the one that differs, {}",
                    elsewhere(other)
                )
            }
            Agree::OtherLabel { label, other, first } => {
                let under = |label: &str| {
                    if label.is_empty() { "under no label".to_owned() } else { format!("under “{label}”") }
                };
                format!(
                    "it stands {}, and {} stands {}: they are not compared",
                    under(label),
                    elsewhere(first),
                    under(other)
                )
            }
            Agree::InSet(documents) => {
                format!("it was compared with the others of its `[[set]]`, {} in all", counted(*documents, "document"))
            }
        }
    }
}

fn elsewhere(Elsewhere { written, path, line }: &Elsewhere) -> String {
    match path {
        Some(path) => format!("{written} in {path}:{line}"),
        None => format!("{written} on line {line}"),
    }
}
