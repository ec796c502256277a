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
