//! Lists for the door: who is registered, by name and by delegation, heads of delegation, counts, and badges; as a workbook and as PDF.
//!
//! They are made from the archive and the table of registrations: whoever is registered by an answer that counts is in them, in the
//! office's language, each name as it was written. A list of passports is none of them.
//!
//! | question | file |
//! | --- | --- |
//! | who is in the lists, and in which order | `people` |
//! | what is asked of lists, and what is made | `model` |
//! | the office that they are made for | `office` |
//! | what each list says | `lists` |
//! | the workbook | `workbook` |
//! | the words of the lists | `words` |

mod lists;
mod model;
mod office;
mod people;
mod words;
mod workbook;

use std::path::{Path, PathBuf};

use self::lists::Lists;
pub use self::model::{ListFile, ListOptions, MadeFile, MadeLists};
use self::office::ListOffice;
use self::people::People;
pub use self::people::whole_name;
use crate::archive::layout::folder_beside;
use crate::archive::{Entry, Opened, Role};
use crate::collect::{Collected, find_registered, form_documents};
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes, path_text};
use crate::input::{Renewed, unwritable};
use crate::mailing::Mailing;
use crate::names::safe_file_name;
use crate::worker::ReadingRoom;

/// The folder that lists go to if none is given: beside the folder or ZIP file of the archive they belong to.
#[must_use]
pub fn lists_folder(archive: &Path, reference: &str) -> PathBuf {
    folder_beside(archive).join(format!("{}-participants", safe_file_name(reference)))
}

/// Makes the lists of those who are registered, readable by their owner alone; one that somebody changed is kept under another name, and
/// told.
///
/// # Errors
///
/// Nobody is registered, the mailing has no words of the language, a form or font of the archive cannot be read, or a file cannot be
/// written.
pub fn make_lists(
    root: &Path,
    mailing: &Mailing,
    (archive, collected): (&Opened, &Collected),
    options: &ListOptions,
    folder: &Path,
    room: &ReadingRoom,
) -> Result<Checked<MadeLists>, Problems> {
    let forms = form_documents(archive, room)?;
    let is_own = |entry: &&Entry| entry.role == Role::Document && entry.copy_to.is_none() && !entry.courtesy;
    let is_form = |entry: &&Entry| entry.document.as_ref().is_some_and(|id| forms.contains(id));
    let sent: Vec<&Entry> = archive.manifest().files.iter().filter(is_own).filter(is_form).collect();
    let (delegations, problems) = find_registered(collected, &sent);
    // What a visa takes says nothing of who is at the door.
    let of_lists = problems.into_iter().filter(|problem| problem.code.name != codes::VISA_DATA_MISSING.name);
    let mut problems: Problems = of_lists.collect();
    let office = ListOffice::open(root, mailing, archive, options)?;
    let people = People::new(&delegations, &office);
    if people.count() == 0 {
        let nobody =
            Diagnostic::new(codes::NOBODY_REGISTERED, "nobody is registered by an answer that counts")
                .with_location(Location::file(path_text(archive.path())));
        problems.push(nobody.with_hint("read what came back first: `convoke collect RETURNS`"));
        return Err(problems);
    }
    let lists = Lists::new(&people, &office, options.as_of);
    let mut renewed = Renewed::open(folder, true);
    let mut files = Vec::new();
    for file in ListFile::ALL {
        let (bytes, pages) = match file {
            ListFile::Workbook => {
                let made = workbook::write(&lists, &people, &office);
                (made.map_err(|error| unwritable(&folder.join(file.name()), &error))?, None)
            }
            _ => {
                let made = lists.set(file, options.badges.as_ref())?.report_to(&mut problems);
                (made.pdf, Some(made.pages))
            }
        };
        problems.extend(renewed.write(file.name(), &bytes)?);
        files.push(MadeFile { file, pages });
    }
    let made = MadeLists {
        folder: folder.to_owned(),
        files,
        participants: people.count(),
        delegations: people.delegations.len(),
    };
    Ok(Checked::new(made, problems))
}
