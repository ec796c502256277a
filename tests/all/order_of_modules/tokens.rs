//! Paths in what is not parsed as Rust: the arguments of macros and attributes.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::scope::Names;

/// The keys of serde's and schemars' attributes whose value is a path in quotes.
const QUOTED: [&str; 6] =
    ["default", "with", "serialize_with", "deserialize_with", "skip_serializing_if", "schema_with"];

/// The paths among the arguments of a macro: `a::b` and bare names, but not fields, methods and keys.
pub(super) fn paths(tokens: TokenStream) -> Vec<Names> {
    let mut found = Vec::new();
    gather(tokens, &mut found);
    found
}

fn gather(tokens: TokenStream, found: &mut Vec<Names>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let punct =
        |at: usize, sign: char| matches!(tokens.get(at), Some(TokenTree::Punct(p)) if p.as_char() == sign);
    let colons = |at: usize| punct(at, ':') && punct(at + 1, ':');
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Group(group) => {
                gather(group.stream(), found);
                at += 1;
            }
            TokenTree::Ident(first) => {
                let member = at > 0 && punct(at - 1, '.') && !(at > 1 && punct(at - 2, '.'));
                let foreign = at > 1 && colons(at - 2);
                let mut path = vec![first.to_string()];
                at += 1;
                while colons(at)
                    && let Some(TokenTree::Ident(next)) = tokens.get(at + 2)
                {
                    path.push(next.to_string());
                    at += 3;
                }
                let key = path.len() == 1
                    && (punct(at, ':') && !colons(at) || punct(at, '=') && !punct(at + 1, '='));
                let binding = path.len() == 1 && punct(at, '!');
                if !member && !foreign && !key && !binding {
                    found.push(path);
                }
            }
            _ => at += 1,
        }
    }
}

/// The names in capitals that a macro is given, as far as they are not in brackets: the constants it defines.
pub(super) fn constants(tokens: TokenStream) -> Vec<String> {
    let name = |token| match token {
        TokenTree::Ident(ident) => Some(ident.to_string()),
        _ => None,
    };
    tokens.into_iter().filter_map(name).filter(|name| !name.contains(char::is_lowercase)).collect()
}

/// The paths among the arguments of an attribute: after `=`, in quotes for serde, or of several names.
pub(super) fn paths_of_attribute(attribute: &syn::Attribute) -> Vec<Names> {
    let Ok(list) = attribute.meta.require_list() else { return Vec::new() };
    if attribute.path().is_ident("derive") || attribute.path().is_ident("cfg") {
        return Vec::new();
    }
    let mut found: Vec<Names> =
        paths(list.tokens.clone()).into_iter().filter(|path| path.len() > 1).collect();
    let tokens: Vec<TokenTree> = list.tokens.clone().into_iter().collect();
    for window in tokens.windows(3) {
        let [TokenTree::Ident(key), TokenTree::Punct(equals), value] = window else { continue };
        if equals.as_char() != '=' {
            continue;
        }
        match value {
            TokenTree::Ident(name) => found.push(vec![name.to_string()]),
            TokenTree::Literal(literal) if QUOTED.contains(&key.to_string().as_str()) => {
                let quoted = literal.to_string();
                if let Ok(path) = syn::parse_str::<syn::Path>(quoted.trim_matches('"')) {
                    found.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
                }
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                found.extend(paths(group.stream()))
            }
            _ => {}
        }
    }
    found
}
