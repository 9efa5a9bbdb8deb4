//! Baselines on the disk: which one governs a document, and what it makes of a run's findings.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    env,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    baseline::{self, Baseline, Held, Key},
    cli::{files, setup::Setup},
    config, escape,
    problem::{Problem, Problems, toml_file},
    report::{Acceptance, Accepted, Checked, Entry},
};

/// How many findings are told one by one.
const TOLD: usize = 10;

/// The baselines of a run, each read once.
pub(super) struct Baselines {
    /// The one that governs every document, if one was named.
    named: Option<PathBuf>,
    /// Where each folder lies, and the file of the baseline that governs its documents, or would.
    folders: HashMap<PathBuf, (PathBuf, PathBuf)>,
    /// What the files hold; `None` for one that is not there yet.
    loaded: BTreeMap<PathBuf, Option<Baseline>>,
}

/// What one baseline has to say of a run.
pub(super) struct Governed {
    /// The baseline's file.
    pub(super) file: PathBuf,
    /// What it holds; `None` if it is not there yet.
    pub(super) known: Option<Baseline>,
    /// The findings in the documents that it governs, as it names them.
    pub(super) found: Vec<Key>,
    /// What it makes of them.
    pub(super) held: Held,
    /// Where each of them stands: the place of its document, and its place there.
    places: Vec<(usize, usize)>,
}

impl Baselines {
    /// Baselines that are looked for above each document, or the one that is named.
    pub(super) fn new(named: Option<&Path>) -> Self {
        Self { named: named.map(Path::to_path_buf), folders: HashMap::new(), loaded: BTreeMap::new() }
    }

    /// Reads the baseline that governs a document, if there is one.
    ///
    /// # Errors
    /// If it cannot be read, or is broken.
    pub(super) fn load(&mut self, document: &str) -> Result<(), Problems> {
        let (_, file) = self.home(document);
        if self.loaded.contains_key(&file) {
            return Ok(());
        }
        let known = if file.is_file() {
            let source = toml_file::open(&file).map_err(|problem| Problems(vec![*problem]))?;
            Some(Baseline::read(&source)?)
        } else {
            None
        };
        self.loaded.insert(file, known);
        Ok(())
    }

    /// Whether any of those that were read is there.
    pub(super) fn any(&self) -> bool {
        self.loaded.values().any(Option::is_some)
    }

    /// The baseline that was named, if it is not there.
    pub(super) fn missing(&self) -> Option<Problem> {
        let file = self.named.as_deref().filter(|file| !file.exists())?;
        Some(self.absent(file))
    }

    /// If none of those that were read is there, the one that should be.
    pub(super) fn none(&self) -> Option<Problem> {
        let file = self.loaded.keys().next().filter(|_| !self.any())?;
        Some(self.absent(file))
    }

    fn absent(&self, file: &Path) -> Problem {
        let name = files::name(file);
        let option = if self.named.is_some() { format!(" --baseline {name}") } else { String::new() };
        Problem::file(&name, "does not exist").help(format!("write it with `courtesy baseline{option}`"))
    }

    /// What each baseline has to say of what a run has found. `narrowed`: whether it looked for some rules only;
    /// `fresh`: whether a finding of a document is known to have been written since.
    pub(super) fn hold(
        &mut self,
        sources: &[(usize, Checked)],
        setups: &[Arc<Setup>],
        narrowed: bool,
        fresh: impl Fn(&Checked, &Entry) -> bool,
    ) -> Vec<Governed> {
        let on: HashSet<&str> = setups.iter().flat_map(|setup| setup.in_force()).collect();
        let asked = |id: &str| !narrowed || on.contains(id);
        let rule = |setup: usize, rule: usize| &*setups[setup].rules.rules()[rule].id;
        self.hold_rules(sources, rule, asked, fresh)
    }

