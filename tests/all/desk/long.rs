//! A long list is shown before all of it is looked at, and no page is dead meanwhile.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;

use super::Desk;
use crate::folder::Folder;

/// So many that looking at all takes longer than a page waits.
const MANY: usize = 3_000;

fn long() -> Folder {
    let folder = Folder::started();
    let mut list = "format: 1\nrecipients:\n".to_owned();
    for number in 0..MANY {
        let _ = writeln!(
            list,
            "  - {{id: R{number:04}, kind: organisation, iso: CHE, addressee: {{office: official, name: Ms Ana MARTI {number}}}, \
             ministry: Office {number}, city: Geneva, address: [Street {number}], channels: [post], languages: [en]}}"
        );
    }
    folder.write("recipients/ministries.yaml", &list);
    folder
}

/// What is told of how far it is, one line after the other.
fn told(desk: &Desk, cookie: &str) -> impl Iterator<Item = serde_json::Value> {
    let mut stream = TcpStream::connect(("127.0.0.1", desk.port)).expect("a connection");
    let port = desk.port;
    let request =
        format!("GET /reading/events HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("a request");
    let lines = BufReader::new(stream).lines().map_while(Result::ok);
    lines.filter_map(|line| serde_json::from_str(line.strip_prefix("data: ")?).ok())
}

#[test]
fn a_long_list_is_shown_before_all_of_it_is_looked_at() {
    let folder = long();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    // Nothing can be said of problems before.
    let check = desk.get(&cookie, "/check");
    assert!(check.contains("id=\"looking\"") && !check.contains("Everything is ready"), "{check}");
    let listed = told(&desk, &cookie).find(|state| state["listed"] == true).expect("an event");
    assert_eq!((&listed["total"], &listed["ended"]), (&MANY.into(), &false.into()), "{listed}");
    let list = desk.get(&cookie, "/recipients");
    for part in
        [format!("1 to 100 of {MANY}"), "not looked at yet".into(), "id=\"looking\"".into(), "R0099".into()]
    {
        assert!(list.contains(&part), "{part}: {list}");
    }
    let found = desk.get(&cookie, "/recipients?q=marti+2999");
    assert!(found.contains("1 to 1 of 1") && found.contains("R2999"), "{found}");
    let start = desk.get(&cookie, "/");
    assert!(
        start.contains(&format!("The list has {MANY} recipients")) && start.contains("id=\"looking\""),
        "{start}"
    );
    let one = desk.get(&cookie, "/recipients/R2999");
    assert!(one.contains("Office 2999"), "{one}");
}
