//! The ledger at the desk: entries by hand, what came back, and proofs.

use crate::broken::tables::ods_of;
use crate::desk::Desk;
use crate::desk::begin::post as post_files;
use crate::desk::make::{ended, link};
use crate::folder::{Folder, entries};
use crate::receiving::{messages, sent, state};
use crate::sending::LEDGER;

#[test]
fn what_was_done_by_hand_is_booked_and_shown_in_words() {
    let folder = Folder::built();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    assert!(!folder.path(LEDGER).exists());
    for path in ["/dispatch", "/dispatch/ledger", "/dispatch/ledger/add", "/dispatch/ledger/of/KEN"] {
        desk.get(&cookie, path);
    }
    assert!(!folder.path(LEDGER).exists(), "pages book nothing");
    assert_eq!(desk.fetch(&cookie, "/dispatch/ledger/of/ATL").status, 404);
    let add = |fields: &[(&str, &str)]| desk.post(&cookie, "/dispatch/ledger/add", fields);
    let posted = [("event", "posted"), ("recipient", "KEN"), ("number", "RR 123 <b>"), ("by", "Anna Martin")];
    let booked = add(&posted);
    assert_eq!(
        (booked.status, booked.header("location").as_str()),
        (303, "/dispatch/ledger/of/ken"),
        "{booked:?}"
    );
    let page = desk.get(&cookie, "/dispatch/ledger/of/KEN");
    for text in ["posted, handed over or faxed", "RR 123 &lt;b&gt;", "Anna Martin", "/recipients/KEN"] {
        assert!(page.contains(text), "{text}: {page}");
    }
    // Twice, to nobody, by what is no channel, what no person books, and what no form asks.
    let lines = || folder.read(LEDGER).lines().count();
    assert_eq!(lines(), 1);
    for (fields, status, says) in [
        (&posted[..], 422, "ledger-twice"),
        (&[("event", "posted"), ("recipient", "Atlantis")], 422, "the archive has nothing for `Atlantis`"),
        (&[("event", "posted"), ("recipient", "")], 422, "no recipient is named"),
        (&[("event", "posted"), ("recipient", "GMB"), ("channel", "pigeon")], 422, "is no channel"),
        (&[("event", "accepted"), ("recipient", "GMB")], 422, "is not booked by hand"),
        (&[("event", "note"), ("recipient", "GMB"), ("happened", "2090-01-01")], 422, "lies in the future"),
        (&[("event", "note"), ("recipient", "GMB"), ("at", "2001-01-01")], 400, "Not done"),
    ] {
        let refused = add(fields);
        assert_eq!(refused.status, status, "{fields:?}: {refused:?}");
        assert!(refused.body.contains(says), "{says}: {}", refused.body);
    }
    assert_eq!(lines(), 1, "nothing of it was booked");
    // What was entered is still there.
    let kept = add(&[("event", "returned"), ("recipient", "Atlantis"), ("text", "moved \"away\"")]);
    assert!(
        kept.body.contains("moved &quot;away&quot;") && kept.body.contains("value=\"returned\" selected"),
        "{kept:?}"
    );
    // Today is not in the future, at whatever hour.
    let today = jiff::Timestamp::now().to_string();
    let today = today.split('T').next().expect("a day");
    let several = add(&[("event", "note"), ("recipient", "KEN\r\nGMB"), ("happened", today)]);
    assert_eq!(several.header("location"), "/dispatch/ledger?booked=2", "{several:?}");
    assert!(desk.get(&cookie, "/dispatch/ledger?booked=2").contains("Entries booked: 2"));
    folder.run(&["verify"]).ends_with(0);
}

