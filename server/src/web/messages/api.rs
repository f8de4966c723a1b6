//! What the API's problems say.

/// A body that is not JSON of the right shape.
pub const NOT_THIS_SHAPE: &str = "Le corps de la requête n’est pas un JSON de la forme attendue, décrite à l’adresse /api/openapi.json.";

/// An action that is no move.
pub const NOT_A_MOVE: &str = "Cette action ne déplace pas un texte. Les déplacements sont décrits à l’adresse /api/openapi.json.";

/// A slug that names no territory.
pub fn no_territory(slug: &str) -> String {
    format!("Aucun territoire ne s’appelle «\u{202f}{slug}\u{202f}».")
}

/// A slug that names no body.
pub fn no_body(slug: &str) -> String {
    format!("Aucune instance ne s’appelle «\u{202f}{slug}\u{202f}».")
}
