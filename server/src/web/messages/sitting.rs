//! What the pages of a meeting that sits say, and why something was not noted.

use dires_domain::decision::{Attended, Counted, Quorate, QuorumFound};
use dires_domain::ids::TerritoryId;
use dires_domain::meeting::journal::{Happening, NotAdmitted};
use dires_domain::meeting::{MeetingAct, MeetingState};
use dires_domain::people::Territory;

use super::decision::{cannot_say, explain, fault};
use super::{count, papers, words};
use crate::sitting::SittingError;
use crate::web::dates;
use crate::web::typography::of;

/// The secretariat's screen.
pub const CONDUCT: &str = "Conduite de séance";
/// A member's page.
pub const SEAT: &str = "En séance";
/// The projected screen.
pub const SCREEN: &str = "Écran de séance";
/// Above the relevé.
pub const RECORD: &str = "Relevé de décisions";
/// It is noted.
pub const NOTED: &str = "C’est noté.";
/// A vote is recorded.
pub const VOTED: &str = "Votre vote est enregistré.";
/// The relevé is written.
pub const WRITTEN: &str = "Les observations sont enregistrées.";

/// The relevé is approved, and so many people are written to.
pub fn approved(people: usize) -> String {
    let people = u32::try_from(people).unwrap_or(u32::MAX);
    let sent = count(
        people,
        "personne convoquée le reçoit",
        "personnes convoquées le reçoivent",
    );
    format!("Le relevé est approuvé et figé\u{202f}: {sent} par courriel.")
}

fn name(territories: &[Territory], id: TerritoryId) -> &str {
    let found = territories.iter().find(|territory| territory.id == id);
    found.map_or("Ce territoire", |territory| &territory.name)
}

/// Why something was not noted: the sentence, and what is missing. Nothing for what has another answer.
pub fn refusal(error: &SittingError, territories: &[Territory]) -> Option<(String, Vec<String>)> {
    let one = |sentence: &str| Some((sentence.to_owned(), Vec::new()));
    match error {
        SittingError::NotConducting => one(
            "Le secrétariat conduit la séance. Qui la préside peut l’ouvrir\u{202f}; chaque territoire vote pour lui-même et pour qui lui a donné pouvoir.",
        ),
        SittingError::NotNow(not_now) => one(now(not_now.act, not_now.state)),
        SittingError::NotAdmitted(why) => Some((not_admitted(*why, territories), Vec::new())),
        SittingError::Faults(faults) => {
            let all = faults.iter().map(|it| fault(*it, territories));
            let mut all: Vec<_> = all.collect();
            let first = if all.len() == 1 {
                all.remove(0)
            } else {
                "Ce n’est pas possible ainsi.".to_owned()
            };
            Some((first, all))
        }
        SittingError::NoQuorum(quorate) => Some((
            format!(
                "Le quorum n’est pas atteint\u{202f}: l’instance ne peut pas délibérer. {}",
                quorum(quorate)
            ),
            Vec::new(),
        )),
        SittingError::NoQuorumLeft(conclusion) => Some((explain(conclusion), Vec::new())),
        SittingError::NothingStated(why) => Some((
            format!(
                "Rien n’est calculé\u{202f}: {}. Dites si le vote est favorable ou non, et recommencez.",
                cannot_say(why)
            ),
            Vec::new(),
        )),
        SittingError::VotedBefore {
            territory,
            vote,
            at,
        } => Some((
            format!(
                "{} a déjà voté «\u{202f}{}\u{202f}», à {}. Ce vote compte une fois\u{202f}; pour le corriger, relisez la page et choisissez de nouveau.",
                name(territories, *territory),
                words::vote(*vote).to_lowercase(),
                dates::hour(*at)
            ),
            Vec::new(),
        )),
        SittingError::NotForTerritory(id) => Some((
            format!(
                "Vous ne votez pas au nom {} dans cette séance.",
                of(name(territories, *id))
            ),
            Vec::new(),
        )),
        SittingError::KeyReused => {
            one("Cet envoi a déjà servi à noter autre chose. Relisez la page, puis recommencez.")
        }
        SittingError::BadMinute => one("Cette minute n’est pas de cette séance."),
        SittingError::BeforeVote(at) => Some((
            format!(
                "Un vote s’est achevé à {} avec les présences d’alors\u{202f}: elles ne changent plus. Notez-le à une minute qui le suit.",
                dates::hour(*at)
            ),
            Vec::new(),
        )),
        SittingError::NotStruck => one(
            "Une ouverture, une clôture et un vote ne se rayent pas\u{202f}; un vote ouvert se corrige.",
        ),
        SittingError::Unknown => one(
            "Ce territoire, ce point, cet invité ou ce vote n’est pas de cette séance. Relisez la page.",
        ),
        SittingError::TextChanged => one(
            "Le texte a changé depuis la convocation\u{202f}: ce n’est plus la version que les membres ont reçue. Il ne peut pas être mis aux voix.",
        ),
        SittingError::TextElsewhere(stage) => Some((
            format!(
                "Le texte est à l’étape «\u{202f}{}\u{202f}»\u{202f}: cette instance ne peut pas le mettre aux voix.",
                words::stage(*stage)
            ),
            Vec::new(),
        )),
        SittingError::RecordChanged => one(
            "Le relevé a été modifié ou approuvé depuis que vous l’avez lu. Rien n’est perdu\u{202f}: relisez-le, puis recommencez.",
        ),
        SittingError::TooManyWords => {
            one("Les observations comptent 20\u{a0}000\u{a0}signes au plus.")
        }
        SittingError::NotFound | SittingError::Paper(_) | SittingError::Storage(_) => None,
    }
}

