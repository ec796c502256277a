//! A frozen plan: a file that says what every machine makes its share from, and what was decided before anything was shared.
//!
//! Numbers are in the register by then. What a plan found, whom it holds back and why, is in the file, so that no share decides it by
//! looking at some recipients alone. Of the files of the mailing it has hashes: a machine that has other files makes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::inputs::{self, Inputs};
use super::make::make;
use super::model::Plan;
use super::options::{PlanOptions, Settled, Unfinished};
use super::outline::Outline;
use crate::archive::{ShareNumber, TOOL};
use crate::beneath::read_regular;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes, io_text, path_text};
use crate::digest::hash_bytes;
use crate::input::{unwritable, write_privately};
use crate::mailing;
use crate::objects::StoreAddress;
use crate::register::KEY_FILE;

/// The format version this crate writes and reads. Version 2 brought the outline.
const FORMAT: u32 = 2;

/// Largest file of a frozen plan, in bytes: it names those that are held back and all that was found.
const MAX_FILE: u64 = 1 << 30;

/// What is known as of whom the documents are sealed by.
const SEAL: &str = "seal";

/// What was asked for when the plan was frozen, and holds for all shares.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FreezeOptions {
    /// Whether languages are made although stale or incomplete.
    pub allow_stale: bool,
    /// Encoding of CSV recipient lists, instead of the one detected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// The moment that seals claim, as it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed_at: Option<String>,
}

/// The text of the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    format: u32,
    /// Name and version of the tool that froze it.
    tool: String,
    /// A hash of the program and its libraries.
    program: String,
    reference: String,
    options: FreezeOptions,
    recipients: usize,
    documents: usize,
    outline: Outline,
    /// Fingerprint of the key that forms are made with.
    form_key: String,
    /// What documents are sealed with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seal: Option<String>,
    /// SHA-256 of each file.
    files: Inputs,
    /// SHA-256 of the rows that databases answer with.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    answers: BTreeMap<String, String>,
    /// Those that get nothing, and why.
    blocked: BTreeMap<String, Problems>,
    /// Those among them that could not even be read.
    unread: BTreeSet<String>,
    /// All that planning found.
    problems: Problems,
}

/// A plan that was frozen.
#[derive(Debug, Clone, PartialEq)]
pub struct FrozenPlan {
    path: PathBuf,
    sha256: String,
    text: Text,
}

impl FrozenPlan {
    /// Freezes a plan of all recipients, once its numbers are in the register: writes the file, to be read by its owner alone, since it may quote
    /// what lists say. `found` is what planning found.
    ///
    /// # Errors
    ///
    /// A file of the mailing cannot be read, or the file cannot be written.
    pub fn write(
        plan: &Plan,
        file: &str,
        options: FreezeOptions,
        found: Problems,
        to: &Path,
    ) -> Result<Self, Diagnostic> {
        let text = Text {
            format: FORMAT,
            tool: TOOL.to_owned(),
            program: inputs::hash_program(),
            reference: plan.mailing.reference.value.clone(),
            options,
            recipients: plan.counts.0,
            documents: plan.counts.1,
            outline: plan.outline.clone(),
            form_key: plan.keys.keys.current().fingerprint(),
            seal: plan.seal.as_ref().map(|seal| seal.fingerprint()),
            files: inputs::hash_files(&plan.root, file, &plan.mailing)?,
            answers: plan.roll.lists().hashes(),
            blocked: plan.blocked.clone(),
            unread: plan.unread.keys().cloned().collect(),
            problems: found,
        };
        let mut json = serde_json::to_vec_pretty(&text).map_err(|error| unwritable(to, &error))?;
        json.push(b'\n');
        write_privately(to, &json).map_err(|error| unwritable(to, &io_text(&error)))?;
        Ok(Self { path: to.to_owned(), sha256: hash_bytes(&json), text })
    }

    /// Reads the file of a frozen plan.
    ///
    /// # Errors
    ///
    /// It cannot be read, or is none of this version.
    pub fn read(path: &Path) -> Result<Self, Diagnostic> {
        let refuse = |cause: &str| {
            Diagnostic::new(codes::PLAN_FILE, format!("the frozen plan cannot be read ({cause})"))
                .with_location(Location::file(path_text(path)))
                .with_hint(format!("make it with `convoke plan --freeze {}`", path_text(path)))
        };
        let json = read_regular(path, MAX_FILE).map_err(|error| refuse(&io_text(&error)))?;
        #[derive(Deserialize)]
        struct Head {
            format: u32,
        }
        // A newer format may have what this version does not know: its number says more.
        match serde_json::from_slice::<Head>(&json) {
            Ok(Head { format: FORMAT }) => {}
            Ok(Head { format }) => {
                return Err(refuse(&format!("it has format {format}, this version reads format {FORMAT}")));
            }
            Err(error) => return Err(refuse(&error.to_string())),
        }
        let text: Text = serde_json::from_slice(&json).map_err(|error| refuse(&error.to_string()))?;
        if !text.outline.is_of(text.recipients, text.documents) {
            return Err(refuse("its numbers of recipients and documents do not agree"));
        }
        Ok(Self { path: path.to_owned(), sha256: hash_bytes(&json), text })
    }

    /// SHA-256 of the file: what shares name their plan by.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reference of the mailing.
    #[must_use]
    pub fn reference(&self) -> &str {
        &self.text.reference
    }

