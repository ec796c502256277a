//! `convoke status`: how far the shares of a frozen plan are.

use std::path::{Path, PathBuf};

use super::guard::{Guard, GuardLimits};
use super::outcome::Outcome;
use super::render;
use super::setting::Setting;
use super::text::{BAD, GOOD, Text};
use crate::archive::layout::shares_folder;
use crate::batch::{self, ShareState, ShareStates};
use crate::diagnostic::{Problems, path_text};
use crate::mailing;
use crate::plan::FrozenPlan;
use crate::worker::Reach;

/// Say how far the shares of a frozen plan are: whole, under way, stopped, missing or differing.
///
/// A share is under way while a command is at work on it on a file system that this machine shares, and stopped where one has ended
/// before its end. Files are not hashed: `merge` does that. Exit code 3 says that not all are whole.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shares, or folders of them [default: where the mailing's are made, as output/DM-1132-shares].
    shares: Vec<PathBuf>,
    /// The frozen plan.
    #[arg(long, value_name = "FILE")]
    plan: PathBuf,
    #[command(flatten)]
    limits: GuardLimits,
    /// Write problems and the result as one JSON object a line.
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        let guard = Guard::of_shares(setting, self.limits, self.json, &self.shares);
        guard.run(|guard| match self.look(guard) {
            Ok((frozen, states)) => {
                render::report(&states.problems, self.json, setting.verbose);
                match self.json {
                    true => render::json(&serde_json::json!({
                        "event": "shares",
                        "plan": frozen.sha256(),
                        "of": states.of,
                        "shares": states.shares,
                    })),
                    false => render::out(&to_text(&frozen, &states)),
                }
                let is_whole =
                    states.of > 0 && states.shares.iter().all(|share| share.state == ShareState::Whole);
                Outcome::done(!is_whole || states.problems.need_a_look())
            }
            Err(problems) => {
                render::report(&problems, self.json, setting.verbose);
                Outcome::Stopped
            }
        })
    }

    fn look(&self, guard: &Guard<'_>) -> Result<(FrozenPlan, ShareStates), Problems> {
        let frozen = FrozenPlan::read(&self.plan)?;
        let folder = made_in(guard.setting)?;
        let shares = named_or_made(&self.shares, &folder);
        let read = shares.iter().cloned().chain([folder.clone()]).collect();
        guard.confine(&Reach { read, write: Vec::new() });
        let found = batch::find_shares(&guard.shares(&shares))?;
        let states = batch::share_states(&frozen, &found, &folder);
        Ok((frozen, states))
    }
}

/// The folder that the shares of a mailing are made in.
pub(super) fn made_in(setting: &Setting) -> Result<PathBuf, Problems> {
    let read = mailing::read(&setting.root, &setting.mailing);
    let mailing = read.value.ok_or(read.problems)?;
    Ok(shares_folder(setting.root.join(&mailing.output), &mailing.reference))
}

/// The shares that are named, or those that are where they are made.
pub(super) fn named_or_made(named: &[PathBuf], folder: &Path) -> Vec<PathBuf> {
    match named {
        [] if folder.is_dir() => vec![folder.to_owned()],
        _ => named.to_vec(),
    }
}

fn to_text(frozen: &FrozenPlan, states: &ShareStates) -> Text {
    let mut text = Text::new();
    let numbers_of = |state: ShareState| {
        let of_state = states.shares.iter().filter(|share| share.state == state);
        of_state.map(|share| share.number).collect::<Vec<_>>()
    };
    let whole = numbers_of(ShareState::Whole).len();
    match states.of {
        0 => text.paint(BAD, "nothing").line(": no share of the plan is there"),
        of if of as usize == whole => {
            text.paint(GOOD, "whole").line(format_args!(": {whole} of {of} shares"))
        }
        of => text.paint(BAD, "not whole").line(format_args!(": {whole} of {of} shares are")),
    };
    let all = [
        ShareState::Whole,
        ShareState::Differing,
        ShareState::UnderWay,
        ShareState::Stopped,
        ShareState::Missing,
    ];
    for state in all {
        let numbers = numbers_of(state);
        if !numbers.is_empty() {
            text.line(format_args!("  {:<12} {}", state.name(), ranges(&numbers)));
        }
    }
    let lacks = [ShareState::Differing, ShareState::Stopped, ShareState::Missing];
    let first = states.shares.iter().find(|share| lacks.contains(&share.state));
    if let Some(share) = first {
        let plan = path_text(frozen.path());
        let (number, of) = (share.number, states.of);
        text.line(format_args!("  {:<12} convoke build --plan {plan} --shard {number}/{of}", "make it"));
    }
    text
}

/// Numbers in order as people write them: `1-3, 5`.
fn ranges(numbers: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for &number in numbers {
        match ranges.last_mut().filter(|(_, last)| *last + 1 == number) {
            Some((_, last)) => *last = number,
            None => ranges.push((number, number)),
        }
    }
    let shown = ranges.into_iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    });
    shown.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::ranges;

    #[test]
    fn numbers_that_follow_each_other_are_a_range() {
        assert_eq!(ranges(&[]), "");
        assert_eq!(ranges(&[3]), "3");
        assert_eq!(ranges(&[1, 2, 3, 5, 7, 8]), "1-3, 5, 7-8");
    }
}
