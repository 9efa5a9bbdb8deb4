//! How far the phrases of a rule got in a text: where a phrase is not found, its parts are looked for.

mod parts;

use std::{cmp::Reverse, collections::BTreeSet, ops::Range};

pub use parts::Got;
use parts::Part;

use crate::{
    fold::fold,
    parse::{Given, Hit, Reading},
    phrase::{Index, IndexBuilder, Item, Node},
    rule::{Rule, Said},
    ruleset::RuleSet,
    source::{Source, Span},
};

/// The phrases of one rule in one language, with all their parts.
#[derive(Debug)]
pub struct Tracer<'r> {
    index: Index,
    said: Vec<Said<'r>>,
    /// By phrase of the index behind the cues: the place in `said`, what it says of it, and what was to follow.
    parts: Vec<(usize, Got, Option<Node>)>,
    cues: usize,
}

/// How far a phrase got in a sentence.
#[derive(Clone, Debug)]
pub struct Trace<'r> {
    /// The phrase.
    pub said: Said<'r>,
    /// How far it got.
    pub got: Got,
    /// The sentence, as its place in the document.
    pub sentence: u32,
    /// What of it stands in the text, in bytes of the source.
    pub span: Span,
    /// The bytes of the phrase that were to follow.
    pub expected: Option<Range<usize>>,
    /// The word that stands there instead; `None` at the end of the sentence.
    pub instead: Option<String>,
    /// A word of the text and the word of the phrase that it is another form of.
    pub form: Option<(String, String)>,
}

impl<'r> Tracer<'r> {
    /// Makes the phrases of a rule ready, by the places of the rule and the language; `None` if the rule says nothing in
    /// it.
    pub fn new(rules: &'r RuleSet, rule: &'r Rule, language: usize) -> Option<Self> {
        let language = &rules.languages()[language];
        let mut builder = IndexBuilder::new(std::sync::Arc::clone(language)).ok()?;
        let scope = rule.scope(&mut builder).ok()?;
        let cues = builder.cues();
        let said: Vec<Said<'r>> = rule.said(&language.code).collect();
        let mut parts = Vec::new();
        for (place, said) in said.iter().enumerate() {
            for Part { phrase, got, next } in parts::parts(said.saying.phrase()) {
                // A part may be too little to look for: only what may be left out, only function words.
                let add = if said.list.is_topic() { IndexBuilder::add_topic } else { IndexBuilder::add };
                if add(&mut builder, &phrase, scope).is_ok() {
                    parts.push((place, got, next));
                }
            }
        }
        (!said.is_empty()).then(|| Self { index: builder.build(), said, parts, cues })
    }

    /// How far the phrases got, the nearest first, each phrase once a sentence. `given` must make the source be read in
    /// the tracer's language.
    pub fn trace(&self, source: &Source, rules: &RuleSet, given: &Given) -> Vec<Trace<'r>> {
        let reading = rules.read_with(source, &self.index, given);
        let mut traces: Vec<(Reverse<u32>, Trace<'r>)> = Vec::new();
        let mut members: BTreeSet<(usize, u32, usize)> = BTreeSet::new();
        for hit in &reading.hits {
            let Some((place, got, next)) = (hit.phrase.0 as usize).checked_sub(self.cues).map(|at| &self.parts[at])
            else {
                continue;
            };
            if let Got::Member(member) = got {
                members.insert((*place, hit.sentence, *member));
            }
            traces.push((Reverse(0), self.told(&reading, hit, *place, *got, next.as_ref())));
        }
        for (rank, trace) in &mut traces {
            let place = self.place(trace.said);
            let together = members.range((place, trace.sentence, 0)..=(place, trace.sentence, usize::MAX)).count();
            *rank = Reverse(nearness(trace.got, together, trace.said));
        }
        traces.sort_by_key(|(rank, trace)| (*rank, Reverse(trace.span.len()), trace.sentence));
        let mut seen = BTreeSet::new();
        let first = |trace: &Trace<'_>| seen.insert((self.place(trace.said), trace.sentence));
        let mut first = first;
        traces.into_iter().map(|(_, trace)| trace).filter(|trace| first(trace)).collect()
    }

