//! What a configuration says of a single rule, setting by setting.

use std::{fmt, sync::Arc};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use toml::Spanned;

use super::{Level, Origin};
use crate::{
    document::Kind,
    problem::{Placed, Problem},
    rule::file::{Part, Place, Reach, Side, Stances, Voice, Within},
    source::{Source, Span},
    value::week::WEEK,
};

/// What is said of a rule, each setting once.
#[derive(Clone, Debug)]
pub struct RuleSettings {
    /// The id of the rule.
    pub id: Placed,
    /// What is said of it.
    pub settings: Vec<Setting>,
}

/// A setting of a rule.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Who says it; the span is that of the key.
    pub by: Origin,
    /// The place of the value.
    pub written: Span,
    /// What is said.
    pub value: Value,
}

/// What a setting says. All but the first three are settings of the rule's checks.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the settings of rule files")]
pub enum Value {
    Severity(Level),
    Kinds(Vec<Kind>),
    Files(Vec<Spanned<String>>),
    Speaker(Voice),
    In(Vec<Place>),
    Stance(Stances),
    Reach(Reach),
    Within(Within),
    Where(Side),
    InPart(Part),
    MinWords(u32),
    Declared(bool),
    Hours(u32),
    Ideal(u32),
}

/// The key of a setting.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(field_identifier, rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the settings of rule files")]
pub enum Key {
    Severity,
    Kinds,
    Files,
    Speaker,
    In,
    Stance,
    Reach,
    Within,
    Where,
    InPart,
    MinWords,
    Declared,
    Hours,
    Ideal,
}

impl RuleSettings {
    /// Takes in what is said later.
    pub fn take(&mut self, later: Self) {
        for setting in later.settings {
            self.settings.retain(|known| known.value.key() != setting.value.key());
            self.settings.push(setting);
        }
    }

    /// The severity given to the rule, and who gives it.
    pub fn level(&self) -> Option<(Level, &Origin)> {
        self.settings.iter().find_map(|setting| match setting.value {
            Value::Severity(level) => Some((level, &setting.by)),
            _ => None,
        })
    }

    /// Leaves out the severity.
    pub(super) fn forget_level(&mut self) {
        self.settings.retain(|setting| setting.value.key() != Key::Severity);
    }
}

impl Setting {
    /// The value as the file has it.
    pub fn as_written(&self) -> &str {
        self.by.source.slice(self.written)
    }

    /// A mistake about its key.
    pub fn problem(&self, message: impl Into<String>) -> Problem {
        Problem::new(&self.by.source, self.by.span, message)
    }

    /// A list without which the rule could never speak.
    fn silent(&self, what: &str) -> Problem {
        let problem = Problem::new(&self.by.source, self.written, "with an empty list the rule could never speak");
        problem.help(format!("name {what}, or turn the rule off with `severity = \"off\"`"))
    }

    /// What is wrong with its value, whatever the rule.
    pub(super) fn mistakes(&self) -> Vec<Problem> {
        match &self.value {
            Value::Hours(hours) | Value::Ideal(hours) if *hours > WEEK / 60 => {
                let problem = Problem::new(&self.by.source, self.written, "a week has 168 hours");
                vec![problem.label("more than there are").help("write a number up to 168")]
            }
            Value::Files(globs) => {
                let placed = globs.iter().map(|glob| Placed::new(&self.by.source, glob.clone()));
                placed.filter_map(|glob| glob.wrong_glob()).collect()
            }
            // A wrong word has been taken out of its list, and told.
            _ if self.as_written().contains(['"', '\'']) => Vec::new(),
            Value::In(places) if places.is_empty() => vec![self.silent("a kind of block")],
            Value::Stance(Stances(stances)) if stances.is_empty() => vec![self.silent("a stance")],
            _ => Vec::new(),
        }
    }
}

