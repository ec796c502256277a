//! Messages byte for byte, in six languages, and what is refused.

mod hostile;

use mail_parser::{MessageParser, MimeHeaders as _};

use super::*;

fn mailbox(name: &str, address: &str) -> Mailbox {
    Mailbox { name: Some(name.to_owned()).filter(|name| !name.is_empty()), address: address.to_owned() }
}

/// A small message.
pub(super) fn message() -> Message {
    Message {
        from: mailbox("WSIS Executive Secretariat", "wsis@itu.example"),
        to: vec![mailbox("Ministry of Foreign Affairs", "protocol@mfa.example")],
        cc: Vec::new(),
        reply_to: None,
        subject: "DM-1132/001: Preparatory Meeting".to_owned(),
        text: "Sir,\n\nOne line.\n".to_owned(),
        html: None,
        language: "en".to_owned(),
        attachments: vec![Attachment { name: "letter.pdf".to_owned(), bytes: b"%PDF-1.7 letter".to_vec() }],
        date: "2004-05-10T09:00:00+02:00[+02:00]".parse().unwrap(),
        ident: "DM-1132/001/AFG/e-mail".to_owned(),
    }
}

/// Subject, name, text and file name in each language.
const LANGUAGES: [(&str, &str, &str, &str, &str); 6] = [
    ("en", "DM-1132/001: Meeting, 24–26 June 2004", "Ministry", "Sir,\n\nText.\n", "001_letter.pdf"),
    (
        "fr",
        "DM-1132/002: Réunion préparatoire",
        "Ministère de l’Europe",
        "Madame,\n\nLe « texte ».\n",
        "Lettre n° 2.pdf",
    ),
    (
        "es",
        "DM-1132/003: Reunión Preparatoria",
        "Ministerio, Señor",
        "Señor:\n\nTexto.\n",
        "Carta nº 3 – España.pdf",
    ),
    (
        "ru",
        "DM-1132/004: Подготовительное совещание Встречи на высшем уровне по вопросам информационного общества, Хаммамет",
        "Министерство иностранных дел",
        "Господин Министр,\n\nТекст.\n",
        "Письмо об участии в подготовительном совещании.pdf",
    ),
    (
        "zh",
        "DM-1132/005：信息社会世界首脑会议突尼斯阶段筹备会议，2004年6月24日至26日，哈马马特",
        "外交部",
        "阁下：\n\n正文。\n",
        "邀请函和报名表.pdf",
    ),
    (
        "ar",
        "\u{2066}DM-1132/006\u{2069}: الاجتماع التحضيري للقمة العالمية لمجتمع المعلومات، الحمامات",
        "وزارة الخارجية",
        "السيد الوزير،\n\nالنص.\n",
        "رسالة الدعوة إلى الاجتماع التحضيري.pdf",
    ),
];

#[test]
fn a_small_message_is_written_like_this() {
    let mut message = message();
    message.subject = "Réunion".to_owned();
    message.cc = vec![mailbox("", "mission@mfa.example"), mailbox("Посольство", "embassy@mfa.example")];
    message.reply_to = Some(mailbox("Registration, Office", "reply@itu.example"));
    message.html = Some("<p lang=\"fr\">Été</p>\n".to_owned());
    let expected = "\
Date: Mon, 10 May 2004 09:00:00 +0200
From: \"WSIS Executive Secretariat\" <wsis@itu.example>
To: \"Ministry of Foreign Affairs\" <protocol@mfa.example>
Cc: mission@mfa.example, =?utf-8?b?0J/QvtGB0L7Qu9GM0YHRgtCy0L4=?=
 <embassy@mfa.example>
Reply-To: \"Registration, Office\" <reply@itu.example>
Subject: =?utf-8?b?UsOpdW5pb24=?=
Message-ID: <HASH@itu.example>
MIME-Version: 1.0
Content-Language: en
X-Unsent: 1
Content-Type: multipart/mixed;
 boundary=\"=_HASH_message\"

--=_HASH_message
Content-Type: multipart/alternative;
 boundary=\"=_HASH_text\"

--=_HASH_text
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Sir,

One line.

--=_HASH_text
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<p lang=3D\"fr\">=C3=89t=C3=A9</p>

--=_HASH_text--

--=_HASH_message
Content-Type: application/pdf
Content-Disposition: attachment; filename=\"letter.pdf\"
Content-Transfer-Encoding: base64

JVBERi0xLjcgbGV0dGVy
--=_HASH_message--
";
    let written = String::from_utf8(write(&message).unwrap()).unwrap();
    let id = EmailRecord::new("a.eml", &message).unwrap().message_id;
    let hash = id.strip_suffix("@itu.example").unwrap();
    assert_eq!(written, expected.replace("HASH", hash).replace('\n', "\r\n"));
    assert_eq!(hash.len(), 32);
}

