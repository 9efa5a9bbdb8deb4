//! Mistakes that people make in what they write for the tool: rules, languages, configuration, the command line.

pub mod literal;
mod near;
pub mod toml_file;

pub use near::{nearest, slipped};

use std::{
    collections::HashMap,
    error, fmt,
    sync::{Arc, OnceLock},
};

use miette::{Diagnostic, LabeledSpan, Severity, SourceCode};

use crate::{
    escape,
    phrase::PhraseError,
    snippet::{Context, Label, Snippet},
    source::{Source, Span},
};

/// One mistake: what is wrong, where, and the cure.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The text with the mistake.
    pub source: Arc<Source>,
    /// The very bytes that are wrong; `None` where the mistake is the file itself (it cannot be read).
    pub span: Option<Span>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What the place is, in a few words.
    pub label: String,
    /// Other places of the same source that belong to it, and what they are.
    pub also: Vec<(Span, String)>,
    /// What to do about it.
    pub help: Option<String>,
    /// Whether the tool can go on with it.
    pub harmless: bool,
    /// The key, in a table, of the value that is wrong.
    pub key: Option<String>,
    /// Made when it is first shown.
    snippet: OnceLock<Snippet>,
}

impl Problem {
    /// A mistake at a place of a source.
    pub fn new(source: &Arc<Source>, span: Span, message: impl Into<String>) -> Self {
        let (source, message, label) = (Arc::clone(source), message.into(), "here".to_owned());
        let (span, also, snippet) = (Some(span), Vec::new(), OnceLock::new());
        Self { source, span, message, label, also, help: None, harmless: false, key: None, snippet }
    }

    /// A file that cannot be used at all.
    pub fn file(name: &str, message: impl Into<String>) -> Self {
        let source = Arc::new(Source::new(name, ""));
        Self { span: None, ..Self::new(&source, Span::new(0, 0), message) }
    }

    /// The same mistake with other words at its place.
    #[must_use]
    pub fn label(self, label: impl Into<String>) -> Self {
        Self { label: label.into(), ..self }
    }

    /// The same mistake with another place that belongs to it.
    #[must_use]
    pub fn also(mut self, span: Span, label: impl Into<String>) -> Self {
        self.also.push((span, label.into()));
        self
    }

    /// The same mistake with a cure.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// What is shown of the source.
    fn snippet(&self) -> Option<&Snippet> {
        let first = Label { span: self.span?, text: Some(&self.label) };
        let also = self.also.iter().map(|(span, text)| Label { span: *span, text: Some(text) });
        let labels = || std::iter::once(first).chain(also).collect::<Vec<_>>();
        Some(self.snippet.get_or_init(|| Snippet::new(&self.source, &labels(), Context::Neighbours)))
    }

    /// The same mistake, as one that the tool can go on with.
    #[must_use]
    pub fn harmless(self) -> Self {
        Self { harmless: true, ..self }
    }

    /// The same mistake with the known word that is nearest to the one written, or else all of them.
    #[must_use]
    pub fn did_you_mean<'a>(self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<_> = known.into_iter().collect();
        let list = || known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        match nearest(word, known.iter().copied()) {
            Some(meant) => self.help(format!("did you mean `{meant}`?")),
            None if known.is_empty() => self,
            None => self.help(format!("use one of {}", list())),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&escape::block(&self.message, &mut []))?;
        match self.span {
            Some(_) => Ok(()),
            None => write!(f, ": {}", escape::line(self.source.name())),
        }
    }
}

impl error::Error for Problem {}

impl Diagnostic for Problem {
    fn severity(&self) -> Option<Severity> {
        Some(if self.harmless { Severity::Warning } else { Severity::Error })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(escape::block(help, &mut [])) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.snippet().map(|snippet| snippet as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.snippet()?.labels()))
    }
}

/// All mistakes of all files, shown together.
#[derive(Clone, Debug)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// Nothing, or all the problems there are.
    ///
    /// # Errors
    /// If there is at least one problem.
    pub fn none(problems: Vec<Problem>) -> Result<(), Self> {
        if problems.is_empty() { Ok(()) } else { Err(Self::in_order(problems)) }
    }

    /// All mistakes file by file, each file's from top to bottom, and each once.
    fn in_order(mut problems: Vec<Problem>) -> Self {
        let mut files: HashMap<String, usize> = HashMap::new();
        for problem in &problems {
            let next = files.len();
            files.entry(problem.source.name().to_owned()).or_insert(next);
        }
        let file = |problem: &Problem| files[problem.source.name()];
        // The words of a command line stand in the order in which they were looked at.
        let place = |problem: &Problem| problem.span.filter(|_| problem.source.name() != Placed::COMMAND_LINE);
        problems.sort_by_cached_key(|problem| (file(problem), place(problem)));
        problems.dedup_by(|one, other| {
            (one.source.name(), one.span, &one.message) == (other.source.name(), other.span, &other.message)
        });
        Self(problems)
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.len() {
            1 => f.write_str("1 mistake in rules, languages or configuration"),
            count => write!(f, "{count} mistakes in rules, languages or configuration"),
        }
    }
}

impl error::Error for Problems {}

impl Diagnostic for Problems {
    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        Some(Box::new(self.0.iter().map(|problem| problem as &dyn Diagnostic)))
    }
}

