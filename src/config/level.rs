//! How grave findings are taken: by rule, and for the exit code of a run.

use serde::Deserialize;

use crate::finding::Severity;

/// From which severity on a run fails.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    /// Errors.
    Error,
    /// Errors and warnings.
    #[default]
    Warning,
    /// Any finding.
    Advice,
    /// Nothing.
    Never,
}

impl FailOn {
    /// Whether a finding of this severity makes a run fail.
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Advice => true,
            Self::Never => false,
        }
    }

    /// Its word in a configuration file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
            Self::Never => "never",
        }
    }
}

/// How grave the findings of a rule are, or that it is off.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the words of `Severity`, and one more")]
pub enum Level {
    Error,
    Warning,
    Advice,
    Off,
}

impl Level {
    /// The severity; `None` for a rule that is off.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Advice => Some(Severity::Advice),
            Self::Off => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_counts_what_is_at_or_above_it() {
        assert!(FailOn::Warning.fails(Severity::Error) && FailOn::Warning.fails(Severity::Warning));
        assert!(!FailOn::Warning.fails(Severity::Advice) && FailOn::Advice.fails(Severity::Advice));
        assert!(!FailOn::Never.fails(Severity::Error));
    }
}
