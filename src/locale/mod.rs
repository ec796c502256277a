//! Locale packs: what a language needs besides prose, as data, and the few rules that use it.
//!
//! A pack is `locale.yaml` (labels, dates, forms of address) and `countries.yaml` in the language's
//! folder. A new language is a new folder; nothing here knows any language by name.

mod address;
mod addressee;
mod addressee_check;
mod check;
mod cldr;
mod clock;
mod countries;
mod dates;
mod digits;
mod direction;
mod forms;
mod free_font;
mod gender;
mod honorific_words;
mod honorifics;
mod language;
mod local_lines;
mod local_text;
mod model;
mod near_states;
mod note;
mod note_filled;
mod own_title;
mod pack;
mod pattern;
mod persons;
mod portfolio;
mod postal_address;
mod posting;
mod prepositions;
mod read_date;
mod script;
mod short_year;
mod state_codes;
mod state_lines;
mod states;
mod tag;
mod texts;
mod written;
mod written_days;
mod written_time;

use std::path::Path;

use serde::de::DeserializeOwned;

pub use address::{FormOfAddress, SpokenOf};
pub use addressee::{Addressee, FREE_OFFICE, Style, StyleParts};
pub(crate) use cldr::script_of;
pub use cldr::{CldrLanguage, cldr_languages, cldr_version, find_cldr};
pub use clock::{WrittenClock, read_clock};
pub use countries::{Country, CountryFile, CountryNames, EarlierNames, NameForms};
pub use dates::untied;
pub use digits::to_ascii_digit;
pub use direction::direction_of;
pub use forms::*;
pub use free_font::{FreeFont, free_font, free_font_of_family};
pub use gender::Gender;
pub use honorifics::{TitledName, split_title};
pub use language::{find_language, near_language};
pub use local_lines::LocalLines;
pub use local_text::LocalText;
pub use model::*;
pub use near_states::{is_nearly, near_states, propose_states};
pub use note::{BySender, NoteForms, SenderGender};
pub use note_filled::{Note, NoteSender};
pub use own_title::OwnTitle;
pub use pack::LocalePack;
pub use persons::PersonWords;
pub use postal_address::{PostalAddress, PostalPlace, PostedAddress};
pub use posting::{Posting, find_state, names_states};
pub use read_date::{DateFault, read_date};
pub use script::{Script, is_latin};
pub(crate) use state_codes::CODES as STATE_CODES;
pub use state_lines::StateLines;
pub use states::{is_state, name_states, state_name, state_name_in};
pub use tag::is_language;
pub use written::{WrittenDate, read_written_date};
pub use written_days::read_written_days;

use crate::beneath::read_text_within;
use crate::diagnostic::{Checked, Diagnostic, Location, codes, io_text};
use crate::input::decode;

/// Reads the pack of a language; `templates` is the folder's path below `root`, as messages name it.
///
/// The pack is missing only if one of its files cannot be read as a whole.
pub fn read(root: &Path, templates: &str, language: &str) -> Checked<Option<LocalePack>> {
    let folder = format!("{templates}/{language}");
    let Checked { value: file, mut problems } = read_file(root, &format!("{folder}/locale.yaml"));
    let countries: Option<CountryFile> =
        read_file(root, &format!("{folder}/countries.yaml")).report_to(&mut problems);
    let pack =
        file.zip(countries).map(|(file, countries)| LocalePack { file, countries: countries.filled() });
    if let Some(pack) = &pack {
        problems.extend(check::check(pack, &folder, language));
    }
    Checked::new(pack, problems)
}

fn read_file<T: DeserializeOwned>(root: &Path, file: &str) -> Checked<Option<T>> {
    match read_text_within(root, file) {
        Ok(text) => decode(&text, file),
        Err(error) => {
            let problem = Diagnostic::new(
                codes::LOCALE_UNREADABLE,
                format!("cannot read the locale pack ({})", io_text(&error)),
            )
            .with_location(Location::file(file))
            .with_hint("copy the file from another language's folder and edit it");
            Checked::new(None, problem)
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
