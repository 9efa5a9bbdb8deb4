//! Front matter: the metadata between `---` (or `+++`) lines that opens a file, as keys and values.

use crate::document::Kind;

/// Metadata that opens a text.
#[derive(Debug, Default)]
pub(super) struct FrontMatter<'s> {
    /// Keys and values, as written, quotation marks around a value left out; nested keys are left out.
    pub(super) entries: Vec<(&'s str, &'s str)>,
    /// Where the text after it begins, in bytes.
    pub(super) end: usize,
}

/// Reads the front matter that starts at byte `from`; without any, `end` is `from`.
pub(super) fn read(text: &str, from: usize) -> FrontMatter<'_> {
    let body = &text[from..];
    let mut lines = body.split_inclusive('\n');
    let fence = lines.next().map_or("", str::trim_end);
    if fence != "---" && fence != "+++" {
        return FrontMatter { entries: Vec::new(), end: from };
    }
    let mut end = body.find('\n').map_or(body.len(), |at| at + 1);
    let mut entries = Vec::new();
    for line in lines {
        end += line.len();
        if line.trim_end() == fence || (fence == "---" && line.trim_end() == "...") {
            return FrontMatter { entries, end: from + end };
        }
        entries.extend(entry(line));
    }
    FrontMatter { entries: Vec::new(), end: from }
}

fn entry(line: &str) -> Option<(&str, &str)> {
    if line.starts_with(|c: char| c.is_whitespace() || c == '#' || c == '-') {
        return None;
    }
    let (key, value) = line.split_at(line.find([':', '='])?);
    Some((key.trim(), unquoted(value[1..].trim())))
}

fn unquoted(value: &str) -> &str {
    let inside = |quote: char| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inside('"').or_else(|| inside('\'')).unwrap_or(value)
}

impl<'s> FrontMatter<'s> {
    /// The value of the first of these keys that is there.
    pub(super) fn value(&self, keys: &[&str]) -> Option<&'s str> {
        let is = |key: &str| keys.iter().any(|wanted| key.eq_ignore_ascii_case(wanted));
        self.entries.iter().find(|(key, _)| is(key)).map(|&(_, value)| value)
    }

    /// The kind it declares.
    pub(super) fn kind(&self) -> Option<Kind> {
        let value = self.value(&["kind"])?;
        let kinds = [("policy", Kind::Policy), ("script", Kind::Script)];
        kinds.into_iter().find(|(name, _)| value.eq_ignore_ascii_case(name)).map(|(_, kind)| kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_values_are_read_and_nested_ones_left_out() {
        let text = "---\ntitle: \"A: b\"\n# note: x\nnested:\n  a: b\nkind: script\n---\nText";
        let read = read(text, 0);
        assert_eq!(read.entries, [("title", "A: b"), ("nested", ""), ("kind", "script")]);
        assert_eq!(read.kind(), Some(Kind::Script));
        assert_eq!(&text[read.end..], "Text");
    }

    #[test]
    fn an_unclosed_fence_is_no_front_matter() {
        assert_eq!(read("---\ntitle: x\n", 0).end, 0);
        assert_eq!(read("", 0).end, 0);
    }
}
