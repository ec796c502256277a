//! Forms that came with messages, and messages that brought none.

use std::fs;

use super::packages::{bounce, message, outlook};
use super::{answered, lines};
use crate::collect::collect;

#[test]
fn forms_come_with_messages_and_the_rest_is_to_be_read() {
    let (folder, [fra, ken]) = answered();
    let put = |name: &str, bytes: &[u8]| {
        folder.write_bytes(&format!("returns/{name}"), bytes);
    };
    let pdf = "application/pdf";
    let bare = message("Zoë <z@example.org>", "", &[(pdf, "fra.pdf", &fra)]);
    put("bare.eml", &bare);
    put("counted.emlx", &[format!("{}\n", bare.len()).as_bytes(), &bare].concat());
    put("forwarded.eml", &message("a@example.org", "", &[("message/rfc822", "x", &bare)]));
    let other = message("b@example.org", "", &[("application/octet-stream", "ken", &ken)]);
    let begin = |from: &str| format!("From {from} Wed Jun  2 09:00:00 2004\n").into_bytes();
    let mailbox = [begin("a@example.org"), bare.clone(), b"\n\n".to_vec(), begin("b@example.org"), other];
    put("all.mbox", &mailbox.concat());
    put("saved.msg", &outlook("Réponse", &[("fra.pdf", &fra)]));
    let (table, _) = collect(&folder, 0);
    let subject = "Réponse.eml, fra.pdf";
    for (name, parts) in [
        ("bare.eml", &["fra.pdf"][..]),
        ("counted.emlx", &["fra.pdf"]),
        ("forwarded.eml", &[subject]),
        ("all.mbox", &["message 1, fra.pdf", "message 2, ken"]),
        ("saved.msg", &["fra.pdf"]),
    ] {
        let found = lines(&table, name);
        assert!(found.iter().all(|line| line.1 == "matched"), "{name}: {found:?}");
        assert_eq!(found.iter().map(|line| line.2).collect::<Vec<_>>(), parts, "{name}");
    }
    assert_eq!(table["answered"], 2);

    put(
        "text.eml",
        &message("=?utf-8?q?E=1B[31mve?= <e@example.org>", "Please note.", &[(pdf, "fra.pdf", &fra)]),
    );
    put("letter.eml", &message("k@example.org", "We regret.", &[("image/png", "logo.png", b"\x89PNG")]));
    let (table, ran) = collect(&folder, 3);
    let statuses = |name| lines(&table, name).iter().map(|line| line.1).collect::<Vec<_>>();
    assert_eq!(statuses("text.eml"), ["matched", "covering"]);
    assert_eq!(statuses("letter.eml"), ["letter"]);
    for said in [
        "returns/letter.eml: answered by letter, from k@example.org; subject: Réponse; with logo.png: read it",
        "returns/text.eml: message with a form, from E[31mve <e@example.org>; subject: Réponse: read it",
    ] {
        assert!(ran.out.contains(said), "{}", ran.out);
    }
    assert!(!ran.out.contains('\u{1b}') && !ran.out.contains("Please note"), "{}", ran.out);
}

#[test]
fn notices_of_mail_programs_are_no_answers() {
    let (folder, forms) = answered();
    let put = |name: &str, bytes: &[u8]| folder.write_bytes(&format!("returns/{name}"), bytes);
    let blank = fs::read(crate::forms::form_of(&folder, "KEN")).expect("a form");
    let pdf = "application/pdf";
    put("plain.eml", &bounce(&message("events@example.org", "We invite you.", &[])));
    put("whole.eml", &bounce(&message("events@example.org", "We invite you.", &[(pdf, "form.pdf", &blank)])));
    put("answer.eml", &bounce(&message("a@example.org", "", &[(pdf, "form.pdf", &forms[0])])));
    let (table, ran) = collect(&folder, 3);
    let statuses = |name| lines(&table, name).iter().map(|line| line.1).collect::<Vec<_>>();
    assert_eq!(statuses("plain.eml"), ["notice"]);
    assert_eq!(statuses("whole.eml"), ["notice"]);
    // What somebody filled in is an answer, however it came.
    assert_eq!(statuses("answer.eml").first(), Some(&"matched"));
    assert!(ran.out.contains("no answer: book it with `convoke receive`"), "{}", ran.out);
}
