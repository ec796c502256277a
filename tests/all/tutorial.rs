//! `docs/tutorial.md`, followed step by step: its workbook is written, its commands are run, and what it shows of them is said.

use std::path::Path;
use std::process::Command;

use crate::folder::{Folder, Ran};

const PAGE: &str = include_str!("../../docs/tutorial.md");

/// The blocks of the page that are set apart, in order.
fn blocks() -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    let mut is_within = false;
    for line in PAGE.lines() {
        match line.strip_prefix("    ") {
            Some(text) if is_within => *blocks.last_mut().expect("a block") += &format!("\n{text}"),
            Some(text) => blocks.push(text.to_owned()),
            None => {}
        }
        is_within = line.starts_with("    ");
    }
    blocks
}

/// The table of the page as a workbook.
fn list() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let rows = PAGE.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---"));
    for (row, line) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(line.trim_matches('|').split('|')) {
            sheet.write_string(row, column, cell.trim()).expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

/// Runs a command of the page as a shell does.
fn run(folder: &Folder, command: &str) -> Ran {
    let program = Path::new(env!("CARGO_BIN_EXE_convoke"));
    let line = command.replacen("convoke", "\"$CONVOKE\"", 1);
    let mut shell = Command::new("sh");
    shell.args(["-c", &line]).current_dir(folder.root()).env("CONVOKE", program).env("NO_COLOR", "1");
    Ran::from(shell.output().expect("a shell"))
}

#[cfg(unix)]
#[test]
fn the_tutorial_can_be_followed() {
    let folder = Folder::empty();
    folder.write_bytes("contacts.xlsx", &list());
    let mut said = String::new();
    let mut commands = Vec::new();
    for block in blocks() {
        if block.starts_with("convoke ") {
            let ran = run(&folder, &block);
            // The first check names what is still empty.
            let expected = i32::from(block == "convoke check" && !commands.contains(&block));
            let Ran { out, err, .. } = ran.ends_with(expected);
            said = out + &err;
            commands.push(block);
        } else if block.starts_with("place:") {
            folder.edit("mailing.yaml", "place:\n  en: Reykjavik\n  fr:\n", &(block + "\n"));
        } else {
            assert!(said.contains(&block), "the page shows\n{block}\nand what was said is\n{said}");
        }
    }
    assert_eq!(commands.len(), 9, "{commands:?}");
    for name in [
        "output/preview/002_FRA_letter_fr.pdf",
        "output/preview/002_FRA_form_fr.pdf",
        "output/FC-2027-3/pack/pack.json",
    ] {
        assert!(folder.path(name).is_file(), "{name}");
    }
}
