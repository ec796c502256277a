//! Couriers: who is sent documents by one, and what a pack has for the service.

use serde_json::Value;

use crate::folder::{Folder, pdf_text};

const LIST: &str = "recipients/ministries.yaml";
const PACK: &str = "output/DM-1132/pack";

/// The sample's three recipients, the one that post went to sent by courier.
fn by_courier(more: &str) -> Folder {
    let folder = Folder::started();
    folder.edit(LIST, "channels: [post]", &format!("channels: [courier]{more}"));
    folder
}

#[test]
fn a_courier_gets_labels_with_a_telephone_and_a_list_for_waybills() {
    let copy = "copies: [{ to: Permanent Mission, address: [Geneva, SWITZERLAND], channel: courier, telephone: +41 22 906 40 50 }]";
    let folder = by_courier(&format!("\n    telephone: +254 20 331 8888\n    {copy}"));
    let ran = folder.run(&["build"]).ends_with(0);
    assert!(!ran.err.contains("telephone"), "{}", ran.err);
    folder.run(&["pack"]).ends_with(0);
    let list: Value = serde_json::from_str(&folder.read(&format!("{PACK}/pack.json"))).expect("JSON");
    let files = list["files"].as_array().expect("files");
    let of_courier: Vec<(&str, &str)> = files
        .iter()
        .filter(|file| file["channel"] == "courier")
        .filter_map(|file| Some((file["path"].as_str()?, file["kind"].as_str()?)))
        .collect();
    assert_eq!(
        of_courier,
        [
            ("courier/list.pdf", "courier-list"),
            ("courier/en/print-run.pdf", "print-run"),
            ("courier/en/labels.pdf", "labels"),
            ("courier/en/envelopes.pdf", "envelopes"),
            ("courier/en/files.csv", "list"),
        ]
    );
    folder.run(&["verify", "output/DM-1132"]).ends_with(0);
    let manifest = folder.read("output/DM-1132/manifest.json");
    assert_eq!(manifest.matches("\"telephone\": ").count(), 2, "of those that go by courier alone");
    for (file, parts) in [
        ("courier/en/labels.pdf", &["Tel: +254 20 331 8888", "Tel: +41 22 906 40 50"][..]),
        ("courier/en/envelopes.pdf", &["Tel: +254 20 331 8888"]),
        ("courier/list.pdf", &["Courier list", "Waybill", "Tel: +254 20 331 8888", "Nairobi", "KENYA"]),
    ] {
        let Some(text) = pdf_text(&folder.path(&format!("{PACK}/{file}"))) else { return };
        let text = text.replace('\u{a0}', " ");
        for part in parts {
            assert!(text.contains(part), "{file} lacks {part}: {text}");
        }
    }
}

#[test]
fn what_a_courier_cannot_do_without_is_told() {
    let copy = "copies: [{ to: Mission, address: [P.O. Box 3, GENEVA, SWITZERLAND], channel: courier }]";
    let folder = by_courier(&format!("\n    {copy}"));
    folder.edit(LIST, "address: [Nairobi, KENYA]", "address: [P.O. Box 30551, Nairobi, KENYA]");
    let ran = folder.run(&["check"]);
    for line in [
        "warning[telephone-missing]: sent by courier without a telephone number",
        "warning[telephone-missing]: the copy to `Mission` is sent by courier without a telephone number",
        "warning[address-box]: sent by courier to a box at a post office: `P.O. Box 30551`",
        "warning[address-box]: the copy to `Mission` is sent by courier to a box at a post office: `P.O. Box 3`",
    ] {
        assert!(ran.err.contains(line), "{line} is not in\n{}", ran.err);
    }
    by_courier("\n    telephone: ask us")
        .run(&["check"])
        .says("error[recipient-value]: `ask us` is not a telephone number");
}

#[test]
fn tables_name_couriers_in_many_ways_and_their_telephone() {
    let folder = Folder::started();
    folder.edit("mailing.yaml", "recipients/ministries.yaml", "recipients/list.csv");
    folder.write(
        "recipients/list.csv",
        "id,kind,iso,addressee.office,ministry,address,Tel.,channels,languages\n\
         NOR,state,NOR,foreign-minister,Ministry,7. juni-plassen 1; OSLO; NORWAY,+47 23 95 00 00,DHL,en\n\
         FRA,state,FRA,foreign-minister,Ministère,37 quai d’Orsay; PARIS; FRANCE,,coursier,fr\n",
    );
    let ran = folder.run(&["check"]);
    assert_eq!(ran.err.matches("[telephone-missing]").count(), 1, "{}", ran.err);
    assert!(ran.err.contains("for recipient FRA, telephone"), "{}", ran.err);
    // A list that had the telephone as a field of its own keeps it.
    folder.edit("mailing.yaml", "extra_fields: [", "extra_fields: [telephone");
    folder.edit("recipients/list.csv", "Tel.", "telephone");
    let ran = folder.run(&["check"]);
    assert_eq!(ran.err.matches("[telephone-missing]").count(), 2, "{}", ran.err);
}
