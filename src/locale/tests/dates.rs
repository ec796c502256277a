//! Dates and ranges in the six languages, as correspondence writes them.

use jiff::civil::{Date, date};

use super::{LANGUAGES, pack, untied};

/// By first and last day: running text in the order of `LANGUAGES`.
const RANGES: [(Date, Date, [&str; 6]); 11] = [
    (
        date(2004, 6, 2),
        date(2004, 6, 12),
        [
            "from 2 to 12 June 2004",
            "du 2 au 12 juin 2004",
            "del 2 al 12 de junio de 2004",
            "со 2 по 12 июня 2004 года",
            "2004年6月2日至12日",
            "من 2 إلى 12 يونيو 2004",
        ],
    ),
    (
        date(2004, 6, 2),
        date(2004, 7, 2),
        [
            "from 2 June to 2 July 2004",
            "du 2 juin au 2 juillet 2004",
            "del 2 de junio al 2 de julio de 2004",
            "со 2 июня по 2 июля 2004 года",
            "2004年6月2日至7月2日",
            "من 2 يونيو إلى 2 يوليو 2004",
        ],
    ),
    (
        date(2004, 6, 22),
        date(2004, 6, 23),
        [
            "from 22 to 23 June 2004",
            "du 22 au 23 juin 2004",
            "del 22 al 23 de junio de 2004",
            "с 22 по 23 июня 2004 года",
            "2004年6月22日至23日",
            "من 22 إلى 23 يونيو 2004",
        ],
    ),
    (
        date(2004, 6, 24),
        date(2004, 6, 26),
        [
            "from 24 to 26 June 2004",
            "du 24 au 26 juin 2004",
            "del 24 al 26 de junio de 2004",
            "с 24 по 26 июня 2004 года",
            "2004年6月24日至26日",
            "من 24 إلى 26 يونيو 2004",
        ],
    ),
    (
        date(2004, 6, 24),
        date(2004, 6, 24),
        [
            "on 24 June 2004",
            "le 24 juin 2004",
            "el 24 de junio de 2004",
            "24 июня 2004 года",
            "2004年6月24日",
            "في 24 يونيو 2004",
        ],
    ),
    (
        date(2005, 5, 1),
        date(2005, 5, 1),
        [
            "on 1 May 2005",
            "le 1er mai 2005",
            "el 1 de mayo de 2005",
            "1 мая 2005 года",
            "2005年5月1日",
            "في 1 مايو 2005",
        ],
    ),
    (
        date(2004, 3, 1),
        date(2004, 3, 3),
        [
            "from 1 to 3 March 2004",
            "du 1er au 3 mars 2004",
            "del 1 al 3 de marzo de 2004",
            "с 1 по 3 марта 2004 года",
            "2004年3月1日至3日",
            "من 1 إلى 3 مارس 2004",
        ],
    ),
    (
        date(2004, 6, 30),
        date(2004, 7, 2),
        [
            "from 30 June to 2 July 2004",
            "du 30 juin au 2 juillet 2004",
            "del 30 de junio al 2 de julio de 2004",
            "с 30 июня по 2 июля 2004 года",
            "2004年6月30日至7月2日",
            "من 30 يونيو إلى 2 يوليو 2004",
        ],
    ),
    (
        date(2024, 2, 29),
        date(2024, 3, 1),
        [
            "from 29 February to 1 March 2024",
            "du 29 février au 1er mars 2024",
            "del 29 de febrero al 1 de marzo de 2024",
            "с 29 февраля по 1 марта 2024 года",
            "2024年2月29日至3月1日",
            "من 29 فبراير إلى 1 مارس 2024",
        ],
    ),
    (
        date(2004, 12, 30),
        date(2005, 1, 1),
        [
            "from 30 December 2004 to 1 January 2005",
            "du 30 décembre 2004 au 1er janvier 2005",
            "del 30 de diciembre de 2004 al 1 de enero de 2005",
            "с 30 декабря 2004 года по 1 января 2005 года",
            "2004年12月30日至2005年1月1日",
            "من 30 ديسمبر 2004 إلى 1 يناير 2005",
        ],
    ),
    (
        date(2004, 8, 24),
        date(2005, 8, 24),
        [
            "from 24 August 2004 to 24 August 2005",
            "du 24 août 2004 au 24 août 2005",
            "del 24 de agosto de 2004 al 24 de agosto de 2005",
            "с 24 августа 2004 года по 24 августа 2005 года",
            "2004年8月24日至2005年8月24日",
            "من 24 أغسطس 2004 إلى 24 أغسطس 2005",
        ],
    ),
];

