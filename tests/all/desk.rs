//! The desk: its pages say what the commands say, for the person who started it and nobody else.
#![cfg(feature = "desk")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::folder::Folder;

/// A desk that runs.
struct Desk {
    process: Child,
    port: u16,
    /// The path and query of the first address.
    entry: String,
}

/// An answer.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Desk {
    fn open(folder: &Folder) -> Self {
        let mut command = folder.command(&["desk", "--no-browser"]);
        let mut process = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the command");
        let mut line = String::new();
        let told = process.stdout.as_mut().expect("a pipe");
        BufReader::new(told).read_line(&mut line).expect("an address");
        let address = line.trim().strip_prefix("open: http://127.0.0.1:").expect("an address");
        let (port, entry) = address.split_once('/').expect("a path");
        Self { process, port: port.parse().expect("a port"), entry: format!("/{entry}") }
    }

    fn send(&self, bytes: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a limit");
        stream.write_all(bytes).expect("a request");
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("an answer in UTF-8");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head");
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
        Answer { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request =
            format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n", self.port);
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
        self.send(request.as_bytes())
    }

    /// The cookie of whoever opens the first address.
    fn enter(&self) -> String {
        let answer = self.ask("GET", &self.entry, &[], "");
        assert_eq!(answer.status, 303, "{answer:?}");
        answer.header("set-cookie").split(';').next().expect("a pair").to_owned()
    }

    fn get(&self, cookie: &str, path: &str) -> String {
        let answer = self.ask("GET", path, &[("Cookie", cookie)], "");
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        answer.body
    }
}

impl Answer {
    fn header(&self, name: &str) -> String {
        let line = self.head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_else(|| panic!("no {name} in {}", self.head)).to_owned()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

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
    let origin = format!("http://127.0.0.1:{}", desk.port);
    let form = [
        ("Cookie", cookie.as_str()),
        ("Origin", &origin),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ];
    let chosen = desk.ask("POST", "/language", &form, "language=fr&back=%2Fcheck");
    assert_eq!((chosen.status, chosen.header("location").as_str()), (303, "/check"));
    let both = format!("{cookie}; {}", chosen.header("set-cookie").split(';').next().expect("a pair"));
    assert!(desk.get(&both, "/check").contains("<html lang=\"fr\""));
    let elsewhere = desk.ask("POST", "/language", &form, "language=fr&back=https%3A%2F%2Fevil.example");
    assert_eq!(elsewhere.header("location"), "/");
}

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
    let origin = format!("http://127.0.0.1:{}", desk.port);
    let form = [
        ("Cookie", cookie.as_str()),
        ("Origin", &origin),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ];
    assert_eq!(desk.ask("POST", "/language", &form, &format!("language={long}")).status, 413);
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
