//! What `NAME.columns.yaml` holds.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::input::At;

/// How a spreadsheet is read as a list of recipients.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnsFile {
    /// Version of this file's format; 1.
    pub format: At<u32>,
    /// Sheet of the workbook; the first where left out.
    pub sheet: Option<At<String>>,
    /// Row of the headings, as the spreadsheet counts it; in a CSV file its line.
    pub header_row: At<u32>,
    /// What each column is, by its heading.
    pub columns: Vec<ColumnEntry>,
    /// Where the ids of recipients are from.
    #[serde(default)]
    pub ids: IdSource,
    /// What is said for rows that say nothing themselves.
    #[serde(default)]
    pub otherwise: Otherwise,
    /// What follows the columns of the address in each address, unless the address ends with it already.
    #[serde(default)]
    pub address_ends_with: Vec<AddressEnd>,
    /// Whether rows that are hidden, as by a filter, are recipients.
    #[serde(default)]
    pub hidden_rows: HiddenRows,
    /// Words of the spreadsheet and the values they mean, by `country`, `kind`, `gender`, `office`, `rank`, `channels` or `languages`.
    #[serde(default)]
    pub words: BTreeMap<String, BTreeMap<String, At<String>>>,
    /// Ids that `convoke import` gave: to all rows, or where `ids` is `country` to those that are not the only one of a State.
    pub given_ids: Option<GivenIds>,
}

/// What one column is.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnEntry {
    /// The heading, as the spreadsheet has it.
    pub heading: At<String>,
    /// What it is: a column of recipient lists, such as `emails`; `country`, `postcode`, `title`; `fields.NAME`; or `left-out`.
    pub is: At<String>,
    /// Language of the titles of a column `title`; `own` for the first language of each row.
    pub language: Option<At<String>>,
    /// The order of the parts of names in a column `addressee.name`.
    #[serde(default)]
    pub order: NameOrder,
}

/// The order of the parts of a name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NameOrder {
    /// As the name is printed.
    #[default]
    AsWritten,
    /// The family name with a comma behind it, then the given name: `BARROT, Jean-Noël` is printed as `Jean-Noël BARROT`.
    FamilyFirst,
}

impl NameOrder {
    /// A name in the order in which it is printed.
    #[must_use]
    pub fn apply(self, name: &str) -> String {
        match split_turned(name).filter(|_| self == Self::FamilyFirst) {
            Some((family, given)) => format!("{given} {family}"),
            None => name.to_owned(),
        }
    }
}

/// The family name and the given name of a name with a comma between them.
pub(crate) fn split_turned(name: &str) -> Option<(&str, &str)> {
    let (family, given) = name.split_once([',', '،', '，'])?;
    let (family, given) = (family.trim(), given.trim());
    let is_name =
        |part: &str| part.chars().any(char::is_alphabetic) && !part.contains([',', '،', '，', ';', '\n']);
    (is_name(family) && is_name(given)).then_some((family, given))
}

/// Where ids are from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum IdSource {
    /// The column that is `id`.
    #[default]
    Column,
    /// The ISO code of the State.
    Country,
    /// `given_ids`.
    Given,
}

impl IdSource {
    /// The name, as columns files write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Column => "column",
            Self::Country => "country",
            Self::Given => "given",
        }
    }
}

/// Values for rows that have none.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Otherwise {
    /// Kind of recipient; where left out, a row with a country is a State.
    pub kind: Option<At<String>>,
    /// Office of the addressee; where left out, that of a minister or ambassador by the title of the row, `official` with another
    /// title, `foreign-minister` of a State and `head-of-organisation` of an organisation without one.
    pub office: Option<At<String>>,
    /// Rank of the addressee.
    pub rank: Option<At<String>>,
    /// Channels in order of preference.
    pub channels: Vec<At<String>>,
    /// Languages in order of preference.
    pub languages: Vec<At<String>>,
}

/// The last lines of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AddressEnd {
    /// Postcode and city.
    City,
    /// The country in capitals.
    Country,
}

/// What hidden rows are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HiddenRows {
    /// Recipients like others, with a warning.
    #[default]
    Read,
    /// Left out.
    LeftOut,
}

impl HiddenRows {
    /// The name, as columns files write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::LeftOut => "left-out",
        }
    }
}

/// Ids that were given to rows.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenIds {
    /// Headings of the columns by which a row is known.
    pub by: Vec<At<String>>,
    /// Ids by what the row has in these columns: letters and digits only, with ` / ` between columns.
    pub ids: BTreeMap<String, At<String>>,
}

impl GivenIds {
    /// The key of a row, from what it has in the columns of [`by`](Self::by).
    pub fn key<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
        let words: Vec<String> = cells.into_iter().map(crate::names::fold_words).collect();
        words.join(" / ")
    }
}
