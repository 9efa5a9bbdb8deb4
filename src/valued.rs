//! The values of a document, and what each comes to, as people are told.

use crate::{
    document::{Block, Sentence},
    parse::Reading,
    phrase::{Index, word::Placed},
    source::Span,
    value::{Bounds, Unit, Value, ValueTest, week::WEEK},
};

/// A value and its words in the source.
pub(crate) struct Valued {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// The values of each block, in order, without the numbers that other values are made of. Weekly hours are those that
/// rules see: read with the headings of their cell or the label of their run-in.
pub(crate) fn of(reading: &Reading<'_>, index: &Index) -> Vec<Vec<Valued>> {
    reading.document.blocks.iter().map(|block| of_block(reading, index, block)).collect()
}

fn of_block(reading: &Reading<'_>, index: &Index, block: &Block<'_>) -> Vec<Valued> {
    let mut values = Vec::new();
    for number in block.sentences.clone() {
        values.extend(of_sentence(index, block, reading.document.sentences[number as usize]));
        let hours = reading.schedules.iter().filter(|schedule| schedule.sentence == number);
        let valued = |span, week| Valued { span, value: Value::Hours(Box::new(week)) };
        values.extend(hours.map(|schedule| valued(schedule.span, schedule.week.clone())));
    }
    values.sort_by_key(|valued| valued.span);
    let spans: Vec<Span> = values.iter().filter(|valued| !valued.is_number()).map(|valued| valued.span).collect();
    values.retain(|valued| !valued.is_number() || !spans.iter().any(|span| span.contains(valued.span)));
    values
}

impl Valued {
    fn is_number(&self) -> bool {
        matches!(self.value, Value::Number(_))
    }
}

/// All values of a sentence but weekly hours.
fn of_sentence(index: &Index, block: &Block<'_>, sentence: Sentence) -> Vec<Valued> {
    index.work(|desk| {
        let words = &mut desk.words;
        words.clear(true);
        words.push(index, block.prose.text(), sentence.range(), false);
        let valued = |placed: &Placed| {
            let narrow = |at: usize| u32::try_from(at).expect("a sentence has fewer than 2^32 words");
            let range = words.range(narrow(placed.start), narrow(placed.end));
            Valued { span: block.prose.span(range), value: placed.value.clone() }
        };
        let wanted = words.outer_values().filter(|placed| !matches!(placed.value, Value::Hours(_)));
        wanted.map(valued).collect()
    })
}

/// What a test demands of a value, as a phrase writes it without the brackets and, if it compares, the kind: "> 24h".
pub(crate) fn demand(test: &ValueTest) -> String {
    let written = test.to_string();
    let inner = written.trim_matches(['<', '>']);
    inner.split_once(' ').map_or(inner, |(_, demand)| demand).to_owned()
}

/// What a value comes to, in words.
pub(crate) fn meaning(value: &Value) -> String {
    match value {
        Value::Number(size) => size.to_string(),
        Value::Percent(bounds) => format!("{} %", range(*bounds)),
        Value::Money(bounds, currency) => {
            let code = String::from_utf8_lossy(&currency.0);
            format!("{} {code}", range(*bounds))
        }
        Value::Duration { bounds, business } => duration(*bounds, *business),
        Value::Time(minutes) => format!("{:02}:{:02}", minutes / 60, minutes % 60),
        Value::Hours(week) => {
            let gap = week.gap();
            let but = if gap.is_empty() { String::new() } else { format!(", not {gap}") };
            format!("{} of {} hours a week{but}", f64::from(week.minutes()) / 60.0, WEEK / 60)
        }
        Value::Rating(bounds) => format!("{} of 5", range(*bounds)),
        Value::Placeholder(words) => words.join(" "),
    }
}

fn range(Bounds { low, high }: Bounds) -> String {
    if (low - high).abs() < f64::EPSILON { low.to_string() } else { format!("{low}–{high}") }
}

/// A length of time in the largest unit up to days that counts both its ends in whole numbers.
fn duration(Bounds { low, high }: Bounds, business: bool) -> String {
    let count = |end: f64, unit: Unit| (end / unit.seconds(business) * 1e6).round() / 1e6;
    let whole = |unit: &Unit| [low, high].iter().all(|&end| count(end, *unit).fract() == 0.0);
    let unit = [Unit::Day, Unit::Hour, Unit::Minute].into_iter().find(whole).unwrap_or(Unit::Second);
    let counted = Bounds { low: count(low, unit), high: count(high, unit) };
    format!("{} {}{}", range(counted), if business { "business " } else { "" }, unit.name())
}
