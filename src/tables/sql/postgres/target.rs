//! Which server is asked, and as whom: by a URL or a line of settings, as libpq has them.

use super::super::told::unreachable;
use super::files;
use super::server::{Host, Security, Settings, Target};
use crate::diagnostic::Diagnostic;
use crate::tables::environment::Environment;
use crate::tables::query::Database;

/// Where servers listen on a machine, beside the network.
const SOCKETS: &str = "/var/run/postgresql";

/// Settings that are understood.
const KNOWN: [&str; 13] = [
    "host",
    "hostaddr",
    "port",
    "user",
    "password",
    "dbname",
    "sslmode",
    "sslrootcert",
    "connect_timeout",
    "service",
    "passfile",
    "application_name",
    "fallback_application_name",
];

impl Target {
    /// The server of a list.
    ///
    /// # Errors
    ///
    /// Its variable is not set, or what is there is no URL; the value itself is never told.
    pub(super) fn find(database: &Database, environment: Environment) -> Result<Self, Diagnostic> {
        let mut settings = match (database.variable(), &database.service) {
            (Some(name), _) => {
                let value = environment.get(name).ok_or_else(|| {
                    unreachable(format!("the variable `{name}` holds no URL of a database")).with_hint(
                        format!(
                            "set `{name}` for the command, as in postgresql://reader@server.example/contacts"
                        ),
                    )
                })?;
                parse(&value).map_err(|wrong| {
                    unreachable(format!("the variable `{name}` holds no URL that is understood ({wrong})"))
                        .with_hint("write it as postgresql://USER@HOST:PORT/DATABASE?sslmode=verify-full")
                })?
            }
            (None, service) => Settings::from([("service".to_owned(), service.clone().unwrap_or_default())]),
        };
        if let Some(service) = settings.remove("service") {
            for (key, value) in files::service(&service, environment)? {
                settings.entry(key).or_insert(value);
            }
        }
        let mut target = Self::of(&settings, environment).map_err(|wrong| {
            unreachable(format!("the database is not told so that it can be connected to ({wrong})"))
                .with_hint("docs/recipients.md has the settings that are understood")
        })?;
        if target.password.is_none() {
            target.password = files::password(&target, settings.get("passfile"), environment)?;
        }
        Ok(target)
    }

    fn of(settings: &Settings, environment: Environment) -> Result<Self, String> {
        if let Some(unknown) = settings.keys().find(|key| !KNOWN.contains(&key.as_str())) {
            return Err(format!("`{unknown}` is not understood"));
        }
        let get = |key: &str| settings.get(key).filter(|value| !value.is_empty()).cloned();
        let address = get("hostaddr");
        let host = get("host").or_else(|| address.clone()).unwrap_or_else(|| SOCKETS.to_owned());
        if host.contains(',') {
            return Err("it names several servers".to_owned());
        }
        let host = match host.starts_with('/') {
            true => Host::Socket(host),
            false => Host::Network { name: host, address },
        };
        let port = get("port")
            .map_or(Ok(5432), |port| port.parse())
            .map_err(|_| "its port is no number".to_owned())?;
        let user = get("user").or_else(|| environment.get("USER")).ok_or("it names no user")?;
        let seconds =
            get("connect_timeout").map(|text| text.parse().map_err(|_| "`connect_timeout` is no number"));
        let security = security(get("sslmode").as_deref(), get("sslrootcert"), &host)?;
        let database = get("dbname").unwrap_or_else(|| user.clone());
        Ok(Self {
            host,
            port,
            database,
            user,
            password: get("password"),
            security,
            seconds: seconds.transpose()?,
        })
    }
}

/// How a connection is secured: with a certificate that is checked, unless it stays on the machine or is said to be plain.
fn security(mode: Option<&str>, authority: Option<String>, host: &Host) -> Result<Security, String> {
    let stays_here = match host {
        Host::Socket(_) => true,
        Host::Network { name, address } => {
            let reached = address.as_ref().unwrap_or(name);
            reached == "localhost"
                || reached.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
        }
    };
    let authority = authority.filter(|file| file != "system");
    match mode {
        _ if matches!(host, Host::Socket(_)) => Ok(Security::Plain),
        Some("disable") => Ok(Security::Plain),
        None if stays_here && authority.is_none() => Ok(Security::Plain),
        // What `require` and `verify-ca` leave out is checked all the same: there is no reason to talk to a server that is another.
        None | Some("require" | "verify-ca" | "verify-full") => Ok(Security::Verified { authority }),
        Some("allow" | "prefer") => {
            Err("by `sslmode` it may be plain or encrypted: write verify-full, or disable".to_owned())
        }
        Some(_) => Err("`sslmode` is not understood".to_owned()),
    }
}

/// The settings in a URL, or in a line such as `host=server.example dbname=contacts`; an error never has the value.
pub(super) fn parse(text: &str) -> Result<Settings, String> {
    let text = text.trim();
    let url = text.strip_prefix("postgresql://").or_else(|| text.strip_prefix("postgres://"));
    match url {
        Some(rest) => parse_url(rest),
        None if text.contains("://") => Err("it is of another kind of database".to_owned()),
        None => parse_line(text),
    }
}

