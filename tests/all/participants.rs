//! Lists for the door: who is in them, in which words, and who is told instead.

use crate::collect::{answer, collect, sent};
use crate::folder::{Folder, pdf_text, plain};

const FILES: [&str; 6] =
    ["participants.xlsx", "participants.pdf", "by-delegation.pdf", "heads.pdf", "counts.pdf", "badges.pdf"];

fn path(file: &str) -> String {
    format!("output/DM-1132-participants/{file}")
}

/// A mailing to which two delegations have answered, one of them with three people and without a head.
fn answered() -> Folder {
    let folder = sent();
    answer(&folder, "FRA", "", "france.pdf", Some("2004-06-02T09:00:00Z"));
    let more = r#", "participant.1.role": "adviser", "participant.2.role": "delegate", "participant.2.family_name": "الحداد", "participant.2.first_name": "ليلى",
        "participant.2.function": "مستشارة", "participant.2.e_mail": "l@example.org", "delegation.1.family_name": "王",
        "delegation.1.first_name": "小明", "delegation.1.function": "=1+1""#;
    answer(&folder, "KEN", more, "kenya.pdf", Some("2004-06-02T09:00:00Z"));
    folder
}

#[test]
fn whoever_is_registered_is_in_the_lists() {
    let folder = answered();
    collect(&folder, 0);
    let ran = folder.run(&["participants", "--now", "2004-06-22"]).ends_with(0);
    assert!(
        ran.out.starts_with("4 participants of 2 delegations in output/DM-1132-participants\n"),
        "{}",
        ran.out
    );
    for file in FILES {
        assert!(ran.out.contains(file) && folder.path(&path(file)).is_file(), "{file}: {}", ran.out);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let found = std::fs::metadata(folder.path(&path(file))).expect("a file");
            assert_eq!(found.permissions().mode() & 0o777, 0o600, "{file}");
        }
    }
    let texts = |file: &str| pdf_text(&folder.path(&path(file))).map(|text| plain(&text));
    let Some(participants) = texts("participants.pdf") else { return };
    for text in
        ["Ørsted, Zoë", "王小明", "=1+1", "22 June 2004", "DM-1132/001", "Kenya", "Head of delegation"]
    {
        assert!(participants.contains(&plain(text)), "{text}: {participants}");
    }
    let heads = texts("heads.pdf").expect("a text");
    assert!(heads.contains(&plain("none named")) && !heads.contains(&plain("王小明")), "{heads}");
    let counts = texts("counts.pdf").expect("a text");
    assert!(counts.contains(&plain("Adviser 1")) && counts.contains(&plain("Total 4")), "{counts}");
    let badges = texts("badges.pdf").expect("a text");
    assert!(badges.contains(&plain("Zoë Ørsted")) && badges.contains(&plain("王小明")), "{badges}");
    // The same registrations give the same bytes.
    let hashes = || FILES.map(|file| folder.sha256(&path(file)));
    let before = hashes();
    folder.run(&["participants", "--now", "2004-06-22"]).ends_with(0);
    assert_eq!(hashes(), before);
}

#[test]
fn a_badge_that_does_not_fit_is_told_and_not_cut() {
    let folder = sent();
    let long = "Maria-Theresia-Elisabeth-Wilhelmina-von-Hohenzollern-Sigmaring";
    let more =
        format!(r#", "participant.1.badge": "{0} {0}", "participant.1.function": "{0} {0}""#, &long[..55]);
    answer(&folder, "FRA", &more, "france.pdf", None);
    folder.run(&["collect", "returns"]);
    let ran = folder.run(&["participants", "--labels", "5160"]).ends_with(3);
    ran.says("warning[sheet-overflow]").says("does not fit the badge");
    let Some(text) = pdf_text(&folder.path(&path("badges.pdf"))) else { return };
    assert!(plain(&text).contains(&plain(&long[..55])), "{text}");
}

#[test]
fn where_nobody_is_registered_nothing_is_made() {
    let folder = sent();
    folder.run(&["collect", "returns"]).ends_with(0);
    folder.run(&["participants"]).ends_with(1).says("error[nobody-registered]");
    folder.run(&["participants", "--language", "pt"]).ends_with(1);
    assert!(!folder.path("output/DM-1132-participants").exists());
}
