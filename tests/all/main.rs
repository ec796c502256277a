//! The integration tests: one binary, one file per feature, one builder.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test fails by panicking and says what it skips"
)]

mod addresses;
mod alterations;
mod barcodes;
mod batches;
mod booked;
mod broken;
mod build;
mod bundles;
mod cages;
mod collect;
mod command;
mod confirmations;
mod courier;
mod courtesy;
mod desk;
mod diff;
mod documents;
mod editions;
mod entered;
mod evidence;
mod explain;
mod folder;
mod forged;
mod form_key;
mod forms;
mod french;
mod further;
mod fuzz;
mod genres;
mod golden;
mod handler;
mod help;
mod hostile;
mod import;
mod init;
mod japanese;
mod languages;
mod ledger;
mod letter;
mod limits;
mod marks;
mod messages;
mod modes;
mod mutations;
mod new_languages;
mod offices;
mod order_of_modules;
mod other_lists;
mod output;
mod outside;
mod pack;
mod participants;
mod portuguese;
mod problems;
mod proof;
mod questions;
mod ready;
mod receiving;
mod rehearsal;
mod reminders;
mod resume;
mod review;
mod sample;
mod seals;
mod seed;
mod sending;
mod service;
mod session;
mod shares;
mod shares_held;
mod silence;
mod slips;
mod some;
mod story;
mod systems;
mod tables;
mod together;
mod translators;
mod turning;
mod tutorial;
mod undelivered;
mod visible;
mod volumes;
mod watch;
mod wording;
mod xliff;
mod xliff_tools;
mod xls;
mod yaml_trees;
