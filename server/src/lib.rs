//! Dires.
