//! A fingerprint names a finding by what it says, not by where it stands, so that it survives edits around it: the rule,
//! the words in all its places in alphabetic order, and how many equal ones stand before it in the file.

use std::{
    collections::{BTreeMap, HashMap},
    hash::Hasher,
};

use siphasher::sip::SipHasher13;

use crate::{
    finding::Related,
    fold,
    report::RuleNote,
    source::{Source, Span},
};

/// What names a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Print {
    /// The words in its places.
    pub(super) words: String,
    /// How many findings of the same rule and words stand before it in the file, counted from 0.
    pub(super) ordinal: usize,
    /// Rule, words and ordinal as one number.
    pub(super) fingerprint: u64,
}

/// Something found: its rule, by its place in the notes, where it stands, and what belongs to it.
pub(super) type Trace<'f> = (usize, Span, &'f [Related]);

/// The prints of everything that rules have found in a file, silenced or not, by rule and place.
pub(super) struct Prints(HashMap<(usize, Span), Print>);

impl Prints {
    /// Counts what was found. Of two that stand in the same place, the first names it.
    pub(super) fn of<'f>(source: &Source, notes: &[RuleNote], found: impl Iterator<Item = Trace<'f>>) -> Self {
        let mut seen: HashMap<u64, usize> = HashMap::new();
        let mut print = |rule: usize, span: Span, related: &[Related]| {
            let words = words(source, span, related);
            let key = hash(&[notes[rule].id.as_bytes(), words.as_bytes()]);
            let next = seen.entry(key).or_default();
            let ordinal = *next;
            *next += 1;
            Print { words, ordinal, fingerprint: hash(&[&key.to_le_bytes(), &(ordinal as u64).to_le_bytes()]) }
        };
        let mut places = BTreeMap::new();
        for (rule, span, related) in found {
            places.entry((span, rule)).or_insert(related);
        }
        Self(places.into_iter().map(|((span, rule), related)| ((rule, span), print(rule, span, related))).collect())
    }

    /// The print of something that was counted.
    pub(super) fn get(&self, rule: usize, span: Span) -> Print {
        self.0[&(rule, span)].clone()
    }
}

/// The words of a finding. Which of its places is flagged may depend on their order in the file: the words do not.
fn words(source: &Source, span: Span, related: &[Related]) -> String {
    let spans = related.iter().map(|related| related.span).chain([span]);
    let mut parts: Vec<String> = spans.map(|span| folded(source.slice(span))).collect();
    parts.sort_unstable();
    parts.join(" / ")
}

/// A finding's fingerprint made different from those of the same words in other files.
pub(super) fn in_file(path: &str, fingerprint: u64) -> u64 {
    hash(&[path.as_bytes(), &fingerprint.to_le_bytes()])
}

/// SipHash-1-3 of the parts, which no release may change: fingerprints are kept by those who read reports.
fn hash(parts: &[&[u8]]) -> u64 {
    let mut hasher = SipHasher13::new();
    for part in parts {
        hasher.write(part);
        hasher.write(&[0xff]);
    }
    hasher.finish()
}

/// The words of a text as they are compared, one blank between them: markup and line breaks make no difference.
fn folded(text: &str) -> String {
    let folded = fold::fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;

    fn note(id: &str) -> RuleNote {
        let (id, title, severity) = (id.to_owned(), String::new(), Severity::Warning);
        RuleNote { id, title, severity, on: true, tags: Vec::new(), url: None, why: None, instead: None, source: None }
    }

    /// The prints of each line of a text, all found by rule 0, which is called `rule`.
    fn prints(rule: &str, text: &str) -> Vec<Print> {
        let source = Source::new("t", text);
        let lines: Vec<Span> = (1..).map_while(|line| source.line(line)).filter(|line| !line.is_empty()).collect();
        let prints = Prints::of(&source, &[note(rule)], lines.iter().map(|line| (0, *line, &[][..])));
        lines.iter().map(|line| prints.get(0, *line)).collect()
    }

    #[test]
    fn equal_words_are_told_apart_by_their_order() {
        let both = prints("a", "Always right\nalways — RIGHT");
        let [first, second] = &both[..] else { panic!("two lines") };
        assert_eq!((first.ordinal, second.ordinal), (0, 1));
        assert_ne!(first.fingerprint, second.fingerprint);
        assert_eq!(prints("a", "always right"), std::slice::from_ref(first));
        assert_ne!(prints("b", "Always right")[0].fingerprint, first.fingerprint);
    }

    #[test]
    fn markup_and_line_breaks_make_no_difference() {
        assert_eq!(folded("the **customer** is\n> always right!"), "the customer is always right");
        assert_eq!(folded("Perché — così"), "perche cosi");
        assert_eq!(folded("…"), "");
    }

    #[test]
    fn which_of_its_places_is_flagged_makes_no_difference() {
        let print = |text: &str| {
            let source = Source::new("t", text);
            let (first, second) = (source.line(1).expect("a line"), source.line(2).expect("a second"));
            let related = [Related { span: first, message: String::new() }];
            Prints::of(&source, &[note("r")], [(0, second, &related[..])].into_iter()).get(0, second)
        };
        assert_eq!(print("Open: 9 to 5\nOpen: always").words, "open 9 to 5 / open always");
        assert_eq!(print("Open: 9 to 5\nOpen: always"), print("Open: always\nOpen: 9 to 5"));
    }

    #[test]
    fn the_algorithm_never_changes() {
        let known = ["3deb16655f3e8afc"];
        assert_eq!(
            prints("rule", "Words here").iter().map(|p| format!("{:016x}", p.fingerprint)).collect::<Vec<_>>(),
            known
        );
    }
}
