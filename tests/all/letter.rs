//! `convoke letter`: JSON lines in, answers and documents out.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::folder::{Folder, Ran};
use crate::session::{BUILT, stranger as guest};

fn line(id: &str, number: u32) -> String {
    json!({ "id": id, "number": number, "recipient": guest(id) }).to_string()
}

fn command(arguments: &[&str]) -> Command {
    let mut command = BUILT
        .command(&[&["letter", "-", "--no-limits", "--jobs", "2", "--languages", "en"], arguments].concat());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs the command on these lines; its output may be no text.
fn run(arguments: &[&str], lines: &str) -> (i32, Vec<u8>, String) {
    let mut child = command(arguments).spawn().expect("the command");
    let mut input = child.stdin.take().expect("a pipe");
    let lines = lines.to_owned();
    let feeder = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = child.wait_with_output().expect("an end");
    let _ = feeder.join().expect("a feeder");
    let code = output.status.code().expect("an exit code");
    (code, output.stdout, String::from_utf8(output.stderr).expect("UTF-8"))
}

/// Takes framed output apart.
fn unframe(mut bytes: &[u8]) -> Vec<(Value, Vec<u8>)> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let mut line = String::new();
        bytes.read_line(&mut line).expect("a line");
        let answer: Value = serde_json::from_str(&line).expect("JSON");
        let length = answer["bytes"].as_u64().map_or(0, |length| usize::try_from(length).expect("a length"));
        let mut document = vec![0; length];
        bytes.read_exact(&mut document).expect("a document");
        if answer["bytes"].is_u64() {
            assert_eq!(bytes.split_off_first(), Some(&b'\n'));
        }
        found.push((answer, document));
    }
    found
}

#[test]
fn answers_come_in_order_and_a_bad_line_is_one_of_them() {
    let lines = [
        line("a", 501),
        "{\"id\": \"b\", \"recipient\": ".to_owned(),
        String::new(),
        json!({ "id": "c", "langauge": "en", "recipient": guest("c") }).to_string(),
        json!({ "id": "d" }).to_string(),
        json!({ "recipient": guest("e"), "number": 503, "document": "e-mail" }).to_string(),
        format!("{{\"id\": \"{}\"}}", "x".repeat(2 << 20)),
        line("g", 504),
    ];
    let (code, out, err) = run(&[], &(lines.join("\n") + "\n"));
    assert_eq!(code, 3, "{err}");
    let answers = unframe(&out);
    let told: Vec<String> = answers
        .iter()
        .map(|(answer, document)| {
            let problem = &answer["problems"][0]["code"];
            let place = &answer["problems"][0]["location"]["place"]["text"]["line"];
            let start = String::from_utf8_lossy(&document[..document.len().min(5)]).into_owned();
            format!("{} {} {problem} {place} {start:?}", answer["id"], answer["status"])
        })
        .collect();
    assert_eq!(
        told,
        [
            r#""a" "made" null null "%PDF-""#,
            r#""2" "refused" "request-syntax" 2 """#,
            r#""c" "refused" "key-unknown" 4 """#,
            r#""d" "refused" "value-missing" 5 """#,
            r#""6" "made" null null "DM-11""#,
            r#""7" "refused" "request-large" 7 """#,
            r#""g" "made" null null "%PDF-""#,
        ]
    );
    assert_eq!(answers[0].0["about"]["serial"], "DM-1132/501");
}

#[test]
fn documents_are_files_by_the_ids_of_their_requests() {
    let folder = Folder::empty();
    let output = folder.path("letters");
    let lines = [line("../A b", 601), line("two", 602), line("TWO", 603)].join("\n");
    let (code, out, err) = run(&["--output", output.to_str().expect("a path")], &lines);
    assert_eq!(code, 3, "{err}");
    assert!(err.contains("2 documents made, 1 refused"), "{err}");
    let answers: Vec<Value> = String::from_utf8(out)
        .expect("UTF-8")
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(answers[2]["problems"][0]["code"], "request-id");
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(&output).expect("a folder") {
        let entry = entry.expect("an entry");
        files.insert(
            entry.file_name().into_string().expect("a name"),
            fs::read(entry.path()).expect("a file"),
        );
    }
    assert_eq!(files.len(), 2, "{:?}", files.keys());
    for answer in &answers[..2] {
        let file = answer["file"].as_str().expect("a file");
        let name = file.rsplit('/').next().expect("a name");
        assert!(files[name].starts_with(b"%PDF-"), "{file}");
        assert!(answer["bytes"].is_null());
    }
    assert_eq!(fs::read_dir(folder.root()).expect("a folder").count(), 1, "nothing is written elsewhere");
}

