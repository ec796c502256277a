//! `convoke serve`: letters over HTTP, for whoever has a token, and nothing that hangs.
#![cfg(feature = "desk")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::folder::Folder;
use crate::session::{BUILT, stranger};

pub(crate) const TOKEN: &str = "a-token-of-the-tests";

/// A service that runs.
pub(crate) struct Service {
    pub(crate) process: Child,
    port: u16,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

fn request(id: &str) -> String {
    json!({ "id": id, "number": 901, "recipient": stranger("4711") }).to_string()
}

impl Service {
    fn start(arguments: &[&str]) -> Self {
        Self::start_in(&BUILT, arguments)
    }

    pub(crate) fn start_in(folder: &Folder, arguments: &[&str]) -> Self {
        let mut command = folder.command(
            &[&["serve", "--address", "127.0.0.1:0", "--languages", "en", "--jobs", "2"], arguments].concat(),
        );
        command.env("CONVOKE_TOKEN", TOKEN);
        let mut process = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the command");
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().expect("a pipe")).read_line(&mut line).expect("an address");
        let port = line.trim().strip_prefix("listening: http://127.0.0.1:").expect("an address");
        let port = port.parse().expect("a port");
        Self { process, port }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a limit");
        stream
    }

    pub(crate) fn head(method: &str, path: &str, token: Option<&str>, length: usize) -> String {
        let token = token.map_or_else(String::new, |token| format!("Authorization: Bearer {token}\r\n"));
        format!(
            "{method} {path} HTTP/1.1\r\nHost: convoke\r\nConnection: close\r\n{token}Content-Length: {length}\r\n\r\n"
        )
    }

    pub(crate) fn ask(&self, method: &str, path: &str, token: Option<&str>, body: &str) -> Answer {
        let mut stream = self.connect();
        let _ = stream.write_all((Self::head(method, path, token, body.len()) + body).as_bytes());
        read(stream)
    }

    fn letter(&self, body: &str) -> Answer {
        self.ask("POST", "/letter", Some(TOKEN), body)
    }
}

