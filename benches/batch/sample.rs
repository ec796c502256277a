//! The sample mailing with as many recipients as wanted.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use serde::Deserialize;

/// Begins each recipient of the list.
const ITEM: &str = "\n  - id: ";

/// Begins the line of a recipient's languages.
const LANGUAGES: &str = "    languages: ";

/// Writes the sample into a folder, its recipients cut short or repeated under ids such as `FRA-2`, and written to in
/// these languages in turn; in their own if none is given.
pub(crate) fn write(folder: &Path, recipients: usize, languages: &[&str]) -> io::Result<()> {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::copy(sample.join("mailing.yaml"), folder.join("mailing.yaml"))?;
    copy_folder(&sample.join("templates"), &folder.join("templates"))?;
    let list = fs::read_to_string(sample.join("recipients/ministries.yaml"))?;
    fs::create_dir_all(folder.join("recipients"))?;
    let mut file = fs::File::create(folder.join("recipients/ministries.yaml"))?;
    file.write_all(repeated(&list, recipients, languages).as_bytes())
}

/// Beside a written sample, a mailing for each of its recipients alone; gives their file names.
pub(crate) fn write_apart(folder: &Path) -> io::Result<Vec<String>> {
    let list = fs::read_to_string(folder.join("recipients/ministries.yaml"))?;
    let mailing = fs::read_to_string(folder.join("mailing.yaml"))?;
    let mut items = list.trim_end().split(ITEM);
    let start = items.next().unwrap_or_default();
    let mut names = Vec::new();
    for (index, item) in items.enumerate() {
        let (alone, name) = (format!("recipient-{index}.yaml"), format!("mailing-{index}.yaml"));
        let mut file = fs::File::create(folder.join("recipients").join(&alone))?;
        file.write_all(format!("{start}{ITEM}{item}\n").as_bytes())?;
        let mut file = fs::File::create(folder.join(&name))?;
        file.write_all(mailing.replace("ministries.yaml", &alone).as_bytes())?;
        names.push(name);
    }
    Ok(names)
}

/// A form of one page.
const ONE_PAGE: &str = "  sections: [{ id: meeting, asked: each }, { id: entity, asked: each }, participant, attendance, visa, other]
  leave_out: [credentials, badge, interpretation, accompanying]
";

/// Of a written sample keeps the forms, of one page each, and where they are not to be fillable draws them only.
pub(crate) fn keep_one_page_forms(folder: &Path, is_fillable: bool) -> io::Result<()> {
    change(&folder.join("mailing.yaml"), |text| {
        let (before, after) = text.split_once("  - id: letter\n")?;
        let (_, form) = after.split_once("  - id: form\n")?;
        let text = format!("{before}  - id: form\n{form}");
        let text = text.replace("participants_per_form: 2", "participants_per_form: 1");
        let (before, after) = text.split_once("\nform:\n")?;
        Some(format!("{before}\nform:\n{ONE_PAGE}{after}"))
    })?;
    if is_fillable {
        return Ok(());
    }
    change(&folder.join("templates/layout.typ"), |text| {
        let marked = "link(\"field:\" + json.encode(field.named(), pretty: false), area)";
        text.contains(marked).then(|| text.replace(marked, "area"))
    })
}

/// Changes a file; a change that finds nothing to change would measure something else.
fn change(file: &Path, how: impl FnOnce(&str) -> Option<String>) -> io::Result<()> {
    let text = fs::read_to_string(file)?;
    let changed =
        how(&text).ok_or_else(|| io::Error::other(format!("{} is other than expected", file.display())))?;
    fs::File::create(file)?.write_all(changed.as_bytes())
}

/// What a row of letters needs of a recipient.
#[derive(Deserialize)]
struct Entry {
    id: String,
    iso: String,
    ministry: BTreeMap<String, String>,
    #[serde(default)]
    city: BTreeMap<String, String>,
    #[serde(default)]
    address: Vec<String>,
    #[serde(default)]
    emails: Vec<String>,
}

#[derive(Deserialize)]
struct List {
    recipients: Vec<Entry>,
}

/// Writes the sample into a folder with letters in English only, and its recipients, repeated as in [`write`], as CSV.
pub(crate) fn write_letters(folder: &Path, recipients: usize) -> io::Result<()> {
    write(folder, 0, &[])?;
    fs::remove_file(folder.join("templates/en/email.txt.hbs"))?;
    change(&folder.join("mailing.yaml"), |text| {
        let (before, after) = text.split_once("  - id: form\n")?;
        let (_, after) = after.split_once("\nenclosures:")?;
        let text = format!("{before}\nenclosures:{after}");
        text.contains("ministries.yaml").then(|| text.replace("ministries.yaml", "ministries.csv"))
    })?;
    let sample = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = fs::read_to_string(sample.join("recipients/ministries.yaml"))?;
    let List { recipients: entries } = serde_yaml::from_str(&list).map_err(io::Error::other)?;
    let mut file = csv::Writer::from_path(folder.join("recipients/ministries.csv"))?;
    file.write_record([
        "id",
        "kind",
        "iso",
        "addressee.office",
        "ministry",
        "city",
        "address",
        "emails",
        "channels",
        "languages",
    ])?;
    for (number, entry) in entries.iter().cycle().take(recipients).enumerate() {
        let round = number / entries.len();
        let id = if round == 0 { entry.id.clone() } else { format!("{}-{}", entry.id, round + 1) };
        let in_english = |texts: &BTreeMap<String, String>| texts.get("en").cloned().unwrap_or_default();
        file.write_record([
            id,
            "state".to_owned(),
            entry.iso.clone(),
            "foreign-minister".to_owned(),
            in_english(&entry.ministry),
            in_english(&entry.city),
            entry.address.join("; "),
            entry.emails.join("; "),
            "pouch".to_owned(),
            "en".to_owned(),
        ])?;
    }
    file.flush()
}

fn repeated(list: &str, wanted: usize, languages: &[&str]) -> String {
    let mut parts = list.split(ITEM);
    let mut text = parts.next().unwrap_or_default().to_owned();
    let items: Vec<&str> = parts.collect();
    let mut turn = languages.iter().cycle();
    for (number, item) in items.iter().cycle().take(wanted).enumerate() {
        let (id, rest) = item.split_once('\n').unwrap_or((item, ""));
        let round = number / items.len();
        let id = if round == 0 { id.to_owned() } else { format!("{id}-{}", round + 1) };
        text.extend([ITEM, &id]);
        let own = rest.lines().filter(|line| !line.is_empty());
        match turn.next() {
            Some(language) => {
                own.filter(|line| !line.starts_with(LANGUAGES)).for_each(|line| text.extend(["\n", line]));
                text.extend(["\n", LANGUAGES, "[", language, "]"]);
            }
            None => own.for_each(|line| text.extend(["\n", line])),
        }
    }
    text + "\n"
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
