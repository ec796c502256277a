//! `convoke desk`: the mailing in a browser.

use std::path::Path;

use jiff::Timestamp;

use super::cage::{environment, isolation};
use super::outcome::Outcome;
use super::setting::{Setting, processors};
use super::text::{DIM, GOOD, Text};
use super::time::moment;
use super::{interrupt, render, sealing, secret};
use crate::desk::{self, DeskOptions, OpenAccount, OpenSeal};

/// Open the mailing in a browser: recipients, problems, and where it stands.
///
/// The desk works on the same files as the commands, on this machine alone. The address works once, in one browser; Ctrl-C ends the
/// desk.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The port to listen at [default: a free one].
    #[arg(long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..))]
    port: Option<u16>,
    /// Show the address, and open no browser.
    #[arg(long)]
    no_browser: bool,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        interrupt::listen();
        let options = DeskOptions {
            root: setting.root.clone(),
            mailing: setting.mailing.clone(),
            port: self.port,
            isolation: isolation(false),
            environment: environment(),
            jobs: processors(),
            seal: seal(setting),
            account: account(setting),
            now: || moment(None).unwrap_or(Timestamp::UNIX_EPOCH),
            stop: interrupt::stop(),
        };
        let ready = |address: &str| {
            render::out(Text::new().paint(GOOD, "open").line(format_args!(": {address}")));
            render::err(Text::new().paint(DIM, "Ctrl-C ends the desk").end());
            if !self.no_browser {
                open(address);
            }
        };
        match desk::serve(options, ready) {
            Ok(()) => Outcome::Done,
            Err(problem) => {
                render::problems(&[problem], setting.verbose);
                Outcome::Stopped
            }
        }
    }
}

/// Opens the key of the mailing's seal when it is needed.
fn seal(setting: &Setting) -> OpenSeal {
    let setting = setting.clone();
    OpenSeal::new(move |root, mailing| sealing::open(&of(&setting, root, mailing), None))
}

/// Reads the secret of a mail server's account when it is needed.
fn account(setting: &Setting) -> OpenAccount {
    let setting = setting.clone();
    OpenAccount::new(move |server, root, mailing| secret::account(server, &of(&setting, root, mailing)))
}

/// The setting of a mailing that is opened at the desk: that of the command, or one that was begun from it.
fn of(setting: &Setting, root: &Path, mailing: &str) -> Setting {
    Setting { root: root.to_owned(), mailing: mailing.to_owned(), ..setting.clone() }
}

/// Opens the browser that people use; where none can be opened, the address on the terminal can be.
fn open(address: &str) {
    let (program, before): (&str, &[&str]) = match std::env::consts::OS {
        "windows" => ("rundll32", &["url.dll,FileProtocolHandler"]),
        "macos" => ("open", &[]),
        _ => ("xdg-open", &[]),
    };
    let mut command = std::process::Command::new(program);
    command.args(before).arg(address).stdin(std::process::Stdio::null());
    let _ = command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn();
}
