//! Codes of numbers and releases.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// An archive of the mailing has gone out, as is noted beside it, and `register.yaml` does not know it: the register was lost, or put back to
    /// an earlier state. With it the numbers of letters that went out would be given again, and the archive would be replaced.
    ///
    /// ```text
    /// error[register-behind]: an archive of `DM-1132` has gone out that the register does not know
    ///   --> register.yaml
    ///   hint: restore register.yaml from a backup or from version control: its numbers would be given again
    ///   hint: if nothing has gone out, delete `output/.convoke/DM-1132/released`
    /// ```
    ///
    /// Restore the register as it was after the release.
    REGISTER_BEHIND = error("register-behind");

    /// `register.yaml` was changed by somebody else while a command was at work on it. The command wrote nothing over the change.
    ///
    /// ```text
    /// error[register-changed]: the register was changed while the command was at work
    ///   --> register.yaml
    ///   hint: run the command again: it works from the register as it is now
    /// ```
    ///
    /// Run the command again. It keeps what it has made, and reads the register anew.
    REGISTER_CHANGED = error("register-changed");

    /// `register.yaml` has a format that this version of convoke does not read.
    ///
    /// ```text
    /// error[register-format]: format 3 is not known
    ///   --> register.yaml
    ///   hint: this version reads formats 1 and 2; use the convoke that wrote the file
    /// ```
    ///
    /// Use the version of convoke that wrote the file, or a newer one.
    REGISTER_FORMAT = error("register-format");

    /// A hash of a released document in `register.yaml` is not a SHA-256. The file was edited or
    /// damaged.
    ///
    /// ```text
    /// error[register-hash]: the hash of letter/fr under number 14 is not a SHA-256
    ///   --> register.yaml:31:5
    ///   for recipient FRA
    ///   hint: restore the register from version control
    /// ```
    ///
    /// Restore the file from version control or a backup. Hashes in it are written by `convoke approve`
    /// only.
    REGISTER_HASH = error("register-hash");

    /// `register.yaml` gives a recipient a number outside of the range of serial numbers.
    ///
    /// ```text
    /// error[register-number]: 0 is not a number a recipient can have
    ///   --> register.yaml:5:5
    ///   for recipient AFG
    ///   hint: numbers go from 1 to 9999999
    /// ```
    ///
    /// Restore the file from version control or a backup.
    REGISTER_NUMBER = error("register-number");

    /// `register.yaml` gives two entries the same number.
    ///
    /// ```text
    /// error[register-number-twice]: number 2 is given twice
    ///   --> register.yaml:9:5
    ///   for recipient ALB
    ///   hint: restore the register from version control
    /// ```
    ///
    /// Restore the file from version control. After a merge of two versions, keep the released entries
    /// and delete the others; the next build numbers them again.
    REGISTER_NUMBER_TWICE = error("register-number-twice");

    /// `register.yaml` holds the numbers of another mailing.
    ///
    /// ```text
    /// error[register-reference]: the register belongs to `DM-1133`, the mailing's reference is `DM-1132`
    ///   --> register.yaml
    ///   hint: for a new mailing, start without register.yaml
    ///   hint: if only the reference was renamed, write it into register.yaml too
    /// ```
    ///
    /// For a new mailing, delete the copied `register.yaml`. If only the reference was renamed, change
    /// it in `register.yaml` too.
    REGISTER_REFERENCE = error("register-reference");

    /// The numbers of a recipient in `register.yaml` do not form a chain: each later number must name
    /// the one it replaces.
    ///
    /// ```text
    /// error[register-replaces]: FRA has the numbers 14 and 196
    ///   --> register.yaml:588:5
    ///   for recipient FRA
    ///   hint: a later number says which one it `replaces`
    /// ```
    ///
    /// Restore the file from version control, or add `replaces:` with the earlier number to the later
    /// entry.
    REGISTER_REPLACES = error("register-replaces");

    /// `register.yaml` exists and cannot be read. The build stops, because new numbers could contradict
    /// released ones.
    ///
    /// ```text
    /// error[register-unreadable]: the register cannot be read (stream did not contain valid UTF-8)
    ///   --> register.yaml
    ///   hint: restore it from version control: numbers must not be given anew
    /// ```
    ///
    /// Restore the file from version control or make it readable. Do not delete it once letters have
    /// gone out.
    REGISTER_UNREADABLE = error("register-unreadable");

    /// A recipient of the archive to be released has no documents.
    ///
    /// ```text
    /// error[release-empty]: recipient FRA has no documents to release
    ///   for recipient FRA
    ///   hint: build the mailing first
    /// ```
    ///
    /// Build the mailing again, then release the new archive.
    RELEASE_EMPTY = error("release-empty");

    /// A document of the archive has another number than the register gives its recipient now. The
    /// register changed after the build.
    ///
    /// ```text
    /// error[release-stale]: the archive has DM-1132/014, the number in force is DM-1132/196
    ///   --> register.yaml
    ///   for recipient FRA
    ///   hint: make the archive again with `convoke build`
    /// ```
    ///
    /// Build the mailing again and release the new archive.
    RELEASE_STALE = error("release-stale");

    /// A recipient of the archive to be released has no number in `register.yaml`.
    ///
    /// ```text
    /// error[release-unknown]: recipient FRA has no number to release
    ///   for recipient FRA
    ///   hint: build the mailing first
    /// ```
    ///
    /// Build the mailing again with the `register.yaml` that belongs to it, then release the new
    /// archive.
    RELEASE_UNKNOWN = error("release-unknown");

    /// A document that has gone out is made again with other content. It gets a new number that names
    /// the one it replaces.
    ///
    /// ```text
    /// note[released-changed]: DM-1132/196 replaces DM-1132/014, which has gone out
    ///   --> recipients/ministries.yaml:5:5
    ///   for recipient FRA
    /// ```
    ///
    /// Check with `convoke diff` that the change is meant. If not, restore the data as they were at the
    /// release.
    RELEASED_CHANGED = note("released-changed");
}
