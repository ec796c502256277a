//! Codes of sending messages.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// No e-mail goes to a recipient or in a language that was asked for.
    ///
    /// ```text
    /// error[send-nobody]: no e-mail goes to the recipient `FRX`
    ///   hint: did you mean `FRA`?
    /// ```
    ///
    /// Correct the name, or look up the channel of the recipient with `convoke ledger`.
    SEND_NOBODY = error("send-nobody");

    /// The pack of the archive is not there, was made of another archive, lacks a message or was altered.
    ///
    /// ```text
    /// error[send-pack]: the pack cannot be used (it was made of another archive)
    ///   --> output/DM-1132/pack/pack.json
    ///   hint: make it again with `convoke pack`
    /// ```
    ///
    /// Make the pack again.
    SEND_PACK = error("send-pack");

    /// The secret of the account at the mail server cannot be had, or others can read it.
    ///
    /// ```text
    /// error[send-secret]: others can read the secret in `smtp.secret`
    ///   --> mailing.yaml:40:15
    ///   for dispatch.e_mail.smtp.secret
    ///   hint: run `chmod 600 smtp.secret`
    /// ```
    ///
    /// Set the variable, make the file readable by its owner alone, or mend the command. A secret is never shown or written.
    SEND_SECRET = error("send-secret");

    /// The mail server cannot be reached, is not the one that its certificate should name, does not take the account, or refuses a sample.
    ///
    /// ```text
    /// error[send-server]: the mail server cannot be asked (Connection refused)
    ///   for dispatch.e_mail.smtp
    ///   hint: check the settings and the secret; what was sent is booked, and the same command goes on
    /// ```
    ///
    /// Check host, port, security and account. What was sent until then is in the ledger, and is not sent again.
    SEND_SERVER = error("send-server");

    /// The mailing does not say how messages are sent, or an address is none.
    ///
    /// ```text
    /// error[send-settings]: the mailing names no mail server
    ///   --> mailing.yaml
    ///   for dispatch.e_mail.smtp
    ///   hint: write `smtp: { host: smtp.office.example, user: …, secret: { env: … } }` there
    /// ```
    ///
    /// Write the settings of the mail server under `dispatch.e_mail.smtp` of `mailing.yaml`.
    SEND_SETTINGS = error("send-settings");

    /// The server refused, put off or dropped one message after another, so that no more is tried.
    ///
    /// ```text
    /// error[send-stopped]: 5 messages in a row were refused, put off or lost
    ///   hint: look at its words with `convoke ledger`, and go on with the same command
    /// ```
    ///
    /// Look at the words of the server with `convoke ledger --entries`. The same command goes on with those that are open.
    SEND_STOPPED = error("send-stopped");
}
