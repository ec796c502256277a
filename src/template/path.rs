//! Paths as Handlebars reads them: `recipient.name`, `../name`, `@index`, `@root.event.name`, `this`.

/// A path, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path<'a> {
    /// Whether it starts at the root of the merge fields.
    pub(super) root: bool,
    /// Whether it names a variable of a block, such as `@index`.
    pub(super) local: bool,
    /// How many blocks it goes up.
    pub(super) ups: usize,
    /// The names it goes down by; none for `this`.
    pub(super) names: Vec<&'a str>,
}

impl<'a> Path<'a> {
    /// Takes a path apart that Handlebars' grammar has accepted.
    pub(super) fn parse(raw: &'a str) -> Self {
        let mut rest = raw;
        for here in ["this.", "this/", "./"] {
            if let Some(after) = rest.strip_prefix(here) {
                rest = after;
                break;
            }
        }
        let mut path = Self { root: false, local: false, ups: 0, names: Vec::new() };
        if let Some(after) = rest.strip_prefix("@root.").or_else(|| rest.strip_prefix("@root/")) {
            path.root = true;
            rest = after;
        }
        if let Some(after) = rest.strip_prefix('@') {
            path.local = true;
            rest = after;
        }
        while let Some(after) = rest.strip_prefix("../").or_else(|| rest.strip_prefix("...")) {
            path.ups += 1;
            rest = after;
        }
        while !rest.is_empty() {
            let (name, after) = match rest.strip_prefix('[').and_then(|inside| inside.split_once(']')) {
                Some((name, after)) => (name, after),
                None => rest.split_at(rest.find(['.', '/']).unwrap_or(rest.len())),
            };
            if name != "this" {
                path.names.push(name);
            }
            rest = after.strip_prefix(['.', '/']).unwrap_or(after);
        }
        path
    }

    /// Writes the path again with other names.
    pub(super) fn with_names(&self, names: &[&str]) -> String {
        let start = if self.root { "@root." } else { "" };
        format!("{start}{}{}", "../".repeat(self.ups), names.join("."))
    }
}

#[cfg(test)]
mod tests {
    use super::Path;

    fn plain(names: Vec<&str>) -> Path<'_> {
        Path { root: false, local: false, ups: 0, names }
    }

    #[test]
    fn takes_paths_apart_as_handlebars_does() {
        assert_eq!(Path::parse("this"), plain(vec![]));
        assert_eq!(Path::parse("this.a"), plain(vec!["a"]));
        assert_eq!(Path::parse("a.b/c"), plain(vec!["a", "b", "c"]));
        assert_eq!(Path::parse("a.[b c].d"), plain(vec!["a", "b c", "d"]));
        assert_eq!(Path::parse("thisness"), plain(vec!["thisness"]));
        assert_eq!(Path::parse("../../a"), Path { ups: 2, ..plain(vec!["a"]) });
        assert_eq!(Path::parse("../this"), Path { ups: 1, ..plain(vec![]) });
        assert_eq!(Path::parse("@index"), Path { local: true, ..plain(vec!["index"]) });
        assert_eq!(Path::parse("@../index"), Path { local: true, ups: 1, ..plain(vec!["index"]) });
        assert_eq!(Path::parse("@root.a"), Path { root: true, ..plain(vec!["a"]) });
    }
}
