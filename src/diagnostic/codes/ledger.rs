//! Codes of approvals and of the ledger.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// An archive cannot be approved as it was asked: it is incomplete or in a stale language, or the approval names nobody, or more persons
    /// have to approve it.
    ///
    /// ```text
    /// error[approval]: the archive is incomplete: 2 of its recipients are blocked
    ///   --> output/DM-1132/manifest.json
    ///   hint: mend them and build again, or send the others with `--allow-incomplete`
    /// ```
    ///
    /// Mend what is named and build again, or approve what can go out.
    APPROVAL = error("approval");

    /// A line of the ledger was changed after it was written, or lines were cut out, moved or put in.
    ///
    /// ```text
    /// error[ledger-broken]: the ledger is broken in line 7: it was changed after it was written: its hash does not fit
    ///   --> output/dispatch/DM-1132.jsonl:7:1
    ///   hint: compare it with a copy of the file; nothing is sent by a broken ledger
    /// ```
    ///
    /// Compare the file with a copy of it, and find out who changed it. Nothing is booked or sent until it is whole.
    LEDGER_BROKEN = error("ledger-broken");

    /// What is to be booked in the ledger is not about a sending of the archive, or is not something that people book.
    ///
    /// ```text
    /// error[ledger-entry]: the archive has nothing for `FRX`
    ///   --> posted.csv:4:1
    ///   for recipient
    ///   hint: did you mean `FRA`?
    /// ```
    ///
    /// Correct it. Nothing of a table is booked unless all of it can be.
    LEDGER_ENTRY = error("ledger-entry");

    /// The ledger says something of a recipient that the archive does not have.
    ///
    /// ```text
    /// error[ledger-foreign]: the ledger has an entry about `FRX`, which the archive does not have
    ///   --> output/dispatch/DM-1132.jsonl:9:1
    ///   for recipient FRX
    ///   hint: compare the archive and the ledger with copies of them
    /// ```
    ///
    /// Compare both with copies of them: one of them was replaced.
    LEDGER_FOREIGN = error("ledger-foreign");

    /// The last line of the ledger was cut short, as when a machine loses its power. What it was to announce was not done.
    ///
    /// ```text
    /// warning[ledger-torn]: the last line of the ledger was cut short, 57 bytes of it are there
    ///   --> output/dispatch/DM-1132.jsonl
    ///   hint: nothing was done by it: the next command that books something removes it, and notes that
    /// ```
    ///
    /// Book what people did at that moment again, if it is not in the ledger.
    LEDGER_TORN = warning("ledger-torn");

    /// Something is booked as sent that the ledger has as sent already.
    ///
    /// ```text
    /// error[ledger-twice]: it is sent by registered-post already
    ///   --> posted.csv:4:1
    ///   for recipient FRA, event
    ///   hint: name another `channel`, or book `cleared` first if it did not go out
    /// ```
    ///
    /// Look it up with `convoke ledger --recipient`: it was booked before, or goes by another channel now.
    LEDGER_TWICE = error("ledger-twice");

    /// The ledger cannot be read.
    ///
    /// ```text
    /// error[ledger-unreadable]: the ledger cannot be read (access is not permitted)
    ///   --> output/dispatch/DM-1132.jsonl
    ///   hint: make it readable: without it nobody knows what was sent
    /// ```
    ///
    /// Make the file readable, or put a copy of it back.
    LEDGER_UNREADABLE = error("ledger-unreadable");

    /// The ledger cannot be written, so that nothing was booked, and what was to be booked was not done.
    ///
    /// ```text
    /// error[ledger-write]: the ledger cannot be written (the disk is full)
    ///   --> output/dispatch/DM-1132.jsonl
    ///   hint: check that the folder can be written to and the disk is not full; nothing was sent or booked
    /// ```
    ///
    /// Make space, or make the file writable, and run the command again.
    LEDGER_WRITE = error("ledger-write");
}
