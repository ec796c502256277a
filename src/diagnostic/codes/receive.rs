//! Codes of messages that come back.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// A file or folder of messages that came back cannot be read.
    ///
    /// ```text
    /// error[receive-source]: the messages cannot be read (it is not there)
    ///   --> notices.mbox
    ///   hint: give a mailbox file, a maildir, or messages saved as .eml or .msg
    /// ```
    ///
    /// Correct the path, or make the files readable. Nothing was booked.
    RECEIVE_SOURCE = error("receive-source");
}
