//! The known name a misspelt one was meant to be.

/// The known name nearest to a misspelt one, if one is near enough to be meant.
///
/// Distance is Damerau-Levenshtein; a name is near when no more than a third of its letters (at least
/// one) differ. Case and the choice of `_`, `-` or space do not count.
#[must_use]
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |s: &str| s.to_lowercase().replace(['-', ' '], "_");
    let wrong = plain(wrong);
    let letters = wrong.chars().count();
    let most = |name: &str| (name.chars().count() / 3).max(1);
    known
        .into_iter()
        // Texts differ in at least as many letters as one has more: what is far longer need not be compared.
        .filter(|name| letters.abs_diff(plain(name).chars().count()) <= most(name))
        .map(|name| (strsim::damerau_levenshtein(&wrong, &plain(name)), name))
        .filter(|(distance, name)| *distance <= most(name))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// How many known names a hint lists.
const MOST_KNOWN: usize = 20;

/// The hint for a misspelt name: the nearest known one, or those there are when none is near.
#[must_use]
pub fn did_you_mean<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(wrong, known.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None if known.len() > MOST_KNOWN => {
            let shown = known.get(..MOST_KNOWN).unwrap_or_default().join(", ");
            format!("known here: {shown} and {} more", known.len() - MOST_KNOWN)
        }
        None => format!("known here: {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_near_and_a_text_is_not_however_long() {
        assert_eq!(nearest("pots", ["pouch", "post"]), Some("post"));
        assert_eq!(nearest("E_MAIL", ["fax", "e-mail"]), Some("e-mail"));
        // Found by fuzzing: a cell that ran over many lines was compared with every column, letter by letter.
        assert_eq!(nearest(&"post".repeat(100_000), ["pouch", "post"]), None);
    }
}
