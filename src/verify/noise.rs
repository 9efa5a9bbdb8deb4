//! How often rules speak in ordinary documents, and which of their phrases and list entries make them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use crate::{
    finding::Finding,
    lint,
    parse::{Given, Hit},
    phrase::{self, Alt, Index, IndexBuilder, Item, Phrase, ScopeId},
    rule::Rule,
    ruleset::{RuleSet, Slot},
    source::{Position, Source},
    why,
};

/// Listens to the rules of a set that are wanted, document by document.
#[derive(Debug)]
pub struct Listener<'r> {
    rules: &'r RuleSet,
    /// The places of the rules that are wanted.
    wanted: BTreeSet<usize>,
    /// By language.
    entries: Vec<OnceLock<Entries>>,
}

/// What was heard in a document.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    /// How many words the document has that rules look at.
    pub words: usize,
    /// The rules that judge such a document, by their place in the rule set: they speak its language.
    pub judged_by: BTreeSet<usize>,
    /// Where rules speak, in the order of the text.
    pub places: Vec<Place>,
}

/// A place where a rule speaks.
#[derive(Clone, Debug)]
pub struct Place {
    /// The rule, as its place in the rule set.
    pub rule: usize,
    /// Where.
    pub start: Position,
    /// The words flagged.
    pub text: String,
    /// The phrases behind it, as they are written.
    pub phrases: BTreeSet<String>,
    /// The entries of word lists that those phrases name and that stand there: list, entry.
    pub entries: BTreeSet<(String, String)>,
}

/// The entries of all lists that the rules name, in one language.
#[derive(Debug)]
struct Entries {
    index: Index,
    cues: usize,
    /// By phrase of the index behind the cues: the rule whose own list it is, the list, the entry.
    of: Vec<(Option<usize>, String, String)>,
}

impl<'r> Listener<'r> {
    /// Listens to these rules, which must be on.
    pub fn new(rules: &'r RuleSet, wanted: impl IntoIterator<Item = usize>) -> Self {
        let entries = rules.languages().iter().map(|_| OnceLock::new()).collect();
        Self { rules, wanted: wanted.into_iter().collect(), entries }
    }

    /// What the rules say of a document.
    pub fn hear(&self, source: &Source, given: &Given) -> Heard {
        let reading = self.rules.read(source, given);
        let found = lint::sorted(self.rules, &reading);
        let applies = |rule: &Rule| rule.applies(&reading.document, source.name());
        let mut findings = lint::judge(source, self.rules, &reading, &found, applies);
        findings.retain(|finding| self.wanted.contains(&finding.rule));
        let judges = |rule: &Rule| rule.speaks(&reading.document.language) && applies(rule);
        let judged_by = self.wanted.iter().copied().filter(|&place| judges(&self.rules.rules()[place])).collect();
        let mut heard = Heard { words: lint::words(&reading.document), judged_by, places: Vec::new() };
        if findings.is_empty() {
            return heard;
        }
        let entries = self.entries[reading.index].get_or_init(|| self.entries(reading.index));
        let listed = self.rules.read_with(source, &entries.index, given).hits;
        for finding in &findings {
            let behind: Vec<Slot> = why::behind(self.rules, finding, &found).map(|(slot, _)| *slot).collect();
            let sayings = behind.iter().filter_map(|slot| self.rules.saying(*slot, &reading.document.language));
            let phrases: Vec<&Phrase> = sayings.map(|saying| saying.phrase()).collect();
            heard.places.push(Place {
                rule: finding.rule,
                start: source.position(finding.span.start()),
                text: source.slice(finding.span).split_whitespace().collect::<Vec<_>>().join(" "),
                entries: self.named(entries, (finding, &phrases), &listed, reading.index),
                phrases: phrases.iter().map(|phrase| phrase.text().to_owned()).collect(),
            });
        }
        heard
    }

    /// The list entries behind a finding.
    fn named(
        &self,
        entries: &Entries,
        (finding, phrases): (&Finding, &[&Phrase]),
        listed: &[Hit],
        language: usize,
    ) -> BTreeSet<(String, String)> {
        let rule = &self.rules.rules()[finding.rule];
        let mut names = BTreeSet::new();
        phrases.iter().for_each(|phrase| self.gather(&phrase.items, (rule, language), &mut names));
        let inside = listed.iter().filter(|hit| finding.span.contains(hit.span));
        let of = inside.filter_map(|hit| entries.of.get((hit.phrase.0 as usize).checked_sub(entries.cues)?));
        let counts = |(owner, list, _): &&(Option<usize>, String, String)| {
            names.contains(list) && owner.is_none_or(|owner| owner == finding.rule)
        };
        of.filter(counts).map(|(_, list, entry)| (list.clone(), entry.clone())).collect()
    }

