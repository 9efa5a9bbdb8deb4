//! The word lists of a language, read when they are first asked for: what the program was built with rarely is.

use std::{
    collections::BTreeMap,
    ops::Deref,
    sync::{Arc, OnceLock},
};

use serde::Deserialize;

use super::{Written, load::append};

/// Word lists, by name.
#[derive(Clone, Default, Deserialize)]
#[serde(from = "Lists")]
pub struct WordLists {
    read: OnceLock<Lists>,
    /// Reads what has not been read yet.
    later: Option<Arc<dyn Fn() -> Lists + Send + Sync>>,
}

type Lists = BTreeMap<String, Vec<Written>>;

impl WordLists {
    /// Lists that are read when they are first asked for.
    pub(crate) fn later(read: impl Fn() -> BTreeMap<String, Vec<Written>> + Send + Sync + 'static) -> Self {
        Self { read: OnceLock::new(), later: Some(Arc::new(read)) }
    }

    /// Puts the entries of other lists behind the own ones. Places grow by `shift`, which is 0 where nothing stands yet.
    pub(super) fn append(&mut self, more: Self, shift: usize) {
        if shift == 0 {
            *self = more;
            return;
        }
        let mut lists = std::mem::take(self).into_read();
        for (name, entries) in more.into_read() {
            append(lists.entry(name).or_default(), entries, shift);
        }
        *self = lists.into();
    }

    fn into_read(self) -> Lists {
        let Self { read, later } = self;
        read.into_inner().or_else(|| later.map(|read| read())).unwrap_or_default()
    }
}

impl From<Lists> for WordLists {
    fn from(lists: Lists) -> Self {
        Self { read: lists.into(), later: None }
    }
}

impl Deref for WordLists {
    type Target = BTreeMap<String, Vec<Written>>;

    fn deref(&self) -> &Self::Target {
        self.read.get_or_init(|| self.later.as_ref().map(|read| read()).unwrap_or_default())
    }
}

impl std::fmt::Debug for WordLists {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (**self).fmt(f)
    }
}
