//! The key that documents are sealed with, from where the mailing says that it is.

use std::sync::Arc;

use jiff::ZonedDateTime;
use jiff::tz::TimeZone;
use zeroize::Zeroizing;

use super::secret;
use super::setting::Setting;
use super::time::moment;
use crate::beneath::read_within;
use crate::diagnostic::{Checked, Diagnostic, Problems, codes, io_text};
use crate::mailing::{self, Mailing};
use crate::seal::{Seal, Sealer, SealerSettings};

/// Opens the key of the mailing, where it is to be sealed; seals claim `at`, or the moment the mailing is issued.
///
/// A mailing that cannot be read is not told here: whoever plans it does.
pub(super) fn open(setting: &Setting, at: Option<&str>) -> Result<Option<Arc<dyn Seal>>, Problems> {
    let Checked { value: mailing, problems } = mailing::read(&setting.root, &setting.mailing);
    let Some(mailing) = mailing.filter(|_| !problems.has_errors()) else { return Ok(None) };
    let Some(seal) = &mailing.seal else { return Ok(None) };
    let now = moment(None)?;
    let settings =
        SealerSettings { seal: seal.clone(), file: setting.mailing.clone(), at: claimed(&mailing, at)?, now };
    let content = seal.file().map(|(field, file)| {
        read_within(&setting.root, &file.value).map(Zeroizing::new).map_err(|error| {
            let what = if seal.pkcs11.is_some() { "certificate" } else { "key" };
            let message = format!("the {what} of the seal cannot be read ({})", io_text(&error));
            Diagnostic::new(codes::SEAL_KEY, message)
                .with_location(file.location(&setting.mailing))
                .with_field(field)
                .with_hint("put the file there, beneath the mailing's folder")
        })
    });
    let content = content.transpose()?.unwrap_or_default();
    let passphrase = seal.secret.as_ref().map(|secret| {
        secret::read(&secret.value, setting).map(Zeroizing::new).map_err(|(message, hint)| {
            Diagnostic::new(codes::SEAL_SECRET, message)
                .with_location(secret.location(&setting.mailing))
                .with_field("seal.secret")
                .with_hint(hint)
        })
    });
    let passphrase = passphrase.transpose()?;
    let sealer = Sealer::open(&content, passphrase.as_ref().map(|text| text.as_str()), settings)?;
    Ok(Some(Arc::new(sealer)))
}

/// The moment that seals claim.
fn claimed(mailing: &Mailing, at: Option<&str>) -> Result<ZonedDateTime, Diagnostic> {
    let Some(at) = at else {
        return mailing.issued_at.zoned().map_err(|error| {
            Diagnostic::new(codes::ISSUED_AT, format!("the date of issue cannot be used ({error})"))
                .with_field("issued_at")
                .with_hint("write a date such as 2004-05-10T09:00:00+02:00")
        });
    };
    let at = moment(Some(at))?;
    Ok(at.to_zoned_datetime(TimeZone::fixed(mailing.issued_at.offset)))
}
