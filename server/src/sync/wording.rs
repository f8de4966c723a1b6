//! What is said to clients, in French: our own page shows it, others log it.

use dires_domain::room::NotTaken;
use dires_domain::vetting::Refusal;

/// A frame that could not be read.
pub const NOT_A_FRAME: &str =
    "Ce message ne peut pas être lu\u{202f}: la connexion est fermée. Rechargez la page.";
/// The client speaks another version of the protocol.
pub const OTHER_VERSION: &str =
    "Cette page est d’une autre version que le serveur. Rechargez-la\u{202f}; rien n’est perdu.";
/// Something else came before the join.
pub const NOT_JOINED: &str = "La connexion n’a pas été annoncée. Rechargez la page.";
/// The database does not answer.
pub const LATER: &str =
    "Le serveur ne peut pas répondre pour l’instant. Vos modifications sont gardées ici.";
/// Too many documents at once.
pub const TOO_MANY_DOCUMENTS: &str = "Trop de textes sont ouverts dans cette page.";
/// Too many connections of one person.
pub const TOO_MANY_CONNECTIONS: &str =
    "Trop de pages sont ouvertes à votre nom. Fermez-en, puis rechargez celle-ci.";
/// The page does not take what is sent to it. A close frame holds 123 bytes.
pub const TOO_SLOW: &str =
    "Votre connexion est trop lente\u{202f}: la page se remet à jour en revenant.";
/// The client opened a connection and did not say who it is.
pub const SILENT: &str = "La connexion n’a pas été annoncée à temps. Rechargez la page.";
/// A presence message that is too large.
pub const TOO_LARGE: &str = "Ce message est trop long pour être transmis aux autres.";
/// A presence message that other clients could not read.
pub const NOT_SOUND: &str = "Ce message ne peut pas être transmis aux autres.";

/// Why changes were not taken.
pub fn not_taken(because: NotTaken) -> &'static str {
    match because {
        NotTaken::ReadOnly => {
            "Vous ne pouvez pas écrire dans ce texte. Vos modifications ne sont pas enregistrées\u{202f}; elles restent dans cette page."
        }
        NotTaken::Frozen => {
            "Ce texte vient d’être figé. Vos dernières modifications ne sont pas enregistrées\u{202f}; elles restent dans cette page."
        }
        NotTaken::Quarantined => {
            "Une modification défectueuse a été retirée de ce texte. Copiez ce qui n’est pas enregistré, puis rechargez la page."
        }
    }
}

/// Why the connection is closed.
pub fn refusal(because: &Refusal) -> &'static str {
    match because {
        Refusal::TitleTooLong(_) => "Le titre serait trop long.",
        Refusal::BodyTooLong(_) => "Le texte serait trop long.",
        Refusal::TooManyBytes(_)
        | Refusal::TooManyOperations(_)
        | Refusal::TooManyDependencies(_)
        | Refusal::TooManyActors(_) => {
            "Cette modification est trop grande pour être enregistrée en une fois."
        }
        Refusal::TooManyReplicas(_) | Refusal::TooManyBranches(_) => {
            "Ce texte est ouvert trop de fois à votre nom. Fermez les pages que vous ne voyez plus."
        }
        Refusal::Timestamp(_) => {
            "L’horloge de votre ordinateur est fausse\u{202f}: réglez-la, puis rechargez la page."
        }
        Refusal::Suggestion(_) => {
            "Cette modification touche à la suggestion de quelqu’un d’autre\u{202f}: acceptez-la ou refusez-la plutôt."
        }
        _ => {
            "Cette modification n’est pas de celles qu’un texte peut recevoir. Elle n’est pas enregistrée."
        }
    }
}
