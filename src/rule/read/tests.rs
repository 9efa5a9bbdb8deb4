//! What authors may write, and what they are told when it is wrong.

mod cured;

use proptest::prelude::*;

use super::*;
use crate::{
    document::Stance,
    language,
    problem::{Problems, shown},
    rule::{
        CheckKind, List,
        file::{Place, Reach, Voice},
    },
};

fn load(text: &str) -> Result<Loaded, Vec<Problem>> {
    read(&Arc::new(Source::new("rules/no-no.toml", text)), &language::load(&[]).0)
}

#[track_caller]
fn rule(text: &str) -> Rule {
    match load(text) {
        Ok(Loaded::Rule(rule)) => *rule,
        other => panic!("{other:?}"),
    }
}

fn wrong(text: &str) -> String {
    shown(&Problems(load(text).expect_err("there is a mistake")))
}

/// A rule that would be right, with more at the top.
fn with(top: &str) -> String {
    format!("title = \"No\"\n{top}\n[language.en]\nphrases = [\"no no\"]\nbad = [\"<<No no>>.\"]\n")
}

#[test]
fn everything_an_author_may_write_is_understood() {
    let rule = rule(
        "title = \"No\"\nseverity = \"error\"\nsource = \"S\"\nurl = \"u\"\ntags = [\"t\"]\nwhy = \"w\"\ninstead = \"i\"\n\
         message = \"Not “{match}”.\"\nkinds = [\"script\"]\nfiles = [\"scripts/**\"]\nreviewed = 2026-01-01\n\
         review-by = 2027-01-01\n[words]\ncustomer = [\"guest\"]\n[words.replace]\nneg = [\"nope\"]\n[check.forbid]\n\
         speaker = \"any\"\nin = [\"turn\", \"cell\"]\nstance = \"any\"\nreach = 2\n[language.en]\n\
         phrases = [\"no no\", { phrase = \"never ever\", severity = \"advice\" }]\nunless = [\"please\"]\n\
         swap = { \"nope\" = \"no, thank you\" }\nbad = [\"<<No no>>.\"]\ngood = [\"Yes.\"]\n",
    );
    assert_eq!((&*rule.id, rule.severity, rule.examples().count()), ("no-no", Severity::Error, 2));
    assert_eq!(rule.review_by.unwrap().0.to_string(), "2027-01-01");
    assert!(rule.words.add.contains_key("customer") && rule.words.replace.contains_key("neg"));
    let [check] = rule.checks.as_slice() else { panic!("one check") };
    assert_eq!((&check.kind, check.scope.speaker), (&CheckKind::Forbid { reach: Reach::Sentences(2) }, Voice::Any));
    assert_eq!(check.scope.places, Some(vec![Place::Turn, Place::Cell]));
    assert_eq!(check.scope.stances.0.len(), 3);
    let lists = check.lists("en");
    let (phrases, unless) = (lists.get(List::Phrases), lists.get(List::Unless));
    assert_eq!((phrases.len(), unless.len()), (3, 1));
    assert_eq!(phrases[1].severity, Some(Severity::Advice));
    assert_eq!(phrases[2].swap.as_deref(), Some("no, thank you"));
}

#[test]
fn what_is_left_out_has_its_default() {
    let rule = rule(&with(""));
    let [check] = rule.checks.as_slice() else { panic!("one check") };
    assert_eq!(rule.severity, Severity::Warning);
    assert_eq!((check.scope.speaker, check.scope.places.clone()), (Voice::Agent, None));
    assert_eq!(check.scope.stances.0, [Stance::Prescribes]);
}

