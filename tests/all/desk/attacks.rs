//! What others on this machine, other sites in the browser, and broken programs try: it is refused or survived, no file changes, and the
//! person goes on working.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::Desk;
use crate::folder::Folder;

/// A request, and what it may be answered with.
struct Attack {
    name: &'static str,
    request: String,
    answers: &'static [u16],
}

/// What must not be answered with a page.
const REFUSED: &[u16] = &[400, 401, 403, 404, 405, 411, 413, 414, 415, 421, 422, 431, 501, 505];

impl Desk {
    /// What comes back for the bytes of a request: a status, or 0 where the connection is closed without one.
    fn attacked(&self, request: &[u8]) -> u16 {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a limit");
        // The desk may close a connection before it took all of a request.
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let head = String::from_utf8_lossy(&answer);
        head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0)
    }
}

/// All files of a mailing with their bytes.
fn files(folder: &Folder) -> Vec<(String, Vec<u8>)> {
    let names = ["mailing.yaml", "recipients/ministries.yaml", "templates/letter/en.hbs"];
    let read = |name: &str| Some((name.to_owned(), std::fs::read(folder.path(name)).ok()?));
    names.into_iter().filter_map(read).collect()
}

fn attacks(desk: &Desk, cookie: &str) -> Vec<Attack> {
    let (port, entry) = (desk.port, desk.entry.clone());
    let own = format!("127.0.0.1:{port}");
    let secret = entry.split('=').next_back().unwrap_or_default().to_owned();
    let mut all = Vec::new();
    let mut add = |name, request: String, answers| all.push(Attack { name, request, answers });
    let get = |path: &str, host: &str, rest: &str| {
        format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{rest}\r\n")
    };
    let with = format!("Cookie: {cookie}\r\n");

    for host in [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        format!("127.0.0.1.evil.example:{port}"),
        format!("localhost.:{port}"),
        format!("LOCALHOST:{port}"),
        format!("[::1]:{port}"),
        format!("127.1:{port}"),
        format!("2130706433:{port}"),
        format!("127.0.0.1:{port}@evil.example"),
        "127.0.0.1".to_owned(),
        "127.0.0.1:1".to_owned(),
    ] {
        add("a foreign host", get("/recipients", &host, &with), REFUSED);
    }
    add("no host", format!("GET / HTTP/1.1\r\nConnection: close\r\n{with}\r\n"), REFUSED);
    add("two hosts", get("/", &own, &format!("Host: evil.example\r\n{with}")), REFUSED);
    add("a host in the address", get("http://evil.example/", "evil.example", &with), REFUSED);

    let name = cookie.split('=').next().unwrap_or_default();
    for wrong in [
        String::new(),
        "Cookie:\r\n".to_owned(),
        format!("Cookie: {name}=\r\n"),
        format!("Cookie: {name}=00\r\n"),
        format!("Cookie: {}\r\n", &cookie[..cookie.len() - 1]),
        format!("Cookie: {cookie}0\r\n"),
        format!("Cookie: {}\r\n", cookie.to_uppercase()),
        format!("Cookie: convoke-desk-1={}\r\n", cookie.split('=').next_back().unwrap_or_default()),
        format!("Cookie: {name}={secret}\r\n"),
        format!("Authorization: Bearer {secret}\r\n"),
    ] {
        add("no cookie, or not this one", get("/recipients", &own, &wrong), &[401]);
    }
    add("a cookie in the address", get(&format!("/recipients?{cookie}"), &own, ""), &[401]);
    add("the first address again", get(&entry, &own, ""), &[401]);
    add("the first address in capitals", get(&entry.to_uppercase(), &own, ""), &[401, 404]);
    add("an empty secret", get("/enter?secret=", &own, ""), &[401]);
    add("two secrets", get(&format!("{entry}&secret={secret}"), &own, ""), &[400, 401]);

    let post = |path: &str, rest: &str, body: &str| {
        format!(
            "POST {path} HTTP/1.1\r\nHost: {own}\r\nConnection: close\r\n{with}\
             Content-Type: application/x-www-form-urlencoded\r\n{rest}Content-Length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    for origin in [
        String::new(),
        "Origin: null\r\n".to_owned(),
        "Origin: http://evil.example\r\n".to_owned(),
        format!("Origin: https://{own}\r\n"),
        "Origin: http://127.0.0.1\r\n".to_owned(),
        format!("Origin: http://{own}.evil.example\r\n"),
        format!("Origin: http://localhost:{port}\r\n"),
        format!("Origin: http://{own}\r\nOrigin: http://evil.example\r\n"),
        format!("Origin: http://{own}/\r\n"),
    ] {
        add("a form of another site", post("/language", &origin, "language=fr&back=/"), &[403]);
    }
    for site in ["cross-site", "same-site", "none, cross-site"] {
        add(
            "a request of another site",
            get("/recipients", &own, &format!("{with}Sec-Fetch-Site: {site}\r\n")),
            &[403],
        );
    }

    for path in [
        "/../mailing.yaml",
        "/..%2fmailing.yaml",
        "/assets/../../mailing.yaml",
        "/assets/%2e%2e/%2e%2e/mailing.yaml",
        "/assets/desk.css/../../../mailing.yaml",
        "//etc/passwd",
        "/mailing.yaml",
        "/assets/desk.css%00.html",
        "/%00",
        "/..%5c..%5cmailing.yaml",
        "/recipients/..%2f..%2fmailing.yaml",
        "/recipients/%2e%2e",
        "/jobs/../../etc/passwd",
        "/jobs/18446744073709551616",
        "/jobs/-1",
    ] {
        add("a path out of the mailing", get(path, &own, &with), REFUSED);
    }
    add("a long path", get(&format!("/{}", "a".repeat(200_000)), &own, &with), REFUSED);
    for method in ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND"] {
        let request = get("/recipients", &own, &format!("{with}Origin: http://{own}\r\n"));
        add("another method", request.replacen("GET", method, 1), REFUSED);
    }

    let origin = format!("Origin: http://{own}\r\n");
    let begun = post("/language", &origin, "");
    let large = begun.replace("Content-Length: 0", "Content-Length: 1073741824");
    add("a body of a gigabyte", large, &[413]);
    add("two lengths", begun.replace("Content-Length: 0", "Content-Length: 0\r\nContent-Length: 5"), REFUSED);
    let both = begun.replace("Content-Length: 0", "Content-Length: 4\r\nTransfer-Encoding: chunked");
    add(
        "a length and chunks",
        format!("{both}0\r\n\r\nGET /recipients HTTP/1.1\r\n\r\n"),
        &[0, 303, 400, 422],
    );
    add(
        "a chunk without end",
        begun.replace("Content-Length: 0", "Transfer-Encoding: chunked") + "zz\r\n",
        REFUSED,
    );
    add("another kind of body", begun.replace("x-www-form-urlencoded", "json"), REFUSED);
    add(
        "a body of parts without parts",
        begun.replace("application/x-www-form-urlencoded", "multipart/form-data"),
        REFUSED,
    );
    add("many headers", get("/", &own, &format!("{with}{}", "X: y\r\n".repeat(500))), REFUSED);
    add("a long header", get("/", &own, &format!("{with}X: {}\r\n", "y".repeat(200_000))), REFUSED);
    add("a header with a control character", get("/", &own, &format!("{with}X: \u{0}\r\n")), REFUSED);
    add("another protocol", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(), &[0, 400, 401, 404, 421, 505]);
    add("TLS", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}".to_owned(), &[0, 400]);
    all
}

