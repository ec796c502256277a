//! Shares of a frozen plan, made apart and joined to the archive that one machine makes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::broken::archives::{content, pack, unpack};
use crate::folder::{Folder, Ran};

const ZIP: &str = "output/DM-1132/DM-1132.zip";
const LIST: &str = "recipients/ministries.yaml";
const SHARES: &str = "output/DM-1132-shares";
/// What a build makes.
const MADE: [&str; 3] = [ZIP, "output/DM-1132/manifest.json", "register.yaml"];

/// The sample with a recipient that is held back and one with a copy, of which all of three shares are made; and what a build of it makes. All tests
/// have a copy of the same.
pub(crate) struct Mailing {
    pub(crate) folder: Folder,
    /// SHA-256 of the ZIP file, of the manifest, and of the register that a build makes.
    built: [String; 3],
    /// What that build tells.
    told: String,
}

impl Mailing {
    pub(crate) fn shared() -> Self {
        static SHARED: OnceLock<Folder> = OnceLock::new();
        let folder = Folder::once(&SHARED, |folder| {
            folder.write_sample();
            let copies = "copies: [{ to: \"Mission of Kenya, Geneva\", address: [Geneva, SWITZERLAND], channel: by-hand }]";
            folder.edit(LIST, "channels: [post]", &format!("channels: [post]\n    {copies}"));
            let list = folder.read(LIST);
            let kenya = list.split_once("  - id: KEN\n").expect("KEN").1;
            let more = |id: &str| format!("  - id: {id}\n{}\n", kenya.trim_end());
            // Georgian letters have no font: the recipient is held back.
            let held_back = more("GEO").replace("Nairobi", "თბილისი");
            folder.write(LIST, &format!("{}\n{held_back}{}", list.trim_end(), more("ZWE")));
            let ran = folder.run(&["build"]).ends_with(3);
            let hashes = MADE.map(|name| folder.sha256(name)).join("\n");
            folder.write("built.txt", &hashes).write("told.txt", &ran.err);
            fs::remove_dir_all(folder.path("output")).expect("removed");
            fs::remove_file(folder.path("register.yaml")).expect("removed");
            let ran = folder.run(&["plan", "--freeze", "plan.json"]).ends_with(3);
            assert!(
                ran.out.starts_with("frozen: 13 documents for 5 recipients\nblocked: 1 of 5"),
                "{}",
                ran.out
            );
            for share in ["1/3", "2/3", "3/3"] {
                folder.run(&["build", "--plan", "plan.json", "--shard", share]).ends_with(0);
            }
            assert!(!folder.path("output/DM-1132").exists());
        });
        let [zip, manifest, register] = [0, 1, 2].map(|at| {
            let built = folder.read("built.txt");
            built.lines().nth(at).expect("a hash").to_owned()
        });
        assert_eq!(folder.sha256("register.yaml"), register, "numbers are given when the plan is frozen");
        let told = folder.read("told.txt");
        Self { folder, built: [zip, manifest, register], told }
    }

    pub(crate) fn share(&self, share: &str) -> Ran {
        self.folder.run(&["build", "--plan", "plan.json", "--shard", share, "--no-limits"])
    }

    pub(crate) fn zip(&self, number: u32, of: u32) -> PathBuf {
        let name = format!("share-{number:05}-of-{of:05}_DM-1132");
        self.folder.path(SHARES).join(&name).join(format!("{name}.zip"))
    }

    pub(crate) fn merge(&self, shares: &[&str]) -> Ran {
        self.folder.run(&[&["merge", "--plan", "plan.json"], shares].concat())
    }

    pub(crate) fn status(&self, shares: &[&str]) -> Ran {
        self.folder.run(&[&["status", "--plan", "plan.json"], shares].concat())
    }

    /// Expects that the archive is that of the build.
    #[track_caller]
    fn is_as_built(&self) {
        assert_eq!(MADE.map(|name| self.folder.sha256(name)), self.built);
    }

    /// Expects that shares are refused with exactly these codes, and that there is no archive then.
    #[track_caller]
    fn refuses(&self, shares: &[&str], codes: &[&str]) -> String {
        let ran = self.merge(shares).ends_with(1);
        assert_eq!(codes_of(&ran), codes, "{}", ran.err);
        assert!(!self.folder.path("output/DM-1132").exists(), "nothing is merged");
        ran.err
    }
}

