//! The desk: its pages say what the commands say, for the person who started it and nobody else.
#![cfg(feature = "desk")]

mod attacks;
mod begin;
mod check;
mod dispatch;
mod edits;
mod gate;
mod import;
mod languages;
mod letter;
mod long;
mod make;
mod pages;
mod recipients;
mod returns;
mod settings;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::folder::Folder;

/// A desk that runs.
struct Desk {
    /// Its process; `None` for one that another desk opened.
    process: Option<Child>,
    port: u16,
    /// The path and query of the first address.
    entry: String,
}

/// An answer of any bytes.
struct Fetched {
    status: u16,
    head: String,
    bytes: Vec<u8>,
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
        let address = line.trim().strip_prefix("open: ").expect("an address");
        let mut desk = Self::at(address);
        desk.process = Some(process);
        desk
    }

    /// The desk of a first address.
    fn at(address: &str) -> Self {
        let address = address.strip_prefix("http://127.0.0.1:").expect("an address of this machine");
        let (port, entry) = address.split_once('/').expect("a path");
        Self { process: None, port: port.parse().expect("a port"), entry: format!("/{entry}") }
    }

    fn send(&self, bytes: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a limit");
        stream.write_all(bytes).expect("a request");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        let text = String::from_utf8_lossy(&bytes);
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

    /// What a form of a page posts, from that page.
    fn post(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let origin = format!("http://127.0.0.1:{}", self.port);
        let headers = [
            ("Cookie", cookie),
            ("Origin", origin.as_str()),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        self.ask("POST", path, &headers, &body)
    }

    /// An answer that need not be text.
    fn fetch(&self, cookie: &str, path: &str) -> Fetched {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a limit");
        let port = self.port;
        let request = format!("GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("a request");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
        Fetched { status, head, bytes: bytes.split_off(end + 4) }
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
        if let Some(process) = &mut self.process {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}
