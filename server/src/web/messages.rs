//! The interface's French, but for what stands in templates. U+202F precedes ; : ! ? and stands inside « ».

pub mod account;
pub mod amendments;
pub mod api;
pub mod authors;
pub mod board;
pub mod comments;
pub mod comparison;
pub mod consultation;
pub mod decision;
pub mod errors;
pub mod form;
pub mod health;
pub mod images;
pub mod invitation;
pub mod login;
pub mod mail;
pub mod meetings;
pub mod members;
pub mod navette;
pub mod offline;
pub mod papers;
pub mod public;
pub mod publication;
pub mod record;
pub mod reserves;
pub mod rule;
pub mod secretariat;
pub mod sitting;
pub mod suggestions;
pub mod words;

/// A number and its noun: « 1 mandat », « 2 mandats »; none and one are singular in French.
pub fn count(number: u32, one: &str, many: &str) -> String {
    format!("{number}\u{a0}{}", if number > 1 { many } else { one })
}
