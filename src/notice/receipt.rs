//! Receipts of readers: message disposition notifications (RFC 8098).

use mail_parser::Message;

use super::address::typed_address;
use super::head::Head;
use super::model::ReceiptKind;
use super::parts::{is_type, parts};

/// What a receipt says.
pub(super) struct Receipt {
    pub(super) kind: ReceiptKind,
    /// The message it is about.
    pub(super) about: Vec<String>,
    /// The address of its reader.
    pub(super) reader: Option<String>,
}

/// Reads the receipt in a message; `None` where it has none.
pub(super) fn read(message: &Message<'_>) -> Option<Receipt> {
    let subs = ["disposition-notification", "global-disposition-notification"];
    let part = parts(message).find(|part| is_type(part, "message", &subs))?;
    let head = Head::parse(part.contents().trim_ascii_start());
    let disposition = head.first("disposition").unwrap_or_default();
    let reader = ["original-recipient", "final-recipient"].iter().find_map(|name| head.first(name));
    Some(Receipt {
        kind: judge(disposition),
        about: head.ids("original-message-id"),
        reader: reader.and_then(typed_address),
    })
}

/// What became of the message: the type stands behind the mode, before modifiers.
fn judge(disposition: &str) -> ReceiptKind {
    let kind = disposition.rsplit(';').next().unwrap_or_default();
    let (kind, modifiers) = kind.split_once('/').unwrap_or((kind, ""));
    match kind.trim().to_ascii_lowercase().as_str() {
        // An error says that showing it failed.
        "displayed" if !modifiers.to_ascii_lowercase().contains("error") => ReceiptKind::Displayed,
        "deleted" => ReceiptKind::Deleted,
        _ => ReceiptKind::Processed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dispositions_are_those_of_rfc_8098() {
        for (disposition, kind) in [
            ("manual-action/MDN-sent-manually; displayed", ReceiptKind::Displayed),
            ("automatic-action/MDN-sent-automatically;Displayed", ReceiptKind::Displayed),
            ("manual-action/MDN-sent-manually; displayed/error", ReceiptKind::Processed),
            ("manual-action/MDN-sent-automatically; deleted", ReceiptKind::Deleted),
            ("automatic-action/MDN-sent-automatically; dispatched", ReceiptKind::Processed),
            ("automatic-action/MDN-sent-automatically; processed", ReceiptKind::Processed),
            ("", ReceiptKind::Processed),
        ] {
            assert_eq!(judge(disposition), kind, "{disposition}");
        }
    }
}
