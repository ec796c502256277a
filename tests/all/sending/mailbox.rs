//! A server of mailboxes on this machine that does as a test wants, and folders of messages: drafts put into one, messages read from one.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

pub(crate) const SECRET: &str = "hunter2";

/// What the server does with a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Take,
    /// Says no before it is given the message.
    Refuse,
    /// Ends the connection when it has the message.
    TakeAndDrop,
    /// Ends the connection instead of asking for the message.
    Drop,
}

/// What came to pass, as the test sees it.
#[derive(Debug, Default)]
struct Seen {
    commands: Vec<String>,
    drafts: Vec<Vec<u8>>,
}

/// The messages that a folder has: their numbers, the sizes that are told, the bytes.
pub(crate) type Messages = &'static [(u32, u64, &'static [u8])];

pub(crate) struct Mailboxes {
    port: u16,
    seen: Arc<Mutex<Seen>>,
}

impl Mailboxes {
    /// A server that acts by the number of the draft, from one.
    pub(crate) fn start(messages: Messages, act: impl Fn(usize) -> Act + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let seen: Arc<Mutex<Seen>> = Arc::default();
        let shared = Arc::clone(&seen);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let _ = serve(stream, messages, &act, &shared);
            }
        });
        Self { port, seen }
    }

    fn settings(&self) -> String {
        format!("dispatch:\n  e_mail:\n    imap: {}\n", self.imap())
    }

    /// What leads to it.
    pub(crate) fn imap(&self) -> String {
        format!(
            "{{ host: 127.0.0.1, port: {}, security: none, seconds: 5, user: me, secret: {{ command: [printf, {SECRET}] }} }}",
            self.port
        )
    }

    pub(crate) fn drafts(&self) -> Vec<Vec<u8>> {
        self.seen.lock().expect("drafts").drafts.clone()
    }

    fn said(&self) -> String {
        self.seen.lock().expect("commands").commands.join("\n")
    }
}

fn serve(
    stream: TcpStream,
    messages: Messages,
    act: &dyn Fn(usize) -> Act,
    seen: &Mutex<Seen>,
) -> std::io::Result<()> {
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::new(stream);
    out.write_all(b"* OK ready\r\n")?;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let (tag, command) = line.trim_end().split_once(' ').unwrap_or_default();
        seen.lock().expect("commands").commands.push(command.to_owned());
        let verb = command.split(' ').next().unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "AUTHENTICATE" => {
                out.write_all(b"+ \r\n")?;
                let mut answer = String::new();
                lines.read_line(&mut answer)?;
                let proof = STANDARD.decode(answer.trim_end()).unwrap_or_default();
                if proof != format!("\0me\0{SECRET}").as_bytes() {
                    // A server that says more than it should.
                    write!(
                        out,
                        "{tag} NO wrong: {}\r\n",
                        String::from_utf8_lossy(&proof).replace('\0', " ")
                    )?;
                    continue;
                }
            }
            "CAPABILITY" => out.write_all(b"* CAPABILITY IMAP4rev1 LIST-EXTENDED SPECIAL-USE\r\n")?,
            "LIST" => out.write_all(
                b"* LIST (\\HasNoChildren) \"/\" INBOX\r\n* LIST (\\Drafts) \"/\" \"Entw&APw-rfe\"\r\n",
            )?,
            "EXAMINE" if command.contains("INBOX") => {
                let count = messages.len();
                write!(out, "* {count} EXISTS\r\n* OK [UIDVALIDITY 77] valid\r\n")?;
            }
            "EXAMINE" => {
                write!(out, "{tag} NO there is none\r\n")?;
                continue;
            }
            "UID" => fetch(&mut out, command, messages)?,
            "APPEND" => {
                let number = seen.lock().expect("drafts").drafts.len() + 1;
                match act(number) {
                    Act::Drop => return Ok(()),
                    Act::Refuse => {
                        write!(out, "{tag} NO [OVERQUOTA] the mailbox is full\r\n")?;
                        continue;
                    }
                    Act::Take | Act::TakeAndDrop => {}
                }
                let size =
                    command.rsplit(['{', '}']).nth(1).and_then(|size| size.parse().ok()).unwrap_or_default();
                out.write_all(b"+ go on\r\n")?;
                let mut bytes = vec![0; size];
                lines.read_exact(&mut bytes)?;
                lines.read_line(&mut String::new())?;
                seen.lock().expect("drafts").drafts.push(bytes);
                if act(number) == Act::TakeAndDrop {
                    return Ok(());
                }
            }
            _ => {}
        }
        write!(out, "{tag} OK done\r\n")?;
    }
}

