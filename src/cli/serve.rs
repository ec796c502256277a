//! `convoke serve`: letters for programs, over HTTP.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use super::cage::isolation;
use super::outcome::Outcome;
use super::session::SessionArgs;
use super::setting::Setting;
use super::text::{DIM, GOOD, Text};
use super::{interrupt, render, sealing, secret};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::mailing::Secret;
use crate::service::{self, BatchOptions, Maker, ServiceOptions};

/// Serve letters to programs, over HTTP.
///
/// The mailing is read and checked once, then each letter is made as it is asked for. No list of recipients is read, no number is taken from
/// the register, and the archive is left alone. Whoever asks needs a token; the service listens on this machine alone unless told otherwise, and
/// speaks no TLS: put a proxy before it that does. Ctrl-C, or a request to terminate, ends it after the letters that were begun.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Where to listen; port 0 is a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8743")]
    address: SocketAddr,
    /// The variable of the environment with a token of at least 16 characters; several variables, where tokens change.
    #[arg(long, value_name = "NAME", default_value = "CONVOKE_TOKEN")]
    token_variable: Vec<String>,
    /// The file with a token instead, readable by its owner alone; several files, where tokens change.
    #[arg(long, value_name = "FILE", conflicts_with = "token_variable")]
    token_file: Vec<String>,
    /// How many requests may be at work or wait for it; those beyond are told to ask again.
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=512))]
    queue: u16,
    /// Take batches too, and keep them in this folder: recipients in, an archive out. They take numbers from the register.
    #[arg(long, value_name = "FOLDER", conflicts_with = "trial")]
    batches: Option<PathBuf>,
    /// How many batches there may be at a time, those that are kept included.
    #[arg(long, value_name = "N", default_value_t = 16, requires = "batches", value_parser = clap::value_parser!(u16).range(1..=1024))]
    most_batches: u16,
    /// How large the recipients of a batch may be, in MiB.
    #[arg(long, value_name = "N", default_value_t = 256, requires = "batches", value_parser = clap::value_parser!(u64).range(1..=1 << 20))]
    batch_mebibytes: u64,
    /// How many seconds a batch is kept once it is over.
    #[arg(long, value_name = "N", default_value_t = 86_400, requires = "batches")]
    keep_batches: u64,
    #[command(flatten)]
    session: SessionArgs,
}

const AFTER_HELP: &str = r#"  POST /letter          a request as JSON (as `convoke letter` takes it, `convoke schema request`); the document
  POST /check           the same; everything that is wrong, and nothing made
  POST /batch           recipients as JSON lines, with --batches; its state at /batch/ID, its archive at /batch/ID/archive
  GET  /schema/request  the JSON Schema of requests; /schema/answer that of answers
  GET  /openapi.json    all of this as OpenAPI 3.1; needs no token
  GET  /health          whether the service is there; needs no token
  GET  /metrics         how much it does, for Prometheus

  CONVOKE_TOKEN=$(openssl rand -hex 32) convoke serve
  curl -H "Authorization: Bearer $CONVOKE_TOKEN" --json @request.json http://127.0.0.1:8743/letter -o letter.pdf

A letter is 200 with the document, and what it is in the header `Convoke-Answer`; 422 with the problems where it cannot be made; 503 with
`Retry-After` where there is no room."#;

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        interrupt::listen();
        match self.serve(setting) {
            Ok(()) => Outcome::Done,
            Err(problems) => {
                render::problems(&problems, setting.verbose);
                Outcome::Stopped
            }
        }
    }

    fn serve(&self, setting: &Setting) -> Result<(), Problems> {
        let tokens = self.tokens(setting)?;
        let session = self.session.open(setting, isolation(false), false)?;
        render::problems(session.problems(), setting.verbose);
        let stop = interrupt::stop();
        let (arguments, known) = (self.session.clone(), setting.clone());
        let open = Box::new(move || arguments.open(&known, isolation(false), false));
        let batches = self.batches(setting)?;
        let most = self.queue.into();
        let options = ServiceOptions { session, open, batches, address: self.address, tokens, most, stop };
        service::serve(options, |address| {
            render::out(Text::new().paint(GOOD, "listening").line(format_args!(": http://{address}")));
            render::err(Text::new().paint(DIM, "Ctrl-C ends the service").end());
        })?;
        Ok(())
    }

    /// Where batches lie, and what they are made with.
    fn batches(&self, setting: &Setting) -> Result<Option<(BatchOptions, Maker)>, Problems> {
        let Some(folder) = &self.batches else { return Ok(None) };
        let options = BatchOptions {
            folder: folder.clone(),
            most: self.most_batches.into(),
            most_bytes: self.batch_mebibytes << 20,
            kept: Duration::from_secs(self.keep_batches),
        };
        let maker = Maker {
            root: setting.root.clone(),
            mailing: setting.mailing.clone(),
            jobs: self.session.workers(),
            isolation: isolation(false),
            unfinished: self.session.unfinished(),
            seal: sealing::open(setting, None)?,
        };
        Ok(Some((options, maker)))
    }

    /// The tokens, from where they are.
    fn tokens(&self, setting: &Setting) -> Result<Vec<String>, Problems> {
        let variables = self.token_variable.iter().filter(|_| self.token_file.is_empty());
        let variables = variables.map(|name| Secret { env: Some(name.clone()), ..Secret::default() });
        let files =
            self.token_file.iter().map(|path| Secret { file: Some(path.clone()), ..Secret::default() });
        let mut problems = Problems::new();
        let mut tokens = Vec::new();
        for place in variables.chain(files) {
            match secret::read(&place, setting) {
                Ok(token) => tokens.push(token),
                Err((message, hint)) => {
                    problems.push(Diagnostic::new(codes::SERVICE_TOKEN, message).with_hint(hint));
                }
            }
        }
        if problems.is_empty() { Ok(tokens) } else { Err(problems) }
    }
}
