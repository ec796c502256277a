//! Shares that stay where they lie, as the volumes of an archive: the index of them, and the commands that take it as an archive.

use std::fs;

use serde_json::Value;

use crate::shares::{Mailing, changed, codes_of, manifest};

const SHARES: &str = "output/DM-1132-shares";
const INDEX: &str = "output/DM-1132-shares/index_DM-1132";
const ZIP: &str = "output/DM-1132-shares/index_DM-1132/index_DM-1132.zip";

/// A mailing whose shares have an index.
fn indexed() -> Mailing {
    let mailing = Mailing::shared();
    mailing.merge(&["--volumes"]).ends_with(3);
    mailing
}

#[test]
fn an_index_lists_what_the_archive_has_and_is_taken_as_the_archive() {
    let mailing = indexed();
    let folder = &mailing.folder;
    assert!(!folder.path("output/DM-1132").exists(), "nothing is copied");
    let zip = fs::metadata(folder.path(ZIP)).expect("an index").len();
    let shares: u64 =
        (1..=3).map(|number| fs::metadata(mailing.zip(number, 3)).expect("a share").len()).sum();
    assert!(zip < shares / 2, "{zip} of {shares}");
    let ran = folder.run(&["verify", ZIP]).ends_with(0);
    assert!(
        ran.out.contains("  shares       3\n") && ran.out.contains("  recipients   4 of 5, 1 blocked\n"),
        "{}",
        ran.out
    );
    folder.run(&["pack", ZIP]).ends_with(0);
    let ran = folder.run(&["verify", INDEX]).ends_with(0);
    assert!(ran.out.contains("  pack  "), "{}", ran.out);
    let ran = mailing.status(&[ZIP]).ends_with(0);
    assert_eq!(ran.out, "whole: 3 of 3 shares\n  whole        1-3\n");
    // The archive of the same shares has the same list of files and packs the same.
    mailing.merge(&[]).ends_with(3);
    let json = |name: &str| serde_json::from_str::<Value>(&folder.read(name)).expect("JSON");
    let (index, archive) = (json(&format!("{INDEX}/manifest.json")), json("output/DM-1132/manifest.json"));
    assert_eq!(index["files"], archive["files"]);
    assert_eq!((&index["format"], &archive["format"]), (&8.into(), &5.into()));
    let hash = folder.sha256(mailing.zip(2, 3).to_str().expect("UTF-8"));
    assert_eq!(index["shares"][1]["sha256"], hash);
    folder.run(&["pack"]).ends_with(0);
    assert_eq!(
        json(&format!("{INDEX}/pack/pack.json"))["files"],
        json("output/DM-1132/pack/pack.json")["files"]
    );
    let ran = folder.run(&["diff", "output/DM-1132", ZIP]).ends_with(0);
    assert!(ran.out.starts_with("no document differs"), "{}", ran.out);
    // All can be moved together.
    fs::rename(folder.path(SHARES), folder.path("moved")).expect("moved");
    folder.run(&["verify", "moved/index_DM-1132"]).ends_with(0);
}

#[test]
fn shares_that_are_lost_altered_or_others_are_told_by_verify() {
    let mailing = indexed();
    let folder = &mailing.folder;
    let again = |says: &str| {
        let ran = folder.run(&["verify", ZIP]).ends_with(1);
        assert!(ran.err.contains(says), "{says}\n{}", ran.err);
        folder.run(&["pack", ZIP]).ends_with(1);
    };
    let [first, second, third] = [1, 2, 3].map(|number| mailing.zip(number, 3));
    let sound = fs::read(&second).expect("a share");
    fs::rename(&second, folder.path("aside.zip")).expect("moved");
    again("in `share-00002-of-00003_DM-1132/share-00002-of-00003_DM-1132.zip`: the archive cannot be opened");
    let ran = mailing.status(&[ZIP]).ends_with(3);
    assert!(ran.out.contains("  missing      2\n"), "{}", ran.out);
    fs::copy(&first, &second).expect("copied");
    again("it is share 1/3, not 2/3");
    let mut altered = sound.clone();
    let at = altered.len() / 3;
    altered[at] ^= 1;
    fs::write(&second, altered).expect("written");
    again("was altered");
    fs::write(&second, changed(&sound, "\"pages\": 1", "\"pages\": 2")).expect("written");
    again("its manifest is not the one that the index names");
    fs::write(&second, &sound).expect("written");
    folder.run(&["verify", ZIP]).ends_with(0);
    // What an index says of itself is held against the shares.
    let index = fs::read(folder.path(ZIP)).expect("an index");
    for (from, to, says) in [
        ("\"number\": 3,", "\"number\": 2,", "the index has share 2/3 in place 3 of 3"),
        ("share-00003-of-00003_DM-1132/", "../share-00003-of-00003_DM-1132/", "it leaves its folder"),
        ("\"recipient\": \"KEN\"", "\"recipient\": \"KEM\"", "is not there as the index lists it"),
    ] {
        fs::write(folder.path("output/DM-1132-shares/index_DM-1132/index_X.zip"), changed(&index, from, to))
            .expect("written");
        let ran = folder.run(&["verify", "output/DM-1132-shares/index_DM-1132/index_X.zip"]).ends_with(1);
        assert!(ran.err.contains(says), "{to}\n{}", ran.err);
    }
    fs::remove_file(third).expect("removed");
    again("share-00003-of-00003_DM-1132.zip`: the archive cannot be opened");
}

