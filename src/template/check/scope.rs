//! What a path means at a place in a template: the blocks around it, and the shape each one enters.
//!
//! The rules are those of `handlebars::context`: only `each`, `with`, `times` and partials make a block that
//! `../` leaves; block parameters and a partial's named values are seen from everywhere inside.

use serde_json::Value;

use crate::diagnostic::{did_you_mean, nearest};
use crate::template::path::Path;

/// What is known of a value: its shape, or nothing.
pub(super) type Shape = Option<Value>;

/// One block.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    /// What `this` is.
    pub(super) this: Shape,
    /// The names of its `@` variables.
    pub(super) locals: Vec<&'static str>,
    /// Block parameters, or a partial's named values.
    pub(super) named: Vec<(String, Shape)>,
}

/// A path that leads nowhere.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    /// What is wrong.
    pub(super) message: String,
    /// What to do.
    pub(super) hint: String,
}

/// The blocks around a place, the innermost last.
#[derive(Debug)]
pub(super) struct Scopes<'a> {
    root: &'a Value,
    stack: Vec<Scope>,
}

impl<'a> Scopes<'a> {
    pub(super) fn new(root: &'a Value) -> Self {
        let outermost = Scope { this: Some(root.clone()), locals: Vec::new(), named: Vec::new() };
        Self { root, stack: vec![outermost] }
    }

    pub(super) fn push(&mut self, scope: Scope) {
        self.stack.push(scope);
    }

    pub(super) fn pop(&mut self) {
        self.stack.pop();
    }

    /// A new block with the shape and variables of the innermost one.
    pub(super) fn inner(&self) -> Scope {
        let (this, locals) = match self.stack.last() {
            Some(scope) => (scope.this.clone(), scope.locals.clone()),
            None => (None, Vec::new()),
        };
        Scope { this, locals, named: Vec::new() }
    }

    /// The shape of what a path names.
    pub(super) fn resolve(&self, raw: &str) -> Result<Shape, Wrong> {
        let path = Path::parse(raw);
        let Some(scope) = self.stack.len().checked_sub(path.ups + 1).and_then(|level| self.stack.get(level))
        else {
            return Err(Wrong {
                message: format!("`{raw}` leads out of the template"),
                hint:
                    "only `each`, `with`, `times` and partials open a block that `../` leaves; `if` does not"
                        .to_owned(),
            });
        };
        if path.local {
            return local(scope, raw, path.names.first().copied().unwrap_or_default());
        }
        let named = path.names.first().filter(|_| !path.root).and_then(|first| {
            self.stack.iter().rev().flat_map(|scope| &scope.named).find(|(name, _)| name == first)
        });
        match (named, path.root) {
            (Some((_, shape)), _) => self.descend(shape.as_ref(), &path, 1, raw),
            (None, true) => self.descend(Some(self.root), &path, 0, raw),
            (None, false) => self.descend(scope.this.as_ref(), &path, 0, raw),
        }
    }

    fn descend(&self, from: Option<&Value>, path: &Path<'_>, skip: usize, raw: &str) -> Result<Shape, Wrong> {
        let mut shape = from;
        for (depth, name) in path.names.iter().enumerate().skip(skip) {
            shape = match shape {
                None => return Ok(None),
                Some(Value::Null) => return Ok(Some(Value::Null)),
                Some(Value::Object(fields)) => match fields.get(*name) {
                    Some(inner) => Some(inner),
                    None => return Err(self.misspelt(fields.keys().map(String::as_str), path, depth, raw)),
                },
                Some(Value::Array(items)) if name.parse::<usize>().is_ok() => items.first(),
                Some(Value::Array(_)) => {
                    return Err(Wrong {
                        message: format!("`{raw}` goes into a list, which has no field `{name}`"),
                        hint: "write `{{#each …}}` or `{{join …}}`, or `{{len …}}` for how many there are"
                            .to_owned(),
                    });
                }
                Some(_) => {
                    return Err(Wrong {
                        message: format!("`{raw}` goes into a plain value, which has no field `{name}`"),
                        hint: format!("leave out `.{name}`"),
                    });
                }
            };
        }
        Ok(shape.cloned())
    }

    fn misspelt<'k>(
        &self,
        known: impl Iterator<Item = &'k str> + Clone,
        path: &Path<'_>,
        depth: usize,
        raw: &str,
    ) -> Wrong {
        let wrong = path.names.get(depth).copied().unwrap_or_default();
        let message = format!("there is no merge field `{raw}`");
        let hint = if let Some(near) = nearest(wrong, known.clone()) {
            let mut names = path.names.clone();
            if let Some(name) = names.get_mut(depth) {
                *name = near;
            }
            format!("did you mean `{}`?", path.with_names(&names))
        } else if let Some(elsewhere) = path.names.last().and_then(|last| find(self.root, last)) {
            format!("did you mean `{elsewhere}`?")
        } else {
            did_you_mean(wrong, known)
        };
        Wrong { message, hint }
    }
}

fn local(scope: &Scope, raw: &str, name: &str) -> Result<Shape, Wrong> {
    if scope.locals.contains(&name) {
        return Ok(Some(match name {
            "index" | "number" => 1.into(),
            "key" => "key".into(),
            _ => true.into(),
        }));
    }
    let hint = if scope.locals.is_empty() {
        "`@` variables exist inside `{{#each}}` and `{{#times}}` only".to_owned()
    } else {
        did_you_mean(name, scope.locals.iter().copied())
    };
    Err(Wrong { message: format!("there is no variable `{raw}` here"), hint })
}

/// The path of a merge field that has this name, or nearly, anywhere in the tree.
fn find(root: &Value, wanted: &str) -> Option<String> {
    let mut paths = Vec::new();
    collect(root, &mut Vec::new(), &mut paths);
    let exact = paths.iter().find(|path| path.last() == Some(&wanted));
    let near = || {
        let near = nearest(wanted, paths.iter().filter_map(|path| path.last().copied()))?;
        paths.iter().find(|path| path.last() == Some(&near))
    };
    exact.or_else(near).map(|path| path.join("."))
}

fn collect<'a>(value: &'a Value, path: &mut Vec<&'a str>, paths: &mut Vec<Vec<&'a str>>) {
    if let Value::Object(fields) = value {
        for (name, inner) in fields {
            path.push(name);
            paths.push(path.clone());
            collect(inner, path, paths);
            path.pop();
        }
    }
}
