//! The fields of a recipient in a YAML list: what is in the file, and what can be added to it.

use std::collections::BTreeSet;

use super::input::{Field, Input, Part};
use crate::desk::naming::{channel_name, language_name};
use crate::desk::words::{Words, filled};
use crate::edit::yaml::Step;
use crate::input::{Node, Value};
use crate::recipient::Channel;

/// The keys of a recipient, in the order of the documentation.
pub(super) const ORDER: [&str; 16] = [
    "id",
    "kind",
    "iso",
    "group",
    "addressee",
    "ministry",
    "address",
    "city",
    "emails",
    "fax",
    "telephone",
    "channels",
    "languages",
    "second_language",
    "copies",
    "fields",
];

/// Most choices that are offered of what has an order of preference.
const CHOICES: usize = 3;

/// What fields depend on besides the recipient: the languages of the mailing, and the extra fields that it declares.
#[derive(Debug)]
pub(super) struct Around<'a> {
    pub(super) languages: &'a BTreeSet<String>,
    pub(super) extra: &'a [String],
}

/// All fields of a recipient, in parts; `None` is a new one.
pub(super) fn fields(words: &Words, node: Option<&Node>, around: &Around<'_>) -> Vec<Part> {
    let of = Of { words, node, around };
    let told = &words.recipient;
    let mut parts = vec![
        Part { title: told.who.clone(), fields: of.who() },
        Part { title: told.person.clone(), fields: of.person() },
        Part { title: told.place.clone(), fields: of.place() },
        Part { title: told.sending.clone(), fields: of.sending() },
        Part { title: told.languages.clone(), fields: of.languages() },
    ];
    if !around.extra.is_empty() {
        let text = |name: &String| of.text(&format!("fields.{name}"), name.clone());
        parts.push(Part { title: told.extra.clone(), fields: around.extra.iter().map(text).collect() });
    }
    let copies = match node.and_then(|node| node.get("copies")).map(|copies| &copies.value) {
        Some(Value::List(copies)) => copies.len(),
        _ => 0,
    };
    for copy in 0..copies {
        parts.push(Part { title: filled(&told.copy, &[&(copy + 1)]), fields: of.copy(copy) });
    }
    parts
}

/// A recipient and what its fields depend on.
struct Of<'a> {
    words: &'a Words,
    node: Option<&'a Node>,
    around: &'a Around<'a>,
}

