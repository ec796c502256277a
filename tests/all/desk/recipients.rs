//! One recipient as a form: the file changes by what was entered, and by nothing else.

use super::{Answer, Desk};
use crate::folder::Folder;

const LIST: &str = "recipients/ministries.yaml";

/// The fields of a form as a browser would post them, with some of them changed.
pub(super) fn entered(page: &str, changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let form = page.split("sheet-form").nth(1).expect("a form").split("</form>").next().expect("its end");
    for tag in form.split('<').skip(1) {
        let value = |name: &str| {
            let rest = tag.split_once(&format!(" {name}=\""))?.1;
            rest.split('"').next().map(unescaped)
        };
        match (tag.split([' ', '>']).next(), value("name")) {
            (Some("input"), Some(name)) => fields.push((name, value("value").unwrap_or_default())),
            (Some("textarea"), Some(name)) => {
                let text = tag.split_once('>').expect("a text").1;
                fields.push((name, unescaped(text.strip_prefix('\n').unwrap_or(text)).replace('\n', "\r\n")));
            }
            (Some("select"), Some(name)) => fields.push((name, String::new())),
            (Some("option"), None) if tag.contains(" selected") => {
                if let (Some(last), Some(chosen)) = (fields.last_mut(), value("value")) {
                    last.1 = chosen;
                }
            }
            _ => {}
        }
    }
    for (name, value) in changes {
        let field = fields.iter_mut().find(|(field, _)| field == name);
        field.unwrap_or_else(|| panic!("no field {name}: {page}")).1 = (*value).to_owned();
    }
    fields
}

pub(super) fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

pub(super) fn save(desk: &Desk, cookie: &str, path: &str, changes: &[(&str, &str)]) -> Answer {
    let fields = entered(&desk.get(cookie, path), changes);
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    desk.post(cookie, path, &fields)
}

#[test]
fn a_recipient_is_changed_by_the_smallest_edit() {
    let folder = Folder::started();
    folder.edit(LIST, "    city: Banjul\n", "    city: Banjul # the capital\n");
    let before = folder.read(LIST);
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let page = desk.get(&cookie, "/recipients/GMB");
    for part in
        ["Banjul", "Ministry of Foreign Affairs", "protocol@foreign-ministry.gmb.example", "/recipients/KEN"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    // Nothing entered is nothing changed.
    let same = save(&desk, &cookie, "/recipients/GMB", &[]);
    assert_eq!((same.status, same.header("location").as_str()), (303, "/recipients/gmb?saved=0"), "{same:?}");
    assert_eq!(folder.read(LIST), before);
    let changes = [
        ("city", "Serekunda: \u{2019}n stad"),
        ("emails", "a@b.example\r\nc@d.example\r\n"),
        ("addressee.name", "Ms Isatou Njie"),
        ("telephone", "+220 000 000"),
    ];
    let saved = save(&desk, &cookie, "/recipients/GMB", &changes);
    assert_eq!(
        (saved.status, saved.header("location").as_str()),
        (303, "/recipients/gmb?saved=1"),
        "{saved:?}"
    );
    let wanted = before
        .replace(
            "    city: Banjul # the capital\n",
            "    city: \"Serekunda: \u{2019}n stad\" # the capital\n",
        )
        .replace(
            "[protocol@foreign-ministry.gmb.example]\n",
            "[a@b.example, c@d.example]\n    telephone: +220 000 000\n",
        )
        .replacen(
            "    iso: GMB\n    addressee: { office: foreign-minister }",
            "    iso: GMB\n    addressee: { office: foreign-minister, name: Ms Isatou Njie }",
            1,
        );
    assert_eq!(folder.read(LIST), wanted);
    // The way back is a save too.
    let history = desk.get(&cookie, "/history");
    assert!(history.contains(LIST), "{history}");
    let seen = history
        .split("name=\"seen\" value=\"")
        .nth(1)
        .expect("a version")
        .split('"')
        .next()
        .expect("its end");
    let undone = desk.post(&cookie, "/history/undo", &[("file", LIST), ("seen", seen)]);
    assert_eq!(undone.status, 303, "{undone:?}");
    assert_eq!(folder.read(LIST), before);
    let former = desk.get(&cookie, "/history?file=0");
    assert!(former.contains("+ ") && former.contains("Serekunda"), "{former}");
    let outside = desk.post(&cookie, "/history/undo", &[("file", "mailing.yaml"), ("seen", seen)]);
    assert_eq!(outside.status, 422, "only what was changed here is taken back: {outside:?}");
}

#[test]
fn a_list_that_changed_meanwhile_is_not_written_over() {
    let folder = Folder::started();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let fields = entered(&desk.get(&cookie, "/recipients/GMB"), &[("city", "Serekunda")]);
    folder.edit(LIST, "Nairobi", "Mombasa");
    let elsewhere = folder.read(LIST);
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let refused = desk.post(&cookie, "/recipients/GMB", &fields);
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("file-changed") && refused.body.contains("Serekunda"), "{}", refused.body);
    assert_eq!(folder.read(LIST), elsewhere);
}

