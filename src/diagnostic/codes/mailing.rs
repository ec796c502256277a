//! Codes of `mailing.yaml`.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// A warning is accepted under `accepted` of `mailing.yaml`, and does not occur.
    ///
    /// ```text
    /// note[accepted-unused]: `recipient-alike` is accepted, and no longer occurs
    ///   --> mailing.yaml:31:14
    ///   for accepted
    ///   hint: remove it, so that it does not hide what comes later
    /// ```
    ///
    /// Remove what is no longer needed, or correct the ids of its recipients.
    ACCEPTED_UNUSED = note("accepted-unused");

    /// A condition of `mailing.yaml` names what no recipient has, so that a document or an enclosure would go to nobody because
    /// of it, or to all.
    ///
    /// ```text
    /// error[condition-unmatched]: no recipient is in the group `observer`
    ///   --> mailing.yaml:74:7
    ///   for documents.annex.when
    ///   hint: did you mean `observers`?
    /// ```
    ///
    /// Correct the name, fill it in in the recipient lists, or remove the condition.
    CONDITION_UNMATCHED = error("condition-unmatched");

    /// A date of `mailing.yaml` can be read in two ways.
    ///
    /// ```text
    /// error[date-ambiguous]: `12/02/2027` may be 2027-02-12 or 2027-12-02
    ///   --> mailing.yaml:51:10
    ///   for event.start
    ///   hint: write the year first: 2027-02-12 or 2027-12-02
    /// ```
    ///
    /// Offices write the day or the month first. Write the date with the year first, or with the name of its month.
    DATE_AMBIGUOUS = error("date-ambiguous");

    /// Enclosures are listed for some languages, and recipients are written to in others, which get fewer or none.
    ///
    /// ```text
    /// warning[enclosures-missing]: letters in fr (12 recipients, 0 enclosures) go without what goes with those in en
    ///   --> mailing.yaml:95:3
    ///   for enclosures
    ///   hint: list the enclosures of each language, or one list for all of them
    /// ```
    ///
    /// List the enclosures of each language, or one list for all languages.
    ENCLOSURES_MISSING = warning("enclosures-missing");

    /// The measurements of an envelope's window do not describe an area of the sheet that can hold an
    /// address.
    ///
    /// ```text
    /// error[envelope-window]: labels of width 20 mm have no room for an address
    ///   for width
    ///   hint: give at least 30 mm
    /// ```
    ///
    /// Measure the window again, in millimetres from the top left corner of the folded sheet.
    ENVELOPE_WINDOW = error("envelope-window");

    /// The genre of the mailing is none of those in `genres/` of the template folder, or its file there cannot be used.
    ///
    /// ```text
    /// error[genre]: there is no genre `note-verbal` here
    ///   --> mailing.yaml:5:8
    ///   for genre
    ///   hint: did you mean `note-verbale`?
    /// ```
    ///
    /// Correct the name, leave `genre` out for ordinary letters, or begin the mailing with `convoke init --genre`, which writes the
    /// genre's file and templates.
    GENRE = error("genre");

    /// The measurements of a sheet of labels are inconsistent: labels overlap, leave the paper or are
    /// too small for an address.
    ///
    /// ```text
    /// error[label-sheet]: 3 columns of labels end at 216.0 mm, the paper at 210.0 mm
    ///   for columns
    ///   hint: measure left, width and column_gap again
    /// ```
    ///
    /// Measure the sheet again, or name the sheet by its trade number under `dispatch.labels`.
    LABEL_SHEET = error("label-sheet");

    /// Keys of `mailing.yaml` are there without a value, and every mailing needs them.
    ///
    /// ```text
    /// error[mailing-empty]: 2 keys are still empty: `event.place.fr` (line 24), `recipients` (line 48)
    ///   --> mailing.yaml:24:5
    ///   hint: write the value of each after its colon
    /// ```
    ///
    /// `convoke init` leaves empty what was not answered. All keys are named, each with its line; those of a text in several
    /// languages with the language. Write the values, then run `convoke check` again.
    MAILING_EMPTY = error("mailing-empty");

    /// A template writes what `mailing.yaml` leaves out.
    ///
    /// ```text
    /// error[mailing-field-absent]: the mailing gives no `event.phase`, and a template writes it
    ///   --> templates/en/letter.typ.hbs:6:3
    ///   for event.phase
    ///   hint: add `event.phase` to mailing.yaml, or put the words around it into `{{#if event.phase}}…{{/if}}`
    /// ```
    ///
    /// Only what the templates in use write is required. Give it in `mailing.yaml`, or change the template so that it reads
    /// well without. The first place is named, and how many there are.
    MAILING_FIELD_ABSENT = error("mailing-field-absent");

    /// The file that describes the mailing cannot be read.
    ///
    /// ```text
    /// error[mailing-unreadable]: cannot read the mailing (it does not exist)
    ///   --> mailing.yaml
    ///   hint: start a new mailing with `convoke init`, or name its folder with `--folder`
    /// ```
    ///
    /// Run the command in the folder of the mailing, or name that folder with `--folder`. `convoke
    /// init` starts a new mailing.
    MAILING_UNREADABLE = error("mailing-unreadable");

    /// A value of `mailing.yaml` is well-formed but cannot be used, alone or together with the others.
    ///
    /// ```text
    /// error[mailing-value]: the deadline 2014-06-10 is after the event
    ///   --> mailing.yaml:56:17
    ///   for deadlines.registration
    ///   hint: check the year
    /// ```
    ///
    /// Correct the value at the place named; the hint says what it must be.
    MAILING_VALUE = error("mailing-value");

    /// The genre of the mailing is in the third person, and the mailing or a language does not say how a note names its sender.
    ///
    /// ```text
    /// error[note-sender]: the genre `note-verbale` names its sender in a sentence
    ///   --> mailing.yaml:28:1
    ///   for sender.note.name
    ///   hint: add `note: { name: … }` to `sender`, such as The Secretariat of the Fisheries Commission
    /// ```
    ///
    /// Give the sender in full as the subject of a sentence, in each language, under `sender.note.name`; and under
    /// `sender.note.gender` its grammatical gender where the formulae of a language differ by it; where the sender is a person, that is a
    /// man's or a woman's. The formulae are under `note` in the `locale.yaml` of the language.
    NOTE_SENDER = error("note-sender");

    /// A text of several words that stands in sentences is given once, and letters go out in several languages: those in all but one
    /// have words of another language in them.
    ///
    /// ```text
    /// warning[text-for-all]: `event.name` is one text for letters in en, fr
    ///   --> mailing.yaml:17:3
    ///   for event.name
    ///   hint: give it in each language; where it is to be the same, name this warning under `accepted`
    /// ```
    ///
    /// Give the text in each language. Where it is to be the same, accept the warning: the same words written for each are told as well.
    TEXT_FOR_ALL = warning("text-for-all");

    /// A text of the mailing that stands within sentences ends with a mark, or has a bracket without its other half: templates have the marks of
    /// their sentences. Or the address of the web page is none.
    ///
    /// ```text
    /// warning[text-marks]: `Geneva.` stands in sentences, and ends with `.`
    ///   --> mailing.yaml:12:1
    ///   for place
    ///   hint: leave the mark out: templates have those of their sentences
    /// ```
    ///
    /// Write the text as it stands within a sentence. Full stops of abbreviations are not told.
    TEXT_MARKS = warning("text-marks");

    /// A text of the mailing begins or ends with a word that a template writes beside it, which would be printed twice.
    ///
    /// ```text
    /// warning[text-repeated]: `the World Summit` begins or ends with `the`, which `en/letter.typ.hbs` writes beside it
    ///   --> mailing.yaml:18:3
    ///   for event.name
    ///   hint: leave out `the` of the text
    /// ```
    ///
    /// Leave the word out of the text, or out of the template.
    TEXT_REPEATED = warning("text-repeated");

    /// A text of the mailing is written in letters that its language is not written in: those of another language were put in its place.
    ///
    /// ```text
    /// warning[text-script]: `event.phase` in `fr` is written in Arabic letters
    ///   --> mailing.yaml:29:5
    ///   for event.phase
    ///   hint: give each language its own text
    /// ```
    ///
    /// Give each language its own text.
    TEXT_SCRIPT = warning("text-script");

    /// A place names its State as another language does.
    ///
    /// ```text
    /// warning[text-state]: `event.place` in `fr` has the name of a State in another language: `Tunisia` (TUN)
    ///   --> mailing.yaml:36:3
    ///   for event.place
    ///   hint: write `Tunisie`
    /// ```
    ///
    /// Write the State by its name in the language of the letters.
    TEXT_STATE = warning("text-state");

    /// A text that stands in sentences has the same words in several languages, as where one is copied to be translated later.
    ///
    /// ```text
    /// warning[text-unchanged]: `event.meeting` is the same text in en, fr
    ///   --> mailing.yaml:24:3
    ///   for event.meeting
    ///   hint: give each language its own text; where it is to be the same, name this warning under `accepted`
    /// ```
    ///
    /// Give each language its own text. Names, such as those of places and of organisations, are not told.
    TEXT_UNCHANGED = warning("text-unchanged");

    /// A text of the mailing has what people leave to be replaced later: `TBC`, `XXXX`, `[date]`, `«Name»`. It would be printed.
    ///
    /// ```text
    /// warning[text-unfinished]: `TBD` seems to be left for somebody to replace
    ///   --> mailing.yaml:29:5
    ///   for event.phase
    ///   hint: write what is meant
    /// ```
    ///
    /// Write what is meant.
    TEXT_UNFINISHED = warning("text-unfinished");
}
