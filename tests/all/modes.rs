//! Who may read what is made: never more than the umask says, and personal data their owner alone.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use crate::folder::{Folder, Ran};

/// Runs the command with a umask, which a shell sets.
fn run(folder: &Folder, umask: &str, arguments: &str) -> Ran {
    let line = format!("umask {umask} && exec \"$0\" {arguments}");
    let mut shell = Command::new("sh");
    shell.args(["-c", &line, env!("CARGO_BIN_EXE_convoke")]).current_dir(folder.root()).env("NO_COLOR", "1");
    Ran::from(shell.output().expect("a shell")).ends_with(0)
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("a file").permissions().mode() & 0o7777
}

/// Every file and folder below a path, itself included.
fn below(path: &Path, found: &mut Vec<std::path::PathBuf>) {
    found.push(path.to_owned());
    for entry in fs::read_dir(path).into_iter().flatten() {
        below(&entry.expect("a file").path(), found);
    }
}

#[test]
fn nothing_is_more_readable_than_the_umask_says() {
    for (umask, denied) in [("077", 0o077), ("027", 0o027), ("007", 0o007)] {
        let folder = Folder::started();
        run(&folder, umask, "build");
        run(&folder, umask, "pack");
        run(&folder, umask, "preview FRA");
        run(&folder, umask, "build --only FRA");
        run(&folder, umask, "locale export fr");
        let mut made = vec![folder.path("register.yaml"), folder.path("fr.xlf")];
        below(&folder.path("output"), &mut made);
        assert!(made.len() > 30, "{made:?}");
        for path in made {
            assert_eq!(mode(&path) & denied, 0, "{}: {:o} with umask {umask}", path.display(), mode(&path));
        }
    }
}

#[test]
fn with_an_open_umask_others_may_read_all_but_personal_answers() {
    let folder = Folder::started();
    run(&folder, "022", "build");
    run(&folder, "022", "pack");
    for path in ["output/DM-1132", "output/DM-1132/pack", "output/DM-1132/manifest.json", "register.yaml"] {
        assert_eq!(mode(&folder.path(path)) & 0o044, 0o044, "{path}");
    }
    let form = crate::forms::form_of(&folder, "FRA");
    folder.write("answer.json", "{ \"participant.1.family_name\": \"Dupont\" }");
    run(&folder, "022", &format!("form fill {} answer.json -o filled.pdf", form.display()));
    let collected = "umask 022; exec \"$0\" collect filled.pdf";
    Command::new("sh")
        .args(["-c", collected, env!("CARGO_BIN_EXE_convoke")])
        .current_dir(folder.root())
        .output()
        .expect("a shell");
    for path in ["filled.pdf", "output/DM-1132-registrations/registrations.csv"] {
        assert_eq!(mode(&folder.path(path)), 0o600, "{path}");
    }
}

#[test]
fn what_is_replaced_keeps_its_permissions() {
    let folder = Folder::started();
    run(&folder, "022", "build");
    run(&folder, "022", "pack");
    let set = |path: &str, mode: u32| {
        fs::set_permissions(folder.path(path), fs::Permissions::from_mode(mode)).expect("permissions");
    };
    set("register.yaml", 0o640);
    set("output/DM-1132/pack", 0o750);
    run(&folder, "000", "release --now 2004-05-11T09:00:00+02:00");
    run(&folder, "000", "pack");
    assert_eq!(mode(&folder.path("register.yaml")), 0o640);
    assert_eq!(mode(&folder.path("output/DM-1132/pack")), 0o750);
}

#[test]
fn a_pack_in_a_folder_for_all_is_not_for_all_to_change() {
    let folder = Folder::started();
    run(&folder, "022", "build");
    fs::create_dir(folder.path("shared")).expect("a folder");
    fs::set_permissions(folder.path("shared"), fs::Permissions::from_mode(0o1777)).expect("permissions");
    run(&folder, "022", "pack -o shared/pack");
    assert_eq!(mode(&folder.path("shared/pack")), 0o755);
}
