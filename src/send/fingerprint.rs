//! What would go out, as one hash: what a person agreed to is what goes out, or nothing does.

use serde_json::json;

use super::goods::Goods;
use crate::digest::hash_bytes;

impl Goods {
    /// A hash of all that a person agrees to: the archive, the server, and each message with its addresses and its bytes. It is another
    /// one as soon as any of that changes.
    #[must_use]
    pub fn fingerprint(&self, drafts: bool) -> String {
        let messages: Vec<_> = self
            .ready
            .iter()
            .map(|message| {
                json!([
                    message.sent,
                    message.message_id,
                    message.from,
                    message.to,
                    message.cc,
                    message.path.as_str(),
                    message.sha256
                ])
            })
            .collect();
        let server = match (drafts, &self.smtp, &self.imap) {
            (true, _, Some(imap)) => json!([imap.host.as_str(), imap.server().port, imap.user]),
            (_, Some(smtp), _) => json!([smtp.host.as_str(), smtp.port(), smtp.user]),
            _ => json!(null),
        };
        hash_bytes(json!([drafts, self.archive, server, messages]).to_string())
    }
}
