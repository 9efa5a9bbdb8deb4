//! "Did you mean": the known word that somebody most likely had in mind.

/// The known word that somebody who wrote `word` most likely meant: one within a slip or two, else one that begins
/// so, or with which it begins.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let known: Vec<_> = known.into_iter().collect();
    slipped(word, known.iter().copied()).or_else(|| begins(&word.to_lowercase(), &known))
}

/// The known word that is within a slip or two of `word`.
pub fn slipped<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A distance costs time in the product of both lengths; no name is that long.
    if word.len() > 100 {
        return None;
    }
    let word = word.to_lowercase();
    let allowed = 1 + word.chars().count() / 5;
    let distance = |other: &str| strsim::damerau_levenshtein(word.trim(), &other.to_lowercase());
    let near = known.into_iter().map(|other| (distance(other), other)).filter(|(distance, _)| *distance <= allowed);
    near.min().map(|(_, other)| other)
}

/// The shortest beginning that tells anything, in bytes.
const BEGINNING: usize = 3;

fn begins<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let long = |text: &str| text.len() >= BEGINNING;
    let begins = |other: &&&str| {
        (long(word) && other.to_lowercase().starts_with(word)) || (long(other) && word.starts_with(**other))
    };
    known.iter().filter(begins).min_by_key(|other| other.len()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_one_slip_away() {
        let known = ["title", "severity", "source"];
        assert_eq!(nearest("titel", known), Some("title"));
        assert_eq!(nearest("Serverity", known), Some("severity"));
        assert_eq!(nearest("colour", known), None);
    }

    #[test]
    fn a_word_cut_short_or_drawn_out_is_meant() {
        assert_eq!(nearest("lang", ["title", "language"]), Some("language"));
        assert_eq!(nearest("warn", ["advice", "warning"]), Some("warning"));
        assert_eq!(nearest("paragraph-text", ["item", "paragraph"]), Some("paragraph"));
        assert_eq!(nearest("i", ["item"]), None);
    }
}
