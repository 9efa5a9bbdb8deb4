//! Phrases: any string is read, printed and read again; what can be compiled is looked for in a text.

use std::sync::{Arc, LazyLock};

use courtesy::{
    language::Language,
    phrase::{self, Index, IndexBuilder, Phrase, PhraseError, Scratch, Words},
};

/// A small language with all that words and phrases depend on.
static LANGUAGE: LazyLock<Arc<Language>> = LazyLock::new(|| {
    let file = toml::from_str(include_str!("language.toml")).expect("a language file");
    Arc::new(Language { code: "en".into(), file, sources: Vec::new() })
});

/// The lines up to a blank one are phrases, what follows is the text; without one, the phrases are the text too.
pub fn phrase(input: &str) {
    let (phrases, text) = input.split_once("\n\n").unwrap_or((input, input));
    let mut builder = IndexBuilder::new(Arc::clone(&LANGUAGE)).expect("a good language");
    for line in phrases.lines() {
        if let Some(phrase) = read(line)
            && let Err(errors) = builder.add(&phrase, builder.base())
        {
            placed(line, &errors);
        }
    }
    look(&builder.build(), text);
}

/// A phrase, if this is one: it prints as the same one.
fn read(line: &str) -> Option<Phrase> {
    let phrase = match phrase::parse(line) {
        Ok(phrase) => phrase,
        Err(errors) => {
            placed(line, &errors);
            return None;
        }
    };
    let printed = phrase.to_string();
    match phrase::parse(&printed) {
        Ok(again) => assert!(again == phrase, "{line:?} is printed as {printed:?}"),
        Err(errors) => panic!("{line:?} is printed as {printed:?}: {errors:?}"),
    }
    Some(phrase)
}

/// Each mistake stands between characters of its phrase.
fn placed(line: &str, errors: &[PhraseError]) {
    assert!(!errors.is_empty(), "{line:?} is refused without a reason");
    for error in errors {
        assert!(line.get(error.range.clone()).is_some(), "{error:?} stands outside {line:?}");
    }
}

/// Every match stands among the words that were read, and at words of the text.
fn look(index: &Index, text: &str) {
    let (mut words, mut scratch, mut found) = (Words::new(), Scratch::new(), Vec::new());
    words.clear(!text.is_ascii());
    words.push(index, text, 0..text.len(), false);
    index.scan(&words, &mut scratch, &mut found);
    for found in &found {
        assert!((found.phrase.0 as usize) < index.len(), "{found:?} is of no phrase");
        assert!(found.start < found.end && found.end as usize <= words.len(), "{found:?} stands among the words");
        let range = words.range(found.start, found.end);
        assert!(text.get(range.clone()).is_some_and(|words| !words.trim().is_empty()), "{found:?} is {range:?}");
    }
}
