//! Pictures of pages that were drawn lately, for the pages that show them.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// How many are kept: those of a few windows, with the one that each shows now and the next.
const KEPT: usize = 16;

/// The pictures that were drawn last, the latest at the end; each by a name that says all that is on it.
#[derive(Debug, Default)]
pub(super) struct Pictures(Mutex<VecDeque<(String, Arc<Vec<u8>>)>>);

impl Pictures {
    /// Keeps a picture.
    pub(super) fn keep(&self, name: String, png: Vec<u8>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(other, _)| *other != name);
        if kept.len() >= KEPT {
            kept.pop_front();
        }
        kept.push_back((name, Arc::new(png)));
    }

    /// A picture that is kept; it is then the latest.
    pub(super) fn find(&self, name: &str) -> Option<Arc<Vec<u8>>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(other, _)| other == name)?;
        let found = kept.remove(at)?;
        let png = Arc::clone(&found.1);
        kept.push_back(found);
        Some(png)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_that_nobody_asked_for_goes_first() {
        let pictures = Pictures::default();
        pictures.keep("asked".to_owned(), vec![1]);
        for number in 0..KEPT {
            assert!(pictures.find("asked").is_some());
            pictures.keep(number.to_string(), vec![0]);
        }
        assert!(pictures.find("asked").is_some() && pictures.find("0").is_none());
        assert_eq!(pictures.find("1").as_deref(), Some(&vec![0]));
    }
}
