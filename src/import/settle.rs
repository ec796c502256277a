//! What is said for rows that say nothing, and what has to be known of the list as a whole.

use super::ask::choices;
use super::headings;
use super::model::{ImportQuestion, ImportTopic, Meaning, OfferedAnswer, Proposal};
use super::rows::Rows;
use super::unclear_words;
use crate::diagnostic::counted;
use crate::locale::find_language;
use crate::recipient::Channel;

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
    questions.extend(unclear_words::ask(proposal, rows));
    questions
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
