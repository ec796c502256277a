//! Languages at the desk: a text translated beside its source, what its source changed since, tokens that stay, files of translation
//! tools.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use super::{Answer, Desk};
use crate::folder::Folder;

/// A text of a page, as its form would post it.
#[derive(Debug)]
struct Text {
    file: String,
    id: String,
    seen: String,
    entered: String,
    article: String,
}

/// The text of a page whose source holds some words.
fn text_with(page: &str, words: &str) -> Text {
    let articles = page.split("<article").skip(1);
    let mut found =
        articles.filter(|article| article.split("<form").next().is_some_and(|head| head.contains(words)));
    let article = found.next().unwrap_or_else(|| panic!("no text with {words} in {page}")).to_owned();
    let value = |name: &str| {
        let after = article.split(&format!("name=\"{name}\" value=\"")).nth(1).expect("a field");
        after.split('"').next().expect("its end").to_owned()
    };
    let area = article.split("<textarea").nth(1).and_then(|rest| rest.split_once('>')).expect("a field").1;
    let entered = area.split("</textarea>").next().expect("its end").trim_start_matches('\n').to_owned();
    Text { file: value("file"), id: value("id"), seen: value("seen"), entered, article: article.clone() }
}

impl Desk {
    /// Saves what is entered for a text.
    fn put(&self, cookie: &str, tag: &str, text: &Text, entered: &str, how: &str) -> Answer {
        let fields = [
            ("file", text.file.as_str()),
            ("id", &text.id),
            ("seen", &text.seen),
            ("text", entered),
            ("back", "file=letter.typ.hbs"),
            (how, "1"),
        ];
        self.post(cookie, &format!("/languages/{tag}"), &fields)
    }

    /// Gives a file, as a browser sends it.
    fn give(&self, cookie: &str, name: &str, text: &str) -> Answer {
        let body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/xliff+xml\r\n\r\n{text}\r\n--b--\r\n"
        );
        let origin = format!("http://127.0.0.1:{}", self.port);
        let headers = [
            ("Cookie", cookie),
            ("Origin", origin.as_str()),
            ("Content-Type", "multipart/form-data; boundary=b"),
        ];
        self.ask("POST", "/languages/xliff", &headers, &body)
    }
}

/// The head of a picture, and how it begins.
fn picture(desk: &Desk, cookie: &str, path: &str) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(("127.0.0.1", desk.port)).expect("a connection");
    let host = format!("127.0.0.1:{}", desk.port);
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("a request");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("an answer");
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    let body = bytes.split_off(end + 4);
    (String::from_utf8(bytes).expect("a head").to_lowercase(), body)
}

#[test]
fn a_stale_text_is_marked_translated_and_renewed() {
    let folder = Folder::started();
    folder.edit("templates/en/letter.typ.hbs", "the honour to invite", "the great honour to invite");
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let list = desk.get(&cookie, "/languages");
    let french = list.split("<tr").find(|row| row.contains("/languages/fr\"")).expect("a row");
    assert!(french.contains("Unfinished") && french.contains("français"), "{french}");
    let page = desk.get(&cookie, "/languages/fr?show=changed");
    assert_eq!(page.matches("<article").count(), 1, "{page}");
    let text = text_with(&page, "great");
    assert!(text.article.contains("<ins title=\"added\">great </ins>"), "{}", text.article);
    assert!(
        text.article.contains("lang=\"en\" dir=\"ltr\"") && text.article.contains("lang=\"fr\" dir=\"ltr\"")
    );
    let before = folder.read("templates/fr/letter.typ.hbs");
    let renewed = text.entered.replace("l’honneur", "le grand honneur");
    assert_ne!(renewed, text.entered);
    // Put down, not finished: the text is there, and still to be looked at.
    let draft = desk.put(&cookie, "fr", &text, &renewed, "draft");
    assert_eq!(draft.status, 303, "{draft:?}");
    assert!(draft.header("location").starts_with("/languages/fr?file=letter.typ.hbs&saved="), "{draft:?}");
    let text = text_with(&desk.get(&cookie, "/languages/fr?show=changed"), "great");
    assert_eq!(text.entered, renewed);
    assert_eq!(desk.put(&cookie, "fr", &text, &renewed, "done").status, 303);
    assert!(desk.get(&cookie, "/languages/fr?show=changed").contains("No text fits"));
    folder.run(&["locale", "status", "fr"]).ends_with(0);
    // Nothing else of the file changed, and what was there is kept.
    let after = folder.read("templates/fr/letter.typ.hbs");
    let changed =
        |text: &str, other: &str| text.lines().filter(|line| !other.lines().any(|l| l == *line)).count();
    assert!((1..=3).contains(&changed(&after, &before)), "{after}");
    assert!(after.contains("le grand honneur") && after.contains("{{event.meeting}}"), "{after}");
}

