//! The rule and language files that are part of the program, and what they came to when it was built.

mod nodes;

use std::sync::{Arc, OnceLock};

use nodes::{Node, Nodes};
use serde::de::DeserializeOwned;

use crate::{
    language::{Language, LanguageFile, WordLists},
    phrase::StoredBuilder,
    rule::{self, Rule, Slot, file::LanguageTable},
    source::Source,
};

/// What the build script leaves of the rule and language files, in the order of their names.
struct Stored {
    /// The names and texts of the rule files.
    rules: &'static [(&'static str, &'static str)],
    /// The nodes of each rule file, without examples, of each list the first entry alone.
    rule_nodes: &'static [u8],
    /// By rule file: the codes of its language tables, and the nodes of these, whole.
    rule_tables: &'static [&'static [(&'static str, &'static [u8])]],
    /// The names and texts of the language files.
    languages: &'static [(&'static str, &'static str)],
    /// The nodes of each language file, without its word lists.
    language_nodes: &'static [&'static [u8]],
    /// Those of its word lists.
    language_lists: &'static [&'static [u8]],
    /// By language: the places of the phrases in its index.
    slots: &'static [&'static [u8]],
    /// The cues of each language and the phrases of all rules in it, compiled.
    indexes: &'static [StoredBuilder<&'static [u8]>],
}

/// Bytes at an address that eight divides.
#[repr(align(8))]
struct Aligned<T>(T);

static STORED: Stored = include!(concat!(env!("OUT_DIR"), "/stored.rs"));

/// The built-in rule files, sorted by name.
pub fn rules() -> &'static [Arc<Source>] {
    static RULES: OnceLock<Vec<Arc<Source>>> = OnceLock::new();
    RULES.get_or_init(|| sources(STORED.rules))
}

/// The built-in language files, sorted by name.
pub fn languages() -> &'static [Arc<Source>] {
    static LANGUAGES: OnceLock<Vec<Arc<Source>>> = OnceLock::new();
    LANGUAGES.get_or_init(|| sources(STORED.languages))
}

fn sources(files: &[(&'static str, &'static str)]) -> Vec<Arc<Source>> {
    files.iter().map(|&(name, text)| Arc::new(Source::builtin(name, text))).collect()
}

/// Whether there is a built-in language of this code.
pub fn has_language(code: &str) -> bool {
    place(code).is_some()
}

/// What a built-in language file says; its word lists are read when they are first asked for.
pub(crate) fn language(source: &Source) -> LanguageFile {
    let place = named(STORED.languages, source);
    LanguageFile {
        lists: WordLists::later(move || read(STORED.language_lists[place])),
        ..read(STORED.language_nodes[place])
    }
}

/// The built-in rules, sorted by id.
pub(crate) fn load(languages: &[Arc<Language>]) -> Vec<Rule> {
    let files: Vec<Vec<Node<'_>>> = bitcode::decode(STORED.rule_nodes).expect(AS_WRITTEN);
    let rule = |(source, nodes): (&Arc<Source>, &Vec<_>)| rule::stored(source, said(nodes), languages, table);
    rules().iter().zip(&files).map(rule).collect()
}

/// What a built-in rule file says in a language.
fn table(source: &Source, code: &str) -> LanguageTable {
    let mut tables = STORED.rule_tables[named(STORED.rules, source)].iter();
    let (_, nodes) = tables.find(|(known, _)| *known == code).expect("the rule speaks the language");
    read(nodes)
}

/// The places of the phrases in the index of a built-in language, rules counted among the built-in ones.
pub(crate) fn slots(code: &str) -> Option<Vec<Slot>> {
    Some(bitcode::decode(STORED.slots[place(code)?]).expect(AS_WRITTEN))
}

/// The cues of a built-in language and the phrases of all built-in rules in it.
pub(crate) fn index(code: &str) -> Option<StoredBuilder<&'static [u8]>> {
    Some(STORED.indexes[place(code)?])
}

const AS_WRITTEN: &str = "the program holds what its build script wrote";

fn place(code: &str) -> Option<usize> {
    let name = format!("rules/languages/{code}.toml");
    STORED.languages.iter().position(|(known, _)| *known == name)
}

