//! Batches over HTTP: recipients in, an archive out, and nothing left of what nobody waits for.
#![cfg(feature = "desk")]

use std::fs;
use std::io::Write as _;
use std::time::Duration;

use convoke::digest::hash_bytes;
use serde_json::{Value, json};

use crate::folder::Folder;
use crate::service::{Service, TOKEN, read};
use crate::session::{BUILT, stranger as guest};

fn lines(ids: &[String]) -> String {
    ids.iter().map(|id| guest(id).to_string() + "\n").collect()
}

fn start(folder: &Folder, arguments: &[&str]) -> Service {
    Service::start_in(folder, &[&["--batches", "batches"], arguments].concat())
}

/// The folders of batches that are there.
fn kept(folder: &Folder) -> usize {
    let all = fs::read_dir(folder.path("batches")).expect("the folder of batches");
    all.filter(|entry| entry.as_ref().expect("an entry").path().is_dir()).count()
}

impl Service {
    fn begin(&self, body: &str) -> Value {
        let answer = self.ask("POST", "/batch", Some(TOKEN), body);
        assert_eq!(answer.status, 202, "{}", String::from_utf8_lossy(&answer.body));
        let state = answer.json();
        let id = state["id"].as_str().expect("an id");
        assert!(answer.head.contains(&format!("location: /batch/{id}")), "{}", answer.head);
        state
    }

    fn state(&self, id: &str) -> Option<Value> {
        let answer = self.ask("GET", &format!("/batch/{id}"), Some(TOKEN), "");
        (answer.status == 200).then(|| answer.json())
    }

