use std::{collections::BTreeMap, sync::Arc};

use proptest::prelude::*;

use super::*;
use crate::language::Language;

const EN: &str = r#"
stemmer = "english"
function-words = ["the", "is", "a", "to", "of", "and", "be", "we"]
clause-openers = ["but", "because", "so"]
contractions = { "n't" = "not", "'ll" = "will", "won't" = "will not", "that's" = "that is", "cannot" = "can not" }
[lists]
neg = ["not", "never", "no", "nobody", "without", "no longer"]
customer = ["customer", "client", "our guests", "@buyer"]
buyer = ["buyer", "~shopper"]
soft = ["(may|might) ..2 help", "never pay"]
[values]
percent = ["percent", "per cent"]
[stance]
reject = ["avoid", "^ myth $"]
retract = ["took it down"]
"#;
const IT: &str = r#"
stemmer = "italian"
elision = true
distinct = ["è", "sì", "né"]
contractions = { "e'" = "è" }
[lists]
neg = ["non ..3 (mai|più)", "non", "mai", "nessun*"]
"#;
const RO: &str = r#"
stemmer = "romanian"
distinct = ["să", "că"]
[lists]
neg = ["nu", "niciodată"]
"#;

fn builder(toml: &str) -> IndexBuilder {
    let file = toml::from_str(toml).expect("the test's language file");
    IndexBuilder::new(Arc::new(Language { code: "xx".into(), file, sources: Vec::new() })).expect("a good language")
}

fn scan(index: &Index, texts: &[(&str, bool)], accents: bool) -> (Vec<Match>, Words, u64) {
    let (mut words, mut scratch, mut found) = (Words::new(), Scratch::new(), Vec::new());
    words.clear(accents);
    for &(text, context) in texts {
        words.push(index, text, 0..text.len(), context);
    }
    index.scan(&words, &mut scratch, &mut found);
    (found, words, scratch.steps())
}

/// The texts of the matches of one phrase.
fn found<'t>(language: &str, phrase: &str, text: &'t str) -> Vec<&'t str> {
    let mut builder = builder(language);
    let phrase = parse(phrase).expect("a good phrase");
    let id = builder.add(&phrase, builder.base()).expect("a phrase that can be found");
    let index = builder.build();
    let (found, words, _) = scan(&index, &[(text, false)], !text.is_ascii());
    found.iter().filter(|m| m.phrase == id).map(|m| &text[words.range(m.start, m.end)]).collect()
}

#[track_caller]
fn finds(language: &str, phrase: &str, text: &str, expected: &[&str]) {
    assert_eq!(found(language, phrase, text), expected, "`{phrase}` in “{text}”");
}

#[test]
fn words_stems_and_prefixes_match_words() {
    finds(EN, "call", "The Call, recalled.", &["Call"]);
    finds(EN, "~record", "We recorded it; recording records.", &["recorded", "recording", "records"]);
    finds(EN, "record*", "a recorder", &["recorder"]);
    finds(EN, "follow up", "a follow-up", &["follow-up"]);
    finds(EN, "follow-up", "follow\nup", &["follow\nup"]);
}

#[test]
fn names_are_capitalised_words_that_the_language_does_not_know() {
    finds(EN, "ask <name>", "Ask Marlow, or ask Ann Bell.", &["Ask Marlow", "ask Ann Bell"]);
    finds(EN, "<name> knows", "Marlow knows.", &["Marlow knows"]);
    finds(EN, "ask <name>", "Ask Customer Care, ask IT, ask marlow.", &[]);
    finds(EN, "only <name>", "How Only Marlow Opens Doors", &[]);
}

#[test]
fn quotations_open_and_close_in_the_sentence() {
    finds(EN, "say <quotation>", "Say “Welcome back” at the door.", &["Say “Welcome back"]);
    finds(EN, "say <quotation>", "Say \"hello\".", &["Say \"hello"]);
    finds(EN, "say <quotation>", "Say hello, it's late; say “hello.", &[]);
}

#[test]
fn choices_and_options_are_taken_when_present() {
    finds(
        EN,
        "[this|your] call (may|might be) x",
        "Your call might be x, call may x",
        &["Your call might be x", "call may x"],
    );
    finds(EN, "call [center]", "the call center", &["call center"]);
    finds(EN, "(call|call center)", "the call center", &["call center"]);
}

