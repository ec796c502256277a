//! Who gets in, and that what a list holds is text.

use super::Desk;
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
