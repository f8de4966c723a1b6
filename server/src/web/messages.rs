//! The interface's French, but for what stands in templates. U+202F precedes ; : ! ? and stands inside « ».

pub mod account;
pub mod errors;
pub mod invitation;
pub mod login;
pub mod papers;
pub mod words;
