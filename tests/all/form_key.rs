//! The key of a mailing's forms: made once, kept to its owner, missed where it is needed, and renewed when it is asked for.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::collect::{answer, collect, line, sent};
use crate::folder::Folder;
use crate::forms::form_of;

const KEY: &str = "register.key";

/// The key itself, as its file has it.
fn secret(folder: &Folder) -> String {
    let text = folder.read(KEY);
    text.lines().find_map(|line| line.strip_prefix("key: ")).expect("a key").to_owned()
}

fn fingerprint(folder: &Folder) -> String {
    let register = folder.read("register.yaml");
    let key = register.lines().find_map(|line| line.strip_prefix("form_key: ")).expect("a fingerprint");
    key.trim_matches('"').to_owned()
}

/// The files of a folder whose bytes hold a text.
fn holding(folder: &Path, text: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(holding(&path, text));
        } else if memchr::memmem::find(&fs::read(&path).expect("a file"), text).is_some() {
            found.push(path.display().to_string());
        }
    }
    found
}

#[test]
fn the_first_build_makes_a_key_and_no_other_command_does() {
    let folder = Folder::started();
    folder.run(&["check"]).ends_with(0);
    folder.run(&["preview", "FRA"]).ends_with(0);
    assert!(!folder.path(KEY).exists(), "looking makes no key");
    let ran = folder.run(&["build", "--verbose"]).ends_with(0);
    let (key, known) = (secret(&folder), fingerprint(&folder));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(folder.path(KEY)).expect("a file").permissions().mode() & 0o777, 0o600);
    }
    // Nothing that goes out has it, and no message.
    folder.run(&["pack"]).ends_with(0);
    let found = holding(folder.root(), key.as_bytes());
    assert_eq!(found, [folder.path(KEY).display().to_string()]);
    use base64::Engine as _;
    let raw = base64::prelude::BASE64_STANDARD.decode(&key).expect("base 64");
    assert_eq!((raw.len(), holding(folder.root(), &raw)), (32, Vec::new()));
    assert!(!ran.out.contains(&key) && !ran.err.contains(&key));
    let manifest: Value = serde_json::from_str(&folder.read("output/DM-1132/manifest.json")).expect("JSON");
    assert_eq!((&manifest["format"], &manifest["form_key"]), (&5.into(), &known.as_str().into()));
    // It stays, and so do the bytes.
    let zip = folder.sha256("output/DM-1132/DM-1132.zip");
    folder.run(&["build"]).ends_with(0);
    assert_eq!((secret(&folder), folder.sha256("output/DM-1132/DM-1132.zip")), (key.clone(), zip));
    folder.run(&["preview", "FRA", "-o", "seen"]).ends_with(0);
    assert_eq!(
        folder.sha256("seen/001_FRA_form_fr.pdf"),
        folder.sha256("output/DM-1132/pouch/forms/001_FRA_form_fr.pdf"),
        "a preview has the bytes of the archive"
    );
    let other = Folder::started();
    other.run(&["build", "--only", "FRA"]).ends_with(0);
    assert_ne!(secret(&other), key, "each mailing has its own");
    assert_eq!(fingerprint(&other).len(), 16);
}

#[test]
fn the_same_key_makes_the_same_bytes() {
    let one = Folder::started();
    one.run(&["build"]).ends_with(0);
    let other = Folder::started().with_key_of(&one);
    other.run(&["build"]).ends_with(0);
    let zip = |folder: &Folder| folder.sha256("output/DM-1132/DM-1132.zip");
    assert_eq!((zip(&one), one.read("register.yaml")), (zip(&other), other.read("register.yaml")));
}

#[test]
fn a_key_that_is_missing_or_another_stops_the_build() {
    let folder = sent();
    let (zip, register) = (folder.sha256("output/DM-1132/DM-1132.zip"), folder.read("register.yaml"));
    let key = folder.read(KEY);
    fs::remove_file(folder.path(KEY)).expect("removed");
    for command in ["check", "build"] {
        folder.run(&[command]).ends_with(1).says("error[form-key-lost]").says(&fingerprint(&folder));
        assert!(!folder.path(KEY).exists());
    }
    folder.run(&["preview", "FRA"]).ends_with(0);
    let other = Folder::started();
    other.run(&["build"]).ends_with(0);
    fs::copy(other.path(KEY), folder.path(KEY)).expect("a copy");
    for command in ["check", "build"] {
        let ran = folder.run(&[command]).ends_with(1).says("error[form-key-other]");
        assert!(!ran.err.contains(&secret(&folder)), "{}", ran.err);
    }
    assert_eq!((folder.sha256("output/DM-1132/DM-1132.zip"), folder.read("register.yaml")), (zip, register));
    folder.write(KEY, &key);
    folder.run(&["build"]).ends_with(0);
}