    fn place(&self, said: Said<'_>) -> usize {
        let key = |said: &Said<'_>| (said.check, said.list, said.entry);
        self.said.iter().position(|known| key(known) == key(&said)).expect("the trace is of one of these")
    }

    fn told(&self, reading: &Reading<'_>, hit: &Hit, place: usize, got: Got, next: Option<&Node>) -> Trace<'r> {
        let document = &reading.document;
        let sentence = document.sentences[hit.sentence as usize];
        let text = document.block_of(sentence).prose.text();
        let said = self.said[place];
        let matched = &text[hit.start as usize..hit.end as usize];
        let after = text.get(hit.end as usize..sentence.end as usize).unwrap_or_default();
        let form = match got {
            Got::Forms => self.form(words(matched), &said.saying.phrase().items),
            _ => next.and_then(|next| self.form(words(after).take(1), std::slice::from_ref(next))),
        };
        Trace {
            said,
            got,
            sentence: hit.sentence,
            span: hit.span,
            expected: next.map(|next| next.range.clone()),
            instead: words(after).next().map(str::to_owned),
            form,
        }
    }

    /// A word of the text that is another form of a word that stands among the items.
    fn form<'t>(&self, text: impl Iterator<Item = &'t str>, items: &[Node]) -> Option<(String, String)> {
        let mut written = Vec::new();
        gather(items, &mut written);
        let is = |found: &str| written.iter().any(|word| fold(word) == fold(found));
        let like = |found: &str| {
            let stems = self.index.covers(found);
            written.iter().find(|word| self.index.covers(word).iter().any(|stem| stems.contains(stem))).copied()
        };
        let mut others = text.filter(|found| !is(found));
        others.find_map(|found| like(found).map(|word| (found.to_owned(), word.to_owned())))
    }
}

/// How near something came; more is nearer.
fn nearness(got: Got, together: usize, said: Said<'_>) -> u32 {
    let share = |part: usize, of: usize| u32::try_from(part * 800 / of.max(1)).unwrap_or(800);
    match got {
        Got::Whole => 1000,
        Got::Sign => 980,
        Got::Barred => 960,
        Got::Start | Got::End => 940,
        Got::Forms => 920,
        Got::Apart => 900,
        Got::Items { matched, of } => share(matched, of),
        Got::Member(_) => share(together, members(&said.saying.phrase().items).max(together)),
    }
}

/// How many members the sets of a row have.
fn members(items: &[Node]) -> usize {
    let of = |node: &Node| match &node.item {
        Item::Set(members, _) => members.iter().filter(|member| !member.excluded).count(),
        _ => 1,
    };
    items.iter().map(of).sum()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|word| !word.is_empty())
}

/// The words that stand in items as they are.
fn gather<'p>(items: &'p [Node], found: &mut Vec<&'p str>) {
    for node in items {
        match &node.item {
            Item::Word(word) => found.push(word),
            Item::Choice(alts) | Item::Optional(alts) => alts.iter().for_each(|alt| gather(alt, found)),
            Item::Set(members, _) => members.iter().for_each(|member| gather(&member.items, found)),
            Item::Stem(_) | Item::Prefix(_) | Item::List(_) | Item::Value(_) | Item::Gap(..) | Item::Not(_) => {}
        }
    }
}

