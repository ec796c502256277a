//! The command line itself.

use crate::folder::Folder;

#[test]
fn wrong_usage_is_two_and_help_is_not() {
    let folder = Folder::started();
    folder.run(&["biuld"]).ends_with(2).says("'build'");
    folder.run(&["--help"]).ends_with(0);
}

#[test]
fn preview_gives_documents_or_pages_and_the_e_mail() {
    let folder = Folder::started();
    let ran = folder.run(&["preview", "KEN", "-o", "seen"]).ends_with(0);
    assert_eq!(ran.out.lines().count(), 4, "{}", ran.out);
    assert!(folder.read("seen/KEN_email_en.html").contains("<html lang=\"en\" dir=\"ltr\">"));
    let email = folder.read("seen/KEN_email_en.txt");
    assert!(
        email.starts_with("DM-1132/003: Preparatory Meeting, WSIS, Hammamet, Tunisia, 24–26 June 2004\n\n")
    );
    assert!(email.contains("\n- Letter\n- Registration form\n"), "{email}");
    folder.run(&["preview", "KEN", "-o", "seen", "--png", "--dpi", "36"]).ends_with(0);
    assert!(folder.path("seen/003_KEN_letter_en-1.png").is_file());
    assert!(!folder.path("register.yaml").exists(), "a preview gives out no number");
}

#[test]
fn json_is_an_object_a_line() {
    let folder = Folder::started();
    let ran = folder.run(&["build", "--json"]).ends_with(0);
    let events: Vec<String> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["event"].to_string())
        .filter(|event| event != "\"problem\"")
        .collect();
    assert_eq!(events, ["\"started\"", "\"made\"", "\"made\"", "\"made\"", "\"finished\"", "\"summary\""]);
}

#[test]
fn schemas_completions_and_the_manual_page_are_printed() {
    let folder = Folder::started();
    for what in ["mailing", "recipients", "locale"] {
        let ran = folder.run(&["schema", what]).ends_with(0);
        serde_json::from_str::<serde_json::Value>(&ran.out).expect("JSON");
    }
    assert!(folder.run(&["completions", "bash"]).ends_with(0).out.contains("convoke"));
    assert!(folder.run(&["man"]).ends_with(0).out.contains(".TH"));
}
