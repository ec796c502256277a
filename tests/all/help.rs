//! The help of the command and of all its subcommands, as one golden.

use std::fmt::Write as _;
use std::process::Command;

use crate::golden;

#[test]
fn the_help_of_all_commands_is_as_expected() {
    let mut told = String::new();
    add(&mut Vec::new(), &mut told);
    golden::assert("tests/all/help.txt", &told);
}

/// Adds the help of a command, and of those below it.
fn add(command: &mut Vec<String>, told: &mut String) {
    let output = Command::new(env!("CARGO_BIN_EXE_convoke"))
        .args(&*command)
        .arg("--help")
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .output()
        .expect("the command");
    assert!(output.status.success(), "{command:?}");
    let help = String::from_utf8(output.stdout).expect("UTF-8");
    let _ = write!(told, "$ {}\n\n{}\n\n", [&["convoke".into()], &**command].concat().join(" "), help.trim());
    let commands =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    for line in commands {
        // A line that goes on from the one above begins further in.
        let name = line
            .strip_prefix("  ")
            .filter(|line| !line.starts_with(' '))
            .and_then(|line| line.split(' ').next());
        if let Some(name) = name.filter(|name| *name != "help") {
            command.push(name.to_owned());
            add(command, told);
            command.pop();
        }
    }
}
