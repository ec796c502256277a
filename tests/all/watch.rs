//! `preview --watch`: pages are made again as files are saved, problems do not end it, Ctrl-C does.
#![cfg(unix)]

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ChildStderr, Command, Stdio};

use crate::folder::{Folder, pdf_text};

const LETTER: &str = "templates/en/letter.typ.hbs";
const PAGES: &str = "output/preview/002_GMB_letter_en.pdf";

/// A preview that watches.
struct Watching {
    process: Child,
    told: BufReader<ChildStderr>,
}

impl Watching {
    fn start(folder: &Folder) -> Self {
        let mut command = folder.command(&["preview", "GMB", "--watch"]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().expect("started");
        let told = BufReader::new(process.stderr.take().expect("a pipe"));
        Self { process, told }
    }

    /// What it tells until it waits for a change.
    fn until_it_waits(&mut self) -> String {
        let mut told = String::new();
        while self.told.read_line(&mut told).expect("UTF-8") > 0 {
            if told.lines().last().is_some_and(|line| line.starts_with("watching ")) {
                return told;
            }
        }
        panic!("it ended: {told}");
    }

    fn interrupt(mut self) -> (Option<i32>, String) {
        let signal = Command::new("kill").args(["-INT", &self.process.id().to_string()]).status();
        assert!(signal.is_ok());
        let mut out = String::new();
        self.process.stdout.take().expect("a pipe").read_to_string(&mut out).expect("UTF-8");
        (self.process.wait().expect("waited for").code(), out)
    }
}

#[test]
fn pages_follow_what_is_saved_and_mistakes_are_waited_out() {
    let folder = Folder::started();
    let text = folder.read(LETTER);
    let mut watching = Watching::start(&folder);
    assert!(!watching.until_it_waits().contains("error"));
    let first = folder.sha256(PAGES);
    folder.write(LETTER, &format!("{text}\n\nThe meeting will be webcast."));
    assert!(!watching.until_it_waits().contains("error"));
    assert_ne!(folder.sha256(PAGES), first);
    let changed = pdf_text(&folder.path(PAGES));
    assert!(changed.is_none_or(|text| text.contains("The meeting will be webcast.")));
    folder.write(LETTER, &format!("{text}\n\n{{{{recipient.nickname}}}}"));
    let told = watching.until_it_waits();
    assert!(told.contains("error[") && told.contains("recipient.nickname"), "{told}");
    folder.write(LETTER, &text);
    assert!(!watching.until_it_waits().contains("error"));
    assert_eq!(folder.sha256(PAGES), first);
    // A mailing that cannot be read is waited out too, and its other files stay watched.
    let mailing = folder.read("mailing.yaml");
    folder.write("mailing.yaml", &mailing.replace("format: 1", "format: [1"));
    assert!(watching.until_it_waits().contains("mailing.yaml"));
    folder.write("mailing.yaml", &mailing.replace("DM-1132", "DM-1133"));
    assert!(!watching.until_it_waits().contains("error"));
    assert_ne!(folder.sha256(PAGES), first);
    let (code, out) = watching.interrupt();
    assert_eq!(code, Some(130));
    assert_eq!(out.lines().filter(|line| line.ends_with("GMB_letter_en.pdf")).count(), 4, "{out}");
}
