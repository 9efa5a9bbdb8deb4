//! Files that are no TOML, or not what they should be.

use std::fs;

use super::*;
use crate::problem::{Problems, shown, told_at};

#[test]
fn a_file_that_is_not_utf8_is_told_at_its_first_wrong_byte() {
    let error = String::from_utf8(b"title = \"caf\xe9 bar\"\n".to_vec()).unwrap_err();
    insta::assert_snapshot!(shown(&Problems(vec![not_utf8("a.toml", &error)])), @r##"
      × 1 mistake in rules, languages or configuration

    Error:
      × this file is not UTF-8
       ╭─[a.toml:1:13]
     1 │ title = "caf� bar"
       ·             ┬
       ·             ╰── the first byte that is not
       ╰────
      help: save it as UTF-8
    "##);
}

#[test]
fn a_file_that_is_not_there_is_told_by_its_name() {
    let problem = open(Path::new("no/such.toml")).unwrap_err();
    assert!(problem.to_string() == "there is no such file: no/such.toml");
    assert!(shown(&Problems(vec![*problem])).contains("no/such.toml"));
}

#[test]
fn a_table_nested_too_deep_is_a_mistake() {
    let source = Arc::new(Source::new("a.toml", format!("a = {}", "[".repeat(100_000))));
    let (read, problems) = read::<toml::Table>(&source);
    assert!(read.is_some() && !problems.is_empty());
}

/// Each mistake of a text is told at the word behind a `¦`, with this cure.
#[track_caller]
fn cured(marked: &str, cures: &[&str]) {
    told_at(marked, cures, |source| read::<toml::Table>(source).1);
}

#[test]
fn what_is_never_closed_is_told_where_it_is_opened() {
    cured(
        "a = ¦[\"x\"\nb = ¦\"y\nc = ¦{ d = 1\n¦[e\nf = 1\n",
        &["close with `]`", "close with `\"`", "close with `}`", "write `[e]`"],
    );
    cured("a = ¦\"\"\"x\nb = 1", &["close with `\"\"\"`"]);
    cured("¦[[a]\nb = 1", &["write `[[a]]`"]);
    cured("¦a]\nb = 1\n[c]\nd = ¦e", &["write `[a]`", "write `d = \"e\"`"]);
}

#[test]
fn text_without_quotation_marks_is_told() {
    cured(
        "a = ¦A rule # b\nb = ¦True\nc = ¦“x”\n",
        &["write `a = \"A rule\"`", "write `b = true`, or", "straight ones: `c = \"x\"`"],
    );
    cured("a = ¦05/01/2026\nb = [¦foo, \"x\"]", &["year-month-day", "write `\"foo\"`"]);
    cured(
        "a = 'It'¦s'\nb = \"a \"¦b\"\"\nc = 'a'¦, 'b'",
        &["double quotation marks", "`\\\"`", "`c = [\"…\", \"…\"]`"],
    );
}

#[test]
fn what_has_no_value_is_told() {
    cured("x = 1\n¦title\nb¦: 1\n¦// c", &["write `title = \"…\"`", "write `b = \"…\"`", "put `#` in front"]);
    cured("a =¦\n", &["write `a = \"…\"`"]);
}

#[test]
fn a_list_with_a_mistake_is_read_on() {
    cured("a = [\"x\" ¦\"y\"]", &["write `,` between"]);
    let source = Arc::new(Source::new("a.toml", "a = [\"x\"\n  \"y\", \"\\d\"]"));
    let (read, problems) = read::<toml::Table>(&source);
    assert_eq!(read.unwrap()["a"].as_array().map(Vec::len), Some(3), "{problems:?}");
    assert_eq!(problems.len(), 2, "{problems:?}");
}

#[test]
fn what_stands_twice_is_told_with_the_first() {
    cured("a = 1\n¦a = 2\n[b]\na = 1\n[¦b]\na = 2", &["keep one `a`", "put everything under one `[b]`"]);
    let (_, problems) = read::<toml::Table>(&Arc::new(Source::new("a.toml", "a = 1\na = 2")));
    assert_eq!(problems[0].also.len(), 1);
}

#[test]
fn a_wrong_name_of_a_table_is_told() {
    cured("[¦a b]\nc = 1\n[d] ¦e = 1\n", &["write `[a.b]`", "on lines of its own"]);
}

#[test]
fn another_format_is_told_once() {
    for text in ["¦{ \"a\": 1 }", "¦title: x\nseverity: y\n", "# Title\n\n¦Some text.\n\n- a\n", "¦---\na: b\n"] {
        cured(text, &["write each line as `name = \"value\"`"]);
    }
}

#[test]
fn a_byte_order_mark_takes_no_column() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.toml");
    fs::write(&file, "\u{feff}a = b").unwrap();
    let (_, problems) = read::<toml::Table>(&open(&file).unwrap());
    assert_eq!(problems[0].span, Some(Span::new(4, 5)));
}

#[test]
fn what_is_no_text_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let told = |bytes: &[u8]| {
        let file = folder.path().join("a.toml");
        fs::write(&file, bytes).unwrap();
        open(&file).unwrap_err().message
    };
    assert_eq!(told(b"\xff\xfea\0"), "this file is UTF-16");
    assert_eq!(told(b"a\0b"), "this file is no text");
    assert!(open(folder.path()).unwrap_err().message.starts_with("this is a folder"));
}

#[test]
fn a_file_that_cannot_be_one_for_its_size_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.toml");
    fs::File::create(&file).unwrap().set_len(1 << 30).unwrap();
    assert_eq!(open(&file).unwrap_err().message, "this file is larger than 100 MB (1073741824 bytes)");
}

proptest::proptest! {
    #[test]
    fn every_mistake_stands_in_its_file(text in "([a-c\\[\\]{}=\"'#,.\n\\\\é ]|\"\"\"){0,40}") {
        let source = Arc::new(Source::new("a.toml", text.clone()));
        let (_, problems) = read::<toml::Table>(&source);
        proptest::prop_assert_eq!(problems.is_empty(), toml::from_str::<toml::Table>(&text).is_ok());
        for problem in problems {
            proptest::prop_assert!(problem.span.is_some_and(|span| span.end() <= text.len()));
        }
    }
}
