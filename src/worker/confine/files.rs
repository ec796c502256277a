//! No files and no network: Landlock, and limits of the process.

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, CompatLevel, Compatible as _, Ruleset, RulesetAttr as _,
    RulesetStatus, Scope,
};
use rlimit::{Resource, setrlimit};

/// The version whose rights are given up: files, devices, TCP, and signals and sockets of other processes (Linux 6.12).
const VERSION: ABI = ABI::V6;

/// Gives up opening any file, connecting to anything and listening.
pub(super) fn forgo() -> Result<(), String> {
    let ruleset = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(VERSION))
        .and_then(|ruleset| ruleset.handle_access(AccessNet::from_all(VERSION)))
        .and_then(|ruleset| ruleset.scope(Scope::from_all(VERSION)))
        .and_then(Ruleset::create);
    match ruleset.and_then(|ruleset| ruleset.restrict_self()) {
        Ok(status) => match status.ruleset {
            RulesetStatus::FullyEnforced => Ok(()),
            RulesetStatus::PartiallyEnforced => {
                Err("Landlock is of a version that leaves some rights".to_owned())
            }
            RulesetStatus::NotEnforced => Err("there is no Landlock".to_owned()),
        },
        Err(error) => Err(format!("Landlock failed: {error}")),
    }
}

/// Lets no file grow, and no memory be dumped that may hold personal data.
pub(super) fn forgo_writing() -> Result<(), String> {
    let limited = [Resource::CORE, Resource::FSIZE].into_iter().try_for_each(|kind| setrlimit(kind, 0, 0));
    limited.map_err(|error| format!("limits of the process cannot be set: {error}"))
}