fn fetch(out: &mut TcpStream, command: &str, messages: Messages) -> std::io::Result<()> {
    if command.contains("SEARCH") {
        let all: Vec<String> = messages.iter().map(|(uid, ..)| uid.to_string()).collect();
        return write!(out, "* SEARCH {}\r\n", all.join(" "));
    }
    let wanted = command.split(' ').nth(2).unwrap_or_default();
    for (number, (uid, size, bytes)) in messages.iter().enumerate() {
        if !wanted.split(',').any(|wanted| wanted == uid.to_string()) {
            continue;
        }
        if command.contains("SIZE") {
            write!(out, "* {} FETCH (UID {uid} RFC822.SIZE {size})\r\n", number + 1)?;
        } else {
            write!(out, "* {} FETCH (UID {uid} BODY[] {{{}}}\r\n", number + 1, bytes.len())?;
            out.write_all(bytes)?;
            out.write_all(b")\r\n")?;
        }
    }
    Ok(())
}

mod drafts {
    use super::super::{COUNT, LEDGER, approve, built, run};
    use super::{Act, Mailboxes, SECRET};

    #[test]
    fn a_draft_is_put_once_into_the_folder_that_the_server_says_is_for_them() {
        let server = Mailboxes::start(&[], |_| Act::Take);
        let folder = built(&server.settings());
        run(&folder, &["send"]).ends_with(1).says("error[send-settings]");
        run(&folder, &["send", "--drafts", "--really"]).ends_with(3).says("approved by 0 of 1");
        approve(&folder);
        run(&folder, &["send", "--drafts"])
            .ends_with(0)
            .says("12 messages would go into the drafts of me at 127.0.0.1");
        assert_eq!(server.drafts().len(), 0);
        run(&folder, &["send", "--drafts", "--really", "--only", "R03"]).ends_with(0).says("drafted");
        run(&folder, &["send", "--drafts", "--really"])
            .ends_with(3)
            .says("drafted      11")
            .says("it is in the drafts folder");
        run(&folder, &["send", "--drafts", "--really"]).ends_with(3).says("it is in the drafts folder");
        let drafts = server.drafts();
        assert_eq!(drafts.len(), COUNT);
        let records: serde_json::Value =
            serde_json::from_str(&folder.read("output/DM-1132/pack/e-mail.json")).expect("JSON");
        for record in records["messages"].as_array().expect("messages") {
            let path = format!("output/DM-1132/pack/{}", record["path"].as_str().expect("a path"));
            let whole = std::fs::read(folder.path(&path)).expect("a message");
            assert_eq!(drafts.iter().filter(|draft| **draft == whole).count(), 1, "{path}");
        }
        let said = server.said();
        assert!(said.contains("LIST \"\" \"*\" RETURN (SPECIAL-USE)"), "{said}");
        assert!(said.contains("APPEND \"Entw&APw-rfe\" (\\Draft \\Seen) {"), "{said}");
        // What a person did with them is a person's word.
        run(&folder, &["ledger", "--state", "drafted"]).ends_with(0).says("drafted      12");
        run(&folder, &["ledger", "add", "posted", "R01", "--by", "Anna Martin"]).ends_with(0);
        run(&folder, &["ledger", "add", "cleared", "R02", "--by", "Anna Martin"]).ends_with(0);
        run(&folder, &["ledger"]).ends_with(0).says("sent         1").says("open         1");
        run(&folder, &["send", "--drafts"])
            .ends_with(3)
            .says("1 message would go into the drafts")
            .says("it went out already");
        run(&folder, &["verify"]).ends_with(0).says("in one chain");
    }

