//! The files in which libpq keeps servers and passwords: `~/.pg_service.conf` and `~/.pgpass`.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::super::told::unreachable;
use super::server::{Host, Settings, Target};
use crate::beneath::open_regular;
use crate::diagnostic::{Diagnostic, io_text, path_text};
use crate::system;
use crate::tables::environment::Environment;

/// Largest file.
const MOST: u64 = 1 << 20;

/// The settings of a service.
///
/// # Errors
///
/// No file has it.
pub(super) fn service(name: &str, environment: Environment) -> Result<Settings, Diagnostic> {
    let path = path(environment, "PGSERVICEFILE", ".pg_service.conf");
    let read = path.as_deref().map(|path| open_regular(path).and_then(|(file, _)| text(file)));
    let missing = |cause: &str| {
        let path = path.as_deref().map_or_else(|| "~/.pg_service.conf".to_owned(), path_text);
        unreachable(format!("the service `{name}` is not in {path} ({cause})"))
            .with_hint(format!("write it there below a line [{name}]: host=…, dbname=…, user=…"))
    };
    match read {
        Some(Ok(text)) => find_service(&text, name).ok_or_else(|| missing("no section has its name")),
        Some(Err(error)) => Err(missing(&io_text(&error))),
        None => Err(missing("the home folder is not known")),
    }
}

fn find_service(text: &str, name: &str) -> Option<Settings> {
    let heading = format!("[{name}]");
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut section = lines.skip_while(|line| *line != heading);
    section.next()?;
    let pairs = section.take_while(|line| !line.starts_with('[')).filter_map(|line| line.split_once('='));
    Some(pairs.map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned())).collect())
}

/// The password for a server, if a file has one.
///
/// # Errors
///
/// Others can read the file.
pub(super) fn password(
    target: &Target,
    file: Option<&String>,
    environment: Environment,
) -> Result<Option<String>, Diagnostic> {
    let path = file.map(PathBuf::from).or_else(|| path(environment, "PGPASSFILE", ".pgpass"));
    let Some((path, (opened, _))) =
        path.and_then(|path| open_regular(&path).ok().map(|opened| (path, opened)))
    else {
        return Ok(None);
    };
    let mode = opened.metadata().ok().and_then(|found| system::mode(&found));
    if mode.is_some_and(|mode| mode & 0o077 != 0) {
        let path = path_text(&path);
        return Err(unreachable(format!("others can read the passwords in {path}"))
            .with_hint(format!("run `chmod 600 {path}`")));
    }
    let text = text(opened).map_err(|error| {
        unreachable(format!("the passwords in {} cannot be read ({})", path_text(&path), io_text(&error)))
            .with_hint("write them in UTF-8")
    })?;
    Ok(find_password(&text, target))
}

fn find_password(text: &str, target: &Target) -> Option<String> {
    let host = match &target.host {
        Host::Network { name, .. } => name,
        Host::Socket(_) => "localhost",
    };
    let port = target.port.to_string();
    let wanted = [host, &port, &target.database, &target.user];
    text.lines().filter(|line| !line.starts_with('#')).map(fields).find_map(|fields| {
        match fields.as_slice() {
            [keys @ .., password] if keys.len() == 4 => {
                let fits = keys.iter().zip(wanted).all(|(key, wanted)| key == "*" || key == wanted);
                fits.then(|| password.clone())
            }
            _ => None,
        }
    })
}

/// The parts of a line between colons; a backslash takes the meaning from the next character.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        let is_last = fields.len() == 5;
        match (c, fields.last_mut()) {
            (':', _) if !is_last => fields.push(String::new()),
            ('\\', Some(field)) => field.extend(chars.next()),
            (c, Some(field)) => field.push(c),
            (_, None) => {}
        }
    }
    fields
}

fn path(environment: Environment, variable: &str, name: &str) -> Option<PathBuf> {
    let own = environment.get(variable).map(PathBuf::from);
    own.or_else(|| environment.get("HOME").map(|home| Path::new(&home).join(name)))
}

fn text(file: File) -> io::Result<String> {
    let mut text = String::new();
    file.take(MOST).read_to_string(&mut text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::super::server::Security;
    use super::*;

    #[test]
    fn passwords_and_services_are_found_as_libpq_finds_them() {
        let target = |host: Host, database: &str| Target {
            host,
            port: 5432,
            user: "ann".to_owned(),
            database: database.to_owned(),
            password: None,
            security: Security::Plain,
            seconds: None,
        };
        let at = |name: &str| Host::Network { name: name.to_owned(), address: None };
        let text = "# all\ndb.example:5433:*:ann:other\ndb.example:5432:c:ann:a\\:b:c\nlocalhost:*:*:ann:here\nx:y\n";
        assert_eq!(find_password(text, &target(at("db.example"), "c")).as_deref(), Some("a:b:c"));
        assert_eq!(find_password(text, &target(at("db.example"), "d")), None);
        assert_eq!(find_password(text, &target(Host::Socket("/s".to_owned()), "d")).as_deref(), Some("here"));
        let services = "[a]\nhost=x\n\n# b\n[b]\nhost = db.example\ndbname=contacts\n[c]\nhost=y\n";
        let found = find_service(services, "b").unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found["host"], "db.example");
        assert_eq!(find_service(services, "d"), None);
    }
}