#[test]
fn what_breaks_a_token_is_told_and_never_saved() {
    let folder = Folder::started();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let text = text_with(&desk.get(&cookie, "/languages/fr?file=letter.typ.hbs"), "the honour to invite");
    assert!(text.entered.contains("⟨event.meeting⟩"), "{text:?}");
    let before = folder.read("templates/fr/letter.typ.hbs");
    let check = |entered: &str| {
        let fields = [("file", text.file.as_str()), ("id", text.id.as_str()), ("text", entered)];
        let answer = desk.post(&cookie, "/languages/fr/check", &fields);
        serde_json::from_str::<serde_json::Value>(&answer.body).unwrap_or_else(|_| panic!("{answer:?}"))
    };
    let token = "⟨event.meeting⟩";
    for (entered, told) in [
        (text.entered.replace(token, ""), "Missing: ⟨event.meeting⟩"),
        (format!("{} {token}", text.entered), "More than once: ⟨event.meeting⟩"),
        (text.entered.replace(token, "⟨event.meting⟩"), "There is no ⟨event.meting⟩"),
        (text.entered.replace(token, "⟨event.meeting"), "Missing: ⟨event.meeting⟩"),
        (String::new(), "There is no translation yet"),
    ] {
        let found = check(&entered);
        assert_eq!(found["ok"], false, "{entered}");
        assert!(found["html"].as_str().is_some_and(|html| html.contains(told)), "{told}: {found}");
        let answer = desk.put(&cookie, "fr", &text, &entered, "done");
        assert!(answer.status == 422 && answer.body.contains(told), "{told}: {answer:?}");
        assert_eq!(folder.read("templates/fr/letter.typ.hbs"), before);
    }
    assert_eq!(check(&text.entered)["html"], "");
    // A number that the source has not is told as one types, and may be saved.
    let found = check(&format!("{} 1999", text.entered));
    assert_eq!(found["ok"], true);
    assert!(found["html"].as_str().is_some_and(|html| html.contains("translation-number-extra")), "{found}");
    // What looks like markup or a merge field is words, and prints as it was entered.
    let entered = format!("{} #panic() {{{{x.y}}}} <b>", text.entered);
    assert_eq!(desk.put(&cookie, "fr", &text, &entered, "done").status, 303);
    assert!(!folder.read("templates/fr/letter.typ.hbs").contains("{{x.y}}"));
    folder.run(&["check"]).ends_with(0);
    let again = text_with(&desk.get(&cookie, "/languages/fr?file=letter.typ.hbs"), "the honour to invite");
    assert!(again.entered.contains("#panic() {{x.y}} &lt;b&gt;"), "{again:?}");
    // What the first page still shows was changed since.
    let late = desk.put(&cookie, "fr", &text, &text.entered, "done");
    assert!(late.status == 409 && late.body.contains("changed elsewhere"), "{late:?}");
}

#[test]
fn a_language_is_begun_and_worked_on_in_a_tool() {
    let folder = Folder::started();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    assert!(
        desk.get(&cookie, "/languages")
            .contains("<option value=\"pt\" lang=\"pt\" dir=\"ltr\">português (pt)")
    );
    let begun = desk.post(&cookie, "/languages", &[("tag", "pt"), ("from", "fr")]);
    assert_eq!((begun.status, begun.header("location").as_str()), (303, "/languages/pt"));
    let wrong = desk.post(&cookie, "/languages", &[("tag", "../x"), ("from", "fr")]);
    assert!(wrong.status == 422 && wrong.body.contains("not a language tag"), "{wrong:?}");
    let page = desk.get(&cookie, "/languages/pt?show=todo");
    assert!(page.contains("mailing.yaml") || page.contains("Texts of the event"), "{page}");
    // The desk's file is the command's.
    for (query, option) in [("1.2", "1.2"), ("2.1", "2.1")] {
        let out = folder.run(&["locale", "export", "pt", "--xliff", option, "-o", "-"]).ends_with(0).out;
        assert_eq!(desk.get(&cookie, &format!("/languages/pt/xliff?version={query}")), out);
    }
    folder.run(&["locale", "export", "pt", "--xliff", "1.2"]).ends_with(0);
    let sent = folder.read("pt.xlf");
    let label = sent.split("<trans-unit id=\"labels.hotel\"").nth(1).expect("a label");
    let source =
        label.split("<source>").nth(1).and_then(|rest| rest.split("</source>").next()).expect("its source");
    let target =
        format!("<source>{source}</source><target state=\"translated\">Hotel &amp; pousada</target>");
    let came = sent.replacen(&format!("<source>{source}</source>"), &target, 1);
    assert_ne!(came, sent);
    let looked = desk.give(&cookie, "pt.xlf", &came);
    assert!(
        looked.status == 200 && looked.body.contains("Texts that change: 1. Newly marked as translated: 1."),
        "{looked:?}"
    );
    assert!(!folder.read("templates/pt/locale.yaml").contains("pousada"), "looking writes nothing");
    let held = looked
        .body
        .split("name=\"held\" value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a hash");
    let taken = desk.post(&cookie, "/languages/xliff/take", &[("held", held)]);
    assert_eq!((taken.status, taken.header("location").as_str()), (303, "/languages/pt"));
    let by_desk = ["locale.yaml", "translation.yaml", "letter.typ.hbs"]
        .map(|file| folder.read(&format!("templates/pt/{file}")));
    assert!(by_desk[0].contains("Hotel & pousada"));
    let again = desk.post(&cookie, "/languages/xliff/take", &[("held", held)]);
    assert!(again.status == 422 && again.body.contains("no longer held"), "{again:?}");
    // The command comes to the same files.
    let other = Folder::started();
    other.run(&["locale", "new", "pt", "--from", "fr"]).ends_with(0);
    other.write("pt.xlf", &came);
    other.run(&["locale", "import", "pt.xlf"]).ends_with(0);
    let by_command = ["locale.yaml", "translation.yaml", "letter.typ.hbs"]
        .map(|file| other.read(&format!("templates/pt/{file}")));
    assert_eq!(by_desk, by_command);
    let broken = desk.give(&cookie, "x.xlf", "<!DOCTYPE x [<!ENTITY a \"b\">]><xliff/>");
    assert!(broken.status == 422 && broken.body.contains("xliff-"), "{broken:?}");
}

