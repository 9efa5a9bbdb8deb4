//! `cover`, judged: the weekly hours of all channels that help, united, and what they leave uncovered.

use std::collections::BTreeMap;

use super::found::Flag;
use crate::{
    document::{Block, BlockId},
    finding::{Related, Severity},
    parse::{Hit, Reading},
    rule::{List, Scope},
    ruleset::Slot,
    source::Span,
    value::week::{Days, WEEK, Week},
};

/// The office hours that a saying without hours means, in minutes of the day.
const OFFICE: (u32, u32) = (9 * 60, 17 * 60);
/// Fewer minutes a week than these are an appointment, no opening hours.
const SHORTEST: u32 = 4 * 60;
/// The longest name of a channel, in bytes and in words.
const LONGEST_NAME: (usize, usize) = (30, 3);
/// The most channels that a message names.
const MOST_NAMES: usize = 3;

/// A way to reach help, and when.
struct Channel {
    span: Span,
    week: Week,
    name: Option<String>,
}

/// What a sentence, or what it stands under, is about.
enum Topic {
    /// Help; with its name, if it is named.
    Help(Option<String>),
    /// Something else.
    Other,
}

/// What the hits of a check say, by sentence.
struct Judge<'a> {
    scope: &'a Scope,
    reading: &'a Reading<'a>,
    /// The sentences that say what they are about.
    topics: BTreeMap<u32, Said>,
}

/// What a sentence says of its topic.
#[derive(Clone, Copy, Default)]
struct Said {
    /// The first name of help.
    name: Option<Hit>,
    /// Whether help is meant without a name.
    contact: bool,
    /// Whether it is about something else.
    other: bool,
}

/// Whether help is reachable for too few hours. `wanted`: how many there must be, and how many there should be.
pub(super) fn check(scope: &Scope, wanted: (u32, u32), reading: &Reading<'_>, found: &[(Slot, Hit)]) -> Option<Flag> {
    let judge = Judge { scope, reading, topics: topics(found) };
    let of = |list: List| found.iter().filter(move |(slot, _)| slot.list == list).map(|(_, hit)| hit);
    let always = |hit: &Hit| judge.is_judged(hit.sentence, hit.span) && judge.may_be_help(hit.sentence);
    if of(List::Always).any(always) {
        return None;
    }
    let schedules = reading.schedules.iter().filter_map(|found| judge.channel(found.sentence, found.span, &found.week));
    let mut channels: Vec<Channel> = schedules.collect();
    let office = Week::daily(Days::WORKING, OFFICE.0, OFFICE.1);
    for hit in of(List::Limited) {
        let given = reading.schedules.iter().any(|schedule| schedule.sentence == hit.sentence);
        channels.extend(judge.channel(hit.sentence, hit.span, &office).filter(|_| !given));
    }
    channels.sort_by_key(|channel| (channel.span.start(), std::cmp::Reverse(channel.span.end())));
    channels.dedup_by(|next, kept| next.span.overlaps(kept.span));
    uncovered(wanted, channels)
}

fn topics(found: &[(Slot, Hit)]) -> BTreeMap<u32, Said> {
    let mut topics: BTreeMap<u32, Said> = BTreeMap::new();
    for (slot, hit) in found {
        match slot.list {
            List::About => {
                let name = &mut topics.entry(hit.sentence).or_default().name;
                *name = name.filter(|first| first.start <= hit.start).or(Some(*hit));
            }
            List::Contact => topics.entry(hit.sentence).or_default().contact = true,
            List::Except => topics.entry(hit.sentence).or_default().other = true,
            _ => {}
        }
    }
    topics
}

