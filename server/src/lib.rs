//! Dires: where an association of intercommunalités writes its positions together.

pub mod access;
pub mod app;
pub mod attempts;
pub mod check;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod entropy;
pub mod events;
pub mod founding;
pub mod mail;
pub mod meetings;
pub mod metrics;
pub mod papers;
pub mod password;
pub mod publish;
pub mod readiness;
pub mod sitting;
pub mod storage;
pub mod sync;
pub mod telemetry;
pub mod timetable;
pub mod web;
