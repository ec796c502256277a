//! The imports between the files of a crate.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};

use super::scope::{Crate, Names, Target, attributes, is_test, leaves};
use super::tokens;

/// Which file imports from which.
#[derive(Debug, Default)]
pub(super) struct Imports {
    /// The names that one file (first) takes from another, as they are defined there.
    pub(super) between: BTreeMap<(String, String), BTreeSet<String>>,
    /// Paths that begin in the crate and lead nowhere: what is not understood.
    pub(super) unresolved: BTreeSet<String>,
}

/// Reads the imports of a crate from the text of its files, by their paths below its root.
pub(super) fn read(sources: &BTreeMap<String, String>) -> Imports {
    let scope = Crate::read(sources);
    let mut imports = Imports::default();
    for (path, module, file) in &scope.files {
        let reader = &mut Reader {
            scope: &scope,
            file: path,
            module: module.clone(),
            locals: BTreeSet::new(),
            imports: &mut imports,
        };
        file.items.iter().for_each(|item| reader.visit_item(item));
    }
    imports
}

/// Walks one file.
struct Reader<'a> {
    scope: &'a Crate,
    file: &'a str,
    module: Names,
    /// The variables of the function it is in.
    locals: BTreeSet<String>,
    imports: &'a mut Imports,
}

impl Reader<'_> {
    fn add(&mut self, path: &[String]) {
        let [first, rest @ ..] = path else { return };
        if rest.is_empty() && self.locals.contains(first) {
            return;
        }
        let targets = self.scope.resolve(&self.module, path);
        let inside = matches!(first.as_str(), "crate" | "self" | "super")
            || self
                .scope
                .resolve(&self.module, &path[..1])
                .iter()
                .any(|target| matches!(target, Target::Module(_)));
        if inside && targets.is_empty() {
            self.imports.unresolved.insert(format!("{}: {}", self.file, path.join("::")));
        }
        for target in targets {
            if let Target::Item(file, name) = target
                && file != self.file
            {
                self.imports.between.entry((self.file.to_owned(), file)).or_default().insert(name);
            }
        }
    }

    /// Visits a function with its variables known.
    fn within(&mut self, body: &syn::Block, signature: &syn::Signature, visit: impl FnOnce(&mut Self)) {
        let mut found = Locals::default();
        found.visit_signature(signature);
        found.visit_block(body);
        let outer = self.locals.clone();
        self.locals.extend(found.0);
        visit(self);
        self.locals = outer;
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_test(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if let Some((_, items)) = &item.content {
            self.module.push(item.ident.to_string());
            items.iter().for_each(|item| self.visit_item(item));
            self.module.pop();
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if matches!(item.vis, syn::Visibility::Inherited) {
            leaves(&item.tree).iter().for_each(|leaf| self.add(&leaf.path));
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.within(&item.block, &item.sig, |reader| visit::visit_item_fn(reader, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if !is_test(&item.attrs) {
            self.within(&item.block, &item.sig, |reader| visit::visit_impl_item_fn(reader, item));
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            let names: Names = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            self.add(&names);
        }
        visit::visit_path(self, path);
    }

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        if called.path.segments.len() > 1 {
            self.visit_path(&called.path);
        }
        tokens::paths(called.tokens.clone()).iter().for_each(|path| self.add(path));
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        tokens::paths_of_attribute(attribute).iter().for_each(|path| self.add(path));
    }
}

/// The variables that patterns bind.
#[derive(Default)]
struct Locals(BTreeSet<String>);

impl Visit<'_> for Locals {
    fn visit_pat_ident(&mut self, pattern: &syn::PatIdent) {
        let name = pattern.ident.to_string();
        // Upper case is a constant that is compared with.
        if !name.starts_with(char::is_uppercase) {
            self.0.insert(name);
        }
        visit::visit_pat_ident(self, pattern);
    }
}