impl Value {
    /// The key it stands under.
    pub fn key(&self) -> Key {
        match self {
            Self::Severity(_) => Key::Severity,
            Self::Kinds(_) => Key::Kinds,
            Self::Files(_) => Key::Files,
            Self::Speaker(_) => Key::Speaker,
            Self::In(_) => Key::In,
            Self::Stance(_) => Key::Stance,
            Self::Reach(_) => Key::Reach,
            Self::Within(_) => Key::Within,
            Self::Where(_) => Key::Where,
            Self::InPart(_) => Key::InPart,
            Self::MinWords(_) => Key::MinWords,
            Self::Declared(_) => Key::Declared,
            Self::Hours(_) => Key::Hours,
            Self::Ideal(_) => Key::Ideal,
        }
    }
}

impl Key {
    /// Every key, in the order of a rule file.
    pub const ALL: [Self; 14] = [
        Self::Severity,
        Self::Kinds,
        Self::Files,
        Self::Speaker,
        Self::In,
        Self::Stance,
        Self::Reach,
        Self::Within,
        Self::Where,
        Self::InPart,
        Self::MinWords,
        Self::Declared,
        Self::Hours,
        Self::Ideal,
    ];

    /// The key as it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Severity => "severity",
            Self::Kinds => "kinds",
            Self::Files => "files",
            Self::Speaker => "speaker",
            Self::In => "in",
            Self::Stance => "stance",
            Self::Reach => "reach",
            Self::Within => "within",
            Self::Where => "where",
            Self::InPart => "in-part",
            Self::MinWords => "min-words",
            Self::Declared => "declared",
            Self::Hours => "hours",
            Self::Ideal => "ideal",
        }
    }

    /// The one check that has this setting; `None` if all have it.
    pub fn check(self) -> Option<&'static str> {
        match self {
            Self::Severity | Self::Kinds | Self::Files | Self::Speaker | Self::In | Self::Stance => None,
            Self::Reach => Some("forbid"),
            Self::Within | Self::Where => Some("follow"),
            Self::InPart | Self::MinWords | Self::Declared => Some("require"),
            Self::Hours | Self::Ideal => Some("cover"),
        }
    }
}

/// A table of settings as an author writes it, each with the places of its key and its value.
#[derive(Clone, Debug, Default)]
pub(super) struct SettingsTable(Vec<(Span, Spanned<Value>)>);

impl SettingsTable {
    /// The settings of a rule in a file.
    pub(super) fn settings(self, source: &Arc<Source>, overriding: bool) -> Vec<Setting> {
        let setting = |(key, value): (Span, Spanned<Value>)| {
            let by = Origin { source: Arc::clone(source), span: key, overriding };
            Setting { by, written: value.span().into(), value: value.into_inner() }
        };
        self.0.into_iter().map(setting).collect()
    }
}

impl<'de> Deserialize<'de> for SettingsTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TableVisitor;

        impl<'de> Visitor<'de> for TableVisitor {
            type Value = SettingsTable;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table of settings")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<SettingsTable, A::Error> {
                let mut settings = Vec::new();
                while let Some(key) = map.next_key::<Spanned<Key>>()? {
                    settings.push((key.span().into(), value(*key.get_ref(), &mut map)?));
                }
                Ok(SettingsTable(settings))
            }
        }

        deserializer.deserialize_map(TableVisitor)
    }
}

fn value<'de, A: MapAccess<'de>>(key: Key, map: &mut A) -> Result<Spanned<Value>, A::Error> {
    Ok(match key {
        Key::Severity => spanned(map.next_value()?, Value::Severity),
        Key::Kinds => spanned(map.next_value()?, Value::Kinds),
        Key::Files => spanned(map.next_value()?, Value::Files),
        Key::Speaker => spanned(map.next_value()?, Value::Speaker),
        Key::In => spanned(map.next_value()?, Value::In),
        Key::Stance => spanned(map.next_value()?, Value::Stance),
        Key::Reach => spanned(map.next_value()?, Value::Reach),
        Key::Within => spanned(map.next_value()?, Value::Within),
        Key::Where => spanned(map.next_value()?, Value::Where),
        Key::InPart => spanned(map.next_value()?, Value::InPart),
        Key::MinWords => spanned(map.next_value()?, Value::MinWords),
        Key::Declared => spanned(map.next_value()?, Value::Declared),
        Key::Hours => spanned(map.next_value()?, Value::Hours),
        Key::Ideal => spanned(map.next_value()?, Value::Ideal),
    })
}

