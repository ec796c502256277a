//! Settings of sending, and secrets.

use convoke::send::{Account, Clock as _, SendOptions};

use super::server::{Act, Server};
use super::{Fast, approve, packed, run, send};

#[test]
fn settings_that_would_leak_or_never_send_are_refused() {
    let server = Server::start(|_, _| Act::Take);
    let folder = packed(&server, "");
    for (from, to, said) in [
        ("host: 127.0.0.1", "host: smtp.office.example", "without encryption"),
        ("seconds: 5", "seconds: 5, user: me", "an account needs both"),
        ("seconds: 5", "seconds: 5, user: me, secret: {}", "not said where the secret is"),
        (
            "seconds: 5",
            "seconds: 5, verp: true, bounces_to: notices-of-failure-of-the-office-of-the-summit@x.example",
            "too long to have a message's name",
        ),
        ("seconds: 5", "seconds: 5, pace: { per_hour: 0 }", "nothing would ever be sent"),
        ("seconds: 5", "seconds: 5, password: hunter2", "password"),
    ] {
        folder.edit("mailing.yaml", from, to);
        run(&folder, &["check"]).ends_with(1).says(said);
        folder.edit("mailing.yaml", to, from);
    }
    // A server that offers no STARTTLS is given nothing.
    folder.edit("mailing.yaml", "security: none", "security: starttls");
    approve(&folder);
    let (_, problems, _) = send(&folder, &Fast::new());
    assert_eq!(problems, ["send-server"]);
    assert_eq!(server.counts().len(), 0);
}

#[test]
#[cfg(unix)]
fn secrets_are_read_where_they_are_and_never_shown() {
    use std::os::unix::fs::PermissionsExt as _;
    let server = Server::start(|_, _| Act::Take);
    let folder = packed(&server, "user: me, secret: { file: smtp.secret }");
    approve(&folder);
    run(&folder, &["send", "--really"]).ends_with(1).says("error[send-secret]");
    folder.write("smtp.secret", "hunter2\n");
    std::fs::set_permissions(folder.path("smtp.secret"), std::fs::Permissions::from_mode(0o644))
        .expect("permissions");
    run(&folder, &["send", "--really"]).ends_with(1).says("others can read the secret").says("chmod 600");
    std::fs::set_permissions(folder.path("smtp.secret"), std::fs::Permissions::from_mode(0o600))
        .expect("permissions");
    // The server takes no account, which is told without the secret.
    folder.edit("mailing.yaml", "file: smtp.secret", "command: [printf, hunter2]");
    let account = Account { secret: Some("hunter2".to_owned()), ..Account::default() };
    assert!(!format!("{account:?}").contains("hunter2"));
    let mut goods = send::prepare(folder.root(), "mailing.yaml", &SendOptions::default(), Fast::new().now())
        .expect("goods");
    let (_, problems) = send::send(&mut goods, &account, &Fast::new(), &mut |_| {});
    assert!(
        problems.to_string().contains("error[send-server]") && !problems.to_string().contains("hunter2"),
        "{problems}"
    );
}