fn parse_url(rest: &str) -> Result<Settings, String> {
    let mut settings = Settings::new();
    let mut put = |key: &str, value: &str| -> Result<(), String> {
        if !value.is_empty() {
            settings.insert(key.to_owned(), decode(value)?);
        }
        Ok(())
    };
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, database) = rest.split_once('/').unwrap_or((rest, ""));
    let (account, server) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (user, password) = account.split_once(':').unwrap_or((account, ""));
    let (host, port) = match server.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, port)) => (host, port.strip_prefix(':').unwrap_or(port)),
        None => server.rsplit_once(':').unwrap_or((server, "")),
    };
    for (key, value) in
        [("user", user), ("password", password), ("host", host), ("port", port), ("dbname", database)]
    {
        put(key, value)?;
    }
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').ok_or("a setting behind `?` has no value")?;
        put(key, value)?;
    }
    Ok(settings)
}

/// Text whose special characters are written by their bytes, such as `%40`.
fn decode(text: &str) -> Result<String, String> {
    let wrong = || "a `%` is not followed by two digits of a character".to_owned();
    let (mut bytes, mut rest) = (Vec::new(), text.bytes());
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|byte| char::from(byte).to_digit(16)).ok_or_else(wrong);
        let value = digit()? * 16 + digit()?;
        bytes.push(u8::try_from(value).map_err(|_| wrong())?);
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0')).ok_or_else(wrong)
}

fn parse_line(text: &str) -> Result<Settings, String> {
    let mut settings = Settings::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (key, after) =
            rest.split_once('=').ok_or("it is neither a URL nor settings such as host=NAME")?;
        let mut value = String::new();
        let after = after.trim_start();
        let quoted = after.strip_prefix('\'');
        let mut chars = quoted.unwrap_or(after).chars();
        let mut is_closed = quoted.is_none();
        while let Some(c) = chars.next() {
            match c {
                '\\' => value.extend(chars.next()),
                '\'' if quoted.is_some() => {
                    is_closed = true;
                    break;
                }
                c if quoted.is_none() && c.is_whitespace() => break,
                c => value.push(c),
            }
        }
        if !is_closed {
            return Err("a quotation mark is not closed".to_owned());
        }
        let key = key.trim();
        // What is no key may be part of a password.
        if !key.chars().all(|c| c.is_ascii_lowercase() || c == '_') || key.is_empty() {
            return Err("it is neither a URL nor settings such as host=NAME".to_owned());
        }
        settings.insert(key.to_owned(), value);
        rest = chars.as_str().trim_start();
    }
    match settings.is_empty() {
        true => Err("it is empty".to_owned()),
        false => Ok(settings),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(url: &str) -> Result<Target, String> {
        parse(url).and_then(|settings| Target::of(&settings, Environment::default()))
    }

    #[test]
    fn urls_and_lines_are_understood_as_libpq_does() {
        for (text, host, port, user, database, password) in [
            (
                "postgresql://ann:p%40s%2Fs@db.example:6543/contacts",
                "db.example",
                6543,
                "ann",
                "contacts",
                Some("p@s/s"),
            ),
            ("postgres://ann@[::1]/contacts", "::1", 5432, "ann", "contacts", None),
            ("postgres://ann@localhost", "localhost", 5432, "ann", "ann", None),
            (
                "host=db.example user=ann password='a b\\'c' dbname = contacts",
                "db.example",
                5432,
                "ann",
                "contacts",
                Some("a b'c"),
            ),
            ("postgres:///contacts?host=/tmp/s&user=ann", "/tmp/s", 5432, "ann", "contacts", None),
        ] {
            let found = find(text).unwrap();
            let reached = match &found.host {
                Host::Network { name, .. } => name,
                Host::Socket(folder) => folder,
            };
            let told = (
                reached.as_str(),
                found.port,
                found.user.as_str(),
                found.database.as_str(),
                found.password.as_deref(),
            );
            assert_eq!(told, (host, port, user, database, password), "{text}");
        }
    }

    #[test]
    fn what_leaves_the_machine_is_encrypted_and_checked_unless_it_is_said() {
        let verified = Security::Verified { authority: None };
        for (url, security) in [
            ("postgres://a@db.example/c", &verified),
            ("postgres://a@db.example/c?sslmode=require", &verified),
            ("postgres://a@db.example/c?sslmode=disable", &Security::Plain),
            ("postgres://a@127.0.0.1/c", &Security::Plain),
            ("postgres://a@localhost/c?sslmode=verify-full", &verified),
            ("postgres://a@db.example/c?hostaddr=192.0.2.1", &verified),
            ("postgres:///c?user=a", &Security::Plain),
        ] {
            assert_eq!(&find(url).unwrap().security, security, "{url}");
        }
        for url in [
            "postgres://a@db.example/c?sslmode=prefer",
            "postgres://a@db.example/c?sslmode=allow",
            "postgres://a@h/c?sslmode=x",
        ] {
            assert!(find(url).unwrap_err().contains("sslmode"), "{url}");
        }
    }

    #[test]
    fn no_secret_is_in_what_is_told_of_a_wrong_url() {
        for wrong in [
            "s3cret",
            "mysql://a:s3cret@h/c",
            "postgres://a:s3cret%@h/c",
            "postgres://a:s3cret@h:x/c",
            "postgres://a:s3cret@h/c?odd=s3cret",
            "host=h password='s3cret",
            "postgres://a:s3cret@h,i/c",
            "password=s3cret s3cret=1 user=a",
            "postgres://a:s3cret@h/c?s3",
        ] {
            let told = find(wrong).map(|_| ()).unwrap_err();
            assert!(!told.contains("s3cret"), "{told}");
        }
        assert!(!format!("{:?}", find("postgres://a:s3cret@h/c").unwrap()).contains("s3cret"));
    }
}
