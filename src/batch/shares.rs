//! Which shares of a plan there are, as far as their names, their manifests and the work on them say. Their files are hashed where they are merged.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::archive::{ArchiveAt, Opened, ShareNumber, ShareRecord, TOOL, layout, look_at_work};
use crate::diagnostic::{Diagnostic, Location, Problems, codes, path_text, serialize_path};
use crate::objects::is_of_store;
use crate::plan::FrozenPlan;

/// A share that is there, and says that it is of the plan.
#[derive(Debug, Clone)]
pub struct FoundShare {
    /// Its ZIP file.
    pub at: ArchiveAt,
    /// What it says of itself.
    pub record: ShareRecord,
}

/// How far a share is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShareState {
    /// It is there.
    Whole,
    /// It is there twice, or what is there cannot be used.
    Differing,
    /// A command is at work on it.
    UnderWay,
    /// A command that worked on it has ended before it was whole: the next goes on from there.
    Stopped,
    /// There is nothing of it.
    Missing,
}

impl ShareState {
    /// As it is written.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Differing => "differing",
            Self::UnderWay => "under way",
            Self::Stopped => "stopped",
            Self::Missing => "missing",
        }
    }
}

/// What is there of a plan's shares.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ShareStates {
    /// How many shares there are to be; zero where there is none to tell by.
    pub of: u32,
    /// How far each is, in order.
    pub shares: Vec<ShareStanding>,
    /// What is wrong with files that are there.
    pub problems: Problems,
}

/// How far one share is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShareStanding {
    /// Its number, from one.
    pub number: u32,
    /// How far it is.
    pub state: ShareState,
    /// Its ZIP file, where it has one.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "serialize_some_path")]
    pub path: Option<PathBuf>,
}

fn serialize_some_path<S: serde::Serializer>(
    path: &Option<PathBuf>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match path {
        Some(path) => serialize_path(path, serializer),
        None => serializer.serialize_none(),
    }
}

/// The shares of a plan that were found, each once, and what is wrong with others.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// How many shares the plan has; zero where none was found.
    pub(super) of: u32,
    pub(super) shares: BTreeMap<u32, FoundShare>,
    pub(super) problems: Problems,
    /// The numbers of those that cannot be used.
    spoilt: Vec<u32>,
}

/// The command that makes a share.
pub(super) fn command(frozen: &FrozenPlan, share: ShareNumber) -> String {
    format!("convoke build --plan {} --shard {share}", path_text(frozen.path()))
}

/// How far the manifests of shares are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Up to the list of files, which is read later.
    Head,
    /// All that they say.
    Whole,
}

/// Opens what was found, one after the other, and keeps what is of the plan.
pub(super) fn gather(frozen: &FrozenPlan, shares: &[ArchiveAt], reading: Reading) -> Gathered {
    let mut gathered = Gathered::default();
    let mut found = Vec::new();
    for share in shares {
        match look_at(frozen, share, reading) {
            Ok(share) => found.push(share),
            Err(problem) => {
                let is_of_plan = problem.code != codes::SHARE_FOREIGN;
                gathered.spoilt.extend(number_of(share.path()).filter(|_| is_of_plan));
                gathered.problems.push(problem);
            }
        }
    }
    gathered.of = usual(&found);
    found.into_iter().for_each(|share| gathered.take(frozen, share));
    gathered
}