    /// What each baseline has to say of what was found. `rule`: the id of a rule, by the place of its setup and its own
    /// there; `asked`: whether findings of a rule were looked for.
    pub(super) fn hold_rules<'r>(
        &mut self,
        sources: &[(usize, Checked)],
        rule: impl Fn(usize, usize) -> &'r str,
        asked: impl Fn(&str) -> bool,
        fresh: impl Fn(&Checked, &Entry) -> bool,
    ) -> Vec<Governed> {
        let mut groups: BTreeMap<PathBuf, Vec<(usize, String)>> = BTreeMap::new();
        for (place, (_, checked)) in sources.iter().enumerate() {
            let (folder, file) = self.home(&checked.path);
            let name = Path::new(&checked.path).file_name().unwrap_or_default();
            groups.entry(file.clone()).or_default().push((place, relative(&folder.join(name), &file)));
        }
        let govern = |(file, documents): (PathBuf, Vec<(usize, String)>)| {
            let known = self.loaded.get(&file).cloned().flatten();
            let (mut found, mut places) = (Vec::new(), Vec::new());
            for (place, path) in &documents {
                let (setup, checked) = &sources[*place];
                found.extend(checked.entries.iter().map(|entry| Key::new(path, rule(*setup, entry.rule), entry)));
                places.extend((0..checked.entries.len()).map(|nth| (*place, nth)));
            }
            let read: HashSet<&str> = documents.iter().map(|(_, path)| path.as_str()).collect();
            let folder = file.parent().unwrap_or(Path::new(""));
            let looked_at = |path: &str| read.contains(path) || !folder.join(path).exists();
            let seen = |key: &Key| asked(&key.rule) && looked_at(&key.path);
            let fresh = |at: usize| {
                let (place, nth): (usize, usize) = places[at];
                fresh(&sources[place].1, &sources[place].1.entries[nth])
            };
            let held = known.as_ref().unwrap_or(&Baseline::default()).hold(&found, fresh, seen);
            Governed { file, known, found, held, places }
        };
        groups.into_iter().map(govern).collect()
    }

    /// Where a document's folder lies, and the file of the baseline that governs it, or would.
    fn home(&mut self, document: &str) -> (PathBuf, PathBuf) {
        let folder = Path::new(document).parent().unwrap_or(Path::new(""));
        if let Some(known) = self.folders.get(folder) {
            return known.clone();
        }
        let here = env::current_dir().unwrap_or_default();
        let lies = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        let at = lies(&here.join(folder));
        let file = self.named.as_ref().map(|file| {
            let folder = file.parent().map_or_else(|| here.clone(), |folder| here.join(folder));
            lies(&folder).join(file.file_name().unwrap_or_default())
        });
        let file = file.or_else(|| above(&at, baseline::NAME));
        let file = file.or_else(|| Some(above(&at, config::NAME)?.with_file_name(baseline::NAME)));
        let home = (at, file.unwrap_or_else(|| lies(&here).join(baseline::NAME)));
        self.folders.insert(folder.to_path_buf(), home.clone());
        home
    }
}

/// The nearest file of a name, in a folder or above it.
fn above(folder: &Path, name: &str) -> Option<PathBuf> {
    folder.ancestors().map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// A document's path as a baseline names it.
fn relative(document: &Path, baseline: &Path) -> String {
    let folder = baseline.parent().unwrap_or(Path::new(""));
    let path = pathdiff::diff_paths(document, folder).unwrap_or_else(|| document.to_path_buf());
    files::name(&path)
}

impl Governed {
    /// How messages name the file.
    pub(super) fn name(&self) -> String {
        escape::line(&files::name(&self.file)).into_owned()
    }

    /// What the baseline accepts and nobody finds any more, an entry a line; nothing if there is nothing.
    pub(super) fn stale(&self) -> String {
        let stale = &self.held.stale;
        if stale.is_empty() {
            return String::new();
        }
        let them = if stale.len() == 1 { "it" } else { "them" };
        let (name, count) = (self.name(), findings(stale.len()));
        let head = format!("{name} accepts {count} not there any more; `courtesy baseline --update` drops {them}:\n");
        head + &listed(stale.iter())
    }

    /// The findings that the baseline does not accept.
    pub(super) fn new_ones(&self) -> impl Iterator<Item = &Key> {
        self.found.iter().zip(&self.held.accepted).filter(|(_, accepted)| !**accepted).map(|(key, _)| key)
    }

    /// How many findings are accepted that the baseline names at another place: moved paragraphs, renamed documents.
    pub(super) fn moved(&self) -> usize {
        let elsewhere = |key: &Key| self.known.as_ref().is_some_and(|known| !known.names(key));
        let accepted = self.found.iter().zip(&self.held.accepted).filter(|(_, accepted)| **accepted);
        accepted.filter(|(key, _)| elsewhere(key)).count()
    }

    /// Moves what the baseline accepts out of the findings.
    pub(super) fn accept(&self, sources: &mut [(usize, Checked)]) {
        let accepted = self.places.iter().zip(&self.held.accepted).filter(|(_, accepted)| **accepted);
        let accepted: HashSet<(usize, usize)> = accepted.map(|(place, _)| *place).collect();
        for place in self.places.chunk_by(|one, other| one.0 == other.0).map(|places| places[0].0) {
            let checked = &mut sources[place].1;
            for (nth, entry) in std::mem::take(&mut checked.entries).into_iter().enumerate() {
                if accepted.contains(&(place, nth)) {
                    checked.accepted.push(Accepted { entry, by: Acceptance::Baseline });
                } else {
                    checked.entries.push(entry);
                }
            }
        }
    }
}

/// So many findings, in words.
pub(super) fn findings(count: usize) -> String {
    format!("{count} finding{}", if count == 1 { "" } else { "s" })
}

/// The first of some findings, a line each, and how many more there are.
pub(super) fn listed<'k>(mut keys: impl Iterator<Item = &'k Key>) -> String {
    let line = |Key { path, rule, text, .. }: &Key| {
        format!("  {}: {}, “{}”\n", escape::line(path), escape::line(rule), escape::line(text))
    };
    let told: String = keys.by_ref().take(TOLD).map(line).collect();
    match keys.count() {
        0 => told,
        more => told + &format!("  … and {more} more\n"),
    }
}
