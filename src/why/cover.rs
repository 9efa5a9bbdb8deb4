//! `cover`: which hours count, which do not, and what they come to together.

use super::{Because, Court, Cover, Reason};
use crate::{
    lint::cover::{Account, Left, account},
    rule::{CheckKind, List},
    source::Span,
};

impl Court<'_> {
    fn account(&self) -> Account {
        account(&self.check.scope, self.reading, &self.hits)
    }

    /// The hours behind a finding.
    pub(super) fn too_few_hours(&self) -> Vec<Reason> {
        let account = self.account();
        let CheckKind::Cover { hours, ideal } = self.check.kind else { return Vec::new() };
        let mut reasons: Vec<Reason> =
            account.channels.iter().map(|channel| counts(channel.span, channel.week.minutes())).collect();
        reasons.push(together(&account, (hours, ideal)));
        reasons.extend(self.left_out(&account, |_| true));
        let always = self.of(|list| list == List::Always);
        let unheard = always.filter_map(|(slot, hit)| Some((slot, hit, self.outside(&hit)?)));
        let short = unheard.map(|(slot, hit, outside)| {
            self.said(slot, &hit, Because::Short(self.name(slot.list), super::Short::Outside(outside)))
        });
        reasons.extend(short);
        reasons
    }

    /// Why hours are no finding in the sentences asked about.
    pub(super) fn enough_hours(&self, wanted: (u32, u32)) -> Vec<Reason> {
        let reason = |cover: Cover| Reason::new(Because::Cover(cover));
        let account = self.account();
        let asked = |span: Span| {
            self.wanted.clone().any(|sentence| {
                let document = &self.reading.document;
                document.sentence_span(document.sentences[sentence as usize]).overlaps(span)
            })
        };
        let mut reasons: Vec<Reason> = self
            .of(|list| matches!(list, List::About | List::Contact | List::Except | List::Limited))
            .filter(|(_, hit)| self.here(hit))
            .map(|(slot, hit)| self.said(slot, &hit, Because::Found(self.name(slot.list))))
            .collect();
        if let Some(finding) = self.run(&self.hits).first() {
            let here = account.channels.iter().filter(|channel| asked(channel.span));
            reasons.extend(here.map(|channel| counts(channel.span, channel.week.minutes())));
            reasons.extend(self.left_out(&account, asked));
            let none = reasons.iter().all(|reason| matches!(reason.because, Because::Found(_)));
            reasons.extend(none.then(|| reason(Cover::NoHours)));
            reasons.push(reason(Cover::ToldAt(finding.span)).at(finding.span));
            return reasons;
        }
        let left_out: Vec<Reason> = self.left_out(&account, asked).collect();
        let any = !left_out.is_empty() || account.channels.iter().any(|channel| asked(channel.span));
        reasons.extend(left_out);
        if let Some(always) = account.always {
            let said = self.of(|list| list == List::Always).find(|(_, hit)| hit.span == always);
            reasons.extend(said.map(|(slot, hit)| self.said(slot, &hit, Because::Cover(Cover::Always))));
            return reasons;
        }
        if !any {
            reasons.push(reason(Cover::NoHours));
        }
        if account.channels.is_empty() {
            reasons.extend(any.then(|| reason(Cover::NoneCounted)));
            return reasons;
        }
        reasons.extend(account.channels.iter().map(|channel| counts(channel.span, channel.week.minutes())));
        reasons.push(if account.is_appointment() { reason(Cover::TooFew) } else { together(&account, wanted) });
        reasons
    }

    /// The hours that do not count, each with the reason.
    fn left_out(&self, account: &Account, wanted: impl Fn(Span) -> bool) -> impl Iterator<Item = Reason> {
        let left = account.left_out.iter().filter(move |(span, _)| wanted(*span));
        let told = |(span, left): &(Span, Left)| {
            let reason = |cover: Cover| Reason::new(Because::Cover(cover)).at(*span);
            match left {
                Left::Outside => {
                    let hit = self.hit_of(*span)?;
                    Reason::new(Because::Outside(self.outside(&hit)?)).at(*span)
                }
                Left::Except => {
                    let excepted =
                        self.of(|list| list == List::Except).filter(|(_, hit)| hit.span.start() <= span.end());
                    let nearest = excepted.max_by_key(|(_, hit)| hit.span.start());
                    let by =
                        nearest.and_then(|(slot, _)| self.case.rules.saying(slot, &self.reading.document.language));
                    reason(Cover::Except).by(by.map(|saying| &saying.written))
                }
                Left::NoTopic => reason(Cover::NoTopic),
                Left::Given => reason(Cover::Given),
                Left::Again(other) => reason(Cover::Again(*other)),
            }
            .into()
        };
        left.filter_map(told).collect::<Vec<_>>().into_iter()
    }

    /// Some words as a hit, whatever found them.
    fn hit_of(&self, span: Span) -> Option<crate::parse::Hit> {
        let schedule = self.reading.schedules.iter().find(|schedule| schedule.span == span);
        let sentence = schedule.map(|schedule| schedule.sentence);
        let known = self.hits.iter().find(|(_, hit)| hit.span == span).map(|(_, hit)| *hit);
        known.or_else(|| {
            let (phrase, start, end, context) = (crate::phrase::PhraseId(0), 0, 0, 0);
            Some(crate::parse::Hit { phrase, sentence: sentence?, span, start, end, context })
        })
    }
}

fn counts(span: Span, minutes: u32) -> Reason {
    Reason::new(Because::Cover(Cover::Counts { hours: whole(minutes) })).at(span)
}

fn together(account: &Account, (wanted, ideal): (u32, u32)) -> Reason {
    Reason::new(Because::Cover(Cover::Together { hours: whole(account.week().minutes()), wanted, ideal }))
}

/// Minutes as hours, rounded.
fn whole(minutes: u32) -> u32 {
    (minutes + 30) / 60
}
