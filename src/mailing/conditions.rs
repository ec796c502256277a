//! All conditions of a mailing, each with its key.

use super::condition::Condition;
use super::document::Document;
use super::model::Mailing;

impl Mailing {
    /// The conditions of documents and enclosures, each with its dotted key in the file.
    pub fn conditions(&self) -> impl Iterator<Item = (String, &Condition)> {
        let documents = self.documents.iter().flat_map(of_document);
        let enclosures = self.enclosures.iter().flat_map(|enclosure| {
            let both = [("when", &enclosure.when), ("unless", &enclosure.unless)];
            both.into_iter()
                .filter_map(|(key, condition)| Some((format!("enclosures.{key}"), condition.as_ref()?)))
        });
        documents.chain(enclosures)
    }
}

fn of_document(document: &Document) -> impl Iterator<Item = (String, &Condition)> {
    let key = move |key: &str| format!("documents.{}.{key}", document.id.value);
    let both = [("when", &document.when), ("unless", &document.unless)];
    let both = both.into_iter().filter_map(move |(name, condition)| Some((key(name), condition.as_ref()?)));
    let variants = document.variants.iter();
    both.chain(
        variants.map(move |variant| (format!("documents.{}.variants", document.id.value), &variant.when)),
    )
}
