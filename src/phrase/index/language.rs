//! The phrases of a language file: its lists and its cues.

use super::{Cue, IndexBuilder, LanguageError, ScopeId};
use crate::{
    language::{LanguageFile, Written},
    phrase::{self, Phrase, PhraseError, lower::Lowering},
};

impl IndexBuilder {
    pub(super) fn read_lists(&mut self, file: &LanguageFile, errors: &mut Vec<LanguageError>) {
        for (name, written) in file.lists.iter() {
            let phrases = read_list(&format!("lists.{name}"), written, errors);
            self.compiler.know_list(name, phrases);
        }
        let openers = read_list("clause-openers", &file.clause_openers, errors);
        for name in file.lists.keys() {
            let list = self.compiler.named(0, name).expect("the list is the language's own");
            if name == "neg" {
                self.neg = Some(list);
            }
        }
        let mut lowering = Lowering { compiler: &mut self.compiler, scope: 0, errors: Vec::new() };
        let rows: Vec<_> = openers.iter().map(|phrase| lowering.phrase(phrase)).collect();
        self.openers = Some(self.compiler.list(rows));
        for (name, entry, error) in self.compiler.list_errors.drain(..) {
            let span = file.lists.get(&name).and_then(|list| list.get(entry)).map_or(0..0, Written::span);
            errors.push(LanguageError { key: format!("lists.{name}"), entry, span, error });
        }
    }

    pub(super) fn read_cues(&mut self, file: &LanguageFile, errors: &mut Vec<LanguageError>) {
        let stance = &file.stance;
        for (key, cue, written) in [
            ("stance.reject", Cue::Reject, &stance.reject),
            ("stance.prescribe", Cue::Prescribe, &stance.prescribe),
            ("stance.report", Cue::Report, &stance.report),
            ("stance.reject-before", Cue::RejectBefore, &stance.reject_before),
            ("stance.reject-quoted", Cue::RejectQuoted, &stance.reject_quoted),
            ("stance.report-before", Cue::ReportBefore, &stance.report_before),
            ("stance.reject-after", Cue::RejectAfter, &stance.reject_after),
            ("stance.adopt", Cue::Adopt, &stance.adopt),
            ("stance.retract", Cue::Retract, &stance.retract),
        ] {
            for (entry, written) in written.iter().enumerate() {
                match phrase::parse(written.get_ref()).and_then(|phrase| self.add_cue(&phrase, cue)) {
                    Ok(()) => {}
                    Err(found) => errors.extend(found.into_iter().map(|error| LanguageError {
                        key: key.to_owned(),
                        entry,
                        span: written.span(),
                        error,
                    })),
                }
            }
        }
    }
}

impl IndexBuilder {
    /// Adds a cue. One that speaks of the words before it ("… can never be wrong has cost us dearly") is not negated by
    /// theirs, so it is added with both signs.
    fn add_cue(&mut self, phrase: &Phrase, cue: Cue) -> Result<(), Vec<PhraseError>> {
        let id = self.add(phrase, ScopeId(0))?;
        self.cues.push((id, cue));
        if matches!(cue, Cue::RejectAfter | Cue::Adopt) {
            let twin = Phrase { negated: !phrase.negated, ..phrase.clone() };
            let id = self.add(&twin, ScopeId(0))?;
            self.cues.push((id, cue));
        }
        Ok(())
    }
}

/// The entries that parse; the mistakes of the others.
fn read_list(key: &str, written: &[Written], errors: &mut Vec<LanguageError>) -> Vec<Phrase> {
    let mut phrases = Vec::with_capacity(written.len());
    for (entry, text) in written.iter().enumerate() {
        match phrase::parse(text.get_ref()) {
            Ok(phrase) => phrases.push(phrase),
            Err(found) => errors.extend(found.into_iter().map(|error| LanguageError {
                key: key.to_owned(),
                entry,
                span: text.span(),
                error,
            })),
        }
    }
    phrases
}
