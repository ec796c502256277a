//! No files but those within reach, and no network: Landlock, and limits of the process.

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible as _, Ruleset, RulesetAttr as _,
    RulesetCreatedAttr as _, RulesetStatus, Scope, path_beneath_rules,
};
use rlimit::{Resource, setrlimit};

use crate::worker::model::Reach;

/// The version whose rights are given up: files, devices, TCP, and signals and sockets of other processes (Linux 6.12).
const VERSION: ABI = ABI::V6;

/// Gives up opening any file but those within reach, connecting to anything and listening. A path that leads to nothing gives
/// no right.
pub(super) fn forgo(reach: &Reach) -> Result<(), String> {
    let reading = AccessFs::ReadFile | AccessFs::ReadDir;
    let ruleset = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(VERSION))
        .and_then(|ruleset| ruleset.handle_access(AccessNet::from_all(VERSION)))
        .and_then(|ruleset| ruleset.scope(Scope::from_all(VERSION)))
        .and_then(Ruleset::create)
        .and_then(|ruleset| ruleset.add_rules(path_beneath_rules(&reach.read, reading)))
        .and_then(|ruleset| ruleset.add_rules(path_beneath_rules(&reach.write, reading | writing())));
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

/// What making and replacing files and folders takes: no links, pipes, sockets or devices.
fn writing() -> BitFlags<AccessFs> {
    AccessFs::WriteFile
        | AccessFs::Truncate
        | AccessFs::MakeReg
        | AccessFs::MakeDir
        | AccessFs::RemoveFile
        | AccessFs::RemoveDir
        | AccessFs::Refer
}

/// Lets no file grow.
pub(super) fn forgo_growth() -> Result<(), String> {
    limit(Resource::FSIZE)
}

/// Lets no memory be dumped, which may hold personal data.
pub(super) fn forgo_dumps() -> Result<(), String> {
    limit(Resource::CORE)
}

fn limit(kind: Resource) -> Result<(), String> {
    setrlimit(kind, 0, 0).map_err(|error| format!("limits of the process cannot be set: {error}"))
}
