//! What mails say, and the pages about them.

use dires_domain::mail::{MailKind, Rhythm};

use super::count;
use crate::web::typography;

/// The page on which the secretariat sees what is not delivered.
pub const OUTBOX: &str = "Courriels";
/// A mail is tried again.
pub const TRIED_AGAIN: &str = "Le courriel est remis en route.";
/// There is nothing to try again.
pub const NOT_TRIED_AGAIN: &str =
    "Ce courriel n’attend plus\u{202f}: il est parti, ou il est devenu sans objet.";
/// Somebody's choice is recorded.
pub const CHOSEN: &str = "Votre choix est enregistré.";
/// No rhythm was chosen.
pub const NO_CHOICE: &str = "Choisissez un rythme dans la liste.";
/// The page on which news are stopped.
pub const STOP: &str = "Ne plus recevoir de nouvelles";
/// An invitation leaves by mail.
pub const INVITED: &str =
    "L’invitation part par courriel. Les liens précédents ne fonctionnent plus.";
/// The subject of `dires mail test`.
pub const TRIAL: &str = "Essai d’envoi";
/// What it says.
pub const TRIAL_LEAD: &str =
    "Ce courriel montre que les réglages d’envoi sont bons. Il n’y a rien à faire.";
/// The subject of an invitation.
pub const INVITATION: &str = "Choisissez votre mot de passe";
/// A relevé is approved.
pub const RECORD: &str = "Le relevé de décisions de la séance est approuvé. Il est figé\u{202f}: son empreinte permet de le vérifier.";
/// What is before its hash.
pub const HASH: &str = "Empreinte SHA-256";
/// Why whoever was convened is written to.
pub const WHY_CONVENED: &str =
    "Vous recevez ce courriel parce que vous avez été convoqué à cette séance.";
/// What is before the instant at which something was recorded.
pub const RECORDED: &str = "Enregistré le";
/// What is before a version's number.
pub const VERSION: &str = "Version";
/// Why whoever recorded something is written to.
pub const WHY_RECORDED: &str = "Vous recevez ce courriel parce que vous venez d’enregistrer une position ou une réponse. Si ce n’était pas vous, prévenez le secrétariat.";
/// What is before the body that is consulted.
pub const BODY: &str = "Instance";
/// What is before the instant at which a consultation closes.
pub const CLOSES: &str = "Clôture le";
/// What is before the deadline.
pub const BEFORE: &str = "Avant le";
/// What is before the names of territories.
pub const FOR: &str = "Pour";
/// Above what a digest says is to be done.
pub const TO_DO: &str = "Ce qui vous attend";
/// Above what a digest says is new.
pub const NEWS: &str = "Ce qui est nouveau";

/// What a mail is about, in the secretariat's list.
pub const fn kind(kind: MailKind) -> &'static str {
    match kind {
        MailKind::Invitation => "Invitation",
        MailKind::Convocation => "Convocation",
        MailKind::MeetingReminder => "Rappel de séance",
        MailKind::Uninvited => "Invitation retirée",
        MailKind::GiveOpinion => "Avis attendu",
        MailKind::TakePosition => "Position attendue",
        MailKind::Rewrite => "Texte à reprendre",
        MailKind::Forward => "Texte à transmettre",
        MailKind::Approve => "Approbation à enregistrer",
        MailKind::Consulted => "Réponse attendue",
        MailKind::ConsultationReminder => "Rappel\u{202f}: réponse attendue",
        MailKind::RecordAdoption => "Adoption à enregistrer",
        MailKind::Publish => "Texte à publier",
        MailKind::Mentioned => "Commentaire à lire",
        MailKind::FormCorrected => "Correction de forme à relire",
        MailKind::AmendmentTabled => "Amendement déposé",
        MailKind::AmendmentAccepted => "Amendement accepté",
        MailKind::AmendmentRefused => "Amendement refusé",
        MailKind::ReservationTabled => "Réserve déposée",
        MailKind::ReservationLifted => "Réserve levée",
        MailKind::ReservationMaintained => "Réserve maintenue",
        MailKind::Started => "Nouveau texte",
        MailKind::Submitted => "Soumis aux directions",
        MailKind::Forwarded => "Transmis aux présidences",
        MailKind::Approved => "Approuvé par les présidences",
        MailKind::SentBack => "Renvoyé",
        MailKind::ConsultationClosed => "Consultation close",
        MailKind::Adopted => "Adopté",
        MailKind::Refused => "Refusé",
        MailKind::Withdrawn => "Retiré",
        MailKind::Published => "Publié",
        MailKind::DecisionRecord => "Relevé de décisions",
        MailKind::Receipt => "Enregistré",
        MailKind::Digest => "Résumé",
    }
}

