//! What selection and configuration make of a rule, and who says so.

use std::fmt;

use crate::{config::Origin, finding::Severity};

/// What selection and configuration make of a rule.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) on: bool,
    pub(super) because: Because,
    pub(super) severity: Option<Severity>,
}

/// Why a rule is on, or off.
#[derive(Clone, Debug)]
pub enum Because {
    /// It is of the default set, or it is not.
    Default,
    /// It is on because the configuration speaks of it.
    Configured(Origin),
    /// It is off because its severity is `off`.
    Off(Origin),
    /// It is on because `select` names it.
    Selected(Origin),
    /// It is off because `select` does not name it.
    Unselected(Origin),
    /// It is off because `ignore` names it.
    Ignored(Origin),
}

impl State {
    /// A rule that is on, whatever anybody says.
    pub(super) const ON: Self = Self { on: true, because: Because::Default, severity: None };
}

impl Because {
    /// Who says so; nobody, for the default set.
    pub fn origin(&self) -> Option<&Origin> {
        match self {
            Self::Default => None,
            Self::Configured(by) | Self::Off(by) | Self::Selected(by) | Self::Unselected(by) | Self::Ignored(by) => {
                Some(by)
            }
        }
    }
}

impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Default => "default",
            Self::Configured(_) => "configured",
            Self::Off(_) => "severity `off`",
            Self::Selected(_) => "named by `select`",
            Self::Unselected(_) => "not named by `select`",
            Self::Ignored(_) => "named by `ignore`",
        })?;
        self.origin().map_or(Ok(()), |by| write!(f, ", {by}"))
    }
}
