//! The wire form of Lumbung: generated messages and services, the codec they
//! use, and the table of who may call what. Nothing here is a rule.

#![allow(missing_docs, clippy::all, clippy::unwrap_used, clippy::too_many_lines)]

pub mod access;
pub mod codec;
pub mod numbers;

include!(concat!(env!("OUT_DIR"), "/lumbung.rs"));

pub use lumbung::*;

/// The encoded descriptors of every file, for reflection and for tests.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.binpb"));