#[test]
fn a_damaged_key_stops_the_build_and_is_not_quoted() {
    let folder = sent();
    let (key, whole) = (secret(&folder), folder.read(KEY));
    for (damaged, said) in [
        (whole.replace(&key, &key[..40]), "line 5 has no whole key"),
        (whole.replace("format: 1", "format: 2"), "its format is not known"),
        (whole.replace("format: 1\n", ""), "it does not say its format"),
        (whole.replace("key: ", "key = "), "line 5 is not `name: value`"),
        (whole.replace(&format!("key: {key}\n"), ""), "it has no key"),
        (format!("{whole}key: {key}\n"), "line 6 is not known, or there twice"),
        (String::new(), "it does not say its format"),
    ] {
        folder.write(KEY, &damaged);
        for command in ["check", "build", "preview FRA", "collect returns"] {
            let ran = folder.run(&command.split(' ').collect::<Vec<_>>()).ends_with(1);
            let ran = ran.says("error[form-key-damaged]").says(said);
            assert!(!ran.err.contains(&key[..16]), "{}", ran.err);
        }
    }
    fs::remove_file(folder.path(KEY)).expect("removed");
    fs::create_dir(folder.path(KEY)).expect("a folder");
    folder.run(&["check"]).ends_with(1).says("error[form-key-damaged]").says("it is not a file of keys");
}

#[test]
#[cfg(unix)]
fn a_key_that_others_can_read_is_warned_of() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = sent();
    fs::set_permissions(folder.path(KEY), fs::Permissions::from_mode(0o644)).expect("permissions");
    for command in ["check", "build", "collect returns"] {
        let ran = folder.run(&command.split(' ').collect::<Vec<_>>()).ends_with(3);
        ran.says("warning[form-key-mode]").says("chmod 600");
    }
}

#[test]
fn a_new_key_is_made_when_asked_and_the_old_one_still_verifies() {
    let folder = sent();
    answer(&folder, "FRA", "", "old.pdf", None);
    let before = (secret(&folder), fingerprint(&folder));
    fs::rename(folder.path("output/DM-1132"), folder.path("old")).expect("moved");
    folder.run(&["build", "--new-key"]).ends_with(0);
    let ran = folder.run(&["diff", "old", "output/DM-1132"]).ends_with(0);
    assert!(ran.out.contains("form fr changed: key") && !ran.out.contains("letter"), "{}", ran.out);
    assert_ne!((secret(&folder), fingerprint(&folder)), before);
    assert!(folder.read(KEY).contains(&format!("former: {}", before.0)));
    answer(&folder, "KEN", "", "new.pdf", None);
    let (table, _) = collect(&folder, 0);
    assert_eq!(
        (&line(&table, "old.pdf")["status"], &line(&table, "new.pdf")["status"]),
        (&"matched".into(), &"matched".into())
    );
    folder.run(&["build"]).ends_with(0);
}

#[test]
fn forms_of_a_lost_key_are_not_called_forged() {
    let folder = sent();
    answer(&folder, "FRA", "", "old.pdf", None);
    let lost = fingerprint(&folder);
    fs::remove_file(folder.path(KEY)).expect("removed");
    folder.run(&["build", "--new-key"]).ends_with(0);
    assert!(folder.read(KEY).contains(&format!("lost: {lost}")));
    answer(&folder, "KEN", "", "new.pdf", None);
    let (table, _) = collect(&folder, 3);
    let old = line(&table, "old.pdf");
    assert_eq!(
        (&old["status"], &line(&table, "new.pdf")["status"]),
        (&"unverified".into(), &"matched".into())
    );
    assert_eq!(old["remark"], "it is forged, or was made with a key that is lost");
    assert_eq!(table["answered"], 1);
}

#[test]
fn a_mailing_with_an_archive_of_before_gets_a_key() {
    let folder = sent();
    folder.run(&["release", "--now", "2004-05-11T09:00:00+02:00"]).ends_with(0);
    // As an earlier version left it: released, without a key.
    let register = folder.read("register.yaml").replace("format: 3", "format: 1");
    let (head, archives) = register.split_once("archives:\n").expect("archives");
    let (_, entries) = archives.split_once("entries:\n").expect("entries");
    let register = format!("{head}entries:\n{entries}");
    let register = register.replace(&format!("form_key: \"{}\"\n", fingerprint(&folder)), "");
    folder.write("register.yaml", &register);
    fs::remove_file(folder.path(KEY)).expect("removed");
    folder.run(&["build"]).ends_with(0);
    assert!(folder.path(KEY).exists());
    let serials = |text: &str| {
        text.lines().filter(|line| line.contains("number: ")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(serials(&folder.read("register.yaml")), serials(&register), "no number changes");
    // Nobody can tell whether the archive in place had gone out, so it stays.
    assert!(folder.path("output/DM-1132.2/manifest.json").exists());
    assert!(form_of(&folder, "FRA").exists());
}

#[test]
fn the_public_key_of_the_sample_is_good_for_the_sample_alone() {
    let folder = Folder::started();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join(KEY);
    fs::copy(&sample, folder.path(KEY)).expect("a copy");
    let ran = folder.run(&["check"]).ends_with(0);
    assert!(!ran.err.contains("form-key"), "{}", ran.err);
    folder.edit("mailing.yaml", "reference: DM-1132", "reference: DM-2001");
    folder.run(&["check"]).ends_with(1).says("error[form-key-sample]").says("the sample DM-1132");
    folder.run(&["build", "--new-key"]).ends_with(0);
    assert!(!folder.read(KEY).contains("former: "), "a public key verifies nothing");
}