#[test]
fn gaps_are_short_and_may_exclude_words() {
    finds(EN, "be .. ~record", "be a b c d e recorded", &["be a b c d e recorded"]);
    finds(EN, "be .. ~record", "be a b c d e f recorded", &[]);
    finds(EN, "be ..1 ~record", "be a b recorded", &[]);
    finds(EN, "be ..4!(x|y z) end", "be x end", &[]);
    finds(EN, "be ..4!(x|y z) end", "be y end", &["be y end"]);
    finds(EN, "be ..4!(x|y z) end", "be y z end", &[]);
    finds(EN, "hold !(on|the line) *".trim_end_matches(" *"), "hold on, hold the line, hold the phone", &["hold"]);
    finds(
        EN,
        "dear ..1 bye",
        "dear {{first name}} bye, dear [your first name] bye, dear 1,000 bye",
        &["dear {{first name}} bye", "dear [your first name] bye", "dear 1,000 bye"],
    );
}

#[test]
fn lists_hold_phrases_and_lists() {
    finds(
        EN,
        "the @customer is",
        "the client is, the shoppers is, the our guests is",
        &["the client is", "the shoppers is", "the our guests is"],
    );
}

#[test]
fn a_rule_adds_to_lists_or_replaces_them() {
    let mut builder = builder(EN);
    let patient = || BTreeMap::from([("customer".to_owned(), vec![parse("patient").expect("a word")])]);
    let more = builder.scope(&patient(), &BTreeMap::new()).expect("good lists");
    let only = builder.scope(&BTreeMap::new(), &patient()).expect("good lists");
    let phrase = parse("@customer").expect("a phrase");
    let ids = [builder.base(), more, only].map(|scope| builder.add(&phrase, scope).expect("known"));
    let index = builder.build();
    let counts = |text| {
        let (found, ..) = scan(&index, &[(text, false)], true);
        ids.map(|id| found.iter().filter(|m| m.phrase == id).count())
    };
    assert_eq!(counts("patient"), [0, 1, 1]);
    assert_eq!(counts("client"), [1, 1, 0]);
}

#[test]
fn anchors_look_past_quotation_marks() {
    finds(EN, "^ sorry", "“Sorry, sorry", &["Sorry"]);
    finds(EN, "^ sorry", "Say \"sorry\" or (sorry)", &["sorry"]);
    finds(EN, "sorry $", "sorry to say ‘I am sorry’ now. Sorry!", &["sorry", "Sorry"]);
}

#[test]
fn a_match_must_touch_the_cell_itself() {
    let mut builder = builder(EN);
    let id = builder.add(&parse("first response <number>").expect("good"), builder.base()).expect("good");
    let label = builder.add(&parse("^ response").expect("good"), builder.base()).expect("good");
    let index = builder.build();
    let (found, words, _) = scan(&index, &[("First response", true), ("48 hours", false)], false);
    assert_eq!(found, [Match { phrase: id, start: 0, end: 3, context: 0b11 }]);
    assert_eq!(words.range(0, 3), 0..2);
    let (found, ..) = scan(&index, &[("First", true), ("response", false)], false);
    assert_eq!(found.iter().map(|m| m.phrase).collect::<Vec<_>>(), [label]);
}

#[test]
fn sets_are_tight_unordered_and_fenced() {
    finds(EN, "{wrong & even & !right}", "even a wrong, even b", &["wrong, even"]);
    finds(EN, "{wrong & even}", "wrong wrong x even", &["wrong x even"]);
    finds(EN, "{wrong & even & !right}", "even a wrong is right", &[]);
    finds(EN, "{wrong & even}3", "wrong a b even", &[]);
    finds(EN, "{our guests & guests}", "our guests", &[]);
    finds(EN, "{our guests & guests}", "our guests guests", &["our guests guests"]);
}

#[test]
fn negation_turns_a_match_off_and_a_minus_turns_it_around() {
    finds(EN, "@customer [is] always right", "No customer is always right", &[]);
    finds(EN, "@customer [is] always right", "Not ever, the customer is always right", &["customer is always right"]);
    finds(EN, "@customer .. right", "the customer is not right", &[]);
    finds(EN, "@customer .. right", "the customer never is not right", &["customer never is not right"]);
    finds(EN, "never decide", "You never decide", &["never decide"]);
    finds(EN, "-(~discretion|~leeway)", "no discretion but some leeway", &["discretion"]);
    finds(EN, "-help ..3 you", "we help not you; we help you", &["help not you"]);
    finds(EN, "help", "We do not know but help", &["help"]);
    finds(EN, "help", "not one two three four five six help", &["help"]);
    finds(EN, "help", "We no longer help", &[]);
}

