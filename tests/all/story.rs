//! A mailing from workbook to proof, as `docs/dispatch.md` tells it: each command of the page is run, and what happens outside of the
//! program (a server, a mailbox, a ministry) happens between them.

use std::path::Path;
use std::process::Command;

use crate::folder::{Folder, Ran, entries};
use crate::sending::server::{Act, Server};

const PAGE: &str = include_str!("../../docs/dispatch.md");
const HEADING: &str = "## A mailing from beginning to end\n";
const BOUNCES: &str = "protocole@ministere.example";

/// The story as the page tells it: its table, and its blocks that are set apart, one after the other.
struct Story {
    folder: Folder,
    text: &'static str,
    blocks: std::vec::IntoIter<String>,
    said: String,
}

impl Story {
    fn begin() -> Self {
        let (_, text) = PAGE.split_once(HEADING).expect("the story");
        let text = text.split("\n## ").next().unwrap_or(text);
        let mut blocks: Vec<String> = Vec::new();
        let mut is_within = false;
        for line in text.lines() {
            match line.strip_prefix("    ") {
                Some(text) if is_within => *blocks.last_mut().expect("a block") += &format!("\n{text}"),
                Some(text) => blocks.push(text.to_owned()),
                None => {}
            }
            is_within = line.starts_with("    ");
        }
        Self { folder: Folder::empty(), text, blocks: blocks.into_iter(), said: String::new() }
    }

    fn next(&mut self) -> String {
        self.blocks.next().expect("the page goes on")
    }

    /// The table of the page as a workbook.
    fn write_workbook(&self) {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        let rows = self.text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---"));
        for (row, line) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(line.trim_matches('|').split('|')) {
                sheet.write_string(row, column, cell.trim()).expect("a cell");
            }
        }
        self.folder.write_bytes("contacts.xlsx", &book.save_to_buffer().expect("a workbook"));
    }

    /// Runs the next command of the page, which is to begin so, as a shell does.
    fn run(&mut self, command: &str, code: i32) -> &mut Self {
        let block = self.next();
        assert!(block.starts_with(command), "the page goes on with {block}, not with {command}");
        let program = Path::new(env!("CARGO_BIN_EXE_convoke"));
        let line = block.replacen("convoke", "\"$CONVOKE\"", 1);
        let mut shell = Command::new("sh");
        shell
            .args(["-c", &line])
            .current_dir(self.folder.root())
            .env("CONVOKE", program)
            .env("NO_COLOR", "1");
        let Ran { out, err, .. } = Ran::from(shell.output().expect("a shell")).ends_with(code);
        self.said = out + &err;
        self
    }

    /// What the page shows next is what was said.
    fn shows(&mut self) -> &mut Self {
        let block = self.next();
        for line in block.lines() {
            assert!(self.said.contains(line.trim()), "the page shows {line:?}; said was\n{}", self.said);
        }
        self
    }

    /// The path of a recipient's form in the archive.
    fn form_of(&self, recipient: &str) -> String {
        let found = entries(&self.folder.path("output/FC-2027-3")).into_iter().map(|entry| entry.path());
        let is_form =
            |path: &std::path::PathBuf| path.to_string_lossy().contains(&format!("_{recipient}_form_"));
        found.filter(|path| is_form(path)).find_map(|path| path.to_str().map(str::to_owned)).expect("a form")
    }

    /// Puts the notice of the ministry's server into a mailbox.
    fn bounce(&self) {
        let list: serde_json::Value =
            serde_json::from_str(&self.folder.read("output/FC-2027-3/pack/e-mail.json")).expect("JSON");
        let messages = list["messages"].as_array().expect("messages");
        let own = messages.iter().find(|message| message["to"][0]["address"] == BOUNCES).expect("a message");
        let id = own["message_id"].as_str().expect("an identifier").trim_matches(['<', '>']);
        self.folder.write(
            "mailbox.mbox",
            &format!(
                "From MAILER-DAEMON Mon Nov 30 10:00:00 2026\nFrom: MAILER-DAEMON@mail.example\nTo: secretariat@commission.example\n\
                 Subject: Undelivered Mail Returned to Sender\nDate: Mon, 30 Nov 2026 10:00:00 +0000\nMIME-Version: 1.0\n\
                 Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n\
                 --b\nContent-Type: text/plain\n\nIt could not be delivered.\n\n\
                 --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example\n\n\
                 Final-Recipient: rfc822; {BOUNCES}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user\n\n\
                 --b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <{id}>\nTo: {BOUNCES}\n\n--b--\n\n"
            ),
        );
    }
}