pub(crate) fn read(mut stream: TcpStream) -> Answer {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
    Answer { status, head, body: bytes.split_off(end + 4) }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

fn a_letter_comes_back_and_says_what_it_is(service: &Service) {
    let answer = service.letter(&request("a17"));
    assert_eq!(answer.status, 200, "{}", answer.head);
    assert!(answer.body.starts_with(b"%PDF-"));
    assert!(answer.head.contains("content-type: application/pdf"), "{}", answer.head);
    assert!(answer.head.contains(r#"convoke-answer: {"id":"a17","status":"made""#), "{}", answer.head);
    assert!(answer.head.contains(r#""serial":"dm-1132/901""#), "{}", answer.head);
    let metrics = service.ask("GET", "/metrics", Some(TOKEN), "");
    let text = String::from_utf8(metrics.body).expect("text");
    assert!(text.contains("convoke_letter_seconds_count") && !text.contains("{result=\"made\"} 0"), "{text}");
}

fn whoever_has_no_token_gets_nothing(service: &Service) {
    for path in ["/letter", "/check", "/metrics", "/schema/request", "/nowhere"] {
        for token in [None, Some("another-token-of-the-tests")] {
            let method = if path == "/metrics" { "GET" } else { "POST" };
            let answer = service.ask(method, path, token, "");
            assert_eq!(answer.status, 401, "{path}");
            assert!(answer.head.contains("www-authenticate: bearer"), "{}", answer.head);
        }
    }
    let health = service.ask("GET", "/health", None, "");
    assert_eq!((health.status, health.json()), (200, json!({ "status": "ok" })));
}

fn what_cannot_be_made_is_told(service: &Service) {
    let wrong = request("b").replace("\"post\"", "\"pigeon\"");
    let answer = service.letter(&wrong);
    assert_eq!(answer.status, 422);
    assert_eq!(answer.json()["problems"][0]["code"], "value-invalid");
    let checked = service.ask("POST", "/check", Some(TOKEN), &wrong);
    assert_eq!((checked.status, checked.json()["status"].clone()), (200, json!("refused")));
    let sound = service.ask("POST", "/check", Some(TOKEN), &request("c"));
    assert_eq!((sound.status, sound.json()["status"].clone()), (200, json!("sound")));
    let cut = service.letter("{\"id\": ");
    assert_eq!((cut.status, cut.json()["problems"][0]["code"].clone()), (400, json!("request-syntax")));
    let large = service.letter(&format!("{{\"id\": \"{}\"}}", "x".repeat(2 << 20)));
    assert_eq!(large.status, 413);
}

fn the_description_names_every_schema_that_it_refers_to(service: &Service) {
    let description = service.ask("GET", "/openapi.json", None, "").json();
    assert_eq!(description["openapi"], "3.1.0");
    let text = description.to_string();
    let refs: Vec<&str> =
        text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(refs.len() > 10, "{refs:?}");
    for pointer in refs {
        assert!(description.pointer(pointer).is_some(), "{pointer}");
    }
}

#[test]
fn programs_that_have_a_token_are_answered() {
    let service = Service::start(&[]);
    a_letter_comes_back_and_says_what_it_is(&service);
    whoever_has_no_token_gets_nothing(&service);
    what_cannot_be_made_is_told(&service);
    the_description_names_every_schema_that_it_refers_to(&service);
}

#[test]
fn more_than_there_is_room_for_are_told_to_ask_again() {
    let service = Service::start(&["--queue", "1"]);
    // A request that does not come holds the only room.
    let mut slow = service.connect();
    let body = request("slow");
    slow.write_all(Service::head("POST", "/letter", Some(TOKEN), body.len()).as_bytes()).expect("a head");
    let is_held = (0..500).any(|_| {
        std::thread::sleep(Duration::from_millis(20));
        let metrics = service.ask("GET", "/metrics", Some(TOKEN), "").body;
        String::from_utf8(metrics).expect("text").contains("convoke_requests_under_way 1")
    });
    assert!(is_held, "the first request has come");
    let deferred = service.letter(&request("next"));
    assert_eq!(deferred.status, 503, "there is no room");
    assert!(deferred.head.contains("retry-after: 1"), "{}", deferred.head);
    slow.write_all(body.as_bytes()).expect("a body");
    assert_eq!(read(slow).status, 200, "the one who was first is answered");
    assert_eq!(service.letter(&request("after")).status, 200);
}

#[test]
fn whoever_goes_away_holds_nothing_up() {
    let service = Service::start(&["--queue", "2"]);
    for _ in 0..6 {
        let mut gone = service.connect();
        let body = request("gone");
        let text = Service::head("POST", "/letter", Some(TOKEN), body.len()) + &body;
        gone.write_all(text.as_bytes()).expect("a request");
        drop(gone);
    }
    let answered = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        service.letter(&request("here")).status == 200
    });
    assert!(answered);
}

#[cfg(target_os = "linux")]
#[test]
fn a_worker_that_is_killed_costs_no_letter_and_an_end_is_orderly() {
    let mut service = Service::start(&[]);
    assert_eq!(service.letter(&request("a")).status, 200);
    let of_service = service.process.id();
    let mut killed = 0;
    for _ in 0..3 {
        for worker in children(of_service) {
            killed += 1;
            let ended = std::process::Command::new("kill").args(["-9", &worker]).status();
            assert!(ended.expect("kill").success());
        }
        assert_eq!(service.letter(&request("b")).status, 200);
    }
    assert!(killed > 0, "there was a worker");
    // A letter that was begun when the end came is brought.
    let mut last = service.connect();
    let body = request("last");
    last.write_all((Service::head("POST", "/letter", Some(TOKEN), body.len()) + &body).as_bytes())
        .expect("asked");
    std::thread::sleep(Duration::from_millis(5));
    let ended = std::process::Command::new("kill").args(["-TERM", &of_service.to_string()]).status();
    assert!(ended.expect("kill").success());
    let answer = read(last);
    assert!(answer.status == 200 && answer.body.starts_with(b"%PDF-"), "{}", answer.head);
    assert_eq!(service.process.wait().expect("an end").code(), Some(0));
}

#[test]
fn a_service_without_a_token_does_not_begin() {
    let mut command = BUILT.command(&["serve", "--address", "127.0.0.1:0", "--languages", "en"]);
    command.env("CONVOKE_TOKEN", "short");
    let output = command.output().expect("the command");
    let err = String::from_utf8(output.stderr).expect("text");
    assert!(err.contains("error[service-token]"), "{err}");
    assert_eq!(output.status.code(), Some(1));
}

/// The processes that a process has started, by their ids.
#[cfg(target_os = "linux")]
fn children(of: u32) -> Vec<String> {
    let threads = std::fs::read_dir(format!("/proc/{of}/task")).expect("a process");
    let lists = threads.map(|thread| thread.expect("a thread").path().join("children"));
    let texts = lists.filter_map(|path| std::fs::read_to_string(path).ok());
    texts.flat_map(|text| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
