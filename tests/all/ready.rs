//! What `check` calls ready, `build` makes: odd mailings, each checked and then built.

use serde_json::json;

use crate::folder::Folder;

/// Edits of the mailing that is started: file, text, and the text that replaces it.
type Edit = (&'static str, &'static str, String);

const MAILING: &str = "mailing.yaml";
const LIST: &str = "recipients/ministries.yaml";
const ISSUED: &str = "2004-05-10T09:00:00+02:00";

/// A mailing with one recipient, changed as a case says.
fn mailing(edits: &[Edit]) -> Folder {
    let folder = Folder::started();
    let list = folder.read(LIST);
    let at = list.find("  - id: KEN").expect("KEN");
    folder.write(LIST, &format!("format: 1\nrecipients:\n{}", &list[at..]));
    for (file, from, to) in edits {
        folder.edit(file, from, to);
    }
    folder
}

/// Checks and builds; both have to come to the same, and a build's archive is sound. Returns the exit code.
#[track_caller]
fn hold(what: &str, folder: &Folder) -> i32 {
    let checked = folder.run(&["check"]);
    let built = folder.run(&["build"]);
    let told =
        format!("{what}\n--- check\n{}{}--- build\n{}{}", checked.out, checked.err, built.out, built.err);
    assert_eq!(checked.code, built.code, "{told}");
    assert!(!told.contains("exit status") && !told.contains("[internal]"), "{told}");
    if built.code != 1 {
        let found = std::fs::read_dir(folder.path("output")).into_iter().flatten();
        let archives = found.map(|entry| entry.expect("a folder").path());
        for archive in archives.filter(|path| path.join("manifest.json").exists()) {
            folder.run(&["verify", archive.to_str().expect("UTF-8")]).ends_with(0);
        }
    }
    checked.code
}

#[test]
fn every_form_of_a_moment_is_made_or_told() {
    for (moment, code) in [
        ("2004-05-10T09:00:00Z", 0),
        ("2004-05-10t09:00:00z", 0),
        ("2004-05-10 09:00:00+02:00", 0),
        ("2004-05-10T09:00:00.5+02:00", 0),
        ("2004-05-10T09:00:00.123456789Z", 0),
        ("2004-05-10T09:00:00-00:00", 0),
        ("2004-05-10T09:00:00+14:00", 0),
        ("2004-05-10T09:00:00-12:00", 0),
        ("2004-05-10T09:00:00+05:45", 0),
        ("2004-05-10T09:00:00+14:01", 1),
        ("1998-12-31T23:59:60Z", 0),
        ("2004-05-10T09:00+02:00", 0),
        ("1004-05-10T09:00:00+02:00", 0),
        ("0001-01-01T00:00:00Z", 0),
        ("2004-05-10T09:00:00+24:00", 1),
        ("2004-05-10T09:00:00+02:00:30", 1),
        ("-000001-05-10T09:00:00Z", 1),
        ("9999-12-31T23:59:59-12:00", 1),
        ("2004-05-10T09:00:00", 1),
        ("2004-02-30T09:00:00Z", 1),
        ("2004-05-10T25:00:00Z", 1),
        ("2004-05-10", 0),
        ("10 May 2004", 0),
        ("3/4/2004", 1),
        ("now", 1),
    ] {
        let folder = mailing(&[(MAILING, ISSUED, json!(moment).to_string())]);
        assert_eq!(hold(moment, &folder), code, "{moment}");
    }
}

#[test]
fn odd_recipients_are_made_or_told() {
    let id = |id: &str| vec![(LIST, "id: KEN", format!("id: {}", json!(id)))];
    let field = |from: &'static str, to: String| vec![(LIST, from, to)];
    let line = |line: String| field("address: [Nairobi", format!("address: [{}", json!(line)));
    for (what, edits, code) in [
        ("an id of 300 letters", id(&"A".repeat(300)), 3),
        ("an id of 64 letters", id(&"A".repeat(64)), 0),
        ("an id of 21 Chinese characters", id(&"外".repeat(21)), 0),
        ("an id with slashes", id("A/CONF.123/4"), 0),
        ("an id that is a device", id("CON"), 0),
        ("an id that leads out", id("../../x"), 0),
        ("an id of dots", id(".."), 0),
        ("an id that is a formula", id("=1+1"), 0),
        ("an id of an emoji", id("👩‍⚕"), 0),
        ("an id that becomes empty", id("\u{202e}"), 1),
        ("an address of 5,000 letters", line("Long ".repeat(1000)), 0),
        ("an address of one long word", line("x".repeat(3000)), 0),
        ("an address no font has", line("ლ".to_owned()), 3),
        ("an address with controls", line("Nai\u{1b}[2Jrobi".to_owned()), 3),
        (
            "50 lines of address",
            field("address: [Nairobi, KENYA]", format!("address: {}", json!(vec!["Line"; 50]))),
            0,
        ),
        (
            "many e-mail addresses",
            field(
                "emails: [protocol@foreign-ministry.ken.example]",
                format!("emails: {}", json!(vec!["a@b.example"; 200])),
            ),
            0,
        ),
        (
            "an address of 300 letters",
            field(
                "emails: [protocol@foreign-ministry.ken.example]",
                format!("emails: [\"{}@b.example\"]", "a".repeat(300)),
            ),
            3,
        ),
        (
            "20 copies",
            field(
                "channels: [post]",
                format!(
                    "channels: [post]\n    copies: {}",
                    json!(vec![json!({"to": "the file", "address": ["x"], "channel": "post"}); 20])
                ),
            ),
            0,
        ),
        (
            "a copy to a long name",
            field(
                "channels: [post]",
                format!(
                    "channels: [post]\n    copies: {}",
                    json!([{"to": "x".repeat(2000), "address": ["x"], "channel": "post"}])
                ),
            ),
            0,
        ),
    ] {
        assert_eq!(hold(what, &mailing(&edits)), code, "{what}");
    }
}

