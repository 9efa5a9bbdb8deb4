//! `cover`, judged: the weekly hours of all channels that help, united, and what they leave uncovered.

mod topic;

use std::collections::HashSet;

use super::found::Flag;
use crate::{
    finding::{Related, Severity},
    parse::{Hit, Reading},
    rule::{List, Scope},
    ruleset::Slot,
    source::Span,
    value::week::{Days, WEEK, Week},
};
use topic::Judge;

/// The office hours that a saying without hours means, in minutes of the day.
const OFFICE: (u32, u32) = (9 * 60, 17 * 60);
/// Fewer minutes a week than these are an appointment, no opening hours.
const SHORTEST: u32 = 4 * 60;
/// The most channels that a message names.
const MOST_NAMES: usize = 3;

/// A way to reach help, and when.
pub(crate) struct Channel {
    /// Its hours in the source.
    pub(crate) span: Span,
    /// Its hours.
    pub(crate) week: Week,
    name: Option<String>,
}

/// Everything that is counted, and what is not.
pub(crate) struct Account {
    /// The ways to reach help, in the order of the text.
    pub(crate) channels: Vec<Channel>,
    /// Hours that are not counted, each with the reason.
    pub(crate) left_out: Vec<(Span, Left)>,
    /// Where help is said to be there at all hours.
    pub(crate) always: Option<Span>,
}

/// Why hours are not counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Left {
    /// The check does not look there.
    Outside,
    /// They are those of something else.
    Except,
    /// Nothing says what they are of.
    NoTopic,
    /// They are a saying, and the hours that it stands for are given beside it.
    Given,
    /// They are part of others.
    Again(Span),
}

impl Account {
    /// The hours of all channels together.
    pub(crate) fn week(&self) -> Week {
        self.channels.iter().fold(Week::default(), |week, channel| week.union(&channel.week))
    }

    /// Whether they are too few to be opening hours at all.
    pub(crate) fn is_appointment(&self) -> bool {
        self.week().minutes() < SHORTEST
    }
}

/// Whether help is reachable for too few hours. `wanted`: how many there must be, and how many there should be.
pub(super) fn check(scope: &Scope, wanted: (u32, u32), reading: &Reading<'_>, found: &[(Slot, Hit)]) -> Option<Flag> {
    let account = account(scope, reading, found);
    if account.always.is_some() { None } else { uncovered(wanted, &account) }
}

/// The hours that a document gives.
pub(crate) fn account(scope: &Scope, reading: &Reading<'_>, found: &[(Slot, Hit)]) -> Account {
    let judge = Judge::new(scope, reading, found);
    let of = |list: List| found.iter().filter(move |(slot, _)| slot.list == list).map(|(_, hit)| hit);
    let means_all = |hit: &&Hit| judge.is_judged(hit.sentence, hit.span) && judge.may_be_help(hit.sentence);
    let always = of(List::Always).filter(means_all).map(|hit| hit.span).min();
    let office = Week::daily(Days::WORKING, OFFICE.0, OFFICE.1);
    let given: HashSet<u32> = reading.schedules.iter().map(|schedule| schedule.sentence).collect();
    let schedules =
        reading.schedules.iter().map(|found| (found.span, judge.channel(found.sentence, found.span, &found.week)));
    let limited = of(List::Limited).map(|hit| {
        let channel = if given.contains(&hit.sentence) {
            Err(Left::Given)
        } else {
            judge.channel(hit.sentence, hit.span, &office)
        };
        (hit.span, channel)
    });
    let (mut channels, mut left_out): (Vec<Channel>, Vec<(Span, Left)>) = (Vec::new(), Vec::new());
    for (span, channel) in schedules.chain(limited) {
        match channel {
            Ok(channel) => channels.push(channel),
            Err(left) => left_out.push((span, left)),
        }
    }
    channels.sort_by_key(|channel| (channel.span.start(), std::cmp::Reverse(channel.span.end())));
    channels.dedup_by(|next, kept| {
        let again = next.span.overlaps(kept.span);
        left_out.extend(again.then_some((next.span, Left::Again(kept.span))));
        again
    });
    Account { channels, left_out, always }
}

fn uncovered((hours, ideal): (u32, u32), account: &Account) -> Option<Flag> {
    let week = account.week();
    let (first, others) = account.channels.split_first()?;
    if week.minutes() >= ideal.max(hours) * 60 || account.is_appointment() {
        return None;
    }
    let left = (WEEK - week.minutes() + 30) / 60;
    let (names, leave) = names(&account.channels);
    let gap = week.gap();
    let gap = if gap.is_empty() { gap } else { format!(": {gap}") };
    let text = format!("{names} {leave} {left} of {} hours a week uncovered{gap}", WEEK / 60);
    let related = |channel: &Channel| Related { span: channel.span, message: "also counted".to_owned() };
    Some(Flag {
        severity: (week.minutes() >= hours * 60).then_some(Severity::Advice),
        value: Some(text.clone()),
        text: Some(text),
        related: others.iter().map(related).collect(),
        ..Flag::at(first.span)
    })
}