/// A table of what was posted, as an office keeps it.
fn workbook(hides_a_row: bool) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    let happened = rust_xlsxwriter::ExcelDateTime::from_ymd(2004, 5, 12).expect("a day");
    for (row, cells) in
        [(0, ["Event", "Recipient", "Number"]), (1, ["posted", "KEN", "RR 1"]), (3, ["returned", "KEN", ""])]
    {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).expect("a cell");
        }
    }
    sheet.write_string(0, 3, "happened").expect("a cell");
    sheet.write_datetime_with_format(1, 3, happened, &day).expect("a day");
    if hides_a_row {
        sheet.set_row_hidden(3).expect("a row");
    }
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn a_table_may_be_a_workbook() {
    let folder = Folder::built();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let give = |name: &str, bytes: &[u8]| {
        post_files(&desk, &cookie, "/dispatch/ledger/import", &[("by", "Li Wei")], &[("file", name, bytes)])
    };
    let hidden = give("posted.xlsx", &workbook(true));
    assert!(hidden.status == 422 && hidden.body.contains("the cell is hidden"), "{hidden:?}");
    assert_eq!(give("posted.xlsx", &workbook(false)).header("location"), "/dispatch/ledger?booked=2");
    let ledger = folder.read(LEDGER);
    assert!(ledger.contains("RR 1") && ledger.contains("2004-05-12T12:00:00Z"), "{ledger}");
    let rows =
        [["event", "recipient", "text"], ["note", "GMB", "asked"]].map(|row| row.map(str::to_owned).to_vec());
    let ods = give("noted.ods", &ods_of(&rows));
    assert_eq!(ods.header("location"), "/dispatch/ledger/of/gmb", "{ods:?}");
    assert!(folder.read(LEDGER).contains("asked"));
}

#[test]
fn a_table_is_booked_whole_or_not_at_all_and_the_ledger_comes_as_a_file() {
    let folder = Folder::built();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let give = |name: &str, text: &[u8]| {
        post_files(&desk, &cookie, "/dispatch/ledger/import", &[("by", "Li Wei")], &[("file", name, text)])
    };
    let wrong = give("posted.csv", b"event,recipient\nposted,KEN\nposted,Atlantis\nflown,GMB\n");
    assert_eq!(wrong.status, 422, "{wrong:?}");
    for says in ["Atlantis", "flown", "posted.csv:3", "posted.csv:4"] {
        assert!(wrong.body.contains(says), "{says}: {}", wrong.body);
    }
    assert!(!desk.get(&cookie, "/dispatch/ledger?state=sent").contains(">KEN<"), "all or nothing");
    for (name, text) in [
        ("a.csv", &b"event;recipient\nposted;\xe9\n"[..]),
        ("a.xlsx", b"PK\x03\x04\xff"),
        ("../x.csv", b"a,b\n1,2\n"),
    ] {
        assert_eq!(give(name, text).status, 422, "{name}");
    }
    let none = post_files(&desk, &cookie, "/dispatch/ledger/import", &[], &[]);
    assert!(none.status == 422 && none.body.contains("no table was given"), "{none:?}");
    let table = "event,recipient,number\nposted,KEN,RR 1\nposted,GMB,RR 2\n";
    assert_eq!(give("posted.csv", table.as_bytes()).header("location"), "/dispatch/ledger?booked=2");
    let page = desk.get(&cookie, "/dispatch/ledger?state=sent");
    assert!(page.contains("1 to 2 of 2") && page.contains("RR 2"), "{page}");
    assert!(desk.get(&cookie, "/dispatch/ledger?q=kenya&state=sent").contains("1 to 1 of 1"));
    assert!(folder.read(LEDGER).contains("Li Wei"));
    // The files are those that the command writes.
    for (format, kind) in [("csv", "text/csv"), ("xlsx", "spreadsheetml")] {
        let got = desk.fetch(&cookie, &format!("/dispatch/ledger/table/{format}?"));
        folder.run(&["ledger", "-o", &format!("ledger.{format}")]).ends_with(0);
        assert_eq!(
            got.bytes,
            std::fs::read(folder.path(&format!("ledger.{format}"))).expect("a file"),
            "{format}"
        );
        assert!(got.head.contains(kind) && got.head.contains("attachment"), "{}", got.head);
    }
    let some = desk.fetch(&cookie, "/dispatch/ledger/table/csv?state=open").bytes;
    assert_eq!(String::from_utf8(some).expect("UTF-8").lines().count(), 2, "the head and France");
    assert_eq!(desk.fetch(&cookie, "/dispatch/ledger/table/ods").status, 404);
}

