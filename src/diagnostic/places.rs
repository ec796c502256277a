//! Many places of one problem, as lines of its excerpt.

use super::{Location, Place};

/// How many places are on a line.
const PLACES_ON_A_LINE: usize = 8;

/// Places and what is there, such as recipients, some on a line; a place in another file than `file` has its file's name.
#[must_use]
pub fn list_places(file: &str, places: &[(Location, String)]) -> String {
    let name = |(location, what): &(Location, String)| {
        let place = match name_place(location).filter(|_| location.file == file) {
            Some(place) => place,
            None => location.to_string(),
        };
        format!("{place} {what}")
    };
    list_lines(&places.iter().map(name).collect::<Vec<_>>())
}

/// A place within its file, such as `3:5` or `B4`.
pub(super) fn name_place(location: &Location) -> Option<String> {
    location.place.as_ref().map(|place| match place {
        Place::Text { line, column } => format!("{line}:{column}"),
        Place::Cell { cell, .. } => cell.clone(),
        Place::Row { row, .. } => format!("row {row}"),
    })
}

/// Names in a row, some on a line.
pub(super) fn list_lines(named: &[String]) -> String {
    let lines: Vec<String> = named.chunks(PLACES_ON_A_LINE).map(|line| line.join(", ")).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_another_file_has_its_name() {
        let at = |file: &str, line, id: &str| (Location::text(file, line, 5), id.to_owned());
        let places = [at("a.yaml", 3, "FRA"), at("b.yaml", 4, "KEN")];
        assert_eq!(list_places("a.yaml", &places), "3:5 FRA, b.yaml:4:5 KEN");
        let many: Vec<_> = (1..=9).map(|line| at("a.yaml", line, "X")).collect();
        assert_eq!(list_places("a.yaml", &many).lines().count(), 2);
    }
}
