//! What a check says in one language; that of a stored rule is read when it is first asked for.

use std::sync::{Arc, OnceLock};

use super::{CheckKind, Lists, file::LanguageTable, read};
use crate::source::Source;

/// The lists of a check in one language.
#[derive(Clone, Debug, Default)]
pub struct Spoken {
    read: OnceLock<Lists>,
    later: Option<Later>,
}

/// Where lists are that have not been read yet.
#[derive(Clone, Debug)]
pub(super) struct Later {
    /// The file of the rule.
    pub file: Arc<Source>,
    /// The code of the language.
    pub code: Arc<str>,
    /// The names of the rule's lists.
    pub groups: Arc<[Arc<str>]>,
    /// Gives the file's table of the language.
    pub table: fn(&Source, &str) -> LanguageTable,
}

impl Spoken {
    pub(super) fn later(later: Later) -> Self {
        Self { read: OnceLock::new(), later: Some(later) }
    }

    /// The lists, if the check they belong to is of this kind.
    pub(super) fn lists(&self, kind: &CheckKind) -> &Lists {
        self.read.get_or_init(|| self.later.as_ref().map(|later| read::later(later, kind)).unwrap_or_default())
    }

    /// The same, to be added to.
    pub(super) fn lists_mut(&mut self, kind: &CheckKind) -> &mut Lists {
        self.lists(kind);
        self.read.get_mut().expect("the lists have just been read")
    }
}

impl From<Lists> for Spoken {
    fn from(lists: Lists) -> Self {
        Self { read: lists.into(), later: None }
    }
}
