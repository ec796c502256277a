//! What is proposed for a spreadsheet, and what a person is asked about it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::recipient::{HiddenRows, IdSource, NameOrder};

/// What a column holds, as far as its heading or its values tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// A State, by name or code.
    Country,
    /// An id.
    Id,
    /// A number of rows.
    Number,
    /// State or organisation.
    Kind,
    /// A ministry or another authority of a State.
    Ministry,
    /// An organisation.
    Organisation,
    /// The name of a person.
    Name,
    /// A given name.
    FirstName,
    /// A family name.
    FamilyName,
    /// Words or titles that say a gender.
    Gender,
    /// The function of the person.
    Function,
    /// Either of the two before.
    Title,
    /// Lines of an address.
    Address,
    /// A postcode.
    Postcode,
    /// A city.
    City,
    /// E-mail addresses.
    Emails,
    /// A telephone number.
    Telephone,
    /// A fax number.
    Fax,
    /// Ways of sending.
    Channels,
    /// Languages.
    Languages,
    /// The language of courtesy translations.
    SecondLanguage,
    /// Remarks.
    Remarks,
    /// A rank.
    Rank,
    /// A website.
    Website,
    /// Groups of recipients.
    Group,
}

/// One column with what is proposed for it.
#[derive(Debug, Clone, Serialize)]
pub struct ProposedColumn {
    /// Index, from zero.
    #[serde(skip)]
    pub(crate) index: usize,
    /// Its heading.
    pub heading: String,
    /// What it is to be, as in a columns file.
    pub is: String,
    /// Language of titles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Order of names.
    #[serde(skip)]
    pub(crate) order: NameOrder,
    /// Why.
    pub why: Why,
    /// Its first values.
    pub examples: Vec<String>,
}

impl ProposedColumn {
    /// What an answer about it is given to.
    #[must_use]
    pub fn topic(&self) -> ImportTopic {
        ImportTopic::Column(self.index)
    }

    /// Its index among the columns of the sheet, from zero.
    #[must_use]
    pub fn index(&self) -> usize {
        self.index
    }
}

/// Why a column is taken for what it is proposed to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// By its heading.
    Heading,
    /// By its values.
    Values,
    /// Nothing tells.
    Unknown,
    /// A person said so.
    Answer,
}

/// What a question is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImportTopic {
    /// What a column is, by its index from zero.
    Column(usize),
    /// What a word of a column means.
    Word {
        /// The column of recipients, as in `words`.
        column: String,
        /// The word.
        word: String,
    },
    /// A value for rows that say nothing: `kind`, `office`, `channels`, `languages`.
    Otherwise(String),
    /// Which column is one that every list has, such as `ministry`; the answer is the index of a column.
    Which(String),
    /// The language of titles.
    TitleLanguage,
    /// Whether hidden rows are recipients.
    HiddenRows,
}

impl ImportTopic {
    /// The column whose word it is about.
    #[must_use]
    pub fn word_column(&self) -> Option<&str> {
        match self {
            Self::Word { column, .. } => Some(column),
            _ => None,
        }
    }

    /// Its name, by which an answer is given: `column:3`, `word:country:Congo`, `otherwise:languages`.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Column(index) => format!("column:{}", index + 1),
            Self::Word { column, word } => format!("word:{column}:{word}"),
            Self::Otherwise(key) => format!("otherwise:{key}"),
            Self::Which(is) => format!("which:{is}"),
            Self::TitleLanguage => "title-language".to_owned(),
            Self::HiddenRows => "hidden-rows".to_owned(),
        }
    }
}

/// A question to a person.
#[derive(Debug, Clone, Serialize)]
pub struct ImportQuestion {
    /// What it is about.
    pub topic: ImportTopic,
    /// The question.
    pub text: String,
    /// Answers to choose from, each with what it means.
    pub choices: Vec<OfferedAnswer>,
    /// What is taken where nobody answers; none where nothing must be guessed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usual: Option<String>,
}

/// An answer to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfferedAnswer {
    /// What is written.
    pub value: String,
    /// What it means.
    pub meaning: String,
}

/// How a spreadsheet is to be read.
#[derive(Debug, Clone, Serialize)]
pub struct Proposal {
    /// The sheet of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Row of the headings, as the spreadsheet counts it.
    pub header_row: u32,
    /// The columns.
    pub columns: Vec<ProposedColumn>,
    /// Where ids are from.
    #[serde(serialize_with = "id_source")]
    pub ids: IdSource,
    /// Headings by which a row is known, and given ids, where ids are given.
    #[serde(skip)]
    pub(crate) given: Option<(Vec<String>, BTreeMap<String, String>)>,
    /// Values for rows that say nothing.
    pub otherwise: BTreeMap<String, String>,
    /// Words and what they mean, by column.
    pub words: BTreeMap<String, BTreeMap<String, String>>,
    /// Whether hidden rows are left out.
    #[serde(serialize_with = "hidden_rows")]
    pub hidden_rows: HiddenRows,
    /// Index of the row of headings among the filled ones.
    #[serde(skip)]
    pub(crate) header: usize,
}

impl Proposal {
    /// The columns that are something.
    pub(crate) fn columns_that_are<'a>(&'a self, is: &'a str) -> impl Iterator<Item = &'a ProposedColumn> {
        self.columns.iter().filter(move |column| column.is == is)
    }

    pub(crate) fn has(&self, is: &str) -> bool {
        self.columns_that_are(is).next().is_some()
    }
}

fn id_source<S: serde::Serializer>(ids: &IdSource, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(ids.name())
}

fn hidden_rows<S: serde::Serializer>(rows: &HiddenRows, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(rows.name())
}
