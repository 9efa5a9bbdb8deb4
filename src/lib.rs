//! `courtesy` lints how a company treats its customers: text in, findings out.
//!
//! 1. A [`RuleSet`] holds all rules that are on, read from files and proven by their examples; all their phrases stand
//!    in one index a language ([`phrase`]).
//! 2. A [`Source`] is a name and a text. [`parse::read`] makes of it a [`document`]: blocks, sentences, who speaks, and
//!    what the text does with its words. On the way, each sentence is scanned once for all phrases.
//! 3. [`lint()`] hands every rule what was found of its phrases; what its check lets stand is a [`Finding`]: a rule, a
//!    severity and a [`Span`] of the source.
//! 4. A [`report`] gathers sources with their findings; each [`Format`] writes it in its own way.
//! 5. [`cli`] finds files, rules and configuration, runs the steps above in parallel, and earns an exit code.
//!
//! ```
//! use courtesy::{Config, Given, Markup, RuleSet, Source, lint};
//!
//! let rules = RuleSet::load(&Config::default()).expect("the built-in rules are without mistakes");
//! let source = Source::new("greeting.txt", "Agent: The customer is always right.\n");
//! let linted = lint(&source, &rules, &Given::new(Markup::Plain, "en"));
//! for finding in &linted.findings {
//!     let place = source.position(finding.span.start());
//!     println!("{}:{}: {}: {}", place.line, place.column, finding.severity, finding.message);
//! }
//! assert_eq!(source.slice(linted.findings[0].span), "The customer is always right");
//! ```

pub mod baseline;
pub mod builtin;
pub mod cli;
pub mod config;
pub mod contents;
pub mod document;
pub mod escape;
pub mod fact;
pub mod finding;
pub mod fix;
pub mod fold;
pub mod language;
pub mod lint;
pub mod parse;
pub mod phrase;
pub mod problem;
pub mod report;
pub mod rule;
pub mod ruleset;
pub mod snippet;
pub mod source;
pub mod suppress;
pub mod trace;
pub mod value;
mod valued;
pub mod verify;
pub mod why;

pub use config::Config;
pub use finding::{Finding, Severity};
pub use lint::{Linted, lint};
pub use parse::{Given, Markup};
pub use report::{Format, Report};
pub use ruleset::RuleSet;
pub use source::{Source, Span};
