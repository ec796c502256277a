//! What remarks on a recipient say against writing to it: nobody reads them when letters are made.

use crate::diagnostic::{Diagnostic, codes};

/// What is said, in small letters.
const STOPS: &str = "do not invite; do not send; do not write; do not contact; do not mail; don't invite; don't send; don't contact; not to be invited; \
    no invitation; not invited; no letter; declined; declines; regrets; sent regrets; will not attend; will not come; not attending; not coming; \
    cannot attend; unable to attend; cancelled; canceled; withdrawn; withdrew; deceased; died; passed away; retired; resigned; left office; \
    left the ministry; left the organisation; left the organization; no longer; has left; replaced by; out of office; expelled; suspended; \
    duplicate; obsolete; outdated; old address; wrong address; address unknown; unknown at address; bounced; bounces; unsubscribed; unsubscribe; \
    on hold; to be deleted; to be removed; blocked; ne pas inviter; ne pas envoyer; ne pas écrire; ne pas contacter; décédé; décédée; \
    a décliné; décline; excusé; excusée; ne viendra pas; n'assistera pas; retraité; retraitée; à la retraite; démissionnaire; annulé; annulée; \
    n'est plus; a quitté; muté; mutée; remplacé par; remplacée par; doublon; à supprimer; adresse erronée; no invitar; no enviar; no escribir; \
    no contactar; fallecido; fallecida; falleció; declinó; declina; no asistirá; jubilado; jubilada; renunció; cancelado; cancelada; \
    ya no trabaja; reemplazado por; duplicado; eliminar; no convidar; não convidar; não enviar; falecido; falecida; не приглашать; не отправлять; \
    не писать; умер; умерла; скончался; скончалась; отказался; отказалась; на пенсии; уволен; уволена; дубликат; удалить";

/// The same in scripts that write no spaces between words, or hang small words on others.
const STOPS_WITHIN: &str = "勿邀请; 不邀请; 不要邀请; 勿发; 不发; 已故; 去世; 谢绝; 退休; 离任; 已离职; 重复; لا تدع; لا يدعى; لا ترسل; متوفى; توفي; متوفاة; \
    اعتذر; اعتذرت; متقاعد; متقاعدة; مكرر";

/// What a remark says against a letter, if it does.
pub(super) fn find_stop(text: &str) -> Option<&'static str> {
    let small = text.to_lowercase().replace('’', "'");
    let words: Vec<&str> =
        small.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()).collect();
    let spaced = format!(" {} ", words.join(" "));
    let stops = STOPS.split("; ").find(|stop| spaced.contains(&format!(" {stop} ")));
    stops.or_else(|| STOPS_WITHIN.split("; ").find(|stop| small.contains(stop)))
}

/// The warning of a remark that says so.
pub(super) fn report_stop(text: &str) -> Diagnostic {
    let message = format!("the remark `{text}` seems to be against a letter, and one is made");
    Diagnostic::new(codes::REMARK_AGAINST, message)
        .with_hint("delete the row, or hide it and leave hidden rows out; where the letter is wanted, accept the warning")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_against_a_letter_are_told_from_others() {
        for remark in [
            "do not invite",
            "DO NOT INVITE!",
            "Declined (by phone, 3 May)",
            "deceased",
            "left office May 2026",
            "NE PAS ENVOYER",
            "n’est plus au ministère",
            "décédé",
            "Не приглашать",
            "已故",
            "متوفى",
            "retired; see new contact",
            "no longer in office",
        ] {
            assert!(find_stop(remark).is_some(), "{remark}");
        }
        for remark in [
            "",
            "see file",
            "à vérifier",
            "new member",
            "invite again",
            "sends two delegates",
            "late reply",
            "عضو جديد",
            "regretted nothing",
        ] {
            assert_eq!(find_stop(remark), None, "{remark}");
        }
    }
}