#[test]
fn a_recipient_is_added_and_removed_and_problems_stand_beside_their_fields() {
    let folder = Folder::started();
    let before = folder.read(LIST);
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let nobody = save(&desk, &cookie, "/new-recipient", &[("kind", "state")]);
    assert_eq!(nobody.status, 422, "{nobody:?}");
    let twice = save(&desk, &cookie, "/new-recipient", &[("id", "KEN")]);
    assert!(twice.status == 422 && twice.body.contains("KEN"), "{twice:?}");
    let changes = [
        ("id", "CHE"),
        ("kind", "state"),
        ("iso", "CHE"),
        ("addressee.office", "foreign-minister"),
        ("ministry.en", "Federal Department of Foreign Affairs"),
        ("city.en", "Bern"),
        ("channels", "fax"),
        ("languages", "fr"),
    ];
    let added = save(&desk, &cookie, "/new-recipient", &changes);
    assert_eq!(
        (added.status, added.header("location").as_str()),
        (303, "/recipients/che?saved=1"),
        "{added:?}"
    );
    let entry = "  - id: CHE\n    kind: state\n    iso: CHE\n    addressee: { office: foreign-minister }\n    \
                 ministry: { en: Federal Department of Foreign Affairs }\n    city: { en: Bern }\n    channels: [fax]\n    languages: [fr]\n";
    assert_eq!(folder.read(LIST), before.clone() + entry);
    // A fax without a number: the problem is beside its field, which is marked.
    let page = desk.get(&cookie, "/recipients/CHE");
    let field =
        page.split("<div class=\"entry\">").find(|field| field.contains("for=\"f-fax\"")).expect("a field");
    assert!(field.contains("aria-invalid=\"true\"") && field.contains("class=\"error\""), "{page}");
    let asked = desk.get(&cookie, "/recipients/CHE/remove");
    assert!(asked.contains("Remove CHE from the list?"), "{asked}");
    assert_eq!(folder.read(LIST), before.clone() + entry, "asking removes nothing");
    let seen =
        asked.split("name=\"seen\" value=\"").nth(1).expect("a version").split('"').next().expect("its end");
    let removed = desk.post(&cookie, "/recipients/CHE/remove", &[("seen", seen)]);
    assert_eq!(removed.status, 303, "{removed:?}");
    assert_eq!(folder.read(LIST), before);
    let gone = desk.ask("GET", "/recipients/CHE", &[("Cookie", &cookie)], "");
    assert_eq!(gone.status, 404);
}

#[test]
fn a_row_of_a_table_is_changed_cell_by_cell() {
    let folder = Folder::started();
    let csv = "id;kind;iso;addressee.office;ministry;city;emails;channels;languages\r\n\
               CHE;state;CHE;foreign-minister;\"Department; Foreign\";Bern;a@b.example;e-mail;fr\r\n\
               KEN;state;KEN;foreign-minister;Ministry;Nairobi;a@b.example;e-mail;en\r\n";
    folder.write("recipients/list.csv", csv);
    folder.edit("mailing.yaml", "recipients/ministries.yaml", "recipients/list.csv");
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let saved = save(&desk, &cookie, "/recipients/CHE", &[("column-5", "Thun")]);
    assert_eq!(saved.status, 303, "{saved:?}");
    assert_eq!(folder.read("recipients/list.csv"), csv.replace("Bern", "Thun"));
    let doubles = desk.get(&cookie, "/doubles");
    assert!(doubles.contains("/recipients/CHE") && doubles.contains("/recipients/KEN"), "{doubles}");
    let by_state = desk.get(&cookie, "/recipients?state=KEN");
    assert!(by_state.contains("1 to 1 of 1") && by_state.contains("/recipients/KEN"), "{by_state}");
}
