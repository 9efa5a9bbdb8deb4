//! What stands between two words: ends of clauses, quotation marks.

/// What a stretch without words says.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Signs {
    /// A clause ends in it.
    pub breaks: bool,
    /// A quotation opens before the word that follows.
    pub opens: bool,
    /// A quotation closes after the word that precedes.
    pub closes: bool,
}

/// Reads the stretch between two words; `after_word`: a word stands right before it.
pub(super) fn read(between: &str, after_word: bool) -> Signs {
    if let [b',' | b'.' | b';' | b':' | b'!' | b'?'] | [b',' | b'.' | b';' | b':' | b'!' | b'?', b' '] =
        between.as_bytes()
    {
        return Signs { breaks: true, ..Signs::default() };
    }
    let hyphen = between.trim() == "-" && between.len() > 1;
    Signs {
        breaks: hyphen || between.contains([',', ';', ':', '–', '—', '(', ')', '.', '!', '?', '…']),
        opens: opens(between, after_word),
        closes: after_word && closes(between),
    }
}

fn opens(between: &str, after_word: bool) -> bool {
    let head = between.trim_end_matches(['(', '[', '¿', '¡', '*', '_', '…', '.']);
    let loose = head.trim_end();
    if loose.ends_with(['«', '“', '„', '‟']) {
        return true;
    }
    let outer = head.trim_end_matches(['"', '\'', '‘', '’', '”', '‹']);
    outer.len() < head.len() && (outer.ends_with(|c: char| c != '.') || (outer.is_empty() && !after_word))
}

fn closes(between: &str) -> bool {
    let tail = between.trim_start_matches(['.', ',', '!', '?', '…', ')', ']', ';', ':', '*', '_']);
    if tail.trim_start().starts_with(['»', '”']) {
        return true;
    }
    let outer = tail.trim_start_matches(['"', '\'', '’', '‘', '“', '›']);
    outer.len() < tail.len() && (outer.is_empty() || !outer.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn signs(between: &str, breaks: bool, opens: bool, closes: bool) {
        assert_eq!(read(between, true), Signs { breaks, opens, closes }, "{between:?}");
    }

    #[test]
    fn quotation_marks_open_and_close_by_what_stands_beside_them() {
        signs(" “", false, true, false);
        signs(" \"", false, true, false);
        signs("\" ", false, false, true);
        signs("” ", false, false, true);
        signs(" « ", false, true, false);
        signs(".\" ", true, false, true);
        signs(": '", true, true, false);
        signs("-", false, false, false);
        signs(" - ", true, false, false);
        signs("'", false, false, true);
    }
}
