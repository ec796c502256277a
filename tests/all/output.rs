//! What a command says is lost: on a full device, and where nobody reads it. That is no success.

#![cfg(unix)]

use std::fs::File;
use std::io::pipe;
use std::process::{Command, Stdio};

use crate::folder::{Folder, Ran};

/// Commands that succeed in a mailing that is built, and say so.
const COMMANDS: [&[&str]; 22] = [
    &["--help"],
    &["--version"],
    &["check"],
    &["check", "--json"],
    &["build"],
    &["build", "--json"],
    &["verify", "output/DM-1132"],
    &["verify", "output/DM-1132/DM-1132.zip", "--json"],
    &["diff", "output/DM-1132", "output/DM-1132"],
    &["diff", "output/DM-1132", "output/DM-1132", "--json"],
    &["pack"],
    &["pack", "--json"],
    &["preview", "FRA"],
    &["release", "--now", "2004-05-11T09:00:00+02:00"],
    &["form", "fields", "form.pdf"],
    &["form", "fields", "form.pdf", "--json"],
    &["collect", "form.pdf", "--json"],
    &["locale", "status", "fr", "--json"],
    &["locale", "export", "fr", "-o", "-"],
    &["explain"],
    &["schema", "mailing"],
    &["completions", "bash"],
];

fn built() -> Folder {
    let folder = Folder::built();
    let form = crate::forms::form_of(&folder, "FRA");
    std::fs::copy(form, folder.path("form.pdf")).expect("a copy");
    folder
}

fn full() -> Stdio {
    File::options().write(true).open("/dev/full").expect("a full device").into()
}

fn run_to(folder: &Folder, arguments: &[&str], out: Stdio) -> Ran {
    Ran::from(folder.command(arguments).stdout(out).stderr(Stdio::piped()).output().expect("the command"))
}

#[test]
fn output_to_a_full_device_is_no_success() {
    let folder = built();
    for arguments in COMMANDS {
        let ran = run_to(&folder, arguments, full());
        assert_eq!(ran.code, 4, "{arguments:?}\n{}", ran.err);
        ran.says("error[output-lost]: not all output could be written (the disk is full");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_to_a_closed_stream_is_no_success() {
    let folder = built();
    for arguments in COMMANDS {
        let mut shell = Command::new("sh");
        shell.args(["-c", "exec \"$0\" \"$@\" >&-", env!("CARGO_BIN_EXE_convoke")]).args(arguments);
        let ran = Ran::from(shell.current_dir(folder.root()).env("NO_COLOR", "1").output().expect("a shell"));
        assert_eq!(ran.code, 4, "{arguments:?}\n{}", ran.err);
        ran.says("error[output-lost]: not all output could be written (standard output is closed)");
    }
}

#[test]
fn output_that_nobody_reads_is_no_success_and_needs_no_word() {
    let folder = built();
    for arguments in COMMANDS {
        let (reader, writer) = pipe().expect("a pipe");
        drop(reader);
        let ran = run_to(&folder, arguments, writer.into());
        assert_eq!(ran.code, 141, "{arguments:?}\n{}", ran.err);
        assert!(!ran.err.contains("error["), "{arguments:?}\n{}", ran.err);
    }
}

#[test]
fn what_was_to_be_made_is_made_though_nobody_hears_of_it() {
    let folder = Folder::started();
    let ran = run_to(&folder, &["build", "--json"], full());
    assert_eq!(ran.code, 4, "{}", ran.err);
    folder.run(&["verify", "output/DM-1132"]).ends_with(0);
}

#[test]
fn problems_that_cannot_be_told_are_no_success() {
    let folder = Folder::started();
    folder.edit("recipients/ministries.yaml", "city: Nairobi", "city: \"Nai\\u202Erobi\"");
    let mut command = folder.command(&["check"]);
    command.stdout(Stdio::null());
    assert_eq!(command.status().expect("the command").code(), Some(3));
    assert_eq!(command.stderr(full()).status().expect("the command").code(), Some(4));
}

#[test]
fn a_failure_stays_one_where_its_output_is_lost() {
    let folder = Folder::started();
    assert_eq!(run_to(&folder, &["verify", "nothing", "--json"], full()).code, 1);
    assert_eq!(run_to(&folder, &["biuld"], full()).code, 2);
}
