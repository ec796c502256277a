//! What the words mean that columns hold: those that may be several things, and those that nobody knows.

use std::collections::BTreeMap;

use super::ask::choices;
use super::model::{ImportQuestion, ImportTopic, OfferedAnswer, Proposal};
use super::rows::Rows;
use crate::locale::{name_states, state_name};
use crate::recipient::Channel;
use crate::recipient::split_channels;
use crate::recipient::words::{find_channel, find_gender, find_kind, is_neutral_title};

/// Unknown words of a column that are asked about; a column with more of them holds something else.
const MOST_WORDS: usize = 12;

/// The questions about words.
pub(super) fn ask(proposal: &Proposal, rows: &Rows<'_>) -> Vec<ImportQuestion> {
    let mut questions = country_words(proposal, rows);
    questions.extend(gender_words(proposal, rows));
    questions.extend(other_words(proposal, rows));
    questions
}

/// Words of a column that are not understood, with how often they occur.
fn unknown_words<'a>(
    words: impl Iterator<Item = &'a str>,
    is_known: impl Fn(&str) -> bool,
) -> BTreeMap<&'a str, usize> {
    let mut unknown = BTreeMap::new();
    for word in words.filter(|word| !word.is_empty() && !is_known(word)) {
        *unknown.entry(word).or_default() += 1;
    }
    if unknown.len() > MOST_WORDS { BTreeMap::new() } else { unknown }
}

fn ask_word(
    column: &str,
    word: &str,
    count: usize,
    choices: Vec<OfferedAnswer>,
    usual: Option<&str>,
) -> ImportQuestion {
    let times = if count == 1 { String::new() } else { format!(", {count} times") };
    let what = match column {
        "country" => "which country",
        "gender" => "a man or a woman",
        "kind" => "a State or an organisation",
        _ => "which way of sending",
    };
    ImportQuestion {
        topic: ImportTopic::Word { column: column.to_owned(), word: word.to_owned() },
        text: format!("`{word}`{times}: {what}?"),
        choices,
        usual: usual.map(str::to_owned),
    }
}

/// Nobody is written to by a guess: a word that may mean several States is asked about, and stays open where nobody answers.
fn country_words(proposal: &Proposal, rows: &Rows<'_>) -> Vec<ImportQuestion> {
    let values = rows.values(proposal, "country");
    let unclear = unknown_words(values.into_iter(), |word| name_states(word).len() < 2);
    let ask = |(word, count): (&str, usize)| {
        let states = name_states(word).iter().map(|code| (*code, state_name(code).unwrap_or_default()));
        ask_word("country", word, count, choices(states), None)
    };
    unclear.into_iter().map(ask).collect()
}

fn gender_words(proposal: &Proposal, rows: &Rows<'_>) -> Vec<ImportQuestion> {
    let values = rows.values(proposal, "addressee.gender");
    let has = |letter: &str| values.iter().any(|value| value.eq_ignore_ascii_case(letter));
    let either = || choices([("masculine", "a man"), ("feminine", "a woman"), ("", "neither is said")]);
    // In Spanish H is a man and M a woman, in French H is a man and F a woman.
    if has("H") && has("M") && !has("F") {
        let ask = |(word, usual)| ask_word("gender", word, 2, either(), Some(usual));
        return [("H", "masculine"), ("M", "feminine")].map(ask).to_vec();
    }
    let unknown =
        unknown_words(values.iter().copied(), |word| find_gender(word).is_some() || is_neutral_title(word));
    let usual = |word: &str| (word.eq_ignore_ascii_case("H") && has("F")).then_some("masculine");
    let ask = |(word, count): (&str, usize)| ask_word("gender", word, count, either(), usual(word));
    unknown.into_iter().map(ask).collect()
}

fn other_words(proposal: &Proposal, rows: &Rows<'_>) -> Vec<ImportQuestion> {
    let channels = rows.values(proposal, "channels");
    let pieces = channels.iter().flat_map(|text| text.split([';', ',', '\n', '、', '،'])).map(str::trim);
    let words = pieces.flat_map(split_channels);
    let unknown = unknown_words(words, |word| find_channel(word).is_some());
    let ways = || choices(Channel::ALL.map(|channel| (channel.name(), "")).into_iter().chain([("", "none")]));
    let of_channels =
        unknown.into_iter().map(|(word, count)| ask_word("channels", word, count, ways(), None));
    let kinds = rows.values(proposal, "kind");
    let unknown = unknown_words(kinds.into_iter(), |word| find_kind(word).is_some());
    let of_kinds = || choices([("state", "a State"), ("organisation", "an organisation")]);
    let of_kind = unknown.into_iter().map(|(word, count)| ask_word("kind", word, count, of_kinds(), None));
    of_channels.chain(of_kind).collect()
}
