//! How the index's cost grows with the number of phrases: `cargo bench --bench phrases`.
//!
//! Designs compared. (a) One Aho-Corasick automaton over the text: fast for literals, but a stem, a list or a word
//! contracted or accented otherwise has no literal, so the text would have to be normalised first, which costs more
//! than the search. (b) A hash of first words: no bound where the first word is common. (c) What is built: each raw
//! word is resolved once to the classes of words it belongs to and kept; every phrase is filed under the rarest
//! classes it cannot match without; only phrases with such a word in the sentence are tried. Printed are ratios to
//! 30 phrases, which say more than times do on a shared machine.

use std::{io::Write as _, sync::Arc, time::Instant};

use courtesy::{
    language::Language,
    phrase::{self, Index, IndexBuilder, Scratch, Words},
};

const LANGUAGE: &str = r#"
stemmer = "english"
function-words = ["the", "is", "a", "to", "of", "and", "be", "we", "your", "may", "for", "you", "will"]
clause-openers = ["but", "because"]
contractions = { "n't" = "not", "'ll" = "will" }
[lists]
neg = ["not", "never", "no", "no longer", "without"]
customer = ["customer", "client", "guest", "our ~visitor"]
"#;

/// A generator of numbers that is the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides
    }

    /// A word, the common ones more often.
    fn word(&mut self) -> String {
        const COMMON: [&str; 12] =
            ["the", "is", "a", "to", "of", "and", "we", "your", "may", "for", "customer", "call"];
        if self.roll(2) == 0 {
            return COMMON[self.roll(COMMON.len())].to_owned();
        }
        let rank = self.roll(90).pow(2) + self.roll(20);
        let syllables = ["re", "con", "ser", "vi", "ta", "mo", "lin", "per", "do", "ga", "stu", "ne"];
        let mut word = String::new();
        let mut left = rank + 13;
        while left > 0 {
            word.push_str(syllables[left % syllables.len()]);
            left /= syllables.len();
        }
        word
    }
}

fn phrase(dice: &mut Dice) -> String {
    let [a, b, c, d] = [(); 4].map(|()| dice.word());
    match dice.roll(5) {
        0 => format!("{a} {b} {c}"),
        1 => format!("@customer [is] {a} (~{b}|{c} {d})"),
        2 => format!("{a} .. ~{b}lin"),
        3 => format!("{{ser{a} & {b}mo & !{c}}}8"),
        _ => format!("[the|your] ({a}|{b}|{c}) ..3!(not) {d}"),
    }
}

fn index(phrases: usize) -> Index {
    let file = toml::from_str(LANGUAGE).expect("the bench's language file");
    let language = Language { code: "en".into(), file, sources: Vec::new() };
    let mut builder = IndexBuilder::new(Arc::new(language)).expect("a good language");
    let mut dice = Dice(7);
    for _ in 0..phrases {
        let phrase = phrase::parse(&phrase(&mut dice)).expect("a good phrase");
        builder.add(&phrase, builder.base()).expect("a phrase that can be found");
    }
    builder.build()
}

fn scan(index: &Index, sentences: &[String]) -> usize {
    let (mut words, mut scratch, mut found, mut count) = (Words::new(), Scratch::new(), Vec::new(), 0);
    for sentence in sentences {
        words.clear(false);
        words.push(index, sentence, 0..sentence.len(), false);
        index.scan(&words, &mut scratch, &mut found);
        count += found.len();
        found.clear();
    }
    count
}

fn main() -> std::io::Result<()> {
    let mut dice = Dice(1);
    let sentence = |dice: &mut Dice| (0..8 + dice.roll(20)).map(|_| dice.word()).collect::<Vec<_>>().join(" ");
    let sentences: Vec<String> = (0..40_000).map(|_| sentence(&mut dice)).collect();
    let bytes: usize = sentences.iter().map(String::len).sum();
    let mut out = std::io::stdout().lock();
    let mut first = None;
    for phrases in [0, 30, 300, 3000] {
        let start = Instant::now();
        let index = index(phrases);
        let built = start.elapsed().as_secs_f64();
        let start = Instant::now();
        let found = scan(&index, &sentences);
        let took = start.elapsed().as_secs_f64();
        let base = if phrases >= 30 { *first.get_or_insert(took) } else { took };
        let speed = bytes as f64 / took / 1e6;
        writeln!(
            out,
            "{phrases:5} phrases: {:5.2}× ({speed:.0} MB/s), built in {:.1} ms, {found} found",
            took / base,
            built * 1e3
        )?;
    }
    Ok(())
}
