//! The place of the letter: the page follows the text, what is wrong is told at its place, and saving overwrites nothing unseen.

use serde_json::{Value, json};

use super::{Answer, Desk};
use crate::folder::Folder;

const LETTER: &str = "templates/en/letter.typ.hbs";
const EMAIL: &str = "templates/en/email.txt.hbs";

/// What a script of the desk's own page posts.
fn post(desk: &Desk, cookie: &str, path: &str, body: &Value) -> Value {
    let origin = format!("http://127.0.0.1:{}", desk.port);
    let headers = [("Cookie", cookie), ("Origin", origin.as_str()), ("Content-Type", "application/json")];
    let answer = desk.ask("POST", path, &headers, &body.to_string());
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{path}: {answer:?}"))
}

/// The page of a text of the English letter to the Gambia.
fn preview(desk: &Desk, cookie: &str, text: &str) -> Value {
    let wanted =
        json!({ "document": "letter", "language": "en", "recipient": "GMB", "scale": 1.0, "text": text });
    post(desk, cookie, "/letter/preview", &wanted)
}

fn codes(answer: &Value) -> Vec<(&str, u64)> {
    let problems = answer["problems"].as_array().expect("a list");
    let told = |it: &Value| it["line"].as_u64().unwrap_or_default();
    problems.iter().map(|it| (it["code"].as_str().expect("a code"), told(it))).collect()
}

/// The line of a text, from one, that holds a piece of it.
fn line_of(text: &str, piece: &str) -> u64 {
    let before = text.split(piece).next().expect("a part");
    assert_ne!(before.len(), text.len(), "{piece} is in the text");
    before.matches('\n').count() as u64 + 1
}

fn seen(page: &str) -> String {
    let rest = page.split("name=\"seen\" value=\"").nth(1).expect("a hidden field");
    rest.split('"').next().expect("a value").to_owned()
}

#[test]
fn the_page_follows_a_text_that_is_not_saved() {
    let folder = Folder::started();
    let saved = folder.read(LETTER);
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let first = preview(&desk, &cookie, &saved);
    assert_eq!((first["pages"].as_u64(), codes(&first)), (Some(1), vec![]), "{first}");
    let changed = preview(&desk, &cookie, &format!("{saved}\n\nThe meeting will be webcast."));
    assert_ne!(first["page"]["picture"], changed["page"]["picture"]);
    let again = preview(&desk, &cookie, &saved);
    assert_eq!(first["page"], again["page"], "the same text has the same page");
    let url = changed["page"]["url"].as_str().expect("an address");
    let picture = desk.ask("GET", url, &[("Cookie", &cookie)], "");
    assert_eq!((picture.status, picture.header("content-type").as_str()), (200, "image/png"));
    assert!(picture.body.contains("PNG"));
    // What is shown already is not drawn again, and still there.
    let known = json!({ "document": "letter", "language": "en", "recipient": "GMB", "scale": 1.0,
        "text": saved, "picture": first["page"]["picture"] });
    assert_eq!(post(&desk, &cookie, "/letter/preview", &known)["page"], first["page"]);
    let wide = json!({ "document": "letter", "language": "en", "recipient": "GMB", "paper": "us-letter" });
    let wide = post(&desk, &cookie, "/letter/preview", &wide);
    assert_eq!(wide["page"]["width"].as_f64().map(f64::round), Some(612.0), "{wide}");
    let form = json!({ "document": "form", "language": "en", "recipient": "GMB", "page": 2 });
    let form = post(&desk, &cookie, "/letter/preview", &form);
    assert_eq!(form["page"]["number"], 2, "pages are turned: {form}");
    let arabic = json!({ "document": "letter", "language": "ar", "recipient": "GMB" });
    let arabic = post(&desk, &cookie, "/letter/preview", &arabic);
    assert_eq!(arabic["pages"], 1, "a recipient is shown in every language: {arabic}");
    let plain = desk.ask("GET", "/letter/page?recipient=GMB", &[("Cookie", &cookie)], "");
    assert_eq!((plain.status, plain.header("content-type").as_str()), (200, "image/png"));
    assert_eq!(folder.read(LETTER), saved, "nothing on the disk was touched");
    let page = desk.get(&cookie, "/letter?recipient=GMB");
    assert!(page.contains("I have the honour") && page.contains("{{event.meeting}}"), "{page}");
    // A problem leads to the file it is in, whatever document that is a part of.
    for (asked, file) in [
        ("document=registration&file=templates%2Fregistration.typ.hbs", "templates/registration.typ.hbs"),
        ("document=email&language=fr", "templates/fr/email.txt.hbs"),
        ("document=nothing&file=mailing.yaml", LETTER),
    ] {
        let page = desk.get(&cookie, &format!("/letter?{asked}"));
        assert!(page.contains(&format!("data-file=\"{file}\"")), "{asked}: {page}");
    }
    assert!(page.contains("Preparatory Meeting"), "the values of merge fields stand beside them: {page}");
}

