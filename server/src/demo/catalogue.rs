//! The texts of the demonstration, and what became of each. All is made up, and every text says so.

mod adopted;
mod under_way;

use super::story::Story;

/// Our summary of the projet de coopération 2023-2026.
pub const PROJECT: &str = include_str!("textes/projet-de-cooperation.md");

/// Every story, the oldest first.
pub const STORIES: &[Story] = &[
    adopted::LAND,
    adopted::WATER,
    adopted::FARES,
    adopted::STATIONS,
    adopted::CAMPUSES,
    under_way::HOUSING,
    under_way::RAIL,
    under_way::BUSINESS,
    under_way::WOOD,
    under_way::SHADE,
    under_way::FOOD,
];
