//! Codes of comparisons of archives.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// The two archives compared have different dates of issue, which explains changes in all
    /// documents.
    ///
    /// ```text
    /// note[diff-date]: OLD is dated 2004-05-10T09:00:00+02:00, NEW 2004-05-11T09:00:00+02:00
    /// ```
    ///
    /// Nothing, if the date was changed on purpose.
    DIFF_DATE = note("diff-date");

    /// The manifests of the two archives compared have different formats, so that more or less counts
    /// as data.
    ///
    /// ```text
    /// note[diff-format]: OLD has a manifest of format 2, NEW of format 3
    ///   hint: what counts as data is not the same in both; look at the other reasons first
    /// ```
    ///
    /// Give more weight to the other reasons that the comparison names.
    DIFF_FORMAT = note("diff-format");

    /// The two archives compared belong to different mailings.
    ///
    /// ```text
    /// warning[diff-other-mailing]: OLD is of the mailing DM-1132, NEW of DM-1133
    ///   hint: compare two archives of one mailing
    /// ```
    ///
    /// Compare two archives of one mailing.
    DIFF_OTHER_MAILING = warning("diff-other-mailing");

    /// The two archives compared were made by different versions of convoke, which may explain changes
    /// in all documents.
    ///
    /// ```text
    /// note[diff-tool]: OLD was made by convoke 0.1.0, NEW by convoke 0.2.0
    /// ```
    ///
    /// Nothing. To tell the causes apart, build both with the same version.
    DIFF_TOOL = note("diff-tool");

    /// The two archives compared are different volumes, or a volume and a whole archive.
    ///
    /// ```text
    /// warning[diff-volume]: OLD is volume 1, NEW a whole archive
    ///   hint: recipients of other volumes seem added or removed; compare whole archives
    /// ```
    ///
    /// Compare whole archives, or the same volume of both.
    DIFF_VOLUME = warning("diff-volume");
}
