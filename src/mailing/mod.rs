//! mailing
