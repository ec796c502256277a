//! Whether each family that a mailing brings has the faces that documents use: a regular one, and a bold one.

use std::collections::BTreeMap;

use typst::text::{FontFlags, FontInfo, FontStyle};

use crate::diagnostic::{Diagnostic, Location, Problems, codes};

/// The least weight that is bold.
const BOLD: u16 = 600;

/// Finds families without a regular or a bold face, those of one file together; each face with the name of the file it is from.
pub(super) fn check(faces: &[(&str, FontInfo)]) -> Problems {
    let mut families: BTreeMap<&str, Vec<&(&str, FontInfo)>> = BTreeMap::new();
    for face in faces {
        families.entry(&face.1.family).or_default().push(face);
    }
    let mut lacking: BTreeMap<(&str, Lack), Vec<&str>> = BTreeMap::new();
    for (family, faces) in families {
        if let Some((lack, (file, _))) = find_lack(&faces).zip(faces.first()) {
            lacking.entry((file, lack)).or_default().push(family);
        }
    }
    lacking.into_iter().map(|((file, lack), families)| report(file, lack, &families)).collect()
}

/// The face that a family lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Lack {
    Bold,
    Regular,
    Upright,
}

fn find_lack(faces: &[&(&str, FontInfo)]) -> Option<Lack> {
    if faces.iter().any(|(_, info)| info.flags.contains(FontFlags::VARIABLE)) {
        return None;
    }
    let is_bold = |info: &FontInfo| info.variant.weight.to_number() >= BOLD;
    let has = |bold: bool| {
        let upright = |info: &FontInfo| info.variant.style == FontStyle::Normal;
        faces.iter().any(|(_, info)| upright(info) && is_bold(info) == bold)
    };
    match (has(false), has(true)) {
        (true, true) => None,
        (true, false) => Some(Lack::Bold),
        (false, true) => Some(Lack::Regular),
        (false, false) => Some(Lack::Upright),
    }
}

fn report(file: &str, lack: Lack, families: &[&str]) -> Diagnostic {
    let (missing, set_in) = match lack {
        Lack::Bold => ("bold", "what is bold is set in its regular one"),
        Lack::Regular => ("regular", "all text is set in its bold one"),
        Lack::Upright => ("upright", "all text is set in its italic one"),
    };
    let names: Vec<String> = families.iter().map(|family| format!("`{family}`")).collect();
    let have = if names.len() == 1 { "has" } else { "have" };
    Diagnostic::new(codes::FONT_WEIGHT, format!("{} {have} no {missing} face", names.join(", ")))
        .with_location(Location::file(file))
        .with_hint(format!("add the file of the {missing} face, or {set_in}"))
}
