//! The order of `register.csv`: language by language, each sorted as that language sorts names.
//!
//! Numbers have no part in it, nor has it any in them: only the rows of the list are put in order.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use icu_collator::options::CollatorOptions;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale;

use super::manifest::Entry;

/// Sorts documents by language, and those of a language by the recipient's name in it (CLDR root collation with the
/// language's own rules: pinyin in Chinese, ñ after n in Spanish). Those of one name stay in the order they have.
pub(super) fn sort(entries: &mut [&Entry]) {
    let tags = entries.iter().filter_map(|entry| entry.locale.as_deref());
    let collators: BTreeMap<String, Option<Collator>> =
        tags.map(|tag| (tag.to_owned(), collator(tag))).collect();
    entries.sort_by(|a, b| {
        a.locale.cmp(&b.locale).then_with(|| {
            let collator = a.locale.as_ref().and_then(|tag| collators.get(tag)?.as_ref());
            compare(collator, name(a), name(b)).then_with(|| a.recipient.cmp(&b.recipient))
        })
    });
}

type Collator = CollatorBorrowed<'static>;

fn name(entry: &Entry) -> &str {
    entry.entity.as_deref().unwrap_or_default()
}

/// The collator of a language; a tag that is none sorts by the root collation.
fn collator(tag: &str) -> Option<Collator> {
    let locale = Locale::try_from_str(tag).unwrap_or(Locale::UNKNOWN);
    Collator::try_new(CollatorPreferences::from(&locale), CollatorOptions::default()).ok()
}

fn compare(collator: Option<&Collator>, a: &str, b: &str) -> Ordering {
    collator.map_or(Ordering::Equal, |collator| collator.compare(a, b)).then_with(|| a.cmp(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sorts names in a language, from both ends, so that an order that was there already proves nothing.
    #[track_caller]
    fn check(locale: &str, sorted: &[&str]) {
        let entry = |name: &&str| Entry {
            locale: Some(locale.to_owned()),
            entity: Some((*name).to_owned()),
            ..Entry::default()
        };
        let made: Vec<Entry> = sorted.iter().map(entry).collect();
        for mut entries in [made.iter().collect::<Vec<_>>(), made.iter().rev().collect()] {
            sort(&mut entries);
            assert_eq!(entries.into_iter().map(name).collect::<Vec<_>>(), sorted, "{locale}");
        }
    }

    #[test]
    fn english_sorts_accents_with_their_letters() {
        check(
            "en",
            &[
                "Comoros",
                "Congo",
                "Costa Rica",
                "Côte d’Ivoire",
                "Croatia",
                "Togo",
                "Tonga",
                "Türkiye",
                "Zambia",
            ],
        );
    }

    #[test]
    fn french_sorts_accents_with_their_letters() {
        check("fr", &["Égypte", "El Salvador", "Émirats arabes unis", "Équateur", "Érythrée", "Espagne"]);
        check("fr", &["cote", "coté", "côte", "côté"]);
    }

    #[test]
    fn spanish_sorts_its_own_letter_after_n() {
        check("es", &["Nauru", "Nueva Zelandia", "Ñandú", "Omán"]);
        check("en", &["Ñandú", "Nauru", "Nueva Zelandia", "Omán"]);
    }

    #[test]
    fn russian_sorts_by_its_alphabet() {
        check("ru", &["Белиз", "Ёлка", "Ель", "Замбия", "Индия", "Испания", "Йемен", "Эсватини", "Япония"]);
    }

    #[test]
    fn chinese_sorts_by_pinyin() {
        // a'er, ba, de, fa, ri, zhong.
        check("zh", &["阿尔巴尼亚", "巴西", "德国", "法国", "日本", "中国"]);
        check("und", &["中国", "巴西", "德国", "日本", "法国", "阿尔巴尼亚"]);
    }

    #[test]
    fn arabic_sorts_by_its_alphabet() {
        // A hamza does not move its alif; the article counts.
        check("ar", &["إسبانيا", "أفغانستان", "اليمن", "بلجيكا", "تونس", "فرنسا", "مصر"]);
    }

    #[test]
    fn languages_stand_apart_and_a_bad_tag_is_no_trouble() {
        let entry = |locale: &str, name: &str, recipient: &str| Entry {
            locale: Some(locale.to_owned()),
            entity: Some(name.to_owned()),
            recipient: Some(recipient.to_owned()),
            ..Entry::default()
        };
        let made = [
            entry("fr", "Allemagne", "DEU"),
            entry("not a tag!", "x", "X"),
            entry("en", "Zambia", "Z2"),
            entry("en", "Zambia", "Z1"),
        ];
        let mut entries: Vec<&Entry> = made.iter().collect();
        sort(&mut entries);
        let order: Vec<_> = entries.into_iter().filter_map(|entry| entry.recipient.as_deref()).collect();
        assert_eq!(order, ["Z1", "Z2", "DEU", "X"]);
    }
}
