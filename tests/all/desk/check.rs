//! Problems with ways to mend them, warnings that are accepted, the proof with its ticks, and the approval.

use std::fs;

use super::Desk;
use super::make::{ended, link};
use crate::folder::Folder;

const LIST: &str = "recipients/ministries.yaml";

/// The value of a hidden field, the first of its name after a text.
fn hidden(page: &str, after: &str, name: &str) -> String {
    let rest = page.split_once(after).unwrap_or_else(|| panic!("no {after} in {page}")).1;
    let field = format!("name=\"{name}\" value=\"");
    let rest = rest.split_once(&field).unwrap_or_else(|| panic!("no {name} in {rest}")).1;
    rest.split('"').next().expect("a value").to_owned()
}

/// Two recipients that are alike, which is a warning about both.
fn alike() -> Folder {
    let folder = Folder::started();
    let list = folder.read(LIST);
    let kenya = list.split("  - id: KEN").nth(1).expect("an entry").to_owned();
    folder.write(LIST, &format!("{}\n  - id: KEN-2{kenya}", list.trim_end()));
    folder
}

#[test]
fn a_warning_is_accepted_with_a_reason_in_the_mailings_file() {
    let folder = alike();
    folder.run(&["check"]).ends_with(3).says("warning[recipient-alike]");
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let page = desk.get(&cookie, "/check");
    let before = folder.read("mailing.yaml");
    let after = "action=\"/check/accept\"";
    let fields = ["seen", "warning", "recipient"].map(|name| (name, hidden(&page, after, name)));
    let form = page.split_once(after).expect("a form").1.split("</form>").next().expect("its end");
    let recipients = form.matches("name=\"recipient\"").count();
    assert_eq!(recipients, 2, "both are named: {form}");
    let ids: Vec<&str> =
        form.split("name=\"recipient\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut posted: Vec<(&str, &str)> =
        fields.iter().take(2).map(|(name, value)| (*name, value.as_str())).collect();
    posted.extend(ids.iter().map(|id| ("recipient", *id)));
    // Without a reason, nothing is accepted.
    assert_eq!(desk.post(&cookie, "/check/accept", &posted).status, 400);
    posted.push(("because", "both: \"sisters\" # really"));
    let answer = desk.post(&cookie, "/check/accept", &posted);
    assert_eq!((answer.status, answer.header("location").as_str()), (303, "/check"), "{answer:?}");
    let text = folder.read("mailing.yaml");
    let kept: Vec<&str> = before.lines().filter(|line| !text.contains(line)).collect();
    assert!(kept.is_empty() && text.contains("recipient-alike"), "only lines were added: {kept:?}\n{text}");
    folder.run(&["check"]).ends_with(0);
    // Whoever saw the file as it was changes nothing.
    let stale = desk.post(&cookie, "/check/accept", &posted);
    assert_eq!(stale.status, 422, "{stale:?}");
    assert_eq!(folder.read("mailing.yaml"), text);
}

#[test]
fn a_problem_leads_to_where_it_is_mended() {
    let folder = Folder::started();
    folder.edit(LIST, "channels: [post]", "channels: [fax]");
    folder.edit("templates/en/letter.typ.hbs", "\n", "\n{{no_such_field}}\n");
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let page = desk.get(&cookie, "/check");
    let letter = link(&page, "/letter?document=letter&amp;language=en&amp;");
    assert!(letter.ends_with("&amp;line=2"), "{letter}");
    folder.edit("templates/en/letter.typ.hbs", "\n{{no_such_field}}\n", "\n");
    let page = desk.get(&cookie, "/check");
    assert!(page.contains("href=\"/recipients/KEN\""), "{page}");
}

#[test]
fn a_tick_survives_a_restart_and_not_a_change() {
    let folder = Folder::started();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    assert!(!desk.get(&cookie, "/proof").contains("row-0"));
    let made = ended(&desk, &cookie, &desk.post(&cookie, "/proof", &[]));
    assert!(made.contains("Recipients: 3"), "{made}");
    let page = desk.get(&cookie, "/proof");
    assert!(
        page.contains("In order: 0 of 3") && page.contains("Nairobi") && page.contains("Not looked at"),
        "{page}"
    );
    let picture = desk.fetch(&cookie, "/proof/pictures/0");
    assert!(picture.bytes.starts_with(b"\x89PNG") && picture.head.contains("image/png"), "{}", picture.head);
    let pdf = desk.fetch(&cookie, &link(&page, "/proof/files/"));
    assert_eq!(pdf.bytes, fs::read(folder.path("output/proof/proof.pdf")).expect("a file"));
    let tick = |desk: &Desk, cookie: &str, page: &str, id: &str, note: &str| {
        let seen = hidden(page, &format!("name=\"recipient\" value=\"{id}\""), "seen");
        desk.post(
            cookie,
            "/proof/marks",
            &[("recipient", id), ("seen", &seen), ("fine", "1"), ("note", note)],
        )
    };
    for id in ["KEN", "FRA"] {
        let answer = tick(&desk, &cookie, &page, id, "as it should be <b>");
        assert_eq!(answer.status, 303, "{answer:?}");
    }
    // What nobody could have seen is not ticked.
    let wrong = desk.post(&cookie, "/proof/marks", &[("recipient", "GMB"), ("seen", "00"), ("fine", "1")]);
    assert_eq!(wrong.status, 404);
    let page = desk.get(&cookie, "/proof");
    assert!(page.contains("In order: 2 of 3") && page.contains("as it should be &lt;b&gt;"), "{page}");
    drop(desk);
    // Another desk, and another list: Kenya's address changed.
    folder.edit(LIST, "address: [Nairobi", "address: [Harambee Avenue, Nairobi");
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    ended(&desk, &cookie, &desk.post(&cookie, "/proof", &[]));
    let page = desk.get(&cookie, "/proof");
    assert!(page.contains("In order: 1 of 3") && page.contains("Changed since it was looked at"), "{page}");
    assert!(desk.get(&cookie, "/proof?show=open").contains("1 to 2 of 2"));
    assert!(desk.get(&cookie, "/proof?show=notes&q=harambee").contains("1 to 1 of 1"));
    // A list that is saved afterwards makes the proof old.
    folder.edit(LIST, "Harambee Avenue, ", "");
    assert!(desk.get(&cookie, "/proof").contains("The mailing was changed since"));
}

#[test]
fn two_persons_approve_what_they_saw() {
    let folder = Folder::started();
    folder.edit("mailing.yaml", "extra_fields: []", "extra_fields: []\ndispatch: { approvals: 2 }");
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    assert!(desk.get(&cookie, "/check/approve").contains("no archive to approve"));
    folder.run(&["build"]).ends_with(0);
    let page = desk.get(&cookie, "/check/approve");
    let archive = hidden(&page, "action=\"/check/approve/question\"", "archive");
    assert_eq!(archive, folder.sha256("output/DM-1132/manifest.json"));
    let approve = |by: &str, archive: &str, more: &[(&str, &str)]| {
        let fields = [&[("archive", archive), ("by", by)], more].concat();
        desk.post(&cookie, "/check/approve", &fields)
    };
    let asked = desk.get(&cookie, &format!("/check/approve/question?archive={archive}&by=Anna+Martin&note="));
    assert!(asked.contains("Approve this archive?") && asked.contains("Anna Martin"), "{asked}");
    assert!(!folder.path("output/dispatch/DM-1132.jsonl").exists(), "a question books nothing");
    assert_eq!(approve("Anna Martin", &archive, &[]).status, 303);
    let page = desk.get(&cookie, "/check/approve");
    assert!(page.contains("1 of 2") && page.contains("Anna Martin"), "{page}");
    let next = "The next step: <a class=\"button\" href=\"/dispatch\">";
    assert!(!page.contains(next), "one more has to approve: {page}");
    assert!(desk.get(&cookie, "/make").contains(" · <a href=\"/check/approve\">"), "from the archive too");
    assert!(!folder.read("register.yaml").contains("released"));
    for (by, channel) in [("Li Wei", "pigeon"), ("Li Wei", "")] {
        assert_eq!(approve(by, &archive, &[("channel", channel)]).status, 400);
    }
    let nobody = approve(" ", &archive, &[]);
    assert!(nobody.status == 422 && nobody.body.contains("nobody is named"), "{nobody:?}");
    let nothing = approve("Li Wei", &archive, &[("channel", "courier")]);
    assert!(nothing.status == 422 && nothing.body.contains("nothing that goes by courier"), "{nothing:?}");
    // The mailing is built again: whoever saw the archive before does not approve the new one.
    folder.edit(LIST, "address: [Nairobi", "address: [Harambee Avenue, Nairobi");
    folder.run(&["build"]).ends_with(0);
    let other = approve("Li Wei", &archive, &[]);
    assert!(other.status == 422 && other.body.contains("no longer the one that was looked at"), "{other:?}");
    let page = desk.get(&cookie, "/check/approve");
    let archive = hidden(&page, "action=\"/check/approve/question\"", "archive");
    for by in ["Anna Martin", "anna  martin", "Li Wei"] {
        assert_eq!(approve(by, &archive, &[]).status, 303);
    }
    let page = desk.get(&cookie, "/check/approve");
    assert!(page.contains("2 of 2") && page.contains(next), "{page}");
    assert!(!desk.get(&cookie, "/make").contains("<a href=\"/check/approve\">"), "nobody else has to");
    assert!(folder.read("register.yaml").contains("released"));
    folder.run(&["verify"]).ends_with(0);
}
