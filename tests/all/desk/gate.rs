//! Who gets in, and that what a list holds is text.

use super::{Answer, Desk};
use crate::folder::Folder;

#[test]
fn nobody_else_gets_in() {
    let folder = Folder::started();
    let desk = Desk::open(&folder);
    assert_eq!(desk.ask("GET", "/", &[], "").status, 401);
    assert_eq!(desk.ask("GET", "/enter?secret=00", &[], "").status, 401);
    assert_eq!(desk.ask("GET", "/enter", &[], "").status, 401);
    let cookie = desk.enter();
    assert_eq!(desk.ask("GET", &desk.entry, &[], "").status, 401, "an address works once");
    let host = |host: &str| {
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n")
    };
    for name in ["evil.example", &format!("evil.example:{}", desk.port), "127.0.0.1", ""] {
        assert_eq!(desk.send(host(name).as_bytes()).status, 421, "{name}");
    }
    for origin in ["http://evil.example", "null", "http://127.0.0.1"] {
        let answer =
            desk.ask("POST", "/language", &[("Cookie", &cookie), ("Origin", origin)], "language=fr&back=/");
        assert_eq!(answer.status, 403, "{origin}");
    }
    for path in
        ["/../mailing.yaml", "/assets/../../mailing.yaml", "/assets/%2e%2e/mailing.yaml", "//etc/passwd"]
    {
        let answer = desk.ask("GET", path, &[("Cookie", &cookie)], "");
        assert_eq!(answer.status, 404, "{path}: {answer:?}");
    }
    let answer = desk.ask("GET", "/", &[("Cookie", &cookie)], "");
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    let long = "x".repeat(2 << 20);
    assert_eq!(desk.post(&cookie, "/language", &[("language", &long)]).status, 413);
}

#[test]
fn who_is_refused_is_told_why_in_the_desks_style() {
    let desk = Desk::open(&Folder::started());
    let cookie = desk.enter();
    let styled = |answer: &Answer, status: u16, told: &str| {
        assert_eq!(answer.status, status, "{answer:?}");
        for part in ["<link rel=\"stylesheet\" href=\"/assets/desk.css\">", told] {
            assert!(answer.body.contains(part), "{part}: {answer:?}");
        }
        // Nothing leads to where nobody is let in.
        assert!(!answer.body.contains("<a ") && !answer.body.contains("<form"), "{answer:?}");
        assert!(answer.header("content-security-policy").contains("style-src 'self'"), "{answer:?}");
    };
    styled(
        &desk.ask("GET", "/recipients", &[], ""),
        401,
        "If the desk is open in another window, go on there.",
    );
    styled(&desk.ask("GET", &desk.entry, &[], ""), 401, "end the program and start it again");
    styled(&desk.ask("GET", "/", &[("Accept-Language", "zh")], ""), 401, "您无权查看此页");
    styled(&desk.ask("GET", "/", &[("Accept-Language", "ar")], ""), 401, "<html lang=\"ar\" dir=\"rtl\">");
    let foreign = [("Cookie", cookie.as_str()), ("Origin", "http://evil.example")];
    styled(&desk.ask("POST", "/make", &foreign, ""), 403, "This did not come from the desk");
    let named =
        |path: &str| format!("GET {path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    let address = format!("Open http://127.0.0.1:{} instead", desk.port);
    styled(&desk.send(named("/").as_bytes()), 421, &address);
    // The style and the picture hold nothing of the mailing; nothing else is given out.
    for path in ["/assets/desk.css", "/assets/desk.svg"] {
        assert_eq!(desk.ask("GET", path, &[], "").status, 200, "{path}");
        assert_eq!(desk.send(named(path).as_bytes()).status, 200, "{path}");
        assert_eq!(desk.ask("POST", path, &[], "").status, 403, "{path}");
    }
    for path in
        ["/assets/desk.js", "/assets/desk.css/", "/assets/desk.css?/../../recipients/x", "/reading/events"]
    {
        let status = desk.ask("GET", path, &[], "").status;
        assert_eq!(status, if path.contains('?') { 200 } else { 401 }, "{path}");
    }
}

#[test]
fn what_a_list_holds_is_text() {
    let folder = Folder::started();
    let hostile = "<script>alert(1)</script>\\\" onmouseover=\\\"x";
    folder.edit("recipients/ministries.yaml", "emails: [", &format!("group: [\"{hostile}\"]\n    emails: ["));
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    for path in ["/recipients", "/check", "/recipients?q=%3Cscript%3E%22&language=%22%3E%3Cb%3E"] {
        let page = desk.get(&cookie, path);
        assert!(
            !page.contains("<script>") && !page.contains("<b>") && !page.contains("\" onmouseover"),
            "{page}"
        );
    }
}
