//! Where in a TOML table a byte of its file stands, and the table without what stands there.

use std::{borrow::Cow, ops::Range};

use toml::{
    Spanned,
    de::{DeArray, DeTable, DeValue},
};

use crate::source::Span;

/// What stands at a place.
#[derive(Clone, Debug)]
pub(super) struct Place<'i> {
    /// The keys that lead there, from the top; places in lists are not counted.
    pub keys: Vec<String>,
    /// What stands there.
    pub what: What<'i>,
}

/// A key or a value.
#[derive(Clone, Debug)]
pub(super) enum What<'i> {
    /// A key of the table to which the keys lead.
    Key,
    /// The value to which the keys lead.
    Value(DeValue<'i>),
    /// An entry of the list to which the keys lead.
    Entry(DeValue<'i>),
}

/// Takes a key and its value out of the table that has it.
pub(super) fn take_key<'i>(table: &mut DeTable<'i>, at: Span) -> Option<Place<'i>> {
    Search { at, key: true, change: &mut |_| false }.table(table)
}

/// Takes a value out, and its key with it.
pub(super) fn take_value<'i>(table: &mut DeTable<'i>, at: Span) -> Option<Place<'i>> {
    Search { at, key: false, change: &mut |_| false }.table(table)
}

/// Puts a text in place of a value that is none; whether there was one.
pub(super) fn put_text(table: &mut DeTable<'_>, at: Span, text: &str) -> bool {
    let mut put = false;
    let mut change = |value: &mut DeValue<'_>| {
        put = !value.is_str();
        *value = DeValue::String(text.to_owned().into());
        true
    };
    Search { at, key: false, change: &mut change }.table(table);
    put
}

/// Finds what stands at a place of the file; what `change` does not keep is taken out.
struct Search<'s, 'i> {
    at: Span,
    /// Whether a key stands there, not a value.
    key: bool,
    change: &'s mut dyn FnMut(&mut DeValue<'i>) -> bool,
}

impl<'i> Search<'_, 'i> {
    fn table(&mut self, table: &mut DeTable<'i>) -> Option<Place<'i>> {
        let keys: Vec<_> = table.keys().cloned().collect();
        if let Some(key) = keys.iter().find(|key| self.key && key.span().contains(&self.at.start())) {
            table.remove(key);
            return Some(Place { keys: Vec::new(), what: What::Key });
        }
        for key in keys {
            let Some(value) = table.get_mut(&key) else { continue };
            let Some((mut place, gone)) = self.value(value) else { continue };
            if gone {
                table.remove(&key);
            }
            place.keys.insert(0, key.into_inner().into_owned());
            return Some(place);
        }
        None
    }

    /// The place in a value, and whether the value itself has to go.
    fn value(&mut self, value: &mut Spanned<DeValue<'i>>) -> Option<(Place<'i>, bool)> {
        let here = !self.key && value.span().contains(&self.at.start());
        // A header stands for all the tables that it opens: then the outermost is meant.
        let whole = here && value.span() == self.at.range();
        let inner = match value.get_mut() {
            _ if whole => None,
            DeValue::Table(table) => self.table(table),
            DeValue::Array(array) => self.array(array),
            _ => None,
        };
        if inner.is_none() && here {
            let what = What::Value(value.get_ref().clone());
            let gone = !(self.change)(value.get_mut());
            return Some((Place { keys: Vec::new(), what }, gone));
        }
        inner.map(|place| (place, false))
    }

    fn array(&mut self, array: &mut DeArray<'i>) -> Option<Place<'i>> {
        let (mut found, mut kept) = (None, Vec::new());
        for mut entry in array.clone() {
            let place = if found.is_none() { self.value(&mut entry) } else { None };
            let gone = place.as_ref().is_some_and(|(_, gone)| *gone);
            found = found.or(place);
            kept.extend((!gone).then_some(entry));
        }
        let (place, _) = found?;
        *array = kept.into_iter().collect();
        Some(match place.what {
            What::Value(value) if place.keys.is_empty() => Place { what: What::Entry(value), ..place },
            what => Place { what, ..place },
        })
    }
}

/// Is told the keys that lead to a value, its place and itself.
type Tell<'t, 'i> = &'t mut dyn FnMut(&[&str], Range<usize>, DeValue<'i>);

/// Takes out the values under these keys, `*` being any key, that are not as they should be.
pub(super) fn take_if<'i>(
    table: &mut DeTable<'i>,
    keys: &[&str],
    above: &mut Vec<String>,
    wrong: &mut dyn FnMut(&DeValue<'i>) -> bool,
    tell: Tell<'_, 'i>,
) {
    let Some((first, rest)) = keys.split_first() else { return };
    let found: Vec<_> =
        table.keys().filter(|key| *first == "*" || **first == *key.get_ref().as_ref()).cloned().collect();
    for key in found {
        above.push(key.get_ref().to_string());
        let Some(value) = table.get_mut(&key) else { continue };
        if rest.is_empty() && wrong(value.get_ref()) {
            let (span, value) = (value.span(), value.get_ref().clone());
            table.remove(&key);
            tell(&above.iter().map(String::as_str).collect::<Vec<_>>(), span, value);
        } else if let DeValue::Table(inner) = value.get_mut() {
            take_if(inner, rest, above, wrong, tell);
        }
        above.pop();
    }
}

/// The places of keys and values in a file.
#[derive(Debug)]
pub struct Outline<'i>(pub(super) Spanned<DeTable<'i>>);

impl Outline<'_> {
    /// The place of the key to which these keys lead.
    pub fn key(&self, keys: &[&str]) -> Option<Span> {
        Some(self.entry(keys)?.0.span().into())
    }

    /// The place of the value to which these keys lead.
    pub fn value(&self, keys: &[&str]) -> Option<Span> {
        Some(self.entry(keys)?.1.span().into())
    }

    fn entry(&self, keys: &[&str]) -> Option<(&Spanned<Cow<'_, str>>, &Spanned<DeValue<'_>>)> {
        let (last, tables) = keys.split_last()?;
        let mut table = self.0.get_ref();
        for key in tables {
            table = table.get(*key)?.get_ref().as_table()?;
        }
        table.get_key_value(*last)
    }
}
