//! Codes of object stores: what they refuse, and what is found there.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// A store refuses what is asked of it: there is no such bucket or object, it does not know who asks, does not permit it, is in another region,
    /// or the clocks differ. Asking again would change nothing.
    ///
    /// ```text
    /// error[store-access]: the store does not permit it
    ///   --> s3://letters/2026/DM-1132/DM-1132.zip
    ///   hint: give whoever asks the right to read and write there, and to list unfinished uploads
    /// ```
    ///
    /// Do what the hint says. Credentials, region and endpoint come from the variables of the environment that the tools of the service read, such as
    /// `AWS_ACCESS_KEY_ID`, `AWS_REGION` and `AWS_ENDPOINT_URL`.
    STORE_ACCESS = error("store-access");

    /// A text begins as an address in a store and is none.
    ///
    /// ```text
    /// error[store-address]: this is no address in a store: a part of it is empty, `.` or `..`
    ///   hint: name a place such as s3://bucket/folder
    /// ```
    ///
    /// Name the service, the bucket and the place in it. Credentials are never part of an address.
    STORE_ADDRESS = error("store-address");

    /// An object was changed while it was read: it no longer has the tag (ETag) that it had when it was opened.
    ///
    /// ```text
    /// error[store-changed]: the object was changed while it was read
    ///   --> s3://letters/2026/DM-1132/DM-1132.zip
    ///   hint: run the command again once nobody writes to it
    /// ```
    ///
    /// Find out who writes to it: convoke never writes over an archive in a store.
    STORE_CHANGED = error("store-changed");

    /// An address in a store was named, and this program was built without the feature for stores.
    ///
    /// ```text
    /// error[store-feature]: this program reads and writes no object stores
    ///   hint: it was built without the feature `store`: build it with `cargo install --path . --features store`
    /// ```
    ///
    /// Take a program with the feature `store`; `convoke --version` names the features of this one.
    STORE_FEATURE = error("store-feature");

    /// A command that wrote to a store was killed before its end, and left parts of an object behind, which nobody sees and which cost money. They were
    /// removed.
    ///
    /// ```text
    /// note[store-left]: parts that a killed command had left in the store were removed
    ///   --> s3://letters/2026/DM-1132/DM-1132.zip
    /// ```
    ///
    /// Nothing has to be done. Where the machine itself was lost, nobody knows of the parts: give the bucket a rule that removes unfinished uploads
    /// after a few days.
    STORE_LEFT = note("store-left");

    /// What is asked for is not done in a store: loose documents and drafts are for looking at, and stay on this machine.
    ///
    /// ```text
    /// error[store-loose]: only whole archives and shares are written to a store
    ///   for --output
    ///   hint: leave out `--only` and `--draft`, or name a folder of this machine
    /// ```
    ///
    /// Do as the hint says.
    STORE_LOOSE = error("store-loose");

    /// A store was slow or cut connections, and what was asked of it was asked again, with success.
    ///
    /// ```text
    /// note[store-retried]: the store was asked again 3 times (the connection was cut)
    /// ```
    ///
    /// Nothing has to be done. It is told with `--verbose`.
    STORE_RETRIED = note("store-retried");

    /// Another archive or share is where this one belongs. What is in a store is never written over.
    ///
    /// ```text
    /// error[store-taken]: another archive is there already
    ///   --> s3://letters/2026/DM-1132/manifest.json
    ///   hint: name another place, or remove what is there
    /// ```
    ///
    /// Compare the two with `convoke diff`, and name another place, or remove the archive that is there.
    STORE_TAKEN = error("store-taken");

    /// A store did not answer, cut connections, or was too busy, and went on so however often it was asked.
    ///
    /// ```text
    /// error[store-unreachable]: the connection to the store was cut or refused, however often it was tried
    ///   --> s3://letters/2026/DM-1132/DM-1132.zip
    ///   hint: look at the network and at AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and AWS_ENDPOINT_URL, and run the command again
    /// ```
    ///
    /// Nothing is half written: run the command again.
    STORE_UNREACHABLE = error("store-unreachable");
}
