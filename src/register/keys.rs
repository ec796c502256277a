//! The file of a mailing's keys, `register.key`, beside the register: the key in force, and those before it.
//!
//! It alone holds them. No message quotes a line of it.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use super::identity::Identity;
use super::key::FormKey;
use crate::diagnostic::{Checked, Diagnostic, Location, codes, io_text};
use crate::input::write_privately;
use crate::system;

/// Name of the keys' file, in the mailing's folder.
pub const KEY_FILE: &str = "register.key";

/// Most bytes it may have.
const MAX_FILE: u64 = 1 << 16;

/// How the file begins.
const START: &str = "# The key of this mailing's forms, made by convoke. Whoever has it can write forms that pass for the mailing's own.\n\
                     # Keep it secret: out of version control, mails and archives. Keep a copy in a safe place: without it nobody can\n\
                     # tell whether a form that comes back is genuine.\n\
                     format: 1\n";

/// The keys of a mailing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormKeys {
    /// The key that forms are made with.
    pub(super) current: FormKey,
    /// The keys of forms made before, the last first.
    pub(super) former: Vec<FormKey>,
    /// Fingerprints of former keys that are lost.
    pub(super) lost: Vec<String>,
    /// The reference of the public sample that the key belongs to, and that it is good for.
    pub(super) sample_of: Option<String>,
}

/// What a form's identity proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// The mailing made it.
    Genuine,
    /// The mailing did not make it.
    Forged,
    /// A key that may have made it is lost.
    Unknown,
}

impl FormKeys {
    /// Keys of which none was before.
    pub(super) fn new(current: FormKey) -> Self {
        Self { current, former: Vec::new(), lost: Vec::new(), sample_of: None }
    }

    /// The key that forms are made with.
    #[must_use]
    pub fn current(&self) -> &FormKey {
        &self.current
    }

    /// What an identity with a keyed hash proves.
    #[must_use]
    pub fn prove(&self, identity: &Identity) -> Proof {
        if self.known().any(|key| identity.is_made_with(key)) {
            Proof::Genuine
        } else if self.lost.is_empty() {
            Proof::Forged
        } else {
            Proof::Unknown
        }
    }

    /// Whether a key is among them, by its fingerprint.
    #[must_use]
    pub fn has(&self, fingerprint: &str) -> bool {
        self.known().any(|key| key.fingerprint() == fingerprint)
    }

    fn known(&self) -> impl Iterator<Item = &FormKey> {
        std::iter::once(&self.current).chain(&self.former)
    }

    /// Reads a file of keys; `None` where there is no file. A file that others can read is warned of.
    pub fn read(path: &Path) -> Checked<Option<Self>> {
        let found = match fs::metadata(path) {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Checked::default(),
            Err(error) => return Checked::new(None, damaged(path, &io_text(&error))),
        };
        if !found.is_file() || found.len() > MAX_FILE {
            return Checked::new(None, damaged(path, "it is not a file of keys"));
        }
        let mut text = String::new();
        let read = File::open(path).and_then(|file| file.take(MAX_FILE).read_to_string(&mut text));
        let keys = match read.map_err(|error| io_text(&error)).and_then(|_| parse(&text)) {
            Ok(keys) => keys,
            Err(cause) => return Checked::new(None, damaged(path, &cause)),
        };
        let is_secret = keys.sample_of.is_none();
        let mut checked = Checked::sound(Some(keys));
        checked.problems.extend(check_mode(path, &found).filter(|_| is_secret));
        checked
    }

    /// Writes the file of a mailing's keys, readable by its owner alone.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn write(&self, root: &Path) -> io::Result<()> {
        write_privately(&root.join(KEY_FILE), self.to_text().as_bytes())
    }

    fn to_text(&self) -> String {
        let mut text = START.to_owned();
        text.extend(self.sample_of.iter().map(|reference| format!("public-sample-of: {reference}\n")));
        text.push_str(&format!("key: {}\n", self.current.to_text()));
        text.extend(self.former.iter().map(|key| format!("former: {}\n", key.to_text())));
        text.extend(self.lost.iter().map(|fingerprint| format!("lost: {fingerprint}\n")));
        text
    }
}

/// Reads the text of a file of keys; an error says what is wrong, and nothing of what the file holds.
fn parse(text: &str) -> Result<FormKeys, String> {
    let (mut format, mut current, mut sample_of) = (None, None, None);
    let (mut former, mut lost) = (Vec::new(), Vec::new());
    for (number, line) in text.lines().enumerate() {
        let wrong = |what: &str| format!("line {} {what}", number + 1);
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (name, value) = line.split_once(": ").ok_or_else(|| wrong("is not `name: value`"))?;
        let key = || FormKey::from_text(value).ok_or_else(|| wrong("has no whole key"));
        match name {
            "format" if format.is_none() => format = Some(value),
            "key" if current.is_none() => current = Some(key()?),
            "former" => former.push(key()?),
            "lost" => lost.push(value.to_owned()),
            "public-sample-of" if sample_of.is_none() => sample_of = Some(value.to_owned()),
            _ => return Err(wrong("is not known, or there twice")),
        }
    }
    match (format, current) {
        (Some("1"), Some(current)) => Ok(FormKeys { current, former, lost, sample_of }),
        (Some("1"), None) => Err("it has no key".to_owned()),
        (Some(_), _) => Err("its format is not known; this version reads format 1".to_owned()),
        (None, _) => Err("it does not say its format".to_owned()),
    }
}

fn damaged(path: &Path, cause: &str) -> Diagnostic {
    Diagnostic::new(codes::FORM_KEY_DAMAGED, format!("the key of the forms cannot be read ({cause})"))
        .with_location(Location::file(shown(path)))
        .with_hint("restore the file from a backup")
        .with_hint(
            "if no form has gone out, or the key is lost, make a new one with `convoke build --new-key`",
        )
}

/// Warns of a file of keys that others can read or change.
fn check_mode(path: &Path, found: &fs::Metadata) -> Option<Diagnostic> {
    const OTHERS: u32 = 0o077;
    let mode = system::mode(found)?;
    (mode & OTHERS != 0).then(|| {
        Diagnostic::new(
            codes::FORM_KEY_MODE,
            format!("others can use the key of the forms (its mode is {mode:03o})"),
        )
        .with_location(Location::file(shown(path)))
        .with_hint(format!("chmod 600 {}", shown(path)))
    })
}

fn shown(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path);
    path.display().to_string().replace('\\', "/")
}
