//! Whole configuration files.

use super::*;
use crate::{document::Kind, problem::shown};

fn read(text: &str) -> Result<Config, Problems> {
    Config::read(&Arc::new(Source::new(NAME, text)), Path::new("policies"))
}

#[test]
fn every_key_is_understood() {
    let config = read(
        "files = [\"**/*.md\"]\nexclude = [\"old/**\"]\nrules = [\"r/*.toml\"]\nlanguages = []\nselect = [\"ALL\"]\n\
         ignore = [\"x\"]\nfail-on = \"never\"\nlang = \"it\"\nkind = \"policy\"\n[rule.x]\nseverity = \"off\"\n",
    )
    .unwrap();
    let Choices { rules, kind, lang, settings, .. } = &config.choices;
    assert_eq!(rules[0].root, Path::new("policies"));
    assert_eq!((config.choices.fail_on(), kind.as_ref().unwrap().value), (FailOn::Never, Kind::Policy));
    assert_eq!(lang.as_ref().unwrap().value.text, "it");
    assert_eq!(settings[0].level().unwrap().0, Level::Off);
}

#[test]
fn an_empty_file_is_the_default() {
    let config = read("").unwrap();
    assert!(config.choices.select.is_none() && config.files.is_none());
    assert_eq!(config.choices.fail_on(), FailOn::Warning);
}

#[test]
fn all_mistakes_are_told_with_their_cure() {
    let text = "slect = [\"x\"]\nfail-on = \"eror\"\nexclude = [\"a/***\"]\n[rule.x]\nseverity = \"of\"\n";
    insta::assert_snapshot!(shown(&read(text).unwrap_err()), @r##"
      × 4 mistakes in rules, languages or configuration

    Error:
      × unknown key `slect`
       ╭─[courtesy.toml:1:1]
     1 │ slect = ["x"]
       · ──┬──
       ·   ╰── not known here
     2 │ fail-on = "eror"
       ╰────
      help: did you mean `select`?

    Error:
      × unknown threshold `eror`
       ╭─[courtesy.toml:2:12]
     1 │ slect = ["x"]
     2 │ fail-on = "eror"
       ·            ──┬─
       ·              ╰── not known
     3 │ exclude = ["a/***"]
       ╰────
      help: did you mean `error`?

    Error:
      × a row of stars is `*` or `**`
       ╭─[courtesy.toml:3:17]
     2 │ fail-on = "eror"
     3 │ exclude = ["a/***"]
       ·                 ┬
       ·                 ╰── here
     4 │ [rule.x]
       ╰────
      help: `*` is any part of a name, `**` any folders, `?` one character, `[ab]` one of these

    Error:
      × unknown severity `of`
       ╭─[courtesy.toml:5:13]
     4 │ [rule.x]
     5 │ severity = "of"
       ·             ─┬
       ·              ╰── not known
       ╰────
      help: did you mean `off`?
    "##);
}

#[test]
fn the_later_override_stands_key_by_key() {
    let config = read(
        "lang = \"en\"\nignore = [\"a\"]\n[rule.x]\nseverity = \"off\"\nspeaker = \"any\"\n\
         [[override]]\nfiles = [\"s/**\"]\nlang = \"it\"\nkind = \"script\"\n[override.rule.x]\nseverity = \"error\"\n\
         [[override]]\nfiles = [\"s/o/*\"]\nlang = \"ro\"\nrules = [\"r.toml\"]\n[override.rule.x]\nreach = 1\n",
    )
    .unwrap();
    let said = |path: &str| {
        let Choices { lang, kind, ignore, settings, rules, .. } =
            config.overridden(&config.overrides_of(&Path::new("policies").join(path)));
        let settings = settings[0].settings.iter().map(Setting::as_written).collect::<Vec<_>>().join(" ");
        (lang.unwrap().value.text, kind.map(|kind| kind.value), ignore.is_some(), settings, rules.len())
    };
    assert_eq!(said("a.md"), ("en".to_owned(), None, true, "\"off\" \"any\"".to_owned(), 0));
    let script = Some(Kind::Script);
    assert_eq!(said("s/a.md"), ("it".to_owned(), script, true, "\"any\" \"error\"".to_owned(), 0));
    assert_eq!(said("s/o/a.md"), ("ro".to_owned(), script, true, "\"any\" \"error\" 1".to_owned(), 1));
}
