//! Files as answers, of any size.

use std::fs::File;
use std::io::Read as _;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use futures_util::stream;

/// How much of a file is read at a time.
const PIECE: usize = 256 << 10;

/// A file, read while it is sent, away from what answers others.
pub(crate) fn streamed(file: File) -> Response {
    let pieces = stream::unfold(Some(file), |file| async {
        let mut file = file?;
        let read = tokio::task::spawn_blocking(move || {
            let mut piece = vec![0; PIECE];
            let count = file.read(&mut piece)?;
            piece.truncate(count);
            Ok::<_, std::io::Error>((piece, file))
        });
        match read.await.map_err(std::io::Error::other).and_then(|read| read) {
            Ok((piece, _)) if piece.is_empty() => None,
            Ok((piece, file)) => Some((Ok(piece), Some(file))),
            Err(error) => Some((Err(error), None)),
        }
    });
    Body::from_stream(pieces).into_response()
}
