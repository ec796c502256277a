//! What the command says about broken input.

use crate::folder::Folder;

#[test]
fn a_misspelt_merge_field_is_named_with_its_place_and_the_nearest_one() {
    let folder = Folder::started();
    folder.edit("templates/en/letter.typ.hbs", "{{event.month_name}}", "{{event.month_nam}}");
    folder
        .run(&["check"])
        .ends_with(1)
        .says("event.month_nam")
        .says("templates/en/letter.typ.hbs:")
        .says("event.month_name");
}

#[test]
fn a_misspelt_field_in_a_branch_not_taken_is_found() {
    let folder = Folder::started();
    folder.edit(
        "templates/en/letter.typ.hbs",
        "This letter replaces {{recipient.replaces}}.",
        "{{recipient.replces}}",
    );
    folder.run(&["check"]).ends_with(1).says("recipient.replces").says("recipient.replaces");
}

#[test]
fn a_misspelt_key_of_the_mailing_is_named() {
    let folder = Folder::started();
    folder.edit("mailing.yaml", "website:", "webiste:");
    folder.run(&["check"]).ends_with(1).says("webiste").says("did you mean `website`?");
}

#[test]
fn a_mailing_that_is_not_there_is_an_error_not_a_crash() {
    let folder = Folder::started();
    folder.run(&["check", "--mailing", "malling.yaml"]).ends_with(1).says("malling.yaml");
}

#[test]
fn a_template_that_typst_refuses_stops_the_build() {
    let folder = Folder::started();
    folder.edit(
        "templates/en/letter.typ.hbs",
        "I look forward",
        "#nonsense(\"{{recipient.id}}\") I look forward",
    );
    folder.edit("templates/fr/form.typ.hbs", "{{> registration}}", "{{> registration}} #panic(\"broken\")");
    let ran = folder
        .run(&["build", "--allow-stale"])
        .ends_with(1)
        .says("unknown variable: nonsense")
        .says("recipient GMB");
    assert_eq!(ran.err.matches("| #nonsense(\"{{recipient.id}}\")").count(), 1, "{}", ran.err);
    ran.says("broken").says("recipient FRA");
    assert!(!folder.path("output/DM-1132").exists(), "nothing is left behind");
    assert!(!folder.path("register.yaml").exists(), "no number is given");
}

#[test]
fn what_typst_refuses_for_one_recipient_blocks_that_one() {
    let folder = Folder::started();
    folder.edit(
        "templates/en/letter.typ.hbs",
        "I look forward",
        "#(if \"{{recipient.id}}\" == \"KEN\" { nonsense }) I look forward",
    );
    let ran = folder
        .run(&["build", "--allow-stale"])
        .ends_with(3)
        .says("unknown variable: nonsense")
        .says("recipient KEN");
    assert!(ran.out.starts_with("4 documents for 2 of 3 recipients"), "{}", ran.out);
}

#[test]
fn clashing_file_names_stop_the_build() {
    let folder = Folder::started();
    folder.edit("mailing.yaml", "\"{serial}_{recipient}_{document}_{locale}\"", "\"{document}_{locale}\"");
    folder.edit("recipients/ministries.yaml", "channels: [e-mail]", "channels: [post]");
    folder.run(&["check"]).ends_with(1).says("files of GMB and of KEN have the same name");
}

#[test]
fn an_unknown_recipient_is_an_error() {
    let folder = Folder::started();
    folder.run(&["preview", "GMX"]).ends_with(1).says("did you mean `GMB`?");
}

#[test]
fn a_recipient_that_cannot_be_read_is_counted_as_blocked() {
    let folder = Folder::started();
    folder.edit("recipients/ministries.yaml", "channels: [post]", "channels: [pots]");
    let ran = folder.run(&["check"]).ends_with(3).says("did you mean `post`?");
    assert!(ran.out.starts_with("blocked: 1 of 3 recipients"), "{}", ran.out);
    let ran = folder.run(&["build"]).ends_with(3);
    assert!(ran.out.starts_with("4 documents for 2 of 3 recipients"), "{}", ran.out);
    let manifest: serde_json::Value =
        serde_json::from_str(&folder.read("output/DM-1132/manifest.json")).expect("JSON");
    assert_eq!(manifest["reconciliation"]["recipients"]["expected"], 3);
    assert_eq!(manifest["reconciliation"]["blocked"][0]["recipient"], "KEN");
}

