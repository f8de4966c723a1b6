//! The rules of Dires.