/// What is wrong with shares.
pub(crate) fn codes_of(ran: &Ran) -> Vec<&str> {
    let codes = ran.err.lines().filter_map(|line| line.strip_prefix("error[")?.split(']').next());
    let mut codes: Vec<&str> = codes.filter(|code| *code != "glyph-missing").collect();
    codes.sort_unstable();
    codes
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
    fs::copy(from, to).expect("a copy");
}

/// A share with another text in its manifest, and checksums that fit.
pub(crate) fn changed(share: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut files = unpack(share);
    let manifest = content(&mut files, "manifest.json");
    let text = String::from_utf8(manifest.clone()).expect("UTF-8");
    assert!(text.contains(from), "{from} is not in {text}");
    *manifest = text.replacen(from, to, 1).into_bytes();
    pack(&files)
}

/// The manifest of a share.
pub(crate) fn manifest(share: &[u8]) -> String {
    String::from_utf8(content(&mut unpack(share), "manifest.json").clone()).expect("UTF-8")
}

#[test]
fn shares_in_any_order_make_the_archive_of_one_machine() {
    let mailing = Mailing::shared();
    let mut shares: Vec<String> =
        (1..=3).map(|number| mailing.zip(number, 3).to_string_lossy().into_owned()).collect();
    shares.rotate_left(1);
    shares.swap(1, 2);
    let ran = mailing.merge(&shares.iter().map(String::as_str).collect::<Vec<_>>()).ends_with(3);
    mailing.is_as_built();
    assert_eq!(ran.err, mailing.told, "what a build tells is told");
    assert!(ran.out.starts_with("10 documents for 4 of 5 recipients"), "{}", ran.out);
    assert!(ran.out.contains("GEO          no font has"), "{}", ran.out);
    // In two; `.ci/cluster` makes eight.
    fs::remove_dir_all(mailing.folder.path("output")).expect("removed");
    ["2/2", "1/2"].into_iter().for_each(|share| drop(mailing.share(share).ends_with(0)));
    mailing.merge(&[]).ends_with(3);
    mailing.is_as_built();
}

#[test]
fn what_was_merged_is_an_archive_like_any_other() {
    let mailing = Mailing::shared();
    let Mailing { folder, .. } = &mailing;
    let share = mailing.zip(2, 3);
    let named = share.to_str().expect("UTF-8");
    let ran = folder.run(&["verify", named]).ends_with(0);
    assert!(ran.out.contains("  share        2 of 3\n"), "{}", ran.out);
    folder.run(&["verify", share.parent().and_then(Path::to_str).expect("a folder")]).ends_with(0);
    folder.run(&["pack", named]).ends_with(1).says("error[archive-share]: it is share 2/3 of a plan");
    // Where they are made, they are found.
    let ran = mailing.merge(&["--volume-size", "6"]).ends_with(3);
    assert!(ran.out.contains("volumes      4\n"), "{}", ran.out);
    folder.run(&["verify"]).ends_with(0);
    mailing.merge(&[]).ends_with(3);
    mailing.is_as_built();
    folder.run(&["pack"]).ends_with(0);
    folder.run(&["verify"]).ends_with(0);
    folder.run(&["diff", "output/DM-1132", ZIP]).ends_with(0);
}

#[test]
fn missing_doubled_and_foreign_shares_are_told_together_each_with_its_command() {
    let mailing = Mailing::shared();
    let Mailing { folder, .. } = &mailing;
    // One is lost, one is there twice, one is of another plan.
    let lost = fs::read(mailing.zip(2, 3)).expect("a share");
    let foreign = changed(&lost, &folder.sha256("plan.json"), &"0".repeat(64));
    copy(&mailing.zip(1, 3), &folder.path("again/share-00001-of-00003_DM-1132.zip"));
    copy(&mailing.zip(2, 3), &folder.path("other/share-00002-of-00003_DM-1132.zip"));
    fs::write(folder.path("other/share-00002-of-00003_DM-1132.zip"), foreign).expect("written");
    fs::remove_dir_all(mailing.zip(2, 3).parent().expect("a folder")).expect("removed");
    copy(&mailing.zip(3, 3), &folder.path("other/share-00003-of-00004_DM-1132.zip"));
    let of_four = changed(&fs::read(mailing.zip(3, 3)).expect("a share"), "\"of\": 3", "\"of\": 4");
    fs::write(folder.path("other/share-00003-of-00004_DM-1132.zip"), of_four).expect("written");
    let shares = [SHARES, "again", "other"];
    let told = mailing.refuses(&shares, &["share-foreign", "share-foreign", "share-missing", "share-twice"]);
    for says in [
        "it is a share of another plan\n  --> other/share-00002-of-00003_DM-1132.zip",
        "it is one of 4 shares, and others are of 3\n  --> other/share-00003-of-00004_DM-1132.zip",
        "share 2/3 is missing\n  hint: make it: convoke build --plan plan.json --shard 2/3",
        "share 1/3 is also in `again/share-00001-of-00003_DM-1132.zip`",
    ] {
        assert!(told.contains(says), "{says}\n{told}");
    }
    let ran = mailing.status(&shares).ends_with(3);
    assert!(
        ran.out.starts_with("not whole: 1 of 3 shares are\n  whole        3\n  differing    1\n"),
        "{}",
        ran.out
    );
    // The lost one is made again alone, with the same bytes.
    mailing.share("2/3").ends_with(0);
    assert!(fs::read(mailing.zip(2, 3)).expect("a share") == lost);
    mailing.merge(&[]).ends_with(3);
    mailing.is_as_built();
}

