//! What a name means in a module: the modules of a crate, what each defines and brings in, and where a path leads.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemUse, UseTree};

use super::tokens;

/// A path of names: of a module, or as written in the source.
pub(super) type Names = Vec<String>;

/// A module: its file, and what its names mean.
#[derive(Debug, Default)]
struct Module {
    file: String,
    names: BTreeMap<String, Vec<Meaning>>,
    globs: Vec<Names>,
    /// Whether macros define items of it, whose names are not all known.
    by_macros: bool,
}

/// What a name means in its module.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Meaning {
    Module(Names),
    Item,
    /// What a `use` brings in.
    Used(Names),
}

/// Where a path leads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    Module(Names),
    /// An item, or a part of it: the file that defines it, and its name there.
    Item(String, String),
    /// What another crate defines.
    Foreign,
}

/// The modules of a crate outside of its tests.
#[derive(Default)]
pub(super) struct Crate {
    modules: BTreeMap<Names, Module>,
    /// The parsed files with the module each is.
    pub(super) files: Vec<(String, Names, syn::File)>,
}

impl Crate {
    /// Reads the files that `lib.rs` declares, directly or through others.
    pub(super) fn read(sources: &BTreeMap<String, String>) -> Self {
        let mut read = Self::default();
        read.add_file(sources, "lib.rs".to_owned(), Vec::new());
        read
    }

    fn add_file(&mut self, sources: &BTreeMap<String, String>, path: String, module: Names) {
        let parsed = syn::parse_file(&sources[&path]).unwrap_or_else(|error| panic!("{path}: {error}"));
        self.add_items(sources, &path, &module, &parsed.items);
        self.files.push((path, module, parsed));
    }

    fn add_items(&mut self, sources: &BTreeMap<String, String>, path: &str, module: &Names, items: &[Item]) {
        self.modules.insert(module.clone(), Module { file: path.to_owned(), ..Module::default() });
        for item in items.iter().filter(|item| !is_test(attributes(item))) {
            match item {
                Item::Mod(declared) => {
                    let mut inside = module.clone();
                    inside.push(declared.ident.to_string());
                    self.mean(module, declared.ident.to_string(), Meaning::Module(inside.clone()));
                    match &declared.content {
                        Some((_, items)) => self.add_items(sources, path, &inside, items),
                        None => {
                            let found =
                                [format!("{}.rs", inside.join("/")), format!("{}/mod.rs", inside.join("/"))]
                                    .into_iter()
                                    .find(|file| sources.contains_key(file));
                            let file =
                                found.unwrap_or_else(|| panic!("{path}: no file of {}", inside.join("::")));
                            self.add_file(sources, file, inside);
                        }
                    }
                }
                _ => {
                    if let Item::Macro(called) = item
                        && called.ident.is_none()
                    {
                        let tokens = called.mac.tokens.clone();
                        tokens::constants(tokens)
                            .into_iter()
                            .for_each(|name| self.mean(module, name, Meaning::Item));
                        self.modules.entry(module.clone()).or_default().by_macros = true;
                    }
                    if let Some(name) = defined(item) {
                        self.mean(module, name, Meaning::Item);
                    }
                    Uses { scope: self, module }.visit_item(item);
                }
            }
        }
    }

    fn mean(&mut self, module: &Names, name: String, meaning: Meaning) {
        let meanings = self.modules.entry(module.clone()).or_default().names.entry(name).or_default();
        if !meanings.contains(&meaning) {
            meanings.push(meaning);
        }
    }

    /// Where a path written in a module leads; nowhere for another crate's, or an unknown one.
    pub(super) fn resolve(&self, module: &Names, path: &[String]) -> BTreeSet<Target> {
        self.follow(module, path, &mut Vec::new())
    }

    fn follow(&self, module: &Names, path: &[String], seen: &mut Vec<(Names, String)>) -> BTreeSet<Target> {
        let Some((first, mut rest)) = path.split_first() else { return BTreeSet::new() };
        let mut reached = match first.as_str() {
            "crate" => BTreeSet::from([Target::Module(Vec::new())]),
            "self" => BTreeSet::from([Target::Module(module.clone())]),
            "super" => {
                let mut above = module.clone();
                above.pop();
                while let Some((next, others)) = rest.split_first().filter(|(next, _)| *next == "super") {
                    debug_assert_eq!(next, "super");
                    above.pop();
                    rest = others;
                }
                BTreeSet::from([Target::Module(above)])
            }
            name => self.look_up(module, name, seen),
        };
        for name in rest {
            // A module and a function may share a name; only the module leads on.
            let through_module = reached.iter().any(|target| matches!(target, Target::Module(_)));
            reached = reached
                .into_iter()
                .flat_map(|target| match target {
                    Target::Module(module) => self.look_inside(&module, name, seen),
                    Target::Item(..) if through_module => BTreeSet::new(),
                    other => BTreeSet::from([other]),
                })
                .collect();
        }
        reached
    }

