//! What is said to someone who was invited.

/// The page's title.
pub const TITLE: &str = "Choisir un mot de passe";
/// The title when the link no longer holds.
pub const OVER: &str = "Ce lien ne peut plus servir";
/// A short password.
pub const TOO_SHORT: &str =
    "Choisissez au moins 12\u{a0}caractères\u{202f}: quelques mots qui vous plaisent suffisent.";
/// A password that would only cost time.
pub const TOO_LONG: &str = "Choisissez un mot de passe plus court.";
/// Two different passwords.
pub const NOT_THE_SAME: &str = "Les deux saisies diffèrent. Recommencez.";
/// The password is set.
pub const WELCOME: &str = "Votre mot de passe est enregistré, et vous êtes connecté.";