/// By first and last day: as a heading or table has it, in the order of `LANGUAGES`.
const PLAIN: [(Date, Date, [&str; 6]); 4] = [
    (
        date(2004, 6, 24),
        date(2004, 6, 26),
        [
            "24–26 June 2004",
            "24-26 juin 2004",
            "24 a 26 de junio de 2004",
            "24–26 июня 2004 года",
            "2004年6月24日至26日",
            "24–26 يونيو 2004",
        ],
    ),
    (
        date(2004, 10, 1),
        date(2004, 10, 1),
        [
            "1 October 2004",
            "1er octobre 2004",
            "1 de octubre de 2004",
            "1 октября 2004 года",
            "2004年10月1日",
            "1 أكتوبر 2004",
        ],
    ),
    (
        date(2004, 4, 30),
        date(2004, 11, 2),
        [
            "30 April – 2 November 2004",
            "30 avril – 2 novembre 2004",
            "30 de abril a 2 de noviembre de 2004",
            "30 апреля – 2 ноября 2004 года",
            "2004年4月30日至11月2日",
            "30 أبريل – 2 نوفمبر 2004",
        ],
    ),
    (
        date(2004, 9, 30),
        date(2005, 1, 1),
        [
            "30 September 2004 – 1 January 2005",
            "30 septembre 2004 – 1er janvier 2005",
            "30 de septiembre de 2004 a 1 de enero de 2005",
            "30 сентября 2004 года – 1 января 2005 года",
            "2004年9月30日至2005年1月1日",
            "30 سبتمبر 2004 – 1 يناير 2005",
        ],
    ),
];

#[test]
fn ranges_read_as_each_language_writes_them() {
    for (index, language) in LANGUAGES.iter().enumerate() {
        let pack = pack(language);
        for (start, end, expected) in RANGES {
            assert_eq!(untied(&pack.range(start, end)), expected[index], "{language}, {start} to {end}");
        }
        for (start, end, expected) in PLAIN {
            assert_eq!(
                untied(&pack.range_plain(start, end)),
                expected[index],
                "{language}, {start} to {end}, plain"
            );
        }
    }
}

/// By first and last day, as the packs of three further languages write them: German, Portuguese, Japanese.
const FURTHER: [(Date, Date, [&str; 3]); 6] = [
    (date(2026, 6, 1), date(2026, 6, 1), ["am 1. Juni 2026", "em 1º de junho de 2026", "2026年6月1日"]),
    (
        date(2026, 6, 1),
        date(2026, 6, 12),
        ["vom 1. bis 12. Juni 2026", "de 1º a 12 de junho de 2026", "2026年6月1日から12日まで"],
    ),
    (
        date(2026, 4, 30),
        date(2026, 6, 1),
        [
            "vom 30. April bis 1. Juni 2026",
            "de 30 de abril a 1º de junho de 2026",
            "2026年4月30日から6月1日まで",
        ],
    ),
    (
        date(1999, 12, 31),
        date(2000, 1, 1),
        [
            "vom 31. Dezember 1999 bis 1. Januar 2000",
            "de 31 de dezembro de 1999 a 1º de janeiro de 2000",
            "1999年12月31日から2000年1月1日まで",
        ],
    ),
    (
        date(2099, 12, 2),
        date(2101, 2, 2),
        [
            "vom 2. Dezember 2099 bis 2. Februar 2101",
            "de 2 de dezembro de 2099 a 2 de fevereiro de 2101",
            "2099年12月2日から2101年2月2日まで",
        ],
    ),
    (
        date(2024, 2, 29),
        date(2024, 3, 1),
        [
            "vom 29. Februar bis 1. März 2024",
            "de 29 de fevereiro a 1º de março de 2024",
            "2024年2月29日から3月1日まで",
        ],
    ),
];

