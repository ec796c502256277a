//! Who hears of the recipients while a plan is made: a long list can be shown before all of it is looked at.

use std::fmt::Debug;

use super::planned::PlannedRecipient;

/// Hears of the recipients while a plan is made.
pub trait Watch: Debug + Send + Sync {
    /// A recipient was read, in the order of the lists. Its documents are not looked at yet.
    fn read(&self, recipient: &PlannedRecipient);

    /// The documents of so many recipients were looked at, of so many: of none, once all recipients were read.
    fn looked_at(&self, done: usize, all: usize);
}
