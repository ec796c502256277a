//! A library for programs that fill letters from their own data: a mailing that is read and checked once and stays warm, and letters made from
//! it one at a time, by many threads.
//!
//! A [`Session`] is opened from a [`MailingSource`] of files. A [`Request`] says whom a letter is to, by the data model of recipient lists
//! ([`Recipient`](crate::recipient::Recipient); `docs/schemas/recipients.json`), and which document is wanted, in which language and with which
//! number. A [`MadeDocument`] is what comes of it: the same bytes, and the same problems, that `build` has for the same recipient and number.
//!
//! ```
//! use convoke::session::{Request, Session, SessionOptions, MailingSource};
//!
//! # let folder = tempfile::tempdir().unwrap();
//! # convoke::starter::write_sample(folder.path()).unwrap();
//! # let path = folder.path().to_owned();
//! // A mailing that was built has a key for its forms, and needs no trial.
//! let options = SessionOptions { is_trial: true, ..SessionOptions::default() };
//! let session = Session::open(MailingSource::Folder(path), options)?;
//! let request = Request::new(&serde_json::json!({
//!     "id": "4711",
//!     "kind": "organisation",
//!     "addressee": { "office": "official" },
//!     "ministry": "Union of Examples",
//!     "address": ["1 Example Street", "Geneva"],
//!     "channels": ["post"],
//!     "languages": ["en"],
//! }))?;
//! let letter = session.letter(&request.number(4711))?;
//! assert!(letter.bytes.starts_with(b"%PDF-"));
//! assert_eq!(letter.about.serial, "DM-1132/4711");
//! # Ok::<(), convoke::diagnostic::Problems>(())
//! ```
//!
//! A session reads files while it is opened and none later, and writes none: no number is taken from the register, no archive is
//! changed. So whoever asks gives each letter its number, unless the register has one for the recipient.
//!
//! | question | file |
//! | --- | --- |
//! | where the files of a mailing are | `source` |
//! | how a session is opened | `options` |
//! | what is asked for, and as which JSON | `request`, `make` |
//! | what comes of it | `document`, `answer` |
//! | what a program is told first | `greeting` |
//! | how many letters are made at a time | `pool` |
//! | how a stream of requests is worked off in order | `stream` |

mod answer;
mod document;
mod greeting;
mod make;
mod options;
mod pool;
mod request;
mod source;
mod stream;

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

pub use answer::{Answer, Status};
pub use document::{About, MadeDocument};
pub use greeting::{Greeting, PROTOCOL};
pub use make::Make;
pub use options::SessionOptions;
pub use request::{Request, RequestEntry};
pub use source::MailingSource;

use crate::batch::{self, Maker, Making};
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes};
use crate::mailing::Mailing;
use crate::plan::{self, Admitted, AdmittedContent, Plan, PlanOptions};
use crate::register::{KEY_FILE, KeyUse};
use crate::typeset;
use pool::Pool;
use request::without_places;

/// A mailing that letters are made from, one at a time. Threads share it by reference.
#[derive(Debug)]
pub struct Session {
    plan: Plan,
    problems: Problems,
    pool: Pool,
    workers: NonZeroUsize,
}

impl Session {
    /// Reads and checks a mailing: its settings, templates, locale packs, fonts and pictures, in all languages that are asked for. Its lists
    /// of recipients are not read.
    ///
    /// # Errors
    ///
    /// Everything that keeps letters from being made, and all warnings with it. Warnings alone are [`problems`](Self::problems) of the session.
    pub fn open(source: MailingSource, options: SessionOptions) -> Result<Self, Problems> {
        let place = source.open()?;
        let SessionOptions { mailing, languages, workers, isolation, unfinished, is_trial, seal } = options;
        let planning = PlanOptions {
            on_demand: Some(languages),
            jobs: Some(workers),
            key: if is_trial { KeyUse::Trial } else { KeyUse::Own },
            isolation: isolation.clone(),
            unfinished,
            seal,
            ..PlanOptions::default()
        };
        let Checked { value: plan, mut problems } = plan::make(place.path(), &mailing, &planning);
        let Some(plan) = plan else { return Err(problems) };
        problems.extend(batch::check_seal(&plan, is_trial).err());
        problems.extend(check_key(&plan));
        if problems.has_errors() {
            return Err(problems);
        }
        let pool = Pool::new(plan.workplace(&isolation)?, workers);
        Ok(Self { plan, problems, pool, workers })
    }

