//! A rule as a Markdown page: what it says of itself, and all its examples.

use std::io::{self, Write};

use crate::{
    document::Kind,
    escape,
    rule::{Example, Rule},
    ruleset::RuleSet,
};

/// Writes the page of the rule at a place; `lang`: with the examples of one language only.
pub(super) fn write(rules: &RuleSet, place: usize, lang: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    let rule = &rules.rules()[place];
    writeln!(out, "# {}\n", escape::markdown(&rule.title))?;
    let severity = rules.severity(place, None);
    let on = if rules.is_on(place) { "on" } else { "only where selected" };
    writeln!(out, "`{}` · {severity} · {on} · judges {}", escape::line(&rule.id), judged(rule))?;
    let parts = [("Why", &rule.why), ("Instead", &rule.instead), ("Source", &rule.source), ("More", &rule.url)];
    for (head, text) in parts {
        if let Some(text) = text {
            writeln!(out, "\n**{head}**: {}", escape::markdown(text))?;
        }
    }
    if !rule.tags.is_empty() {
        let tags: Vec<String> = rule.tags.iter().map(|tag| format!("`{}`", escape::line(tag))).collect();
        writeln!(out, "\n**Tags**: {}", tags.join(", "))?;
    }
    let mut languages: Vec<&str> = rule.examples().map(|example| &*example.language).collect();
    languages.sort_unstable();
    languages.dedup();
    for language in languages.into_iter().filter(|code| lang.is_none_or(|lang| lang == *code)) {
        let known = rules.languages().iter().find(|known| *known.code == *language);
        let name = known.and_then(|known| known.file.name.as_ref()).map_or(language, |name| name.get_ref());
        writeln!(out, "\n## {}", escape::markdown(name))?;
        for (head, good) in [("Flagged", false), ("Left alone", true)] {
            let own = |example: &&Example| *example.language == *language && example.good == good;
            examples(head, &rule.examples().filter(own).collect::<Vec<_>>(), out)?;
        }
    }
    Ok(())
}

/// Writes a table of all rules, each with a link to its page.
pub(super) fn table(rules: &RuleSet, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# Rules\n\n| rule | severity | by default | title | source |\n|---|---|---|---|---|")?;
    for (place, rule) in rules.rules().iter().enumerate() {
        let (id, severity) = (escape::line(&rule.id), rules.severity(place, None));
        let on = if rules.is_on(place) { "on" } else { "off" };
        let source = rule.source.as_deref().map(escape::markdown).unwrap_or_default();
        writeln!(out, "| [`{id}`]({id}.md) | {severity} | {on} | {} | {source} |", escape::markdown(&rule.title))?;
    }
    Ok(())
}

fn judged(rule: &Rule) -> &'static str {
    match *rule.kinds {
        [Kind::Policy] => "policies",
        [Kind::Script] => "scripts",
        _ => "policies and scripts",
    }
}

fn examples(head: &str, all: &[&Example], out: &mut dyn Write) -> io::Result<()> {
    if all.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n### {head}\n")?;
    for example in all {
        if example.text.trim().contains('\n') {
            let text = escape::block(example.written.text.trim(), &mut []);
            let fence = "`".repeat(longest_run(&text).max(2) + 1);
            let text = text.lines().map(|line| format!("  {line}").trim_end().to_owned());
            writeln!(out, "- {fence}text\n{}\n  {fence}", text.collect::<Vec<_>>().join("\n"))?;
        } else {
            writeln!(out, "- {}", marked(example))?;
        }
    }
    Ok(())
}

/// An example of one line, what is flagged in it in bold.
fn marked(example: &Example) -> String {
    let (mut shown, mut at) = (String::new(), 0);
    for mark in &example.marks {
        shown += &escape::markdown(&example.text[at..mark.start()]);
        shown += &format!("**{}**", escape::markdown(&example.text[mark.range()]));
        at = mark.end();
    }
    shown += &escape::markdown(&example.text[at..]);
    let text = shown.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let sign = if text.starts_with(['-', '+', '=']) { Some(0) } else { Some(digits).filter(|&digits| digits > 0) };
    match sign.map(|sign| text.split_at(sign)) {
        Some((number, rest)) if rest.starts_with(['-', '+', '=', '.', ')']) => format!("{number}\\{rest}"),
        _ => text.to_owned(),
    }
}

/// The longest run of backticks in a text.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}
