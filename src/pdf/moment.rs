//! A moment as data between processes: the time in UTC and the offset it is told in, whatever zones a system knows.

use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ZonedDateTime};
use serde::{Deserialize, Serialize};

/// A moment and the offset it is told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Moment {
    at: Timestamp,
    /// Seconds east of Greenwich.
    offset: i32,
}

impl From<&ZonedDateTime> for Moment {
    fn from(moment: &ZonedDateTime) -> Self {
        Self { at: moment.timestamp(), offset: moment.offset().seconds() }
    }
}

impl TryFrom<Moment> for ZonedDateTime {
    type Error = jiff::Error;

    fn try_from(moment: Moment) -> Result<Self, jiff::Error> {
        Ok(moment.at.to_zoned_datetime(TimeZone::fixed(Offset::from_seconds(moment.offset)?)))
    }
}

/// Moments that may be missing, for serde.
pub(super) mod optional {
    use jiff::ZonedDateTime;
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Moment;

    #[expect(clippy::ref_option, reason = "serde calls it so")]
    pub(in crate::pdf) fn serialize<S: Serializer>(
        moment: &Option<ZonedDateTime>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        moment.as_ref().map(Moment::from).serialize(to)
    }

    pub(in crate::pdf) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<ZonedDateTime>, D::Error> {
        let moment = Option::<Moment>::deserialize(from)?;
        moment.map(ZonedDateTime::try_from).transpose().map_err(D::Error::custom)
    }
}

/// Moments, for serde.
pub(super) mod zoned {
    use jiff::ZonedDateTime;
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Moment;

    pub(in crate::pdf) fn serialize<S: Serializer>(moment: &ZonedDateTime, to: S) -> Result<S::Ok, S::Error> {
        Moment::from(moment).serialize(to)
    }

    pub(in crate::pdf) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<ZonedDateTime, D::Error> {
        ZonedDateTime::try_from(Moment::deserialize(from)?).map_err(D::Error::custom)
    }
}
