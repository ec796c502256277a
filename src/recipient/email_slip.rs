//! Slips of the keyboard in e-mail addresses: what was probably meant, which is proposed and never put in its place.
//!
//! What is no address at all is an error elsewhere; here only its likely correction is found.

use super::contact::is_email;
use crate::diagnostic::{Diagnostic, codes};
use crate::locale::STATE_CODES;

/// Endings that no registry has, and what their keys lie beside: the ending, then its slips.
const ENDINGS: [(&str, &str); 7] = [
    ("com", "con cpm vom xom ocm cmo comm coom ccom c0m dcom fom cim cpom comn"),
    ("org", "ogr rog orgg ogrg prg irg orq 0rg oorg"),
    ("net", "nte ent nett neet nrt nnet"),
    ("int", "itn nit intt iint"),
    ("gov", "gvo ogv govv goov"),
    ("edu", "eud ued eduu"),
    ("info", "inof ifno imfo infoo"),
];

/// Codes of territories that have endings of their own, and endings of two letters that are no codes of States (IANA root zone).
const TERRITORIES: &str = "AC AI AQ AS AW AX BM BV CC CK CW CX EU FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MO MP MQ MS NC NF NU PF PM \
    PN PR RE SH SJ SU SX TC TF TK TW UK VG VI WF YT";

/// Providers that many write from, with the endings their domains have; the longest names alone, of which hardly another domain is
/// one letter away.
const PROVIDERS: [(&str, &str); 6] = [
    ("gmail", "com"),
    ("googlemail", "com"),
    ("hotmail", ""),
    ("yahoo", ""),
    ("outlook", ""),
    ("protonmail", ""),
];

/// What is wrong with an address that is one, and what was probably meant.
struct Slip {
    why: String,
    meant: Option<String>,
}

/// A warning of an address that can be written to, and probably reaches nobody.
pub(crate) fn report_slip(email: &str) -> Option<Diagnostic> {
    let Slip { why, meant } = find_slip(email)?;
    let hint = match meant {
        Some(meant) => format!("write `{meant}`, if that is what is meant"),
        None => "ask for the address".to_owned(),
    };
    Some(Diagnostic::new(codes::EMAIL_DOUBTFUL, format!("`{email}` {why}")).with_hint(hint))
}

/// Whether an address is one, and probably reaches nobody.
pub(crate) fn is_doubtful(email: &str) -> bool {
    find_slip(email).is_some()
}

fn find_slip(email: &str) -> Option<Slip> {
    let (local, domain) = email.split_once('@').filter(|_| is_email(email))?;
    let lower = domain.to_lowercase();
    let mended = mend_domain(&lower);
    if mended != lower {
        let why = "is probably mistyped".to_owned();
        return Some(Slip { why, meant: Some(format!("{local}@{mended}")) });
    }
    let ending = lower.rsplit('.').next()?;
    (!may_be_ending(ending))
        .then(|| Slip { why: format!("ends in `.{ending}`, which no address does"), meant: None })
}

/// A domain without the slips it may have.
fn mend_domain(domain: &str) -> String {
    let domain = domain.strip_prefix("www.").unwrap_or(domain);
    let (name, ending) = domain.rsplit_once('.').unwrap_or((domain, ""));
    let meant = ENDINGS.iter().find(|(_, slips)| slips.split(' ').any(|slip| slip == ending));
    let ending = meant.map_or(ending, |(meant, _)| meant);
    let (first, between) = name.split_once('.').unwrap_or((name, ""));
    match provider(first).filter(|_| ["", "co", "com"].contains(&between)) {
        Some((provider, only)) if !only.is_empty() => format!("{provider}.{only}"),
        Some((provider, _)) if between.is_empty() => format!("{provider}.{ending}"),
        Some((provider, _)) => format!("{provider}.{between}.{ending}"),
        None => format!("{name}.{ending}"),
    }
}

/// The provider that a name is, or is nearly: there are others whose names differ in the first letter, such as `ymail`.
fn provider(name: &str) -> Option<(&'static str, &'static str)> {
    let is_it = |provider: &str| {
        name.get(..1) == provider.get(..1) && strsim::damerau_levenshtein(name, provider) <= 1
    };
    PROVIDERS.into_iter().find(|(provider, _)| is_it(provider))
}

