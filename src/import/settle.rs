//! What words mean that the columns hold, and what is said for rows that say nothing.

use std::collections::BTreeMap;

use super::headings;
use super::model::{ImportQuestion, ImportTopic, Meaning, OfferedAnswer, Proposal};
use crate::diagnostic::counted;
use crate::locale::{find_language, name_states, state_name};
use crate::recipient::Channel;
use crate::recipient::grid::GridRow;
use crate::recipient::split_channels;
use crate::recipient::words::{find_channel, find_gender, find_kind, is_neutral_title};

/// Unknown words of a column that are asked about; a column with more of them holds something else.
const MOST_WORDS: usize = 12;

/// The rows that are recipients, with what a person is told of them.
pub(super) struct Rows<'a>(pub(super) Vec<&'a GridRow>);

impl Rows<'_> {
    /// The text of a row in a column.
    pub(super) fn text(row: &GridRow, column: usize) -> &str {
        let at = row.cells.binary_search_by_key(&column, |(index, _)| *index);
        at.ok().and_then(|at| row.cells.get(at)).map_or("", |(_, cell)| cell.text.trim())
    }

    /// The filled values of all columns that are something.
    fn values<'b>(&'b self, proposal: &Proposal, is: &str) -> Vec<&'b str> {
        let columns: Vec<usize> = proposal.columns_that_are(is).map(|column| column.index).collect();
        let texts = self.0.iter().flat_map(|row| columns.iter().map(|column| Self::text(row, *column)));
        texts.filter(|text| !text.is_empty()).collect()
    }

    /// How many rows have nothing in the columns that are something.
    fn count_empty(&self, proposal: &Proposal, is: &str) -> usize {
        let columns: Vec<usize> = proposal.columns_that_are(is).map(|column| column.index).collect();
        self.0.iter().filter(|row| columns.iter().all(|column| Self::text(row, *column).is_empty())).count()
    }
}

/// Decides what can be, and asks about the rest; `language` is that of the mailing.
pub(super) fn settle(
    proposal: &mut Proposal,
    rows: &Rows<'_>,
    hidden: usize,
    language: &str,
) -> Vec<ImportQuestion> {
    let mut questions = Vec::new();
    questions.extend(which_ministry(proposal));
    questions.extend(hidden_rows(hidden));
    questions.extend(kind(proposal));
    questions.extend(office(proposal, rows));
    questions.extend(title_language(proposal, rows));
    questions.extend(languages(proposal, rows, language));
    questions.extend(channels(proposal, rows));
    questions.extend(country_words(proposal, rows));
    questions.extend(gender_words(proposal, rows));
    questions.extend(other_words(proposal, rows));
    questions
}

fn choices<'a>(choices: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<OfferedAnswer> {
    let choice = |(value, meaning): (&str, &str)| OfferedAnswer {
        value: value.to_owned(),
        meaning: meaning.to_owned(),
    };
    choices.into_iter().map(choice).collect()
}

/// Every list has ministries or organisations; where no heading says so, the columns that hold texts are to choose from.
fn which_ministry(proposal: &Proposal) -> Option<ImportQuestion> {
    let is_there =
        proposal.columns.iter().any(|column| column.is == "ministry" || column.is.starts_with("ministry."));
    let candidates = proposal
        .columns
        .iter()
        .filter(|column| column.is.starts_with("fields.") || column.is == "addressee.name");
    let index = |column: &super::model::ProposedColumn| OfferedAnswer {
        value: column.index.to_string(),
        meaning: format!("`{}`, such as {}", column.heading, super::ask::quote(&column.examples)),
    };
    let choices: Vec<OfferedAnswer> = candidates.map(index).collect();
    (!is_there && !choices.is_empty()).then(|| ImportQuestion {
        topic: ImportTopic::Which("ministry".to_owned()),
        text: "which column has the ministry or organisation?".to_owned(),
        choices,
        usual: None,
    })
}

fn hidden_rows(count: usize) -> Option<ImportQuestion> {
    (count > 0).then(|| ImportQuestion {
        topic: ImportTopic::HiddenRows,
        text: format!("{} hidden, as by a filter: are they recipients?", are(count, "row")),
        choices: choices([("read", "recipients like the others"), ("left-out", "left out")]),
        usual: Some("read".to_owned()),
    })
}

fn are(count: usize, noun: &str) -> String {
    format!("{} {}", counted(count, noun), if count == 1 { "is" } else { "are" })
}

