//! What names of code and labels mean something in a template: a word after `#`, `@` or in `<…>` is prose where they do not.

use std::collections::BTreeSet;

use typst::syntax::{LinkedNode, SyntaxKind, parse};
use typst::{Library, LibraryExt as _};

use crate::template::source::{Branches, Source};

/// The names and labels of a template and of those it may be used with.
#[derive(Debug, Default)]
pub(in crate::template::check) struct Names {
    /// Names that code binds or uses.
    bound: BTreeSet<String>,
    /// Labels that stand in markup.
    labels: BTreeSet<String>,
    /// Labels that something refers to.
    referred: BTreeSet<String>,
    /// Whether code brings in names that are not written down: `#import "…": *`.
    has_unknown: bool,
}

impl Names {
    /// Gathers the names of templates. Names that are brought in unwritten count if one of `read` brings them in.
    pub(in crate::template::check) fn new<'a>(
        all: impl IntoIterator<Item = &'a Source>,
        read: &[&Source],
    ) -> Self {
        let mut names = Self::default();
        for source in all {
            names.gather_source(source);
        }
        names.has_unknown = read.iter().any(|source| {
            let mut own = Self::default();
            own.gather_source(source);
            own.has_unknown
        });
        names
    }

    fn gather_source(&mut self, source: &Source) {
        for branch in Branches::new(source.text(), source.tags()).shown() {
            self.gather(&LinkedNode::new(&parse(&branch.text)));
        }
    }

    fn gather(&mut self, node: &LinkedNode<'_>) {
        let in_markup = node.parent_kind() == Some(SyntaxKind::Markup);
        let text = || node.leaf_text().to_string();
        match node.kind() {
            SyntaxKind::Ident if !in_markup => drop(self.bound.insert(text())),
            SyntaxKind::Label if in_markup => drop(self.labels.insert(bare(&text()))),
            SyntaxKind::Label | SyntaxKind::RefMarker => drop(self.referred.insert(bare(&text()))),
            SyntaxKind::Star if node.parent_kind() == Some(SyntaxKind::ModuleImport) => {
                self.has_unknown = true
            }
            _ => node.children().for_each(|child| self.gather(&child)),
        }
    }

    /// Whether a name means something in code, as far as can be told.
    pub(super) fn may_be_bound(&self, name: &str) -> bool {
        // What layouts bind is in small letters, as all of Typst is.
        let may_be_unwritten = self.has_unknown && !name.starts_with(char::is_uppercase);
        may_be_unwritten || self.bound.contains(name) || Library::default().global.scope().get(name).is_some()
    }

    /// Whether a label is there for a reference.
    pub(super) fn has_label(&self, marker: &str) -> bool {
        self.labels.contains(&bare(marker))
    }

    /// Whether something refers to a label.
    pub(super) fn has_reference(&self, label: &str) -> bool {
        self.referred.contains(&bare(label))
    }
}

/// A label without what marks it.
fn bare(label: &str) -> String {
    label.trim_start_matches(['@', '<']).trim_end_matches('>').to_owned()
}
