//! The other end of the pipe: what a worker process does.

use std::io::{self, BufReader, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use super::frame::{Outfit, read, read_job, write_answer};
use super::model::make;
use crate::diagnostic::{Diagnostic, codes};
use crate::fonts::Fonts;
use crate::typeset::{self, Typesetter, with_worker_pool};

/// Makes the documents asked for on `from` and answers on `to`, until there is nobody to ask.
///
/// That end may come while a document is being made, perhaps one that never will be: `gone` is called then, from a thread
/// of its own, and has to end the process.
///
/// # Errors
///
/// What is asked cannot be understood, or nobody hears the answer.
pub fn serve(
    from: impl Read + Send + 'static,
    mut to: impl Write + Send,
    gone: impl FnOnce() + Send + 'static,
) -> io::Result<()> {
    let mut from = BufReader::new(from);
    let typesetter = read_outfit(&mut from)?;
    let (sender, jobs) = sync_channel(0);
    std::thread::Builder::new().name("orders".into()).spawn(move || {
        while let Ok(job) = read_job(&mut from) {
            if sender.send(job).is_err() {
                return;
            }
        }
        drop(sender);
        gone();
    })?;
    let work = || {
        for job in jobs {
            // What a panic leaves behind is looked at by nobody: the next document begins anew.
            let made = catch_unwind(AssertUnwindSafe(|| make(&typesetter, &job)));
            write_answer(&mut to, made.unwrap_or_else(|_| Err(report_panic().into())))?;
            if job.is_last {
                typeset::evict();
            }
        }
        Ok(())
    };
    with_worker_pool(work).map_err(|problem| io::Error::other(problem.message))?
}

/// The typesetter for the fonts and files a worker is given to begin.
fn read_outfit(from: &mut impl Read) -> io::Result<Typesetter> {
    let (Outfit { fonts, files }, body) = read(from)?;
    let mut rest = body.as_slice();
    let mut next = |length: usize| {
        let (file, others) = rest.split_at_checked(length).ok_or(io::ErrorKind::InvalidData)?;
        rest = others;
        Ok::<_, io::Error>(file.to_vec())
    };
    let fonts = fonts.into_iter().map(&mut next).collect::<Result<Vec<_>, _>>()?;
    let files =
        files.into_iter().map(|(name, length)| Ok((name, next(length)?))).collect::<io::Result<_>>()?;
    let fonts = Fonts::with_files(fonts.into_iter().map(|font| ("", font))).value;
    Typesetter::new(Arc::new(fonts), Arc::new(files)).map_err(|problem| io::Error::other(problem.message))
}

/// A fault of a library, which is its document's.
fn report_panic() -> Diagnostic {
    Diagnostic::new(codes::INTERNAL, "the document could not be made because of a fault in the program")
        .with_hint("report it with the data it was made from")
}