#[test]
fn what_is_wrong_is_told_at_its_place_while_it_is_typed() {
    let folder = Folder::started();
    let saved = folder.read(LETTER);
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let place = "I have the honour";
    let line = line_of(&saved, place);
    for (typed, code) in [
        ("{{event.nmae}} ", "merge-field-unknown"),
        ("{{#if event.name}} ", "template-syntax"),
        ("#nobody() ", "typst-error"),
    ] {
        let text = saved.replacen(place, &format!("{typed}{place}"), 1);
        let answer = preview(&desk, &cookie, &text);
        let told = codes(&answer);
        assert!(told.iter().any(|(own, _)| *own == code), "{typed}: {told:?}");
        assert!(code == "template-syntax" || told.contains(&(code, line)), "{typed}: {told:?}");
        assert_eq!(answer["problems"][0]["file"], LETTER, "{answer}");
        assert_eq!(answer["page"], Value::Null, "{typed}");
    }
    assert_eq!(codes(&preview(&desk, &cookie, &saved)), [], "and a sound text has its page again");
    let text = folder.read(EMAIL);
    let email = |text: String| {
        let wanted =
            json!({ "document": "email.txt.hbs", "language": "en", "recipient": "GMB", "text": text });
        post(&desk, &cookie, "/letter/preview", &wanted)
    };
    let merged = email(text.clone());
    assert!(merged["email"]["subject"].as_str().is_some_and(|subject| !subject.is_empty()), "{merged}");
    assert!(email(format!("{text}\n{{{{nobody}}}}"))["problems"][0]["line"].is_u64());
}

#[test]
fn a_text_that_hangs_is_given_up_and_the_next_one_is_set() {
    let folder = Folder::started();
    folder.edit("mailing.yaml", "extra_fields: []", "extra_fields: []\nlimits: { seconds: 3 }");
    let saved = folder.read(LETTER);
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let endless = "#{ for a in range(9000) { for b in range(9000) { for c in range(9000) {} } } }";
    let answer = preview(&desk, &cookie, &format!("{saved}\n{endless}"));
    assert_eq!(codes(&answer)[0].0, "document-time", "{answer}");
    assert_eq!(preview(&desk, &cookie, &saved)["pages"], 1);
}

#[test]
fn a_point_of_the_page_leads_to_where_its_text_is_written() {
    let folder = Folder::started();
    let saved = folder.read(LETTER);
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let text = format!("{{{{!-- not saved --}}}}\n{saved}");
    let find = |x: f64, y: f64| {
        let wanted = json!({ "document": "letter", "language": "en", "recipient": "GMB", "text": text,
            "page": 1, "point": [x, y] });
        post(&desk, &cookie, "/letter/point", &wanted)
    };
    let found: Vec<Value> = (4..40).map(|step| find(130.0, f64::from(step) * 20.0)).collect();
    let body = line_of(&text, "Yet the success achieved");
    let in_body = |it: &&Value| it["file"] == LETTER && it["line"].as_u64().is_some_and(|line| line == body);
    assert!(found.iter().any(|it| in_body(&it)), "the text itself: {found:?}");
    assert!(found.iter().any(|it| it["field"] == "addressee.lines"), "a value of a part: {found:?}");
    assert_eq!(find(5.0, 5.0), json!({}), "nothing is written there");
}

