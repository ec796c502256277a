//! Codes of the command itself.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// A file with the recipients asked for cannot be read, or names nobody.
    ///
    /// ```text
    /// error[asked-unreadable]: the recipients asked for cannot be read (it does not exist)
    ///   --> late.txt
    ///   hint: name a text file with an id on each line, or a table with a column `recipient` or `id`
    /// ```
    ///
    /// Save the file as text, one recipient on each line.
    ASKED_UNREADABLE = error("asked-unreadable");

    /// The desk cannot be opened in a browser: its port is taken, or the system gives no connections.
    ///
    /// ```text
    /// error[desk-start]: the desk cannot be opened (it exists already)
    ///   hint: name another port with `--port`, or leave it out for a free one
    /// ```
    ///
    /// Leave out `--port`, or end the program that has the port.
    DESK_START = error("desk-start");

    /// A file that is made anew each time, such as a proof, a table of registrations or a list of a pack, was changed since it was made:
    /// somebody ticked, signed or noted something in it. It is kept under another name, and the new file does not have what was written.
    ///
    /// ```text
    /// warning[file-kept]: `proof.pdf` was changed since it was made, and is kept as `proof-kept-1f2e3d4c.pdf`
    ///   --> output/proof/proof.pdf
    ///   hint: take over what was written into it, then delete it
    /// ```
    ///
    /// Look at the file that was kept, take over what counts, and delete it.
    FILE_KEPT = warning("file-kept");

    /// An answer given to `convoke init` by a flag cannot be taken.
    ///
    /// ```text
    /// error[init-answer]: `3/4/2027` may be 2027-04-03 or 2027-03-04
    ///   for --start
    ///   hint: write the year first: 2027-04-03 or 2027-03-04
    /// ```
    ///
    /// Nothing was written. Correct the flag as the hint says, or leave it out: its key stays empty in `mailing.yaml`.
    INIT_ANSWER = error("init-answer");

    /// `convoke init` would have to overwrite a file. It overwrites nothing, and wrote nothing.
    ///
    /// ```text
    /// error[init-overwrite]: `mailing.yaml` and 1 other file are there already
    ///   --> my-mailing
    ///   | mailing.yaml
    ///   | templates/layout.typ
    ///   hint: move it away, or name another folder, as in `convoke init my-mailing`
    /// ```
    ///
    /// A folder may hold other files, such as the list of recipients. Move away the files that are named, or start the mailing in
    /// another folder.
    INIT_OVERWRITE = error("init-overwrite");

    /// A fault of the program kept a document or a pack from being made. The input need not be wrong.
    ///
    /// ```text
    /// error[internal]: the documents could not be made because of a fault in the program
    ///   for recipient FRA
    ///   hint: report it with this recipient's data
    /// ```
    ///
    /// Report the fault with the data the hint asks for. The other recipients are not affected.
    INTERNAL = error("internal");

    /// A language named on the command line, or as the language of the dispatch office, has no
    /// templates or locale pack.
    ///
    /// ```text
    /// error[locale-unknown]: there are no templates for the language `frr`
    ///   hint: did you mean `fr`?
    /// ```
    ///
    /// Name a language that has a folder below the templates, or begin it with `convoke locale new`.
    LOCALE_UNKNOWN = error("locale-unknown");

    /// A command that works on the mailing's archive was given none, and the output folder of the
    /// mailing has none yet.
    ///
    /// ```text
    /// error[no-archive]: the mailing has no archive yet
    ///   --> output/DM-1132
    ///   hint: name the archive, or make it with `convoke build`
    /// ```
    ///
    /// Run `convoke build`, or give the path of the archive.
    NO_ARCHIVE = error("no-archive");

    /// Standard output or standard error could not be written: the device is full, or the stream is closed. What the
    /// command makes is made; what it says of it is not complete.
    ///
    /// ```text
    /// error[output-lost]: not all output could be written (the disk is full)
    ///   hint: send it to a device with free space, and run the command again
    /// ```
    ///
    /// Make space, or send the output elsewhere, and run the command again. The exit code is 4.
    OUTPUT_LOST = error("output-lost");

    /// The file with the ticks and notes that people made on a proof at the desk cannot be read.
    ///
    /// ```text
    /// error[proof-marks]: the ticks and notes of the proof cannot be read (expected value at line 1 column 1)
    ///   --> .convoke/proof.json
    ///   hint: move the file away, and look the proof through again
    /// ```
    ///
    /// Restore the file from a copy, or move it away and look the proof through again. Approvals are in the ledger, and are not affected.
    PROOF_MARKS = error("proof-marks");

    /// Reading archives of others took more time or memory than the command may take, or ended its process. The command reads them
    /// in a process of its own, so that nothing but the command is lost.
    ///
    /// ```text
    /// error[reading-given-up]: reading `DM-1132.zip` was given up: it took more than 2048 MiB of memory
    ///   hint: do not use it unless it is known to be that large; then raise `--mebibytes`
    /// ```
    ///
    /// An archive of 100,000 letters takes 500 MiB. Do not use a smaller one that takes more: it may be made to do harm. Raise
    /// `--seconds` or `--mebibytes` for one that is known to be so large.
    READING_GIVEN_UP = error("reading-given-up");

    /// What is named on the command line is no recipient of the lists, or of the archive that a pack is made of.
    ///
    /// ```text
    /// error[recipient-unknown]: no recipient is called `FRN`
    ///   hint: did you mean `FRA`?
    /// ```
    ///
    /// Use an id of the recipient lists, the name of a State or a ministry, or a group.
    RECIPIENT_UNKNOWN = error("recipient-unknown");

    /// A date or time given on the command line is not written in the form that is needed.
    ///
    /// ```text
    /// error[time]: `2.6.2004` is not a date and time with its offset
    ///   for --now
    ///   hint: write it as in 2004-06-02T09:00:00+02:00
    /// ```
    ///
    /// Write the date, or the date and time with its offset from UTC, as the hint shows (RFC 3339).
    TIME = error("time");

    /// A file or folder cannot be written.
    ///
    /// ```text
    /// error[write]: the file cannot be written (the disk is full)
    ///   --> output/DM-1132/form-data.csv
    ///   hint: check that the folder can be written to and the disk is not full
    /// ```
    ///
    /// Check the permissions of the folder and the free space of the disk, then run the command again.
    /// What was made is kept.
    WRITE = error("write");
}