fn spanned<T>(written: Spanned<T>, value: impl FnOnce(T) -> Value) -> Spanned<Value> {
    Spanned::new(written.span(), value(written.into_inner()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{
        config::{Config, NAME},
        problem::{Problems, shown},
    };

    fn read(text: &str) -> Result<Config, Problems> {
        Config::read(&Arc::new(Source::new(NAME, text)), Path::new(""))
    }

    #[test]
    fn a_key_is_called_what_it_is_read_from() {
        for key in Key::ALL {
            let error = toml::from_str::<SettingsTable>(&format!("{} = {{}}", key.name())).unwrap_err();
            assert!(!error.message().contains("unknown field"), "{}: {error}", key.name());
        }
    }

    #[test]
    fn every_setting_knows_its_value_as_written() {
        let text = "[rule.x]\nin = [\"turn\", \"item\"]\nreach = \"block\" # why\nmin-words = 0x10\nstance = 'any'\n";
        let config = read(text).unwrap();
        let settings = &config.choices.settings[0].settings;
        let written = settings.iter().map(|setting| (setting.value.key().name(), setting.as_written()));
        let mut written: Vec<_> = written.collect();
        written.sort_unstable();
        assert_eq!(
            written,
            [("in", "[\"turn\", \"item\"]"), ("min-words", "0x10"), ("reach", "\"block\""), ("stance", "'any'")]
        );
    }

    #[test]
    fn a_setting_that_would_silence_its_rule_is_told() {
        let problems = read("[rule.x]\nin = []\nstance = []\nkinds = []\nfiles = []\n").unwrap_err().0;
        let at: Vec<_> =
            problems.iter().map(|problem| problem.source.position(problem.span.unwrap().start()).line).collect();
        assert_eq!(at, [2, 3]);
    }

    #[test]
    fn wrong_settings_are_told_at_the_word() {
        let text = "[rule.x]\nspeeker = \"any\"\nin = [\"turm\"]\nhours = 200\nreach = \"blok\"\nfiles = [\"a/***\"]\n";
        insta::assert_snapshot!(shown(&read(text).unwrap_err()), @r##"
          × 5 mistakes in rules, languages or configuration

        Error:
          × unknown key `speeker`
           ╭─[courtesy.toml:2:1]
         1 │ [rule.x]
         2 │ speeker = "any"
           · ───┬───
           ·    ╰── not known here
         3 │ in = ["turm"]
           ╰────
          help: did you mean `speaker`?

        Error:
          × unknown kind of block `turm`
           ╭─[courtesy.toml:3:8]
         2 │ speeker = "any"
         3 │ in = ["turm"]
           ·        ──┬─
           ·          ╰── not known
         4 │ hours = 200
           ╰────
          help: did you mean `turn`?

        Error:
          × a week has 168 hours
           ╭─[courtesy.toml:4:9]
         3 │ in = ["turm"]
         4 │ hours = 200
           ·         ─┬─
           ·          ╰── more than there are
         5 │ reach = "blok"
           ╰────
          help: write a number up to 168

        Error:
          × `reach` cannot be `blok`
           ╭─[courtesy.toml:5:10]
         4 │ hours = 200
         5 │ reach = "blok"
           ·          ──┬─
           ·            ╰── not known
         6 │ files = ["a/***"]
           ╰────
          help: did you mean `block`?

        Error:
          × a row of stars is `*` or `**`
           ╭─[courtesy.toml:6:15]
         5 │ reach = "blok"
         6 │ files = ["a/***"]
           ·               ┬
           ·               ╰── here
           ╰────
          help: `*` is any part of a name, `**` any folders, `?` one character, `[ab]` one of these
        "##);
    }
}
