//! Settings are edited in the file of the mailing, and nothing else of it changes.

use super::Desk;
use super::begin::leads_to;
use crate::folder::Folder;

/// The version of the file that a page knows.
fn seen(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"seen\" value=\"").expect("a version");
    rest.split('"').next().expect("a value").to_owned()
}

#[test]
fn what_is_entered_is_edited_in_the_file_and_nothing_else() {
    let folder = Folder::started();
    let before = folder.read("mailing.yaml");
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let page = desk.get(&cookie, "/settings");
    assert!(page.contains("value=\"DM-1132\"") && page.contains("name=\"event.name.fr\""), "{page}");
    let version = seen(&page);
    let fields = [
        ("seen", version.as_str()),
        ("reference", "DM-1133"),
        ("event.place.en", "Hammamet (Tunisia)"),
        ("sender.signatory.titles.en", "Secretary-General\r\n\r\nHead of the Secretariat"),
        ("event.end", "2004-06-27"),
        // What is no setting of the page is left alone.
        ("documents", "[]"),
        ("output", "/tmp"),
    ];
    leads_to(&desk.post(&cookie, "/settings", &fields), "/settings");
    let after = folder.read("mailing.yaml");
    let changed = |text: &str, other: &str| -> Vec<String> {
        let others: Vec<&str> = other.lines().collect();
        text.lines().filter(|line| !others.contains(line)).map(|line| line.trim().to_owned()).collect()
    };
    let lines = changed(&after, &before).join("\n");
    for text in ["reference: DM-1133", "Hammamet (Tunisia)", "Head of the Secretariat", "end: 2004-06-27"] {
        assert!(lines.contains(text), "{text} is not in {lines}");
    }
    assert!(changed(&after, &before).len() <= 6, "{lines}");
    let count = |text: &str| text.matches('#').count();
    assert_eq!(count(&after), count(&before), "comments stay");
    // The same form again knows a text that is there no more.
    let again = [("seen", version.as_str()), ("reference", "DM-1134")];
    assert_eq!(desk.post(&cookie, "/settings", &again).status, 422);
    assert_eq!(folder.read("mailing.yaml"), after);
    // What changes nothing writes nothing.
    let version = seen(&desk.get(&cookie, "/settings"));
    leads_to(&desk.post(&cookie, "/settings", &[("seen", &version), ("reference", "DM-1133")]), "/settings");
    assert_eq!(folder.read("mailing.yaml"), after);
}

#[test]
fn what_is_wrong_is_told_at_its_field_and_not_saved() {
    let folder = Folder::started();
    let before = folder.read("mailing.yaml");
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let version = seen(&desk.get(&cookie, "/settings"));
    for (key, text, told) in [
        ("event.end", "2004-06-20", "before it starts"),
        ("event.start", "next week", "is not a date"),
        ("sender.e_mail", "office(at)example", "is not an e-mail address"),
        ("paper", "a5", "is not one of the choices"),
    ] {
        let answer = desk.post(&cookie, "/settings", &[("seen", &version), (key, text)]);
        assert_eq!(answer.status, 422, "{key}: {text}");
        let (_, below) =
            answer.body.split_once(&format!("id=\"{key}-problem\"")).expect("a problem at the field");
        let beside: String = below.chars().take(400).collect();
        assert!(beside.contains(told), "{key}: {beside}");
        assert_eq!(folder.read("mailing.yaml"), before);
    }
    let hostile = "<script>alert(1)</script>\" onfocus=\"x";
    leads_to(&desk.post(&cookie, "/settings", &[("seen", &version), ("reference", hostile)]), "/settings");
    let page = desk.get(&cookie, "/settings");
    assert!(!page.contains("<script>alert") && !page.contains("\" onfocus"), "{page}");
    let version = seen(&page);
    // What is made empty is still to be filled in: told, and saved.
    leads_to(&desk.post(&cookie, "/settings", &[("seen", &version), ("sender.e_mail", "")]), "/settings");
    assert!(desk.get(&cookie, "/").contains("Still to be filled in: 1"));
}

#[test]
fn languages_and_ways_of_sending_are_settings() {
    let folder = Folder::started();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let page = desk.get(&cookie, "/settings");
    assert!(
        page.contains("href=\"/languages/fr\"") && page.contains("href=\"/recipients?channel=post\""),
        "{page}"
    );
    let fields = [
        ("seen", seen(&page)),
        ("second_language", "fr".to_owned()),
        ("dispatch.e_mail.smtp.host", "smtp.office.example".to_owned()),
        ("dispatch.e_mail.smtp.port", "2525".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(key, text)| (*key, text.as_str())).collect();
    leads_to(&desk.post(&cookie, "/settings", &fields), "/settings");
    let file = folder.read("mailing.yaml");
    let lines = ["second_language: fr", "host: smtp.office.example", "port: 2525"];
    assert!(lines.iter().all(|line| file.contains(line)), "{file}");
    let page = desk.get(&cookie, "/settings");
    assert!(
        page.contains("value=\"2525\"") && page.contains("<option value=\"fr\" lang=\"fr\" selected>"),
        "{page}"
    );
}