#[test]
fn ranges_read_as_further_languages_write_them() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for (index, language) in ["de", "pt", "ja"].into_iter().enumerate() {
        let pack = crate::locale::read(root, "tests/all/further/templates", language).value.unwrap();
        for (start, end, expected) in FURTHER {
            assert_eq!(untied(&pack.range(start, end)), expected[index], "{language}, {start} to {end}");
        }
    }
}

#[test]
fn a_dateline_names_the_place_where_the_language_has_it() {
    let expected = [
        ("en", "Geneva", "Geneva, 10 May 2004"),
        ("fr", "Genève", "Genève, le 10 mai 2004"),
        ("es", "Ginebra", "Ginebra, 10 de mayo de 2004"),
        ("ru", "Женева", "Женева, 10 мая 2004 года"),
        ("zh", "日内瓦", "2004年5月10日，日内瓦"),
        ("ar", "جنيف", "جنيف، 10 مايو 2004"),
    ];
    for (language, place, dateline) in expected {
        assert_eq!(untied(&pack(language).dateline(place, date(2004, 5, 10))), dateline);
    }
}

/// What an ordinary space parts in a text, each with the word after it.
fn parted(text: &str) -> Vec<(&str, &str)> {
    let words: Vec<&str> = text.split(' ').collect();
    words.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect()
}

#[test]
fn no_line_ends_between_a_day_and_its_month() {
    for language in LANGUAGES {
        let pack = pack(language);
        let months = &pack.file().dates.months.value;
        for (start, end, _) in RANGES.into_iter().chain(PLAIN) {
            let texts = [
                pack.range(start, end),
                pack.range_plain(start, end),
                pack.range(start, start),
                pack.date(end),
                pack.dateline("Geneva", end),
            ];
            for text in texts {
                for (before, after) in parted(&text) {
                    let ends_in_day = before.ends_with(|c: char| c.is_ascii_digit()) && before.len() < 4;
                    let is_month = after == "de" || months.iter().any(|month| month == after);
                    let is_parted =
                        (ends_in_day || before.ends_with("1er")) && is_month || after.starts_with("год");
                    assert!(!is_parted, "{language}: “{before}” and “{after}” of “{text}”");
                }
            }
        }
    }
    let english = pack("en").range(date(2004, 12, 29), date(2005, 1, 2));
    assert_eq!(english, "from 29\u{a0}December 2004 to 2\u{a0}January 2005");
    let spanish = pack("es").range(date(2004, 6, 24), date(2004, 6, 26));
    assert_eq!(spanish, "del 24 al 26\u{a0}de\u{a0}junio de 2004");
}

#[test]
fn a_pack_that_puts_the_month_first_keeps_its_days_too() {
    let mut pack = pack("en");
    let dates = &mut pack.file.dates;
    dates.date.value = "{month} {day}, {year}".to_owned();
    dates.range_plain.month.value = "{month1} {day1} to {day2}, {year1}".to_owned();
    dates.range_plain.year.value = "{month1} {day1} to {month2} {day2}, {year1}".to_owned();
    let (start, end, later) = (date(2004, 6, 24), date(2004, 6, 26), date(2004, 7, 2));
    assert_eq!(pack.date(start), "June\u{a0}24, 2004");
    assert_eq!(pack.range_plain(start, end), "June\u{a0}24 to 26, 2004");
    assert_eq!(pack.range_plain(start, later), "June\u{a0}24 to July\u{a0}2, 2004");
}

