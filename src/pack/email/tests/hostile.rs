//! Hostile recipients: whatever names, subjects and file names say, a message has the headers it has, and they say it.

use mail_parser::{MessageParser, MimeHeaders as _};

use super::super::*;
use super::{check_lines, message};

/// Values that would be a header, an address, an encoded word, a parameter, a boundary, or too much.
const VALUES: [&str; 38] = [
    "a\r\nBcc: evil@x.example",
    "a\nBcc: evil@x.example\n\nbody",
    "a\rBcc: evil@x.example",
    "a\r\n Bcc: evil@x.example",
    "a\u{0}\u{1b}[31m\u{7}\u{8}b",
    "a\u{85}Bcc: x\u{2028}Bcc: y\u{2029}z",
    "a\u{b}Bcc: x\u{c}Bcc: y",
    "\u{202e}moc.live\u{202c}",
    "\u{2066}\u{2069}\u{2067}open",
    "\u{2069}closed\u{2066}",
    "evil@x.example",
    "<evil@x.example>",
    "A <evil@x.example>, B",
    "\"A\" <evil@x.example>;",
    "a\" <evil@x.example>, \"b",
    "a\\",
    "\\\"",
    "\"",
    "(comment) a (b",
    "Group: a@x.example, b@x.example;",
    ",;:<>()[]\\\"@.",
    "=?utf-8?q?Bcc=3A_evil=40x.example?=",
    "=?utf-8?b?DQpCY2M6IGV2aWxAeC5leGFtcGxl?=",
    "a =?us-ascii?q?=0D=0ABcc=3A?= b",
    "=? =?= ?= =?utf-8?",
    "Ministry; filename=\"evil.exe\"",
    "x.pdf\"; name=\"evil.exe",
    "utf-8''evil%2Eexe",
    "../../etc/passwd",
    "C:\\Windows\\evil.exe",
    "evil\u{202e}fdp.exe",
    "--=_0_message",
    "Content-Type: text/html\r\n\r\n<script>",
    "%0d%0aBcc: evil@x.example",
    "   spaces   everywhere   ",
    "",
    " ",
    "日本語\r\nСлово\tكلمة",
];

const HEADERS: [&str; 11] = [
    "Date",
    "From",
    "To",
    "Cc",
    "Reply-To",
    "Subject",
    "Message-ID",
    "MIME-Version",
    "Content-Language",
    "X-Unsent",
    "Content-Type",
];

fn values() -> Vec<String> {
    let long = ["x".repeat(5000), "Überaus ".repeat(800)];
    VALUES.iter().map(|value| (*value).to_owned()).chain(long).collect()
}

/// A message that says the value wherever it can.
fn hostile(value: &str) -> Message {
    let mut message = message();
    let named = |address: &str| Mailbox { name: Some(value.to_owned()), address: address.to_owned() };
    message.from = named("wsis@itu.example");
    message.to = vec![named("one@mfa.example"), named("two@mfa.example")];
    message.cc = vec![named("three@mfa.example")];
    message.reply_to = Some(named("reply@itu.example"));
    message.subject = value.to_owned();
    message.text = format!("{value}\n.\nFrom {value}\n");
    message.html = Some(format!("<p>{value}</p>"));
    message.attachments[0].name = format!("{value}.pdf");
    message.ident = value.to_owned();
    message
}

#[test]
fn forty_hostile_values_are_the_text_of_their_header() {
    let values = values();
    assert_eq!(values.len(), 40);
    for value in values {
        let message = hostile(&value);
        let written = write(&message).unwrap();
        check_lines(&written);
        let text = String::from_utf8(written.clone()).unwrap();
        // As a program without any knowledge of mail would: a header begins where a line does.
        let (headers, _) = text.split_once("\r\n\r\n").unwrap();
        let begins = |line: &&str| !line.starts_with([' ', '\t']);
        let names: Vec<&str> =
            headers.split("\r\n").filter(begins).map(|line| line.split_once(": ").unwrap().0).collect();
        assert_eq!(names, HEADERS, "{value:?}");
        assert_eq!(text.matches("\r\n--=_").count(), 6, "{value:?}");

        let record = EmailRecord::new("a.eml", &message).unwrap();
        let read = MessageParser::default().parse(&written).unwrap();
        assert_eq!(read.headers().len(), 11, "{value:?}");
        assert_eq!(read.subject().unwrap_or_default(), record.subject, "{value:?}");
        assert_eq!(mailboxes(read.from()), [record.from], "{value:?}");
        assert_eq!(mailboxes(read.to()), record.to, "{value:?}");
        assert_eq!(mailboxes(read.cc()), record.cc, "{value:?}");
        assert_eq!(mailboxes(read.reply_to()), [record.reply_to.unwrap()], "{value:?}");
        let attached: Vec<_> = read.attachments().map(|part| part.attachment_name().unwrap()).collect();
        assert_eq!(attached, [record.attachments[0].name.as_str()], "{value:?}");
    }
}

fn mailboxes(read: Option<&mail_parser::Address<'_>>) -> Vec<Mailbox> {
    let owned = |text: &str| text.to_owned();
    let read = read.map(|list| list.iter().collect::<Vec<_>>()).unwrap_or_default();
    read.into_iter()
        .map(|addr| Mailbox { name: addr.name().map(owned), address: owned(addr.address().unwrap()) })
        .collect()
}

#[test]
fn cleaned_values_neither_act_nor_break() {
    for (subject, expected) in [
        ("a\r\nBcc: x", "a Bcc: x"),
        ("  a\t b  ", "a b"),
        ("\u{2066}DM-1\u{2069}: ا", "\u{2066}DM-1\u{2069}: ا"),
        ("\u{2066}DM-1: ا", "DM-1: ا"),
        ("\u{2069}DM-1\u{2066}", "DM-1"),
        ("\u{2066}\u{202e}x\u{2069}", "\u{2066}x\u{2069}"),
        ("a\u{200d}b", "a\u{200d}b"),
    ] {
        let message = Message { subject: subject.to_owned(), ..message() };
        assert_eq!(EmailRecord::new("a.eml", &message).unwrap().subject, expected);
    }
}
