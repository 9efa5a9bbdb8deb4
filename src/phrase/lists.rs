//! Named word lists, by scope, and the compiler that turns them and all phrases into tables.

use std::{collections::BTreeMap, sync::Arc};

use foldhash::{HashMap, HashSet};

use super::{
    Phrase, PhraseError,
    classes::{Classes, Test, TestId},
    lower::Lowering,
    spelling::Spelling,
    tables::{ListId, Tables},
};
use crate::language::Language;

/// The word lists that the phrases of one file see.
#[derive(Clone, Default, Debug)]
struct Scope {
    /// Those that are not the language's.
    own: BTreeMap<String, Arc<[Phrase]>>,
    compiled: HashMap<String, State>,
}

/// A list and, in a form that is read when it is asked for, what it was made of.
pub(super) type StoredList = (ListId, Vec<u8>);

#[derive(Clone, Copy, Debug)]
enum State {
    Busy,
    Done(ListId),
}

/// Compiles the phrases of one language.
#[derive(Debug)]
pub(super) struct Compiler {
    pub spelling: Spelling,
    pub classes: Classes,
    pub tables: Tables,
    /// The tests that function words pass.
    pub common: HashSet<TestId>,
    /// The language's own scope, then those of rules.
    scopes: Vec<Scope>,
    language: Arc<Language>,
    /// The language's lists that have been read.
    lists: HashMap<String, Arc<[Phrase]>>,
    /// Lists of the language that were stored and not used yet.
    stored_lists: HashMap<String, StoredList>,
    /// Mistakes in list entries, met while compiling: list, entry, mistake.
    pub list_errors: Vec<(String, usize, PhraseError)>,
}

impl Compiler {
    pub(super) fn new(language: &Arc<Language>) -> Self {
        let file = &language.file;
        let mut compiler = Self {
            spelling: Spelling::new(file),
            classes: Classes::default(),
            tables: Tables::default(),
            common: HashSet::default(),
            scopes: vec![Scope::default()],
            language: Arc::clone(language),
            lists: HashMap::default(),
            stored_lists: HashMap::default(),
            list_errors: Vec::new(),
        };
        for word in &file.function_words {
            for word in compiler.spelling.words(word.get_ref()) {
                let key = compiler.spelling.key(&word);
                let test = compiler.classes.test(Test::Word(key));
                compiler.common.insert(test);
            }
        }
        compiler
    }

    /// A new scope with lists of its own; its lists are compiled when they are first used.
    pub(super) fn scope(&mut self, own: BTreeMap<String, Arc<[Phrase]>>) -> usize {
        self.scopes.push(Scope { own, compiled: HashMap::default() });
        self.scopes.len() - 1
    }

    /// Takes the entries of a list of the language as read.
    pub(super) fn know_list(&mut self, name: &str, entries: Vec<Phrase>) {
        self.lists.insert(name.to_owned(), entries.into());
    }

    /// The entries of a list of the language; one that is compiled already is read when a rule adds to it.
    pub(super) fn list_of_language(&mut self, name: &str) -> Option<Arc<[Phrase]>> {
        if let Some(known) = self.lists.get(name) {
            return Some(Arc::clone(known));
        }
        let written = self.language.file.lists.get(name)?;
        let entries: Arc<[Phrase]> = written.iter().filter_map(|entry| super::parse(entry.get_ref()).ok()).collect();
        self.lists.insert(name.to_owned(), Arc::clone(&entries));
        Some(entries)
    }

    /// The language's lists that have been compiled, by name.
    pub(super) fn store_lists(&self) -> Vec<(String, StoredList)> {
        let done = |(name, state): (&String, &State)| match state {
            State::Done(list) => Some((name.clone(), (*list, bitcode::encode(self.tables.made_of(*list))))),
            State::Busy => None,
        };
        let mut lists: Vec<_> = self.scopes[0].compiled.iter().filter_map(done).collect();
        lists.sort_unstable();
        lists
    }

    /// Takes lists of the language as compiled.
    pub(super) fn remember_lists(&mut self, lists: Vec<(String, StoredList)>) {
        self.stored_lists = lists.into_iter().collect();
    }

    /// A list of the language that was stored.
    fn stored_list(&mut self, name: &str) -> Option<ListId> {
        let (list, made) = self.stored_lists.remove(name)?;
        self.tables.remember(list, bitcode::decode(&made).expect("the program holds what its build script wrote"));
        self.scopes[0].compiled.insert(name.to_owned(), State::Done(list));
        Some(list)
    }

    /// The list of that name, or what is wrong with the name.
    pub(super) fn named(&mut self, scope: usize, name: &str) -> Result<ListId, String> {
        match self.scopes[scope].compiled.get(name) {
            Some(State::Done(list)) => return Ok(*list),
            Some(State::Busy) => return Err(format!("the word list `@{name}` holds itself")),
            None => {}
        }
        if let Some(list) = (scope == 0).then(|| self.stored_list(name)).flatten() {
            return Ok(list);
        }
        let own = self.scopes[scope].own.get(name).cloned();
        let Some(entries) = own.or_else(|| self.list_of_language(name)) else {
            return Err(format!("unknown word list `@{name}`"));
        };
        self.scopes[scope].compiled.insert(name.to_owned(), State::Busy);
        let mut rows = Vec::with_capacity(entries.len());
        for (at, phrase) in entries.iter().enumerate() {
            let mut lowering = Lowering { compiler: self, scope, errors: Vec::new() };
            rows.push(lowering.phrase(phrase));
            let mut errors = lowering.errors;
            if phrase.negated {
                errors.push(PhraseError::new(0..1, "an entry of a list cannot be negated", "leave out the `-`"));
            }
            if !errors.is_empty() {
                rows.pop();
            }
            self.list_errors.extend(errors.into_iter().map(|error| (name.to_owned(), at, error)));
        }
        let list = self.list(rows);
        self.scopes[scope].compiled.insert(name.to_owned(), State::Done(list));
        Ok(list)
    }

    /// A list of nearly that name.
    pub(super) fn near(&self, scope: usize, name: &str) -> Option<String> {
        let names = self.language.file.lists.keys().chain(self.scopes[scope].own.keys());
        let near = names.map(|known| (strsim::jaro_winkler(known, name), known)).max_by(|a, b| a.0.total_cmp(&b.0));
        match near {
            Some((likeness, known)) if likeness > 0.8 && known != name => Some(format!("did you mean `@{known}`?")),
            _ => Some("name a list of the language file or of `[words]`".to_owned()),
        }
    }
}
