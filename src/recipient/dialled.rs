//! Whether a telephone or fax number can be dialled from abroad.

use crate::diagnostic::{Diagnostic, codes};
use crate::locale::state_name;

/// Country codes of States (ITU-T E.164, list of assigned codes), by their ISO codes.
const COUNTRY_CODES: &str = "ABW 297 AFG 93 AGO 244 ALB 355 AND 376 ARE 971 ARG 54 ARM 374 ATG 1 AUS 61 AUT 43 AZE 994 BDI 257 BEL 32 \
    BEN 229 BFA 226 BGD 880 BGR 359 BHR 973 BHS 1 BIH 387 BLR 375 BLZ 501 BOL 591 BRA 55 BRB 1 BRN 673 BTN 975 BWA 267 CAF 236 CAN 1 \
    CHE 41 CHL 56 CHN 86 CIV 225 CMR 237 COD 243 COG 242 COK 682 COL 57 COM 269 CPV 238 CRI 506 CUB 53 CYP 357 CZE 420 DEU 49 DJI 253 \
    DMA 1 DNK 45 DOM 1 DZA 213 ECU 593 EGY 20 ERI 291 ESP 34 EST 372 ETH 251 FIN 358 FJI 679 FRA 33 FSM 691 GAB 241 GBR 44 GEO 995 \
    GHA 233 GIN 224 GMB 220 GNB 245 GNQ 240 GRC 30 GRD 1 GTM 502 GUY 592 HND 504 HRV 385 HTI 509 HUN 36 IDN 62 IND 91 IRL 353 IRN 98 \
    IRQ 964 ISL 354 ISR 972 ITA 39 JAM 1 JOR 962 JPN 81 KAZ 7 KEN 254 KGZ 996 KHM 855 KIR 686 KNA 1 KOR 82 KWT 965 LAO 856 LBN 961 \
    LBR 231 LBY 218 LCA 1 LIE 423 LKA 94 LSO 266 LTU 370 LUX 352 LVA 371 MAR 212 MCO 377 MDA 373 MDG 261 MDV 960 MEX 52 MHL 692 \
    MKD 389 MLI 223 MLT 356 MMR 95 MNE 382 MNG 976 MOZ 258 MRT 222 MUS 230 MWI 265 MYS 60 NAM 264 NER 227 NGA 234 NIC 505 NIU 683 \
    NLD 31 NOR 47 NPL 977 NRU 674 NZL 64 OMN 968 PAK 92 PAN 507 PER 51 PHL 63 PLW 680 PNG 675 POL 48 PRK 850 PRT 351 PRY 595 PSE 970 \
    QAT 974 ROU 40 RUS 7 RWA 250 SAU 966 SDN 249 SEN 221 SGP 65 SLB 677 SLE 232 SLV 503 SMR 378 SOM 252 SRB 381 SSD 211 STP 239 \
    SUR 597 SVK 421 SVN 386 SWE 46 SWZ 268 SYC 248 SYR 963 TCD 235 TGO 228 THA 66 TJK 992 TKM 993 TLS 670 TON 676 TTO 1 TUN 216 \
    TUR 90 TUV 688 TZA 255 UGA 256 UKR 380 URY 598 USA 1 UZB 998 VAT 39 VCT 1 VEN 58 VNM 84 VUT 678 WSM 685 YEM 967 ZAF 27 ZMB 260 \
    ZWE 263";

/// Fewest digits of a number behind its country code.
const FEWEST: usize = 7;

/// The country code of a State.
fn country_code(state: &str) -> Option<&'static str> {
    let mut words = COUNTRY_CODES.split_ascii_whitespace();
    while let (Some(iso), Some(code)) = (words.next(), words.next()) {
        if iso == state {
            return Some(code);
        }
    }
    None
}

/// A warning of a number in a State that cannot be dialled from abroad as it is written.
///
/// A number may begin with a plus sign, `00`, or `011` and the State's own code; no country code begins with a zero.
pub(crate) fn report_local(number: &str, state: Option<&str>) -> Option<Diagnostic> {
    let code = state.and_then(country_code);
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let has_plus = number.trim_start_matches(['(', ' ']).starts_with('+');
    let from_america =
        digits.strip_prefix("011").zip(code).is_some_and(|(rest, code)| rest.starts_with(code));
    if has_plus && !digits.starts_with('0') || !has_plus && digits.starts_with("00") || from_america {
        return None;
    }
    let hint = match (code, state) {
        (Some(code), _) if digits.starts_with(code) && digits.len() >= code.len() + FEWEST => {
            format!("if it begins with the country code, write `+{digits}`, in a cell of the format Text")
        }
        (Some(code), Some(state)) => {
            let name = state_name(state).unwrap_or(state);
            format!("write it as it is dialled from abroad, with +{code} for {name}")
        }
        _ => "write it as it is dialled from abroad, such as +41 22 730 6393".to_owned(),
    };
    Some(Diagnostic::new(codes::NUMBER_LOCAL, format!("`{number}` has no country code")).with_hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_of_the_sample_has_a_country_code() {
        let states = include_str!("../../templates/en/countries.yaml").lines().filter_map(|line| {
            let (code, _) = line.trim().split_once(':')?;
            (code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())).then_some(code)
        });
        let states: Vec<&str> = states.collect();
        assert!(states.len() >= 195, "{states:?}");
        let without: Vec<&str> = states.into_iter().filter(|state| country_code(state).is_none()).collect();
        assert_eq!(without, Vec::<&str>::new());
        assert_eq!(country_code("FRA"), Some("33"));
    }

    #[test]
    fn numbers_without_a_country_code_are_told() {
        let hint = |number: &str, state: &str| {
            report_local(number, Some(state).filter(|state| !state.is_empty()))
                .map(|problem| problem.hints.concat())
                .unwrap_or_default()
        };
        for (number, state, said) in [
            ("01 43 17 52 03", "FRA", "with +33 for France"),
            ("(202) 261-8577", "USA", "with +1 for United States of America"),
            ("23 95 00 00", "NOR", "with +47 for Norway"),
            ("8 (495) 606-36-02", "RUS", "with +7 for Russian Federation"),
            ("011 884 2023", "ZAF", "with +27 for South Africa"),
            ("+01 43 17 52 03", "FRA", "with +33 for France"),
            ("41227306393", "CHE", "write `+41227306393`"),
            ("1 202 261 8577", "USA", "write `+12022618577`"),
            ("022 730 6393", "", "such as +41 22 730 6393"),
        ] {
            assert!(hint(number, state).contains(said), "{number} {state}: {}", hint(number, state));
        }
        for (number, state) in [
            ("+33 1 43 17 52 03", "FRA"),
            ("+33 (0)1 43 17 52 03", "FRA"),
            ("(+34) 913 799 700", "ESP"),
            ("0034 91 379 9701", "ESP"),
            ("011 33 1 43 17 52 03", "FRA"),
            // A mission abroad.
            ("+41 22 730 6393", "FRA"),
            ("+41 22 730 6393", ""),
        ] {
            assert_eq!(hint(number, state), "", "{number} {state}");
        }
    }
}