/// Whether addresses may end so: an ending of two letters is that of a State or a territory, and none has one letter or a figure alone.
fn may_be_ending(ending: &str) -> bool {
    if !ending.is_ascii() || ending.starts_with("xn--") {
        return true;
    }
    let is_code = |code: &str| code.eq_ignore_ascii_case(ending);
    match ending.len() {
        2 => {
            let mut states = STATE_CODES.split(", ").filter_map(|codes| codes.split(' ').next());
            states.any(is_code) || TERRITORIES.split_ascii_whitespace().any(is_code)
        }
        length => length > 2 && ending.bytes().all(|byte| byte.is_ascii_alphabetic()),
    }
}

/// What to do about a text that is no address: what was probably meant, or what it lacks.
pub(crate) fn advise(text: &str) -> Option<String> {
    let mut mended: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    for (wrong, right) in [("@@", "@"), ("@.", "@"), (".@", "@"), ("@,", "@")] {
        mended = mended.replace(wrong, right);
    }
    while mended.contains("..") {
        mended = mended.replace("..", ".");
    }
    let (local, domain) = mended.split_once('@')?;
    let domain = domain.replace([',', ';'], ".");
    let domain = domain.trim_matches(|c: char| !c.is_alphanumeric());
    let domain = match provider(domain) {
        Some((provider, _)) => format!("{provider}.com"),
        None => domain.to_owned(),
    };
    let local = local.trim_matches(['.', '<', '"', '\'']);
    let meant = format!("{local}@{domain}");
    if is_email(&meant) {
        return Some(format!("write `{meant}`, if that is what is meant"));
    }
    let lacks_ending = !domain.is_empty() && !domain.contains('.') && is_email(&format!("{meant}.org"));
    lacks_ending.then(|| format!("write the ending of `{domain}` too, such as `{domain}.org`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_are_probably_mistyped_are_told() {
        for (email, said) in [
            ("a@gmial.com", "a@gmail.com"),
            ("a@gmai.com", "a@gmail.com"),
            ("a@gmail.con", "a@gmail.com"),
            ("a@gmail.co", "a@gmail.com"),
            ("a@gmail.cm", "a@gmail.com"),
            ("a@gmail.com.ng", "a@gmail.com"),
            ("A.Sow@Gmial.Com", "A.Sow@gmail.com"),
            ("a@hotmial.fr", "a@hotmail.fr"),
            ("a@yaho.co.uk", "a@yahoo.co.uk"),
            ("a@outlok.com", "a@outlook.com"),
            ("a@commission.ogr", "a@commission.org"),
            ("a@fao.itn", "a@fao.int"),
            ("a@state.gvo", "a@state.gov"),
            ("a@www.mfa.example", "a@mfa.example"),
            ("a@mfa.go.kt", "ask for the address"),
            ("a@mfa.g", "ask for the address"),
            ("a@10.0.0.1", "ask for the address"),
        ] {
            let told = report_slip(email).map(|told| told.hints.concat()).unwrap_or_default();
            assert!(told.contains(said), "{email}: {told}");
        }
        for right in [
            "a@gmail.com",
            "a@mail.com",
            "a@ymail.com",
            "a@umail.edu",
            "a@gmail.ministry.example",
            "a@yahoo.fr",
            "a@yahoo.co.jp",
            "a@hotmail.co.uk",
            "a@mfa.gov.uk",
            "a@minrex.gov.cm",
            "a@minrel.gob.cl",
            "a@mfa.gov.co",
            "a@presidency.gov.om",
            "a@eeas.europa.eu",
            "a@mid.ru",
            "a@mofa.gov.tw",
            "a@commission.example",
            "a@commission.xn--p1ai",
            "a@министерство.рф",
            "no address",
            "a@b..c",
        ] {
            assert!(!is_doubtful(right), "{right}: {:?}", report_slip(right));
        }
    }

    #[test]
    fn what_is_no_address_is_answered_by_what_was_meant() {
        for (text, said) in [
            ("a@mfa..example", "`a@mfa.example`"),
            ("a@mfa.example,", "`a@mfa.example`"),
            ("a@mfa,example", "`a@mfa.example`"),
            ("a@@mfa.example", "`a@mfa.example`"),
            ("a@.mfa.example", "`a@mfa.example`"),
            ("a.@mfa.example", "`a@mfa.example`"),
            ("a @ mfa.example", "`a@mfa.example`"),
            ("a@gmail", "`a@gmail.com`"),
            ("a@gmial", "`a@gmail.com`"),
            ("a@ministry", "such as `ministry.org`"),
        ] {
            let told = advise(text).unwrap_or_default();
            assert!(told.contains(said), "{text}: {told}");
        }
        for text in ["", "see website", "@", "a@", "@b", "a@b@c.d", "see a@b.c and d@e.f"] {
            assert_eq!(advise(text), None, "{text}");
        }
    }
}
