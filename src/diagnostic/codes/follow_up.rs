//! Codes of mailings that follow one whose forms came back: reminders and confirmations.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// A recipient has answered, and no answer counts yet: it is a scan that nobody has keyed in, a letter, or several that differ.
    /// Nobody of it is confirmed.
    ///
    /// ```text
    /// warning[answer-open]: has answered, and it is not decided what it says
    ///   --> returns/scan.pdf
    ///   for recipient FRA
    ///   hint: key the answer in, or say which counts, in the table of answers, and collect again
    /// ```
    ///
    /// Enter the answer in the table of answers, run `convoke collect` again, then `convoke confirm`.
    ANSWER_OPEN = warning("answer-open");

    /// A language of the recipients has no text of the letter that follows: such letters come in English, French, Spanish, Russian,
    /// Chinese and Arabic.
    ///
    /// ```text
    /// warning[follow-up-language]: there is no text of a reminder in `pt`
    ///   --> templates/pt
    ///   hint: write templates/pt/reminder.typ.hbs and email.txt.hbs in the new folder; `convoke check` asks for them
    /// ```
    ///
    /// Write the templates in the new folder, beginning with those of another language.
    FOLLOW_UP_LANGUAGE = warning("follow-up-language");

    /// Reminders that went out could not be booked with the mailing that they remind of: its ledger is not where `follows` names it, is broken,
    /// or is in use.
    ///
    /// ```text
    /// warning[follow-up-ledger]: the reminders that went out are not booked with DM-1132 (`../output/dispatch/DM-1132.jsonl` is not there)
    ///   --> mailing.yaml:14:11
    ///   for follows.ledger
    ///   hint: correct the path; the next command that sends or books something here books them, or book them there with `convoke ledger add reminded`
    /// ```
    ///
    /// Correct the path. Nothing is lost: what went out is in the ledger of the reminders, and is booked by the next command there.
    FOLLOW_UP_LEDGER = warning("follow-up-ledger");

    /// The mailing that is followed has something that cannot be taken over: its file is written in a way that is not rewritten, a form
    /// of its archive is not among its documents any more, or it is one text for all, of which nobody is reminded.
    ///
    /// ```text
    /// error[follow-up-mailing]: the form `form` is in the archive, and not in the mailing any more
    ///   --> mailing.yaml:90:1
    ///   for documents
    ///   hint: put it back among the documents
    /// ```
    ///
    /// Do what the hint says. Nothing was written.
    FOLLOW_UP_MAILING = error("follow-up-mailing");

    /// Nothing is booked of what was sent with the first mailing, so that nobody knows whether its letters arrived.
    ///
    /// ```text
    /// note[follow-up-no-ledger]: nothing is booked of what was sent: whether the letters arrived is not known
    ///   --> output/DM-1132
    ///   hint: all who have not answered are reminded; book with `convoke ledger add` what came back
    /// ```
    ///
    /// Nothing, where the office books elsewhere what it sends. Otherwise book it, and remind then.
    FOLLOW_UP_NO_LEDGER = note("follow-up-no-ledger");

    /// There is nobody to write to, so that no mailing was begun.
    ///
    /// ```text
    /// error[follow-up-nobody]: nobody is to be reminded
    ///   --> output/DM-1132
    ///   hint: nothing was written: all have answered, or are to be looked at first
    /// ```
    ///
    /// Nothing, if all have answered. Otherwise look at the report of `convoke collect`.
    FOLLOW_UP_NOBODY = error("follow-up-nobody");

    /// Some have not answered, and by the ledger their letter never went out, failed, or nobody knows: a reminder of a letter that never came
    /// would do harm.
    ///
    /// ```text
    /// warning[follow-up-not-sent]: 2 recipients are not reminded, because the letter is not known to have arrived (open: KEN; bounced: FRA)
    ///   --> output/DM-1132
    ///   hint: send it first (`convoke send`, `convoke pack --undelivered`), or book what happened with `convoke ledger add`; then remind them
    /// ```
    ///
    /// Send what was not sent, the next way where one failed, or book what was done by hand. Remind them later.
    FOLLOW_UP_NOT_SENT = warning("follow-up-not-sent");

    /// A recipient of the archive is in no list of the mailing now. Archives do not hold all that is known of a recipient, so that its
    /// data are taken from the lists.
    ///
    /// ```text
    /// error[follow-up-recipient]: in the archive, and in no list of the mailing any more
    ///   --> mailing.yaml
    ///   for recipient FRA
    ///   hint: put it back into the list, or write to it by hand
    /// ```
    ///
    /// Put the recipient back into the list with the id that it had. All others are written to.
    FOLLOW_UP_RECIPIENT = error("follow-up-recipient");

    /// There is nobody to be put into lists for the door, so that none was made.
    ///
    /// ```text
    /// error[nobody-registered]: nobody is registered by an answer that counts
    ///   --> output/DM-1132
    ///   hint: read what came back first: `convoke collect RETURNS`
    /// ```
    ///
    /// Collect again. If answers came, look in its report which of them wait for a decision.
    NOBODY_REGISTERED = error("nobody-registered");

    /// A delegation names a participant twice, so that both would have the same number. One confirmation is made.
    ///
    /// ```text
    /// warning[participant-twice]: a participant is named twice
    ///   --> returns/france.pdf, delegation list, row 3
    ///   for recipient FRA, family_name
    ///   hint: one confirmation is made; if they are two persons, write to the other by hand
    /// ```
    ///
    /// Nothing, if they are one person.
    PARTICIPANT_TWICE = warning("participant-twice");

    /// A participant has neither a family name nor a first name, and gets no confirmation.
    ///
    /// ```text
    /// warning[participant-unnamed]: a participant without a name
    ///   --> returns/france.pdf, participant 2
    ///   for recipient FRA, family_name
    ///   hint: ask the delegation, and enter the name in the table of answers
    /// ```
    ///
    /// Ask the delegation for the name.
    PARTICIPANT_UNNAMED = warning("participant-unnamed");

    /// The table of registrations is of another mailing, or was made against another archive than the one named.
    ///
    /// ```text
    /// error[returns-other]: the registrations are of DM-2001, the archive is of DM-1132
    ///   --> output/DM-2001-registrations
    ///   hint: run `convoke collect` again with this archive, or name the other with --archive
    /// ```
    ///
    /// Run `convoke collect` again: who has answered is known of the archive that the forms were held against alone.
    RETURNS_OTHER = error("returns-other");

    /// The table of registrations cannot be read: it is not there, or it was written by an earlier version.
    ///
    /// ```text
    /// error[returns-table]: the table of registrations cannot be read (it does not exist)
    ///   --> output/DM-1132-registrations/registrations.json
    ///   hint: name registrations.json, or the folder it is in; `convoke collect RETURNS` writes it
    /// ```
    ///
    /// Run `convoke collect` again, or name its table with `--returns`.
    RETURNS_TABLE = error("returns-table");

    /// A participant asked for visa support, and what the letter has to say is missing or wrong. No letter for the visa is made.
    ///
    /// ```text
    /// warning[visa-data-missing]: visa support was asked for, and this is missing or wrong
    ///   --> returns/france.pdf, participant 1
    ///   for recipient FRA, visa.passport_number
    ///   hint: ask the delegation; until then the participant is confirmed without a letter for the visa
    /// ```
    ///
    /// Ask the delegation, enter the answer, collect again and confirm again.
    VISA_DATA_MISSING = warning("visa-data-missing");
}
