//! What silencing comments leave of what was found.

use crate::{
    document::{BlockKind, Document},
    fact::Fact,
    finding::Finding,
    ruleset::RuleSet,
    source::{Source, Span},
    suppress::{self, Remark, Silenceable, Silenced, Silencing},
};

/// What comments leave, and what they silence.
pub(super) struct Heeded {
    /// With those about the comments themselves.
    pub findings: Vec<Finding>,
    pub silenced: Vec<(Finding, Silencing)>,
    pub facts: Vec<Fact>,
}

/// Something that a rule has found. A fact may become a finding when other documents are known, so a comment that
/// silences one is of use.
enum Trace {
    Finding(Finding),
    Fact(Fact),
}

impl Silenceable for Trace {
    fn rule(&self) -> usize {
        match self {
            Self::Finding(finding) => finding.rule,
            Self::Fact(fact) => fact.rule,
        }
    }

    fn span(&self) -> Span {
        match self {
            Self::Finding(finding) => finding.span,
            Self::Fact(fact) => fact.span,
        }
    }
}

/// The code of a document: comments in it are examples and silence nothing.
pub(super) fn code(document: &Document<'_>) -> Vec<Span> {
    document.blocks.iter().filter(|block| block.kind == BlockKind::Code).map(|block| block.span).collect()
}

/// Applies the comments of a source.
pub(super) fn heed(
    source: &Source,
    rules: &RuleSet,
    document: &Document<'_>,
    findings: Vec<Finding>,
    facts: Vec<Fact>,
) -> Heeded {
    let code = code(document);
    let traces = findings.into_iter().map(Trace::Finding).chain(facts.into_iter().map(Trace::Fact));
    let mut traces: Vec<Trace> = traces.collect();
    traces.sort_by_key(|trace| (trace.span(), trace.rule()));
    let Silenced { kept, silenced, remarks } = suppress::apply(source, traces, &code, |id| rules.named(id));
    let mut heeded = Heeded { findings: Vec::new(), silenced: Vec::new(), facts: Vec::new() };
    for trace in kept {
        match trace {
            Trace::Finding(finding) => heeded.findings.push(finding),
            Trace::Fact(fact) => heeded.facts.push(fact),
        }
    }
    for (trace, by) in silenced {
        if let Trace::Finding(finding) = trace {
            heeded.silenced.push((finding, by));
        }
    }
    if let Some(rule) = rules.suppression() {
        let severity = rules.severity(rule, None);
        let remark = |Remark { span, message }| Finding {
            rule,
            severity,
            span,
            message,
            related: Vec::new(),
            fixes: Vec::new(),
        };
        heeded.findings.extend(remarks.into_iter().map(remark));
        super::sort(&mut heeded.findings);
    }
    heeded
}
