//! A mail server on this machine that does as a test wants: it takes, refuses, puts off, drops.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// What a server does with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Take,
    /// Answers the recipient with this code.
    AtRecipient(u16),
    /// Answers the message with this code.
    AtEnd(u16),
    /// Closes the connection when it has said that it waits for the message.
    DropBefore,
    /// Takes the message and closes the connection without a word.
    TakeAndDrop,
    /// Closes the connection at the sender's address.
    DropEarly,
}

/// A message that a server took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    pub(crate) bytes: Vec<u8>,
}

/// A server that runs as long as the test.
pub(crate) struct Server {
    pub(crate) port: u16,
    pub(crate) taken: Arc<Mutex<Vec<Taken>>>,
    pub(crate) connections: Arc<AtomicUsize>,
    /// Whose messages it was asked to take.
    pub(crate) asked: Arc<Mutex<BTreeSet<String>>>,
}

impl Server {
    /// A server that takes several commands at once, and acts by the recipient and how often it was tried.
    pub(crate) fn pipelining(act: impl Fn(&str, usize) -> Act + Send + Sync + 'static) -> Self {
        Self::offering("SIZE 50000000\r\n250-PIPELINING", act)
    }

    /// A server that acts by the recipient and how often it was tried.
    pub(crate) fn start(act: impl Fn(&str, usize) -> Act + Send + Sync + 'static) -> Self {
        Self::announcing(50_000_000, act)
    }

    /// The same that takes no message of more than so many bytes, and says so.
    pub(crate) fn announcing(size: u64, act: impl Fn(&str, usize) -> Act + Send + Sync + 'static) -> Self {
        Self::offering(&format!("SIZE {size}"), act)
    }

    fn offering(offers: &str, act: impl Fn(&str, usize) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let offers = offers.to_owned();
        let (taken, connections): (Arc<Mutex<Vec<Taken>>>, Arc<AtomicUsize>) = Default::default();
        let asked: Arc<Mutex<BTreeSet<String>>> = Arc::default();
        let (kept, counted, noted) = (Arc::clone(&taken), Arc::clone(&connections), Arc::clone(&asked));
        let tried: Mutex<Vec<String>> = Mutex::default();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                counted.fetch_add(1, Ordering::Relaxed);
                let _ = serve(stream, &offers, (&act, &tried), (&kept, &noted));
            }
        });
        Self { port, taken, connections, asked }
    }

    /// Who got how many messages.
    pub(crate) fn counts(&self) -> std::collections::BTreeMap<String, usize> {
        let mut counts = std::collections::BTreeMap::new();
        for message in self.taken.lock().expect("messages").iter() {
            *counts.entry(message.to.join(" ")).or_default() += 1;
        }
        counts
    }
}

/// What the server does with a message, by its recipient and the number of the try.
type Acting<'a> = dyn Fn(&str, usize) -> Act + 'a;

fn serve(
    stream: TcpStream,
    offers: &str,
    (act, tried): (&Acting<'_>, &Mutex<Vec<String>>),
    (taken, asked): (&Mutex<Vec<Taken>>, &Mutex<BTreeSet<String>>),
) -> std::io::Result<()> {
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::new(stream);
    out.write_all(b"220 mail.example\r\n")?;
    let (mut from, mut to, mut now) = (String::new(), Vec::new(), Act::Take);
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let line = line.trim_end();
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let inside = |line: &str| line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        match verb.as_str() {
            "EHLO" => write!(out, "250-mail.example\r\n250-{offers}\r\n250-8BITMIME\r\n250 DSN\r\n")?,
            "MAIL" => {
                (from, to) = (inside(line), Vec::new());
                out.write_all(b"250 OK\r\n")?;
            }
            "RCPT" => {
                let address = inside(line);
                let count = {
                    let mut tried = tried.lock().expect("addresses");
                    tried.push(address.clone());
                    tried.iter().filter(|other| **other == address).count()
                };
                now = act(&address, count);
                match now {
                    Act::DropEarly => return Ok(()),
                    Act::AtRecipient(code) => write!(out, "{code} 5.1.1 <{address}> \u{1b}[2Jno\r\n")?,
                    _ => {
                        to.push(address);
                        out.write_all(b"250 OK\r\n")?;
                    }
                }
            }
            "DATA" => {
                asked.lock().expect("addresses").extend(to.iter().cloned());
                out.write_all(b"354 go on\r\n")?;
                if now == Act::DropBefore {
                    return Ok(());
                }
                let mut bytes = Vec::new();
                loop {
                    let mut piece = Vec::new();
                    if lines.read_until(b'\n', &mut piece)? == 0 {
                        return Ok(());
                    }
                    if piece == b".\r\n" {
                        break;
                    }
                    let piece =
                        piece.strip_prefix(b".").filter(|_| piece.starts_with(b"..")).unwrap_or(&piece);
                    bytes.extend_from_slice(piece);
                }
                if let Act::AtEnd(code) = now {
                    write!(out, "{code} 4.3.0 not now\r\n")?;
                    continue;
                }
                taken.lock().expect("messages").push(Taken { from: from.clone(), to: to.clone(), bytes });
                if now == Act::TakeAndDrop {
                    return Ok(());
                }
                out.write_all(b"250 2.0.0 queued as 4711\r\n")?;
            }
            "QUIT" => {
                out.write_all(b"221 bye\r\n")?;
                return Ok(());
            }
            _ => out.write_all(b"250 OK\r\n")?,
        }
    }
}