    /// Looks up a name of a module named in a path, which a macro may have defined.
    fn look_inside(&self, module: &Names, name: &str, seen: &mut Vec<(Names, String)>) -> BTreeSet<Target> {
        let found = self.look_up(module, name, seen);
        match self.modules.get(module) {
            Some(inside) if found.is_empty() && inside.by_macros => {
                BTreeSet::from([Target::Item(inside.file.clone(), name.to_owned())])
            }
            _ => found,
        }
    }

    fn look_up(&self, module: &Names, name: &str, seen: &mut Vec<(Names, String)>) -> BTreeSet<Target> {
        let key = (module.clone(), name.to_owned());
        let Some(found) = self.modules.get(module).filter(|_| !seen.contains(&key)) else {
            return BTreeSet::new();
        };
        seen.push(key);
        let mut targets = BTreeSet::new();
        for meaning in found.names.get(name).into_iter().flatten() {
            match meaning {
                Meaning::Module(module) => drop(targets.insert(Target::Module(module.clone()))),
                Meaning::Item => drop(targets.insert(Target::Item(found.file.clone(), name.to_owned()))),
                Meaning::Used(path) => {
                    let found = self.follow(module, path, seen);
                    let foreign = found.is_empty() && !matches!(path[0].as_str(), "crate" | "self" | "super");
                    targets.extend(if foreign { BTreeSet::from([Target::Foreign]) } else { found });
                }
            }
        }
        if targets.is_empty() {
            for glob in &found.globs {
                for target in self.follow(module, glob, seen) {
                    if let Target::Module(module) = target {
                        targets.extend(self.look_up(&module, name, seen));
                    }
                }
            }
        }
        seen.pop();
        targets
    }
}

/// Adds what the `use` lines of an item bring in, those inside of functions too.
struct Uses<'a> {
    scope: &'a mut Crate,
    module: &'a Names,
}

impl Visit<'_> for Uses<'_> {
    fn visit_item_use(&mut self, item: &ItemUse) {
        for leaf in leaves(&item.tree) {
            match leaf.name {
                Some(name) => self.scope.mean(self.module, name, Meaning::Used(leaf.path)),
                None => self.scope.modules.entry(self.module.clone()).or_default().globs.push(leaf.path),
            }
        }
        visit::visit_item_use(self, item);
    }
}

/// One name of a `use`.
#[derive(Debug)]
pub(super) struct Leaf {
    pub(super) path: Names,
    /// The name it has in the module; none for a glob.
    pub(super) name: Option<String>,
}

/// The names of a `use`, groups written out.
pub(super) fn leaves(tree: &UseTree) -> Vec<Leaf> {
    let mut found = Vec::new();
    gather(tree, &mut Vec::new(), &mut found);
    found
}

fn gather(tree: &UseTree, above: &mut Names, found: &mut Vec<Leaf>) {
    let leaf = |ident: &syn::Ident, name: &syn::Ident| {
        let mut path = above.clone();
        // `self` in a group is what the group is of.
        if ident != "self" || path.is_empty() {
            path.push(ident.to_string());
        }
        let name = if name == "self" { path.last().cloned() } else { Some(name.to_string()) };
        Leaf { path, name }
    };
    match tree {
        UseTree::Path(path) => {
            above.push(path.ident.to_string());
            gather(&path.tree, above, found);
            above.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| gather(tree, above, found)),
        UseTree::Name(name) => found.push(leaf(&name.ident, &name.ident)),
        UseTree::Rename(renamed) => found.push(leaf(&renamed.ident, &renamed.rename)),
        UseTree::Glob(_) => found.push(Leaf { path: above.clone(), name: None }),
    }
}

/// The name an item defines in its module.
fn defined(item: &Item) -> Option<String> {
    Some(match item {
        Item::Const(item) => item.ident.to_string(),
        Item::Enum(item) => item.ident.to_string(),
        Item::Fn(item) => item.sig.ident.to_string(),
        Item::Macro(item) => item.ident.as_ref()?.to_string(),
        Item::Static(item) => item.ident.to_string(),
        Item::Struct(item) => item.ident.to_string(),
        Item::Trait(item) => item.ident.to_string(),
        Item::TraitAlias(item) => item.ident.to_string(),
        Item::Type(item) => item.ident.to_string(),
        Item::Union(item) => item.ident.to_string(),
        _ => return None,
    })
}

/// Whether what bears these attributes is compiled for tests only.
pub(super) fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let conditions =
            attribute.meta.require_list().map(|list| list.tokens.to_string()).unwrap_or_default();
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg")
                && conditions.split(|c: char| !c.is_alphanumeric()).any(|word| word == "test")
                && !conditions.contains("not")
    })
}

/// The attributes of an item.
pub(super) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