    /// Waits until a batch is at a stage for which `is_so` holds.
    fn until(&self, id: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        for _ in 0..1200 {
            let state = self.state(id).expect("the batch");
            if is_so(&state) {
                return state;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("{:?}", self.state(id));
    }

    fn metric(&self, line: &str) -> bool {
        let answer = self.ask("GET", "/metrics", Some(TOKEN), "");
        String::from_utf8_lossy(&answer.body).lines().any(|told| told == line)
    }
}

fn id_of(state: &Value) -> String {
    state["id"].as_str().expect("an id").to_owned()
}

fn is_over(state: &Value) -> bool {
    ["made", "refused"].contains(&state["stage"].as_str().expect("a stage"))
}

fn recipients_become_an_archive(service: &Service, folder: &Folder) {
    let mut wrong = guest("c");
    wrong["channels"] = json!(["pigeon"]);
    let id = id_of(&service.begin(&format!("{}{}\n{}\n", lines(&["a".into()]), guest("b"), wrong)));
    let state = service.until(&id, is_over);
    assert_eq!(state["stage"], "made", "{state}");
    assert_eq!((&state["recipients"], &state["done"], &state["blocked"]), (&json!(3), &json!(3), &json!(1)));
    let problems = state["problems"].as_array().expect("problems");
    let problem = problems.iter().find(|problem| problem["severity"] == "error").expect("an error");
    assert_eq!(problem["location"]["file"], "request");
    assert_eq!(problem["location"]["place"]["text"]["line"], 3);
    let archive = service.ask("GET", &format!("/batch/{id}/archive"), Some(TOKEN), "");
    assert_eq!(archive.status, 200);
    assert!(archive.head.contains("content-type: application/zip"), "{}", archive.head);
    assert_eq!(json!(hash_bytes(&archive.body)), state["archive"]["sha256"]);
    // The register has numbers for them now, and letters are made with these.
    let asked = |number: Option<u32>| json!({ "number": number, "recipient": guest("a") }).to_string();
    let letter = service.ask("POST", "/letter", Some(TOKEN), &asked(None).replace("\"number\":null,", ""));
    assert_eq!(letter.status, 200, "{}", String::from_utf8_lossy(&letter.body));
    assert!(letter.head.contains("\"serial\":\"dm-1132/004\""), "{}", letter.head);
    assert_eq!(kept(folder), 1);
    for status in [204, 404] {
        assert_eq!(service.ask("DELETE", &format!("/batch/{id}"), Some(TOKEN), "").status, status);
    }
    assert_eq!(service.ask("GET", &format!("/batch/{id}/archive"), Some(TOKEN), "").status, 404);
    assert_eq!(kept(folder), 0);
}

fn what_cannot_be_made_says_why(service: &Service) {
    let id = id_of(&service.begin("{\"id\": "));
    let state = service.until(&id, is_over);
    assert_eq!((&state["stage"], &state["archive"]), (&json!("refused"), &Value::Null));
    assert_eq!(state["problems"][0]["code"], "request-syntax", "{state}");
    let archive = service.ask("GET", &format!("/batch/{id}/archive"), Some(TOKEN), "");
    assert_eq!(archive.status, 409);
    assert_eq!(service.ask("DELETE", &format!("/batch/{id}"), Some(TOKEN), "").status, 204);
    for path in ["/batch", "/batch/x"] {
        assert_eq!(service.ask("POST", path, None, "").status, 401, "{path}");
    }
    for id in ["0", "..", "%2e%2e%2fmailing.yaml"] {
        assert_eq!(service.ask("GET", &format!("/batch/{id}"), Some(TOKEN), "").status, 404, "{id}");
    }
}

fn whoever_drops_leaves_nothing_and_too_much_is_refused(service: &Service, folder: &Folder) {
    let mut slow = service.connect();
    let body = lines(&["slow".into()]);
    let (first, rest) = body.split_at(20);
    slow.write_all((Service::head("POST", "/batch", Some(TOKEN), body.len()) + first).as_bytes())
        .expect("a half");
    let is_coming = || service.metric("convoke_batches{stage=\"coming\"} 1");
    assert!((0..200).any(|_| is_coming() || {
        std::thread::sleep(Duration::from_millis(20));
        false
    }));
    let full = service.ask("POST", "/batch", Some(TOKEN), &lines(&["next".into()]));
    assert_eq!(full.status, 503);
    assert!(full.head.contains("retry-after: 1"), "{}", full.head);
    drop(slow);
    let is_gone = || service.metric("convoke_batches{stage=\"coming\"} 0") && kept(folder) == 0;
    assert!(
        (0..200).any(|_| is_gone() || {
            std::thread::sleep(Duration::from_millis(20));
            false
        }),
        "{rest}"
    );
    let large = service.ask("POST", "/batch", Some(TOKEN), &"x\n".repeat(1 << 20));
    assert_eq!(large.status, 413);
    assert_eq!(kept(folder), 0);
    // One that comes slowly, and whole, is taken.
    let mut slow = service.connect();
    slow.write_all((Service::head("POST", "/batch", Some(TOKEN), body.len()) + first).as_bytes())
        .expect("a half");
    std::thread::sleep(Duration::from_millis(50));
    slow.write_all(rest.as_bytes()).expect("the rest");
    let answer = read(slow);
    assert_eq!(answer.status, 202);
    let id = id_of(&answer.json());
    // Given up at whatever stage it is, it is gone, and so is what was made of it.
    assert_eq!(service.ask("DELETE", &format!("/batch/{id}"), Some(TOKEN), "").status, 204);
    assert!(service.state(&id).is_none());
    assert!((0..200).any(|_| kept(folder) == 0 || {
        std::thread::sleep(Duration::from_millis(50));
        false
    }));
}

#[test]
fn programs_hand_over_recipients_and_fetch_an_archive() {
    let folder = BUILT.copied();
    let service = start(&folder, &["--most-batches", "1", "--batch-mebibytes", "1"]);
    recipients_become_an_archive(&service, &folder);
    what_cannot_be_made_says_why(&service);
    whoever_drops_leaves_nothing_and_too_much_is_refused(&service, &folder);
}

#[test]
fn a_service_that_is_killed_goes_on_with_its_batches() {
    let folder = BUILT.copied();
    let mut service = start(&folder, &[]);
    let other = folder
        .command(&["serve", "--batches", "batches", "--address", "127.0.0.1:0"])
        .env("CONVOKE_TOKEN", TOKEN)
        .output();
    let told = String::from_utf8(other.expect("the command").stderr).expect("text");
    assert!(told.contains("another service has it"), "{told}");
    let ids: Vec<String> = (0..12).map(|number| format!("g{number}")).collect();
    let id = id_of(&service.begin(&lines(&ids)));
    service.until(&id, |state| state["done"].as_u64() > Some(1));
    service.process.kill().expect("a kill");
    service.process.wait().expect("an end");
    // What had not come whole is not taken for a batch.
    fs::create_dir(folder.path(&format!("batches/{}", "0".repeat(32)))).expect("a folder");
    let service = start(&folder, &[]);
    let made = service.until(&id, is_over);
    assert_eq!((&made["stage"], &made["recipients"]), (&json!("made"), &json!(12)), "{made}");
    drop(service);
    let service = start(&folder, &["--keep-batches", "1"]);
    assert_eq!(service.state(&id).expect("the batch"), made, "it is kept over a start");
    assert!((0..200).any(|_| kept(&folder) == 0 || {
        std::thread::sleep(Duration::from_millis(50));
        false
    }));
    assert!(service.state(&id).is_none(), "it was kept for as long as was said");
}