#[test]
fn altered_shares_are_all_told_and_none_is_merged() {
    let mailing = Mailing::shared();
    let zips = [1, 2, 3].map(|number| mailing.zip(number, 3));
    let sound = zips.each_ref().map(|zip| fs::read(zip).expect("a share"));
    // A document, with the checksum of its entry: the manifest tells. The others are cut short, and of another document.
    let mut files = unpack(&sound[0]);
    let at = files.iter().position(|(name, _)| name.ends_with(".pdf")).expect("a document");
    files[at].1 = b"%PDF-1.7 another".to_vec();
    fs::write(&zips[0], pack(&files)).expect("written");
    fs::write(&zips[1], &sound[1][..sound[1].len() / 2]).expect("written");
    let letter = ("\"document\": \"letter\"", "\"document\": \"leter\"");
    fs::write(&zips[2], changed(&sound[2], letter.0, letter.1)).expect("written");
    let told = mailing.refuses(&[], &["share-altered", "share-altered", "share-altered"]);
    for number in [1, 2, 3] {
        let again = format!("make it again: convoke build --plan plan.json --shard {number}/3");
        assert!(told.contains(&again), "{told}");
    }
    for says in [
        "share 1/3: `pouch/letters/001_FRA_letter_fr.pdf` was altered: it no longer has the checksum",
        "  for recipient FRA\n",
        "is cut short or is not a ZIP file",
        "share 3/3: the share has not the documents that the plan has",
    ] {
        assert!(told.contains(says), "{says}\n{told}");
    }
    // Another number, another recipient, and one more than the part has.
    fs::write(&zips[0], changed(&sound[0], "DM-1132/001", "DM-1132/002")).expect("written");
    fs::write(&zips[1], changed(&sound[1], "\"recipient\": \"KEN\"", "\"recipient\": \"KEM\""))
        .expect("written");
    fs::write(&zips[2], &sound[2]).expect("written");
    let told = mailing.merge(&[]).ends_with(1).err;
    assert!(told.contains("share 1/3: its documents do not bear DM-1132/001"), "{told}");
    assert!(told.contains("share 2/3: "), "{told}");
    // What manifests say of themselves is seen at once.
    for (from, to, code, says) in [
        ("\"number\": 1", "\"number\": 3", "share-differs", "share 3/3 is also in"),
        ("\"tool\": \"convoke ", "\"tool\": \"convoke 9", "share-foreign", "it was made by convoke 9"),
        ("\"path\": \"", "\"path\": \"../../", "share-altered", "it leaves its folder"),
        ("\"of\": 3", "\"of\": 0", "share-altered", "there is no share 1 of 0"),
        (
            "\"reference\": \"DM-1132\"",
            "\"reference\": \"DM-1133\"",
            "share-foreign",
            "of the mailing DM-1133",
        ),
    ] {
        fs::write(&zips[0], changed(&sound[0], from, to)).expect("written");
        fs::write(&zips[1], &sound[1]).expect("written");
        let ran = mailing.status(&[]).ends_with(3);
        assert_eq!(codes_of(&ran), [code], "{to}\n{}", ran.err);
        assert!(ran.err.contains(says), "{to}\n{}", ran.err);
    }
    // A link is not followed.
    #[cfg(unix)]
    {
        let place = zips[0].parent().expect("a folder");
        fs::write(mailing.folder.path("elsewhere.zip"), &sound[0]).expect("written");
        fs::remove_dir_all(place).expect("removed");
        std::os::unix::fs::symlink(mailing.folder.path("elsewhere.zip"), place).expect("a link");
        mailing.merge(&[]).ends_with(1).says("is a link or no plain file");
        mailing.status(&[]).ends_with(1).says("is a link or no plain file");
    }
}

