//! What holds of every text that is linted, whatever it is.

use std::sync::LazyLock;

use courtesy::{
    config::Choices,
    document::Document,
    finding::Finding,
    lint::{Linted, lint},
    parse::{Given, Markup},
    ruleset::RuleSet,
    source::Source,
};

/// All built-in rules, every one of them on.
pub(crate) static RULES: LazyLock<RuleSet> = LazyLock::new(|| {
    let config = Choices::selecting("--select", &["ALL"]).into();
    RuleSet::load(&config).unwrap_or_else(|problems| panic!("{problems:#?}"))
});

/// Lints a text in one markup with the built-in rules, and checks all that holds of any text.
#[track_caller]
pub(crate) fn linted(name: &str, text: &str, markup: Markup) -> Linted {
    let (source, given) = (Source::new(name, text), Given::new(markup, "en"));
    document(&source, &RULES.read(&source, &given).document);
    let linted = lint(&source, &RULES, &given);
    findings(&source, &linted.findings);
    linted
}

/// The blocks rejoin to the text; sentences stand in order, inside their blocks and between characters.
#[track_caller]
pub(crate) fn document(source: &Source, document: &Document<'_>) {
    let (name, text) = (source.name(), source.text());
    let mut joined = String::with_capacity(text.len());
    for (at, block) in document.blocks.iter().enumerate() {
        assert_eq!(block.span.start(), joined.len(), "{name}: block {at} starts where the last one ended");
        joined.push_str(source.slice(block.span));
        let mut after = 0;
        for sentence in &document.sentences[block.sentences.start as usize..block.sentences.end as usize] {
            assert!(sentence.start >= after && sentence.start < sentence.end, "{name}: sentences stand in order");
            after = sentence.end;
            let span = block.prose.span(sentence.range());
            assert!(block.span.contains(span), "{name}: {span:?} stands in {:?}", block.span);
            assert!(text.is_char_boundary(span.start()) && text.is_char_boundary(span.end()), "{name}: {span:?}");
        }
    }
    assert!(joined == text, "{name}: the blocks joined are the text");
}

/// They stand in order, each at words; what is related to them, and what cures them, stands between characters.
#[track_caller]
pub(crate) fn findings(source: &Source, findings: &[Finding]) {
    let (name, mut last) = (source.name(), None);
    for finding in findings {
        let key = (finding.span, finding.rule);
        assert!(last.replace(key) < Some(key), "{name}: findings stand in order, one of a rule at a place");
        assert!(!source.slice(finding.span).trim().is_empty(), "{name}: a finding has words");
        let (related, fixes) = (finding.related.iter().map(|one| one.span), finding.fixes.iter().map(|fix| fix.span));
        for span in related.chain(fixes) {
            let place = source.text().get(span.range());
            assert!(place.is_some(), "{name}: {span:?} stands between characters");
        }
    }
}
