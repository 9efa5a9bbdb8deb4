//! The form of a file, as a JSON Schema (draft 7, which editors know best): what serde would take for a type.

use serde_json::{Map, Value, json};
use syn::{Item, Type};

use super::types::{self, Part, Types};

/// The schema of a whole file.
pub(crate) fn file(types: &Types, root: &str, title: &str) -> Value {
    let mut schema = named(types, root);
    let whole = schema.as_object_mut().expect("a file is a table");
    whole.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
    whole.insert("title".to_owned(), json!(title));
    schema
}

fn of(types: &Types, r#type: &Type) -> Value {
    let written = types::written(r#type);
    let inner = |place: usize| of(types, written.of[place]);
    match written.name.as_str() {
        "Option" | "Spanned" => inner(0),
        "Vec" => json!({ "type": "array", "items": inner(0) }),
        "BTreeMap" => json!({ "type": "object", "additionalProperties": inner(1) }),
        "String" => text(),
        "bool" => json!({ "type": "boolean" }),
        "u32" => number(),
        // Editors hand a date over as text.
        "Datetime" => json!({ "type": "string", "format": "date" }),
        name => named(types, name),
    }
}

fn named(types: &Types, name: &str) -> Value {
    if let Some(schema) = by_hand(types, name) {
        return schema;
    }
    match types.get(name) {
        Item::Type(alias) => of(types, &alias.ty),
        item @ Item::Enum(_) => words(&types::parts(item, &types::reading(name, item))),
        item => table(types, name, item),
    }
}

/// The types that are read by hand, so that a mistake is told at the very word.
fn by_hand(types: &Types, name: &str) -> Option<Value> {
    let distance = |words: &[&str]| json!({ "anyOf": [number(), { "type": "string", "enum": words }] });
    let list = || json!({ "type": "array", "items": text() });
    Some(match name {
        "Entry" => json!({ "anyOf": [text(), named(types, "EntryTable")] }),
        "WordList" => json!({ "anyOf": [list(), { "type": "object", "additionalProperties": list() }] }),
        "Reach" => distance(&["block"]),
        "Within" => distance(&["turn", "section"]),
        "Stances" => {
            let mut stance = named(types, "Stance");
            let words = stance["enum"].as_array_mut().expect("a stance is a word");
            words.push(json!("any"));
            json!({ "anyOf": [stance, { "type": "array", "items": stance }] })
        }
        // What it may say is an enum of its own, which is called by its keys.
        "SettingsTable" => {
            let reading = types::Reading { closed: true, lenient: true, case: "kebab-case".to_owned() };
            let mut settings = types::parts(types.get("Value"), &reading);
            settings.iter_mut().for_each(|setting| setting.doc = explained(types, &setting.name));
            keys(types, &settings, &reading)
        }
        _ => return None,
    })
}

/// What is said of a setting where rule files have it.
fn explained(types: &Types, setting: &str) -> String {
    let reading = types::Reading { case: "kebab-case".to_owned(), ..types::Reading::default() };
    let tables = ["RuleFile", "ForbidTable", "RequireTable", "FollowTable", "CoverTable"];
    let parts = tables.iter().flat_map(|table| types::parts(types.get(table), &reading));
    parts.filter(|part| part.name == setting).map(|part| part.doc).next().unwrap_or_default()
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn number() -> Value {
    json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX })
}

/// One of some words; what each means is told with it.
fn words(parts: &[Part<'_>]) -> Value {
    let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
    let told = parts.iter().filter(|part| !part.doc.is_empty()).map(|part| format!("`{}`: {}", part.name, part.doc));
    let told: Vec<_> = told.collect();
    if told.is_empty() {
        json!({ "type": "string", "enum": names })
    } else {
        json!({ "type": "string", "enum": names, "description": told.join("\n") })
    }
}

fn table(types: &Types, name: &str, item: &Item) -> Value {
    let reading = types::reading(name, item);
    let mut table = keys(types, &types::parts(item, &reading), &reading);
    let doc = types::documented(item);
    if !doc.is_empty() {
        table.as_object_mut().expect("a table is an object").insert("description".to_owned(), json!(doc));
    }
    table
}

fn keys(types: &Types, parts: &[Part<'_>], reading: &types::Reading) -> Value {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for part in parts {
        let r#type = part.r#type.expect("a key has a value");
        if !reading.lenient && types::written(r#type).name != "Option" {
            required.push(part.name.clone());
        }
        properties.insert(part.name.clone(), described(of(types, r#type), &part.doc));
    }
    let mut table = json!({ "type": "object", "properties": properties, "additionalProperties": !reading.closed });
    if !required.is_empty() {
        table.as_object_mut().expect("a table is an object").insert("required".to_owned(), json!(required));
    }
    table
}

/// A value with what is said of its key, and after it what is said of the value.
fn described(mut value: Value, doc: &str) -> Value {
    let object = value.as_object_mut().expect("a schema is an object");
    let own = object.get("description").and_then(Value::as_str).filter(|_| object.contains_key("enum"));
    let told =
        [doc, own.unwrap_or_default()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n");
    if !told.is_empty() {
        object.insert("description".to_owned(), json!(told));
    }
    value
}
