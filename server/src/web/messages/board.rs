//! What the board says.

use chrono::NaiveDate;

use crate::papers::board::Awaited;
use crate::web::dates;

/// The page's title.
pub const TITLE: &str = "Tableau";

/// A deadline so near is urgent.
pub const URGENT_DAYS: i64 = 7;

/// What is to be done.
pub const fn task(awaited: Awaited) -> &'static str {
    match awaited {
        Awaited::Write => "Texte à écrire",
        Awaited::GiveOpinion(_) => "Avis à donner",
        Awaited::TakePosition(_) => "Position à prendre",
        Awaited::Reserve(_) => "Réserve à lever ou à maintenir",
        Awaited::Forward => "Avis réunis\u{202f}: texte à transmettre",
        Awaited::Approve => "Positions réunies\u{202f}: approbation à enregistrer",
        Awaited::Answer(_) => "Consultation écrite\u{202f}: réponse à donner",
        Awaited::RecordAdoption => "Adoption à enregistrer",
        Awaited::Publish => "Texte à publier",
        Awaited::ReadComments => "Vous êtes cité dans un commentaire",
    }
}

/// The same, for a territory.
pub fn task_for(awaited: Awaited, territory: &str) -> String {
    format!("{} pour {territory}", task(awaited))
}

/// How many territories a text speaks for.
pub fn territories(count: usize) -> String {
    format!("{count}\u{a0}territoires")
}

/// A deadline, and how near it is.
pub fn due(day: NaiveDate, today: NaiveDate) -> String {
    let near = match (day - today).num_days() {
        days if days < -1 => format!("dépassé de {} jours", -days),
        -1 => "dépassé d’un jour".to_owned(),
        0 => "aujourd’hui".to_owned(),
        1 => "demain".to_owned(),
        days if days <= 30 => format!("dans {days} jours"),
        _ => return dates::day(day),
    };
    format!("{} ({near})", dates::day(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_says_how_near_it_is() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        let said = |month, day| due(NaiveDate::from_ymd_opt(2026, month, day).unwrap(), today);
        assert_eq!(said(3, 2), "2\u{a0}mars 2026 (aujourd’hui)");
        assert_eq!(said(3, 3), "3\u{a0}mars 2026 (demain)");
        assert_eq!(said(3, 12), "12\u{a0}mars 2026 (dans 10 jours)");
        assert_eq!(said(2, 20), "20\u{a0}février 2026 (dépassé de 10 jours)");
        assert_eq!(said(6, 1), "1er\u{a0}juin 2026");
    }
}