#[test]
fn shares_are_joined_to_an_index_by_their_manifests_and_by_their_bytes_where_that_is_asked_for() {
    let mailing = Mailing::shared();
    let folder = &mailing.folder;
    let refused = |more: &[&str], codes: &[&str]| {
        let ran = mailing.merge(&[&["--volumes"], more].concat()).ends_with(1);
        assert_eq!(codes_of(&ran), codes, "{}", ran.err);
        assert!(!folder.path(INDEX).exists(), "there is no index then");
        ran.err
    };
    let note = mailing.zip(2, 3).with_extension("zip.sha256");
    let noted = fs::read_to_string(&note).expect("a note");
    let hash = folder.sha256(mailing.zip(2, 3).to_str().expect("UTF-8"));
    assert_eq!(noted, format!("{hash}  share-00002-of-00003_DM-1132.zip\n"));
    // A byte of a document: manifests do not show it.
    let sound = fs::read(mailing.zip(2, 3)).expect("a share");
    let mut altered = sound.clone();
    let at = altered.len() / 3;
    altered[at] ^= 1;
    fs::write(mailing.zip(2, 3), &altered).expect("written");
    let told = refused(&["--rehash"], &["share-altered"]);
    assert!(told.contains("share 2/3: its bytes are not those that were written"), "{told}");
    // Without the note, every file is held against the manifest.
    fs::remove_file(&note).expect("removed");
    let told = refused(&["--rehash"], &["share-altered"]);
    assert!(told.contains("was altered"), "{told}");
    mailing.merge(&["--volumes"]).ends_with(3);
    folder.run(&["verify", ZIP]).ends_with(1);
    fs::remove_dir_all(folder.path(INDEX)).expect("removed");
    // A share that is missing or foreign is refused as by any merge.
    fs::write(mailing.zip(2, 3), changed(&sound, "\"reference\": \"DM-1132\"", "\"reference\": \"DM-1133\""))
        .expect("written");
    refused(&[], &["share-foreign", "share-missing"]);
    fs::write(mailing.zip(2, 3), changed(&sound, "\"document\": \"letter\"", "\"document\": \"leter\""))
        .expect("written");
    refused(&[], &["share-altered"]);
    fs::write(mailing.zip(2, 3), sound).expect("written");
    let named = mailing.zip(1, 3);
    refused(&[named.to_str().expect("UTF-8")], &["index-place"]);
    mailing.merge(&["--volumes", "--rehash"]).ends_with(3);
    folder.run(&["verify", ZIP]).ends_with(0);
    let index = fs::read(folder.path(ZIP)).expect("an index");
    mailing.merge(&["--volumes"]).ends_with(3);
    assert!(fs::read(folder.path(ZIP)).expect("an index") == index, "it is the same each time");
}

#[test]
fn recipients_are_taken_from_the_lists_only_to_tell_what_is_wrong() {
    let mailing = Mailing::shared();
    let passes = || {
        let ran = mailing.merge(&["--volumes", "--json"]);
        let count = ran.out.matches("\"event\":\"started\"").count();
        (count, ran)
    };
    let (count, ran) = passes();
    ran.ends_with(3);
    assert_eq!(count, 1, "shares that are sound are listed by their manifests");
    let zips = [1, 2, 3].map(|number| mailing.zip(number, 3));
    let sound = zips.each_ref().map(|zip| fs::read(zip).expect("a share"));
    let refused = |altered: &[(usize, Vec<u8>)], says: &[&str]| {
        altered.iter().for_each(|(at, share)| fs::write(&zips[*at], share).expect("written"));
        let (count, ran) = passes();
        let ran = ran.ends_with(1);
        assert_eq!(count, 2, "{}", ran.out);
        says.iter().for_each(|says| assert!(ran.out.contains(says), "{says} is not in {}", ran.out));
        altered.iter().for_each(|(at, _)| fs::write(&zips[*at], &sound[*at]).expect("written"));
    };
    // Somebody who gets nothing is in another part of the plan.
    let texts = sound.each_ref().map(|share| manifest(share));
    let own = texts.iter().position(|text| text.contains("\"blocked\": [\n")).expect("somebody gets nothing");
    let other = (own + 1) % 3;
    let (_, rest) = texts[own].split_once("\"blocked\": [\n").expect("somebody");
    let (list, _) = rest.split_once("\n    ]").expect("the end");
    let (list, none) = (format!("\"blocked\": [\n{list}\n    ]"), "\"blocked\": []");
    let moved = [(own, changed(&sound[own], &list, none)), (other, changed(&sound[other], none, &list))];
    refused(&moved, &["the share has no documents of it", "it has more than its part of the plan"]);
    // Two shares have a file of one path.
    let path = |at: usize| texts[at].lines().find(|line| line.contains("\"path\": ")).expect("a path");
    refused(
        &[(1, changed(&sound[1], path(1), path(0)))],
        &["share 2/3: the share has not the documents that the plan has"],
    );
    // A share with others' recipients.
    refused(
        &[(1, changed(&sound[1], &texts[1], &texts[0].replace("\"number\": 1,", "\"number\": 2,")))],
        &["share 2/3: "],
    );
    let (count, ran) = passes();
    ran.ends_with(3);
    assert_eq!(count, 1);
}