#[test]
fn a_foreign_ledger_is_told_and_nothing_is_booked_in_it() {
    let folder = Folder::built();
    folder.run(&["ledger", "add", "posted", "KEN"]).ends_with(0);
    let line = folder.read(LEDGER);
    folder.write(LEDGER, &line.replace("posted", "collected"));
    let forged = folder.read(LEDGER);
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    for path in ["/dispatch", "/dispatch/send", "/dispatch/ledger", "/dispatch/ledger/of/KEN"] {
        let page = desk.get(&cookie, path);
        assert!(page.contains("class=\"error\"") && page.contains("ledger-"), "{path}: {page}");
        assert!(!page.contains("/proof\""), "nothing is proved by it: {page}");
    }
    let refused = desk.post(&cookie, "/dispatch/ledger/add", &[("event", "posted"), ("recipient", "GMB")]);
    assert_eq!(refused.status, 422, "{refused:?}");
    assert_eq!(desk.post(&cookie, "/dispatch/ledger/of/KEN/proof", &[]).status, 422);
    assert_eq!(desk.fetch(&cookie, "/dispatch/ledger/table/csv").status, 422);
    assert_eq!(folder.read(LEDGER), forged);
}

#[test]
fn a_proof_of_dispatch_is_given_as_a_file() {
    let folder = Folder::built();
    folder.run(&["ledger", "add", "posted", "KEN", "--number", "RR 1"]).ends_with(0);
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let page = desk.get(&cookie, "/dispatch/ledger/of/KEN");
    assert!(page.contains("action=\"/dispatch/ledger/of/KEN/proof\""), "{page}");
    let proof = desk.post(&cookie, "/dispatch/ledger/of/KEN/proof", &[]);
    assert_eq!(proof.status, 200, "{}", proof.head);
    assert!(proof.head.contains("proof-of-dispatch_dm-1132-003_ken.pdf"), "{}", proof.head);
    assert!(proof.body.starts_with("%PDF-"), "{}", proof.head);
    assert_eq!(desk.post(&cookie, "/dispatch/ledger/of/ATL/proof", &[]).status, 422);
    assert_eq!(desk.post(&cookie, "/dispatch/ledger/of/..%2f..%2fKEN/proof", &[]).status, 422);
}

#[test]
fn what_came_back_is_booked_and_what_to_do_next_is_said() {
    let folder = sent();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let bytes = |name: &str| std::fs::read(messages(&format!("notices/{name}"))).expect("a message");
    let (bounce, reply) = (bytes("qmail.eml"), bytes("reply-with-form.eml"));
    let mailbox =
        [b"From a@b Wed May 12 09:12:31 2004\n".as_slice(), &bytes("receipt-displayed.eml"), b"\n"].concat();
    let files = [
        ("files", "qmail.eml", bounce.as_slice()),
        ("files", "<script>.eml", reply.as_slice()),
        ("files", "notices.mbox", mailbox.as_slice()),
    ];
    let before = folder.read(LEDGER);
    let give = |texts: &[(&str, &str)]| {
        ended(&desk, &cookie, &post_files(&desk, &cookie, "/dispatch/received", texts, &files))
    };
    let looked = give(&[("dry", "1")]);
    assert!(looked.contains("nothing was booked") && looked.contains("came back undeliverable"), "{looked}");
    assert_eq!(folder.read(LEDGER), before);
    let booked = give(&[]);
    for text in [
        "came back undeliverable",
        "notices.mbox, message 1",
        "&lt;script&gt;.eml",
        "/dispatch/ledger/of/R23",
    ] {
        assert!(booked.contains(text), "{text}: {booked}");
    }
    assert!(!booked.contains("<script>."), "{booked}");
    assert_eq!(state(&folder, "R23"), "bounced");
    assert_eq!(entries(&folder.path("returns")).len(), 1);
    let again = give(&[]);
    assert!(again.contains("read before"), "{again}");
    // What to do next: the address is mended on the recipient's page, or the letter goes another way.
    let overview = desk.get(&cookie, "/dispatch");
    for text in ["id=\"failed\"", "Not delivered: 1", "href=\"/recipients/R23\"", "name=\"undelivered\""] {
        assert!(overview.contains(text), "{text}: {overview}");
    }
    let page = desk.get(&cookie, "/dispatch/ledger/of/R23");
    assert!(page.contains("came back") && page.contains("Mend the address"), "{page}");
    let pack = ended(&desk, &cookie, &desk.post(&cookie, "/dispatch/pack", &[("undelivered", "1")]));
    assert!(link(&pack, "/dispatch/packs/").contains("/pack-undelivered-"), "{pack}");
    let list = desk.get(&cookie, "/dispatch");
    assert!(list.contains("what failed: 1"), "{list}");
    // No mailbox is named.
    let none = ended(&desk, &cookie, &desk.post(&cookie, "/dispatch/received/mailbox", &[]));
    assert!(none.contains("Not done") && none.contains("mailbox-settings"), "{none}");
}
