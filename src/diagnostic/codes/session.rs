//! Codes of letters that programs ask for.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// A request asks for a document that its recipient does not get: there is none of that id, or it is for others.
    ///
    /// ```text
    /// error[request-document]: the recipient gets no document `leter`
    ///   --> standard input:3:1
    ///   for recipient FRA, document
    ///   hint: did you mean `letter`?
    /// ```
    ///
    /// Write the id of a document of `mailing.yaml`, `e-mail` or `e-mail.html`, or leave `document` out for the first one.
    REQUEST_DOCUMENT = error("request-document");

    /// The file of a document would have the name of another: two requests have one id.
    ///
    /// ```text
    /// error[request-id]: the id `a17` was given before
    ///   --> standard input:9:1
    ///   for id
    ///   hint: give each request an id of its own; letter case does not tell them apart
    /// ```
    ///
    /// The first document is kept, and the second was not made. Give each request an id of its own.
    REQUEST_ID = error("request-id");

    /// A request is longer than any that is read.
    ///
    /// ```text
    /// error[request-large]: the request is longer than 1 MiB
    ///   --> standard input:4:1
    ///   hint: write each request on a line of its own
    /// ```
    ///
    /// End each request with a line feed, and leave out what no letter needs.
    REQUEST_LARGE = error("request-large");

    /// A letter cannot have the number that it is to have: there is none, it is another recipient's, or what has gone out under it said
    /// something else.
    ///
    /// ```text
    /// error[request-number]: the register has no number for the recipient, and none is given
    ///   for recipient FRA, number
    ///   hint: give a `number` that no other letter of the mailing has
    /// ```
    ///
    /// Numbers of letters that programs ask for are the program's to keep, since nothing is written into the register. Give each letter one
    /// of its own, or list its recipient and build the mailing.
    REQUEST_NUMBER = error("request-number");

    /// A request asks to look at a page that a document does not have, or at a page of an e-mail.
    ///
    /// ```text
    /// error[request-page]: the document has 2 pages, and no page 3
    ///   for recipient FRA
    ///   hint: ask for one from 1 to 2
    /// ```
    ///
    /// Ask for a page that is there; an e-mail has none.
    REQUEST_PAGE = error("request-page");

    /// A request is not JSON, is cut short, gives a key twice, or has a number with a fraction, whose digits may not be kept.
    ///
    /// ```text
    /// error[request-syntax]: this is not JSON that can be read (expected `,` or `}`)
    ///   --> standard input:2:27
    ///   hint: write one JSON object, as the schema of requests says (`convoke schema request`)
    /// ```
    ///
    /// Have a library write the JSON, and put numbers with a fraction in quotation marks, as the letter is to say them.
    REQUEST_SYNTAX = error("request-syntax");

    /// Letters cannot be served: the address is taken or is none of this machine, or the system gives no connections.
    ///
    /// ```text
    /// error[service-start]: letters cannot be served (it is in use)
    ///   hint: name another address with `--address`, such as 127.0.0.1:0 for a free port
    /// ```
    ///
    /// Name another address, or end the program that has it.
    SERVICE_START = error("service-start");

    /// There is no token for programs that ask for letters, or one is so short that it could be guessed.
    ///
    /// ```text
    /// error[service-token]: the variable `CONVOKE_TOKEN` holds no secret
    ///   hint: set `CONVOKE_TOKEN` for the command
    /// ```
    ///
    /// Make a long random token, and give it to the service and to whoever may ask.
    SERVICE_TOKEN = error("service-token");

    /// Forms would be made with a key that is kept nowhere, so that none of them could be known again when it comes back.
    ///
    /// ```text
    /// error[session-key]: there is no key to make forms with
    ///   --> register.key
    ///   hint: build the mailing once, which makes the key, or ask for documents that are only looked at (`--trial`)
    /// ```
    ///
    /// Build the mailing once, and keep `register.key` with its files.
    SESSION_KEY = error("session-key");

    /// The files of a mailing that a program hands over cannot be used: the ZIP file is damaged or too large, or a name is none that every
    /// system can hold.
    ///
    /// ```text
    /// error[session-source]: the files of the mailing cannot be used (`../mailing.yaml` is not a portable path)
    ///   hint: hand over the files of the mailing's folder, by their paths in it
    /// ```
    ///
    /// Pack the folder of the mailing again, without its output.
    SESSION_SOURCE = error("session-source");

    /// A letter was asked for after the program had said that no more are wanted.
    ///
    /// ```text
    /// error[session-stopped]: no more letters are made
    ///   hint: ask again, of another session
    /// ```
    ///
    /// Nothing was made. Ask again when the service is back.
    SESSION_STOPPED = error("session-stopped");
}
