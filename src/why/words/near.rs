//! How a phrase that came near is told.

use super::{Page, joined};
use crate::trace::{Got, Hurdle};

impl Page<'_> {
    /// How far a phrase got; `found`: what of it stands in the text.
    pub(super) fn near(&self, found: String, got: Got, hurdles: &[Hurdle]) -> String {
        match got {
            Got::Items { .. } => {
                let told = hurdles.iter().map(|hurdle| self.next(hurdle));
                format!("found {found}, then {}", told.collect::<Vec<_>>().join(", and "))
            }
            Got::Element(_) => self.elements(hurdles),
            _ if !hurdles.is_empty() && hurdles.iter().all(is_form) => {
                hurdles.iter().map(|hurdle| self.next(hurdle)).collect::<Vec<_>>().join(", ")
            }
            _ if hurdles.is_empty() => format!("found {found}"),
            _ => {
                let told = hurdles.iter().map(|hurdle| self.hurdle(hurdle));
                format!("found {found}, but {}", told.collect::<Vec<_>>().join(", and "))
            }
        }
    }

    /// Which of the words of a phrase stand in a sentence, and which do not.
    fn elements(&self, hurdles: &[Hurdle]) -> String {
        let present = hurdles.iter().filter_map(|hurdle| match hurdle {
            Hurdle::Present { span, .. } => Some(self.quoted(*span)),
            _ => None,
        });
        let missing = hurdles.iter().filter_map(|hurdle| match hurdle {
            Hurdle::Missing { wanted, elsewhere: None } => Some(format!("`{wanted}`")),
            _ => None,
        });
        let missing: Vec<String> = missing.collect();
        let are = if missing.len() == 1 { "is" } else { "are" };
        let is_told =
            |hurdle: &&Hurdle| !matches!(hurdle, Hurdle::Present { .. } | Hurdle::Missing { elsewhere: None, .. });
        let others = hurdles.iter().filter(is_told).map(|hurdle| self.hurdle(hurdle));
        let missing = (!missing.is_empty()).then(|| format!("{} {are} missing", joined(missing)));
        let others: Vec<String> = missing.into_iter().chain(others).collect();
        format!("found {}, but {}", joined(present), others.join(", and "))
    }

    /// What keeps a phrase from matching whose words stand there.
    fn hurdle(&self, hurdle: &Hurdle) -> String {
        match hurdle {
            Hurdle::Negated { by } if by.is_empty() => "negated".to_owned(),
            Hurdle::Negated { by } => format!("negated by {}", self.all(by)),
            Hurdle::NotNegated => "not negated, as the `-` in front asks".to_owned(),
            Hurdle::Barred { word: None, bar } => format!("something stands there that `!{bar}` forbids"),
            Hurdle::Barred { word: Some(word), bar } => {
                format!("{} stands there, which `{}` forbids", self.quoted(*word), forbidding(bar))
            }
            Hurdle::NotFirst { before } => {
                let before =
                    before.map_or_else(String::new, |before| format!(": {} stands before it", self.quoted(before)));
                format!("not where a sentence starts (`^`){before}")
            }
            Hurdle::NotLast { after } => {
                let after = after.map_or_else(String::new, |after| format!(": {} stands after it", self.quoted(after)));
                format!("not where a sentence ends (`$`){after}")
            }
            Hurdle::Form { found, wanted, list: None } => format!("“{found}” is another form: write `~{wanted}`"),
            Hurdle::Form { found, wanted, list: Some(list) } => {
                format!("“{found}” is another form of what `@{list}` has: write `~{wanted}` there")
            }
            Hurdle::Value { span, meaning, wanted } => {
                format!("{}{} is not {wanted}", self.quoted(*span), self.meaning(Some(*span), meaning))
            }
            Hurdle::Kind { span, kind, wanted } => {
                format!("{} is a `<{kind}>` where `{wanted}` is wanted", self.quoted(*span))
            }
            Hurdle::Narrow { written, needs: Some(needs), set: false } => {
                format!("further apart than `{written}` allows: it would have to be `..{needs}`")
            }
            Hurdle::Narrow { written, needs: Some(needs), set: true } => {
                format!("further apart than the set's `{written}` allows: it would have to be `}}{needs}`")
            }
            Hurdle::Narrow { .. } => "further apart than gaps and sets allow".to_owned(),
            Hurdle::Between { words, after, before, count } => {
                format!("{} stands between: write `{after} ..{count} {before}`", self.quoted(*words))
            }
            Hurdle::Label => "only in the label or heading; a match must touch the text beside it".to_owned(),
            Hurdle::Order => "in another order than the phrase has them".to_owned(),
            Hurdle::Missing { wanted, elsewhere: None } => format!("`{wanted}` is missing"),
            Hurdle::Missing { wanted, elsewhere: Some(span) } => {
                format!("`{wanted}` stands in another sentence, on line {}", self.line(*span))
            }
            Hurdle::Accent { found, wanted } => format!("“{found}” is not `{wanted}`: this accent counts"),
            Hurdle::Instead { .. } | Hurdle::Family { .. } | Hurdle::Present { .. } | Hurdle::Entry { .. } => {
                self.next(hurdle)
            }
        }
    }

    /// What stands where a phrase stopped.
    fn next(&self, hurdle: &Hurdle) -> String {
        match hurdle {
            Hurdle::Form { found, wanted, list: None } => format!("found “{found}”: write `~{wanted}`"),
            Hurdle::Form { found, wanted, list: Some(list) } => {
                format!("found “{found}”, of which `@{list}` has another form: write `~{wanted}` there")
            }
            Hurdle::Value { span, meaning, wanted } => {
                format!("{}{}, which is not {wanted}", self.quoted(*span), self.meaning(Some(*span), meaning))
            }
            Hurdle::Kind { span, kind, wanted } => {
                format!("{}, which is a `<{kind}>`, where `{wanted}` is wanted", self.quoted(*span))
            }
            Hurdle::Instead { word: Some(word), wanted } => format!("“{word}” where `{wanted}` is wanted"),
            Hurdle::Instead { word: None, wanted } => format!("the sentence ends where `{wanted}` is wanted"),
            Hurdle::Family { found, wanted } => {
                format!("“{found}”, which is no form of `~{wanted}`: write `(~{wanted}|{found})`")
            }
            Hurdle::Entry { list, entry, found, word, wanted } => {
                let there = word.as_ref().map_or_else(|| "the end".to_owned(), |word| format!("“{word}”"));
                let found = self.quoted(*found);
                format!("{found} and {there} where `@{list}` is wanted: its entry `{entry}` has `{wanted}` there")
            }
            Hurdle::Present { span, .. } => self.quoted(*span),
            _ => self.hurdle(hurdle),
        }
    }
}

