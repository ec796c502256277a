//! What of the participants is asked for.

use serde::Deserialize;

use super::parts::PARTICIPANTS;
use crate::collect::{AnswerVersion, Collected, Row};
use crate::desk::known::fold;
use crate::desk::registrations::Sent;

/// What of the participants is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) q: String,
    pub(super) state: String,
    pub(super) role: String,
    pub(super) counting: Option<String>,
    pub(super) problems: Option<String>,
    pub(super) from: usize,
}

impl Asked {
    pub(super) fn wants(&self, collected: &Collected, row: &Row, sent: Option<&Sent>) -> bool {
        let file = collected.files.get(row.file);
        let state = sent.and_then(|sent| sent.state.as_deref());
        let version = file.and_then(|file| file.version);
        (self.state.is_empty() || state == Some(self.state.as_str()))
            && (self.role.is_empty() || row.values.get("role") == Some(&self.role))
            && (self.counting.is_none() || version == Some(AnswerVersion::Counts))
            && (self.problems.is_none() || !row.invalid.is_empty())
            && self.is_found(collected, row, sent)
    }

    /// Whether each word that is searched for occurs in what names the participant or the delegation.
    fn is_found(&self, collected: &Collected, row: &Row, sent: Option<&Sent>) -> bool {
        let recipient = collected.files.get(row.file).and_then(|file| file.recipient.as_deref());
        let values = ["family_name", "first_name", "function", "e_mail"].map(|name| row.values.get(name));
        let values = values.into_iter().flatten().map(String::as_str);
        let names = [recipient, sent.map(|sent| sent.name.as_str())].into_iter().flatten();
        let named: Vec<String> = values.chain(names).map(fold).collect();
        self.q.split_whitespace().map(fold).all(|word| named.iter().any(|name| name.contains(&word)))
    }

    /// The address of another page of the same.
    pub(super) fn address(&self, from: usize) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        let texts = [("q", &self.q), ("state", &self.state), ("role", &self.role)];
        for (name, value) in texts.into_iter().filter(|(_, value)| !value.is_empty()) {
            pairs.append_pair(name, value);
        }
        for (name, is_asked) in [("counting", &self.counting), ("problems", &self.problems)] {
            if is_asked.is_some() {
                pairs.append_pair(name, "1");
            }
        }
        pairs.append_pair("from", &from.to_string());
        format!("{PARTICIPANTS}?{}", pairs.finish())
    }
}