#[test]
fn a_negator_that_an_entry_of_a_list_skips_is_not_spelled() {
    finds(EN, "we @soft", "we may help", &["we may help"]);
    finds(EN, "we @soft", "we may not help", &[]);
    finds(EN, "-we @soft", "we may not help", &["we may not help"]);
    finds(EN, "we @soft", "we never pay", &["we never pay"]);
    finds(EN, "{they & @soft}", "they might not help", &[]);
    finds(EN, "{they & @soft}", "they never pay", &["they never pay"]);
    finds(EN, "([so] @soft|x) now", "we may not help now", &[]);
}

#[test]
fn a_negator_of_several_words_counts_once_around_and_inside_a_match() {
    finds(IT, "decid*", "Non decidere mai da solo", &[]);
    finds(IT, "cliente .. ha .. ragione", "il cliente non ha mai ragione", &[]);
    finds(IT, "-cliente .. ha .. ragione", "il cliente non ha mai ragione", &["cliente non ha mai ragione"]);
    finds(EN, "longer help", "no longer help", &[]);
}

#[test]
fn a_match_holds_the_whole_spelling_of_a_value_at_its_ends() {
    finds(EN, "back <percent>", "Back 100%. Back (85 %).", &["Back 100%", "Back (85 %"]);
    finds(EN, "<money> back", "Get $75 back or 75 € back.", &["$75 back", "75 € back"]);
    finds(EN, "<money>", "Get $ 75 or € 5–€ 7.", &["$ 75", "€ 5–€ 7"]);
    finds(EN, "by <placeholder>", "By [callback time].", &["By [callback time]"]);
    finds(EN, "<placeholder> and", "{{a}}, [b c] and", &["[b c] and"]);
    finds(EN, "guest", "Dear [guest]", &["guest"]);
}

#[test]
fn a_word_that_a_phrase_spells_is_not_eaten_by_the_value_behind_it() {
    const CLOCK: &str = "[values]\nclock = [\"ore\", \"alle\", \"le\", \"le ore\"]\nrange = [\"alle\"]\non = [\"ore\"]";
    finds(CLOCK, "alle <time>", "Alle 17, alle 17:30, alle cinque", &["Alle 17", "alle 17:30"]);
    finds(CLOCK, "entro le <time>", "entro le 17, entro le ore 18.00", &["entro le 17", "entro le ore 18.00"]);
    finds(CLOCK, "entro le ore <time>", "entro le 17, entro le ore 18.00", &["entro le ore 18.00"]);
    finds(CLOCK, "entro <time>", "entro le 17, entro 18:00", &["entro le 17", "entro 18:00"]);
    finds(CLOCK, "alle <hours>", "alle 9 alle 17", &["alle 9 alle 17"]);
}

#[test]
fn a_number_is_no_part_of_a_longer_word() {
    finds(EN, "<number>", "24h, x24 and 7", &["7"]);
    finds(EN, "wait", "wait <5 min and >3 h", &["wait"]);
}

#[test]
fn an_address_is_one_word_that_nothing_matches() {
    finds(EN, "help", "see https://a.example/help or www.help.example, then help", &["help"]);
    finds(EN, "see ..1 now", "See https://a.example/not/now now.", &["See https://a.example/not/now now"]);
}

#[test]
fn a_run_of_words_without_end_is_cut() {
    let mut builder = builder(EN);
    builder.add(&parse("a ..12 x").expect("good"), builder.base()).expect("good");
    let text = "a'".repeat(100_000);
    let (_, words, steps) = scan(&builder.build(), &[(&text, false)], false);
    assert!(words.len() < 2100 && steps < 100_000, "{} words, {steps} steps", words.len());
}

#[test]
fn contractions_match_their_words_and_the_other_way_round() {
    finds(EN, "do not", "Don’t, do not", &["Don’t", "do not"]);
    finds(EN, "don't", "don't, do not", &["don't", "do not"]);
    finds(EN, "not", "I don't, and won't", &["n't", "won't"]);
    finds(EN, "the customer", "the customer's call", &["the customer"]);
    finds(IT, "l'assistenza", "L’ assistenza e l'assistenza", &["L’ assistenza", "l'assistenza"]);
    finds(IT, "altra", "un'altra", &["altra"]);
    finds(IT, "c'è", "C'e' chi c’è, c'è e c'e’ perché", &["C'e'", "c’è", "c'è", "c'e’"]);
    finds(IT, "cos'è successo", "Perché 'cos'e' successo'", &["cos'e' successo"]);
    finds(RO, "într o", "într-o", &["într-o"]);
}