#[test]
fn texts_of_the_event_names_of_states_and_arabic_have_their_place() {
    let folder = Folder::started();
    folder.run(&["locale", "new", "pt", "--from", "en"]).ends_with(0);
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let page = desk.get(&cookie, "/languages/pt?file=mailing.yaml");
    let text = text_with(&page, "Hammamet");
    assert_eq!(text.entered, "");
    assert_eq!(desk.put(&cookie, "pt", &text, "Hammamet, Tunísia", "done").status, 303);
    assert!(folder.read("mailing.yaml").contains("Hammamet, Tunísia"));
    let states = desk.get(&cookie, "/languages/pt?file=countries.yaml");
    let text = text_with(&states, "Gambia");
    assert!(text.file == "countries.yaml" && text.id.starts_with("GMB."), "{text:?}");
    let arabic = desk.get(&cookie, "/languages/ar?file=letter.typ.hbs");
    assert!(arabic.contains("lang=\"ar\" dir=\"rtl\""), "{arabic}");
    let original = desk.get(&cookie, "/languages/en");
    assert!(original.contains("translated from this one"), "{original}");
    let unknown = desk.ask("GET", "/languages/..%2F..%2Fetc", &[("Cookie", &cookie)], "");
    assert_eq!(unknown.status, 404, "{unknown:?}");
    // The page as it will be printed.
    let (head, body) = picture(&desk, &cookie, "/languages/ar/page?document=letter&n=1");
    assert!(head.contains("200 ok") && head.contains("content-type: image/png"), "{head}");
    assert!(body.starts_with(b"\x89PNG"), "{head}");
}

#[test]
fn a_file_that_lacks_texts_of_its_source_is_brought_level() {
    let folder = Folder::started();
    folder.edit("templates/en/letter.typ.hbs", "I look forward", "Bring your passport.\n\nI look forward");
    folder.edit(
        "templates/en/locale.yaml",
        "  hotel: \"Hotel\"",
        "  hotel: \"Hotel\"\n  cloakroom: \"Cloakroom\"",
    );
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let page = desk.get(&cookie, "/languages/fr");
    assert!(
        page.contains("letter.typ.hbs: the source has") && page.contains("locale.yaml: the source has"),
        "{page}"
    );
    assert!(!page.contains("Bring your passport.</p>"), "it has no place yet: {page}");
    for file in ["letter.typ.hbs", "locale.yaml"] {
        let done = desk.post(&cookie, "/languages/fr/level", &[("file", file)]);
        assert_eq!((done.status, done.header("location").as_str()), (303, "/languages/fr?show=todo"));
    }
    let page = desk.get(&cookie, "/languages/fr?show=todo");
    assert_eq!((page.matches("<article").count(), page.contains("the source has")), (2, false), "{page}");
    for (words, translation) in
        [("Bring your passport", "Munissez-vous de votre passeport."), ("Cloakroom", "Vestiaire")]
    {
        let text = text_with(&desk.get(&cookie, "/languages/fr?show=todo"), words);
        assert_eq!(text.entered, "");
        assert_eq!(desk.put(&cookie, "fr", &text, translation, "done").status, 303);
    }
    folder.run(&["locale", "status", "fr"]).ends_with(0);
    // What the source no longer has goes, and everything is as it was before.
    folder.edit("templates/en/letter.typ.hbs", "Bring your passport.\n\n", "");
    desk.post(&cookie, "/languages/fr/level", &[("file", "letter.typ.hbs")]);
    folder.run(&["locale", "status", "fr"]).ends_with(0);
    assert_eq!(
        folder.read("templates/fr/letter.typ.hbs"),
        Folder::started().read("templates/fr/letter.typ.hbs")
    );
}
