//! `convoke ledger seal`: its end, signed.

use std::path::Path;

use crate::cli::outcome::Outcome;
use crate::cli::setting::Setting;
use crate::cli::text::{GOOD, Text};
use crate::cli::time::moment;
use crate::cli::{render, sealing};
use crate::diagnostic::{Diagnostic, Problems, codes, counted};
use crate::ledger::{self, Head};

/// Seal the end of the ledger with the key of the mailing, so that no lines can be cut off it unseen. `approve` does it too.
#[derive(Debug, clap::Args)]
pub(super) struct Seal {
    /// When it is sealed, such as 2004-05-20T09:00:00+02:00 [default: now].
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// Write problems and the result as one JSON object a line.
    #[arg(long)]
    json: bool,
}

impl Seal {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        match self.seal(setting) {
            Ok((head, path)) => {
                if self.json {
                    render::json(&serde_json::json!({ "event": "sealed", "head": head }));
                } else {
                    render::out(&to_text(setting, &head, &path));
                }
                Outcome::Done
            }
            Err(problems) => {
                render::report(&problems, self.json, setting.verbose);
                Outcome::Stopped
            }
        }
    }

    fn seal(&self, setting: &Setting) -> Result<(Head, std::path::PathBuf), Problems> {
        let now = moment(self.now.as_deref())?;
        let seal = sealing::open(setting, self.now.as_deref())?.ok_or_else(|| {
            Diagnostic::new(codes::SEAL_KEY, "the mailing has no key to seal the ledger with")
                .with_field("seal")
                .with_hint("name its file under `seal` in mailing.yaml")
        })?;
        ledger::seal_head(&setting.root, &setting.mailing, seal.as_ref(), now)
    }
}

fn to_text(setting: &Setting, head: &Head, path: &Path) -> Text {
    let mut text = Text::new();
    text.paint(GOOD, "sealed").line(format_args!(": {} of the ledger", counted(head.lines, "line")));
    text.line(format_args!("  {:<12} {}", "head", head.head));
    text.line(format_args!("  {:<12} {}", "file", setting.shown(path)));
    text
}
