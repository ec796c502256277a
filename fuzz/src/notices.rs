//! Messages that came back: any bytes are read, or refused with a reason. What is read is of bounded length, on one line and
//! without what acts, since it goes into the ledger; and it is the same each time.

use convoke::notice::{Incoming, IncomingKind, examine};

/// The longest text that is kept, in characters.
const LONGEST: usize = 601;

pub fn check(data: &[u8]) {
    let Ok(incoming) = examine(data) else { return };
    for text in texts(&incoming) {
        assert!(text.chars().count() <= LONGEST, "{text:?} is too long");
        assert!(!text.chars().any(char::is_control), "{text:?} acts");
    }
    assert!(incoming.about.iter().all(|id| !id.contains(char::is_whitespace)), "{incoming:?}");
    assert_eq!(examine(data).expect("a message that was read"), incoming);
}

/// The texts that are booked or shown.
fn texts(incoming: &Incoming) -> Vec<&str> {
    let mut texts = vec![incoming.from.as_str(), &incoming.sender, &incoming.subject, &incoming.words];
    texts.extend(
        incoming.message_id.iter().chain(&incoming.envelope).chain(&incoming.about).map(String::as_str),
    );
    texts.extend(incoming.reached.iter().chain(&incoming.went_to).map(String::as_str));
    if let IncomingKind::Notice(reports) = &incoming.kind {
        for report in reports {
            texts.push(&report.words);
            texts.extend(report.addresses.iter().chain(&report.status).map(String::as_str));
        }
    }
    texts
}