#[test]
fn accents_fold_but_for_distinct_words() {
    finds(IT, "può", "puo e può", &["puo", "può"]);
    finds(IT, "è", "e cosi è, e'", &["è", "e'"]);
    finds(IT, "e", "e così è", &["e"]);
    finds(IT, "il cliente è", "il cliente e nervoso", &["il cliente e"]);
    finds(IT, "~registrata", "registrato, registrate", &["registrato", "registrate"]);
    finds(RO, "și", "\u{15f}i si", &["\u{15f}i", "si"]);
    finds(RO, "~înregistrată", "inregistrata, înregistrate", &["inregistrata", "înregistrate"]);
    finds(EN, "record", "re\u{ad}cord", &["re\u{ad}cord"]);
    finds(EN, "cafe", "cafe\u{301} café", &["cafe\u{301}", "café"]);
}

#[test]
fn values_compare_and_placeholders_have_names() {
    finds(EN, "<percent < 90>", "95 % and 80 per cent", &["80 per cent"]);
    finds(EN, "<number >= 1000>", "999 1,000", &["1,000"]);
    finds(
        EN,
        "hi <placeholder name>",
        "hi {{first_name}}, hi [Date], hi <insert name>",
        &["hi {{first_name}}", "hi <insert name>"],
    );
    finds(EN, "name", "{{name}} [name]", &["name"]);
    finds(EN, "<duration > 24h>", "48h", &[]);
    finds(IT, "<percent < 90>", "dell'80 %, l’85 %, l'95 %", &["80 %", "85 %"]);
}

#[track_caller]
fn fails(phrase: &str, marked: &str, message: &str) {
    let mut builder = builder(EN);
    let errors = match parse(phrase) {
        Ok(parsed) => builder.add(&parsed, builder.base()).expect_err(phrase),
        Err(errors) => errors,
    };
    assert!(
        errors.iter().any(|error| error.message.contains(message) && &phrase[error.range.clone()] == marked),
        "`{phrase}`: {errors:?}"
    );
}

#[test]
fn mistakes_point_at_the_very_word() {
    fails("the @custmer is", "@custmer", "unknown word list");
    fails("<percnt < 90>", "percnt", "unknown value");
    fails("<duration > 3 moons>", "moons", "no unit");
    fails("a (b|c", "(", "not closed");
    fails("a (b||c)", "|", "empty");
    fails("a | b", "|", "does not belong");
    fails("a [b]) c", ")", "does not belong");
    fails("[a] ..", "[a] ..", "nothing");
    fails("pay ..2 wo*rd now", "wo*", "inside a word");
    fails("pay !(now|then) now", "!(now|then)", "never match");
    fails("{wrong & the}", "the", "function words");
    fails("{wrong & even & odd}2", "{wrong & even & odd}2", "no room");
    fails("{a & b & c & d & e & f & g & h & i}", "{a & b & c & d & e & f & g & h & i}", "eight");
    fails("a ..1000 b", "..1000", "too large");
    fails("", "", "empty");
    fails("~ record", "~", "right after it");
}

#[test]
fn all_mistakes_come_back_at_once() {
    let errors = parse("a | b <foo> (c||d)").expect_err("three mistakes");
    assert_eq!(errors.len(), 3, "{errors:?}");
}

#[test]
fn a_bad_list_entry_is_named() {
    let file = toml::from_str("[lists]\na = ['x', '@b']\nneg = ['[no]', '(']").expect("a file");
    let language = Language { code: "xx".into(), file, sources: Vec::new() };
    let errors = IndexBuilder::new(Arc::new(language)).expect_err("three mistakes");
    let mut places: Vec<_> = errors.iter().map(|error| (error.key.as_str(), error.entry)).collect();
    places.sort_unstable();
    assert_eq!(places, [("lists.a", 1), ("lists.neg", 0), ("lists.neg", 1)]);
}

#[test]
fn a_list_that_holds_itself_is_an_error() {
    let file = toml::from_str("[lists]\na = ['x', '@b']\nb = ['y @a']").expect("a file");
    let language = Language { code: "xx".into(), file, sources: Vec::new() };
    assert!(IndexBuilder::new(Arc::new(language)).is_err());
}

#[test]
fn cues_are_phrases_of_the_index() {
    let index = builder(EN).build();
    let (found, ..) = scan(&index, &[("“Myth”", false)], false);
    assert_eq!(found.iter().filter_map(|m| index.cue(m.phrase)).collect::<Vec<_>>(), [Cue::Reject]);
}

