//! Receiving what came back, as a job: from files that were given, or from the mailbox on the server.

use std::sync::Arc;

use axum::extract::{Multipart, RawForm, State};
use axum::response::Response;
use maud::Markup;

use super::received::shown;
use crate::desk::answer::{Visitor, begun, told as say};
use crate::desk::jobs::{Ended, Job};
use crate::desk::place::Place;
use crate::desk::state::Desk;
use crate::desk::upload;
use crate::desk::words::Words;
use crate::diagnostic::{Checked, Problems};
use crate::mailbox;
use crate::mailing;
use crate::receive::{self, ReceiveOptions, Received};
use crate::worker::{JobLimits, ReadingRoom};

/// Reads the messages in files.
pub(super) async fn take(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    parts: Multipart,
) -> Response {
    let posted = match upload::read(&desk.uploads, parts).await {
        Ok(posted) => posted,
        Err(untaken) => return say(words, untaken.status(), &words.frame.not_done, untaken.told(words)),
    };
    let is_dry = posted.texts.iter().any(|(name, _)| name == "dry");
    let files = posted.files.into_iter().map(|(_, file)| (file.name, file.bytes)).collect();
    begin(&desk, words, is_dry, move |_, options, room, progress| {
        let mut source = receive::find_in_files(files)?;
        receive::receive(&mut source, options, room, progress)
    })
}

/// Reads the messages in the folder of the mailbox that the mailing names.
pub(super) async fn read_mailbox(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    RawForm(form): RawForm,
) -> Response {
    let is_dry = form_urlencoded::parse(&form).any(|(name, _)| name == "dry");
    begin(&desk, words, is_dry, |desk, options, room, progress| {
        let Checked { value: mailing, problems } = mailing::read(&desk.root, &desk.mailing);
        let Some(mailing) = mailing.filter(|_| !problems.has_errors()) else { return Err(problems) };
        let imap = mailbox::settings(&mailing, &desk.mailing)?;
        let account = desk.open_account(imap.server())?;
        receive::receive_from_mailbox(imap, &account, options, room, progress)
    })
}

/// Is told how many of how many messages are read, and answers whether to go on.
type Progress<'a> = dyn FnMut(usize, usize) -> bool + 'a;

fn begin(
    desk: &Arc<Desk>,
    words: &'static Words,
    is_dry: bool,
    work: impl FnOnce(&Desk, &ReceiveOptions<'_>, &ReadingRoom, &mut Progress<'_>) -> Result<Received, Problems>
    + Send
    + 'static,
) -> Response {
    let at_work = Arc::clone(desk);
    let job = move |job: &Job| {
        let desk = &*at_work;
        job.step(0, 0, &words.dispatch.read_messages);
        let options = ReceiveOptions { root: &desk.root, file: &desk.mailing, is_dry, now: (desk.now)() };
        let room = ReadingRoom::new(&desk.isolation, JobLimits::RETURNED);
        let received = work(desk, &options, &room, &mut |done, all| {
            job.step(done, all, &words.dispatch.read_messages);
            !job.is_stopping()
        });
        match received {
            Ok(received) if received.is_interrupted => Ended::stopped(Markup::default()),
            Ok(received) => Ended::done(shown(words, &received, is_dry)),
            Err(problems) => Ended::refused(words, &problems),
        }
    };
    begun(words, Place::Dispatch, desk.jobs.begin(Place::Dispatch, words.dispatch.received.as_str(), job))
}
