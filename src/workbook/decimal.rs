//! Numbers in decimal digits, as spreadsheet programs see them: 15 significant ones, halves rounded away from zero.

/// How many digits of a number count.
const SIGNIFICANT: usize = 15;

/// Digits before and after the point of a number without its sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Digits {
    pub(super) whole: String,
    pub(super) fraction: String,
}

impl Digits {
    /// The digits of a number rounded to so many decimals; `None` if it is not finite.
    pub(super) fn rounded(value: f64, decimals: usize) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        let text = format!("{:.*e}", SIGNIFICANT - 1, value.abs());
        let (mantissa, exponent) = text.split_once('e')?;
        let exponent: i32 = exponent.parse().ok()?;
        let digits: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).collect();
        // How many digits are before the point; fewer than none for small fractions.
        let before = exponent.checked_add(1)?;
        let kept = before.checked_add(i32::try_from(decimals).ok()?)?;
        let (rounded, before) = round(digits, before, kept);
        let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or_default());
        let all = zeros(-before) + &String::from_utf8(rounded).ok()?;
        let whole_length = usize::try_from(before.max(0)).ok()?;
        let all = format!("{all:0<width$}", width = whole_length + decimals);
        let (whole, fraction) = all.split_at_checked(whole_length)?;
        Some(Self { whole: whole.to_owned(), fraction: fraction.get(..decimals)?.to_owned() })
    }

    /// Whether nothing but zeros is left of the number.
    pub(super) fn are_zero(&self) -> bool {
        self.whole.chars().chain(self.fraction.chars()).all(|digit| digit == '0')
    }
}

/// The first `kept` of some digits, rounded, and how many of them are before the point.
fn round(mut digits: Vec<u8>, before: i32, kept: i32) -> (Vec<u8>, i32) {
    let Ok(kept) = usize::try_from(kept) else { return (Vec::new(), 0) };
    let up = digits.get(kept).is_some_and(|digit| *digit >= b'5');
    digits.truncate(kept);
    if !up {
        return if digits.is_empty() { (digits, 0) } else { (digits, before) };
    }
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return (digits, before);
        }
        *digit = b'0';
    }
    digits.insert(0, b'1');
    (digits, before.saturating_add(1))
}

/// A number as a cell without a format shows it: at most ten digits where there are decimals, all of a whole number.
/// `None` where that would be in powers of ten.
pub(super) fn general(value: f64) -> Option<String> {
    if value == 0.0 {
        return Some("0".to_owned());
    }
    if !(1e-5..1e15).contains(&value.abs()) {
        return None;
    }
    let whole_digits = Digits::rounded(value, 0)?.whole.len().max(1);
    let digits = Digits::rounded(value, 10_usize.saturating_sub(whole_digits))?;
    let fraction = digits.fraction.trim_end_matches('0');
    let whole = digits.whole.trim_start_matches('0');
    let sign = if value < 0.0 { "-" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!("{sign}{}{point}{fraction}", if whole.is_empty() { "0" } else { whole }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(value: f64, decimals: usize) -> String {
        let digits = Digits::rounded(value, decimals).expect("finite");
        format!("{}.{}", digits.whole, digits.fraction)
    }

    #[test]
    fn halves_are_rounded_as_people_see_them() {
        let cases = [
            (1.005, 2, "1.01"),
            (0.125, 2, ".13"),
            (2.5, 0, "3."),
            (0.5, 0, "1."),
            (0.49, 0, "."),
            (999.999, 2, "1000.00"),
            (0.1 + 0.2, 17, ".30000000000000000"),
            (0.000_04, 3, ".000"),
            (0.009_9, 3, ".010"),
            (1_234_567.0, 1, "1234567.0"),
        ];
        for (value, decimals, shown) in cases {
            assert_eq!(fixed(value, decimals), shown, "{value}");
        }
        assert_eq!(Digits::rounded(f64::NAN, 2), None);
        assert_eq!(Digits::rounded(f64::INFINITY, 2), None);
    }

    #[test]
    fn numbers_without_a_format_read_as_they_show() {
        let cases = [
            (1211.0, Some("1211")),
            (0.5, Some("0.5")),
            (-0.5, Some("-0.5")),
            (0.1 + 0.2, Some("0.3")),
            (1.0 / 3.0, Some("0.333333333")),
            (41_227_306_393.0, Some("41227306393")),
            (447_911_123_456.0, Some("447911123456")),
            (123_456_789_012_345.0, Some("123456789012345")),
            (9.99999999999, Some("10")),
            (1e15, None),
            (1e-9, None),
            (f64::NAN, None),
        ];
        for (value, shown) in cases {
            assert_eq!(general(value).as_deref(), shown, "{value}");
        }
    }
}
