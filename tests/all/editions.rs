//! What has gone out stays as it is: later archives stand beside it, and a rebuild leaves alone what it does not change.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::folder::{Folder, entries};

const LIST: &str = "recipients/ministries.yaml";
const RELEASE: &[&str] = &["release", "--now", "2004-05-11T09:00:00+02:00"];

/// The hash of each file beneath a folder of the output.
fn files(folder: &Folder, name: &str) -> BTreeMap<String, String> {
    let found = entries(&folder.path(&format!("output/{name}"))).into_iter();
    let files = found.filter(|entry| entry.file_type().is_ok_and(|kind| !kind.is_dir()));
    let hashed = files.map(|entry| {
        let path = entry.path();
        let path =
            path.strip_prefix(folder.root()).expect("beneath the folder").to_string_lossy().into_owned();
        let hash = folder.sha256(&path);
        (path, hash)
    });
    hashed.collect()
}

/// The folders of archives in the output that people see.
fn outputs(folder: &Folder) -> Vec<String> {
    let found = fs::read_dir(folder.path("output")).expect("a folder");
    let names = found.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let is_archive = |name: &String| !name.starts_with('.') && name != "dispatch";
    let mut names: Vec<String> = names.filter(is_archive).collect();
    names.sort();
    names
}

/// Gives Kenya's ministry another seat.
fn move_to(folder: &Folder, city: &str) {
    let list = folder.read(LIST);
    let (head, kenya) = list.split_once("  - id: KEN").expect("Kenya");
    let (before, after) = kenya.split_once("address: [").expect("an address");
    let (_, after) = after.split_once(',').expect("lines");
    folder.write(LIST, &format!("{head}  - id: KEN{before}address: [{city},{after}"));
}

#[test]
fn ten_builds_with_three_releases_leave_what_went_out() {
    let folder = Folder::started();
    let mut released: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut newest = "DM-1132".to_owned();
    let mut numbers = String::new();
    for build in 0..10 {
        move_to(&folder, &format!("Nairobi {build}"));
        let ran = folder.run(&["build"]).ends_with(0);
        newest = match released.len() {
            0 => "DM-1132".to_owned(),
            before => format!("DM-1132.{}", before + 1),
        };
        assert!(ran.out.contains(&format!("  archive      output/{newest}/DM-1132.zip\n")), "{}", ran.out);
        if [2, 5, 7].contains(&build) {
            folder.run(&["pack"]).ends_with(0);
            let ran = folder.run(RELEASE).ends_with(0);
            assert!(ran.out.contains(&format!("output/{newest} stays as it is from now on")), "{}", ran.out);
            released.insert(newest.clone(), files(&folder, &newest));
            numbers = folder.read("register.yaml");
        }
        for (name, before) in &released {
            assert_eq!(&files(&folder, name), before, "{name} after build {build}");
        }
    }
    assert_eq!(outputs(&folder), ["DM-1132", "DM-1132.2", "DM-1132.3", "DM-1132.4"]);
    let register = folder.read("register.yaml");
    for line in numbers.lines().filter(|line| line.contains("number: ") || line.contains("folder: ")) {
        assert!(register.contains(line), "{line} is not in\n{register}");
    }
    let kept = "  - { folder: \"DM-1132.3\", manifest: \"";
    assert!(register.contains(kept), "{register}");
    for name in outputs(&folder) {
        let archive = format!("output/{name}");
        folder.run(&["verify", &archive]).ends_with(0);
        folder.run(&["verify", &archive, "--no-limits"]).ends_with(0);
        folder.run(&["diff", &archive, &format!("output/{newest}")]).ends_with(0);
        folder.run(&["pack", &archive, "-o", &format!("packs/{name}")]).ends_with(0);
    }
    // The newest is found by the reference, and each by its name.
    for (named, found) in
        [(None, "DM-1132.4"), (Some("DM-1132"), "DM-1132.4"), (Some("DM-1132.3"), "DM-1132.3")]
    {
        let arguments: Vec<&str> = ["verify"].into_iter().chain(named).collect();
        let ran = folder.run(&arguments).ends_with(0);
        assert!(ran.out.contains(&format!("output/{found}\n")), "{named:?}\n{}", ran.out);
    }
    let ran = folder.run(&["diff", "DM-1132.3", "DM-1132"]).ends_with(0);
    assert!(ran.out.contains("  KEN          form en changed: data, serial (DM-1132/"), "{}", ran.out);
    folder.run(&["pack"]).ends_with(0);
    assert!(folder.path("output/DM-1132.4/pack/pack.json").is_file());
    let form = crate::forms::form_in(&folder, "DM-1132.4", "KEN");
    fs::create_dir(folder.path("returns")).expect("a folder");
    fs::copy(form, folder.path("returns/form.pdf")).expect("a copy");
    let ran = folder.run(&["collect", "returns"]).ends_with(3);
    assert!(ran.out.contains("returns/form.pdf (KEN DM-1132/006): matched"), "{}", ran.out);
    assert_eq!(files(&folder, "DM-1132.3"), released["DM-1132.3"]);
}

