//! Pages say what the commands say, in the language that was chosen.

use super::Desk;
use crate::folder::Folder;

#[test]
fn pages_say_what_the_commands_say() {
    let folder = Folder::started();
    folder.edit("recipients/ministries.yaml", "channels: [post]", "channels: [fax]");
    folder.run(&["check"]).says("fax");
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let start = desk.get(&cookie, "/");
    assert!(start.contains("The list has 3 recipients") && start.contains("DM-1132"), "{start}");
    let list = desk.get(&cookie, "/recipients");
    assert!(list.contains("1 to 3 of 3") && list.contains("Kenya"), "{list}");
    let found = desk.get(&cookie, "/recipients?q=gambie");
    assert!(found.contains("1 to 1 of 1") && found.contains("GMB"), "words without accents find: {found}");
    assert!(desk.get(&cookie, "/recipients?q=nobody").contains("Nobody fits"));
    let check = desk.get(&cookie, "/check");
    assert!(check.contains("KEN") && check.contains("fax"), "{check}");
    // A file that is saved is seen by the next page.
    folder.edit("recipients/ministries.yaml", "channels: [fax]", "channels: [post]");
    let mended = desk.get(&cookie, "/check");
    assert!(!mended.contains("class=\"error\""), "{mended}");
}

#[test]
fn the_first_page_says_who_approved_and_what_comes_next() {
    let folder = Folder::started();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let start = desk.get(&cookie, "/");
    assert!(
        start.contains("The next step: <a class=\"button\" href=\"/make\">Make the letters</a>"),
        "{start}"
    );
    folder.run(&["build"]).ends_with(0);
    folder.run(&["approve", "--by", "Anna <b> Martin"]).ends_with(0);
    let start = desk.get(&cookie, "/");
    let approved = "<a href=\"/check/approve\">The letters are approved</a> · <bdi class=\"quiet\">1 of 1</bdi> · <bdi>Anna &lt;b&gt; Martin</bdi>";
    assert!(start.contains(approved), "{start}");
    assert!(
        start.contains("The next step: <a class=\"button\" href=\"/dispatch\">Send the letters</a>"),
        "{start}"
    );
    let answers = "<a href=\"/returns\">Gather the answers</a> · <bdi class=\"quiet\">recipients who answered: 0 of 3</bdi>";
    assert!(start.contains(answers), "{start}");
}

#[test]
fn what_the_library_names_in_english_is_named_in_the_pages_language() {
    let folder = Folder::started();
    folder.run(&["build"]).ends_with(0);
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let in_arabic = |path: &str| {
        let headers = [("Cookie", cookie.as_str()), ("Accept-Language", "ar")];
        desk.ask("GET", path, &headers, "").body
    };
    let list = in_arabic("/recipients");
    assert!(list.contains("title=\"أولى لغاتها\"") && !list.contains("first of its languages"), "{list}");
    let one = in_arabic("/recipients/KEN");
    assert!(one.contains("(أولى لغاتها)") && !one.contains("first of its languages"), "{one}");
    let make = in_arabic("/make");
    let (_, archive) = make.split_once("href=\"/make/").expect("an archive");
    let archive = in_arabic(&format!("/make/{}", archive.split('"').next().expect("a hash")));
    assert!(archive.contains("البريد العادي") && !archive.contains(">post<"), "{archive}");
}

#[test]
fn a_page_is_in_the_language_that_was_chosen() {
    let folder = Folder::started();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let arabic =
        desk.ask("GET", "/recipients", &[("Cookie", &cookie), ("Accept-Language", "ar-EG, en")], "").body;
    assert!(arabic.contains("<html lang=\"ar\" dir=\"rtl\">") && arabic.contains("كينيا"), "{arabic}");
    let chosen = desk.post(&cookie, "/language", &[("language", "fr"), ("back", "/check")]);
    assert_eq!((chosen.status, chosen.header("location").as_str()), (303, "/check"));
    let both = format!("{cookie}; {}", chosen.header("set-cookie").split(';').next().expect("a pair"));
    assert!(desk.get(&both, "/check").contains("<html lang=\"fr\""));
    let elsewhere = desk.post(&cookie, "/language", &[("language", "fr"), ("back", "https://evil.example")]);
    assert_eq!(elsewhere.header("location"), "/");
}
