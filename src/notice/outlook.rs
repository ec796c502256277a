//! Messages as Outlook saves them: a notice is a message of a class, with its reasons in its recipients ([MS-OXOMSG]).

use super::address::addresses_in;
use super::automatic::is_automatic;
use super::head::{Head, ids_in};
use super::model::{AddressReport, Incoming, IncomingKind, ReceiptKind, ReportedAction};
use super::status::is_code;
use super::text::{LONG, SHORT, bounded};
use crate::digest::hash_bytes;
use crate::returned::OutlookFile;

/// Most recipients of a message that are looked at.
const MOST_RECIPIENTS: usize = 200;

/// Properties ([MS-OXPROPS]) by their ids in hexadecimal, as names of streams have them.
mod property {
    pub(super) const CLASS: &str = "001A";
    pub(super) const SUBJECT: &str = "0037";
    pub(super) const HEADERS: &str = "007D";
    pub(super) const SENDER_NAME: &str = "0C1A";
    pub(super) const SENDER_ADDRESS: &str = "0C1F";
    pub(super) const SENDER_SMTP_ADDRESS: &str = "5D01";
    pub(super) const SUPPLEMENTARY_INFO: &str = "0C1B";
    pub(super) const BODY: &str = "1000";
    pub(super) const REPORT_TEXT: &str = "1001";
    pub(super) const MESSAGE_ID: &str = "1035";
    pub(super) const REFERENCES: &str = "1039";
    pub(super) const IN_REPLY_TO: &str = "1042";
    pub(super) const ORIGINAL_MESSAGE_ID: &str = "1046";
    pub(super) const EMAIL_ADDRESS: &str = "3003";
    pub(super) const SMTP_ADDRESS: &str = "39FE";
}

/// Reads a message; `None` where a file is none.
pub(super) fn read(bytes: &[u8]) -> Option<Incoming> {
    let mut file = OutlookFile::open(bytes)?;
    let mut text = |id: &str| file.text("", id);
    let class = text(property::CLASS).to_ascii_lowercase();
    let head = Head::parse(text(property::HEADERS).trim_start().as_bytes());
    let subject = text(property::SUBJECT);
    let name = text(property::SENDER_NAME);
    let addresses = [property::SENDER_SMTP_ADDRESS, property::SENDER_ADDRESS].map(&mut text);
    let sender = addresses
        .iter()
        .chain(head.first("from").map(str::to_owned).iter())
        .flat_map(|text| addresses_in(text))
        .next();
    let sender = sender.unwrap_or_default();
    let body = [property::BODY, property::REPORT_TEXT].map(&mut text).join("\n");
    let mut ids = |property: &str, name: &str| {
        let own = ids_in(&text(property));
        if own.is_empty() { head.ids(name) } else { own }
    };
    let message_id = ids(property::MESSAGE_ID, "message-id").into_iter().next();
    let original = ids(property::ORIGINAL_MESSAGE_ID, "original-message-id");
    let mut about = if original.is_empty() { ids(property::IN_REPLY_TO, "in-reply-to") } else { original };
    about.extend(ids(property::REFERENCES, "references").into_iter().rev());
    let kind = match class.as_str() {
        class if class.starts_with("report.") && class.ends_with(".ndr") => {
            notice(&mut file, ReportedAction::Failed)
        }
        class if class.starts_with("report.") && class.ends_with(".delayed") => {
            notice(&mut file, ReportedAction::Delayed)
        }
        class if class.starts_with("report.") && class.ends_with(".dr") => {
            notice(&mut file, ReportedAction::Delivered)
        }
        class if class.ends_with(".ipnrn") => IncomingKind::Receipt(ReceiptKind::Displayed),
        class if class.ends_with(".ipnnrn") => IncomingKind::Receipt(ReceiptKind::Deleted),
        class if class.contains("ooftemplate") => IncomingKind::Automatic,
        _ if is_automatic(&head, &subject) => IncomingKind::Automatic,
        _ if !about.is_empty() => IncomingKind::Reply,
        _ => IncomingKind::Other,
    };
    let from = if name.is_empty() || name == sender { sender.clone() } else { format!("{name} <{sender}>") };
    let is_report = matches!(kind, IncomingKind::Notice(_) | IncomingKind::Receipt(_));
    Some(Incoming {
        message_id,
        sha256: hash_bytes(bytes),
        from: bounded(&from, SHORT),
        sender,
        subject: bounded(&subject, SHORT),
        date: head.date(),
        reached: head.reached(),
        kind,
        about,
        envelope: None,
        went_to: Vec::new(),
        words: bounded(&body, SHORT),
        has_files: !is_report && file.has_attachments(),
    })
}

/// What a notice says of each recipient.
fn notice(file: &mut OutlookFile<'_>, action: ReportedAction) -> IncomingKind {
    let mut reports = Vec::new();
    for number in 0..MOST_RECIPIENTS {
        let at = format!("/__recip_version1.0_#{number:08X}");
        if !file.has_storage(&at) {
            break;
        }
        let words = file.text(&at, property::SUPPLEMENTARY_INFO);
        let named = [property::SMTP_ADDRESS, property::EMAIL_ADDRESS].map(|id| file.text(&at, id)).join(" ");
        let is_end = |c: char| c.is_whitespace() || "#()<>,;:".contains(c);
        let code = words.split(is_end).find(|word| is_code(word)).map(str::to_owned);
        reports.push(AddressReport {
            action,
            status: code,
            addresses: addresses_in(&named).into_iter().take(1).collect(),
            words: bounded(&words, LONG),
        });
    }
    if reports.is_empty() {
        reports.push(AddressReport { action, status: None, addresses: Vec::new(), words: String::new() });
    }
    IncomingKind::Notice(reports)
}
