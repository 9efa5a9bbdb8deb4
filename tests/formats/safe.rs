//! Nothing of a document steers those who show a report.

use courtesy::report::Format;

use crate::{
    report::{items, json, json_lines, text},
    xml::elements,
};

#[test]
fn no_format_lets_a_terminal_be_steered() {
    for (name, format) in Format::ALL {
        let shown = text(format);
        let unsafe_one = shown.chars().find(|&c| c != '\n' && courtesy::escape::is_unsafe(c));
        assert_eq!(unsafe_one, None, "{name}");
    }
}

#[test]
fn no_format_lets_a_ci_server_be_commanded() {
    for (name, format) in Format::ALL {
        for line in text(format).lines() {
            let own = ["::error ", "::warning ", "::notice "].iter().any(|command| line.starts_with(command));
            assert!(!line.trim_start().starts_with("::") || own && name == "github", "{name}: {line}");
            assert!(!line.contains("##["), "{name}: {line}");
        }
    }
}

#[test]
fn xml_ends_where_it_should() {
    for format in [Format::Junit, Format::Checkstyle] {
        assert!(!text(format).contains("]]>"));
        let messages: Vec<String> = elements(&text(format))
            .iter()
            .filter(|element| ["error", "failure"].contains(&element.name.as_str()))
            .map(|element| element.get("message").to_owned())
            .collect();
        assert_eq!(messages.len(), 4);
        assert!(messages[3].starts_with("100% <b>\"quoted\"</b> ]]>\\n\\u{3a}:set-output"), "{}", messages[3]);
    }
}

#[test]
fn messages_are_safe_even_for_those_who_print_what_they_parse() {
    let sarif = json(Format::Sarif);
    let gitlab = json(Format::Gitlab);
    let messages = [
        sarif["runs"][0]["results"][4]["message"]["text"].clone(),
        items(&gitlab)[3]["description"].clone(),
        json_lines(Format::Rdjsonl)[3]["message"].clone(),
        json_lines(Format::Rdjsonl)[3]["original_output"].clone(),
    ];
    for message in messages {
        let message = message.as_str().expect("a string");
        assert!(message.contains("set-output"), "{message}");
        assert!(!message.contains(courtesy::escape::is_unsafe), "{message}");
    }
}
