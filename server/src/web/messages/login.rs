//! What is said at the door.

/// The page's title.
pub const TITLE: &str = "Se connecter";
/// A wrong password and an unknown address: the same words.
pub const WRONG: &str = "L’adresse ou le mot de passe est inexact.";
/// Nothing was typed.
pub const EMPTY: &str = "Saisissez votre adresse électronique et votre mot de passe.";
/// The session has ended.
pub const SESSION_ENDED: &str =
    "Votre session a pris fin. Reconnectez-vous pour continuer\u{202f}: rien n’est perdu.";

/// Too many failures; `seconds` until the next attempt.
pub fn too_many(seconds: i64) -> String {
    let minutes = (seconds + 59) / 60;
    let plural = if minutes > 1 { "s" } else { "" };
    format!(
        "Trop d’essais ont échoué. Réessayez dans {minutes}\u{a0}minute{plural}, \
         ou demandez un nouveau lien au secrétariat."
    )
}
