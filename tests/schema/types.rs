//! The types that files are read into, as the sources of the program define them.

use std::{collections::BTreeMap, fs, path::Path};

use syn::{Attribute, Expr, ExprLit, Fields, GenericArgument, Item, Lit, Meta, PathArguments, Type, ext::IdentExt};

/// The types of some sources, by name.
pub(crate) struct Types(BTreeMap<String, Vec<Item>>);

/// What serde reads by a type's own attributes.
#[derive(Default)]
pub(crate) struct Reading {
    /// Whether an unknown key is a mistake.
    pub(crate) closed: bool,
    /// Whether every key may be left out.
    pub(crate) lenient: bool,
    /// How names are spelled: `kebab-case` or `lowercase`.
    pub(crate) case: String,
}

/// A type as it is written: a name, and what stands between `<` and `>`.
pub(crate) struct Written<'t> {
    pub(crate) name: String,
    pub(crate) of: Vec<&'t Type>,
}

/// A key or a word of a type: as files have it, what it is, and the type behind it if there is one.
pub(crate) struct Part<'t> {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) r#type: Option<&'t Type>,
}

impl Types {
    /// The types of these files, and of the Rust files right inside these folders.
    pub(crate) fn of(paths: &[&str]) -> Self {
        let mut types: BTreeMap<String, Vec<Item>> = BTreeMap::new();
        for file in paths.iter().flat_map(|path| files(Path::new(path))) {
            let text = fs::read_to_string(&file).expect("a source can be read");
            for item in syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display())).items {
                let name = match &item {
                    Item::Struct(item) => &item.ident,
                    Item::Enum(item) => &item.ident,
                    Item::Type(item) => &item.ident,
                    _ => continue,
                };
                types.entry(name.to_string()).or_default().push(item);
            }
        }
        Self(types)
    }

    /// The one type of this name.
    pub(crate) fn get(&self, name: &str) -> &Item {
        match self.0.get(name).map(Vec::as_slice) {
            Some([item]) => item,
            Some(_) => panic!("there are several types `{name}`: give one of them another name"),
            None => panic!("no type `{name}` is known: name its source in tests/schema.rs, or its form in form.rs"),
        }
    }
}

fn files(path: &Path) -> Vec<std::path::PathBuf> {
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    let entries = fs::read_dir(path).expect("a folder can be read").map(|entry| entry.expect("it can be read").path());
    entries.filter(|path| path.extension().is_some_and(|ending| ending == "rs")).collect()
}

/// The keys of a table, or the words of a choice.
pub(crate) fn parts<'t>(item: &'t Item, reading: &Reading) -> Vec<Part<'t>> {
    match item {
        Item::Struct(item) => {
            let part = |field: &'t syn::Field| {
                assert!(serde(&field.attrs).is_empty(), "serde attributes of keys are not known here");
                let name = field.ident.as_ref().expect("a table's keys have names").unraw().to_string();
                let name = cased(&name.replace('_', "-"), reading);
                Part { name, doc: doc(&field.attrs), r#type: Some(&field.ty) }
            };
            item.fields.iter().map(part).collect()
        }
        Item::Enum(item) => {
            let part = |variant: &'t syn::Variant| {
                let r#type = match &variant.fields {
                    Fields::Unit => None,
                    Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Some(&fields.unnamed[0].ty),
                    _ => panic!("`{}` is no word and no value", variant.ident),
                };
                Part { name: cased(&kebab(&variant.ident.to_string()), reading), doc: doc(&variant.attrs), r#type }
            };
            item.variants.iter().map(part).collect()
        }
        _ => panic!("this is neither a table nor a choice"),
    }
}

/// How serde reads a type; it must derive `Deserialize`.
pub(crate) fn reading(name: &str, item: &Item) -> Reading {
    let attributes = attributes(item);
    let derives = |attribute: &Attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("derive") => {
            list.tokens.clone().into_iter().any(|token| token.to_string() == "Deserialize")
        }
        _ => false,
    };
    assert!(attributes.iter().any(derives), "`{name}` is read by hand: tell its form in form.rs");
    let mut reading = Reading::default();
    for (key, value) in serde(attributes) {
        match key.as_str() {
            "deny_unknown_fields" => reading.closed = true,
            "default" if value.is_none() => reading.lenient = true,
            "rename_all" => reading.case = value.expect("a spelling has a name"),
            other => panic!("serde's `{other}` of `{name}` is not known here"),
        }
    }
    reading
}

/// What is said of a type.
pub(crate) fn documented(item: &Item) -> String {
    doc(attributes(item))
}

/// A type without its path.
pub(crate) fn written(r#type: &Type) -> Written<'_> {
    let Type::Path(path) = r#type else { panic!("a type of a file is a name") };
    let last = path.path.segments.last().expect("a path has an end");
    let of = match &last.arguments {
        PathArguments::AngleBracketed(inner) => inner.args.iter().filter_map(|argument| match argument {
            GenericArgument::Type(inner) => Some(inner),
            _ => None,
        }),
        _ => return Written { name: last.ident.to_string(), of: Vec::new() },
    };
    Written { name: last.ident.to_string(), of: of.collect() }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Struct(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        _ => &[],
    }
}

/// The keys of `#[serde(…)]` with their values.
fn serde(attributes: &[Attribute]) -> Vec<(String, Option<String>)> {
    let mut found = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        let read = attribute.parse_nested_meta(|meta| {
            let value = match meta.value() {
                Ok(value) => Some(value.parse::<syn::LitStr>()?.value()),
                Err(_) => None,
            };
            let key = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
            found.push((key, value));
            Ok(())
        });
        read.expect("serde's attributes are keys and strings");
    }
    found
}

/// The documentation, in one line, without the marks of links.
fn doc(attributes: &[Attribute]) -> String {
    let line = |attribute: &Attribute| match &attribute.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            Expr::Lit(ExprLit { lit: Lit::Str(line), .. }) => Some(line.value().trim().to_owned()),
            _ => None,
        },
        _ => None,
    };
    attributes.iter().filter_map(line).collect::<Vec<_>>().join(" ").replace("[`", "`").replace("`]", "`")
}

/// `InPart` as `in-part`.
fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for char in name.chars() {
        if char.is_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.extend(char.to_lowercase());
    }
    kebab
}

fn cased(name: &str, reading: &Reading) -> String {
    match reading.case.as_str() {
        "kebab-case" => name.to_owned(),
        "lowercase" => name.replace('-', ""),
        other => panic!("the spelling `{other}` is not known here"),
    }
}
