//! Messages as Outlook saves them: `.msg`, a compound file with a stream for each property ([MS-OXMSG]).

use std::io::{Cursor, Read as _};

use cfb::CompoundFile;

use super::package::{PackageKind, ReturnedMessage, Unpacking, bounded};

/// The first bytes of a compound file ([MS-CFB], 2.2).
const MARK: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// How deep messages are attached to one another.
const MAX_DEPTH: usize = 5;

/// Most attachments of a message that are looked for.
const MAX_ATTACHMENTS: usize = 1_000;

/// Properties ([MS-OXPROPS]) by their ids in hexadecimal, as names of streams have them.
mod property {
    pub(super) const SUBJECT: &str = "0037";
    pub(super) const SENDER_NAME: &str = "0C1A";
    pub(super) const SENDER_ADDRESS: &str = "0C1F";
    pub(super) const SENDER_SMTP_ADDRESS: &str = "5D01";
    pub(super) const BODY: &str = "1000";
    pub(super) const HTML: &str = "1013";
    pub(super) const ATTACHED: &str = "3701";
    pub(super) const SHORT_NAME: &str = "3704";
    pub(super) const LONG_NAME: &str = "3707";
    pub(super) const COMPRESSED_RTF: &str = "1009";
}

type Compound<'a> = CompoundFile<Cursor<&'a [u8]>>;

/// A message that Outlook saved, for those who ask for its properties.
pub(crate) struct OutlookFile<'a>(Compound<'a>);

impl<'a> OutlookFile<'a> {
    /// Opens a message; `None` for another file.
    pub(crate) fn open(bytes: &'a [u8]) -> Option<Self> {
        open(bytes).map(Self)
    }

    /// A text property of the message, or of a storage in it; empty where it has none.
    pub(crate) fn text(&mut self, at: &str, id: &str) -> String {
        text(&mut self.0, at, id)
    }

    /// Whether it has a storage of this path, such as that of a recipient.
    pub(crate) fn has_storage(&self, path: &str) -> bool {
        self.0.is_storage(path)
    }

    /// Whether something is attached to it.
    pub(crate) fn has_attachments(&self) -> bool {
        self.0.is_storage("/__attach_version1.0_#00000000")
    }
}

/// Opens a message; `None` for another file, such as a document of an earlier office program.
fn open(bytes: &[u8]) -> Option<Compound<'_>> {
    let file = bytes.starts_with(MARK).then(|| CompoundFile::open(Cursor::new(bytes)).ok()).flatten()?;
    file.is_stream("/__properties_version1.0").then_some(file)
}

/// Unpacks a message; `None` for another file.
pub(super) fn unpack(bytes: &[u8]) -> Option<Unpacking> {
    let mut file = open(bytes)?;
    let mut unpacking = Unpacking::new(PackageKind::Message);
    let message = read_message(&mut file, "", "", 0, &mut unpacking);
    unpacking.package.message = Some(message);
    Some(unpacking)
}

/// Reads the message at a place of the file, and takes out what is attached to it and to messages attached to it.
fn read_message(
    file: &mut Compound<'_>,
    at: &str,
    named: &str,
    depth: usize,
    unpacking: &mut Unpacking,
) -> ReturnedMessage {
    let name = text(file, at, property::SENDER_NAME);
    let addresses = [property::SENDER_SMTP_ADDRESS, property::SENDER_ADDRESS].map(|id| text(file, at, id));
    let address = addresses.into_iter().find(|address| address.contains('@')).unwrap_or_default();
    let from = if name.is_empty() || name == address { address } else { format!("{name} <{address}>") };
    let mut has_text = text(file, at, property::BODY).chars().any(char::is_alphanumeric)
        || [property::HTML, property::COMPRESSED_RTF]
            .iter()
            .any(|id| file.is_stream(format!("{at}/__substg1.0_{id}0102")));
    for number in 0..MAX_ATTACHMENTS {
        let attachment = format!("{at}/__attach_version1.0_#{number:08X}");
        if !file.is_storage(&attachment) {
            break;
        }
        let names = [property::LONG_NAME, property::SHORT_NAME].map(|id| text(file, &attachment, id));
        let name = names.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
        let name = format!("{named}{name}");
        let inner = format!("{attachment}/__substg1.0_{}000D", property::ATTACHED);
        if let Some(bytes) = binary(file, &attachment, property::ATTACHED, unpacking) {
            unpacking.add(&name, bytes);
        } else if depth < MAX_DEPTH && file.is_stream(format!("{inner}/__properties_version1.0")) {
            let subject = text(file, &inner, property::SUBJECT);
            let message = read_message(file, &inner, &format!("{named}{subject}, "), depth + 1, unpacking);
            has_text |= message.has_text;
        } else {
            unpacking.leave_out(&name, "it cannot be taken out of the message");
        }
    }
    ReturnedMessage { from: bounded(&from), subject: bounded(&text(file, at, property::SUBJECT)), has_text }
}

/// A text property: in UTF-16, or in an encoding of eight bits of which ASCII is told.
fn text(file: &mut Compound<'_>, at: &str, id: &str) -> String {
    /// Most bytes of a text: all that is asked of longer ones is whether there is any.
    const MOST: u64 = 1 << 16;
    let wide = read(file, &format!("{at}/__substg1.0_{id}001F"), MOST).map(|bytes| {
        let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
        String::from_utf16_lossy(&units)
    });
    let text = wide.or_else(|| {
        let narrow = read(file, &format!("{at}/__substg1.0_{id}001E"), MOST)?;
        Some(String::from_utf8_lossy(&narrow).into_owned())
    });
    text.unwrap_or_default().trim_matches(['\0', ' ']).to_owned()
}

/// A binary property, which has as many bytes as fit.
fn binary(file: &mut Compound<'_>, at: &str, id: &str, unpacking: &Unpacking) -> Option<Vec<u8>> {
    read(file, &format!("{at}/__substg1.0_{id}0102"), unpacking.room())
}

fn read(file: &mut Compound<'_>, path: &str, most: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    file.open_stream(path).ok()?.take(most).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}