/// The channels by name, and the verb they take.
fn names(channels: &[Channel]) -> (String, &'static str) {
    let mut seen = HashSet::new();
    let named = channels.iter().filter_map(|channel| channel.name.as_deref());
    let names: Vec<&str> = named.filter(|name| seen.insert(*name)).collect();
    match names.as_slice() {
        [] => ("help".to_owned(), "leaves"),
        [only] => ((*only).to_owned(), "leaves"),
        [first @ .., last] if names.len() <= MOST_NAMES => {
            (format!("{} and {last} together", first.join(", ")), "leave")
        }
        _ => (format!("all {} channels together", names.len()), "leave"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::{
        finding::{Finding, Severity},
        lint::lint,
        parse::{Given, Markup},
        ruleset::RuleSet,
        source::Source,
    };

    const RULE: &str = r#"
title = "Hours"
severity = "error"
[check.cover]
hours = 120
[language.en]
about = ["support", "phone", "chat"]
contact = ["(call|write to) us"]
except = ["car park"]
always = ["never closed"]
limited = ["office hours"]
bad = ["Support 9:00-17:00."]
"#;

    fn findings(text: &str) -> (Source, Vec<Finding>) {
        judged(RULE, text)
    }

    fn judged(rule: &str, text: &str) -> (Source, Vec<Finding>) {
        let rules = RuleSet::of(&[Arc::new(Source::new("hours.toml", rule))]).expect("the rule is sound");
        let given = Given {
            markup: Markup::Markdown,
            kind: None,
            configured_kind: None,
            language: Some("en".into()),
            configured_language: None,
            fallback: Arc::from("en"),
        };
        let source = Source::new("a.md", text);
        let findings = lint(&source, &rules, &given).findings;
        (source, findings)
    }

    #[track_caller]
    fn flags(text: &str, spans: &[&str], message: &str) {
        let (source, found) = findings(text);
        let [finding] = found.as_slice() else { panic!("{text}: {found:?}") };
        let related = finding.related.iter().map(|related| related.span);
        let found: Vec<_> = std::iter::once(finding.span).chain(related).map(|span| source.slice(span)).collect();
        assert_eq!((found.as_slice(), finding.message.as_str()), (spans, message));
    }

    #[track_caller]
    fn is_silent(text: &str) {
        assert_eq!(findings(text).1, [], "{text}");
    }

    #[test]
    fn the_hours_of_all_channels_are_united() {
        flags(
            "Phone: Mon-Fri 9-17.\n\nChat: Mon-Sat 8-12.",
            &["Mon-Fri 9-17", "Mon-Sat 8-12"],
            "phone and chat together leave 119 of 168 hours a week uncovered: nights, evenings and Sunday",
        );
        is_silent("Phone: Mon-Fri 9-17.\n\nChat: 24/7.");
        is_silent("Phone: daily 6:00-18:00.\n\nChat: daily 18:00-6:00.");
    }

    #[test]
    fn a_cell_is_read_with_its_headings() {
        flags(
            "| Channel | Mon-Fri | Sat |\n|---|---|---|\n| Phone | 8-18 | 9-12 |",
            &["8-18", "9-12"],
            "phone leaves 115 of 168 hours a week uncovered: nights, evenings and Sunday",
        );
        is_silent("| Place | Hours |\n|---|---|\n| Museum | Mon-Fri 8-18 |");
    }

    #[test]
    fn hours_belong_to_what_they_stand_under() {
        let message = "support leaves 118 of 168 hours a week uncovered: nights, evenings, Saturday and Sunday";
        flags("## Support\n\nMon-Fri: 8-18", &["8-18"], message);
        flags("Our support is here.\n\n## Support\n\nWe are open Mon-Fri 8-18.", &["Mon-Fri 8-18"], message);
        is_silent("## Opening hours\n\nWe are open Mon-Fri 8-18.");
        is_silent("## Support\n\nThe car park is open Mon-Fri 8-18.");
    }

    #[test]
    fn a_saying_can_mean_office_hours_or_all_hours() {
        let message = "help leaves 128 of 168 hours a week uncovered: nights, evenings, Saturday and Sunday";
        flags("Call us in office hours.", &["office hours"], message);
        flags("Call us in office hours, Mon-Fri 9-17.", &["Mon-Fri 9-17"], message);
        is_silent("Call us in office hours. The night desk is never closed.");
    }

    #[test]
    fn only_what_is_prescribed_counts() {
        is_silent("Customer: Is the phone line open 9:00-17:00?\n\nAgent: No.");
        is_silent("## Avoid\n\n- Support is open Mon-Fri 9-17.");
    }

    #[test]
    fn an_appointment_is_no_opening() {
        is_silent("Support calls you on Monday between 10:00 and 12:00.");
    }

    #[test]
    fn what_else_is_open_does_not_hide_help_at_every_hour() {
        is_silent("Phone: Mon-Fri 9-17.\n\nBeside the car park is the support desk, never closed.");
        let message = "phone leaves 128 of 168 hours a week uncovered: nights, evenings, Saturday and Sunday";
        flags("Phone: Mon-Fri 9-17.\n\nThe car park is never closed.", &["Mon-Fri 9-17"], message);
    }

    #[test]
    fn below_the_ideal_is_an_advice() {
        let ideal = RULE.replace("hours = 120", "hours = 120\nideal = 168");
        let (_, found) = judged(&ideal, "Phone: daily 5:00-24:00.");
        assert_eq!(found.iter().map(|finding| finding.severity).collect::<Vec<_>>(), [Severity::Advice]);
        is_silent("Phone: daily 5:00-24:00.");
    }
}
