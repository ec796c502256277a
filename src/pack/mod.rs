//! The dispatch pack: what an office needs to send an archive's documents.

pub mod email;
