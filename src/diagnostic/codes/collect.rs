//! Codes of returned forms.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// The archive that returned forms are compared with holds no form that can be filled in.
    ///
    /// ```text
    /// error[collect-no-forms]: the archive holds no form that can be filled in
    ///   --> output/DM-1132
    ///   hint: give the archive of the mailing the forms belong to with --archive
    /// ```
    ///
    /// Name the archive of the mailing to which the forms belong with `--archive`.
    COLLECT_NO_FORMS = error("collect-no-forms");

    /// A file or folder given as returned forms cannot be read.
    ///
    /// ```text
    /// error[return-unreadable]: the returns cannot be read (No such file or directory (os error 2))
    ///   --> returns/october
    ///   hint: give the paths of returned forms, or of the folder they are in
    /// ```
    ///
    /// Correct the path, or make the files readable.
    RETURN_UNREADABLE = error("return-unreadable");
}
