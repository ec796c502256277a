//! `convoke preview`: one recipient's documents, as PDF or as images of their pages.

use std::path::PathBuf;

use super::{Outcome, Setting, render};
use crate::diagnostic::Diagnostic;
use crate::input::write_atomically;
use crate::{batch, plan};

/// Make one recipient's documents and e-mail, to look at.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Id of the recipient.
    recipient: String,
    /// Make an image of each page instead of a PDF.
    #[arg(long)]
    png: bool,
    /// Dots per inch of the images.
    #[arg(long, value_name = "DPI", default_value_t = 144, value_parser = clap::value_parser!(u16).range(24..=600))]
    dpi: u16,
    /// Where to put them [default: `preview` in the mailing's output folder].
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        let options = plan::Options { only: vec![self.recipient.clone()], ..plan::Options::default() };
        let (plan, problems) = plan::make(&setting.root, &setting.mailing, &options);
        render::problems(&problems, setting.verbose);
        let Some(plan) = plan else { return Outcome::Stopped };
        let what = if self.png { batch::Preview::Png { dpi: self.dpi } } else { batch::Preview::Pdf };
        match batch::preview(&plan, &self.recipient, what) {
            Ok(files) => self.write(setting, &plan, &files),
            Err(problems) => {
                render::problems(&problems, setting.verbose);
                Outcome::SomeBlocked
            }
        }
    }

    fn write(&self, setting: &Setting, plan: &plan::Plan, files: &[(String, Vec<u8>)]) -> Outcome {
        let folder = self.output.clone().unwrap_or_else(|| plan.output().join("preview"));
        for (name, bytes) in files {
            let path = folder.join(name);
            let made = std::fs::create_dir_all(&folder).and_then(|()| write_atomically(&path, bytes));
            if let Err(error) = made {
                let message = format!("{} cannot be written ({error})", setting.shown(&path));
                render::problems(&[Diagnostic::error("write", message)], true);
                return Outcome::Stopped;
            }
            render::out(&format!("{}\n", setting.shown(&path)));
        }
        Outcome::Done
    }
}