/// What is asked, in a sentence; nothing for what asks nothing.
pub const fn lead(kind: MailKind) -> &'static str {
    match kind {
        MailKind::GiveOpinion => {
            "La conférence des directions est saisie d’un texte. L’avis de votre territoire est attendu."
        }
        MailKind::TakePosition => {
            "La conférence des présidences est saisie d’un texte. La position de votre territoire est attendue."
        }
        MailKind::Rewrite => {
            "Un texte est revenu en rédaction. Le motif est sur sa page, avec ce qui est à reprendre."
        }
        MailKind::Forward => {
            "Tous les territoires ont donné leur avis. Le texte peut être transmis aux présidences."
        }
        MailKind::Approve => {
            "Tous les territoires ont pris position. L’approbation peut être enregistrée."
        }
        MailKind::Consulted => {
            "L’instance qui adopte est consultée sur un texte. La réponse de votre territoire est attendue."
        }
        MailKind::ConsultationReminder => {
            "Votre territoire n’a pas encore répondu. La page dit ce que vaut son silence à la clôture."
        }
        MailKind::RecordAdoption => {
            "Un texte est approuvé par les présidences. Ce que décide l’instance qui adopte est à enregistrer."
        }
        MailKind::Publish => "Un texte est adopté. Il peut être publié.",
        MailKind::Mentioned => "Vous êtes nommé dans un commentaire, vous ou votre territoire.",
        MailKind::FormCorrected => {
            "La forme d’un texte figé a été corrigée. Les positions prises restent. Jusqu’à l’adoption, votre territoire peut \
             contester la correction\u{202f}: elle est alors défaite tout de suite."
        }
        MailKind::Receipt => {
            "Ce que vous avez dit pour votre territoire est enregistré. La page du reçu dit quoi, sur quelle version, et s’imprime."
        }
        _ => "",
    }
}

/// What the one button says.
pub const fn button(kind: MailKind) -> &'static str {
    match kind {
        MailKind::GiveOpinion => "Lire le texte et donner l’avis",
        MailKind::TakePosition => "Lire le texte et prendre position",
        MailKind::Rewrite => "Reprendre le texte",
        MailKind::Forward => "Transmettre le texte",
        MailKind::Approve => "Enregistrer l’approbation",
        MailKind::Consulted | MailKind::ConsultationReminder => "Lire le texte et répondre",
        MailKind::RecordAdoption => "Enregistrer l’adoption",
        MailKind::Publish => "Publier le texte",
        MailKind::Mentioned => "Lire le commentaire",
        MailKind::FormCorrected => "Voir la correction",
        MailKind::Invitation => "Choisir mon mot de passe",
        MailKind::DecisionRecord => "Lire le relevé",
        MailKind::Receipt => "Garder le reçu",
        _ => "Lire le texte",
    }
}

/// A text's title on one line, or what stands for it.
pub fn title(title: &str) -> String {
    let line = title.replace(|letter: char| letter.is_control(), " ");
    match line.trim() {
        "" => "Texte sans titre".to_owned(),
        line => line.to_owned(),
    }
}

/// A day that is past.
pub fn past(day: &str) -> String {
    format!("{day} (date dépassée)")
}

/// What is to be done, and before when.
pub fn before(kind: MailKind, day: Option<&str>) -> String {
    let what = self::kind(kind);
    day.map_or_else(|| what.to_owned(), |day| format!("{what} avant le {day}"))
}

/// A text is public from a minute on.
pub fn published_from(instant: &str) -> String {
    format!("Publication fixée au {instant}")
}

/// What happened to a text, and then.
pub fn and_then(before: &str, after: &str) -> String {
    format!("{before}, {}", after.to_lowercase())
}

/// The subject: « Avis attendu avant le 12 mars 2026 : Les quartiers de gare ».
pub fn subject(kind: MailKind, before: Option<&str>, title: &str) -> String {
    let what = self::before(kind, before);
    format!("{what}\u{202f}: {}", typography::set(title))
}

