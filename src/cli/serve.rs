//! `convoke serve`: letters for programs, over HTTP.

use std::net::SocketAddr;

use super::cage::isolation;
use super::outcome::Outcome;
use super::session::SessionArgs;
use super::setting::Setting;
use super::text::{DIM, GOOD, Text};
use super::{interrupt, render, secret};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::mailing::Secret;
use crate::service::{self, ServiceOptions};

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
    #[command(flatten)]
    session: SessionArgs,
}

const AFTER_HELP: &str = r#"  POST /letter          a request as JSON (as `convoke letter` takes it, `convoke schema request`); the document
  POST /check           the same; everything that is wrong, and nothing made
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
        let options =
            ServiceOptions { session, address: self.address, tokens, most: self.queue.into(), stop };
        service::serve(options, |address| {
            render::out(Text::new().paint(GOOD, "listening").line(format_args!(": http://{address}")));
            render::err(Text::new().paint(DIM, "Ctrl-C ends the service").end());
        })?;
        Ok(())
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