#[test]
fn a_language_that_lacks_a_template_stops_the_build() {
    let folder = Folder::started();
    std::fs::remove_file(folder.path("templates/fr/form.typ.hbs")).expect("the French form");
    folder.run(&["build"]).ends_with(1).says("no usable template `form.typ.hbs` in `fr`");
    assert!(!folder.path("output").exists());
}

#[test]
fn a_partial_beside_the_languages_serves_them_all() {
    let folder = Folder::started();
    folder.write("templates/wish.typ.hbs", "Until {{event.month_name}}.");
    folder.edit("templates/en/letter.typ.hbs", "I look forward", "{{> wish}} I look forward");
    folder.edit("templates/fr/letter.typ.hbs", "Je me réjouis", "{{> wish}} Je me réjouis");
    folder.run(&["check"]).ends_with(0);
    folder.write("templates/wish.typ.hbs", "Until {{event.month_nam}}.");
    folder.run(&["check"]).ends_with(1).says("event.month_nam");
}

#[test]
fn an_e_mail_is_checked_like_a_letter() {
    let folder = Folder::started();
    folder.edit("templates/en/email.txt.hbs", "{{event.short_name}}", "{{event.shortname}}");
    folder
        .run(&["check"])
        .ends_with(1)
        .says("there is no merge field `event.shortname`")
        .says("templates/en/email.txt.hbs:2:")
        .says("did you mean `event.short_name`?");
    folder.write("templates/en/email.txt.hbs", "{{addressee.salutation}}\nAn e-mail without a subject.\n");
    folder.run(&["build"]).ends_with(1).says("the e-mail does not begin with a subject line");
}

/// A document of one name for every recipient is told apart by its channel; the text of its e-mail is not.
#[test]
fn e_mail_texts_of_one_name_stop_the_check() {
    let folder = Folder::started();
    folder.edit("mailing.yaml", "\"{serial}_{recipient}_{document}_{locale}\"", "\"{document}_{locale}\"");
    folder.run(&["check"]).ends_with(1).says("file-name-twice").says("e-mail-texts/");
}

#[test]
fn empty_keys_and_all_other_problems_are_told_in_one_round() {
    let folder = Folder::started();
    let place = "  place:\n    en: Hammamet, Tunisia\n";
    folder.edit("mailing.yaml", place, "  place:\n    en:\n");
    folder.edit("mailing.yaml", "reference: DM-1132", "reference:");
    folder.edit("mailing.yaml", "start: 2004-06-24", "start: 2004-06-34");
    folder.edit("mailing.yaml", "e_mail: registration@wsis.example", "e_mail: registration");
    folder.edit("recipients/ministries.yaml", "iso: KEN", "iso: Kenyaa");
    let letter = folder.read("templates/en/letter.typ.hbs");
    folder.write("templates/en/letter.typ.hbs", &format!("{letter}\n{{{{recipient.nickname}}}}\n"));
    for command in ["check", "build"] {
        let ran = folder.run(&[command]).ends_with(1);
        for told in [
            "error[mailing-empty]: 2 keys are still empty: `reference` (line 5), `event.place.en` (line ",
            "error[mailing-value]: `2004-06-34` is not a date",
            "error[mailing-value]: `registration` is not an e-mail address",
            "error[recipient-value]: `Kenyaa` is not an ISO alpha-3 code",
            "error[merge-field-unknown]: there is no merge field `recipient.nickname`",
        ] {
            assert!(ran.err.contains(told), "{command} does not tell {told}\n{}", ran.err);
        }
        // What stands in for a value is nobody's mistake.
        assert_eq!(ran.err.matches("error[").count(), 5, "{command}: {}", ran.err);
        assert!(!ran.err.contains("REFERENCE") && !ran.err.contains('…'), "{command}: {}", ran.err);
    }
    assert!(!folder.path("output").exists() && !folder.path("register.yaml").exists());
    // A command that looks for the archive takes no other reference for it.
    folder.run(&["verify"]).ends_with(1).says("error[mailing-empty]");
}
