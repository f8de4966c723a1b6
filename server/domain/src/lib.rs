//! The rules of Dires: people, texts, circuit, decisions. Pure: no I/O, no clock, no runtime.

pub mod anchor;
pub mod appointment;
pub mod authorship;
pub mod circuit;
pub mod comment;
pub mod conditions;
pub mod decision;
pub mod deed;
mod elements;
pub mod heads;
pub mod ids;
pub mod mail;
pub mod meeting;
pub mod paper;
pub mod people;
pub mod redline;
pub mod room;
pub mod sheet;
pub mod standing;
pub mod stretch;
pub mod suggestion;
pub mod text;
pub mod vetting;
pub mod vocabulary;