    /// All entries of all lists that the rules name.
    fn entries(&self, language: usize) -> Entries {
        let spoken = &self.rules.languages()[language];
        let mut builder = IndexBuilder::new(Arc::clone(spoken)).expect("the language was compiled before");
        let cues = builder.cues();
        let mut of = Vec::new();
        let mut add = |builder: &mut IndexBuilder, phrase: &Phrase, scope: ScopeId, of_list: (Option<usize>, &str)| {
            if builder.add(phrase, scope).is_ok() {
                of.push((of_list.0, of_list.1.to_owned(), phrase.text().to_owned()));
            }
        };
        let mut names = BTreeSet::new();
        for &place in &self.wanted {
            let rule = &self.rules.rules()[place];
            for said in rule.said(&spoken.code) {
                self.gather(&said.saying.phrase().items, (rule, language), &mut names);
            }
            let Ok(scope) = rule.scope(&mut builder) else { continue };
            for (list, sayings) in rule.words.add.iter().chain(&rule.words.replace) {
                sayings.iter().for_each(|saying| add(&mut builder, saying.phrase(), scope, (Some(place), list)));
            }
        }
        let base = builder.base();
        for (list, written) in spoken.file.lists.iter().filter(|(list, _)| names.contains(*list)) {
            for entry in written.iter().filter_map(|written| phrase::parse(written.get_ref()).ok()) {
                add(&mut builder, &entry, base, (None, list));
            }
        }
        Entries { index: builder.build(), cues, of }
    }

    /// The names of the lists in a row, and of the lists that these are made of.
    fn gather(&self, row: &Alt, of: (&Rule, usize), names: &mut BTreeSet<String>) {
        for node in row {
            match &node.item {
                Item::List(name) if names.insert(name.clone()) => self.gather_list(name, of, names),
                Item::Choice(alts) | Item::Optional(alts) => {
                    alts.iter().for_each(|alt| self.gather(alt, of, names));
                }
                Item::Set(members, _) => {
                    let there = members.iter().filter(|member| !member.excluded);
                    there.for_each(|member| self.gather(&member.items, of, names));
                }
                Item::List(_) | Item::Word(_) | Item::Stem(_) | Item::Prefix(_) | Item::Value(_) => {}
                Item::Gap(..) | Item::Not(_) => {}
            }
        }
    }

    fn gather_list(&self, name: &str, (rule, language): (&Rule, usize), names: &mut BTreeSet<String>) {
        let own = [&rule.words.add, &rule.words.replace].into_iter().filter_map(|lists| lists.get(name)).flatten();
        own.for_each(|saying| self.gather(&saying.phrase().items, (rule, language), names));
        let written = self.rules.languages()[language].file.lists.get(name).into_iter().flatten();
        for entry in written.filter_map(|written| phrase::parse(written.get_ref()).ok()) {
            self.gather(&entry.items, (rule, language), names);
        }
    }
}

/// How often each of some things was met, the most frequent first.
pub fn counted<T: Ord + Clone>(things: impl IntoIterator<Item = T>) -> Vec<(usize, T)> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    things.into_iter().for_each(|thing| *counts.entry(thing).or_default() += 1);
    let mut counts: Vec<_> = counts.into_iter().map(|(thing, count)| (count, thing)).collect();
    counts.sort_by(|left, right| (right.0, &left.1).cmp(&(left.0, &right.1)));
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::Markup;

    #[test]
    fn a_place_is_told_with_the_phrase_and_the_list_entry_behind_it() {
        let text = "title = \"No\"\n[words]\nanimal = [\"cat\", \"big dog\"]\n[language.en]\nphrases = [\"(a|the) @animal barks\", \"cat sings\"]\nbad = [\"x\"]\n";
        let rules = RuleSet::of(&[Arc::new(Source::new("a.toml", text))]).unwrap();
        let source = Source::new("a.md", "Hello there.\n\nNow the big dog barks.\n");
        let given = Given { language: Some("en".into()), ..Given::new(Markup::Markdown, "en") };
        let heard = Listener::new(&rules, [0]).hear(&source, &given);
        assert_eq!((heard.words, heard.places.len()), (7, 1));
        let Place { start, text, phrases, entries, .. } = &heard.places[0];
        assert_eq!((start.line, text.as_str()), (3, "the big dog barks"));
        assert_eq!(phrases.iter().collect::<Vec<_>>(), ["(a|the) @animal barks"]);
        assert_eq!(entries.iter().collect::<Vec<_>>(), [&("animal".to_owned(), "big dog".to_owned())]);
        assert!(heard.judged_by.contains(&0));
        assert!(Listener::new(&rules, []).hear(&source, &given).places.is_empty());
        let italian = Given { language: Some("it".into()), ..Given::new(Markup::Markdown, "it") };
        assert!(Listener::new(&rules, [0]).hear(&source, &italian).judged_by.is_empty());
    }

    #[test]
    fn what_is_met_most_often_comes_first() {
        assert_eq!(counted(["b", "a", "c", "a"]), [(2, "a"), (1, "b"), (1, "c")]);
    }
}
