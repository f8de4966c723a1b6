//! Dires: where an association of intercommunalités writes its positions together.

pub mod access;
pub mod storage;