#[test]
fn a_text_is_saved_over_nothing_but_what_was_seen() {
    let folder = Folder::started();
    let saved = folder.read(LETTER);
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let page = desk.get(&cookie, "/letter");
    let first = seen(&page);
    let save = |seen: &str, text: &str| -> Answer {
        let fields =
            [("document", "letter"), ("language", "en"), ("file", LETTER), ("seen", seen), ("text", text)];
        desk.post(&cookie, "/letter", &fields)
    };
    let changed = saved.replace("I have the honour", "I have the great honour");
    // Browsers end lines in their own way.
    let answer = save(&first, &changed.replace('\n', "\r\n"));
    assert_eq!(answer.status, 303, "{answer:?}");
    assert_eq!(folder.read(LETTER), changed);
    let refused = save(&first, "overwritten & gone");
    assert_eq!(refused.status, 409, "{refused:?}");
    assert!(refused.body.contains("overwritten &amp; gone"), "what was entered stays: {refused:?}");
    assert_eq!(folder.read(LETTER), changed);
    assert_eq!(save(&seen(&refused.body), &saved).status, 303, "a person may wish to all the same");
    assert_eq!(folder.read(LETTER), saved);
    for file in ["mailing.yaml", "../outside", "templates/fr/letter.typ.hbs"] {
        let fields =
            [("document", "letter"), ("language", "en"), ("file", file), ("seen", "none"), ("text", "x")];
        assert_eq!(desk.post(&cookie, "/letter", &fields).status, 409, "{file} is none of the letter's");
    }
}

#[test]
fn the_awkward_recipients_come_first_and_all_come() {
    let folder = Folder::started();
    let hostile = "<script>alert(1)</script>";
    folder.edit("recipients/ministries.yaml", "emails: [", &format!("group: [\"{hostile}\"]\n    emails: ["));
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let mut address = "/letter".to_owned();
    let mut visited = Vec::new();
    loop {
        let page = desk.get(&cookie, &address);
        assert!(!page.contains("<script>alert"), "{page}");
        let turning =
            page.split("id=\"turning\"").nth(1).expect("the way").split("</nav>").next().expect("its end");
        if visited.is_empty() {
            assert!(turning.contains("longest name"), "{turning}");
        }
        let own = turning.split("data-recipient=\"").nth(1).and_then(|rest| rest.split('"').next());
        visited.push(own.expect("an id").to_owned());
        let Some(link) = turning.split("rel=\"next\" href=\"").nth(1) else { break };
        address = link.split('"').next().expect("an address").replace("&amp;", "&");
    }
    let of_all = visited.iter().collect::<std::collections::BTreeSet<_>>();
    assert!(visited.len() > 1 && of_all.len() == visited.len(), "each once: {visited:?}");
}

#[test]
fn an_e_mail_is_shown_as_html_that_runs_and_loads_nothing() {
    let folder = Folder::started();
    let hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>";
    let text = folder.read(EMAIL);
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let wanted = json!({ "document": "email.txt.hbs", "language": "en", "recipient": "GMB",
        "text": format!("{text}\n\n{hostile}\n") });
    let shown = post(&desk, &cookie, "/letter/preview", &wanted);
    let address = shown["email"]["html"].as_str().unwrap_or_else(|| panic!("{shown}"));
    let mail = desk.ask("GET", address, &[("Cookie", &cookie)], "");
    assert_eq!((mail.status, mail.header("content-type").as_str()), (200, "text/html; charset=utf-8"));
    let policy = mail.header("content-security-policy");
    assert!(policy.starts_with("sandbox; default-src 'none'") && !policy.contains("script-src"), "{policy}");
    assert!(mail.body.contains("&lt;script&gt;") && !mail.body.contains("<script"), "{}", mail.body);
    // The page of the letter may show it in a frame, and nothing else.
    let page = desk.ask("GET", "/letter", &[("Cookie", &cookie)], "").header("content-security-policy");
    assert!(page.contains("frame-src 'self'") && page.contains("frame-ancestors 'none'"), "{page}");
    // A picture is no e-mail, and nothing that was not made is shown.
    for address in ["/letter/mails/mail-0", "/letter/mails/0-1.000", "/letter/mails/..%2Fmailing.yaml"] {
        assert_eq!(desk.ask("GET", address, &[("Cookie", &cookie)], "").status, 404, "{address}");
    }
}

#[test]
fn recipients_beside_the_one_that_is_looked_at_are_ready_too() {
    let folder = Folder::started();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let shown = |recipient: &str| {
        let wanted = json!({ "document": "letter", "language": "en", "recipient": recipient, "scale": 1.0 });
        post(&desk, &cookie, "/letter/preview", &wanted)
    };
    let [gambia, kenya] = ["GMB", "KEN"].map(&shown);
    assert_ne!(gambia["page"]["picture"], kenya["page"]["picture"], "each has a page of its own");
    // What is wrong with one keeps no other from being shown.
    folder.edit("recipients/ministries.yaml", "iso: KEN", "iso: QQQ");
    let again = shown("GMB");
    assert_eq!(again["page"]["picture"], gambia["page"]["picture"], "{again}");
}
