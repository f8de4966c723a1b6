//! Publication: what the association makes public, at which address, from which minute, and how anyone checks it.

pub mod address;
pub mod feed;
pub mod json_ld;
pub mod order;
pub mod prior;
pub mod reading;
pub mod shelf;
pub mod site;
