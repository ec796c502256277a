//! Codes of addresses, and of what a channel asks of them.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// A recipient or a copy is sent by courier, and its address has a box at a post office, where couriers do not deliver.
    ///
    /// ```text
    /// warning[address-box]: sent by courier to a box at a post office: `P.O. Box 8114 Dep`
    ///   --> recipients/ministries.yaml:5:5
    ///   for recipient NOR, address
    ///   hint: write the street instead, or name another channel
    /// ```
    ///
    /// Ask for the address of the building. Where the street is there too, take the line of the box out of the address.
    ADDRESS_BOX = warning("address-box");

    /// The address of a State ends with another State, or with what is almost the name of one; or it is that of a mission or an embassy and names no
    /// State. Post abroad goes by the last line. An address that names no State gets the recipient's as its last line.
    ///
    /// ```text
    /// warning[address-country]: `UGANDA` ends the address, and is another State
    ///   --> recipients/ministries.yaml:5:5
    ///   for recipient KEN, address
    ///   hint: write `KENYA`, unless the letter goes to a mission there
    /// ```
    ///
    /// Correct the last line or `iso`; write the State in which a mission is. Nothing, if the letter goes to a mission in that other State.
    ADDRESS_COUNTRY = warning("address-country");

    /// A line of an address is none: a telephone number, an e-mail or web address, or `see above`. Post sorts by the last line, which is to be the
    /// country.
    ///
    /// ```text
    /// warning[address-line]: `Tel: +81 3 3580 3311` is no line of an address
    ///   --> recipients/list.csv:5:1
    ///   for recipient JPN, address
    ///   hint: leave it out: telephone, fax and e-mail addresses have columns of their own
    /// ```
    ///
    /// Take the line out of the address.
    ADDRESS_LINE = warning("address-line");

    /// A recipient is sent letters by post or pouch, or a copy by post, and has neither an address nor a city: labels and envelopes would
    /// bear its name alone.
    ///
    /// ```text
    /// error[address-missing]: sent by registered-post without an address
    ///   --> recipients/ministries.yaml:5:5
    ///   for recipient GBR, address
    ///   hint: add the address, or another channel
    /// ```
    ///
    /// Add the address, its lines as on an envelope, or name another channel.
    ADDRESS_MISSING = error("address-missing");

    /// What travels by post has an address in another script, and neither address nor city in Latin letters. Post abroad asks for them
    /// (Universal Postal Union): the label would end with the country alone.
    ///
    /// ```text
    /// warning[address-script]: `الرياض` has no form in Latin letters, which post abroad reads
    ///   --> recipients/ministries.yaml:5:5
    ///   for recipient SAU, address
    ///   hint: give the address or the city by language, such as `city: { ar: الرياض, en: Riyadh }`
    /// ```
    ///
    /// Give the city, or the whole address, in a language with Latin letters beside the recipient's own. Labels, envelopes and letters then bear
    /// both.
    ADDRESS_SCRIPT = warning("address-script");

    /// A recipient is sent letters by pouch, and has no city, by which the list of the pouch is ordered; or by post, and the address
    /// is the name of a State alone.
    ///
    /// ```text
    /// warning[city-missing]: sent by pouch without a city
    ///   --> recipients/ministries.yaml:5:5
    ///   for recipient GBR, city
    ///   hint: add the city
    /// ```
    ///
    /// Add the city, and its line to the address.
    CITY_MISSING = warning("city-missing");

    /// An e-mail address is one, and probably not the one that was meant: letters of a well-known domain are changed (`gmial.com`), its ending is
    /// none (`.con`), or it begins with `www.`. A message to it would come back, or reach somebody else. Addresses are never changed.
    ///
    /// ```text
    /// warning[email-doubtful]: `protocol@mfa.fra.con` is probably mistyped
    ///   --> recipients/ministries.csv:7:9
    ///   for recipient FRA, emails
    ///   hint: write `protocol@mfa.fra.com`, if that is what is meant
    /// ```
    ///
    /// Correct the address, or ask for it. If it is right, accept the warning in `mailing.yaml`.
    EMAIL_DOUBTFUL = warning("email-doubtful");

    /// A fax number, or the telephone number for a courier, is written as it is dialled within its State; or a number of the sender is written so in
    /// `mailing.yaml`. It is printed on letters, covers and labels as it is, and dialled from abroad it reaches nobody, or somebody else.
    ///
    /// ```text
    /// warning[number-local]: `01 43 17 52 03` has no country code
    ///   --> recipients/ministries.csv:7:9
    ///   for recipient FRA, fax
    ///   hint: write it as it is dialled from abroad, with +33 for France
    /// ```
    ///
    /// Write the number with a plus sign and the country code, in most States without the zero that is dialled before it there. Where all
    /// letters stay in one State, accept the warning in `mailing.yaml`.
    NUMBER_LOCAL = warning("number-local");

    /// A postcode has fewer figures than those of its State, as a cell has that holds it as a number: spreadsheets drop the zeros before.
    ///
    /// ```text
    /// warning[postcode-short]: the postcode `7500` has 4 figures, and those of France have 5
    ///   --> contacts.xlsx: `Contacts` row 7
    ///   for recipient FRA, Code postal
    ///   hint: write `07500` in a cell of the format Text: spreadsheets drop zeros before numbers
    /// ```
    ///
    /// Give the column the format Text, and write the postcodes with their zeros.
    POSTCODE_SHORT = warning("postcode-short");

    /// A recipient or a copy is sent by courier, and has no telephone number, which couriers ask for before they take anything.
    ///
    /// ```text
    /// warning[telephone-missing]: sent by courier without a telephone number
    ///   --> recipients/ministries.yaml:5:5
    ///   for recipient NOR, telephone
    ///   hint: add `telephone`
    /// ```
    ///
    /// Add the number at which somebody can be asked for the way, as it is dialled from abroad; or name another channel.
    TELEPHONE_MISSING = warning("telephone-missing");
}
