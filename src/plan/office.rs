//! What the dispatch office needs to know of a plan's mailing, in the form the manifest keeps it.

use super::model::Plan;
use super::planned::{PlannedDocument, PlannedRecipient};
use crate::archive::{Delivery, EmailRules, Office, OfficeLanguage, SenderRecord};
use crate::locale::{Direction, LocalePack};
use crate::mailing::{LabelSheet, Mailing, Paper};
use crate::recipient::{Channel, Copy, Recipient};
use crate::template;

/// What the names of all labels of the office's sheets begin with.
const LABELS: &str = "dispatch_";

impl Plan {
    /// What the office prints and sends by.
    #[must_use]
    pub fn office(&self) -> Office {
        let Mailing { sender, return_address, dispatch, paper, issued_at, .. } = &self.mailing;
        let e_mail = &dispatch.e_mail;
        let reply_to = e_mail.reply_to.as_ref().or(return_address.e_mail.as_ref()).unwrap_or(&sender.e_mail);
        let packs = self.office_pack.iter().chain(self.packs.values());
        Office {
            language: office_language(&self.mailing).to_owned(),
            paper: *paper,
            is_duplex: dispatch.duplex,
            labels: label_sheet(&self.mailing),
            envelopes: dispatch.envelopes,
            window: dispatch.window.unwrap_or_default(),
            e_mail: EmailRules {
                from: sender.e_mail.value.clone(),
                reply_to: reply_to.value.clone(),
                cc: e_mail.cc.iter().map(|address| address.value.clone()).collect(),
                sent_at: e_mail.sent_at.as_ref().unwrap_or(issued_at).to_string(),
                max_bytes: u64::from(e_mail.max_megabytes.value) * 1_000_000,
            },
            sender: SenderRecord {
                lines: self.mailing.sender_lines().to_vec(),
                tel: sender.tel.clone().unwrap_or_default(),
                fax: sender.fax.clone().unwrap_or_default(),
                e_mail: sender.e_mail.value.clone(),
            },
            languages: packs.map(|pack| (pack.tag().to_owned(), language(&self.mailing, pack))).collect(),
        }
    }

    /// Where a document goes with all that goes along with it; `addressee` is the inside address as printed.
    #[must_use]
    pub fn delivery(
        &self,
        planned: &PlannedRecipient,
        document: &PlannedDocument,
        addressee: &[String],
    ) -> Delivery {
        let recipient = &planned.recipient;
        let own = Delivery {
            lines: self.label_lines(recipient, &document.locale, addressee),
            entity: self.entity_for_office(recipient),
            city: recipient.city.get_or_first(office_language(&self.mailing)).to_owned(),
            in_reserve: recipient.channels.iter().skip(1).copied().collect(),
            emails: recipient.emails.clone(),
            fax: recipient.fax.clone(),
            telephone: recipient.telephone.clone().filter(|_| needs_telephone(&recipient.channels)),
            group: recipient.group.iter().map(str::to_owned).collect(),
        };
        let Some(copy) = document.copy.and_then(|copy| recipient.copies.get(copy)) else { return own };
        Delivery {
            lines: self.copy_lines(copy, &document.locale),
            city: self.city_of_copy(copy),
            in_reserve: Vec::new(),
            emails: copy.email.iter().cloned().collect(),
            fax: copy.fax.clone(),
            telephone: copy.telephone.clone().filter(|_| copy.channel.needs_telephone()),
            ..own
        }
    }

    /// The lines of a label: those of the inside address, what is in Latin letters line by line.
    fn label_lines(&self, recipient: &Recipient, language: &str, addressee: &[String]) -> Vec<String> {
        let printed = self.packs.get(language).map(|pack| {
            let (place, who) = (recipient.place(), &recipient.ministry);
            template::printed_address(&self.mailing, pack, place, who, recipient.is_posted())
        });
        let mut lines = addressee.to_vec();
        if let Some(printed) = printed.filter(|printed| !printed.latin.is_empty()) {
            lines.truncate(lines.len().saturating_sub(printed.latin_in_short().count()));
            lines.extend(printed.latin);
        }
        lines
    }

