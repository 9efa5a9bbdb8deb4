//! Texts as others read them: a path in a shell, a string in TOML.

use crate::escape;

/// A path as it is typed in a shell. The quotation marks are those that every shell knows, where they do.
pub(super) fn shell(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+:".contains(c);
    match () {
        () if path.chars().all(plain) => path.to_owned(),
        () if path.contains(['"', '$', '`', '\\', '!', '%']) => format!("'{}'", path.replace('\'', "'\\''")),
        () => format!("\"{path}\""),
    }
}

/// A key with a list of strings as TOML writes it, on one line.
pub(super) fn list(key: &str, texts: &[String]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| toml(text)).collect();
    format!("{key} = [{}]", quoted.join(", "))
}

/// A string as TOML writes it, on one line.
pub(super) fn toml(text: &str) -> String {
    let mut quoted = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            char if escape::is_unsafe(char) => quoted.push_str(&format!("\\U{:08X}", u32::from(char))),
            char => quoted.push(char),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_quoted_where_a_shell_would_cut_it() {
        assert_eq!(shell("rules/a-b.toml"), "rules/a-b.toml");
        assert_eq!(shell("our rules/it's.toml"), "\"our rules/it's.toml\"");
        assert_eq!(shell("$our/it's.toml"), "'$our/it'\\''s.toml'");
    }

    #[test]
    fn a_list_reads_as_it_was() {
        let texts = ["a \"b\" \\c\u{1b}".to_owned(), "è".to_owned()];
        let table: toml::Table = toml::from_str(&list("key", &texts)).unwrap();
        assert_eq!(table["key"].clone().try_into::<Vec<String>>().unwrap(), texts);
    }
}
