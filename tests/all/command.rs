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

#[test]
fn the_manual_has_a_page_for_each_command() {
    let folder = Folder::empty();
    assert_eq!(folder.run(&["man", "--output", "man1"]).ends_with(0).out, "");
    let page = |name: &str| folder.read(&format!("man1/{name}.1"));
    for (name, says) in
        [("convoke", "convoke\\-build(1)"), ("convoke-build", "draft"), ("convoke-ledger-add", "handed over")]
    {
        assert!(page(name).contains(says), "{name}: {}", page(name));
    }
    assert!(page("convoke").contains(concat!("v", env!("CARGO_PKG_VERSION"), "\n")), "{}", page("convoke"));
    assert!(!folder.path("man1/convoke-worker.1").exists(), "hidden commands have no page");
    assert!(!folder.path("man1/convoke-help.1").exists());
    assert_eq!(folder.run(&["man"]).ends_with(0).out, page("convoke"));
    folder.run(&["man", "--output", "man1/convoke.1"]).ends_with(1).says("man1/convoke.1");
}

#[test]
fn the_version_tells_what_documents_are_made_by() {
    let folder = Folder::empty();
    let line = concat!("convoke ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(folder.run(&["-V"]).ends_with(0).out, line);
    let told = folder.run(&["--version"]).ends_with(0).out;
    assert!(told.starts_with(line), "{told}");
    let lock = include_str!("../../Cargo.lock");
    let typst = lock.split("name = \"typst\"\nversion = \"").nth(1).and_then(|rest| rest.split('"').next());
    for says in [
        "features:  cli, desk, seal, send".to_owned(),
        format!("typst:     {}\n", typst.expect("a version")),
        "fonts:     Libertinus Serif 7".to_owned(),
        ", Noto Naskh Arabic 2".to_owned(),
        ", Noto Serif CJK SC 2".to_owned(),
        "standards: PDF/A-2a, PDF/UA-1\n".to_owned(),
    ] {
        assert!(told.contains(&says), "no {says:?} in {told}");
    }
}
