//! Codes of archives.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// An archive holds a file that its manifest does not list. It was added after the archive was
    /// made.
    ///
    /// ```text
    /// error[archive-added]: "letters/004_XYZ_letter_en.pdf" was added: the manifest does not list it
    ///   --> DM-1132.zip
    ///   hint: do not open or send it; ask whoever made the archive
    /// ```
    ///
    /// Do not open or send the file. Compare with the archive as it was first kept.
    ARCHIVE_ADDED = error("archive-added");

    /// A part of an archive differs from what its manifest records.
    ///
    /// ```text
    /// error[archive-altered]: `pouch/letters/001_FRA_letter_fr.pdf` was altered: it no longer has the checksum it was given
    ///   --> DM-1132.zip
    ///   for recipient FRA
    ///   hint: take the archive from where it was first kept, or build it again
    /// ```
    ///
    /// Do not send the archive. Take it from where it was first kept, or build it again.
    ARCHIVE_ALTERED = error("archive-altered");

    /// An entry of a ZIP file is a symbolic link, a device, or a file that others lie below. Unpacked, it could lead what follows
    /// out of the folder.
    ///
    /// ```text
    /// error[archive-entry-kind]: the entry "pouch" is no plain file (it is a symbolic link)
    ///   --> DM-1132.zip
    ///   hint: do not unpack the archive
    /// ```
    ///
    /// Do not unpack the archive. Convoke writes plain files only.
    ARCHIVE_ENTRY_KIND = error("archive-entry-kind");

    /// A path in an archive or its manifest could write outside of the folder it is unpacked to, or is
    /// not portable.
    ///
    /// ```text
    /// error[archive-entry-name]: the entry "../register.yaml" has a dangerous name (it leaves its folder)
    ///   --> DM-1132.zip
    ///   hint: do not unpack the archive
    /// ```
    ///
    /// Do not unpack the archive. Convoke never writes such a path.
    ARCHIVE_ENTRY_NAME = error("archive-entry-name");

    /// An archive or its manifest lists two files under one path. Letter case does not distinguish
    /// paths.
    ///
    /// ```text
    /// error[archive-entry-twice]: the entry "letters/001_FRA_letter_fr.pdf" is there twice
    ///   --> DM-1132.zip
    ///   hint: which of the two is unpacked depends on the program; do not use the archive
    /// ```
    ///
    /// Do not use the archive: different programs would unpack different files from it.
    ARCHIVE_ENTRY_TWICE = error("archive-entry-twice");

    /// A file beside the loose files of an archive does not belong to it and was not checked.
    ///
    /// ```text
    /// note[archive-foreign-file]: "notes.txt" is not a file of the archive
    ///   --> output/DM-1132
    ///   hint: it is left alone, and not part of what was checked
    /// ```
    ///
    /// Nothing. Move the file elsewhere if the folder is handed on.
    ARCHIVE_FOREIGN_FILE = note("archive-foreign-file");

    /// The output folder of the mailing holds files and no archive. They are not overwritten.
    ///
    /// ```text
    /// error[archive-foreign-folder]: the output folder is not an archive's (it holds files but no manifest)
    ///   --> output/DM-1132
    ///   hint: move the folder away, or change `output` in mailing.yaml
    /// ```
    ///
    /// Move the folder away, or change `output` in `mailing.yaml`.
    ARCHIVE_FOREIGN_FOLDER = error("archive-foreign-folder");

    /// The manifest of an archive has a format that this version of convoke does not read.
    ///
    /// ```text
    /// error[archive-format]: the manifest has format 9
    ///   --> DM-1132.zip
    ///   hint: this version checks formats 1 to 8; use the convoke that made the archive
    /// ```
    ///
    /// Use the version of convoke that made the archive, or a newer one.
    ARCHIVE_FORMAT = error("archive-format");

    /// A file that belongs to an archive is missing.
    ///
    /// ```text
    /// error[archive-missing]: `pouch/letters/001_FRA_letter_fr.pdf` is missing
    ///   --> DM-1132.zip
    ///   for recipient FRA
    ///   hint: take the archive from where it was first kept, or build it again
    /// ```
    ///
    /// Do not send the archive. Take it from where it was first kept, or build it again.
    ARCHIVE_MISSING = error("archive-missing");

    /// The archive named on the command line cannot be opened.
    ///
    /// ```text
    /// error[archive-open]: the archive cannot be opened (it does not exist)
    ///   --> archive.zip
    ///   hint: give the path of the ZIP file that `build` made
    /// ```
    ///
    /// Give the path of the ZIP file or folder that `convoke build` made, and make it readable.
    ARCHIVE_OPEN = error("archive-open");

    /// A PDF of an archive has another number of pages than its manifest records.
    ///
    /// ```text
    /// error[archive-pages]: `letters/001_FRA_letter_fr.pdf` has 2 pages, the manifest says 3
    ///   --> DM-1132.zip
    ///   for recipient FRA
    ///   hint: build the archive again
    /// ```
    ///
    /// Do not send the archive. Build it again.
    ARCHIVE_PAGES = error("archive-pages");

    /// The counts in the manifest do not match the files it lists, or do not account for every
    /// recipient.
    ///
    /// ```text
    /// error[archive-reconciliation]: of 195 recipients expected, 193 were produced and 1 blocked
    ///   --> DM-1132.zip
    ///   hint: the manifest was altered, or the batch lost a recipient: build the archive again
    /// ```
    ///
    /// Do not send the archive. Build it again and verify it.
    ARCHIVE_RECONCILIATION = error("archive-reconciliation");

    /// An archive, or a file in it, is larger than an archive may be: convoke does not write it, and does not read it.
    ///
    /// ```text
    /// error[archive-too-large]: `letters/001_FRA_letter_fr.pdf` says it has 4294967296 bytes, more than 268435456
    ///   --> DM-1132.zip
    ///   hint: no archive of convoke's is like this; do not unpack it
    /// ```
    ///
    /// Of an archive that was received: do not unpack it; it may be built to fill the disk or the memory. Of a mailing: divide the
    /// recipients between several mailings, or make the file smaller that is named.
    ARCHIVE_TOO_LARGE = error("archive-too-large");

    /// A pack cannot be made from an archive of an early format, whose manifest lacks what labels and
    /// covers print.
    ///
    /// ```text
    /// error[archive-too-old]: the archive does not say what labels and covers print: it is of an earlier format
    ///   hint: build the archive again with this version of convoke, or send it as it was sent before
    /// ```
    ///
    /// Build the archive again with this version of convoke, or send it as it was sent before.
    ARCHIVE_TOO_OLD = error("archive-too-old");

    /// A file that is there cannot be read as what it should be: the ZIP file, its manifest, or a PDF
    /// in it.
    ///
    /// ```text
    /// error[archive-unreadable]: the file is cut short or is not a ZIP file (it has no end record)
    ///   --> DM-1132.zip
    ///   hint: take the archive from where it was first kept, or build it again
    /// ```
    ///
    /// Check that the path names an archive. If so, take it from where it was first kept, or build it
    /// again.
    ARCHIVE_UNREADABLE = error("archive-unreadable");

    /// An archive cannot be written. What was made so far is kept, and the next build continues from
    /// there.
    ///
    /// ```text
    /// error[archive-write]: the archive cannot be written (the disk is full)
    ///   --> output/DM-1132
    ///   hint: check that the folder can be written to and the disk is not full
    /// ```
    ///
    /// Check the permissions of the output folder and the free space of the disk, then run the command
    /// again.
    ARCHIVE_WRITE = error("archive-write");

    /// A file that somebody put into an archive's folder has the path of a file of the new archive. Files that are not the
    /// archive's own are never removed or replaced.
    ///
    /// ```text
    /// error[output-in-the-way]: the file is not the earlier archive's and is in the way of the new one
    ///   --> output/DM-1132/pouch/letters/004_XYZ_letter_en.pdf
    ///   hint: move it out of the archive's folder; it is left as it was
    /// ```
    ///
    /// Move the file to another folder, then build again.
    OUTPUT_IN_THE_WAY = error("output-in-the-way");

    /// Another command is at work on the same archive. `build`, `approve` and `pack` work on an archive one at a time.
    ///
    /// ```text
    /// error[output-in-use]: another command is at work on this archive
    ///   --> output/DM-1132
    ///   hint: wait until it is done, or stop it
    /// ```
    ///
    /// Wait until the other command ends, or stop it.
    OUTPUT_IN_USE = error("output-in-use");

    /// The folder of the archive belongs to another mailing. Two references that differ only in separators, such as `A/CONF.1` and
    /// `A-CONF.1`, have one folder. Two files that describe mailings of one reference would replace each other's archives.
    ///
    /// ```text
    /// error[output-taken]: the folder belongs to the mailing `A/CONF.1`, this one is `A-CONF.1`
    ///   --> output/A-CONF.1
    ///   hint: change `output` in mailing.yaml: references that differ in separators only share a folder
    /// ```
    ///
    /// Give one of the mailings another `output` folder, or another `reference`. A file that was renamed is taken for the same mailing
    /// once no file has its earlier name.
    OUTPUT_TAKEN = error("output-taken");

    /// The register of the documents cannot be written as a table.
    ///
    /// ```text
    /// error[register-write]: the register cannot be written (its rows cannot be kept)
    ///   --> /tmp/convoke
    ///   hint: check that the folder can be written to and the disk is not full
    /// ```
    ///
    /// Check the free space of the disk and the folder for temporary files, then run the command again.
    REGISTER_WRITE = error("register-write");

    /// The files of one recipient do not fit into a volume of the size asked for.
    ///
    /// ```text
    /// error[volume-too-small]: a volume cannot hold the files of one recipient
    ///   for recipient FRA
    ///   hint: give a larger `--volume-size`
    /// ```
    ///
    /// Give a larger `--volume-size`.
    VOLUME_TOO_SMALL = error("volume-too-small");
}