#[test]
fn a_share_refuses_files_that_are_not_those_of_the_plan_and_names_them() {
    let mailing = Mailing::shared();
    let Mailing { folder, .. } = &mailing;
    for (name, from, to) in [
        ("templates/en/letter.typ.hbs", "\n", "\n\n"),
        (LIST, "Nairobi", "Mombasa"),
        ("mailing.yaml", "participants_per_form: 2", "participants_per_form: 3"),
        ("templates/layout.typ", "\n", "\n\n"),
        ("register.yaml", "number: 2", "number: 9"),
    ] {
        let before = folder.read(name);
        folder.edit(name, from, to);
        let says = format!(
            "error[plan-differs]: the file is not as it was when the plan was frozen\n  --> {name}\n"
        );
        for command in
            [&["build", "--plan", "plan.json", "--shard", "1/2"][..], &["merge", "--plan", "plan.json"]]
        {
            let ran = folder.run(command).ends_with(1).says(&says);
            assert_eq!(codes_of(&ran), ["plan-differs"], "{}", ran.err);
        }
        folder.write(name, &before);
    }
    folder.write("templates/fr/more.typ.hbs", "more");
    mailing.share("1/2").ends_with(1).says("was not there when the plan was frozen");
    fs::remove_file(folder.path("templates/fr/more.typ.hbs")).expect("removed");
    // Another key, and another program.
    let key = folder.read("register.key");
    copy(&Folder::built().path("register.key"), &folder.path("register.key"));
    mailing.share("1/2").ends_with(1).says("error[form-key-other]");
    folder.write("register.key", &key);
    let plan = folder.read("plan.json");
    let at = plan.find("\"program\": \"").expect("the program") + 12;
    folder.write("plan.json", &format!("{}0000{}", &plan[..at], &plan[at + 4..]));
    mailing.share("1/2").ends_with(1).says("other libraries, or for another processor");
    for (text, says) in
        [("{", "EOF"), ("{\"format\": 1}", "it has format 1"), ("{\"format\": 2}", "missing field")]
    {
        folder.write("plan.json", text);
        mailing.share("1/2").ends_with(1).says("error[plan-file]").says(says);
    }
    assert_eq!(folder.sha256("register.yaml"), mailing.built[2], "shares never write the register");
    for option in ["--only=KEN", "--draft", "--allow-stale", "--new-key", "--volume-size=4"] {
        folder.run(&["build", "--plan", "plan.json", "--shard", "1/2", option]).ends_with(2);
    }
}

#[test]
fn schedulers_say_which_share_is_made_and_it_is_told() {
    let mailing = Mailing::shared();
    // Nothing need be made to see which share it would be.
    mailing.folder.edit("templates/layout.typ", "\n", "\n\n");
    for (variables, asked, says) in [
        (
            &[("SLURM_ARRAY_TASK_ID", "8"), ("SLURM_ARRAY_TASK_MIN", "1"), ("SLURM_ARRAY_TASK_COUNT", "8")][..],
            "auto",
            "share 8/8 (SLURM_ARRAY_TASK_ID=8)\n",
        ),
        (&[("JOB_COMPLETION_INDEX", "7")], "auto/8", "share 8/8 (JOB_COMPLETION_INDEX=7)\n"),
        (
            &[("AWS_BATCH_JOB_ARRAY_INDEX", "7"), ("AWS_BATCH_JOB_ARRAY_SIZE", "8")],
            "auto",
            "share 8/8 (AWS_BATCH_JOB_ARRAY_INDEX=7)\n",
        ),
        (&[("NOMAD_ALLOC_INDEX", "7")], "auto/8", "share 8/8 (NOMAD_ALLOC_INDEX=7)\n"),
    ] {
        let mut command = mailing.folder.command(&["build", "--plan", "plan.json", "--shard", asked]);
        for (name, value) in variables {
            command.env(name, value);
        }
        let ran = Ran::from(command.output().expect("the command")).ends_with(1).says("error[plan-differs]");
        assert_eq!(ran.out, says);
    }
    mailing.share("auto/8").ends_with(1).says("error[share-asked]: no scheduler says");
}