    /// What was asked for when it was frozen.
    #[must_use]
    pub fn options(&self) -> &FreezeOptions {
        &self.text.options
    }

    /// How many recipients the plan has, blocked ones among them, and how many documents they would get.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        (self.text.recipients + self.text.unread.len(), self.text.documents)
    }

    /// The hash of the sequence of those that get documents.
    pub(crate) fn sequence(&self) -> &str {
        &self.text.outline.sequence
    }

    /// Those that get nothing, and why.
    #[must_use]
    pub fn blocked(&self) -> &BTreeMap<String, Problems> {
        &self.text.blocked
    }

    /// What planning found.
    pub fn problems(&self) -> &Problems {
        &self.text.problems
    }

    /// Plans the mailing as it was planned when it was frozen, without merging anything: of all recipients, or of one share.
    ///
    /// # Errors
    ///
    /// A file of the mailing, the key or the program is not the one that the plan was frozen with, or cannot be read.
    pub fn plan(
        &self,
        root: &Path,
        file: &str,
        share: Option<ShareNumber>,
        options: PlanOptions,
    ) -> Result<Plan, Problems> {
        self.check_program()?;
        let Checked { value: mailing, problems } = mailing::read(root, file);
        let mailing = mailing.ok_or(problems)?;
        self.check_files(&inputs::hash_files(root, file, &mailing)?)?;
        let Text { options: frozen, blocked, unread, outline, .. } = &self.text;
        let settled = Settled {
            blocked: blocked.clone(),
            unread: unread.clone(),
            counts: (self.text.recipients, self.text.documents),
            outline: outline.clone(),
        };
        let options = PlanOptions {
            settled: Some(Arc::new(settled)),
            unfinished: if frozen.allow_stale { Unfinished::Allow } else { Unfinished::Refuse },
            encoding: frozen.encoding.clone(),
            ..options
        };
        let Checked { value: plan, problems } = make(root, file, &options);
        let plan = plan.ok_or(problems)?;
        // What was planned from is what is there before and after.
        self.check_files(&inputs::hash_files(root, file, &plan.mailing)?)?;
        self.check_answers(&plan)?;
        self.check_rest(&plan)?;
        let Some(share) = share else { return Ok(plan) };
        let of = plan.parts(share.of()).into_iter().find(|part| part.share == share);
        match of {
            Some(part) => Ok(plan.into_part(part, &self.sha256)),
            None => Err(differs("the plan has no such share").into()),
        }
    }

    fn check_program(&self) -> Result<(), Diagnostic> {
        if self.text.program == inputs::hash_program() {
            return Ok(());
        }
        let message = match self.text.tool == TOOL {
            true => {
                "the plan was frozen by a convoke with other libraries, or for another processor".to_owned()
            }
            false => format!("the plan was frozen by {}, this is {TOOL}", self.text.tool),
        };
        let problem = Diagnostic::new(codes::PLAN_DIFFERS, message);
        Err(problem
            .with_location(Location::file(path_text(&self.path)))
            .with_hint("run the same convoke on all machines, or freeze the plan again with this one"))
    }

    /// Names every file that is not as it was.
    fn check_files(&self, found: &Inputs) -> Result<(), Problems> {
        let frozen = &self.text.files;
        let names: BTreeSet<&String> = frozen.keys().chain(found.keys()).collect();
        let problems: Problems = names
            .into_iter()
            .filter_map(|name| {
                let message = match (frozen.get(name), found.get(name)) {
                    (one, other) if one == other => return None,
                    (Some(_), Some(_)) => "the file is not as it was when the plan was frozen",
                    (Some(_), None) => "the file was there when the plan was frozen, and is not",
                    _ => "the file was not there when the plan was frozen",
                };
                Some(differs(message).with_location(Location::file(name)))
            })
            .collect();
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// Names every database that answers otherwise, and every list in a store that is another one.
    fn check_answers(&self, plan: &Plan) -> Result<(), Problems> {
        let (frozen, found) = (&self.text.answers, plan.roll.lists().hashes());
        let names: BTreeSet<&String> = frozen.keys().chain(found.keys()).collect();
        let other = names.into_iter().filter(|name| frozen.get(*name) != found.get(*name));
        let problems: Problems = other
            .map(|name| {
                let message = match StoreAddress::parse(name) {
                    Some(_) => "the list in the store is not the one that the plan was frozen with",
                    None => "the database answers with other rows than when the plan was frozen",
                };
                differs(message).with_location(Location::file(name))
            })
            .collect();
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    fn check_rest(&self, plan: &Plan) -> Result<(), Problems> {
        let mut problems = Problems::new();
        if plan.keys.keys.current().fingerprint() != self.text.form_key {
            let message = "the key of the forms is not the one that the plan was frozen with";
            problems.push(differs(message).with_location(Location::file(KEY_FILE)));
        }
        if plan.seal.as_ref().map(|seal| seal.fingerprint()) != self.text.seal {
            problems.push(differs("the seal is not the one that the plan was frozen with").with_field(SEAL));
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

fn differs(message: &str) -> Diagnostic {
    Diagnostic::new(codes::PLAN_DIFFERS, message)
        .with_hint("put it back as it was, or freeze the plan again and make all shares anew")
}
