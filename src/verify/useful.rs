//! Which phrases of a rule its examples need, and which find only what others find.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Dead, Swallowed};
use crate::{
    lint,
    parse::{self, Hit},
    rule::{Rule, Saying},
    ruleset::{RuleSet, Slot},
    source::Source,
};

/// A phrase in a language.
type Spoken = (Arc<str>, Slot);

/// What the phrases of a rule did in its examples so far.
#[derive(Default)]
pub(super) struct Uses {
    /// Those that made a difference.
    alive: BTreeSet<Spoken>,
    /// By phrase found: those that found the same, or more around it, wherever it was found.
    around: BTreeMap<Spoken, BTreeSet<Slot>>,
}

impl Uses {
    /// Notes what the phrases of a rule do in an example. `reading` holds the rule's hits alone.
    pub(super) fn note(
        &mut self,
        (rules, rule): (&RuleSet, &Rule),
        source: &Source,
        reading: &parse::Reading<'_>,
        good: bool,
    ) {
        let language = &reading.document.language;
        let used = useful(rules, rule, source, reading, good);
        self.alive.extend(used.into_iter().map(|slot| (Arc::clone(language), slot)));
        for (slot, around) in surrounded(&lint::sorted(rules, reading)) {
            let known = self.around.entry((Arc::clone(language), slot));
            known.and_modify(|known| known.retain(|other| around.contains(other))).or_insert(around);
        }
    }

    /// The phrases that did nothing.
    pub(super) fn dead<'a>(&self, rules: &'a RuleSet, place: usize) -> Vec<Dead<'a>> {
        let rule = &rules.rules()[place];
        let narrow =
            |place: usize| u32::try_from(place).expect("a rule set has fewer than four thousand million phrases");
        let mut dead = Vec::new();
        for (check, of) in rule.checks.iter().enumerate() {
            for language in of.languages() {
                for (list, sayings) in of.lists(language).iter() {
                    let slot = |entry| Slot { rule: narrow(place), check: narrow(check), list, entry: narrow(entry) };
                    let idle = |(entry, _): &(usize, _)| !self.alive.contains(&(Arc::clone(language), slot(*entry)));
                    let idle = sayings.iter().enumerate().filter(idle);
                    dead.extend(idle.map(|(_, saying)| Dead { rule, list, saying }));
                }
            }
        }
        dead
    }

    /// The phrases of the lists by which checks speak that find only what another of their list finds, too.
    pub(super) fn swallowed<'a>(&self, rules: &'a RuleSet, rule: &'a Rule) -> Vec<Swallowed<'a>> {
        let around = |spoken: &Spoken| self.around.get(spoken);
        let one = |(spoken, others): (&Spoken, &BTreeSet<Slot>)| {
            let (language, slot) = spoken;
            if !self.alive.contains(spoken) {
                return None;
            }
            let saying = |slot: Slot| -> Option<&'a Saying> { rules.saying(slot, language) };
            let same = |other: &&Slot| {
                let back = around(&(Arc::clone(language), **other)).is_some_and(|around| around.contains(slot));
                // Of two that find the same, the later one is told.
                let earlier = !back || **other < *slot;
                earlier && saying(**other).map(|saying| saying.severity) == saying(*slot).map(|saying| saying.severity)
            };
            let main = rule.checks[slot.check as usize].kind.main();
            let by = others.iter().find(same).filter(|_| slot.list.key() == main)?;
            Some(Swallowed { rule, saying: saying(*slot)?, by: saying(*by)? })
        };
        self.around.iter().filter_map(one).collect()
    }
}

/// By phrase: the others of its list with a hit around each of its hits.
fn surrounded(found: &[(Slot, Hit)]) -> BTreeMap<Slot, BTreeSet<Slot>> {
    let mut around = BTreeMap::new();
    for hits in found.chunk_by(|(left, _), (right, _)| (left.check, left.list) == (right.check, right.list)) {
        for own in hits.chunk_by(|(left, _), (right, _)| left == right) {
            let slot = own[0].0;
            let holds = |other: Slot, hit: &Hit| {
                let mut others = hits.iter().filter(|(slot, _)| *slot == other);
                others.any(|(_, around)| around.sentence == hit.sentence && around.span.contains(hit.span))
            };
            let others: BTreeSet<Slot> = hits.iter().map(|(slot, _)| *slot).filter(|other| *other != slot).collect();
            let others = others.into_iter().filter(|other| own.iter().all(|(_, hit)| holds(*other, hit)));
            around.insert(slot, others.collect());
        }
    }
    around
}

/// The phrases without which, or with which alone of their list, something else would be found. A good example proves
/// nothing for a list that makes a check speak.
fn useful(rules: &RuleSet, rule: &Rule, source: &Source, reading: &parse::Reading<'_>, good: bool) -> BTreeSet<Slot> {
    let found = lint::sorted(rules, reading);
    let mut useful = BTreeSet::new();
    for hits in found.chunk_by(|(left, _), (right, _)| left.check == right.check) {
        let of_check = hits[0].0.of_check();
        let kind = &rule.checks[of_check.1 as usize].kind;
        let outcome = |hits: &[(Slot, Hit)]| {
            let found = lint::check(source, rules, reading, of_check, hits).into_iter();
            found.map(|finding| (finding.span, finding.message)).collect::<Vec<_>>()
        };
        let all = outcome(hits);
        for own in hits.chunk_by(|(left, _), (right, _)| left == right) {
            let slot = own[0].0;
            let without = |is_out: &dyn Fn(Slot) -> bool| -> Vec<(Slot, Hit)> {
                hits.iter().copied().filter(|(slot, _)| !is_out(*slot)).collect()
            };
            let alone = || {
                let others = without(&|other| other.list.alternative() == slot.list.alternative());
                let mut with = [&others, own].concat();
                with.sort_unstable();
                outcome(&with) != outcome(&others)
            };
            let speaks = slot.list.key() == kind.main() && !kind.judges_silence();
            let counts = !(good && speaks);
            if counts && (alone() || outcome(&without(&|other| other == slot)) != all) {
                useful.insert(slot);
            }
        }
    }
    useful
}
