//! Codes of changing the files of a mailing from a page.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// A page cannot make a change of a file for sure, because of how the file is written: with anchors and aliases, for example, or a
    /// comment in the middle of what would go. Nothing was changed.
    ///
    /// ```text
    /// error[file-by-hand]: the file is written in a way that is not changed here
    ///   --> mailing.yaml
    ///   for event.place
    ///   hint: change it in a text editor
    /// ```
    ///
    /// Change the file in a text editor. The pages show it as it is then.
    FILE_BY_HAND = error("file-by-hand");

    /// A file that a page was to change is no longer as the page showed it: another page, a command, an editor or a colleague changed it
    /// since. Nothing was written over that change.
    ///
    /// ```text
    /// error[file-changed]: the file was changed elsewhere since it was read
    ///   --> mailing.yaml
    ///   | - place: Hammamet
    ///   | + place: Tunis
    ///   hint: open it again: nothing was written over it
    ///   hint: make your change again in the file as it is now
    /// ```
    ///
    /// The lines with `-` are in the file now, those with `+` were to be. Open the page again and make the change in the file as it is now.
    FILE_CHANGED = error("file-changed");

    /// Another program saves a file of the mailing at this moment.
    ///
    /// ```text
    /// error[file-in-use]: another program saves a file of this mailing
    ///   --> mailing.yaml
    ///   hint: try again in a moment
    /// ```
    ///
    /// Save again. If it stays so, see whether a second desk is open on this mailing and hangs.
    FILE_IN_USE = error("file-in-use");

    /// There is no former text of a file that could be taken back: it was not saved from a page, or all that was saved has been taken
    /// back.
    ///
    /// ```text
    /// error[file-no-history]: there is no former text of this file to take back
    ///   --> mailing.yaml
    /// ```
    ///
    /// The former texts of a file are in `.convoke/history`, up to 200 of each file. What was changed elsewhere is not among them.
    FILE_NO_HISTORY = error("file-no-history");

    /// A file that a page was to change is not within the mailing's folder, or within what convoke keeps there for itself.
    ///
    /// ```text
    /// error[file-outside]: the file is not within the mailing’s folder
    ///   --> ../list.csv
    ///   hint: change it with the program that it was made with
    /// ```
    ///
    /// Change it with another program, or move it into the mailing's folder.
    FILE_OUTSIDE = error("file-outside");
}
