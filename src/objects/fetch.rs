//! An object that is fetched whole into a file.

use std::io::{self, Read, Write};
use std::sync::Arc;

use super::address::StoreAddress;
use super::client::StoreClient;
use super::connection::refusal;
use super::reader::ObjectReader;
use super::refusal::RefusalReason;
use crate::digest::{Stored, hash_reader};

/// Fetches an object of at most so many bytes; returns the SHA-256 of its bytes.
///
/// # Errors
///
/// It is not there, is larger, was changed meanwhile, the store does not answer, or what it is written to is full.
pub fn fetch(
    address: &StoreAddress,
    variables: &[(String, String)],
    most: u64,
    to: &mut dyn Write,
) -> io::Result<String> {
    let (above, name) = address.parted();
    fetch_from(StoreClient::open(&above, variables)?, &name, most, to)
}

fn fetch_from(client: StoreClient, name: &str, most: u64, to: &mut dyn Write) -> io::Result<String> {
    let address = client.address_of(name);
    let reader = ObjectReader::open(Arc::new(client), name)?;
    if reader.length() > most {
        let words = format!("it has more than {most} bytes");
        return Err(refusal(&address, RefusalReason::Other(words)).into());
    }
    let Stored { hash, .. } = hash_reader(Written { reader, to })?;
    Ok(hash)
}

/// Writes what is read.
struct Written<'a> {
    reader: ObjectReader,
    to: &'a mut dyn Write,
}

impl Read for Written<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let length = self.reader.read(bytes)?;
        self.to.write_all(bytes.get(..length).unwrap_or_default())?;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::super::depot::Depot as _;
    use super::super::refusal::StoreRefusal;
    use super::super::service::Asked;
    use super::*;
    use crate::digest::hash_bytes;

    #[test]
    fn an_object_is_fetched_with_its_hash_unless_it_is_too_large() {
        let address = StoreAddress::parse("s3://bucket/p").expect("an address").expect("an address");
        let client = StoreClient::of(&address, Asked::memory()).expect("a client");
        let bytes: Vec<u8> = (0..300_000_u32).map(|number| (number % 251) as u8).collect();
        assert!(client.put_new("list.csv", &bytes).expect("put"));
        let mut held = Vec::new();
        let hash = fetch_from(client.clone(), "list.csv", 300_000, &mut held).expect("fetched");
        assert_eq!((hash, held == bytes), (hash_bytes(&bytes), true));
        let refused = fetch_from(client.clone(), "list.csv", 299_999, &mut held).expect_err("too large");
        let refused = StoreRefusal::of(&refused).expect("a refusal");
        assert_eq!(refused.address, "s3://bucket/p/list.csv");
        assert!(fetch_from(client, "other.csv", 1, &mut held).is_err());
    }
}
