//! The `[check.…]` tables of a rule file: which kinds of judgement, with which settings, and where they look.

use toml::Spanned;

use super::Reader;
use crate::{
    document::Stance,
    rule::{
        CheckKind, Scope,
        file::{CheckTables, CoverTable, Place, Reach, Stances, Voice},
    },
    value::week::WEEK,
};

impl Reader<'_> {
    /// The judgements that a rule makes; without any table it forbids.
    pub(super) fn kinds(&mut self, tables: CheckTables) -> Vec<(CheckKind, Scope)> {
        let CheckTables { forbid, cover } = tables;
        let forbid = forbid.or_else(|| cover.is_none().then(Default::default));
        let mut kinds = Vec::new();
        if let Some(table) = forbid {
            let reach = table.reach.unwrap_or(Reach::Sentences(0));
            kinds.push((CheckKind::Forbid { reach }, scope(table.speaker, table.r#in, table.stance)));
        }
        if let Some(CoverTable { speaker, r#in, stance, hours, ideal }) = cover {
            let (hours, ideal) = (self.weekly(hours), self.weekly(ideal));
            kinds.push((CheckKind::Cover { hours, ideal }, scope(speaker, r#in, stance)));
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
