//! Receiving with the commands around it: what bounced is not sent again, what a message brings is collected.

use std::fs;

use convoke::send::{self, Account, SendOptions};

use super::{LEDGER, lines, messages, receive, run, sent};
use crate::sending::server::{Act, Server};
use crate::sending::{Fast, approve, packed};

#[test]
fn what_bounced_is_not_sent_again_until_a_person_says_so() {
    let server = Server::start(|_, _| Act::Take);
    let folder = packed(&server, "verp: true, bounces_to: bounces@office.example");
    approve(&folder);
    let clock = Fast::new();
    let send = || {
        let mut goods = send::prepare(
            folder.root(),
            "mailing.yaml",
            &SendOptions::default(),
            "2004-05-12T09:00:00Z".parse().expect("a time"),
        )
        .expect("goods");
        let (_, problems) = send::send(&mut goods, &Account::default(), &clock, &mut |_| {});
        assert!(!problems.has_errors(), "{problems}");
    };
    send();
    let taken = server.taken.lock().expect("messages").clone();
    let envelope = |to: &str| {
        let message = taken.iter().find(|message| message.to == [to]).expect("a message");
        message.from.clone()
    };
    let [second, third] = ["protocol@r02.example", "protocol@r03.example"].map(envelope);
    assert!(
        second != third && second.starts_with("bounces+") && second.ends_with("@office.example"),
        "{second}"
    );

    // One notice names the message, the other comes to the address of its envelope, in capitals.
    let notice = fs::read_to_string(messages("notices/by-envelope-address.eml")).expect("a message");
    let own = notice.lines().find(|line| line.starts_with("To: ")).expect("a field").to_owned();
    let own = own.strip_prefix("To: ").expect("an address");
    folder.write("a.eml", &notice.replace(own, &second.to_uppercase()));
    let bytes =
        taken.iter().find(|message| message.to == ["protocol@r04.example"]).expect("a message").bytes.clone();
    let original = String::from_utf8_lossy(&bytes);
    let id = original.lines().find_map(|line| line.strip_prefix("Message-ID: ")).expect("an identifier");
    let named = fs::read_to_string(messages("notices/postfix-unknown-user.eml")).expect("a message");
    let named = named.replace(&format!("<{}>", super::id(1)), id.trim()).replace("r01", "r04");
    folder.write("b.eml", &named);
    let paths = ["a.eml", "b.eml"].map(|name| folder.path(name).to_str().expect("UTF-8").to_owned());
    let ran = receive(&folder, &["--json", &paths[0], &paths[1]]).ends_with(3);
    let whose: Vec<String> = lines(&ran)
        .iter()
        .map(|line| {
            format!(
                "{} {}",
                line["event"].as_str().unwrap_or("-"),
                line["sent"]["recipient"].as_str().unwrap_or("-")
            )
        })
        .collect();
    assert_eq!(whose, ["bounced R02", "bounced R04"], "{}", ran.out);

    run(&folder, &["send"]).ends_with(3).says("0 messages would go out").says("it failed");
    run(&folder, &["ledger", "--state", "bounced"]).ends_with(0).says("R02").says("R04");
    send();
    assert_eq!(server.taken.lock().expect("messages").len(), taken.len());
    run(&folder, &["ledger", "add", "cleared", "R02"]).ends_with(0);
    send();
    let counts = server.counts();
    assert_eq!(counts.get("protocol@r02.example"), Some(&2), "{counts:?}");
    assert_eq!(counts.get("protocol@r04.example"), Some(&1), "{counts:?}");
    assert!(folder.read(LEDGER).contains("\"bounced\""));
}

#[test]
fn what_a_person_sent_is_known_by_its_address() {
    let server = Server::start(|_, _| Act::Take);
    let folder = packed(&server, "");
    let notice = fs::read_to_string(messages("notices/by-address-alone.eml")).expect("a message");
    folder.write("a.eml", &notice.replace("r37", "r05").replace("R37", "R05"));
    let path = folder.path("a.eml").to_str().expect("UTF-8").to_owned();
    // Nothing went out yet.
    receive(&folder, &[&path]).ends_with(3).says("it does not say which message it is about");
    let add = ["ledger", "add", "posted", "R05", "--happened", "2004-05-12", "--now", "2004-05-12T12:00:00Z"];
    run(&folder, &add).ends_with(0);
    receive(&folder, &[&path])
        .ends_with(3)
        .says("bounced")
        .says("R05")
        .says("one message alone went to its address");
    run(&folder, &["ledger", "--state", "bounced"]).ends_with(0).says("R05");
}

#[test]
fn a_message_that_brings_a_document_is_put_where_it_is_collected() {
    let folder = sent();
    let reply = messages("notices/reply-with-form.eml");
    receive(&folder, &[&reply]).ends_with(0).says("replied").says("saved for `convoke collect returns`");
    let names = |folder: &crate::folder::Folder| {
        let names = fs::read_dir(folder.path("returns")).expect("a folder");
        names
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
            .collect::<Vec<_>>()
    };
    let saved = names(&folder);
    assert!(
        saved.len() == 1 && saved[0].starts_with("2004-05-12-R50-") && saved[0].ends_with(".eml"),
        "{saved:?}"
    );
    assert_eq!(
        fs::read(folder.path("returns").join(&saved[0])).expect("a file"),
        fs::read(&reply).expect("a file")
    );
    assert!(!folder.root().parent().expect("a folder").join("etc").exists());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(folder.path("returns").join(&saved[0])).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    run(&folder, &["collect", "returns"]).says("form.pdf");

    // What is in its place stays, and the message is not booked until it can be saved.
    let folder = sent();
    let before = folder.read(LEDGER);
    fs::create_dir_all(folder.path("returns")).expect("a folder");
    folder.write(&format!("returns/{}", saved[0]), "mine");
    receive(&folder, &[&reply]).ends_with(1).says("error[write]").says("another file has its name");
    assert_eq!(folder.read(&format!("returns/{}", saved[0])), "mine");
    assert_eq!(folder.read(LEDGER), before);
    // A link in the place of the folder leads nowhere.
    #[cfg(unix)]
    {
        let folder = sent();
        fs::create_dir_all(folder.path("elsewhere")).expect("a folder");
        std::os::unix::fs::symlink(folder.path("elsewhere"), folder.path("returns")).expect("a link");
        receive(&folder, &[&reply]).ends_with(1).says("error[write]");
        assert_eq!(fs::read_dir(folder.path("elsewhere")).expect("a folder").count(), 0);
    }
}
