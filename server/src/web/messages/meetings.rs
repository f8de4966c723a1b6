//! What the pages and the mails of meetings say.

use dires_domain::circuit::Stage;
use dires_domain::mail::MailEnd;
use dires_domain::meeting::agenda::{LONGEST_TITLE, MOST_GUESTS, MOST_POINTS};
use dires_domain::meeting::readiness::Unready;
use dires_domain::meeting::rhythm::Year;
use dires_domain::meeting::sheet::LONGEST_WORDS;
use dires_domain::meeting::{MeetingAct, MeetingState, NotNow, SheetFault};

use super::words;

/// The page of the year.
pub const MEETINGS: &str = "Séances";
/// The page on which one is entered.
pub const NEW: &str = "Préparer une séance";
/// The page on which one is changed.
pub const CHANGE: &str = "Modifier la séance";
/// One is entered.
pub const CREATED: &str =
    "La séance est en préparation. Composez son ordre du jour, puis convoquez.";
/// One is changed.
pub const CHANGED: &str = "La séance est modifiée.";
/// One is changed, and the members are told.
pub const CHANGED_AND_TOLD: &str =
    "La séance est modifiée. Les personnes convoquées en reçoivent la mise à jour.";
/// One is cancelled before anybody was convened.
pub const DROPPED: &str = "La séance est annulée. Personne n’avait été convoqué.";
/// A point is added.
pub const POINT_ADDED: &str = "Le point est inscrit à l’ordre du jour.";
/// A point is taken away.
pub const POINT_REMOVED: &str = "Le point est retiré de l’ordre du jour.";
/// The points are in another order.
pub const REORDERED: &str = "L’ordre du jour est réordonné.";
/// The version of a point is that of now.
pub const RENEWED: &str = "La version d’aujourd’hui est inscrite à l’ordre du jour.";
/// A guest is invited.
pub const INVITED: &str = "La personne est invitée pour ce point.";
/// A guest is not invited any more.
pub const NOT_INVITED: &str = "L’invitation est retirée.";
/// Somebody changed the meeting since it was read.
pub const CHANGED_BEFORE: &str = "Quelqu’un a modifié cette séance pendant que vous la regardiez. Rien n’est changé\u{202f}: relisez-la et recommencez.";
/// The members cannot be convened yet.
pub const UNREADY: &str = "La convocation n’est pas partie. Il manque\u{202f}:";
/// Nothing is new.
pub const NOTHING_NEW: &str =
    "Rien n’a changé depuis la dernière convocation, et chacun l’a reçue.";
/// A cancellation without a motive.
pub const NO_MOTIVE: &str =
    "Dites pourquoi la séance est annulée\u{202f}: les personnes convoquées le liront.";
/// A motive that is too long.
pub const LONG_MOTIVE: &str = "Le motif est trop long\u{202f}: 2\u{a0}000 signes au plus.";
/// No such text.
pub const NO_TEXT: &str = "Choisissez un texte dans la liste.";
/// A text stands twice.
pub const TEXT_TWICE: &str = "Ce texte est déjà à l’ordre du jour.";
/// Other points.
pub const OTHER_POINTS: &str =
    "Cet ordre n’est pas celui des points de la séance. Relisez l’ordre du jour et recommencez.";
/// A guest without a name.
pub const NO_GUEST: &str = "Nommez la personne, ou donnez l’adresse de son compte.";
/// A guest who is there twice.
pub const GUEST_TWICE: &str = "Cette personne est déjà invitée pour ce point.";
/// A guest who is a member.
pub const GUEST_SITS: &str =
    "Cette personne siège dans l’instance\u{202f}: elle est convoquée pour toute la séance.";
/// No body was chosen.
pub const NO_BODY: &str = "Choisissez une instance dans la liste.";
/// No instant was typed.
pub const NO_START: &str = "Donnez le jour et l’heure du début.";
/// No end was typed.
pub const NO_END: &str = "Donnez l’heure de fin prévue.";
/// The calendar is made.
pub const FEED_MADE: &str = "Votre adresse de calendrier est prête.";
/// The calendar is revoked.
pub const FEED_REVOKED: &str = "L’adresse de votre calendrier ne fonctionne plus.";
/// The heading of the agenda in a mail.
pub const AGENDA: &str = "Ordre du jour";
/// The label of the date in a mail.
pub const WHEN: &str = "Quand";
/// The label of the place in a mail.
pub const WHERE: &str = "Où";
/// The label of the motive in a mail.
pub const MOTIVE: &str = "Motif";
/// The button of a convocation.
pub const OPEN_FILE: &str = "Ouvrir le dossier de séance";
/// Where a meeting is that has no place.
pub const AT_A_DISTANCE: &str = "À distance\u{202f}: le lien est dans le dossier de séance";
/// Below the button.
pub const CALENDAR_FILE: &str = "Le fichier joint inscrit la séance à votre agenda. Les textes se lisent dans le dossier, selon vos droits.";
/// Why somebody is convened.
pub const WHY_CONVENED: &str = "Vous recevez cette convocation parce que vous siégez dans cette instance ou que vous y êtes invité. Elle ne dépend pas de vos choix de courriels.";

