//! Codes of locale packs.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// The digits of a language in `locale.yaml` are not ten.
    ///
    /// ```text
    /// error[digits-incomplete]: 9 digits given
    ///   --> templates/bn/locale.yaml:170:11
    ///   for dates.digits
    ///   hint: write all ten in one word, zero first, such as "০১২৩৪৫৬৭৮৯"
    /// ```
    ///
    /// Write all ten digits in one word, beginning with zero, or leave the key out for 0 to 9.
    DIGITS_INCOMPLETE = error("digits-incomplete");

    /// A spreadsheet has a column of genders and one of titles, and in a row they say different genders. The letter is written by the gender.
    ///
    /// ```text
    /// warning[gender-differs]: `Mr` and `F` say different genders
    ///   --> contacts.xlsx:Contacts!C7
    ///   for recipient FRA, Title
    ///   hint: correct the one that is wrong
    /// ```
    ///
    /// Correct the cell that is wrong.
    GENDER_DIFFERS = warning("gender-differs");

    /// A form of address of a recipient's own is given, and not for the addressee's gender: by gender for others, or one for all in a
    /// language in which it differs by gender.
    ///
    /// ```text
    /// error[gender-form]: there is no `title` for a woman in `es`
    ///   --> recipients/ministries.yaml:78:5
    ///   for recipient ARG, addressee.styles.es.feminine
    ///   hint: give it under `addressee.styles.es.feminine`; one for all serves where it does not differ by gender
    /// ```
    ///
    /// Give the form under `masculine`, `feminine` or `unknown` of the style, or of the title. `unknown` serves people whose gender
    /// is not given, and offices without a name.
    GENDER_FORM = error("gender-form");

    /// An addressee has a name but no gender, so salutation and forms of address are written in both
    /// genders.
    ///
    /// ```text
    /// warning[gender-unknown]: a named addressee without gender gets the doubled form
    ///   --> recipients/ministries.yaml:41:5
    ///   for recipient BEL, addressee.gender
    ///   hint: add `gender: feminine` or `gender: masculine`
    /// ```
    ///
    /// Add the gender to the addressee, or leave it if the doubled form is meant.
    GENDER_UNKNOWN = warning("gender-unknown");

    /// The direction of a language is not that of its script, so that its documents would be set mirrored.
    ///
    /// ```text
    /// error[locale-direction]: `he` is written from right to left, and its direction is `ltr`
    ///   --> templates/he/locale.yaml
    ///   for direction
    ///   hint: write `direction: rtl`, or name the script in the tag, such as `he-Latn`
    /// ```
    ///
    /// Correct `direction` in `locale.yaml`. A language written in another script than is usual names it in its tag.
    LOCALE_DIRECTION = error("locale-direction");

    /// A file of a locale pack states another language than the folder it is in.
    ///
    /// ```text
    /// error[locale-tag]: locale.yaml says it is for `eng`
    ///   --> templates/en/locale.yaml:4:9
    ///   for locale
    ///   hint: write `locale: en`, the name of the folder
    /// ```
    ///
    /// Write the name of the folder under `locale:`, or move the file to the folder of its language.
    LOCALE_TAG = error("locale-tag");

    /// A file of a locale pack, `locale.yaml` or `countries.yaml`, cannot be read.
    ///
    /// ```text
    /// error[locale-unreadable]: cannot read the locale pack (it does not exist)
    ///   --> templates/pt/countries.yaml
    ///   hint: copy the file from another language's folder and edit it
    /// ```
    ///
    /// Make the file readable, or begin the language with `convoke locale new`, which copies all files
    /// of another one.
    LOCALE_UNREADABLE = error("locale-unreadable");

    /// A list of month names in `locale.yaml` does not have twelve entries.
    ///
    /// ```text
    /// error[months-incomplete]: 11 months are listed
    ///   --> templates/en/locale.yaml:170:11
    ///   for dates.months
    ///   hint: list all twelve, January first
    /// ```
    ///
    /// List all twelve months of the Gregorian calendar, beginning with January.
    MONTHS_INCOMPLETE = error("months-incomplete");

    /// A locale pack has no forms of address for the office of an addressee.
    ///
    /// ```text
    /// error[office-unknown]: unknown office `foreign-minster`
    ///   --> recipients/ministries.yaml:8:26
    ///   for recipient FRA, addressee.office
    ///   hint: did you mean `foreign-minister`?
    /// ```
    ///
    /// Correct the office in the recipient list, or add the office under `address.offices` in the
    /// `locale.yaml` of every language used.
    OFFICE_UNKNOWN = error("office-unknown");

    /// A pattern in `locale.yaml`, for example that of a date, has a placeholder that is not available
    /// there.
    ///
    /// ```text
    /// error[pattern-unknown]: unknown placeholder `{moth}`
    ///   --> templates/en/locale.yaml:171:9
    ///   for dates.date
    ///   hint: did you mean `month`?
    /// ```
    ///
    /// Correct the name in the braces; the hint names the nearest one, or all that can be used.
    PATTERN_UNKNOWN = error("pattern-unknown");

    /// A locale pack has no words for the rank of an addressee.
    ///
    /// ```text
    /// error[rank-unknown]: unknown rank `hihg`
    ///   --> recipients/ministries.yaml:9:22
    ///   for recipient FRA, addressee.rank
    ///   hint: did you mean `high`?
    /// ```
    ///
    /// Correct the rank in the recipient list, or add it under `address.ranks` in the `locale.yaml` of
    /// every language used.
    RANK_UNKNOWN = error("rank-unknown");

    /// The title of a minister is another than the name of the ministry says, or the name is not of a kind that says one.
    ///
    /// ```text
    /// warning[title-ministry]: the title `Minister for Foreign Affairs of Malta` is not that of the ministry, `Ministry for Foreign Affairs and Tourism`
    ///   --> recipients/ministries.yaml:1790:5
    ///   for recipient MLT, addressee.title.en
    ///   hint: leave the title out, so that it follows the ministry, or correct either
    /// ```
    ///
    /// Leave the title out: it follows from the name of the ministry. Where it does not, as for `Global Affairs Canada`, give it in
    /// the recipient list.
    TITLE_MINISTRY = warning("title-ministry");

    /// There is no title for an addressee in the language of a letter: the recipient list gives it in other languages, or it does not
    /// follow from the name of the ministry.
    ///
    /// ```text
    /// error[title-missing]: the title is given in `en`, and not in `fr`
    ///   --> recipients/list.yaml:9:5
    ///   for recipient FAO, addressee.title.fr
    ///   hint: add it as `addressee.title.fr`
    /// ```
    ///
    /// Give the title in that language too.
    TITLE_MISSING = error("title-missing");
}
