//! Mistakes of authors, each told at its word with its cure; `¦` stands before the word.

use super::*;
use crate::problem::told_at;

#[track_caller]
fn cured(marked: &str, cures: &[&str]) {
    let languages = language::load(&[]).0;
    told_at(marked, cures, |source| read(source, &languages).err().unwrap_or_default());
}

/// A rule with this phrase among its phrases.
#[track_caller]
fn phrase(marked: &str, cures: &[&str]) {
    cured(&format!("title = \"No\"\n[language.en]\nphrases = [\"👍 no\", {marked}]\nbad = [\"No no.\"]\n"), cures);
}

#[test]
fn a_value_of_the_wrong_kind_is_told_in_the_right_form() {
    cured(&with("tags = ¦\"a\"\nsource = ¦3\nkinds = [¦1]"), &["`tags = [\"a\"]`", "`source = \"3\"`", "`\"policy\"`"]);
    cured(&with("severity = ¦2"), &["`\"error\"`"]);
    cured(&with("reviewed = ¦\"soon\"\nwords = ¦\"x\""), &["2026-11-21", "[words]"]);
    cured(
        &with("[check.forbid]\nreach = ¦\"1\"\nin = ¦\"turn\"\nspeaker = ¦1"),
        &["`reach = 1`", "`in = [\"turn\"]`", "`\"agent\"`"],
    );
    cured(&with("check = ¦\"forbid\""), &["`[check.forbid]`"]);
    cured("title = \"No\"\nlanguage = ¦\"en\"\n", &["`[language.en]`"]);
    cured("title = \"No\"\n¦[[language.en]]\nphrases = [\"no\"]\n", &["`[language.en]`"]);
    cured(
        "title = \"No\"\n[language.en]\nphrases = ¦\"no\"\nbad = [\"No\", ¦5]\n",
        &["`phrases = [\"no\"]`", "`\"5\"`"],
    );
    phrase("¦[\"no\"]", &["{ phrase = "]);
}

#[test]
fn a_key_without_its_check_is_told_at_the_key() {
    let lists = "[language.en]\n¦asks = [\"no\"]\nitems = { a = [\"b c\"] }\nbad = [\"No.\"]\n";
    cured(&format!("title = \"No\"\n{lists}"), &["add `[check.once]`"]);
    cured(
        "title = \"No\"\n[check.require]\n[language.en]\nneeds = [\"no\"]\n¦unless = [\"x\"]\nbad = [\"No.\"]\n",
        &["take `unless` away"],
    );
    cured("title = \"No\"\n[check.¦requires]\n[language.en]\nneeds = [\"no\"]\nbad = [\"No.\"]\n", &["`require`"]);
}

#[test]
fn what_a_check_needs_is_told_where_it_is_missing() {
    cured("title = \"No\"\n[check.follow]\n[language.¦en]\nsays = [\"no\"]\nbad = [\"No.\"]\n", &["`then = "]);
    cured("title = \"No\"\n[check.once]\n[language.¦en]\nasks = [\"no\"]\nbad = [\"No.\"]\n", &["`items = { account"]);
    cured("title = \"No\"\n[language.en]\nphrases = ¦[]\nbad = ¦[]\n", &["`phrases = ", "`bad = "]);
    cured(&with("[check.forbid]\n[check.¦order]"), &["take the check away"]);
    cured(
        "title = \"No\"\n[check.require]\n[language.en]\nneeds = { a = ¦\"no\" }\nbad = [\"No.\"]\n",
        &["`a = [\"no\"]`"],
    );
}

#[test]
fn all_mistakes_of_a_phrase_are_told() {
    phrase("\"¦(no ¦@custumer\"", &["close it with `)`", "`@customer`"]);
    phrase("\"no ([a|¦@custumer] <¦duraton>)\"", &["`@customer`", "`duration`"]);
    phrase("\"caff\\u00e8 ¦.* (i¦/we)\"".replace("(i¦/we)", "(¦i/we)").as_str(), &["`..`", "`(i|we)`"]);
    phrase("\"\"\"\n  caffè ¦(a|b\n\"\"\", '¦[x'", &["`)`", "`]`"]);
}

#[test]
fn wrong_lists_of_words_are_told() {
    cured(&with("[words]\nown = ¦[]"), &["write words"]);
    cured(&with("[words]\nown = [\"a\", \"¦@own\"]"), &["take `@own` out"]);
    cured(&with("[words]\na = [\"x\", \"y ¦@b\"]\nb = [\"@a\"]"), &["take `@b` out"]);
    cured(&with("[words]\n¦custmer = [\"guest\"]"), &["`customer`"]);
    cured(&with("[words.replace]\n¦xylophone = [\"guest\"]"), &["which it replaces"]);
    cured(&with("[words]\nown = [\"a ¦(b\"]"), &["`)`"]);
}

#[test]
fn wrong_examples_are_told() {
    let lists = "title = \"No\"\n[language.en]\nphrases = [\"no no\"]\n";
    cured(
        &format!("{lists}bad = [¦\"\", \"no no\"]\ngood = [\"a ¦<<no>>\"]\n"),
        &["write a sentence", "move the example to `bad`"],
    );
}

#[test]
fn a_mistake_of_form_hides_no_other() {
    let text = "title = ¦A rule\nseverity = \"¦eror\"\n[language.en]\nphrases = [\"foo ¦(b\"]\nbad = [\"¦<<foo\"]\n";
    cured(text, &["`title = \"A rule\"`", "`error`", "`)`", "`>>`"]);
}

#[test]
fn days_come_in_order() {
    cured(&with("reviewed = 2026-05-01\nreview-by = ¦2026-01-01"), &["a later day"]);
}

#[test]
fn an_extension_is_told_at_its_key() {
    let lists = "[language.en]\nphrases = [\"no\"]\n";
    cured(
        &format!("extends = \"x\"\n¦title = \"No\"\n[check.¦forbid]\n{lists}"),
        &["leave the title out", "leave the `[check]`"],
    );
}