#[test]
fn months_after_in_name_all_of_a_range() {
    let months = |start, end| LANGUAGES.map(|language| untied(&pack(language).months_in(start, end)));
    let (june, july) = (date(2004, 6, 24), date(2004, 7, 2));
    assert_eq!(months(june, june), ["June", "juin", "junio", "июне", "6月", "يونيو"]);
    assert_eq!(
        months(june, july),
        ["June and July", "juin et juillet", "junio y julio", "июне и июле", "6月和7月", "يونيو ويوليو"]
    );
    assert_eq!(
        months(date(2004, 12, 29), date(2005, 1, 2)),
        [
            "December 2004 and January 2005",
            "décembre 2004 et janvier 2005",
            "diciembre de 2004 y enero de 2005",
            "декабре 2004 года и январе 2005 года",
            "2004年12月和2005年1月",
            "ديسمبر 2004 ويناير 2005",
        ]
    );
    // Over more than two months, as a date of the language has month and year.
    assert_eq!(
        months(june, date(2004, 8, 1)),
        ["June–August", "juin–août", "junio–agosto", "июне–августе", "6月–8月", "يونيو–أغسطس"]
    );
    assert_eq!(
        months(june, date(2006, 2, 1)),
        [
            "June 2004 – February 2006",
            "juin 2004 – février 2006",
            "junio de 2004 – febrero de 2006",
            "июне 2004 года – феврале 2006 года",
            "2004年6月 – 2006年2月",
            "يونيو 2004 – فبراير 2006",
        ]
    );
    // A pack without words for two months, and one whose date puts the month first.
    let mut pack = pack("en");
    pack.file.dates.month_pairs = None;
    for (date_of, expected) in [
        ("{year}年{month}{day}日", "2004年December – 2005年January"),
        ("{month} {day}, {year}", "December 2004 – January 2005"),
        ("{year}. gada {day}. {month}", "2004. gada December – 2005. gada January"),
    ] {
        pack.file.dates.date.value = date_of.to_owned();
        assert_eq!(pack.months_in(date(2004, 12, 29), date(2005, 1, 2)), expected);
    }
}

#[test]
fn a_month_is_elided_after_of_and_not_after_in() {
    let french = pack("fr");
    for (month, of, within) in [
        (4, "d’avril", "en avril"),
        (6, "de juin", "en juin"),
        (8, "d’août", "en août"),
        (10, "d’octobre", "en octobre"),
    ] {
        let day = date(2004, month, 1);
        assert_eq!(french.of_month(day, day).as_deref(), Some(of));
        assert_eq!(french.in_month(day, day).as_deref(), Some(within));
    }
    let may = date(2004, 5, 31);
    assert_eq!(pack("ru").of_month(may, may).as_deref(), Some("мая"));
    assert_eq!(pack("ru").in_month(may, may).as_deref(), Some("в мае"));
}

#[test]
fn a_place_is_contracted_after_in() {
    let place = |language, place, inflected| pack(language).in_place(place, inflected);
    for (language, name, expected) in [
        ("fr", "Le Caire", "au Caire"),
        ("fr", "Les Abymes (Guadeloupe)", "aux Abymes (Guadeloupe)"),
        ("fr", "La Haye", "à La Haye"),
        ("fr", "Lens", "à Lens"),
        ("fr", "Abidjan", "à Abidjan"),
        ("es", "El Cairo", "en El Cairo"),
        ("en", "The Hague", "in The Hague"),
        ("ar", "القاهرة", "في القاهرة"),
    ] {
        assert_eq!(place(language, name, None).as_deref(), Some(expected));
    }
    for (form, expected) in [
        ("Женеве", "в Женеве"),
        ("Вене", "в Вене"),
        ("Владивостоке", "во Владивостоке"),
        ("Вьетнаме", "во Вьетнаме"),
        ("Франкфурте", "во Франкфурте"),
        ("Львове", "во Львове"),
        ("Лиме", "в Лиме"),
    ] {
        assert_eq!(place("ru", "—", Some(form)).as_deref(), Some(expected));
    }
    assert_eq!(place("ru", "Женева", None), None, "the mailing must give the form");
}

#[test]
fn days_and_years_are_written_in_the_digits_of_the_language() {
    let mut pack = pack("en").clone();
    pack.file.dates.digits = Some("০১২৩৪৫৬৭৮৯".to_owned().into());
    assert_eq!(pack.date(date(2004, 6, 10)), "১০\u{a0}June ২০০৪");
    assert_eq!(pack.range_plain(date(2004, 6, 2), date(2004, 6, 12)), "২–১২\u{a0}June ২০০৪");
    assert_eq!(pack.year(date(2004, 6, 2)), "২০০৪");
}
