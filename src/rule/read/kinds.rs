//! The `[check.…]` tables of a rule file: which kinds of judgement, with which settings, and where they look.

use toml::Spanned;

use super::Reader;
use crate::{
    document::Stance,
    rule::{
        CheckKind, Scope,
        file::{
            CheckTables, CoverTable, FollowTable, ForbidTable, Place, PlainTable, Reach, RequireTable, Stances, Voice,
            Within,
        },
    },
    value::week::WEEK,
};

impl Reader<'_> {
    /// The judgements that a rule makes; without any table it forbids.
    pub(super) fn kinds(&mut self, tables: CheckTables) -> Vec<(CheckKind, Scope)> {
        let CheckTables { forbid, require, follow, order, once, cover, agree } = tables;
        let mut kinds = Vec::new();
        if let Some(ForbidTable { speaker, r#in, stance, reach }) = forbid {
            let reach = reach.unwrap_or(Reach::Sentences(0));
            kinds.push((CheckKind::Forbid { reach }, scope(speaker, r#in, stance)));
        }
        if let Some(RequireTable { speaker, r#in, stance, in_part, min_words, declared }) = require {
            let (part, declared) = (in_part.unwrap_or_default(), declared.unwrap_or_default());
            let require = CheckKind::Require { part, min_words: min_words.unwrap_or(0), declared };
            kinds.push((require, scope(speaker, r#in, stance)));
        }
        if let Some(FollowTable { speaker, r#in, stance, within, r#where }) = follow {
            let (within, side) = (within.unwrap_or(Within::Sentences(2)), r#where.unwrap_or_default());
            kinds.push((CheckKind::Follow { within, side }, scope(speaker, r#in, stance)));
        }
        if let Some(CoverTable { speaker, r#in, stance, hours, ideal }) = cover {
            let hours = self.weekly(hours);
            let ideal = ideal.map_or(hours, |ideal| self.weekly(Some(ideal)));
            kinds.push((CheckKind::Cover { hours, ideal }, scope(speaker, r#in, stance)));
        }
        let plain = [(order, CheckKind::Order), (once, CheckKind::Once), (agree, CheckKind::Agree)];
        for (table, kind) in plain {
            kinds.extend(table.map(|PlainTable { speaker, r#in, stance }| (kind, scope(speaker, r#in, stance))));
        }
        if kinds.is_empty() {
            kinds.push((CheckKind::Forbid { reach: Reach::Sentences(0) }, scope(None, None, None)));
        }
        kinds
    }

    /// A number of hours of the week.
    fn weekly(&mut self, hours: Option<Spanned<u32>>) -> u32 {
        let Some(hours) = hours else { return WEEK / 60 };
        if *hours.get_ref() > WEEK / 60 {
            let problem = self.problem(&hours, "a week has 168 hours").label("more than there are");
            self.problems.push(problem.help("write a number up to 168"));
        }
        hours.into_inner()
    }
}

fn scope(speaker: Option<Voice>, places: Option<Vec<Place>>, stances: Option<Stances>) -> Scope {
    let stances = stances.unwrap_or_else(|| Stances(vec![Stance::Prescribes]));
    Scope { speaker: speaker.unwrap_or_default(), places, stances }
}
