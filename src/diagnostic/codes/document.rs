//! Codes of documents as they are typeset and written.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// The process that makes a document ended abnormally. Other documents are not affected.
    ///
    /// ```text
    /// error[document-crash]: making the document brought its process down (it nests too deep)
    ///   for recipient FRA
    ///   hint: simplify the template where it nests or repeats; report it if there is no such place
    /// ```
    ///
    /// Simplify the template where it nests or repeats. If there is no such place, report the fault
    /// with the template.
    DOCUMENT_CRASH = error("document-crash");

    /// A document needed more memory than `limits` of the mailing allows.
    ///
    /// ```text
    /// error[document-memory]: the document took more than 2048 MiB of memory
    ///   for recipient FRA
    ///   hint: look for what in the template or its data asks for so much, or raise `limits` in mailing.yaml
    /// ```
    ///
    /// Look in the template for a large picture or an unbounded repetition, or raise `limits` in
    /// `mailing.yaml`.
    DOCUMENT_MEMORY = error("document-memory");

    /// A document took longer to make than `limits` of the mailing allows.
    ///
    /// ```text
    /// error[document-time]: the document took more than 60 s of processor time
    ///   for recipient FRA
    ///   hint: look for what in the template or its data asks for so much, or raise `limits` in mailing.yaml
    /// ```
    ///
    /// Look in the template for an endless or very long repetition, or raise `limits` in
    /// `mailing.yaml`. By the clock a document may take thirty times as long; where it takes longer than that, the machine is too busy.
    DOCUMENT_TIME = error("document-time");

    /// A language's setting `typography.fonts` names a family that neither the embedded fonts nor the files in the folder of fonts have.
    ///
    /// ```text
    /// error[font-missing]: there is no font `Noto Serif Thai`, which `th` is set in
    ///   --> templates/th/locale.yaml
    ///   for typography.fonts
    ///   hint: put its regular and bold files into templates/fonts (free: https://fonts.google.com/noto, or Debian's package fonts-noto-core), or name another family
    /// ```
    ///
    /// Put the files of the family into the folder `fonts` of the templates, or name a family that is there.
    FONT_MISSING = error("font-missing");

    /// A font file in the folder of the templates is not a font that can be used.
    ///
    /// ```text
    /// error[font-unreadable]: the file holds no usable font
    ///   --> templates/fonts/Heading.woff2
    ///   hint: replace it with a TrueType or OpenType font, or remove it
    /// ```
    ///
    /// Replace the file by a TrueType or OpenType font, or remove it.
    FONT_UNREADABLE = error("font-unreadable");

    /// A family of the mailing's own fonts has no bold face, or no regular one: what is to be bold is set like all other text.
    ///
    /// ```text
    /// warning[font-weight]: `Noto Serif Thai` has no bold face
    ///   --> templates/fonts/NotoSerifThai-Regular.ttf
    ///   hint: add the file of the bold face, or what is bold is set in its regular one
    /// ```
    ///
    /// Add the file of the face to the folder of fonts.
    FONT_WEIGHT = warning("font-weight");

    /// None of the fonts has a glyph for a character. Fonts never fall back silently, so the document
    /// is not made. Characters of one script are told together, with the name of a free font that has them.
    ///
    /// ```text
    /// error[glyph-missing]: no font has a glyph for `ლ` (U+10DA)
    ///   --> recipients/ministries.yaml:203:15
    ///   for recipient GEO, recipient.ministry
    ///   hint: correct the text, or add a font that has it to the template folder's `fonts`, such as Noto Serif Georgian (free, in Debian's package fonts-noto-core)
    /// ```
    ///
    /// Correct the text, or add a font with the character to the folder `fonts` of the templates.
    GLYPH_MISSING = error("glyph-missing");

    /// The operating system gave the program no thread to typeset documents in.
    ///
    /// ```text
    /// error[no-thread]: no thread to set documents in (Resource temporarily unavailable)
    ///   hint: try again with fewer jobs
    /// ```
    ///
    /// Run the command again with fewer `--jobs`, or raise the limit of processes.
    NO_THREAD = error("no-thread");

    /// A finished PDF could not be rewritten with compressed object streams. This is a fault of the
    /// program.
    ///
    /// ```text
    /// error[pdf-compact]: the file cannot be written (the file has no cross-reference table of the kind Typst writes)
    ///   for recipient FRA
    ///   hint: report it with the template
    /// ```
    ///
    /// Report the fault with the template.
    PDF_COMPACT = error("pdf-compact");

    /// The date of issue cannot be stored in a PDF file.
    ///
    /// ```text
    /// error[pdf-date]: 12004-05-10T09:00:00+02:00 cannot be the date of a PDF file
    ///   for issued_at
    ///   hint: write a date between the years 0 and 9999 with an offset of less than 24 hours
    /// ```
    ///
    /// Correct `issued_at` in `mailing.yaml`.
    PDF_DATE = error("pdf-date");

    /// A document breaks a rule of PDF/A or PDF/UA and is therefore not written.
    ///
    /// ```text
    /// error[pdf-standard]: missing alt text (PDF/UA-1)
    ///   --> templates/en/letter.typ.hbs:9:1
    ///   for recipient FRA
    ///   hint: make sure your images and equations have alt text
    /// ```
    ///
    /// Change the template at the place named as the hint says. Pictures and form fields need a
    /// description, headings an order without gaps.
    PDF_STANDARD = error("pdf-standard");

    /// A PDF standard in `standards` of the mailing is not known.
    ///
    /// ```text
    /// error[pdf-standard-unknown]: `ua-9` is not a known PDF standard
    ///   for standards
    ///   hint: did you mean `ua-1`?
    /// ```
    ///
    /// Correct the name. The sample uses `[a-2a, ua-1]`.
    PDF_STANDARD_UNKNOWN = error("pdf-standard-unknown");

    /// The PDF standards in `standards` of the mailing exclude each other.
    ///
    /// ```text
    /// error[pdf-standards-clash]: PDF/A-4 and PDF/UA-1 are mutually incompatible because they do not have any overlapping PDF versions
    ///   for standards
    ///   hint: ask for a set that goes together, such as [a-2a, ua-1]
    /// ```
    ///
    /// Name standards that go together, such as `[a-2a, ua-1]`.
    PDF_STANDARDS_CLASH = error("pdf-standards-clash");

    /// A template does not set the title of its document, which PDF/UA-1 requires.
    ///
    /// ```text
    /// error[pdf-title-missing]: missing document title (PDF/UA-1)
    ///   for recipient FRA
    ///   hint: set the title with `set document(title: [...])`
    /// ```
    ///
    /// Set the title in the template, as in `#set document(title: [Invitation])`.
    PDF_TITLE_MISSING = error("pdf-title-missing");

    /// A page of a preview could not be written as a picture.
    ///
    /// ```text
    /// error[png-export]: the page could not be drawn (the image is too large)
    /// ```
    ///
    /// Ask for a smaller resolution, or look at the PDF instead.
    PNG_EXPORT = error("png-export");

    /// Typst cannot compile a template.
    ///
    /// ```text
    /// error[typst-error]: unclosed delimiter
    ///   --> templates/en/letter.typ.hbs:31:12
    ///   for recipient GMB
    ///   | 31 | The fee is $ 40.
    ///   |    |            ^
    ///   hint: write `\$` if the character itself is meant
    /// ```
    ///
    /// Correct the template at the place named. A merge field that is named has a value that does not fit there. Where the place
    /// is in the layout, `called at` names the line of the template that calls it: one of the two is wrong.
    TYPST_ERROR = error("typst-error");

    /// Typst compiled a document and warns that it may not look as intended.
    ///
    /// ```text
    /// warning[typst-warning]: unknown font family: nowhere sans
    ///   --> templates/en/letter.typ.hbs:4:17
    ///   for recipient GMB
    /// ```
    ///
    /// Look at the document in a preview and correct the template.
    TYPST_WARNING = warning("typst-warning");

    /// A file that a template uses has a path outside of the template folder, or one that is not
    /// portable.
    ///
    /// ```text
    /// error[virtual-path]: `../logo.svg` cannot be used in a template (path would escape the project root)
    ///   --> ../logo.svg
    ///   hint: keep the file inside the template folder and write its path with `/`
    /// ```
    ///
    /// Move the file into the template folder and write its path with `/`.
    VIRTUAL_PATH = error("virtual-path");

    /// The system does not offer all protections that a worker process takes against what it reads: it could open files,
    /// connect to the network or start processes if a file of somebody else took control of it. `--verbose` shows this note.
    ///
    /// ```text
    /// note[worker-confinement]: worker processes keep rights that they do not need (there is no Landlock)
    ///   hint: where files of others are read, use a Linux of version 6.12 or later with Landlock and seccomp
    /// ```
    ///
    /// Nothing has to be done for documents of one's own. Limits of time and memory hold all the same.
    WORKER_CONFINEMENT = note("worker-confinement");

    /// The process that makes documents or reads returned files cannot be started.
    ///
    /// ```text
    /// error[worker-start]: no worker process can be started (`/usr/local/bin/convoke`: access is not permitted)
    ///   hint: look whether the program may be run and the system allows more processes, or try fewer jobs
    /// ```
    ///
    /// Check that the program exists and may be run, and that the system allows further processes; or run the command with
    /// fewer `--jobs`.
    WORKER_START = error("worker-start");
}