fn is_form(hurdle: &Hurdle) -> bool {
    matches!(hurdle, Hurdle::Form { .. })
}

/// What forbids a word: a gap's `!`, or one of its own.
fn forbidding(bar: &str) -> String {
    if bar.starts_with("..") { bar.to_owned() } else { format!("!{bar}") }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::{
        parse::{Given, Markup},
        ruleset::RuleSet,
        source::{Source, Span},
        why::Case,
    };

    /// What is said of the phrase of a rule that came nearest in a text; `None` if none came near.
    #[track_caller]
    fn nearest(phrases: &str, text: &str, expected: Option<&str>) {
        nearest_in("en", phrases, text, expected);
    }

    #[track_caller]
    fn nearest_in(language: &str, phrases: &str, text: &str, expected: Option<&str>) {
        let (phrases, words) = phrases.split_once(" with ").unwrap_or((phrases, ""));
        let rule =
            format!("title = \"No\"\n[language.{language}]\nphrases = {phrases}\nbad = [\"x\"]\n[words]\n{words}\n");
        let rules = RuleSet::of(&[Arc::new(Source::new("a.toml", rule))]).unwrap();
        let source = Source::new("a.md", text);
        let given = Given { language: Some(language.into()), ..Given::new(Markup::Markdown, "en") };
        let case = Case { source: &source, rules: &rules, rule: 0, given: &given, sets: &[] };
        let told = case.reasons(Span::new(0, text.len())).first().map(|reason| reason.told(&source));
        let near = told.as_deref().and_then(|told| told.strip_prefix("`phrases` came near: "));
        assert_eq!(near, expected, "{text}: {told:?}");
    }

    #[test]
    fn the_word_at_which_a_phrase_stopped_is_told() {
        nearest("[\"we never pay\"]", "We never give.", Some("found “We never”, then “give” where `pay` is wanted"));
        nearest(
            "[\"we never pay\"]",
            "Sure, we never!",
            Some("found “we never”, then the sentence ends where `pay` is wanted"),
        );
        nearest(
            "[\"(we never|i always) pay\"]",
            "Now I always give.",
            Some("found “I always”, then “give” where `pay` is wanted"),
        );
        nearest("[\"we ..2 pay\"]", "We give.", Some("found “We”, then “give” where `pay` is wanted"));
        nearest("[\"we never pay\"]", "They give.", None);
    }

    #[test]
    fn another_form_of_a_word_is_told_with_its_cure() {
        nearest("[\"no refund on\"]", "There are no refunds on shoes.", Some("found “refunds”: write `~refund`"));
        nearest(
            "[\"give refund now\"]",
            "Give refunds later.",
            Some("found “Give” and “refunds”, but `now` is missing, and “refunds” is another form: write `~refund`"),
        );
        nearest(
            "[\"we ~general\"]",
            "We generous folk.",
            Some("found “We”, then “generous”, which is no form of `~general`: write `(~general|generous)`"),
        );
    }

    #[test]
    fn what_is_short_of_an_entry_of_a_list_is_told() {
        let rule = "[\"you must @wait\"] with wait = [\"queue\", \"fill in a form\"]";
        nearest(
            rule,
            "You must queues.",
            Some("found “queues”, of which `@wait` has another form: write `~queue` there"),
        );
        nearest(
            rule,
            "You must fill in the form.",
            Some(
                "found “You must”, then “fill in” and “the” where `@wait` is wanted: its entry `fill in a form` has `a` there",
            ),
        );
    }

    #[test]
    fn what_keeps_a_whole_phrase_from_matching_is_told() {
        nearest("[\"pay now\"]", "Never pay now.", Some("found “pay now”, but negated by “Never”"));
        nearest("[\"-pay now\"]", "Pay now.", Some("found “Pay now”, but not negated, as the `-` in front asks"));
        nearest(
            "[\"^pay now\"]",
            "You pay now.",
            Some("found “pay now”, but not where a sentence starts (`^`): “You” stands before it"),
        );
        nearest(
            "[\"pay now $\"]",
            "Pay now please.",
            Some("found “Pay now”, but not where a sentence ends (`$`): “please” stands after it"),
        );
        nearest(
            "[\"pay !(now) ..3 cash\"]",
            "Pay now in cash.",
            Some("found “Pay now in cash”, but “now” stands there, which `!(now)` forbids"),
        );
        nearest(
            "[\"pay ..1 cash\"]",
            "Pay at once in cash.",
            Some("found “Pay at once in cash”, but further apart than `..1` allows: it would have to be `..3`"),
        );
    }

    #[test]
    fn a_value_that_fails_is_told_with_what_it_comes_to() {
        nearest(
            "[\"reply in <duration > 24h>\"]",
            "We reply in ten hours.",
            Some("found “reply in ten hours”, but “ten hours” (10 h) is not > 24h"),
        );
        nearest(
            "[\"costs <duration>\"]",
            "It costs 20 euros.",
            Some("found “costs”, then “20 euros”, which is a `<money>`, where `<duration>` is wanted"),
        );
    }

    #[test]
    fn everything_that_stands_in_the_way_is_told_at_once() {
        nearest(
            "[\"pay refund ..1 <duration > 24h>\"]",
            "Never pay refunds by card in 2 hours.",
            Some(
                "found “pay refunds by card in 2 hours”, but “refunds” is another form: write `~refund`, and “2 hours” (2 h) is not > 24h, and further apart than `..1` allows: it would have to be `..3`, and negated by “Never”",
            ),
        );
    }

    #[test]
    fn words_between_and_another_order_are_told() {
        nearest(
            "[\"please hold\"]",
            "Please kindly hold.",
            Some("found “Please kindly hold”, but “kindly” stands between: write `please ..1 hold`"),
        );
        nearest(
            "[\"refuse any refund\"]",
            "Any refund we refuse.",
            Some("found “refuse”, “Any” and “refund”, but in another order than the phrase has them"),
        );
    }

    #[test]
    fn a_label_that_the_text_does_not_join_is_told() {
        nearest(
            "[\"phone line\"]",
            "Phone line: closed.",
            Some("found “Phone line”, but only in the label or heading; a match must touch the text beside it"),
        );
    }

    #[test]
    fn the_members_of_a_set_are_told_one_by_one() {
        nearest(
            "[\"{shop & closes & money & back}\", \"{shop & opens}\"]",
            "The shop gives money back.",
            Some("found “shop”, “money” and “back”, but `closes` is missing"),
        );
        nearest(
            "[\"{refund & refuse}\"]",
            "We refuse. A refund is due.",
            Some("found “refuse”, but `refund` stands in another sentence, on line 1"),
        );
        nearest(
            "[\"{refund & refuse & !manager}\"]",
            "We refuse a refund unless a manager agrees.",
            Some("found “refuse a refund”, but “manager” stands there, which `!manager` forbids"),
        );
        nearest(
            "[\"{refund & refuse}3\"]",
            "We refuse on a rainy day any refund.",
            Some(
                "found “refuse on a rainy day any refund”, but further apart than the set's `}3` allows: it would have to be `}7`",
            ),
        );
    }

    #[test]
    fn an_accent_that_counts_is_told() {
        nearest_in(
            "it",
            "[\"cliente è difficile\"]",
            "Il cliente e difficile, perché no.",
            Some("found “cliente e difficile”, but “e” is not `è`: this accent counts"),
        );
    }

    #[test]
    fn the_nearest_of_all_phrases_comes_first() {
        nearest(
            "[\"we pay\", \"we never pay cash\"]",
            "We never pay.",
            Some("found “We never pay”, then the sentence ends where `cash` is wanted"),
        );
    }
}
