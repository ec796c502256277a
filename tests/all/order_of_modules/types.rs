//! Public types that share a name: a reader who meets the name has to know which is meant.

use std::collections::BTreeMap;

use syn::visit::Visit;
use syn::{Ident, Visibility};

/// The names that several public types of these files have, each with the files.
pub(super) fn shared_names(sources: &BTreeMap<String, String>) -> Vec<String> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, text) in sources {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let mut types = Types::default();
        types.visit_file(&file);
        for name in types.0 {
            found.entry(name).or_default().push(path.clone());
        }
    }
    found.retain(|_, files| files.len() > 1);
    found.into_iter().map(|(name, files)| format!("{name}: {}", files.join(", "))).collect()
}

#[derive(Default)]
struct Types(Vec<String>);

impl Types {
    fn add(&mut self, visibility: &Visibility, name: &Ident) {
        if matches!(visibility, Visibility::Public(_)) {
            self.0.push(name.to_string());
        }
    }
}

impl Visit<'_> for Types {
    fn visit_item_struct(&mut self, item: &syn::ItemStruct) {
        self.add(&item.vis, &item.ident);
    }

    fn visit_item_enum(&mut self, item: &syn::ItemEnum) {
        self.add(&item.vis, &item.ident);
    }

    fn visit_item_union(&mut self, item: &syn::ItemUnion) {
        self.add(&item.vis, &item.ident);
    }

    fn visit_item_trait(&mut self, item: &syn::ItemTrait) {
        self.add(&item.vis, &item.ident);
    }

    fn visit_item_type(&mut self, item: &syn::ItemType) {
        self.add(&item.vis, &item.ident);
    }
}
