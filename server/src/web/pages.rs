//! One page a file: its struct, its handler, its test, side by side.

pub mod account;
pub mod invitation;
pub mod live;
pub mod login;
pub mod mails;
pub mod meetings;
pub mod offline;
pub mod papers;
pub mod prior;
pub mod problem;
pub mod public;
pub mod publication;
pub mod secretariat;
pub mod sitting;
