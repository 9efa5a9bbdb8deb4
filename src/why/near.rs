//! The phrases of a check that came near.

use super::{Because, Court, Reason};
use crate::{
    rule::List,
    trace::{Got, Tracer, of_check},
};

/// How many phrases are told that came near.
const NEAREST: usize = 3;

/// How near a phrase came of which all words stand there.
const ALL: u32 = 840;

impl Court<'_> {
    /// The phrases of some lists that came nearest in some sentences, and what keeps them from matching. `key`: what the
    /// lists are called.
    pub(super) fn nearest(&self, list: impl Fn(List) -> bool, key: &str, wanted: impl Fn(u32) -> bool) -> Vec<Reason> {
        let near = self.near(list, wanted, NEAREST);
        if near.is_empty() { vec![Reason::new(Because::Nowhere(key.to_owned()))] } else { near }
    }

    /// The same; nothing if none came near.
    pub(super) fn near(&self, list: impl Fn(List) -> bool, wanted: impl Fn(u32) -> bool, most: usize) -> Vec<Reason> {
        self.nearer(list, wanted, (most, 1))
    }

    /// The same, of phrases that came at least so near.
    pub(super) fn nearer(
        &self,
        list: impl Fn(List) -> bool,
        wanted: impl Fn(u32) -> bool,
        (most, least): (usize, u32),
    ) -> Vec<Reason> {
        let case = self.case;
        let wanted_lists = of_check(self.at, list);
        let Some(tracer) = Tracer::new((case.rules, case.rule()), case.source, case.given, wanted_lists) else {
            return Vec::new();
        };
        let traces = tracer.trace();
        let whole = |trace: &&crate::trace::Trace<'_>| trace.got == Got::Whole && !trace.flipped;
        let here: Vec<_> =
            traces.iter().filter(|trace| trace.score() >= least && wanted(trace.sentence) && !whole(trace)).collect();
        // What came much less far than the nearest is no help.
        let best = here.first().map_or(0, |trace| trace.score());
        let here = here.into_iter().take_while(|trace| trace.score() * 4 >= best * 3).take(most);
        let told = here.flat_map(|trace| {
            let near =
                Because::Near { list: self.name(trace.said.list), got: trace.got, hurdles: tracer.hurdles(trace) };
            let near = Reason::new(near).at(trace.span).by(Some(&trace.said.saying.written));
            // What stands in the way of all its words stands in the way as well.
            let outside = self.outside(trace.hit()).filter(|_| trace.score() >= ALL);
            [Some(near), outside.map(|outside| Reason::new(Because::Outside(outside)).at(trace.span))]
        });
        told.flatten().collect()
    }
}
