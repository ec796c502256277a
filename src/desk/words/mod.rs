//! The words of the pages, in six languages: a folder for each place, with a file for each language that has every one of them.
//!
//! A place's words are a struct in the file of its name, beside the folder of its languages.

mod approve;
mod begin;
mod check;
mod dispatch;
mod frame;
mod history;
mod import;
mod jobs;
mod kinds;
mod languages;
mod letter;
mod make;
mod proof;
mod recipient;
mod recipients;
mod returns;
mod settings;
mod start;
mod upload;

use std::sync::LazyLock;

use serde::de::DeserializeOwned;

pub(super) use approve::ApproveWords;
pub(super) use begin::BeginWords;
pub(super) use check::CheckWords;
pub(super) use dispatch::DispatchWords;
pub(super) use frame::FrameWords;
pub(super) use history::HistoryWords;
pub(super) use import::ImportWords;
pub(super) use jobs::JobWords;
pub(super) use kinds::KindWords;
pub(super) use languages::LanguageWords;
pub(super) use letter::LetterWords;
pub(super) use make::MakeWords;
pub(super) use proof::ProofWords;
pub(super) use recipient::OneWords;
pub(super) use recipients::RecipientWords;
pub(super) use returns::ReturnWords;
pub(super) use settings::SettingWords;
pub(super) use start::StartWords;
pub(super) use upload::UploadWords;

/// The words of one language.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) frame: FrameWords,
    pub(super) start: StartWords,
    pub(super) settings: SettingWords,
    pub(super) import: ImportWords,
    pub(super) begin: BeginWords,
    pub(super) recipients: RecipientWords,
    pub(super) kinds: KindWords,
    pub(super) letter: LetterWords,
    pub(super) languages: LanguageWords,
    pub(super) recipient: OneWords,
    pub(super) history: HistoryWords,
    pub(super) check: CheckWords,
    pub(super) jobs: JobWords,
    pub(super) make: MakeWords,
    pub(super) dispatch: DispatchWords,
    pub(super) proof: ProofWords,
    pub(super) approve: ApproveWords,
    pub(super) returns: ReturnWords,
    pub(super) upload: UploadWords,
}

/// The languages, the default one first: the order of the files below.
const COUNT: usize = 6;

/// The files of a place, one for each language.
macro_rules! files {
    ($place:literal) => {
        [
            include_str!(concat!($place, "/en.yaml")),
            include_str!(concat!($place, "/fr.yaml")),
            include_str!(concat!($place, "/es.yaml")),
            include_str!(concat!($place, "/ru.yaml")),
            include_str!(concat!($place, "/zh.yaml")),
            include_str!(concat!($place, "/ar.yaml")),
        ]
    };
}

/// All languages, the default one first.
pub(super) static LANGUAGES: LazyLock<Vec<Words>> = LazyLock::new(|| {
    // That each can be read is tested.
    (0..COUNT).filter_map(|language| read(language).ok()).collect()
});

fn read(language: usize) -> Result<Words, String> {
    Ok(Words {
        frame: part(files!("frame"), language)?,
        start: part(files!("start"), language)?,
        settings: part(files!("settings"), language)?,
        import: part(files!("import"), language)?,
        begin: part(files!("begin"), language)?,
        recipients: part(files!("recipients"), language)?,
        kinds: part(files!("kinds"), language)?,
        letter: part(files!("letter"), language)?,
        languages: part(files!("languages"), language)?,
        recipient: part(files!("recipient"), language)?,
        history: part(files!("history"), language)?,
        check: part(files!("check"), language)?,
        jobs: part(files!("jobs"), language)?,
        make: part(files!("make"), language)?,
        dispatch: part(files!("dispatch"), language)?,
        proof: part(files!("proof"), language)?,
        approve: part(files!("approve"), language)?,
        returns: part(files!("returns"), language)?,
        upload: part(files!("upload"), language)?,
    })
}

fn part<T: DeserializeOwned>(files: [&str; COUNT], language: usize) -> Result<T, String> {
    let file = files.get(language).copied().unwrap_or_default();
    serde_yaml::from_str(file).map_err(|error| format!("language {language}: {error}"))
}

impl Words {
    /// The words of a language, by its tag or one that is more exact.
    pub(super) fn of(tag: &str) -> Option<&'static Self> {
        let language = tag.split('-').next().unwrap_or(tag);
        LANGUAGES.iter().find(|words| words.frame.tag.eq_ignore_ascii_case(language))
    }

    /// The words that a browser asks for: the first of its languages that there is (RFC 9110, 12.5.4; it lists them by preference).
    pub(super) fn asked(accepted: &str) -> Option<&'static Self> {
        accepted.split(',').find_map(|range| Self::of(range.split(';').next().unwrap_or_default().trim()))
    }
}

/// A text with its numbers put in, in the order of `{}`.
pub(super) fn filled(text: &str, values: &[&dyn std::fmt::Display]) -> String {
    let mut parts = text.split("{}");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    let mut values = values.iter();
    for part in parts {
        if let Some(value) = values.next() {
            filled.push_str(&value.to_string());
        }
        filled.push_str(part);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_every_word() {
        for language in 0..COUNT {
            assert_eq!(read(language).err(), None);
        }
        let tags: Vec<&str> = LANGUAGES.iter().map(|words| words.frame.tag.as_str()).collect();
        assert_eq!(tags, ["en", "fr", "es", "ru", "zh", "ar"]);
    }

    #[test]
    fn a_browser_gets_its_first_language_that_there_is() {
        for (accepted, tag) in [
            ("fr-CH, fr;q=0.9, en;q=0.8", Some("fr")),
            ("de, ar-EG;q=0.5", Some("ar")),
            ("ZH-Hans-CN", Some("zh")),
            ("de", None),
            ("", None),
            ("*", None),
        ] {
            assert_eq!(Words::asked(accepted).map(|words| words.frame.tag.as_str()), tag, "{accepted}");
        }
    }

    #[test]
    fn numbers_are_put_in_in_their_order() {
        assert_eq!(filled("{} of {}", &[&2, &195]), "2 of 195");
        assert_eq!(filled("none", &[&2]), "none");
    }
}