#[test]
fn what_others_try_is_refused() {
    let folder = Folder::started();
    let before = files(&folder);
    assert!(before.len() > 1, "files are looked at");
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let attacks = attacks(&desk, &cookie);
    assert!(attacks.len() >= 60, "{} attacks", attacks.len());
    for Attack { name, request, answers } in attacks {
        let start = request.get(..120).unwrap_or(&request);
        let status = desk.attacked(request.as_bytes());
        assert!(answers.contains(&status), "{name}: answered with {status}: {start}");
    }
    assert_eq!(files(&folder), before);
    assert!(desk.get(&cookie, "/recipients").contains("KEN"), "the person goes on");
}

#[test]
fn two_hundred_connections_that_say_nothing_keep_nobody_waiting() {
    const CONNECTIONS: usize = 200;
    let folder = Folder::started();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    desk.get(&cookie, "/recipients");
    let idle: Vec<TcpStream> = (0..CONNECTIONS)
        .map(|_| TcpStream::connect(("127.0.0.1", desk.port)).expect("a connection"))
        .collect();
    for (number, mut stream) in idle.iter().enumerate() {
        if number % 2 == 0 {
            stream.write_all(b"GET / HTTP/1.1\r\nHo").expect("half a request");
        }
    }
    let asked = Instant::now();
    assert!(desk.get(&cookie, "/recipients").contains("KEN"));
    // Less than an idle connection is given.
    assert!(asked.elapsed() < Duration::from_secs(8), "{:?}", asked.elapsed());
    drop(idle);
}

#[test]
fn two_desks_keep_apart() {
    let folder = Folder::started();
    let (one, two) = (Desk::open(&folder), Desk::open(&folder));
    let (first, second) = (one.enter(), two.enter());
    assert_eq!(two.ask("GET", "/", &[("Cookie", &first)], "").status, 401);
    assert_eq!(one.ask("GET", "/", &[("Cookie", &second)], "").status, 401);
    let both = format!("{first}; {second}");
    assert!(one.get(&both, "/").contains("DM-1132") && two.get(&both, "/").contains("DM-1132"));
}