    #[test]
    fn what_is_not_known_to_be_in_the_folder_is_not_put_there_again() {
        for (act, booked, state, code) in [
            (Act::TakeAndDrop, "\"event\":\"unknown\"", "unknown      1", "look for it in the folder"),
            (Act::Drop, "\"event\":\"withdrawn\"", "open         10", "the connection was lost"),
            (Act::Refuse, "\"event\":\"withdrawn\"", "open         10", "[OVERQUOTA] the mailbox is full"),
        ] {
            let server = Mailboxes::start(&[], move |number| if number == 3 { act } else { Act::Take });
            let folder = built(&server.settings());
            approve(&folder);
            run(&folder, &["send", "--drafts", "--really"])
                .ends_with(1)
                .says("error[mailbox-server]")
                .says(code);
            assert!(folder.read(LEDGER).contains(booked), "{}", folder.read(LEDGER));
            run(&folder, &["ledger"]).ends_with(0).says("drafted      2").says(state);
        }
    }

    #[test]
    fn a_secret_is_in_no_message() {
        let server = Mailboxes::start(&[], |_| Act::Take);
        let folder = built(&server.settings());
        approve(&folder);
        folder.edit("mailing.yaml", SECRET, "hunter3");
        let ran = run(&folder, &["send", "--drafts", "--really"])
            .ends_with(1)
            .says("error[mailbox-server]: the mailbox cannot be asked (wrong:  me …)");
        assert!(!ran.err.contains("hunter3"), "{}", ran.err);
    }
}

mod receiving {
    use super::{Act, Mailboxes, Messages};
    use crate::receiving::{LEDGER, lines, messages, receive, sent, state, states};

    /// Saved notices as the messages of a folder, with numbers that are not in the order of their names; one is too large.
    fn in_a_folder(names: &[&str]) -> Messages {
        let message = |(number, name): (usize, &&str)| {
            let bytes = std::fs::read(messages(&format!("notices/{name}"))).expect("a message");
            (100 - u32::try_from(number).expect("few"), bytes.len() as u64, &*bytes.leak())
        };
        let mut all: Vec<(u32, u64, &'static [u8])> = names.iter().enumerate().map(message).collect();
        all.push((7, 2 << 30, b"Subject: large\r\n"));
        all.leak()
    }

    #[test]
    fn what_came_back_is_booked_from_the_mailbox_as_from_files_and_nothing_in_it_is_changed() {
        let names = ["qmail.eml", "receipt-displayed.eml", "reply-with-form.eml", "out-of-office-unix.eml"];
        let server = Mailboxes::start(in_a_folder(&names), |_| Act::Take);
        let folder = sent();
        receive(&folder, &["--imap"]).ends_with(1).says("error[mailbox-settings]");
        folder.edit("mailing.yaml", "extra_fields: []", &format!("extra_fields: []\n{}", server.settings()));
        let before = folder.read(LEDGER);
        receive(&folder, &["--imap", "--dry-run"]).ends_with(3).says("would be booked: 4 of 5 messages");
        assert_eq!(folder.read(LEDGER), before);

        let ran = receive(&folder, &["--imap", "--json"]).ends_with(3);
        let told: Vec<_> = lines(&ran)
            .iter()
            .map(|line| ["place", "outcome", "event"].map(|key| line[key].as_str().unwrap_or("-").to_owned()))
            .map(|line| line.join("; "))
            .collect();
        let expected = [
            "INBOX, message 7; unclear; -",
            "INBOX, message 97; booked; note",
            "INBOX, message 98; booked; replied",
            "INBOX, message 99; booked; read",
            "INBOX, message 100; booked; bounced",
        ];
        assert_eq!(told, expected);
        // What is booked is what the same messages as files would be.
        let other = sent();
        for name in names {
            let code = if name == "qmail.eml" { 3 } else { 0 };
            receive(&other, &[&messages(&format!("notices/{name}"))]).ends_with(code);
        }
        assert_eq!(states(&folder), states(&other));
        assert_eq!(state(&folder, "R23"), "bounced");
        assert_eq!(crate::folder::entries(&folder.path("returns")).len(), 1);
        let ledger = folder.read(LEDGER);
        receive(&folder, &["--imap"]).says("4 read before");
        assert_eq!(folder.read(LEDGER), ledger);
        let said = server.said();
        assert!(said.contains("EXAMINE \"INBOX\"") && said.contains("BODY.PEEK[]"), "{said}");
        for changing in ["SELECT", "STORE", "EXPUNGE", "COPY", "MOVE", "APPEND", "DELETE", "BODY[]"] {
            assert!(!said.contains(changing), "{said}");
        }
    }

    #[test]
    fn a_folder_that_is_not_there_and_an_account_that_is_refused_are_told() {
        let server = Mailboxes::start(&[], |_| Act::Take);
        let folder = sent();
        let settings = server.settings().replace("user: me", "user: me, folder: Nowhere");
        folder.edit("mailing.yaml", "extra_fields: []", &format!("extra_fields: []\n{settings}"));
        receive(&folder, &["--imap"]).ends_with(1).says("error[mailbox-folder]").says("Nowhere");
        folder.edit("mailing.yaml", super::SECRET, "hunter3");
        let ran = receive(&folder, &["--imap"]).ends_with(1).says("error[mailbox-server]");
        assert!(!ran.err.contains("hunter3"), "{}", ran.err);
    }
}

mod reading {
    use convoke::mailbox::{self, FetchedMessage, RemoteMailbox};
    use convoke::mailing::{self, Account};