#[test]
fn a_rebuild_that_changes_nothing_leaves_the_archive_and_its_pack_alone() {
    let folder = Folder::built();
    folder.run(&["pack"]).ends_with(0);
    let modified =
        |name: &str| fs::metadata(folder.path(name)).and_then(|found| found.modified()).expect("a file");
    let names = [
        "output/DM-1132",
        "output/DM-1132/DM-1132.zip",
        "output/DM-1132/pack",
        "output/DM-1132/manifest.json",
    ];
    let before = names.map(modified);
    for is_released in [false, true] {
        let ran = folder.run(&["build"]).ends_with(0);
        assert!(
            ran.out.contains("  left alone   the archive and its pack: nothing changed\n"),
            "{}",
            ran.out
        );
        assert_eq!(names.map(modified), before, "released: {is_released}");
        folder.run(&["verify", "output/DM-1132"]).ends_with(0);
        folder.run(RELEASE).ends_with(0);
    }
    assert_eq!(outputs(&folder), ["DM-1132"]);
    // What was damaged in an archive that has gone out is not mended: a whole one is put beside it.
    fs::remove_file(folder.path("output/DM-1132/README.pdf")).expect("removed");
    folder.run(&["build"]).ends_with(0);
    assert_eq!(outputs(&folder), ["DM-1132", "DM-1132.2"]);
    folder.run(&["verify"]).ends_with(0);
    assert!(!folder.path("output/DM-1132/README.pdf").exists());
}

#[test]
fn a_pack_that_a_build_makes_stale_is_kept_aside_and_named() {
    let folder = Folder::built();
    folder.run(&["pack"]).ends_with(0);
    folder.write("output/DM-1132/pack/sent by hand.txt", "three letters");
    let (of, pack) = (folder.sha256("output/DM-1132/manifest.json"), files(&folder, "DM-1132/pack"));
    move_to(&folder, "Mombasa");
    let ran = folder.run(&["build"]).ends_with(0);
    let aside = format!("pack-{}", &of[..8]);
    assert!(ran.out.contains(&format!("  stale        output/DM-1132/{aside}, the pack of")), "{}", ran.out);
    let kept = files(&folder, &format!("DM-1132/{aside}"));
    assert_eq!(kept.values().collect::<Vec<_>>(), pack.values().collect::<Vec<_>>());
    assert!(!folder.path("output/DM-1132/pack").exists());
    folder.run(&["verify", "output/DM-1132"]).ends_with(0).says("note[archive-foreign-file]");
    // It stays with the archives that follow, and so does the next.
    folder.run(&["pack"]).ends_with(0);
    move_to(&folder, "Kisumu");
    folder.run(&["build"]).ends_with(0);
    assert_eq!(files(&folder, &format!("DM-1132/{aside}")), kept);
    let packs = fs::read_dir(folder.path("output/DM-1132")).expect("a folder");
    let packs = packs.filter(|entry| {
        entry.as_ref().is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with("pack-"))
    });
    assert_eq!(packs.count(), 2);
}

#[test]
fn an_archive_that_was_moved_away_leaves_its_name_taken() {
    let folder = Folder::built();
    folder.run(RELEASE).ends_with(0);
    fs::rename(folder.path("output/DM-1132"), folder.path("sent")).expect("moved");
    folder.run(&["build"]).ends_with(0);
    assert_eq!(outputs(&folder), ["DM-1132.2"]);
    // An office that deletes the work folder loses nothing.
    fs::remove_dir_all(folder.path("output/.convoke")).expect("removed");
    folder.run(RELEASE).ends_with(0);
    move_to(&folder, "Mombasa");
    folder.run(&["build"]).ends_with(0);
    assert_eq!(outputs(&folder), ["DM-1132.2", "DM-1132.3"]);
}

#[test]
fn a_register_that_was_lost_or_put_back_replaces_no_archive_that_has_gone_out() {
    let folder = Folder::built();
    let before = folder.read("register.yaml");
    folder.run(&["approve", "--by", "Maria"]).ends_with(0);
    let (after, archive) = (folder.read("register.yaml"), files(&folder, "DM-1132"));
    let without_kenya: String =
        after.lines().filter(|line| !line.contains("KEN")).map(|line| format!("{line}\n")).collect();
    folder.edit("recipients/ministries.yaml", "city: Nairobi", "city: Mombasa");
    std::fs::remove_file(folder.path("register.yaml")).expect("a file");
    for (register, command) in
        [(None, "check"), (Some(before.as_str()), "build"), (Some(without_kenya.as_str()), "build")]
    {
        if let Some(text) = register {
            folder.write("register.yaml", text);
        }
        let said = "error[register-behind]: an archive of `DM-1132` has gone out";
        folder.run(&[command]).ends_with(1).says(said);
        assert_eq!(files(&folder, "DM-1132"), archive);
        let _ = std::fs::remove_file(folder.path("register.yaml"));
    }
    folder.write("register.yaml", &after);
    folder.run(&["build"]).ends_with(0);
    assert_eq!(outputs(&folder), ["DM-1132", "DM-1132.2"]);
}