#[test]
fn each_answer_comes_before_the_next_request_is_written() {
    let mut child = command(&[]).spawn().expect("the command");
    let mut input = child.stdin.take().expect("a pipe");
    let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
    for number in 701..704 {
        writeln!(input, "{}", line("x", number)).expect("a request");
        let mut told = String::new();
        output.read_line(&mut told).expect("an answer");
        let answer: Value = serde_json::from_str(&told).expect("JSON");
        assert_eq!(answer["about"]["serial"], format!("DM-1132/{number}"));
        let length = usize::try_from(answer["bytes"].as_u64().expect("a length")).expect("a length");
        let mut document = vec![0; length + 1];
        output.read_exact(&mut document).expect("a document");
        assert!(document.starts_with(b"%PDF-") && document.ends_with(b"\n"));
    }
    drop(input);
    assert_eq!(child.wait().expect("an end").code(), Some(0));
}

#[test]
fn a_check_makes_nothing() {
    let mut wrong = guest("b");
    wrong["channels"] = json!(["pigeon"]);
    let lines =
        [line("a", 801), json!({ "id": "b", "number": 802, "recipient": wrong }).to_string()].join("\n");
    let (code, out, err) = run(&["--check"], &lines);
    assert_eq!(code, 3, "{err}");
    let answers = unframe(&out);
    let told: Vec<_> =
        answers.iter().map(|(answer, _)| answer["status"].as_str().expect("a status")).collect();
    assert_eq!(told, ["sound", "refused"]);
}

#[test]
fn a_mailing_that_makes_no_letter_ends_it_at_once() {
    let folder = Folder::started();
    folder.write("requests.jsonl", &line("a", 1));
    let ran: Ran = folder.run(&["letter", "requests.jsonl"]);
    ran.ends_with(1).says("error[session-key]: there is no key to make forms with");
    let ran = BUILT.run(&["letter", "nowhere.jsonl", "--check"]);
    ran.ends_with(1).says("the requests cannot be read");
}

#[test]
fn a_program_is_greeted_and_asks_for_more_than_documents() {
    let row = json!({
        "id": "4711", "kind": "organisation", "addressee.office": "official", "Ministry": "Union of Examples",
        "address": "1 Example Street; 1202 Geneva", "city": "Geneva", "channels": ["post"], "Language": "English",
    });
    let asked = |more: Value| {
        let mut request = json!({ "number": 901 });
        request.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        request.to_string()
    };
    let lines = [
        asked(json!({ "recipient": guest("4711") })),
        asked(json!({ "row": row })),
        asked(json!({ "recipient": guest("4711"), "make": "picture", "page": 1, "dpi": 30 })),
        asked(json!({ "recipient": guest("4711"), "make": "nothing" })),
        asked(json!({ "recipient": guest("4711"), "make": "nothing", "document": "nowhere" })),
        asked(json!({ "recipient": guest("4711"), "page": 2 })),
        asked(json!({ "recipient": guest("4711"), "row": row })),
        asked(json!({ "row": ["4711"] })),
    ];
    let (code, out, err) = run(&["--hello"], &lines.join("\n"));
    assert_eq!(code, 3, "{err}");
    let answers = unframe(&out);
    let (greeting, answers) = answers.split_first().expect("a greeting");
    assert_eq!(greeting.0["protocol"], 1);
    assert_eq!((&greeting.0["is_ready"], &greeting.0["languages"]), (&json!(true), &json!(["en"])));
    let told: Vec<String> = answers
        .iter()
        .map(|(answer, _)| {
            let name = answer["about"]["name"].as_str().unwrap_or_default();
            let problem = answer["problems"]
                .as_array()
                .and_then(|problems| problems.iter().find(|it| it["severity"] == "error"));
            let code = problem.map_or("", |problem| problem["code"].as_str().expect("a code"));
            format!("{} {name}{code}", answer["status"].as_str().expect("a status"))
        })
        .collect();
    assert_eq!(
        told,
        [
            "made 901_4711_letter_en.pdf",
            "made 901_4711_letter_en.pdf",
            "made 901_4711_letter_en_1.png",
            "sound ",
            "refused request-document",
            "refused value-invalid",
            "refused value-invalid",
            "refused value-invalid",
        ]
    );
    assert_eq!(answers[0].1, answers[1].1, "a row is the recipient that it says");
    assert!(answers[2].1.starts_with(b"\x89PNG"));
}

#[test]
fn a_program_is_told_why_a_mailing_makes_no_letter() {
    let folder = Folder::started();
    folder.write("requests.jsonl", &line("a", 1));
    let ran = folder.run(&["letter", "requests.jsonl", "--hello"]).ends_with(1);
    let greeting: Value = serde_json::from_str(&ran.out).expect("one line of JSON");
    assert_eq!(
        (&greeting["is_ready"], &greeting["problems"][0]["code"]),
        (&json!(false), &json!("session-key"))
    );
    assert_eq!(ran.err, "");
}
