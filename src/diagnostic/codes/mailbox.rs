//! Codes of mailboxes on servers.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// A folder of the mailbox is not there, or the server does not say which one is for drafts.
    ///
    /// ```text
    /// error[mailbox-folder]: the folder `Returns` cannot be read (Mailbox doesn't exist: Returns)
    ///   for dispatch.e_mail.imap.folder
    ///   hint: write its name as the server has it, such as INBOX or INBOX/Returns
    /// ```
    ///
    /// Name the folder under `dispatch.e_mail.imap` of `mailing.yaml`, as the server has it.
    MAILBOX_FOLDER = error("mailbox-folder");

    /// The server of the mailbox cannot be reached, is not the one that its certificate should name, does not take the account, or ended the connection.
    ///
    /// ```text
    /// error[mailbox-server]: the mailbox cannot be asked (Authentication failed.)
    ///   for dispatch.e_mail.imap
    ///   hint: check host, port, security and account there, and the secret
    /// ```
    ///
    /// Check host, port, security and account. A secret is never shown or written.
    MAILBOX_SERVER = error("mailbox-server");

    /// The mailing names no mailbox, although the command needs one.
    ///
    /// ```text
    /// error[mailbox-settings]: the mailing names no mailbox
    ///   --> mailing.yaml
    ///   for dispatch.e_mail.imap
    ///   hint: write `imap: { host: imap.office.example, user: …, secret: { env: … } }` there
    /// ```
    ///
    /// Write the settings of the mailbox under `dispatch.e_mail.imap` of `mailing.yaml`.
    MAILBOX_SETTINGS = error("mailbox-settings");
}