    /// Warnings and notes of the mailing.
    pub fn problems(&self) -> &Problems {
        &self.problems
    }

    /// The mailing.
    #[must_use]
    pub fn mailing(&self) -> &Mailing {
        self.plan.mailing()
    }

    /// The languages that letters are made in, as BCP 47 tags.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.plan.locales()
    }

    /// What a program is told of this session before its first request is answered.
    #[must_use]
    pub fn greeting(&self) -> Greeting {
        let mailing = self.mailing();
        Greeting {
            reference: Some(mailing.reference.value.clone()),
            documents: mailing.documents.iter().map(|document| document.id.value.clone()).collect(),
            languages: self.languages().map(str::to_owned).collect(),
            workers: self.workers.get(),
            is_ready: true,
            ..Greeting::refused(self.problems.clone())
        }
    }

    /// A note of the protections that the system did not give to worker processes, if any; none before the first letter.
    #[must_use]
    pub fn missing_protection(&self) -> Option<Diagnostic> {
        self.pool.missing_protection()
    }

    /// Makes the document that is asked for. Waits where as many are being made as the session has workers.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the request, its recipient or the document, that making it took more than the mailing allows, or that the
    /// session was [stopped](Self::stop).
    pub fn letter(&self, request: &Request) -> Result<MadeDocument, Problems> {
        self.make(request, |maker, plan, Admitted { planned, content }, mut problems| match content {
            AdmittedContent::Document { index, merged } => {
                let document = planned.documents.get(index).ok_or_else(lost)?;
                let printed = maker.print(plan, &planned, document, merged)?;
                problems.extend(printed.warnings);
                let about = About::document(&planned, document);
                Ok(MadeDocument { bytes: printed.bytes, pages: printed.pages, about, problems })
            }
            AdmittedContent::Email { path, text, is_html } => {
                let about = About::email(&planned, &path, is_html);
                Ok(MadeDocument { bytes: text.into_bytes(), pages: 0, about, problems })
            }
        })
    }

    /// Everything that is wrong with a request and its recipient: errors, warnings and notes. The text is merged and checked; no page is set.
    pub fn check(&self, request: &Request) -> Problems {
        self.make(request, |_, _, _, problems| Ok(problems)).unwrap_or_else(|problems| problems)
    }

    /// Makes what a request asks for ([`Make`]); where that is nothing, `None` says that nothing keeps it from being made, with what is
    /// worth knowing.
    ///
    /// # Errors
    ///
    /// As [`letter`](Self::letter).
    pub fn answer(&self, request: &Request) -> Result<Checked<Option<MadeDocument>>, Problems> {
        match request.wanted() {
            Make::Document => self.letter(request).map(|made| Checked::sound(Some(made))),
            Make::Picture { page, dots_per_inch } => {
                self.picture(request, page, dots_per_inch).map(|made| Checked::sound(Some(made)))
            }
            Make::Nothing => self.check(request).checked(None),
        }
    }

    /// Draws a page of a document, counted from one, as PNG.
    ///
    /// # Errors
    ///
    /// As [`letter`](Self::letter), and that there is no such page.
    pub fn preview(
        &self,
        request: &Request,
        page: NonZeroUsize,
        dots_per_inch: u16,
    ) -> Result<Vec<u8>, Problems> {
        self.picture(request, page, dots_per_inch).map(|picture| picture.bytes)
    }

    fn picture(
        &self,
        request: &Request,
        page: NonZeroUsize,
        dots_per_inch: u16,
    ) -> Result<MadeDocument, Problems> {
        self.make(request, |maker, plan, Admitted { planned, content }, problems| {
            let no_page = |message: String, hint: &str| {
                Diagnostic::new(codes::REQUEST_PAGE, message).blocking(planned.id()).with_hint(hint)
            };
            let AdmittedContent::Document { index, merged } = content else {
                return Err(no_page("an e-mail has no pages".to_owned(), "ask for its text").into());
            };
            let document = planned.documents.get(index).ok_or_else(lost)?;
            let asked = (dots_per_inch.into(), page.get());
            let mut pages = maker.draw(plan, &planned, (document, merged), asked)?;
            let count = pages.len();
            let bytes = pages.pop().filter(|_| count == page.get()).ok_or_else(|| {
                let message = format!("the document has {count} pages, and no page {page}");
                no_page(message, &format!("ask for one from 1 to {count}"))
            })?;
            let about = About::document(&planned, document).picture(page.get());
            Ok(MadeDocument { bytes, pages: 1, about, problems })
        })
    }

    /// Makes documents one after the other, as many at a time as the session has workers, and hands them to `sink` in the order they were
    /// asked for, each as soon as it and those before it are done; a request that cannot be met, or could not even be made, is an answer too.
    /// Each request has a key of the caller's, such as the number of a row, by which its answer is known. Requests are taken from their
    /// iterator in this thread, as there is room, so that memory stays flat however many there are; `sink` is called in another. Returns
    /// whether all were handed over, and `sink` did not break off.
    ///
    /// # Errors
    ///
    /// The system gives no thread.
    pub fn batch<K: Send>(
        &self,
        requests: impl IntoIterator<Item = (K, Result<Request, Problems>)>,
        mut sink: impl FnMut(K, Result<MadeDocument, Problems>) -> ControlFlow<()> + Send,
    ) -> Result<bool, Problems> {
        let work = |(key, request): (K, Result<Request, Problems>)| {
            let made = request.and_then(|request| self.letter(&request));
            (key, made)
        };
        self.stream(requests.into_iter(), work, |_, (key, made)| sink(key, made))
    }

    /// Has work done on things that come one after the other, in as many threads as there are workers, and hands the results on in order.
    pub(crate) fn stream<T: Send, R: Send>(
        &self,
        things: impl Iterator<Item = T>,
        work: impl Fn(T) -> R + Sync,
        take: impl FnMut(usize, R) -> ControlFlow<()> + Send,
    ) -> Result<bool, Problems> {
        Ok(stream::run(things, self.workers, work, take).map_err(|error| typeset::no_thread(&error))?)
    }

    /// Makes no more letters: those that are being made are finished, and whoever waits or asks is told.
    pub fn stop(&self) {
        self.pool.stop();
    }

    /// Takes in the recipient of a request, and does something with what is asked for.
    fn make<T: Send>(
        &self,
        request: &Request,
        work: impl FnOnce(&mut Maker, &Plan, Admitted, Problems) -> Result<T, Problems> + Send,
    ) -> Result<T, Problems> {
        let read = request.recipient(&self.plan.mailing().extra_fields);
        let Checked { value: recipient, problems: of_recipient } = read;
        let Some(recipient) = recipient else { return Err(without_places(self.accept(of_recipient))) };
        let making = Making { plan: &self.plan, known: &self.problems };
        let mut taken = self.pool.take()?;
        let done = taken.maker().run(|maker| {
            let Checked { value: admitted, problems } = maker.admit(making, recipient, request.wish());
            let mut all = self.accept(of_recipient);
            all.extend(problems);
            match admitted {
                Some(admitted) if !all.has_errors() => work(maker, &self.plan, admitted, without_places(all)),
                None if !all.has_errors() => Err(lost().into()),
                _ => Err(all),
            }
        });
        done.map_err(without_places)
    }

    /// Makes notes of the warnings that the mailing accepts.
    fn accept(&self, mut problems: Problems) -> Problems {
        self.plan.mailing().accept(&mut problems);
        problems
    }
}

/// Forms are made with a key that is kept.
fn check_key(plan: &Plan) -> Option<Diagnostic> {
    if plan.form_keys().are_written {
        return None;
    }
    let problem = Diagnostic::new(codes::SESSION_KEY, "there is no key to make forms with");
    let hint = "build the mailing once, which makes the key, or ask for documents that are only looked at (`--trial`)";
    Some(problem.with_location(Location::file(KEY_FILE)).with_hint(hint))
}

fn lost() -> Diagnostic {
    Diagnostic::new(codes::INTERNAL, "what is asked for is not in the plan")
        .with_hint("report it with this request")
}