#[test]
fn hostile_phrases_and_texts_take_steps_by_their_size() {
    let steps = |phrase: &str, words: usize| {
        let mut builder = builder(EN);
        builder.add(&parse(phrase).expect("good"), builder.base()).expect("good");
        let index = builder.build();
        let text = "a x ".repeat(words / 2) + "b";
        scan(&index, &[(&text, false)], false).2
    };
    for phrase in [
        "a ..12 a ..12 a ..12 c ..1 b",
        "[a] [a] [a] [a] [a] [a] [a] [a] a a a b b",
        "{x & x & x & x & x & b b}",
        "(a|a a|a a a) (a|a a|a a a) (a|a a|a a a) b b",
    ] {
        // In shorter sentences most of these are not tried at all.
        let (short, long) = (steps(phrase, 200), steps(phrase, 800));
        assert!(long < 800 * 4000, "{phrase}: {long}");
        assert!(long <= short * 6, "{phrase}: {short} {long}");
    }
}

fn phrases() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        "[a-zàșè]{1,6}('[a-z])?",
        "~[a-z]{1,5}",
        "[a-z]{1,5}\\*",
        "@[a-z]{1,5}",
        "\\.\\.[0-9]{0,2}",
        "\\.\\.5!\\(a\\|b c\\)",
        "![a-z]{1,4}",
        Just("<percent < 90>".to_owned()),
        Just("<duration >= 24h>".to_owned()),
        Just("<placeholder time|date>".to_owned()),
    ];
    nested(leaf, " ")
}

/// What is nearly a habit of other languages, or is one, with and without blanks.
fn near_habits() -> impl Strategy<Value = String> {
    let signs = "a -b c/d / ?i ? + - --x e-m a-z 0-9 ^ $ . .. ..5 5 , x* ~x @x <percent> !a !c/d !(a|b) ! ' +y .z*";
    let signs: Vec<_> = signs.split(' ').collect();
    let leaf = (prop::sample::select(signs), prop::sample::select(&["", " "]))
        .prop_map(|(sign, blank)| format!("{blank}{sign}"));
    nested(leaf, "")
}

fn nested(leaf: impl Strategy<Value = String> + 'static, between: &'static str) -> impl Strategy<Value = String> {
    leaf.prop_recursive(3, 24, 4, move |inner| {
        let row = prop::collection::vec(inner, 1..4).prop_map(|items| items.join(between));
        prop_oneof![
            row.clone(),
            prop::collection::vec(row.clone(), 2..4).prop_map(|alts| format!("({})", alts.join("|"))),
            prop::collection::vec(row.clone(), 1..4).prop_map(|alts| format!("[{}]", alts.join(" | "))),
            prop::collection::vec(row, 1..4).prop_map(|members| format!("{{ {} & w}}9", members.join("& "))),
        ]
    })
}

#[test]
fn a_phrase_that_is_nearly_a_habit_is_printed_as_itself() {
    for text in [
        "{ {a & b} & c}",
        "!24/7",
        "a ..5!and/or b",
        "<percent < 90>-free",
        "^-up",
        "{a &-up & b}",
        "[ a-z]",
        "( ?i) a",
        "a - b",
    ] {
        assert_eq!(parse(text).expect(text).to_string(), text);
    }
}

proptest! {
    #[test]
    fn a_printed_phrase_parses_to_itself(text in phrases(), minus in any::<bool>(), ends in any::<bool>()) {
        let text = format!("{}{text}{}", if minus { "-^" } else { "" }, if ends { "$" } else { "" });
        let phrase = parse(&text).map_err(|errors| TestCaseError::fail(format!("{text}: {errors:?}")))?;
        prop_assert_eq!(phrase.text(), text.as_str());
        prop_assert_eq!(parse(&phrase.to_string()).expect("what is printed parses"), phrase);
    }

    #[test]
    fn what_is_nearly_a_habit_is_printed_as_itself(text in near_habits()) {
        if let Ok(phrase) = parse(&text) {
            prop_assert_eq!(parse(&phrase.to_string()), Ok(phrase), "{}", text);
        }
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "[a-z~@<>=!(){}\\[\\]|&.$^*?+/…0-9è' -]{0,40}") {
        if let Err(errors) = parse(&text) {
            for error in errors {
                prop_assert!(text.get(error.range).is_some());
            }
        }
    }

    #[test]
    fn no_text_makes_the_scan_panic(text in "\\PC{0,80}", phrase in phrases()) {
        let mut builder = builder(IT);
        if let Ok(phrase) = parse(&phrase) {
            let _ = builder.add(&phrase, builder.base());
        }
        let index = builder.build();
        let (_, words, _) = scan(&index, &[(&text, false)], false);
        for at in 0..words.len() as u32 {
            prop_assert!(text.get(words.range(at, at + 1)).is_some());
        }
    }
}
