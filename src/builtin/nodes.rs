//! A TOML file as the program keeps it: its nodes, each with its place, so that the same types read them as read the
//! file, without its being parsed.

use std::slice;

use bitcode::{Decode, Encode};
use serde::{
    Deserializer,
    de::{
        DeserializeSeed, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor, value::BorrowedStrDeserializer,
    },
    forward_to_deserialize_any,
};
use serde_spanned::de::{SpannedDeserializer, is_spanned};
use toml::de::{Error, ValueDeserializer};

/// A key or value of TOML; what it holds follows it.
#[derive(Clone, Copy, Debug, Encode, Decode)]
pub(crate) struct Node<'a> {
    /// Its first byte in the file.
    pub start: u32,
    /// The byte after its last.
    pub end: u32,
    /// What it is.
    pub what: What<'a>,
}

/// What a node is.
#[derive(Clone, Copy, Debug, Encode, Decode)]
pub(crate) enum What<'a> {
    /// A string, or a key; escapes are read.
    String(&'a str),
    /// A number, date or truth, as written.
    Bare(&'a str),
    /// An array of so many values.
    Array(u32),
    /// A table of so many keys, each with its value.
    Table(u32),
}

/// Nodes, read from the first to the last.
pub(crate) struct Nodes<'n, 'a>(slice::Iter<'n, Node<'a>>);

impl<'n, 'a> Nodes<'n, 'a> {
    /// The nodes of one file.
    pub(crate) fn new(nodes: &'n [Node<'a>]) -> Self {
        Self(nodes.iter())
    }

    fn next(&mut self) -> Result<Node<'a>, Error> {
        self.0.next().copied().ok_or_else(|| Error::custom("a node is missing"))
    }

    fn peek(&self) -> Result<Node<'a>, Error> {
        self.0.as_slice().first().copied().ok_or_else(|| Error::custom("a node is missing"))
    }
}

impl<'de> Deserializer<'de> for &mut Nodes<'_, 'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.next()?.what {
            What::String(text) => visitor.visit_borrowed_str(text),
            What::Bare(text) => ValueDeserializer::parse(text)?.deserialize_any(visitor),
            What::Array(left) => visitor.visit_seq(Inside { nodes: self, left }),
            What::Table(left) => visitor.visit_map(Inside { nodes: self, left }),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let node = self.peek()?;
        match node.what {
            _ if is_spanned(name) => {
                let place = node.start as usize..node.end as usize;
                visitor.visit_map(SpannedDeserializer::new(self, place))
            }
            What::Bare(text) => {
                self.next()?;
                ValueDeserializer::parse(text)?.deserialize_struct(name, fields, visitor)
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.next()?.what {
            What::String(text) => visitor.visit_enum(BorrowedStrDeserializer::new(text)),
            other => Err(Error::custom(format!("{other:?} is no word of a list"))),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

impl<'a> IntoDeserializer<'a, Error> for &mut Nodes<'_, 'a> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// What is left of an array or a table.
struct Inside<'r, 'n, 'a> {
    nodes: &'r mut Nodes<'n, 'a>,
    left: u32,
}

impl<'a> SeqAccess<'a> for Inside<'_, '_, 'a> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        seed.deserialize(&mut *self.nodes).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        usize::try_from(self.left).ok()
    }
}

impl<'a> MapAccess<'a> for Inside<'_, '_, 'a> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(&mut *self.nodes)
    }
}