const fn now(act: MeetingAct, state: MeetingState) -> &'static str {
    match (state, act) {
        (MeetingState::Open, MeetingAct::Open) => "La séance est déjà ouverte.",
        (MeetingState::Closed, MeetingAct::Record) => "Le relevé est à écrire.",
        (MeetingState::Closed, _) => "La séance est close\u{202f}: plus rien ne s’y note.",
        (_, MeetingAct::Record) => {
            "La séance n’est pas close\u{202f}: son relevé n’est pas encore à approuver."
        }
        (MeetingState::Convened, _) => "La séance n’est pas ouverte.",
        _ => "La séance n’est pas convoquée.",
    }
}

fn not_admitted(why: NotAdmitted, territories: &[Territory]) -> String {
    let name = |id| name(territories, id);
    match why {
        NotAdmitted::NotOpen => "La séance n’est pas ouverte.".to_owned(),
        NotAdmitted::OpenAlready => "La séance est déjà ouverte.".to_owned(),
        NotAdmitted::Closed => "La séance est close\u{202f}: plus rien ne s’y note.".to_owned(),
        NotAdmitted::HereAlready(id) => format!("{} est déjà là.", name(id)),
        NotAdmitted::NotHere(id) => format!("Personne n’est là pour {}.", name(id)),
        NotAdmitted::GrantorHere(id) => format!(
            "{} est là en personne\u{202f}: il n’y a pas de pouvoir à donner.",
            name(id)
        ),
        NotAdmitted::HolderIsGrantor(id) => format!("{} ne peut pas se donner pouvoir.", name(id)),
        NotAdmitted::NoProxy(id) => format!("{} n’a pas donné de pouvoir.", name(id)),
        NotAdmitted::BallotOpen(_) => "Un vote est ouvert\u{202f}: achevez-le d’abord.".to_owned(),
        NotAdmitted::BallotNotOpen(_) => {
            "Ce vote n’est pas ouvert, ou il est clos\u{202f}: il ne change plus.".to_owned()
        }
        NotAdmitted::NoVoice(id) => format!(
            "Personne n’est là pour voter au nom {}, ni en personne ni par pouvoir.",
            of(name(id))
        ),
        NotAdmitted::NotAVote(_) => papers::MISSING.to_owned(),
    }
}

/// Who is there and whether they are enough: « 3 présents et 1 représenté sur 5 : quorum de 3 atteint. »
pub fn quorum(quorate: &Quorate) -> String {
    let there = there(quorate.attended);
    match &quorate.quorum {
        Err(why) => format!("{there}\u{202f}; {}.", cannot_say(why)),
        Ok(QuorumFound::NotAsked) => format!("{there}, sans quorum exigé."),
        Ok(QuorumFound::Waived) => {
            format!("{there}, sans quorum exigé sur deuxième convocation.")
        }
        Ok(
            found @ QuorumFound::Asked {
                needed, counted, ..
            },
        ) => {
            let needed = match counted {
                Counted::PresentOrRepresented => needed.to_string(),
                Counted::Present => count(*needed, "présent", "présents"),
            };
            let met = if found.is_met() {
                "atteint"
            } else {
                "non atteint"
            };
            format!("{there}\u{202f}: quorum de {needed} {met}.")
        }
    }
}

fn there(attended: Attended) -> String {
    let present = match attended.present {
        0 => "Aucun présent".to_owned(),
        present => count(present, "présent", "présents"),
    };
    let represented = match attended.represented {
        0 => String::new(),
        many => format!(" et {}", count(many, "représenté", "représentés")),
    };
    format!("{present}{represented} sur\u{a0}{}", attended.members)
}

/// An event of the journal, in words; `name` gives a territory's, `what` a point's, a vote's or a guest's.
pub fn happened(
    happening: &Happening,
    territories: &[Territory],
    what: impl Fn(&Happening) -> String,
) -> String {
    let name = |id: &TerritoryId| name(territories, *id);
    match happening {
        Happening::Opened => "Ouverture de la séance".to_owned(),
        Happening::Closed => "Clôture de la séance".to_owned(),
        Happening::Chaired { territory } => format!("{} préside", name(territory)),
        Happening::Arrived { territory } => format!("Arrivée {}", of(name(territory))),
        Happening::Left { territory } => format!("Départ {}", of(name(territory))),
        Happening::Excused { territory } => format!("{} est excusé", name(territory)),
        Happening::ProxyGiven { grantor, holder } => {
            format!("Pouvoir {} à {}", of(name(grantor)), name(holder))
        }
        Happening::ProxyEnded { grantor } => {
            format!("Fin du pouvoir {}", of(name(grantor)))
        }
        Happening::GuestArrived { .. } => format!("Arrivée de {} (invité)", what(happening)),
        Happening::GuestLeft { .. } => format!("Départ de {} (invité)", what(happening)),
        Happening::PointTaken { .. } => format!("Point\u{202f}: {}", what(happening)),
        Happening::BallotOpened { .. } => format!("Mise aux voix\u{202f}: {}", what(happening)),
        Happening::Voted {
            territory, vote, ..
        } => format!(
            "{} vote «\u{202f}{}\u{202f}»",
            name(territory),
            words::vote(*vote).to_lowercase()
        ),
        Happening::BallotClosed { .. } => "Vote clos".to_owned(),
        Happening::Struck { .. } => "Ligne rayée".to_owned(),
    }
}
