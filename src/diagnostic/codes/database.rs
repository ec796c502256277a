//! Codes of lists whose cells have a type: Parquet files and answers of databases.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// A cell of a Parquet file or of a database's answer cannot be read: its bytes are no text in UTF-8, it is longer than 1 MiB, it holds a
    /// date that is none, or JSON with parts. Its recipient gets nothing.
    ///
    /// ```text
    /// error[cell-unreadable]: the cell is no text in UTF-8
    ///   --> contacts.parquet: row 17, addressee.name
    ///   for recipient GMB, addressee.name
    ///   hint: correct the value where the list is from, or leave the column out
    /// ```
    ///
    /// Correct the value where the list is from. The row is counted from one, in the order in which the list is read.
    CELL_UNREADABLE = error("cell-unreadable");

    /// A column of a Parquet file or of a database's answer holds what no cell of a list can: bytes, structures in lists, points.
    ///
    /// ```text
    /// error[column-type]: the column `copies` cannot be read: it is a list of structures
    ///   --> contacts.parquet: column copies
    ///   for copies
    ///   hint: make it a column of text, or of lists of texts, where the list is from
    /// ```
    ///
    /// Write the column as text, as numbers, dates or lists of these, or leave it out. In a query, turn it into text (`place::text`), or
    /// select its parts by names of their own.
    COLUMN_TYPE = error("column-type");

    /// A database that a list is in cannot be asked: its file or its server cannot be reached, does not let the account in, has a certificate that is
    /// not trusted, or it is not known where it is.
    ///
    /// ```text
    /// error[database-unreachable]: the variable `CONTACTS_DATABASE` holds no URL of a database
    ///   --> postgres:CONTACTS_DATABASE
    ///   hint: set `CONTACTS_DATABASE` for the command, as in postgresql://reader@server.example/contacts
    /// ```
    ///
    /// Do what the hint says. The URL and its password are never told, in no message, file or log.
    DATABASE_UNREACHABLE = error("database-unreachable");

    /// The program was built without a part that the mailing needs.
    ///
    /// ```text
    /// error[feature-missing]: this convoke was built without the feature `parquet`: it cannot read Parquet files
    ///   --> contacts.parquet
    ///   hint: take one that is given away, or build it with `cargo install --path . --features parquet`
    /// ```
    ///
    /// The wheel, the Debian package, the tarball and the container have all parts; `convoke --version` names those of a program.
    FEATURE_MISSING = error("feature-missing");

    /// A Parquet file cannot be read: it is none, is damaged or encrypted, or is written in a way that is not read.
    ///
    /// ```text
    /// error[parquet-unreadable]: the Parquet file is damaged (a page cannot be unpacked)
    ///   --> contacts.parquet: row 1001, emails
    ///   for emails
    ///   hint: copy it again, or let the program write it again that made it
    /// ```
    ///
    /// Do what the hint says. Pages may be packed by Snappy, gzip, Brotli, Zstandard or LZ4.
    PARQUET_UNREADABLE = error("parquet-unreadable");

    /// A database refuses the query of a list, or does not answer it in time.
    ///
    /// ```text
    /// error[query-failed]: the server refuses the query (column "emails" does not exist)
    ///   --> postgres:CONTACTS_DATABASE
    ///   hint: try it with the program `psql`
    /// ```
    ///
    /// Correct the query. It is one SELECT that only reads; `seconds` says how long it may take.
    QUERY_FAILED = error("query-failed");

    /// The query of a list does not say in which order rows come. New recipients get their numbers in the order of the list, and a database without an
    /// ORDER BY may answer in another order each time.
    ///
    /// ```text
    /// error[query-order]: the query does not say in which order rows come
    ///   --> sqlite:contacts.sqlite
    ///   hint: end it with ORDER BY and what no two rows share, such as ORDER BY id
    /// ```
    ///
    /// End the query with an ORDER BY over columns that no two rows share. One within brackets does not order the rows of the whole.
    QUERY_ORDER = error("query-order");
}
