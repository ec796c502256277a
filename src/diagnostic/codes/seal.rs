//! Codes of seals.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// A seal is missing where the archive says that something is sealed, does not hold, or is by another key.
    ///
    /// ```text
    /// error[seal-broken]: `letters/001_FRA_letter_fr.pdf` is sealed no more: there is no seal in it
    ///   --> DM-1132
    ///   for recipient FRA
    ///   hint: do not use it; compare it with a copy of the archive
    /// ```
    ///
    /// Somebody changed what was sealed, or took the seal away. Compare the archive with a copy of it.
    SEAL_BROKEN = error("seal-broken");

    /// A document, the manifest or the ledger cannot be sealed.
    ///
    /// ```text
    /// error[seal-failed]: it cannot be sealed (it has no place for a seal)
    ///   for recipient FRA
    ///   hint: report it with the template
    /// ```
    ///
    /// If the message names the token of the key, look after the token and build again. Otherwise it is a fault of the program: report it with
    /// the template. Without `seal` in mailing.yaml, documents are made unsealed.
    SEAL_FAILED = error("seal-failed");

    /// The key that documents are sealed with cannot be used: its file or passphrase is wrong, its token is not there or refuses, it does not
    /// belong to its certificate, is of a kind that is not taken, or its certificate is not valid or not for signatures.
    ///
    /// ```text
    /// error[seal-key]: the certificate of the seal has expired (on 2025-12-31T23:59:59Z)
    ///   --> mailing.yaml:40:11
    ///   for seal.pkcs12
    ///   hint: order a new one, and name its file
    /// ```
    ///
    /// Do what the hint says. Nothing is made before the key can be used.
    SEAL_KEY = error("seal-key");

    /// The secret of the key that documents are sealed with cannot be had, or others can read it.
    ///
    /// ```text
    /// error[seal-secret]: others can read the secret in `seal.secret`
    ///   --> mailing.yaml:41:11
    ///   for seal.secret
    ///   hint: run `chmod 600 seal.secret`
    /// ```
    ///
    /// Set the variable, make the file readable by its owner alone, or mend the command. A secret is never shown or written.
    SEAL_SECRET = error("seal-secret");

    /// The server of time stamps cannot be reached, or does not give a time stamp that holds.
    ///
    /// ```text
    /// error[seal-timestamp]: the server of time stamps gives none (timeout: global)
    ///   --> mailing.yaml:42:14
    ///   for seal.timestamp
    ///   hint: try again later: what is sealed already is kept; or leave `timestamp` out of `seal`
    /// ```
    ///
    /// Try again later: the build goes on from there.
    SEAL_TIMESTAMP = error("seal-timestamp");

    /// An archive is sealed, and the program was built without what looks at seals.
    ///
    /// ```text
    /// note[seal-unread]: the archive is sealed, and its seals are not looked at
    ///   --> DM-1132
    ///   hint: this program was built without the feature `seal`
    /// ```
    ///
    /// Use a program that was built with the feature `seal`, as it is by default.
    SEAL_UNREAD = note("seal-unread");

    /// A seal is by somebody whom none of those vouch for who were named as trusted, or its certificate was not valid then.
    ///
    /// ```text
    /// error[seal-untrusted]: the seal of `manifest.json` is not trusted: nobody who is trusted vouches for it
    ///   --> DM-1132
    ///   hint: compare the certificate with the office's own; name another file with `--trust` if it is right
    /// ```
    ///
    /// Ask the office, by another way, for the certificate that it seals with, or for that of its authority.
    SEAL_UNTRUSTED = error("seal-untrusted");
}
