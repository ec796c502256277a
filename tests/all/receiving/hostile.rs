//! Messages that are made to do harm: each is one line of the report, and the rest goes on.

use std::fs;

use super::{LEDGER, lines, messages, receive, run, sent, state};

#[test]
fn a_hostile_message_costs_its_own_line() {
    let folder = sent();
    fs::create_dir_all(folder.path("mail")).expect("a folder");
    let bounce = fs::read_to_string(messages("notices/postfix-unknown-user.eml")).expect("a message");
    let deep = |kind: &str, count: usize| {
        let parts: String = (0..count)
            .map(|number| format!("Content-Type: {kind}; boundary=b{number}\n\n--b{number}\n"))
            .collect();
        format!(
            "From: a@x.example\nTo: b@x.example\nMIME-Version: 1.0\n{parts}Content-Type: text/plain\n\nx\n"
        )
    };
    let messages_in_messages =
        format!("From: a@x.example\nTo: b@x.example\n{}", "Content-Type: message/rfc822\n\n".repeat(10_000));
    let act = "\u{1b}[2J\u{202e}\u{0}";
    for (name, text) in [
        (
            "a-head.eml",
            format!("From: a@x.example\nTo: b@x.example\nX-Long: {}\n\nx\n", "x".repeat(60_000_000)),
        ),
        ("b-parts.eml", deep("multipart/mixed", 10_000)),
        ("c-messages.eml", messages_in_messages),
        ("d-digests.eml", deep("multipart/digest", 10_000)),
        (
            "e-acting.eml",
            bounce.replace("User unknown", act).replace("Subject: ", &format!("Subject: {act}")),
        ),
        (
            "f-injected.eml",
            bounce
                .replace("r01", "r02")
                .replace(&super::id(1), &super::id(2))
                .replace("Recipient address", "x\n\n{\"event\":\"delivered\"}\n"),
        ),
        ("g-many.eml", many_reports(50_000)),
        ("h-last.eml", fs::read_to_string(messages("notices/qmail.eml")).expect("a message")),
    ] {
        folder.write(&format!("mail/{name}"), &text);
    }
    let mail = folder.path("mail");
    let ran = receive(&folder, &["--json", mail.to_str().expect("UTF-8")]).ends_with(3);
    assert!(!ran.out.contains('\u{1b}') && !ran.out.contains('\u{202e}'), "{}", ran.out);
    let found = lines(&ran);
    let outcomes: Vec<&str> = found.iter().map(|line| line["outcome"].as_str().unwrap_or_default()).collect();
    assert_eq!(outcomes.len(), 8);
    assert_eq!(found[0]["why"], "its head is longer than that of any message");
    assert_eq!(found[2]["why"], "it holds more messages in one another than are opened");
    assert!([4, 5, 7].iter().all(|line| outcomes[*line] == "booked"), "{outcomes:?}");
    assert!([0, 1, 2, 3, 6].iter().all(|line| outcomes[*line] != "booked"), "{found:#?}");
    assert_eq!(
        [1, 2, 23].map(|number| state(&folder, &format!("R{number:02}"))),
        ["bounced", "bounced", "bounced"]
    );
    let ledger = folder.read(LEDGER);
    assert!(!ledger.contains("\\u001b") && !ledger.contains("\\u0000"), "{ledger}");
    run(&folder, &["verify"]).ends_with(0);
}

/// A notice that tells of more addresses than a message can go to.
fn many_reports(count: usize) -> String {
    let reports: String = (0..count)
        .map(|number| {
            format!("\nFinal-Recipient: rfc822; a{number}@x.example\nAction: failed\nStatus: 5.1.1\n")
        })
        .collect();
    format!(
        "From: MAILER-DAEMON@x.example\nTo: b@x.example\nMIME-Version: 1.0\nContent-Type: multipart/report; \
         report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n{reports}\n--b--\n"
    )
}
