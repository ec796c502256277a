//! The secret of an account, from where the mailing says that it is. It is never shown.

use std::io::Read as _;
use std::process::{Command, Stdio};

use super::setting::Setting;
use crate::beneath::read_within;
use crate::diagnostic::{Diagnostic, codes, io_text};
use crate::mailing::{Account, Secret, Server};
use crate::system;

/// The longest secret: access tokens have a few thousand characters.
const MOST: u64 = 64 << 10;

/// The account at a mail server, and the further authority that it is trusted by.
pub(super) fn account(server: Server<'_>, setting: &Setting) -> Result<Account, Diagnostic> {
    let authority = server.authority.map(|file| {
        read_within(&setting.root, &file.value).map_err(|error| {
            Diagnostic::new(
                codes::SEND_SETTINGS,
                format!("the authority cannot be read ({})", io_text(&error)),
            )
            .with_location(file.location(&setting.mailing))
            .with_field(format!("{}.authority", server.field))
            .with_hint("put its certificate there, in PEM")
        })
    });
    let secret = server.secret.map(|secret| {
        read(&secret.value, setting).map_err(|(message, hint)| {
            Diagnostic::new(codes::SEND_SECRET, message)
                .with_location(secret.location(&setting.mailing))
                .with_field(format!("{}.secret", server.field))
                .with_hint(hint)
        })
    });
    Ok(Account { secret: secret.transpose()?, authority: authority.transpose()? })
}

type Lack = (String, String);

/// A secret, from where the mailing says that it is; what is wrong, and what to do, where it cannot be had.
pub(super) fn read(secret: &Secret, setting: &Setting) -> Result<String, Lack> {
    let text = match secret {
        Secret { env: Some(name), .. } => read_variable(name)?,
        Secret { file: Some(path), .. } => read_file(path, setting)?,
        Secret { command: Some(command), .. } => run(command, setting)?,
        Secret { .. } => {
            return Err((
                "it is not said where the secret is".to_owned(),
                "name a variable, a file or a command".to_owned(),
            ));
        }
    };
    let text = text.trim_end_matches(['\r', '\n']).to_owned();
    let is_none = text.is_empty() || text.contains(char::is_control);
    if is_none {
        return Err(("the secret is empty, or more than a line".to_owned(), "give one line".to_owned()));
    }
    Ok(text)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a secret is in the environment of the command; the library is handed it"
)]
fn read_variable(name: &str) -> Result<String, Lack> {
    std::env::var(name).map_err(|_| {
        (format!("the variable `{name}` holds no secret"), format!("set `{name}` for the command"))
    })
}

fn read_file(path: &str, setting: &Setting) -> Result<String, Lack> {
    let place = setting.root.join(path);
    let hint = || "put the secret there, on one line, readable by its owner alone".to_owned();
    let failed = |error: std::io::Error| {
        (format!("the file of the secret cannot be read ({})", io_text(&error)), hint())
    };
    let file = std::fs::File::open(&place).map_err(failed)?;
    let found = file.metadata().map_err(failed)?;
    if !found.is_file() {
        return Err(("the secret is in no regular file".to_owned(), hint()));
    }
    if system::mode(&found).is_some_and(|mode| mode & 0o077 != 0) {
        return Err((format!("others can read the secret in `{path}`"), format!("run `chmod 600 {path}`")));
    }
    let mut text = String::new();
    file.take(MOST).read_to_string(&mut text).map_err(failed)?;
    Ok(text)
}

/// What a command prints; what it says of errors goes to the terminal.
fn run(command: &[String], setting: &Setting) -> Result<String, Lack> {
    let [program, arguments @ ..] = command else {
        return Err(("no command is named for the secret".to_owned(), "name a program".to_owned()));
    };
    let failed = |cause: String| {
        (
            format!("the command for the secret failed ({cause})"),
            format!("run `{program}` yourself to see why"),
        )
    };
    let mut child = Command::new(program)
        .args(arguments)
        .current_dir(&setting.root)
        .stdin(Stdio::inherit())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| failed(io_text(&error)))?;
    let mut text = String::new();
    if let Some(out) = child.stdout.take() {
        out.take(MOST).read_to_string(&mut text).map_err(|error| failed(io_text(&error)))?;
    }
    let status = child.wait().map_err(|error| failed(io_text(&error)))?;
    if status.success() { Ok(text) } else { Err(failed(status.to_string())) }
}
