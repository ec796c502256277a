//! Which settings of the mailing there are to fill in, and what its file says of each.

use crate::input::{Node, Value};

/// What a setting is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text, which each language may have its own of.
    Text,
    /// Lines, which each language has its own of.
    Lines,
    /// A value that is the same in all languages.
    Value,
    /// A day.
    Day,
    /// One of the languages of the letters.
    Language,
    /// One of these.
    Choice(&'static [&'static str]),
}

/// A setting.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    /// Its key in the file.
    pub(super) key: &'static str,
    pub(super) kind: Kind,
    /// What it is asked by: the flag of a topic of a new mailing, or a word of this place.
    pub(super) asked_as: &'static str,
    /// Whether it may be left out.
    pub(super) is_optional: bool,
}

const fn field(key: &'static str, kind: Kind, asked_as: &'static str) -> Field {
    Field { key, kind, asked_as, is_optional: false }
}

const fn optional(key: &'static str, kind: Kind, asked_as: &'static str) -> Field {
    Field { key, kind, asked_as, is_optional: true }
}

/// What the letters are about.
pub(super) const EVENT: &[Field] = &[
    field("event.name", Kind::Text, "event"),
    field("event.meeting", Kind::Text, "meeting"),
    field("event.place", Kind::Text, "event-place"),
    field("event.start", Kind::Day, "start"),
    field("event.end", Kind::Day, "end"),
    optional("deadlines.registration", Kind::Day, "deadline"),
];

/// Who writes.
pub(super) const SENDER: &[Field] = &[
    field("sender.organisation", Kind::Text, "organisation"),
    field("sender.office", Kind::Text, "office"),
    field("sender.e_mail", Kind::Value, "e-mail"),
    optional("website", Kind::Value, "website"),
    field("sender.signatory.name", Kind::Text, "signatory"),
    field("sender.signatory.titles", Kind::Lines, "title"),
];

/// What dates and names the letters.
pub(super) const ISSUE: &[Field] = &[
    field("reference", Kind::Value, "reference"),
    field("issued_at", Kind::Value, "issued-at"),
    field("place", Kind::Text, "place"),
    field("default_language", Kind::Language, "default-language"),
    optional("second_language", Kind::Language, "second-language"),
    optional("paper", Kind::Choice(&["a4", "us-letter"]), "paper"),
    optional("participants_per_form", Kind::Value, "participants"),
    optional("dispatch.approvals", Kind::Value, "approvals"),
];

/// How they are sent. Where secrets are is written by hand.
pub(super) const SENDING: &[Field] = &[
    optional("dispatch.language", Kind::Language, "office-language"),
    optional("dispatch.posted_from", Kind::Value, "posted-from"),
    optional("dispatch.e_mail.reply_to", Kind::Value, "reply-to"),
    optional("dispatch.e_mail.smtp.host", Kind::Value, "mail-server"),
    optional("dispatch.e_mail.smtp.port", Kind::Value, "mail-port"),
    optional("dispatch.e_mail.smtp.user", Kind::Value, "mail-user"),
];

/// All of them.
pub(super) fn all() -> impl Iterator<Item = &'static Field> {
    EVENT.iter().chain(SENDER).chain(ISSUE).chain(SENDING)
}

/// What the file says of a setting, in one language or in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// The keys that lead to it, with dots between.
    pub(super) key: String,
    /// The language; `None` where it is said for all of them.
    pub(super) language: Option<String>,
    pub(super) text: String,
}

impl Field {
    /// What the file says of it; `languages` are those of the letters.
    pub(super) fn said(&self, file: &Node, languages: &[String]) -> Vec<Said> {
        let node = self.key.split('.').try_fold(file, |node, key| node.get(key));
        let whole = |text: String| vec![Said { key: self.key.to_owned(), language: None, text }];
        let in_languages = match (self.kind, node.map(|node| &node.value)) {
            (Kind::Text, Some(Value::Scalar(_))) => false,
            (Kind::Text, Some(Value::Map(_))) | (Kind::Lines, _) => true,
            (Kind::Text, _) => languages.len() > 1,
            _ => false,
        };
        if !in_languages {
            return whole(node.map(lines).unwrap_or_default());
        }
        let entries = match node.map(|node| &node.value) {
            Some(Value::Map(entries)) => entries.as_slice(),
            _ => &[],
        };
        let known = entries.iter().map(|(language, _, node)| (language.clone(), lines(node)));
        let is_missing = |language: &&String| entries.iter().all(|(known, ..)| known != *language);
        let missing = languages.iter().filter(is_missing).map(|language| (language.clone(), String::new()));
        let said = known.chain(missing).map(|(language, text)| Said {
            key: format!("{}.{language}", self.key),
            language: Some(language),
            text,
        });
        said.collect()
    }
}

/// The lines of a value.
fn lines(node: &Node) -> String {
    match &node.value {
        Value::List(items) => items.iter().map(lines).collect::<Vec<_>>().join("\n"),
        _ => node.text().unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::parse;

    #[test]
    fn a_text_is_said_for_all_languages_or_for_each() {
        let file = parse("place: Geneva\nevent:\n  name: { en: A, fr: }\nsender: { signatory: { titles: { en: [X, Y] } } }\n", "")
            .expect("YAML");
        let languages = ["en", "fr"].map(str::to_owned);
        let said = |key: &str| -> Vec<(String, String)> {
            let field = all().find(|field| field.key == key).expect("a setting");
            field.said(&file, &languages).into_iter().map(|said| (said.key, said.text)).collect()
        };
        let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect()
        };
        assert_eq!(said("place"), pairs(&[("place", "Geneva")]));
        assert_eq!(said("event.name"), pairs(&[("event.name.en", "A"), ("event.name.fr", "")]));
        assert_eq!(said("event.meeting"), pairs(&[("event.meeting.en", ""), ("event.meeting.fr", "")]));
        let titles = pairs(&[("sender.signatory.titles.en", "X\nY"), ("sender.signatory.titles.fr", "")]);
        assert_eq!(said("sender.signatory.titles"), titles);
        assert_eq!(said("website"), pairs(&[("website", "")]));
    }
}
