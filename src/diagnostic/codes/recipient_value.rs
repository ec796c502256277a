//! Codes of what a list says of a recipient.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// The name of an addressee seems to be in the nominative, and letters in Russian print it as it is given, after a title in the dative.
    ///
    /// ```text
    /// warning[name-case]: the name `Иван ИВАНОВ` seems to be in the nominative, and letters in Russian have it in the dative
    ///   --> recipients/list.csv:3:1
    ///   for recipient RUS, addressee.name
    ///   hint: write it as the letter is to have it, such as `Владимиру ИВАНОВУ`
    /// ```
    ///
    /// Write the name in the dative. Nothing, if the name has no cases.
    NAME_CASE = warning("name-case");

    /// The name of an addressee has what no name of one person has: a mark of a note, a number, brackets, a second person. It would be
    /// printed as it stands.
    ///
    /// ```text
    /// warning[name-marks]: the name `Jean-Noël BARROT*` has what no name of one person has, and is printed so
    ///   --> recipients/list.csv:3:1
    ///   for recipient FRA, addressee.name
    ///   hint: write the name of one person alone, and what is beside it in another column
    /// ```
    ///
    /// Write the name alone. Nothing, if it is printed as it should be.
    NAME_MARKS = warning("name-marks");

    /// The name of an addressee has a title in it, such as `H.E.`, `Mr` or `Son Excellence`. Forms of address bring the title, so
    /// that the letter would have it twice: it is left out, and the gender that it tells is taken where none is given.
    ///
    /// ```text
    /// warning[name-title]: `H.E. Mr.` is a title and no part of the name: forms of address bring it
    ///   --> recipients/list.csv:3:1
    ///   for recipient FRA, addressee.name
    ///   hint: write `Jean-Noël BARROT` and `gender: masculine`
    /// ```
    ///
    /// Write the name without the title. A title that the letter is to have, such as `Dr`, is an `honorific` under
    /// `addressee.styles`.
    NAME_TITLE = warning("name-title");

    /// A note verbale names its addressee inside a sentence, and a language has no words for the office there: its name does not follow from
    /// the State or the ministry, as that of an organisation does not.
    ///
    /// ```text
    /// error[note-office]: a note in `en` has no words for the office `organisation` within a sentence
    ///   --> recipients/ministries.yaml:9:5
    ///   for recipient FRA, addressee.office
    ///   hint: give them as `sentence_name` and `sentence_to` under `addressee.styles.en`
    ///   hint: or write to an office such as `foreign-minister`, `ministry` or `permanent-mission`
    /// ```
    ///
    /// Give the words in the list, correct the office, or add its institution to `note.institutions` in the `locale.yaml` of the language.
    /// The words of `ministry` follow from the ministry's name where that is one of `address.ministries`.
    NOTE_OFFICE = error("note-office");

    /// Recipients may be one and the same: they have one e-mail address, one name in one ministry, one office of one organisation, or
    /// they are of one State. Each gets its letter.
    ///
    /// ```text
    /// warning[recipient-alike]: CIV, CIV-2 may be the same: they share the State CIV
    ///   --> recipients/ministries.yaml:25:5
    ///   | 25:5 CIV, 40:5 CIV-2
    ///   hint: remove those that are there twice, or correct what they share
    /// ```
    ///
    /// Remove the recipient that is there twice, or correct what they share. Nothing, if each is to get a letter.
    RECIPIENT_ALIKE = warning("recipient-alike");

    /// A value of a recipient is missing, malformed or in conflict with another of its values.
    ///
    /// ```text
    /// error[recipient-value]: sent by e-mail without an address
    ///   --> recipients/list.csv:2:1
    ///   for recipient FRA, emails
    ///   hint: add an address, or another channel
    /// ```
    ///
    /// Correct the value in the recipient list; the hint says which form it must have.
    RECIPIENT_VALUE = error("recipient-value");

    /// A remark, or another extra field of a recipient, says that nothing is to be sent: `do not invite`, `declined`, `deceased`. Nobody
    /// reads remarks when letters are made, so one is made.
    ///
    /// ```text
    /// warning[remark-against]: the remark `do not invite` seems to be against a letter, and one is made
    ///   --> contacts.xlsx: `Contacts` J7
    ///   for recipient FRA, Remarks
    ///   hint: delete the row, or hide it and leave hidden rows out; where the letter is wanted, accept the warning
    /// ```
    ///
    /// Take the recipient out of the list, or accept the warning.
    REMARK_AGAINST = warning("remark-against");

    /// A row of a spreadsheet has a ministry and no State, and is read as an organisation: its letter would name no State.
    ///
    /// ```text
    /// warning[state-missing]: `Ministry of Fisheries` has no State, and is read as an organisation
    ///   --> contacts.xlsx: `Contacts` row 7
    ///   for recipient ORG-1, Country
    ///   hint: fill in `Country`
    /// ```
    ///
    /// Fill in the State. An organisation that is called so is accepted by name.
    STATE_MISSING = warning("state-missing");

    /// A text looks like UTF-8 that a program read in another encoding: `Ã©` stands for `é`.
    ///
    /// ```text
    /// warning[value-garbled]: `MinistÃ¨re` looks like UTF-8 that was read in another encoding
    ///   --> recipients/list.csv:2:30
    ///   for recipient FRA, ministry.fr
    ///   hint: correct the text, or export the list again as UTF-8
    /// ```
    ///
    /// Export the list again from where it came, as UTF-8, or correct the texts.
    VALUE_GARBLED = warning("value-garbled");

    /// A text has codes of HTML, such as `&eacute;` or `<br>`. They are printed as they are.
    ///
    /// ```text
    /// warning[value-html]: `Affaires &eacute;trang&egrave;res` has codes of HTML, which are printed as they are
    ///   --> recipients/list.csv:2:30
    ///   for recipient FRA, ministry.fr
    ///   hint: write the characters themselves
    /// ```
    ///
    /// Replace the codes by the characters they stand for.
    VALUE_HTML = warning("value-html");

    /// A text of the list is longer than any of its kind on an envelope: a cell holds a whole paragraph, or several cells at once.
    ///
    /// ```text
    /// warning[value-long]: the text that begins with `Ministry of Fisheries, Aquaculture and` has 412 characters
    ///   --> recipients/list.csv:2:30
    ///   for recipient FRA, ministry
    ///   hint: write no more than a line or two; what is beside it goes into another column
    /// ```
    ///
    /// Shorten the text, or put it into a column that is not printed.
    VALUE_LONG = warning("value-long");

    /// A word has letters of two alphabets that look alike, such as a Cyrillic `е` among Latin letters: it is found by nobody who types it,
    /// and an e-mail address with it is another one.
    ///
    /// ```text
    /// warning[value-mixed]: `Jеan` has letters of two alphabets that look alike: `е` (U+0435)
    ///   --> recipients/list.csv:2:30
    ///   for recipient FRA, addressee.name
    ///   hint: write the whole word with the letters of one alphabet
    /// ```
    ///
    /// Write the word again.
    VALUE_MIXED = warning("value-mixed");
}
