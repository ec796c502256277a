//! What a cell shows by its number format, as far as the format is understood.
//!
//! Numbers show as in English; dates show in the order of ISO 8601, since the language of a format is that of the machine
//! it is looked at on.

mod date;
mod number;
mod token;

use super::decimal::general;
use super::model::CellState;
use token::{Token, sections};

/// A number format.
#[derive(Debug, Clone)]
pub(super) struct Format {
    code: String,
    sections: Vec<Vec<Token>>,
}

impl Format {
    /// The format of a code such as `#,##0.00`.
    pub(super) fn new(code: &str) -> Self {
        Self { code: code.to_owned(), sections: sections(code) }
    }

    /// A number as it shows, or else as it is stored, with a word of that.
    pub(super) fn show(&self, value: f64, is_1904: bool) -> (String, CellState) {
        match self.shown(value, is_1904) {
            Some(shown) => (shown.trim().to_owned(), CellState::Sound),
            None => (self.stored(value, is_1904), CellState::Unlike(self.code.as_str().into())),
        }
    }

    /// A text as it shows.
    pub(super) fn show_text(&self, text: &str) -> String {
        let own = self.sections.get(3).or_else(|| self.sections.last());
        let Some(section) = own.filter(|section| section.contains(&Token::Text)) else {
            return text.to_owned();
        };
        let show = |token: &Token| match token {
            Token::Text => text.to_owned(),
            Token::Literal(literal) => literal.clone(),
            _ => String::new(),
        };
        section.iter().map(show).collect()
    }

    fn shown(&self, value: f64, is_1904: bool) -> Option<String> {
        let numbers: Vec<&Vec<Token>> = self.sections.iter().take(3).collect();
        let (section, has_sign) = match numbers.as_slice() {
            [_, negative, ..] if value < 0.0 => (*negative, false),
            [_, _, zero] if value == 0.0 => (*zero, false),
            [first, ..] => (*first, value < 0.0),
            [] => return general(value),
        };
        if section.is_empty() && numbers.len() == 1 {
            return general(value);
        }
        if date::is_moment(section) {
            return date::show(section, value, is_1904);
        }
        let (shown, is_zero) = number::show(section, value)?;
        Some(if has_sign && !is_zero { format!("-{shown}") } else { shown })
    }

    fn stored(&self, value: f64, is_1904: bool) -> String {
        let is_moment = self.sections.first().is_some_and(|section| date::is_moment(section));
        let moment = if is_moment { date::plain(value, is_1904) } else { None };
        moment.or_else(|| general(value)).unwrap_or_else(|| value.to_string())
    }
}

