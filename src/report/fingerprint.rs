//! A fingerprint names a finding by what it says, not by where it stands, so that it survives edits around it.

use std::{collections::HashMap, hash::Hasher};

use siphasher::sip::SipHasher13;

/// Hands out the fingerprints of one file's findings, in the order of the text.
#[derive(Default)]
pub(super) struct Prints {
    seen: HashMap<u64, u64>,
}

impl Prints {
    /// The fingerprint of the next finding: rule, folded words, and how many equal ones stood before.
    pub(super) fn next(&mut self, rule: &str, text: &str) -> u64 {
        let words = hash(&[rule.as_bytes(), fold(text).as_bytes()]);
        let ordinal = self.seen.entry(words).and_modify(|seen| *seen += 1).or_insert(0);
        hash(&[&words.to_le_bytes(), &ordinal.to_le_bytes()])
    }
}

/// SipHash-1-3 of the parts, which no release may change: baselines are kept in repositories.
fn hash(parts: &[&[u8]]) -> u64 {
    let mut hasher = SipHasher13::new();
    for part in parts {
        hasher.write(part);
        hasher.write(&[0xff]);
    }
    hasher.finish()
}

/// The text in lower case with every run of white space as one blank.
fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_words_are_told_apart_by_their_order() {
        let mut prints = Prints::default();
        let first = prints.next("a", "Always right");
        assert_ne!(first, prints.next("a", "always right"));
        assert_eq!(first, Prints::default().next("a", "ALWAYS\n  right"));
        assert_ne!(first, Prints::default().next("b", "Always right"));
    }

    #[test]
    fn the_algorithm_never_changes() {
        assert_eq!(format!("{:016x}", Prints::default().next("rule", "Words here")), "3deb16655f3e8afc");
    }
}
