//! What the index leaves out could not have matched: it finds what trying every phrase everywhere finds.

use std::sync::Arc;

use proptest::prelude::*;

use super::{Index, IndexBuilder, Match, Scratch};
use crate::{
    language::Language,
    phrase::{self, Words, flat::Flat, tables::Head},
};

const LANGUAGE: &str = r#"
stemmer = "english"
function-words = ["the", "of"]
clause-openers = ["but"]
[lists]
neg = ["not", "no longer"]
none = []
pair = ["red", "blue sky", "deep [dark] sea"]
[values]
numbers = { seven = 7, hundred = 100 }
"#;

const WORDS: [&str; 15] = [
    "the",
    "of",
    "not",
    "but",
    "red",
    "blue",
    "sky",
    "deep",
    "dark",
    "sea",
    "record",
    "recorded",
    "7",
    "no",
    "seven hundred",
];

fn words() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&WORDS[..])
}

/// Items of the phrase language, nested.
fn item() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        6 => words().prop_map(str::to_owned),
        1 => Just("~record".to_owned()),
        1 => Just("re*".to_owned()),
        1 => Just("<number>".to_owned()),
        1 => prop::sample::select(vec!["@pair", "@none", "@neg", "..", "..2", "..3!(the|red)", "!sea", "!(@pair|of the)"])
            .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(3, 24, 3, |inner| {
        let row = || prop::collection::vec(inner.clone(), 1..3).prop_map(|items| items.join(" "));
        let rows = || prop::collection::vec(row(), 1..4).prop_map(|rows| rows.join("|"));
        prop_oneof![
            rows().prop_map(|rows| format!("({rows})")),
            rows().prop_map(|rows| format!("[{rows}]")),
            (row(), row(), row()).prop_map(|(a, b, c)| format!("{{{a} & {b} & !{c}}}6")),
        ]
    })
}

fn phrases() -> impl Strategy<Value = Vec<String>> {
    let phrase = (prop::sample::select(vec!["", "-", "^", "- ^"]), prop::collection::vec(item(), 1..5), any::<bool>());
    let phrase =
        phrase.prop_map(|(open, items, end)| format!("{open} {}{}", items.join(" "), if end { " $" } else { "" }));
    prop::collection::vec(phrase, 1..8)
}

/// The index of those phrases that are good, and of how many that are.
fn index(phrases: &[String]) -> Index {
    let mut builder = IndexBuilder::new(Arc::new(Language::of("en", LANGUAGE))).expect("a good language");
    for text in phrases {
        if let Ok(phrase) = phrase::parse(text) {
            // What cannot be compiled cannot be found either way.
            drop(builder.add(&phrase, builder.base()));
        }
    }
    builder.build()
}

#[track_caller]
fn agrees(phrases: &[String], sentence: &str) {
    let mut quick = index(phrases);
    let mut words = Words::new();
    let scan = |index: &Index, words: &mut Words, everywhere: bool| -> Vec<Match> {
        words.clear(false);
        words.push(index, sentence, 0..sentence.len(), false);
        let (mut scratch, mut found) = (Scratch::new(), Vec::new());
        if everywhere {
            index.try_everything(words, &mut scratch, &mut found);
        } else {
            index.scan(words, &mut scratch, &mut found);
        }
        found.sort_unstable();
        found
    };
    let found = scan(&quick, &mut words, false);
    let mut blind = Flat::default();
    (0..quick.tables.heads.len()).for_each(|at| blind.push(Head { first: None, ..quick.tables.heads.at(at) }));
    quick.tables.heads = blind;
    quick.tables.lists.iter_mut().for_each(|list| list.starts = None);
    assert_eq!(found, scan(&quick, &mut words, true), "{phrases:?} in {sentence:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn the_index_finds_what_trying_everything_everywhere_finds(
        phrases in phrases(),
        sentence in prop::collection::vec((words(), prop::sample::select(vec![" ", " ", " ", ", ", " “"])), 1..16),
    ) {
        let sentence: String = sentence.into_iter().flat_map(|(word, gap)| [word, gap]).collect();
        agrees(&phrases, &sentence);
    }
}

#[test]
fn an_alternative_that_is_an_empty_list_hides_nothing() {
    let phrases = ["(@none|red sky)".to_owned(), "(@none|[deep] sea)".to_owned()];
    agrees(&phrases, "the red sky of the sea");
    let index = index(&phrases);
    let mut words = Words::new();
    words.push(&index, "the red sky of the sea", 0..22, false);
    let mut found = Vec::new();
    index.scan(&words, &mut Scratch::new(), &mut found);
    assert_eq!(found.len(), 2);
}

#[test]
fn a_phrase_with_an_empty_list_is_found_nowhere() {
    agrees(&["@none ~record".to_owned(), "red @none [sky] sea".to_owned()], "red record of the sea");
}