#[test]
fn unknown_words_are_all_told_at_once() {
    insta::assert_snapshot!(wrong(
        "titel = \"No\"\nseverity = \"eror\"\nkinds = [\"skript\"]\ncolour = 3\n[check.forbid]\nspeeker = \"agent\"\n\
         speaker = \"agnet\"\nin = [\"heading\", \"tun\"]\nstance = [\"rejcts\"]\n[language.en]\nphrase = [\"no\"]\n\
         phrases = [\"no no\", { phrase = \"x\", severty = \"error\" }]\nbad = [\"no no\"]\n"
    ), @r##"
      × 10 mistakes in rules, languages or configuration

    Error:
      × unknown key `titel`
       ╭─[rules/no-no.toml:1:1]
     1 │ titel = "No"
       · ──┬──
       ·   ╰── not known here
     2 │ severity = "eror"
       ╰────
      help: did you mean `title`?

    Error:
      × unknown severity `eror`
       ╭─[rules/no-no.toml:2:13]
     1 │ titel = "No"
     2 │ severity = "eror"
       ·             ──┬─
       ·               ╰── not known
     3 │ kinds = ["skript"]
       ╰────
      help: did you mean `error`?

    Error:
      × unknown kind of document `skript`
       ╭─[rules/no-no.toml:3:11]
     2 │ severity = "eror"
     3 │ kinds = ["skript"]
       ·           ───┬──
       ·              ╰── not known
     4 │ colour = 3
       ╰────
      help: did you mean `script`?

    Error:
      × unknown key `colour`
       ╭─[rules/no-no.toml:4:1]
     3 │ kinds = ["skript"]
     4 │ colour = 3
       · ───┬──
       ·    ╰── not known here
     5 │ [check.forbid]
       ╰────
      help: use one of `title`, `severity`, `source`, `url`, `tags`, `why`, `instead`, `message`, `kinds`, `files`,
            `words`, `reviewed`, `review-by`, `extends`, `check`, `language`

    Error:
      × unknown key `speeker`
       ╭─[rules/no-no.toml:6:1]
     5 │ [check.forbid]
     6 │ speeker = "agent"
       · ───┬───
       ·    ╰── not known here
     7 │ speaker = "agnet"
       ╰────
      help: did you mean `speaker`?

    Error:
      × unknown speaker `agnet`
       ╭─[rules/no-no.toml:7:12]
     6 │ speeker = "agent"
     7 │ speaker = "agnet"
       ·            ──┬──
       ·              ╰── not known
     8 │ in = ["heading", "tun"]
       ╰────
      help: did you mean `agent`?

    Error:
      × unknown kind of block `tun`
       ╭─[rules/no-no.toml:8:19]
     7 │ speaker = "agnet"
     8 │ in = ["heading", "tun"]
       ·                   ─┬─
       ·                    ╰── not known
     9 │ stance = ["rejcts"]
       ╰────
      help: did you mean `turn`?

    Error:
      × unknown stance `rejcts`
        ╭─[rules/no-no.toml:9:12]
      8 │ in = ["heading", "tun"]
      9 │ stance = ["rejcts"]
        ·            ───┬──
        ·               ╰── not known
     10 │ [language.en]
        ╰────
      help: did you mean `rejects`?

    Error:
      × unknown key `phrase`
        ╭─[rules/no-no.toml:11:1]
     10 │ [language.en]
     11 │ phrase = ["no"]
        · ───┬──
        ·    ╰── not known here
     12 │ phrases = ["no no", { phrase = "x", severty = "error" }]
        ╰────
      help: did you mean `phrases`?

    Error:
      × unknown key `severty`
        ╭─[rules/no-no.toml:12:37]
     11 │ phrase = ["no"]
     12 │ phrases = ["no no", { phrase = "x", severty = "error" }]
        ·                                     ───┬───
        ·                                        ╰── not known here
     13 │ bad = ["no no"]
        ╰────
      help: did you mean `severity`?
    "##);
}

#[test]
fn a_wrong_value_is_told_once() {
    let told = |text: &str| load(text).unwrap_err().into_iter().map(|problem| problem.message).collect::<Vec<_>>();
    let lists = "[language.en]\nphrases = [\"no no\"]\nbad = [\"No no.\"]\n";
    assert_eq!(told(&format!("title = 3\n{lists}")), ["`title` must be text, not the number 3"]);
    let lists = "title = \"No\"\n[language.en]\nphrases = 3\nbad = [\"No no.\"]\n";
    assert_eq!(told(lists), ["`phrases` must be a list, not the number 3"]);
}

#[test]
fn a_reach_is_a_number_of_sentences_or_the_block() {
    let reach = |value: &str| load(&with(&format!("[check.forbid]\nreach = {value}")));
    let Ok(Loaded::Rule(rule)) = reach("\"block\"") else { panic!("the block is a reach") };
    let [check] = rule.checks.as_slice() else { panic!("one check") };
    assert_eq!(check.kind, CheckKind::Forbid { reach: Reach::Block });
    let told = |value| reach(value).unwrap_err().into_iter().map(|problem| problem.message).collect::<Vec<_>>();
    assert_eq!(told("\"blok\""), ["`reach` cannot be `blok`"]);
    assert_eq!(told("-1"), ["`reach` must be a number of sentences, or \"block\", not the number -1"]);
    assert_eq!(told("1.5"), ["`reach` must be a number of sentences, or \"block\", not the number 1.5"]);
    assert_eq!(reach("\"blok\"").unwrap_err()[0].help.as_deref(), Some("did you mean `block`?"));
}

#[test]
fn an_unknown_check_is_told() {
    insta::assert_snapshot!(wrong(
        "title = \"No\"\n[check.forbit]\n[language.en]\nphrases = [\"no no\"]\nbad = [\"No no.\"]\n"
    ), @r##"
      × 1 mistake in rules, languages or configuration

    Error:
      × unknown check `forbit`
       ╭─[rules/no-no.toml:2:8]
     1 │ title = "No"
     2 │ [check.forbit]
       ·        ───┬──
       ·           ╰── not known here
     3 │ [language.en]
       ╰────
      help: did you mean `forbid`?
    "##);
}

#[test]
fn an_unknown_language_is_told() {
    insta::assert_snapshot!(wrong("title = \"No\"\n[language.eng]\nphrases = [\"no no\"]\nbad = [\"No no.\"]\n"), @r##"
      × 1 mistake in rules, languages or configuration

    Error:
      × there is no language `eng`
       ╭─[rules/no-no.toml:2:11]
     1 │ title = "No"
     2 │ [language.eng]
       ·           ─┬─
       ·            ╰── no language file of this name
     3 │ phrases = ["no no"]
       ╰────
      help: did you mean `en`?
    "##);
}

#[test]
fn what_is_missing_is_told() {
    insta::assert_snapshot!(wrong("[language.en]\nphrases = [\"no no\"]\n[language.it]\nbad = [\"No no.\"]\n"), @r##"
      × 3 mistakes in rules, languages or configuration

    Error:
      × this rule has no title
       ╭─[rules/no-no.toml:1:1]
     1 │ [language.en]
       · ▲
       · ╰── a rule starts with one
     2 │ phrases = ["no no"]
       ╰────
      help: add `title = "…"`: the rule in a few words

    Error:
      × the rule has no bad example for `en`
       ╭─[rules/no-no.toml:1:11]
     1 │ [language.en]
       ·           ─┬
       ·            ╰── nothing proves that it fires in this language
     2 │ phrases = ["no no"]
       ╰────
      help: add `bad = ["… <<what is wrong>> …"]`

    Error:
      × the rule has no `phrases` for `it`
       ╭─[rules/no-no.toml:3:11]
     2 │ phrases = ["no no"]
     3 │ [language.it]
       ·           ─┬
       ·            ╰── here
     4 │ bad = ["No no."]
       ╰────
      help: add `phrases = ["…"]`, or take the table away
    "##);
}

#[test]
fn an_entry_without_its_phrase_is_told() {
    insta::assert_snapshot!(wrong(
        "title = \"No\"\n[language.en]\nphrases = [\"no no\", { severity = \"error\" }]\nbad = [\"No no.\"]\n"
    ), @r##"
      × 1 mistake in rules, languages or configuration

    Error:
      × the key `phrase` is missing
       ╭─[rules/no-no.toml:3:21]
     2 │ [language.en]
     3 │ phrases = ["no no", { severity = "error" }]
       ·                     ───────────┬──────────
       ·                                ╰── here
     4 │ bad = ["No no."]
       ╰────
      help: add `phrase = …`
    "##);
}

#[test]
fn an_unknown_placeholder_is_told() {
    insta::assert_snapshot!(wrong(&with("message = \"“{mtach}” is wrong\"")), @r##"
      × 1 mistake in rules, languages or configuration

    Error:
      × unknown placeholder `{mtach}`
       ╭─[rules/no-no.toml:2:13]
     1 │ title = "No"
     2 │ message = "“{mtach}” is wrong"
       ·             ───┬───
       ·                ╰── here
     3 │ [language.en]
       ╰────
      help: did you mean `match`?
    "##);
}

#[test]
fn wrong_marks_are_told() {
    insta::assert_snapshot!(wrong(
        "title = \"No\"\n[language.en]\nphrases = [\"no no\"]\nbad = [\"\"\"\nAgent: \\u201c<<No\\u201d no.\"\"\", \"<<>> no no\"]\n"
    ), @r##"
      × 2 mistakes in rules, languages or configuration

    Error:
      × this mark is never closed
       ╭─[rules/no-no.toml:5:14]
     4 │ bad = ["""
     5 │ Agent: \u201c<<No\u201d no.""", "<<>> no no"]
       ·              ─┬
       ·               ╰── here
       ╰────
      help: mark what is wrong with `<<` before and `>>` behind it

    Error:
      × this mark holds nothing
       ╭─[rules/no-no.toml:5:34]
     4 │ bad = ["""
     5 │ Agent: \u201c<<No\u201d no.""", "<<>> no no"]
       ·                                  ──┬─
       ·                                    ╰── here
       ╰────
      help: mark what is wrong with `<<` before and `>>` behind it
    "##);
}

#[test]
fn marks_in_a_good_example_are_told() {
    let marked = with("").replace("bad", "good = [\"Oh, <<no>> and <<never>>.\", \"Menu >> Home\"]\nbad");
    insta::assert_snapshot!(wrong(&marked), @r##"
      × 1 mistake in rules, languages or configuration

    Error:
      × a good example has no marks
       ╭─[rules/no-no.toml:5:14]
     4 │ phrases = ["no no"]
     5 │ good = ["Oh, <<no>> and <<never>>.", "Menu >> Home"]
       ·              ───┬──
       ·                 ╰── nothing is to be flagged here
     6 │ bad = ["<<No no>>."]
       ╰────
      help: take `<<` and `>>` away, or move the example to `bad`
    "##);
}

#[test]
fn wrong_globs_and_dates_are_told() {
    insta::assert_snapshot!(wrong(&with("files = [\"scripts/***\"]\nreview-by = 10:30:00")), @r##"
      × 2 mistakes in rules, languages or configuration

    Error:
      × a row of stars is `*` or `**`
       ╭─[rules/no-no.toml:2:21]
     1 │ title = "No"
     2 │ files = ["scripts/***"]
       ·                     ┬
       ·                     ╰── here
     3 │ review-by = 10:30:00
       ╰────
      help: `*` is any part of a name, `**` any folders, `?` one character, `[ab]` one of these

    Error:
      × this is not a day
       ╭─[rules/no-no.toml:3:13]
     2 │ files = ["scripts/***"]
     3 │ review-by = 10:30:00
       ·             ────┬───
       ·                 ╰── here
     4 │ [language.en]
       ╰────
      help: write a date such as 2026-11-21
    "##);
}

#[test]
fn what_is_not_toml_is_told() {
    insta::assert_snapshot!(wrong("title = \"No\nseverity = error\n"), @r##"
      × 2 mistakes in rules, languages or configuration

    Error:
      × these quotation marks are never closed
       ╭─[rules/no-no.toml:1:9]
     1 │ title = "No
       ·         ┬
       ·         ╰── here
     2 │ severity = error
       ╰────
      help: close with `"`

    Error:
      × this text has no quotation marks
       ╭─[rules/no-no.toml:2:12]
     1 │ title = "No
     2 │ severity = error
       ·            ──┬──
       ·              ╰── here
       ╰────
      help: write `severity = "error"`
    "##);
}

#[test]
fn an_extension_has_no_title_and_no_check() {
    insta::assert_snapshot!(wrong(
        "extends = \"x\"\ntitle = \"No\"\n[check.forbid]\n[language.en]\nphrases = [\"no\"]\n"
    ), @r##"
      × 2 mistakes in rules, languages or configuration

    Error:
      × a file that extends a rule has no title of its own
       ╭─[rules/no-no.toml:2:1]
     1 │ extends = "x"
     2 │ title = "No"
       · ──┬──
       ·   ╰── here
     3 │ [check.forbid]
       ╰────
      help: leave the title out, or `extends`

    Error:
      × a file that extends a rule has no check of its own
       ╭─[rules/no-no.toml:3:8]
     2 │ title = "No"
     3 │ [check.forbid]
       ·        ───┬──
       ·           ╰── here
     4 │ [language.en]
       ╰────
      help: leave the `[check]` table out, or `extends`; settings of a rule stand in courtesy.toml
    "##);
}

#[test]
fn a_table_of_words_is_told() {
    insta::assert_snapshot!(wrong(&with("[words.customer]\nx = [\"a\"]")), @r##"
      × 1 mistake in rules, languages or configuration

    Error:
      × `words.customer` is a table
       ╭─[rules/no-no.toml:2:8]
     1 │ title = "No"
     2 │ [words.customer]
       ·        ────┬───
       ·            ╰── not a list
     3 │ x = ["a"]
       ╰────
      help: write a list of phrases, or use `[words.replace]`
    "##);
}

/// The text labelled for the first mistake of a rule whose only phrase is this TOML string.
#[track_caller]
fn labelled(phrase: &str, expected: &str) {
    let text = format!("title = \"No\"\n[language.en]\nphrases = [{phrase}]\nbad = [\"No no.\"]\n");
    let problems = load(&text).expect_err("the phrase is wrong");
    assert!(text[problems[0].span.unwrap().start()..].starts_with(expected), "{problems:?}");
}

#[test]
fn a_wrong_phrase_is_labelled_inside_its_string() {
    labelled("\"no (no\"", "(no");
    labelled("'no (no'", "(no");
    labelled("\"\\u00e8 \\\"no\\\" (no\"", "(no");
    labelled("\"\"\"\nno\n  (no\"\"\"", "(no");
    labelled("{ phrase = 'no (no' }", "(no");
}

#[test]
fn a_byte_order_mark_is_no_mistake() {
    assert_eq!(rule(&format!("\u{feff}{}", with(""))).title, "No");
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = load(&String::from_utf8_lossy(&bytes)).map_err(|problems| shown(&Problems(problems)));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC*") {
        let _ = load(&text).map_err(|problems| shown(&Problems(problems)));
    }

    #[test]
    fn no_broken_rule_makes_the_reader_panic(at in 0_usize..400, junk in "[\\PC\n\"'\\[\\]{}=<>#é]{0,6}") {
        let mut text = with("message = \"\"\"a\\\n {match}\"\"\"\n[words]\ncustomer = ['x']\n[check.forbid]\nreach = 1");
        let at = (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap();
        text.insert_str(at, &junk);
        let _ = load(&text).map_err(|problems| shown(&Problems(problems)));
    }
}
