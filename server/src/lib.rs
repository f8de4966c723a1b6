//! Dires: where an association of intercommunalités writes its positions together.

pub mod storage;