fn uncovered((hours, ideal): (u32, u32), channels: Vec<Channel>) -> Option<Flag> {
    let week = channels.iter().fold(Week::default(), |week, channel| week.union(&channel.week));
    let (first, others) = channels.split_first()?;
    if week.minutes() >= ideal.max(hours) * 60 || week.minutes() < SHORTEST {
        return None;
    }
    let left = (WEEK - week.minutes() + 30) / 60;
    let (names, leave) = names(&channels);
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
    let mut names: Vec<&str> = Vec::new();
    for name in channels.iter().filter_map(|channel| channel.name.as_deref()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match names.as_slice() {
        [] => ("help".to_owned(), "leaves"),
        [only] => ((*only).to_owned(), "leaves"),
        [first @ .., last] if names.len() <= MOST_NAMES => {
            (format!("{} and {last} together", first.join(", ")), "leave")
        }
        _ => (format!("all {} channels together", names.len()), "leave"),
    }
}

impl Judge<'_> {
    fn block(&self, sentence: u32) -> &Block<'_> {
        self.reading.document.block_of(self.reading.document.sentences[sentence as usize])
    }

    fn is_judged(&self, sentence: u32, span: Span) -> bool {
        self.scope.holds(&self.reading.document, self.block(sentence), span)
    }

    fn channel(&self, sentence: u32, span: Span, week: &Week) -> Option<Channel> {
        if !self.is_judged(sentence, span) {
            return None;
        }
        let Some(Topic::Help(said)) = self.topic(sentence) else { return None };
        let (bytes, words) = LONGEST_NAME;
        let short = |name: &&str| name.len() <= bytes && name.split_whitespace().count() <= words;
        let named = self.title(sentence).filter(short).or(said.as_deref().filter(short));
        Some(Channel { span, week: week.clone(), name: named.map(|name| name.trim().to_lowercase()) })
    }

    /// The heading of the row, or the label, that says what is helped with.
    fn title(&self, sentence: u32) -> Option<&str> {
        let block = self.block(sentence);
        let row = block.cell.and_then(|cell| cell.row_heading);
        let row = row.filter(|row| matches!(self.said_in(*row), Some(Topic::Help(Some(_)))));
        let hit = self.topics.get(&sentence).and_then(|said| said.name);
        let label = block.label.as_ref().filter(|label| hit.is_some_and(|hit| hit.start < label.end));
        let label = label.map(|label| &block.prose.text()[label.start as usize..label.end as usize]);
        row.map(|row| self.reading.document.blocks[row as usize].prose.text()).or(label)
    }

    /// What a sentence is about: by its own words, else by the nearest that it stands under.
    fn topic(&self, sentence: u32) -> Option<Topic> {
        let block = self.block(sentence);
        let before = (block.sentences.start..=sentence).rev();
        let headings = block.cell.into_iter().flat_map(|cell| [cell.row_heading, cell.column_heading]).flatten();
        let introduction = block.list.and_then(|list| list.introduction);
        let own = self.said(sentence);
        own.or_else(|| headings.into_iter().find_map(|heading| self.said_in(heading)))
            .or_else(|| before.skip(1).find_map(|sentence| self.said(sentence)))
            .or_else(|| introduction.and_then(|block| self.said_in(block)))
            .or_else(|| self.sections(block).find_map(|heading| self.said_in(heading)))
    }

    /// The headings a block stands under, the nearest first.
    fn sections(&self, block: &Block<'_>) -> impl Iterator<Item = BlockId> {
        let blocks = &self.reading.document.blocks;
        std::iter::successors(block.section, |&heading| {
            blocks[heading as usize].section.filter(|&above| above < heading)
        })
    }

    fn said_in(&self, block: BlockId) -> Option<Topic> {
        let mut sentences = self.reading.document.blocks[block as usize].sentences.clone();
        sentences.find_map(|sentence| self.said(sentence))
    }

    fn said(&self, sentence: u32) -> Option<Topic> {
        let said = self.topics.get(&sentence)?;
        if said.other {
            return Some(Topic::Other);
        }
        let prose = &self.block(sentence).prose;
        Some(Topic::Help(said.name.map(|hit| prose.text()[hit.start as usize..hit.end as usize].to_owned())))
    }

    /// Whether what can be reached at every hour is help: something else is not, unless help is named beside it.
    fn may_be_help(&self, sentence: u32) -> bool {
        let helps = self.topics.get(&sentence).is_some_and(|said| said.contact || said.name.is_some());
        helps || !matches!(self.topic(sentence), Some(Topic::Other))
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
