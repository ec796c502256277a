//! `convoke letter`: letters for programs, asked for as JSON, one on each line.

mod lines;
mod output;

use std::ops::ControlFlow;
use std::path::PathBuf;

use self::lines::{Line, Lines};
use self::output::{Done, Output};
use super::cage::isolation;
use super::outcome::Outcome;
use super::session::SessionArgs;
use super::setting::Setting;
use super::text::Text;
use super::{interrupt, render};
use crate::diagnostic::{Checked, Diagnostic, Problems, codes, counted};
use crate::session::{Greeting, Make, Request, Session};

/// Make letters that a program asks for: requests as JSON, one on each line, in; an answer for each, in their order, out.
///
/// The mailing is read and checked once, then each letter is made as its line comes, so that a program in any language can keep the command
/// running and ask for one letter at a time. A request that cannot be met is an answer with its problems; those after it go on. No list of
/// recipients is read, no number is taken from the register, and the archive is left alone.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// The file with the requests; `-` for standard input.
    requests: PathBuf,
    /// Write documents into this folder, by the ids of their requests; the answers say where. Otherwise each follows its answer.
    #[arg(short, long, value_name = "FOLDER", conflicts_with = "check")]
    output: Option<PathBuf>,
    /// Say what is wrong with each request, and make nothing.
    #[arg(long)]
    check: bool,
    /// First say, as JSON on one line, which version speaks, of which mailing, and what is wrong with it (`convoke schema greeting`).
    #[arg(long)]
    hello: bool,
    #[command(flatten)]
    session: SessionArgs,
    /// Make documents in this process, a little faster and without limits of time and memory.
    #[arg(long)]
    no_limits: bool,
}

const AFTER_HELP: &str = r#"A request, on one line (`convoke schema request` has all keys; `recipient` is as in a list of recipients in YAML):

  {"id": "a17", "number": 17, "document": "letter", "language": "fr", "recipient": {"id": "4711", …}}

`id` names the answer and the file; `number` is the one in the serial, the register's where it is left out; `document` is one of the
mailing, or `e-mail` or `e-mail.html`. `row` instead of `recipient` has the columns of a table. `make` asks for a `picture` of a `page`, or
for `nothing`: then what is wrong is told. An answer, on one line (`convoke schema answer`):

  {"id": "a17", "status": "made", "about": {"serial": "DM-1132/017", …}, "pages": 2, "bytes": 48213, "problems": []}

Without `--output`, as many bytes of the document as `bytes` says follow the end of that line, and a line feed after them. Where `bytes`
is not there, the next answer follows.

Exit codes: 0 if all was made; 3 if requests were refused, or there are warnings that the mailing does not accept; 1 if no letter can be
made of the mailing at all; 4 if documents could not be written; 130 after an interrupt, with all answered that was begun.

  convoke letter - < requests.jsonl > answers      a line of JSON, then the document, and so on
  convoke letter requests.jsonl --output letters   letters/a17.pdf; answers alone on standard output
  convoke letter requests.jsonl --check            what is wrong, and nothing made"#;

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        interrupt::listen();
        match self.answer(setting) {
            Ok(outcome) => outcome,
            Err(problems) if self.hello => {
                render::json(&Greeting::refused(problems));
                Outcome::Stopped
            }
            Err(problems) => {
                render::problems(&problems, setting.verbose);
                Outcome::Stopped
            }
        }
    }

    fn answer(&self, setting: &Setting) -> Result<Outcome, Problems> {
        let mut output = Output::open(self.output.as_deref(), self.check)?;
        let lines = Lines::open(&self.requests, setting)?;
        let file = lines.file().to_owned();
        let session = self.session.open(setting, isolation(self.no_limits), self.check)?;
        match self.hello {
            true => render::json(&session.greeting()),
            false => render::problems(session.problems(), setting.verbose),
        }
        let stop = interrupt::stop();
        let work = |line: Line| self.work(&session, &file, line);
        let take = |_, done: Done| {
            output.take(done);
            if render::is_lost() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        session.stream(lines.until(stop), work, take)?;
        if let Some(note) = session.missing_protection().filter(|_| setting.verbose) {
            render::problems(&[note], true);
        }
        if self.output.is_some() {
            let (made, refused) = output.counts();
            let told = format!("{} made, {refused} refused", counted(made, "document"));
            render::err(Text::new().line(told));
        }
        Ok(match output.outcome(session.problems().need_a_look()) {
            Outcome::Unwritten => Outcome::Unwritten,
            _ if interrupt::is_heard() => Outcome::Interrupted,
            outcome => outcome,
        })
    }

    fn work(&self, session: &Session, file: &str, line: Line) -> Done {
        let number = line.number;
        let known = |id: Option<String>| id.unwrap_or_else(|| number.to_string());
        let text = match line.text {
            Ok(text) => text,
            Err(problem) => return Done { id: known(None), result: Err(problem.into()) },
        };
        match Request::parse(&text, file, number) {
            Ok(request) => {
                let request = if self.check { request.make(Make::Nothing) } else { request };
                let answered = session.answer(&request);
                let result = answered
                    .map(|Checked { value, problems }| Checked::new(value, at(&request, problems)))
                    .map_err(|problems| at(&request, problems));
                Done { id: known(request.id().map(str::to_owned)), result }
            }
            // The answer is known by its id, whatever else is wrong.
            Err(problems) => Done { id: known(lines::id_of(&text)), result: Err(problems) },
        }
    }
}

/// Problems of a request, those without a place at its line.
fn at(request: &Request, mut problems: Problems) -> Problems {
    let is_of_system = |problem: &Diagnostic| [codes::WORKER_START, codes::NO_THREAD].contains(&problem.code);
    for problem in problems.iter_mut().filter(|problem| !is_of_system(problem)) {
        problem.location = problem.location.take().or_else(|| request.location().cloned());
    }
    problems
}