#[test]
fn every_script_is_read_back() {
    for (language, subject, name, text, file) in LANGUAGES {
        let mut message = message();
        message.subject = subject.to_owned();
        message.to = vec![mailbox(name, "protocol@mfa.example"), mailbox(name, "second@mfa.example")];
        message.text = text.to_owned();
        message.html = Some(format!("<p lang=\"{language}\">{}</p>", text.repeat(20)));
        message.language = language.to_owned();
        message.attachments[0].name = file.to_owned();
        message
            .attachments
            .push(Attachment { name: format!("2 {file}"), bytes: (0..=255).cycle().take(9999).collect() });
        let record = EmailRecord::new("a.eml", &message).unwrap();
        assert_eq!(record.subject, subject);
        let written = write(&message).unwrap();
        let read = MessageParser::default().parse(&written).unwrap();
        assert_eq!(read.subject(), Some(subject));
        let to: Vec<_> =
            read.to().unwrap().iter().map(|to| (to.name().unwrap(), to.address().unwrap())).collect();
        assert_eq!(to, [(name, "protocol@mfa.example"), (name, "second@mfa.example")]);
        assert_eq!(read.body_text(0).unwrap().replace("\r\n", "\n"), text);
        assert_eq!(read.body_html(0).unwrap().replace("\r\n", "\n"), message.html.clone().unwrap());
        let attached: Vec<_> =
            read.attachments().map(|part| (part.attachment_name().unwrap(), part.contents())).collect();
        let names: Vec<&str> = record.attachments.iter().map(|attachment| attachment.name.as_str()).collect();
        assert_eq!(attached.iter().map(|(name, _)| *name).collect::<Vec<_>>(), names);
        assert!(attached.iter().zip(&message.attachments).all(|((_, bytes), given)| *bytes == given.bytes));
        assert_eq!(read.message_id(), Some(record.message_id.as_str()));
        check_lines(&written);
    }
}

/// ASCII alone, lines that end as they must, none too long, headers folded.
#[track_caller]
pub(super) fn check_lines(written: &[u8]) {
    let text = std::str::from_utf8(written).unwrap();
    assert!(text.is_ascii(), "{text}");
    assert!(!text.replace("\r\n", "").contains(['\r', '\n', '\0']), "{text}");
    for line in text.split("\r\n") {
        assert!(line.len() <= 78 || line.contains(".example"), "{} characters: {line}", line.len());
        assert!(line.len() <= 998, "{} characters: {line}", line.len());
    }
}

#[test]
fn the_same_message_has_the_same_bytes_and_another_another_identifier() {
    let message = message();
    assert_eq!(write(&message).unwrap(), write(&message.clone()).unwrap());
    let other = Message { ident: "DM-1132/002/ALB/e-mail".to_owned(), ..message.clone() };
    let id = |message| EmailRecord::new("a.eml", message).unwrap().message_id;
    assert_ne!(id(&message), id(&other));
    // What it says may change: it is the same message still.
    let reworded = Message { text: "Madam,\n".to_owned(), ..message.clone() };
    assert_eq!(id(&message), id(&reworded));
}

#[test]
fn a_domain_in_any_script_is_written_as_dns_has_it() {
    let mut message = message();
    message.from.address = "office@министерство.example".to_owned();
    message.to = vec![
        mailbox("", "a@bücher.example"),
        mailbox("", "b@外交部.example"),
        mailbox("", "c@وزارة.example"),
    ];
    let record = EmailRecord::new("a.eml", &message).unwrap();
    let to: Vec<&str> = record.to.iter().map(|to| to.address.as_str()).collect();
    assert_eq!(to, ["a@xn--bcher-kva.example", "b@xn--tlq87w5j9b.example", "c@xn--mgbexc3i.example"]);
    assert!(record.message_id.ends_with(record.from.address.strip_prefix("office").unwrap()));
    check_lines(&write(&message).unwrap());
}

#[test]
fn what_is_no_address_is_refused_and_named() {
    for wrong in [
        "",
        "a",
        "a@b",
        "a@b.example, c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example\n",
        "<a@b.example>",
        "A <a@b.example>",
        "\"a b\"@c.example",
        "a@b.example;c@d.example",
        "a@b.example(comment)",
        "=?utf-8?q?a=40b.example=2C?=@c.example",
        "a@⑴.example",
        "a@⒈.example",
        "a@b\u{0}.example",
        "a@b\u{202e}.example",
        "a@[127.0.0.1]",
    ] {
        let message = Message { to: vec![mailbox("", wrong)], ..message() };
        let problem = write(&message).expect_err(wrong);
        assert_eq!(
            (problem.code.name, problem.subject.field.as_deref()),
            ("email-address", Some("to")),
            "{wrong:?}"
        );
        assert!(!problem.message.contains(['\r', '\n', '\0', '\u{202e}']), "{:?}", problem.message);
    }
    let nobody = Message { to: Vec::new(), ..message() };
    assert_eq!(write(&nobody).expect_err("no recipient").code, "email-recipient");
    let language = Message { language: "en\r\nBcc: a@b.example".to_owned(), ..message() };
    assert_eq!(write(&language).expect_err("no language").code, "email-language");
}
