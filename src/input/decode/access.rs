//! How serde walks over lists, maps and choices of nodes.

use serde::de::value::{StrDeserializer, StringDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

use super::error::DecodeError;
use crate::diagnostic::Place;
use crate::input::at::{AT_FIELDS, write_place};

/// A deserializer that knows the place of its value.
pub(super) trait Located<'de>: Deserializer<'de, Error = DecodeError> + Copy {
    /// Gives an error this value's place, unless it has one.
    fn locate(&self, error: DecodeError) -> DecodeError;
}

/// A choice of an enum, written as one word.
pub(super) struct Choice<'a>(pub(super) &'a str);

impl<'de, 'a> EnumAccess<'de> for Choice<'a> {
    type Error = DecodeError;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), DecodeError> {
        let name: StrDeserializer<'a, DecodeError> = self.0.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Choice<'_> {
    type Error = DecodeError;

    fn unit_variant(self) -> Result<(), DecodeError> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, _: S) -> Result<S::Value, DecodeError> {
        Err(DecodeError::custom("a choice is one word"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, DecodeError> {
        Err(DecodeError::custom("a choice is one word"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, DecodeError> {
        Err(DecodeError::custom("a choice is one word"))
    }
}

/// Items of a list.
pub(super) struct Items<I>(pub(super) I);

impl<'de, D: Located<'de>, I: Iterator<Item = D>> SeqAccess<'de> for Items<I> {
    type Error = DecodeError;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DecodeError> {
        let Some(item) = self.0.next() else { return Ok(None) };
        seed.deserialize(item).map(Some).map_err(|error| item.locate(error))
    }
}

/// Keys and values of a map.
pub(super) struct Entries<'a, I, D> {
    entries: I,
    value: Option<(&'a str, D)>,
}

impl<I, D> Entries<'_, I, D> {
    pub(super) fn new(entries: I) -> Self {
        Self { entries, value: None }
    }
}

impl<'de, 'a, D: Located<'de>, I: Iterator<Item = (&'a str, D)>> MapAccess<'de> for Entries<'a, I, D> {
    type Error = DecodeError;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, DecodeError> {
        self.value = self.entries.next();
        let Some((key, _)) = self.value else { return Ok(None) };
        let key: StrDeserializer<'_, DecodeError> = key.into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, DecodeError> {
        let Some((key, value)) = self.value.take() else {
            return Err(DecodeError::custom("a value is missing"));
        };
        seed.deserialize(value).map_err(|error| value.locate(error).below(key))
    }
}

/// A value with its place, as [`At`](crate::input::At) reads it.
pub(super) struct WithPlace<'a, D> {
    value: D,
    place: &'a Place,
    step: usize,
}

impl<'a, D> WithPlace<'a, D> {
    pub(super) fn new(value: D, place: &'a Place) -> Self {
        Self { value, place, step: 0 }
    }
}

impl<'de, D: Located<'de>> MapAccess<'de> for WithPlace<'_, D> {
    type Error = DecodeError;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, DecodeError> {
        let Some(name) = AT_FIELDS.get(self.step) else { return Ok(None) };
        self.step += 1;
        let name: StrDeserializer<'_, DecodeError> = (*name).into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, DecodeError> {
        if self.step == 1 {
            let place: StringDeserializer<DecodeError> = write_place(self.place).into_deserializer();
            return seed.deserialize(place);
        }
        seed.deserialize(self.value)
    }
}