impl Trace<'_> {
    /// What there is to say of it, in one sentence without a full stop. The phrase itself is not repeated.
    pub fn told(&self, source: &Source) -> String {
        let text = self.said.saying.phrase().text();
        let found = source.slice(self.span).split_whitespace().collect::<Vec<_>>().join(" ");
        let form = self.form.as_ref().map(|(found, word)| format!("found “{found}”: write `~{word}`"));
        match self.got {
            Got::Whole => format!("found “{found}”"),
            Got::Sign if self.said.saying.phrase().negated => {
                format!("found “{found}”, but not negated, as the `-` in front asks")
            }
            Got::Sign => format!("found “{found}”, but negated"),
            Got::Barred => format!("found “{found}”, but something stands there that a `!` forbids"),
            Got::Start => format!("found “{found}”, but not where a sentence starts (`^`)"),
            Got::End => format!("found “{found}”, but not where a sentence ends (`$`)"),
            Got::Forms => form.unwrap_or_else(|| format!("found “{found}”, but in other forms")),
            Got::Apart => format!("found “{found}”, but further apart than gaps and sets allow"),
            Got::Items { .. } => {
                let expected = self.expected.as_ref().map_or("", |range| &text[range.clone()]);
                match (form, &self.instead) {
                    (Some(form), _) => format!("found “{found}”, then {form}"),
                    (None, Some(word)) => format!("found “{found}”, then “{word}” where `{expected}` is wanted"),
                    (None, None) => format!("found “{found}”, then the sentence ends where `{expected}` is wanted"),
                }
            }
            Got::Member(_) => format!("of the set only “{found}” stands here"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::parse::Markup;

    /// What is said of the phrase of a rule that came nearest in a text.
    #[track_caller]
    fn nearest(phrases: &str, text: &str, expected: Option<&str>) {
        let rule = format!("title = \"No\"\n[language.en]\nphrases = {phrases}\nbad = [\"x\"]\n");
        let rules = RuleSet::of(&[Arc::new(Source::new("a.toml", rule))]).unwrap();
        let source = Source::new("a.md", text);
        let given = Given { language: Some("en".into()), ..Given::new(Markup::Markdown, "en") };
        let english = rules.languages().iter().position(|language| &*language.code == "en").unwrap();
        let traces = Tracer::new(&rules, &rules.rules()[0], english).unwrap().trace(&source, &rules, &given);
        assert_eq!(traces.first().map(|trace| trace.told(&source)).as_deref(), expected, "{text}");
    }

    #[test]
    fn the_word_at_which_a_phrase_stopped_is_told() {
        nearest("[\"we never pay\"]", "We never give.", Some("found “We never”, then “give” where `pay` is wanted"));
        nearest(
            "[\"we never pay\"]",
            "Sure, we never!",
            Some("found “we never”, then the sentence ends where `pay` is wanted"),
        );
        nearest(
            "[\"(we never|i always) pay\"]",
            "Now I always give.",
            Some("found “I always”, then “give” where `pay` is wanted"),
        );
        nearest("[\"we ..2 pay\"]", "We give.", Some("found “We”, then “give” where `pay` is wanted"));
        nearest("[\"we never pay\"]", "They give.", None);
    }

    #[test]
    fn another_form_of_a_word_is_told_with_its_cure() {
        nearest("[\"no refund on\"]", "There are no refunds on shoes.", Some("found “refunds”: write `~refund`"));
        nearest(
            "[\"give refund now\"]",
            "Give refunds later.",
            Some("found “Give”, then found “refunds”: write `~refund`"),
        );
    }

    #[test]
    fn what_keeps_a_whole_phrase_from_matching_is_told() {
        nearest("[\"pay now\"]", "Pay now.", Some("found “Pay now”"));
        nearest("[\"pay now\"]", "Never pay now.", Some("found “pay now”, but negated"));
        nearest("[\"-pay now\"]", "Pay now.", Some("found “Pay now”, but not negated, as the `-` in front asks"));
        nearest("[\"^pay now\"]", "You pay now.", Some("found “pay now”, but not where a sentence starts (`^`)"));
        nearest("[\"pay now $\"]", "Pay now please.", Some("found “Pay now”, but not where a sentence ends (`$`)"));
        nearest(
            "[\"pay !(now) ..3 cash\"]",
            "Pay now in cash.",
            Some("found “Pay now in cash”, but something stands there that a `!` forbids"),
        );
        nearest(
            "[\"pay ..1 cash\"]",
            "Pay at once in cash.",
            Some("found “Pay at once in cash”, but further apart than gaps and sets allow"),
        );
    }

    #[test]
    fn of_sets_the_phrase_with_most_members_comes_first() {
        nearest(
            "[\"{shop & closes & money & back}\", \"{shop & opens}\"]",
            "The shop gives money back.",
            Some("of the set only “money” stands here"),
        );
    }

    #[test]
    fn the_nearest_of_all_phrases_comes_first() {
        nearest(
            "[\"we pay\", \"we never pay cash\"]",
            "We never pay.",
            Some("found “We never pay”, then the sentence ends where `cash` is wanted"),
        );
    }
}