    use super::{Act, Mailboxes, SECRET};
    use crate::folder::Folder;

    fn open(server: &Mailboxes) -> RemoteMailbox {
        let folder = Folder::started();
        folder.edit("mailing.yaml", "extra_fields: []", &format!("extra_fields: []\n{}", server.settings()));
        let mailing = mailing::read(folder.root(), "mailing.yaml").value.expect("a mailing");
        let settings = mailbox::settings(&mailing, "mailing.yaml").expect("settings");
        let account = Account { secret: Some(SECRET.to_owned()), ..Account::default() };
        RemoteMailbox::open(settings, &account).expect("a mailbox")
    }

    #[test]
    fn messages_are_read_in_their_order_and_none_is_changed_or_larger_than_allowed() {
        let server = Mailboxes::start(
            &[(9, 12, b"Subject: c\r\n"), (4, 12, b"Subject: a\r\n"), (7, 5000, b"Subject: b\r\n")],
            |_| Act::Take,
        );
        let mut mailbox = open(&server);
        let messages: Vec<FetchedMessage> = mailbox
            .messages("INBOX", 0, 1000)
            .expect("messages")
            .collect::<Result<_, _>>()
            .expect("messages");
        let found: Vec<_> = messages
            .iter()
            .map(|message| (message.uid, message.uid_validity, message.size, message.bytes.as_deref()))
            .collect();
        assert_eq!(
            found,
            [
                (4, 77, 12, Some(&b"Subject: a\r\n"[..])),
                (7, 77, 5000, None),
                (9, 77, 12, Some(&b"Subject: c\r\n"[..]))
            ]
        );
        let after: Vec<u32> = mailbox
            .messages("INBOX", 7, 1000)
            .expect("messages")
            .map(|message| message.expect("one").uid)
            .collect();
        assert_eq!(after, [9]);
        assert_eq!(mailbox.messages("INBOX", 9, 1000).expect("messages").count(), 0);
        let problem = mailbox.messages("Nowhere", 0, 1000).map(|_| ()).expect_err("no folder");
        assert_eq!(problem.code.name, "mailbox-folder");
        let said = server.said();
        assert!(!said.contains("SELECT") && !said.contains("STORE") && !said.contains("BODY[]"), "{said}");
    }

    #[test]
    fn a_server_that_says_more_than_it_was_asked_for_is_left() {
        let large: &'static [u8] = vec![b'x'; 20 << 20].leak();
        let messages = vec![(1, 10, large), (2, 10, &b"Subject: b\r\n"[..])].leak();
        let server = Mailboxes::start(messages, |_| Act::Take);
        let mut mailbox = open(&server);
        let messages: Vec<_> = mailbox.messages("INBOX", 0, 1000).expect("messages").collect();
        assert_eq!(messages.len(), 1, "{messages:?}");
        let problem = messages.into_iter().next().expect("one").expect_err("too much");
        assert!(problem.to_string().contains("says more than it was asked for"), "{problem}");
    }
}