#[test]
fn another_mailing_file_of_the_same_reference_is_refused() {
    let folder = Folder::built();
    let before = files(&folder, "DM-1132");
    folder.write(
        "other.yaml",
        &folder.read("mailing.yaml").replace("participants_per_form: 2", "participants_per_form: 3"),
    );
    for command in [&["check"][..], &["build"], &["build", "--only", "KEN"], RELEASE] {
        let ran = folder.run(&[command, &["--mailing", "other.yaml"]].concat()).ends_with(1);
        assert!(ran.err.contains("error[output-taken]: "), "{command:?}\n{}", ran.err);
        assert!(ran.err.contains("`../mailing.yaml`") && ran.err.contains("`other.yaml`"), "{}", ran.err);
    }
    assert_eq!(files(&folder, "DM-1132"), before);
    // Another place, the same files; and a file that was renamed.
    let moved = Folder::started();
    fs::remove_dir_all(moved.root().join("recipients")).expect("removed");
    copy_all(folder.root(), moved.root());
    moved.run(&["build"]).ends_with(0);
    fs::rename(moved.path("mailing.yaml"), moved.path("letters.yaml")).expect("renamed");
    moved.run(&["build", "--mailing", "letters.yaml"]).ends_with(0);
    // A mailing whose reference is the name of another's second archive.
    folder.run(RELEASE).ends_with(0);
    move_to(&folder, "Mombasa");
    folder.run(&["build"]).ends_with(0);
    folder.write(
        "other.yaml",
        &folder.read("mailing.yaml").replace("reference: DM-1132", "reference: DM-1132.2"),
    );
    fs::remove_file(folder.path("register.yaml")).expect("removed");
    folder.run(&["build", "--mailing", "other.yaml"]).ends_with(1).says("error[output-taken]: ");
}

fn copy_all(from: &Path, to: &Path) {
    let copied = std::process::Command::new("cp").arg("-a").arg(from.join(".")).arg(to).status();
    assert!(copied.expect("cp").success());
}

/// A build: what it was made of, and what it came to.
struct Built {
    list: String,
    register_before: Option<String>,
    register_after: String,
    archive: String,
    is_released: bool,
}

/// Builds ten mailings of one recipient, each with another address, and releases three of them.
fn build_ten(folder: &Folder) -> Vec<Built> {
    let list = folder.read(LIST);
    let (head, _) = list.split_once("  - id: FRA").expect("France");
    let (_, kenya) = list.split_once("  - id: KEN").expect("Kenya");
    folder.write(LIST, &format!("{head}  - id: KEN{kenya}"));
    let mut built = Vec::new();
    for build in 0..10 {
        move_to(folder, &format!("Nairobi {build}"));
        let register_before = fs::read_to_string(folder.path("register.yaml")).ok();
        folder.run(&["build", "--no-limits", "--jobs", "1"]).ends_with(0);
        let newest = match built.iter().filter(|one: &&Built| one.is_released).count() {
            0 => "DM-1132".to_owned(),
            released => format!("DM-1132.{}", released + 1),
        };
        let archive = folder.sha256(&format!("output/{newest}/DM-1132.zip"));
        let is_released = [2, 5, 7].contains(&build);
        if is_released {
            folder.run(RELEASE).ends_with(0);
        }
        let register_after = folder.read("register.yaml");
        built.push(Built { list: folder.read(LIST), register_before, register_after, archive, is_released });
    }
    built
}

