//! What a program is told before its first request is answered: whom it speaks with, and whether letters can be made.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::Problems;

/// The version of what is asked and answered. It changes where a program that keeps to an earlier one would be misled.
pub const PROTOCOL: u32 = 1;

/// The first line that a program is told.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Greeting {
    /// The version of what is asked and answered; 1.
    pub protocol: u32,
    /// The version of the program.
    pub version: &'static str,
    /// Whether letters can be made; where not, `problems` say why, and nothing follows.
    pub is_ready: bool,
    /// Reference of the mailing, such as `DM-1132`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Ids of the documents of the mailing.
    pub documents: Vec<String>,
    /// Languages that letters are made in, as BCP 47 tags.
    pub languages: Vec<String>,
    /// How many letters are made at a time.
    pub workers: usize,
    /// What is wrong with the mailing, and what is worth knowing.
    pub problems: Problems,
}

impl Greeting {
    /// The greeting of a mailing that no letter can be made of.
    #[must_use]
    pub fn refused(problems: Problems) -> Self {
        Self {
            protocol: PROTOCOL,
            version: env!("CARGO_PKG_VERSION"),
            is_ready: false,
            reference: None,
            documents: Vec::new(),
            languages: Vec::new(),
            workers: 0,
            problems,
        }
    }
}
