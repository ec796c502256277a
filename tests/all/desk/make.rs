//! Making the letters: the same archive as the command makes, stopped and gone on with, and what is shown of it.

use std::time::{Duration, Instant};

use super::{Answer, Desk};
use crate::folder::Folder;

const ZIP: &str = "output/DM-1132/DM-1132.zip";
const LIST: &str = "recipients/ministries.yaml";

/// The page of a job that was begun, once it has ended.
pub(super) fn ended(desk: &Desk, cookie: &str, begun: &Answer) -> String {
    assert_eq!(begun.status, 303, "{begun:?}");
    let path = begun.header("location");
    let since = Instant::now();
    loop {
        let page = desk.get(cookie, &path);
        if !page.contains("id=\"job\"") {
            return page;
        }
        assert!(since.elapsed() < Duration::from_secs(60), "{page}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The address of a link, by what it begins with.
pub(super) fn link(page: &str, begins: &str) -> String {
    let at =
        page.find(&format!("href=\"{begins}")).unwrap_or_else(|| panic!("no link to {begins} in {page}"));
    page[at + 6..].split('"').next().expect("a link").to_owned()
}

#[test]
fn the_desk_makes_the_archive_that_the_command_makes() {
    let folder = Folder::started();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let made = ended(&desk, &cookie, &desk.post(&cookie, "/make", &[("only", "")]));
    let other = Folder::started().with_key_of(&folder);
    other.run(&["build"]).ends_with(0);
    let hash = other.sha256(ZIP);
    assert_eq!(folder.sha256(ZIP), hash);
    assert!(made.contains(&hash) && made.contains("3 of 3"), "{made}");
    let list = desk.get(&cookie, "/make");
    let archive = link(&list, "/make/");
    assert_eq!(link(&made, "/make/"), archive, "an archive is named by the hash of its manifest");
    let page = desk.get(&cookie, &archive);
    assert!(page.contains("DM-1132/001") && page.contains("0 of 1"), "{page}");
    // A document in the browser, under its name.
    let path = link(&page, &format!("{archive}/files/"));
    let pdf = desk.fetch(&cookie, &path);
    assert!(pdf.bytes.starts_with(b"%PDF-"), "{}", pdf.head);
    assert!(
        pdf.head.contains("content-type: application/pdf")
            && pdf.head.contains("inline; filename*=utf-8''001_")
    );
    assert!(pdf.head.contains("default-src 'none'") && pdf.head.contains("nosniff"), "{}", pdf.head);
    let zip = desk.fetch(&cookie, &format!("{archive}/zip/0"));
    assert_eq!(zip.bytes, std::fs::read(folder.path(ZIP)).expect("a file"));
    // What is not there is not there.
    for path in ["files/9999", "files/x", "zip/1", "files/..%2f..%2fmailing.yaml"] {
        assert_eq!(desk.fetch(&cookie, &format!("{archive}/{path}")).status, 404, "{path}");
    }
    assert_eq!(desk.fetch(&cookie, "/make/DM-1132").status, 404);
    let intact = ended(&desk, &cookie, &desk.post(&cookie, &format!("{archive}/verify"), &[]));
    assert!(intact.contains("Intact"), "{intact}");
    folder.write_bytes("output/DM-1132/register.csv", b"altered");
    let altered = ended(&desk, &cookie, &desk.post(&cookie, &format!("{archive}/verify"), &[]));
    assert!(altered.contains("Not as it was made") && altered.contains("register.csv"), "{altered}");
}

#[test]
fn who_is_held_back_is_told_and_why() {
    let folder = Folder::started();
    folder.edit(LIST, "channels: [post]", "channels: [fax]");
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let made = ended(&desk, &cookie, &desk.post(&cookie, "/make", &[]));
    assert!(made.contains("Held back: 1") && made.contains("KEN") && made.contains("fax"), "{made}");
    assert!(made.contains("2 of 3"), "{made}");
}

#[test]
fn drafts_and_some_recipients_leave_the_archive_alone() {
    let folder = Folder::started();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let drafts = ended(&desk, &cookie, &desk.post(&cookie, "/make", &[("draft", "1"), ("only", "KEN")]));
    assert!(drafts.contains("1 of 1") && drafts.contains("DM-1132-draft"), "{drafts}");
    assert!(!folder.path("output/DM-1132").exists(), "an archive");
    let nobody = ended(&desk, &cookie, &desk.post(&cookie, "/make", &[("only", "Atlantis")]));
    assert!(nobody.contains("Not done") && nobody.contains("Atlantis"), "{nobody}");
}

/// Makes the list one of sixty recipients.
fn lengthen(folder: &Folder) {
    let list = folder.read(LIST);
    let (head, items) = list.split_once("recipients:\n").expect("a list");
    let more: String = (0..19).map(|round| items.replace("id: ", &format!("id: R{round}-"))).collect();
    folder.write(LIST, &format!("{head}recipients:\n{items}{more}"));
}

#[test]
fn a_batch_is_stopped_and_gone_on_with() {
    let folder = Folder::started();
    lengthen(&folder);
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let begun = desk.post(&cookie, "/make", &[]);
    let job = begun.header("location");
    let busy = desk.post(&cookie, "/make", &[]);
    assert_eq!(busy.status, 409, "one at a time: {busy:?}");
    assert!(busy.body.contains(&job), "{busy:?}");
    assert_eq!(desk.post(&cookie, &format!("{job}/stop"), &[]).status, 303);
    let stopped = ended(&desk, &cookie, &begun);
    assert!(stopped.contains("Stopped") && stopped.contains("Go on"), "{stopped}");
    assert!(!folder.path("output/DM-1132/manifest.json").exists(), "half an archive");
    let made = ended(&desk, &cookie, &desk.post(&cookie, "/make", &[]));
    let hash = folder.sha256(ZIP);
    assert!(made.contains(&hash), "{made}");
    let other = Folder::started().with_key_of(&folder);
    other.write(LIST, &folder.read(LIST));
    other.run(&["build"]);
    assert_eq!(other.sha256(ZIP), hash, "as if it had never been stopped");
}

#[test]
fn progress_is_heard_and_the_page_needs_no_scripts() {
    let folder = Folder::started();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let begun = desk.post(&cookie, "/make", &[]);
    let job = begun.header("location");
    let events = desk.fetch(&cookie, &format!("{job}/events"));
    let events = String::from_utf8(events.bytes).expect("UTF-8");
    let last = events.trim_end().lines().last().expect("an event");
    assert!(last.contains("data: {") && last.contains("\"ended\":true"), "{events}");
    assert!(last.contains("\"done\":3,\"total\":3,\"count\":\"3 of 3\""), "{events}");
    let page = desk.get(&cookie, &job);
    assert!(page.contains("Done") && !page.contains("http-equiv=\"refresh\""), "{page}");
    assert!(desk.get(&cookie, "/jobs").contains(&job));
    assert_eq!(desk.fetch(&cookie, "/jobs/99").status, 404);
}

#[test]
fn what_changed_between_two_archives_is_told() {
    let folder = Folder::built();
    folder.run(&["approve", "--by", "Anna Martin", "--now", "2004-05-11T09:00:00+02:00"]).ends_with(0);
    folder.edit(LIST, "address: [Nairobi", "address: [Harambee Avenue, Nairobi");
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let made = ended(&desk, &cookie, &desk.post(&cookie, "/make", &[]));
    let new = link(&made, "/make/").trim_start_matches("/make/").to_owned();
    let list = desk.get(&cookie, "/make");
    assert!(list.contains("DM-1132.2") && list.contains("0 of 1") && list.contains("1 of 1"), "{list}");
    let old =
        list.split("href=\"/make/").nth(2).and_then(|rest| rest.split('"').next()).expect("two archives");
    let changes = ended(&desk, &cookie, &desk.post(&cookie, "/make/changes", &[("old", old), ("new", &new)]));
    assert!(
        changes.contains("KEN") && changes.contains("data") && changes.contains("recipients: 1"),
        "{changes}"
    );
    assert!(!changes.contains("GMB"), "{changes}");
}

#[cfg(unix)]
#[test]
fn a_desk_that_is_ended_ends_its_work_in_order() {
    let folder = Folder::started();
    lengthen(&folder);
    let mut desk = Desk::open(&folder);
    let cookie = desk.enter();
    let begun = desk.post(&cookie, "/make", &[]);
    let job = begun.header("location");
    let since = Instant::now();
    while !desk.get(&cookie, &job).contains("of 60") {
        assert!(since.elapsed() < Duration::from_secs(60), "nothing is made");
    }
    let id = desk.process.as_ref().expect("a process").id().to_string();
    assert!(std::process::Command::new("kill").arg(&id).status().expect("a command").success());
    assert!(
        desk.process.as_mut().expect("a process").wait().expect("its end").success(),
        "it ends as it should"
    );
    assert!(!folder.path("output/DM-1132/manifest.json").exists(), "half an archive");
    // What was made is kept, and others can go on at once.
    let ran = folder.run(&["build", "--json"]);
    let summary = ran.out.lines().last().expect("a summary");
    assert!(summary.contains("\"unchanged\":") && !summary.contains("\"unchanged\":0,"), "{summary}");
}