/// A list of organisations has countries too: only its headings tell that these are no States.
fn kind(proposal: &mut Proposal) -> Option<ImportQuestion> {
    if proposal.has("kind") || !proposal.has("country") {
        return None;
    }
    let is_organisation =
        |heading: &str| headings::find(heading).is_some_and(|meant| meant.meaning == Meaning::Organisation);
    let organisations = proposal.columns_that_are("ministry").any(|column| is_organisation(&column.heading));
    if !organisations {
        return None;
    }
    proposal.otherwise.insert("kind".to_owned(), "organisation".to_owned());
    Some(ImportQuestion {
        topic: ImportTopic::Otherwise("kind".to_owned()),
        text: "who are the recipients?".to_owned(),
        choices: choices([
            ("organisation", "organisations, which are in a country and are no State"),
            ("", "States, and organisations where no country is given"),
        ]),
        usual: Some("organisation".to_owned()),
    })
}

fn office(proposal: &Proposal, rows: &Rows<'_>) -> Option<ImportQuestion> {
    let titles = rows.values(proposal, "title");
    if titles.is_empty() || proposal.has("addressee.office") {
        return None;
    }
    Some(ImportQuestion {
        topic: ImportTopic::Otherwise("office".to_owned()),
        text: format!(
            "how are people with a title such as `{}` addressed?",
            titles.first().copied().unwrap_or_default()
        ),
        choices: choices([
            (
                "",
                "each by the title: ministers and ambassadors as such (His Excellency Mr …), others plainly (Mr …)",
            ),
            ("official", "all plainly (Mr …)"),
            ("foreign-minister", "all as ministers (His Excellency Mr …)"),
        ]),
        usual: Some(String::new()),
    })
}

/// Titles are in one language; where letters go out in several, it matters in which.
fn title_language(proposal: &Proposal, rows: &Rows<'_>) -> Option<ImportQuestion> {
    let title = proposal.columns_that_are("title").next()?;
    let languages = rows.values(proposal, "languages");
    let first = |text: &&str| text.split([';', ',', '/', '\n']).next().and_then(find_language);
    let mut known: Vec<String> = languages.iter().filter_map(first).collect();
    known.sort();
    known.dedup();
    let usual = title.language.clone();
    (known.len() > 1).then(|| ImportQuestion {
        topic: ImportTopic::TitleLanguage,
        text: format!(
            "in which language are the titles in `{}`, such as {}?",
            title.heading,
            super::ask::quote(&title.examples)
        ),
        choices: std::iter::once(OfferedAnswer {
            value: "own".to_owned(),
            meaning: "each in the first language of its row".to_owned(),
        })
        .chain(known.into_iter().map(|tag| OfferedAnswer { meaning: format!("all in {tag}"), value: tag }))
        .collect(),
        usual,
    })
}

fn languages(proposal: &mut Proposal, rows: &Rows<'_>, language: &str) -> Option<ImportQuestion> {
    let empty = rows.count_empty(proposal, "languages");
    if empty == 0 {
        return None;
    }
    proposal.otherwise.insert("languages".to_owned(), language.to_owned());
    let tags = ["en", "fr", "es", "ru", "zh", "ar"];
    let others = tags.into_iter().filter(|tag| *tag != language);
    Some(ImportQuestion {
        topic: ImportTopic::Otherwise("languages".to_owned()),
        text: format!("{} no language: in which are they written to?", have(empty, "row")),
        choices: choices(
            std::iter::once((language, "the language of the mailing")).chain(others.map(|tag| (tag, ""))),
        ),
        usual: Some(language.to_owned()),
    })
}

fn have(count: usize, noun: &str) -> String {
    format!("{} {}", counted(count, noun), if count == 1 { "has" } else { "have" })
}

fn channels(proposal: &mut Proposal, rows: &Rows<'_>) -> Option<ImportQuestion> {
    let empty = rows.count_empty(proposal, "channels");
    if empty == 0 {
        return None;
    }
    let has_emails = proposal.has("emails") && rows.count_empty(proposal, "emails") * 10 <= rows.0.len();
    let usual = if has_emails { Channel::EMail.name() } else { Channel::Post.name() };
    proposal.otherwise.insert("channels".to_owned(), usual.to_owned());
    Some(ImportQuestion {
        topic: ImportTopic::Otherwise("channels".to_owned()),
        text: format!("{} no way of sending: how are their letters sent?", have(empty, "row")),
        choices: choices(Channel::ALL.map(|channel| (channel.name(), ""))),
        usual: Some(usual.to_owned()),
    })
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

fn gender_words(proposal: &mut Proposal, rows: &Rows<'_>) -> Vec<ImportQuestion> {
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