#[test]
fn a_register_of_ten_builds_with_three_releases_is_replayed() {
    let folder = Folder::started();
    let built = build_ten(&folder);
    let hashes: std::collections::BTreeSet<&str> = built.iter().map(|one| one.archive.as_str()).collect();
    assert_eq!(hashes.len(), 10, "each build has another archive");
    // From the beginning, with the key alone.
    let again = Folder::started().with_key_of(&folder);
    for (number, (first, second)) in built.iter().zip(build_ten(&again)).enumerate() {
        assert_eq!(second.archive, first.archive, "build {number}");
        assert_eq!(second.register_after, first.register_after, "build {number}");
    }
    // Each release from the register as it was before it, and each later one leaves what it says of those before.
    let released: Vec<&Built> = built.iter().filter(|one| one.is_released).collect();
    assert_eq!(released.len(), 3);
    for (number, one) in released.iter().enumerate() {
        let replay = Folder::started().with_key_of(&folder);
        replay.write(LIST, &one.list);
        replay.write("register.yaml", one.register_before.as_deref().expect("a register"));
        replay.run(&["build", "--no-limits", "--jobs", "1"]).ends_with(0);
        let name = if number == 0 { "DM-1132".to_owned() } else { format!("DM-1132.{}", number + 1) };
        assert_eq!(replay.sha256(&format!("output/{name}/DM-1132.zip")), one.archive, "release {number}");
        assert_eq!(
            replay.sha256(&format!("output/{name}/DM-1132.zip")),
            folder.sha256(&format!("output/{name}/DM-1132.zip"))
        );
        let said = |line: &&str| line.contains("released: ") || line.contains("folder: ");
        let last = folder.read("register.yaml");
        for line in one.register_after.lines().filter(said) {
            assert!(last.contains(line), "{line} is not in\n{last}");
        }
    }
}

#[test]
fn what_people_write_into_files_that_are_made_anew_is_kept() {
    let folder = Folder::built();
    std::fs::create_dir(folder.path("returns")).expect("a folder");
    std::fs::copy(
        folder.path("output/DM-1132/post/forms/003_KEN_form_en.pdf"),
        folder.path("returns/ken.pdf"),
    )
    .expect("a copy");
    let proof: &[&str] = &["proof"];
    let pack: &[&str] = &["pack"];
    let collect: &[&str] = &["collect", "returns", "--now", "2004-06-05"];
    let build: &[&str] = &["build"];
    let cases = [
        (build, vec!["output/DM-1132/register.csv"]),
        (proof, vec!["output/proof/proof.pdf", "output/proof/proof.html"]),
        (
            pack,
            vec![
                "output/DM-1132/pack/post/en/files.csv",
                "output/DM-1132/pack/register.xlsx",
                "output/DM-1132/pack/pouch/list.pdf",
            ],
        ),
        (
            collect,
            vec![
                "output/DM-1132-registrations/registrations.csv",
                "output/DM-1132-registrations/registrations.xlsx",
                "output/DM-1132-registrations/registrations.json",
            ],
        ),
    ];
    for (command, names) in cases {
        let usual = folder.run(command).code;
        let again = folder.run(command).ends_with(usual);
        assert!(!again.err.contains("file-kept"), "{command:?} again: {}", again.err);
        for name in names {
            let made = std::fs::read(folder.path(name)).expect("a file");
            folder.write_bytes(name, &[&made[..], b"ticked"].concat());
            let ran = folder.run(command).ends_with(3).says("warning[file-kept]: ");
            let (above, own) = name.rsplit_once('/').expect("a folder");
            let stem = own.split('.').next().expect("a name");
            let kept = std::fs::read_dir(folder.path(above)).expect("a folder").filter_map(|entry| {
                let entry = entry.expect("an entry");
                let name = entry.file_name().into_string().expect("UTF-8");
                name.starts_with(&format!("{stem}-kept-"))
                    .then(|| std::fs::read(entry.path()).expect("a file"))
            });
            assert!(kept.into_iter().any(|kept| kept.ends_with(b"ticked")), "{name}: {}", ran.err);
            assert_eq!(std::fs::read(folder.path(name)).expect("a file"), made, "{name} is made anew");
            folder.run(command).ends_with(usual);
        }
    }
    folder.run(&["verify", "output/DM-1132"]);
}

#[test]
fn a_register_that_somebody_wrote_into_is_kept_when_the_archive_changes() {
    let folder = Folder::started();
    folder.run(&["build"]).ends_with(0);
    let register = "output/DM-1132/register.csv";
    let made = std::fs::read(folder.path(register)).expect("a file");
    folder.write_bytes(register, &[&made[..], b"posted 3 May"].concat());
    folder.edit("mailing.yaml", "issued_at: ", "issued_at: 2004-05-12T09:00:00+02:00 # ");
    let ran = folder.run(&["build"]).ends_with(3).says("warning[file-kept]: `register.csv` was changed");
    let names = std::fs::read_dir(folder.path("output/DM-1132")).expect("a folder");
    let kept: Vec<Vec<u8>> = names
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("register-kept-"))
        })
        .map(|path| std::fs::read(path).expect("a file"))
        .collect();
    assert!(kept.len() == 1 && kept[0].ends_with(b"posted 3 May"), "{}", ran.err);
    assert_ne!(std::fs::read(folder.path(register)).expect("a file"), made);
    // One that nobody wrote into is not.
    folder.edit("mailing.yaml", "issued_at: 2004-05-12", "issued_at: 2004-05-13");
    let ran = folder.run(&["build"]);
    assert!(!ran.err.contains("file-kept"), "{}", ran.err);
}