/// How many shares most of these are of; the larger number where there are as many of two.
fn usual(found: &[FoundShare]) -> u32 {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for share in found {
        *counts.entry(share.record.share.of()).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(0, |(of, _)| of)
}

/// Which share a file is by its name.
fn number_of(path: &Path) -> Option<u32> {
    layout::share_of(path.file_name()?.to_str()?).map(ShareNumber::number)
}

fn look_at(frozen: &FrozenPlan, at: &ArchiveAt, reading: Reading) -> Result<FoundShare, Diagnostic> {
    // Whatever is odd about the beginning, reading all of it may say more: that it was altered, or is of another version.
    let (head, record) = match Opened::share_head(at) {
        Ok(head) => head,
        Err(problem) => return Err(read_whole(frozen, at).err().unwrap_or(again(frozen, at, problem))),
    };
    let foreign = |message: String| {
        let foreign = Diagnostic::new(codes::SHARE_FOREIGN, message)
            .with_location(Location::file(path_text(at.path())))
            .with_hint("leave it out; shares of an earlier plan are made again after a new one is frozen");
        read_whole(frozen, at).err().unwrap_or(foreign)
    };
    if head.reference != frozen.reference() {
        return Err(foreign(format!("it is of the mailing {}", head.reference)));
    }
    if record.plan != frozen.sha256() {
        return Err(foreign("it is a share of another plan".to_owned()));
    }
    if head.tool != TOOL {
        return Err(foreign(format!("it was made by {}, this is {TOOL}", head.tool)));
    }
    if reading == Reading::Whole {
        read_whole(frozen, at)?;
    }
    Ok(FoundShare { at: at.clone(), record })
}

/// Reads all of a share's manifest; returns the SHA-256 of it.
fn read_whole(frozen: &FrozenPlan, at: &ArchiveAt) -> Result<String, Diagnostic> {
    let (opened, _) = Opened::open_share(at).map_err(|problem| again(frozen, at, problem))?;
    Ok(opened.manifest_sha256().to_owned())
}

/// Says of what is wrong with a share how it is made again, if its name tells which it is.
fn again(frozen: &FrozenPlan, at: &ArchiveAt, problem: Diagnostic) -> Diagnostic {
    let named = at.path().file_name().and_then(|name| layout::share_of(name.to_str()?));
    match named {
        Some(share) if problem.code != codes::SHARE_FOREIGN && !is_of_store(&problem) => Diagnostic {
            code: codes::SHARE_ALTERED,
            hints: vec![format!("make it again: {}", command(frozen, share))],
            ..problem
        },
        _ => problem,
    }
}

impl Gathered {
    fn take(&mut self, frozen: &FrozenPlan, found: FoundShare) {
        let share = found.record.share;
        let place = Location::file(path_text(found.at.path()));
        if share.of() != self.of {
            let message = format!("it is one of {} shares, and others are of {}", share.of(), self.of);
            self.problems.push(
                Diagnostic::new(codes::SHARE_FOREIGN, message)
                    .with_location(place)
                    .with_hint("leave out the shares of one of the two numbers"),
            );
            return;
        }
        let Some(first) = self.shares.get(&share.number()) else {
            self.shares.insert(share.number(), found);
            return;
        };
        let other = path_text(first.at.path());
        let is_same = match (read_whole(frozen, &first.at), read_whole(frozen, &found.at)) {
            (Ok(first), Ok(found)) => first == found,
            // One that is sound counts.
            (Err(problem), _) => {
                self.problems.push(problem);
                self.shares.insert(share.number(), found);
                return;
            }
            (_, Err(problem)) => return self.problems.push(problem),
        };
        let problem = match is_same {
            true => Diagnostic::new(codes::SHARE_TWICE, format!("share {share} is also in `{other}`"))
                .with_hint("leave one of the two out: they are the same"),
            false => {
                let message = format!("share {share} is also in `{other}`, with other content");
                Diagnostic::new(codes::SHARE_DIFFERS, message)
                    .with_hint(format!("remove both, and make it again: {}", command(frozen, share)))
            }
        };
        self.problems.push(problem.with_location(place));
        self.spoilt.push(share.number());
    }

    /// Whether no share says that it could not make what was planned.
    pub(super) fn is_foreseen(&self) -> bool {
        self.shares.values().all(|found| !found.record.problems.has_errors())
    }

    /// Names the shares of which nothing is there.
    pub(super) fn missing(&self, frozen: &FrozenPlan) -> Problems {
        let is_there = |share: &ShareNumber| {
            self.shares.contains_key(&share.number()) || self.spoilt.contains(&share.number())
        };
        let missing = ShareNumber::all(self.of).filter(|share| !is_there(share));
        let report = |share: ShareNumber| {
            Diagnostic::new(codes::SHARE_MISSING, format!("share {share} is missing"))
                .with_hint(format!("make it: {}", command(frozen, share)))
        };
        missing.map(report).collect()
    }
}

/// Says how far each share of a plan is; `folder` is where they are made, and the work on them is looked for.
#[must_use]
pub fn share_states(frozen: &FrozenPlan, found: &[ArchiveAt], folder: &Path) -> ShareStates {
    let Gathered { of, shares, problems, spoilt } = gather(frozen, found, Reading::Whole);
    let at_work = look_at_work(folder);
    let said = at_work.keys().filter_map(|name| layout::share_of(name)).map(ShareNumber::of).max();
    let of = if of == 0 { said.unwrap_or_default() } else { of };
    let standing = |share: ShareNumber| {
        let found = shares.get(&share.number());
        let work = at_work.get(&layout::share_name(frozen.reference(), share));
        let state = match (found, work) {
            _ if work == Some(&true) => ShareState::UnderWay,
            _ if spoilt.contains(&share.number()) => ShareState::Differing,
            (Some(_), _) => ShareState::Whole,
            (None, Some(_)) => ShareState::Stopped,
            (None, None) => ShareState::Missing,
        };
        ShareStanding { number: share.number(), state, path: found.map(|found| found.at.path().to_owned()) }
    };
    ShareStates { of, shares: ShareNumber::all(of).map(standing).collect(), problems }
}