    /// The lines of a copy's label: whom it goes to, and where that is.
    fn copy_lines(&self, copy: &Copy, language: &str) -> Vec<String> {
        let to = copy.to.get_or_first(language).to_owned();
        let printed = self.packs.get(language).map(|pack| {
            let is_posted = copy.channel.is_posted();
            template::printed_address(&self.mailing, pack, copy.place(), &copy.to, is_posted)
        });
        let printed = printed.unwrap_or_default();
        std::iter::once(to).chain(printed.lines).chain(printed.latin).collect()
    }

    /// The city that a copy goes to, in the office's language.
    fn city_of_copy(&self, copy: &Copy) -> String {
        let language = office_language(&self.mailing);
        if !copy.city.is_blank() {
            return copy.city.get_or_first(language).to_owned();
        }
        // The country is the last line, the city the one above.
        let lines = copy.address.get_or_first(language);
        lines.iter().rev().nth(1).or(lines.last()).cloned().unwrap_or_default()
    }

    /// A recipient as in a list, in the office's language.
    fn entity_for_office(&self, recipient: &Recipient) -> String {
        let language = office_language(&self.mailing);
        let pack = self.packs.get(language).or(self.office_pack.as_ref());
        let as_of = self.mailing.names_as_of.unwrap_or_else(|| self.mailing.issued_at.date());
        let country = recipient.iso.as_ref().and_then(|iso| pack?.country(iso, as_of));
        country.map_or_else(|| recipient.ministry.get_or_first(language), |country| country.short).to_owned()
    }
}

/// Whether a telephone number is needed to send by one of some channels; an archive holds no other.
fn needs_telephone(channels: &[Channel]) -> bool {
    channels.iter().any(|channel| channel.needs_telephone())
}

/// The language the office works in.
pub(super) fn office_language(mailing: &Mailing) -> &str {
    mailing.dispatch.language.as_ref().unwrap_or(&mailing.default_language)
}

/// The sheet of labels; that its number is one the mailing's check makes sure.
fn label_sheet(mailing: &Mailing) -> LabelSheet {
    let usual = match mailing.paper {
        Paper::A4 => "L7160",
        Paper::UsLetter => "5160",
    };
    let number = mailing.dispatch.labels.as_ref().map_or(usual, |number| number.as_str());
    let measured = mailing.dispatch.label_sheet;
    measured.or_else(|| LabelSheet::of_trade(number)).unwrap_or_default()
}

fn language(mailing: &Mailing, pack: &LocalePack) -> OfficeLanguage {
    let tag = pack.tag();
    let event = &mailing.event;
    let name = event.short_name.as_ref().filter(|name| !name.is_blank()).unwrap_or(&event.name);
    let about = [&event.meeting, name, &event.place].map(|text| text.get_or_first(tag));
    let dates = pack.range_plain(event.start.value, event.end.value);
    let labels = pack.file().labels.iter().filter(|(name, _)| name.starts_with(LABELS));
    OfficeLanguage {
        is_rtl: pack.file().direction == Direction::Rtl,
        organisation: mailing.sender.organisation.get_or_first(tag).to_owned(),
        office: mailing.sender.office.get_or_first(tag).to_owned(),
        subject: format!("{} · {dates}", about.join(" · ")),
        date: pack.date(mailing.issued_at.date()),
        documents: mailing
            .documents
            .iter()
            .map(|document| (document.id.value.clone(), document.name.get_or_first(tag).to_owned()))
            .collect(),
        labels: labels.map(|(name, text)| (name.clone(), text.clone())).collect(),
        fonts: pack.file().typography.get("fonts").cloned().unwrap_or_default(),
    }
}