/// The code of a format that XLSX files name by its number only (ECMA-376, part 1, 18.8.30).
pub(super) fn built_in(number: u32) -> &'static str {
    match number {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5 | 6 | 37 | 38 => "#,##0;(#,##0)",
        7 | 8 | 39 | 40 => "#,##0.00;(#,##0.00)",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        14 | 15 | 27..=31 | 36 | 50..=54 | 57 | 58 => "yyyy-mm-dd",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 | 20 => "h:mm",
        19 | 21 => "h:mm:ss",
        22 => "yyyy-mm-dd h:mm",
        32..=35 | 55 | 56 => "h:mm",
        41 | 42 => "#,##0;(#,##0);\"-\";@",
        43 | 44 => "#,##0.00;(#,##0.00);\"-\";@",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mmss.0",
        48 => "##0.0E+0",
        49 => "@",
        _ => "General",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(code: &str, value: f64) -> String {
        let (text, state) = Format::new(code).show(value, false);
        if state == CellState::Sound { text } else { format!("? {text}") }
    }

    #[test]
    fn numbers_show_by_their_formats() {
        let cases = [
            ("General", 1211.0, "1211"),
            ("00000", 45.0, "00045"),
            ("0", 1211.4, "1211"),
            ("0%", 0.15, "15%"),
            ("0.0%", 0.1525, "15.3%"),
            ("0 %", 0.15, "15 %"),
            ("#,##0", 1_234_567.0, "1,234,567"),
            ("#,##0.00", 1234.5, "1,234.50"),
            ("#,##0.00", -1234.5, "-1,234.50"),
            ("# ##0", 1_234.0, "1 234"),
            ("0.00", 1.005, "1.01"),
            ("0.##", 1.5, "1.5"),
            ("0.00;[Red]-0.00", -2.0, "-2.00"),
            ("#,##0 ;(#,##0)", -12.0, "(12)"),
            ("_(* #,##0.00_);_(* \\(#,##0.00\\);_(* \"-\"??_);_(@_)", 0.0, "-"),
            ("_(* #,##0.00_);_(* \\(#,##0.00\\);_(* \"-\"??_);_(@_)", 12.0, "12.00"),
            ("[$€-407]\\ #,##0.00", 12.5, "€ 12.50"),
            ("#,##0.00\\ [$€-40C]", 12.5, "12.50 €"),
            ("\"No. \"000", 7.0, "No. 007"),
            ("0#\" \"##\" \"##\" \"##\" \"##", 145_678_901.0, "01 45 67 89 01"),
            ("000-00-0000", 123_456_789.0, "123-45-6789"),
            ("00000-0000", 123_456_789.0, "12345-6789"),
            ("#,##0,", 1_234_567.0, "1,235"),
            ("0.0,,\"M\"", 1_234_567.0, "1.2M"),
            (".00", 12.5, "12.50"),
            ("@", 45.0, "45"),
            ("0;-0;\"none\"", 0.0, "none"),
            ("0", -0.2, "0"),
            ("#", 0.0, ""),
        ];
        for (code, value, shown) in cases {
            assert_eq!(show(code, value), shown, "{code} of {value}");
        }
    }

    #[test]
    fn moments_show_in_the_order_of_iso() {
        let cases = [
            ("yyyy-mm-dd", 38117.0, "2004-05-10"),
            ("dd/mm/yy", 38117.375, "2004-05-10"),
            ("[$-409]d\\-mmm\\-yyyy;@", 38117.0, "2004-05-10"),
            ("dddd, d mmmm yyyy", 38117.0, "2004-05-10"),
            ("dd.mm.yyyy hh:mm", 38117.375, "2004-05-10 09:00"),
            ("h:mm", 0.395_833_333_333, "09:30"),
            ("h:mm AM/PM", 0.75, "18:00"),
            ("hh:mm \"UTC+3\"", 0.395_833_333_333, "09:30 UTC+3"),
            ("dd mmm yyyy, hh:mm \"CET\"", 38117.375, "2004-05-10 09:00 CET"),
            ("hh:mm:ss", 0.395_844_907_407, "09:30:01"),
            ("[h]:mm", 1.5, "36:00"),
            ("mmmm yyyy", 38117.0, "2004-05"),
            ("yyyy", 38117.0, "2004"),
            ("d mmmm", 38117.0, "? 2004-05-10"),
            ("dddd", 38117.0, "? 2004-05-10"),
            ("mm:ss", 38117.0, "? 2004-05-10"),
            ("yyyy-mm-dd", 60.0, "? 60"),
            ("yyyy-mm-dd", -1.0, "? -1"),
        ];
        for (code, value, shown) in cases {
            assert_eq!(show(code, value), shown, "{code} of {value}");
        }
    }

    #[test]
    fn what_is_not_understood_is_said_and_read_as_stored() {
        let cases = [
            ("# ?/?", 0.5, "? 0.5"),
            ("0.00E+00", 1234.0, "? 1234"),
            ("[>100]0;0.0", 5.0, "? 5"),
            (";;;", 5.0, "? 5"),
            ("[$-2060401]d/mm/yyyy", 38117.0, "? 2004-05-10"),
            ("General", 1e20, "? 100000000000000000000"),
            ("0.0.0", 1.0, "? 1"),
        ];
        for (code, value, shown) in cases {
            assert_eq!(show(code, value), shown, "{code} of {value}");
        }
    }

    #[test]
    fn texts_show_with_what_their_format_puts_around_them() {
        assert_eq!(Format::new("@").show_text("Oslo"), "Oslo");
        assert_eq!(Format::new("General").show_text("Oslo"), "Oslo");
        assert_eq!(Format::new("0;0;0;\"Mr \"@").show_text("Sample"), "Mr Sample");
    }

    #[test]
    fn a_format_of_any_text_is_taken_apart() {
        for code in [
            "\"",
            "\\",
            "_",
            "*",
            "[",
            "[$",
            "é;é;é;é;é",
            "[h",
            "....",
            ",,,",
            "%%%%%%%%",
            "0".repeat(400).as_str(),
        ] {
            let _ = show(code, 12.5);
            let _ = show(code, -1e300);
        }
    }
}
