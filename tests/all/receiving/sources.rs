//! Where messages are read: mailbox files, maildirs, folders, messages that Outlook saved.

use std::fs;
use std::io::{Cursor, Write as _};

use super::{LEDGER, lines, messages, receive, sent, state};
use crate::folder::Folder;

fn notice(name: &str) -> String {
    fs::read_to_string(messages(&format!("notices/{name}"))).expect("a message")
}

fn path(folder: &Folder, name: &str) -> String {
    folder.path(name).to_str().expect("UTF-8").to_owned()
}

#[test]
fn a_mailbox_has_each_message_once_and_as_it_was() {
    let folder = sent();
    let quoting = |text: &str| {
        text.split_inclusive('\n')
            .map(|line| {
                if line.trim_start_matches('>').starts_with("From ") {
                    format!(">{line}")
                } else {
                    line.to_owned()
                }
            })
            .collect::<String>()
    };
    let reply = notice("reply.eml")
        .replace("Thank you.", "From here on, thank you.\n>From is quoted.\n\nFrom what we know:");
    let mailbox: String = [notice("postfix-unknown-user.eml"), reply.clone(), notice("qmail.eml")]
        .iter()
        .map(|message| format!("From MAILER-DAEMON Wed May 12 09:12:31 2004\n{}\n", quoting(message)))
        .collect();
    folder.write("notices.mbox", &mailbox);
    let ran = receive(&folder, &["--json", &path(&folder, "notices.mbox")]).ends_with(3);
    let found = lines(&ran);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[1]["place"].as_str().expect("a place").ends_with("notices.mbox, message 2"));
    let states = ["R01", "R48", "R23"].map(|id| state(&folder, id));
    assert_eq!(states, ["bounced", "sent", "bounced"]);
    // Without its mailbox a message is the same one.
    folder.write("reply.eml", &reply);
    receive(&folder, &[&path(&folder, "reply.eml")]).ends_with(0).says("1 read before");
}

#[test]
fn a_maildir_is_read_without_what_is_not_there_yet() {
    let folder = sent();
    for name in ["mail/cur", "mail/new", "mail/tmp", "mail/.Sent/cur"] {
        fs::create_dir_all(folder.path(name)).expect("a folder");
    }
    for (name, message) in [
        ("mail/cur/1084353151.M1P2.host:2,S", "qmail.eml"),
        ("mail/new/1084353152.M1P2.host", "receipt-displayed.eml"),
        ("mail/tmp/1084353153.M1P2.host", "gmail-not-found.eml"),
        ("mail/.Sent/cur/1084353154.M1P2.host", "domino.eml"),
        ("mail/dovecot.index.log", "courier.eml"),
    ] {
        folder.write(name, &notice(message));
    }
    let ran = receive(&folder, &["--json", &path(&folder, "mail")]).ends_with(3);
    let events: Vec<_> =
        lines(&ran).iter().map(|line| line["event"].as_str().unwrap_or_default().to_owned()).collect();
    assert_eq!(events, ["bounced", "read"]);
    receive(&folder, &[&path(&folder, "nowhere")]).ends_with(1).says("error[receive-source]");
}

#[test]
#[cfg(unix)]
fn links_and_pipes_in_a_folder_are_told_and_not_opened() {
    let folder = sent();
    fs::create_dir_all(folder.path("mail")).expect("a folder");
    folder.write("outside.eml", &notice("qmail.eml"));
    std::os::unix::fs::symlink(folder.path("outside.eml"), folder.path("mail/link.eml")).expect("a link");
    let status =
        std::process::Command::new("mkfifo").arg(folder.path("mail/pipe.eml")).status().expect("mkfifo");
    assert!(status.success());
    receive(&folder, &[&path(&folder, "mail")])
        .ends_with(3)
        .says("a link, which is not followed")
        .says("not a regular file");
    assert_eq!(state(&folder, "R23"), "sent");
}

/// A message as Outlook saves it: texts by their property, and of each recipient.
fn outlook(own: &[(&str, &str)], recipients: &[&[(&str, &str)]]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a file");
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    file.create_stream("/__properties_version1.0").expect("a stream").write_all(&[0; 32]).expect("room");
    let mut write = |at: &str, texts: &[(&str, &str)]| {
        for (property, text) in texts {
            let mut stream =
                file.create_stream(format!("{at}/__substg1.0_{property}001F")).expect("a stream");
            stream.write_all(&wide(text)).expect("room");
        }
    };
    write("", own);
    let places: Vec<String> =
        (0..recipients.len()).map(|number| format!("/__recip_version1.0_#{number:08X}")).collect();
    for (at, texts) in places.iter().zip(recipients) {
        file.create_storage(at).expect("a storage");
        for (property, text) in *texts {
            let mut stream =
                file.create_stream(format!("{at}/__substg1.0_{property}001F")).expect("a stream");
            stream.write_all(&wide(text)).expect("room");
        }
    }
    file.flush().expect("room");
    file.into_inner().into_inner()
}

#[test]
fn messages_that_outlook_saved_are_read() {
    let folder = sent();
    let id = |number| format!("<{}>", super::id(number));
    let [one, two, three, four] = [1, 2, 3, 4].map(id);
    let head = "Date: Wed, 12 May 2004 10:00:00 +0000\r\nX-Auto-Response-Suppress: All\r\n";
    let bounced: &[(&str, &str)] =
        &[("39FE", "protocol@r01.example"), ("0C1B", "<mx.r01.example #5.1.1 smtp;550 5.1.1 User unknown>")];
    for (name, own, recipients) in [
        (
            "a.msg",
            [
                ("001A", "REPORT.IPM.Note.NDR"),
                ("0037", "Undeliverable: x"),
                ("1042", one.as_str()),
                ("1035", "<n1@x>"),
            ],
            vec![bounced],
        ),
        (
            "b.msg",
            [
                ("001A", "REPORT.IPM.Note.IPNRN"),
                ("0037", "Read: x"),
                ("1046", two.as_str()),
                ("1035", "<n2@x>"),
            ],
            vec![],
        ),
        (
            "c.msg",
            [("001A", "IPM.Note"), ("0037", "Re: x"), ("1042", three.as_str()), ("1035", "<n3@x>")],
            vec![],
        ),
        (
            "d.msg",
            [("001A", "IPM.Note"), ("0037", "Abwesend"), ("1042", four.as_str()), ("007D", head)],
            vec![],
        ),
    ] {
        folder.write_bytes(name, &outlook(&own, &recipients));
    }
    let files = ["a.msg", "b.msg", "c.msg", "d.msg"].map(|name| path(&folder, name));
    let files = files.each_ref().map(String::as_str);
    let ran = receive(&folder, &[&["--json"], &files[..]].concat()).ends_with(3);
    let found: Vec<_> = lines(&ran)
        .iter()
        .map(|line| {
            format!(
                "{} {}",
                line["event"].as_str().unwrap_or("-"),
                line["sent"]["recipient"].as_str().unwrap_or("-")
            )
        })
        .collect();
    assert_eq!(found, ["bounced R01", "read R02", "replied R03", "note R04"], "{}", ran.out);
    assert!(folder.read(LEDGER).contains("5.1.1 smtp;550 5.1.1 User unknown"), "{}", folder.read(LEDGER));
}
