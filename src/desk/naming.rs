//! What the library names in English, as the page's language names it: channels, kinds of recipients, why a letter is in its language.

use super::words::{Words, filled};
use crate::locale::find_cldr;
use crate::plan::{Choice, Reason};
use crate::recipient::Channel;

/// The name of a channel.
pub(super) fn channel_name(words: &Words, channel: Channel) -> &str {
    words.recipient.channels.of(channel)
}

/// The name of a channel that a file names; what is no channel stays as it is.
pub(super) fn channel_named<'a>(words: &'a Words, name: &'a str) -> &'a str {
    let channel = Channel::ALL.into_iter().find(|channel| channel.name() == name);
    channel.map_or(name, |channel| channel_name(words, channel))
}

/// The name of a kind of recipients; what is none stays as it is.
pub(super) fn kind_named<'a>(words: &'a Words, name: &'a str) -> &'a str {
    match name {
        "state" => &words.recipient.fields.state,
        "organisation" => &words.recipient.fields.organisation,
        other => other,
    }
}

/// What a language calls itself; its tag, where that is not known.
pub(super) fn language_name(tag: &str) -> &str {
    let own = Words::of(tag).filter(|words| words.frame.tag == tag).map(|words| words.frame.name.as_str());
    own.or_else(|| find_cldr(tag).map(|known| known.name)).unwrap_or(tag)
}

/// Why a recipient is written to in a language.
pub(super) fn why(words: &Words, choice: &Choice) -> String {
    let told = &words.recipients;
    let without: Vec<&str> = choice.without_templates.iter().map(|tag| language_name(tag)).collect();
    let without = without.join(&words.frame.comma);
    match choice.reason {
        Reason::First => told.why_first.clone(),
        Reason::FirstWithTemplates => filled(&told.why_first_with_templates, &[&without]),
        Reason::Default => filled(&told.why_default, &[&without]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_names_itself() {
        let names = ["fr", "ar", "pt", "qx"].map(language_name);
        assert_eq!(names, ["Français", "العربية", "português", "qx"]);
    }

    #[test]
    fn the_reason_for_a_language_is_told_in_the_pages_language() {
        let choice = |reason, without: &[&str]| Choice {
            locale: "en".to_owned(),
            reason,
            without_templates: without.iter().map(|tag| (*tag).to_owned()).collect(),
            second: None,
        };
        let said = |tag: &str, choice| why(Words::of(tag).expect("a language"), &choice);
        assert_eq!(said("en", choice(Reason::First, &[])), "first of its languages");
        assert_eq!(said("fr", choice(Reason::First, &[])), "la première de ses langues");
        let default = choice(Reason::Default, &["pt", "de"]);
        assert_eq!(said("en", default.clone()), "default language: no letters in português, Deutsch");
        assert_eq!(said("ar", default), "اللغة الافتراضية: لا رسائل بهذه اللغات: português، Deutsch");
    }

    #[test]
    fn channels_and_kinds_have_names_in_each_language() {
        let words = Words::of("es").expect("Spanish");
        assert_eq!(channel_named(words, "by-hand"), "Entrega en mano");
        assert_eq!(channel_named(words, "pigeon"), "pigeon");
        assert_eq!((kind_named(words, "state"), kind_named(words, "other")), ("Estado", "other"));
    }
}
