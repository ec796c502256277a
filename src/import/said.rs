//! What an earlier columns file of a spreadsheet says, as answers to what is asked about it again.

use super::model::ImportTopic;
use crate::recipient::ColumnsFile;

/// The answers, each with what it answers; those about columns are not among them.
#[must_use]
pub fn said_before(before: &ColumnsFile) -> Vec<(ImportTopic, String)> {
    let words = before.words.iter().flat_map(|(column, words)| words.iter().map(move |word| (column, word)));
    let words = words.map(|(column, (word, value))| {
        (ImportTopic::Word { column: column.clone(), word: word.clone() }, value.value.clone())
    });
    let said = &before.otherwise;
    let text = |value: Option<&String>| Some(value.cloned().unwrap_or_default());
    let otherwise = [
        ("kind", text(said.kind.as_deref())),
        ("office", text(said.office.as_deref())),
        ("channels", said.channels.first().map(|channel| channel.value.clone())),
        ("languages", said.languages.first().map(|language| language.value.clone())),
    ];
    let otherwise = otherwise
        .into_iter()
        .filter_map(|(key, value)| Some((ImportTopic::Otherwise(key.to_owned()), value?)));
    let title = before.columns.iter().find_map(|column| column.language.as_ref());
    let title = title.map(|language| (ImportTopic::TitleLanguage, language.value.clone()));
    let hidden = (ImportTopic::HiddenRows, before.hidden_rows.name().to_owned());
    words.chain(otherwise).chain(title).chain([hidden]).collect()
}
