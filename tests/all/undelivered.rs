//! What failed goes another way: made for its next channel, listed with the reason, booked and shown under both.

use crate::folder::{Folder, Ran};
use crate::sending::server::{Act, Server};

const LIST: &str = "recipients/ministries.yaml";

/// Four recipients: by e-mail with post in reserve, by e-mail alone without an address, by pouch with an e-mail address, and one by
/// registered post.
fn built() -> Folder {
    let folder = Folder::started();
    let one = |id: &str, rest: &str| {
        format!(
            "  - {{ id: {id}, kind: organisation, addressee: {{ office: foreign-minister, name: Anna MARTIN, gender: feminine }}, \
             ministry: Ministry {id}, city: Geneva, languages: [en], {rest} }}\n"
        )
    };
    let list = [
        one(
            "R1",
            "address: [Street 1, Geneva, SWITZERLAND], channels: [e-mail, post], emails: [a@r1.example]",
        ),
        one("R2", "address: [Street 2, Geneva, SWITZERLAND], channels: [e-mail], emails: [a@r2.example]"),
        one("R3", "address: [Street 3, Geneva, SWITZERLAND], channels: [pouch], emails: [a@r3.example]"),
        one("R4", "address: [Street 4, Geneva, SWITZERLAND], channels: [registered-post]"),
    ];
    folder.write(LIST, &format!("format: 1\nrecipients:\n{}", list.concat()));
    let ran = folder.run(&["build"]);
    assert!(ran.code == 0 || ran.code == 3, "{}", ran.err);
    folder
}

fn add(folder: &Folder, arguments: &[&str]) -> Ran {
    let now = ["--now", "2004-05-20T09:00:00Z"];
    let ran = folder.run(&[&["ledger", "add"], arguments, &now].concat());
    Ran { err: ran.out.clone() + &ran.err, ..ran }
}

fn pack(folder: &Folder, arguments: &[&str]) -> Ran {
    let ran = folder.run(&[&["pack", "--undelivered"], arguments].concat());
    Ran { err: ran.out.clone() + &ran.err, ..ran }
}

#[test]
fn what_failed_is_made_for_its_next_channel_and_listed_with_the_reason() {
    let folder = built();
    pack(&folder, &[]).ends_with(0).says("nothing to send again");
    add(&folder, &["bounced", "R1", "R2", "--text", "550 5.1.1 no such user"]).ends_with(0);
    add(&folder, &["returned", "R3", "--happened", "2004-05-19"]).ends_with(0);
    let ran = pack(&folder, &[]).ends_with(3);
    // Their letters were not posted, so post has to look at the addresses; R3 goes by the e-mail that was in reserve.
    let ran = ran.says("warning[undelivered-address]: 2 addresses").says("R1, R2");
    assert!(ran.out.contains("pack-undelivered-0003"), "{}", ran.out);
    let root = "output/DM-1132/pack-undelivered-0003";
    for made in ["post/en/print-run.pdf", "post/en/labels.pdf", "post/en/envelopes.pdf", "e-mail.json"] {
        assert!(folder.path(&format!("{root}/{made}")).is_file(), "{made}");
    }
    for left in ["pouch", "registered-post", "e-mail-in-reserve", "register.csv"] {
        assert!(!folder.path(&format!("{root}/{left}")).exists(), "{left}");
    }
    let list = folder.read(&format!("{root}/undelivered.csv"));
    for line in [
        "R1,,Ministry R1,e-mail,bounced,2004-05-20T09:00:00Z,550 5.1.1 no such user,post,\r\n",
        "R2,,Ministry R2,e-mail,bounced,2004-05-20T09:00:00Z,550 5.1.1 no such user,post,\r\n",
        "R3,,Ministry R3,pouch,returned,2004-05-19T12:00:00Z,,e-mail,\r\n",
    ] {
        assert!(list.contains(line), "{line:?} is not in\n{list}");
    }
    assert!(!list.contains("R4"), "{list}");
    let pack_list = folder.read(&format!("{root}/pack.json"));
    assert!(pack_list.contains("\"second_tries\""), "{pack_list}");
    // The pack is checked against the archive, with the channels that it turned to.
    folder.run(&["verify", root]).ends_with(0);
    folder.write(
        &format!("{root}/pack.json"),
        &pack_list.replace("\"channel\": \"post\"", "\"channel\": \"fax\""),
    );
    let ran = folder.run(&["verify", root]).ends_with(1);
    assert!(ran.err.contains("error[pack-count]"), "{}", ran.err);
}