/// A state, for its badge.
pub const fn state(state: MeetingState) -> &'static str {
    match state {
        MeetingState::Prepared => "En préparation",
        MeetingState::Convened => "Convoquée",
        MeetingState::Open => "En séance",
        MeetingState::Closed => "Close",
        MeetingState::Cancelled => "Annulée",
    }
}

/// Why an act is not possible now.
pub fn not_now(refused: NotNow) -> String {
    let is = match refused.state {
        MeetingState::Prepared => "est en préparation",
        MeetingState::Convened => "est convoquée",
        MeetingState::Open => "est ouverte",
        MeetingState::Closed => "est close",
        MeetingState::Cancelled => "est annulée",
    };
    let act = match refused.act {
        MeetingAct::Change => "la modifier",
        MeetingAct::Arrange => "changer son ordre du jour",
        MeetingAct::Convene => "la convoquer",
        MeetingAct::Cancel => "l’annuler",
        MeetingAct::Note => "y noter les présences",
        MeetingAct::Open => "l’ouvrir",
        MeetingAct::Conduct => "y mettre un point aux voix",
        MeetingAct::Close => "la clore",
        MeetingAct::Record => "écrire son relevé",
    };
    format!("La séance {is}\u{202f}: on ne peut plus, ou pas encore, {act}.")
}

/// What a meeting cannot be, and the field beside which it is said.
pub fn sheet_fault(fault: SheetFault) -> (&'static str, String) {
    let long = |what: &str| format!("{what} a plus de {LONGEST_WORDS}\u{a0}signes.");
    match fault {
        SheetFault::Past => (
            "debut",
            "Cette date est passée\u{202f}: une séance se prépare pour un jour à venir.".to_owned(),
        ),
        SheetFault::EndsBeforeStart => (
            "fin",
            "La séance finirait avant d’avoir commencé.".to_owned(),
        ),
        SheetFault::TooLong => (
            "fin",
            "Une séance dure vingt-quatre heures au plus.".to_owned(),
        ),
        SheetFault::LongTitle => ("titre", long("Le titre")),
        SheetFault::LongPlace => ("lieu", long("Le lieu")),
        SheetFault::NotALink => (
            "lien",
            "Le lien de visioconférence commence par https:// et tient sur une ligne.".to_owned(),
        ),
    }
}

/// What keeps the members from being convened; `title` is that of the point.
pub fn unready(fault: Unready, title: &str) -> String {
    match fault {
        Unready::Past => "La date est passée\u{202f}: donnez-en une autre.".to_owned(),
        Unready::NoPlace => "Ni lieu ni lien\u{202f}: dites où se tient la séance.".to_owned(),
        Unready::NoPoint => "L’ordre du jour est vide.".to_owned(),
        Unready::NobodySits => {
            "Personne ne siège dans cette instance ce jour-là\u{202f}: vérifiez les mandats."
                .to_owned()
        }
        Unready::TextElsewhere(_, at) => text_elsewhere(title, at),
        Unready::TextChanged(_) => format!(
            "«\u{202f}{title}\u{202f}» a changé depuis son inscription\u{202f}: inscrivez la version d’aujourd’hui, ou retirez ce point."
        ),
    }
}

/// A text is not at a stage at which the body looks at it.
pub fn text_elsewhere(title: &str, at: Stage) -> String {
    format!(
        "«\u{202f}{title}\u{202f}» est à l’étape «\u{202f}{}\u{202f}», dont cette instance n’est pas saisie.",
        words::stage(at)
    )
}

/// A text that is to be put and is not at the stage.
pub fn cannot_put(at: Stage) -> String {
    format!(
        "Ce texte est à l’étape «\u{202f}{}\u{202f}», dont cette instance n’est pas saisie.",
        words::stage(at)
    )
}

/// Nobody has an account with this address.
pub fn unknown_guest(email: &str) -> String {
    format!(
        "Aucun compte n’a l’adresse «\u{202f}{email}\u{202f}». Ajoutez d’abord cette personne dans «\u{202f}Personnes\u{202f}», ou invitez-la sans adresse\u{202f}: elle figurera à l’ordre du jour et ne recevra rien d’ici."
    )
}

/// A point without a title.
pub fn bad_title() -> String {
    format!("Donnez au point un intitulé de {LONGEST_TITLE}\u{a0}signes au plus.")
}

/// The agenda, or a point, is full.
pub fn full() -> String {
    format!(
        "L’ordre du jour tient {MOST_POINTS}\u{a0}points au plus, et un point {MOST_GUESTS}\u{a0}invités."
    )
}

