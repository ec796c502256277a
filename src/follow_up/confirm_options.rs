//! Whose registration is confirmed.

/// The genre whose texts confirmations have.
pub(super) const GENRE: &str = "confirmation";

/// Who is written to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Confirming {
    /// Delegations, and participants.
    #[default]
    All,
    /// Delegations alone: acknowledgements.
    Delegations,
    /// Participants alone: confirmations, and letters for visas.
    Participants,
}