impl Of<'_> {
    fn who(&self) -> Vec<Field> {
        let named = &self.words.recipient.fields;
        let kinds = vec![
            ("state".to_owned(), named.state.clone()),
            ("organisation".to_owned(), named.organisation.clone()),
        ];
        vec![
            self.text("id", named.id.clone()),
            Field { input: Input::Choice(kinds), ..self.text("kind", named.kind.clone()) },
            self.text("iso", named.iso.clone()),
            Field { input: Input::Words, ..self.lines("group", named.group.clone()) },
        ]
    }

    fn person(&self) -> Vec<Field> {
        let named = &self.words.recipient.fields;
        let genders = vec![
            ("masculine".to_owned(), named.masculine.clone()),
            ("feminine".to_owned(), named.feminine.clone()),
        ];
        let mut fields = vec![
            self.text("addressee.name", named.name.clone()),
            Field { input: Input::Choice(genders), ..self.text("addressee.gender", named.gender.clone()) },
            self.text("addressee.office", named.office.clone()),
            self.text("addressee.rank", named.rank.clone()),
        ];
        let titles = self.keys("addressee.title");
        let plain = titles.iter().filter(|language| {
            matches!(
                self.find(&format!("addressee.title.{language}")).map(|node| &node.value),
                Some(Value::Scalar(_))
            )
        });
        fields.extend(plain.map(|language| {
            self.text(&format!("addressee.title.{language}"), self.in_language(&named.title, language))
        }));
        fields
    }

    fn place(&self) -> Vec<Field> {
        let named = &self.words.recipient.fields;
        let mut fields = self.by_language("ministry", &named.ministry, Self::text);
        fields.extend(self.by_language("address", &named.address, Self::lines));
        fields.extend(self.by_language("city", &named.city, Self::text));
        fields
    }

    fn sending(&self) -> Vec<Field> {
        let named = &self.words.recipient.fields;
        vec![
            Field {
                input: Input::Choices(self.channels(), CHOICES),
                ..self.lines("channels", named.channels.clone())
            },
            self.lines("emails", named.emails.clone()),
            self.text("fax", named.fax.clone()),
            self.text("telephone", named.telephone.clone()),
        ]
    }

    fn languages(&self) -> Vec<Field> {
        let named = &self.words.recipient.fields;
        let known: Vec<String> = self.around.languages.iter().cloned().collect();
        let choices = known.into_iter().map(|tag| (tag.clone(), language_name(&tag).to_owned())).collect();
        vec![
            Field {
                input: Input::Choices(choices, CHOICES),
                ..self.lines("languages", named.languages.clone())
            },
            self.text("second_language", named.second_language.clone()),
        ]
    }

    fn copy(&self, copy: usize) -> Vec<Field> {
        let named = &self.words.recipient.fields;
        let at = |key: &str| format!("copies.{copy}.{key}");
        let mut fields = self.by_language(&at("to"), &named.to, Self::text);
        fields.extend(self.by_language(&at("address"), &named.address, Self::lines));
        fields.extend(self.by_language(&at("city"), &named.city, Self::text));
        fields.push(self.text(&at("iso"), named.iso.clone()));
        let channel = self.text(&at("channel"), named.channel.clone());
        fields.push(Field { input: Input::Choice(self.channels()), ..channel });
        fields.push(self.text(&at("email"), named.email.clone()));
        fields.push(self.text(&at("fax"), named.fax.clone()));
        fields.push(self.text(&at("telephone"), named.telephone.clone()));
        fields
    }

    fn channels(&self) -> Vec<(String, String)> {
        let named =
            |channel: Channel| (channel.name().to_owned(), channel_name(self.words, channel).to_owned());
        Channel::ALL.into_iter().map(named).collect()
    }

    /// A field for all languages, where the file has it so, or one for each of the mailing's and the file's.
    fn by_language(&self, name: &str, label: &str, field: fn(&Self, &str, String) -> Field) -> Vec<Field> {
        if matches!(self.find(name).map(|node| &node.value), Some(Value::Scalar(_) | Value::List(_))) {
            return vec![field(self, name, label.to_owned())];
        }
        let mut languages = self.around.languages.clone();
        languages.extend(self.keys(name));
        let of = |language: String| {
            let shown = field(self, &format!("{name}.{language}"), self.in_language(label, &language));
            Field { language: Some(language), ..shown }
        };
        languages.into_iter().map(of).collect()
    }

    fn in_language(&self, label: &str, language: &str) -> String {
        format!("{label} ({})", language_name(language))
    }

    fn text(&self, name: &str, label: String) -> Field {
        let value = self.find(name).and_then(Node::text).unwrap_or_default().to_owned();
        Field { name: name.to_owned(), label, input: Input::Text, value: vec![value], language: None }
    }

    fn lines(&self, name: &str, label: String) -> Field {
        let value = match self.find(name).map(|node| &node.value) {
            Some(Value::List(items)) => {
                items.iter().filter_map(|item| item.text().map(str::to_owned)).collect()
            }
            Some(Value::Scalar(text)) => text.lines().map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        Field { name: name.to_owned(), label, input: Input::Lines, value, language: None }
    }

    fn keys(&self, name: &str) -> Vec<String> {
        match self.find(name).map(|node| &node.value) {
            Some(Value::Map(entries)) => entries.iter().map(|(key, _, _)| key.clone()).collect(),
            _ => Vec::new(),
        }
    }

    fn find(&self, name: &str) -> Option<&Node> {
        find(self.node?, name)
    }
}

/// What a recipient has under the name of a field.
pub(super) fn find<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    steps(name).iter().try_fold(node, |node, step| match (&node.value, step) {
        (Value::List(items), Step::Item(item)) => items.get(*item),
        (_, Step::Key(key)) => node.get(key),
        _ => None,
    })
}

/// The way to a field within its recipient. Extra fields may have any name.
pub(super) fn steps(name: &str) -> Vec<Step> {
    if let Some(extra) = name.strip_prefix("fields.") {
        return vec![Step::from("fields"), Step::from(extra)];
    }
    let step = |step: &str| step.parse::<usize>().map_or_else(|_| Step::from(step), Step::from);
    name.split('.').map(step).collect()
}

/// The label of a field that a workbook has, by its name.
pub(super) fn label<'w>(words: &'w Words, name: &'w str) -> &'w str {
    let named = &words.recipient.fields;
    match name {
        "id" => &named.id,
        "kind" => &named.kind,
        "iso" => &named.iso,
        "group" => &named.group,
        "addressee.name" => &named.name,
        "addressee.office" => &named.office,
        "ministry" => &named.ministry,
        "address" => &named.address,
        "city" => &named.city,
        "channels" => &named.channels,
        "emails" => &named.emails,
        "fax" => &named.fax,
        "telephone" => &named.telephone,
        "languages" => &named.languages,
        other => other,
    }
}