/// So many were convened.
pub fn convened(people: usize) -> String {
    match people {
        1 => "La convocation part à une personne.".to_owned(),
        many => format!("La convocation part à {many}\u{a0}personnes."),
    }
}

/// So many are told of a cancellation.
pub fn cancelled(people: usize) -> String {
    match people {
        1 => "La séance est annulée\u{202f}: une personne en est avertie.".to_owned(),
        many => format!("La séance est annulée\u{202f}: {many}\u{a0}personnes en sont averties."),
    }
}

/// The rhythm of a body is recorded.
pub const RHYTHM_RECORDED: &str = "Le rythme des séances est enregistré.";
/// What was typed is no rhythm.
pub const BAD_RHYTHM: &str = "Donnez un nombre de séances par an, de 0 à 366 en chiffres, ou laissez ce champ vide si l’association ne le dit pas.";

/// A body's year: « 3 par an au moins ».
pub fn wanted(year: Year) -> String {
    match year.wanted {
        None => "Rythme non fixé".to_owned(),
        Some(0) => "Pas de séance prévue dans l’année".to_owned(),
        Some(1) => "Une séance par an".to_owned(),
        Some(many) => format!("{many}\u{a0}séances par an au moins"),
    }
}

/// « 1 tenue, 2 à venir ».
pub fn so_far(year: Year) -> String {
    let held = match year.held {
        0 => None,
        1 => Some("1\u{a0}tenue".to_owned()),
        many => Some(format!("{many}\u{a0}tenues")),
    };
    let ahead = (year.ahead > 0).then(|| format!("{}\u{a0}à venir", year.ahead));
    let said: Vec<_> = held.into_iter().chain(ahead).collect();
    if said.is_empty() {
        "aucune date".to_owned()
    } else {
        said.join(", ")
    }
}

/// « 1 à fixer »; empty where nothing is missing.
pub fn missing(year: Year) -> String {
    match year.missing() {
        0 => String::new(),
        many => format!("{many}\u{a0}à fixer"),
    }
}

/// What became of a convocation.
pub const fn mail(end: Option<MailEnd>) -> &'static str {
    match end {
        None => "Courriel en attente",
        Some(MailEnd::Sent) => "Courriel parti",
        Some(MailEnd::Moot) => "Courriel sans objet",
        Some(MailEnd::GivenUp) => "Courriel refusé",
    }
}

/// The subject of a convocation: « Convocation : Bureau, 12 juin 2026 à 14 h ».
pub fn subject(meeting: &str, when: &str, sequence: i64) -> String {
    let what = if sequence == 0 {
        "Convocation"
    } else {
        "Convocation modifiée"
    };
    format!("{what}\u{202f}: {meeting}, {when}")
}

/// What a convocation says.
pub fn lead(guest: bool, sequence: i64) -> &'static str {
    match (guest, sequence) {
        (false, 0) => "Vous êtes convoqué à cette séance.",
        (false, _) => "Cette convocation remplace la précédente.",
        (true, 0) => "Vous êtes invité à cette séance, pour ce qui suit.",
        (true, _) => "Cette invitation remplace la précédente.",
    }
}

/// The subject of a cancellation.
pub fn cancellation(meeting: &str, when: &str) -> String {
    format!("Séance annulée\u{202f}: {meeting}, {when}")
}

/// What a cancellation says.
pub const CANCELLATION: &str = "La séance à laquelle vous étiez convoqué n’aura pas lieu.";

/// The subject of a reminder: « Rappel : Bureau, 12 juin 2026 à 14 h ».
pub fn reminder(meeting: &str, when: &str) -> String {
    format!("Rappel\u{202f}: {meeting}, {when}")
}

/// What a reminder says.
pub const REMINDER: &str = "La séance à laquelle vous êtes convoqué approche.";

/// The subject of what is written to a guest who is not invited any more.
pub fn uninvited(meeting: &str, when: &str) -> String {
    format!("Invitation retirée\u{202f}: {meeting}, {when}")
}

/// What it says.
pub const UNINVITED: &str =
    "Vous n’êtes plus invité à cette séance. Le fichier joint la retire de votre agenda.";

/// What a calendar says below a meeting.
pub fn description(points: &[String], address: &str, tentative: bool) -> String {
    let mut lines = Vec::new();
    if tentative {
        lines.push("Date prévue, convocation à venir.".to_owned());
    }
    let numbered = (1..).zip(points);
    lines.extend(numbered.map(|(rank, title)| format!("{rank}. {title}")));
    lines.push(format!("Dossier de séance\u{202f}: {address}"));
    lines.join("\n")
}

/// The name of a person's calendar.
pub fn calendar(association: &str) -> String {
    format!("Séances – {association}")
}
