//! `convoke release`: an approval of all of the newest archive, by the name it had before there was a ledger.

use super::approve::What;
use super::outcome::Outcome;
use super::setting::Setting;

/// Release the newest archive: the same as `approve`, for scripts that give no name.
///
/// The rules are those of `convoke approve`, and the ledger says that no name was given. A mailing that asks for several approvals is not
/// released without names. A released archive stays as it is: a later build puts its own beside it, as DM-1132.2 beside DM-1132, and a
/// document that changes later gets a new number that names the one it replaces.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Who releases it.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    #[command(flatten)]
    what: What,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        self.what.run(setting, self.by.as_deref())
    }
}