/// What an invitation says.
pub fn invitation(association: &str) -> String {
    format!(
        "Un accès vous est ouvert au site où s’écrivent les textes de l’association «\u{202f}{association}\u{202f}». \
         Choisissez votre mot de passe pour y entrer."
    )
}

/// How long an invitation holds.
pub fn holds_until(instant: &str) -> String {
    format!("Ce lien sert une seule fois, jusqu’au {instant}. Ne le transmettez à personne.")
}

/// The subject of a digest of several things.
pub fn digest(things: usize, to_do: usize) -> String {
    match (things, to_do) {
        (_, 0) => format!("{things}\u{a0}nouvelles des textes de vos territoires"),
        (things, 1) if things > 1 => {
            format!("Une chose à faire et {}", others(things - 1))
        }
        (things, to_do) if things > to_do => {
            format!("{to_do}\u{a0}choses à faire et {}", others(things - to_do))
        }
        (_, to_do) => format!("{to_do}\u{a0}choses à faire"),
    }
}

fn others(news: usize) -> String {
    match news {
        1 => "une nouvelle".to_owned(),
        news => format!("{news}\u{a0}nouvelles"),
    }
}

/// Why somebody is written to about a text.
pub const WHY_TASK: &str =
    "Vous recevez ce courriel parce qu’un mandat en cours vous donne cette tâche.";
/// Why somebody is told to look at something.
pub const WHY_LOOK: &str =
    "Vous recevez ce courriel parce qu’un mandat en cours vous lie à ce texte.";
/// Why somebody has news.
pub const WHY_NEWS: &str =
    "Vous recevez ces nouvelles parce qu’un mandat en cours vous lie à ces textes.";
/// Why somebody is invited.
pub const WHY_INVITED: &str = "Vous recevez ce courriel parce que le secrétariat de l’association vous invite. Si vous ne l’attendiez pas, n’en faites rien.";
/// Why somebody has a trial.
pub const WHY_TRIAL: &str =
    "Vous recevez ce courriel parce que quelqu’un essaie l’envoi depuis le serveur.";

/// How often a mail was tried.
pub fn tries(tries: i64) -> String {
    match tries {
        0 => "Pas encore essayé".to_owned(),
        1 => "1\u{a0}essai".to_owned(),
        many => format!("{many}\u{a0}essais"),
    }
}

/// A rhythm, in a list.
pub const fn rhythm(rhythm: Rhythm) -> &'static str {
    match rhythm {
        Rhythm::AtOnce => "Tout de suite",
        Rhythm::Daily => "Chaque matin",
        Rhythm::Weekly => "Chaque lundi matin",
        Rhythm::Never => "Jamais",
    }
}

/// The mail server cannot be reached.
pub fn unreachable(why: &str) -> String {
    format!("Le serveur de courriel ne peut pas être joint ({why}).")
}

/// It said nothing for so long.
pub fn silent(seconds: u64) -> String {
    let seconds = count(
        u32::try_from(seconds).unwrap_or(u32::MAX),
        "seconde",
        "secondes",
    );
    format!("Le serveur de courriel n’a rien répondu en {seconds}.")
}

/// It does not accept who writes, or how.
pub fn unusable(said: &str) -> String {
    format!("Le serveur de courriel refuse ces réglages\u{202f}: {said}")
}

/// It does not take this mail.
pub fn not_taken(said: &str) -> String {
    format!("Le serveur de courriel répond\u{202f}: {said}")
}

/// It went away in the middle.
pub fn broken_off(why: &str) -> String {
    format!("La liaison avec le serveur de courriel s’est rompue ({why}).")
}

/// The person's address is none that mail goes to.
pub fn no_address(address: &str) -> String {
    format!("«\u{202f}{address}\u{202f}» n’est pas une adresse où écrire.")
}

/// The mail itself cannot be made.
pub const NOT_MADE: &str =
    "Ce courriel n’a pas pu être composé. Le journal du serveur dit pourquoi.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_says_how_much_it_holds() {
        let said = [(2, 0), (3, 1), (2, 1), (2, 2), (5, 3)].map(|(all, tasks)| digest(all, tasks));
        insta::assert_snapshot!(said.join("\n").replace('\u{a0}', " "), @r"
        2 nouvelles des textes de vos territoires
        Une chose à faire et 2 nouvelles
        Une chose à faire et une nouvelle
        2 choses à faire
        3 choses à faire et 2 nouvelles
        ");
    }
}