#[test]
fn what_was_posted_again_is_booked_under_its_new_channel_and_not_made_again() {
    let folder = built();
    add(&folder, &["bounced", "R1", "R2"]).ends_with(0);
    add(&folder, &["posted", "R1"]).ends_with(1).says("its e-mail failed").says("name the channel");
    add(&folder, &["posted", "R1", "--channel", "post", "--number", "RR 1"]).ends_with(0);
    let rows = folder.run(&["ledger", "--recipient", "R1"]).ends_with(0).out;
    assert!(
        rows.contains("e-mail") && rows.contains("bounced") && rows.contains("post") && rows.contains("RR 1"),
        "{rows}"
    );
    let ran = pack(&folder, &[]).ends_with(3);
    assert!(ran.out.contains("for 1 sending of DM-1132"), "{}", ran.out);
    // The ledger has grown, so the pack has a folder of its own; the earlier one stays.
    assert!(folder.path("output/DM-1132/pack-undelivered-0003/undelivered.csv").is_file());
    // It came back from the post too: nothing is left for R1, and R2 answered without the letter.
    add(&folder, &["returned", "R1", "--channel", "post"]).ends_with(0);
    add(&folder, &["answered", "R2"]).ends_with(0);
    let ran = pack(&folder, &[]).ends_with(3);
    let ran = ran.says("nothing to send again").says("warning[undelivered-left]: 1 sending");
    assert!(ran.err.contains("R1 (every way was tried)"), "{}", ran.err);
    assert!(!folder.path("output/DM-1132/pack-undelivered-0005").exists());
}

#[test]
fn what_goes_by_e_mail_next_is_sent_once_from_the_messages_in_reserve() {
    let server = Server::start(|_, _| Act::Take);
    let folder = Folder::started();
    let smtp = format!(
        "dispatch:\n  e_mail:\n    smtp: {{ host: 127.0.0.1, port: {}, security: none }}\n",
        server.port
    );
    folder.edit("mailing.yaml", "extra_fields: []", &format!("extra_fields: []\n{smtp}"));
    let ran = folder.run(&["build"]);
    assert!(ran.code == 0 || ran.code == 3, "{}", ran.err);
    folder.run(&["pack"]).ends_with(0);
    folder.run(&["approve", "--by", "Anna Martin"]).ends_with(0);
    add(&folder, &["posted", "KEN"]).ends_with(0);
    folder.run(&["send", "--undelivered", "--really"]).ends_with(0);
    assert_eq!(server.counts().len(), 0);
    add(&folder, &["returned", "KEN"]).ends_with(0);
    folder.run(&["send", "--undelivered", "--really"]).ends_with(0);
    assert_eq!(
        server.counts(),
        std::collections::BTreeMap::from([("protocol@foreign-ministry.ken.example".to_owned(), 1)])
    );
    // It is on its way now, and nothing is left to be sent another way.
    folder.run(&["send", "--undelivered", "--really"]).ends_with(0);
    pack(&folder, &[]).ends_with(0).says("nothing to send again");
    assert_eq!(server.counts().values().sum::<usize>(), 1);
    let rows = folder.run(&["ledger", "--recipient", "KEN"]).ends_with(0).out;
    assert!(
        rows.contains("returned") && rows.contains("e-mail") && rows.contains("queued as 4711"),
        "{rows}"
    );
    // What came back of it then is about the message, not about the pouch.
    add(&folder, &["bounced", "KEN"]).ends_with(0).says("KEN bounced by e-mail");
}

#[test]
fn what_cannot_have_happened_to_a_sending_is_not_booked() {
    let folder = built();
    add(&folder, &["bounced", "R3"])
        .ends_with(1)
        .says("what goes by pouch is not bounced")
        .says("or book `returned`");
    add(&folder, &["returned", "R1"])
        .ends_with(1)
        .says("what goes by e-mail is not returned")
        .says("or book `bounced`");
    add(&folder, &["bounced", "R3", "--channel", "e-mail"]).ends_with(0).says("R3 bounced by e-mail");
    add(&folder, &["faxed", "R1"]).ends_with(1).says("write `posted`");
    add(&folder, &["posted", "R3", "--copy", "2"]).ends_with(1).says("`R3` has no copies");
    add(&folder, &["posted", "Ministry R5"]).ends_with(1).says("did you mean");
}

#[test]
fn nothing_is_made_by_a_broken_ledger() {
    let folder = built();
    add(&folder, &["bounced", "R1", "R2"]).ends_with(0);
    folder.edit("output/dispatch/DM-1132.jsonl", "R2", "R4");
    pack(&folder, &[]).ends_with(1).says("error[ledger-broken]");
    let packs = std::fs::read_dir(folder.path("output/DM-1132")).expect("a folder").flatten();
    assert!(packs.into_iter().all(|entry| !entry.file_name().to_string_lossy().starts_with("pack")));
}