#[test]
fn odd_settings_are_made_or_told() {
    let set = |from: &'static str, to: String| vec![(MAILING, from, to)];
    let reference = |text: &str| set("reference: DM-1132", format!("reference: {}", json!(text)));
    let names =
        |pattern: &str| set("\"{serial}_{recipient}_{document}_{locale}\"", json!(pattern).to_string());
    let more = |text: &str| set("extra_fields: []", format!("extra_fields: []\n{text}"));
    for (what, edits) in [
        ("a reference of 300 letters", reference(&"R".repeat(300))),
        ("a reference of a path", reference("A/CONF.123/4")),
        ("a reference of dots", reference("..")),
        ("a reference in Arabic", reference("م/١٢٣")),
        ("a reference of a device", reference("NUL")),
        ("a reference of blanks", reference("  ")),
        ("a reference of an emoji", reference("👩‍⚕")),
        ("names of 300 letters", names(&format!("{}{{document}}", "n".repeat(300)))),
        ("names that end in 115 letters", names(&format!("{{document}}{}", "n".repeat(110)))),
        ("names of nothing", names("")),
        ("names that lead out", names("../{document}")),
        ("names that are the archive's own", names("manifest.json")),
        ("names of one document", names("x")),
        ("limits of no time", more("limits: { seconds: 0 }")),
        (
            "limits without end",
            more("limits: { seconds: 18446744073709551615, mebibytes: 18446744073709551615 }"),
        ),
        ("large limits", more("limits: { seconds: 4294967295, mebibytes: 4294967295 }")),
        ("little memory", more("limits: { mebibytes: 128 }")),
        (
            "a website of 3,000 letters",
            set("website: www.itu.int/wsis", format!("website: {}", "w".repeat(3000))),
        ),
        (
            "output in a deep folder",
            set("output: output", format!("output: output/{}", vec!["d".repeat(100); 12].join("/"))),
        ),
        (
            "output in a folder of 300 letters",
            set("output: output", format!("output: output/{}", "d".repeat(300))),
        ),
        ("output above", set("output: output", "output: ../..".to_owned())),
        ("output that is a file", set("output: output", "output: mailing.yaml".to_owned())),
        ("output below a file", set("output: output", "output: mailing.yaml/x".to_owned())),
    ] {
        let folder = mailing(&edits);
        hold(what, &folder);
    }
}

#[test]
fn odd_texts_of_e_mails_are_made_or_told() {
    for (what, text) in [
        ("nothing", String::new()),
        ("a subject alone", "Subject: x\n".to_owned()),
        ("a subject of 5,000 letters", format!("Subject: {}\n\nText.\n", "x".repeat(5000))),
        ("no subject", "\n\nText.\n".to_owned()),
        ("a subject of controls", "Subject: \u{1b}[2J\u{7}\n\nText.\n".to_owned()),
        ("a line of 100,000 letters", format!("Subject: x\n\n{}\n", "x".repeat(100_000))),
        ("markup", "Subject: <b>x</b>\n\n<script>alert(1)</script>\n".to_owned()),
        ("carriage returns", "Subject: x\r\n\r\nText.\rText.\r\n".to_owned()),
    ] {
        let folder = mailing(&[]);
        folder.write("templates/en/email.txt.hbs", &text);
        hold(what, &folder);
    }
}

#[test]
fn an_output_folder_of_something_else_is_told_before() {
    let folder = mailing(&[]);
    std::fs::create_dir_all(folder.path("output/DM-1132")).expect("a folder");
    folder.write("output/DM-1132/notes.txt", "mine");
    assert_eq!(hold("a foreign folder", &folder), 1);
    assert_eq!(folder.read("output/DM-1132/notes.txt"), "mine");
}

#[test]
fn odd_registers_are_made_or_told() {
    for (what, text) in [
        ("nothing", ""),
        ("another format", "format: 99\n"),
        (
            "the largest number",
            "format: 1\nreference: DM-1132\nentries:\n  - { number: 4294967295, recipient: KEN }\n",
        ),
        (
            "a number of nobody",
            "format: 1\nreference: DM-1132\nentries:\n  - { number: 4294967295, recipient: XYZ }\n",
        ),
        ("a folder", "/"),
    ] {
        let folder = mailing(&[]);
        if text == "/" {
            std::fs::create_dir(folder.path("register.yaml")).expect("a folder");
        } else {
            folder.write("register.yaml", text);
        }
        hold(what, &folder);
    }
}

#[test]
fn enclosures_that_would_have_one_name_in_the_archive_are_told() {
    for (files, said) in [
        (["a/agenda.pdf", "b/agenda.pdf"], "`a/agenda.pdf` and `b/agenda.pdf` would have one name"),
        (["agenda.pdf", "AGENDA.pdf"], "`agenda.pdf` and `AGENDA.pdf` would have one name"),
        (["agenda.pdf", "agenda.pdf"], "`agenda.pdf` is listed twice for the language `en`"),
    ] {
        let listed = files.map(|file| format!("{{ file: {file}, name: Agenda }}")).join(", ");
        let folder = mailing(&[(MAILING, "enclosures: {}", format!("enclosures: {{ en: [{listed}] }}"))]);
        for file in files {
            let path = folder.path(&format!("templates/en/enclosures/{file}"));
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            folder.write(&format!("templates/en/enclosures/{file}"), "%PDF-1.7\n");
        }
        let ran = folder.run(&["check"]).ends_with(1).says("error[file-name-twice]: ");
        assert!(ran.err.contains(said), "{}", ran.err);
        assert_eq!(hold(said, &folder), 1);
    }
}