#[cfg(unix)]
#[test]
fn a_mailing_from_workbook_to_proof() {
    let server = Server::start(|_, _| Act::Take);
    let mut story = Story::begin();

    // An office makes its mailing from a workbook, and names the server that takes its mail.
    story.write_workbook();
    story.run("convoke init", 0).run("convoke import", 0);
    let settings = story.next();
    let smtp = format!("host: 127.0.0.1, port: {}, security: none", server.port);
    let local = settings
        .replace("host: smtp.commission.example, user: dispatch, secret: { env: SMTP_PASSWORD }", &smtp);
    assert_ne!(local, settings);
    let mailing = story.folder.read("mailing.yaml");
    story.folder.write("mailing.yaml", &format!("{mailing}\n{local}\n"));
    story.run("convoke check", 0).run("convoke build", 0);

    // Nothing goes out before two persons have approved it; then each message does, once.
    story.run("convoke approve", 0).shows();
    story.run("convoke approve", 0).shows();
    story.run("convoke pack", 0);
    story.run("convoke send", 0).shows();
    assert!(server.counts().is_empty());
    story.run("convoke send --really", 0).shows();
    story.run("convoke ledger add", 0);
    assert_eq!(server.counts().len(), 2);

    // One comes back, and goes by post instead.
    story.bounce();
    story.run("convoke receive", 3);
    story.run("convoke pack --undelivered", 3).shows();
    assert!(story.folder.path("output/FC-2027-3").read_dir().expect("a folder").flatten().any(|entry| {
        entry.path().join("post/fr/print-run.pdf").is_file() && entry.path().join("undelivered.csv").is_file()
    }));
    story.run("convoke ledger add", 0);
    story.run("convoke ledger", 0).shows();

    // One ministry answers, the others are reminded.
    std::fs::create_dir_all(story.folder.path("returns")).expect("a folder");
    story.folder.write(
        "answer.json",
        "{ \"participant.1.family_name\": \"BYRNE\", \"participant.1.first_name\": \"Aoife\", \"participant.1.role\": \"head\", \
         \"participant.1.function\": \"Head of delegation\", \"participant.1.e_mail\": \"a@department.example\" }",
    );
    let form = story.form_of("IRL");
    story.folder.run(&["form", "fill", &form, "answer.json", "-o", "returns/ireland.pdf"]).ends_with(0);
    story.run("convoke collect", 0).shows();
    story.run("convoke remind", 0).shows();
    let list = story.folder.read("reminder/recipients/unanswered.csv");
    assert!(list.contains("FRA") && list.contains("ISL") && !list.contains("IRL"), "{list}");

    // What went out can be proved, and nothing was touched.
    story.run("convoke proof-of-dispatch", 0).shows();
    let proof = story.folder.read("output/dispatch/proof-of-dispatch_FC-2027-3-002_FRA.json");
    for event in ["approved", "intended", "accepted", "bounced", "posted"] {
        assert!(proof.contains(&format!("\\\"event\\\":\\\"{event}\\\"")), "{event} is not in\n{proof}");
    }
    story.run("convoke verify", 0).shows();
    assert_eq!(story.blocks.next(), None, "the page is followed to its end");
}
