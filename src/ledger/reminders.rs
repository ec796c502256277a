//! Booking reminders with the mailing that they remind of, once they went out: what its ledger lacks is added, so that nothing is booked
//! twice, and what a stopped command left out is booked by the next one.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::append::Ledger;
use super::entry::{LedgerEntry, Sent};
use super::event::LedgerEvent;
use super::file;
use super::scope::LedgerScope;
use super::standing::standings;
use crate::archive::{self, Lock, Opened, layout};
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes, path_text};
use crate::mailing::{self, Follows, Mailing};
use crate::pack::sendings;

/// A reminder that went out.
struct Reminder {
    recipient: String,
    /// Number of its letter.
    serial: String,
    /// How it went, which stands in for the channel of the first letter where nothing is booked of that.
    sent: Sent,
    at: Timestamp,
}

/// Books the reminders of a mailing that went out, in the ledger of the mailing that it follows. Returns how many were booked; none for a
/// mailing that reminds of no other, or where that one has no ledger.
///
/// # Errors
///
/// The mailing cannot be read, or the ledger of the other cannot be booked in: that is told, and the next command books them.
pub fn book_reminders(root: &Path, file: &str, at: Timestamp) -> Result<usize, Problems> {
    let Checked { value: mailing, problems } = mailing::read(root, file);
    let Some(mailing) = mailing.filter(|_| !problems.has_errors()) else { return Err(problems) };
    let Some(follows) = &mailing.follows else { return Ok(0) };
    let (Some(ledger), Some(first)) = (&follows.ledger, &follows.archive) else { return Ok(0) };
    let reminders = find_reminders(root, &mailing)?;
    let path = root.join(&ledger.value);
    if reminders.is_empty() {
        return Ok(0);
    }
    let place = |problems: Problems| -> Problems {
        let cause: Vec<String> = problems.iter().map(|problem| problem.message.clone()).collect();
        unbooked(follows, file, &cause.join("; ")).into()
    };
    if !path.is_file() {
        let cause = format!("`{}` is not there", path_text(&path));
        return Err(unbooked(follows, file, &cause).into());
    }
    book(&path, &follows.reference.value, &first.value, &reminders, at).map_err(place)
}

/// The reminders that went out, by the mailing's own ledger.
fn find_reminders(root: &Path, mailing: &Mailing) -> Result<Vec<Reminder>, Problems> {
    let output = root.join(&mailing.output);
    let Some(newest) = archive::find_newest(&output, &mailing.reference) else { return Ok(Vec::new()) };
    let opened = Opened::open(&newest)?;
    let Checked { value: entries, problems } = file::read(&file::path(&output, &mailing.reference))?;
    if problems.has_errors() {
        return Err(problems);
    }
    let standings = standings(&entries, &LedgerScope::new(opened.manifest(), opened.manifest_sha256()));
    let mut reminders = Vec::new();
    for sending in sendings(opened.manifest()).iter().filter(|sending| sending.copy_to().is_none()) {
        let is_own = |sent: &Sent| sent.recipient == sending.recipient() && sent.copy.is_none();
        let out = standings.iter().find(|(sent, standing)| is_own(sent) && standing.state.is_out());
        let Some((sent, standing)) = out else { continue };
        reminders.push(Reminder {
            recipient: sending.recipient().to_owned(),
            serial: sending.serial().to_owned(),
            sent: (*sent).clone(),
            at: standing.by.map_or(Timestamp::UNIX_EPOCH, LedgerEntry::moment),
        });
    }
    Ok(reminders)
}

/// Books those that the ledger lacks.
fn book(
    path: &Path,
    reference: &str,
    first: &str,
    reminders: &[Reminder],
    at: Timestamp,
) -> Result<usize, Problems> {
    let output = path.parent().and_then(Path::parent).map_or_else(|| PathBuf::from("."), Path::to_owned);
    let folder = layout::archive_folder(&output, reference);
    let Some(lock) = Lock::take_if_built_in(&folder)? else {
        let problem = Diagnostic::new(codes::LEDGER_WRITE, "it is not where its mailing was built");
        return Err(problem.with_location(Location::file(path_text(path))).into());
    };
    let mut ledger = Ledger::open(&output, reference, lock, at)?;
    let mut count = 0;
    for reminder in reminders {
        let about = |entry: &&LedgerEntry| {
            let sent = entry.sent.as_ref();
            entry.archive == first
                && sent.is_some_and(|sent| sent.recipient == reminder.recipient && sent.copy.is_none())
        };
        let own: Vec<&LedgerEntry> = ledger.entries().iter().filter(about).collect();
        let is_same = |entry: &&LedgerEntry| {
            entry.event == LedgerEvent::Reminded && entry.number.as_deref() == Some(reminder.serial.as_str())
        };
        if own.iter().any(is_same) {
            continue;
        }
        let sent = own.iter().find_map(|entry| entry.sent.clone()).unwrap_or_else(|| reminder.sent.clone());
        let letter = own.iter().find_map(|entry| entry.letter.as_deref());
        let entry = LedgerEntry {
            happened: (reminder.at != at).then_some(reminder.at),
            number: Some(reminder.serial.clone()),
            text: Some(format!("by {}", reminder.sent.channel.name())),
            ..LedgerEntry::new(LedgerEvent::Reminded, first, at).about(sent).with_letter(letter)
        };
        ledger.append(entry)?;
        count += 1;
    }
    Ok(count)
}

fn unbooked(follows: &Follows, file: &str, cause: &str) -> Diagnostic {
    let message =
        format!("the reminders that went out are not booked with {} ({cause})", follows.reference.value);
    let location = follows.ledger.as_ref().map_or_else(|| Location::file(file), |path| path.location(file));
    Diagnostic::new(codes::FOLLOW_UP_LEDGER, message).with_location(location).with_field("follows.ledger").with_hint(
        "correct the path; the next command that sends or books something here books them, or book them there with `convoke ledger add reminded`",
    )
}
