//! All formats tell of the same findings at the same places.

use std::collections::BTreeSet;

use courtesy::report::Format;
use serde_json::Value;

use crate::{
    annotations::annotations,
    report::{items, json, json_lines, text},
    xml::{Element, elements},
};

/// A rule, a path, a line and a column.
type Place = (String, String, u64, u64);

#[track_caller]
fn word(value: &Value) -> String {
    value.as_str().expect("a string").to_owned()
}

#[track_caller]
fn number(value: &Value) -> u64 {
    value.as_u64().expect("a number")
}

fn own(finding: &Value) -> Place {
    let start = &finding["start"];
    (word(&finding["rule"]), word(&finding["path"]), number(&start["line"]), number(&start["column"]))
}

fn concise(line: &str) -> Place {
    let (place, rest) = line.split_once(": ").expect("a place, then the rest");
    let rule = rest.split_once('[').and_then(|(_, rest)| rest.split_once(']')).expect("a rule in brackets").0;
    let mut parts = place.rsplitn(3, ':');
    let column = parts.next().and_then(|part| part.parse().ok()).expect("a column");
    let line = parts.next().and_then(|part| part.parse().ok()).expect("a line");
    (rule.to_owned(), parts.next().expect("a path").to_owned(), line, column)
}

/// The places of the human format: a rule alone on its line, then the head of the first excerpt after it.
fn human(text: &str) -> BTreeSet<Place> {
    let ids = ["first-rule", "second-rule"];
    let mut rule = None;
    let mut places = BTreeSet::new();
    for line in text.lines() {
        if ids.contains(&line) {
            rule = Some(line.to_owned());
        }
        if let Some((_, head)) = line.split_once("╭─[").filter(|_| rule.is_some()) {
            let line = format!("{}: x[{}]", head.trim_end_matches(']'), rule.take().expect("a rule stands above"));
            places.insert(concise(&line));
        }
    }
    places
}

fn sarif(result: &Value) -> Place {
    let place = &result["locations"][0]["physicalLocation"];
    let uri = word(&place["artifactLocation"]["uri"]);
    let path = percent_encoding::percent_decode_str(&uri).decode_utf8().expect("UTF-8").into_owned();
    (word(&result["ruleId"]), path, number(&place["region"]["startLine"]), number(&place["region"]["startColumn"]))
}

fn gitlab(issue: &Value) -> Place {
    let begin = &issue["location"]["positions"]["begin"];
    (word(&issue["check_name"]), word(&issue["location"]["path"]), number(&begin["line"]), number(&begin["column"]))
}

fn reviewdog(diagnostic: &Value) -> Place {
    let (start, location) = (&diagnostic["location"]["range"]["start"], &diagnostic["location"]);
    (word(&diagnostic["code"]["value"]), word(&location["path"]), number(&start["line"]), number(&start["column"]))
}

fn junit(case: &Element) -> Option<Place> {
    let (rule, place) = case.get("name").split_once(" at ")?;
    let (line, column) = place.split_once(':').expect("a line and a column");
    let number = |digits: &str| digits.parse().expect("a number");
    Some((rule.to_owned(), case.get("classname").to_owned(), number(line), number(column)))
}

fn checkstyle(document: &str) -> BTreeSet<Place> {
    let mut path = String::new();
    let mut places = BTreeSet::new();
    for element in elements(document) {
        match element.name.as_str() {
            "file" => element.get("name").clone_into(&mut path),
            "error" => {
                let number = |name: &str| element.get(name).parse().expect("a number");
                let rule = element.get("source").strip_prefix("courtesy.").expect("the tool before the rule");
                places.insert((rule.to_owned(), path.clone(), number("line"), number("column")));
            }
            _ => {}
        }
    }
    places
}

#[test]
fn all_formats_agree_on_the_places() {
    let told: BTreeSet<Place> = items(&json(Format::Json)["findings"]).iter().map(own).collect();
    assert_eq!(told.len(), 4);
    for (name, format) in Format::ALL {
        let places: BTreeSet<Place> = match format {
            Format::Human => human(&text(format)),
            Format::Concise => text(format).lines().map(concise).collect(),
            Format::Json => told.clone(),
            Format::Jsonl => json_lines(format).iter().map(own).collect(),
            Format::Sarif => {
                let sarif_ = json(format);
                let results = items(&sarif_["runs"][0]["results"]).iter();
                results.filter(|result| items(&result["suppressions"]).is_empty()).map(sarif).collect()
            }
            Format::Github => annotations(&text(format)).into_iter().map(|annotation| annotation.place()).collect(),
            Format::Gitlab => items(&json(format)).iter().map(gitlab).collect(),
            Format::Junit => {
                let elements = elements(&text(format));
                elements.iter().filter(|element| element.name == "testcase").filter_map(junit).collect()
            }
            Format::Checkstyle => checkstyle(&text(format)),
            Format::Rdjson => items(&json(format)["diagnostics"]).iter().map(reviewdog).collect(),
            Format::Rdjsonl => json_lines(format).iter().map(reviewdog).collect(),
        };
        assert_eq!(places, told, "{name}");
    }
}
