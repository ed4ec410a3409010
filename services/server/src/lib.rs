//! The binary `lumbung`: configuration, listening, wiring, subcommands.
//!
//! Promises: no rule about villages and no statement on their data stands here.
//! A caller meets, in this order, a place among the connections, TLS, a limit of
//! frames, its own share, a place among the calls, a deadline, and then its room.

pub mod activity;
pub mod admin;
pub mod backup;
pub mod calls;
pub mod claims;
pub mod cli;
pub mod commands;
pub mod config;
pub mod cork;
pub mod crowd;
pub mod demo;
pub mod demonstrate;
pub mod door;
pub mod engine;
pub mod failure;
pub mod folder;
pub mod frames;
pub mod listen;
pub mod metrics;
pub mod notify;
pub mod origins;
pub mod progress;
pub mod reasons;
pub mod refusal;
mod rules;
pub mod serve;
mod sweep;
pub mod telemetry;
pub mod tls;
pub mod wiring;