/// A word that somebody wrote, with the place where it stands.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The word.
    pub text: String,
    /// Where it was written.
    pub source: Arc<Source>,
    /// The place there; the quotation marks of a TOML string included.
    pub span: Span,
}

impl Placed {
    /// What the source of a command-line option is called.
    pub const COMMAND_LINE: &str = "<command line>";

    /// A word at a place of a file.
    pub fn new(source: &Arc<Source>, written: toml::Spanned<String>) -> Self {
        let span = Span::from(written.span());
        Self { text: written.into_inner(), source: Arc::clone(source), span }
    }

    /// The value of a command-line option, such as `--select` and `stiff-notice`.
    pub fn typed(option: &str, value: &str) -> Self {
        let text = format!("{option} {value}");
        let span = Span::new(option.len() + 1, text.len());
        Self { text: value.to_owned(), source: Arc::new(Source::new(Self::COMMAND_LINE, text)), span }
    }

    /// A mistake about this word, its quotation marks left out.
    pub fn problem(&self, message: impl Into<String>) -> Problem {
        Problem::new(&self.source, literal::inner(self.source.text(), self.span), message)
    }

    /// A mistake about some bytes of this word, `range` counted in the word as it reads.
    pub fn problem_in(&self, range: std::ops::Range<usize>, message: impl Into<String>) -> Problem {
        Problem::new(&self.source, literal::place(self.source.text(), self.span, range), message)
    }

    /// What is wrong with this phrase.
    pub fn wrong_phrase(&self, error: PhraseError) -> Problem {
        let problem = self.problem_in(error.range, error.message).label("in this phrase");
        Problem { help: error.help, ..problem }
    }

    /// What is wrong with this glob, if anything is.
    pub fn wrong_glob(&self) -> Option<Problem> {
        let help = "`*` is any part of a name, `**` any folders, `?` one character, `[ab]` one of these";
        if let Some(error) = glob::Pattern::new(&self.text).err() {
            // The crate counts characters.
            let at = self.text.char_indices().nth(error.pos).map_or(self.text.len(), |(at, _)| at);
            let end = self.text[at..].chars().next().map_or(at, |char| at + char.len_utf8());
            let message = match error.msg {
                message if message.contains("range") => "this bracket is never closed",
                message if message.contains("single path component") => "`**` stands alone between two `/`",
                _ => "a row of stars is `*` or `**`",
            };
            return Some(self.problem_in(at..end, message).help(help));
        }
        let open = self.text.find('{').filter(|open| self.text[*open..].contains([',', '}']))?;
        let problem = self.problem_in(open..open + 1, "`{…}` means nothing here");
        Some(problem.help("write a pattern of its own for each: `[\"a/*.md\", \"b/*.md\"]`"))
    }
}

/// A rendered report without colours, for tests.
#[cfg(test)]
pub(crate) fn shown(problems: &Problems) -> String {
    let handler = miette::GraphicalReportHandler::new_themed(miette::GraphicalTheme::unicode_nocolor()).with_width(120);
    let mut text = String::new();
    handler.render_report(&mut text, problems).unwrap();
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// Each mistake in a text must be told at the word behind a `¦` there, with a cure that holds the words given.
#[cfg(test)]
#[track_caller]
pub(crate) fn told_at(marked: &str, cures: &[&str], read: impl Fn(&Arc<Source>) -> Vec<Problem>) {
    let source = Arc::new(Source::new("a.toml", marked.replace('¦', "")));
    let marks = marked.match_indices('¦').enumerate().map(|(nth, (at, mark))| at - nth * mark.len());
    let expected: Vec<_> = marks.map(|at| source.position(at)).collect();
    let Err(Problems(problems)) = Problems::none(read(&source)) else { panic!("nothing is wrong with\n{marked}") };
    let places: Vec<_> = problems.iter().map(|one| source.position(one.span.map_or(0, Span::start))).collect();
    assert_eq!(places, expected, "{}", shown(&Problems(problems)));
    for (problem, cure) in problems.iter().zip(cures) {
        assert!(problem.help.as_ref().is_some_and(|help| help.contains(cure)), "no `{cure}`: {:?}", problem.help);
    }
    assert_eq!(problems.len(), cures.len(), "{marked}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_on_the_command_line_points_at_the_word() {
        let word = Placed::typed("--select", "stiff-notcie");
        let problem = word.problem("there is no rule or tag `stiff-notcie`").did_you_mean(&word.text, ["stiff-notice"]);
        insta::assert_snapshot!(shown(&Problems(vec![problem])), @r##"
          × 1 mistake in rules, languages or configuration

        Error:
          × there is no rule or tag `stiff-notcie`
           ╭─[<command line>:1:10]
         1 │ --select stiff-notcie
           ·          ──────┬─────
           ·                ╰── here
           ╰────
          help: did you mean `stiff-notice`?
        "##);
    }

    #[test]
    fn a_mistake_at_the_end_of_a_huge_line_is_shown() {
        let source = Arc::new(Source::new("t.toml", format!("x = \"{}\" y", "a".repeat(1_000_000))));
        let end = source.text().len();
        let text = shown(&Problems(vec![Problem::new(&source, Span::new(end - 1, end), "what is this")]));
        assert!(text.contains("t.toml:1:1000008") && text.len() < 1000, "{text}");
    }
}
