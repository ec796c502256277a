//! Lists that other programs write: Parquet files and databases. What they say is compared by the stage `tables` of `.ci/run`.

use crate::folder::Folder;

/// The mailing with these lists before its own.
fn with_lists(lists: &str) -> Folder {
    let folder = Folder::started();
    let text = folder.read("mailing.yaml");
    let own = text.lines().find(|line| line.starts_with("recipients:")).expect("lists");
    folder.edit("mailing.yaml", own, &format!("recipients:\n{lists}"));
    folder
}

#[test]
fn what_is_wrong_with_a_database_is_told_before_it_is_asked_and_no_secret_with_it() {
    let folder = with_lists(
        "  - { sql: { database: {}, query: SELECT 1 } }
  - { sql: { database: { file: a.sqlite, service: b }, query: SELECT 1 } }
  - { sql: { database: { file: ../a.sqlite }, query: SELECT 1, seconds: 0 } }
  - { sql: { database: { env: \"postgres://a:s3cret@h/c\" }, query: SELECT 1 } }",
    );
    let ran = folder.run(&["check"]).ends_with(1);
    for told in ["which database is asked", "leads outside", "0 is no time", "no name of a variable"] {
        assert!(ran.err.contains(told), "{told}: {}", ran.err);
    }
    assert_eq!(ran.err.matches("which database is asked").count(), 2);
    assert!(!ran.err.contains("s3cret"), "{}", ran.err);
}

#[cfg(not(all(feature = "parquet", feature = "sql")))]
#[test]
fn what_this_program_was_built_without_is_told_with_what_to_do() {
    let folder = with_lists(
        "  - list.parquet
  - { sql: { database: { file: a.sqlite }, query: SELECT id FROM a ORDER BY id } }",
    );
    let ran = folder.run(&["check"]).ends_with(1);
    let missing = |feature: &str| format!("built without the feature `{feature}`");
    for (feature, is_in) in [("parquet", cfg!(feature = "parquet")), ("sql", cfg!(feature = "sql"))] {
        assert_eq!(ran.err.contains(&missing(feature)), !is_in, "{}", ran.err);
    }
}
