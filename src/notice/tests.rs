use super::*;

fn read(text: &str) -> Incoming {
    examine(text.as_bytes()).unwrap()
}

#[test]
fn the_same_message_is_known_however_it_was_stored() {
    let plain = "From: a@x.example\nTo: b@x.example\nMessage-ID: <1@x>\n\nbody\n\nmore\n";
    let stored = format!("X-Status: A\n{plain}\n\n").replace('\n', "\r\n");
    assert_eq!(read(plain).sha256, read(&stored).sha256);
    assert_ne!(read(plain).sha256, read(&plain.replace("more", "less")).sha256);
    assert_ne!(read(plain).sha256, read(&plain.replace("<1@x>", "<2@x>")).sha256);
}

#[test]
fn a_notice_is_about_the_message_that_came_back_with_it_and_about_no_other() {
    let notice = "From: MAILER-DAEMON@x.example\nTo: b@x.example\nReferences: <first@office.example>\nMIME-Version: 1.0\n\
        Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n\
        Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 5.1.1\n\n--b\n\
        Content-Type: text/rfc822-headers\n\nMessage-ID: <second@office.example>\nReferences: <first@office.example>\n\n--b--\n";
    let incoming = read(notice);
    assert_eq!(incoming.about, ["second@office.example"]);
    let IncomingKind::Notice(reports) = incoming.kind else { panic!("{incoming:?}") };
    assert_eq!(
        (reports[0].action, reports[0].addresses.as_slice()),
        (ReportedAction::Failed, &["a@x.example".to_owned()][..])
    );
}

#[test]
fn what_people_write_is_no_notice() {
    let reply = |extra: &str, subject: &str| {
        read(&format!(
            "From: Anna <anna@x.example>\nTo: b@x.example\nSubject: {subject}\n{extra}\nIt could not be delivered: 550 5.1.1.\n"
        ))
    };
    assert_eq!(reply("In-Reply-To: <1@x>\n", "Re: x").kind, IncomingKind::Reply);
    assert_eq!(reply("", "Undeliverable: x").kind, IncomingKind::Other);
    assert_eq!(reply("Auto-Submitted: no\nReferences: <1@x>\n", "Re: x").kind, IncomingKind::Reply);
    assert_eq!(reply("Auto-Submitted: auto-replied\n", "Re: x").kind, IncomingKind::Automatic);
}

#[test]
fn what_is_no_message_is_told() {
    assert_eq!(examine(b""), Err(NoMessage::NotMessage));
    assert_eq!(examine(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Err(NoMessage::NotMessage));
    let head = format!("From: a@x\nTo: b@x\nX: {}\n\n", "x".repeat(2 << 20));
    assert_eq!(examine(head.as_bytes()), Err(NoMessage::Head));
    let deep = format!("From: a@x\nTo: b@x\n{}", "Content-Type: message/rfc822\n\n".repeat(10_000));
    assert_eq!(examine(deep.as_bytes()), Err(NoMessage::Nested));
    // As many as are opened do not take the stack.
    let deep = format!("From: a@x\nTo: b@x\n{}", "Content-Type: message/rfc822\n\n".repeat(199));
    assert!(examine(deep.as_bytes()).is_ok());
}
