//! Codes of packs and their sheets and messages.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// An e-mail address from the archive cannot be used in a message.
    ///
    /// ```text
    /// error[email-address]: `protocol(at)gmb.example` is not an e-mail address
    ///   for to
    ///   hint: write one address, such as name@ministry.example
    /// ```
    ///
    /// Correct the address in the recipient list or the mailing, and build the archive again.
    EMAIL_ADDRESS = error("email-address");

    /// The date of issue cannot be written in the header of an e-mail.
    ///
    /// ```text
    /// error[email-date]: the date cannot be written in an e-mail (year is out of range)
    ///   for date
    ///   hint: write a date such as 2004-05-10T09:00:00+02:00
    /// ```
    ///
    /// Correct `issued_at` in `mailing.yaml` and build the archive again.
    EMAIL_DATE = error("email-date");

    /// The language of a message is not a language tag of BCP 47.
    ///
    /// ```text
    /// error[email-language]: `français` is not a language tag
    ///   for language
    ///   hint: write a BCP 47 tag, such as fr
    /// ```
    ///
    /// Rename the folder of the language to its tag and build the archive again.
    EMAIL_LANGUAGE = error("email-language");

    /// A message has no address to go to.
    ///
    /// ```text
    /// error[email-recipient]: the e-mail has no recipient
    ///   for to
    ///   hint: give the recipient an e-mail address, or another channel
    /// ```
    ///
    /// Give the recipient an e-mail address or another channel, and build the archive again.
    EMAIL_RECIPIENT = error("email-recipient");

    /// A message with its attachments is larger than the mailing allows. It is in the pack all the
    /// same.
    ///
    /// ```text
    /// warning[email-too-large]: `e-mail/fr/014_FRA_letter_fr.eml` has 31457280 bytes, more than the 25000000 allowed
    ///   for recipient FRA
    ///   hint: send it another way, leave out an enclosure, or raise `dispatch.e_mail.max_megabytes`
    /// ```
    ///
    /// Send it by another channel, leave out an enclosure, or raise `dispatch.e_mail.max_megabytes` if
    /// all mail servers on the way accept it.
    EMAIL_TOO_LARGE = warning("email-too-large");

    /// A pack holds a file that its list does not name. It was added after the pack was made.
    ///
    /// ```text
    /// error[pack-added]: "post/letters_fr_2.pdf" was added: the pack does not list it
    ///   --> output/DM-1132/pack
    ///   hint: do not open or send it; ask whoever made the pack
    /// ```
    ///
    /// Do not open or send the file; make the pack again.
    PACK_ADDED = error("pack-added");

    /// A pack was checked without its archive, so its completeness could not be checked.
    ///
    /// ```text
    /// warning[pack-alone]: the pack is not in its archive's folder: nothing tells whether it is complete
    ///   --> pack
    ///   hint: put it back into the folder of its archive, or compare the manifest's SHA-256
    /// ```
    ///
    /// Put the pack into the folder of its archive and verify it again, or compare the SHA-256 of the
    /// manifest by hand.
    PACK_ALONE = warning("pack-alone");

    /// A file of a pack differs from what the list of the pack records.
    ///
    /// ```text
    /// error[pack-altered]: `post/labels.pdf` was altered: it no longer has the checksum it was given
    ///   --> output/DM-1132/pack
    ///   hint: send nothing of it; run `convoke pack` again
    /// ```
    ///
    /// Do not send anything from the pack. Run `convoke pack` again.
    PACK_ALTERED = error("pack-altered");

    /// A pack holds more or fewer sendings for a channel than its archive.
    ///
    /// ```text
    /// error[pack-count]: the print runs for post hold 46 sendings in fr, the archive has 47
    ///   --> output/DM-1132/pack
    ///   hint: send nothing of it; run `convoke pack` again
    /// ```
    ///
    /// Do not send anything from the pack. Run `convoke pack` again.
    PACK_COUNT = error("pack-count");

    /// The list of a pack names a file twice.
    ///
    /// ```text
    /// error[pack-entry-twice]: the pack lists "post/labels.pdf" twice
    ///   --> output/DM-1132/pack
    ///   hint: send nothing of it; run `convoke pack` again
    /// ```
    ///
    /// Do not send anything from the pack. Run `convoke pack` again.
    PACK_ENTRY_TWICE = error("pack-entry-twice");

    /// The folder a pack should be written to holds other files. They are not overwritten.
    ///
    /// ```text
    /// error[pack-foreign-folder]: the folder is not a pack's (it holds files but no pack.json)
    ///   --> output/DM-1132/pack
    ///   hint: move it away, or name another folder with `--output`
    /// ```
    ///
    /// Move the folder away, or name another one with `--output`.
    PACK_FOREIGN_FOLDER = error("pack-foreign-folder");

    /// The list of a pack has a format that this version of convoke does not read.
    ///
    /// ```text
    /// error[pack-format]: `pack.json` has format 9
    ///   --> output/DM-1132/pack
    ///   hint: this version reads format 1; use the convoke that made the pack
    /// ```
    ///
    /// Use the version of convoke that made the pack, or make the pack again with this one.
    PACK_FORMAT = error("pack-format");

    /// A file of a pack is missing.
    ///
    /// ```text
    /// error[pack-missing]: `post/labels.pdf` is missing
    ///   --> output/DM-1132/pack
    ///   hint: send nothing of it; run `convoke pack` again
    /// ```
    ///
    /// Do not send anything from the pack. Run `convoke pack` again.
    PACK_MISSING = error("pack-missing");

    /// A PDF of a pack has another number of pages than the list of the pack records.
    ///
    /// ```text
    /// error[pack-pages]: `post/letters_fr.pdf` has 92 pages, the pack's list says 94
    ///   --> output/DM-1132/pack
    ///   hint: send nothing of it; run `convoke pack` again
    /// ```
    ///
    /// Do not send anything from the pack. Run `convoke pack` again.
    PACK_PAGES = error("pack-pages");

    /// A pack was made from another archive than the one it is in, usually before the last build.
    ///
    /// ```text
    /// error[pack-stale]: the pack was made from another archive (whose manifest is 5f8e…)
    ///   --> output/DM-1132/pack
    ///   hint: send nothing of it; run `convoke pack` again
    /// ```
    ///
    /// Do not send anything from the pack. Run `convoke pack` again.
    PACK_STALE = error("pack-stale");

    /// A file of a pack, or its list, cannot be read.
    ///
    /// ```text
    /// error[pack-unreadable]: `pack.json` cannot be read (EOF while parsing an object at line 1 column 1)
    ///   --> output/DM-1132/pack
    ///   hint: send nothing of it; run `convoke pack` again
    /// ```
    ///
    /// Make the file readable if it is there. Otherwise run `convoke pack` again.
    PACK_UNREADABLE = error("pack-unreadable");

    /// A pack, or a list in it, cannot be written.
    ///
    /// ```text
    /// error[pack-write]: the pack cannot be written (the disk is full)
    ///   --> output/DM-1132/pack
    ///   hint: check that the folder can be written to and the disk is not full
    /// ```
    ///
    /// Check the permissions of the folder and the free space of the disk, then run `convoke pack`
    /// again.
    PACK_WRITE = error("pack-write");

    /// A file could not be put into a print run, for example an encrypted enclosure. The other files
    /// are in it.
    ///
    /// ```text
    /// warning[print-run-gap]: `enclosures/agenda.pdf` is not in the print run (it opens with a password only)
    ///   for recipient FRA
    ///   hint: print it from the archive and put it with the letter, or save it anew as PDF and build again
    /// ```
    ///
    /// Print the file from the archive and put it with the letter, or save the enclosure as an ordinary
    /// PDF and build again.
    PRINT_RUN_GAP = warning("print-run-gap");

    /// None of the fonts has a character of an address on a label, envelope or cover. Its code is
    /// printed instead.
    ///
    /// ```text
    /// warning[sheet-glyph]: no font has the character U+10DA
    ///   for recipient GEO
    ///   hint: its code is printed in its place; add a font that has it to the template folder's `fonts`
    /// ```
    ///
    /// Add a font with the character to the folder `fonts` of the templates, or write the address by
    /// hand.
    SHEET_GLYPH = warning("sheet-glyph");

    /// An address or text does not fit its area on a label, envelope, cover or list.
    ///
    /// ```text
    /// warning[sheet-overflow]: the address does not fit the label (L7160), not even in the smallest letters
    ///   for recipient FRA
    ///   hint: shorten it, or choose a larger label; until then it stands on a page of its own at the end
    /// ```
    ///
    /// Shorten the address, or choose larger labels or envelopes. Check the number of pages before
    /// sending.
    SHEET_OVERFLOW = warning("sheet-overflow");

    /// Addresses of a pack of what failed are those of letters that were not posted at first: their last line is as the list has it, and not
    /// made for the post.
    ///
    /// ```text
    /// warning[undelivered-address]: 2 addresses as letters print them, not as post reads them: FRA, KEN
    ///   hint: look at the last line of each before it is posted: the country, in a language that post reads
    /// ```
    ///
    /// Look at the labels. A recipient whose first channel is post has an address that is made for it.
    UNDELIVERED_ADDRESS = warning("undelivered-address");

    /// Sendings that failed cannot go another way: the archive has no other address of them, or every way was tried.
    ///
    /// ```text
    /// warning[undelivered-left]: 1 sending cannot be sent another way: FRA (every way was tried)
    ///   hint: find another address, put it into the list and build again; or book what becomes of it with `convoke ledger add`
    /// ```
    ///
    /// Find out how the recipient can be reached. All others are in the pack.
    UNDELIVERED_LEFT = warning("undelivered-left");
}