#[test]
fn two_users_at_once_are_told_apart_and_other_shares_go_on() {
    let mailing = Mailing::shared();
    let Mailing { folder, .. } = &mailing;
    let hold = |name: &str| {
        let place = folder.path(name);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        let file = fs::File::options().append(true).create(true).open(place).expect("a lock");
        file.lock().expect("nobody has it");
        file
    };
    let states = |ran: &Ran| -> Vec<String> {
        let shown: Value = serde_json::from_str(ran.out.lines().last().expect("a line")).expect("JSON");
        let shares = shown["shares"].as_array().expect("shares").clone();
        shares.iter().map(|share| share["state"].as_str().expect("a state").to_owned()).collect()
    };
    // One makes a share, and another merges, which locks the mailing.
    let held = hold(&format!("{SHARES}/.convoke/share-00001-of-00003_DM-1132/lock"));
    let _merging = hold("output/.convoke/DM-1132/lock");
    mailing.share("1/3").ends_with(1).says("error[output-in-use]");
    mailing.share("2/3").ends_with(0);
    assert_eq!(states(&mailing.status(&["--json"]).ends_with(3)), ["under-way", "whole", "whole"]);
    drop(held);
    assert_eq!(states(&mailing.status(&["--json"]).ends_with(0)), ["whole", "whole", "whole"]);
    mailing.merge(&[]).ends_with(1).says("error[output-in-use]");
    folder.run(&["plan", "--freeze", "other.json"]).ends_with(1).says("error[output-in-use]");
    assert!(!folder.path("other.json").exists());
}

#[test]
fn a_share_that_is_killed_leaves_nothing_that_looks_whole_and_is_gone_on_with() {
    let mailing = Mailing::shared();
    let Mailing { folder, .. } = &mailing;
    let whole = fs::read(mailing.zip(2, 3)).expect("a share");
    let name = "share-00002-of-00003_DM-1132";
    fs::remove_dir_all(folder.path(SHARES).join(name)).expect("removed");
    fs::remove_dir_all(folder.path(SHARES).join(".convoke").join(name)).expect("removed");
    let arguments = ["build", "--plan", "plan.json", "--shard", "2/3", "--no-limits", "-j", "1"];
    let mut command = folder.command(&arguments);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the command");
    let made = folder.path(SHARES).join(".convoke").join(name).join("made.jsonl");
    let begun = Instant::now();
    // As soon as a document is made: there are others to make, and a cover to hash, before it is whole.
    while !fs::metadata(&made).is_ok_and(|found| found.len() > 0)
        && begun.elapsed() < Duration::from_secs(120)
    {
        std::thread::sleep(Duration::from_micros(200));
    }
    child.kill().expect("killed");
    child.wait().expect("ended");
    assert!(!folder.path(SHARES).join(name).exists(), "it was killed too late to show anything");
    let ran = mailing.status(&[]).ends_with(3);
    let says = "not whole: 2 of 3 shares are\n  whole        1, 3\n  stopped      2\n  make it      convoke build --plan plan.json --shard 2/3\n";
    assert_eq!(ran.out, says);
    mailing.refuses(&[], &["share-missing"]);
    let ran = folder.run(&["build", "--plan", "plan.json", "--shard", "2/3", "--json"]).ends_with(0);
    let summary: Value = serde_json::from_str(ran.out.lines().last().expect("a summary")).expect("JSON");
    assert_ne!(summary["summary"]["unchanged"], 0, "what was made is not made again");
    assert!(fs::read(mailing.zip(2, 3)).expect("a share") == whole);
}

#[test]
fn shares_of_a_sealed_mailing_are_sealed_and_so_is_the_archive_of_them() {
    let folder = crate::seals::started("ecdsa", "");
    folder.run(&["build", "--no-limits"]).ends_with(0);
    let built = [ZIP, "output/DM-1132/manifest.json.p7s"].map(|name| folder.sha256(name));
    fs::remove_dir_all(folder.path("output")).expect("removed");
    folder.run(&["plan", "--freeze", "plan.json"]).ends_with(0);
    // Without the key, nothing is made.
    fs::rename(folder.path("seal.p12"), folder.path("kept.p12")).expect("moved");
    let share = ["build", "--plan", "plan.json", "--shard", "1/1", "--no-limits"];
    folder.run(&share).ends_with(1).says("error[seal-key]");
    fs::rename(folder.path("kept.p12"), folder.path("seal.p12")).expect("moved");
    folder.run(&share).ends_with(0);
    folder.run(&["merge", "--plan", "plan.json"]).ends_with(0);
    let found = [ZIP, "output/DM-1132/manifest.json.p7s"].map(|name| folder.sha256(name));
    assert_eq!(found, built);
    let ran = folder.run(&["verify"]).ends_with(0);
    assert!(ran.out.contains("the manifest: sealed by"), "{}", ran.out);
}