/// The place of a file among those of its kind.
fn named(files: &[(&str, &str)], source: &Source) -> usize {
    files.iter().position(|(name, _)| *name == source.name()).expect("the file is a built-in one")
}

fn read<T: DeserializeOwned>(nodes: &[u8]) -> T {
    said(&bitcode::decode::<Vec<Node<'_>>>(nodes).expect(AS_WRITTEN))
}

fn said<T: DeserializeOwned>(nodes: &[Node<'_>]) -> T {
    T::deserialize(&mut Nodes::new(nodes)).expect("the file was read without mistakes when the program was built")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        language,
        phrase::{self, BatchId, IndexBuilder, Scratch, Words},
        problem::toml_file,
        rule::{Loaded, file::RuleFile},
    };

    #[test]
    fn a_stored_file_says_what_the_file_says() {
        for source in languages() {
            let (file, problems) = toml_file::read::<LanguageFile>(source);
            assert!(problems.is_empty(), "{problems:?}");
            assert_eq!(format!("{:?}", language(source)), format!("{:?}", file.unwrap()), "{}", source.name());
        }
        let files: Vec<Vec<Node<'_>>> = bitcode::decode(STORED.rule_nodes).unwrap();
        assert_eq!(files.len(), rules().len());
        for (source, nodes) in rules().iter().zip(&files) {
            let file = toml_file::read::<RuleFile>(source).0.unwrap();
            for (code, table) in &file.language {
                let whole = LanguageTable { bad: Vec::new(), good: Vec::new(), ..table.clone() };
                let stored = super::table(source, code.get_ref());
                assert_eq!(format!("{stored:?}"), format!("{whole:?}"), "{}", source.name());
            }
            let mut head = said::<RuleFile>(nodes);
            assert!(head.language.keys().eq(file.language.keys()));
            head.language = file.language.clone();
            assert_eq!(format!("{head:?}"), format!("{file:?}"), "{}", source.name());
        }
    }

    #[test]
    fn a_stored_index_is_what_the_files_are_compiled_to() {
        let (languages, _) = language::load(&[]);
        let rule = |source| match rule::read(source, &languages) {
            Ok(Loaded::Rule(rule)) => rule,
            other => panic!("{other:?}"),
        };
        let rules: Vec<_> = rules().iter().map(rule).collect();
        for language in &languages {
            let stored = index(&language.code).unwrap();
            let mut builder = IndexBuilder::new(Arc::clone(language)).unwrap();
            let mut batch = BatchId::FIRST;
            for rule in &rules {
                rule.compile(&language.code, &mut builder, batch).unwrap();
                batch = rule.batch_after(batch);
            }
            let StoredBuilder { index, flat, rest } = &builder.store();
            assert!(StoredBuilder { index: &**index, flat, rest } == stored, "{} differs", language.code);
        }
    }

    #[test]
    fn a_phrase_added_to_a_stored_index_is_found_as_in_one_made_from_the_files() {
        let (languages, _) = language::load(&[]);
        let english = languages.iter().find(|language| &*language.code == "en").unwrap();
        let fresh = IndexBuilder::new(Arc::clone(english)).unwrap();
        let stored = IndexBuilder::restore(Arc::clone(english), index("en").unwrap(), true).unwrap();
        let found = [fresh, stored].map(|mut builder| {
            let phrase = phrase::parse("(@customer|@staff) ..2 {quince & ~marmalade}6 .. <duration > 1h>").unwrap();
            let id = builder.add(&phrase, builder.base()).unwrap();
            let index = builder.build();
            let text = "No customer, the team has marmalade from quinces and a quince within 2 hours.";
            let (mut words, mut found) = (Words::new(), Vec::new());
            words.push(&index, text, 0..text.len(), false);
            index.scan(&words, &mut Scratch::new(), &mut found);
            found.retain(|found| found.phrase == id);
            found.iter().map(|found| (found.start, found.end)).collect::<Vec<_>>()
        });
        assert!(!found[0].is_empty());
        assert_eq!(found[0], found[1]);
    }
}
